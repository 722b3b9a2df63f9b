"""The ways in which a rule can come out as wanted, as sets of leaves with the truth that each must have.

Two-valued reasoning is enough: a definite answer stays what it is however the open facts are filled,
so whatever a patient with gaps passes, some patient without gaps passes too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb

from eligo.core.nodes import Among, And, Attested, Choose, Constant, Criterion, Expr, Not, Or, Readings
from eligo.examine.clashing import clash
from eligo.examine.literals import Way, literal

MOST = 128  # ways of one rule; what has more is taken as a whole and never looked into


class _TooMany(Exception):
    """More ways than are looked at."""


def ways(expr: Expr, wanted: bool, label: str) -> list[Way]:
    """Every way in which the expression has that truth; none at all: it can't have it."""
    try:
        return _ways(expr, wanted, label)
    except _TooMany:
        return [(literal(expr, wanted, label),)]


def passing(criterion: Criterion) -> list[Way]:
    """The ways in which a patient whom it is for gets past a criterion."""
    label = criterion.label
    found = ways(criterion.rule, criterion.kind == "inclusion", label)
    if criterion.moot:
        found = [*found, (literal(Attested(criterion.moot, criterion.span), False, label),)]
    return found


def failing(criterion: Criterion) -> list[Way]:
    """The ways in which a patient whom it is for fails a criterion."""
    return ways(criterion.rule, criterion.kind == "exclusion", criterion.label)


def applying(criterion: Criterion, wanted: bool = True) -> list[Way]:
    """The ways in which a patient is one of those whom a criterion is for (or isn't)."""
    if criterion.applies is None:
        return [()] if wanted else []
    return ways(criterion.applies, wanted, criterion.label)


def together(parts: Sequence[list[Way]]) -> list[Way] | None:
    """The ways in which all of several hold at once, without those that can't be; None: more than are looked at."""
    try:
        return _all(parts)
    except _TooMany:
        return None


def impossible(*parts: list[Way]) -> bool:
    """Whether it is certain that no patient has all of several at once."""
    return together(parts) == []


def _ways(expr: Expr, wanted: bool, label: str) -> list[Way]:
    def each(items: Iterable[Expr], truth: bool = wanted) -> list[list[Way]]:
        return [_ways(item, truth, label) for item in items]

    match expr:
        case Constant(value=value):
            return [()] if value == wanted else []
        case Not(item=item):
            return _ways(item, not wanted, label)
        case And(items=items):
            return _all(each(items)) if wanted else _any(each(items))
        case Or(items=items):
            return _any(each(items)) if wanted else _all(each(items))
        case Readings(items=items):
            # Both readings must say so.
            return _all(each(items))
        case Among():
            return _any([_all(part) for part in _counted(expr, wanted, label)])
        case Choose(cases=cases, otherwise=otherwise):
            conditions = [condition for condition, _ in cases]
            taken = [_all([_ways(c, True, label), _ways(value, wanted, label)]) for c, value in cases]
            last = _all([*each(conditions, False), _ways(otherwise, wanted, label)])
            return _any([*taken, last])
        case _:
            return [(literal(expr, wanted, label),)]


def _counted(expr: Among, wanted: bool, label: str) -> list[list[list[Way]]]:
    """For each number of rules that may hold, the rules that do and those that don't."""
    size = len(expr.items)
    allowed = [count for count in range(size + 1) if _stands(count, expr) == wanted]
    if sum(comb(size, count) for count in allowed) > MOST:
        raise _TooMany
    made: list[list[list[Way]]] = []
    for count in allowed:
        for chosen in combinations(range(size), count):
            made.append([_ways(item, at in chosen, label) for at, item in enumerate(expr.items)])
    return made


def _stands(count: int, expr: Among) -> bool:
    match expr.op:
        case "<":
            return count < expr.number
        case "<=":
            return count <= expr.number
        case ">":
            return count > expr.number
        case ">=":
            return count >= expr.number
        case "=":
            return count == expr.number


def _any(parts: Sequence[list[Way]]) -> list[Way]:
    return _few([way for part in parts for way in part])


def _all(parts: Sequence[list[Way]]) -> list[Way]:
    found: list[Way] = [()]
    for part in sorted(parts, key=len):
        if part == [()]:
            continue
        found = _few([made for one in found for other in part if not clash(made := _merged(one, other))])
    return found


def _merged(one: Way, other: Way) -> Way:
    seen = {(known.shape, known.wanted) for known in one}
    return (*one, *(new for new in other if (new.shape, new.wanted) not in seen))


def _few(found: list[Way]) -> list[Way]:
    if len(found) > MOST:
        raise _TooMany
    return found
