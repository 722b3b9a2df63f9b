"""Durations and windows: weeks become days, anchors their canonical names."""

from __future__ import annotations

from typing import Literal

from eligo.core.nodes import Window
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree
from eligo.vocabulary import concepts

_LONGEST = {"day": 40_000, "week": 5_000, "month": 1_200, "year": 100}


def duration(node: tree.Duration, context: Context) -> tuple[int, Literal["day", "month", "year"]]:
    """(amount, unit) with weeks as days. Months and years stay: they are counted on the calendar."""
    if not node.digits_only():
        context.wrong(
            "S001",
            f"{node.amount} {node.unit}s is not a whole number of {node.unit}s",
            node.span,
            "use a smaller unit",
        )
        raise Unresolved
    amount = int(node.amount)
    if amount > _LONGEST[node.unit]:
        context.wrong("Q003", "longer than a life", node.span, "check the number against the protocol")
        raise Unresolved
    if node.unit == "week":
        return amount * 7, "day"
    return amount, node.unit


def window(node: tree.Window, context: Context) -> Window:
    """The window in the core's terms. `not within` is the caller's: it negates."""
    amount, unit = duration(node.duration, context)
    anchor = anchor_name(node.anchor)
    plural = "" if node.duration.amount == "1" else "s"
    text = f"{node.duration.amount} {node.duration.unit}{plural} before {anchor or 'the reference date'}"
    lead = "less than" if node.form == "less than" else "within"
    return Window(amount, unit, node.form == "less than", anchor, f"{lead} {text}")


def anchor_name(name: tree.Name | None) -> str | None:
    return concepts.lookup("anchor", name.text) if name else None
