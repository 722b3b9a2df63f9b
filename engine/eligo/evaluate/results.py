"""Comparisons: the results of a measure that count against a limit; the answers of a test against a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Compare, Which, Worded
from eligo.evaluate import changes, derived, methods, runs, series, which
from eligo.evaluate.changes import Reference, Since
from eligo.evaluate.comparing import measured, unusable
from eligo.evaluate.intervals import holds
from eligo.evaluate.margins import measure, shown
from eligo.evaluate.series import Series
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Change, Evidence, Gap, Trace, Truth
from eligo.evaluate.view import View
from eligo.evaluate.which import Question
from eligo.evaluate.windows import Stretch
from eligo.facts import dates
from eligo.facts.patient import Interval, Reason, Result
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.concepts import table
from eligo.vocabulary.test_words import meant, says, words_of


def compare(node: Compare, view: View) -> Trace:
    """The methods that have a result must agree; a computed value is one of them if the rule names a formula."""
    if node.measure.age:
        return _age(node, view)
    if unplaced := view.unplaced(node.window):
        return Trace(node, UNKNOWN, (unplaced,))
    held = [(one, _held(node, one, view)) for one in series.recorded(node.measure, view)]
    traces = [one for _, one in held]
    inside = [one for one in traces if methods.inside(one)]
    if node.measure.formulas and not inside:
        # A recorded result of the named method stands; only without one (inside the window) is it computed.
        made = _computed(node, view)
        inside = made if not traces or any(one.truth is not UNKNOWN for one in made) else []
    elif node.measure.formulas:
        inside += _beside(node, [one for one, trace in held if methods.inside(trace)], inside, view)
    if not inside:
        return traces[-1] if traces else _not_recorded(node, view)
    if len(inside) == 1:
        return inside[0]
    return methods.together(node, inside, _seeking(node))


def _beside(node: Compare, recorded: Sequence[Series], answers: Sequence[Trace], view: View) -> list[Trace]:
    """What the formulas say beside recorded results.

    The latest one asked for: only what is computed of a newer day and contradicts it, or may: a value is
    often copied on for a year. Else every value of a day that has no recorded one, as another method.
    """
    newest = node.which.kind == "latest"
    if newest and any(one.truth is UNKNOWN for one in answers):
        return []
    stretch = view.stretch(node.window)
    since = methods.newer(node, recorded, stretch, view) if newest else stretch
    found: list[Trace] = []
    for key in dict.fromkeys(key for key, _ in node.measure.formulas):
        made = series.beside([name for own, name in node.measure.formulas if own == key], view, stretch.last)
        joining = made if newest else methods.elsewhere(made, recorded, view)
        if joining:
            found.append(_held(node, series.computed(key, joining), view, since))
    found = [one for one in found if methods.inside(one)]
    return [one for one in found if methods.counts(one, answers)] if newest else found


def _seeking(node: Compare | Worded) -> Literal["any", "all"] | None:
    """Whether one result that holds, or one that doesn't, decides for good."""
    match node.which.kind:
        case "any" | "occasions":
            return "any"
        case "all":
            return "all"
        case "lowest" | "highest" if isinstance(node, Compare):
            return which.as_quantifier(node.which.kind, node.op)
        case _:
            return None


def worded(node: Worded, view: View) -> Trace:
    """The answer that counts; a word that is none of the test's decides nothing, nor one that leaves it open."""
    row = table("test")[node.test].row
    obtain = row.get("obtain") or "blood"

    def judge(result: Result) -> Trace:
        held = says(node.test, result.word, node.word)
        proof = shown(result, node.test, view, limit=node.word, window=node.window)
        if held is not None:
            return Trace(node, TRUE if held else FALSE, evidence=(proof,))
        reason: Reason = "name_unknown"
        detail = f"{result.raw!r} is {_none_of(node)}"
        if meant(node.test, result.word) is not None:
            reason, detail = "not_recorded", f"{result.raw!r} leaves open whether it is {node.word}"
        elif any(char.isdigit() for char in result.raw):
            reason = "beyond_detection"
        return Trace(node, UNKNOWN, (Gap(node.test, reason, detail, obtain),), evidence=(proof,))

    results = view.patient.tests.get(node.test, ())
    if unplaced := view.unplaced(node.window):
        return Trace(node, UNKNOWN, (unplaced,))
    if not results:
        return Trace(node, UNKNOWN, (Gap(node.test, "not_recorded", "not recorded", obtain),))
    return _counted(Question(node, judge, node.test, obtain), results, view.stretch(node.window), view)


def _none_of(node: Worded) -> str:
    words = [node.word, *(word for word in words_of(node.test) if word != node.word)]
    return f"neither {words[0]} nor {words[1]}" if len(words) == 2 else f"none of {', '.join(words)}"


# -- the results that count ----------------------------------------------------------------------


def _counted(asked: Question, results: Sequence[Result], stretch: Stretch, view: View) -> Trace:
    """The answer by the results that count inside the window."""
    node = asked.node
    made = _by(node.which, asked, results, stretch, view)
    evidence = made.evidence
    if node.which.kind not in ("latest", "persistent"):
        # It isn't the newest that is asked for.
        change: Change = "lasting" if _for_good(node, made.truth, view) else "yes"
        evidence = tuple(replace(one, old=False, change=change) for one in evidence)
    notes = view.anchor_notes(node.window)
    if evidence is made.evidence and not notes:
        return made
    return replace(made, evidence=evidence, assumptions=tuple(dict.fromkeys((*made.assumptions, *notes))))


def _for_good(node: Compare | Worded, truth: Truth, view: View) -> bool:
    """Whether no later result changes it: one decided, and the window doesn't move away from it."""
    start = node.window.start if node.window else None
    if start is not None and view.movable(start.anchor):
        return False
    decisive = {"any": TRUE, "all": FALSE, None: None}[_seeking(node)]
    return node.which.kind == "first" or (decisive is not None and truth is decisive)


def _by(kind: Which, asked: Question, results: Sequence[Result], stretch: Stretch, view: View) -> Trace:
    match kind.kind:
        case "latest" | "first":
            return which.latest(asked, results, stretch, view, first=kind.kind == "first")
        case "any" | "all":
            return which.quantified(asked, kind.kind, results, stretch, view)
        case "lowest" | "highest":
            seek = _seeking(asked.node)
            if seek is None:
                return which.extreme(asked, kind.kind, results, stretch, view)
            return which.quantified(asked, seek, results, stretch, view)
        case "occasions":
            return runs.occasions(asked, kind, results, stretch, view)
        case "persistent":
            return runs.persistent(asked, kind, results, stretch, view)


def _held(node: Compare, one: Series, view: View, stretch: Stretch | None = None) -> Trace:
    """One method's results against the limits, with the earlier values that they are measured from."""
    stretch = stretch or view.stretch(node.window)
    needed = changes.wanted(node)
    earlier: dict[Since, Reference] = {}
    if "baseline" in needed or node.measure.graded:
        base = changes.baseline(one, view)
        if isinstance(base, Reference):
            earlier["baseline"] = base
        if isinstance(base, Gap) and "baseline" in needed:
            return Trace(node, UNKNOWN, (base,), assumptions=view.anchor_notes(node.window))
        if isinstance(base, Reference) and "baseline" in needed:
            stretch = stretch.beginning(base.days)

    def number(result: Result) -> tuple[changes.Reckoned | Gap, dict[Since, Reference]]:
        known = dict(earlier)
        if "nadir" in needed:
            lowest = changes.nadir(one, result, view)
            if isinstance(lowest, Gap):
                return lowest, known
            known["nadir"] = lowest
        return changes.reckoned(node, one, result, known, view), known

    def value(result: Result) -> Interval | None:
        if result.problem is not None or result.interval is None:
            return None
        found, _ = number(result)
        return None if isinstance(found, Gap) else found.result.interval

    def judge(result: Result, taken: Interval | None = None) -> Trace:
        if result.problem is not None or result.interval is None:
            missing = unusable(node, one, result, view)
            return replace(missing, gaps=one.lacking.get(result, missing.gaps))
        found, known = number(result)
        if isinstance(found, Gap):
            return Trace(node, UNKNOWN, (found,))
        if taken is not None:
            spoken = found.spoken if taken == found.result.interval else ""
            found = replace(found, result=replace(found.result, interval=taken), spoken=spoken)
        made = measured(node, one, found, known, view)
        if not one.told:
            return made
        told = one.told.get(result, ())
        evidence = (replace(made.evidence[0], notes=(*made.evidence[0].notes, *told)), *made.evidence[1:])
        return replace(made, evidence=evidence, assumptions=(*made.assumptions, *one.assumptions))

    return _counted(Question(node, judge, one.name, one.obtain, value, judge), one.results, stretch, view)


# -- computed and absent -----------------------------------------------------------------------


def _computed(node: Compare, view: View) -> list[Trace]:
    """What each analyte's formulas give; those that can't be computed only when none can, or when one is stuck."""
    formulas = node.measure.formulas
    assert formulas  # asked by the caller
    if node.which.kind == "latest" and not changes.wanted(node):
        keys = dict.fromkeys(key for key, _ in formulas)
        made = [one for key in keys for one in _newest(node, key, [name for own, name in formulas if own == key], view)]
    else:
        made = [(_each(node, key, name, view), False) for key, name in formulas]
    decided = [one for one, _ in made if one.truth is not UNKNOWN or one.evidence]
    return [*decided, *(one for one, stuck in made if stuck)] if decided else [made[0][0]]


def _newest(node: Compare, key: str, names: list[str], view: View) -> list[tuple[Trace, bool]]:
    """The newest value by the formulas of one analyte (of two of one day, the first formula's), and the stuck ones.

    A formula is stuck when all its inputs are recorded, one so that it can't be used: mending it may
    change the answer. Without either, it is what the first formula that is begun lacks.
    """
    made = {name: derived.compute(name, view, node.window) for name in names}
    values = [one for one in made.values() if isinstance(one, derived.Computed)]
    found: list[tuple[Trace, bool]] = []
    if values:
        newest = max(values, key=lambda one: one.day.first)
        # Its inputs were chosen inside the window.
        found.append((_held(node, series.computed(key, [newest, *newest.others]), view, view.stretch(None)), False))
    begun: list[tuple[Trace, bool]] = []
    for name, gaps in made.items():
        inputs = [view.patient.results.get(one) for one in derived.inputs(name)]
        if isinstance(gaps, derived.Computed) or not inputs[0]:
            continue
        settled = any(gap.reason == "outside_window" or gap.detail == derived.NO_VALUE for gap in gaps)
        stuck = all(inputs) and not settled
        (found if stuck else begun).append((Trace(node, UNKNOWN, gaps), stuck))
    return found or begun[:1] or [(_not_recorded(node, view), False)]


def _each(node: Compare, key: str, formula: str, view: View) -> Trace:
    """What a formula gives by its values of all days."""
    made = derived.every(formula, view, view.stretch(node.window).last)
    return _held(node, series.computed(key, made), view) if made else _not_recorded(node, view)


def _not_recorded(node: Compare, view: View) -> Trace:
    pair = node.measure.pair
    if pair is not None:
        obtain = next(analytes()[key].obtain for key in (pair.first, pair.second))
        return Trace(node, UNKNOWN, (Gap(node.measure.name, *series.unpaired(pair, view), obtain),))
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
