"""A patient seen on a day: which day counts back from which anchor, which lists are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from eligo.core.nodes import Window
from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Answer, Patient
from eligo.vocabulary import names

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

    def end(self, window: Window | None) -> date:
        """The last day that is evidence: the anchor or the reference date, whichever is earlier."""
        return min(self.anchor(window.anchor), self.as_of) if window else self.as_of

    def start(self, window: Window) -> date:
        """The first day inside a window."""
        first = dates.back(self.anchor(window.anchor), window.amount, window.unit)
        return first + timedelta(days=1) if window.strict else first

    def anchor_notes(self, window: Window | None) -> tuple[str, ...]:
        """What the reader must know of the anchor: that it is missing, or lies ahead."""
        if window is None or window.anchor is None:
            return ()
        day = self.patient.anchors.get(window.anchor)
        if day is None:
            return (f"{NO_ANCHOR}{window.anchor} is given; the reference date {self.as_of} stands for it",)
        if day > self.as_of:
            return (f"{window.anchor} ({day}) lies ahead; nothing is assumed to happen before it",)
        return ()

    def closed(self, home: str, end: date) -> tuple[bool, tuple[str, ...]]:
        """Whether what a list doesn't hold is absent up to a day, and the assumption that says so."""
        if home in self.assumed:
            return True, (f"the list of {home.replace('_', ' ')} is assumed complete",)
        reference = self.patient.reference
        return home in self.patient.complete and (reference is None or end <= reference), ()

    def clip(self, days: Days | None) -> Days:
        """The days an entry can mean, inside the patient's life up to the reference date."""
        birth = self.patient.birth.first if self.patient.birth else date.min
        if days is None:
            return Days(min(birth, self.as_of), self.as_of)
        if days.first > self.as_of:
            return days
        first = max(days.first, min(birth, days.last))
        return Days(first, max(first, min(days.last, self.as_of)), days.clock, days.instant)

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
