"""The examination of a trial: every finding, in the order of the file."""

from __future__ import annotations

from eligo.core.nodes import Trial
from eligo.examine.criteria import contradicting, implied
from eligo.examine.exceptions import idle, overlapping
from eligo.examine.findings import Finding
from eligo.examine.windows import parting, unreachable


def examine(trial: Trial) -> list[Finding]:
    """What is odd about a trial that compiles, each thing once, with the patient who shows it."""
    parted = dict(parting(trial))
    found = [
        *overlapping(trial),
        *idle(trial),
        *contradicting(trial),
        *unreachable(trial),
        *parted.values(),
        *implied(trial, frozenset(parted)),
    ]
    return sorted(found, key=lambda one: (one.diagnostic.start, one.diagnostic.code))
