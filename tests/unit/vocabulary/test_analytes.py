"""The table of analytes: one meaning a name, one analyte a code, a source for every figure."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import eligo.vocabulary.analytes as module
from eligo.vocabulary.analytes import Analyte, MeasureFamily, analytes, level, level_name, measure_families
from eligo.vocabulary.concepts import lookup
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
        "ASA",
        "ISS",
        "LPS",
        "PNI",
        "MRS",
        "ascites",
        "hepatic encephalopathy",
        "AST/ALT",
        "corrected reticulocytes",
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
        ("gleason", ("6", "10"), ("1", "34")),
        ("child_pugh_score", ("6", "9"), ("2",)),
        ("meld3", ("15", "40"), ("1.5",)),
        ("nlr", ("3", "5"), ("3000",)),
        ("fio2", ("21", "60"), ("0.4",)),
        ("pf_ratio", ("200", "300"), ("2",)),
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
        "spo2",
        "qt",
    }
    assert without >= {member for family in measure_families().values() for member in family.members}
    assert {"alt", "ast", "tbili", "creatinine", "hgb", "plt"}.isdisjoint(without)


def test_families_of_methods() -> None:
    families = measure_families()
    assert set(families) == {
        "gfr_family", "crcl_family", "egfr_family", "qtc_family", "meld_family", "ecog_or_kps_family",
        "spo2_family", "pdl1_family",
    }  # fmt: skip
    assert {key for key, family in families.items() if family.computed} == {"egfr_family", "ecog_or_kps_family"}
    for family in families.values():
        assert set(family.members) <= set(analytes())
        assert family.record_member in family.members
    gfr = set(families["gfr_family"].members)
    assert gfr >= set(families["crcl_family"].members) | set(families["egfr_family"].members)
    for analyte in analytes().values():
        if analyte.group:
            assert analyte.key in families[analyte.group].members
    assert {a.key for a in analytes().values() if a.group == "gfr_family"} == gfr


SCALES: dict[str, str] = {
    # Each scale's shown words, from the lowest.
    "nyha": "I II III IV",
    "child_pugh_class": "A B C",
    "child_pugh_score": "5 6 7 8 9 10 11 12 13 14 15",
    "ascites_grade": "none slight moderate severe",
    "encephalopathy_grade": "0 1 2 3 4",
    "iss": "I II III",
    "r_iss": "I II III",
    "isup": "1 2 3 4 5",
    "birads": "1 2 3 4A 4B 4C 5 6",
    "asa": "I II III IV V VI",
    "ipss_r": "very-low low intermediate high very-high",
    "proteinuria": "negative trace 1+ 2+ 3+ 4+",
    "urine_blood": "negative trace 1+ 2+ 3+ 4+",
    "albi_grade": "1 2 3",
    "her2_ihc": "0 1+ 2+ 3+",
    "met_ihc": "0 1+ 2+ 3+",
    "trop2_ihc": "0 1+ 2+ 3+",
    "cldn182_ihc": "0 1+ 2+ 3+",
    "gpc3_ihc": "0 1+ 2+ 3+",
}


def test_every_scale_has_the_levels_of_its_source() -> None:
    assert {key for key, analyte in analytes().items() if analyte.levels} == set(SCALES)


@pytest.mark.parametrize("key", SCALES)
def test_a_scale_goes_up_in_whole_steps(key: str) -> None:
    analyte = analytes()[key]
    ranks = [rank for rank, _ in analyte.levels]
    assert [words[0] for _, words in analyte.levels] == [word.replace("-", " ") for word in SCALES[key].split()]
    assert ranks == [ranks[0] + step for step in range(len(ranks))]
    assert (analyte.unit, analyte.limits) == ("{score}", False)
    assert (analyte.data_low, analyte.data_high) == (analyte.threshold_low, analyte.threshold_high)
    assert (analyte.data_low, analyte.data_high) == (ranks[0], ranks[-1])
    words = [word.casefold() for _, all_ in analyte.levels for word in all_]
    assert len(set(words)) == len(words)
    for rank, all_ in analyte.levels:
        assert level_name(key, rank) == all_[0]
        for word in all_:
            for text in (word, word.upper(), f" {word} ", f"{analyte.name} {word}", f"grade {word}"):
                assert level(key, text) == rank, text


@pytest.mark.parametrize(
    ("key", "text", "rank"),
    [
        ("nyha", "NYHA class II", 2),
        ("nyha", "nyha iv", 4),
        ("nyha", "New York Heart Association functional class III", 3),
        ("nyha", "Class 2", 2),
        ("nyha", "NYHA-II", 2),
        ("nyha", "NYHA: II", 2),
        ("nyha", "II-III", None),
        ("nyha", "I or II", None),
        ("nyha", "IIIa", None),
        ("nyha", "5", None),
        ("nyha", "CCS II", None),
        ("nyha", "", None),
        ("nyha", "class", None),
        ("nyha", "not II", None),
        ("child_pugh_class", "Child-Pugh A", 1),
        ("child_pugh_class", "Child Pugh class b", 2),
        ("child_pugh_class", "B7", None),
        ("child_pugh_class", "1", None),
        ("child_pugh_score", "Child-Pugh B7", 7),
        ("child_pugh_score", "A7", None),
        ("iss", "ISS III", 3),
        ("iss", "R-ISS III", None),
        ("r_iss", "R-ISS stage II", 2),
        ("r_iss", "ISS II", None),
        ("isup", "Grade Group 2", 2),
        ("isup", "3 + 4", 2),
        ("isup", "4+3", 3),
        ("isup", "5+3", 4),
        ("isup", "7", None),
        # Anywhere from 4A to 4C; and an assessment that isn't complete.
        ("birads", "4", None),
        ("birads", "0", None),
        ("birads", "BI-RADS 4a", 4),
        ("birads", "BI-RADS category 5", 7),
        ("asa", "ASA III", 3),
        ("asa", "ASA physical status 2", 2),
        ("proteinuria", "1 +", 2),
        ("proteinuria", "++", 3),
        ("proteinuria", "+/-", 1),
        ("proteinuria", "urine protein: 2+", 3),
        # A bare number of a strip, and the dash of an empty field.
        ("proteinuria", "2", None),
        ("proteinuria", "-", None),
        ("proteinuria", "5+", None),
        ("encephalopathy_grade", "West Haven grade II", 2),
        ("encephalopathy_grade", "none", 0),
        ("ipss_r", "very high risk", 5),
        ("ipss_r", "IPSS-R low", 2),
        ("kps", "90", None),
        ("hgb", "I", None),
    ],
)
def test_what_a_word_means_on_a_scale(key: str, text: str, rank: int | None) -> None:
    assert level(key, text) == rank


def test_a_rank_that_no_scale_has_is_shown_as_a_number() -> None:
    assert level_name("nyha", Fraction(9)) == "9"
    assert level_name("kps", Fraction(90)) == "90"


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [("gleason", 2, 10), ("lansky", 0, 100), ("mrs", 0, 6), ("gcs", 3, 15), ("ecog", 0, 5), ("kps", 0, 100)],
)
def test_a_score_in_numbers_has_its_scale_as_limits(key: str, low: int, high: int) -> None:
    assert (analytes()[key].data_low, analytes()[key].data_high) == (Fraction(low), Fraction(high))
    assert analytes()[key].levels == ()


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("WHO performance status", "ecog"),
        ("World Health Organization performance status", "ecog"),
        ("Zubrod", "ecog"),
        ("ECOG or Karnofsky equivalent", "ecog_or_kps_family"),
        ("Child-Pugh", "child_pugh_class"),
        ("Child-Pugh score", "child_pugh_score"),
        ("MELD", "meld_family"),
        ("MELD 3.0", "meld3"),
        ("MELD-Na", "meld_na"),
        ("R-ISS", "r_iss"),
        ("ISS stage", "iss"),
        ("ASA physical status", "asa"),
        ("Gleason", "gleason"),
        ("Gleason grade group", "isup"),
        ("proteinuria", "proteinuria"),
        ("24-hour proteinuria", "uprot24"),
        ("AST/ALT ratio", "de_ritis"),
        ("P/F ratio", "pf_ratio"),
        ("PaO2", "pao2"),
        ("neutrophils", "anc"),
        ("segmented neutrophils", "segs_pct"),
        ("bands", "bands_pct"),
        ("monocytes", "amc"),
        ("GCS", "gcs"),
    ],
)
def test_names_of_scales_and_scores(spelling: str, name: str) -> None:
    assert lookup("measure", spelling) == name
