"""Running made patients: what the engine says of each criterion, and the first of whom a claim is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pydantic import ValidationError

from eligo.core.nodes import Criterion, Trial
from eligo.evaluate.screening import CriterionOutcome, screen
from eligo.examine.literals import Way
from eligo.examine.making import REFERENCE, Profile
from eligo.examine.patients import profiles
from eligo.facts.normalise import patient
from eligo.facts.profile import Profile as Validated
from eligo.facts.profile import ProfileError

_MOST = 60  # patients run for one question
_EACH = 24  # of them for one way


@dataclass(frozen=True, slots=True)
class Shown:
    """A patient who was run: the profile, and what the engine said of each criterion asked about."""

    profile: Profile
    outcomes: tuple[CriterionOutcome, ...]

    @property
    def said(self) -> str:
        """What the engine said, as a reader sees it."""
        return "; ".join(f"{one.criterion.label}: {_told(one)}" for one in self.outcomes)


def _told(one: CriterionOutcome) -> str:
    reasons = ", ".join(dict.fromkeys(gap.reason for gap in one.reasons))
    return f"{one.outcome.replace('_', ' ')} ({reasons})" if reasons else one.outcome.replace("_", " ")


def run(trial: Trial, criteria: Sequence[Criterion], profile: Profile) -> tuple[CriterionOutcome, ...]:
    """The outcomes of these criteria for a profile. Raises ProfileError or ValidationError where it isn't one."""
    one = patient(Validated.model_validate(profile))
    return screen(replace(trial, criteria=tuple(criteria)), one, REFERENCE).criteria


def first(
    trial: Trial,
    criteria: Sequence[Criterion],
    tried: Iterable[Profile],
    claim: Callable[[tuple[CriterionOutcome, ...]], bool],
) -> Shown | None:
    """The first of the profiles of which the claim is true; None when none was found."""
    for profile in islice(tried, _MOST):
        try:
            outcomes = run(trial, criteria, profile)
        except (ProfileError, ValidationError):
            continue
        if claim(outcomes):
            return Shown(profile, outcomes)
    return None


def made(trial: Trial, criteria: Sequence[Criterion], ways: Iterable[Way], each: int = _EACH) -> Iterator[Profile]:
    """Patients made for each of the ways in turn, `each` at most."""
    for way in ways:
        yield from islice(profiles(way, trial, criteria), each)
