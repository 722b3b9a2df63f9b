"""The table of CTCAE laboratory grades: one meaning a spelling, every cell readable, every row with a source."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import eligo.vocabulary.ctcae as module
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.ctcae import VERSIONS, Threshold, grading, version_of
from eligo.vocabulary.names import key

DATA = Path(module.__file__).parent / "data"
COLUMNS = [
    "term",
    "version",
    "analytes",
    "direction",
    *(f"grade{n}" for n in (1, 2, 3, 4)),
    "clinical",
    "note",
    "source",
]


def rows() -> list[dict[str, str]]:
    with (DATA / "ctcae.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_whole() -> None:
    for name, columns in (("ctcae.csv", COLUMNS), ("ctcae_terms.csv", ["term", "spellings", "exact"])):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            header, *lines = list(csv.reader(file))
        assert header == columns
        assert all(len(line) == len(header) and all(cell == cell.strip() for cell in line) for line in lines)
    assert {row["term"] for row in rows()} == set(concepts.table("graded"))
    assert {row["version"] for row in rows()} == set(VERSIONS)
    assert all(row["source"] for row in rows())


def test_a_term_and_version_grades_an_analyte_once() -> None:
    graded = [(row["term"], row["version"], analyte) for row in rows() for analyte in row["analytes"].split("|")]
    assert len(graded) == len(set(graded))
    assert {analyte for _, _, analyte in graded} <= set(analytes())


def test_every_row_is_read() -> None:
    for row in rows():
        found = grading(row["term"], row["version"])
        assert found is not None
        assert set(row["analytes"].split("|")) <= set(found.analytes)
        assert found.direction == row["direction"]
        for analyte in found.analytes:
            scale = found.scale(analyte)
            assert scale is not None and any(scale.normal)
            ops = {one.op[0] for grades in (scale.normal, scale.abnormal) for alt in grades for one in alt}
            assert ops == {"<" if found.direction == "low" else ">"}
            assert (scale.normal != scale.abnormal) == scale.split


def test_a_higher_grade_lies_further_out() -> None:
    for row in rows():
        found = grading(row["term"], row["version"])
        assert found is not None
        sign = -1 if found.direction == "low" else 1
        for _, scale in found.scales:
            for grades in (scale.normal, scale.abnormal):
                for of in (None, "ULN", "LLN", "baseline"):
                    for figure in ("factor", "add", "also"):
                        steps = [
                            getattr(one, figure)
                            for alternatives in grades
                            for one in alternatives
                            if one.of == of and one.condition is None and getattr(one, figure) is not None
                        ]
                        assert steps == sorted(steps, key=lambda step: sign * step), (row["term"], row["version"], of)


def test_the_two_figures_of_a_threshold_agree() -> None:
    """CTCAE rounds the second: 10 g/dL and 6.2 mmol/L; never by more than a tenth."""
    checked = 0
    for row in rows():
        found = grading(row["term"], row["version"])
        assert found is not None
        for _, scale in found.scales:
            for one in (one for alternatives in scale.normal for one in alternatives if one.also is not None):
                assert one.also is not None and abs(one.also - one.add) <= one.add / 10, (row["term"], one)
                checked += 1
    assert checked > 60


def test_no_spelling_is_two_terms() -> None:
    seen: dict[str, str] = {}
    for entry in concepts.table("graded").values():
        own = [key(spelling) for spelling in (entry.name, *entry.spellings)]
        assert len(own) == len(set(own)), entry.name
        for spelling in own:
            assert spelling and seen.setdefault(spelling, entry.name) == entry.name


@pytest.mark.parametrize(
    ("spelling", "term"),
    [
        ("anaemia", "anemia"),
        ("Neutropenia", "neutrophil count decreased"),
        ("thrombocytopenia", "platelet count decreased"),
        ("ALT increased", "alanine aminotransferase increased"),
        ("increased AST", "aspartate aminotransferase increased"),
        ("hyperbilirubinaemia", "blood bilirubin increased"),
        ("creatinine increased", "creatinine increased"),
        ("leukopenia", "white blood cell decreased"),
        ("lymphopenia", "lymphocyte count decreased"),
        ("hyponatraemia", "hyponatremia"),
    ],
)
def test_terms_are_found_by_what_protocols_call_them(spelling: str, term: str) -> None:
    assert concepts.lookup("graded", spelling) == term
    found = grading(spelling, "5")
    assert found is not None and found.term == term


def test_versions() -> None:
    assert [version_of(text) for text in ("4", "4.03", "v4.0", "v5.0", "CTCAE 5", "CTCAE v6", "version 6.0")] == [
        "4", "4", "4", "5", "5", "6", "6",
    ]  # fmt: skip
    assert [version_of(text) for text in ("", "3", "v3.0", "55", "five")] == [None] * 5
    assert grading("anemia", "3") is None
    assert grading("neuropathy", "5") is None
    # Version 5 grades hypophosphatemia and hyperglycemia by what was done, 6 has no lymphopenia.
    assert grading("hypophosphatemia", "4") and not grading("hypophosphatemia", "5")
    assert grading("hyperglycemia", "6") and not grading("hyperglycemia", "5")
    assert grading("lymphopenia", "5") and not grading("lymphopenia", "6")
    assert grading("CPK increased", "5") and not grading("CPK increased", "6")


def test_figures_are_in_the_analytes_own_unit() -> None:
    found = grading("hypercalcemia", "5")
    assert found is not None and found.analytes == ("calcium_corrected", "ica")
    corrected, ionized = found.scale("calcium_corrected"), found.scale("ica")
    assert corrected is not None and ionized is not None
    # 2.9 mmol/L of calcium, 40.078 g/mol.
    also = Fraction("2.9") * Fraction("40.078") / 10
    assert corrected.normal[1] == (Threshold(">", Fraction(0), None, Fraction("11.5"), False, also),)
    assert ionized.normal[1] == (Threshold(">", Fraction(0), None, Fraction("1.5")),)
    assert found.scale("calcium") is None
    raised = grading("hemoglobin increased", "4")
    scale = raised and raised.scale("hgb")
    assert scale and scale.abnormal[2] == (Threshold(">", Fraction(1), "baseline", Fraction(4)),)


def test_the_neutrophil_grades_changed_with_version_6() -> None:
    limits = {}
    for version in VERSIONS:
        found = grading("neutropenia", version)
        scale = found and found.scale("anc")
        assert scale
        limits[version] = [[(one.of, one.add) for one in alternatives] for alternatives in scale.normal]
    half, one, more, tenth = Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(1, 10)
    assert limits["4"] == limits["5"] == [[("LLN", 0)], [(None, more)], [(None, one)], [(None, half)]]
    assert limits["6"] == [[(None, more)], [(None, one)], [(None, half)], [(None, tenth)]]


@pytest.mark.parametrize("cell", ["10 g/dL", "<10", "<10 parsecs", "<2 ULM", "<1 LLN if it rains", "< 10 g/dL", ""])
def test_a_cell_that_cannot_be_read_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"can't be read|is no unit"):
        module._alternatives(cell, "hgb")
