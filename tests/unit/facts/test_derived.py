"""Answers of tests that follow from others."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.facts.derived import _rules, derived
from eligo.testing.profiles import read
from eligo.vocabulary import concepts
from eligo.vocabulary.test_words import meanings

STATUS = "HER2 status"


def one(test: str, value: object, day: str | None = "2025-01-10", unit: str | None = None) -> dict[str, Any]:
    made = {"test": test, "value": value, "date": day, "unit": unit}
    return {key: each for key, each in made.items() if each is not None}


def answers(*results: dict[str, Any], test: str = STATUS) -> list[tuple[str, str, str]]:
    """(word, day, path) of each result of a test."""
    patient = read({"id": "P-1", "reference_date": "2025-03-01", "results": list(results)})
    return [(each.word, str(each.day or ""), each.path) for each in patient.tests.get(test, ())]


def words(*results: dict[str, Any], test: str = STATUS) -> list[str]:
    return [word for word, _, _ in answers(*results, test=test)]


@pytest.mark.parametrize(
    ("ihc", "ish", "word"),
    [
        ("3+", None, "positive"), ("3+", "not amplified", "positive"), ("2+", "amplified", "positive"),
        ("2+", "not amplified", "low"), ("2+", None, "equivocal"), ("2+", "indeterminate", "equivocal"),
        ("1+", None, "low"), ("0", None, "zero"), (None, "amplified", None), ("odd", None, None), (">=2+", None, None),
    ],
)  # fmt: skip
def test_the_her2_status_by_immunohistochemistry_and_hybridization(ihc, ish, word):
    results = [one(test, value) for test, value in (("HER2 IHC", ihc), ("HER2 ISH", ish)) if value]
    assert words(*results) == ([word] if word else [])


def test_it_is_of_the_later_day_and_names_its_sources():
    results = [one("HER2 IHC", "2+", "2025-01-10"), one("HER2 ISH", "amplified", "2025-01-20")]
    assert answers(*results) == [
        ("equivocal", "2025-01-10", "results[0]"), ("positive", "2025-01-20", "results[1]"),
    ]  # fmt: skip
    patient = read({"id": "P-1", "results": results})
    assert patient.tests[STATUS][1].raw == "positive (from HER2 IHC 2+ and HER2 ISH amplified)"


def test_the_newest_of_each_counts():
    old, new = one("HER2 IHC", "3+", "2024-01-10"), one("HER2 IHC", "1+", "2025-01-10")
    assert answers(new, old) == [("positive", "2024-01-10", "results[1]"), ("low", "2025-01-10", "results[0]")]
    unread = one("HER2 IHC", "odd", "2025-02-01")
    assert words(old, unread) == ["positive", ""]  # the older answer doesn't stand for what isn't understood


def test_two_results_of_one_day_that_differ():
    assert sorted(words(one("HER2 IHC", "3+"), one("HER2 IHC", "1+"))) == ["low", "positive"]
    assert words(one("HER2 IHC", "3+"), one("HER2 IHC", "3+")) == ["positive"]


def test_without_dates():
    assert answers(one("HER2 IHC", "3+", None)) == [("positive", "", "results[0]")]
    assert words(one("HER2 IHC", "3+", None), one("HER2 IHC", "1+")) == []
    # What rests on several needs all their days: they may be years apart.
    both = [one("HER2 IHC", "2+", None), one("HER2 ISH", "amplified")]
    assert words(*both) == ["equivocal"]
    partial = [one("HER2 IHC", "2+", "2024"), one("HER2 ISH", "amplified", "2025-01")]
    assert words(*partial) == ["equivocal"]
    # An IHC of 1+ alone is low; with an ISH that may be of its time, that isn't sure.
    assert words(one("HER2 IHC", "1+"), one("HER2 ISH", "amplified", None)) == [""]
    assert words(one("HER2 IHC", "1+", "2025-01"), one("HER2 ISH", "amplified", "2025")) == [""]
    assert words(one("HER2 IHC", "1+", "2025-01"), one("HER2 ISH", "amplified", "2023")) == ["low"]
    close = [one("HER2 IHC", "2+", "2024-12"), one("HER2 ISH", "amplified", "2025-01")]
    assert answers(*close) == [("positive", "2025-01", "results[1]")]


@pytest.mark.parametrize(("day", "word"), [("2024-10-12", "positive"), ("2024-10-11", "equivocal")])
def test_several_sources_are_of_90_days(day, word):
    # 12 October is 90 days before 10 January.
    assert words(one("HER2 IHC", "2+"), one("HER2 ISH", "amplified", day)) == [word]
    assert words(one("HER2 IHC", "2+", day), one("HER2 ISH", "amplified"))[-1] == word


def test_four_proteins_of_four_years_are_no_whole():
    days = ("2021-01-10", "2022-01-10", "2023-01-10", "2024-01-10")
    proteins = [f"{name} expression" for name in ("MLH1", "MSH2", "MSH6", "PMS2")]
    apart = [one(name, "retained", day) for name, day in zip(proteins, days, strict=True)]
    assert words(*apart, test="MMR status") == []
    assert words(*apart, one("MSH2 expression", "lost"), test="MMR status") == ["deficient"]


def test_beside_a_recorded_status():
    assert words(one(STATUS, "negative")) == ["negative"]
    assert words(one(STATUS, "negative"), one("HER2 IHC", "3+")) == ["negative", "positive"]
    assert words(one(STATUS, "negative"), one("HER2 IHC", "1+")) == ["low"]  # what says more counts
    assert words(one(STATUS, "positive"), one("HER2 IHC", "2+")) == ["positive"]
    assert words(one(STATUS, "negative", "2024-05-01"), one("HER2 IHC", "3+")) == ["negative", "positive"]


def test_from_numbers_and_from_what_was_itself_derived():
    fish = [one("HER2/CEP17 ratio", 2.4), one("HER2 copy number", "6.1")]
    assert words(*fish, test="HER2 ISH") == ["amplified"]
    assert words(one("HER2 IHC", "2+"), *fish) == ["positive"]
    assert words(one("HER2/CEP17 ratio", 2.4), one("HER2 copy number", 3), test="HER2 ISH") == []
    receptor = [one("ER percentage", 80, unit="%"), one("PR percentage", 0, unit="%")]
    assert words(*receptor, test="hormone receptor status") == ["positive"]
    assert words(one("ER percentage", "<1", unit="%"), test="ER status") == ["negative"]
    assert words(one("ER percentage", "<5", unit="%"), test="ER status") == []


def test_of_several_proteins_one_is_enough_or_all_are_needed():
    proteins = ("MLH1", "MSH2", "MSH6", "PMS2")
    kept = [one(f"{name} expression", "retained") for name in proteins]
    assert words(*kept, test="MMR status") == ["proficient"]
    assert words(*kept[:3], test="MMR status") == []
    assert words(*kept[:3], one("PMS2 expression", "lost"), test="MMR status") == ["deficient"]


def test_a_named_marker_is_a_source_too():
    patient = read({"id": "P-1", "biomarkers": [{"name": "HER2 IHC", "value": "3+", "date": "2025-01-10"}]})
    assert [(each.word, each.path) for each in patient.tests[STATUS]] == [("positive", "biomarkers[0]")]


def test_nothing_follows_from_other_results():
    patient = read({"id": "P-1", "results": [one("HBsAg", "negative"), one("AST", 30, unit="U/L")]})
    assert derived(patient.results, patient.tests) == {}


def test_every_row_is_of_a_test_and_one_of_its_words():
    for test, rows in _rules().items():
        assert test in concepts.table("test")
        for word, parts in rows:
            assert word in meanings(test) and parts
