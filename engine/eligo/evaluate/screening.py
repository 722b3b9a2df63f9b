"""A patient against a trial: one outcome a criterion, one verdict a cohort, the best of them for the trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol, TypeVar

from eligo.core.nodes import Criterion, Trial
from eligo.evaluate.deciding import margin, may_change
from eligo.evaluate.interpreter import MISSING, evaluate
from eligo.evaluate.obtaining import COSTS, Way, smallest, ways
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, merged
from eligo.evaluate.view import NO_ANCHOR, Limits, View
from eligo.facts.normalise import statement_key
from eligo.facts.patient import Patient, Reason
from eligo.vocabulary import names

Outcome = Literal["pass", "fail", "unknown", "not_applicable"]
Verdict = Literal["eligible", "ineligible", "undetermined"]

_BEST: tuple[Verdict, ...] = ("eligible", "undetermined", "ineligible")


class Decided(Protocol):
    """The outcome of a criterion, whether all that is told of it is there or is found out when asked for."""

    @property
    def criterion(self) -> Criterion: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def reasons(self) -> tuple[Gap, ...]: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...
    @property
    def margin(self) -> str: ...
    @property
    def may_change(self) -> str: ...
    @property
    def assumptions(self) -> tuple[str, ...]: ...
    @property
    def trace(self) -> Trace | None: ...
    @property
    def applies(self) -> Trace | None: ...


Made = TypeVar("Made", bound=Decided)


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """One criterion, or one variant of it. `trace` is the whole evaluation, for explanations."""

    criterion: Criterion
    outcome: Outcome
    reasons: tuple[Gap, ...]
    evidence: tuple[Evidence, ...]
    margin: str
    may_change: str
    assumptions: tuple[str, ...]
    trace: Trace | None = None
    applies: Trace | None = None


@dataclass(frozen=True, slots=True)
class ToObtain:
    """A fact to obtain, what it takes, and the criteria that wait for it."""

    fact: str
    obtain: str
    reason: Reason
    detail: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """The result for one patient and one trial. `cohort`: the one that the verdict, the summary and
    `to_obtain` are about: the best, and of equals the one with the fewest open or failed criteria."""

    trial: Trial
    patient: Patient
    as_of: date
    verdict: Verdict
    cohort: str | None
    cohorts: dict[str, Verdict]
    criteria: tuple[CriterionOutcome, ...]
    to_obtain: tuple[ToObtain, ...]
    minimal: bool
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    summary: str
    summaries: dict[str, str]


def screen(
    trial: Trial,
    patient: Patient,
    as_of: date,
    *,
    cohort: str | None = None,
    assume_complete: Iterable[str] = (),
    limits: Limits | None = None,
) -> Screening:
    """Evaluate every criterion; nothing stops at the first fail."""
    view = View(patient, as_of, frozenset(assume_complete), limits or {}, trial.id)
    considered = looked_at(trial, patient, cohort)
    outcomes = tuple(explained(one, view, considered, bool(trial.cohorts)) for one in trial.criteria)
    return concluded(trial, patient, as_of, considered, outcomes)


def looked_at(trial: Trial, patient: Patient, cohort: str | None) -> tuple[str, ...]:
    """The cohorts that a screening is about: the one asked for, else the patient's own, else all that are open."""
    asked = cohort or _own(trial, patient)
    return (asked,) if asked else tuple(one.name for one in trial.cohorts if not one.closed)


def _own(trial: Trial, patient: Patient) -> str | None:
    return next((one.name for one in trial.cohorts if one.name.casefold() == (patient.cohort or "").casefold()), None)


def concluded(
    trial: Trial, patient: Patient, as_of: date, considered: tuple[str, ...], outcomes: tuple[CriterionOutcome, ...]
) -> Screening:
    """What follows from the outcomes of all criteria: the verdicts, and what is told with them."""
    closed = {one.name for one in trial.cohorts if one.closed}
    verdicts = {name: verdict_of(of_cohort(outcomes, name)) for name in considered}
    best = nearest(considered, outcomes, verdicts)
    counted = of_cohort(outcomes, best) if trial.cohorts else outcomes
    verdict: Verdict = verdicts[best] if best else "undetermined" if trial.cohorts else verdict_of(outcomes)
    assumptions = dict.fromkeys(text for one in counted for text in one.assumptions)
    counted_from = [text for text in assumptions if text.startswith(NO_ANCHOR)]
    old = [proof.age_days or 0 for one in counted for proof in one.evidence if proof.old]
    notes = [*patient.notes, *_later(patient, as_of), *counted_from]
    if old:
        notes.append(f"{len(old)} of the values used are more than 90 days old, the oldest {max(old)} days")
    if trial.cohorts and not considered:
        notes.append("all cohorts of the trial are closed")
    if best in closed:
        notes.append(f"cohort {best} is closed: nobody can be enrolled in it")
        verdict = "undetermined" if verdict == "eligible" else verdict
        verdicts[best or ""] = verdict
    if patient.cohort and trial.cohorts and _own(trial, patient) is None:
        notes.append(f"the profile's cohort {patient.cohort!r} is none of this trial's; all of them were looked at")
    labels = {names.key(one.label) for one in trial.criteria}
    stray = [label for of, label, _ in patient.judgments if of == trial.id and label not in labels]
    notes.extend(f"a judgment of {label!r} fits no criterion of this trial" for label in dict.fromkeys(stray))
    facts, minimal = obtaining(counted, verdict)
    return Screening(
        trial, patient, as_of, verdict, best, verdicts, outcomes, facts, minimal,
        tuple(text for text in assumptions if not text.startswith(NO_ANCHOR)),
        tuple(notes), summed_up(counted, verdict),
        {name: summed_up(of_cohort(outcomes, name), one) for name, one in verdicts.items()},
    )  # fmt: skip


def of_cohort(outcomes: Iterable[Made], cohort: str | None) -> tuple[Made, ...]:
    """The outcomes of the criteria that are a cohort's."""
    return tuple(one for one in outcomes if not one.criterion.cohorts or cohort in one.criterion.cohorts)


def nearest(considered: Iterable[str], outcomes: tuple[Decided, ...], verdicts: Mapping[str, Verdict]) -> str | None:
    """The cohort that the verdict is about; None without any."""
    return min(considered, key=lambda name: _nearness(of_cohort(outcomes, name), verdicts[name]), default=None)


def _nearness(outcomes: Iterable[Decided], verdict: Verdict) -> tuple[int, int, bool, int]:
    """How near a cohort is, smallest first: its verdict, its fails, whether time mends one, its open criteria."""
    seen = list(outcomes)
    failed = [one for one in seen if one.outcome == "fail"]
    dated = any(one.may_change.startswith("from") for one in failed)
    return _BEST.index(verdict), len(failed), not dated, sum(one.outcome == "unknown" for one in seen)


def explained(criterion: Criterion, view: View, considered: tuple[str, ...], cohorted: bool) -> CriterionOutcome:
    """One criterion with all that is told of it; `cohorted`: the trial has cohorts."""
    if cohorted and criterion.cohorts and not set(criterion.cohorts) & set(considered):
        return CriterionOutcome(criterion, "not_applicable", (), (), "", "", ())
    view = replace(
        view,
        criterion=criterion.label,
        cohorts=criterion.cohorts,
        considered=considered,
        asks_apart=criterion.asks_apart,
    )
    applies = evaluate(criterion.applies, view) if criterion.applies is not None else None
    if applies is not None and applies.truth is FALSE:
        return CriterionOutcome(
            criterion, "not_applicable", (), _evidence(applies), "", "", _assumed(applies), None, applies
        )
    trace = evaluate(criterion.rule, view)
    wanted = TRUE if criterion.kind == "inclusion" else FALSE
    gaps: tuple[Gap, ...] = ()
    outcome: Outcome = "pass"
    if trace.truth is not wanted:
        outcome, gaps = ("unknown", trace.gaps) if trace.truth is UNKNOWN else ("fail", ())
        if applies is not None and applies.truth is UNKNOWN:
            # Whom the rule is for isn't known, and not everybody would pass it.
            outcome, gaps = "unknown", merged([applies.gaps, gaps])
    settled = all(gap.reason in MISSING for gap in gaps)
    if (
        criterion.moot
        and outcome != "fail"
        and settled
        and view.patient.statements.get(statement_key(criterion.moot)) is False
    ):
        outcome, gaps = "not_applicable", ()
    changes = may_change(trace) if outcome == "fail" else ""
    assumed = (*(_assumed(applies) if applies else ()), *_assumed(trace))
    return CriterionOutcome(
        criterion, outcome, gaps, _evidence(trace), margin(trace, outcome), changes, tuple(dict.fromkeys(assumed)),
        trace, applies,
    )  # fmt: skip


def verdict_of(outcomes: Iterable[Decided]) -> Verdict:
    """The verdict on a cohort by the outcomes of its criteria."""
    return verdict_by(one.outcome for one in outcomes)


def verdict_by(outcomes: Iterable[Outcome]) -> Verdict:
    """Eligible when all that applies passes and something does; ineligible when something fails."""
    seen = set(outcomes)
    if "fail" in seen:
        return "ineligible"
    return "eligible" if seen and seen <= {"pass", "not_applicable"} and "pass" in seen else "undetermined"


def _evidence(trace: Trace) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(item for part in trace.walk() if not part.parts for item in part.evidence))


def _assumed(trace: Trace) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in trace.walk() for text in part.assumptions))


def _later(patient: Patient, as_of: date) -> list[str]:
    """How much of the record lies after the reference date and was left out."""
    days = [one.day for several in patient.results.values() for one in several]
    days += [one.day for several in patient.tests.values() for one in several]
    days += [one.start for several in patient.entries.values() for one in several]
    days += [one.day for one in patient.markers]
    late = sum(1 for day in days if day is not None and day.first > as_of)
    return [f"{late} {'entry' if late == 1 else 'entries'} dated after {as_of} left out"] if late else []


def obtaining(outcomes: Iterable[Decided], verdict: Verdict) -> tuple[tuple[ToObtain, ...], bool]:
    """(the facts to obtain, cheapest first, and whether no cheaper set would do). Nothing for a patient who is out."""
    unknown = [one for one in outcomes if one.outcome == "unknown"]
    if verdict != "undetermined" or not unknown:
        return (), True
    names: dict[str, set[str]] = {}
    for gap in (gap for one in unknown for gap in one.reasons if gap.home):
        names.setdefault(gap.home, set()).add(gap.fact)
    several = {home for home, of in names.items() if len(of) > 1}
    chosen, minimal = smallest([_ways(one, several) for one in unknown])
    wanted: dict[Gap, list[str]] = {}
    for one, way in zip(unknown, chosen, strict=True):
        for gap in sorted(way, key=lambda gap: _place(gap, one)):
            wanted.setdefault(gap, []).append(one.criterion.label)
    found = [
        ToObtain(
            gap.fact, gap.obtain, gap.reason,
            "; ".join(sorted(names[gap.home])) if gap.home in several else gap.detail, tuple(dict.fromkeys(labels)),
        )
        for gap, labels in wanted.items()
    ]  # fmt: skip
    order = [one.criterion.label for one in unknown]
    found.sort(key=lambda one: (one.reason == "judgment", COSTS[one.obtain], order.index(one.criteria[0])))
    return tuple(found), minimal


def _place(gap: Gap, one: Decided) -> tuple[int, str]:
    """Where a gap stands among the criterion's own reasons: in the order of the rule."""
    facts = [reason.fact for reason in one.reasons]
    return (facts.index(gap.fact) if gap.fact in facts else len(facts)), gap.fact


def _ways(one: Decided, several: set[str]) -> list[Way]:
    """The ways in which an open criterion could pass. One complete list settles all that it doesn't hold."""
    made = ways(one.trace, TRUE if one.criterion.kind == "inclusion" else FALSE) if one.trace else []
    if one.applies is not None:
        made = [*made, *ways(one.applies, FALSE)]

    def known(gap: Gap) -> Gap:
        if gap.home in several:
            return Gap(f"a complete list of {gap.home.replace('_', ' ')}", gap.reason, "", gap.obtain, gap.home)
        if gap.reason in ("judgment", "not_read"):
            return Gap(f"{one.criterion.label}: {gap.fact}", gap.reason, gap.detail, gap.obtain)
        return gap

    return [frozenset(map(known, way)) for way in made or [frozenset(one.reasons)]]


def summed_up(outcomes: Sequence[Decided], verdict: Verdict) -> str:
    """The verdict in one line."""
    if verdict == "eligible":
        return "eligible"
    if verdict == "ineligible":
        failed = [one.criterion.label for one in outcomes if one.outcome == "fail"]
        return f"ineligible: fails {', '.join(failed)}"
    unknown = [one for one in outcomes if one.outcome == "unknown"]
    judged = [one for one in unknown if one.reasons and all(gap.reason == "judgment" for gap in one.reasons)]
    if unknown and len(judged) == len(unknown):
        return f"eligible but for {len(judged)} judgment{'s' if len(judged) > 1 else ''}"
    if not unknown:
        closed = any(one.outcome == "pass" for one in outcomes)
        return "undetermined: the cohort is closed" if closed else "undetermined: no criterion applies"
    return f"undetermined: {len(unknown)} of {len(outcomes)} criteria {'is' if len(unknown) == 1 else 'are'} open"
