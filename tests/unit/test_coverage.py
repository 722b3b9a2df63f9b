"""Which branches there are, and which an evaluation reaches."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.cases import run
from eligo.core.nodes import (
    Among,
    And,
    Attested,
    Choose,
    Constant,
    Criterion,
    Expr,
    Judgment,
    Not,
    Or,
    Readings,
    Span,
    Trial,
)
from eligo.coverage import Coverage, possible
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from strategies import compiled, one_rule, screened

HERE = Span(0, 1)
a, b, c = (Attested(name, HERE) for name in "abc")
YES, NO = Constant(True, HERE), Constant(False, HERE)
UNREAD = Judgment("text", "not_read", True, HERE)
ANY = {TRUE, FALSE, UNKNOWN}


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (a, ANY),
        (YES, {TRUE}),
        (UNREAD, {UNKNOWN}),
        (Not(YES, HERE), {FALSE}),
        (Not(UNREAD, HERE), {UNKNOWN}),
        (And((a, YES), HERE), ANY),
        (And((a, NO), HERE), {FALSE}),
        (And((a, UNREAD), HERE), {FALSE, UNKNOWN}),
        (Or((a, UNREAD), HERE), {TRUE, UNKNOWN}),
        (Or((YES, UNREAD), HERE), {TRUE}),
        (And((), HERE), {TRUE}),
        (Or((), HERE), {FALSE}),
        (Readings((YES, YES), HERE), {TRUE}),
        (Choose(((a, YES),), b, HERE), ANY),
        (Among(">=", 2, (a, b, c), HERE), ANY),
    ],
    ids=lambda given: type(given).__name__,
)  # fmt: skip
def test_what_can_come_out(expr, expected):
    assert possible(expr) == expected


def trial_of(rule: Expr, kind: str = "inclusion") -> Trial:
    criterion = Criterion("1", kind, "the rule", (), None, rule, "x", "", HERE)
    return Trial("T", "a trial", "", "", (), (criterion,), "x")


def left(trial: Trial, *profiles: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """What these patients leave open, each of their outcomes foretold."""
    coverage = Coverage(trial)
    for profile in profiles:
        coverage.add(screened(trial, {"id": "P", "reference_date": "2025-03-01", **profile}).criteria)
    return [(one.words, one.ways) for one in coverage.unreached()]


def said(**statements: bool) -> dict[str, Any]:
    return {"statements": statements}


def ways(trial: Trial, *profiles: dict[str, Any]) -> list[tuple[str, ...]]:
    return [of for _, of in left(trial, *profiles)]


EITHER = ("true", "false")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (a, [("passing", "failing", "unknown")]),
        (UNREAD, [("unknown",)]),
        (And((a, b), HERE), [("passing", "failing", "unknown"), EITHER, EITHER]),
        (Among(">=", 2, (a, b, c), HERE), [("passing", "failing", "unknown"), EITHER, EITHER, EITHER]),
        (Readings((a, b), HERE), [("passing", "failing", "unknown"), EITHER, EITHER]),
        (Not(And((a, b), HERE), HERE), [("passing", "failing", "unknown"), EITHER, EITHER]),
        (Or((a, UNREAD), HERE), [("passing", "unknown"), EITHER]),
        (Choose(((a, b),), c, HERE), [("passing", "failing", "unknown"), ("taken", "not taken"), EITHER, EITHER]),
        (Choose(((a, YES),), c, HERE), [("passing", "failing", "unknown"), ("taken", "not taken"), EITHER]),
    ],
    ids=str,
)  # fmt: skip
def test_the_branches_of_a_rule(rule, expected):
    trial = trial_of(rule)
    assert ways(trial) == expected
    assert Coverage(trial).total == sum(map(len, expected))
    assert Coverage(trial).reached == 0


def test_an_exclusion_passes_when_its_rule_is_false():
    assert ways(trial_of(a, "exclusion"), said(a=False)) == [("failing", "unknown")]
    assert ways(trial_of(Or((a, UNREAD), HERE), "exclusion")) == [("failing", "unknown"), EITHER]


def test_items_are_seen_whatever_comes_out():
    trial = trial_of(And((a, Not(b, HERE)), HERE))
    assert ways(trial, said(a=True)) == [("passing", "failing"), ("false",), EITHER]
    assert ways(trial, said(a=True, b=True), said(a=False), said(b=False), said(a=True)) == [("passing",)]


def test_a_count_sees_its_items():
    trial = trial_of(Among(">=", 2, (a, b, c), HERE))
    assert ways(trial, said(a=True, b=True), said(b=False, c=False), said()) == [("false",), EITHER[:1]]


def test_a_rule_counts_only_where_its_exception_is_decided():
    trial = trial_of(Choose(((a, b),), c, HERE))
    outcomes = ("passing", "failing", "unknown")
    # The exception is open: neither rule is in question, whatever they give.
    assert ways(trial, said(b=True, c=False)) == [outcomes[:2], ("taken", "not taken"), EITHER, EITHER]
    assert ways(trial, said(a=True, b=True, c=False)) == [outcomes[1:], ("not taken",), ("false",), EITHER]
    assert ways(trial, said(a=False, b=True, c=False)) == [("passing", "unknown"), ("taken",), EITHER, ("true",)]


def test_both_rules_count_where_two_exceptions_apply():
    trial = trial_of(Choose(((a, b), (Not(a, HERE), b), (a, c)), YES, HERE))
    seen = ways(trial, said(a=True, b=True, c=False))
    assert seen[1:] == [("not taken",), ("false",), ("taken",), EITHER, ("not taken",), ("true",)]


def result(value: float, **more: Any) -> dict[str, Any]:
    return {"results": [{"test": "ANC", "value": value, "unit": "/uL", "date": "2025-02-20", **more}]}


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
def test_the_limit_itself(op):
    trial = one_rule(f"ANC {op} 1500 /uL")
    assert ways(trial, result(1499), result(1501), {}) == [("on the limit",)]
    assert ways(trial, result(1499), result(1501), {}, result(1500)) == []


def test_the_limit_is_not_asked_of_one_value():
    assert ways(one_rule("ECOG is 0 or 1")) == [("passing", "failing", "unknown")]


def test_the_limit_of_an_age_and_of_a_multiple():
    age = one_rule("age >= 18 years")
    assert ways(age, {"birth_date": "2007-03-01"}) == [("failing", "unknown")]
    assert ways(age, {"birth_date": "2006-03-01"}) == [("failing", "unknown", "on the limit")]
    multiple = one_rule("AST <= 3 x ULN")
    entry = {"test": "AST", "value": 120, "unit": "U/L", "date": "2025-02-20", "reference_range": {"high": 40}}
    assert ways(multiple, {"results": [entry]}) == [("failing", "unknown")]


def test_the_limit_of_a_number_of_lines():
    trial = one_rule("at most 1 prior lines of systemic therapy")
    one = {"agents": ["gemcitabine"], "line": 1, "start": "2024-01-01", "end": "2024-03-01"}
    assert ways(trial, {"therapies": [], "complete": ["therapies"]}) == [("failing", "unknown", "on the limit")]
    assert ways(trial, {"therapies": [one], "complete": ["therapies"]}) == [("failing", "unknown")]


def given(**more: Any) -> dict[str, Any]:
    entry = {"agents": ["cisplatin"], "start": "2024-01-01", "end": "2024-03-01", **more}
    return {"therapies": [entry], "complete": ["therapies"]}


@pytest.mark.parametrize(
    ("rule", "below", "on"),
    [
        ("at least 4 cycles of cisplatin", {"cycles": 3}, {"cycles": 4}),
        ("at most 1 prior cisplatin", {"status": "absent"}, {}),
        (
            "cumulative dose of cisplatin <= 300 mg/m2",
            {"dose": 299, "unit": "mg/m2", "per": "total"},
            {"dose": 100, "unit": "mg/m2", "per": "cycle", "cycles": 3},
        ),
    ],
)
def test_the_limit_of_what_is_counted(rule, below, on):
    trial = one_rule(rule)
    absent = {"therapies": [], "complete": ["therapies"]}
    assert ways(trial, absent if "status" in below else given(**below))[0][-1] == "on the limit"
    assert "on the limit" not in ways(trial, given(**on))[0]


def test_one_number_of_cycles_has_no_limit():
    assert ways(one_rule("exactly 4 cycles of cisplatin")) == [("passing", "failing", "unknown")]


def test_whom_a_variant_is_for():
    trial = compiled('trial T "T"\n\ninclusion 1 "one"\n  attested "a"\n  for women: attested "b"\n')
    assert [(one.line, one.words, one.ways) for one in Coverage(trial).unreached()] == [
        (4, "not female", ("applying", "not applying")),
        (4, 'attested "a"', ("passing", "failing", "unknown")),
        (5, "female", ("applying", "not applying")),
        (5, 'attested "b"', ("passing", "failing", "unknown")),
    ]
    seen = left(trial, {"sex": "male", **said(a=True)}, {"sex": "female", **said(b=False)})
    assert [of for _, of in seen] == [("failing", "unknown"), ("passing", "unknown")]


def test_the_words_of_an_exception():
    trial = one_rule("AST and ALT <= 3 x ULN, or <= 5 x ULN if liver metastases")
    assert [text for text, _ in left(trial)] == [
        "AST and ALT <= 3 x ULN, or <= 5 x ULN if liver metastases",
        "liver metastases",
        "AST and ALT, if liver metastases",
        "AST <= 5 x ULN",
        "ALT <= 5 x ULN",
        "AST and ALT, unless liver metastases",
        "AST <= 3 x ULN",
        "ALT <= 3 x ULN",
    ]


def cases(*expected: tuple[str, str | None, dict[str, Any]], **more: Any) -> dict[str, Any]:
    made = [{"name": "n", "criterion": "1", "cohort": of, "expect": out, "patch": patch} for out, of, patch in expected]
    made = [{**one, "criterion": "inclusion 1"} for one in made]
    return {"trial": "T", "as_of": "2025-03-01", "base": {"id": "P"}, "cases": made, **more}


def after(trial: Trial, file: dict[str, Any]) -> list[tuple[str, ...]]:
    coverage = Coverage(trial)
    run(trial, file, coverage.add)
    return [one.ways for one in coverage.unreached()]


COHORTS = 'trial T "T"\ncohorts A "one", B "two"\n\ninclusion 1 "one"\n  attested "a"\n  for B: attested "b"\n'


def test_only_what_a_case_says_is_reached():
    trial = compiled(COHORTS)
    whole = ("passing", "failing", "unknown")
    assert after(trial, cases(("pass", "A", said(a=True)))) == [whole[1:], whole]
    # Without a cohort the worst variant decides; of the other nothing is said.
    assert after(trial, cases(("fail", None, said(a=True, b=False)))) == [whole, ("passing", "unknown")]
    assert after(trial, cases(("pass", None, said(a=True, b=True)))) == [whole[1:], whole[1:]]


def test_a_case_that_comes_out_otherwise_reaches_nothing():
    assert len(after(compiled(COHORTS), cases(("fail", "A", said(a=True))))[0]) == 3


def test_a_verdict_reaches_nothing():
    verdict = {"name": "v", "patch": said(a=True), "expect": "eligible", "cohort": "A"}
    file = cases(("unknown", "A", {}), verdicts=[verdict])
    assert after(compiled(COHORTS), file)[0] == ("passing", "failing")
