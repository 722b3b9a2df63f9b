"""Values that are known to lie between two ends, compared and reckoned with exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eligo.core.nodes import Op
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth, truth
from eligo.facts.patient import Interval


def holds(interval: Interval, op: Op, bound: Fraction) -> Truth:
    """The comparison for every value in the interval at once; exact, without tolerance."""
    low, high = interval.low, interval.high
    match op:
        case ">=":
            if low is not None and low >= bound:
                return TRUE
            below = high is not None and (high < bound or (high == bound and interval.high_open))
            return FALSE if below else UNKNOWN
        case ">":
            if low is not None and (low > bound or (low == bound and interval.low_open)):
                return TRUE
            return FALSE if high is not None and high <= bound else UNKNOWN
        case "<=":
            if high is not None and high <= bound:
                return TRUE
            above = low is not None and (low > bound or (low == bound and interval.low_open))
            return FALSE if above else UNKNOWN
        case "<":
            if high is not None and (high < bound or (high == bound and interval.high_open)):
                return TRUE
            return FALSE if low is not None and low >= bound else UNKNOWN
        case "=":
            if interval.point is not None:
                return truth(interval.point == bound)
            outside = holds(interval, ">", bound) is TRUE or holds(interval, "<", bound) is TRUE
            return FALSE if outside else UNKNOWN


def point(value: Fraction) -> Interval:
    return Interval(value, value)


def linear(interval: Interval, factor: Fraction, add: Fraction) -> Interval:
    """factor x value + add, for a factor of either sign."""
    low = None if interval.low is None else interval.low * factor + add
    high = None if interval.high is None else interval.high * factor + add
    made = Interval(low, high, interval.low_open, interval.high_open)
    return made if factor >= 0 else Interval(high, low, interval.high_open, interval.low_open)


def difference(one: Interval, other: Interval) -> Interval:
    """Where the first value less the second lies, whatever each of them is."""
    low = None if one.low is None or other.high is None else one.low - other.high
    high = None if one.high is None or other.low is None else one.high - other.low
    return Interval(low, high, one.low_open or other.high_open, one.high_open or other.low_open)


def ratio(one: Interval, other: Interval) -> Interval:
    """Where the first value over the second lies, of values that are never negative, the second never zero."""
    low = None if one.low is None or other.high is None or other.high <= 0 else max(one.low, Fraction(0)) / other.high
    high = None if one.high is None or other.low is None or other.low <= 0 else one.high / other.low
    # Nothing over anything is nothing: an end at 0 is reached whatever the second value is.
    low_open = one.low_open and one.low == 0 if low == 0 else one.low_open or other.high_open
    high_open = one.high_open or (other.low_open and high != 0)
    return Interval(low, high, low_open, high_open)


def hull(several: Sequence[Interval]) -> Interval:
    """The narrowest interval that holds all of them, of which there is one at least."""
    lows = [one.low for one in several]
    highs = [one.high for one in several]
    low = None if None in lows else min(one for one in lows if one is not None)
    high = None if None in highs else max(one for one in highs if one is not None)
    low_open = all(one.low_open for one in several if one.low == low)
    high_open = all(one.high_open for one in several if one.high == high)
    return Interval(low, high, low_open, high_open)
