"""Ways through a core expression: its parts, all inside it, and the same with every node changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from eligo.core.nodes import Among, And, Choose, Expr, Not, Or, Readings


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside this one, in the order of the text."""
    match expr:
        case And(items=items) | Or(items=items) | Among(items=items) | Readings(items=items):
            return items
        case Not(item=item):
            return (item,)
        case Choose(cases=cases, otherwise=otherwise):
            return (*(part for case in cases for part in case), otherwise)
        case _:
            return ()


def rebuilt(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with `change` applied to every node, innermost first."""
    match expr:
        case And(items=items) | Or(items=items) | Among(items=items) | Readings(items=items):
            expr = replace(expr, items=tuple(rebuilt(item, change) for item in items))
        case Not(item=item):
            expr = replace(expr, item=rebuilt(item, change))
        case Choose(cases=cases, otherwise=otherwise):
            made = tuple((rebuilt(condition, change), rebuilt(value, change)) for condition, value in cases)
            expr = replace(expr, cases=made, otherwise=rebuilt(otherwise, change))
    return change(expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """This expression and all inside it, outermost first."""
    yield expr
    for child in children(expr):
        yield from walk(child)
