"""Whether what is asked of an entry, or of a day, is sure to follow from something else that is asked of it.

Only properties of one kind are compared: whatever isn't sure to follow is taken as open.
"""

from __future__ import annotations

from eligo.core.nodes import (
    Concept,
    Dosed,
    Has,
    Lasted,
    Point,
    Progressed,
    Property,
    Related,
    Spared,
    Stable,
    Where,
    Window,
)
from eligo.examine.literals import shape
from eligo.examine.ranges import complement, meeting, satisfying


def inside(name: Concept, wide: Concept) -> bool:
    """Whether whatever is of the one name is of the other."""
    return name.name == wide.name or wide.name in name.ancestors


def follows(asked: Property, mine: Property) -> bool:
    """Whether an entry that is sure to have a property (`mine`) is sure to have the one that is asked of it."""
    if shape(asked) == shape(mine):
        return True
    match asked, mine:
        case Where(), Where():
            if asked.attribute != mine.attribute or not set(mine.values) <= set(asked.values):
                return False
            # A grade of one version of CTCAE is a grade of whichever version it is of.
            return asked.scale == mine.scale or (asked.scale == "any" and mine.scale.isdigit())
        case Related(), Related():
            narrower = all(any(inside(name, wide) for wide in asked.concepts) for name in mine.concepts)
            # Of what is given alone the names asked about are the leaf's own, which are compared beside this.
            return asked.relation == mine.relation and narrower
        case Dosed(), Dosed():
            alike = (asked.unit, asked.per, asked.equivalent) == (mine.unit, mine.per, mine.equivalent)
            beyond = complement(satisfying(asked.op, asked.amount))
            return alike and not meeting(satisfying(mine.op, mine.amount), beyond)
        case Stable(), Stable():
            if (asked.what, asked.holds) != (mine.what, mine.holds):
                return False
            # What is stable since a day is so since any later one; what isn't, isn't so since any earlier one.
            first, second = (mine.since, asked.since) if asked.holds else (asked.since, mine.since)
            return order(first, second) in (-1, 0)
        case Lasted(), Lasted():
            return asked.op == mine.op == ">=" and order(_end(asked), _end(mine)) in (-1, 0)
        case Progressed(), Progressed():
            return within(mine.window, asked.window)
        case _:
            return False


def _end(one: Lasted) -> Point:
    """The day up to which a treatment of that length goes on, counted from its start."""
    return Point("start", one.amount, one.unit)


def spared(each: Spared, one: Has) -> bool:
    """Whether what doesn't count by an exception doesn't count for this leaf either."""
    if any(inside(each.concept, wide) for wide in one.excluding):
        return True
    return any(
        inside(each.concept, mine.concept)
        and all(any(follows(asked, said) for said in each.where) for asked in mine.where)
        for mine in one.sparing
    )


def within(one: Window, other: Window) -> bool:
    """Whether every day of a window is sure to lie in another. Months and days aren't compared."""
    if shape(one) == shape(other):
        return True
    if one.half_lives or other.half_lives:
        return False
    starts = other.start is None or (one.start is not None and order(other.start, one.start) in (-1, 0))
    ends = other.end is None or (one.end is not None and order(one.end, other.end, end=True) in (-1, 0))
    return starts and ends


def order(one: Point, other: Point, *, end: bool = False) -> int | None:
    """-1 if a window's start (or `end`) is sure to be no later than another, 0 if they are the same, 1 if later.

    None: not sure; months and days aren't compared, nor are different anchors.
    """
    steps = {"day": 1, "month": 1, "year": 12}
    if one == other:
        return 0
    if one.anchor != other.anchor or "hour" in (one.unit, other.unit):
        return None
    in_days = all(point.unit == "day" or not point.amount for point in (one, other))
    in_months = all(point.unit != "day" or not point.amount for point in (one, other))
    if not (in_days or in_months):
        return None
    first, second = one.amount * steps[one.unit], other.amount * steps[other.unit]
    if first == second:
        # What is strict begins a day later, and ends a day earlier.
        return ((one.strict > other.strict) - (one.strict < other.strict)) * (-1 if end else 1)
    return -1 if first < second else 1
