"""The meaning of the core expression. This file is the specification: slow, plain, one case a node."""

from __future__ import annotations

from typing import assert_never

from eligo.core.nodes import (
    Altered,
    Among,
    And,
    Attested,
    Choose,
    Compare,
    Constant,
    Count,
    Expr,
    Has,
    Judgment,
    Not,
    Or,
    Readings,
    Sex,
    Worded,
)  # fmt: skip
from eligo.evaluate import logic
from eligo.evaluate.counting import count
from eligo.evaluate.markers import altered
from eligo.evaluate.records import has
from eligo.evaluate.results import compare, worded
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, truth
from eligo.evaluate.view import View
from eligo.facts.normalise import statement_key

CONFLICT = Gap(
    "which exception applies", "exceptions_conflict", "two exceptions apply and set different limits", "chart"
)
READINGS = Gap("how the protocol is meant", "protocol_ambiguous", "the two readings give different answers", "ask")


def evaluate(expr: Expr, view: View) -> Trace:
    """The truth of an expression for a patient, with what it rests on and what it misses."""
    match expr:
        case Constant(value=constant):
            return Trace(expr, truth(constant))
        case And(items=items):
            parts = tuple(evaluate(item, view) for item in items)
            value, gaps = logic.all_of(parts)
            return Trace(expr, value, gaps, parts)
        case Or(items=items):
            parts = tuple(evaluate(item, view) for item in items)
            value, gaps = logic.any_of(parts)
            return Trace(expr, value, gaps, parts)
        case Not(item=item):
            part = evaluate(item, view)
            return Trace(expr, logic.negate(part.truth), part.gaps, (part,))
        case Among(op=op, number=number, items=items):
            parts = tuple(evaluate(item, view) for item in items)
            value, gaps = logic.among(op, number, parts)
            return Trace(expr, value, gaps, parts)
        case Choose():
            return _choose(expr, view)
        case Readings(items=items):
            parts = tuple(evaluate(item, view) for item in items)
            value, gaps = logic.agree(parts, READINGS)
            return Trace(expr, value, gaps, parts)
        case Compare():
            return compare(expr, view)
        case Worded():
            return _needing(worded(expr, view), expr.needs, expr.word == "negative", view)
        case Has(concepts=concepts, tense=tense):
            needs = {concept.needs for concept in concepts} if tense == "now" else {""}
            return _needing(has(expr, view), needs.pop() if len(needs) == 1 else "", False, view)
        case Altered():
            return altered(expr, view)
        case Count():
            return count(expr, view)
        case Sex():
            return _sex(expr, view)
        case Attested():
            return _attested(expr, view)
        case Judgment():
            return _judged(expr, view)
    assert_never(expr)


MISSING = ("list_open", "not_recorded", "outside_window")


def _needing(trace: Trace, needs: str, without: bool, view: View) -> Trace:
    """An open question that something else settles: no man, and nobody without childbearing potential, is pregnant.

    Only what is merely missing is settled so; a record that contradicts it stays open.
    """
    if not needs or trace.truth is not UNKNOWN or any(gap.reason not in MISSING for gap in trace.gaps):
        return trace
    if view.patient.statements.get(statement_key(needs)) is False:
        proof = Evidence("statements", needs, "no", notes=("attested by the site",))
    elif view.patient.sex == "male":
        proof = Evidence("sex", "sex", "male")
    else:
        return trace
    return Trace(trace.expr, truth(without), evidence=(proof,), assumptions=trace.assumptions)


def _choose(expr: Choose, view: View) -> Trace:
    conditions = tuple(evaluate(condition, view) for condition, _ in expr.cases)
    values = tuple(evaluate(value, view) for _, value in expr.cases)
    otherwise = evaluate(expr.otherwise, view)
    value, gaps = logic.choose(conditions, values, otherwise, CONFLICT)
    taken = next((at for at, one in enumerate(conditions) if one.truth is TRUE), None)
    if taken is None and all(one.truth is FALSE for one in conditions):
        taken = len(conditions)
    paired = tuple(part for pair in zip(conditions, values, strict=True) for part in pair)
    return Trace(expr, value, gaps, (*paired, otherwise), taken=taken)


def _sex(expr: Sex, view: View) -> Trace:
    sex = view.patient.sex
    if sex is None:
        detail = "the records of the sex conflict" if view.patient.sex_conflict else "the sex isn't recorded"
        return Trace(expr, UNKNOWN, (Gap("sex", "sex_unknown", detail, "ask"),))
    return Trace(expr, truth(sex == expr.sex), evidence=(Evidence("sex", "sex", sex, change="lasting"),))


def _attested(expr: Attested, view: View) -> Trace:
    answer = view.patient.statements.get(statement_key(expr.statement))
    if answer is None:
        return Trace(expr, UNKNOWN, (Gap(expr.statement, "not_recorded", "not attested either way", "ask"),))
    proof = Evidence("statements", expr.statement, "yes" if answer else "no", notes=("attested by the site",))
    return Trace(expr, truth(answer), evidence=(proof,))


def _judged(expr: Judgment, view: View) -> Trace:
    fact = expr.text or "the investigator's judgment"
    if expr.reason == "not_read":
        return Trace(expr, UNKNOWN, (Gap(fact, "not_read", "this text of the protocol wasn't understood", "ask"),))
    answer = view.judgment()
    if answer is None:
        return Trace(expr, UNKNOWN, (Gap(fact, "judgment", "a person must judge this", "ask"),))
    said = "passes" if answer.passed else "fails"
    proof = Evidence("judgments", fact, said, date=answer.day, notes=(f"judged by {answer.by or 'the site'}",))
    held = expr.passing == answer.passed
    return Trace(expr, TRUE if held else FALSE, evidence=(proof,))
