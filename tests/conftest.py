"""Hypothesis profiles: `ci` is the same on every run; `explore` draws anew and can be seeded.

ELIGO_HYPOTHESIS=explore pytest tests/properties --hypothesis-seed=1
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Drawing whole criteria files is slow beside running them; that isn't what a property tests.
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, max_examples=60, suppress_health_check=_SLOW
)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=_SLOW, print_blob=True)
settings.load_profile(os.environ.get("ELIGO_HYPOTHESIS", "ci"))
