"""The results that a measure has, one after the other: as recorded, computed by a formula, or of a pair of analytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Measure, Pair
from eligo.evaluate import derived
from eligo.evaluate.intervals import difference, ratio
from eligo.evaluate.trace import Gap
from eligo.evaluate.view import View
from eligo.facts.dates import Days
from eligo.facts.patient import Interval, Reason, Result
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes, level_name


@dataclass(frozen=True, slots=True)
class Series:
    """Results that answer for each other. `key`: the analyte whose units and limits of normal are theirs,
    or "". `told`: what a reader is told of single ones. `shown`: their name where it isn't `name`.
    `lacking`: what is missing of those that couldn't be computed.
    """

    key: str
    name: str
    obtain: str
    results: tuple[Result, ...]
    told: Mapping[Result, tuple[str, ...]] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    shown: str = ""
    lacking: Mapping[Result, tuple[Gap, ...]] = field(default_factory=dict)


def recorded(measure: Measure, view: View) -> list[Series]:
    """One series for each analyte of the measure that has results; a pair makes one of its own."""
    if measure.pair is not None:
        made = _paired(measure, measure.pair, view)
        return [made] if made.results else []
    return [
        Series(key, analytes()[key].name, analytes()[key].obtain, view.patient.results[key])
        for key in measure.members
        if view.patient.results.get(key)
    ]


def computed(key: str, made: Sequence[derived.Computed | derived.Failed]) -> Series:
    """What a formula gave, each value or failure of it as a result of the analyte that it stands for."""
    analyte = analytes()[key]
    told: dict[Result, tuple[str, ...]] = {}
    lacking: dict[Result, tuple[Gap, ...]] = {}
    assumptions: tuple[str, ...] = ()
    for number, one in enumerate(made):
        if isinstance(one, derived.Failed):
            # Two without a date are two, however alike.
            path = f"computed[{number}]"
            failed = _result(analyte.name, analyte.name, None, one.day, problem=one.problem, path=path)
            told[failed], lacking[failed] = (), one.gaps
            continue
        unit = "mL/min/1.73m2" if one.basis else analyte.unit
        spoken = level_name(key, one.value) if analyte.levels else f"{show(one.value, 2)} {display(unit)}".rstrip()
        result = _result(analyte.name, spoken, Interval(one.value, one.value), one.day, unit, one.basis)
        told[result] = (f"from {', '.join(one.inputs)}",)
        assumptions = (one.assumption,) if one.assumption else ()
    name = f"{analyte.name}, computed"
    return Series(key, analyte.name, analyte.obtain, tuple(told), told, assumptions, name, lacking)


def beside(formulas: Sequence[str], view: View, last: date) -> list[derived.Computed | derived.Failed]:
    """What the formulas of an analyte give beside its recorded results; of two of one day, the first formula's.

    A day on which an input wasn't measured gives nothing; one that can't be used leaves the day's value open.
    """
    made: list[derived.Computed | derived.Failed] = []
    for formula in formulas:
        if not all(view.patient.results.get(one) for one in derived.inputs(formula)):
            continue
        known = {one.day for one in made if isinstance(one, derived.Computed)}
        made += [
            one
            for one in derived.every(formula, view, last)
            if one.day not in known and not (isinstance(one, derived.Failed) and one.lacking)
        ]
    return made


def _result(
    name: str, raw: str, interval: Interval | None, day: Days | None, unit: str = "", basis: str = "",
    problem: tuple[Reason, str] | None = None, path: str = "computed",
) -> Result:  # fmt: skip
    return Result(path, name, raw, unit, interval, basis, Fraction(0), False, "", day, None, None, problem)


# -- pairs -------------------------------------------------------------------------------------


def unpaired(pair: Pair, view: View) -> tuple[Reason, str]:
    """Why a pair has no value: which analyte has no result, or that the two have none of one day."""
    missing = [analytes()[key].name for key in (pair.first, pair.second) if not view.patient.results.get(key)]
    if missing:
        return "not_recorded", f"{' and '.join(missing)} not recorded"
    return (
        "outside_window",
        f"{analytes()[pair.first].name} and {analytes()[pair.second].name} aren't recorded of one day",
    )


def _paired(measure: Measure, pair: Pair, view: View) -> Series:
    """The pair's value for each sampling: the day on which both have a result, by their times where they tell."""
    first, second = analytes()[pair.first], analytes()[pair.second]
    told: dict[Result, tuple[str, ...]] = {}
    for one in view.patient.results.get(pair.first, ()):
        others = view.patient.results.get(pair.second, ())
        timed = [two for two in others if one.day and two.day and one.day.clock and _same_time(one.day, two.day)]
        for two in timed or others:
            day, sure = _together(view.clip(one.day), view.clip(two.day))
            if day is None:
                continue
            raw = f"{one.raw} {'over' if pair.kind == 'ratio' else 'less'} {two.raw}"
            interval, problem = _combined(pair, one, two)
            if problem is None and not sure:
                undated = one.day is None or two.day is None
                problem = ("undated" if undated else "date_ambiguous", "whether they are of one day isn't recorded")
            made = _result(measure.name, raw, interval, day, problem=problem, path=one.path)
            told[made] = (f"{first.name} {one.raw} and {second.name} {two.raw}",)
    obtain = "chart" if first.obtain != second.obtain else first.obtain
    return Series("", measure.name, obtain, tuple(told), told)


def _same_time(one: Days, other: Days) -> bool:
    return (one.first, one.clock) == (other.first, other.clock) and other.exact


def _together(one: Days, other: Days) -> tuple[Days | None, bool]:
    """(the days that both can be of, whether they are surely of the same)."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    if first > last:
        return None, False
    if one.exact and other.exact:
        return (one if one.clock else other), True
    return Days(first, last), False


def _combined(pair: Pair, one: Result, two: Result) -> tuple[Interval | None, tuple[Reason, str] | None]:
    for result in (one, two):
        if result.problem is not None or result.interval is None:
            return None, result.problem or ("not_recorded", "no value")
    assert one.interval is not None and two.interval is not None  # looked at just above
    if pair.kind == "difference":
        return difference(one.interval, two.interval), None
    if two.interval.high is not None and two.interval.high <= 0:
        return None, ("implausible", "a ratio to zero")
    return ratio(one.interval, two.interval), None
