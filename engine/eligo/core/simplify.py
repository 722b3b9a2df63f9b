"""Smaller expressions of the same truth, for evaluators that want the truth alone.

Every rewrite keeps the three-valued truth for every patient: strong Kleene logic, `Choose` and
`Readings` by the common answer of what stays possible, `Among` by counting. What only two-valued logic
allows (`a and not a` is false) isn't here: an open fact must stay open. Reasons and evidence are not
kept. They always come from the expression as it was written.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from eligo.core.codec import plain
from eligo.core.nodes import Among, And, Choose, Constant, Expr, Not, Or, Readings
from eligo.core.walking import rebuilt

Rewrite = Callable[[Expr], Expr]


def simplify(expr: Expr, rewrites: Sequence[Rewrite] | None = None) -> Expr:
    """An expression of the same truth for every patient, with no more to evaluate; for the fast evaluators only.

    The same expression always gives the same result, and a result gives itself. Only truths are kept:
    take reasons, evidence and margins from the expression that went in. Each span is that of the node
    it stands for. `rewrites`: others than `REWRITES`, in their order.
    """
    chosen = REWRITES if rewrites is None else rewrites

    def change(node: Expr) -> Expr:
        for rewrite in chosen:
            node = rewrite(node)
        return node

    # It ends: every rewrite leaves fewer exceptions, fewer different branches, fewer counts from above or fewer nodes.
    while (made := rebuilt(expr, change)) != expr:
        expr = made
    return expr


def same(one: Expr, other: Expr) -> bool:
    """Whether two expressions say the same, wherever in the file they stand."""
    return _key(one) == _key(other)


def _key(expr: Expr) -> str:
    """Equal for expressions that differ in their places in the file, or in the order of parts it doesn't matter to."""
    match expr:
        case And(items=items) | Or(items=items) | Readings(items=items):
            return f"{type(expr).__name__}({','.join(sorted(map(_key, items)))})"
        case Among(op=op, number=number, items=items):
            return f"Among {op} {number}({','.join(sorted(map(_key, items)))})"
        case Not(item=item):
            return f"Not({_key(item)})"
        case Choose(cases=cases, otherwise=otherwise):
            pairs = sorted(f"{_key(condition)}:{_key(value)}" for condition, value in cases)
            return f"Choose({','.join(pairs)};{_key(otherwise)})"
        case _:
            return json.dumps(plain(expr, places=False), sort_keys=True, ensure_ascii=False)


def _once(items: Iterable[Expr]) -> tuple[Expr, ...]:
    """The items, the first of those that say the same."""
    kept: dict[str, Expr] = {}
    for item in items:
        kept.setdefault(_key(item), item)
    return tuple(kept.values())


def _is(expr: Expr, value: bool) -> bool:
    return isinstance(expr, Constant) and expr.value is value


# -- and, or, not ------------------------------------------------------------------------------


def flatten(expr: Expr) -> Expr:
    """`a and (b and c)` is `a and b and c`; so for `or` and for readings."""
    if not isinstance(expr, And | Or | Readings):
        return expr
    kind = type(expr)
    items = tuple(part for item in expr.items for part in (item.items if isinstance(item, kind) else (item,)))
    return expr if items == expr.items else replace(expr, items=items)


def drop_repeated(expr: Expr) -> Expr:
    """`a and a` is `a`; so for `or` and for readings. A count counts both."""
    if not isinstance(expr, And | Or | Readings):
        return expr
    items = _once(expr.items)
    return expr if len(items) == len(expr.items) else replace(expr, items=items)


def fold_constants(expr: Expr) -> Expr:
    """`a and true` is `a`, `a and false` is false; the reverse for `or`; no item at all: true, or false for `or`."""
    if not isinstance(expr, And | Or):
        return expr
    idle = isinstance(expr, And)
    if any(_is(item, not idle) for item in expr.items):
        return Constant(not idle, expr.span)
    items = tuple(item for item in expr.items if not _is(item, idle))
    if not items:
        return Constant(idle, expr.span)
    return expr if len(items) == len(expr.items) else replace(expr, items=items)


def unwrap_single(expr: Expr) -> Expr:
    """One item alone is that item."""
    return expr.items[0] if isinstance(expr, And | Or | Readings) and len(expr.items) == 1 else expr


def absorb(expr: Expr) -> Expr:
    """`a and (a or b)` is `a`, `(a or b) and (a or b or c)` is `a or b`; the reverse for `or`."""
    if not isinstance(expr, And | Or):
        return expr
    inner = Or if isinstance(expr, And) else And
    sets = [frozenset(map(_key, item.items if isinstance(item, inner) else (item,))) for item in expr.items]
    items = tuple(item for item, one in zip(expr.items, sets, strict=True) if not any(other < one for other in sets))
    return expr if len(items) == len(expr.items) else replace(expr, items=items)


def negate_twice(expr: Expr) -> Expr:
    """`not not a` is `a`."""
    return expr.item.item if isinstance(expr, Not) and isinstance(expr.item, Not) else expr


def negate_constant(expr: Expr) -> Expr:
    """`not true` is false."""
    if isinstance(expr, Not) and isinstance(expr.item, Constant):
        return Constant(not expr.item.value, expr.span)
    return expr


# -- counts ------------------------------------------------------------------------------------


def count_from_below(expr: Expr) -> Expr:
    """More than, less than and at most as `at least`: more than k is at least k + 1, at most k is not that."""
    if not isinstance(expr, Among) or expr.op in (">=", "="):
        return expr
    number = expr.number + (expr.op in (">", "<="))
    least = Among(">=", number, expr.items, expr.span)
    return least if expr.op == ">" else Not(least, expr.span)


def count_constants(expr: Expr) -> Expr:
    """A true item counts one, a false one nothing: both leave the list."""
    if not isinstance(expr, Among):
        return expr
    items = tuple(item for item in expr.items if not isinstance(item, Constant))
    if len(items) == len(expr.items):
        return expr
    sure = sum(_is(item, True) for item in expr.items)
    return replace(expr, number=expr.number - sure, items=items)


def count_trivially(expr: Expr) -> Expr:
    """At least 1 is `or`, all is `and`, exactly none is `not or`, what no count or every count fulfils a constant."""
    if not isinstance(expr, Among) or expr.op not in (">=", "="):
        return expr
    number, several, span = expr.number, len(expr.items), expr.span
    if number > several or (expr.op == "=" and number < 0):
        return Constant(False, span)
    if expr.op == ">=" and number <= 0:
        return Constant(True, span)
    if number == several:
        return And(expr.items, span)
    if expr.op == "=" and number == 0:
        return Not(Or(expr.items, span), span)
    return Or(expr.items, span) if expr.op == ">=" and number == 1 else expr


# -- rules with exceptions ---------------------------------------------------------------------


def drop_impossible_cases(expr: Expr) -> Expr:
    """An exception that never applies goes; a rule without exceptions is the rule."""
    if not isinstance(expr, Choose):
        return expr
    cases = tuple(case for case in expr.cases if not _is(case[0], False))
    if not cases:
        return expr.otherwise
    return expr if len(cases) == len(expr.cases) else replace(expr, cases=cases)


def settle_sure_cases(expr: Expr) -> Expr:
    """Where an exception always applies, `otherwise` is never asked; where all do, it is their common answer."""
    if not isinstance(expr, Choose):
        return expr
    sure = [value for condition, value in expr.cases if _is(condition, True)]
    if not sure:
        return expr
    if len(sure) == len(expr.cases):
        return sure[0] if len(sure) == 1 else Readings(tuple(sure), expr.span)
    return expr if same(expr.otherwise, sure[0]) else replace(expr, otherwise=sure[0])


def join_cases(expr: Expr) -> Expr:
    """Exceptions with the same rule are one, for whom either is meant."""
    if not isinstance(expr, Choose):
        return expr
    counts = Counter(_key(value) for _, value in expr.cases)
    if all(count == 1 for count in counts.values()):
        return expr
    joined: dict[str, list[tuple[Expr, Expr]]] = {}
    for case in expr.cases:
        joined.setdefault(_key(case[1]), []).append(case)
    cases = tuple(
        several[0]
        if len(several) == 1
        else (Or(tuple(condition for condition, _ in several), expr.span), several[0][1])
        for several in joined.values()
    )
    return replace(expr, cases=cases)


def choose_equal(expr: Expr) -> Expr:
    """Where every branch says the same, the exceptions don't matter."""
    if isinstance(expr, Choose) and all(same(value, expr.otherwise) for _, value in expr.cases):
        return expr.otherwise
    return expr


def choose_by_negation(expr: Expr) -> Expr:
    """`a, or b if not c` is `b, or a if c`."""
    match expr:
        case Choose(cases=((Not(item=condition), value),), otherwise=otherwise):
            return Choose(((condition, otherwise),), value, expr.span)
    return expr


def choose_constants(expr: Expr) -> Expr:
    """One exception with a constant branch is an `or` or an `and`: `b, or nothing if c` is `c or b`."""
    match expr:
        case Choose(cases=((condition, Constant(value=True)),), otherwise=otherwise):
            return Or((condition, otherwise), expr.span)
        case Choose(cases=((condition, Constant(value=False)),), otherwise=otherwise):
            return And((Not(condition, expr.span), otherwise), expr.span)
        case Choose(cases=((condition, value),), otherwise=Constant(value=True)):
            return Or((Not(condition, expr.span), value), expr.span)
        case Choose(cases=((condition, value),), otherwise=Constant(value=False)):
            return And((condition, value), expr.span)
    return expr


REWRITES: tuple[Rewrite, ...] = (
    flatten,
    drop_repeated,
    fold_constants,
    absorb,
    unwrap_single,
    negate_twice,
    negate_constant,
    count_from_below,
    count_constants,
    count_trivially,
    drop_impossible_cases,
    settle_sure_cases,
    join_cases,
    choose_equal,
    choose_by_negation,
    choose_constants,
)
