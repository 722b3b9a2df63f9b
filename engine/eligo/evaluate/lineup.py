"""The lines of a patient as a reader sees them: with the number that is given, or inferred."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.evaluate.regimens import Role
from eligo.evaluate.trace import FALSE, UNKNOWN, Truth
from eligo.evaluate.view import View
from eligo.facts.patient import Entry

_WITHIN, _GAP = 30, 90


def lineup(entries: Sequence[tuple[Entry, tuple[Role, ...], Truth]], view: View) -> tuple[str, ...]:
    """A note a line or entry: `cisplatin (line 2)`, `line 3 (inferred): docetaxel 2023-01 to 2023-05`."""
    notes = [f"{one.label} (line {one.line})" for one, _, of in entries if one.line is not None and of is not FALSE]
    top = max((one.line or 0 for one, _, of in entries if of is not FALSE), default=0)
    begun = max((view.clip(one.start).first for one, _, _ in entries if top and one.line == top), default=None)
    inferred: list[list[Entry]] = []
    for entry, roles, of in sorted(entries, key=lambda one: view.clip(one[0].start).first):
        if entry.line is not None or of is FALSE:
            continue
        if roles != ("line",) or of is UNKNOWN or entry.start is None:
            notes.append(f"{entry.label} ({_role(entry, roles, of)})")
        elif begun is not None and entry.start.first <= begun:
            notes.append(f"{entry.label} (line {top} or before it)")
        elif inferred and _continues(entry, inferred[-1], view):
            inferred[-1].append(entry)
        else:
            inferred.append([entry])
    for number, regimen in enumerate(inferred, top + 1):
        notes.append(f"line {number} (inferred): {', '.join(dict.fromkeys(map(_when, regimen)))}")
    return tuple(notes)


def _role(entry: Entry, roles: tuple[Role, ...], of: Truth) -> str:
    said = [one for one in (entry.intent, entry.details.said.get("setting", "").lstrip("?")) if one]
    if of is not UNKNOWN and roles == ("early",):
        said.append("counts")
    elif of is not UNKNOWN and roles == ("none",):
        said.append("no line")
    elif roles != ("maintenance",):
        said.append("may be a line")
    return ", ".join(said)


def _continues(entry: Entry, regimen: list[Entry], view: View) -> bool:
    """By the first days that the records allow; what they leave open is for the count to say."""
    start = view.clip(entry.start).first
    names = {named.name for one in regimen for named in one.names}
    ended = [one.end.last for one in regimen if one.end and one.details.said.get("stop_reason") == "progression"]
    if any(end < start for end in ended) and not {named.name for named in entry.names} <= names:
        return False
    if (start - view.clip(regimen[0].start).first).days <= _WITHIN:
        return True
    last = max(one.end.last if one.end else view.as_of for one in regimen)
    return {named.name for named in entry.names} <= names and (start - last).days <= _GAP


def _when(entry: Entry) -> str:
    if entry.end:
        return f"{entry.label} {entry.start or '?'} to {entry.end}"
    return f"{entry.label} since {entry.start}" if entry.ongoing else f"{entry.label} from {entry.start}"
