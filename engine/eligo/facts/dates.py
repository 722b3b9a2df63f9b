"""Dates that may be partial, as the first and last day they can mean, and arithmetic on the calendar."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

_FORM = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?)?)?\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Days:
    """Every day from `first` to `last`, both counted; one day for a full date.

    `clock`: the first and last second of the day, as HH:MM:SS in local time, that a time can mean.
    `instant`: the same in seconds of universal time, where the time has a zone.
    """

    first: date
    last: date
    clock: tuple[str, str] | None = None
    instant: tuple[int, int] | None = None

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            return str(self.first.year) if self.first.year == self.last.year else f"{self.first} to {self.last}"
        if self.first.day == 1 and (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%Y-%m}"
        return f"{self.first} to {self.last}"


@lru_cache(maxsize=32768)
def parse(text: str) -> Days:
    """`2024`, `2024-11`, `2024-11-03` or a date with a time. Raises ValueError for anything else."""
    return _parsed(text)


def _parsed(text: str) -> Days:
    match = _FORM.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date such as 2024-11-03, 2024-11 or 2024")
    year, month, day, clock, zone = match.groups()
    try:
        if month is None:
            return Days(date(int(year), 1, 1), date(int(year), 12, 31))
        if day is None:
            _, last = calendar.monthrange(int(year), int(month))
            return Days(date(int(year), int(month), 1), date(int(year), int(month), last))
        if clock and not (int(clock[:2]) < 24 and all(int(part) < 60 for part in clock.split(":")[1:])):
            raise ValueError
        exact = date(int(year), int(month), int(day))
        if not clock:
            return Days(exact, exact)
        ends = (clock, clock) if len(clock) > 5 else (f"{clock}:00", f"{clock}:59")
        return Days(exact, exact, ends, _instants(exact, ends, zone) if zone else None)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is no day of the calendar") from None


def _instants(day: date, clock: tuple[str, str], zone: str) -> tuple[int, int]:
    """The seconds of universal time between which a local time with a zone lies."""
    shift = 0
    if zone != "Z":
        shift = (int(zone[1:3]) * 3600 + int(zone[-2:]) * 60) * (-1 if zone[0] == "-" else 1)
    start = day.toordinal() * 86400 - shift

    def second(time: str) -> int:
        hours, minutes, seconds = map(int, time.split(":"))
        return start + hours * 3600 + minutes * 60 + seconds

    return second(clock[0]), second(clock[1])


def back(day: date, amount: int, unit: Literal["day", "month", "year"]) -> date:
    """The day so long before; months and years on the calendar, held inside the month.

    Never before the first day a date can have, so that a long window is simply an open one.
    """
    if unit == "day":
        return day - timedelta(days=min(amount, day.toordinal() - 1))
    months = day.year * 12 + day.month - 1 - amount * (12 if unit == "year" else 1)
    if months < 12:
        return date.min
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def forward(day: date, amount: int, unit: Literal["day", "month", "year"]) -> date:
    """The day so long after, held inside the month; never past the last day a date can have."""
    if unit == "day":
        return date.fromordinal(min(day.toordinal() + amount, date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age(birth: date, day: date, unit: Literal["year", "month"]) -> int:
    """Completed years or months. Someone born on 29 February turns on 1 March in other years."""
    months = (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)
    return months // 12 if unit == "year" else months
