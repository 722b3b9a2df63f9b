"""What is reckoned with intervals: their ends, and which of the ends belong to them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from eligo.evaluate.intervals import difference, hull, linear, point, ratio
from eligo.facts.patient import Interval


def span(text: str) -> Interval:
    """`[1, 2)` has 1 and not 2; `*` is no end."""
    low, high = (None if end.strip() == "*" else Fraction(end.strip()) for end in text[1:-1].split(","))
    return Interval(low, high, text[0] == "(", text[-1] == ")")


SPANS = [span(one) for one in ("[1,2]", "(1,2]", "[1,2)", "(1,2)", "[1,1]", "[*,2)", "(1,*]", "[*,*]", "[0,3]")]


@pytest.mark.parametrize(
    ("interval", "factor", "add", "expected"),
    [
        ("(1,2]", 3, 1, "(4,7]"),
        ("[1,2)", "1/2", 0, "[1/2,1)"),
        ("(1,2]", -3, 1, "[-5,-2)"),
        ("[1,2)", -1, 0, "(-2,-1]"),
        ("(1,*]", 2, -1, "(1,*]"),
        ("[*,2)", 2, 0, "[*,4)"),
        ("(1,*]", -2, 0, "[*,-2)"),
        ("[*,2)", -2, 0, "(-4,*]"),
        ("[1,1]", "1/3", "-1/3", "[0,0]"),
    ],
)
def test_linear(interval, factor, add, expected):
    assert linear(span(interval), Fraction(factor), Fraction(add)) == span(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("[5,7]", "[1,2]", "[3,6]"),
        ("(5,7]", "[1,2]", "(3,6]"),
        ("[5,7)", "[1,2]", "[3,6)"),
        ("[5,7]", "(1,2]", "[3,6)"),
        ("[5,7]", "[1,2)", "(3,6]"),
        ("[*,7]", "[1,2]", "[*,6]"),
        ("[5,*]", "[1,2]", "[3,*]"),
        ("[5,7]", "[*,2]", "[3,*]"),
        ("[5,7]", "[1,*]", "[*,6]"),
    ],
)
def test_difference(one, other, expected):
    assert difference(span(one), span(other)) == span(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("[6,8]", "[2,3]", "[2,4]"),
        ("(6,8]", "[2,3]", "(2,4]"),
        ("[6,8)", "[2,3]", "[2,4)"),
        ("[6,8]", "(2,3]", "[2,4)"),
        ("[6,8]", "[2,3)", "(2,4]"),
        ("[*,8]", "[2,3]", "[*,4]"),
        ("[6,*]", "[2,3]", "[2,*]"),
        ("[6,8]", "[*,3]", "[2,*]"),
        ("[6,8]", "[2,*]", "[*,4]"),
        ("[6,8]", "[0,3]", "[2,*]"),
        ("[6,8]", "[1/2,3]", "[2,16]"),
        ("[6,8]", "[0,0]", "[*,*]"),
        ("[6,8]", "[1/4,1/2]", "[12,32]"),
        ("[1/4,1/2]", "[2,4]", "[1/16,1/4]"),
        ("[0,8]", "[2,4]", "[0,4]"),
        ("[-1,8]", "[2,4]", "[0,4]"),
        ("(-1,8]", "[2,4]", "[0,4]"),
        ("[0,8]", "[2,4)", "[0,4]"),
        ("(0,8]", "[2,4]", "(0,4]"),
        ("[0,0]", "(2,4)", "[0,0]"),
        ("[*,8]", "(2,4]", "[*,4)"),
    ],
)
def test_ratio(one, other, expected):
    """Nothing is divided by what may be zero."""
    assert ratio(span(one), span(other)) == span(expected)


@pytest.mark.parametrize(
    ("several", "expected"),
    [
        (["[1,2]"], "[1,2]"),
        (["(1,2)"], "(1,2)"),
        (["(1,2)", "[3,4]"], "(1,4]"),
        (["[3,4]", "(1,2)"], "(1,4]"),
        (["[1,2]", "(3,4)"], "[1,4)"),
        (["(1,2]", "[1,2)"], "[1,2]"),
        (["(1,2)", "(1,2)"], "(1,2)"),
        (["[*,2]", "[1,3]"], "[*,3]"),
        (["[1,*]", "[2,3]"], "[1,*]"),
        (["[2,3]", "[1,*]", "[*,1]"], "[*,*]"),
    ],
)
def test_hull(several, expected):
    """An end belongs to it as soon as it belongs to one of them."""
    made, wanted = hull([span(one) for one in several]), span(expected)
    assert (made.low, made.high) == (wanted.low, wanted.high)
    assert made.low is None or made.low_open is wanted.low_open
    assert made.high is None or made.high_open is wanted.high_open


def holds_it(interval: Interval, value: Fraction) -> bool:
    low, high = interval.low, interval.high
    above = low is None or value > low or (value == low and not interval.low_open)
    return above and (high is None or value < high or (value == high and not interval.high_open))


def values(interval: Interval) -> list[Fraction]:
    """Values from -1 to 6 inside an interval: its ends, if they belong to it, and what lies beside them."""
    near = [Fraction(n) + step for n in range(-1, 7) for step in (-Fraction(1, 9), Fraction(0), Fraction(1, 9))]
    return [one for one in near if holds_it(interval, one)]


@pytest.mark.parametrize(("one", "other"), list(product(SPANS, SPANS)))
def test_what_is_reckoned_holds_whatever_the_values_are(one, other):
    for a, b in product(values(one), values(other)):
        assert holds_it(difference(one, other), a - b)
        assert holds_it(hull([one, other]), a) and holds_it(hull([one, other]), b)
        if a >= 0 and b > 0:
            assert holds_it(ratio(one, other), a / b)


def test_a_point_has_both_its_ends():
    assert point(Fraction(2)) == span("[2,2]")
