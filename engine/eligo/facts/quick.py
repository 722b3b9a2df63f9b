"""Plain profiles read fast. Nothing here decides anything: what isn't plain is left to the reading that does.

The meaning of a profile is in facts.profile (what one may hold) and facts.normalise (what it says).
Patients repeat each other, though: the same tests, units, ranges, agents, days. So each entry is cut
into what recurs, and where and when it stands. What recurs is checked and understood once, by those
two, and kept under its very content; a patient is put together from what is kept. Whatever is
refused, contradictory or merely unusual makes `patients` answer None, and the text is read again in
the ordinary way, which words the findings. Taking this module away changes nothing but the time.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from eligo.facts import lists, quick_entries
from eligo.facts.derived import derived
from eligo.facts.implied import implied
from eligo.facts.making import maker
from eligo.facts.memory import Memory, NotPlain, Object, remembered, valued
from eligo.facts.normalise import (
    FERTILE,
    FERTILE_CONFLICT,
    INFERTILE,
    SEX_CONFLICT,
    anchor_name,
    anchor_note,
    answer,
    bears,
    expecting,
    judgment_key,
    once,
    statement_key,
)
from eligo.facts.patient import Answer, Entry, Marker, Patient
from eligo.facts.profile import JudgmentEntry, Profile
from eligo.facts.spread import with_spread

_SPACE = re.compile(r"[ \t\r\n]*")
# Escapes of control characters and of half characters.
_ESCAPED = re.compile(r"\\u(?:00(?:[01]|7f|[89])|d[89a-f])", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x7f-\x9f]")
_APART = re.compile(r'"[ \t\r\n]+:')
_TEXTS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')


def patients(text: str) -> list[tuple[Patient | None, int]] | None:
    """(patient, the line it begins on) of each profile of a JSON text; None in place of one that isn't plain.

    None for a text that isn't plain itself: not JSON, an empty list, control characters.
    """
    if not _steady(text):
        return None
    begin = _skip(text, 0)
    line = text.count("\n", 0, begin) + 1
    try:
        if text[begin : begin + 1] != "[":
            made, end = _patient(text, begin, remembered())
            return [(made, line)] if _skip(text, end) == len(text) else None
        found: list[tuple[Patient | None, int]] = []
        end, sign = begin, ","
        while sign == ",":
            start = _skip(text, end + 1)
            line += text.count("\n", end, start)
            made, end = _patient(text, start, remembered())
            found.append((made, line))
            end = _skip(text, end)
            line += text.count("\n", start, end)
            sign = text[end : end + 1]
    except (StopIteration, ValueError, ArithmeticError, RecursionError, NotPlain):
        return None
    return found if sign == "]" and _skip(text, end + 1) == len(text) else None


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _steady(text: str) -> bool:
    """Whether the text surely holds no control character and no half of a character."""
    if "\\" in text and _ESCAPED.search(text):
        return False
    if text.isascii():
        return "\x7f" not in text
    return text.isprintable() or not _CONTROLS.search(text)


def _patient(text: str, start: int, memory: Memory) -> tuple[Patient | None, int]:
    """(the patient of the profile that begins there, if it is plain; its end). Raises what `scan` does."""
    value, end = memory.scan(text, start)
    try:
        made, keys = _put_together(value, memory)
    except Exception:  # whatever it is, the ordinary reading says it
        return None, end
    # Of two equal keys one is left after reading; the text still has the colons of both.
    plain = text.count(":", start, end) == keys or _pairs(text[start:end]) == keys
    return (made if plain else None), end


def _pairs(text: str) -> int:
    """At least as many as the keys of a JSON text, those that stand twice counted twice."""
    # Times hold colons too. A key's quote stands right before its colon, or with blanks between.
    return text.count('":') if not _APART.search(text) else _TEXTS.sub("", text).count(":")


_make_patient = maker(Patient)
_make_answer = maker(Answer)
_KEYS = frozenset(field.alias or name for name, field in Profile.model_fields.items())
_NOTHING: list[Any] = []


def _put_together(profile: Object, memory: Memory) -> tuple[Patient, int]:
    """(the patient, how many keys its profile has at all depths). Raises anything for what isn't plain."""
    get, days = profile.get, memory.days
    id_, sex, cohort, story = get("id"), get("sex"), get("cohort"), get("story")
    if id_.__class__ is not str or not 0 < len(id_) <= 500 or not _KEYS.issuperset(profile):
        raise NotPlain
    if not (sex is None or sex == "female" or sex == "male"):
        raise NotPlain
    if not ((cohort is None or cohort.__class__ is str) and (story is None or story.__class__ is str)):
        raise NotPlain
    birth, reference = days[get("birth_date")], days[get("reference_date")]
    if reference is not None and not reference.exact:
        raise NotPlain
    notes: list[str] = []
    measured: quick_entries.Results = {}
    tests: quick_entries.Results = {}
    keys = len(profile) + quick_entries.results(_list(profile, "results"), measured, tests, notes, memory)
    markers: tuple[Marker, ...] = ()
    if "biomarkers" in profile:
        from eligo.facts import quick_markers  # most profiles have none, and need no tables of genes

        markers, more = quick_markers.biomarkers(_list(profile, "biomarkers"), measured, tests, notes, memory)
        keys += more
    anchors: dict[str, date] = {}
    if "anchors" in profile:
        keys += len(profile["anchors"])
        anchors = _anchors(profile["anchors"], notes, memory)
    statements: dict[str, bool] = {}
    attested: list[Entry] = []
    childbearing = False
    if "statements" in profile:
        keys += len(profile["statements"])
        statements, childbearing = _statements(profile["statements"], attested, memory)
    conflict = childbearing and sex == "male"
    if conflict:
        notes.append(SEX_CONFLICT)
    tests.update(derived(measured, tests, male=sex == "male" and not conflict))
    statements, said = implied(statements)
    notes.extend(said)
    if expecting(statements, tests, None if reference is None else reference.first):
        del statements[FERTILE]
        statements.pop(INFERTILE, None)
        notes.append(FERTILE_CONFLICT)
    conditions, more = quick_entries.conditions(_list(profile, "conditions"), reference, measured, notes, memory)
    keys += more
    therapies, more = quick_entries.therapies("therapies", _list(profile, "therapies"), notes, memory)
    keys += more
    medications, more = quick_entries.therapies("medications", _list(profile, "medications"), notes, memory)
    keys += more
    procedures, more = quick_entries.procedures(_list(profile, "procedures"), notes, memory)
    keys += more
    family = quick_entries.family(_list(profile, "family_history"), notes, memory)
    judgments, more = _judgments(_list(profile, "judgments"), memory)
    keys += more
    if "extensions" in profile:
        keys += _flat(profile["extensions"])
    names = _list(profile, "complete")
    return _make_patient(
        id_, None if conflict else sex, conflict, birth, None if reference is None else reference.first,
        anchors, measured, tests,
        {
            "conditions": (*with_spread(conditions), *attested), "therapies": therapies, "medications": medications,
            "procedures": procedures, "family_history": family,
        },
        statements, judgments, memory.understood(("complete", *names), _complete, names), cohort, story or "",
        tuple(notes), markers,
    ), keys  # fmt: skip


def _list(profile: Object, name: str) -> list[Any]:
    found = profile.get(name, _NOTHING)
    if found.__class__ is not list:
        raise NotPlain
    return found


def _flat(extensions: Object) -> int:
    """How many keys the extensions have: here they may hold anything but objects and lists."""
    if any(one.__class__ in (dict, list) for one in extensions.values()):
        raise NotPlain
    return len(extensions)


def _complete(names: list[Any]) -> frozenset[str]:
    return frozenset(Profile.model_validate({"id": "-", "complete": names}).complete)


def _anchors(given: dict[str, Any], notes: list[str], memory: Memory) -> dict[str, date]:
    pairs = []
    for name, text in given.items():
        day = memory.days[text]
        if day is None or not day.exact:
            raise NotPlain
        own, noted = memory.understood(("anchor", name), _anchor, name)
        notes.extend(noted)
        pairs.append((own, day.first))
    return once("anchors", pairs)


def _anchor(name: str) -> tuple[str, list[str]]:
    return anchor_name(name), anchor_note(name)


def _statements(given: dict[str, Any], attested: list[Entry], memory: Memory) -> tuple[dict[str, bool], bool]:
    """(the statements, whether one says of childbearing potential); `attested` gets what they say of conditions."""
    made: dict[str, bool] = {}
    childbearing = False
    known = memory.known
    for name, value in given.items():
        key = ("statement", name, value)
        own, says, bearing = known.get(key) or memory.understood(key, _statement, name, value)
        if made.setdefault(own, value) is not value:
            raise NotPlain
        if says:
            attested.extend(says)
        if bearing:
            childbearing = True
    return made, childbearing


def _statement(name: str, value: object) -> tuple[str, tuple[Entry, ...], bool]:
    if not isinstance(value, bool):
        raise NotPlain
    return statement_key(name), tuple(lists.attested_entries({name: value})), bears(name) and value


def _judgments(found: list[Object], memory: Memory) -> tuple[dict[tuple[str, str, str], Answer], int]:
    keys, pairs = 0, []
    for entry in found:
        keys += len(entry)
        text = entry.pop("date", None)
        _ = memory.days[text]
        key = ("judgment", *entry, *entry.values())
        own, passed, by = memory.known.get(key) or memory.understood(key, _judgment, entry)
        pairs.append((own, _make_answer(passed, by, text or "")))
    return once("judgments", pairs), keys


def _judgment(entry: Object) -> tuple[tuple[str, str, str], bool, str]:
    model = JudgmentEntry.model_validate(valued(entry))
    made = answer(model)
    return judgment_key(model), made.passed, made.by
