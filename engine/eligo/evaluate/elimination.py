"""Windows told in half-lives of the very drug that was given: each entry has its own start."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from eligo.core.nodes import HalfLives, Has
from eligo.evaluate.naming import within
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch, step
from eligo.facts.patient import Entry, Link
from eligo.quantity.numbers import show
from eligo.vocabulary.half_lives import HalfLife, half_life

_DRUGS = {"chemotherapy", "systemic therapy"}


def stretch_of(entry: Entry, node: Has, view: View, day: date | None = None) -> Stretch:
    """The days of the window for one entry; with `day`, seen on that later day."""
    window = node.window
    fixed = view.stretch(window) if day is None else view.moved(window, day)
    if window is None or window.half_lives is None:
        return fixed
    anchor = day if day is not None and view.movable(window.anchor) else view.anchor(window.anchor)
    drugs = [agent for agent in agents(entry, node) if agent not in undrugged(entry, node)]
    first, sure = _start(entry, drugs, window.half_lives, anchor)
    if window.half_lives.whichever == "longer":
        first, sure = min(first, fixed.first), min(sure, fixed.sure_first)
    else:
        # Without a fixed start that one lies at the beginning of time.
        first, sure = max(first, fixed.first), max(sure, fixed.sure_first)
    if window.half_lives.whichever != "only" and len(drugs) < len(agents(entry, node)):
        # What isn't a drug has no half-life: the fixed length alone is meant for it.
        alone = not drugs
        first = fixed.first if alone else min(first, fixed.first)
        sure = fixed.sure_first if alone else min(sure, fixed.sure_first)
    elif len(drugs) < len(agents(entry, node)):
        first = date.min
    return Stretch(first, fixed.last, sure, fixed.sure_last)


def _start(entry: Entry, drugs: Sequence[str], half_lives: HalfLives, anchor: date) -> tuple[date, date]:
    """(the first day that may lie so many half-lives back, the first that surely does not farther), of any drug."""
    starts: list[tuple[date, date]] = []
    for agent in drugs:
        known = of(agent, entry)
        if known is None:
            starts.append((date.min, anchor))
            continue
        low, high = half_lives.number * known.low / 24, half_lives.number * known.high / 24
        # The anchor's own day counts, however soon the drug is gone.
        starts.append((step(anchor, -math.ceil(high)), step(anchor, min(0, 1 - math.floor(low)))))
    return min((first for first, _ in starts), default=date.min), min((sure for _, sure in starts), default=anchor)


def agents(entry: Entry, node: Has) -> tuple[str, ...]:
    """The drugs of an entry that the question is about; a name that isn't known may be of another."""
    given = _given(entry)
    asked = [
        one.name
        for one in (given or entry).names
        if (given or any(within(one, concept) for concept in node.concepts))
        and not any(within(one, concept) for concept in node.excluding)
    ]
    return (*asked, *(given or entry).unknown) or (entry.label,)


def _given(entry: Entry) -> Link | None:
    """What was given in a trial, which stands there a second time as treatment of the trial."""
    return next((one.of for one in entry.names if one.of is not None), None)


def undrugged(entry: Entry, node: Has) -> list[str]:
    """What an entry names that is no drug: radiation, an operation."""
    names = (_given(entry) or entry).names
    local = {
        one.name
        for one in names
        if one.ancestors.union([one.name]) & {"radiotherapy", "surgery"} and not _DRUGS & one.ancestors
    }
    if entry.path.startswith("procedures["):
        local.update(one.name for one in names if not _DRUGS & one.ancestors and of(one.name, entry) is None)
    return [agent for agent in agents(entry, node) if agent in local]


def told(entry: Entry, node: Has) -> str:
    """How long so many half-lives of the entry's drugs last, for a reader."""
    assert node.window is not None and node.window.half_lives is not None  # asked by the caller
    number = node.window.half_lives.number
    said = []
    for agent in agents(entry, node):
        known = of(agent, entry)
        if agent in undrugged(entry, node):
            said.append(f"{agent} has no half-life")
            continue
        if known is None:
            said.append(f"the half-life of {agent} isn't in the tables")
            continue
        low, high = (_days(number * hours) for hours in (known.low, known.high))
        said.append(f"{show(number)} half-lives of {agent} are {low if low == high else f'{low} to {high}'} days")
    return "; ".join(said)


def unknown_agents(entry: Entry, node: Has) -> list[str]:
    return [agent for agent in agents(entry, node) if of(agent, entry) is None]


def of(agent: str, entry: Entry) -> HalfLife | None:
    """The half-life of an agent by the tables, else the one that the record gives for the entry's one drug."""
    known = half_life(agent)
    if known is None and entry.half_life is not None:
        return HalfLife(entry.half_life, entry.half_life, entry.path, "")
    return known


def _days(hours: Fraction) -> str:
    return show(hours / 24, 1)
