"""What the closures look at: one patient on one day, with what several rules ask for found out once.

Nothing here decides anything. What isn't plain is marked `VAGUE`, and the specification is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from eligo.core.nodes import Altered, Compare, Criterion, Expr, Has, Span, Window, Worded
from eligo.core.walking import walk
from eligo.evaluate.indications import perhaps, told_of_cancer
from eligo.evaluate.naming import named, severe
from eligo.evaluate.records import WITNESSES, vague_homes
from eligo.evaluate.trace import FALSE, TRUE, Truth
from eligo.evaluate.view import Limits, View
from eligo.facts.patient import Entry, Patient, Result

# How many windows on other days, and entries with other names, are kept before all of them are dropped.
MOST = 20_000

Bounds = tuple[date, date]  # the first and the last day of a window, both counted
_Days = tuple[date, date | None, date | None]
# The entry, whether it surely is of the name asked about (None: it is recorded as absent), whether it is an event.
Touched = tuple[Entry, bool | None, bool]
Decide = Callable[["State"], Truth]


class Vague:
    """Something that only the specification decides."""


VAGUE: Final = Vague()


class State:
    """One patient on one day, which is `as_of`.

    `touched`: the entries that a rule on a list may be about, by the rule's number in the plan.
    `closed`: the lists that are complete up to that day. `current`: no bare status of the profile is of
    a later day. `lacking`: there are no limits of normal but the results' own.
    """

    __slots__ = (
        "_asked", "_view", "_views", "anchors", "as_of", "closed", "current", "lacking", "patient", "plan", "results",
        "sex", "statements", "tests", "touched", "windows",
    )  # fmt: skip

    def __init__(self, plan: Plan, patient: Patient, as_of: date, assumed: frozenset[str], limits: Limits) -> None:
        self.plan = plan
        self.patient = patient
        self.as_of = as_of
        self.anchors = patient.anchors
        self.results = patient.results
        self.tests = patient.tests
        self.sex = patient.sex
        self.statements = patient.statements
        reference = patient.reference
        self.closed = assumed | patient.complete if reference is None or as_of <= reference else assumed
        self.current = reference is None or as_of >= reference
        self.lacking = not limits
        self.windows: list[Bounds | Vague | None] = [None] * len(plan.windows)
        self.touched = plan.touched(patient.entries)
        self._asked = (assumed, limits)
        self._view: View | None = None
        self._views: dict[int, View] | None = None

    @property
    def view(self) -> View:
        """The patient as the specification sees one, outside any criterion."""
        if self._view is None:
            self._view = View(self.patient, self.as_of, *self._asked, self.plan.trial)
        return self._view

    def place(self, number: int) -> Bounds | Vague:
        """The days of a window of the plan; vague where it is told in hours, empty, or begins with no known day."""
        made = self.windows[number] = self.plan.placed(number, self)
        return made

    def closed_until(self, lists: frozenset[str], end: date) -> bool:
        """Whether all of these lists are complete up to a day that lies before the one asked about."""
        reference = self.patient.reference
        return reference is not None and end <= reference and lists <= self._asked[0] | self.patient.complete

    def view_of(self, number: int) -> View:
        """The view of a criterion of the plan, as the specification takes it."""
        if self._views is None:
            self._views = {}
        made = self._views.get(number)
        if made is None:
            one = self.plan.criteria[number]
            made = self._views[number] = replace(
                self.view,
                criterion=one.label,
                cohorts=one.cohorts,
                considered=self.plan.considered,
                asks_apart=one.asks_apart,
            )
        return made


class Plan:
    """What the closures of a trial share: its windows and its rules on lists, each under a number.

    `tally`, where it is given, counts the leaves by kind: `Has, in all`, of these `Has, asked` of the interpreter.
    """

    __slots__ = ("_about", "_anchors", "_same", "considered", "criteria", "records", "tally", "trial", "windows")

    def __init__(
        self, trial: str, criteria: Sequence[Criterion], considered: tuple[str, ...], tally: Counter[str] | None
    ) -> None:
        self.trial = trial
        self.criteria = criteria
        self.considered = considered
        self.tally = tally
        self.windows: list[Window] = []
        self.records: list[Has] = []
        # The anchors of each window's start and end, and its days for each reference date and days of these.
        self._anchors: list[tuple[str | None, str | None, dict[_Days, Bounds | Vague]]] = []
        # By identity first (readings share what they understood), then by content. What is kept can't be another.
        self._about: dict[
            tuple[str, int, int, str, bool, bool, bool | None], tuple[Entry, list[tuple[int, bool | None, bool]]]
        ] = {}
        self._same: dict[tuple[object, ...], list[tuple[int, bool | None, bool]]] = {}

    def window(self, window: Window) -> int:
        """The number of a window."""
        for number, one in enumerate(self.windows):
            if (one.start, one.end, one.half_lives) == (window.start, window.end, window.half_lives):
                return number
        self.windows.append(window)
        start, end = window.start, window.end
        self._anchors.append((start.anchor if start else None, end.anchor if end else None, {}))
        return len(self.windows) - 1

    def record(self, node: Has) -> int:
        """The number of a rule on a list; the same for the same rule elsewhere."""
        anywhere = replace(node, span=Span(0, 0))
        for number, one in enumerate(self.records):
            if one == anywhere:
                return number
        self.records.append(anywhere)
        return len(self.records) - 1

    def register(self, expr: Expr) -> None:
        """Numbers for all that an expression looks at, before the first patient comes."""
        for node in walk(expr):
            if isinstance(node, Compare | Worded | Has | Altered) and node.window is not None:
                self.window(node.window)
            if isinstance(node, Has):
                self.record(node)

    def placed(self, number: int, state: State) -> Bounds | Vague:
        """The days of a window for a patient: they hang on the reference date and the window's anchors alone."""
        start, end, kept = self._anchors[number]
        anchor = state.anchors.get
        key = (state.as_of, anchor(start) if start else None, anchor(end) if end else None)
        found = kept.get(key)
        if found is None:
            if len(kept) > MOST:
                kept.clear()
            found = kept[key] = self._bounds(self.windows[number], state.view)
        return found

    @staticmethod
    def _bounds(window: Window, view: View) -> Bounds | Vague:
        if view.unplaced(window) is not None:
            return VAGUE
        stretch = view.stretch(window)
        if stretch.empty or (stretch.first, stretch.last) != (stretch.sure_first, stretch.sure_last):
            return VAGUE
        return stretch.first, stretch.last

    def touched(self, lists: Mapping[str, Sequence[Entry]]) -> dict[int, list[Touched]]:
        """The entries that a rule may be about, by its number."""
        found: dict[int, list[Touched]] = {}
        if not self.records:
            return found
        about, kept = self._about, self.about
        for home, entries in lists.items():
            for entry in entries:
                told = told_of_cancer(entry)
                graded = None if entry.grade is None else severe(entry)
                known = about.get(
                    (home, id(entry.names), id(entry.unknown), entry.route, entry.status == "absent", told, graded)
                )
                for number, sure, event in kept(home, entry) if known is None else known[1]:
                    if number in found:
                        found[number].append((entry, sure, event))
                    else:
                        found[number] = [(entry, sure, event)]
        return found

    def about(self, home: str, entry: Entry) -> list[tuple[int, bool | None, bool]]:
        """The rules that an entry may be about: they hang on its list, its names, its route, whether it is said to
        be for a cancer, and whether its grade calls it severe."""
        absent, told, graded = entry.status == "absent", told_of_cancer(entry), severe(entry)
        key = (home, id(entry.names), id(entry.unknown), entry.route, absent, told, graded)
        content = (home, entry.names, entry.unknown, entry.route, absent, told, graded)
        made = self._same.get(content)
        if made is None:
            if len(self._same) > MOST:
                self._same.clear()
            made = self._same[content] = [
                (number, sure, event)
                for number, node in enumerate(self.records)
                for sure, event in self._matched(home, entry, node, absent)
            ]
        if len(self._about) > MOST:
            self._about.clear()
        # The entry is kept with it, so that nothing else can get the identity of its names.
        self._about[key] = (entry, made)
        return made

    @staticmethod
    def _matched(home: str, entry: Entry, node: Has, absent: bool) -> list[tuple[bool | None, bool]]:
        if home not in WITNESSES[node.home]:
            return []
        if absent:
            covers = any(one.name == c.name or one.name in c.ancestors for one in entry.names for c in node.concepts)
            return [(None, False)] if covers else []
        matched = named(entry, node)
        matched = perhaps(entry, node) if matched.truth is FALSE else matched
        if matched.truth is FALSE or (matched.at_home and home not in vague_homes(node)):
            return []
        return [(matched.truth is TRUE, any(one.event for one in entry.names))]


def latest(found: Sequence[Result], last: date) -> Result | None:
    """The one result of the latest day up to `last`; None where the dates leave it open, or there is none.

    Two of one day may differ, a date may be partial, and zones may turn the order of two days round.
    """
    best: Result | None = None
    newest = date.min
    alone = False
    for one in found:
        days = one.day
        if days is None or days.first != days.last or days.instant is not None:
            return None
        if days.first > last:
            continue
        if best is None or days.first > newest:
            best, newest, alone = one, days.first, True
        elif days.first == newest:
            alone = False
    return best if alone else None


__all__ = ["VAGUE", "Bounds", "Decide", "Plan", "State", "Touched", "Vague", "latest"]
