"""The lists of a profile: conditions, therapies, medicines, procedures, relatives, as entries with known names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from eligo.facts import allergies, dates, details
from eligo.facts.dates import Days
from eligo.facts.grading import scale
from eligo.facts.making import maker
from eligo.facts.naming import ADVERSE, TRIAL, after_traits, marked, named, not_known
from eligo.facts.patient import PLAIN, Entry, Link
from eligo.facts.profile import ConditionEntry, ProcedureEntry, ProfileError, TherapyEntry
from eligo.facts.spread import staged
from eligo.facts.stages import read_tnm
from eligo.quantity.numbers import exact
from eligo.vocabulary import concepts, names

_entry = maker(Entry)


@dataclass(frozen=True, slots=True)
class Known:
    """What an entry says wherever it stands and whenever it was: all but its place and its days.

    `unknown` are notes of names that aren't known; `vaccines`: nothing but vaccines, given on a day.
    """

    entry: Entry
    unknown: tuple[str, ...]
    vaccines: bool = False


def condition_entry(entry: ConditionEntry, number: int, notes: list[str]) -> Entry:
    days = _days(entry.onset), _days(entry.resolved), _days(entry.asserted)
    return dated_condition(known_condition(entry), number, *days, notes)


def known_condition(entry: ConditionEntry) -> Known:
    """A condition without its place and its days; an empty status where none is given."""
    traits, name = after_traits(entry.name)
    extent, clash = _extent(entry, traits)
    name, allergen = allergies.read(name)
    if allergen and entry.related_to is None:
        entry = entry.model_copy(update={"related_to": allergen})
    known, unknown = named("condition", [name])
    said, noted = details.of_condition(entry, traits, extent)
    cause = said.links.get("cause")
    disposed = any(one.is_a(allergies.DISPOSITION) for one in known)
    if cause and not disposed and (cause.unknown or any(one.name in concepts.table("therapy") for one in cause.names)):
        # What a treatment did; what one disease did to another is none, nor is a disposition.
        known = (*known, marked("condition", ADVERSE))
    stage = staged(entry.stage, extent, said.said.get("M", ""), known)
    if stage != entry.stage:
        noted = (*noted, (stage or "").removeprefix("?"))
    made = Entry(
        "", entry.name, known, unknown, entry.status or "", None, None, None, confirmed_by=entry.confirmed_by,
        extent=extent, stage=stage, primary=entry.primary, extent_conflict=clash, grade=entry.grade,
        grading=scale(entry.grading, known), details=said,
    )  # fmt: skip
    return Known(made, (*not_known(unknown), *noted))


def dated_condition(
    known: Known, number: int, start: Days | None, end: Days | None, asserted: Days | None, notes: list[str]
) -> Entry:
    """The condition at its place in the list, with its days."""
    one, path = known.entry, f"conditions[{number}]"
    if known.unknown:
        notes.extend(f"{path}: {note}" for note in known.unknown)
    if start and end:
        _ordered(start, end, ("conditions", number, "resolved"), "resolved before its onset")
    if start and (stable := one.details.days.get("stable_since")):
        _ordered(start, stable, ("conditions", number, "stable_since"), "stable before its onset")
    status = one.status or ("resolved" if end else "active")
    goes_on = status in ("active", "controlled")
    return _entry(
        path, one.label, one.names, one.unknown, status, start, end,
        None if status in ("suspected", "absent") else goes_on,
        asserted, one.confirmed_by, one.extent, one.stage, None, one.primary,
        f"{status}, and resolved {end}" if end is not None and goes_on else "", one.extent_conflict,
        "", None, None, one.grade, one.grading, None, one.details,
    )  # fmt: skip


def _extent(entry: ConditionEntry, traits: Iterable[tuple[str, str]]) -> tuple[str | None, str]:
    """(extent, what contradicts it), of the name's traits, the extent's key and the TNM."""
    own = next((value for attribute, value in traits if attribute == "extent"), None)
    extent = own or entry.extent
    if own == "metastatic" and entry.extent == "oligometastatic":
        extent = entry.extent
    elif own and entry.extent and own != entry.extent:
        return own, f"the name says {own}, the extent {entry.extent}"
    if entry.tnm and extent in ("localized", "locally advanced"):
        spread = read_tnm(entry.tnm)[0].get("M", "")
        if spread.startswith("M1"):
            return extent, f"the TNM says {spread}, the extent {extent}"
    return extent, ""


def therapy_entry(home: str, entry: TherapyEntry, number: int, notes: list[str]) -> Entry:
    days = _days(entry.start), _days(entry.end), _days(entry.progression), _days(entry.asserted)
    return dated_therapy(home, known_therapy(entry), number, *days, notes)


def known_therapy(entry: TherapyEntry) -> Known:
    """A regimen or a medicine without its place and its days; `ongoing` as it is given."""
    agents, unknown = named("therapy", entry.agents)
    classes, unknown_class = named("therapy", [entry.class_] if entry.class_ else [])
    noted = not_known((*unknown, *unknown_class))
    drug = len(entry.agents) == len(agents) + len(unknown) == 1 and not _SEVERAL.search(entry.agents[0])
    drug = drug and not any(concepts.is_class(one.name) for one in agents)
    if agents and not unknown:
        # The class of a known agent says nothing more.
        classes = tuple(one for one in classes if not any(one.name in named.ancestors for named in agents))
    if classes and not unknown_class and len(entry.agents) == 1 and not _SEVERAL.search(entry.agents[0]):
        # The class says what the one agent is whose name isn't known.
        unknown = ()
    label = " + ".join(entry.agents) or entry.class_ or "(no agent named)"
    nameless = () if entry.agents or entry.class_ else ("(no agent named)",)
    vaccines = bool(agents) and all(one.is_a("vaccine") for one in agents)
    said, more = details.of_therapy(entry)
    made = Entry(
        "", label, (*agents, *classes), (*unknown, *unknown_class, *nameless), entry.status or "active", None, None,
        entry.ongoing, route=_route(entry.route), intent=entry.intent, line=entry.line,
        half_life=exact(entry.half_life_hours) if drug and entry.half_life_hours is not None else None, details=said,
    )  # fmt: skip
    return Known(made, (*noted, *more), vaccines)


def dated_therapy(
    home: str,
    known: Known,
    number: int,
    start: Days | None,
    end: Days | None,
    progression: Days | None,
    asserted: Days | None,
    notes: list[str],
) -> Entry:
    """The regimen or medicine at its place in its list, with its days."""
    one, path = known.entry, f"{home}[{number}]"
    if known.unknown:
        notes.extend(f"{path}: {note}" for note in known.unknown)
    if start and end:
        _ordered(start, end, (home, number, "end"), "ends before its start")
    if start and progression:
        _ordered(start, progression, (home, number, "progression"), "progression before its start")
    since = one.details.days.get("dose_since") if one.details is not PLAIN else None
    if start and since:
        _ordered(start, since, (home, number, "dose_since"), "a dose since before the start")
    if end and since:
        _ordered(since, end, (home, number, "dose_since"), "a dose since after the end")
    ongoing = one.ongoing
    if known.vaccines and not end and not ongoing:
        # Given on a day.
        end = start
    doubled = f"ongoing, and ended {end}" if ongoing and end else ""
    if ongoing is None and end:
        ongoing = False
    return _entry(
        path, one.label, one.names, one.unknown, one.status, start, end, ongoing, asserted, None, None, None,
        one.intent, None, doubled, "", one.route, one.line, progression, None, "", one.half_life, one.details,
    )  # fmt: skip


def twice(one: Entry) -> tuple[Entry, ...]:
    """The entry, and what was given in a trial a second time, as a treatment of that trial, whatever it was."""
    if one.details is PLAIN or not one.details.trial or one.status == "absent":
        return (one,)
    given = replace(marked("therapy", TRIAL), of=Link(one.names, one.unknown))
    return one, replace(one, names=(given,), unknown=())


def attested_entries(statements: Mapping[str, bool]) -> Iterator[Entry]:
    """What a statement says of a condition: `breastfeeding: false` is an absent lactation."""
    for text, value in statements.items():
        means = concepts.means(text)
        if means is not None:
            known, _ = named("condition", [means])
            yield Entry(
                "statements", text, known, (), "active" if value else "absent", None, None, True if value else None
            )


def procedure_entry(entry: ProcedureEntry, number: int, notes: list[str]) -> Entry:
    return dated_procedure(known_procedure(entry), number, _days(entry.date), _days(entry.asserted), notes)


def known_procedure(entry: ProcedureEntry) -> Known:
    """A procedure without its place and its days."""
    treatments, unknown = named("therapy", [entry.name])
    events, _ = named("condition", [entry.name])
    unknown = () if events else unknown
    said, noted = details.of_procedure(entry)
    made = Entry(
        "", entry.name, (*treatments, *events), unknown, entry.status or "active", None, None, False,
        details=said,
    )  # fmt: skip
    return Known(made, (*not_known(unknown), *noted))


def dated_procedure(known: Known, number: int, day: Days | None, asserted: Days | None, notes: list[str]) -> Entry:
    """The procedure at its place in the list, with its days."""
    one, path = known.entry, f"procedures[{number}]"
    if known.unknown:
        notes.extend(f"{path}: {note}" for note in known.unknown)
    return _entry(
        path, one.label, one.names, one.unknown, one.status, day, day, False, asserted, None, None, None, None, None,
        "", "", "", None, None, None, "", None, one.details,
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
    return placed_relative(known_relative(name), number, notes)


def known_relative(name: str) -> Known:
    """A condition in the family without its place."""
    known, unknown = named("condition", [name])
    return Known(Entry("", name, known, unknown, "active", None, None, None), not_known(unknown))


def placed_relative(known: Known, number: int, notes: list[str]) -> Entry:
    """The condition in the family at its place in the list."""
    one, path = known.entry, f"family_history[{number}]"
    notes.extend(f"{path}: {note}" for note in known.unknown)
    return _entry(path, one.label, one.names, one.unknown, one.status, None, None, None)


def _days(text: str | None) -> Days | None:
    return dates.parse(text) if text else None


def _ordered(start: Days, end: Days, place: tuple[str | int, ...], message: str) -> None:
    if end.last < start.first:
        raise ProfileError(place, f"{message} ({start})")
