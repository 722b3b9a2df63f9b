"""Entries that follow one another without a day between them: a medicine listed by prescription. Together they are
one stretch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.evaluate.view import View
from eligo.evaluate.windows import step
from eligo.facts.dates import Days
from eligo.facts.patient import Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry: its start and end surely and at their widest; `sure`: it surely is of what is asked about."""

    entry: Entry
    begun: tuple[date, date]
    ended: tuple[date, date]
    sure: bool


def piece(one: Entry, view: View, sure: bool) -> Piece:
    """An entry as a part of a stretch; what isn't dated began at any time, and ended at any later one."""
    begun = view.clip(one.start)
    ended = view.clip(one.end) if one.end is not None else begun
    last = ended.last if one.end is not None else view.as_of
    whole = one.start is not None and one.end is not None
    return Piece(one, (begun.first, begun.last), (ended.first, last), sure and whole)


def back(begun: Days, others: Sequence[Piece]) -> tuple[date, date, Entry | None]:
    """(since when a stretch surely goes on, since when perhaps, the entry that leaves it open)."""
    sure, first, why = begun.last, begun.first, None
    moved = True
    while moved:
        moved = False
        for one in others:
            if one.sure and one.begun[1] < sure and step(one.ended[0], 1) >= sure:
                sure, moved = one.begun[1], True
            if one.begun[0] < first and step(one.ended[1], 1) >= first:
                first, moved = one.begun[0], True
                why = why or one.entry
    return sure, min(first, sure), why


def ahead(ended: tuple[date, date], others: Sequence[Piece]) -> tuple[date, date, Entry | None]:
    """(until when a stretch surely goes on, until when perhaps, the entry that leaves it open)."""
    sure, last, why = ended[0], ended[1], None
    moved = True
    while moved:
        moved = False
        for one in others:
            if one.sure and one.ended[0] > sure and step(sure, 1) >= one.begun[1]:
                sure, moved = one.ended[0], True
            if one.ended[1] > last and step(last, 1) >= one.begun[0]:
                last, moved = one.ended[1], True
                why = why or one.entry
    return sure, max(last, sure), why


def others(entry: Entry, view: View, homes: Iterable[str]) -> list[Entry]:
    """The other entries of these lists that had begun, or may have, by the day that is looked at."""
    return [
        one
        for home in homes
        for one in view.patient.entries.get(home, ())
        if one is not entry and one.status != "absent" and not (one.start is not None and one.start.first > view.as_of)
    ]
