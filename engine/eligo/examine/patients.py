"""Patients made to order: profiles in which leaves should have the truths wanted of them.

Each leaf offers a few facts that may do; the profiles are their combinations, likeliest first. Whether
one does is for the engine to say: nothing here is believed before it was run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice, product

from eligo.core.nodes import (
    LATEST,
    Altered,
    Attested,
    Compare,
    Count,
    Criterion,
    Has,
    Judgment,
    Sex,
    Trial,
    Window,
    Worded,
)  # fmt: skip
from eligo.examine.alterations import markers
from eligo.examine.clashing import answer, ranged
from eligo.examine.entries import counted, entries, listed
from eligo.examine.literals import Literal, Way, literal, shape
from eligo.examine.making import REFERENCE, Patch, Profile, Unmakeable, edges, few
from eligo.examine.making import anchors as anchors_of
from eligo.examine.ranges import ALL, Numbers, complement, joined, meeting, samples, satisfying
from eligo.facts import dates
from eligo.quantity.numbers import show
from eligo.quantity.units import conversion
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.test_words import words_of

_MOST = 96  # combinations


def profiles(way: Way, trial: Trial, among: Sequence[Criterion] = ()) -> Iterator[Profile]:
    """Profiles that may have all of a way's leaves so; none where a leaf isn't understood."""
    anchors = anchors_of(way)
    try:
        groups = list(_groups(way, trial, anchors))
    except Unmakeable:
        return
    yield from _combined(groups, anchors, trial, among)


def dated(way: Way, leaf: Has, day: date, trial: Trial, among: Sequence[Criterion]) -> Iterator[Profile]:
    """Profiles as for the way, with an entry of the leaf on a day and nothing else of it."""
    anchors = anchors_of(way)
    homes = {leaf.home, *(home for concept in leaf.concepts for home in concept.homes)}
    try:
        groups = [*_groups(way, trial, anchors), few(entries([leaf], [], [day])), [{"complete": sorted(homes)}]]
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
    words: dict[str, tuple[Worded, frozenset[str]]] = {}
    there: dict[str, list[Literal]] = {}
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
                key, left = asked
                words[key] = (expr, words[key][1] & left if key in words else left)
            case Compare() as expr:
                if expr.which.kind in ("any", "all", "lowest", "highest"):
                    yield [{"complete": ["results"]}]
                numbers.setdefault("age" if expr.measure.age else f"{expr.measure.members}", []).append(one)
            case Count(what="lines", of=of):
                numbers.setdefault(f"lines of {of.concepts[0].name}", []).append(one)
            case Count() as expr:
                numbers.setdefault(shape(replace(expr, op="=", number=Fraction(0))), []).append(one)
            case Has() as expr:
                names = sorted({concept.name for concept in expr.concepts})
                there.setdefault(f"{expr.home} {names} {expr.other}", []).append(one)
            case Altered():
                yield few(markers(one, anchors))
            case _:
                raise Unmakeable
    for expr, left in words.values():
        if not left:
            raise Unmakeable
        word = next(one for one in words_of(expr.test) if one in left)
        yield _dated({"test": expr.test, "value": word}, expr.window, anchors)
    for group in numbers.values():
        yield few(_numbers(group, anchors))
    yield from listed(list(there.values()), anchors)


def _dated(entry: Patch, window: Window | None, anchors: dict[str, date]) -> list[Patch]:
    return few({"results": [{**entry, "date": day.isoformat()}]} for day in edges(window, anchors))


# -- numbers -----------------------------------------------------------------------------------


def _numbers(group: list[Literal], anchors: dict[str, date]) -> Iterator[Patch]:
    """Values that lie where all the leaves want them."""
    group = [_alone(one) for one in group]
    if any(not ranged(one) for one in group):
        raise Unmakeable
    first = group[0].expr
    if isinstance(first, Count):
        yield from counted(first, _met(group), anchors)
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
    days = [day for expr in exprs for day in edges(expr.window, anchors)]
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
