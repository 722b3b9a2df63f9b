"""One result against a limit: exactly, in the analyte's own unit, with the evidence a reader needs.

Multiples of a limit of normal are of that same result's own range; a clearance per body surface is
brought to the rule's basis by the patient's body surface, or is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Compare, Limit, Op, Window
from eligo.evaluate import derived
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, Truth, truth
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Interval, Result
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.quantity.units import Conversion, conversion
from eligo.vocabulary.analytes import analytes

_OLD = 90  # days after which a result without a window is pointed out


def measured(node: Compare, key: str, result: Result, view: View) -> Trace:
    name, _ = fact_of(key)
    if result.problem is not None or result.interval is None:
        reason, detail = result.problem or ("not_recorded", "no value")
        proof = shown(result, name, view, limit=condition(node), window=node.window)
        # What is recorded but can't be used is looked up first, in the chart.
        gap = Gap(name, reason, f"{result.raw}: {detail}", "chart")
        return Trace(node, UNKNOWN, (gap,), evidence=(proof,))
    parts = [_against(node, limit, key, result, result.interval, view) for limit in node.limits]
    if len(parts) == 1:
        return parts[0]
    held = next((one for one in parts if one.truth is TRUE), None)
    if held:
        return held
    wanted = {limit.add for limit in node.limits}
    low, high = result.interval.low, result.interval.high
    scored = node.measure.unit == "{score}" and low is not None and high is not None
    if scored and all(Fraction(step) in wanted for step in range(int(low or 0), int(high or 0) + 1)):
        # Whatever the score is, it is one of those asked for.
        return Trace(node, TRUE, evidence=parts[0].evidence)
    open_ = next((one for one in parts if one.truth is UNKNOWN), None)
    return open_ or min(parts, key=lambda one: abs(one.evidence[0].distance or Fraction(0)))


def _against(node: Compare, limit: Limit, key: str, result: Result, interval: Interval, view: View) -> Trace:
    name, obtain = fact_of(key)
    bound, own, notes = limit.add, None, []
    if limit.of is not None:
        own, note = view.upper_limit(key, result.uln if limit.of == "ULN" else result.lln, limit.of == "ULN")
        if own is None:
            proof = shown(result, name, view, limit=condition(node), window=node.window)
            detail = f"{name} {result.raw} has no {limit.of}{_neighbour(key, limit.of, view)}"
            return Trace(
                node,
                UNKNOWN,
                (Gap(f"{limit.of} of {name}", "no_reference_limit", detail, "chart"),),
                evidence=(proof,),
            )
        notes = [note] if note else []
        bound += limit.factor * own
    elif limit.basis != result.basis:
        day = result.day.last if result.day else view.as_of
        surface = derived.body_surface(view, min(day, view.as_of))
        if not isinstance(surface, Fraction):
            proof = shown(result, name, view, limit=condition(node), window=node.window)
            fact = "body surface area (height and weight)"
            detail = f"{result.raw} and {limit.text} differ by the body surface area"
            return Trace(node, UNKNOWN, (Gap(fact, "unit_unusable", detail, "measure"),), evidence=(proof,))
        factor = surface / Fraction("1.73") if result.basis else Fraction("1.73") / surface
        interval = _scaled(interval, factor)
        notes = [f"brought to {limit.unit} by a body surface area of {show(surface, 2)} m2"]
    held = holds(interval, node.op, bound)
    if result.molar and interval.point is not None and 0 < abs(interval.point - bound) < result.grain:
        notes.append("borderline: within the last printed digit of the limit")
    proof = shown(result, name, view, limit=condition(node), notes=notes, window=node.window)
    by = conversion(key, result.unit) if own is not None else None
    proof = measure(proof, node, limit, interval, bound, own, by)
    assumptions = tuple(note for note in notes if note.endswith("table of limits"))
    if held is UNKNOWN:
        gap = Gap(
            name,
            "beyond_detection",
            f"{result.raw} doesn't say on which side of {limit.text} it lies",
            obtain,
        )
        return Trace(node, UNKNOWN, (gap,), evidence=(proof,), assumptions=assumptions)
    return Trace(node, held, evidence=(proof,), assumptions=assumptions)


def holds(interval: Interval, op: Op, bound: Fraction) -> Truth:
    """The comparison for every value in the interval at once; exact, without tolerance."""
    low, high = interval.low, interval.high
    match op:
        case ">=":
            if low is not None and low >= bound:
                return TRUE
            below = high is not None and (high < bound or (high == bound and interval.high_open))
            return FALSE if below else UNKNOWN
        case ">":
            if low is not None and (low > bound or (low == bound and interval.low_open)):
                return TRUE
            return FALSE if high is not None and high <= bound else UNKNOWN
        case "<=":
            if high is not None and high <= bound:
                return TRUE
            above = low is not None and (low > bound or (low == bound and interval.low_open))
            return FALSE if above else UNKNOWN
        case "<":
            if high is not None and (high < bound or (high == bound and interval.high_open)):
                return TRUE
            return FALSE if low is not None and low >= bound else UNKNOWN
        case "=":
            if interval.point is not None:
                return truth(interval.point == bound)
            outside = holds(interval, ">", bound) is TRUE or holds(interval, "<", bound) is TRUE
            return FALSE if outside else UNKNOWN


def measure(
    proof: Evidence, node: Compare, limit: Limit, interval: Interval, bound: Fraction, own: Fraction | None = None,
    recorded: Conversion | None = None,
) -> Evidence:  # fmt: skip
    """The evidence with the value in the rule's unit and how far it is from the limit.

    What a multiple of a limit of normal comes to is told in the record's unit.
    """
    point = interval.point
    if point is None:
        return replace(proof, limit=f"{node.op} {limit.text}")
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


def apart(value: Fraction, edge: Fraction, unit: str) -> str:
    """The distance of a value from a limit; never rounded to nothing."""
    distance = abs(value - edge)
    shown = show(distance, 3)
    if shown == "1" and unit in (" years", " months"):
        unit = unit[:-1]
    return f"{shown}{unit}" if Fraction(shown) or not distance else f"less than 0.001{unit}"


def _scaled(interval: Interval, factor: Fraction) -> Interval:
    low = None if interval.low is None else interval.low * factor
    high = None if interval.high is None else interval.high * factor
    return Interval(low, high, interval.low_open, interval.high_open)


def _neighbour(key: str, of: Literal["ULN", "LLN"], view: View) -> str:
    """A limit printed with another result of the same analyte, as a hint."""
    for other in view.patient.results.get(key, ()):
        limit = other.uln if of == "ULN" else other.lln
        if limit is not None:
            return f" (the result of {other.day or 'no date'} has {of} {show(limit)} {analytes()[key].unit})"
    return ""


def fact_of(key: str) -> tuple[str, str]:
    analyte = analytes()[key]
    return analyte.name, analyte.obtain


def condition(node: Compare) -> str:
    return f"{node.op} {' or '.join(limit.text for limit in node.limits)}"


def shown(
    result: Result, name: str, view: View, limit: str, notes: Sequence[str] = (), window: Window | None = None
) -> Evidence:
    day = result.day
    days = (view.as_of - day.first).days if day and day.exact else None
    old = days is not None and days > _OLD and window is None
    if old:
        notes = (*notes, f"{days} days old")
    if window is not None and day and day.exact and view.anchor(window.anchor) > view.as_of:
        last = dates.forward(day.first, window.amount, window.unit)
        notes = (
            *notes,
            f"too old for {window.anchor} after {last - timedelta(days=1) if window.strict else last}",
        )
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
