"""What a screening by closures must share with the interpreter's: everything."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from eligo.core.nodes import Trial
from eligo.evaluate.compiled import Compiled, Screened
from eligo.evaluate.screening import CriterionOutcome, Screening, screen
from eligo.facts.patient import Patient

_CRITERIA = [one.name for one in fields(CriterionOutcome)]
_SCREENING = [one.name for one in fields(Screening) if one.name != "criteria"]


def differing(expected: Screening, found: Screened) -> list[str]:
    """What the two say differently, each with both answers; reasons first, which closures find by themselves."""
    said = [
        _said(f"the reasons of {one.criterion.label}", one.reasons, other.reasons)
        for one, other in zip(expected.criteria, found.criteria, strict=True)
    ]
    said += [_said(name, getattr(expected, name), getattr(found, name)) for name in _SCREENING]
    for one, other in zip(expected.criteria, found.criteria, strict=True):
        label = one.criterion.label
        said += [_said(f"{name} of {label}", getattr(one, name), getattr(other, name)) for name in _CRITERIA]
        said.append(_said(f"the whole of {label}", one, other.whole))
    said.append(_said("the whole", expected, found.whole))
    return [text for text in said if text]


def briefly(expected: Screening, found: Screened) -> list[str]:
    """Verdict, cohorts, outcomes and reasons alone: what closures find by themselves."""
    said = [_said("verdict", expected.verdict, found.verdict), _said("cohorts", expected.cohorts, found.cohorts)]
    standing = [one.criterion.label for one in expected.criteria if one.outcome in ("fail", "unknown")]
    said.append(_said("standing", standing, [one.criterion.label for one in found.standing]))
    for one, other in zip(expected.criteria, found.criteria, strict=True):
        label = one.criterion.label
        said.append(_said(f"outcome of {label}", one.outcome, other.outcome))
        said.append(_said(f"reasons of {label}", one.reasons, other.reasons))
    return [text for text in said if text]


def _said(what: str, expected: object, found: object) -> str:
    return "" if expected == found else f"{what}: the interpreter says {expected!r}, the closures {found!r}"


def compared(made: Compiled, patient: Patient, day: date, **options: Any) -> tuple[Screening, list[str]]:
    """(the interpreter's screening, what the closures say differently)."""
    trial: Trial = made.trial
    expected = screen(trial, patient, day, **options)
    return expected, differing(expected, made.screen(patient, day, **options))
