"""Eligo screens patients against the eligibility criteria of clinical trials and explains every verdict.

>>> trial = eligo.load("criteria/NCT03252938.elig")
>>> patients = eligo.read_patients("patients/")
>>> eligo.screen(trial, patients[0]).verdict

Names are imported when first used, so that `import eligo` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.api import compile as compile
    from eligo.api import load as load
    from eligo.api import read_patients as read_patients
    from eligo.api import result_schema as result_schema
    from eligo.api import screen as screen
    from eligo.core.nodes import Trial as Trial
    from eligo.diagnostics import CriteriaError as CriteriaError
    from eligo.diagnostics import Diagnostic as Diagnostic
    from eligo.facts.patient import Patient as Patient
    from eligo.facts.profile import Profile as Profile
    from eligo.facts.reading import PatientError as PatientError
    from eligo.report.model import Result as Result
    from eligo.screener import Screener as Screener

_WHERE = {
    "compile": "eligo.api",
    "load": "eligo.api",
    "read_patients": "eligo.api",
    "result_schema": "eligo.api",
    "screen": "eligo.api",
    "CriteriaError": "eligo.diagnostics",
    "Diagnostic": "eligo.diagnostics",
    "Patient": "eligo.facts.patient",
    "PatientError": "eligo.facts.reading",
    "Profile": "eligo.facts.profile",
    "Result": "eligo.report.model",
    "Screener": "eligo.screener",
    "Trial": "eligo.core.nodes",
}

__all__ = [*_WHERE, "__version__"]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from eligo.versions import ENGINE

        return ENGINE
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'eligo' has no attribute {name!r}")
