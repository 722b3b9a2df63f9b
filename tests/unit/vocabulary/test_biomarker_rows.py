"""The rows of biomarkers: numbers, answers in words, findings, and what follows from other results."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes, level

DATA = Path(__file__).parents[3] / "engine" / "eligo" / "vocabulary" / "data"

Row = dict[str, str]


def read(table: str) -> list[Row]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_of(test: str) -> set[str]:
    """The words that a test is answered with."""
    return {word.partition("=")[0] for word in concepts.parts(concepts.table("test")[test].row["words"])}


def stated(part: str) -> None:
    """A piece of a derived result names a test and one of its words, or a measure and a value of it."""
    found = re.fullmatch(r"(.+?) (=|>=|>|<) ([^=<>&]+)", part)
    assert found, part
    name, op, value = found.groups()
    measure = concepts.lookup("measure", name)
    if measure is None or (op == "=" and concepts.lookup("test", name) and value in words_of(name)):
        assert op == "=" and value in words_of(name), part
    elif analytes()[measure].levels:
        assert op == "=" and level(measure, value) is not None, part
    else:
        number, _, unit = value.partition(" ")
        assert float(number) >= 0, part
        assert conversion(measure, unit or "1") is not None, part


@pytest.mark.parametrize("row", read("derived_results"), ids=lambda row: f"{row['test']} {row['word']}: {row['from']}")
def test_a_derived_result_is_made_of_what_the_tables_hold(row: Row) -> None:
    assert row["source"]
    assert concepts.lookup("test", row["test"]) == row["test"]
    assert row["word"] in words_of(row["test"])
    for part in row["from"].split(" & "):
        stated(part)


@pytest.mark.parametrize("row", read("findings"), ids=lambda row: row["name"])
def test_a_finding_asks_tests_for_words_of_theirs(row: Row) -> None:
    for part in re.split(r" and | or ", row["rule"]):
        test, word = part.split(" is ")
        assert concepts.lookup("test", test) == test, part
        assert word in words_of(test), part


@pytest.mark.parametrize(
    ("kind", "spelling", "name"),
    [
        ("measure", "TPS", "pdl1_tps"),
        ("measure", "combined positive score (CPS)", "pdl1_cps"),
        ("measure", "PD-L1 expression", "pdl1_family"),
        ("measure", "PD-L1 expression on tumor cells", "pdl1_tc"),
        ("measure", "tumor mutational burden", "tmb"),
        ("measure", "Ki67 index", "ki67"),
        ("measure", "HER-2 IHC", "her2_ihc"),
        ("measure", "HER2/CEP17 ratio", "her2_ratio"),
        ("measure", "HER2/neu copy number", "her2_copies"),
        ("measure", "oxygen saturation on room air", "spo2_room_air"),
        ("measure", "room air", "spo2_room_air"),
        ("measure", "pulse oximetry", "spo2_family"),
        ("measure", "recurrence score", "oncotype_rs"),
        ("test", "microsatellite instability", "MSI status"),
        ("test", "mismatch repair", "MMR status"),
        ("test", "HER-2/neu", "HER2 status"),
        ("test", "progesterone receptor", "PR status"),
        ("test", "MGMT promoter methylation status", "MGMT promoter methylation"),
        ("test", "EBER", "EBER ISH"),
        ("word", "MSI-high", "MSI-H"),
        ("word", "dMMR", "deficient"),
        ("word", "hypermethylated", "methylated"),
        ("word", "equivocal", "indeterminate"),
        ("finding", "microsatellite instability-high", "MSI-H"),
        ("finding", "HER2+", "HER2-positive"),
        ("finding", "ER and/or PR-positive", "hormone receptor-positive"),
        ("finding", "p16+", "p16-positive"),
        ("requirement", "IV antibiotics", "intravenous antibiotics"),
        ("requirement", "home oxygen", "long-term oxygen"),
    ],
)
def test_names_that_protocols_use(kind: str, spelling: str, name: str) -> None:
    assert concepts.lookup(kind, spelling) == name


@pytest.mark.parametrize(
    ("kind", "spelling"),
    [
        # Two things bear these names.
        ("finding", "PD-L1-positive"), ("measure", "Allred score"), ("measure", "H-score"), ("measure", "IPSS"),
        ("test", "PR"), ("test", "AR"), ("test", "MMR"), ("word", "high"), ("word", "normal"), ("word", "stable"),
    ],
)  # fmt: skip
def test_what_is_left_out(kind: str, spelling: str) -> None:
    assert concepts.lookup(kind, spelling) is None


def test_a_range_of_staining_is_no_level() -> None:
    assert level("her2_ihc", "2+") == level("her2_ihc", "HER2 IHC 2+") == 2
    assert level("her2_ihc", "1-2+") is None
