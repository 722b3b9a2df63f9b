"""The biomarkers of a plain profile, each cut into what recurs, and its place and its day."""

from __future__ import annotations

from typing import Any

from eligo.facts import quick_entries
from eligo.facts.marker_results import result_of
from eligo.facts.markers import KnownMarkers, known_markers, placed_markers
from eligo.facts.memory import Memory, NotPlain, Object, strip, valued
from eligo.facts.patient import Marker
from eligo.facts.profile import BiomarkerEntry

_SOURCE = frozenset({"source"})
_NONE: list[Any] = []


def biomarkers(
    found: list[Object], measured: quick_entries.Results, tests: quick_entries.Results, notes: list[str], memory: Memory
) -> tuple[tuple[Marker, ...], int]:
    """The markers; those that are results are filed in `measured` and `tests` behind the list of results."""
    keys, days = 0, memory.days
    made: list[Marker] = []
    for number, entry in enumerate(found):
        keys += len(entry)
        pop = entry.pop
        day, _ = days[pop("date", None)], days[pop("recorded", None)]
        alleles, covers = pop("alleles", _NONE), pop("covers", _NONE)
        if alleles.__class__ is not list or covers.__class__ is not list:
            raise NotPlain
        if "source" in entry:
            strip(entry, _SOURCE)
        key = ("biomarker", len(entry), *entry, *entry.values(), len(alleles), *alleles, *covers)
        known = memory.known.get(key) or memory.understood(key, _understood, entry, alleles, covers)
        if known.__class__ is KnownMarkers:
            made.extend(placed_markers(known, number, day, notes))
        else:
            filed, noted = known
            path = f"biomarkers[{number}]"
            quick_entries.file(filed, path, day, measured, tests)
            notes.extend([path + note for note in noted])
    return tuple(made), keys


def _understood(entry: Object, alleles: list[Any], covers: list[Any]) -> KnownMarkers | quick_entries.Understood:
    """What an entry says wherever it stands and whenever it was."""
    lists = {"alleles": [_value(one) for one in alleles], "covers": [_value(one) for one in covers]}
    model = BiomarkerEntry.model_validate({**valued(entry), **lists})
    result = result_of(model)
    return known_markers(model) if result is None else quick_entries.understood(result)


def _value(one: object) -> object:
    if one.__class__ is not str:
        raise NotPlain
    return one
