"""How long something went on: a disease that hasn't grown, a treatment from its start to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from eligo.core.nodes import Has, Lasted, Op, Point, Stable
from eligo.evaluate import joining
from eligo.evaluate.naming import NO, YES, Answer, definite, named, turned
from eligo.evaluate.properties import earlier
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.evaluate.windows import closing, shifted
from eligo.facts.dates import Days
from eligo.facts.patient import Entry

_TREATMENTS = ("therapies", "medications", "procedures")


def since(entry: Entry, fact: str, days: Days, point: Point, view: View, what: str) -> Answer:
    """Whether something has been so since a day or before it. A partial date is any of its days."""
    sure, last = closing(point, view.anchor(point.anchor))
    known = view.clip(days)
    if known.last <= sure:
        return YES
    if known.first > last:
        return NO
    return Answer(UNKNOWN, fact, "date_ambiguous", f"{entry.path}: {what} {days}")


def stable(entry: Entry, one: Stable, view: View) -> Answer:
    """Whether a disease has been stable since a day, or (`holds` False) hasn't."""
    answer = _stable(entry, one.since, view)
    return answer if one.holds else turned(answer)


def _stable(entry: Entry, point: Point, view: View) -> Answer:
    sure, last = closing(point, view.anchor(point.anchor))
    fact = f"since when {entry.label} is stable"
    course = entry.details.said.get("course")
    day = entry.details.days.get("stable_since")
    over = entry.end if entry.status == "resolved" else None
    if over is not None and over.last <= sure:
        # There is nothing left that could grow.
        return YES
    undated = entry.status == "resolved" and entry.end is None
    if course == "progressing" and day is None and not undated and (over is None or over.first > last):
        return earlier(entry, fact, view) or NO
    if day is not None:
        if entry.start is not None and day.last < entry.start.first:
            detail = f"{entry.path}: stable since {day}, and began {entry.start}"
            return Answer(UNKNOWN, fact, "conflicting_records", detail)
        held = since(entry, fact, day, point, view, "stable since")
        if course == "progressing" and held.truth is not FALSE:
            return Answer(UNKNOWN, fact, "conflicting_records", f"{entry.path}: progressing, and stable since {day}")
        if held.truth is FALSE and undated:
            return Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} resolved isn't recorded")
        if held.truth is not FALSE or over is None or over.first > last:
            return held
        return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} resolved {over}")
    if over is not None and over.first <= last:
        return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} resolved {over}")
    if entry.start is not None and entry.start.first > last and entry.status != "suspected":
        # What began later can't have been stable before.
        return NO
    if course is not None and course.startswith("?"):
        detail = f"{entry.path}: the course {course[1:]!r} isn't understood"
        return Answer(UNKNOWN, fact, "name_unknown", detail)
    if course is not None:
        return Answer(UNKNOWN, fact, "undated", f"{entry.path} is {course}; since when isn't recorded")
    return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} has no stable_since")


def stable_from(entry: Entry) -> date | None:
    """The day from which a disease surely is stable, for which time decides whether that is long enough."""
    day = entry.details.days.get("stable_since")
    if entry.details.said.get("course") == "progressing":
        return None
    if entry.status == "resolved" and entry.end is not None:
        return min(entry.end.last, day.last) if day is not None else entry.end.last
    return day.last if day is not None else None


# -- how long a treatment went on ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Between which days a treatment surely went on, and between which at most; `going`: it goes on, or may."""

    sure: tuple[date, date]
    most: tuple[date, date]
    going: bool
    why: Answer | None


def lasted(entry: Entry, one: Lasted, node: Has, view: View) -> Answer:
    """Whether a treatment went on for so long: from its start to its end, or up to the day that is looked at."""
    fact = f"how long {entry.label} went on"
    if entry.conflict:
        return Answer(UNKNOWN, fact, "conflicting_records", f"{entry.path}: {entry.conflict}")
    if entry.start is None:
        return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
    if entry.start.first > view.as_of:
        return NO
    held = stretch(entry, node, view)
    shortest, longest = (_so_long(one.op, *ends, one) for ends in (held.sure, held.most))
    if one.op in (">=", ">"):
        if shortest:
            return YES
        if not longest:
            return NO
    elif one.op in ("<", "<="):
        if not shortest:
            return NO
        if longest and not held.going:
            return YES
    else:
        too_long = _so_long(">", *held.sure, one)
        too_short = _so_long("<", *held.most, one) and not held.going
        if too_long or too_short:
            return NO
        if held.sure == held.most and not held.going:
            return definite(shortest)
    if held.why is not None:
        return held.why
    if held.going:
        detail = f"{entry.path} began {entry.start}, and goes on or may"
        return Answer(UNKNOWN, f"end of {entry.label}", "undated", detail)
    if entry.end is None:
        return Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} ended isn't recorded")
    return Answer(UNKNOWN, fact, "date_ambiguous", f"{entry.path} {entry.start} to {entry.end}")


def stretch(entry: Entry, node: Has, view: View) -> Stretch:
    """The stretch of a treatment, with those of what is asked about that adjoin it."""
    assert entry.start is not None  # seen to by the caller
    begun = view.clip(entry.start)
    if entry.end is not None and entry.end.first <= view.as_of:
        ended = view.clip(entry.end)
        ends, going = (ended.first, ended.last), False
    else:
        sure = bool(entry.ongoing) or entry.end is not None
        ends, going = (view.as_of if sure else begun.first, view.as_of), sure or entry.ongoing is None
    others = []
    for other in joining.others(entry, view, _TREATMENTS):
        fit = named(other, node)
        if fit.truth is FALSE:
            continue
        made = joining.piece(other, view, fit.truth is TRUE and other.status != "suspected" and not other.conflict)
        if other.end is None and other.ongoing and other.start is not None and not other.conflict:
            made = joining.Piece(other, made.begun, (view.as_of, view.as_of), fit.truth is TRUE)
        others.append(made)
    first, earliest, before = joining.back(begun, others)
    last, latest, behind = joining.ahead(ends, others)
    going = going or any(
        one.ended[1] == latest and one.entry.end is None and one.entry.ongoing is not False for one in others
    )
    open_ = before if earliest < first and before is not None else behind if latest > last else None
    why = None
    if open_ is not None:
        detail = f"{open_.path} ({open_.start or '?'} to {open_.end or '?'}) may adjoin {entry.path}"
        undated = open_.start is None or open_.end is None
        why = Answer(UNKNOWN, f"dates of {open_.label}", "undated" if undated else "date_ambiguous", detail)
    return Stretch((first, max(first, last)), (earliest, latest), going, why)


def _so_long(op: Op, start: date, end: date, one: Lasted) -> bool:
    """Whether the days from one to another are so long, on the calendar."""
    # An hour has no place in dates: so many hours are the whole days that they begin on.
    until = shifted(start, Point(None, one.amount, one.unit))
    if op == "=":
        return end == until
    if op in (">=", "<"):
        return (end >= until) is (op == ">=")
    return (end > until) is (op == ">")


def reached(one: Lasted, start: date) -> date:
    """The first day on which what began on a day and goes on has gone on for so long."""
    until = shifted(start, Point(None, one.amount, one.unit))
    return until + timedelta(days=1) if one.op == ">" and until < date.max else until
