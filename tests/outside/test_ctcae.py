"""The table of CTCAE laboratory grades against the published ones: every limit of versions 5 and 6."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path

import pytest

from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from eligo.vocabulary.ctcae import Grading, grading

# The reference splits what CTCAE prints under one term, and names one otherwise.
NAMES = {
    "Hypercalcemia (Ionized)": ("hypercalcemia", "ica"),
    "Hypocalcemia (Ionized)": ("hypocalcemia", "ica"),
    "Hyperglycemia (Fasting)": ("hyperglycemia", "glucose_fasting"),
    "Thrombocytopenia": ("platelet count decreased", "plt"),
}
# No analyte of ours.
LEFT_OUT = {"Haptoglobin decreased", "Acidosis", "Alkalosis"}
# Where the reference takes the worst case (symptoms, physiologic consequences) or reads whole numbers,
# Eligo leaves the grade open; the grades that then differ by design.
OPEN = {
    ("5", "Lipase increased"), ("5", "Serum amylase increased"), ("6", "Lipase increased"),
    ("6", "Serum amylase increased"), ("5", "Hyperuricemia"), ("6", "Hyperuricemia"), ("5", "Hypokalemia"),
    ("6", "Hypokalemia"), ("5", "Hyponatremia"), ("6", "Hyponatremia"), ("6", "Creatinine clearance decreased"),
    ("6", "Hyperglycemia"),
}  # fmt: skip
# Printed `150 mg/dL - 300` and `2.0 - 2.5 x baseline`: the limit itself belongs to the grade, though the
# reference's code leaves it out. `(op there, op here)`.
INCLUSIVE = {("5", "Hypertriglyceridemia"), ("6", "Hypertriglyceridemia"), ("5", "GGT increased")}

Limit = tuple[int, str, str, Fraction, Fraction]

_FIGURE = r"\d+(?:\.\d+)?"
_CODE = re.compile(
    rf"AVAL, signif_dig\) *(?P<op>[<>]=?) *(?:signif\()?(?:(?:(?P<factor>{_FIGURE})\*)?(?P<of>ANRHI|ANRLO|BASE)"
    rf"(?: \+ (?P<more>{_FIGURE}))?|(?P<value>{_FIGURE}))"
)
_CHANGE = re.compile(rf"PCHG, signif_dig\) *<= *-(?P<percent>{_FIGURE})")
_OF = {"ANRHI": "ULN", "ANRLO": "LLN", "BASE": "baseline"}


def reference(row: dict[str, str], analyte: str) -> set[Limit]:
    """(grade, op, of, factor, figure in the analyte's own unit) of every comparison in the reference."""
    by = conversion(analyte, row["unit_check"].replace("^", "*").replace("MMOL", "mmol")) if row["unit_check"] else None
    scale = by.scale if by else Fraction(1)
    found: set[Limit] = set()
    for grade in (1, 2, 3, 4):
        code = row[f"g{grade}_code"]
        for one in _CODE.finditer(code):
            of = _OF[one["of"]] if one["of"] else ""
            figure = Fraction(one["value"] or one["more"] or 0) * scale
            found.add((grade, one["op"], of, Fraction(one["factor"] or 1) if of else Fraction(0), figure))
        for one in _CHANGE.finditer(code):
            found.discard((grade, "<", "LLN", Fraction(1), Fraction(0)))
            found.add((grade, "<=", "baseline", 1 - Fraction(one["percent"]) / 100, Fraction(0)))
    return found


def ours(found: Grading, analyte: str, molar: bool) -> set[Limit]:
    """The same of our table, in the kind of unit that the reference is written in."""
    scale = found.scale(analyte)
    assert scale is not None
    limits: set[Limit] = set()
    for grades in (scale.normal, scale.abnormal):
        for grade, alternatives in enumerate(grades, 1):
            for one in alternatives:
                figure = one.also if one.also is not None and one.molar != molar else one.add
                limits.add((grade, one.op, one.of or "", one.factor, figure))
    return limits


@pytest.mark.parametrize("version", ["5", "6"])
def test_every_limit_agrees_with_the_reference(shared: Path, version: str) -> None:
    with (shared / f"reference/ctcae_v{version}_labs.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    compared = 0
    for row in listed:
        if row["term"] in LEFT_OUT:
            continue
        term, analyte = NAMES.get(row["term"], (row["term"], ""))
        found = grading(term, version)
        assert found is not None, row["term"]
        assert found.direction == ("low" if row["direction"] == "L" else "high")
        if (version, row["term"]) in OPEN:
            continue
        analyte = analyte or found.analytes[0]
        expected = reference(row, analyte)
        by = conversion(analyte, row["unit_check"].replace("^", "*").replace("MMOL", "mmol"))
        made = ours(found, analyte, by is not None and by.molar)
        if (version, row["term"]) in INCLUSIVE:
            made = {(grade, op.rstrip("="), *rest) for grade, op, *rest in made}  # type: ignore[misc]
            expected = {(grade, op.rstrip("="), *rest) for grade, op, *rest in expected}  # type: ignore[misc]
        assert made == expected, (version, row["term"], sorted(made ^ expected))
        compared += len(made)
    print(f"CTCAE v{version}: {compared} limits agree")
    assert compared >= 80


@pytest.mark.parametrize("version", ["5", "6"])
def test_no_term_is_graded_that_the_reference_does_not_grade(shared: Path, version: str) -> None:
    with (shared / f"reference/ctcae_v{version}_labs.csv").open(encoding="utf-8", newline="") as file:
        listed = {NAMES.get(row["term"], (row["term"], ""))[0].casefold() for row in csv.DictReader(file)}
    made = {term for term in concepts.table("graded") if grading(term, version) is not None}
    assert {term for term in made if term.casefold() not in listed} == set()
    assert len(made) >= 35


@pytest.mark.parametrize("version", ["5", "6"])
def test_every_figure_printed_is_in_the_table(shared: Path, version: str) -> None:
    """Also of the terms whose grade is left open: each figure of a grade's text stands in our cells."""
    own = Path(__file__).parents[2] / "engine/eligo/vocabulary/data/ctcae.csv"
    with own.open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if row["version"] == version]
    with (shared / f"reference/ctcae_v{version}_labs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (version, row["term"]) not in OPEN:
                continue
            name = NAMES.get(row["term"], (row["term"], ""))[0]
            cells = " ".join(
                mine[f"grade{n}"] for mine in table if mine["term"].casefold() == name.casefold() for n in (1, 2, 3, 4)
            )
            here = {Fraction(figure) for figure in re.findall(_FIGURE, cells)}
            for n in (1, 2, 3, 4):
                for figure in re.findall(rf"[<>] ?=? ?({_FIGURE})(?! ?e)", row[f"grade{n}"]):
                    assert Fraction(figure) in here, (row["term"], n, figure)
