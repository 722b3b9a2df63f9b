"""Entries that follow one another without a day between them: a medicine listed by prescription, a diagnosis entered
again. Together they are one stretch, which goes on since the first of them began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eligo.core.nodes import Has
from eligo.evaluate import joining
from eligo.evaluate.entries import kept
from eligo.evaluate.joining import Piece
from eligo.evaluate.naming import Answer, every, named
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.facts.patient import Entry


@dataclass(frozen=True, slots=True)
class Spell:
    """Since when something goes on: surely since the day `sure`, perhaps since `first`; `open`: why only perhaps."""

    sure: date
    first: date
    open: Answer | None = None


def since(entry: Entry, node: Has, view: View) -> Spell:
    """The stretch that an entry with a start belongs to, with those that adjoin or overlap it before."""
    assert entry.start is not None  # seen to by the caller
    sure, first, why = joining.back(view.clip(entry.start), _others(entry, node, view))
    return Spell(sure, first, None if why is None else open_between(why, entry))


def _others(entry: Entry, node: Has, view: View) -> list[Piece]:
    """The other entries that are of what is asked about, or may be."""
    found: list[Piece] = []
    for home in ("conditions",) if node.home == "conditions" else ("therapies", "medications", "procedures"):
        for one in view.patient.entries.get(home, ()):
            if one is entry or one.status == "absent":
                continue
            fit = every(named(one, node), kept(one, node, view))
            if fit.truth is not FALSE:
                sure = fit.truth is TRUE and one.status != "suspected" and not one.conflict
                found.append(joining.piece(one, view, sure))
    return found


def open_between(one: Entry, entry: Entry) -> Answer:
    """That an earlier entry may reach up to a later one."""
    undated = one.start is None or one.end is None
    detail = f"{one.path} ({one.start or '?'} to {one.end or '?'}) may reach up to {entry.path} ({entry.start})"
    fact = f"start and end of {one.label}" if undated else f"dates of {one.label}"
    return Answer(UNKNOWN, fact, "undated" if undated else "date_ambiguous", detail)
