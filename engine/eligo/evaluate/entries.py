"""One entry of a list against a question: is it the thing, was it then, has it the properties.

Each answer is TRUE, FALSE or UNKNOWN with the fact that is missing and why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from eligo.core.nodes import Concept, Has, Where
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.evaluate.view import View
from eligo.facts.dates import Days
from eligo.facts.patient import Entry, Named, Reason
from eligo.facts.stages import read_stage


@dataclass(frozen=True, slots=True)
class Answer:
    """What one entry says: a truth, and for an UNKNOWN the missing fact and why."""

    truth: Truth
    fact: str = ""
    reason: Reason = "not_recorded"
    detail: str = ""
    more: tuple[Answer, ...] = ()


YES, NO = Answer(TRUE), Answer(FALSE)


def within(named: Named, concept: Concept) -> bool:
    """Whether a name is the concept or one of the things it contains."""
    return named.name == concept.name or concept.name in named.ancestors


def named(entry: Entry, node: Has) -> Answer:
    answer = NO
    for named in entry.names:
        if any(within(named, concept) for concept in node.excluding):
            continue
        # `skin cancer` may be the basal cell carcinoma that is excepted.
        maybe_excepted = any(named.name in concept.overlaps for concept in node.excluding)
        if any(within(named, concept) for concept in node.concepts):
            if not maybe_excepted:
                return _by_route(entry, node)
            answer = Answer(UNKNOWN, f"which {entry.label}", "name_unknown", f"{entry.path} says only {entry.label!r}")
        elif any(named.name in concept.overlaps for concept in node.concepts):
            answer = Answer(UNKNOWN, f"which {entry.label}", "name_unknown", f"{entry.path} says only {entry.label!r}")
        elif unclear := next((concept.name for concept in node.concepts if _undivided(named, concept)), None):
            detail = f"{entry.path}: whether {named.name} is a {unclear} isn't in the tables"
            answer = Answer(UNKNOWN, f"whether {named.name} is a {unclear}", "name_unknown", detail)
    if answer.truth is not FALSE and entry.route and _by_route(entry, node).truth is FALSE:
        return NO
    if answer.truth is FALSE and entry.unknown:
        name = entry.unknown[0]
        return Answer(UNKNOWN, f"what {name} is", "name_unknown", f"{entry.path} names {name!r}, which isn't known")
    return answer


def _by_route(entry: Entry, node: Has) -> Answer:
    """A medicine given to the skin, the eye or the airways is no systemic one; another rule may mean it."""
    systemic = all(concept.name.startswith("systemic ") for concept in node.concepts)
    if not entry.route or (entry.route == "unclear" and not systemic):
        return YES
    if entry.route == "local" and systemic:
        return NO
    return Answer(UNKNOWN, f"whether {entry.label} counts", "not_recorded", f"{entry.path}: what its route means here")


def _undivided(named: Named, concept: Concept) -> bool:
    """Whether one of the two divides the other in a way in which that has no place: neither inside nor outside."""
    return (
        "*" in concept.divides
        or _open_on(concept.divides, {named.name, *named.ancestors}, named.axes)
        or _open_on(named.divides, {concept.name, *concept.ancestors}, concept.axes)
    )


def _open_on(divides: frozenset[str], inside: set[str], axes: frozenset[str]) -> bool:
    return any(axis.partition(" by ")[0] in inside and axis not in axes for axis in divides)


def timed(entry: Entry, node: Has, view: View, end: date) -> Answer:
    """Whether the entry was there at the time asked about."""
    if entry.start is not None and entry.start.first > end:
        return NO
    if entry.status == "suspected" and "suspected" not in node.statuses:
        return Answer(UNKNOWN, f"whether {entry.label} is confirmed", "not_recorded", f"{entry.path} is only suspected")
    if entry.start is None and _earlier(view, end) and not (entry.end is not None and entry.end.last <= end):
        return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
    lasting = node.tense == "ever" and node.window is None
    if entry.conflict and not lasting:
        return Answer(
            UNKNOWN, f"whether {entry.label} goes on", "conflicting_records", f"{entry.path}: {entry.conflict}"
        )
    if node.window is not None:
        return _inside(entry, node, view, end)
    if node.tense == "now":
        return _now(entry, node, view, end)
    if entry.start is not None and entry.start.last > end and not _ends_by(entry, end):
        late = view.clip(entry.start).last > end
        if late:
            return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {entry.start}")
    return YES


def _ends_by(entry: Entry, end: date) -> bool:
    return entry.end is not None and entry.end.last <= end


def _now(entry: Entry, node: Has, view: View, end: date) -> Answer:
    if node.home in ("therapies", "medications"):
        if entry.end is not None and entry.end.first >= end:
            return YES
        if entry.end is not None and entry.end.last >= end:
            return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {entry.end}")
        if entry.ongoing is None:
            return Answer(UNKNOWN, f"whether {entry.label} goes on", "not_recorded", f"{entry.path} has no end")
        if not entry.ongoing and entry.end is None and _earlier(view, end):
            return Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} ended isn't recorded")
        return definite(entry.ongoing)
    if any(named.event for named in entry.names) and not any(concept.event for concept in node.concepts):
        subject = " or ".join(concept.name for concept in node.concepts)
        detail = f"{entry.path} is an event{f' of {entry.start}' if entry.start else ''}"
        return Answer(UNKNOWN, f"whether {subject} goes on", "not_recorded", detail)
    if entry.status == "resolved" and entry.end is not None and entry.end.last > end >= entry.end.first:
        return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} resolved {entry.end}")
    if entry.status == "resolved" and entry.end is not None and entry.end.first > end:
        # It ended later than the day that is asked about.
        return definite("active" in node.statuses)
    if entry.status == "resolved" and entry.end is None and _earlier(view, end):
        return Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} resolved isn't recorded")
    return definite(entry.status in node.statuses)


def _earlier(view: View, end: date) -> bool:
    """Whether a day lies before the profile's own reference date, of which a bare status speaks."""
    return view.patient.reference is not None and end < view.patient.reference


def definite(value: bool) -> Answer:
    return YES if value else NO


def _inside(entry: Entry, node: Has, view: View, end: date) -> Answer:
    """Whether the entry, from its start to its end, touches the window; an event by its day alone."""
    assert node.window is not None  # asked by the caller
    first = view.start(node.window)
    if any(named.event for named in entry.names):
        if entry.start is None:
            return Answer(UNKNOWN, f"date of {entry.label}", "undated", f"{entry.path} has no date")
        return _placed(view.clip(entry.start), first, end, entry)
    begun, ended = entry.start, entry.end
    if ended is not None:
        finish = view.clip(ended)
        if finish.last < first:
            return NO
        if begun is not None and view.clip(begun).last > end:
            return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {begun}")
        if begun is None and finish.last > end:
            return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
        if finish.first >= first:
            return YES
        if begun is not None and view.clip(begun).first >= first:
            return YES
        return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {ended}")
    if entry.ongoing:
        if begun is not None and view.clip(begun).last > end:
            return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {begun}")
        if begun is None and end < view.as_of:
            return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
        return YES
    if begun is not None and view.clip(begun).first >= first and view.clip(begun).last <= end:
        return YES
    return Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} ended isn't recorded")


def _placed(days: Days, first: date, end: date, entry: Entry) -> Answer:
    if days.first >= first and days.last <= end:
        return YES
    if days.last < first or days.first > end:
        return NO
    return Answer(UNKNOWN, f"date of {entry.label}", "date_ambiguous", f"{entry.path} is dated {days}")


def fits(entry: Entry, where: Where, view: View) -> Answer:
    """Whether the entry has a property; unknown where it isn't recorded."""
    value: str | None = getattr(entry, where.attribute)
    if where.attribute == "extent" and entry.extent_conflict:
        return Answer(
            UNKNOWN, f"extent of {entry.label}", "conflicting_records", f"{entry.path}: {entry.extent_conflict}"
        )
    if value is None:
        word = where.attribute.replace("confirmed_by", "confirmation")
        return Answer(UNKNOWN, f"{word} of {entry.label}", "not_recorded", f"{entry.path} has no {where.attribute}")
    if where.attribute == "extent" and value not in where.values and "metastatic" in where.values and _spread(view):
        detail = f"{entry.path} says {value}, and distant metastases are recorded"
        return Answer(UNKNOWN, f"extent of {entry.label}", "conflicting_records", detail)
    if value in where.maybe and value not in where.values:
        detail = f"{entry.path} says {value}, which may be {' or '.join(where.values)} as well"
        return Answer(UNKNOWN, f"{where.attribute} of {entry.label}", "not_recorded", detail)
    if where.attribute != "stage":
        return definite(value in where.values)
    stage = read_stage(value)
    if stage is None:
        detail = f"{entry.path}: the stage {value!r} isn't understood"
        return Answer(UNKNOWN, f"stage of {entry.label}", "name_unknown", detail)
    if any(_within_stage(stage, wanted) for wanted in where.values):
        return YES
    if any(_within_stage(wanted, stage) for wanted in where.values):
        return Answer(UNKNOWN, f"substage of {entry.label}", "not_recorded", f"{entry.path} says stage {value}")
    return NO


def _spread(view: View) -> bool:
    """Whether distant metastases are recorded as being there."""
    return any(
        entry.status in ("active", "controlled")
        and any("distant metastases" in (named.name, *named.ancestors) for named in entry.names)
        for entry in view.patient.entries.get("conditions", ())
    )


def _within_stage(stage: str, wanted: str) -> bool:
    """IIIA is within III and IIIA1 within IIIA; IV isn't within I."""
    return stage.startswith(wanted) and not stage[len(wanted) :].startswith(("I", "V"))


def other(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry is another tumour than the index: the one marked, else the one that is the trial's diagnosis."""
    if not node.other:
        return YES
    if entry.names and all("metastases" in (one.name, *one.ancestors) for one in entry.names):
        # A metastasis is of a tumour; it isn't another one.
        return NO
    listed = [one for one in view.patient.entries.get(node.home, ()) if one.status != "absent"]
    marked = [one for one in listed if one.primary]
    if len(marked) > 1 and entry.primary:
        fact = f"whether {entry.label} is the index tumor"
        return Answer(UNKNOWN, fact, "conflicting_records", "more than one condition is marked `primary`")
    if entry.primary is not None:
        return definite(not entry.primary)
    if marked:
        return YES
    fitting = [one for one in listed if any(within(n, concept) for n in one.names for concept in node.index)]
    if len(fitting) == 1:
        return definite(fitting[0] is not entry)
    fact = f"whether {entry.label} is the index tumor"
    return Answer(UNKNOWN, fact, "not_recorded", "no condition is marked `primary`")


def every(*answers: Answer) -> Answer:
    """FALSE if one is; else UNKNOWN for want of all that is missing; else TRUE."""
    false = next((one for one in answers if one.truth is FALSE), None)
    if false is not None:
        return false
    unknown = [one for one in answers if one.truth is UNKNOWN]
    return replace(unknown[0], more=tuple(unknown[1:])) if unknown else YES
