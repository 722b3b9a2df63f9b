"""The lists of a profile: conditions, therapies, medicines, procedures, relatives, as entries with known names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Entry, Named
from eligo.facts.profile import ConditionEntry, ProcedureEntry, ProfileError, TherapyEntry
from eligo.vocabulary import concepts, names


def _named(kind: str, texts: list[str]) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """(known names, unknown ones). A regimen's name stands for its agents."""
    found: list[Named] = []
    unknown: list[str] = []
    for text in texts:
        regimen = concepts.regimen(text) if kind == "therapy" else ()
        for one in regimen or (text,):
            canonical = concepts.lookup(kind, one)
            if canonical is None:
                unknown.append(one)
            else:
                event = concepts.is_event(kind, canonical)
                above, axes = concepts.ancestors(kind, canonical), concepts.axes(kind, canonical)
                found.append(Named(canonical, above, event, concepts.divides(kind, canonical), axes))
                if kind == "condition":
                    found.extend(_named("therapy", list(concepts.implied(canonical)))[0])
                if concepts.holds_anything(kind, canonical):
                    unknown.append(canonical)
    return tuple(found), tuple(unknown)


def condition_entry(entry: ConditionEntry, number: int, notes: list[str]) -> Entry:
    place = ("conditions", number)
    extent, name = _extent(entry)
    clash = f"the name says {extent}, the extent {entry.extent}" if entry.extent and extent != entry.extent else ""
    known, unknown = _named("condition", [name])
    _note_unknown(unknown, f"conditions[{number}]", notes)
    start, end = _days(entry.onset), _days(entry.resolved)
    _ordered(start, end, (*place, "resolved"), "resolved before its onset")
    status = entry.status or ("resolved" if end else "active")
    over = end is not None and status in ("active", "controlled")
    return Entry(
        f"conditions[{number}]", entry.name, known, unknown, status, start, end,
        None if status in ("suspected", "absent") else status in ("active", "controlled"),
        asserted=_days(entry.asserted), confirmed_by=entry.confirmed_by, extent=extent,
        stage=entry.stage, primary=entry.primary, conflict=f"{status}, and resolved {end}" if over else "",
        extent_conflict=clash,
    )  # fmt: skip


def _extent(entry: ConditionEntry) -> tuple[str | None, str]:
    """(extent, name): `metastatic breast carcinoma` is a breast carcinoma whose extent is metastatic."""
    if concepts.lookup("condition", entry.name) is not None:
        return entry.extent, entry.name
    words = entry.name.split()
    for cut in range(len(words) - 1, 0, -1):
        extent = concepts.lookup("extent", " ".join(words[:cut]))
        if extent and concepts.lookup("condition", " ".join(words[cut:])):
            return extent, " ".join(words[cut:])
    return entry.extent, entry.name


def therapy_entry(home: str, entry: TherapyEntry, number: int, notes: list[str]) -> Entry:
    agents, unknown = _named("therapy", list(entry.agents))
    classes, unknown_class = _named("therapy", [entry.class_] if entry.class_ else [])
    path = f"{home}[{number}]"
    _note_unknown((*unknown, *unknown_class), path, notes)
    if agents and not unknown:
        # The class of a known agent says nothing more.
        classes = tuple(one for one in classes if not any(one.name in named.ancestors for named in agents))
    if classes and not unknown_class and len(entry.agents) == 1 and not _SEVERAL.search(entry.agents[0]):
        # The class says what the one agent is whose name isn't known.
        unknown = ()
    start, end, progression = _days(entry.start), _days(entry.end), _days(entry.progression)
    _ordered(start, end, (home, number, "end"), "ends before its start")
    _ordered(start, progression, (home, number, "progression"), "progression before its start")
    label = " + ".join(entry.agents) or entry.class_ or "(no agent named)"
    nameless = () if entry.agents or entry.class_ else ("(no agent named)",)
    if (
        start
        and not end
        and not entry.ongoing
        and agents
        and all("vaccine" in (one.name, *one.ancestors) for one in agents)
    ):
        # Given on a day.
        end = start
    ongoing = entry.ongoing if entry.ongoing is not None else (False if end else None)
    status, doubled = entry.status or "active", f"ongoing, and ended {end}" if entry.ongoing and end else ""
    return Entry(
        path, label, (*agents, *classes), (*unknown, *unknown_class, *nameless), status, start, end, ongoing,
        asserted=_days(entry.asserted), route=_route(entry.route), conflict=doubled, intent=entry.intent,
        line=entry.line, progression=progression,
    )  # fmt: skip


def attested_entries(statements: dict[str, bool]) -> Iterator[Entry]:
    """What a statement says of a condition: `breastfeeding: false` is an absent lactation."""
    for text, value in statements.items():
        means = concepts.means(text)
        if means is not None:
            known, _ = _named("condition", [means])
            yield Entry(
                "statements", text, known, (), "active" if value else "absent", None, None, True if value else None
            )


def procedure_entry(entry: ProcedureEntry, number: int, notes: list[str]) -> Entry:
    path = f"procedures[{number}]"
    treatments, unknown = _named("therapy", [entry.name])
    events, _ = _named("condition", [entry.name])
    if not events:
        _note_unknown(unknown, path, notes)
    day = _days(entry.date)
    status = entry.status or "active"
    names_ = (*treatments, *events)
    return Entry(
        path, entry.name, names_, () if events else unknown, status, day, day, False, asserted=_days(entry.asserted)
    )  # fmt: skip


_SEVERAL = re.compile(r"[+/,&;]|\b(?:and|plus|with)\b", re.IGNORECASE)
_SYSTEMIC = {
    "oral", "orally", "po", "os", "mouth", "iv", "intravenous", "intravenously", "im", "intramuscular", "sc",
    "sq", "subcutaneous", "infusion", "enteral", "sublingual", "buccal", "transdermal", "systemic",
    "nasogastric",
}  # fmt: skip
_LOCAL = {
    "topical", "topically", "cutaneous", "dermal", "skin", "eye", "ocular", "nasal", "intranasal", "nose",
    "otic", "ear", "articular", "intraarticular", "intravitreal", "intralesional", "vaginal",
}  # fmt: skip
_LOCAL_STEMS = ("inhal", "ophthalm", "conjunctiv", "nebul")


def _route(route: str | None) -> Literal["", "local", "unclear"]:
    """`local` for a route that doesn't reach the whole body, `unclear` for one that isn't known or is two."""
    if route is None:
        return ""
    words = set(names.key(route.replace(".", "")).split())
    systemic = bool(words & _SYSTEMIC)
    local = bool(words & _LOCAL) or any(word.startswith(_LOCAL_STEMS) for word in words)
    if local and not systemic:
        return "local"
    return "" if systemic and not local else "unclear"


def relative_entry(name: str, number: int, notes: list[str]) -> Entry:
    known, unknown = _named("condition", [name])
    _note_unknown(unknown, f"family_history[{number}]", notes)
    return Entry(f"family_history[{number}]", name, known, unknown, "active", None, None, None)


def _note_unknown(unknown: tuple[str, ...], path: str, notes: list[str]) -> None:
    notes.extend(f"{path}: the name {name!r} isn't known" for name in unknown)


def _days(text: str | None) -> Days | None:
    return dates.parse(text) if text else None


def _ordered(start: Days | None, end: Days | None, place: tuple[str | int, ...], message: str) -> None:
    if start and end and end.last < start.first:
        raise ProfileError(place, f"{message} ({start})")
