"""When an entry of a list was there: at the time asked about, inside a window, since a day.

A partial date is any of its days; what isn't dated is open wherever the date decides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eligo.core.nodes import Has
from eligo.evaluate import elimination, spells
from eligo.evaluate.naming import NO, YES, Answer, definite
from eligo.evaluate.trace import TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch, closing
from eligo.facts.dates import Days
from eligo.facts.patient import Entry


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
        return _in_window(entry, node, view)
    answer = _now(entry, node, view, end) if node.tense == "now" else YES
    if answer.truth is TRUE and entry.start is not None and entry.start.last > end and not _ends_by(entry, end):
        late = view.clip(entry.start).last > end
        if late:
            return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {entry.start}")
    return answer


def _ends_by(entry: Entry, end: date) -> bool:
    return entry.end is not None and entry.end.last <= end


def _now(entry: Entry, node: Has, view: View, end: date) -> Answer:
    done = entry.path.startswith("procedures[")
    if node.home in ("therapies", "medications") or (done and any(concept.event for concept in node.concepts)):
        # A procedure is of its day: what goes on is listed as a condition or a therapy.
        if done and entry.start is None:
            return Answer(UNKNOWN, f"date of {entry.label}", "undated", f"{entry.path} has no date")
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
        if entry.status == "resolved" and entry.end is not None and entry.end.last <= end:
            return definite("resolved" in node.statuses)
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


def begun(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry began on the day asked about or before it; of a status, whether that had been reached."""
    if node.since is None:
        return YES
    sure, last = closing(node.since, view.anchor(node.since.anchor))
    start = view.clip(entry.start) if entry.start is not None else None
    spell = spells.since(entry, node, view) if start is not None else None
    if spell is not None and spell.first > last:
        return NO
    if node.home == "conditions" and "active" not in node.statuses:
        # The start is that of the condition, not of its being under control.
        if entry.status == "resolved" and entry.end is not None:
            return _resolved_by(entry, entry.end, sure, last)
        if entry.asserted is not None and entry.asserted.last <= sure:
            return YES
        detail = f"{entry.path} doesn't say since when it is {entry.status}"
        return Answer(UNKNOWN, f"since when {entry.label} is {entry.status}", "undated", detail)
    if start is None:
        return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
    if spell is not None and spell.sure <= sure:
        return YES
    if spell is not None and spell.open is not None and start.first > last:
        return spell.open
    return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {entry.start}")


def _resolved_by(entry: Entry, end: Days, sure: date, last: date) -> Answer:
    """Whether it had been resolved on a day; of when it was said to be the resolved day tells more."""
    if end.last <= sure:
        return YES
    if end.first > last:
        return NO
    return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} resolved {end}")


def _in_window(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry lies inside the window; what only its half-life leaves open is told so."""
    stretch = elimination.stretch_of(entry, node, view)
    answer = _inside(entry, view, stretch)
    if answer.truth is not UNKNOWN or node.window is None or node.window.half_lives is None:
        return answer
    sharp = {
        _inside(entry, view, replace(stretch, first=day, sure_first=day)).truth
        for day in (stretch.first, stretch.sure_first)
    }
    if UNKNOWN in sharp:
        return answer
    undrugged = elimination.undrugged(entry, node)
    missing = [agent for agent in elimination.unknown_agents(entry, node) if agent not in undrugged]
    detail = f"{entry.path} ended {entry.end or entry.start}; {elimination.told(entry, node)}"
    if missing:
        return Answer(UNKNOWN, f"half-life of {' and '.join(missing)}", "not_recorded", detail)
    if undrugged:
        fact = f"how long ago {' and '.join(undrugged)} must be"
        return Answer(UNKNOWN, fact, "protocol_ambiguous", detail)
    return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", detail)


def _inside(entry: Entry, view: View, stretch: Stretch) -> Answer:
    """Whether the entry, from its start to its end, touches the window; an event by its day alone."""
    if any(named.event for named in entry.names):
        if entry.start is None:
            return Answer(UNKNOWN, f"date of {entry.label}", "undated", f"{entry.path} has no date")
        return _placed(view.clip(entry.start), stretch, entry)
    begun, ended = entry.start, entry.end
    if ended is not None:
        finish = view.clip(ended)
        if finish.last < stretch.first:
            return NO
        # Whenever it began, it wasn't behind its end.
        if begun is not None and min(view.clip(begun).last, finish.last) > stretch.sure_last:
            return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {begun}")
        if begun is None and finish.last > stretch.sure_last:
            return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
        if finish.first >= stretch.sure_first:
            return YES
        if begun is not None and view.clip(begun).first >= stretch.sure_first:
            return YES
        return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {ended}")
    if entry.ongoing:
        if begun is not None and view.clip(begun).last > stretch.sure_last:
            return Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {begun}")
        if begun is None and stretch.sure_last < view.as_of:
            return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
        return YES
    if begun is not None and stretch.holds(view.clip(begun)):
        return YES
    return Answer(UNKNOWN, f"end of {entry.label}", "undated", f"when {entry.path} ended isn't recorded")


def _placed(days: Days, stretch: Stretch, entry: Entry) -> Answer:
    if stretch.holds(days):
        return YES
    if not stretch.touches(days):
        return NO
    return Answer(UNKNOWN, f"date of {entry.label}", "date_ambiguous", f"{entry.path} is dated {days}")
