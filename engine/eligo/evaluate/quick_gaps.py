"""The gaps of an open criterion, without the evidence: truths by closures, words by the interpreter.

The words come from the rule as it was written. What is missing in the same words for many patients
(nobody recorded it, nobody was asked) is worded once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from eligo.core.nodes import (
    Altered,
    Among,
    And,
    Attested,
    Choose,
    Compare,
    Constant,
    Expr,
    Has,
    Judgment,
    Not,
    Or,
    Readings,
    Worded,
)  # fmt: skip
from eligo.evaluate import logic, quick_records
from eligo.evaluate.closures import Leaf, deciding, view_for
from eligo.evaluate.derived import inputs
from eligo.evaluate.interpreter import CONFLICT, READINGS, evaluate
from eligo.evaluate.quick_results import plain_number
from eligo.evaluate.quick_state import Plan, State, Vague
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Gap, Trace, Truth, merged

Said = tuple[Truth, tuple[Gap, ...]]
Say = Callable[[State], Said]
# What an open leaf's gaps hang on, so that they can be kept for other patients; None: on more than is plain.
Alike = Callable[[State], Hashable]
_MOST = 1000  # so many wordings of one leaf's gaps are kept


def saying(expr: Expr, plan: Plan, criterion: int) -> Say:
    """The truth and the gaps of an expression as it was written: those of the interpreter's trace."""
    match expr:
        case And(items=items):
            return _say_all([saying(item, plan, criterion) for item in items], FALSE)
        case Or(items=items):
            return _say_all([saying(item, plan, criterion) for item in items], TRUE)
        case Not(item=item):
            return _say_not(saying(item, plan, criterion))
        case Among(op=op, number=number, items=items):
            counted = [saying(item, plan, criterion) for item in items]
            return lambda state: logic.among(op, number, [_trace(expr, part(state)) for part in counted])
        case Readings(items=items):
            read = [saying(item, plan, criterion) for item in items]
            return lambda state: logic.agree([_trace(expr, part(state)) for part in read], READINGS)
        case Choose(cases=cases, otherwise=otherwise):
            conditions = [saying(condition, plan, criterion) for condition, _ in cases]
            values = [saying(value, plan, criterion) for _, value in cases]
            other = saying(otherwise, plan, criterion)
            return lambda state: logic.choose(
                [_trace(expr, part(state)) for part in conditions],
                [_trace(expr, part(state)) for part in values],
                _trace(expr, other(state)),
                CONFLICT,
            )
        case _:
            return _say(expr, plan, criterion)


def _say(node: Leaf | Constant, plan: Plan, criterion: int) -> Say:
    decide = deciding(node, plan, criterion)
    alike = _alike(node, plan)
    kept: dict[Hashable, tuple[Gap, ...]] = {}

    def say(state: State) -> Said:
        held = decide(state)
        if held is not UNKNOWN:
            return held, ()
        same = alike(state)
        gaps = kept.get(same) if same is not None else None
        if gaps is None:
            gaps = evaluate(node, view_for(state, node, criterion)).gaps
            if same is not None and len(kept) < _MOST:
                kept[same] = gaps
        return held, gaps

    return say


def _alike(node: Leaf | Constant, plan: Plan) -> Alike:
    """What the words for an open leaf hang on, where that is plain: they are the interpreter's, said once."""
    match node:
        case Compare():
            return _comparison(node, plan)
        case Worded():
            return _answer(node, plan)
        case Has():
            return _record(node, plan)
        case Altered(asks="found"):
            return _alteration(node, plan)
        case Attested() | Judgment():
            return lambda _state: "not told"
        case _:
            return lambda _state: None


def _trace(expr: Expr, said: Said) -> Trace:
    return Trace(expr, *said)


def _say_all(parts: list[Say], decisive: Truth) -> Say:
    idle = logic.negate(decisive)

    def every(state: State) -> Said:
        missing: list[tuple[Gap, ...]] = []
        for part in parts:
            held, gaps = part(state)
            if held is decisive:
                return decisive, ()
            if held is UNKNOWN:
                missing.append(gaps)
        return (UNKNOWN, merged(missing)) if missing else (idle, ())

    return every


def _say_not(part: Say) -> Say:
    def turned(state: State) -> Said:
        held, gaps = part(state)
        return logic.negate(held), gaps

    return turned


# -- what the words hang on ---------------------------------------------------------------------


def _comparison(node: Compare, plan: Plan) -> Alike:
    """A value that nobody recorded is missing in the same words for all; so is a limit of normal beside a value."""
    measure = node.measure
    if measure.age is not None or measure.pair is not None:
        return lambda _state: None
    keys = {*measure.members, *(inputs(formula)[0] for _, formula in (*measure.formulas, *measure.hints))}
    number = None if node.window is None else plan.window(node.window)
    own = len(node.limits) == 1 and node.limits[0].of in ("ULN", "LLN") and node.limits[0].also is None
    bare = own and node.which.kind == "latest" and not measure.change and not measure.graded and not measure.formulas
    upper = node.limits[0].of == "ULN"
    first_key = measure.members[0]

    def alike(state: State) -> Hashable:
        if number is not None:
            bounds = state.windows[number] or state.place(number)
            if bounds.__class__ is Vague:
                return None
        if keys.isdisjoint(state.results):
            return "not recorded"
        if not bare or number is not None or len(measure.members) > 1 or not state.lacking:
            return None
        found = state.results.get(first_key, ())
        if len(found) != 1 or (found[0].uln if upper else found[0].lln) is not None:
            return None
        days = found[0].day
        dated = days is not None and days.first == days.last and days.first <= state.as_of
        return found[0].raw if dated and plain_number(found[0]) is not None else None

    return alike


def _answer(node: Worded, plan: Plan) -> Alike:
    """An answer that nobody recorded is missing in the same words for all."""
    test = node.test
    number = None if node.window is None else plan.window(node.window)

    def alike(state: State) -> Hashable:
        if number is not None:
            bounds = state.windows[number] or state.place(number)
            if bounds.__class__ is Vague:
                return None
        return None if state.tests.get(test) else "not recorded"

    return alike


def _alteration(node: Altered, plan: Plan) -> Alike:
    """Where nothing was tested, that is said in the same words for all."""
    number = None if node.window is None else plan.window(node.window)

    def alike(state: State) -> Hashable:
        if number is not None:
            bounds = state.windows[number] or state.place(number)
            if bounds.__class__ is Vague:
                return None
        return None if state.patient.markers else "not tested"

    return alike


def _record(node: Has, plan: Plan) -> Alike:
    """Where nothing listed is of the name, the words hang on which lists are complete, and until when."""
    number = plan.record(node)
    place = None if node.window is None else plan.window(node.window)
    quiet = quick_records.quiet_tests(node)

    def alike(state: State) -> Hashable:
        if node.since is not None or number in state.touched or not (quiet is None or quiet(state)):
            return None
        last = state.as_of
        if place is not None:
            bounds = state.windows[place] or state.place(place)
            if bounds.__class__ is Vague:
                return None
            last = bounds[1]  # type: ignore[index]  # narrowed by its class, just above
        return last, state.patient.reference, state.patient.complete, state.closed

    return alike
