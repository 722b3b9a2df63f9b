"""Sentences with two readings, refused with both of them: what `no` reaches, `and` beside `or`, lists of parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.core.nodes import Span
from eligo.resolve import reaching
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree


def refuse_chain(node: tree.Chain, context: Context) -> set[str]:
    """The connective of a chain of rules, if it has one reading. Notes S002 and raises Unresolved."""
    for first, connective, second in zip(node.items, node.connectives, node.items[1:], strict=False):
        if _negated(first) and _reached(second, connective):
            _reach(first, second, node, context)
            raise Unresolved
        reaching.refuse_tail(first, connective, second, context)
    connectives = set(node.connectives) | _inner(node)
    if len(connectives) > 1:
        _mixed(node, context)
        raise Unresolved
    return connectives


def refuse_negation(item: tree.Expression, span: Span, context: Context) -> None:
    """Refuse `not A and B` of names, and `not X for at least 28 days`."""
    names = _listed(item)
    if names is not None and names.joiner == "and":
        texts = [name.text for name in names.items]
        context.wrong(
            "S002", "`not ... and ...` has two readings", span,
            f"write `not ({printer.expression(item)})` for not both, or `not ... {' or '.join(texts)} ...` for neither",
        )  # fmt: skip
        raise Unresolved
    if isinstance(item, tree.Record) and item.lasting is not None:
        refuse_lasting(item, span, context)


def refuse_lasting(item: tree.Record, span: Span, context: Context) -> None:
    """Refuse `no chemotherapy for at least 28 days`: free of it so long, or on it for less?"""
    assert item.lasting is not None
    plain = printer.expression(replace(item, absent=False))
    if item.lasting.stable == "not stable":
        return  # none that isn't stable
    if item.lasting.stable:
        other = printer.expression(replace(item, absent=False, lasting=replace(item.lasting, stable="not stable")))
        context.wrong(
            "S002", "is there none that is stable, or one that isn't?", span,
            f"write `not ({plain})` for the first, `{other}` for the second",
        )  # fmt: skip
        raise Unresolved
    alone = printer.expression(replace(item, absent=True, lasting=None))
    length = plain.rpartition(" for at least ")[2]
    context.wrong(
        "S002", "free of it for so long, or not yet so long on it?", span,
        f"write `{alone} within {length}` for the first, `not ({plain})` for the second",
    )  # fmt: skip
    raise Unresolved


def refuse_either(names: tree.Names, good: bool, span: Span, context: Context) -> None:
    """Refuse `AST or ALT <= 3 x ULN` in an inclusion: is one enough, or may neither be above?"""
    if names.joiner != "or" or not good or context.kind != "inclusion":
        return
    texts = [name.text for name in names.items]
    context.wrong(
        "S002", "is one of them enough, or must all be so?", span,
        f"write `{' and '.join(texts)}` for all, `either of {' or '.join(texts)}` for one",
    )  # fmt: skip
    raise Unresolved


def refuse_parts(items: Sequence[tree.Expression], context: Context) -> None:
    """Refuse `2 of (A, B or C)`: two parts, or three?"""
    for item in items:
        names = _listed(item)
        if isinstance(item, tree.Chain) or (names is not None and names.joiner in ("and", "or")):
            context.wrong(
                "S002", "one part of the list, or several?", item.span,
                f"put commas between parts, parentheses around one: ({printer.expression(item)})",
            )  # fmt: skip
            raise Unresolved


def _listed(item: tree.Expression) -> tree.Names | None:
    """The names of an item that lists several."""
    match item:
        case tree.Record(names=names) | tree.Marker(names=names):
            return names if len(names.items) > 1 else None
        case tree.Comparison(measures=names) | tree.WordTest(tests=names):
            return names if len(names.items) > 1 else None
        case _:
            return None


def _negated(item: tree.Expression) -> bool:
    """Whether `not` or `no` stands before something that could be the first of a list."""
    if isinstance(item, tree.Negation):
        return not isinstance(item.item, tree.Group)
    return isinstance(item, tree.Record | tree.Marker) and item.absent


def _reached(item: tree.Expression, connective: str) -> bool:
    """Whether a `no` before an item may be meant to reach it. Behind `or` it may reach anything that isn't denied
    itself; `no stroke and ECOG is 0` is plain."""
    if isinstance(item, tree.Negation | tree.Group) or (isinstance(item, tree.Record | tree.Marker) and item.absent):
        return False
    nouns = tree.Record | tree.Marker | tree.Finding | tree.Statement | tree.WordTest | tree.SexIs | tree.Use
    return connective == "or" or isinstance(item, nouns)


def _reach(first: tree.Expression, second: tree.Expression, node: tree.Chain, context: Context) -> None:
    """`not A or B` has two readings: whether the second is denied as well."""
    word = node.connectives[node.items.index(first)]
    inner: tree.Expression = first
    if isinstance(first, tree.Negation):
        inner = first.item
    elif isinstance(first, tree.Record | tree.Marker):
        inner = replace(first, absent=False)
    plain, other = printer.expression(inner), printer.expression(second)
    context.wrong(
        "S002", f"does `{'not' if isinstance(first, tree.Negation) else 'no'}` reach what follows `{word}`?", node.span,
        f"write not ({plain} {word} {other})\nor    (not {plain}) {word} {other}",
    )  # fmt: skip


def _inner(node: tree.Chain) -> set[str]:
    """Connectives between names without a limit of their own behind them: `A or B and C`."""
    listed = (item.names for item in node.items if isinstance(item, tree.Record | tree.Marker))
    return {names.joiner for names in listed if len(names.items) > 1 and names.joiner in ("and", "or")}


def _mixed(node: tree.Chain, context: Context) -> None:
    texts = [printer.expression(item) for item in node.items]
    joined = list(node.connectives)
    if len(set(joined)) == 1:
        other = "or" if joined[0] == "and" else "and"
        context.wrong(
            "S002", "`and` and `or` without parentheses", node.span,
            f"put the names joined by `{other}` into parentheses: ({texts[0]}) {joined[0]} ({texts[1]})",
        )  # fmt: skip
        return
    at = joined.index("and") if joined[0] == "or" else joined.index("or")
    tight = _with_group(texts, joined, at, at + 2)
    loose = _with_group(texts, joined, 0, at + 1)
    context.wrong("S002", "`and` and `or` without parentheses", node.span, f"write {loose}\nor    {tight}")


def _with_group(texts: list[str], joined: Sequence[str], start: int, end: int) -> str:
    """The chain with the items [start, end) in parentheses."""
    words: list[str] = []
    for number, text in enumerate(texts):
        opening = "(" if number == start else ""
        closing = ")" if number == end - 1 else ""
        words.append(f"{opening}{text}{closing}")
        if number < len(joined):
            words.append(joined[number])
    return " ".join(words)
