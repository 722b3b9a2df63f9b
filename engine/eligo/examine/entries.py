"""Entries of lists made to order: what must be there with all that is asked of it, complete lists for what must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

from eligo.core.nodes import Count, Dosed, Has, Ranked, Related
from eligo.examine.having import dosed, having
from eligo.examine.literals import Literal
from eligo.examine.making import LONG_AGO, REFERENCE, Patch, around, few
from eligo.examine.ranges import Numbers, samples
from eligo.vocabulary import concepts

_MANY = 12  # more than that isn't counted up
_APART = 7  # days from one to the next of several that are counted
_GIVEN = ("medications", "procedures", "therapies")
_DAYS = ("start", "end", "onset", "resolved", "date")


def listed(groups: list[list[Literal]], anchors: dict[str, date]) -> Iterator[list[Patch]]:
    """Entries for the names that must be there; complete lists for those that must not."""
    everything = [one for group in groups for one in group]
    denied = [one.expr for one in everything if not one.wanted and isinstance(one.expr, Has)]
    days = [day for one in everything if isinstance(one.expr, Has) for day in around(one.expr, anchors)]
    for group in groups:
        there = [one.expr for one in group if one.wanted and isinstance(one.expr, Has)]
        if there:
            yield few(entries(there, denied, list(dict.fromkeys(days))))
    homes = {home for expr in denied for home in (expr.home, *(h for c in expr.concepts for h in c.homes))}
    if homes:
        yield [{"complete": sorted(homes)}]


def entries(there: list[Has], denied: list[Has], days: list[date]) -> Iterator[Patch]:
    """An entry that is all that is asked of it at once."""
    first = there[0]
    asked = [each for one in there for each in one.where]
    choices = list(_names(first, denied))
    windowed = any(one.window for one in there)
    # What comes first or last of several, or is given alone, is known of complete lists only.
    whole = any(isinstance(each, Ranked) or (isinstance(each, Related) and each.relation == "alone") for each in asked)
    closed: Patch = {"complete": list(_GIVEN)} if whole else {}
    for name, event in choices:
        if first.home == "family_history":
            yield {"family_history": [name]}
            continue
        for when in _times(there, event, days if windowed else []):
            entry: Patch = {"name": name} if first.home in ("conditions", "procedures") else {"agents": [name]}
            if any(one.other for one in there):
                entry["primary"] = False
            yield {first.home: [having(asked, {**entry, **when})], **closed}


def _names(expr: Has, denied: list[Has]) -> Iterator[tuple[str, bool]]:
    """(a name asked for, whether it is an event): the names themselves, then what lies inside them."""
    kind = "condition" if expr.home in ("conditions", "family_history") else "therapy"
    for name in dict.fromkeys(each.equivalent for each in expr.where if isinstance(each, Dosed) and each.equivalent):
        # Of itself the standard is worth itself.
        wanted = {concept.name for concept in expr.concepts}
        if wanted & {name, *concepts.ancestors(kind, name)} and not _barred(kind, name, expr, denied):
            yield name, concepts.is_event(kind, name)
    for concept in expr.concepts:
        if not _barred(kind, concept.name, expr, denied):
            yield concept.name, concept.event
    for concept in expr.concepts:
        below = (name for name in concepts.table(kind) if concept.name in concepts.ancestors(kind, name))
        fitting = (name for name in below if not _barred(kind, name, expr, denied))
        yield from ((name, concepts.is_event(kind, name)) for name in islice(fitting, 2))


def _barred(kind: str, name: str, expr: Has, denied: list[Has]) -> bool:
    """Whether an entry of a name is excepted, or is one of what must not be there."""
    inside = {name, *concepts.ancestors(kind, name)}
    # What is excepted by more than its name isn't looked into.
    if inside & {one.name for one in (*expr.excluding, *(spared.concept for spared in expr.sparing))}:
        return True
    return any(
        one.home == expr.home
        and not one.window
        and inside & {concept.name for concept in one.concepts}
        and not inside & {concept.name for concept in one.excluding}
        for one in denied
    )


def _times(there: list[Has], event: bool, days: list[date]) -> Iterator[Patch]:
    """When the entry was: going on where that is asked, else on one of the days, else long ago."""
    home = there[0].home
    now = next((one for one in there if one.tense == "now" or one.since), None)
    long_ago = LONG_AGO.isoformat()
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


# -- how many, how much ------------------------------------------------------------------------


def counted(expr: Count, numbers: Numbers, anchors: dict[str, date]) -> Iterator[Patch]:
    """Complete lists that hold one of these numbers of what is counted."""
    of = expr.of
    closed = {"complete": sorted({of.home, *(home for concept in of.concepts for home in concept.homes)})}
    for count in samples(numbers, Fraction(1)):
        if expr.what == "lines":
            if 0 <= count <= _MANY:
                yield {"therapies": [_line(of, line) for line in range(1, int(count) + 1)], **closed}
        elif count == 0:
            yield closed
        elif count > 0:
            for patch in islice(entries([_asked(expr)], [], around(of, anchors)), 2):
                (entry,) = patch[of.home]
                if isinstance(entry, dict) and (made := _several(expr, count, entry)):
                    yield {of.home: made, **closed}


def _asked(expr: Count) -> Has:
    """The entries that are counted; of the drug into whose dose others are converted, where it is one of them."""
    if not expr.equivalent:
        return expr.of
    dose = Dosed(expr.op, expr.number, expr.unit, "", expr.equivalent)
    return replace(expr.of, where=(*expr.of.where, dose))


def _line(of: Has, line: int) -> Patch:
    start = REFERENCE - timedelta(days=400 * (_MANY + 1 - line))
    end = start + timedelta(days=100)
    return {"class": of.concepts[0].name, "line": line, "start": start.isoformat(), "end": end.isoformat()}


def _several(expr: Count, count: Fraction, entry: Patch) -> list[Patch]:
    """The entry as often, or with as much, as is wanted; none where that can't be written."""
    if expr.what == "dose":
        return [{**entry, **dosed(count, expr.unit, "total")}]
    if count.denominator != 1:
        return []
    if expr.what == "cycles":
        return [{**entry, "cycles": int(count)}]
    return [_earlier(entry, number * _APART) for number in range(int(count))] if count <= _MANY else []


def _earlier(entry: Patch, days: int) -> Patch:
    """The same so many days earlier."""
    moved = {key: date.fromisoformat(entry[key]) - timedelta(days=days) for key in _DAYS if key in entry}
    return {**entry, **{key: day.isoformat() for key, day in moved.items()}}
