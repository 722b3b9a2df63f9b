"""Windows as days: from which day to which an item may lie inside, and from which to which it surely does.

The two differ only where a window is told in hours, as dates have none: 72 hours before a day begin
at some hour of the third day before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from eligo.core.nodes import Point, Window
from eligo.facts import dates
from eligo.facts.dates import Days

DayOf = Callable[[str | None], date]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days `first` to `last` that may lie inside a window; `sure_first` to `sure_last` surely do.

    An open start is the first day that a date can have. Empty, when `first` comes after `last`.
    """

    first: date
    last: date
    sure_first: date
    sure_last: date

    @classmethod
    def between(cls, first: date, last: date) -> Stretch:
        """All the days between two, both counted."""
        return cls(first, last, first, last)

    @property
    def empty(self) -> bool:
        return self.first > self.last

    def beginning(self, days: Days) -> Stretch:
        """The part of it that doesn't lie before these days."""
        return Stretch(max(self.first, days.first), self.last, max(self.sure_first, days.last), self.sure_last)

    def holds(self, days: Days) -> bool:
        """Whether any of these days is surely inside."""
        return self.sure_first <= days.first and days.last <= self.sure_last

    def touches(self, days: Days) -> bool:
        """Whether one of these days may be inside."""
        return days.first <= self.last and self.first <= days.last


def stretch(window: Window | None, day_of: DayOf, as_of: date) -> Stretch:
    """The days of a window, none of them after `as_of`; without a window all days up to it."""
    start = window.start if window else None
    end = window.end if window else None
    first, sure_first = opening(start, day_of(start.anchor)) if start else (date.min, date.min)
    sure_last, last = closing(end, day_of(end.anchor)) if end else (as_of, as_of)
    return Stretch(first, min(last, as_of), sure_first, min(sure_last, as_of))


def opening(point: Point, anchor: date) -> tuple[date, date]:
    """(the first day that may lie after a point, the first that surely does)."""
    if point.unit == "hour" and point.amount:
        low, high = _days_of_hours(point.amount)
        return step(anchor, low), step(anchor, high + 1)
    day = step(shifted(anchor, point), int(point.strict))
    return day, day


def closing(point: Point, anchor: date) -> tuple[date, date]:
    """(the last day that surely lies before a point, the last that may)."""
    if point.unit == "hour" and point.amount:
        low, high = _days_of_hours(point.amount)
        return step(anchor, low - 1), step(anchor, high)
    day = step(shifted(anchor, point), -int(point.strict))
    return day, day


def shifted(anchor: date, point: Point) -> date:
    """The day of a point; hours count as the whole days they begin or end on, the farther ones."""
    if point.unit == "hour":
        low, high = _days_of_hours(point.amount)
        return step(anchor, low if point.amount < 0 else high)
    if point.amount < 0:
        return dates.back(anchor, -point.amount, point.unit)
    return dates.forward(anchor, point.amount, point.unit)


def _days_of_hours(hours: int) -> tuple[int, int]:
    """The days, from an unknown hour of an anchor's day, among which so many hours later fall."""
    return hours // 24, -(-hours // 24)


def step(day: date, days: int) -> date:
    """So many days later, held inside the calendar."""
    return date.fromordinal(max(1, min(day.toordinal() + days, date.max.toordinal())))


def first_day(holds: Callable[[date], bool], after: date) -> date | None:
    """The first day after `after` on which something holds that, once it does, goes on to; None: on none."""
    low, high = after.toordinal() + 1, date.max.toordinal()
    if low > high or not holds(date.max):
        return None
    while low < high:
        middle = (low + high) // 2
        if holds(date.fromordinal(middle)):
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)
