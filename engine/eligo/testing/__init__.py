"""Hypothesis strategies for patients, criteria and trials, so that others can test their systems with them.

In: nothing, or a compiled trial. Out: strategies whose examples Eligo reads without an error.
Always: a profile is valid by the profile's own model; a criterion compiles; what a strategy leaves
out at random (a date, a unit, a limit of normal) is what real records leave out.

>>> from hypothesis import given
>>> from eligo.testing import patients_for
>>> trial = eligo.load("criteria/NCT06621095.elig")
>>> @given(patients_for(trial))
... def test_my_screening(patient):
...     assert my_system(trial, patient) == eligo.screen(trial, patient).verdict
"""

from __future__ import annotations

try:
    import hypothesis as _hypothesis  # noqa: F401  # only to say what is missing
except ImportError as _missing:
    raise ImportError(
        "eligo.testing needs Hypothesis, which isn't installed: pip install 'eligo[testing]'"
    ) from _missing

from eligo.testing.around import patients_for, profiles_for
from eligo.testing.language import criteria, trials
from eligo.testing.profiles import patients, profiles

__all__ = ["criteria", "patients", "patients_for", "profiles", "profiles_for", "trials"]
