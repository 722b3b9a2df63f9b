"""Which results may be the latest inside a stretch of days, and whether they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligo.evaluate.view import View
from eligo.facts.dates import Days
from eligo.facts.patient import Reason, Result


@dataclass(frozen=True, slots=True)
class Selection:
    """The results that may each be the latest; or why there is none, with one that may lie inside."""

    candidates: tuple[Result, ...]
    missing: tuple[Reason, str] | None = None


def select(results: Sequence[Result], first: date | None, end: date, view: View) -> Selection:
    """Every result that is the latest between two days under some reading of the dates.

    A partial date is any of its days, a missing one any day of the life; a result that may lie
    outside never makes the choice alone.
    """
    placed = [(one, view.clip(one.day)) for one in results]
    placed = [(one, days) for one, days in placed if days.first <= end]
    inside = [(one, days) for one, days in placed if first is None or days.last >= first]
    if not inside:
        newest = max((days.last for _, days in placed), default=None)
        detail = f"the last one is of {newest}; the window begins on {first}" if newest else f"only results after {end}"
        return Selection((), ("outside_window", detail))
    sure = [days for _, days in inside if (first is None or days.first >= first) and days.last <= end]
    if not sure:
        one = inside[-1][0]
        if one.day is None:
            return Selection((one,), ("undated", f"{one.raw} has no date"))
        return Selection((one,), ("date_ambiguous", f"{one.raw} is dated {one.day}"))
    latest_start = max(_moment(days) for days in sure)
    return Selection(tuple(one for one, days in inside if _last_moment(days) >= latest_start))


def _moment(days: Days) -> tuple[int, str]:
    """The earliest moment it can be of."""
    return days.first.toordinal(), days.clock[0] if days.clock else ""


def _last_moment(days: Days) -> tuple[int, str]:
    """The latest moment it can be of: without a time of day, the last of its day."""
    return days.last.toordinal(), days.clock[1] if days.clock else "99"


def finest(results: Sequence[Result]) -> Result | None:
    """The most precise of results of one day that are one value within their printed precision; else None."""
    if len({(one.day.first, one.day.last) if one.day and one.day.exact else None for one in results}) > 1:
        return None
    if results[0].day is None or not results[0].day.exact:
        return results[0] if len(results) == 1 else None
    points = [(one.interval.point, one.grain / 2) for one in results if one.interval and one.interval.point is not None]
    if len(points) < len(results):
        return None
    alike = all(abs(a - b) <= max(near, far) for a, near in points for b, far in points)
    return min(results, key=lambda one: one.grain) if alike else None


def differing(results: Sequence[Result]) -> tuple[Reason, str]:
    """Why several results leave the latest open."""
    shown = " and ".join(dict.fromkeys(f"{one.raw} ({one.day or 'undated'})" for one in results))
    days = [one.day for one in results]
    if not all(days):
        return "undated", shown
    if len({(day.first, day.last) for day in days if day}) > 1:
        return "date_ambiguous", shown
    return "conflicting_records", shown
