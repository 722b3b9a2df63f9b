"""The checks of a resolved trial, one function each, in the order in which they run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from eligo.check.reach import needing_all, one_of_several, reaching
from eligo.core.codec import plain
from eligo.core.nodes import Choose, Compare, Expr, Has, Limit, Span, Trial
from eligo.core.walking import walk
from eligo.diagnostics import Diagnostic
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.syntax import tree
from eligo.vocabulary.analytes import analytes

_FACTORS = (Fraction(1, 10), Fraction(100))
_AGES = (Fraction(0), Fraction(120))


def check(file: tree.File, trial: Trial, *, complete: bool = True) -> list[Diagnostic]:
    """Every finding, in the order of the file. Not `complete`: parts of the file couldn't be read."""
    found = [*_empty(file, complete), *_doubled(file), *_implausible(trial), *_contradicting(trial)]
    found += [*reaching(file), *needing_all(file), *one_of_several(file)]
    return sorted(found, key=lambda one: one.start)


def _wrong(code: str, message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code, message, span.start, span.end, help_)


def _empty(file: tree.File, complete: bool) -> Iterator[Diagnostic]:
    if not file.criteria and complete:
        span = file.header.span if file.header else Span(0, 1)
        yield _wrong("T002", "the trial has no criteria", span, "add at least one inclusion or exclusion")


def _doubled(file: tree.File) -> Iterator[Diagnostic]:
    seen: set[tuple[str, str]] = set()
    for one in file.criteria:
        if (one.kind, one.id) in seen:
            yield _wrong("T001", f"{one.kind} {one.id} is there twice", one.span, "renumber one of them, or remove it")
        seen.add((one.kind, one.id))
        if one.body is None and not one.variants:
            yield _wrong("S001", f"{one.kind} {one.id} has no rule", one.span, "write the rule on the lines below it")


def _expressions(trial: Trial) -> Iterator[Expr]:
    for criterion in trial.criteria:
        yield from walk(criterion.rule)
        if criterion.applies is not None:
            yield from walk(criterion.applies)


def _implausible(trial: Trial) -> Iterator[Diagnostic]:
    for expr in _expressions(trial):
        if isinstance(expr, Compare):
            for limit in expr.limits:
                yield from _limit(expr, limit)


def _limit(expr: Compare, limit: Limit) -> Iterator[Diagnostic]:
    if expr.measure.change or expr.measure.pair or expr.measure.graded:
        # The bands are of the values themselves.
        return
    if limit.of is not None:
        if not _FACTORS[0] <= limit.factor <= _FACTORS[1]:
            yield _wrong(
                "Q003",
                f"{limit.text} is no usual multiple of a limit of normal",
                expr.span,
                "check the number against the protocol",
            )
        return
    if not expr.measure.members:
        years = limit.add if expr.measure.age == "year" else limit.add / 12
        if not _AGES[0] <= years <= _AGES[1]:
            yield _wrong("Q003", f"{limit.text} is no age", expr.span, "check the number against the protocol")
        return
    analyte = analytes()[expr.measure.members[0]]
    low, high = analyte.threshold_low, analyte.threshold_high
    if (low is not None and limit.add < low) or (high is not None and limit.add > high):
        unit = display(analyte.unit)
        top = show(high) if high is not None else "..."
        band = f"protocols set it between {show(low or Fraction(0))} and {top} {unit}"
        same = f" ({show(limit.add)} {unit})" if display(limit.unit) != unit else ""
        yield _wrong(
            "Q003",
            f"{limit.text}{same} is no usual limit for {expr.measure.name}",
            expr.span,
            f"{band}: check number and unit",
        )


def _contradicting(trial: Trial) -> Iterator[Diagnostic]:
    """Exceptions that always hold together and set different limits."""
    for expr in _expressions(trial):
        if not isinstance(expr, Choose):
            continue
        for at, (condition, value) in enumerate(expr.cases):
            for earlier, other in expr.cases[:at]:
                if _covers(earlier, condition) and plain(value, places=False) != plain(other, places=False):
                    yield _wrong(
                        "L001", "this exception holds for the same patients as one before it, and its limit differs",
                        condition.span, "give each exception a condition of its own",
                    )  # fmt: skip


def _covers(one: Expr, other: Expr) -> bool:
    """Whether every patient of one condition is a patient of the other: the same rule, or a name inside a wider one."""
    if plain(one, places=False) == plain(other, places=False):
        return True
    if not (isinstance(one, Has) and isinstance(other, Has)):
        return False
    # All that is asked beside the names themselves.
    alike = plain(replace(one, concepts=()), places=False) == plain(replace(other, concepts=()), places=False)
    names, others = {c.name for c in one.concepts}, {c.name for c in other.concepts}
    inside = all(c.name in others or c.ancestors & others for c in one.concepts)
    around = all(c.name in names or c.ancestors & names for c in other.concepts)
    return alike and (inside or around)
