"""What to obtain: the cheapest set of facts some values of which would make every open criterion pass.

Each open criterion has its ways, sets of facts that could settle it as passed; one way of each
is taken so that the union costs least. Exact while there are up to 4,096 combinations, else greedy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from eligo.core.nodes import Among, And, Choose, Not, Op, Or, Readings
from eligo.evaluate.intervals import holds, point
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Gap, Trace, Truth

# What a fact costs to get, in the order of the design: ask, chart, blood, ECG, imaging, biopsy.
COSTS = {"ask": 1, "chart": 2, "measure": 3, "blood": 5, "urine": 5, "ECG": 8, "imaging": 20, "biopsy": 50}
_MOST_COMBINATIONS = 4096
_MOST_WAYS = 16

Way = frozenset[Gap]


def ways(trace: Trace, wanted: Truth) -> list[Way]:
    """The sets of gaps that, filled the right way, give the wanted answer; an empty set: it is there already."""
    if trace.truth is not UNKNOWN:
        return [frozenset()] if trace.truth is wanted else []
    expr = trace.expr
    match expr:
        case Not():
            return ways(trace.parts[0], _other(wanted))
        case And() | Or():
            each = [ways(part, wanted) for part in trace.parts]
            if isinstance(expr, And) is (wanted is TRUE):
                return _together(each)
            return _cheapest(way for several in each for way in several)
        case Among(op=op, number=number):
            return _counted(trace, op, number, wanted)
        case Readings():
            return _together([ways(part, wanted) for part in trace.parts]) or [frozenset(trace.gaps)]
        case Choose():
            return _choice(trace, len(expr.cases), wanted) or [frozenset(trace.gaps)]
        case _:
            return [frozenset(trace.gaps)]


def _choice(trace: Trace, cases: int, wanted: Truth) -> list[Way]:
    """By one exception applying and the others not standing against it, by none applying, or by all agreeing."""
    conditions = [trace.parts[2 * at] for at in range(cases)]
    values = [*(trace.parts[2 * at + 1] for at in range(cases)), trace.parts[-1]]
    found: list[Way] = list(_together([ways(value, wanted) for value in values]))
    found += _together([*(ways(condition, FALSE) for condition in conditions), ways(values[-1], wanted)])
    for at, condition in enumerate(conditions):
        others = [
            ways(one, FALSE) or ways(values[number], wanted) for number, one in enumerate(conditions) if number != at
        ]
        found += _together([ways(condition, TRUE), ways(values[at], wanted), *others])
    return _cheapest(found)


def _counted(trace: Trace, op: Op, number: int, wanted: Truth) -> list[Way]:
    """By so many of the open parts holding and so many failing that the count comes out as wanted."""
    true = sum(part.truth is TRUE for part in trace.parts)
    open_ = [part for part in trace.parts if part.truth is UNKNOWN]
    fits = [holds(point(Fraction(true + more)), op, Fraction(number)) is wanted for more in range(len(open_) + 1)]
    found: list[Way] = []
    for least, fit in enumerate(fits):
        if fit and not (least and fits[least - 1]):
            most = next((more for more in range(least, len(open_)) if not fits[more + 1]), len(open_))
            found += _chosen(open_, least, len(open_) - most)
    return _cheapest(found)


def _chosen(parts: Sequence[Trace], holding: int, failing: int) -> list[Way]:
    """The ways in which so many of the parts hold and so many others fail; the rest need not be known."""
    made: dict[tuple[int, int], list[Way]] = {(0, 0): [frozenset()]}
    for part in parts:
        longer: dict[tuple[int, int], list[Way]] = {}
        for (true, false), several in made.items():
            longer.setdefault((true, false), []).extend(several)
            if true < holding:
                longer.setdefault((true + 1, false), []).extend(_together([several, ways(part, TRUE)]))
            if false < failing:
                longer.setdefault((true, false + 1), []).extend(_together([several, ways(part, FALSE)]))
        made = {counts: _cheapest(several) for counts, several in longer.items()}
    return made.get((holding, failing), [])


def _together(each: Sequence[list[Way]]) -> list[Way]:
    """One way of each at once. Empty when one of them has none."""
    made: list[Way] = [frozenset()]
    for several in each:
        made = _cheapest(one | way for one in made for way in several)
    return made


def _cheapest(several: Iterable[Way]) -> list[Way]:
    """The ways of which no other is a part, cheapest first, not more than a few."""
    ordered = sorted(dict.fromkeys(several), key=cost)
    kept: list[Way] = []
    for way in ordered:
        if not any(one <= way for one in kept):
            kept.append(way)
    return kept[:_MOST_WAYS]


def cost(way: Iterable[Gap]) -> int:
    return sum(COSTS[gap.obtain] for gap in way)


def _other(wanted: Truth) -> Truth:
    return FALSE if wanted is TRUE else TRUE


def smallest(each: Sequence[list[Way]]) -> tuple[list[Way], bool]:
    """(one way for every criterion, whether their union is proved the cheapest)."""
    if prod(len(several) for several in each) <= _MOST_COMBINATIONS:
        best = min(product(*each), key=lambda chosen: cost(frozenset().union(*chosen)))
        return list(best), True
    have: frozenset[Gap] = frozenset()
    chosen: dict[int, Way] = {}
    # Those with the fewest ways first: they leave the least to choose.
    for at in sorted(range(len(each)), key=lambda at: len(each[at])):
        chosen[at] = min(each[at], key=lambda way: cost(way - have))
        have |= chosen[at]
    return [chosen[at] for at in range(len(each))], False
