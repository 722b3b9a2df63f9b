"""Entries that follow one another without a day between them: a medicine listed by prescription, a diagnosis entered
again. Together they are one stretch, which goes on since the first of them began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eligo.core.nodes import Has
from eligo.evaluate.entries import fits, other
from eligo.evaluate.naming import Answer, every, named
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.evaluate.windows import step
from eligo.facts.patient import Entry


@dataclass(frozen=True, slots=True)
class Spell:
    """Since when something goes on: surely since the day `sure`, perhaps since `first`; `open`: why only perhaps."""

    sure: date
    first: date
    open: Answer | None = None


@dataclass(frozen=True, slots=True)
class _Before:
    """An earlier entry: its start and end surely and at their widest; `sure`: it surely is of what is asked about."""

    entry: Entry
    begun: tuple[date, date]
    ended: tuple[date, date]
    sure: bool


def since(entry: Entry, node: Has, view: View) -> Spell:
    """The stretch that an entry with a start belongs to, with those that adjoin or overlap it before."""
    assert entry.start is not None  # seen to by the caller
    own = view.clip(entry.start)
    others = _others(entry, node, view)
    sure, first, why = own.last, own.first, None
    moved = True
    while moved:
        moved = False
        for one in others:
            if one.sure and one.begun[1] < sure and step(one.ended[0], 1) >= sure:
                sure, moved = one.begun[1], True
            if one.begun[0] < first and step(one.ended[1], 1) >= first:
                first, moved = one.begun[0], True
                why = why or one.entry
    first = min(first, sure)
    return Spell(sure, first, None if why is None else _open(why, entry))


def _others(entry: Entry, node: Has, view: View) -> list[_Before]:
    """The other entries that are of what is asked about, or may be."""
    found: list[_Before] = []
    for home in ("conditions",) if node.home == "conditions" else ("therapies", "medications", "procedures"):
        for one in view.patient.entries.get(home, ()):
            if one is entry or one.status == "absent":
                continue
            fit = every(named(one, node), *(fits(one, where, view) for where in node.where), other(one, node, view))
            if fit.truth is FALSE:
                continue
            begun = view.clip(one.start)
            ended = view.clip(one.end) if one.end is not None else view.clip(one.start)
            last = ended.last if one.end is not None else view.as_of
            sure = fit.truth is TRUE and one.status != "suspected" and not one.conflict
            # What isn't dated began at any time, and ended at any later one.
            whole = one.start is not None and one.end is not None
            found.append(_Before(one, (begun.first, begun.last), (ended.first, last), sure and whole))
    return found


def _open(one: Entry, entry: Entry) -> Answer:
    """That an earlier entry may reach up to a later one."""
    undated = one.start is None or one.end is None
    detail = f"{one.path} ({one.start or '?'} to {one.end or '?'}) may reach up to {entry.path} ({entry.start})"
    fact = f"start and end of {one.label}" if undated else f"dates of {one.label}"
    return Answer(UNKNOWN, fact, "undated" if undated else "date_ambiguous", detail)
