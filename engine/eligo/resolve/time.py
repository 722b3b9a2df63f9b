"""Durations and windows: weeks become days, anchors their canonical names, every form two points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from eligo.core.nodes import HalfLives, Point, Unit, Window
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree, wording
from eligo.vocabulary import concepts

_LONGEST = {"hour": 10_000, "day": 40_000, "week": 5_000, "month": 1_200, "year": 100}
_MOST_HALF_LIVES = 100
Length = tuple[int, Unit]


def duration(node: tree.Duration, context: Context, *, hours: bool = False) -> Length:
    """(amount, unit) with weeks as days. Months and years stay: they are counted on the calendar."""
    fixed, half_lives = lengths(node, context)
    if half_lives is not None or fixed is None:
        context.wrong("L004", "half-lives are of a therapy", node.span, "write a number of days")
        raise Unresolved
    if fixed[1] == "hour" and not hours:
        context.wrong("L004", "hours don't go with this", node.span, "write a number of days")
        raise Unresolved
    return fixed


def lengths(node: tree.Duration, context: Context) -> tuple[Length | None, HalfLives | None]:
    """The fixed length and the half-lives of a duration, one or both of them."""
    if node.parameter:
        node = _named(node, context)
    half_lives = _half_lives(node, context) if node.half_lives else None
    if not node.unit:
        return None, half_lives
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
    return ((amount * 7, "day") if node.unit == "week" else (amount, node.unit)), half_lives


def _half_lives(node: tree.Duration, context: Context) -> HalfLives:
    number = Fraction(node.half_lives)
    if not 0 < number <= _MOST_HALF_LIVES:
        context.wrong("Q003", f"{node.half_lives} half-lives is no usual washout", node.span, "check the number")
        raise Unresolved
    return HalfLives(number, node.whichever or "only")


_UNITS: dict[str, tree.TimeUnit] = {
    spelled: unit for unit in ("hour", "day", "week", "month", "year") for spelled in (unit, f"{unit}s")
}


def _named(node: tree.Duration, context: Context) -> tree.Duration:
    bound = context.parameter(node.parameter, node.span)
    if not isinstance(bound, tree.Number) or bound.unit.casefold() not in _UNITS:
        context.wrong("Q002", f'the parameter "{node.parameter}" is no length of time', node.span, "give it in days")
        raise Unresolved
    return tree.Duration(bound.digits, _UNITS[bound.unit.casefold()], span=node.span)


def window(node: tree.Window, context: Context) -> Window:
    """The window in the core's terms. `not within` is the caller's: it negates."""
    anchor = anchor_name(node.anchor or context.count)
    if node.duration is not None and node.duration.parameter:
        node = replace(node, duration=_named(node.duration, context))
    text = wording.window_text(node).strip().removeprefix("not ")
    if node.until is not None:
        return Window(Point(anchor, 0, "day"), Point(anchor_name(node.until), 0, "day"), text)
    here = Point(anchor, 0, "day")
    if node.duration is None:
        if node.form == "before":
            return Window(None, here, text)
        return Window(Point(anchor, 0, "day", node.form == "after"), None, text)
    if node.anchor is None:
        text = f"{text.replace('in the last', 'within')} before {anchor or 'the reference date'}"
    fixed, half_lives = lengths(node.duration, context)
    if half_lives is not None:
        return _eliminated(node, anchor, fixed, half_lives, text, context)
    assert fixed is not None  # a duration has a length, or half-lives
    amount, unit = fixed
    strict = node.form in ("less than", "more than")
    after = node.side == "after"
    far = Point(anchor, amount if after else -amount, unit, strict)
    if node.nearer is not None:
        return _between(node, node.nearer, far, after, text, context)
    if node.form in ("at least", "more than"):
        return Window(far, None, text) if after else Window(None, far, text)
    if node.side == "of":
        return Window(Point(anchor, -amount, unit), Point(anchor, amount, unit), text)
    return Window(here, far, text) if after else Window(far, here, text)


def _between(node: tree.Window, nearer: tree.Duration, far: Point, after: bool, text: str, context: Context) -> Window:
    amount, unit = duration(nearer, context, hours=True)
    near = Point(far.anchor, amount if after else -amount, unit)
    if _days(near) > _days(far):
        context.wrong("L005", "nothing lies in this window", node.span, "write the shorter time first")
        raise Unresolved
    return Window(near, far, text) if after else Window(far, near, text)


def _days(point: Point) -> Fraction:
    """About how many days a point lies from its anchor, to tell which of two is nearer."""
    days = {"hour": Fraction(1, 24), "day": Fraction(1), "month": Fraction(30), "year": Fraction(365)}
    return abs(point.amount) * days[point.unit]


def _eliminated(
    node: tree.Window, anchor: str | None, fixed: Length | None, half_lives: HalfLives, text: str, context: Context
) -> Window:
    if node.side in ("after", "of") or node.nearer or node.form in ("at least", "more than"):
        help_ = "write `within 5 half-lives before ...`, or `at least 5 half-lives since ...`"
        context.wrong("L004", "half-lives are counted back from an anchor", node.span, help_)
        raise Unresolved
    start = Point(anchor, -fixed[0], fixed[1], node.form == "less than") if fixed else None
    return Window(start, Point(anchor, 0, "day"), text, half_lives)


def started(node: tree.Lasting, context: Context) -> Point:
    """The day by which what lasts so long must have begun."""
    amount, unit = duration(node.duration, context)
    return Point(anchor_name(node.anchor or context.count), -amount, unit)


def anchor_name(name: tree.Name | None) -> str | None:
    return concepts.lookup("anchor", name.text) if name else None
