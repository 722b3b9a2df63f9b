"""Profiles of patients as such, whatever the trial."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from eligo.facts.normalise import patient
from eligo.facts.patient import Patient
from eligo.facts.profile import Profile as _Profile
from eligo.testing import biomarkers as marking
from eligo.testing import details, values
from eligo.testing.values import REFERENCE, days, loosened, sometimes
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.test_words import words_of

Profile = dict[str, Any]  # a profile as JSON: what stands in a patient file

LISTS = ("results", "conditions", "therapies", "medications", "procedures", "biomarkers", "family_history")
STATUSES = ("active", "active", "resolved", "controlled", "suspected", "absent")
INTENTS = ("neoadjuvant", "adjuvant", "palliative", "curative", "supportive", "maintenance")
TRAITS = ("metastatic", "recurrent", "unresectable locally advanced", "symptomatic", "untreated", "advanced", "odd")
UNKNOWN_NAMES = ("ABC-123", "morbus Eligo", "study drug X")


def profiles(reference: date = REFERENCE) -> st.SearchStrategy[Profile]:
    """Any patient, as the JSON object of a patient file.

    >>> from hypothesis import given
    >>> @given(profiles())
    ... def test_my_reader(profile):
    ...     my_reader(json.dumps(profile))
    """
    return _profiles(reference)


def patients(reference: date = REFERENCE) -> st.SearchStrategy[Patient]:
    """Any patient, as `eligo.read_patients` returns them.

    >>> from hypothesis import given
    >>> @given(patients())
    ... def test_every_patient_gets_a_verdict(patient):
    ...     assert eligo.screen(trial, patient).verdict
    """
    return profiles(reference).map(read)


def read(profile: Profile) -> Patient:
    """The patient of a profile."""
    return patient(_Profile.model_validate(profile))


@lru_cache(maxsize=8)
def names(kind: str) -> tuple[str, ...]:
    """The canonical names of a kind."""
    return tuple(concepts.table(kind))


@st.composite
def _profiles(draw: st.DrawFn, reference: date) -> Profile:
    profile = frame(draw, reference)
    profile["results"] = [
        *draw(st.lists(results(reference), max_size=5)),
        *draw(st.lists(answers(reference), max_size=2)),
    ]
    profile["conditions"] = draw(st.lists(conditions(reference, st.sampled_from(names("condition"))), max_size=3))
    agents = st.sampled_from(names("therapy"))
    profile["therapies"] = draw(st.lists(therapies(reference, agents), max_size=3))
    profile["medications"] = draw(st.lists(therapies(reference, agents), max_size=2))
    profile["procedures"] = draw(st.lists(procedures(reference, st.sampled_from(interventions())), max_size=2))
    profile["biomarkers"] = draw(st.lists(biomarkers(reference), max_size=3))
    profile["statements"] = draw(st.dictionaries(st.sampled_from(names("statement")), st.booleans(), max_size=3))
    return profile


def frame(draw: st.DrawFn, reference: date, births: st.SearchStrategy[date] | None = None) -> Profile:
    """What every profile has: id, sex, birth, reference date, the lists that are complete."""
    profile: Profile = {"id": "P", "reference_date": reference.isoformat()}
    if not draw(sometimes(20)):
        profile["sex"] = draw(st.sampled_from(["female", "male"]))
    if not draw(sometimes(20)):
        born = draw(st.dates(date(reference.year - 95, 1, 1), reference) if births is None else births)
        profile["birth_date"] = draw(loosened(min(born, reference)))[:10]
    profile["complete"] = draw(st.lists(st.sampled_from(LISTS), unique=True))
    return profile


@st.composite
def results(draw: st.DrawFn, reference: date = REFERENCE, analyte: str | None = None) -> Profile:
    """A measured result, sometimes without its date, unit or range."""
    key = analyte or draw(st.sampled_from(values.measurable()))
    return result(draw, key, draw(values.values(analytes()[key])), days(reference))


def result(draw: st.DrawFn, key: str, value: Fraction, when: st.SearchStrategy[date]) -> Profile:
    """A result of a value in the analyte's own unit, written in one of its units."""
    analyte = analytes()[key]
    entry: Profile = {"test": analyte.name}
    units = [unit for unit in values.plain_units(key) if values.in_unit(key, value, unit) is not None]
    unit = draw(st.sampled_from(units)) if units else None
    shown = values.in_unit(key, value, unit) if unit is not None else values.written(value)
    entry["value"] = shown if shown is not None else round(float(value), 6)
    if draw(sometimes(10)):
        entry["value"] = draw(st.sampled_from(["<", "<=", ">", ">="])) + str(entry["value"])
    if unit and not draw(sometimes(5)):
        entry["unit"] = unit
    if not draw(sometimes(10)):
        entry["date"] = draw(loosened(draw(when)))
    return entry


@st.composite
def answers(draw: st.DrawFn, reference: date = REFERENCE, test: str | None = None) -> Profile:
    """The answer of a test, as laboratories word it."""
    name = test or draw(st.sampled_from(names("test")))
    words = ["positive", "negative", "detectable", "undetectable", "indeterminate", "<15", "odd"]
    entry: Profile = {"test": name, "value": draw(st.sampled_from(words) | st.sampled_from(words_of(name)))}
    if not draw(sometimes(15)):
        entry["date"] = draw(loosened(draw(days(reference))))
    return entry


@st.composite
def biomarkers(draw: st.DrawFn, reference: date = REFERENCE) -> Profile:
    """An alteration that was looked for, an allele, an assay, a named result, or what nobody understands."""
    entry = marking.anything(chooser(draw))
    if not draw(sometimes(20)):
        entry["date"] = draw(loosened(draw(days(reference))))
    return entry


def chooser(draw: st.DrawFn) -> marking.Choose:
    """Takes one of several by chance; the first where it can."""
    return lambda several: draw(st.sampled_from(several))


@st.composite
def conditions(
    draw: st.DrawFn, reference: date, name: st.SearchStrategy[str], around: tuple[date, ...] = ()
) -> Profile:
    """A condition with some of its properties."""
    when = days(reference) | st.sampled_from(around) if around else days(reference)
    entry: Profile = {"name": draw(name)}
    status = entry["status"] = draw(st.sampled_from(STATUSES))
    if status == "absent":
        if not draw(sometimes(40)):
            entry["asserted"] = draw(loosened(draw(when)))
        return entry
    begun, ended = sorted((draw(when), draw(when)))
    if not draw(sometimes(30)):
        entry["onset"] = draw(loosened(begun))
    if status == "resolved" and not draw(sometimes(30)):
        entry["resolved"] = draw(loosened(ended))
    for key, choices in (
        ("confirmed_by", ("histology", "cytology", "imaging")),
        ("extent", details.EXTENTS),
        ("stage", ("I", "II", "IIIA", "III", "IV")),
        ("primary", (True, False)),
    ):
        if draw(sometimes(30)):
            entry[key] = draw(st.sampled_from(choices))
    if draw(sometimes(5)):
        entry["name"] = f"{draw(st.sampled_from(TRAITS))} {entry['name']}"
    return {**entry, **details.of_condition(draw, reference, begun if "onset" in entry else date.min)}


@st.composite
def therapies(
    draw: st.DrawFn, reference: date, agent: st.SearchStrategy[str], around: tuple[date, ...] = ()
) -> Profile:
    """A regimen or a medicine with some of its properties."""
    when = days(reference) | st.sampled_from(around) if around else days(reference)
    entry: Profile = {"agents": draw(st.lists(agent, min_size=1, max_size=2, unique=True))}
    begun, ended = sorted((draw(when), draw(when)))
    if not draw(sometimes(20)):
        entry["start"] = draw(loosened(begun))
    if draw(sometimes(60)):
        entry["end"] = draw(loosened(ended))
    elif draw(sometimes(50)):
        entry["ongoing"] = draw(st.booleans())
    if not draw(sometimes(30)):
        entry["intent"] = draw(st.sampled_from(INTENTS))
    if draw(sometimes(40)):
        entry["line"] = draw(st.integers(1, 6))
    if "end" in entry and draw(sometimes(40)):
        entry["progression"] = draw(loosened(draw(st.integers(0, 400).map(lambda _: ended))))
    return {**entry, **details.of_therapy(draw, reference, begun, ended)}


@lru_cache(maxsize=1)
def interventions() -> tuple[str, ...]:
    """The names that belong among the procedures."""
    own = [
        name for kind in ("condition", "therapy") for name in names(kind) if concepts.home(kind, name) == "procedures"
    ]
    return (*own, "odd operation")


@st.composite
def procedures(draw: st.DrawFn, reference: date, name: st.SearchStrategy[str]) -> Profile:
    """A procedure with some of its properties."""
    entry: Profile = {"name": draw(name)}
    if draw(sometimes(10)):
        entry["status"] = "absent"
        return entry
    if not draw(sometimes(20)):
        entry["date"] = draw(loosened(draw(days(reference))))
    return {**entry, **details.of_procedure(draw)}
