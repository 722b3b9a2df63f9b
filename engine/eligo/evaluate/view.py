"""A patient seen on a day: which day counts back from which anchor, which lists are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Point, Window
from eligo.evaluate import windows
from eligo.evaluate.trace import Gap
from eligo.evaluate.windows import Stretch
from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Answer, Patient
from eligo.vocabulary import concepts, names

NO_ANCHOR = "no date of "  # begins what is told of an anchor without a date: a note, for it favours nobody

Limits = Mapping[tuple[str, str], tuple[Fraction | None, Fraction | None]]


@dataclass(frozen=True, slots=True)
class View:
    """`assumed`: lists taken as complete for this run. `limits`: a site's (ULN, LLN) by analyte and sex."""

    patient: Patient
    as_of: date
    assumed: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=dict)
    trial: str = ""
    criterion: str = ""
    cohorts: tuple[str, ...] = ()
    considered: tuple[str, ...] = ()
    asks_apart: bool = False

    def anchor(self, name: str | None) -> date:
        """The anchor's own day; the reference date where the profile gives none."""
        return self.patient.anchors.get(name, self.as_of) if name else self.as_of

    def stretch(self, window: Window | None) -> Stretch:
        """The days of a window that are evidence; without a window all days up to the reference date."""
        return windows.stretch(window, self.anchor, self.as_of)

    def end(self, window: Window | None) -> date:
        """The last day that is evidence: the window's end or the reference date, whichever is earlier."""
        return self.stretch(window).last

    def moved(self, window: Window | None, day: date) -> Stretch:
        """The window's days seen on a later day, which then is that of every anchor that isn't past yet."""
        return windows.stretch(window, lambda name: day if self.movable(name) else self.anchor(name), day)

    def movable(self, name: str | None) -> bool:
        """Whether time still moves an anchor: the reference date, one without a date, one that lies ahead."""
        given = self.patient.anchors.get(name) if name else None
        return given is None or given > self.as_of

    def unplaced(self, window: Window | None) -> Gap | None:
        """The missing date of what a window hangs on, where no other day can stand for it.

        That is what it begins with, what it ends with if it has no beginning (half-lives are one, counted back from
        its end), and any day that must be past.
        """
        if window is None:
            return None
        start, end = window.start, window.end
        past = next((one for one in (start, end) if one and one.anchor and concepts.is_past(one.anchor)), None)
        if past is not None and past.anchor not in self.patient.anchors:
            return self._dateless(past.anchor)
        return self.undated(start or (end if window.half_lives is None else None))

    def undated(self, point: Point | None) -> Gap | None:
        """The missing date of an anchor from which a point isn't counted back."""
        return self._dateless(point.anchor) if point and point.amount >= 0 else None

    def _dateless(self, name: str | None) -> Gap | None:
        if name is None or name in self.patient.anchors:
            return None
        return Gap(f"date of {name}", "not_recorded", f"{NO_ANCHOR}{name} is given", "chart")

    def anchor_notes(self, window: Window | None) -> tuple[str, ...]:
        """What the reader must know of the anchors: that one is missing, or lies ahead."""
        return self.notes_of(window.start, window.end) if window else ()

    def notes_of(self, *points: Point | None) -> tuple[str, ...]:
        """What the reader must know of the anchors of these points."""
        notes = []
        for name in dict.fromkeys(point.anchor for point in points if point and point.anchor):
            day = self.patient.anchors.get(name)
            if day is None:
                notes.append(f"{NO_ANCHOR}{name} is given; the reference date {self.as_of} stands for it")
            elif day > self.as_of:
                notes.append(f"{name} ({day}) lies ahead; nothing is assumed to happen before it")
        return tuple(notes)

    def closed(self, home: str, end: date) -> tuple[bool, tuple[str, ...]]:
        """Whether what a list doesn't hold is absent up to a day, and the assumption that says so."""
        if home in self.assumed:
            return True, (f"the list of {home.replace('_', ' ')} is assumed complete",)
        reference = self.patient.reference
        return home in self.patient.complete and (reference is None or end <= reference), ()

    def clip(self, days: Days | None) -> Days:
        """The days an entry can mean, inside the patient's life up to the reference date.

        Of an earlier day than the profile's own reference date, what was recorded may be of any day up to that one.
        """
        birth = self.patient.birth.first if self.patient.birth else date.min
        latest = max(self.as_of, self.patient.reference or self.as_of)
        if days is None:
            return Days(min(birth, self.as_of), latest)
        if days.first > self.as_of:
            return days
        first = max(days.first, min(birth, days.last))
        return Days(first, max(first, min(days.last, latest)), days.clock, days.instant)

    def may_lie_ahead(self, days: Days) -> bool:
        """Whether what is recorded of these days may be of a later one than is looked at."""
        return self.clip(days).last > self.as_of

    def judgment(self) -> Answer | None:
        """A person's answer for the criterion at hand: one for each cohort looked at, or one for all of them where
        all are asked the same. An answer given after the reference date is none yet.
        """
        mine = [name for name in self.considered if not self.cohorts or name in self.cohorts] or [""]
        found = [self._answer(name) or (None if self.asks_apart else self._answer("")) for name in mine]
        given = [one for one in found if one is not None]
        complete = len(given) == len(found) and all(one.passed == given[0].passed for one in given)
        return given[0] if complete else None

    def _answer(self, cohort: str) -> Answer | None:
        one = self.patient.judgments.get((self.trial, names.key(self.criterion), cohort.casefold()))
        return one if one and not (one.day and dates.parse(one.day).first > self.as_of) else None

    def upper_limit(self, analyte: str, own: Fraction | None, high: bool) -> tuple[Fraction | None, str]:
        """ULN (or LLN) of a result: its own, else the site's with the note that says so."""
        if own is not None:
            return own, ""
        by_sex = any((analyte, sex) in self.limits for sex in ("female", "male"))
        if self.patient.sex is None and by_sex:
            return None, ""
        for sex in (self.patient.sex or "", ""):
            found = self.limits.get((analyte, sex))
            limit = found[0 if high else 1] if found else None
            if limit is not None:
                return limit, f"{'ULN' if high else 'LLN'} from the site's table of limits"
        return None, ""
