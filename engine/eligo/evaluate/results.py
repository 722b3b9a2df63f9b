"""Comparisons: the latest result of a measure against a limit; the latest answer of a test against a word.

A result is chosen before it is compared: nothing inside the window is unknown, never a fail; a
latest result that can't be used is unknown, never replaced by an older one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Compare, Limit, Op, Window, Worded
from eligo.evaluate import derived
from eligo.evaluate.logic import agree
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, Truth, truth
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Interval, Reason, Result
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.concepts import answers, parts, table

_OLD = 90  # days after which a result without a window is pointed out

Judge = Callable[[Result], Trace]


def compare(node: Compare, view: View) -> Trace:
    """The methods that have a result must agree; a computed value is one of them if the rule names a formula."""
    if node.measure.formula in ("age", "age in months"):
        return _age(node, view)
    recorded = [(key, view.patient.results[key]) for key in node.measure.members if view.patient.results.get(key)]
    traces = [
        latest(results, node.window, view, _judge(node, key, view), _fact(key), node) for key, results in recorded
    ]
    inside = [one for one in traces if not any(gap.reason == "outside_window" for gap in one.gaps)]
    if node.measure.formula:
        computed = _computed(node, view)
        if computed.truth is not UNKNOWN or not traces:
            inside.append(computed)
    if not inside:
        return traces[-1] if traces else _not_recorded(node, view)
    if len(inside) == 1:
        return inside[0]
    methods = ", ".join(dict.fromkeys(one.evidence[0].fact for one in inside if one.evidence))
    gap = Gap(
        node.measure.name,
        "methods_disagree",
        f"{methods} fall on both sides of {node.limits[0].text}",
        "chart",
    )
    value, gaps = agree(inside, gap)
    return Trace(
        node, value, gaps, (), tuple(item for one in inside for item in one.evidence),
        tuple(dict.fromkeys(item for one in inside for item in one.assumptions)),
    )  # fmt: skip


def worded(node: Worded, view: View) -> Trace:
    """The latest answer; a word that is neither of the two answers decides nothing."""
    row = table("test")[node.test].row
    opposite = next((word for word in parts(row["words"]) if word != node.word), "")
    obtain = row.get("obtain") or "blood"

    def judge(result: Result) -> Trace:
        meant = answers(result.word)
        proof = _shown(result, node.test, view, limit=node.word, window=node.window)
        if node.word in meant:
            return Trace(node, TRUE, evidence=(proof,))
        if opposite in meant:
            return Trace(node, FALSE, evidence=(proof,))
        number = any(char.isdigit() for char in result.raw)
        reason: Reason = "beyond_detection" if number else "name_unknown"
        detail = f"{result.raw!r} is neither {node.word} nor {opposite}"
        return Trace(node, UNKNOWN, (Gap(node.test, reason, detail, obtain),), evidence=(proof,))

    results = view.patient.tests.get(node.test, ())
    if not results:
        return Trace(node, UNKNOWN, (Gap(node.test, "not_recorded", "not recorded", obtain),))
    return latest(results, node.window, view, judge, (node.test, obtain), node)


# -- which result counts -----------------------------------------------------------------------


def latest(
    results: Sequence[Result], window: Window | None, view: View, judge: Judge, fact: tuple[str, str],
    node: Compare | Worded,
) -> Trace:  # fmt: skip
    """The answer of every result that may be the latest inside the window, when they agree."""
    end = view.end(window)
    first = view.start(window) if window else None
    placed = [(one, view.clip(one.day)) for one in results]
    placed = [(one, days) for one, days in placed if days.first <= end]
    inside = [(one, days) for one, days in placed if first is None or days.last >= first]
    name, obtain = fact
    if not inside:
        newest = max((days.last for _, days in placed), default=None)
        detail = f"the last one is of {newest}, before {first}" if newest else f"only results after {end}"
        return Trace(node, UNKNOWN, (Gap(name, "outside_window", detail, obtain),))
    sure = [(one, days) for one, days in inside if (first is None or days.first >= first) and days.last <= end]
    notes = view.anchor_notes(window)
    if not sure:
        dated = all(one.day for one, _ in inside)
        detail = f"{'the date of ' + inside[0][0].raw + ' is partial' if dated else inside[0][0].raw + ' has no date'}"
        gap = Gap(name, "date_ambiguous" if dated else "undated", detail, obtain)
        return Trace(node, UNKNOWN, (gap,), evidence=judge(inside[-1][0]).evidence, assumptions=notes)
    latest_start = max(_moment(days) for _, days in sure)
    candidates = [one for one, days in inside if _last_moment(days) >= latest_start]
    traces = [judge(one) for one in candidates]
    chosen = _settled(candidates, traces, name, obtain, node)
    return replace(chosen, assumptions=tuple(dict.fromkeys((*chosen.assumptions, *notes))))


def _moment(days: Days) -> tuple[int, str]:
    return days.first.toordinal(), days.clock


def _last_moment(days: Days) -> tuple[int, str]:
    # Without a time of day the result may be the last of its day.
    return days.last.toordinal(), days.clock or "99"


def _settled(
    results: Sequence[Result], traces: Sequence[Trace], name: str, obtain: str, node: Compare | Worded
) -> Trace:
    """One answer from the results that may each be the latest."""
    if len({one.truth for one in traces}) == 1 and traces[0].truth is not UNKNOWN:
        return traces[-1]
    unknown = [one for one in traces if one.truth is UNKNOWN]
    if unknown:
        return unknown[-1]
    if _same(results):
        finest = min(range(len(results)), key=lambda at: (results[at].grain, -at))
        return traces[finest]
    days = [one.day for one in results]
    shown = " and ".join(dict.fromkeys(f"{one.raw} ({one.day or 'undated'})" for one in results))
    reason: Reason = "conflicting_records"
    if not all(days):
        reason = "undated"
    elif len({(day.first, day.last) for day in days if day}) > 1:
        reason = "date_ambiguous"
    evidence = tuple(item for one in traces for item in one.evidence)
    return Trace(node, UNKNOWN, (Gap(name, reason, shown, obtain),), evidence=evidence)


def _same(results: Sequence[Result]) -> bool:
    """Whether all are one value within their printed precision."""
    points = [(one.interval.point, one.grain / 2) for one in results if one.interval and one.interval.point is not None]
    return len(points) == len(results) and all(
        abs(a - b) <= max(near, far) for a, near in points for b, far in points
    )  # fmt: skip


# -- against a limit ---------------------------------------------------------------------------


def _judge(node: Compare, key: str, view: View) -> Judge:
    return lambda result: _measured(node, key, result, view)


def _measured(node: Compare, key: str, result: Result, view: View) -> Trace:
    name, obtain = _fact(key)
    if result.problem is not None or result.interval is None:
        reason, detail = result.problem or ("not_recorded", "no value")
        proof = _shown(result, name, view, limit=_condition(node), window=node.window)
        return Trace(node, UNKNOWN, (Gap(name, reason, f"{result.raw}: {detail}", obtain),), evidence=(proof,))
    parts = [_against(node, limit, key, result, result.interval, view) for limit in node.limits]
    if len(parts) == 1:
        return parts[0]
    held = next((one for one in parts if one.truth is TRUE), None)
    if held:
        return held
    open_ = next((one for one in parts if one.truth is UNKNOWN), None)
    return open_ or min(parts, key=lambda one: abs(one.evidence[0].distance or Fraction(0)))


def _against(node: Compare, limit: Limit, key: str, result: Result, interval: Interval, view: View) -> Trace:
    name, obtain = _fact(key)
    bound, own, notes = limit.add, None, []
    if limit.of is not None:
        own, note = view.upper_limit(key, result.uln if limit.of == "ULN" else result.lln, limit.of == "ULN")
        if own is None:
            proof = _shown(result, name, view, limit=_condition(node), window=node.window)
            detail = f"{name} {result.raw} comes without its {limit.of}{_neighbour(key, limit.of, view)}"
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
            proof = _shown(result, name, view, limit=_condition(node), window=node.window)
            fact = "body surface area (height and weight)"
            detail = f"{result.raw} and {limit.text} differ by the body surface area"
            return Trace(node, UNKNOWN, (Gap(fact, "unit_unusable", detail, "measure"),), evidence=(proof,))
        factor = surface / Fraction("1.73") if result.basis else Fraction("1.73") / surface
        interval = _scaled(interval, factor)
        notes = [f"brought to {limit.unit} by a body surface area of {show(surface, 2)} m2"]
    held = holds(interval, node.op, bound)
    if result.molar and interval.point is not None and 0 < abs(interval.point - bound) < result.grain:
        notes.append("borderline: within the last printed digit of the limit")
    proof = _shown(result, name, view, limit=_condition(node), notes=notes, window=node.window)
    proof = _measure(proof, node, limit, interval, bound, own)
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


def _measure(
    proof: Evidence, node: Compare, limit: Limit, interval: Interval, bound: Fraction, own: Fraction | None
) -> Evidence:
    """The evidence with the value in the rule's unit and how far it is from the limit."""
    point = interval.point
    if point is None:
        return replace(proof, limit=f"{node.op} {limit.text}")
    spoken = f" {limit.unit}" if limit.unit else ""
    value = (point - limit.offset) / limit.scale
    edge = (bound - limit.offset) / limit.scale
    distance = (point - bound) * (1 if node.op in (">=", ">") else -1)
    converted = f"{show(value, 3)}{spoken}"
    text = f"{node.op} {limit.text}"
    if own is not None:
        converted = f"{show(point / own, 2)} x {limit.of}"
        text = f"{text} ({show(edge, 3)}{spoken})"
    if node.op == "=":
        distance = -abs(distance)
    side = (value > edge) - (value < edge)
    words = {
        1: f"{apart(value, edge, spoken)} above",
        -1: f"{apart(value, edge, spoken)} below",
        0: "equal to the limit",
    }
    scale = abs(bound) or Fraction(1)
    return replace(proof, converted=converted, limit=text, margin=words[side], side=side, distance=distance / scale)


def apart(value: Fraction, edge: Fraction, unit: str) -> str:
    """The distance of a value from a limit; never rounded to nothing."""
    distance = abs(value - edge)
    shown = show(distance, 3)
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


# -- computed and absent -----------------------------------------------------------------------


def _computed(node: Compare, view: View) -> Trace:
    assert node.measure.formula is not None  # asked by the caller
    computed = derived.compute(node.measure.formula, view, node.window)
    name = node.measure.name
    if not isinstance(computed, derived.Computed):
        nothing = not any(view.patient.results.get(key) for key in derived.inputs(node.measure.formula))
        if nothing:
            return _not_recorded(node, view)
        return Trace(node, UNKNOWN, computed)
    unit = "mL/min/1.73m2" if computed.basis else node.measure.unit
    raw = f"{show(computed.value, 2)} {unit}"
    result = Result(
        "computed", name, raw, unit, Interval(computed.value, computed.value), computed.basis, Fraction(0), False, "",
        computed.day, None, None, None,
    )  # fmt: skip
    made = _measured(node, node.measure.members[0], result, view)
    evidence = tuple(
        replace(one, fact=f"{name}, computed", notes=(*one.notes, f"from {', '.join(computed.inputs)}"))
        for one in made.evidence
    )
    assumed = (computed.assumption,) if computed.assumption else ()
    return replace(made, evidence=evidence, assumptions=(*made.assumptions, *assumed, *view.anchor_notes(node.window)))


def _not_recorded(node: Compare, view: View) -> Trace:
    key = node.measure.members[0]
    hint = derived.hint(node.measure, view, node.window)
    detail = f"not recorded; {hint}, which is a hint, not a result" if hint else "not recorded"
    return Trace(node, UNKNOWN, (Gap(node.measure.name, "not_recorded", detail, analytes()[key].obtain),))


def _age(node: Compare, view: View) -> Trace:
    day = view.end(node.window)
    unit: Literal["year", "month"] = "month" if node.measure.formula == "age in months" else "year"
    interval = derived.age_interval(view, day, unit)
    if interval is None:
        return Trace(node, UNKNOWN, (Gap("birth date", "not_recorded", "the birth date isn't recorded", "ask"),))
    birth = view.patient.birth
    limit = node.limits[0]
    held = [holds(interval, node.op, one.add) for one in node.limits]
    value = TRUE if TRUE in held else UNKNOWN if UNKNOWN in held else FALSE
    years = show(interval.low or Fraction(0)) + (
        "" if interval.point is not None else f" to {show(interval.high or Fraction(0))}"
    )
    proof = Evidence(
        "birth_date", "age", f"{years} {unit}s", date=f"born {birth}", limit=f"{node.op} {limit.text}",
        change="date" if node.op in (">=", ">") else "lasting",
    )  # fmt: skip
    if value is UNKNOWN:
        gap = Gap("birth date", "date_ambiguous", f"born {birth}, so {years} {unit}s on {day}", "ask")
        return Trace(node, UNKNOWN, (gap,), evidence=(proof,), assumptions=view.anchor_notes(node.window))
    proof = _measure(proof, node, limit, interval, limit.add, None) if interval.point is not None else proof
    turns = _turns(node, birth.first, unit) if birth and birth.exact and value is FALSE else None
    proof = replace(proof, converted="", change="date" if turns else "lasting", passes_from=turns)
    return Trace(node, value, evidence=(proof,), assumptions=view.anchor_notes(node.window))


def _turns(node: Compare, birth: date, unit: Literal["year", "month"]) -> date | None:
    """The day on which a lower age limit is reached; None for an upper one."""
    if node.op not in (">=", ">"):
        return None
    amount = int(node.limits[0].add) + (node.op == ">")
    day = dates.forward(birth, amount, unit)
    # Someone born on a day that the month doesn't have turns on the first of the next.
    return day if day.day == birth.day else day + timedelta(days=1)


def _fact(key: str) -> tuple[str, str]:
    analyte = analytes()[key]
    return analyte.name, analyte.obtain


def _condition(node: Compare) -> str:
    return f"{node.op} {' or '.join(limit.text for limit in node.limits)}"


def _shown(
    result: Result, name: str, view: View, limit: str, notes: Sequence[str] = (), window: Window | None = None
) -> Evidence:
    day = result.day
    days = (view.as_of - day.first).days if day and day.exact else None
    if days is not None and days > _OLD and window is None:
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
    )
