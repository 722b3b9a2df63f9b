"""From a profile to a patient: names looked up, numbers made exact and brought to their analyte's unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.derived import derived
from eligo.facts.implied import implied
from eligo.facts.lists import attested_entries, condition_entry, procedure_entry, relative_entry, therapy_entry, twice
from eligo.facts.patient import Answer, Entry, Marker, Patient, Result
from eligo.facts.profile import BiomarkerEntry, JudgmentEntry, Profile, ProfileError, TherapyEntry
from eligo.facts.results import class_result, result_entry
from eligo.facts.spread import with_spread
from eligo.vocabulary import concepts, names


def patient(profile: Profile) -> Patient:
    """The patient of a profile. Raises ProfileError for an end before its start or a refused number."""
    notes: list[str] = []
    results: dict[str, list[Result]] = {}
    tests: dict[str, list[Result]] = {}
    for number, entry in enumerate(profile.results):
        result_entry(entry, number, results, tests, notes)
    markers = _markers(profile.biomarkers, results, tests, notes) if profile.biomarkers else ()
    for anchor in profile.anchors:
        notes.extend(anchor_note(anchor))
    sex_conflict = profile.sex == "male" and any(bears(name) and value for name, value in profile.statements.items())
    if sex_conflict:
        notes.append(SEX_CONFLICT)
    follows = derived(results, tests, male=profile.sex == "male" and not sex_conflict)
    tests.update((name, list(several)) for name, several in follows.items())
    statements = once("statements", [(statement_key(name), value) for name, value in profile.statements.items()])
    statements, said = implied(statements)
    notes.extend(said)
    reference = date.fromisoformat(profile.reference_date[:10]) if profile.reference_date else None
    if expecting(statements, tests, reference):
        del statements[FERTILE]
        statements.pop(INFERTILE, None)
        notes.append(FERTILE_CONFLICT)
    conditions = []
    for at, one in enumerate(profile.conditions):
        conditions.append(condition_entry(one, at, notes))
        classed = class_result(one.class_, f"conditions[{at}].class", notes) if has_class(conditions[at]) else None
        if classed is not None:
            stated = one.recorded or one.asserted
            day = dates.parse(stated) if stated else undated_class(results.get(classed[0], ()), reference)
            results.setdefault(classed[0], []).append(replace(classed[1], day=day))
    return Patient(
        profile.id,
        None if sex_conflict else profile.sex,
        sex_conflict,
        dates.parse(profile.birth_date) if profile.birth_date else None,
        reference,
        once("anchors", [(anchor_name(name), date.fromisoformat(day[:10])) for name, day in profile.anchors.items()]),
        {key: tuple(found) for key, found in results.items()},
        {key: tuple(found) for key, found in tests.items()},
        {
            "conditions": (*with_spread(tuple(conditions)), *attested_entries(profile.statements)),
            "therapies": _given("therapies", profile.therapies, notes),
            "medications": _given("medications", profile.medications, notes),
            "procedures": tuple(
                each for at, one in enumerate(profile.procedures) for each in twice(procedure_entry(one, at, notes))
            ),
            "family_history": tuple(relative_entry(one, at, notes) for at, one in enumerate(profile.family_history)),
        },
        statements,
        once("judgments", [(judgment_key(one), answer(one)) for one in profile.judgments]),
        frozenset(profile.complete),
        profile.cohort,
        profile.story or "",
        tuple(notes),
        markers,
    )


def _markers(
    entries: Sequence[BiomarkerEntry],
    results: dict[str, list[Result]],
    tests: dict[str, list[Result]],
    notes: list[str],
) -> tuple[Marker, ...]:
    """The markers; those that are results are filed behind the list of results."""
    from eligo.facts.markers import filed  # most profiles have none, and need no tables of genes

    made: list[Marker] = []
    for number, one in enumerate(entries):
        found = filed(one, number, notes)
        if isinstance(found, list):
            made.extend(found)
        else:
            result_entry(found, number, results, tests, notes, "biomarkers")
    return tuple(made)


def _given(home: str, entries: Sequence[TherapyEntry], notes: list[str]) -> tuple[Entry, ...]:
    return tuple(each for at, one in enumerate(entries) for each in twice(therapy_entry(home, one, at, notes)))


def undated_class(recorded: Sequence[Result], reference: date | None) -> Days | None:
    """The day of a class that bears none: the reference date, as for a status, unless a result of the scale is there.

    Which of the two is newer isn't known then.
    """
    if reference is None or any(not one.path.startswith("conditions[") for one in recorded):
        return None
    return Days(reference, reference)


def has_class(condition: Entry) -> bool:
    """Whether the class of a condition still tells how it is."""
    return condition.status in ("active", "controlled") and not condition.conflict


SEX_CONFLICT = "the profile says male and of childbearing potential; the sex is treated as unknown"


FERTILE, INFERTILE = "childbearing potential", "not of childbearing potential"
FERTILE_CONFLICT = "no childbearing potential, and a positive pregnancy test: the statement isn't used"
_PREGNANCY = ("pregnancy test", "serum pregnancy test", "urine pregnancy test")
_YEAR = 366


def expecting(statements: Mapping[str, bool], tests: Mapping[str, Sequence[Result]], reference: date | None) -> bool:
    """Whether a positive pregnancy test of the last year contradicts that there is no childbearing potential."""
    if statements.get(FERTILE) is not False:
        return False
    return any(
        one.word == "positive" and (one.day is None or reference is None or (reference - one.day.last).days <= _YEAR)
        for name in _PREGNANCY
        for one in tests.get(name, ())
    )


def bears(statement: str) -> bool:
    """Whether a statement speaks of childbearing potential."""
    return concepts.lookup("statement", statement) == "childbearing potential"


def anchor_name(name: str) -> str:
    """The name under which an anchor is filed: its canonical one, or its own."""
    return concepts.lookup("anchor", name) or name


def anchor_note(name: str) -> list[str]:
    """A note where no rule can count from an anchor."""
    if concepts.lookup("anchor", name) is not None:
        return []
    return [f"the anchor {name!r} isn't known; {concepts.suggest(name, 'anchor') or 'no rule counts from it'}"]


Key = TypeVar("Key")
Value = TypeVar("Value")


def once(place: str, pairs: list[tuple[Key, Value]]) -> dict[Key, Value]:
    """The pairs as a dict. Raises ProfileError where one thing is said twice and differently."""
    found: dict[Key, Value] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            what = (
                name
                if isinstance(name, str)
                else " ".join(str(part) for part in name if part)
                if isinstance(name, tuple)
                else ""
            )
            raise ProfileError((place,), f"{what!r} is there twice, with different answers")
    return found


def answer(one: JudgmentEntry) -> Answer:
    return Answer(one.outcome == "pass", one.by or "", one.date or "")


def judgment_key(one: JudgmentEntry) -> tuple[str, str, str]:
    """What a judgment is filed under: trial, criterion and cohort."""
    return one.trial, names.key(one.criterion), (one.cohort or "").casefold()


def statement_key(text: str) -> str:
    """The form under which a statement is filed: its canonical name's key, or its own."""
    return names.key(concepts.lookup("statement", text) or text)
