"""Doses and TNM as records write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from eligo.facts.doses import read_dose
from eligo.facts.patient import Dose
from eligo.facts.stages import read_tnm
from eligo.testing.profiles import read


@pytest.mark.parametrize(
    ("given", "amount", "unit", "per"),
    [
        ((5, "mg twice daily", None), 10, "mg", "day"),
        ((5, "mg", "day"), 5, "mg", "day"),
        ((5, "mg", "BID"), 10, "mg", "day"),
        (("5 mg twice daily", None, None), 10, "mg", "day"),
        (("5 mg b.i.d.", None, None), 10, "mg", "day"),
        (("5 mg BID", "mg", None), 10, "mg", "day"),
        (("7.5", "mg", "q8h"), Fraction(45, 2), "mg", "day"),
        (("5 mg/day", "mg/day", "day"), 5, "mg", "day"),
        ((Decimal("500"), "µg", "daily"), Fraction(1, 2), "mg", "day"),
        ((Decimal("5E+1"), "mcg", "day"), Fraction(1, 20), "mg", "day"),
        ((1, "g", "week"), 1000, "mg", "week"),
        ((4, "mg", "twice weekly"), 8, "mg", "week"),
        ((1, "mg/kg/day", None), 1, "mg/kg", "day"),
        ((60, "mg/m²", "cycle"), 60, "mg/m2", "cycle"),
        ((360, "mg/m2", "total"), 360, "mg/m2", ""),
        ((30, "Gy", None), 30, "Gy", ""),
        ((3000, "cGy", "total"), 30, "Gy", ""),
        ((3, "million IU", "day"), 3_000_000, "IU", "day"),
        ((0, "mg", "day"), 0, "mg", "day"),
    ],
)
def test_doses(given: tuple[Any, Any, Any], amount: Fraction | int, unit: str, per: Any) -> None:
    assert read_dose(*given) == Dose(Fraction(amount), unit, per)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((10, "mg", None), "isn't told whether"),
        ((75, "mg/m2", None), "isn't told whether"),
        ((10, "mg", "every other day"), "how often"),
        ((240, "mg", "2 weeks"), "how often"),
        ((2, "Gy", "fraction"), "how often"),
        ((10, "mg/day", "week"), "per day and per week"),
        (("5 mg BID", "mg", "day"), "per bid and per day"),
        ((5, "mg", "as needed"), "as needed"),
        ((5, None, "day"), "no unit"),
        ((5, "AUC", "cycle"), "isn't understood"),
        ((5, "Gy/kg", "total"), "isn't understood"),
        (("5 mg", "g", "day"), "differ"),
        (("10-20 mg", None, "day"), "isn't understood"),
        (("2,5 mg", None, "day"), "isn't understood"),
        (("prednisone 5 mg", None, "day"), "isn't understood"),
        ((-3, "mg", "day"), "below zero"),
        ((Decimal("1e300"), "mg", "day"), "isn't understood"),
        (("x" * 100, "mg", "day"), "isn't understood"),
    ],
)
def test_doses_that_cannot_be_used(given: tuple[Any, Any, Any], why: str) -> None:
    dose = read_dose(*given)
    assert dose is not None and why in dose.problem
    entry = {key: one for key, one in zip(("dose", "unit", "per"), given, strict=True) if one is not None}
    patient = read({"id": "P", "medications": [{"agents": ["prednisone"], **entry}]})
    assert patient.entries["medications"][0].details.dose == dose
    assert [note for note in patient.notes if dose.problem in note]


def test_no_dose() -> None:
    assert read_dose(None, "mg", "day") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("cT3 N1 M0", {"T": "T3", "N": "N1", "M": "M0"}),
        ("pT2N0", {"T": "T2", "N": "N0"}),
        ("ypT0 N0", {"T": "T0", "N": "N0"}),
        ("t3n1m0", {"T": "T3", "N": "N1", "M": "M0"}),
        ("Tis(DCIS)", {"T": "Tis"}),
        ("TaN0M0", {"T": "Ta", "N": "N0", "M": "M0"}),
        ("TX", {}),
        ("pT2 pNX cM0", {"T": "T2", "M": "M0"}),
        ("pT1(m)N1mi(sn)M0(i+)", {"T": "T1", "N": "N1mi", "M": "M0"}),
        ("AJCC 8th edition cT1c, N2b, M1a(PUL)", {"T": "T1c", "N": "N2b", "M": "M1a"}),
        ("pT3 pN1a cM0 G2 L1 V0 Pn1 R0", {"T": "T3", "N": "N1a", "M": "M0"}),
        ("", {}),
    ],
)
def test_tnm(text: str, parts: dict[str, str]) -> None:
    assert read_tnm(text) == (parts, "")


@pytest.mark.parametrize("text", ["cT1-2 N0", "T3/4", "T5", "T2 M0 stage II", "localized", "N1 or N2"])
def test_a_tnm_that_is_not_understood(text: str) -> None:
    assert read_tnm(text) == (dict.fromkeys("TNM", f"?{text}"), text)


def test_a_tnm_that_is_partly_open() -> None:
    assert read_tnm("cT2 pT3 N0") == ({"T": "?T2 and T3", "N": "N0"}, "T2 and T3")
    assert read_tnm("T2 N+")[0] == {"T": "T2", "N": "?N+"}
