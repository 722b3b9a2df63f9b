"""What a value is measured from: the one at baseline, the lowest so far; and the numbers made of a result with it.

A change, a percentage and a grade are intervals where what they are made of is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Change, Compare, Limit
from eligo.evaluate.grades import NO_BASELINE, UNREAD_BASELINE, Limits, Open, grade_of
from eligo.evaluate.intervals import difference, hull, linear, point, ratio
from eligo.evaluate.selecting import differing, finest, select
from eligo.evaluate.series import Series
from eligo.evaluate.trace import Evidence, Gap
from eligo.evaluate.view import NO_ANCHOR, View
from eligo.evaluate.windows import Stretch
from eligo.facts.dates import Days
from eligo.facts.patient import Interval, Result
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.ctcae import grading

Since = Literal["baseline", "nadir"]
BASELINE = "baseline"  # the anchor of the profile on whose day, or before, the value at baseline is of


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier value: where it lies, the days it can be of, the results it is of; `open`: why it isn't one number."""

    kind: Since
    interval: Interval
    days: Days
    results: tuple[Result, ...]
    open: Gap | None = None
    assumed: tuple[str, ...] = ()

    def evidence(self, name: str) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(one.path, f"{name} at {self.kind}", one.raw, date=str(one.day or "")) for one in self.results
        )


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The number that is compared, as a result; what a reader is told of it; why it isn't a single one, if so."""

    result: Result
    evidence: tuple[Evidence, ...] = ()
    open: Gap | None = None
    assumed: tuple[str, ...] = ()
    spoken: str = ""


def wanted(node: Compare) -> set[Since]:
    """The earlier values that a comparison is made with."""
    found: set[Since] = {limit.of for limit in node.limits if limit.of in ("baseline", "nadir")}
    return found | ({node.measure.change.since} if node.measure.change else set())


def baseline(series: Series, view: View) -> Reference | Gap:
    """The result that counts on the day of the anchor or before it; or what is missing."""
    fact = f"{series.name} at baseline"
    day = view.patient.anchors.get(BASELINE)
    if day is None:
        return Gap("date of baseline", "not_recorded", f"{NO_ANCHOR}baseline is given", "chart")
    if day > view.as_of:
        return Gap(fact, "outside_window", f"baseline ({day}) lies ahead", series.obtain)
    chosen = select(series.results, Stretch.between(date.min, day), view)
    if chosen.missing is not None:
        return Gap(fact, *chosen.missing, "chart")
    bad = next((one for one in chosen.candidates if one.problem or one.interval is None), None)
    if bad is not None:
        reason, detail = bad.problem or ("not_recorded", "no value")
        return Gap(fact, reason, f"{bad.raw}: {detail}", "chart")
    best = finest(chosen)
    results = (best,) if best else chosen.candidates
    interval = hull([one.interval for one in results if one.interval])
    days = Days(min(one.first for one in chosen.days), min(day, max(one.last for one in chosen.days)))
    open_ = Gap(fact, *differing(chosen), "chart") if best is None else None
    if open_ is None and interval.point is None:
        open_ = Gap(fact, "beyond_detection", f"{results[0].raw} is an interval", "chart")
    return Reference("baseline", interval, days, results, open_)


def nadir(series: Series, current: Result, view: View) -> Reference | Gap:
    """The lowest value recorded up to a result's own day. The true one may be lower, unless the list is complete."""
    fact = f"{series.name} at nadir"
    own = view.clip(current.day)
    lowest: list[Interval] = []
    known: list[tuple[Fraction, Result]] = []
    open_: Gap | None = None
    for one in series.results:
        days = view.clip(one.day)
        if days.first > own.last or days.first > view.as_of:
            continue
        problem = one.problem
        if problem is None and one.basis != current.basis:
            problem = ("unit_unusable", f"it and {current.raw} differ by the body surface area")
        if problem is not None or one.interval is None:
            reason, detail = problem or ("not_recorded", "no value")
            open_ = Gap(fact, reason, f"{one.raw}: {detail}", "chart")
            lowest.append(Interval(None, None))
            continue
        lowest.append(one.interval)
        sure = one is current or days.last <= own.first
        if sure and one.interval.high is not None:
            known.append((one.interval.high, one))
        elif not sure:
            open_ = open_ or _unplaced(fact, one)
    if not known:
        return Gap(fact, "beyond_detection", f"{current.raw} has no upper end", series.obtain)
    high, result = min(known, key=lambda pair: pair[0])
    closed, assumed = view.closed("results", own.last)
    if not closed:
        open_ = incomplete(series.name, "the lowest may not be among them")
    low = hull(lowest).low if closed else None
    assert result.interval is not None  # kept only with one
    if low == high:
        return Reference("nadir", point(high), view.clip(result.day), (result,), None, assumed)
    open_ = open_ or Gap(fact, "beyond_detection", f"{result.raw} is an interval", "chart")
    return Reference("nadir", Interval(low, high), view.clip(result.day), (result,), open_, assumed)


def incomplete(name: str, detail: str) -> Gap:
    """That results which aren't recorded would decide."""
    said = f"the list of results isn't declared complete: {detail}"
    return Gap(f"every result of {name}", "not_recorded", said, "chart", "results")


def _unplaced(fact: str, one: Result) -> Gap:
    if one.day is None:
        return Gap(fact, "undated", f"{one.raw} has no date", "chart")
    return Gap(fact, "date_ambiguous", f"{one.raw} is dated {one.day}", "chart")


def reckoned(
    node: Compare, series: Series, result: Result, earlier: dict[Since, Reference], view: View
) -> Reckoned | Gap:
    """The number of a result that the comparison is about: the value itself, its change, or its grade."""
    assert result.interval is not None  # seen to by the caller
    if node.measure.graded is not None:
        base = earlier.get("baseline")
        later = base is not None and view.clip(result.day).first >= base.days.last
        return _graded(*node.measure.graded, series, result, base if later else None, view)
    change = node.measure.change
    if change is None:
        return Reckoned(result)
    since = earlier[change.since]
    if any(one.basis != result.basis for one in since.results):
        detail = f"{result.raw} and {since.results[0].raw} differ by the body surface area"
        return Gap(f"{series.name} at {since.kind}", "unit_unusable", detail, "measure")
    # The value at baseline itself hasn't changed, whatever it is.
    same = since.kind == "baseline" and (result,) == since.results
    interval = point(Fraction(0)) if same else _moved(change, result.interval, since.interval)
    if change.relative and not _positive(series, since):
        detail = f"{since.results[0].raw}: a percentage of a value that isn't above 0 means nothing"
        fact = f"how a percentage of {series.name} at {since.kind} is meant"
        return Gap(fact, "protocol_ambiguous", detail, "ask")
    basis = "" if change.relative else result.basis
    made = replace(result, interval=interval, basis=basis, uln=None, lln=None, molar=False)
    return Reckoned(
        made, since.evidence(series.name), since.open, since.assumed, _spoken(node.limits[0], change, interval)
    )


def _spoken(limit: Limit, change: Change, moved: Interval) -> str:
    """`decrease of 2 g/dL since baseline`, in the unit of the criterion."""
    if moved.point is None:
        return ""
    turned: dict[str, str] = {"increase": "decrease", "decrease": "increase"}
    direction = turned[change.direction] if moved.point < 0 else change.direction
    amount = f"{show(abs(moved.point / limit.scale), 2)} {limit.unit}".rstrip()
    return f"{direction} of {amount} since {change.since}"


def _moved(change: Change, now: Interval, then: Interval) -> Interval:
    """How far the value has moved in the direction asked about."""
    if not change.relative:
        return difference(now, then) if change.direction == "increase" else difference(then, now)
    hundredfold = Fraction(100) if change.direction == "increase" else Fraction(-100)
    return linear(ratio(now, then), hundredfold, -hundredfold)


def _positive(series: Series, since: Reference) -> bool:
    """Whether an earlier value can be divided by: it is above zero, or of what is never below it."""
    if since.interval.high is not None and since.interval.high <= 0:
        return False
    if since.interval.low is not None and since.interval.low > 0:
        return True
    least = analytes()[series.key].data_low if series.key else None
    return least is not None and least >= 0


def _graded(
    term: str, version: str, series: Series, result: Result, base: Reference | None, view: View
) -> Reckoned | Gap:
    fact = f"CTCAE grade of {series.name}"
    scale = grading(term, version)
    if scale is None:
        return Gap(fact, "name_unknown", f"{term} has no laboratory grades in CTCAE v{version}", "ask")
    high, by_site = view.upper_limit(series.key, result.uln, True)
    low, also_by_site = view.upper_limit(series.key, result.lln, False)
    normal = _limits(series, base, view) if base else None
    interval, said, notes = grade_of(
        scale, result, high, low, base.interval if base else None, analyte=series.key, normal=normal
    )
    gap = _why(said, fact, series, result, base, view) if said else None
    if interval is None:
        return gap or Gap(fact, "not_recorded", f"{result.raw} has no grade", "chart")
    made = replace(result, interval=interval, basis="", uln=None, lln=None, molar=False)
    assumed = tuple(note for note in (*notes, by_site, also_by_site) if note)
    spoken = f"grade {show(interval.low or Fraction(0))}" if interval.point is not None else ""
    return Reckoned(made, base.evidence(series.name) if base else (), gap, assumed, spoken)


def _limits(series: Series, base: Reference, view: View) -> Limits:
    """The limits of normal of a baseline, in its own range; None where its results differ in them."""
    found = {
        (view.upper_limit(series.key, one.uln, True)[0], view.upper_limit(series.key, one.lln, False)[0])
        for one in base.results
    }
    return found.pop() if len(found) == 1 else (None, None)


def _why(said: Open, fact: str, series: Series, result: Result, base: Reference | None, view: View) -> Gap:
    """Why a grade isn't a single one: what the baseline lacks, where it hangs on that."""
    reason, detail = said
    if said == UNREAD_BASELINE and base is not None and base.open is not None:
        return base.open
    missing = baseline(series, view) if said == NO_BASELINE else None
    return missing if isinstance(missing, Gap) else Gap(fact, reason, f"{result.raw}: {detail}", "chart")
