"""Ranges of stages and of TNM categories: what they hold, and what they leave out."""

from __future__ import annotations

import pytest

from eligo.compiler import compile_text
from eligo.core.nodes import Span
from eligo.resolve.context import Context
from eligo.resolve.steps import roman, stages, tnm

_NOWHERE = Span(0, 0)


def codes(rule: str) -> list[str]:
    return [one.code for one in compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')[1]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("III",), ("III",)),
        (("3", "IVa"), ("III", "IVA")),
        (("IV", "or higher"), ("IV", "V")),
        (("IIB", "or higher"), ("IIB", "IIC", "IID", "III", "IV", "V")),
        (("IIIA", "or lower"), ("0", "I", "II", "IIIA")),
        (("II", "or lower"), ("0", "I", "II")),
        (("IB", "to", "IIIA"), ("IB", "IC", "ID", "II", "IIIA")),
        (("II", "to", "III"), ("II", "III")),
        (("IIIA1", "to", "IIIA2"), ("IIIA1", "IIIA2")),
        (("IIIA2", "or lower"), ("0", "I", "II", "IIIA1", "IIIA2")),
        (("IIIC2", "or higher"), ("IIIC2", "IIIC3", "IIID", "IV", "V")),
        (("II", "to", "II"), ("II",)),
    ],
)
def test_stages(values: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert stages(values, _NOWHERE, Context()) == expected


@pytest.mark.parametrize(("written", "shown"), [("0", "0"), ("3a", "IIIA"), ("4", "IV"), ("IIb", "IIB"), ("V", "V")])
def test_roman(written: str, shown: str) -> None:
    assert roman(written) == shown


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("cT3",), [("T", ("T3",))]),
        (("ypT0", "N1"), [("T", ("T0",)), ("N", ("N1",))]),
        (("T3", "or higher"), [("T", ("T3", "T4"))]),
        (("T2b", "or higher"), [("T", ("T2b", "T2c", "T2d", "T3", "T4"))]),
        (("T1", "or lower"), [("T", ("T0", "Ta", "Tis", "T1"))]),
        (("T1a", "or lower"), [("T", ("T0", "Ta", "Tis", "T1mi", "T1a"))]),
        (("Tis", "to", "T1a"), [("T", ("Tis", "T1mi", "T1a"))]),
        (("T1b2", "or higher"), [("T", ("T1b2", "T1b3", "T1c", "T1d", "T2", "T3", "T4"))]),
        (("T1mi", "or lower"), [("T", ("T0", "Ta", "Tis", "T1mi"))]),
        (("N1", "to", "N3"), [("N", ("N1", "N2", "N3"))]),
        (("N1a", "or lower"), [("N", ("N0", "N1mi", "N1a"))]),
        (("N0", "or higher"), [("N", ("N0", "N1", "N2", "N3"))]),
        (("M1b", "or higher"), [("M", ("M1b", "M1c", "M1d"))]),
    ],
)
def test_tnm(values: tuple[str, ...], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert tnm(values, _NOWHERE, Context()) == expected


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("stage IV to II melanoma", "L005"),
        ("TNM T4 to T2 melanoma", "L005"),
        ("TNM T1 to N1 melanoma", "L004"),
        ("stage II or III or lower melanoma", "L004"),
        ("stage I, II melanoma", "S002"),
        ("TNM T3 or T4 N1 melanoma", "S002"),
        ("stage iii melanoma", "N001"),
        ("stage IIIE melanoma", "N001"),
        ("TNM TX melanoma", "N001"),
    ],
)
def test_refused(rule: str, code: str) -> None:
    assert codes(rule) == [code]
