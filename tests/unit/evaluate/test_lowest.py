"""The lowest and the highest result: by a witness, a counterexample, or the whole list."""

from __future__ import annotations

import pytest

from asking import CLOSED, ago, anc, ask, limit, missing, reasons, results, value
from eligo.core.nodes import Change, Which
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN

# -- lowest and highest ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "op", "expected"),
    [
        ("lowest", ">=", FALSE), ("lowest", ">", FALSE), ("lowest", "<", TRUE), ("lowest", "<=", TRUE),
        ("highest", ">=", TRUE), ("highest", ">", TRUE), ("highest", "<", FALSE), ("highest", "<=", FALSE),
    ],
)  # fmt: skip
def test_lowest_and_highest_decided_by_one_result(kind, op, expected):
    """Of 0.9 and 1.2 against 1."""
    assert anc(Which(kind), (0.9, 3), (1.2, 9), op=op).truth is expected
    assert anc(Which(kind), (0.9, 3), (1.2, 9), op=op, **CLOSED).truth is expected


@pytest.mark.parametrize(
    ("kind", "op", "bound"),
    [("lowest", ">=", "0.9"), ("highest", "<=", "1.2"), ("lowest", "<", "0.9"), ("highest", ">", "1.2")],
)
def test_lowest_and_highest_that_need_the_complete_list(kind, op, bound):
    """The true lowest is at most the recorded one."""
    assert anc(Which(kind), (0.9, 3), (1.2, 9), op=op, bound=bound).truth is UNKNOWN
    assert anc(Which(kind), (0.9, 3), (1.2, 9), op=op, bound=bound, **CLOSED).truth is (TRUE if "=" in op else FALSE)


def test_the_lowest_of_a_score_equals_one():
    def ecog(which, *pairs, **profile):
        rule = value("ecog", "=", limit(0), limit(1), which=which)
        return ask(rule, results=results("ECOG", "", *pairs), **profile)

    assert ecog(Which("lowest"), (1, 3), (2, 9), **CLOSED).truth is TRUE
    assert ecog(Which("highest"), (1, 3), (2, 9), **CLOSED).truth is FALSE
    assert ecog(Which("highest"), (1, 3), (2, 9)).truth is FALSE
    assert ecog(Which("highest"), (1, 3), (0, 9)).truth is UNKNOWN
    assert ecog(Which("highest"), (1, 3), (0, 9), **CLOSED).truth is TRUE


def exactly(kind, bound, *pairs, **profile):
    """The lowest or highest ANC within 30 days against one number that it must equal."""
    return anc(Which(kind), *pairs, op="=", bound=bound, **profile)


UNDATED = ("ANC", "undated", "chart")
INCOMPLETE = ("every result of ANC", "not_recorded", "chart")


@pytest.mark.parametrize("kind", ["lowest", "highest"])
def test_what_the_lowest_lacks_where_it_must_equal_a_number(kind):
    above, below = ("2", "0.5") if kind == "lowest" else ("0.5", "2")
    only = exactly(kind, "1", (1, 3), **CLOSED)
    assert only.truth is TRUE and not only.gaps and only.evidence[0].value == "1 10*9/L"
    assert exactly(kind, "1", (1, 3), (1, 9), **CLOSED).truth is TRUE  # whichever of two alike
    open_list = exactly(kind, "1", (1, 3))
    assert missing(open_list) == [INCOMPLETE]
    assert open_list.gaps[0].detail == f"the list of results isn't declared complete: the {kind} may not be among them"
    assert exactly(kind, above, (1, 3)).truth is FALSE
    assert exactly(kind, below, (1, 3)).truth is UNKNOWN
    assert exactly(kind, below, (1, 3), **CLOSED).truth is FALSE
    assert missing(exactly(kind, "1", (1, 3), **CLOSED, reference_date=ago(1))) == [INCOMPLETE]


@pytest.mark.parametrize("kind", ["lowest", "highest"])
def test_results_that_leave_the_lowest_open(kind):
    above, below = ("2", "0.5") if kind == "lowest" else ("0.5", "2")
    pending = exactly(kind, "1", (1, 3), ("pending", 5), **CLOSED)
    assert pending.truth is UNKNOWN and len(pending.gaps) == 1 and "pending" in pending.gaps[0].detail
    assert exactly(kind, below, (1, 3), ("pending", 5), **CLOSED).truth is UNKNOWN
    assert exactly(kind, above, (1, 3), ("pending", 5), **CLOSED).truth is FALSE
    undated = exactly(kind, "1", (1, 3), (below, None), **CLOSED)
    assert undated.truth is UNKNOWN and missing(undated) == [UNDATED]
    assert exactly(kind, "1", (1, 3), (above, None), **CLOSED).truth is TRUE
    assert exactly(kind, above, (1, 3), (above, None), **CLOSED).truth is FALSE
    both = exactly(kind, "1", (1, 3), ("pending", 5), (below, None), **CLOSED)
    assert len(both.gaps) == 2 and missing(both)[1] == UNDATED
    neither = exactly(kind, "1", (1, 3), ("pending", None), **CLOSED)
    assert missing(neither) == [("ANC", "not_recorded", "chart"), UNDATED]
    absurd = exactly(kind, "1", (1, 3), (5000, 5), **CLOSED)
    assert missing(absurd) == [("ANC", "implausible", "chart")]
    assert exactly(kind, above, (1, 3), (5000, 5), **CLOSED).truth is FALSE


def test_nothing_lies_beyond_the_ends_of_a_scale_of_words():
    """NYHA I is the lowest there is, IV the highest, in whatever list."""

    def nyha(kind, rank, *pairs, **options):
        rule = value("nyha", "=", limit(rank), which=Which(kind), **options)
        return ask(rule, results=results("NYHA class", "", *pairs)).truth

    assert nyha("lowest", 1, ("I", 3), ("III", 5)) is TRUE
    assert nyha("lowest", 2, ("II", 3), ("III", 5)) is UNKNOWN
    assert nyha("lowest", 3, ("II", 3)) is FALSE
    assert nyha("highest", 4, ("IV", 3), ("III", 5)) is TRUE
    assert nyha("highest", 3, ("III", 3)) is UNKNOWN
    assert nyha("highest", 2, ("III", 3)) is FALSE


@pytest.mark.parametrize("kind", ["lowest", "highest"])
def test_the_lowest_of_results_without_an_end(kind):
    """Of `>3` the lowest may be anything above; then it isn't the dates that are missing."""
    shown, outside, inside = (">3", "2", "4") if kind == "lowest" else ("<3", "4", "2")
    assert exactly(kind, outside, (shown, 3), **CLOSED).truth is FALSE
    assert reasons(exactly(kind, inside, (shown, 3), **CLOSED)) == ["beyond_detection"]
    assert exactly(kind, outside, (shown, 3)).truth is UNKNOWN
    assert missing(exactly(kind, inside, (shown, 3), (inside, None), **CLOSED)) == [UNDATED]


@pytest.mark.parametrize("kind", ["lowest", "highest"])
def test_no_result_is_sure_to_be_the_lowest(kind):
    alone = exactly(kind, "1", (1, None), **CLOSED)
    assert alone.truth is UNKNOWN and missing(alone) == [UNDATED]
    assert missing(exactly(kind, "1", (1, None))) == [UNDATED, INCOMPLETE]
    assert missing(exactly(kind, "1", ("pending", 3), ("pending", 3), **CLOSED)) == [("ANC", "not_recorded", "chart")]
    old = exactly(kind, "1", (1, 31), **CLOSED)
    assert missing(old) == [("ANC", "outside_window", "blood")]
    assert old.gaps[0].detail == f"the last one is of {ago(31)}; the window begins on {ago(30)}"


@pytest.mark.parametrize("kind", ["lowest", "highest"])
def test_a_list_assumed_complete_is_said_where_it_decides(kind):
    said, above = "the list of results is assumed complete", "2" if kind == "lowest" else "0.5"
    taken = frozenset({"results"})
    assert exactly(kind, "1", (1, 3), assumed=taken).assumptions == (said,)
    assert exactly(kind, above, (1, 3), ("pending", 5), assumed=taken).assumptions == ()


def test_the_lowest_grade_is_that_of_the_highest_hemoglobin():
    def grade(kind, bound, *pairs, **profile):
        rule = value("hgb", "=", limit(bound), which=Which(kind), graded=("anemia", "5"))
        return ask(rule, results=results("hemoglobin", "g/dL", *pairs, reference_range={"low": 12}), **profile).truth

    both = ((11, 3), (7.9, 5))  # grades 1 and 3
    assert [grade("lowest", bound, *both, **CLOSED) for bound in (0, 1, 2, 3)] == [FALSE, TRUE, FALSE, FALSE]
    assert [grade("highest", bound, *both, **CLOSED) for bound in (1, 2, 3, 4)] == [FALSE, FALSE, TRUE, FALSE]
    assert [grade("lowest", bound, *both) for bound in (1, 2)] == [UNKNOWN, FALSE]
    assert [grade("highest", bound, *both) for bound in (2, 3)] == [FALSE, UNKNOWN]


def test_the_lowest_decrease_is_that_of_the_highest_value():
    def moved(kind, direction, bound, *pairs, key="hgb", name="hemoglobin", unit="g/dL", **profile):
        change = Change(direction, "baseline", False)
        rule = value(key, "=", limit(bound, unit), which=Which(kind), change=change)
        return ask(rule, results=results(name, unit, *pairs), anchors={"baseline": ago(50)}, **profile).truth

    three = ((12, 50), (11, 20), (10, 5))  # the first of them is the baseline
    for kind, direction, holds in (
        ("lowest", "decrease", 0), ("highest", "decrease", 2), ("lowest", "increase", -2), ("highest", "increase", 0),
    ):  # fmt: skip
        for bound in (-2, -1, 0, 1, 2):
            made = moved(kind, direction, bound, *three, **CLOSED)
            assert made is (TRUE if bound == holds else FALSE), (kind, direction, bound)
    classes = ((2, 50), (2, 5))
    assert moved("lowest", "increase", 0, *classes, key="nyha", name="NYHA class", unit="") is UNKNOWN
    assert moved("highest", "increase", 0, *classes, key="nyha", name="NYHA class", unit="") is UNKNOWN
    assert moved("highest", "increase", 1, *classes, key="nyha", name="NYHA class", unit="") is UNKNOWN
