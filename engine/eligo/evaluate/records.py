"""Lists: whether an entry of a name is there, when, and with what properties; lines of therapy.

Each entry is TRUE, FALSE or UNKNOWN for the question; one TRUE is enough. FALSE for all of them
decides only in a list that is closed, or where the absence itself is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eligo.core.nodes import Concept, Has, Where
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Change, Evidence, Gap, Trace, Truth
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Entry, Named, Reason

_WITNESSES = {
    "conditions": ("conditions", "procedures"),
    "family_history": ("family_history",),
    # A medicine may be listed with the treatment and the other way round: a witness counts in each.
    "therapies": ("therapies", "medications", "procedures"),
    "medications": ("medications", "therapies"),
    "procedures": ("procedures", "conditions", "therapies"),
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one entry says: a truth, and for an UNKNOWN the missing fact and why."""

    truth: Truth
    fact: str = ""
    reason: Reason = "not_recorded"
    detail: str = ""


_YES, _NO = _Answer(TRUE), _Answer(FALSE)


def has(node: Has, view: View) -> Trace:
    """Whether the profile has such an entry."""
    end = view.end(node.window)
    subject = " or ".join(concept.name for concept in node.concepts)
    found: list[tuple[Entry, _Answer]] = []
    vague: list[tuple[Entry, _Answer]] = []
    absences: list[Entry] = []
    for home in _WITNESSES[node.home]:
        for entry in view.patient.entries.get(home, ()):
            if entry.status == "absent":
                absences.append(entry)
                continue
            matched = _named(entry, node)
            if matched.truth is FALSE or (matched.truth is UNKNOWN and home != node.home):
                continue
            rest = _all(
                _timed(entry, node, view, end),
                *(_fits(entry, where) for where in node.where),
                _other(entry, node, view),
            )
            answer = _all(matched, rest)
            (found if matched.truth is TRUE else vague).append((entry, answer))
    notes = view.anchor_notes(node.window)
    absent = _absent(node, absences, view, end)
    sure = next((entry for entry, answer in found if answer.truth is TRUE), None)
    evidence = tuple(
        _shown(entry, subject, node, view, end) for entry, answer in (*found, *vague) if answer.truth is not FALSE
    )
    if sure is not None:
        conflict = _contradiction(sure, absent, node)
        if conflict == "conflict":
            detail = f"{sure.path} says it is there, {absent[0].path if absent else ''} that it isn't"
            return Trace(
                node,
                UNKNOWN,
                (Gap(subject, "conflicting_records", detail, "chart"),),
                evidence=evidence,
                assumptions=notes,
            )
        if conflict != "absent":
            proofs = (_shown(one, subject, node, view, end) for one, answer in found if answer.truth is TRUE)
            return Trace(node, TRUE, evidence=tuple(proofs), assumptions=notes)
        found = [pair for pair in found if pair[0] is not sure and pair[1].truth is not TRUE]
    gaps = [_gap(entry, answer, subject) for entry, answer in found if answer.truth is UNKNOWN]
    if absent is not None and not gaps:
        entry, answer, assumed = absent
        word, day = f"absent: {entry.label}", str(entry.asserted or "")
        proof = Evidence(entry.path, subject, word, date=day, change=_absence_change(node))
        if answer.truth is FALSE:
            return Trace(node, FALSE, evidence=(proof,), assumptions=(*notes, *assumed))
        evidence = (*evidence, proof)
    closed, assumed = view.closed(node.home, end)
    if closed:
        gaps.extend(_gap(entry, answer, subject) for entry, answer in vague if answer.truth is UNKNOWN)
        if gaps:
            return Trace(node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=evidence, assumptions=(*notes, *assumed))
        past = tuple(_shown(entry, subject, node, view, end) for entry, _ in found)
        listed = f"nothing of it in the list of {node.home.replace('_', ' ')}, which is complete"
        word = "not listed" if not past else "not now"
        proof = Evidence(node.home, subject, word, notes=(listed,), change=_absence_change(node))
        return Trace(node, FALSE, evidence=past or (proof,), assumptions=(*notes, *assumed))
    if absent is not None:
        gaps.append(Gap(subject, absent[1].reason, absent[1].detail, _obtain(node.home)))
    else:
        kind = node.home.replace("_", " ")
        detail = f"not listed; the list of {kind} isn't declared complete"
        if node.home in view.patient.complete:
            detail = f"not listed; the list of {kind} is complete only up to {view.patient.reference}"
        gaps.append(Gap(subject, "list_open", detail, _obtain(node.home), node.home))
    return Trace(node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=evidence, assumptions=notes)


# -- one entry ---------------------------------------------------------------------------------


def within(named: Named, concept: Concept) -> bool:
    """Whether a name is the concept or one of the things it contains."""
    return named.name == concept.name or concept.name in named.ancestors


def _named(entry: Entry, node: Has) -> _Answer:
    answer = _NO
    for named in entry.names:
        if any(within(named, concept) for concept in node.excluding):
            continue
        # `skin cancer` may be the basal cell carcinoma that is excepted.
        maybe_excepted = any(named.name in concept.overlaps for concept in node.excluding)
        if any(within(named, concept) for concept in node.concepts):
            if not maybe_excepted:
                return _YES
            answer = _Answer(UNKNOWN, f"which {entry.label}", "name_unknown", f"{entry.path} says only {entry.label!r}")
        elif any(named.name in concept.overlaps for concept in node.concepts):
            answer = _Answer(UNKNOWN, f"which {entry.label}", "name_unknown", f"{entry.path} says only {entry.label!r}")
        elif partial := next((concept.name for concept in node.concepts if concept.partial), None):
            detail = f"{entry.path}: whether {named.name} is a {partial} isn't in the tables"
            answer = _Answer(UNKNOWN, f"whether {named.name} is a {partial}", "name_unknown", detail)
    if answer.truth is FALSE and entry.unknown:
        name = entry.unknown[0]
        return _Answer(UNKNOWN, f"what {name} is", "name_unknown", f"{entry.path} names {name!r}, which isn't known")
    return answer


def _timed(entry: Entry, node: Has, view: View, end: date) -> _Answer:
    if entry.status == "suspected" and "suspected" not in node.statuses:
        return _Answer(
            UNKNOWN, f"whether {entry.label} is confirmed", "not_recorded", f"{entry.path} is only suspected"
        )
    if entry.start is not None and entry.start.first > end:
        return _NO
    if node.window is not None:
        return _inside(entry, node, view, end)
    if node.tense == "now":
        return _now(entry, node, view, end)
    if entry.start is not None and entry.start.last > end and not _ends_by(entry, end):
        late = view.clip(entry.start).last > end
        if late:
            return _Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {entry.start}")
    return _YES


def _ends_by(entry: Entry, end: date) -> bool:
    return entry.end is not None and entry.end.last <= end


def _now(entry: Entry, node: Has, view: View, end: date) -> _Answer:
    if node.home in ("therapies", "medications"):
        if entry.end is not None and entry.end.first >= end:
            return _YES
        if entry.end is not None and entry.end.last >= end:
            return _Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {entry.end}")
        if entry.ongoing is None:
            return _Answer(UNKNOWN, f"whether {entry.label} goes on", "not_recorded", f"{entry.path} has no end")
        return _definite(entry.ongoing)
    if any(named.event for named in entry.names) and not any(concept.event for concept in node.concepts):
        subject = " or ".join(concept.name for concept in node.concepts)
        detail = f"{entry.path} is an event{f' of {entry.start}' if entry.start else ''}"
        return _Answer(UNKNOWN, f"whether {subject} goes on", "not_recorded", detail)
    if entry.status == "resolved" and entry.end is not None and entry.end.first > end:
        # It ended later than the day that is asked about.
        return _definite("active" in node.statuses)
    del view
    return _definite(entry.status in node.statuses)


def _definite(value: bool) -> _Answer:
    return _YES if value else _NO


def _inside(entry: Entry, node: Has, view: View, end: date) -> _Answer:
    """Whether the entry, from its start to its end, touches the window; an event by its day alone."""
    assert node.window is not None  # asked by the caller
    first = view.start(node.window)
    if any(named.event for named in entry.names):
        if entry.start is None:
            return _Answer(UNKNOWN, f"date of {entry.label}", "undated", f"{entry.path} has no date")
        return _placed(view.clip(entry.start), first, end, entry)
    begun, ended = entry.start, entry.end
    if ended is not None:
        finish = view.clip(ended)
        if finish.last < first:
            return _NO
        if begun is not None and view.clip(begun).last > end:
            return _Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {begun}")
        if finish.first >= first:
            return _YES
        if begun is not None and view.clip(begun).first >= first:
            return _YES
        return _Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {ended}")
    if entry.ongoing:
        if begun is not None and view.clip(begun).last > end:
            return _Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {begun}")
        return _YES
    if begun is not None and view.clip(begun).first >= first and view.clip(begun).last <= end:
        return _YES
    return _Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} ended isn't recorded")


def _placed(days: Days, first: date, end: date, entry: Entry) -> _Answer:
    if days.first >= first and days.last <= end:
        return _YES
    if days.last < first or days.first > end:
        return _NO
    return _Answer(UNKNOWN, f"date of {entry.label}", "date_ambiguous", f"{entry.path} is dated {days}")


def _fits(entry: Entry, where: Where) -> _Answer:
    value: str | None = getattr(entry, where.attribute)
    if value is None:
        word = where.attribute.replace("confirmed_by", "confirmation")
        return _Answer(UNKNOWN, f"{word} of {entry.label}", "not_recorded", f"{entry.path} has no {where.attribute}")
    if value in where.maybe and value not in where.values:
        detail = f"{entry.path} says {value}, which may be {' or '.join(where.values)} as well"
        return _Answer(UNKNOWN, f"{where.attribute} of {entry.label}", "not_recorded", detail)
    if where.attribute != "stage":
        return _definite(value in where.values)
    stage = value.upper().removeprefix("STAGE").strip()
    if any(stage.startswith(wanted) and not stage[len(wanted) :].startswith(("I", "V")) for wanted in where.values):
        return _YES
    if any(wanted.startswith(stage) and not wanted[len(stage) :].startswith(("I", "V")) for wanted in where.values):
        return _Answer(UNKNOWN, f"substage of {entry.label}", "not_recorded", f"{entry.path} says stage {value}")
    return _NO


def _other(entry: Entry, node: Has, view: View) -> _Answer:
    """Whether an entry is another tumour than the index: the one marked, else the one that is the trial's diagnosis."""
    if not node.other:
        return _YES
    if entry.primary is not None:
        return _definite(not entry.primary)
    listed = [one for one in view.patient.entries.get(node.home, ()) if one.status != "absent"]
    if any(one.primary for one in listed):
        return _YES
    fitting = [one for one in listed if any(within(n, concept) for n in one.names for concept in node.index)]
    if len(fitting) == 1:
        return _definite(fitting[0] is not entry)
    fact = f"whether {entry.label} is the index tumor"
    return _Answer(UNKNOWN, fact, "not_recorded", "no condition is marked `primary`")


def _all(*answers: _Answer) -> _Answer:
    return next((one for one in answers if one.truth is FALSE), None) or next(
        (one for one in answers if one.truth is UNKNOWN), _YES
    )


# -- absence -----------------------------------------------------------------------------------

Absence = tuple[Entry, _Answer, tuple[str, ...]]


def _absent(node: Has, entries: Sequence[Entry], view: View, end: date) -> Absence | None:
    """The recorded absence that covers every name asked for, and whether it holds up to the end."""
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
        return weakest, _Answer(FALSE), assumed
    detail = f"absent on {day}; nothing is recorded between then and {end}"
    return weakest, _Answer(UNKNOWN, weakest.label, "outside_window", detail), assumed


def _contradiction(present: Entry, absent: Absence | None, node: Has) -> str:
    """The later dated of a presence and an absence wins; else they conflict. An absence never undoes a past."""
    if absent is None:
        return ""
    start, asserted = present.start, absent[0].asserted
    if start is None or asserted is None:
        return "conflict"
    if start.first > asserted.last:
        return ""
    if asserted.first > start.last and node.tense == "now":
        return "absent"
    return "conflict"


# -- what is shown -----------------------------------------------------------------------------


def _obtain(home: str) -> str:
    return "ask" if home in ("medications", "family_history") else "chart"


def _absence_change(node: Has) -> Change:
    """A tumour that a patient doesn't have is not waited for; other states may begin."""
    return "lasting" if any("malignancy" in (one.name, *one.ancestors) for one in node.concepts) else "yes"


def _gap(entry: Entry, answer: _Answer, subject: str) -> Gap:
    return Gap(answer.fact or subject, answer.reason, answer.detail or entry.path, "chart")


def _shown(entry: Entry, subject: str, node: Has, view: View, end: date) -> Evidence:
    stretch = f"{entry.start or '?'} to {entry.end}" if entry.end else str(entry.start or "")
    state = entry.status if node.home == "conditions" else ""
    passes = None
    over = entry.end or (entry.start if any(named.event for named in entry.names) else None)
    if node.window is not None and over is not None and over.last <= end:
        # A washout: the first day on which the window no longer reaches back to the end of it.
        last = over.last
        first_free = dates.forward(last, node.window.amount, node.window.unit)
        passes = first_free if node.window.strict else first_free + timedelta(days=1)
        passes = passes if passes > view.as_of else None
    # Something that still goes on inside a window may end; what is over stays in the past.
    change: Change = "date" if passes else "yes" if node.tense == "now" or (node.window and not over) else "lasting"
    limit = node.window.text if node.window else ""
    return Evidence(
        entry.path, subject, f"{entry.label}{f' ({state})' if state else ''}", date=stretch, limit=limit,
        change=change, passes_from=passes,
    )  # fmt: skip
