"""A trial made ready for many patients: verdicts and outcomes by closures, all else when it is asked for.

What a screening by closures tells is what `evaluate.screening.screen` tells, to the letter. The
outcomes come from truths alone. Reasons, evidence, margins and what follows from them come from the
specification, criterion by criterion, on the rule as it was written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from eligo.core.nodes import Criterion, Trial
from eligo.core.simplify import simplify
from eligo.evaluate.closures import deciding
from eligo.evaluate.interpreter import MISSING
from eligo.evaluate.quick_gaps import Say, saying
from eligo.evaluate.quick_state import Plan, State
from eligo.evaluate.screening import (
    CriterionOutcome,
    Outcome,
    Screening,
    ToObtain,
    Verdict,
    concluded,
    explained,
    looked_at,
    nearest,
    obtaining,
    of_cohort,
    summed_up,
    verdict_by,
)  # fmt: skip
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, merged
from eligo.evaluate.view import Limits
from eligo.facts.normalise import statement_key
from eligo.facts.patient import Patient

Deciding = Callable[[State], Outcome]


class Compiled:
    """A trial as closures. `tally`: counts the leaves by node and by who decided, where it is given."""

    def __init__(self, trial: Trial, tally: Counter[str] | None = None) -> None:
        self.trial = trial
        self._tally = tally
        self._made: dict[tuple[str, ...], _Rules] = {}

    def screen(
        self,
        patient: Patient,
        as_of: date,
        *,
        cohort: str | None = None,
        assume_complete: Iterable[str] = (),
        limits: Limits | None = None,
    ) -> Screened:
        """The screening of a patient, as `evaluate.screening.screen` has it; reasons and evidence when asked for."""
        trial = self.trial
        considered = looked_at(trial, patient, cohort)
        rules = self._made.get(considered)
        if rules is None:
            rules = self._made[considered] = _Rules(trial, considered, self._tally)
        state = State(rules.plan, patient, as_of, frozenset(assume_complete), limits or {})
        return Screened(rules, state, [decided(state) for decided in rules.outcomes])


class _Rules:
    """The closures of a trial for the cohorts considered: whom a judgment is asked of hangs on them."""

    def __init__(self, trial: Trial, considered: tuple[str, ...], tally: Counter[str] | None) -> None:
        self.trial = trial
        self.considered = considered
        self.closed = {one.name for one in trial.cohorts if one.closed}
        self.plan = Plan(trial.id, trial.criteria, considered, tally)
        self.rules = [_Rule(one, number, self) for number, one in enumerate(trial.criteria)]
        for one in trial.criteria:
            for expr in (one.rule, one.applies):
                if expr is not None:
                    self.plan.register(expr)
        self.outcomes = [one.outcome() for one in self.rules]
        self.mine = {
            name: [at for at, one in enumerate(trial.criteria) if not one.cohorts or name in one.cohorts]
            for name in considered
        }

    def verdicts(self, outcomes: list[Outcome]) -> tuple[Verdict, dict[str, Verdict]]:
        """(the verdict, that of each cohort)."""
        if not self.trial.cohorts and not self.considered:
            return verdict_by(outcomes), {}
        found = {name: verdict_by([outcomes[at] for at in mine]) for name, mine in self.mine.items()}
        for name in self.closed:
            if found.get(name) == "eligible":
                found[name] = "undetermined"
        given = found.values()
        if "eligible" in given:
            return "eligible", found
        return "undetermined" if "undetermined" in given or not found else "ineligible", found


class _Rule:
    """One criterion: its outcome by closures, and what is missing of it."""

    def __init__(self, criterion: Criterion, number: int, rules: _Rules) -> None:
        self.criterion = criterion
        self.number = number
        self.plan = rules.plan
        self.out = bool(
            rules.trial.cohorts and criterion.cohorts and not set(criterion.cohorts) & set(rules.considered)
        )

    def outcome(self) -> Deciding:
        """The outcome as screening.explained finds it, of truths alone."""
        criterion = self.criterion
        if self.out:
            return lambda _state: "not_applicable"
        decide = deciding(simplify(criterion.rule), self.plan, self.number)
        wanted = TRUE if criterion.kind == "inclusion" else FALSE

        def plain(state: State) -> Outcome:
            held = decide(state)
            return "pass" if held is wanted else "unknown" if held is UNKNOWN else "fail"

        guarded = plain if criterion.applies is None else self._guarded(plain)
        return self._mooted(guarded) if criterion.moot else guarded

    def _guarded(self, rule: Deciding) -> Deciding:
        """The outcome of a rule that isn't for everybody."""
        assert self.criterion.applies is not None  # seen to by the caller
        applies = deciding(simplify(self.criterion.applies), self.plan, self.number)

        def guarded(state: State) -> Outcome:
            mine = applies(state)
            if mine is FALSE:
                return "not_applicable"
            outcome = rule(state)
            return outcome if outcome == "pass" or mine is TRUE else "unknown"

        return guarded

    def _mooted(self, rule: Deciding) -> Deciding:
        """The outcome of a rule that is beside the point for whom a statement says so."""
        key = statement_key(self.criterion.moot)

        def mooted(state: State) -> Outcome:
            outcome = rule(state)
            if outcome in ("fail", "not_applicable") or state.statements.get(key) is not False:
                return outcome
            settled = outcome == "pass" or all(gap.reason in MISSING for gap in self.missing(state))
            return "not_applicable" if settled else outcome

        return mooted

    def missing(self, state: State) -> tuple[Gap, ...]:
        """The reasons of an open criterion."""
        held, gaps = self._say(state)
        gaps = gaps if held is UNKNOWN else ()
        if self.criterion.applies is None:
            return gaps
        mine, open_ = self._say_applies(state)
        return merged([open_, gaps]) if mine is UNKNOWN else gaps

    @cached_property
    def _say(self) -> Say:
        return saying(self.criterion.rule, self.plan, self.number)

    @cached_property
    def _say_applies(self) -> Say:
        assert self.criterion.applies is not None  # seen to by the caller
        return saying(self.criterion.applies, self.plan, self.number)


class Judged:
    """One criterion of a screening by closures. What isn't its outcome is found out when asked for, and kept."""

    __slots__ = ("_rule", "_screened", "outcome")

    def __init__(self, rule: _Rule, screened: Screened, outcome: Outcome) -> None:
        self._rule = rule
        self._screened = screened
        self.outcome: Outcome = outcome

    @property
    def criterion(self) -> Criterion:
        return self._rule.criterion

    @property
    def reasons(self) -> tuple[Gap, ...]:
        """What is missing of an open criterion, without its evidence."""
        return self._rule.missing(self._screened.state) if self.outcome == "unknown" else ()

    @property
    def whole(self) -> CriterionOutcome:
        """All that the specification tells of the criterion."""
        known, number = self._screened.known, self._rule.number
        made = known.get(number)
        if made is None:
            rules, state = self._screened.rules, self._screened.state
            cohorted = bool(rules.trial.cohorts)
            made = known[number] = explained(self.criterion, state.view, rules.considered, cohorted)
        return made

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.whole.evidence

    @property
    def margin(self) -> str:
        return self.whole.margin

    @property
    def may_change(self) -> str:
        return self.whole.may_change if self.outcome == "fail" else ""

    @property
    def assumptions(self) -> tuple[str, ...]:
        return self.whole.assumptions

    @property
    def trace(self) -> Trace | None:
        return self.whole.trace

    @property
    def applies(self) -> Trace | None:
        return self.whole.applies


class Screened:
    """A screening by closures: `verdict`, `cohorts` and `outcomes` are there, the rest is found out when asked for.

    It has the attributes of `evaluate.screening.Screening`; `whole` is that very thing.
    """

    __slots__ = (
        "_cohort",
        "_criteria",
        "_obtain",
        "_whole",
        "cohorts",
        "known",
        "outcomes",
        "rules",
        "state",
        "verdict",
    )

    def __init__(self, rules: _Rules, state: State, outcomes: list[Outcome]) -> None:
        self.rules = rules
        self.state = state
        self.outcomes = outcomes
        self.verdict, self.cohorts = rules.verdicts(outcomes)
        self._cohort: str | None = None
        self._criteria: tuple[Judged, ...] | None = None
        self._whole: Screening | None = None
        self._obtain: tuple[tuple[ToObtain, ...], bool] | None = None
        self.known: dict[int, CriterionOutcome] = {}

    @property
    def trial(self) -> Trial:
        return self.rules.trial

    @property
    def patient(self) -> Patient:
        return self.state.patient

    @property
    def as_of(self) -> date:
        return self.state.as_of

    @property
    def criteria(self) -> tuple[Judged, ...]:
        """The criteria, in the order of the trial."""
        if self._criteria is None:
            self._criteria = tuple(
                Judged(rule, self, outcome) for rule, outcome in zip(self.rules.rules, self.outcomes, strict=True)
            )
        return self._criteria

    @property
    def standing(self) -> list[Judged]:
        """The criteria that stand against the patient: those that fail and those that are open."""
        rules = self.rules.rules
        return [
            Judged(rules[at], self, outcome)
            for at, outcome in enumerate(self.outcomes)
            if outcome == "fail" or outcome == "unknown"
        ]

    @property
    def whole(self) -> Screening:
        """The screening as the specification makes it: with the evidence of every criterion."""
        if self._whole is None:
            made = tuple(one.whole for one in self.criteria)
            self._whole = concluded(self.trial, self.patient, self.as_of, self.rules.considered, made)
        return self._whole

    @property
    def cohort(self) -> str | None:
        """The cohort that the verdict is about; of several the nearest, by their fails and open criteria."""
        considered = self.rules.considered
        if len(considered) < 2:
            return considered[0] if considered else None
        if self._cohort is None:
            self._cohort = nearest(considered, self.criteria, self.cohorts)
        return self._cohort

    def _counted(self) -> tuple[Judged, ...]:
        return of_cohort(self.criteria, self.cohort) if self.trial.cohorts else self.criteria

    def _obtaining(self) -> tuple[tuple[ToObtain, ...], bool]:
        if self._obtain is None:
            self._obtain = obtaining(self._counted(), self.verdict)
        return self._obtain

    @property
    def to_obtain(self) -> tuple[ToObtain, ...]:
        return self._obtaining()[0]

    @property
    def minimal(self) -> bool:
        return self._obtaining()[1]

    @property
    def summary(self) -> str:
        return summed_up(self._counted(), self.verdict)

    @property
    def summaries(self) -> dict[str, str]:
        return {name: summed_up(of_cohort(self.criteria, name), one) for name, one in self.cohorts.items()}

    @property
    def assumptions(self) -> tuple[str, ...]:
        return self.whole.assumptions

    @property
    def notes(self) -> tuple[str, ...]:
        return self.whole.notes
