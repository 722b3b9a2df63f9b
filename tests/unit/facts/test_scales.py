"""Scales that answer with words, classes of conditions, and versions of CTCAE."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from eligo.facts.grading import ctcae_version
from eligo.facts.patient import Interval, Patient
from eligo.testing.profiles import read


def patient(**profile: Any) -> Patient:
    return read({"id": "P", "reference_date": "2025-03-01", **profile})


def ranks(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("NYHA class", "II", ranks(2, 2)),
        ("NYHA class", "nyha ii", ranks(2, 2)),
        ("NYHA", 2, ranks(2, 2)),
        ("NYHA", ">=III", ranks(3, 4)),
        ("NYHA", "<II", ranks(1, 1)),
        ("Child-Pugh class", "B", ranks(2, 2)),
        ("proteinuria", "1+", ranks(2, 2)),
        ("proteinuria", "trace", ranks(1, 1)),
        ("proteinuria", "<2+", ranks(0, 2)),
    ],
)
def test_a_word_of_a_scale_is_its_rank(test: str, value: object, expected: Interval) -> None:
    ((one,),) = patient(results=[{"test": test, "value": value}]).results.values()
    assert one.interval == expected
    assert one.problem is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [("V", "not_recorded"), (">IV", "not_recorded"), ("II to III", "not_recorded"), ("", "not_recorded"),
     (5, "implausible"), (2.5, "implausible"), ("0", "implausible")],
)  # fmt: skip
def test_what_is_no_step_of_the_scale_is_not_used(value: object, reason: str) -> None:
    made = patient(results=[{"test": "NYHA class", "value": value}])
    ((one,),) = made.results.values()
    assert one.interval is None
    assert one.problem is not None
    assert one.problem[0] == reason
    said = "none of I, II, III, IV" if reason == "not_recorded" else "outside what is possible for NYHA class"
    assert said in made.notes[0]


@pytest.mark.parametrize("value", [4, "4"])
def test_a_number_that_may_be_several_steps_is_none(value: object) -> None:
    ((one,),) = patient(results=[{"test": "BI-RADS", "value": value}]).results.values()
    assert one.problem is not None
    assert one.problem[0] == "not_recorded"


def test_a_class_is_a_result_of_its_scale() -> None:
    made = patient(conditions=[{"name": "hypertension"}, {"name": "heart failure", "class": "NYHA class II"}])
    (one,) = made.results["nyha"]
    assert (one.path, one.interval, one.raw) == ("conditions[1].class", ranks(2, 2), "NYHA class II")
    assert str(one.day) == "2025-03-01"


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ({"recorded": "2025-02-01", "asserted": "2025-01-01"}, "2025-02-01"),
        ({"asserted": "2025-01"}, "2025-01"),
        ({}, "2025-03-01"),
    ],
)
def test_the_day_of_a_class(given: dict[str, Any], day: str) -> None:
    made = patient(conditions=[{"name": "heart failure", "status": "controlled", "class": "NYHA I", **given}])
    assert str(made.results["nyha"][0].day) == day


@pytest.mark.parametrize(
    "given",
    [{"status": "resolved"}, {"status": "absent"}, {"status": "suspected"}, {"resolved": "2024"},
     {"status": "active", "resolved": "2024"}],
)  # fmt: skip
def test_the_class_of_what_is_over_or_unsure_does_not_count(given: dict[str, Any]) -> None:
    assert patient(conditions=[{"name": "heart failure", "class": "NYHA IV", **given}]).results == {}


@pytest.mark.parametrize("text", ["II", "class II", "grade 2", "stage III", "severe", "very low", "", "?", "x" * 5000])
def test_a_class_that_names_no_scale_is_kept_and_not_used(text: str) -> None:
    made = patient(conditions=[{"name": "heart failure", "class": text}])
    assert made.results == {}
    assert made.notes == ()


def test_a_named_scale_without_such_a_step_is_noted() -> None:
    made = patient(conditions=[{"name": "heart failure", "class": "NYHA V"}])
    assert made.results["nyha"][0].problem is not None
    assert made.notes[0].startswith("conditions[0].class: NYHA class NYHA V isn't used")


def test_classes_stand_behind_the_results() -> None:
    made = patient(
        results=[{"test": "NYHA", "value": "I", "date": "2025-01-01"}],
        conditions=[{"name": "heart failure", "class": "NYHA II"}],
    )
    assert [one.path for one in made.results["nyha"]] == ["results[0]", "conditions[0].class"]


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("CTCAE 5", "5"), ("CTCAE v5.0", "5"), ("NCI CTCAE Version 5", "5"), ("NCI-CTCAE v4.03", "4"), ("ctcae 6", "6"),
        ("CTCAE (version 5.0)", "5"), ("Common Terminology Criteria for Adverse Events v5.0", "5"), ("CTCAEv5", "5"),
        ("CTCAE", ""), ("CTCAE v3.0", ""), ("CTCAE 50", ""), ("WHO 4", ""), ("grade 5", ""), ("", ""), ("5", ""),
    ],
)  # fmt: skip
def test_the_version_of_ctcae(text: str, version: str) -> None:
    assert ctcae_version(text) == version


def test_an_entry_has_its_grade() -> None:
    made = patient(conditions=[{"name": "neuropathy", "grade": 2, "grading": "CTCAE v5.0"}, {"name": "asthma"}])
    assert [(one.grade, one.grading) for one in made.entries["conditions"]] == [(2, "5"), (None, "")]
