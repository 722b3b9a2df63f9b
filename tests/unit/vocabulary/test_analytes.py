"""The table of analytes: one meaning a name, one analyte a code, a source for every figure."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import eligo.vocabulary.analytes as module
from eligo.vocabulary.analytes import Analyte, MeasureFamily, analytes, measure_families
from eligo.vocabulary.names import key

OBTAIN = {"ask", "chart", "blood", "urine", "ECG", "imaging", "measure", "biopsy"}


def rows() -> list[Analyte | MeasureFamily]:
    """Analytes and families of measures: what a name can be."""
    return [*analytes().values(), *measure_families().values()]


def test_the_table_is_whole() -> None:
    path = Path(module.__file__).parent / "data" / "analytes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert all(len(line) == len(lines[0]) for line in lines)
    assert len(analytes()) == len(lines) - 1 >= 91
    assert all(cell == cell.strip() for line in lines for cell in line)


def test_no_spelling_is_two_analytes() -> None:
    seen: dict[str, str] = {}
    exact: dict[str, str] = {}
    # A family's name is also how a report prints its member without a stated method.
    plain = {family.record_member for family in measure_families().values()}
    for row in rows():
        for spelling in (row.name, *row.spellings) if row.key not in plain else row.spellings:
            assert key(spelling), spelling
            assert seen.setdefault(key(spelling), row.key) == row.key, spelling
        for spelling in row.exact:
            assert exact.setdefault(spelling, row.key) == row.key, spelling
    for spelling, owner in exact.items():
        assert seen.get(key(spelling), owner) == owner, spelling


@pytest.mark.parametrize(
    "ambiguous",
    [
        "ALK",
        "transaminases",
        "performance status",
        "CKD-EPI",
        "TC",
        "UA",
        "TLC",
        "PCV",
        "granulocytes",
        "AGC",
        "HR",
        "HCT",
        "pulse",
        "TB",
    ],
)
def test_ambiguous_names_are_left_out(ambiguous: str) -> None:
    for row in rows():
        assert key(ambiguous) not in {key(spelling) for spelling in (row.name, *row.spellings)}
        assert ambiguous not in row.exact


def test_short_names_match_to_the_letter_only() -> None:
    loose = {spelling for row in analytes().values() for spelling in (row.name, *row.spellings)}
    for short in ("K", "Ca", "Na", "Mg", "Cl", "PT", "Cr", "T", "LD", "AP", "TP", "Alb", "Hb", "GOT"):
        assert short not in loose
        assert sum(short in row.exact for row in analytes().values()) == 1


def test_a_code_is_one_analyte_and_says_where_it_was_seen() -> None:
    seen: dict[str, str] = {}
    for analyte in analytes().values():
        for code in analyte.loinc:
            assert seen.setdefault(code, analyte.key) == analyte.key
            assert f"{code}: " in analyte.loinc_source
            digits = [int(digit) for digit in code.replace("-", "")]
            # LOINC's check digit is the Luhn digit of what stands before it.
            doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
            assert (sum(doubled) + sum(digits[-1::-2])) % 10 == 0, code
    assert seen["98979-8"] == "egfr_ckdepi_2021"
    assert seen["62238-1"] == "egfr_ckdepi_2009"
    assert seen["77147-7"] == "egfr_mdrd"
    assert seen["2164-2"] == "crcl_measured"
    assert seen["8636-3"] == "qtc"
    assert seen["14937-7"] == "bun"
    assert seen["48065-7"] == "ddimer"
    assert not {"48066-5", "48643-1", "29265-6"} & set(seen)


def test_every_figure_has_a_source() -> None:
    for analyte in analytes().values():
        assert analyte.source
        assert bool(analyte.molar_mass) == bool(analyte.molar_mass_source)
        assert bool(analyte.loinc) == bool(analyte.loinc_source)
        assert analyte.obtain in OBTAIN
        if {"amount_concentration", "mass_concentration"} <= set(analyte.families):
            assert analyte.molar_mass, analyte.key


def test_the_threshold_band_lies_within_the_data_limits() -> None:
    for a in analytes().values():
        assert a.data_low is not None
        assert a.data_high is not None
        assert a.threshold_low is not None
        assert a.threshold_high is not None
        assert a.data_low <= a.threshold_low < a.threshold_high <= a.data_high, a.key


@pytest.mark.parametrize(
    ("analyte", "stated", "slipped"),
    [
        ("anc", ("0.5", "1.5"), ("1500", "0.0015")),
        ("plt", ("10", "100"), ("100000", "0.1")),
        ("hgb", ("5", "18"), ("90", "0.9")),
        ("creatinine", ("0.3", "10"), ("133", "0.013")),
        ("tbili", ("0.2", "20"), ("26", "0.015")),
        ("albumin", ("1.5", "5.5"), ("28", "0.35")),
        ("inr", ("0.8", "5"), ("15",)),
        # The grade limits of CTCAE v5.0.
        ("magnesium", ("0.7", "8"), ("0.3",)),
        ("potassium", ("2.5", "7"), ("20",)),
        ("sodium", ("120", "160"), ("3",)),
        ("chol", ("300", "500"), ("7.75",)),
        ("trig", ("150", "1000"), ("5.7",)),
        ("qtcf", ("300", "600"), ("0.48",)),
        ("crcl", ("10", "150"), ("1",)),
        ("calcium", ("8", "14"), ("2.6",)),
        ("glucose", ("126", "250"), ("7", "13.9")),
        ("hba1c", ("7", "10"), ("53",)),
        ("testosterone", ("20", "50"), ("1.7",)),
        ("lvef", ("40", "55"), ("0.5",)),
        ("upcr", ("200", "3500"), ("1", "3.5")),
        ("ecog", ("0", "5"), ("70",)),
        ("kps", ("50", "100"), ("2",)),
    ],
)
def test_protocol_limits_are_in_the_band_and_slips_are_not(
    analyte: str, stated: tuple[str, ...], slipped: tuple[str, ...]
) -> None:
    known = analytes()[analyte]
    assert known.threshold_low is not None
    assert known.threshold_high is not None
    for text in stated:
        assert known.threshold_low <= Fraction(text) <= known.threshold_high
    for text in slipped:
        assert not known.threshold_low <= Fraction(text) <= known.threshold_high


def test_what_is_not_a_multiple_of_anything_has_no_limit_of_normal() -> None:
    without = {analyte.key for analyte in analytes().values() if not analyte.limits}
    assert without >= {
        "inr",
        "ecog",
        "kps",
        "weight",
        "height",
        "bmi",
        "bsa",
        "sbp",
        "dbp",
        "lvef",
        "spo2",
        "qt",
    }
    assert without >= {member for family in measure_families().values() for member in family.members}
    assert {"alt", "ast", "tbili", "creatinine", "hgb", "plt"}.isdisjoint(without)


def test_families_of_methods() -> None:
    families = measure_families()
    assert set(families) == {"gfr_family", "crcl_family", "egfr_family", "qtc_family"}
    for family in families.values():
        assert set(family.members) <= set(analytes())
        assert family.record_member in family.members
    gfr = set(families["gfr_family"].members)
    assert gfr >= set(families["crcl_family"].members) | set(families["egfr_family"].members)
    for analyte in analytes().values():
        if analyte.group:
            assert analyte.key in families[analyte.group].members
    assert {a.key for a in analytes().values() if a.group == "gfr_family"} == gfr
