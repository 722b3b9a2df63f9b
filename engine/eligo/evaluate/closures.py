"""The core expression as closures: each node a function of a patient's state, made once for many patients.

Only the truth: what is missing is worded in quick_gaps, evidence by the interpreter. The meaning is the
interpreter's. Logic is written out here; a leaf has a fast path for what is plain and asks the
interpreter's own function for all else, so that a fast path may be taken out and nothing changes.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

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
    Op,
    Or,
    Readings,
    Sex,
    Worded,
)  # fmt: skip
from eligo.evaluate import logic, quick_records, quick_results
from eligo.evaluate.interpreter import evaluate
from eligo.evaluate.quick_state import Decide, Plan, State
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth, truth
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.normalise import statement_key
from eligo.vocabulary import names

Leaf: TypeAlias = Compare | Worded | Has | Altered | Count | Sex | Attested | Judgment


def deciding(expr: Expr, plan: Plan, criterion: int) -> Decide:
    """The truth of an expression, of the plan's criterion of that number."""
    match expr:
        case Constant(value=value):
            constant = truth(value)
            return lambda _state: constant
        case And(items=items):
            return _all([deciding(item, plan, criterion) for item in items], FALSE)
        case Or(items=items):
            return _all([deciding(item, plan, criterion) for item in items], TRUE)
        case Not(item=item):
            return _not(deciding(item, plan, criterion))
        case Among(op=op, number=number, items=items):
            return _among(op, number, [deciding(item, plan, criterion) for item in items])
        case Choose(cases=cases, otherwise=otherwise):
            pairs = [(deciding(one, plan, criterion), deciding(value, plan, criterion)) for one, value in cases]
            return _choose(pairs, deciding(otherwise, plan, criterion))
        case Readings(items=items):
            return _agree([deciding(item, plan, criterion) for item in items])
        case _:
            return _leaf(expr, plan, criterion)


# -- the leaves --------------------------------------------------------------------------------


def _leaf(node: Leaf, plan: Plan, criterion: int) -> Decide:
    def ask(state: State) -> Truth:
        return evaluate(node, view_for(state, node, criterion)).truth

    if plan.tally is None:
        return quick(node, plan, criterion, ask)
    tally, name = plan.tally, type(node).__name__

    def counted(state: State) -> Truth:
        tally[f"{name}, asked"] += 1
        return ask(state)

    decide = quick(node, plan, criterion, counted)

    def either(state: State) -> Truth:
        tally[f"{name}, in all"] += 1
        return decide(state)

    return either


def quick(node: Leaf, plan: Plan, criterion: int, ask: Decide) -> Decide:
    """A leaf's fast path; `ask`, the specification, is one of its own, and right for every leaf."""
    match node:
        case Compare():
            return quick_results.comparison(node, plan, ask)
        case Worded():
            return quick_results.answer(node, plan, ask)
        case Has():
            return quick_records.record(node, plan, ask)
        case Altered():
            return _alteration(node, ask)
        case Count():
            return ask
        case Sex():
            return _sex(node)
        case Attested():
            return _attested(node)
        case Judgment():
            return _judged(node, plan, criterion)
    assert_never(node)


def _alteration(node: Altered, ask: Decide) -> Decide:
    """Where nothing was tested nothing is known, whatever the window."""
    if node.asks == "tested":
        return ask
    return lambda state: ask(state) if state.patient.markers else UNKNOWN


def _sex(node: Sex) -> Decide:
    wanted = node.sex

    def sex(state: State) -> Truth:
        known = state.sex
        return UNKNOWN if known is None else TRUE if known == wanted else FALSE

    return sex


def _attested(node: Attested) -> Decide:
    key = statement_key(node.statement)

    def attested(state: State) -> Truth:
        said = state.statements.get(key)
        return UNKNOWN if said is None else TRUE if said else FALSE

    return attested


def _judged(node: Judgment, plan: Plan, criterion: int) -> Decide:
    """A person's answer, under the keys that View.judgment looks it up by."""
    if node.reason == "not_read":
        return lambda _state: UNKNOWN
    one = plan.criteria[criterion]
    mine = [name for name in plan.considered if not one.cohorts or name in one.cohorts] or [""]
    label = names.key(one.label)
    keys = [(plan.trial, label, name.casefold()) for name in mine]
    common = None if one.asks_apart else (plan.trial, label, "")
    passing = node.passing

    def judged(state: State) -> Truth:
        judgments = state.patient.judgments
        if not judgments:
            return UNKNOWN
        passed: bool | None = None
        for key in keys:
            given = judgments.get(key)
            if given is not None and given.day and dates.parse(given.day).first > state.as_of:
                given = None
            if given is None and common is not None:
                given = judgments.get(common)
                if given is not None and given.day and dates.parse(given.day).first > state.as_of:
                    given = None
            if given is None or (passed is not None and given.passed is not passed):
                return UNKNOWN
            passed = given.passed
        return TRUE if passed is passing else FALSE

    return judged


def view_for(state: State, node: Expr, criterion: int) -> View:
    """What the specification takes for a leaf: only a judgment hangs on the criterion that it stands in."""
    return state.view_of(criterion) if isinstance(node, Judgment) else state.view


# -- the logic ---------------------------------------------------------------------------------


def _all(parts: list[Decide], decisive: Truth) -> Decide:
    """The decisive answer if one part gives it, else UNKNOWN if one is open, else the other."""
    idle = logic.negate(decisive)
    if len(parts) == 2:
        first, second = parts

        def both(state: State) -> Truth:
            one = first(state)
            if one is decisive:
                return one
            two = second(state)
            return two if two is decisive or one is idle else one

        return both
    several = tuple(parts)

    def every(state: State) -> Truth:
        held = idle
        for part in several:
            one = part(state)
            if one is decisive:
                return one
            if one is UNKNOWN:
                held = UNKNOWN
        return held

    return every


def _not(part: Decide) -> Decide:
    def turned(state: State) -> Truth:
        held = part(state)
        return FALSE if held is TRUE else TRUE if held is FALSE else UNKNOWN

    return turned


def _among(op: Op, number: int, parts: list[Decide]) -> Decide:
    """The number of parts that are TRUE lies between those that are and those that may be."""

    def among(state: State) -> Truth:
        sure = possible = 0
        for part in parts:
            held = part(state)
            if held is TRUE:
                sure += 1
                possible += 1
            elif held is UNKNOWN:
                possible += 1
        match op:
            case ">=":
                return TRUE if sure >= number else FALSE if possible < number else UNKNOWN
            case ">":
                return TRUE if sure > number else FALSE if possible <= number else UNKNOWN
            case "<=":
                return TRUE if possible <= number else FALSE if sure > number else UNKNOWN
            case "<":
                return TRUE if possible < number else FALSE if sure >= number else UNKNOWN
            case "=":
                if sure == possible:
                    return TRUE if sure == number else FALSE
                return FALSE if sure > number or possible < number else UNKNOWN

    return among


def _agree(parts: list[Decide]) -> Decide:
    first, *rest = parts or [lambda _state: UNKNOWN]

    def agree(state: State) -> Truth:
        held = first(state)
        if held is UNKNOWN:
            return held
        for part in rest:
            if part(state) is not held:
                return UNKNOWN
        return held

    return agree


def _choose(cases: list[tuple[Decide, Decide]], otherwise: Decide) -> Decide:
    """The common answer of all that may apply: the cases that do or may, and `otherwise` while none surely does."""
    if len(cases) == 1:
        ((condition, value),) = cases

        def choose_one(state: State) -> Truth:
            applies = condition(state)
            if applies is TRUE:
                return value(state)
            if applies is FALSE:
                return otherwise(state)
            held = value(state)
            return held if held is not UNKNOWN and otherwise(state) is held else UNKNOWN

        return choose_one

    def choose(state: State) -> Truth:
        common: Truth | None = None
        sure = False
        for condition, value in cases:
            applies = condition(state)
            if applies is FALSE:
                continue
            sure = sure or applies is TRUE
            held = value(state)
            if held is UNKNOWN or (common is not None and common is not held):
                return UNKNOWN
            common = held
        if sure and common is not None:
            return common
        held = otherwise(state)
        return held if common is None or common is held else UNKNOWN

    return choose
