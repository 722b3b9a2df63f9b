"""The checks of a resolved trial, at the edge of what they let pass."""

from __future__ import annotations

import pytest

from eligo.compiler import compile_text


def codes(rule: str) -> list[str]:
    return [one.code for one in compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')[1]]


@pytest.mark.parametrize(
    "rule",
    [
        "ANC >= 0.1 10*9/L", "ANC <= 20 10*9/L", "AST <= 100 x ULN", "AST <= 0.1 x ULN", "age >= 0 years",
        "age <= 120 years", "age <= 1440 months", "ECOG is 0 or 5",
        "AST <= 40 U/L, or <= 60 U/L if hypertension, or <= 80 U/L if asthma",
        "AST <= 40 U/L, or <= 60 U/L if metastases, or <= 60 U/L if liver metastases",
    ],
)  # fmt: skip
def test_lets_pass(rule):
    assert codes(rule) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("ANC >= 0.099 10*9/L", "Q003"), ("ANC <= 20.001 10*9/L", "Q003"), ("ANC >= 1.5 /uL", "Q003"),
        ("AST <= 101 x ULN", "Q003"), ("AST <= 0.09 x ULN", "Q003"), ("age <= 121 years", "Q003"),
        ("ECOG is 0 or 6", "Q003"), ("hemoglobin >= 90 g/dL", "Q003"), ("if hypertension then ANC >= 1.5 /uL", "Q003"),
        ("AST <= 40 U/L, or <= 60 U/L if hypertension, or <= 80 U/L if hypertension", "L001"),
        ("AST <= 40 U/L, or <= 60 U/L if liver metastases, or <= 80 U/L if metastases", "L001"),
    ],
)  # fmt: skip
def test_refuses(rule, code):
    assert codes(rule) == [code]


def test_the_implausible_number_is_told_in_the_usual_unit():
    _, found = compile_text('trial T "t"\n\ninclusion 1 "x"\n  ANC >= 1.5 /uL\n')
    assert "0.0015 10*9/L" in found[0].message


def test_exceptions_of_other_properties_are_no_contradiction():
    rule = "AST <= 40 U/L, or <= 60 U/L if {}, or <= 80 U/L if {}"
    spared = "history of malignancy except stage {} basal cell carcinoma"
    assert codes(rule.format(spared.format("I"), spared.format("II"))) == []
    assert codes(rule.format(spared.format("I"), spared.format("I"))) == ["L001"]
    assert codes(rule.format("metastatic breast cancer", "unresectable breast cancer")) == []
    assert codes(rule.format("unresectable breast cancer", "unresectable malignancy")) == ["L001"]
    assert codes(rule.format("other malignancy", "malignancy")) == []


@pytest.mark.parametrize(
    "rule",
    [
        "no brain metastases unless treated brain metastases",
        "no brain metastases unless (brain metastases stable for at least 28 days)",
        "no brain metastases or (asymptomatic brain metastases)",
        "if brain metastases then treated brain metastases",
        "brain metastases only if treated brain metastases",
    ],
)
def test_one_of_several_lesions_is_warned_of(rule):
    assert codes(rule) == ["L014"]


@pytest.mark.parametrize(
    "rule",
    [
        "treated brain metastases",
        "no brain metastases unless (treated brain metastases and no symptomatic brain metastases)",
        "no brain metastases unless history of brain metastases",
        "no infection unless treated infection",
        "no untreated brain metastases and no brain metastases not stable for at least 28 days",
    ],
)
def test_one_of_several_lesions_is_not(rule):
    assert codes(rule) == []
