"""The cases beside each trial's criteria hold every part of its rules in place.

Each test changes one thing in one compiled criterion (a comparison, which result counts, a window and each of its
ends, half-lives, a count, a `not`, an exception, a name, a status, a grade, a cohort) and runs the cases of that
criterion: one of them must come out otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from eligo import load
from eligo.cases import Cases, patched
from eligo.core.nodes import (
    LATEST,
    Altered,
    Among,
    And,
    Choose,
    Compare,
    Count,
    Criterion,
    Expr,
    Has,
    Limit,
    Measure,
    Not,
    Op,
    Or,
    Readings,
    Trial,
    Which,
    Worded,
)
from eligo.evaluate.screening import screen
from eligo.facts.normalise import patient
from eligo.facts.patient import Patient
from eligo.facts.profile import Profile
from eligo.vocabulary.names import key
from trials.changed_records import (
    OTHER_STRICTNESS,
    altered_changes,
    count_changes,
    has_changes,
    put,
    window_changes,
    without,
)

CRITERIA = Path(__file__).parents[2] / "criteria"
TRIALS = sorted(path.stem for path in CRITERIA.glob("*.elig"))

# Of several variants of a criterion the one that decides, as in `eligo test`.
WORST = ("fail", "unknown", "pass", "not_applicable")

# Changes that no real patient can tell from the rule as it stands.
EQUIVALENT = {
    ("NCT03252938", "exclusion 6", "Or without item 1"): "`current ...` beside the washout that holds it",
    ("NCT03252938", "exclusion 28", "statuses active"): "pregnancy and lactation aren't controlled, but active",
    ("NCT03252938", "inclusion 13", "grade without 5"): "grade 5 is death",
    ("NCT03252938", "exclusion 23", "grade without 5"): "grade 5 is death",
    ("NCT03252938", "exclusion 32", "grade without 5"): "grade 5 is death",
    ("NCT03603262", "inclusion 11", "statuses active"): "lactation isn't controlled, but active",
    ("NCT03603262", "exclusion 9", "grade without 5"): "grade 5 is death",
    ("NCT03603262", "exclusion 19", "statuses active"): "lactation isn't controlled, but active",
    ("NCT06828991", "exclusion 4", "grade without 5"): "grade 5 is death",
}


Change = tuple[str, Expr]


def changes(rule: Expr) -> Iterator[Change]:
    """Every way to change one thing in a rule, and what is changed."""
    match rule:
        case And() | Or():
            yield from chain_changes(rule)
        case Readings(items=items):
            yield from each(items, lambda made: replace(rule, items=made))
        case Not(item=item):
            yield "not dropped", item
            yield from ((what, replace(rule, item=made)) for what, made in changes(item))
        case Among():
            yield from among_changes(rule)
        case Choose():
            yield from choice_changes(rule)
        case Compare():
            yield from compare_changes(rule)
        case Worded():
            yield from ((what, replace(rule, which=made)) for what, made in which_changes(rule.which))
            if rule.window:
                yield from ((what, replace(rule, window=made)) for what, made in window_changes(rule.window))
        case Has():
            yield from has_changes(rule)
        case Altered():
            yield from altered_changes(rule)
        case Count():
            yield from count_changes(rule)


def each(items: tuple[Expr, ...], build: Callable[[tuple[Expr, ...]], Expr]) -> Iterator[Change]:
    """The changes inside each of several parts."""
    for at, item in enumerate(items):
        yield from ((what, build(put(items, at, made))) for what, made in changes(item))


def chain_changes(rule: And | Or) -> Iterator[Change]:
    """`and` and `or`: a part is dropped, one stands for the other, a part is changed."""
    name = type(rule).__name__
    for at in range(len(rule.items)):
        rest = without(rule.items, at)
        yield f"{name} without item {at + 1}", rest[0] if len(rest) == 1 else replace(rule, items=rest)
    yield f"{name} turned", (Or if isinstance(rule, And) else And)(rule.items, rule.span)
    yield from each(rule.items, lambda made: replace(rule, items=made))


def among_changes(rule: Among) -> Iterator[Change]:
    """`at least 2 of`: one more or less, the comparison, a part dropped or changed."""
    for number in (rule.number - 1, rule.number + 1):
        yield f"{number} of", replace(rule, number=number)
    if rule.op in OTHER_STRICTNESS:
        yield f"of {rule.op} strictness", replace(rule, op=OTHER_STRICTNESS[rule.op])
    for at in range(len(rule.items)):
        yield f"of without item {at + 1}", replace(rule, items=without(rule.items, at))
    yield from each(rule.items, lambda made: replace(rule, items=made))


def choice_changes(rule: Choose) -> Iterator[Change]:
    """Exceptions: one is dropped, its condition, its value or the usual rule is changed."""
    for at, (condition, value) in enumerate(rule.cases):
        rest = without(rule.cases, at)
        yield f"exception {at + 1} dropped", replace(rule, cases=rest) if rest else rule.otherwise
        for what, made in changes(condition):
            yield f"condition {what}", replace(rule, cases=put(rule.cases, at, (made, value)))
        for what, made in changes(value):
            yield f"exception {what}", replace(rule, cases=put(rule.cases, at, (condition, made)))
    yield from ((f"usual {what}", replace(rule, otherwise=made)) for what, made in changes(rule.otherwise))


def compare_changes(rule: Compare) -> Iterator[Change]:
    """A comparison: its strictness, one of the values of `is`, its measure, which result counts, its window."""
    if rule.op in OTHER_STRICTNESS:
        yield (
            f"{rule.measure.name} {rule.op} {rule.limits[0].text} strictness",
            replace(rule, op=OTHER_STRICTNESS[rule.op]),
        )
    else:
        for at, limit in enumerate(rule.limits):
            yield f"{rule.measure.name} without {limit.text}", replace(rule, limits=without(rule.limits, at))
    for at, limit in enumerate(rule.limits):
        for what, one in limit_changes(limit):
            yield f"{rule.measure.name} {what}", replace(rule, limits=put(rule.limits, at, one))
    yield from ((what, replace(rule, measure=of)) for what, of in measure_changes(rule.measure))
    for what, which in which_changes(rule.which, rule.op):
        yield f"{rule.measure.name} {what}", replace(rule, which=which)
    if rule.window:
        for what, window in window_changes(rule.window):
            yield f"{rule.measure.name} {what}", replace(rule, window=window)


def limit_changes(limit: Limit) -> Iterator[tuple[str, Limit]]:
    """A limit that is stated twice loses one of the two; baseline and nadir change places."""
    if limit.also is not None:
        yield f"{limit.text} without [{limit.also.text}]", replace(limit, also=None)
    if limit.of in ("baseline", "nadir"):
        yield f"{limit.text} of the other", replace(limit, of="nadir" if limit.of == "baseline" else "baseline")


def measure_changes(measure: Measure) -> Iterator[tuple[str, Measure]]:
    """A number made of several results, or a grade: the other way round, of another day, in the other version."""
    if measure.pair is not None:
        turned = replace(measure.pair, first=measure.pair.second, second=measure.pair.first)
        yield f"{measure.name} turned", replace(measure, pair=turned)
    if measure.change is not None:
        change = measure.change
        for other in (
            replace(change, direction="decrease" if change.direction == "increase" else "increase"),
            replace(change, since="nadir" if change.since == "baseline" else "baseline"),
            replace(change, relative=not change.relative),
        ):
            yield f"{measure.name}: {other.direction} since {other.since}", replace(measure, change=other)
    if measure.graded is not None:
        term, version = measure.graded
        yield f"{measure.name}: other version", replace(measure, graded=(term, "4" if version == "5" else "5"))


def which_changes(which: Which, op: Op | None = None) -> Iterator[tuple[str, Which]]:
    """Which result counts, where the rule says so: another one, fewer or more of them, a shorter or longer time."""
    if which == LATEST:
        return
    yield "latest", LATEST
    for kind in ("first", "any", "all", "lowest", "highest"):
        if kind not in as_good_as(which, op):
            yield f"{kind} instead of {which.kind}", Which(kind)
    if which.kind == "occasions":
        yield "one occasion fewer", replace(which, number=which.number - 1)
        yield "one occasion more", replace(which, number=which.number + 1)
    if which.amount:
        yield "one apart more", replace(which, amount=which.amount + 1)
        yield "one apart fewer", replace(which, amount=which.amount - 1)


def as_good_as(which: Which, op: Op | None) -> set[str]:
    """The kinds that mean the same: the highest of all is at least so much when any is."""
    upward = {"any": "highest", "all": "lowest", "highest": "any", "lowest": "all"}
    downward = {"any": "lowest", "all": "highest", "lowest": "any", "highest": "all"}
    if op is None:
        return {which.kind, "lowest", "highest"}  # of words there is none
    same = upward if op in (">", ">=") else downward if op in ("<", "<=") else {}
    return {which.kind, same.get(which.kind, which.kind)}


def cohort_changes(criterion: Criterion) -> Iterator[tuple[str, Criterion]]:
    """A criterion for some cohorts: it is for one of them no longer."""
    for at, cohort in enumerate(criterion.cohorts):
        yield f"not for {cohort}", replace(criterion, cohorts=without(criterion.cohorts, at) or ("nobody",))


def criterion_changes(criterion: Criterion) -> Iterator[tuple[str, Criterion]]:
    """Every way to change one thing in a criterion."""
    yield from ((what, replace(criterion, rule=made)) for what, made in changes(criterion.rule))
    yield from cohort_changes(criterion)


@dataclass(frozen=True)
class Ready:
    """A case with its patient, built once for all changes."""

    name: str
    cohort: str | None
    patient: Patient
    expect: str
    reason: str | None
    as_of: date


@cache
def trial_of(nct: str) -> Trial:
    """The compiled trial."""
    return load(CRITERIA / f"{nct}.elig")


@cache
def ready_cases(nct: str) -> dict[str, list[Ready]]:
    """The cases of a trial by criterion."""
    text = (CRITERIA / f"{nct}.cases.json").read_text(encoding="utf-8")
    cases = Cases.model_validate(json.loads(text, parse_float=Decimal))
    made: dict[str, list[Ready]] = {}
    for one in cases.cases:
        built = patient(Profile.model_validate(patched(cases.base, one.patch)))
        ready = Ready(one.name, one.cohort, built, one.expect, one.reason, cases.as_of)
        made.setdefault(key(one.criterion), []).append(ready)
    return made


def holds(trial: Trial, case: Ready) -> bool:
    """Whether a case comes out as it says, in a trial that has only its criterion."""
    made = screen(trial, case.patient, case.as_of, cohort=case.cohort)
    one = min(made.criteria, key=lambda one: WORST.index(one.outcome))
    return one.outcome == case.expect and (case.reason is None or any(gap.reason == case.reason for gap in one.reasons))


def with_only(trial: Trial, criteria: Iterable[Criterion]) -> Trial:
    """The trial with the variants of one criterion and nothing else."""
    return replace(trial, criteria=tuple(criteria))


def variants(trial: Trial, criterion: Criterion) -> list[Criterion]:
    """All variants of a criterion; one case may be about any of them."""
    return [one for one in trial.criteria if one.label == criterion.label]


def survivors(nct: str) -> Iterator[tuple[str, str]]:
    """The changes that no case notices, as (criterion, what was changed)."""
    trial, cases = trial_of(nct), ready_cases(nct)
    for criterion in trial.criteria:
        beside = variants(trial, criterion)
        for what, changed in criterion_changes(criterion):
            mutant = with_only(trial, (changed if one is criterion else one for one in beside))
            if all(holds(mutant, case) for case in cases.get(key(criterion.label), ())):
                yield criterion.label, what


@pytest.mark.parametrize("nct", TRIALS)
def test_every_case_holds(nct: str) -> None:
    """The rules as they stand, criterion by criterion; every criterion has cases."""
    trial = trial_of(nct)
    for criterion in trial.criteria:
        cases = ready_cases(nct).get(key(criterion.label))
        assert cases, f"{criterion.label} has no case"
        alone = with_only(trial, variants(trial, criterion))
        assert [case.name for case in cases if not holds(alone, case)] == [], criterion.label


@pytest.mark.parametrize("nct", TRIALS)
def test_every_change_is_noticed(nct: str) -> None:
    """A changed rule fails a case of its criterion, but for the changes that change nothing."""
    assert sum(1 for criterion in trial_of(nct).criteria for _ in criterion_changes(criterion)) > 10
    found = {(nct, *one) for one in survivors(nct)}
    assert found == {one for one in EQUIVALENT if one[0] == nct}
