"""The public strategies: what they promise, that they reach what they should, and what is said without Hypothesis."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import eligo.testing
from eligo.evaluate.screening import CriterionOutcome
from eligo.facts.patient import Patient
from eligo.testing import criteria, patients, patients_for, profiles, profiles_for, trials
from eligo.testing.profiles import read
from strategies import RULES, compiled, one_rule, outcomes, screened

# Nothing is shrunk here: it matters that an example comes up, not which.
QUIET = settings(
    max_examples=4000, database=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)


def test_what_is_public_is_documented_with_an_example() -> None:
    assert set(eligo.testing.__all__) == {"criteria", "patients", "patients_for", "profiles", "profiles_for", "trials"}
    for name in eligo.testing.__all__:
        assert ">>> @given(" in (getattr(eligo.testing, name).__doc__ or ""), name


def test_without_hypothesis_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['hypothesis'] = None\nimport eligo\nimport eligo.testing"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "pip install 'eligo[testing]'" in ran.stderr


def test_eligo_itself_does_not_import_hypothesis() -> None:
    code = "import sys, eligo.api, eligo.cli.main; sys.exit('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(profiles())
def test_profiles_are_json_that_reads(profile: dict[str, Any]) -> None:
    assert isinstance(read(json.loads(json.dumps(profile))), Patient)


@given(patients())
def test_patients_are_patients(patient: Patient) -> None:
    assert patient.id == "P" and patient.reference is not None


@given(criteria(), criteria("exclusion"))
def test_criteria_compile(inclusion: str, exclusion: str) -> None:
    compiled(f'trial T "t"\n\ninclusion 1 "x"\n  {inclusion}\n\nexclusion 1 "y"\n  {exclusion}\n')


@settings(max_examples=settings().max_examples // 2)
@given(trials(2).flatmap(lambda text: st.tuples(st.just(text), patients_for(compiled(text)))))
def test_trials_compile_and_their_patients_are_patients(drawn: tuple[str, Patient]) -> None:
    assert compiled(drawn[0]).criteria and isinstance(drawn[1], Patient)


def test_patients_around_rules_reach_every_outcome() -> None:
    seen: dict[str, set[str]] = {}

    @settings(QUIET, max_examples=400)
    @given(st.data(), st.sampled_from(RULES))
    def look(data: st.DataObject, rule: str) -> None:
        outcome = outcomes(one_rule(rule), data.draw(profiles_for(one_rule(rule))))[0][2]
        seen.setdefault(rule, set()).add(outcome)

    look()
    several = [rule for rule, found in seen.items() if len(found) > 1]
    assert {"pass", "fail", "unknown"} <= set().union(*seen.values())
    assert len(several) >= 10, sorted(set(seen) - set(several))


def _on_the_limit(one: CriterionOutcome) -> bool:
    return one.margin == "on the limit"


@pytest.mark.parametrize(
    ("rule", "reached"),
    [
        ("ANC >= 1500 /uL", _on_the_limit),
        ("AST <= 3 x ULN", _on_the_limit),
        ("ANC > 1500 /uL", lambda one: one.margin.startswith("equal to the limit")),
        ("AST <= 3 x ULN", lambda one: any(gap.reason == "no_reference_limit" for gap in one.reasons)),
        ("ANC >= 1500 /uL", lambda one: any(gap.reason == "conflicting_records" for gap in one.reasons)),
        ("ANC >= 1500 /uL", lambda one: any(gap.reason == "beyond_detection" for gap in one.reasons)),
        ("ANC >= 1500 /uL", lambda one: any(item.converted and "10*9" in item.value for item in one.evidence)),
        ("ANC >= 1500 /uL within 14 days", lambda one: any(item.age_days == 14 for item in one.evidence)),
        ("ANC >= 1500 /uL within 14 days", lambda one: any(gap.reason == "outside_window" for gap in one.reasons)),
        ("at least 28 days since chemotherapy", lambda one: one.may_change == "from 2025-03-02"),
        ("prior PD-1 inhibitor", lambda one: any(gap.reason == "name_unknown" for gap in one.reasons)),
        ("age >= 18 years", lambda one: one.may_change == "from 2025-03-02"),
        ("EGFR L858R", lambda one: one.outcome == "pass"),
        ("EGFR L858R", lambda one: any("not found by" in item.value for item in one.evidence)),
        ("EGFR L858R", lambda one: any(gap.reason == "conflicting_records" for gap in one.reasons)),
        ("germline BRCA1 mutation", lambda one: one.outcome == "fail"),
        ("EGFR mutation by NGS", lambda one: any(gap.reason == "name_unknown" for gap in one.reasons)),
        ("MET amplification >= 6 copies", lambda one: any("6 copies" in item.notes for item in one.evidence)),
        ("MET amplification >= 6 copies", lambda one: any(gap.reason == "beyond_detection" for gap in one.reasons)),
        ("homozygous UGT1A1*28", lambda one: one.outcome == "pass"),
        ("ANC >= 1500 /uL", lambda one: any(item.path.startswith("biomarkers") for item in one.evidence)),
        ("hypertension requiring drug treatment", lambda one: one.outcome == "pass"),
    ],
)  # fmt: skip
def test_patients_reach_the_edges(rule: str, reached: Callable[[CriterionOutcome], bool]) -> None:
    trial = one_rule(rule)
    find(profiles_for(trial), lambda profile: reached(screened(trial, profile).criteria[0]), settings=QUIET)
