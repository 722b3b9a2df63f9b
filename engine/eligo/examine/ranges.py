"""Sets of numbers as stretches of the line: meeting, joining, complement; and the whole numbers among them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from eligo.core.nodes import Op


@dataclass(frozen=True, slots=True)
class Stretch:
    """All numbers between two ends; an end that is None lies infinitely far away."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


Numbers = tuple[Stretch, ...]  # apart from each other, from low to high

ALL: Numbers = (Stretch(None, None),)


def satisfying(op: Op, bound: Fraction) -> Numbers:
    """The numbers that stand in this relation to a bound."""
    match op:
        case "<":
            return (Stretch(None, bound, high_open=True),)
        case "<=":
            return (Stretch(None, bound),)
        case ">":
            return (Stretch(bound, None, low_open=True),)
        case ">=":
            return (Stretch(bound, None),)
        case "=":
            return (Stretch(bound, bound),)


def meeting(one: Numbers, other: Numbers) -> Numbers:
    """The numbers in both sets."""
    met = (_both(a, b) for a in one for b in other)
    return tuple(part for part in met if not part.empty)


def complement(numbers: Numbers) -> Numbers:
    """The numbers outside a set."""
    left = ALL
    for part in numbers:
        outside: list[Stretch] = []
        if part.low is not None:
            outside.append(Stretch(None, part.low, high_open=not part.low_open))
        if part.high is not None:
            outside.append(Stretch(part.high, None, low_open=not part.high_open))
        left = meeting(left, tuple(outside))
    return left


def joined(one: Numbers, other: Numbers) -> Numbers:
    """The numbers in either set."""
    return complement(meeting(complement(one), complement(other)))


def whole(numbers: Numbers, low: Fraction | None = None, high: Fraction | None = None) -> Numbers:
    """The stretches drawn in to the whole numbers they hold, from `low` to `high`."""
    drawn: list[Stretch] = []
    for part in meeting(numbers, (Stretch(low, high),)):
        first, last = part.low, part.high
        if first is not None:
            first = Fraction(math.floor(first) + 1 if part.low_open else math.ceil(first))
        if last is not None:
            last = Fraction(math.ceil(last) - 1 if part.high_open else math.floor(last))
        drawn.append(Stretch(first, last))
    return tuple(part for part in drawn if not part.empty)


def holds(numbers: Numbers, value: Fraction) -> bool:
    """Whether a number is in a set."""
    return bool(meeting(numbers, (Stretch(value, value),)))


def samples(numbers: Numbers, step: Fraction) -> Iterator[Fraction]:
    """A few numbers of a set: its ends, and what lies a step inside them."""
    for part in numbers:
        inside = [part.low, part.high]
        inside += [part.low + step if part.low is not None else None]
        inside += [part.high - step if part.high is not None else None]
        if part.low is not None and part.high is not None:
            inside.append((part.low + part.high) / 2)
        yield from dict.fromkeys(value for value in inside if value is not None and holds((part,), value))


def _both(one: Stretch, other: Stretch) -> Stretch:
    low, low_open = one.low, one.low_open
    if other.low is not None and (low is None or other.low > low or (other.low == low and other.low_open)):
        low, low_open = other.low, other.low_open
    high, high_open = one.high, one.high_open
    if other.high is not None and (high is None or other.high < high or (other.high == high and other.high_open)):
        high, high_open = other.high, other.high_open
    return Stretch(low, high, low_open, high_open)
