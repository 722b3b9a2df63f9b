"""Sets of numbers, held to what they say of single numbers; windows, held to the days they contain."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.core.nodes import Point, Window
from eligo.evaluate.windows import stretch
from eligo.examine.implying import within
from eligo.examine.ranges import Numbers, complement, holds, joined, meeting, samples, satisfying, whole

TENTHS = [Fraction(number, 4) for number in range(-12, 13)]
OPS = {
    "<": lambda value, bound: value < bound, "<=": lambda value, bound: value <= bound, "=": lambda a, b: a == b,
    ">": lambda value, bound: value > bound, ">=": lambda value, bound: value >= bound,
}  # fmt: skip

Tested = tuple[Numbers, frozenset[Fraction]]


@st.composite
def sets(draw: st.DrawFn) -> Tested:
    """A set of numbers, and which of the tested numbers are in it."""
    made: list[Tested] = []
    for _ in range(draw(st.integers(1, 3))):
        op, bound = draw(st.sampled_from(sorted(OPS))), draw(st.sampled_from(TENTHS))
        made.append((satisfying(op, bound), frozenset(value for value in TENTHS if OPS[op](value, bound))))

    def combined(one: Tested, other: Tested) -> Tested:
        if draw(st.booleans()):
            return meeting(one[0], other[0]), one[1] & other[1]
        return joined(one[0], other[0]), one[1] | other[1]

    found = reduce(combined, made)
    return (complement(found[0]), frozenset(TENTHS) - found[1]) if draw(st.booleans()) else found


@given(sets())
def test_a_set_holds_what_it_is_made_of(drawn: Tested) -> None:
    numbers, inside = drawn
    assert {value for value in TENTHS if holds(numbers, value)} == inside
    assert not inside or numbers


@given(sets(), st.sampled_from(TENTHS), st.sampled_from(TENTHS))
def test_whole_numbers_are_those_that_it_holds(drawn: Tested, low: Fraction, high: Fraction) -> None:
    numbers, inside = drawn
    wanted = {value for value in inside if value.denominator == 1 and low <= value <= high}
    drawn_in = whole(numbers, low, high)
    assert {value for value in TENTHS if holds(drawn_in, value) and value.denominator == 1} == wanted
    assert bool(drawn_in) == bool(wanted)


@given(sets())
def test_samples_lie_inside(drawn: Tested) -> None:
    numbers, _ = drawn
    assert all(holds(numbers, value) for value in samples(numbers, Fraction(1, 4)))


POINTS = st.none() | st.builds(
    Point, st.just("first dose"), st.integers(-40, 2), st.sampled_from(["day", "day", "month", "hour"]), st.booleans()
)
WINDOWS = st.builds(Window, POINTS, POINTS, st.just("a window"))


@given(WINDOWS, WINDOWS, st.dates(date(2023, 1, 1), date(2025, 12, 31)))
def test_a_window_within_another_has_no_day_outside_it(one: Window, other: Window, anchor: date) -> None:
    if not within(one, other):
        return
    inner, outer = (stretch(window, lambda _: anchor, anchor + timedelta(days=10)) for window in (one, other))
    assert inner.sure_first > inner.sure_last or (
        outer.sure_first <= inner.sure_first and inner.sure_last <= outer.sure_last
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((-28, "day", False), (-28, "day", False), True), ((-28, "day", True), (-28, "day", False), True),
        ((-28, "day", False), (-28, "day", True), False), ((-1, "month", False), (-1, "year", False), True),
        ((-28, "day", False), (-1, "month", False), False), ((-12, "month", False), (-1, "year", False), True),
    ],
)  # fmt: skip
def test_windows_before_one_anchor(one: tuple, other: tuple, expected: bool) -> None:
    first, second = (Window(Point(None, *each), Point(None, 0, "day"), "") for each in (one, other))
    assert within(first, second) is expected
