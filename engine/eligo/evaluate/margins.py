"""What a reader sees of a result held against a limit: the value in the rule's unit, its age, how far it is off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Compare, Limit, Window
from eligo.evaluate.trace import Evidence
from eligo.evaluate.view import View
from eligo.evaluate.windows import first_day, step
from eligo.facts.patient import Interval, Result
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.quantity.units import Conversion
from eligo.vocabulary.analytes import analytes, level_name

_OLD = 90  # days after which a result without a window is pointed out


def measure(
    proof: Evidence, node: Compare, limit: Limit, interval: Interval, bound: Fraction | None,
    own: Fraction | None = None, recorded: Conversion | None = None, key: str = "",
) -> Evidence:  # fmt: skip
    """The evidence with the value in the rule's unit and how far it is from the limit.

    What a multiple of a limit of normal comes to is told in the record's unit.
    """
    point = interval.point
    if point is None or bound is None:
        return replace(proof, limit=f"{node.op} {limit.text}")
    levels = [rank for rank, _ in analytes()[key].levels] if key and node.measure.graded is None else []
    if levels:
        return _by_level(proof, node, limit, (point, bound), levels, level_name(key, point))
    unit, scale, offset = limit.unit, limit.scale, limit.offset
    if recorded is not None:
        unit, scale, offset = display(recorded.unit), recorded.scale, recorded.offset
    spoken = f" {unit}" if unit else ""
    value = (point - offset) / scale
    edge = (bound - offset) / scale
    distance = (point - bound) * (1 if node.op in (">=", ">") else -1)
    converted = f"{show(value, 3)}{spoken}"
    text = f"{node.op} {limit.text}"
    if own is not None:
        converted = f"{show(point / own, 2)} x {limit.of}"
        text = f"{text} ({show(edge, 3)}{spoken})"
        if not limit.add:
            # The rule's own unit is the multiple.
            value, edge, spoken = point / own, bound / own, f" x {limit.of}"
        else:
            value, edge, spoken = point / limit.scale, bound / limit.scale, f" {limit.unit}"
    if node.op == "=":
        distance = -abs(distance)
    side = (value > edge) - (value < edge)
    words = {
        1: f"{apart(value, edge, spoken)} above",
        -1: f"{apart(value, edge, spoken)} below",
        0: "equal to the limit",
    }
    size = abs(bound) or Fraction(1)
    return replace(proof, converted=converted, limit=text, margin=words[side], side=side, distance=distance / size)


def _by_level(
    proof: Evidence, node: Compare, limit: Limit, ends: tuple[Fraction, Fraction], levels: list[Fraction], name: str
) -> Evidence:
    """Steps of a scale of words: they are counted, not subtracted."""
    value, edge = ends
    steps = sum(min(ends) < rank <= max(ends) for rank in levels)
    side = (value > edge) - (value < edge)
    apart = f"{steps} level{'s' if steps > 1 else ''}" if steps else ""
    words = {1: f"{apart} above", -1: f"{apart} below", 0: "equal to the limit"}
    distance = Fraction(steps, len(levels)) * side * (1 if node.op in (">=", ">") else -1)
    own_word = name.casefold() in proof.value.casefold().split()
    return replace(
        proof, converted="" if own_word else name, limit=f"{node.op} {limit.text}",
        margin=words[side] if steps or not side else "", side=side,
        distance=-abs(distance) if node.op == "=" else distance,
    )  # fmt: skip


def apart(value: Fraction, edge: Fraction, unit: str) -> str:
    """The distance of a value from a limit; never rounded to nothing."""
    distance = abs(value - edge)
    shown = show(distance, 3)
    if shown == "1" and unit in (" years", " months"):
        unit = unit[:-1]
    return f"{shown}{unit}" if shown != "0" or not distance else f"less than 0.001{unit}"


def condition(node: Compare) -> str:
    return f"{node.op} {' or '.join(limit.text for limit in node.limits)}"


def too_old(window: Window, day: date, view: View) -> str:
    """From which day of an anchor that lies ahead a window no longer reaches back to a result."""
    start = window.start
    if start is None or start.anchor is None or view.anchor(start.anchor) <= view.as_of:
        return ""
    leaves = first_day(lambda moved: view.moved(window, moved).first > day, view.as_of)
    return f"too old for {start.anchor} after {step(leaves, -1)}" if leaves else ""


def shown(
    result: Result, name: str, view: View, limit: str, notes: Sequence[str] = (), window: Window | None = None
) -> Evidence:
    day = result.day
    days = (view.as_of - day.first).days if day and day.exact else None
    old = days is not None and days > _OLD and window is None
    if old:
        notes = (*notes, f"{days} days old")
    if window is not None and day and day.exact and (aging := too_old(window, day.first, view)):
        notes = (*notes, aging)
    return Evidence(
        result.path,
        name,
        result.raw,
        date=str(day) if day else "",
        age_days=days,
        limit=limit,
        notes=tuple(notes),
        old=old,
    )
