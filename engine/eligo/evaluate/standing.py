"""Whether what an entry says of its status stands beside the other entries of the same thing.

One entry says that it is resolved, another that it is active: the later one may be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eligo.core.nodes import Has
from eligo.evaluate.entries import kept
from eligo.evaluate.naming import named
from eligo.evaluate.trace import FALSE, TRUE, Gap
from eligo.evaluate.view import View
from eligo.facts.dates import Days
from eligo.facts.patient import Entry

# What speaks against a status: it is worse, or not known.
_AGAINST = {"controlled": ("active", "suspected"), "resolved": ("active", "controlled", "suspected")}


def asks_for_status(node: Has) -> bool:
    """Whether a rule asks for a status that another entry can speak against."""
    return node.home == "conditions" and node.tense == "now" and not {"active", "suspected"} & set(node.statuses)


def against(present: Sequence[Entry], node: Has, view: View, end: date) -> tuple[Entry, Gap] | None:
    """The entry that speaks against all of those present, and what is missing then; None while one of them stands."""
    if not asks_for_status(node):
        return None
    found: tuple[Entry, Entry] | None = None
    for one in present:
        rival = _rival(one, node, view, end)
        if rival is None:
            return None
        found = found or (one, rival)
    if found is None:
        return None
    one, rival = found
    if rival.status == "suspected":
        detail = f"{rival.path} is only suspected, {one.path} is {one.status}"
        return rival, Gap(f"whether {rival.label} is confirmed", "not_recorded", detail, "chart")
    subject = " or ".join(concept.name for concept in node.concepts)
    detail = f"{one.path} says {one.status}, {rival.path} says {rival.status}"
    return rival, Gap(f"status of {subject}", "conflicting_records", detail, "chart")


def _rival(one: Entry, node: Has, view: View, end: date) -> Entry | None:
    """Another entry of what is asked about that has a worse status and isn't surely older."""
    for rival in view.patient.entries.get("conditions", ()):
        if rival is one or rival.status in node.statuses or rival.status not in _AGAINST.get(one.status, ()):
            continue
        if named(rival, node).truth is not TRUE or (rival.start is not None and rival.start.first > end):
            continue
        if kept(rival, node, view).truth is FALSE:
            continue
        said, own = rival.asserted or rival.start, _day(one)
        if said is None or own is None or said.last >= own.first:
            return rival
    return None


def _day(one: Entry) -> Days | None:
    """The day of a status: the resolved day, else the day on which it was asserted, or began."""
    return one.end if one.status == "resolved" else one.asserted or one.start
