"""Which result counts: the words before an analyte and behind its limit."""

from __future__ import annotations

from typing import Literal, cast

from eligo.core.nodes import LATEST, Which
from eligo.resolve import time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree

_MOST_OCCASIONS = 20
_Word = Literal["first", "any", "all", "lowest", "highest"]
# A range is two comparisons. These words may let one result meet the one and another the other.
_ONE_RESULT = ("any", "occasions")
_EVERY_RESULT = ("all", "persistent", "occasions")


def which(node: tree.Comparison | tree.WordTest, limit: tree.Limit | None, context: Context) -> Which:
    """The choice among results. Notes L004 or Q003 and raises Unresolved."""
    made = _said(node, context)
    if made.kind == "latest":
        return made
    if isinstance(node, tree.WordTest) and made.kind in ("lowest", "highest"):
        context.wrong("L004", f"`{made.kind}` goes with a number, not with a word", node.span, "write `any` or `all`")
        raise Unresolved
    if any(name.text.casefold() == "age" for name in _names(node).items):
        context.wrong("L004", "an age is one number: nothing is to be chosen", node.span, f"remove `{made.kind}`")
        raise Unresolved
    ranged = isinstance(limit, tree.Between) or (isinstance(limit, tree.Normal) and limit.within)
    outside = isinstance(limit, tree.Normal) and not limit.within and made.kind in _EVERY_RESULT
    if outside or (ranged and made.kind in _ONE_RESULT):
        word = {"occasions": "on occasions", "persistent": "for at least"}.get(made.kind, made.kind)
        context.wrong(
            "L004", f"`{word}` and a range: must one result lie in it, or may several share it?", node.span,
            "write one limit for each end, joined by `and` or `or`",
        )  # fmt: skip
        raise Unresolved
    return made


def _names(node: tree.Comparison | tree.WordTest) -> tree.Names:
    return node.measures if isinstance(node, tree.Comparison) else node.tests


def _said(node: tree.Comparison | tree.WordTest, context: Context) -> Which:
    repeated = node.repeated
    if repeated is None:
        return Which(cast(_Word, node.which)) if node.which else LATEST
    if node.which:
        context.wrong(
            "L004", f"`{node.which}` says a second time which result counts", repeated.span, "keep one of them"
        )
        raise Unresolved
    amount, unit = time.duration(repeated.apart, context, hours=True) if repeated.apart else (0, "day")
    if repeated.number == "0":
        return Which("persistent", 1, amount, unit)
    number = int(repeated.number) if repeated.number.isdigit() and len(repeated.number) < 4 else 0
    if not 1 < number <= _MOST_OCCASIONS:
        context.wrong("Q003", f"{repeated.number} occasions", repeated.span, "write a number from 2 to 20")
        raise Unresolved
    return Which("occasions", number, amount, unit)
