"""Fast paths for numbers and answers: one plain result that counts, held against a limit by whole numbers.

Plain: dated to the day, the only one of its day, a number without `<` or `>`, without a problem. The rest
is asked of the specification (`ask`), result by result of the same rule, so that both always agree.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import lcm

from eligo.core.nodes import Compare, Limit, Measure, Worded
from eligo.evaluate import changes
from eligo.evaluate.derived import inputs
from eligo.evaluate.quick_state import Decide, Plan, State, Vague, latest
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.facts.dates import age
from eligo.facts.normalise import statement_key
from eligo.facts.patient import Result
from eligo.vocabulary.test_words import says

Judge = Callable[[State, Result], Truth | None]  # None: not plain
TESTS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}  # fmt: skip


def comparison(node: Compare, plan: Plan, ask: Decide) -> Decide:
    """The truth of a comparison; `ask` is what the specification says of it."""
    measure = node.measure
    if measure.age is not None:
        return _age(node, plan, ask)
    judge = _judge(node)
    bases = {inputs(formula)[0] for _, formula in measure.formulas}
    missing = _computable(bases, ask)
    special = measure.pair or measure.change or measure.graded or node.which.kind != "latest" or changes.wanted(node)
    if special or judge is None:
        return _special(measure, missing, ask)
    counted = _counted(node, plan, judge, missing, ask)
    decide = _family(measure.members, counted, missing, ask)
    if not bases:
        return decide
    outdated = _outdated(node, bases)
    return lambda state: ask(state) if outdated(state) else decide(state)


def _special(measure: Measure, missing: Decide, ask: Decide) -> Decide:
    """What needs more than one plain result: only that there is none at all is plain."""
    members, pair = measure.members, measure.pair

    def special(state: State) -> Truth:
        results = state.results
        if pair is not None:
            return ask(state) if results.get(pair.first) and results.get(pair.second) else UNKNOWN
        for key in members:
            if results.get(key):
                return ask(state)
        return missing(state)

    return special


def _computable(bases: set[str], ask: Decide) -> Decide:
    """A value that isn't there: it may be computed where a formula's first input is recorded."""

    def missing(state: State) -> Truth:
        return UNKNOWN if bases.isdisjoint(state.results) else ask(state)

    return missing


def _outdated(node: Compare, bases: set[str]) -> Callable[[State], bool]:
    """Whether what a formula begins with may be newer than the recorded result: its value may contradict that."""
    members, windowed, scored = node.measure.members, node.window is not None, node.measure.unit == "{score}"
    scored = scored and len(members) == 1

    def outdated(state: State) -> bool:
        results = state.results
        if bases.isdisjoint(results):
            return False
        newest: date | None = None
        for key in members:
            for one in results.get(key, ()):
                days = one.day
                if days is None or days.first != days.last or one.path.startswith("conditions["):
                    return True
                day = days.first
                if day > state.as_of:
                    continue
                # Which one counts inside a window isn't looked at here: the oldest is older than that.
                if newest is None or (day < newest if windowed else day > newest):
                    newest = day
        if newest is None:
            return False
        return any(
            one.day is None or one.day.last > newest or (scored and one.day.last == newest)
            for base in bases
            for one in results.get(base, ())
        )

    return outdated


_Counted = Callable[[State, tuple[Result, ...] | None], Truth]


def _family(members: tuple[str, ...], decide: _Counted, missing: Decide, ask: Decide) -> Decide:
    """The one member that is recorded; of several the specification says whether they agree."""
    if len(members) == 1:
        (only,) = members
        return lambda state: decide(state, state.results.get(only))

    def family(state: State) -> Truth:
        found: tuple[Result, ...] | None = None
        results = state.results
        for key in members:
            several = results.get(key)
            if several:
                if found:
                    return ask(state)
                found = several
        return decide(state, found) if found else missing(state)

    return family


def _counted(node: Compare, plan: Plan, judge: Judge, missing: Decide, ask: Decide) -> _Counted:
    """The answer of the one result that counts inside the window."""

    def anytime(state: State, found: tuple[Result, ...] | None) -> Truth:
        if not found:
            return missing(state)
        if len(found) == 1:
            one = found[0]
            days = one.day
            if days is None or days.first != days.last:
                return ask(state)
            if days.first > state.as_of:
                return missing(state)
        else:
            chosen = latest(found, state.as_of)
            if chosen is None:
                return ask(state)
            one = chosen
        held = judge(state, one)
        return ask(state) if held is None else held

    if node.window is None:
        return anytime
    number = plan.window(node.window)

    def inside(state: State, found: tuple[Result, ...] | None) -> Truth:
        bounds = state.windows[number] or state.place(number)
        if bounds.__class__ is Vague:
            return ask(state)
        first, last = bounds  # type: ignore[misc]  # narrowed by its class, just above
        if not found:
            return missing(state)
        one: Result | None
        if len(found) == 1:
            one = found[0]
            days = one.day
            if days is None or days.first != days.last:
                return ask(state)
            if days.first > last:
                return missing(state)
        else:
            one = latest(found, last)
            days = one.day if one is not None else None
            if one is None or days is None:
                return ask(state)
        if days.first < first:
            return missing(state)
        held = judge(state, one)
        return ask(state) if held is None else held

    return inside


# -- one plain number --------------------------------------------------------------------------


def _judge(node: Compare) -> Judge | None:
    if len(node.limits) > 1:
        return _of_several(node)
    (limit,) = node.limits
    own = _against(node, limit)
    if limit.also is None or limit.also.molar == limit.molar or own is None:
        return own
    other, molar = _against(node, limit.also), limit.also.molar
    if other is None:
        return None

    def stated_twice(state: State, one: Result) -> Truth | None:
        return other(state, one) if one.molar == molar else own(state, one)

    return stated_twice


def _against(node: Compare, limit: Limit) -> Judge | None:
    if limit.of is None:
        return _fixed(node, limit)
    return _multiple(node, limit) if limit.of in ("ULN", "LLN") else None


def _fixed(node: Compare, limit: Limit) -> Judge:
    """A number against a number: both as whole numbers, multiplied crosswise."""
    holds = TESTS[node.op]
    basis = limit.basis
    bound, scale = limit.add.as_integer_ratio()

    def fixed(_state: State, one: Result) -> Truth | None:
        value = plain_number(one)
        if value is None or one.basis != basis:
            return None
        number, per = value.as_integer_ratio()
        return TRUE if holds(number * scale, bound * per) else FALSE

    return fixed


def _multiple(node: Compare, limit: Limit) -> Judge:
    """A number against factor x the result's own limit of normal + add, times what makes both whole."""
    holds = TESTS[node.op]
    scale = lcm(limit.add.denominator, limit.factor.denominator)
    add, factor = int(limit.add * scale), int(limit.factor * scale)
    upper = limit.of == "ULN"

    def multiple(state: State, one: Result) -> Truth | None:
        value = plain_number(one)
        if value is None:
            return None
        own = one.uln if upper else one.lln
        if own is None:
            return UNKNOWN if state.lacking else None
        number, per = value.as_integer_ratio()
        normal, share = own.as_integer_ratio()
        return TRUE if holds(number * scale * share, (add * share + factor * normal) * per) else FALSE

    return multiple


def _of_several(node: Compare) -> Judge | None:
    """A number against several numbers, of which one is enough; of a score only its whole steps are plain."""
    if any(limit.of is not None or limit.also is not None for limit in node.limits):
        return None
    if len({limit.basis for limit in node.limits}) > 1:
        return None
    scored = node.measure.unit == "{score}"
    if scored and node.op != "=":
        return None
    holds = TESTS[node.op]
    basis = node.limits[0].basis
    bounds = [limit.add.as_integer_ratio() for limit in node.limits]

    def several(_state: State, one: Result) -> Truth | None:
        value = plain_number(one)
        if value is None or one.basis != basis:
            return None
        number, per = value.as_integer_ratio()
        if scored and per != 1:
            return None
        for bound, scale in bounds:
            if holds(number * scale, bound * per):
                return TRUE
        return FALSE

    return several


def plain_number(one: Result) -> Fraction | None:
    """The number of a plain result."""
    interval = one.interval
    if interval is None or one.problem is not None:
        return None
    low = interval.low
    # The ends of a plain number are one object; equal ones that aren't are left to the specification.
    if low is None or interval.high is not low or interval.low_open or interval.high_open:
        return None
    return low


def _age(node: Compare, plan: Plan, ask: Decide) -> Decide:
    """Completed years or months against whole numbers; a partial birth date is asked about."""
    unit = node.measure.age
    assert unit is not None  # seen to by the caller
    holds = TESTS[node.op]
    limits = [limit.add.as_integer_ratio() for limit in node.limits]
    number = None if node.window is None else plan.window(node.window)

    def old_enough(state: State) -> Truth:
        birth = state.patient.birth
        if birth is None:
            return UNKNOWN
        day: date = state.as_of
        if number is not None:
            bounds = state.windows[number] or state.place(number)
            if bounds.__class__ is Vague:
                return ask(state)
            day = bounds[1]  # type: ignore[index]  # narrowed by its class, just above
        born = birth.first
        if born != birth.last or born > day:
            return ask(state)
        years = age(born, day, unit)
        for bound, scale in limits:
            if holds(years * scale, bound):
                return TRUE
        return FALSE

    return old_enough


# -- answers -----------------------------------------------------------------------------------


def answer(node: Worded, plan: Plan, ask: Decide) -> Decide:
    """The truth of a test's answer; what something else settles (no man is pregnant) where it is merely missing."""
    if node.which.kind != "latest":
        return ask
    test, word = node.test, node.word
    number = None if node.window is None else plan.window(node.window)
    needs = statement_key(node.needs) if node.needs else ""
    without = TRUE if word == "negative" else FALSE
    told: dict[str, Truth] = {}

    def missing(state: State) -> Truth:
        return without if needs and (state.sex == "male" or state.statements.get(needs) is False) else UNKNOWN

    def said(result: Result) -> Truth:
        known = told.get(result.word)
        if known is None:
            held = says(test, result.word, word)
            known = UNKNOWN if held is None else TRUE if held else FALSE
            if len(told) < 500:
                told[result.word] = known
        return known

    def answered(state: State) -> Truth:
        first, last = date.min, state.as_of
        if number is not None:
            bounds = state.windows[number] or state.place(number)
            if bounds.__class__ is Vague:
                return ask(state)
            first, last = bounds  # type: ignore[misc]  # narrowed by its class, just above
        found = state.tests.get(test)
        if not found:
            return missing(state)
        one: Result | None = found[0]
        if len(found) > 1:
            one = latest(found, last)
            if one is None:
                return ask(state)
        assert one is not None  # there is a first one, or it was found
        days = one.day
        if days is None or days.first != days.last:
            return ask(state)
        if not first <= days.first <= last:
            return missing(state)
        return said(one)

    return answered
