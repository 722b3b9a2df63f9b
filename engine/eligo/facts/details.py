"""What an entry says beyond its names, its status and its days: traits, sites, causes, responses, doses.

Each function gives the details and notes on what isn't understood or contradicts itself. A word that no table
holds is kept, behind a `?`: it answers nothing. Where two keys contradict each other both are kept, and the evaluators
see it: what counts may hang on the day that is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.doses import read_dose
from eligo.facts.naming import after_traits, name, not_known, sequential
from eligo.facts.patient import PLAIN, Details, Link, Named
from eligo.facts.profile import ConditionEntry, ProcedureEntry, TherapyEntry
from eligo.facts.stages import read_tnm
from eligo.vocabulary import concepts, names
from eligo.vocabulary.requirements import implied

_YES_NO = {True: "yes", False: "no"}
# The keys that are read here; most entries have none of them.
_OF_CONDITIONS = frozenset(
    {"tnm", "resectability", "recurrent", "refractory", "symptomatic", "treated", "course", "stable_since", "site",
     "related_to", "requires"}
)  # fmt: skip
_OF_THERAPIES = frozenset(
    {"progressed", "cycles", "best_response", "stop_reason", "setting", "indication", "site", "dose", "dose_since",
     "standard", "trial", "route"}
)  # fmt: skip
_OF_PROCEDURES = frozenset({"site", "indication", "trial"})

Noted = tuple[Details, tuple[str, ...]]


def of_condition(entry: ConditionEntry, traits: Iterable[tuple[str, str]], extent: str | None) -> Noted:
    """The details of a condition whose name begins with `traits`."""
    traits = tuple(one for one in traits if one[0] != "extent")
    if not traits and _OF_CONDITIONS.isdisjoint(entry.model_fields_set):
        return PLAIN, ()
    said: dict[str, str] = {}
    notes: list[str] = []
    for attribute in ("recurrent", "refractory", "symptomatic", "treated"):
        if (value := getattr(entry, attribute)) is not None:
            said[attribute] = _YES_NO[value]
    said.update({key: value for key in ("resectability", "course") if (value := getattr(entry, key)) is not None})
    for attribute, value in traits:
        if said.setdefault(attribute, value) != value:
            notes.append(f"the name says {_told(attribute, value)}, the key {_told(attribute, said[attribute])}")
            said[attribute] = f"?{value} by the name, {said[attribute].lstrip('?')} by the key"
    if entry.tnm is not None:
        read, odd = read_tnm(entry.tnm)
        parts = dict(read)
        if odd:
            notes.append(f"the TNM {odd!r} isn't understood")
        if parts.get("M") == "M0" and extent in ("metastatic", "oligometastatic"):
            # The one may be of the diagnosis and the other of today: which counts isn't told.
            notes.append(f"the TNM says M0, the extent {extent}")
            parts["M"] = f"?M0, and the extent {extent}"
        said.update(parts)
    if entry.requires is not None:
        said["requires"] = "|".join(_needed(entry.requires, notes))
    days = _days(stable_since=entry.stable_since)
    if days and said.get("course") == "progressing":
        notes.append(f"the course is progressing, and it is stable since {entry.stable_since}")
    links = {
        "site": _link("site", entry.site, notes, ("site",)),
        "cause": _link("cause", entry.related_to, notes, ("therapy", "condition")),
    }
    return _made(said, links, days), tuple(notes)


def of_therapy(entry: TherapyEntry) -> Noted:
    """The details of a regimen or a medicine."""
    one_by_one = sequential(tuple(entry.agents))
    if _OF_THERAPIES.isdisjoint(entry.model_fields_set) and not one_by_one:
        return PLAIN, ()
    said: dict[str, str] = {}
    notes: list[str] = []
    for attribute, kind in (("setting", "setting"), ("best_response", "response"), ("stop_reason", "stop")):
        text: str | None = getattr(entry, attribute)
        if text is not None and text.strip():
            said[attribute] = _word(kind, text) or f"?{text}"
            if said[attribute].startswith("?"):
                notes.extend(not_known([text], attribute.replace("_", " ")))
    if entry.standard is not None:
        said["standard"] = _YES_NO[entry.standard]
    if entry.progressed is not None:
        said["progressed"] = _YES_NO[entry.progressed]
        other = said.get("stop_reason") == "progression" or said.get("best_response") == "progressive disease"
        if other and not entry.progressed:
            notes.append("it is said not to have progressed, and that it progressed")
    if _oral(entry.route):
        said["route"] = "oral"
    links = {
        "site": _link("site", entry.site, notes, ("site",)),
        "indication": _link("indication", entry.indication, notes, ("condition", "purpose")),
    }
    dose = read_dose(entry.dose, entry.unit, entry.per)
    if dose is not None and dose.problem:
        notes.append(f"the dose {' '.join(str(one)[:40] for one in (entry.dose, entry.unit, entry.per) if one)!r} "
                     f"isn't used: {dose.problem}")  # fmt: skip
    made = _made(said, links, _days(dose_since=entry.dose_since), (entry.trial or "").strip())
    if dose is None and entry.cycles is None and not one_by_one:
        return made, tuple(notes)
    return Details(made.said, made.links, made.days, dose, entry.cycles, made.trial, one_by_one), tuple(notes)


def of_procedure(entry: ProcedureEntry) -> Noted:
    """The details of a procedure."""
    if _OF_PROCEDURES.isdisjoint(entry.model_fields_set):
        return PLAIN, ()
    notes: list[str] = []
    links = {
        "site": _link("site", entry.site, notes, ("site",)),
        "indication": _link("indication", entry.indication, notes, ("condition", "purpose")),
    }
    return _made({}, links, {}, (entry.trial or "").strip()), tuple(notes)


def _made(
    said: Mapping[str, str], links: Mapping[str, Link | None], days: Mapping[str, Days], trial: str = ""
) -> Details:
    kept = {relation: link for relation, link in links.items() if link is not None}
    return Details(said, kept, days, trial=trial) if said or kept or days or trial else PLAIN


def _needed(texts: Iterable[str], notes: list[str]) -> list[str]:
    """What a condition requires, with all that this implies; what isn't known behind a `?`."""
    found: dict[str, None] = {}
    for text in texts:
        canonical = concepts.lookup("requirement", text)
        if canonical is None:
            notes.extend(not_known([text], "requirement"))
        # A `|` parts one from the other.
        found.update(dict.fromkeys(implied(canonical) if canonical else (f"?{text.replace('|', '/')}",)))
    return sorted(found)


def _days(**texts: str | None) -> dict[str, Days]:
    return {key: dates.parse(text) for key, text in texts.items() if text}


def _told(attribute: str, value: str) -> str:
    """`not recurrent` for no, `unresectable` for itself."""
    return {"yes": attribute, "no": f"not {attribute}"}.get(value, value)


# -- words --------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _words(kind: str) -> dict[str, str]:
    """The names of a table by all that records write for them."""
    found: dict[str, str] = {}
    for entry in concepts.table(kind).values():
        values = concepts.parts(entry.row.get("values"))
        if values and entry.name not in values:
            # `objective response` is a question; a record says which response it was.
            continue
        for text in (entry.name, *entry.spellings, *entry.exact, *concepts.parts(entry.row.get("words"))):
            found.setdefault(names.key(text), entry.name)
    return found


_BEHIND = re.compile(r"[ ,;:]*[(\[].*[)\]]\s*$")


@lru_cache(maxsize=8192)
def _word(kind: str, text: str) -> str | None:
    """The name of the table that a text stands for, with or without what is in brackets behind it."""
    known = _words(kind)
    return known.get(names.key(text)) or known.get(names.key(_BEHIND.sub("", text)))


def _oral(route: str | None) -> bool:
    """Whether a medicine is surely swallowed: what a dose is worth may hang on it."""
    return route is not None and set(names.key(route.replace(".", "")).split()) in _ORAL


_ORAL = ({"oral"}, {"orally"}, {"po"}, {"per", "o"}, {"per", "os"}, {"by", "mouth"}, {"enteral"})

# -- what an entry has to do with -----------------------------------------------------------------

_JOINED = re.compile(r"\s*(?:[+,;/&]|\band\b)\s*")
_SIDE = re.compile(r"^(?:the |left |right |both |bilateral |l\. |r\. )+|(?:,? (?:left|right|bilateral|both sides))$")
_FOR = re.compile(
    r"^(?:(?:primary|secondary) )?(prophylaxis|prevention|premedication|replacement) (?:of|for|against|before|with) "
)
_PURPOSE = re.compile(r" (prophylaxis|prevention|premedication)$")
_NOT = re.compile(r"\b(?:no|not|non|without|never)\b")


def _link(relation: str, text: str | None, notes: list[str], kinds: tuple[str, ...]) -> Link | None:
    """The names of one or several things that a text holds, looked up in the tables of these kinds."""
    if text is None or not text.strip():
        return None
    link = _read_link(" ".join(text.split()), kinds)
    notes.extend(not_known(link.unknown, relation))
    return link


@lru_cache(maxsize=8192)
def _read_link(text: str, kinds: tuple[str, ...]) -> Link:
    whole = _found(text, kinds)
    if whole is not None:
        return Link(*whole)
    known: list[Named] = []
    unknown: list[str] = []
    for piece in filter(None, _JOINED.split(text)):
        found, odd = _found(piece, kinds) or ((), (piece,))
        known.extend(found)
        unknown.extend(odd)
    return Link(tuple(known), tuple(unknown or ([] if known else [text])))


def _found(text: str, kinds: tuple[str, ...]) -> tuple[tuple[Named, ...], tuple[str, ...]] | None:
    """(names, unknown ones) of a text that one of the tables holds."""
    for kind in kinds:
        for written in _forms(kind, text):
            found, unknown = name(kind, written)
            if found:
                return found, unknown
    return None


def _forms(kind: str, text: str) -> tuple[str, ...]:
    """The ways in which a table may hold a text: a site without its side, a prophylaxis of whatever it is of."""
    if kind == "site":
        bare = _SIDE.sub("", text.casefold())
        return (text, _SIDE.sub("", bare)) if bare != text.casefold() else (text,)
    if kind == "condition":
        return (text, after_traits(text)[1])
    if kind == "purpose" and not _NOT.search(text.casefold()) and not _JOINED.search(text):
        general = _FOR.match(text.casefold()) or _PURPOSE.search(text.casefold())
        return (text, general[1]) if general else (text,)
    return (text,)
