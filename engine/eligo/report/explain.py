"""One criterion after another, told to the value and the date: the rule, the branch taken, what would settle it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from eligo.core.nodes import (
    Among,
    And,
    Attested,
    Choose,
    Compare,
    Constant,
    Expr,
    Has,
    Not,
    Or,
    Readings,
    Sex,
    Trial,
    Which,
)
from eligo.evaluate.screening import CriterionOutcome, Screening
from eligo.evaluate.trace import FALSE, TRUE, Trace, Truth
from eligo.report.text import MARKS, MOST_NOTES, console, used
from eligo.versions import digest, versions

_WINDOW = re.compile(r"\b(?:within|last|past|prior to|before|after|since|between|less than|more than|at least)\b", re.I)
_APPLIES = {"true": "applies", "false": "does not apply", "unknown": "may apply: not known"}


def explain(one: Screening, labels: Collection[str]) -> None:
    """Print the explanation of the criteria with these labels, and what it was made with."""
    with console() as out:
        out.print(Text.assemble((one.patient.id, "bold"), f" · {one.trial.id} · as of {one.as_of}"))
        for item in one.criteria:
            if item.criterion.label in labels:
                _criterion(out, one.trial, item)
        out.print()
        made_with = f"Eligo {versions()['engine']} · {one.trial.id} criteria {digest(one.trial)[:12]}"
        out.print(Text(made_with, style="dim"))


def _criterion(out: Console, trial: Trial, item: CriterionOutcome) -> None:
    mark, style = MARKS[item.outcome]
    cohorts = f" (cohort {', '.join(item.criterion.cohorts)})" if item.criterion.cohorts else ""
    outcome = item.outcome.replace("_", " ")
    head = (f"{mark} {item.criterion.label}{cohorts}", "bold")
    out.print()
    out.print(Text.assemble(head, f"  {item.criterion.title}: ", (outcome, style)))
    for indent, line in _lines(trial, item):
        out.print(Padding(Text(line), (0, 0, 0, 2 + 2 * indent)))


Line = tuple[int, str]


def _lines(trial: Trial, item: CriterionOutcome) -> Iterator[Line]:
    yield 0, f"rule    {item.criterion.text}"
    if item.criterion.source:
        yield 0, f"source  {item.criterion.source}"
    if item.applies is not None:
        yield 0, f"for     {_people(trial, item.applies.expr)}: {_APPLIES[item.applies.truth.value]}"
        yield from _leaves(item.applies, 1)
    if item.trace is not None:
        yield from _trace(trial, item.trace, 0)
    if item.margin:
        yield 0, f"margin  {item.margin}"
    if item.may_change:
        words = {"yes": "may change with a new result or status", "lasting": "lasting: time won't change it"}
        yield 0, f"change  {words.get(item.may_change, f'may pass {item.may_change}')}"
    for text in item.assumptions:
        yield 0, f"rests on  {text}"
    for gap in item.reasons:
        yield 0, f"to settle it  {gap.fact} ({gap.obtain}): {gap.detail} [{gap.reason}]"


def _people(trial: Trial, expr: Expr) -> str:
    """Whom a rule is for."""
    match expr:
        case And(items=items):
            return " and ".join(_people(trial, item) for item in items)
        case Not(item=item):
            return f"everybody {'not' if isinstance(item, Compare) else 'but'} {_people(trial, item)}"
        case Sex(sex=sex):
            return {"female": "women", "male": "men"}[sex]
        case Attested(statement=statement):
            return statement
        case Compare():
            return f"aged {expr.op} {' or '.join(limit.text for limit in expr.limits)}"
        case _:
            return _text(trial, expr)


def _trace(trial: Trial, trace: Trace, depth: int) -> Iterator[Line]:
    """The parts of an evaluation, each with its own words from the criteria file."""
    expr = trace.expr
    if isinstance(expr, Constant):
        return
    if not trace.parts:
        yield depth, f"{_answer(trace.truth)}  {_text(trial, expr)}"
        yield from _leaves(trace, depth + 1)
        return
    if isinstance(expr, Choose):
        yield from _choice(trial, trace, expr, depth)
        return
    if isinstance(expr, Among):
        count = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "=": "exactly"}[expr.op]
        yield depth, f"{_answer(trace.truth)}  {count} {expr.number} of:"
        depth += 1
    if isinstance(expr, And | Or | Readings):
        word = {"And": "all of", "Or": "one of", "Readings": "read in two ways"}[type(expr).__name__]
        yield depth, f"{_answer(trace.truth)}  {word}:"
        depth += 1
    if isinstance(expr, Not):
        if expr.span == expr.item.span:
            # The words hold the denial: `as the only metastases`, `stroke not within 6 months`.
            yield depth, f"{_answer(trace.truth)}  {_text(trial, expr)}"
            yield from _leaves(trace, depth + 1)
            return
        yield depth, f"{_answer(trace.truth)}  not:"
        depth += 1
    for part in trace.parts:
        yield from _trace(trial, part, depth)


def _which(which: Which) -> tuple[str, str]:
    """The words before and behind a comparison that say which result counts."""
    length = f"{which.amount} {which.unit}{'' if which.amount == 1 else 's'}"
    match which.kind:
        case "latest":
            return "", ""
        case "occasions":
            return "", f" on {which.number} occasions" + (f" at least {length} apart" if which.amount else "")
        case "persistent":
            return "", f" for at least {length}"
        case _:
            return f"{which.kind} ", ""


def _choice(trial: Trial, trace: Trace, expr: Choose, depth: int) -> Iterator[Line]:
    """Each exception with whether it applies, then the branches that count."""
    cases = len(expr.cases)
    for at in range(cases):
        condition, value = trace.parts[2 * at], trace.parts[2 * at + 1]
        yield depth, f"exception if {_text(trial, condition.expr)}: {_APPLIES[condition.truth.value]}"
        yield from _leaves(condition, depth + 1)
        if condition.truth is not FALSE:
            yield from _branch(trial, value, depth + 1)
    if not any(trace.parts[2 * at].truth is TRUE for at in range(cases)):
        yield depth, "otherwise:"
        yield from _branch(trial, trace.parts[-1], depth + 1)


def _branch(trial: Trial, value: Trace, depth: int) -> Iterator[Line]:
    if isinstance(value.expr, Constant):
        yield depth, "nothing more is asked"
        return
    yield from _trace(trial, value, depth)


def _leaves(trace: Trace, depth: int) -> Iterator[Line]:
    for part in trace.walk():
        if part.parts:
            continue
        for proof in part.evidence:
            margin = f"; {proof.margin}" if proof.margin else ""
            listed = len(proof.notes) > MOST_NOTES
            yield depth, f"{proof.fact}: {used(proof, aged=True, noted=not listed)}{margin} ({proof.path})"
            if listed:
                yield from ((depth + 1, note) for note in proof.notes)


def _answer(truth: Truth) -> str:
    return {"true": "[yes]", "false": "[no]", "unknown": "[not known]"}[truth.value]


def _text(trial: Trial, expr: Expr) -> str:
    """A comparison in its own words; else the words of the criteria file that the expression was made from."""
    if isinstance(expr, Compare):
        limits = " or ".join(limit.text for limit in expr.limits)
        before, behind = _which(expr.which)
        window = f" {expr.window.text}" if expr.window else ""
        return f"{before}{expr.measure.name} {expr.op} {limits}{behind}{window}"
    text = " ".join(trial.text[expr.span.start : expr.span.end].split())
    if isinstance(expr, Has) and expr.window is not None and not _WINDOW.search(text):
        return f"{text} {expr.window.text}"
    return text
