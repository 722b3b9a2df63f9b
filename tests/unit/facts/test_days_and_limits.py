"""A class without a day, a half-life of the record's own, low limits of normal, and profiles written out again."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

import eligo
from eligo.facts.profile import Profile
from eligo.testing.profiles import read

DAY = "2025-03-01"


def outcome(rule: str, **profile: object) -> tuple[str, list[str]]:
    trial = eligo.compile(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')
    result = eligo.screen(trial, read({"id": "p", "reference_date": DAY, **profile}))
    return result.criteria[0].outcome, [one.reason for one in result.criteria[0].reasons]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], ("pass", [])),
        ([{"test": "NYHA class", "value": "III", "date": "2025-02-26"}], ("unknown", ["undated"])),
        ([{"test": "NYHA class", "value": "I", "date": "2025-02-26"}], ("pass", [])),
    ],
)
def test_a_class_without_a_day_may_be_older_than_a_result(results, expected):
    conditions = [{"name": "heart failure", "class": "NYHA II"}]
    assert outcome("NYHA class <= II", conditions=conditions, results=results) == expected


def test_a_class_with_its_day_is_the_newer_one():
    conditions = [{"name": "heart failure", "class": "NYHA II", "asserted": "2025-02-28"}]
    results = [{"test": "NYHA class", "value": "III", "date": "2025-02-26"}]
    assert outcome("NYHA class <= II", conditions=conditions, results=results) == ("pass", [])


@pytest.mark.parametrize(
    ("hours", "expected"), [(None, ("unknown", ["name_unknown"])), (2, ("pass", [])), (240, ("fail", []))]
)
def test_a_half_life_that_the_tables_don_t_hold(hours, expected):
    medicine = {"agents": ["thymosin alpha 1"], "start": "2025-02-01", "end": "2025-02-10"}
    if hours is not None:
        medicine["half_life_hours"] = hours
    rule = "no immunostimulatory agent within 4 weeks or 5 half-lives, whichever is shorter"
    found, reasons = outcome(rule, medications=[medicine], complete=["medications", "therapies"])
    assert found == expected[0]
    assert bool(reasons) == bool(expected[1])


def test_a_half_life_of_the_tables_stands():
    medicine = {"agents": ["pembrolizumab"], "start": "2025-02-01", "end": "2025-02-10", "half_life_hours": 1}
    assert outcome("no PD-1 inhibitor within 5 half-lives", therapies=[medicine], complete=["therapies"])[0] == "fail"


def test_low_limits_of_normal_lie_below_what_protocols_ask():
    result = {"test": "bilirubin", "value": 0.15, "unit": "mg/dL", "date": DAY}
    bilirubin = {**result, "reference_range": {"low": 0.2, "high": 1.2}}
    assert outcome("bilirubin >= LLN", results=[bilirubin])[0] == "fail"
    assert outcome("bilirubin >= LLN", results=[{**result, "reference_range": {"low": 3, "high": 20}}])[0] != "pass"


def test_a_profile_written_out_reads_back():
    given = {
        "id": "a",
        "results": [{"test": "ALT", "value": Decimal("1.10"), "reference_range": {"high": Decimal("1.1")}}],
    }
    written = json.dumps(Profile.model_validate(given).model_dump(mode="json", by_alias=True, exclude_unset=True))
    again = Profile.model_validate(json.loads(written, parse_float=Decimal))
    assert again.results[0].reference_range == Profile.model_validate(given).results[0].reference_range


@pytest.mark.parametrize(
    ("value", "unit", "limits"),
    [(7, "mg/dL", {"low": 2.1, "high": 2.6}), (0.8, "mmol/L", {"low": 1.7, "high": 2.4})],
)
def test_a_range_of_which_one_end_can_t_be_is_none(value, unit, limits):
    name = "calcium" if unit == "mg/dL" else "magnesium"
    result = {"test": name, "value": value, "unit": unit, "date": DAY, "reference_range": limits}
    assert outcome(f"{name} >= LLN", results=[result]) == ("unknown", ["no_reference_limit"])


@pytest.mark.parametrize(
    ("answer", "day", "expected"),
    [
        ("positive", "2025-02-25", "unknown"),
        ("negative", "2025-02-25", "not_applicable"),
        ("positive", "2020-02-25", "not_applicable"),
    ],
)
def test_a_positive_test_contradicts_that_nobody_can_be_pregnant(answer, day, expected):
    text = 'trial T "t"\n\ninclusion 1 "x"\n  for women of childbearing potential: pregnancy test negative\n'
    patient = {
        "id": "p",
        "reference_date": DAY,
        "sex": "female",
        "results": [{"test": "pregnancy test", "value": answer, "date": day}],
        "statements": {"childbearing potential": False},
    }
    result = eligo.screen(eligo.compile(text), read(patient))
    assert (result.criteria[0].outcome == "not_applicable") is (expected == "not_applicable")


@pytest.mark.parametrize("agents", [["ABC-123", "XYZ-9"], ["chemotherapy"]])
def test_a_half_life_is_of_one_drug(agents):
    therapy = {"agents": agents, "start": "2025-01-02", "end": "2025-02-01", "half_life_hours": 12}
    assert (
        outcome("no anticancer therapy within 5 half-lives", therapies=[therapy], complete=["therapies"])[0]
        == "unknown"
    )


@pytest.mark.parametrize(
    "rule", ["CKD-EPI 2021 >= 60 mL/min/1.73m2", "MDRD >= 60 mL/min/1.73m2", "eGFR >= 60 mL/min/1.73m2"]
)
@pytest.mark.parametrize(("birth", "known"), [("2007-02-24", True), ("2007-02-26", False)])
def test_equations_for_adults_say_nothing_of_children(rule, birth, known):
    result = {"test": "creatinine", "value": 0.6, "unit": "mg/dL", "date": "2025-02-25"}
    found = outcome(rule, results=[result], sex="male", birth_date=birth)[0]
    assert found == ("pass" if known else "unknown")


def test_a_grade_is_of_what_can_be_computed():
    results = [
        {"test": "WBC", "value": 2, "unit": "G/L", "date": "2025-02-25"},
        {"test": "neutrophil percentage", "value": 10, "unit": "%", "date": "2025-02-25"},
    ]
    assert outcome("CTCAE v5 grade of neutropenia <= 1", results=results)[0] == "fail"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("1.600", "/uL", ("unknown", ["implausible"])),
        ("1.600", "G/L", ("pass", [])),
        ("1600", "/uL", ("pass", [])),
        ("1.6", "/uL", ("fail", [])),
    ],
)
def test_a_point_before_three_digits_may_part_thousands(value, unit, expected):
    result = {"test": "ANC", "value": value, "unit": unit, "date": DAY}
    assert outcome("ANC >= 1500 /uL", results=[result]) == expected
