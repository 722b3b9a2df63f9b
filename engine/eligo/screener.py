"""Many patients against one trial: outcomes at once, the whole result of those one looks at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from eligo.api import day_and_cohort, known_lists
from eligo.core.nodes import Trial
from eligo.evaluate.compiled import Compiled, Screened
from eligo.evaluate.screening import Outcome, Verdict
from eligo.evaluate.view import Limits
from eligo.facts.patient import Patient
from eligo.versions import digest, versions

if TYPE_CHECKING:
    from eligo.report.model import Result


class Screener:
    """A trial made ready for many patients: some fifty times as fast as `screen`, with the same answers."""

    def __init__(self, trial: Trial) -> None:
        if not isinstance(trial, Trial):
            raise TypeError(f"a Screener takes a Trial, such as eligo.load gives, not {type(trial).__name__}")
        self.trial = trial
        self._compiled = Compiled(trial)
        self._digest = digest(trial)

    def screen(
        self,
        patient: Patient,
        as_of: date | None = None,
        *,
        cohort: str | None = None,
        assume_complete: Collection[str] = (),
        limits: Limits | None = None,
    ) -> Outcomes:
        """The verdict and the outcome of every criterion. Takes and raises what `screen` does."""
        day = day_and_cohort(self.trial, patient, as_of, cohort)
        known_lists(assume_complete)
        made = self._compiled.screen(patient, day, cohort=cohort, assume_complete=assume_complete, limits=limits)
        return Outcomes(made, self._digest)


class Outcomes:
    """What a screening comes to. `result()` explains it, as `screen` would have."""

    __slots__ = ("_digest", "_made")

    def __init__(self, made: Screened, digest: str) -> None:
        self._made = made
        self._digest = digest

    @property
    def patient(self) -> str:
        return self._made.patient.id

    @property
    def verdict(self) -> Verdict:
        return self._made.verdict

    @property
    def cohorts(self) -> dict[str, Verdict]:
        """The verdict of each cohort looked at."""
        return self._made.cohorts

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcomes of `trial.criteria`, in their order."""
        return self._made.outcomes

    @property
    def summary(self) -> str:
        """`ineligible: fails inclusion 9f`, as a report has it."""
        return self._made.summary

    def result(self) -> Result:
        """Every criterion with its reasons, evidence and margins."""
        from eligo.report.model import result

        return result(self._made.whole, versions()["engine"], self._digest)
