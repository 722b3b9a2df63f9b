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

from eligo.core.nodes import Compare, Window, Worded
from eligo.evaluate import derived
from eligo.evaluate.comparing import fact_of, holds, measure, measured, shown
from eligo.evaluate.logic import agree
from eligo.evaluate.selecting import Selection, differing, finest, select
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, merged
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Interval, Reason, Result
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.concepts import answers, parts, table

Judge = Callable[[Result], Trace]


def compare(node: Compare, view: View) -> Trace:
    """The methods that have a result must agree; a computed value is one of them if the rule names a formula."""
    if node.measure.age:
        return _age(node, view)
    recorded = [(key, view.patient.results[key]) for key in node.measure.members if view.patient.results.get(key)]
    traces = [
        latest(results, node.window, view, _judge(node, key, view), fact_of(key), node) for key, results in recorded
    ]
    inside = [one for one in traces if not any(gap.reason == "outside_window" for gap in one.gaps)]
    if node.measure.formulas and not inside:
        # A recorded result of the named method stands; only without one (inside the window) is it computed.
        inside = [one for one in _computed(node, view) if one.truth is not UNKNOWN or not traces]
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
        proof = shown(result, node.test, view, limit=node.word, window=node.window)
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
    chosen = select(results, view.start(window) if window else None, view.end(window), view)
    name, obtain = fact
    notes = view.anchor_notes(window)
    if chosen.missing is not None:
        seen = tuple(item for one in chosen.candidates for item in judge(one).evidence)
        reason, detail = chosen.missing
        return Trace(node, UNKNOWN, (Gap(name, reason, detail, obtain),), evidence=seen, assumptions=notes)
    settled = _settled(chosen, [judge(one) for one in chosen.candidates], name, obtain, node)
    return replace(settled, assumptions=tuple(dict.fromkeys((*settled.assumptions, *notes))))


def _settled(chosen: Selection, traces: Sequence[Trace], name: str, obtain: str, node: Compare | Worded) -> Trace:
    """One answer from the results that may each be the latest."""
    if len({one.truth for one in traces}) == 1 and traces[0].truth is not UNKNOWN:
        return traces[-1]
    unknown = [one for one in traces if one.truth is UNKNOWN]
    if unknown:
        seen = tuple(dict.fromkeys(item for one in unknown for item in one.evidence))
        return replace(unknown[-1], gaps=merged(one.gaps for one in unknown), evidence=seen)
    best = finest(chosen)
    if best is not None:
        return traces[chosen.candidates.index(best)]
    reason, detail = differing(chosen)
    evidence = tuple(item for one in traces for item in one.evidence)
    return Trace(node, UNKNOWN, (Gap(name, reason, detail, obtain),), evidence=evidence)


def _judge(node: Compare, key: str, view: View) -> Judge:
    return lambda result: measured(node, key, result, view)


# -- computed and absent -----------------------------------------------------------------------


def _computed(node: Compare, view: View) -> list[Trace]:
    """What each formula that may decide gives; those that can't be computed only when none can."""
    assert node.measure.formulas  # asked by the caller
    made = [_by_formula(node, key, formula, view) for key, formula in node.measure.formulas]
    decided = [one for one in made if one.truth is not UNKNOWN or one.evidence]
    return decided or made[:1]


def _by_formula(node: Compare, key: str, formula: str, view: View) -> Trace:
    computed = derived.compute(formula, view, node.window)
    name = analytes()[key].name
    if not isinstance(computed, derived.Computed):
        if not any(view.patient.results.get(one) for one in derived.inputs(formula)):
            return _not_recorded(node, view)
        return Trace(node, UNKNOWN, computed)
    unit = "mL/min/1.73m2" if computed.basis else analytes()[key].unit
    raw = f"{show(computed.value, 2)} {unit}"
    result = Result(
        "computed", name, raw, unit, Interval(computed.value, computed.value), computed.basis, Fraction(0), False, "",
        computed.day, None, None, None,
    )  # fmt: skip
    made = measured(node, key, result, view)
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
    unit: Literal["year", "month"] = node.measure.age or "year"
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
    proof = measure(proof, node, limit, interval, limit.add) if interval.point is not None else proof
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
