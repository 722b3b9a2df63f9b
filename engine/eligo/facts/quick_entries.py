"""The lists of a plain profile, each entry cut into what recurs, and its place and its days.

A key of the memory holds the whole content of what it stands for. What is found under it was checked
by the profile's models, so nothing is checked twice. Each function also tells how many keys of the
JSON text it has seen. They raise anything for what isn't plain.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from eligo.facts import lists
from eligo.facts.dates import Days
from eligo.facts.lists import Known
from eligo.facts.making import maker
from eligo.facts.memory import Memory, NotPlain, Object, strip, valued
from eligo.facts.normalise import has_class, undated_class
from eligo.facts.patient import Entry, Result
from eligo.facts.profile import ConditionEntry, ProcedureEntry, Profile, ResultEntry, TherapyEntry
from eligo.facts.results import class_result, result_entry

_make_result = maker(Result)
_PATHS = tuple(f"results[{number}]" for number in range(100))
_NO_AGENTS: list[Any] = []
_SOURCE = frozenset({"source"})
_UNREAD_OF_PROCEDURES = frozenset({"source", "result"})

Results = dict[str, tuple[Result, ...]]


class Filed(NamedTuple):
    """One result but for its place and its day: the names it is filed under, and its fields around the day."""

    tested: bool
    under: tuple[str, ...]
    before: tuple[Any, ...]
    behind: tuple[Any, ...]


# What an entry is filed as, and the notes on it behind its path.
Understood = tuple[tuple[Filed, ...], tuple[str, ...]]


def results(found: list[Object], measured: Results, tests: Results, notes: list[str], memory: Memory) -> int:
    """Files every result under its analyte in `measured` and under its tests."""
    keys, days, known = 0, memory.days, memory.known
    for number, entry in enumerate(found):
        keys += len(entry)
        day = days[entry.pop("date", None)]
        limits = entry.pop("reference_range", None)
        if "source" in entry or "recorded" in entry:
            _ = days[entry.pop("recorded", None)]
            strip(entry, _SOURCE)
        get = entry.get
        key: tuple[Any, ...]
        if limits is None:
            key = len(entry), get("test"), get("value"), get("unit"), get("method"), get("specimen")
        else:
            keys += len(limits)
            key = (
                len(entry) + len(limits), get("test"), get("value"), get("unit"), get("method"), get("specimen"),
                limits.get("low"), limits.get("high"),
            )  # fmt: skip
        filed, noted = known.get(key) or _understood(key, entry, limits, memory)
        path = _PATHS[number] if number < 100 else f"results[{number}]"
        file(filed, path, day, measured, tests)
        if noted:
            notes.extend([path + note for note in noted])
    return keys


def file(filed: tuple[Filed, ...], path: str, day: Days | None, measured: Results, tests: Results) -> None:
    """Files what an entry says at its place and of its day."""
    for tested, under, before, behind in filed:
        made = _make_result(path, *before, day, *behind)
        home = tests if tested else measured
        for name in under:
            home[name] = (*home[name], made) if name in home else (made,)


def _understood(key: tuple[Any, ...], entry: Object, limits: Object | None, memory: Memory) -> Understood:
    """What an entry of `results` says, kept under its key, or under all it holds where a key of it holds null.

    Where none does, the number of keys at the front of `key` is that of the values behind it: an entry
    with a key that isn't known has another one.
    """
    if None in entry.values() or (limits is not None and None in limits.values()):
        key = ("result", len(entry), *entry, *entry.values(), *(limits or ()), *(limits or {}).values())
    made: Understood = memory.understood(key, _result, entry, limits)
    return made


def _result(entry: Object, limits: Object | None) -> Understood:
    model = ResultEntry.model_validate({**valued(entry), "reference_range": None if limits is None else valued(limits)})
    return understood(model)


def understood(model: ResultEntry) -> Understood:
    """What a result is filed as."""
    measured: dict[str, list[Result]] = {}
    tests: dict[str, list[Result]] = {}
    notes: list[str] = []
    result_entry(model, 0, measured, tests, notes)
    filed = [_filed(one, False, (name,)) for name, found in measured.items() for one in found]
    if tests:
        under = tuple(name for name, found in tests.items() for _ in found)
        filed.append(_filed(tests[under[0]][0], True, under))
    return tuple(filed), tuple(note.removeprefix("results[0]") for note in notes)


def _filed(one: Result, tested: bool, under: tuple[str, ...]) -> Filed:
    before = one.test, one.raw, one.unit, one.interval, one.basis, one.grain, one.molar, one.word
    return Filed(tested, under, before, (one.uln, one.lln, one.problem))


def conditions(
    found: list[Object], reference: Days | None, measured: Results, notes: list[str], memory: Memory
) -> tuple[tuple[Entry, ...], int]:
    """The conditions; the class of one is filed in `measured` behind the results."""
    keys, days, made = 0, memory.days, []
    for number, entry in enumerate(found):
        keys += len(entry)
        pop = entry.pop
        needs = pop("requires", None)
        start, end = days[pop("onset", None)], days[pop("resolved", None)]
        asserted, recorded = days[pop("asserted", None)], days[pop("recorded", None)]
        if "source" in entry:
            strip(entry, _SOURCE)
        key: tuple[Any, ...] = ("condition", *entry, *entry.values())
        if needs is not None:
            if needs.__class__ is not list:
                raise NotPlain
            key = ("condition", len(entry), *key[1:], *needs)
            entry["requires"] = needs
        known, classed, noted = memory.known.get(key) or memory.understood(key, _condition, entry)
        one = lists.dated_condition(known, number, start, end, asserted, notes)
        made.append(one)
        if classed is not None and has_class(one):
            path = f"conditions[{number}].class"
            notes.extend([path + note for note in noted])
            name, before, behind = classed.under[0], classed.before, classed.behind
            today = None if reference is None else reference.first
            day = recorded or asserted or undated_class(measured.get(name, ()), today)
            result = _make_result(path, *before, day, *behind)
            measured[name] = (*measured.get(name, ()), result)
    return tuple(made), keys


def _condition(entry: Object) -> tuple[Known, Filed | None, tuple[str, ...]]:
    """(the condition, its class as a result of its scale, the notes on that behind its path)."""
    model = ConditionEntry.model_validate(valued(entry))
    notes: list[str] = []
    classed = class_result(model.class_, "", notes)
    filed = None if classed is None else _filed(classed[1], False, (classed[0],))
    return lists.known_condition(model), filed, tuple(notes)


def therapies(home: str, found: list[Object], notes: list[str], memory: Memory) -> tuple[tuple[Entry, ...], int]:
    """The entries of `therapies` or `medications`."""
    keys, days, made = 0, memory.days, []
    for number, entry in enumerate(found):
        keys += len(entry)
        pop = entry.pop
        start, end, progression = days[pop("start", None)], days[pop("end", None)], days[pop("progression", None)]
        asserted, _ = days[pop("asserted", None)], days[pop("recorded", None)]
        agents = pop("agents", _NO_AGENTS)
        if agents.__class__ is not list:
            raise NotPlain
        if "source" in entry:
            strip(entry, _SOURCE)
        key = ("therapy", len(entry), *entry, *entry.values(), *agents)
        known = memory.known.get(key) or memory.understood(key, _therapy, entry, agents)
        one = lists.dated_therapy(home, known, number, start, end, progression, asserted, notes)
        made.append(one)
        if one.details.trial:
            made.extend(lists.twice(one)[1:])
    return tuple(made), keys


def _therapy(entry: Object, agents: list[Any]) -> Known:
    return lists.known_therapy(TherapyEntry.model_validate({**valued(entry), "agents": agents}))


def procedures(found: list[Object], notes: list[str], memory: Memory) -> tuple[tuple[Entry, ...], int]:
    """The procedures."""
    keys, days = 0, memory.days
    made: list[Entry] = []
    for number, entry in enumerate(found):
        keys += len(entry)
        pop = entry.pop
        day, asserted, _ = days[pop("date", None)], days[pop("asserted", None)], days[pop("recorded", None)]
        strip(entry, _UNREAD_OF_PROCEDURES)
        known = memory.understood(("procedure", *entry, *entry.values()), _procedure, entry)
        made.extend(lists.twice(lists.dated_procedure(known, number, day, asserted, notes)))
    return tuple(made), keys


def _procedure(entry: Object) -> Known:
    return lists.known_procedure(ProcedureEntry.model_validate(valued(entry)))


def family(found: list[Any], notes: list[str], memory: Memory) -> tuple[Entry, ...]:
    """The conditions in the family."""
    known = [memory.understood(("relative", name), _relative, name) for name in found]
    return tuple(lists.placed_relative(one, number, notes) for number, one in enumerate(known))


def _relative(name: object) -> Known:
    (checked,) = Profile.model_validate({"id": "-", "family_history": [name]}).family_history
    return lists.known_relative(checked)
