"""Patients made to order: profiles in which leaves should have the truths wanted of them.

Each leaf offers a few facts that may do; the profiles are their combinations, likeliest first. Whether
one does is for the engine to say: nothing here is believed before it was run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, product
from typing import Any

from eligo.core.nodes import LATEST, Attested, Compare, Criterion, Has, Judgment, Lines, Sex, Trial, Window, Worded
from eligo.evaluate.windows import stretch
from eligo.examine.clashing import answer, ranged
from eligo.examine.literals import Literal, Way, literal
from eligo.examine.ranges import ALL, Numbers, complement, joined, meeting, samples, satisfying
from eligo.facts import dates
from eligo.quantity.numbers import show
from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes

Profile = dict[str, Any]  # a profile as JSON: what stands in a patient file
Patch = dict[str, Any]  # some of its keys

REFERENCE = date(2025, 6, 16)
_EARLIER = 90  # days before the reference date, for the anchor at which a window begins that ends at another
_MOST = 96  # combinations
_CHOICES = 6  # of one leaf


class Unmakeable(Exception):
    """A leaf for which no fact is known that gives it its truth."""


def profiles(way: Way, trial: Trial, among: Sequence[Criterion] = ()) -> Iterator[Profile]:
    """Profiles that may have all of a way's leaves so; none where a leaf isn't understood."""
    anchors = _anchors(way)
    try:
        groups = list(_groups(way, trial, anchors))
    except Unmakeable:
        return
    yield from _combined(groups, anchors, trial, among)


def dated(way: Way, leaf: Has, day: date, trial: Trial, among: Sequence[Criterion]) -> Iterator[Profile]:
    """Profiles as for the way, with an entry of the leaf on a day and nothing else of it."""
    anchors = _anchors(way)
    homes = {leaf.home, *(home for concept in leaf.concepts for home in concept.homes)}
    try:
        groups = [*_groups(way, trial, anchors), _few(_entries([leaf], [], [day])), [{"complete": sorted(homes)}]]
    except Unmakeable:
        return
    yield from _combined(groups, anchors, trial, among)


def _combined(
    groups: Sequence[list[Patch]], anchors: dict[str, date], trial: Trial, among: Sequence[Criterion]
) -> Iterator[Profile]:
    frame: Profile = {"id": "example", "reference_date": REFERENCE.isoformat()}
    if anchors:
        frame["anchors"] = {name: day.isoformat() for name, day in anchors.items()}
    cohorts = [name for name in (one.name for one in trial.cohorts) if all(_for(name, one) for one in among)]
    if cohorts and any(one.cohorts for one in among):
        frame["cohort"] = cohorts[0]
    for patches in islice(product(*groups), _MOST):
        yield _merged(frame, patches)


def _for(cohort: str, criterion: Criterion) -> bool:
    return not criterion.cohorts or cohort in criterion.cohorts


def _merged(frame: Profile, patches: Iterable[Patch]) -> Profile:
    made = dict(frame)
    for patch in patches:
        for key, value in patch.items():
            if isinstance(value, list):
                made[key] = [*made.get(key, []), *(one for one in value if one not in made.get(key, []))]
            elif isinstance(value, dict):
                made[key] = {**made.get(key, {}), **value}
            else:
                made[key] = value
    return made


def _groups(way: Way, trial: Trial, anchors: dict[str, date]) -> Iterator[list[Patch]]:
    """For each group of leaves that look at the same thing, the facts of which one may do."""
    numbers: dict[str, list[Literal]] = {}
    entries: dict[str, list[Literal]] = {}
    for one in way:
        match one.expr:
            case Sex(sex=sex):
                yield [{"sex": sex if one.wanted else "male" if sex == "female" else "female"}]
            case Attested(statement=statement):
                yield [{"statements": {statement: one.wanted}}]
            case Judgment(reason="judgment", passing=passing):
                said = "pass" if passing == one.wanted else "fail"
                yield [{"judgments": [{"trial": trial.id, "criterion": one.label, "outcome": said}]}]
            case Worded() as expr:
                if (asked := answer(one)) is None:
                    raise Unmakeable
                yield _dated({"test": expr.test, "value": asked[1]}, expr.window, anchors)
            case Compare() as expr:
                if expr.which.kind in ("any", "all", "lowest", "highest"):
                    yield [{"complete": ["results"]}]
                numbers.setdefault("age" if expr.measure.age else f"{expr.measure.members}", []).append(one)
            case Lines(concept=concept):
                numbers.setdefault(f"lines of {concept.name}", []).append(one)
            case Has() as expr:
                names = sorted({concept.name for concept in expr.concepts})
                entries.setdefault(f"{expr.home} {names} {expr.other}", []).append(one)
            case _:
                raise Unmakeable
    for group in numbers.values():
        yield _few(_numbers(group, anchors))
    yield from _listed(list(entries.values()), anchors)


def _few(patches: Iterable[Patch]) -> list[Patch]:
    made = list(islice(patches, _CHOICES))
    if not made:
        raise Unmakeable
    return made


# -- days --------------------------------------------------------------------------------------


def _anchors(way: Way) -> dict[str, date]:
    """Days for the anchors that can't stand for the reference date: those at which a window to another begins."""
    found: dict[str, date] = {}
    for one in way:
        window = getattr(one.expr, "window", None)
        if isinstance(window, Window) and window.start and window.end and window.start.anchor != window.end.anchor:
            found[window.start.anchor or ""] = REFERENCE - timedelta(days=_EARLIER)
    found.pop("", None)
    return found


def _edges(window: Window | None, anchors: dict[str, date]) -> list[date]:
    """The days at the ends of a window, its last first."""
    made = stretch(window, lambda anchor: anchors.get(anchor or "", REFERENCE), REFERENCE)
    days = [made.sure_last, made.sure_first, made.first, made.last]
    return [day for day in dict.fromkeys(days) if date(1950, 1, 1) < day <= REFERENCE]


def _dated(entry: Patch, window: Window | None, anchors: dict[str, date]) -> list[Patch]:
    return _few({"results": [{**entry, "date": day.isoformat()}]} for day in _edges(window, anchors))


# -- numbers -----------------------------------------------------------------------------------


def _numbers(group: list[Literal], anchors: dict[str, date]) -> Iterator[Patch]:
    """Values that lie where all the leaves want them."""
    group = [_alone(one) for one in group]
    if any(not ranged(one) for one in group):
        raise Unmakeable
    first = group[0].expr
    if isinstance(first, Lines):
        yield from _counted(first, _met(group))
    elif isinstance(first, Compare) and first.measure.age:
        for months in samples(_met(group), Fraction(1)):
            if 0 <= months <= 12 * 119:
                yield {"birth_date": dates.back(REFERENCE, int(months), "month").isoformat()}
    elif isinstance(first, Compare):
        yield from _results(first, group, anchors)


def _alone(one: Literal) -> Literal:
    """The leaf as it is for a patient with one result: any of them, or all of them, is then the latest."""
    if isinstance(one.expr, Compare) and one.expr.which.kind in ("any", "all"):
        return literal(replace(one.expr, which=LATEST), one.wanted, one.label)
    return one


def _met(group: list[Literal]) -> Numbers:
    met = ALL
    for one in group:
        for _, numbers in ranged(one):
            met = meeting(met, numbers)
    return met


def _counted(expr: Lines, numbers: Numbers) -> Iterator[Patch]:
    for count in samples(numbers, Fraction(1)):
        if 0 <= count <= 12:
            given = [{"class": expr.concept.name, "line": line, **_past(line)} for line in range(1, int(count) + 1)]
            yield {"therapies": given, "complete": ["therapies"]}


def _past(line: int) -> Patch:
    start = REFERENCE - timedelta(days=400 * (13 - line))
    return {"start": start.isoformat(), "end": (start + timedelta(days=100)).isoformat()}


def _results(first: Compare, group: list[Literal], anchors: dict[str, date]) -> Iterator[Patch]:
    """One result, on a day that lies in all the windows asked about, with its range where a multiple is asked for."""
    key = first.measure.members[0] if first.measure.members else ""
    if not key:
        raise Unmakeable
    analyte = analytes()[key]
    exprs = [one.expr for one in group if isinstance(one.expr, Compare)]
    limits = [limit for expr in exprs for limit in expr.limits]
    unit = next((limit.unit for limit in limits if limit.of is None and _written(key, limit.unit)), analyte.unit)
    by = conversion(key, unit)
    if by is None:
        raise Unmakeable
    days = [day for expr in exprs for day in _edges(expr.window, anchors)]
    upper = _usual(key)
    step = abs(by.scale) * (Fraction(1) if abs(by.scale) < 1 else Fraction(1, 10))
    wanted = ALL
    for one in group:
        wanted = meeting(wanted, _absolute(one, upper))
    for value in samples(wanted, step):
        written = (value - by.offset) / by.scale
        shown = show(written)
        if Fraction(shown) != written or value < 0:
            continue
        entry: Patch = {"test": analyte.name, "value": _number(written)}
        if unit not in ("{score}", "1", ""):
            entry["unit"] = unit
        ends = [side for of, side in (("LLN", "low"), ("ULN", "high")) if any(limit.of == of for limit in limits)]
        if ends:
            entry["reference_range"] = dict.fromkeys(ends, _number((upper - by.offset) / by.scale))
        for day in dict.fromkeys(days[:2]):
            yield {"results": [{**entry, "date": day.isoformat()}]}


def _written(key: str, unit: str) -> bool:
    return bool(unit) and conversion(key, unit) is not None


_ROUND = tuple(Fraction(number) for number in (40, 1, 12, 4, 100, 300))


def _usual(key: str) -> Fraction:
    """A limit of normal that the analyte may have: a round number where one is usual for it."""
    analyte = analytes()[key]
    low, high = analyte.uln_low or analyte.threshold_low, analyte.uln_high or analyte.threshold_high
    if low is None or high is None:
        return Fraction(1)
    return next((one for one in _ROUND if low <= one <= high), (low + high) / 2)


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _absolute(one: Literal, upper: Fraction) -> Numbers:
    """The values that a leaf wants, once the limit of normal is known."""
    assert isinstance(one.expr, Compare)  # asked by the caller
    numbers: Numbers = ()
    for limit in one.expr.limits:
        numbers = joined(numbers, satisfying(one.expr.op, limit.add + (limit.factor * upper if limit.of else 0)))
    return numbers if one.wanted else complement(numbers)


# -- lists -------------------------------------------------------------------------------------


def _listed(groups: list[list[Literal]], anchors: dict[str, date]) -> Iterator[list[Patch]]:
    """Entries for the names that must be there; complete lists for those that must not."""
    everything = [one for group in groups for one in group]
    denied = [one.expr for one in everything if not one.wanted and isinstance(one.expr, Has)]
    days = [day for one in everything if isinstance(one.expr, Has) for day in _around(one.expr, anchors)]
    for group in groups:
        there = [one.expr for one in group if one.wanted and isinstance(one.expr, Has)]
        if there:
            yield _few(_entries(there, denied, list(dict.fromkeys(days))))
    homes = {home for expr in denied for home in (expr.home, *(h for c in expr.concepts for h in c.homes))}
    if homes:
        yield [{"complete": sorted(homes)}]


def _around(expr: Has, anchors: dict[str, date]) -> list[date]:
    """The days at the edges of the window an entry is asked for in, and the days beside them."""
    if expr.window is None:
        return []
    around = [day + timedelta(days=step) for day in _edges(expr.window, anchors) for step in (0, -1, 1)]
    return [day for day in dict.fromkeys(around) if day <= REFERENCE]


def _entries(there: list[Has], denied: list[Has], days: list[date]) -> Iterator[Patch]:
    """An entry that is all that is asked of it at once."""
    first = there[0]
    choices = list(_names(first, denied))
    windowed = any(one.window for one in there)
    for name, event in choices:
        if first.home == "family_history":
            yield {"family_history": [name]}
            continue
        for when in _times(there, event, days if windowed else []):
            entry: Patch = {"name": name} if first.home in ("conditions", "procedures") else {"agents": [name]}
            entry.update(_properties(there))
            if any(one.other for one in there):
                entry["primary"] = False
            yield {first.home: [{**entry, **when}]}


def _properties(there: list[Has]) -> Patch:
    """A value of each property that all ask for; of values that none shares, one."""
    made: Patch = {}
    asked: dict[str, list[str]] = {}
    for where in (where for one in there for where in one.where):
        shared = [value for value in asked.get(where.attribute, where.values) if value in where.values]
        asked[where.attribute] = shared or list(where.values)
        if where.attribute == "grade":
            made["grading"] = f"CTCAE v{where.scale}"
    for attribute, values in asked.items():
        made[attribute] = int(values[0]) if attribute == "grade" else values[0]
    return made


def _names(expr: Has, denied: list[Has]) -> Iterator[tuple[str, bool]]:
    """(a name asked for, whether it is an event): the names themselves, then what lies inside them."""
    barred = {c.name for one in (expr, *denied) for c in one.excluding}
    barred |= {c.name for one in denied if one.home == expr.home and not one.window for c in one.concepts}
    kind = "condition" if expr.home in ("conditions", "family_history") else "therapy"
    for concept in expr.concepts:
        if concept.name not in barred and not concept.ancestors & barred:
            yield concept.name, concept.event
    for concept in expr.concepts:
        below = (name for name in concepts.table(kind) if concept.name in concepts.ancestors(kind, name))
        fitting = (name for name in below if name not in barred and not concepts.ancestors(kind, name) & barred)
        yield from ((name, concepts.is_event(kind, name)) for name in islice(fitting, 2))


def _times(there: list[Has], event: bool, days: list[date]) -> Iterator[Patch]:
    """When the entry was: going on where that is asked, else on one of the days, else long ago."""
    home = there[0].home
    now = next((one for one in there if one.tense == "now" or one.since), None)
    long_ago = (REFERENCE - timedelta(days=1000)).isoformat()
    over = [day.isoformat() for day in days] or [long_ago]
    if home == "procedures":
        yield from ({"date": day} for day in over)
    elif home == "conditions":
        status = now.statuses[0] if now and now.statuses else "active"
        if now or not (event or days):
            yield {"status": status, "onset": long_ago} if now and now.since else {"status": status}
        if now is None:
            past = ({"status": "resolved", "onset": day, "resolved": day} for day in over)
            yield from ({"onset": day} for day in over) if event else past
    elif now:
        yield {"start": long_ago, "ongoing": True}
    else:
        yield from ({"start": day, "end": day} for day in over)
