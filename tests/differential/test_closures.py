"""The closures against the interpreter: the same verdicts, outcomes, reasons and evidence for every pair."""

from __future__ import annotations

import json
import operator
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import eligo
from conformance import test_conformance as conformance
from differential.equality import briefly, compared
from eligo.cases import patched
from eligo.evaluate import closures as closing
from eligo.evaluate import quick_results
from eligo.evaluate.compiled import Compiled
from eligo.evaluate.screening import screen
from eligo.facts.reading import read
from eligo.resources import folder
from eligo.testing import profiles_for, trials
from eligo.testing.profiles import read as patient_of
from strategies import REFERENCE, compiled, one_rule

FILES = sorted(folder("criteria").glob("*.elig"))
TOGETHER = 16  # patients of one trial: drawing a trial is slow
TRIALS = max(125, settings().max_examples)  # 2,000 pairs
LISTS = ("results", "conditions", "therapies", "medications", "procedures", "family_history")


@lru_cache(maxsize=64)
def closures(text: str) -> Compiled:
    return Compiled(compiled(text))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """The text of a trial, and patients with how they are screened."""
    text = draw(trials(3))
    profile = profiles_for(compiled(text))
    return text, [(draw(profile), draw(options(text))) for _ in range(TOGETHER)]


@st.composite
def options(draw: st.DrawFn, text: str) -> dict[str, Any]:
    """How a screening is asked for: another day, a cohort, lists taken as complete, the site's limits."""
    made: dict[str, Any] = {"day": REFERENCE + timedelta(days=draw(st.sampled_from([0, 0, 0, 0, -40, 20])))}
    cohorts = [one.name for one in compiled(text).cohorts]
    if cohorts and draw(st.booleans()):
        made["cohort"] = draw(st.sampled_from(cohorts))
    if draw(st.integers(0, 3)) == 3:
        made["assume_complete"] = draw(st.lists(st.sampled_from(LISTS), unique=True))
    if draw(st.integers(0, 3)) == 3:
        sex = draw(st.sampled_from(["", "female", "male"]))
        made["limits"] = {(key, sex): (Fraction(40), Fraction(2)) for key in ("ast", "alt", "bilirubin", "creatinine")}
    return made


# A difference is shown as it was found: shrinking a trial and its patients takes longer than finding it.
@settings(max_examples=TRIALS, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(pairs())
def test_they_agree_on_generated_pairs(drawn: tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]]) -> None:
    text, several = drawn
    made = closures(text)
    for profile, how in several:
        _, found = compared(made, patient_of(profile), **how)
        assert not found, "\n".join([text, json.dumps(profile), repr(how), *found])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_they_agree_on_the_trials_and_patients_here(path: Path) -> None:
    trial = eligo.load(path)
    made = Compiled(trial)
    for one in read([folder("patients")]):
        assert one.patient is not None
        for cohort in (None, *(cohort.name for cohort in trial.cohorts)):
            day = one.patient.reference or REFERENCE
            if cohort is None:
                _, found = compared(made, one.patient, day)
            else:
                expected = screen(trial, one.patient, day, cohort=cohort)
                found = briefly(expected, made.screen(one.patient, day, cohort=cohort))
            assert not found, (one.file, cohort, found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_they_agree_on_the_cases_of_the_trials(path: Path) -> None:
    made = Compiled(eligo.load(path))
    cases = json.loads(path.with_suffix(".cases.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(cases["as_of"])
    for case in [*cases["cases"], *cases.get("verdicts", ())]:
        patient = patient_of(patched(cases["base"], case.get("patch", {})))
        expected = screen(made.trial, patient, day, cohort=case.get("cohort"))
        found = briefly(expected, made.screen(patient, day, cohort=case.get("cohort")))
        assert not found, (case["name"], found)


def test_they_agree_on_the_conformance_cases() -> None:
    for case in conformance.CASES:
        limits = {
            (row["analyte"], row.get("sex", "")): (Fraction(str(row["high"])), None)
            for row in case.more.get("limits", [])
        }
        profile = conformance._profile(case.profile)
        _, found = compared(
            closures(case.text), conformance.patient(conformance.Profile.model_validate(profile)),
            date.fromisoformat(case.more.get("as_of", conformance.DAY)), cohort=case.more.get("cohort"),
            assume_complete=case.more.get("assume_complete", ()), limits=limits,
        )  # fmt: skip
        assert not found, (case.file, case.name, found)


def test_what_is_plain_is_decided_without_the_interpreter() -> None:
    """The fast paths are reached: of the trial's example patients they decide nearly all."""
    tally: Counter[str] = Counter()
    made = Compiled(eligo.load(folder("criteria") / "NCT03252938.elig"), tally)
    for one in read([folder("patients")]):
        assert one.patient is not None
        made.screen(one.patient, one.patient.reference or REFERENCE)
    for kind, most in {"Compare": 0.1, "Has": 0.1, "Worded": 0.1}.items():
        assert tally[f"{kind}, asked"] <= most * tally[f"{kind}, in all"], tally


def test_without_fast_paths_every_verdict_stays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = eligo.load(folder("criteria") / "NCT03252938.elig")
    fast = Compiled(trial)
    monkeypatch.setattr(closing, "quick", lambda _node, _plan, _criterion, ask: ask)
    slow = Compiled(trial)
    for one in read([folder("patients")]):
        assert one.patient is not None
        day = one.patient.reference or REFERENCE
        assert slow.screen(one.patient, day).outcomes == fast.screen(one.patient, day).outcomes, one.file


def test_a_wrong_fast_path_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = {
        "id": "P", "reference_date": REFERENCE.isoformat(),
        "results": [{"test": "ANC", "value": 1.5, "unit": "10*9/L", "date": REFERENCE.isoformat()}],
    }  # fmt: skip
    trial = one_rule("ANC >= 1500 /uL")
    assert not compared(Compiled(trial), patient_of(profile), REFERENCE)[1]
    monkeypatch.setitem(quick_results.TESTS, ">=", operator.gt)
    assert compared(Compiled(trial), patient_of(profile), REFERENCE)[1]
