"""One result against a limit: exactly, in the analyte's own unit, with the evidence a reader needs.

Multiples of a limit of normal are of that same result's own range; a clearance per body surface is
brought to the rule's basis by the patient's body surface, or is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Compare, Limit
from eligo.evaluate import derived
from eligo.evaluate.changes import Reckoned, Reference, Since
from eligo.evaluate.intervals import difference, holds, linear, point
from eligo.evaluate.margins import condition, measure, shown
from eligo.evaluate.series import Series
from eligo.evaluate.trace import TRUE, UNKNOWN, Gap, Trace
from eligo.evaluate.view import View
from eligo.facts.patient import Result
from eligo.quantity.numbers import show
from eligo.quantity.units import conversion
from eligo.vocabulary.analytes import analytes

__all__ = ["holds", "measured", "unusable"]

References = Mapping[Since, Reference]


def unusable(node: Compare, series: Series, result: Result, view: View) -> Trace:
    """A result whose number can't be used: it is looked up first, in the chart."""
    reason, detail = result.problem or ("not_recorded", "no value")
    proof = shown(result, series.name, view, limit=condition(node), window=node.window)
    return Trace(node, UNKNOWN, (Gap(series.name, reason, f"{result.raw}: {detail}", "chart"),), evidence=(proof,))


def measured(node: Compare, series: Series, number: Reckoned, earlier: References, view: View) -> Trace:
    """A number against the limits of a comparison, of which one is enough."""
    interval = number.result.interval
    assert interval is not None  # seen to by the caller
    parts = [_against(node, limit, series, number, earlier, view) for limit in node.limits]
    if len(parts) == 1:
        return parts[0]
    held = next((one for one in parts if one.truth is TRUE), None)
    if held:
        return held
    wanted = {limit.add for limit in node.limits}
    low, high = interval.low, interval.high
    if (
        (node.measure.unit == "{score}" or node.measure.graded)
        and low is not None
        and high is not None
        and all(Fraction(step) in wanted for step in range(int(low), int(high) + 1))
    ):
        # Whatever the score is, it is one of those asked for.
        return Trace(node, TRUE, evidence=parts[0].evidence, assumptions=parts[0].assumptions)
    open_ = next((one for one in parts if one.truth is UNKNOWN), None)
    return open_ or min(parts, key=lambda one: abs(one.evidence[0].distance or Fraction(0)))


def _against(node: Compare, limit: Limit, series: Series, number: Reckoned, earlier: References, view: View) -> Trace:
    if limit.also is not None and number.result.molar == limit.also.molar != limit.molar:
        # Stated twice: the result's own kind of unit counts.
        limit = limit.also
    result, name = number.result, series.name
    interval = result.interval
    assert interval is not None  # seen to by the caller
    bound, own, notes = point(limit.add), None, list[str]()
    since: Reference | None = None
    if limit.of == "baseline" or limit.of == "nadir":
        since = earlier[limit.of]
        bound, own = linear(since.interval, limit.factor, limit.add), since.interval.point or None
        if any(one.basis != result.basis for one in since.results):
            detail = f"{result.raw} and {since.results[0].raw} differ by the body surface area"
            return _missing(
                node, series, number, Gap(f"{name} at {since.kind}", "unit_unusable", detail, "measure"), view
            )
    elif limit.of is not None:
        own, note = view.upper_limit(series.key, result.uln if limit.of == "ULN" else result.lln, limit.of == "ULN")
        if own is None:
            detail = f"{name} {result.raw} has no {limit.of}{_neighbour(series.key, limit.of, view)}"
            gap = Gap(f"{limit.of} of {name}", "no_reference_limit", detail, "chart")
            return _missing(node, series, number, gap, view)
        notes = [note] if note else []
        bound = point(limit.add + limit.factor * own)
    elif limit.basis != result.basis:
        day = result.day.last if result.day else view.as_of
        surface = derived.body_surface(view, min(day, view.as_of))
        if not isinstance(surface, Fraction):
            fact = "body surface area (height and weight)"
            detail = f"{result.raw} and {limit.text} differ by the body surface area"
            return _missing(node, series, number, Gap(fact, "unit_unusable", detail, "measure"), view)
        factor = surface / Fraction("1.73") if result.basis else Fraction("1.73") / surface
        interval = linear(interval, factor, Fraction(0))
        notes = [f"brought to {limit.unit} by a body surface area of {show(surface, 2)} m2"]
    edge = bound.point
    if edge is not None:
        held = holds(interval, node.op, edge)
    else:
        held = holds(difference(interval, bound), node.op, Fraction(0))
    if (
        result.molar
        and interval.point is not None
        and edge is not None
        and 0 < abs(interval.point - edge) < result.grain
    ):
        notes.append("borderline: within the last printed digit of the limit")
    proof = shown(result, series.shown or name, view, limit=condition(node), notes=notes, window=node.window)
    by = conversion(series.key, result.unit) if own is not None and series.key else None
    proof = measure(proof, node, limit, interval, edge, own, by, series.key)
    if number.spoken:
        proof = replace(proof, converted=number.spoken)
    evidence = (proof, *number.evidence, *(since.evidence(name) if since else ()))
    assumptions = (*(note for note in notes if note.endswith("table of limits")), *number.assumed)
    assumptions += since.assumed if since else ()
    if held is not UNKNOWN:
        return Trace(node, held, evidence=evidence, assumptions=assumptions)
    gaps = [gap for gap in (number.open, since.open if since else None) if gap]
    if not gaps or (number.open is None and interval.point is None):
        detail = f"{result.raw} doesn't say on which side of {limit.text} it lies"
        gaps.append(Gap(name, "beyond_detection", detail, series.obtain))
    return Trace(node, UNKNOWN, tuple(gaps), evidence=evidence, assumptions=assumptions)


def _missing(node: Compare, series: Series, number: Reckoned, gap: Gap, view: View) -> Trace:
    proof = shown(number.result, series.name, view, limit=condition(node), window=node.window)
    return Trace(node, UNKNOWN, (gap,), evidence=(proof,))


def _neighbour(key: str, of: Literal["ULN", "LLN"], view: View) -> str:
    """A limit printed with another result of the same analyte, as a hint."""
    for other in view.patient.results.get(key, ()):
        limit = other.uln if of == "ULN" else other.lln
        if limit is not None:
            return f" (the result of {other.day or 'no date'} has {of} {show(limit)} {analytes()[key].unit})"
    return ""
