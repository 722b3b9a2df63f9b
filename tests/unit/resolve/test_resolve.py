"""Phrases to core nodes: windows, durations, scopes, guards, exact limits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eligo.compiler import compile_text
from eligo.core.nodes import And, Choose, Compare, Constant, Count, Expr, Has, Not, Or, Point, Readings, Sex


def rule(text: str, kind: str = "inclusion") -> Expr:
    trial, found = compile_text(f'trial T "t"\n\n{kind} 1 "x"\n  {text}\n')
    assert trial is not None, found
    return trial.criteria[0].rule


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ANC >= 1500 /uL", Fraction(3, 2)),
        ("ANC >= 1.5 K/uL", Fraction(3, 2)),
        ("creatinine <= 100 umol/L", Fraction(11312, 10000)),
        ("hemoglobin >= 90 g/L", Fraction(9)),
        ("HbA1c <= 50 mmol/mol", Fraction(50) * Fraction("0.09148") + Fraction("2.152")),
        ("age >= 18 years", Fraction(18)),
    ],
)
def test_limits_are_exact_in_the_own_unit(text, value):
    node = rule(text)
    assert isinstance(node, Compare)
    assert node.limits[0].add == value


def test_a_range_is_two_comparisons():
    node = rule("potassium between 3.5 mmol/L and 5.0 mmol/L")
    assert isinstance(node, And)
    assert [one.op for one in node.items if isinstance(one, Compare)] == [">=", "<="]


def test_is_0_or_1_is_one_comparison():
    node = rule("ECOG is 0 or 1")
    assert isinstance(node, Compare)
    assert (node.op, [limit.add for limit in node.limits]) == ("=", [0, 1])


@pytest.mark.parametrize(
    ("text", "amount", "unit", "strict", "anchor"),
    [
        ("ANC >= 1500 /uL within 4 weeks", 28, "day", False, None),
        ("ANC >= 1500 /uL within 1 month before first dose", 1, "month", False, "first dose"),
        ("ANC >= 1500 /uL less than 2 years before C1D1", 2, "year", True, "first dose"),
        ("ANC >= 1500 /uL in the last 14 days", 14, "day", False, None),
        ("hypertension within 14 days", 14, "day", False, None),
    ],
)
def test_windows(text, amount, unit, strict, anchor):
    node = rule(text)
    assert isinstance(node, Compare | Has) and node.window is not None
    window = node.window
    assert window.start == Point(anchor, -amount, unit, strict)
    assert window.end == Point(anchor, 0, "day")


@pytest.mark.parametrize(
    ("text", "negated", "strict"),
    [
        ("at least 28 days since chemotherapy", True, True),
        ("more than 28 days since chemotherapy", True, False),
        ("less than 28 days from chemotherapy to first dose", False, True),
    ],
)
def test_since(text, negated, strict):
    node = rule(text)
    assert isinstance(node, Not) == negated
    inner = node.item if isinstance(node, Not) else node
    assert isinstance(inner, Has) and inner.window is not None
    assert inner.window.start.strict is strict


def test_no_and_not_within_negate_once():
    assert isinstance(rule("stroke not within 6 months"), Not)
    assert isinstance(rule("no stroke within 6 months"), Not)
    _, found = compile_text('trial T "t"\n\ninclusion 1 "x"\n  no stroke not within 6 months\n')
    assert [one.code for one in found] == ["S002"]


def test_unless_is_satisfied_by_its_condition():
    for kind, satisfied in (("inclusion", True), ("exclusion", False)):
        node = rule("hypertension, unless asthma", kind)
        assert isinstance(node, Choose)
        value = node.cases[0][1]
        assert isinstance(value, Constant) and value.value is satisfied


def test_exceptions_are_one_choose():
    node = rule("AST <= 3 x ULN, or <= 5 x ULN if liver metastases, or <= 2 x ULN if hypertension")
    assert isinstance(node, Choose) and len(node.cases) == 2
    assert isinstance(rule("read as hypertension, or as asthma"), Readings)


def test_names_of_one_list_are_one_question():
    assert isinstance(rule("hypertension or asthma"), Has)
    assert isinstance(rule("hypertension and asthma"), And)
    # An event and a state are asked for differently.
    assert isinstance(rule("hypertension or stroke"), Or)


def test_events_are_ever_and_states_now():
    state, event = rule("hypertension"), rule("stroke")
    assert isinstance(state, Has) and isinstance(event, Has)
    assert (state.tense, event.tense) == ("now", "ever")


def test_lines():
    node = rule("no prior lines of chemotherapy")
    assert isinstance(node, Count) and (node.op, node.number) == ("<=", 0)


TEXT = """trial T "t"
cohorts A "a", B "b", D "d"

inclusion 1 "x"
  hypertension
  for D: asthma

inclusion 2 for A, B "y"
  hypertension

inclusion 3 "z"
  hypertension
  for women: asthma
"""


def test_variants_and_guards():
    trial, found = compile_text(TEXT)
    assert trial is not None, found
    assert [(one.id, one.cohorts) for one in trial.criteria] == [
        ("1", ("A", "B")), ("1", ("D",)), ("2", ("A", "B")), ("3", ()), ("3", ()),
    ]  # fmt: skip
    rest, women = trial.criteria[3], trial.criteria[4]
    assert isinstance(rest.applies, Not)
    assert isinstance(women.applies, Sex) and women.applies.sex == "female"


def test_every_node_knows_its_place():
    text = 'trial T "t"\n\ninclusion 1 "x"\n  ANC >= 1500 /uL and hypertension\n'
    trial, _ = compile_text(text)
    assert trial is not None
    node = trial.criteria[0].rule
    assert isinstance(node, And)
    assert [text[item.span.start : item.span.end] for item in node.items] == ["ANC >= 1500 /uL", "hypertension"]
