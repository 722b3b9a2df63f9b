"""Results that must hold more than once: on several occasions some time apart, or without a break for so long.

A recorded result that doesn't hold breaks a run; one that can't be used, or may be of another day,
leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Point, Which
from eligo.evaluate.selecting import Moment, clock, unplaced
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace
from eligo.evaluate.view import View
from eligo.evaluate.which import Placed, Question, nothing, open_gaps, placed
from eligo.evaluate.windows import Stretch, closing, opening, step
from eligo.facts.dates import Days
from eligo.facts.patient import Result

Apart = Callable[[Days, Days], bool]
_DAY = 86400


def occasions(asked: Question, which: Which, results: Sequence[Result], stretch: Stretch, view: View) -> Trace:
    """So many holding results, each so long after the one before, and every recorded one between them holding too.

    Only a complete list of results shows that there was no such run.
    """
    inside = placed(asked, results, stretch, view)
    if not inside:
        return nothing(asked, results, stretch, view)
    moment = clock([one.days for one in inside])
    sure = [one for one in inside if one.sure and one.truth is TRUE]
    doubtful = [one for one in inside if one.truth is not TRUE]
    for run in _runs(sure, which.number, lambda one, two: _apart(which, one, two, surely=True)):
        start, end = moment(run[0].days)[0], moment(run[-1].days)[1]
        if not any(_reaches(moment(one.days), start, end) for one in doubtful):
            return Trace(asked.node, TRUE, evidence=_evidence(run))
    closed, assumed = view.closed("results", stretch.last)
    if closed and any(one.sure for one in inside):
        hoped = [one for one in inside if one.truth is not FALSE]
        failing = [one for one in inside if one.sure and one.truth is FALSE]
        possible = _runs(hoped, which.number, lambda one, two: _apart(which, one, two, surely=False))
        if all(any(_parts(moment, one, run[0], run[-1]) for one in failing) for run in possible):
            return Trace(asked.node, FALSE, evidence=_refuting(inside), assumptions=assumed)
    gaps = open_gaps(asked, inside, TRUE)
    if closed:
        gaps += [Gap(asked.fact, *unplaced(one.result), "chart") for one in inside if not one.days.exact]
        if not gaps:
            gaps.append(Gap(asked.fact, "date_ambiguous", "the hours between the results aren't recorded", "chart"))
    else:
        detail = f"{which.number} results that hold, so far apart, aren't recorded; the list isn't declared complete"
        gaps.append(Gap(asked.fact, "not_recorded", detail, asked.obtain))
    return Trace(asked.node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=_evidence(inside))


def _refuting(several: Sequence[Placed]) -> tuple[Evidence, ...]:
    """Why there was no run: what failed, the nearest first; with nothing that failed no number is to blame."""
    failing = [proof for one in several if one.truth is FALSE for proof in one.trace.evidence]
    if not failing:
        return tuple(replace(one, margin="", side=0, distance=None) for one in _evidence(several))
    failing.sort(key=lambda one: one.distance or Fraction(0), reverse=True)
    return tuple(dict.fromkeys((*failing, *_evidence(several))))


def persistent(asked: Question, which: Which, results: Sequence[Result], stretch: Stretch, view: View) -> Trace:
    """Holding since so long before the window's end: in a result of that day or older, in a later one, and in every
    one since then."""
    inside = placed(asked, results, stretch, view)
    if not inside:
        return nothing(asked, results, stretch, view)
    back = Point(None, -which.amount, which.unit)
    onset, since = closing(back, stretch.last)[0], opening(back, stretch.last)[1]
    moment = clock([one.days for one in inside])
    newest = max((moment(one.days)[0] for one in inside if one.sure), default=None)
    failing = [one for one in inside if one.sure and one.truth is FALSE]
    refuting = [one for one in failing if one.days.first >= since]
    if newest is not None and not refuting:
        # A failing latest result refutes it, however old: every one that may be the latest fails.
        last = [one for one in inside if moment(one.days)[1] >= newest]
        refuting = last if all(one.truth is FALSE for one in last) else []
    if refuting:
        return Trace(asked.node, FALSE, evidence=_evidence(refuting))
    doubtful = [one for one in inside if one.truth is not TRUE]
    old = [one for one in inside if one.sure and one.truth is TRUE and one.days.last <= onset]
    # Of that day on it must have been seen again: one old result doesn't say that it still is so.
    again = [one for one in inside if one.sure and one.truth is TRUE and one.days.first >= max(since, step(onset, 1))]
    for start in old if again else ():
        if not any(moment(one.days)[1] >= moment(start.days)[0] for one in doubtful):
            holding = [one for one in inside if one is start or moment(one.days)[0] >= moment(start.days)[0]]
            return Trace(asked.node, TRUE, evidence=_evidence(holding))
    gaps = [gap for one in doubtful if one.truth is UNKNOWN for gap in one.trace.gaps]
    gaps += [Gap(asked.fact, *unplaced(one.result), "chart") for one in inside if not one.sure or not one.days.exact]
    if not old and not gaps:
        gaps.append(Gap(asked.fact, "outside_window", f"no result of {onset} or before holds", asked.obtain))
    if not gaps:
        detail = _broken(failing, onset) if again else f"no result after {onset} says that it still is so"
        gaps.append(Gap(asked.fact, "outside_window", detail, asked.obtain))
    return Trace(asked.node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=_evidence(inside))


def _broken(failing: Sequence[Placed], onset: date) -> str:
    newest = max((one.days.last for one in failing), default=None)
    return f"it failed on {newest}, and no result between then and {onset} holds" if newest else "the order is open"


# -- how far apart -----------------------------------------------------------------------------


def _runs(several: Sequence[Placed], number: int, apart: Apart) -> list[list[Placed]]:
    """For each result and each that so many steps can end in: a run from the one to the other."""
    found: list[list[Placed]] = []
    for start in several:
        ends = {id(start): [start]}
        for _ in range(number - 1):
            longer: dict[int, list[Placed]] = {}
            for run in ends.values():
                for one in several:
                    if one is not run[-1] and apart(run[-1].days, one.days):
                        longer.setdefault(id(one), [*run, one])
            ends = longer
        found.extend(ends.values())
    return found


def _apart(which: Which, one: Days, two: Days, *, surely: bool) -> bool:
    """Whether the second is so long after the first; without an amount, on another day."""
    if which.unit == "hour" and which.amount:
        zoned = one.instant is not None and two.instant is not None
        early, late = _seconds(one, zoned), _seconds(two, zoned)
        return (late[0] - early[1] if surely else late[1] - early[0]) >= which.amount * 3600
    unit = "day" if which.unit == "hour" else which.unit
    after = Point(None, which.amount or 1, unit)
    day, other = (one.last, two.first) if surely else (one.first, two.last)
    return other >= opening(after, day)[1]


def _seconds(days: Days, zoned: bool) -> tuple[int, int]:
    """The first and the last second that a day, with its time if it has one, can mean; of universal time if `zoned`."""
    if zoned and days.instant is not None:
        return days.instant
    low, high = days.clock or ("00:00:00", "23:59:59")
    return days.first.toordinal() * _DAY + _of_day(low), days.last.toordinal() * _DAY + _of_day(high)


def _of_day(clock_: str) -> int:
    hours, minutes, seconds = (int(part) for part in clock_[:8].split(":"))
    return hours * 3600 + minutes * 60 + seconds


def _reaches(moments: tuple[Moment, Moment], start: Moment, end: Moment) -> bool:
    """Whether a result may be of a moment between two."""
    return moments[0] <= end and start <= moments[1]


def _parts(moment: Callable[[Days], tuple[Moment, Moment]], one: Placed, start: Placed, end: Placed) -> bool:
    """Whether a result is surely of a moment between two others."""
    low, high = moment(one.days)
    return moment(start.days)[1] < low and high < moment(end.days)[0]


def _evidence(several: Sequence[Placed]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(proof for one in several for proof in one.trace.evidence))
