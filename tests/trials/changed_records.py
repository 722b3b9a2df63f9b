"""Ways to change one thing in what a rule asks of a list: a name, a property, a window, a count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeVar

from eligo.core.nodes import (
    Altered,
    Copies,
    Count,
    Dosed,
    HalfLives,
    Has,
    Lasted,
    Op,
    Point,
    Progressed,
    Property,
    Ranked,
    Related,
    Stable,
    Where,
    Window,
)
from eligo.evaluate.marker_names import spelled

OTHER_STRICTNESS: dict[str, Op] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}

T = TypeVar("T")


def without(items: tuple[T, ...], at: int) -> tuple[T, ...]:
    """The tuple without one of its items."""
    return items[:at] + items[at + 1 :]


def put(items: tuple[T, ...], at: int, item: T) -> tuple[T, ...]:
    """The tuple with another item in one place."""
    return (*items[:at], item, *items[at + 1 :])


def window_changes(window: Window) -> Iterator[tuple[str, Window]]:
    """A window: each end strict or not, twice as far, as near as can be; the half-lives beside it."""
    for end in ("start", "end"):
        for what, made in point_changes(getattr(window, end)):
            yield f"window {end} {what} ({window.text})", replace(window, **{end: made})
    if window.half_lives is not None:
        for what, other in half_life_changes(window, window.half_lives):
            yield f"window {what} ({window.text})", other


def point_changes(point: Point | None) -> Iterator[tuple[str, Point]]:
    """A day that is counted to: itself inside or not, twice as far away, as near as can be."""
    if point is None:
        return
    yield "strictness", replace(point, strict=not point.strict)
    if point.amount:
        yield "longer", replace(point, amount=point.amount * 2)
        yield "shorter", replace(point, amount=-1 if point.strict else 0)


def half_life_changes(window: Window, half_lives: HalfLives) -> Iterator[tuple[str, Window]]:
    """Half-lives: several times as many, none at all, the other of the two lengths, one length alone."""
    # Dates have no hours: some more half-lives of a drug that is gone in hours end on the same day.
    for what, times in (("four times the half-lives", 4), ("no half-life long", 0)):
        yield what, replace(window, half_lives=replace(half_lives, number=half_lives.number * times))
    if half_lives.whichever == "only":
        return
    other: Literal["shorter", "longer"] = "longer" if half_lives.whichever == "shorter" else "shorter"
    yield f"whichever is {other}", replace(window, half_lives=replace(half_lives, whichever=other))
    yield "half-lives alone", replace(window, start=None, half_lives=replace(half_lives, whichever="only"))
    yield "without half-lives", replace(window, half_lives=None)


def has_changes(rule: Has) -> Iterator[tuple[str, Has]]:
    """A record that is asked for: its names, its exceptions, its properties, its time."""
    if len(rule.concepts) > 1:
        for at, concept in enumerate(rule.concepts):
            yield f"without {concept.name}", replace(rule, concepts=without(rule.concepts, at))
    for at, concept in enumerate(rule.excluding):
        yield f"except without {concept.name}", replace(rule, excluding=without(rule.excluding, at))
    for at, spared in enumerate(rule.sparing):
        name = f"except {spared.concept.name}"
        yield f"{name} dropped", replace(rule, sparing=without(rule.sparing, at))
        for what, where in where_changes(spared.where):
            yield f"{name}: {what}", replace(rule, sparing=put(rule.sparing, at, replace(spared, where=where)))
    yield from ((what, replace(rule, where=where)) for what, where in where_changes(rule.where))
    if rule.other:
        yield "other dropped", replace(rule, other=False)
    if rule.since is not None:
        yield "since dropped", replace(rule, since=None)
        yield from ((f"since {what}", replace(rule, since=made)) for what, made in point_changes(rule.since))
    if rule.window:
        for what, window in window_changes(rule.window):
            yield f"{rule.concepts[0].name} {what}", replace(rule, window=window)
    elif rule.home != "family_history":
        yield from tense_changes(rule)


def where_changes(where: tuple[Property, ...]) -> Iterator[tuple[str, tuple[Property, ...]]]:
    """What is asked of an entry: one property is dropped, or changed."""
    for at, one in enumerate(where):
        yield f"{called(one)} dropped", without(where, at)
        yield from ((f"{called(one)} {what}", put(where, at, made)) for what, made in property_changes(one))


def called(one: Property) -> str:
    """What a property is of."""
    match one:
        case Where(attribute=attribute):
            return attribute
        case Related(relation=relation):
            return relation
        case Stable(what=what):
            return f"stable {what}"
        case Progressed(window=window):
            return window.text
        case _:
            return type(one).__name__.casefold()


def property_changes(one: Property) -> Iterator[tuple[str, Property]]:
    """Every way to change one thing in a property."""
    match one:
        case Where():
            yield from said_changes(one)
        case Related():
            for at, concept in enumerate(one.concepts if len(one.concepts) > 1 else ()):
                yield f"without {concept.name}", replace(one, concepts=without(one.concepts, at))
        case Dosed():
            yield "strictness", replace(one, op=OTHER_STRICTNESS.get(one.op, "<=" if one.op == "=" else one.op))
            yield "twice as much", replace(one, amount=one.amount * 2)
            if one.equivalent:
                yield "of the drug itself", replace(one, equivalent="")
        case Stable():
            yield "turned", replace(one, holds=not one.holds)
            yield from ((what, replace(one, since=made)) for what, made in point_changes(one.since))
        case Lasted():
            yield "strictness", replace(one, op=OTHER_STRICTNESS.get(one.op, one.op))
            yield "longer", replace(one, amount=one.amount * 2)
        case Progressed():
            yield from ((what, replace(one, window=made)) for what, made in window_changes(one.window))
            for what, made in open_ends(one.window):
                yield what, replace(one, window=made)
        case Ranked():
            yield "the other end", replace(one, which="first" if one.which == "latest" else "latest")


def said_changes(where: Where) -> Iterator[tuple[str, Where]]:
    """One of several values is dropped; a grade is of another scale."""
    if where.attribute == "grade":
        yield "of another version", replace(where, scale="4" if where.scale == "5" else "5")
    for at, value in enumerate(where.values if len(where.values) > 1 else ()):
        if of_its_own(where, at):
            yield f"without {value}", replace(where, values=without(where.values, at))


def of_its_own(where: Where, at: int) -> bool:
    """Whether a value is there for itself: not with another one by the tables, nor between the ends of a range."""
    value = where.values[at]
    if where.attribute == "extent":
        return value != "oligometastatic" or "metastatic" not in where.values
    if where.attribute == "best_response":
        return value in ("complete response", "partial response", "stable disease")
    return where.attribute not in ("stage", "T", "N", "M") or at in (0, len(where.values) - 1)


def open_ends(window: Window) -> Iterator[tuple[str, Window]]:
    """A progression at any time from the start, or at any time up to the reference date."""
    if window.start is not None and window.start.anchor == "end":
        yield "from the start on", replace(window, start=Point("start", 0, "day"))
    if window.end is not None:
        yield "at any time after", replace(window, end=None)


def tense_changes(rule: Has) -> Iterator[tuple[str, Has]]:
    """Now or ever; a condition that is active, or active and controlled."""
    turned = replace(rule, tense="ever" if rule.tense == "now" else "now")
    if rule.home != "conditions":
        yield "tense", turned
        return
    yield "tense", replace(turned, statuses=() if rule.tense == "now" else ("active", "controlled"))
    if len(rule.statuses) == 2:
        yield "statuses active", replace(rule, statuses=("active",))
    elif rule.statuses == ("active",):
        yield "statuses active, controlled", replace(rule, statuses=("active", "controlled"))


def altered_changes(rule: Altered) -> Iterator[tuple[str, Altered]]:
    """An alteration that is asked for: one of the variants, an exception, found or tested, the words around it."""
    if len(rule.variants) > 1:
        for at, variant in enumerate(rule.variants):
            yield f"without {spelled(variant)}", replace(rule, variants=without(rule.variants, at))
    for at, variant in enumerate(rule.excluding):
        yield f"except without {spelled(variant)}", replace(rule, excluding=without(rule.excluding, at))
    name = spelled(rule.variants[0])
    turned: Literal["found", "tested"] = "found" if rule.asks == "tested" else "tested"
    yield f"{name} {turned}", replace(rule, asks=turned)
    for at, one in enumerate(rule.where):
        if isinstance(one, Copies):
            yield f"{name} without copies", replace(rule, where=without(rule.where, at))
            for what, made in copies_changes(one):
                yield f"{name} {what}", replace(rule, where=put(rule.where, at, made))
            continue
        yield f"{name} {one.attribute} dropped", replace(rule, where=without(rule.where, at))
        for value_at, value in enumerate(one.values if len(one.values) > 1 else ()):
            fewer = replace(one, values=without(one.values, value_at))
            yield f"{name} {one.attribute} without {value}", replace(rule, where=put(rule.where, at, fewer))
    if rule.window:
        for what, window in window_changes(rule.window):
            yield f"{name} {what}", replace(rule, window=window)


def copies_changes(copies: Copies) -> Iterator[tuple[str, Copies]]:
    """A number of copies: its strictness, one more or less."""
    if copies.op in OTHER_STRICTNESS:
        yield f"copies {copies.op} {copies.number} strictness", replace(copies, op=OTHER_STRICTNESS[copies.op])
    for number in (copies.number - 1, copies.number + 1):
        yield f"{number} copies", replace(copies, number=number)


def count_changes(rule: Count) -> Iterator[tuple[str, Count]]:
    """A number of lines, of cycles, of times, or a dose: its strictness, what is counted, what counts of it."""
    if rule.op in OTHER_STRICTNESS:
        yield f"{rule.what} {rule.op} {rule.number} strictness", replace(rule, op=OTHER_STRICTNESS[rule.op])
    else:
        for number in (rule.number - 1, rule.number + 1):
            yield f"{rule.what} {number}", replace(rule, number=Fraction(number))
    if rule.what != "lines":
        yield from ((f"{rule.what}: {what}", replace(rule, of=made)) for what, made in has_changes(rule.of))
    if rule.equivalent:
        yield f"{rule.what} of the drug itself", replace(rule, equivalent="")
    if rule.counting is None:
        return
    counting = rule.counting
    yield "counting strictness", replace(rule, counting=replace(counting, strict=not counting.strict))
    for at, intent in enumerate(counting.intents):
        fewer = replace(counting, intents=without(counting.intents, at))
        yield f"not counting {intent}", replace(rule, counting=fewer)
