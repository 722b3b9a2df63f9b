"""Lists: whether an entry of a name is there. One entry is enough; none decides only in a closed list,
or where the absence itself is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from eligo.core.nodes import Has, Point, Stable, Where
from eligo.evaluate import indications
from eligo.evaluate.allergies import shown_by_stop
from eligo.evaluate.entries import kept
from eligo.evaluate.naming import Answer, every, named, none_of_it
from eligo.evaluate.properties import OUTSIDE
from eligo.evaluate.selecting import nothing_inside, select
from eligo.evaluate.showing import shown_entry
from eligo.evaluate.standing import against
from eligo.evaluate.telling import few
from eligo.evaluate.timing import begun, timed
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Change, Evidence, Gap, Trace
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Entry, Result
from eligo.vocabulary.concepts import answers

ADVERSE = "adverse event"
CAUSELESS = "conditions that name no cause, and aren't adverse events by their names, are taken as none"
WITNESSES = {
    "conditions": ("conditions", "procedures"),
    "family_history": ("family_history",),
    # A medicine may be listed with the treatment and the other way round: a witness counts in each.
    "therapies": ("therapies", "medications", "procedures"),
    "medications": ("medications", "therapies", "procedures"),
    "procedures": ("procedures", "conditions", "therapies"),
}

Answered = tuple[Entry, Answer]


def has(node: Has, view: View) -> Trace:
    """Whether the profile has such an entry. A test (or a treatment stopped for it) that shows it contradicts a list
    that doesn't hold it."""
    trace = _listed(node, view)
    unlisted = trace.truth is FALSE or all(gap.reason == "list_open" for gap in trace.gaps)
    held = any(one.path.startswith(("conditions[", "procedures[")) and one.value != "absent" for one in trace.evidence)
    if node.home != "conditions" or trace.truth is TRUE or not unlisted or held:
        return trace
    said = next((one.date for one in trace.evidence if one.value == "absent"), "")
    after = dates.parse(said) if said and node.tense == "now" else None
    shown = shown_by_test(node, view, after) or shown_by_stop(node, view)
    if shown is None:
        return trace
    subject = " or ".join(concept.name for concept in node.concepts)
    gap = Gap(subject, "conflicting_records", f"{shown.fact} {shown.value}, and the conditions don't hold it", "chart")
    return Trace(node, UNKNOWN, (gap,), evidence=(*trace.evidence, shown), assumptions=trace.assumptions)


def shown_by_test(node: Has, view: View, after: Days | None) -> Evidence | None:
    """An answer that may be the latest and says yes, or says what isn't understood; `after`: a recorded absence."""
    stretch = view.stretch(node.window)
    excluded = {test for concept in node.excluding for test in concept.shown_by}
    for test in (test for concept in node.concepts for test in concept.shown_by if test not in excluded):
        results = [one for one in view.patient.tests.get(test, ()) if after is None or _later(one, after)]
        chosen = select(results, stretch, view) if results else None
        # For a state the newest answer counts, for a history any; where none is surely inside, any may be the newest.
        unplaced = chosen is not None and bool(chosen.candidates) and chosen.missing is not None
        each = unplaced or (node.tense == "ever" and node.window is None)
        for one in results if each else chosen.candidates if chosen else ():
            unread = not one.word and any(char.isalpha() for char in one.raw)
            if stretch.touches(view.clip(one.day)) and (unread or answers(one.word) & {"positive", "detectable"}):
                return Evidence(one.path, test, one.raw, date=str(one.day or ""))
    return None


def _later(result: Result, absence: Days) -> bool:
    """Whether a result may be newer than a recorded absence."""
    return result.day is None or result.day.last > absence.first


def _listed(node: Has, view: View) -> Trace:
    subject = " or ".join(concept.name for concept in node.concepts)
    stretch = view.stretch(node.window)
    points = (node.since, *_points(node))
    notes = (*view.anchor_notes(node.window), *view.notes_of(*points), *_of_keys(node, view))
    if unplaced := view.unplaced(node.window) or next(filter(None, map(view.undated, points)), None):
        return Trace(node, UNKNOWN, (unplaced,))
    if stretch.empty and _lies_ahead(node, view):
        return _still_to_come(node, subject, view, notes)
    if stretch.empty:
        gap = Gap(subject, "outside_window", nothing_inside((), stretch, view), _obtain(node.home))
        return Trace(node, UNKNOWN, (gap,), assumptions=notes)
    end = stretch.last
    found, vague, absences = answered(node, view, end)
    absent = _absent(node, absences, view, end)

    def shown(pairs: Sequence[Answered]) -> tuple[Evidence, ...]:
        return few([shown_entry(entry, subject, node, view) for entry, _ in pairs], node.home, subject)

    present = [pair for pair in found if pair[1].truth is TRUE]
    standing = {id(entry): _stands(entry, absent, node) for entry, _ in present}
    if any(one == "yes" for one in standing.values()):
        rival = against([entry for entry, _ in present if standing[id(entry)] == "yes"], node, view, end)
        if rival is not None:
            proofs = (*shown(present), shown_entry(rival[0], subject, node, view))
            return Trace(node, UNKNOWN, (rival[1],), evidence=tuple(dict.fromkeys(proofs)), assumptions=notes)
        rests = _rests(notes, [pair for pair in present if standing[id(pair[0])] == "yes"])
        return Trace(node, TRUE, (), evidence=shown(present), assumptions=rests)
    if absent is not None and "conflict" in standing.values():
        detail = f"{present[0][0].path} says it is there, {absent[0].path} that it isn't"
        gap = Gap(subject, "conflicting_records", detail, "chart")
        return Trace(node, UNKNOWN, (gap,), evidence=shown(present), assumptions=notes)
    open_ = [pair for pair in found if pair[1].truth is UNKNOWN]
    gaps = [gap for entry, answer in open_ for gap in gaps_of(entry, answer, subject)]
    if absent is not None and not gaps and absent[1].truth is FALSE:
        entry, _, assumed = absent
        day = str(entry.asserted or "")
        proof = Evidence(entry.path, subject, "absent", date=day, change=_absence_change(node))
        return Trace(node, FALSE, evidence=(proof,), assumptions=_rests((*notes, *assumed), found))
    open_home, assumed = left_open(node, view, end)
    if open_home is None:
        unclear = [pair for pair in vague if pair[1].truth is UNKNOWN]
        gaps.extend(gap for entry, answer in unclear for gap in gaps_of(entry, answer, subject))
        rests = _rests((*notes, *assumed, *_not_of_it(node, view, end)), [*found, *vague])
        if gaps:
            return Trace(
                node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=shown([*open_, *unclear]), assumptions=rests
            )
        return Trace(node, FALSE, evidence=shown(found) or (_unlisted(node, subject),), assumptions=rests)
    if absent is not None:
        gaps.append(Gap(subject, absent[1].reason, absent[1].detail, _obtain(node.home)))
    else:
        gaps.append(Gap(subject, "list_open", _open(open_home, bool(found), view), _obtain(open_home), open_home))
    return Trace(node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=shown(open_), assumptions=notes)


def _lies_ahead(node: Has, view: View) -> bool:
    """Whether the window ends with a day that lies ahead and begins after the reference date."""
    start, end = (node.window.start, node.window.end) if node.window else (None, None)
    if node.window is None or start is None or end is None or start.anchor != end.anchor:
        return False
    longer = node.window.half_lives is not None and node.window.half_lives.whichever == "longer"
    return start.amount < 0 and not longer and view.anchor(start.anchor) > view.as_of


def _still_to_come(node: Has, subject: str, view: View, notes: tuple[str, ...]) -> Trace:
    """Nothing is assumed to happen before a day that lies ahead: only what goes on now can reach into the window."""
    if all(concept.event for concept in node.concepts):
        proof = Evidence(node.home, subject, "none", notes=("the window lies ahead",), change="yes")
        return Trace(node, FALSE, evidence=(proof,), assumptions=notes)
    statuses = node.statuses or ("active", "controlled")
    held = _listed(replace(node, window=None, tense="now", statuses=statuses), view)
    if held.truth is FALSE:
        return replace(held, expr=node, assumptions=tuple(dict.fromkeys((*held.assumptions, *notes))))
    detail = "it goes on, or may, and the window lies ahead"
    gap = Gap(subject, "outside_window", detail, _obtain(node.home))
    return Trace(node, UNKNOWN, (gap, *held.gaps), evidence=held.evidence, assumptions=notes)


def answered(node: Has, view: View, end: date) -> tuple[list[Answered], list[Answered], list[Entry]]:
    """(the entries of the name, those that may be of it, the recorded absences)."""
    found: list[Answered] = []
    vague: list[Answered] = []
    absences: list[Entry] = []
    for home in WITNESSES[node.home]:
        for entry in view.patient.entries.get(home, ()):
            if entry.status == "absent":
                absences.append(entry)
                continue
            matched = named(entry, node)
            matched = indications.perhaps(entry, node) if matched.truth is FALSE else matched
            if matched.truth is FALSE or (matched.at_home and home not in vague_homes(node)):
                continue
            when = (timed(entry, node, view, end), begun(entry, node, view))
            answer = every(matched, *when, kept(entry, node, view))
            (found if matched.truth is TRUE else vague).append((entry, answer))
    return found, vague, absences


# -- absence -----------------------------------------------------------------------------------

Absence = tuple[Entry, Answer, tuple[str, ...]]


def _absent(node: Has, entries: Sequence[Entry], view: View, end: date) -> Absence | None:
    """The recorded absence that covers every name asked for, and whether it holds up to the end."""
    # An absence of something narrower (metastatic, adjuvant, two drugs together) is none of the whole.
    entries = [e for e in entries if len(e.names) == 1 and not _narrowed(e)]
    covering = [
        [e for e in entries if any(n.name == c.name or n.name in c.ancestors for n in e.names)] for c in node.concepts
    ]
    if not all(covering):
        return None
    # The weakest of the absences decides: the one asserted earliest.
    chosen = [max(one, key=lambda e: e.asserted.first if e.asserted else date.max) for one in covering]
    weakest = min(chosen, key=lambda e: e.asserted.first if e.asserted else date.max)
    reference = view.patient.reference or view.as_of
    day = weakest.asserted.first if weakest.asserted else reference
    assumed = () if weakest.asserted else (f"{weakest.path}: absent as of the reference date {reference}",)
    if day >= end:
        return weakest, Answer(FALSE), assumed
    detail = f"absent on {day}; nothing is recorded between then and {end}"
    return weakest, Answer(UNKNOWN, weakest.label, "outside_window", detail), assumed


def _narrowed(entry: Entry) -> bool:
    narrower = (entry.extent, entry.stage, entry.confirmed_by, entry.intent, entry.line, entry.route, entry.unknown)
    more = entry.details
    return any((*narrower, more.said, more.links, more.days, more.dose, more.trial)) or entry.grade is not None


def _stands(present: Entry, absent: Absence | None, node: Has) -> Literal["yes", "no", "conflict"]:
    """The later dated of a presence and an absence wins; else they conflict. An absence never undoes a past."""
    if absent is None:
        return "yes"
    start, asserted = present.asserted or present.start, absent[0].asserted
    if start is None or asserted is None:
        return "conflict"
    if present.ongoing and not present.path.startswith("conditions") and start.first <= asserted.last:
        # It is said to go on: of which day isn't told.
        return "conflict"
    if start.first > asserted.last:
        return "yes"
    return "no" if asserted.first > start.last and node.tense == "now" else "conflict"


# -- what is shown -----------------------------------------------------------------------------


def _obtain(home: str) -> str:
    return "ask" if home in ("medications", "family_history") else "chart"


def _absence_change(node: Has) -> Change:
    """A tumour that a patient doesn't have is not waited for; other states may begin."""
    names = [{one.name, *one.ancestors} for one in node.concepts]
    return "lasting" if any("malignancy" in of and "metastases" not in of for of in names) else "yes"


def gaps_of(entry: Entry, answer: Answer, subject: str) -> list[Gap]:
    """All that an entry leaves open."""
    return [
        Gap(one.fact or subject, one.reason, one.detail or entry.path, _obtain(one.home), one.home)
        for one in (answer, *answer.more)
    ]


def _points(node: Has) -> tuple[Point, ...]:
    """The days since which something must have been so, in the properties that a rule asks for."""
    properties = (*node.where, *(one for spared in node.sparing for one in spared.where))
    return tuple(one.since for one in properties if isinstance(one, Stable))


def _rests(notes: tuple[str, ...], pairs: Sequence[Answered]) -> tuple[str, ...]:
    """What an answer rests on: the notes, and what was assumed of the entries."""
    return tuple(dict.fromkeys((*notes, *(text for _, answer in pairs for text in answer.assumed))))


def _of_keys(node: Has, view: View) -> tuple[str, ...]:
    """What is assumed where a rule asks for what only a key of the profile tells, and an entry hasn't got it."""
    listed = [one for home in WITNESSES[node.home] for one in view.patient.entries.get(home, ())]
    if any(isinstance(one, Where) and one.attribute == "trial" for one in node.where):
        treated = (one for one in listed if one.status != "absent" and not one.path.startswith("conditions"))
        return (OUTSIDE,) if any(not one.details.trial for one in treated) else ()
    if any(concept.name == ADVERSE for concept in node.concepts):
        bare = (one for one in listed if one.status != "absent" and "cause" not in one.details.links)
        return (CAUSELESS,) if any(named(one, node).truth is FALSE for one in bare) else ()
    return ()


def _not_of_it(node: Has, view: View, end: date) -> tuple[str, ...]:
    """That a name which isn't known is taken as none of it, in a list that nothing of what is asked for belongs in."""
    unlike = (home for home in WITNESSES[node.home] if home not in vague_homes(node))
    return tuple(none_of_it(home) for home in unlike if any(_strange(one, node, view, end) for one in _of(home, view)))


def _strange(entry: Entry, node: Has, view: View, end: date) -> bool:
    if entry.status == "absent" or not entry.unknown or not named(entry, node).at_home:
        return False
    return timed(entry, node, view, end).truth is not FALSE


def _of(home: str, view: View) -> Sequence[Entry]:
    return view.patient.entries.get(home, ())


def homes(node: Has) -> set[str]:
    """The lists that what is asked for may stand in."""
    return {node.home} if node.home == "family_history" else {node.home}.union(*(one.homes for one in node.concepts))


def vague_homes(node: Has) -> set[str]:
    """The lists in which a name that isn't known may be what is asked for."""
    return homes(node) if node.home == "family_history" else homes(node).union(*(c.witnessed for c in node.concepts))


def left_open(node: Has, view: View, end: date) -> tuple[str | None, tuple[str, ...]]:
    """(the first list that may hold more of it, the assumptions that closed the others)."""
    assumed: list[str] = []
    for home in (node.home, *sorted(homes(node) - {node.home})):
        closed, assumption = view.closed(home, end)
        if not closed:
            return home, ()
        assumed.extend(assumption)
    return None, tuple(assumed)


def _open(home: str, others: bool, view: View) -> str:
    """Why a list may hold more; `others`: entries of the name are listed, and don't count."""
    kind = home.replace("_", " ")
    lead = "no other is listed" if others else "not listed"
    if home in view.patient.complete:
        return f"{lead}; the list of {kind} is complete only up to {view.patient.reference}"
    return f"{lead}; the list of {kind} isn't declared complete"


def _unlisted(node: Has, subject: str) -> Evidence:
    listed = f"nothing of it in the list of {node.home.replace('_', ' ')}, which is complete"
    return Evidence(node.home, subject, "not listed", notes=(listed,), change=_absence_change(node))
