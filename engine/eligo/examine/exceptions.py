"""Exceptions that hold for the same patients and differ, and those that never count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from eligo.core.nodes import And, Choose, Criterion, Expr, Not, Or, Trial
from eligo.evaluate.screening import CriterionOutcome
from eligo.examine.findings import Finding, finding
from eligo.examine.literals import Way
from eligo.examine.running import first, made
from eligo.examine.wanted import applying, impossible, passing, together, ways

Want = tuple[Expr, bool]


@dataclass(frozen=True, slots=True)
class _Place:
    """A rule with exceptions, and what must be so for its answer to be the criterion's."""

    choose: Choose
    others: tuple[Want, ...]


def overlapping(trial: Trial) -> Iterator[Finding]:
    """Exceptions that hold together for a patient and then give different answers; the patient was run."""
    for criterion in trial.criteria:
        for place in _places(criterion.rule, ()):
            for one, other in combinations(place.choose.cases, 2):
                yield from _overlap(trial, criterion, place, one, other)


def _overlap(
    trial: Trial, criterion: Criterion, place: _Place, one: tuple[Expr, Expr], other: tuple[Expr, Expr]
) -> Iterator[Finding]:
    conditions: list[Want] = [*place.others, (one[0], True), (other[0], True)]
    differing: list[list[Want]] = [[(one[1], True), (other[1], False)], [(one[1], False), (other[1], True)]]
    for values in differing:
        found = together([applying(criterion), *_ways([*conditions, *values], criterion)])
        shown = first(trial, [criterion], made(trial, [criterion], found or []), _conflicting)
        if shown is not None:
            texts = [_text(trial, condition) for condition, _ in (one, other)]
            yield finding(
                "L006",
                f"{criterion.label}: the exceptions for `{texts[0]}` and for `{texts[1]}` can hold for one patient, "
                "and then differ",
                other[0].span,
                "say in one of the conditions what counts when both hold (`and not ...`)",
                [criterion],
                shown,
            )
            return


def _conflicting(outcomes: tuple[CriterionOutcome, ...]) -> bool:
    return all(
        one.outcome == "unknown" and any(gap.reason == "exceptions_conflict" for gap in one.reasons) for one in outcomes
    )


def idle(trial: Trial) -> Iterator[Finding]:
    """Exceptions whose condition can't hold or that never change the answer, and rules that never come to count."""
    for criterion in trial.criteria:
        for place in _places(criterion.rule, ()):
            given = [applying(criterion), *_ways(place.others, criterion)]
            if impossible(*given):
                continue
            for number in range(len(place.choose.cases)):
                yield from _idle(trial, criterion, place.choose, number, given)
            conditions = [condition for condition, _ in place.choose.cases]
            if impossible(*given, *_ways([(condition, False) for condition in conditions], criterion)):
                rule = _text(trial, place.choose.otherwise)
                always = f"`{_text(trial, conditions[0])}`" if len(conditions) == 1 else "one of the conditions"
                yield finding(
                    "L007",
                    f"{criterion.label}: {always} always holds, so `{rule}` never counts",
                    conditions[0].span,
                    "mend the condition, or remove what never counts",
                    [criterion],
                )


def _idle(
    trial: Trial, criterion: Criterion, choose: Choose, number: int, given: Sequence[list[Way]]
) -> Iterator[Finding]:
    condition, _ = choose.cases[number]
    text = _text(trial, condition)
    held = [*given, ways(condition, True, criterion.label)]
    if impossible(*held):
        yield finding(
            "L007", f"{criterion.label}: `{text}` holds for nobody, so this exception never counts", condition.span,
            "mend the condition, or remove the exception", [criterion],
        )  # fmt: skip
        return
    for other in trial.criteria:
        if _always(other, criterion) and not impossible(passing(other)) and impossible(*held, passing(other)):
            yield finding(
                "L007",
                f"{criterion.label}: `{text}` holds for nobody who passes {other.label}, "
                "so this exception never counts",
                condition.span,
                "mend the condition, or remove the exception",
                [criterion, other],
            )
            return
    if _same(criterion, choose, number, held):
        yield finding(
            "L007",
            f"{criterion.label}: the exception for `{text}` never changes the answer",
            condition.span,
            "mend its limit or its condition, or remove it",
            [criterion],
        )


def _same(criterion: Criterion, choose: Choose, number: int, held: Sequence[list[Way]]) -> bool:
    """Whether, wherever a case holds, all else that may count gives its answer as well."""
    _, value = choose.cases[number]
    rest: list[tuple[list[Want], Expr]] = [
        ([(condition, True)], other) for at, (condition, other) in enumerate(choose.cases) if at != number
    ]
    rest.append(([(c, False) for at, (c, _) in enumerate(choose.cases) if at != number], choose.otherwise))
    return all(
        impossible(*held, *_ways([*conditions, (value, truth), (other, not truth)], criterion))
        for conditions, other in rest
        for truth in (True, False)
    )


def _always(other: Criterion, criterion: Criterion) -> bool:
    """Whether a criterion is asked of everybody of whom another one is."""
    if other is criterion or other.applies is not None or other.label == criterion.label:
        return False
    return not other.cohorts or (bool(criterion.cohorts) and set(criterion.cohorts) <= set(other.cohorts))


def _places(expr: Expr, others: tuple[Want, ...]) -> Iterator[_Place]:
    """The rules with exceptions inside a rule, each with what keeps the rest from deciding before it."""
    match expr:
        case Choose(cases=cases, otherwise=otherwise):
            yield _Place(expr, others)
            conditions = [condition for condition, _ in cases]
            yield from _places(otherwise, (*others, *((one, False) for one in conditions)))
            for condition, value in cases:
                unheld = [(one, False) for one in conditions if one is not condition]
                yield from _places(value, (*others, (condition, True), *unheld))
        case And(items=items) | Or(items=items):
            for item in items:
                siblings = [(one, isinstance(expr, And)) for one in items if one is not item]
                yield from _places(item, (*others, *siblings))
        case Not(item=item):
            yield from _places(item, others)


def _ways(wants: Sequence[Want], criterion: Criterion) -> list[list[Way]]:
    return [ways(expr, wanted, criterion.label) for expr, wanted in wants]


def _text(trial: Trial, expr: Expr) -> str:
    """The condition as the file has it."""
    return " ".join(trial.text[expr.span.start : expr.span.end].split())
