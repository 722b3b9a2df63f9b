"""A leaf with the truth that it is wanted to have."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache

from eligo.core.codec import plain
from eligo.core.nodes import Expr, Judgment
from eligo.core.walking import walk


@dataclass(frozen=True, eq=False, slots=True)
class Literal:
    """An expression, mostly a leaf, and the truth it is wanted to have. `label`: the criterion it stands in.

    `shape` is the expression without its place in the file: what has the same shape has the same
    answer. What a person judges is answered for each criterion alone, so its label is part of its shape.
    """

    expr: Expr
    wanted: bool
    label: str
    shape: str = field(repr=False)


Way = tuple[Literal, ...]


def literal(expr: Expr, wanted: bool, label: str) -> Literal:
    """The expression wanted to be true, or false."""
    return Literal(expr, wanted, label, _shape(expr, label if _judged(expr) else ""))


@lru_cache(maxsize=8192)
def shape(value: object) -> str:
    """A core value as text, without its places in the file."""
    return json.dumps(plain(value, places=False), sort_keys=True)


def _shape(expr: Expr, label: str) -> str:
    return f"{label}\n{shape(expr)}"


def _judged(expr: Expr) -> bool:
    return any(isinstance(node, Judgment) for node in walk(expr))
