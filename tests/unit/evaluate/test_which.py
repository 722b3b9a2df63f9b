"""Which results count: first, any, all, lowest, highest; on several occasions; for so long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import (
    CLOSED,
    HERE,
    MONTH,
    TWO_MONTHS,
    ago,
    anc,
    ask,
    before,
    limit,
    looked_at,
    missing,
    reasons,
    results,
    times,
    value,
    word,
)
from eligo.core.nodes import Compare, Measure, Point, Which, Window
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN

ANY, ALL, FIRST = Which("any"), Which("all"), Which("first")


# -- filling a gap -----------------------------------------------------------------------------

KINDS = [
    FIRST, ANY, ALL, Which("latest"), Which("lowest"), Which("highest"), Which("occasions", 2, 7),
    Which("occasions", 3, 2), Which("occasions", 2, 48, "hour"), Which("persistent", 1, 7),
    Which("persistent", 1, 1, "month"),
]  # fmt: skip
_DAYS = st.integers(0, 40)


@st.composite
def _gappy(draw):
    """Results with what isn't known of them, and the same with one or more of the gaps filled."""
    before_, after = [], []
    for _ in range(draw(st.integers(1, 4))):
        amount, day = draw(st.sampled_from([0.5, 1, 2])), date.fromisoformat(ago(draw(_DAYS)))
        shown = draw(st.sampled_from([amount, amount, amount, "pending", "<3" if amount < 3 else amount]))
        full = day.isoformat()
        written = draw(st.sampled_from([full, full, full, full[:7], full[:4], None]))
        before_.append((shown, written))
        fill, fix = draw(st.booleans()), draw(st.booleans())
        after.append((amount if fill else shown, full if fix else written))
    return before_, after


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(KINDS), _gappy(), st.sampled_from([">=", ">", "<", "<="]), st.booleans(), st.booleans())
def test_filling_a_gap_never_changes_a_verdict(which, pair, op, closed, closes):
    first = anc(which, *pair[0], op=op, **(CLOSED if closed else {}))
    then = anc(which, *pair[1], op=op, **(CLOSED if closed or closes else {}))
    assert (first.truth is UNKNOWN) == bool(first.gaps)
    assert first.truth in (UNKNOWN, then.truth), (first, then)


# -- first -------------------------------------------------------------------------------------


def test_the_first_result_inside_the_window_counts():
    assert anc(FIRST, (2, 31), (0.5, 30), (2, 5)).truth is FALSE
    assert anc(FIRST, (0.5, 31), (2, 30), (0.5, 5)).truth is TRUE
    assert reasons(anc(FIRST, (2, 31))) == ["outside_window"]


def test_the_first_result_is_open_while_another_may_be_earlier():
    made = anc(FIRST, (2, 20), (0.5, None))
    assert made.truth is UNKNOWN and reasons(made) == ["undated"]
    assert anc(FIRST, (2, 20), (3, None)).truth is TRUE
    assert reasons(anc(FIRST, (2, 20), (0.5, 20))) == ["conflicting_records"]
    assert anc(FIRST, (2, f"{ago(20)}T08:00"), (0.5, f"{ago(20)}T16:00")).truth is TRUE


def test_what_is_told_of_several_that_may_be_the_first():
    both = anc(FIRST, ("pending", 20), ("<3", 20), (2, 5))
    assert missing(both) == [("ANC", "not_recorded", "chart"), ("ANC", "beyond_detection", "blood")]
    assert looked_at(both) == ["pending", "<3"]
    one = anc(FIRST, (2, 20), ("pending", 20))
    assert missing(one) == [("ANC", "not_recorded", "chart")] and looked_at(one) == ["pending"]
    differing = anc(FIRST, (2, 20), (0.5, 20))
    assert missing(differing) == [("ANC", "conflicting_records", "blood")]
    assert differing.gaps[0].detail == f"2 10*9/L ({ago(20)}) and 0.5 10*9/L ({ago(20)})"
    assert looked_at(differing) == ["2", "0.5"]
    undated = anc(FIRST, (2, None))
    assert missing(undated) == [("ANC", "undated", "blood")] and looked_at(undated) == ["2"]
    assert undated.gaps[0].detail == "2 10*9/L has no date"


def test_of_one_value_printed_twice_the_finer_counts():
    """1.0 and 0.96 are one value within the printed digits, on either side of 1."""
    assert anc(FIRST, ("1.0", 20), ("0.96", 20)).truth is FALSE
    assert anc(FIRST, ("0.96", 20), ("1.0", 20)).truth is FALSE
    assert anc(FIRST, ("1.0", 20), ("0.96", 20), op="<").truth is TRUE


# -- any and all -------------------------------------------------------------------------------

_VALUES = {TRUE: 2, FALSE: 0.5, UNKNOWN: "pending"}


@pytest.mark.parametrize("answers", list(product(_VALUES, repeat=3)))
@pytest.mark.parametrize("closed", [False, True])
def test_any_and_all_over_every_set_of_answers(answers, closed):
    """A witness or a counterexample decides; else the list must be complete and every result usable."""
    pairs = [(_VALUES[answer], 3 + at) for at, answer in enumerate(answers)]
    profile = CLOSED if closed else {}
    settled = closed and UNKNOWN not in answers
    some = TRUE if TRUE in answers else FALSE if settled else UNKNOWN
    every = FALSE if FALSE in answers else TRUE if settled else UNKNOWN
    for which, expected in ((ANY, some), (ALL, every)):
        made = anc(which, *pairs, **profile)
        assert made.truth is expected
        assert (made.truth is UNKNOWN) == bool(made.gaps)
        if made.truth is UNKNOWN and not closed:
            assert any("isn't declared complete" in gap.detail for gap in made.gaps)
        elif not settled:
            assert len(made.evidence) == answers.count(made.truth)


@pytest.mark.parametrize(
    "which", [ANY, ALL, Which("lowest"), Which("highest"), Which("occasions", 2, 7), Which("persistent", 1, 7)]
)
def test_nothing_inside_is_unknown_even_in_a_complete_list(which):
    """What wasn't done is never negative."""
    assert reasons(anc(which, (2, 31), **CLOSED)) == ["outside_window"]
    assert reasons(anc(which, **CLOSED)) == ["not_recorded"]


def test_a_result_that_may_lie_outside_is_no_witness():
    assert reasons(anc(ANY, (2, None), (0.5, 3), **CLOSED)) == ["undated"]
    assert anc(ANY, (0.5, None), (0.5, 3), **CLOSED).truth is FALSE
    assert reasons(anc(ANY, (0.5, None), **CLOSED)) == ["undated"]
    assert reasons(anc(ALL, (0.5, "2025"), (2, 3), **CLOSED)) == ["date_ambiguous"]
    assert anc(ALL, (2, "2025"), (2, 3), **CLOSED).truth is TRUE
    assert anc(ALL, (0.5, "2025-02"), (2, 3)).truth is FALSE


@pytest.mark.parametrize("day", [30, 31])
def test_any_on_the_first_day_of_the_window(day):
    assert anc(ANY, (2, day), (0.5, 1)).truth is (TRUE if day == 30 else UNKNOWN)


def test_same_day_results_never_conflict_for_any_and_all():
    assert anc(ANY, (2, 3), (0.5, 3)).truth is TRUE
    assert anc(ALL, (2, 3), (0.5, 3)).truth is FALSE


def test_an_assumed_complete_list_is_an_assumption():
    made = anc(ALL, (2, 3), assumed=frozenset({"results"}))
    assert made.truth is TRUE and "the list of results is assumed complete" in made.assumptions
    assert made.evidence[0].value == "2 10*9/L"
    assert not anc(ANY, (2, 3), assumed=frozenset({"results"})).assumptions


def test_the_deciding_result_comes_first():
    worst = anc(ALL, (0.9, 3), (0.5, 4), (0.8, 5))
    assert worst.evidence[0].value.startswith("0.5")
    nearest = anc(ANY, (0.5, 3), (0.9, 4), (0.8, 5), **CLOSED)
    assert nearest.truth is FALSE and nearest.evidence[0].value.startswith("0.9") and len(nearest.evidence) == 3
    least = anc(ALL, (3, 3), (1.1, 4), **CLOSED)
    assert least.truth is TRUE and least.evidence[0].value.startswith("1.1")


def test_what_is_told_of_any_and_all():
    best = anc(ANY, (1.1, 3), (2, 4), (0.5, 5))
    assert best.truth is TRUE and looked_at(best) == ["2", "1.1"]
    open_list = anc(ANY, (0.5, 3), (0.9, 4))
    assert missing(open_list) == [("every result of ANC", "not_recorded", "chart")]
    assert open_list.gaps[0].detail == "the list of results isn't declared complete: another may decide"
    assert looked_at(open_list) == ["0.9", "0.5"]
    assert looked_at(anc(ANY, ("pending", 3), (1.5, None), (0.5, 4), **CLOSED)) == ["1.5", "pending"]
    assert looked_at(anc(ALL, ("pending", 3), (0.5, None), (2, 4), **CLOSED)) == ["0.5", "pending"]
    unsure = anc(ANY, (2, None), (0.5, 3), **CLOSED)
    assert missing(unsure) == [("ANC", "undated", "chart")]
    assert unsure.gaps[0].detail == "2 10*9/L has no date"
    outside = anc(ANY, (2, 31), **CLOSED)
    assert missing(outside) == [("ANC", "outside_window", "blood")]
    assert outside.gaps[0].detail == f"the last one is of {ago(31)}; the window begins on {ago(30)}"
    ahead = anc(ANY, (2, 31), window=Window(Point(None, 1, "day"), None, "from tomorrow on"), **CLOSED)
    assert ahead.gaps[0].detail == f"the window begins on {ago(-1)}, after the reference date"


@pytest.mark.parametrize(
    ("which", "grades", "truth"),
    [(ANY, (1, 3), TRUE), (ANY, (3, 3), FALSE), (ALL, (1, 3), FALSE), (ALL, (1, 1), TRUE), (ANY, (3, None), UNKNOWN)],
)
def test_what_the_results_that_count_assume_is_told(which, grades, truth):
    """Anemia of hemoglobin 11 g/dL is grade 1, of 7.9 g/dL grade 3."""
    rule = value("hgb", "<=", limit(1), which=which, graded=("anemia", "5"))
    shown = [{1: 11, 3: 7.9, None: "pending"}[grade] for grade in grades]
    listed = results("hemoglobin", "g/dL", *zip(shown, (3, 4), strict=True), reference_range={"low": 12})
    made = ask(rule, results=listed, **CLOSED)
    assert made.truth is truth and made.expr == rule
    assert bool(made.assumptions) == (truth is not UNKNOWN)
    assert ask(rule, results=listed).assumptions == made.assumptions


def test_each_result_is_held_against_its_own_range():
    rule = value("alt", "<=", times("2", "ULN"), which=ALL)
    made = ask(
        rule, complete=["results"],
        results=[
            *results("ALT", "U/L", (80, 3), reference_range={"high": 40}),
            *results("ALT", "U/L", (81, 4), reference_range={"high": 50}),
        ],
    )  # fmt: skip
    assert made.truth is TRUE
    without = ask(rule, complete=["results"], results=results("ALT", "U/L", (80, 3)))
    assert reasons(without) == ["no_reference_limit"]


def test_words_that_count():
    def hbsag(which, *pairs, **profile):
        return ask(word("HBsAg", "negative", before(30), which), results=results("HBsAg", "", *pairs), **profile)

    assert hbsag(ANY, ("negative", 5), ("positive", 1)).truth is TRUE
    assert hbsag(ALL, ("negative", 5), ("positive", 1)).truth is FALSE
    assert hbsag(ALL, ("negative", 5), ("negative", 1)).truth is UNKNOWN
    assert hbsag(ALL, ("negative", 5), ("negative", 1), **CLOSED).truth is TRUE
    assert hbsag(FIRST, ("negative", 5), ("positive", 1)).truth is TRUE
    assert hbsag(Which("occasions", 2, 7), ("negative", 12), ("negative", 5)).truth is TRUE


# -- occasions ---------------------------------------------------------------------------------


def twice(*pairs, amount=7, unit="day", number=2, window=TWO_MONTHS, **profile):
    return anc(Which("occasions", number, amount, unit), *pairs, window=window, **profile)


@pytest.mark.parametrize(
    ("pairs", "open_", "closed"),
    [
        (((2, 10), (2, 3)), TRUE, TRUE),  # seven days apart
        (((2, 9), (2, 3)), UNKNOWN, FALSE),  # six
        (((2, 10), (0.5, 6), (2, 3)), UNKNOWN, FALSE),  # broken between
        (((2, 30), (2, 20), (0.5, 3)), TRUE, TRUE),  # a failing latest doesn't undo it
        (((2, 61), (2, 3)), UNKNOWN, FALSE),  # the first lies outside
        (((2, 60), (2, 3)), TRUE, TRUE),
        (((2, 10), ("pending", 6), (2, 3)), UNKNOWN, UNKNOWN),  # what lies between can't be used
        (((2, 10), ("pending", 3)), UNKNOWN, UNKNOWN),
        (((2, 10), ("pending", 6)), UNKNOWN, FALSE),  # whatever it is, it is too near
        (((2, 10), (2, 3), (0.5, None)), UNKNOWN, UNKNOWN),  # may lie between
        (((2, 10), (0.5, 10), (2, 3)), UNKNOWN, UNKNOWN),  # of the same day as one of them
        (((2, "2025-01"), (2, 3)), TRUE, TRUE),  # any day of January is far enough
        (((2, "2025-02"), (2, 3)), UNKNOWN, UNKNOWN),
        (((0.5, 20), (0.5, 3)), UNKNOWN, FALSE),
        (((2, 20),), UNKNOWN, FALSE),
        (((2, 5), (2, 4), (2, 3)), UNKNOWN, FALSE),
        (((2, 11), (2, 7), (2, 4)), TRUE, TRUE),  # the one between need not count
    ],
)
def test_on_two_occasions(pairs, open_, closed):
    assert twice(*pairs).truth is open_
    made = twice(*pairs, **CLOSED)
    assert made.truth is closed
    assert (made.truth is UNKNOWN) == bool(made.gaps)


def test_on_three_occasions_each_a_week_after_the_one_before():
    assert twice((2, 20), (2, 13), (2, 6), number=3).truth is TRUE
    assert twice((2, 20), (2, 14), (2, 6), number=3, **CLOSED).truth is FALSE
    assert twice((2, 27), (2, 26), (2, 20), (2, 13), number=3).truth is TRUE


def test_occasions_hours_apart():
    def hours(one, two):
        return twice((2, one), (2, two), amount=24, unit="hour", **CLOSED).truth

    assert hours(f"{ago(3)}T08:00:00", f"{ago(2)}T08:00:00") is TRUE
    assert hours(f"{ago(3)}T08:00:01", f"{ago(2)}T08:00:00") is FALSE
    assert hours(3, 2) is UNKNOWN
    assert hours(3, 1) is TRUE
    assert hours(3, 3) is FALSE


def test_occasions_without_a_distance_are_on_different_days():
    assert twice((2, 3), (2, 3), amount=0, **CLOSED).truth is FALSE
    assert twice((2, 3), (2, 2), amount=0).truth is TRUE


# -- persistent --------------------------------------------------------------------------------


def lasting(*pairs, amount=7, window=None, **profile):
    return anc(Which("persistent", 1, amount), *pairs, window=window, **profile)


@pytest.mark.parametrize(
    ("pairs", "expected", "reason"),
    [
        (((2, 7), (2, 1)), TRUE, ""),
        (((2, 6), (2, 1)), UNKNOWN, "outside_window"),
        (((2, 30),), UNKNOWN, "outside_window"),  # one old result doesn't say that it still is so
        (((2, 30), (2, 7)), UNKNOWN, "outside_window"),
        (((2, 30), (2, 6)), TRUE, ""),
        (((2, 7), (0.5, 3), (2, 1)), FALSE, ""),
        (((2, 20), (0.5, 7), (2, 1)), FALSE, ""),  # it failed on the very day
        (((2, 20), (0.5, 8), (2, 1)), UNKNOWN, "outside_window"),  # it may have begun between
        (((0.5, 20), (2, 8), (2, 1)), TRUE, ""),
        (((2, 20), (0.5, 1)), FALSE, ""),
        (((0.5, 40),), FALSE, ""),  # the latest fails
        (((2, 7), ("pending", 3), (2, 1)), UNKNOWN, None),
        (((2, 7), ("pending", 3), (0.5, 1)), FALSE, ""),
        (((2, 7), (0.5, None), (2, 1)), UNKNOWN, "undated"),
        (((2, 9), (0.5, 9), (2, 1)), UNKNOWN, "outside_window"),
    ],
)
def test_for_so_long(pairs, expected, reason):
    made = lasting(*pairs)
    assert made.truth is expected
    assert (made.truth is UNKNOWN) == bool(made.gaps)
    if reason:
        assert reason in reasons(made)


def test_for_so_long_counts_back_from_the_end_of_the_window():
    window = before(30, "first dose")
    anchors = {"first dose": ago(5)}
    assert lasting((2, 12), (2, 6), (0.5, 1), window=window, anchors=anchors).truth is TRUE
    assert lasting((2, 11), (2, 6), window=window, anchors=anchors).truth is UNKNOWN


# -- several methods, and what time changes ----------------------------------------------------


def test_a_witness_counts_by_whichever_method():
    def gfr(which, *pairs, **profile):
        measure = Measure("GFR", ("egfr_ckdepi_2021", "egfr_mdrd"), (), "mL/min")
        rule = Compare(measure, "<", (replace(limit(60, "mL/min/1.73m2"), basis="1.73m2"),), None, HERE, which)
        listed = [*results("CKD-EPI 2021", "mL/min/1.73m2", pairs[0]), *results("MDRD", "mL/min/1.73m2", pairs[1])]
        return ask(rule, results=listed, **profile)

    assert gfr(ANY, (55, 3), (65, 3)).truth is TRUE
    assert gfr(ANY, (55, 3), (65, 3), **CLOSED).truth is TRUE
    assert gfr(ALL, (55, 3), (65, 3)).truth is FALSE
    assert gfr(ANY, (65, 3), (65, 3)).truth is UNKNOWN
    assert gfr(ANY, (65, 3), (65, 3), **CLOSED).truth is FALSE
    assert reasons(gfr(FIRST, (55, 3), (65, 3))) == ["methods_disagree"]


@pytest.mark.parametrize(
    ("which", "pairs", "window", "expected"),
    [
        (ANY, ((2, 3),), None, "lasting"),
        (ANY, ((2, 3),), MONTH, "yes"),
        (ALL, ((0.5, 3),), None, "lasting"),
        (FIRST, ((0.5, 300),), None, "lasting"),
        (Which("lowest"), ((0.5, 3),), None, "lasting"),
        (Which("persistent", 1, 7), ((0.5, 3),), None, "yes"),
        (Which("latest"), ((0.5, 3),), None, "yes"),
    ],
)
def test_what_one_result_decided_for_good_lasts(which, pairs, window, expected):
    made = anc(which, *pairs, window=window)
    assert made.truth is not UNKNOWN
    assert made.evidence[0].change == expected and not made.evidence[0].old
