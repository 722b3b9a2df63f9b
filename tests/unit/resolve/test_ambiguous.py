"""Sentences with two readings are refused, and the plain ones beside them are not."""

from __future__ import annotations

import pytest

from eligo.compiler import compile_text


def codes(rule: str, kind: str = "inclusion") -> list[str]:
    return [one.code for one in compile_text(f'trial T "t"\n\n{kind} 1 "x"\n  {rule}\n')[1]]


@pytest.mark.parametrize(
    "rule",
    [
        "no stroke or active infection",
        "no history of stroke or active infection",
        "no stroke within 6 months or active infection",
        "no prior PD-1 inhibitor or current systemic corticosteroid",
        "no active infection or CTCAE v5 grade >= 2 fatigue",
        "no stroke and active infection",
        "no heart failure or NYHA class III or IV",
        "no stroke or at least 28 days since chemotherapy",
        "no stroke or at least 2 of (asthma, diabetes, hypertension)",
        "not stroke or ECOG is 2",
        "not ECOG >= 2 or hypertension",
        "not stroke and diabetes",
        "not AST and ALT > 3 x ULN",
        "not HBsAg and HIV test positive",
        "no chemotherapy for at least 28 days",
        "no active infection for at least 14 days",
        "not fever for at least 7 days",
        "at least 2 of (stroke, diabetes or cirrhosis)",
        "at least 2 of (stroke, diabetes and cirrhosis)",
        "at most 1 of (ANC < 1.5 G/L, platelets < 100 G/L or hemoglobin < 9 g/dL)",
        "AST or ALT <= 3 x ULN",
        "AST or ALT within normal limits",
        "HBsAg or HCV antibody negative",
        "less than 28 days since chemotherapy and radiotherapy",
    ],
)
def test_two_readings(rule):
    assert codes(rule) == ["S002"]


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("no stroke or infection", "inclusion"),
        ("no stroke or no active infection", "inclusion"),
        ("no stroke and ECOG is 0", "inclusion"),
        ("(no stroke) or active infection", "inclusion"),
        ("not (stroke or active infection)", "inclusion"),
        ("not (stroke and diabetes)", "inclusion"),
        ("not (fever for at least 7 days)", "inclusion"),
        ("at least 2 of (stroke, (diabetes or cirrhosis), asthma)", "inclusion"),
        ("either of AST or ALT <= 3 x ULN", "inclusion"),
        ("AST or ALT > 3 x ULN", "inclusion"),
        ("AST or ALT <= 3 x ULN", "exclusion"),
        ("at least 28 days since chemotherapy and radiotherapy", "inclusion"),
    ],
)
def test_one_reading(rule, kind):
    assert codes(rule, kind) == []


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        ("ECOG 2 or worse", True), ("NYHA class II or worse", True), ("proteinuria 2+ or worse", True),
        ("CTCAE v5 grade 2 or worse fatigue", True), ("CTCAE v5 grade of anemia 2 or worse", True),
        ("Karnofsky 60 or worse", False), ("Lansky 50 or worse", False), ("Glasgow Coma Scale 8 or worse", False),
    ],
)  # fmt: skip
def test_worse_is_higher_only_where_it_is(rule, known):
    assert (codes(rule) == []) is known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("platelets >= 100 G/L and hemoglobin >= 9 g/dL within 14 days", ["L012"]),
        ("lowest platelets >= 50 G/L and hemoglobin >= 8 g/dL", ["L012"]),
        ("platelets >= 100 G/L within 14 days and hemoglobin >= 9 g/dL within 14 days", []),
        ("platelets and ANC >= 1.5 G/L within 14 days", []),
        ("age >= 18 years and hemoglobin >= 9 g/dL within 14 days", []),
    ],
)
def test_what_a_window_reaches(text, expected):
    assert [one for one in codes(text) if one.startswith("L")] == expected


def test_an_exclusion_that_needs_all():
    assert codes("hypertension, stroke and diabetes", "exclusion") == ["L013"]
    assert codes("(hypertension, stroke and diabetes)", "exclusion") == []
    assert codes("hypertension, stroke and diabetes") == []


def test_the_same_thing_counts_once():
    assert codes("at least 2 of (diabetes, diabetes mellitus, cirrhosis)") == ["L004"]
    assert codes("at least 2 of (ALT, SGPT, ALP) > 3 x ULN") == ["L004"]


@pytest.mark.parametrize(
    "limit", [">= 65", ">= 65 kg", ">= 65.5 years", "within normal limits", ">= ULN", "> 200 years"]
)
def test_a_wrong_age_group_is_a_finding(limit):
    assert codes(f"for patients aged {limit}: ECOG is 1") != []


def test_limits_stated_twice_in_one_kind_of_unit_are_the_same():
    assert codes("creatinine <= 2.0 mg/dL [2.1 mg/dL]") == ["Q007"]
    assert codes("creatinine <= 2.0 mg/dL [20 mg/L]") == []


@pytest.mark.parametrize(
    "term", ["v6 grade of lymphopenia", "v5 grade of hyperglycemia", "v5 grade of hypophosphatemia"]
)
def test_a_version_without_laboratory_grades(term):
    assert codes(f"CTCAE {term} <= 1") == ["Q008"]
