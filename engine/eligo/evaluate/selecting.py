"""Which results may be the latest (or the first) inside a stretch of days, and whether they say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch
from eligo.facts.dates import Days
from eligo.facts.patient import Reason, Result


@dataclass(frozen=True, slots=True)
class Selection:
    """The results that may each be the one, each with the days it can be of; or why there is none, with
    one that may lie inside."""

    candidates: tuple[Result, ...]
    days: tuple[Days, ...] = ()
    missing: tuple[Reason, str] | None = None


def select(results: Sequence[Result], stretch: Stretch, view: View, *, first: bool = False) -> Selection:
    """Every result that is the latest (or the first) inside a stretch of days under some reading of the dates.

    A partial date is any of its days, a missing one any day of the life; a result that may lie
    outside never makes the choice alone.
    """
    placed = [(one, view.clip(one.day)) for one in results]
    inside = [(one, days) for one, days in placed if stretch.touches(days)] if not stretch.empty else []
    if not inside:
        return Selection((), missing=("outside_window", nothing_inside([days for _, days in placed], stretch, view)))
    sure = [days for _, days in inside if stretch.holds(days)]
    if not sure:
        one = inside[-1][0]
        return Selection((one,), missing=unplaced(one))
    moment = clock([days for _, days in inside])
    if first:
        earliest_end = min(moment(days)[1] for days in sure)
        chosen = [(one, days) for one, days in inside if moment(days)[0] <= earliest_end]
    else:
        latest_start = max(moment(days)[0] for days in sure)
        chosen = [(one, days) for one, days in inside if moment(days)[1] >= latest_start]
    return Selection(tuple(one for one, _ in chosen), tuple(days for _, days in chosen))


def unplaced(one: Result) -> tuple[Reason, str]:
    """Why it isn't known whether a result lies inside."""
    if one.day is None:
        return "undated", f"{one.raw} has no date"
    hours = ", and the window is told in hours" if one.day.exact else ""
    return "date_ambiguous", f"{one.raw} is dated {one.day}{hours}"


def nothing_inside(placed: Sequence[Days], stretch: Stretch, view: View) -> str:
    """Why no result lies inside a stretch of days."""
    if stretch.empty:
        ahead = stretch.first > view.as_of
        return f"the window begins on {stretch.first}, {'after the reference date' if ahead else 'after its end'}"
    newest = max((days.last for days in placed if days.first <= stretch.last), default=None)
    if newest is None:
        return f"only results after {stretch.last}"
    return f"the last one is of {newest}; the window begins on {stretch.first}"


Moment = tuple[int, str]


def clock(several: Iterable[Days]) -> Callable[[Days], tuple[Moment, Moment]]:
    """The earliest and the latest moment that a day can mean, by the finest clock that all of these share."""
    zones = [days.instant is not None for days in several]
    zoned = all(zones)
    # Beside a time with a zone, one without may be of any hour of its day.
    clocked = not any(zones)
    return lambda days: _moment(days, zoned, clocked)


def _moment(days: Days, zoned: bool, clocked: bool) -> tuple[Moment, Moment]:
    if zoned and days.instant is not None:
        return (days.instant[0], ""), (days.instant[1], "")
    if clocked and days.clock is not None:
        return (days.first.toordinal(), days.clock[0]), (days.last.toordinal(), days.clock[1])
    return (days.first.toordinal(), ""), (days.last.toordinal(), "99")


def finest(chosen: Selection, *, ranged: bool = True) -> Result | None:
    """The most precise of results of one day that are one value within their printed precision; else None.

    ranged: a multiple of a limit of normal may be asked for, so that another range makes another statement.
    """
    results = chosen.candidates
    if len(results) == 1:
        return results[0]
    if len({(days.first, days.last) for days in chosen.days if days.exact}) != 1 or not all(
        d.exact for d in chosen.days
    ):
        return None
    if len({(one.basis, one.uln, one.lln) if ranged else (one.basis, None, None) for one in results}) > 1:
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
