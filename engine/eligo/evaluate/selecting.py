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
    """The results that may each be the latest, each with the days it can be of; or why there is none, with
    one that may lie inside."""

    candidates: tuple[Result, ...]
    days: tuple[Days, ...] = ()
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
        return Selection((), missing=("outside_window", detail))
    sure = [days for _, days in inside if (first is None or days.first >= first) and days.last <= end]
    if not sure:
        one = inside[-1][0]
        if one.day is None:
            return Selection((one,), missing=("undated", f"{one.raw} has no date"))
        return Selection((one,), missing=("date_ambiguous", f"{one.raw} is dated {one.day}"))
    zones = [days.instant is not None for _, days in inside]
    zoned = all(zones)
    # Beside a time with a zone, one without may be of any hour of its day.
    clocked = not any(zones)
    latest_start = max(_moment(days, zoned, clocked)[0] for days in sure)
    latest = [(one, days) for one, days in inside if _moment(days, zoned, clocked)[1] >= latest_start]
    return Selection(tuple(one for one, _ in latest), tuple(days for _, days in latest))


def _moment(days: Days, zoned: bool, clocked: bool) -> tuple[tuple[int, str], tuple[int, str]]:
    """The earliest and the latest moment a result can be of."""
    if zoned and days.instant is not None:
        return (days.instant[0], ""), (days.instant[1], "")
    if clocked and days.clock is not None:
        return (days.first.toordinal(), days.clock[0]), (days.last.toordinal(), days.clock[1])
    return (days.first.toordinal(), ""), (days.last.toordinal(), "99")


def finest(chosen: Selection) -> Result | None:
    """The most precise of results of one day that are one value within their printed precision; else None."""
    results = chosen.candidates
    if len(results) == 1:
        return results[0]
    if len({(days.first, days.last) for days in chosen.days if days.exact}) != 1 or not all(
        d.exact for d in chosen.days
    ):
        return None
    if len({(one.basis, one.uln, one.lln) for one in results}) > 1:
        # The same number against another range, or per body surface, is another statement.
        return None
    points = [(one.interval.point, one.grain / 2) for one in results if one.interval and one.interval.point is not None]
    if len(points) < len(results):
        return None
    alike = all(abs(a - b) <= max(near, far) for a, near in points for b, far in points)
    return min(results, key=lambda one: one.grain) if alike else None


def differing(chosen: Selection) -> tuple[Reason, str]:
    """Why several results leave the latest open."""
    shown = " and ".join(dict.fromkeys(f"{one.raw} ({one.day or 'undated'})" for one in chosen.candidates))
    if not all(one.day for one in chosen.candidates):
        return "undated", shown
    if len({(days.first, days.last) for days in chosen.days}) > 1:
        return "date_ambiguous", shown
    return "conflicting_records", shown
