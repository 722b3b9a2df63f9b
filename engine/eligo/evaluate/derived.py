"""Which of a patient's results go into a formula, and what is missing when it can't be computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Measure, Window
from eligo.evaluate import formulas
from eligo.evaluate.selecting import differing, finest, select
from eligo.evaluate.trace import Gap
from eligo.evaluate.view import View
from eligo.facts.dates import Days, age
from eligo.facts.patient import Interval, Result
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed value in its analyte's unit, its day, and what it was computed from."""

    value: Fraction
    basis: str
    day: Days
    inputs: tuple[str, ...]
    assumption: str


def compute(formula: str, view: View, window: Window | None) -> Computed | tuple[Gap, ...]:
    """The newest value that the recorded results allow inside a window, or the inputs that are missing."""
    return compute_between(formula, view, view.start(window) if window else None, view.end(window))


def compute_between(formula: str, view: View, first: date | None, end: date) -> Computed | tuple[Gap, ...]:
    """The newest value of the results between two days, or the inputs that are missing."""
    function, sampled, others = formulas.FORMULAS[formula]
    found: dict[str, Result] = {}
    gaps: list[Gap] = []
    base = _newest(sampled[0], view, first, end)
    if isinstance(base, Gap):
        gaps.append(base)
    else:
        found[sampled[0]] = base
    day = base.day.first if isinstance(base, Result) and base.day else end
    near = formulas.BODY_DAYS if sampled[0] in formulas.BODY else 0
    for key in (*sampled[1:], *(key for key in others if key in formulas.BODY)):
        slack = formulas.BODY_DAYS if key in formulas.BODY else near
        low, high = _around(day, slack, end)
        one = _newest(key, view, low if isinstance(base, Result) else first, high)
        if isinstance(one, Gap):
            gaps.append(one)
        else:
            found[key] = one
    values = {key: one.interval.low for key, one in found.items() if one.interval and one.interval.low is not None}
    numbers: dict[str, Fraction] = dict(values)
    if "age" in others:
        _age_and_sex(view, day, numbers, gaps)
    if gaps:
        return tuple(gaps)
    try:
        value = function(numbers)
    except (ZeroDivisionError, ArithmeticError):
        return (Gap(sampled[0], "implausible", "the formula has no value for these results", "chart"),)
    inputs = tuple(f"{analytes()[key].name} {one.raw} ({one.day})" for key, one in found.items())
    if "age" in others:
        inputs = (*inputs, f"age {show(numbers['age'])}", view.patient.sex or "")
    return Computed(
        value, formulas.BASIS.get(formula, ""), Days(day, day), inputs, formulas.ASSUMPTIONS.get(formula, "")
    )


def inputs(formula: str) -> tuple[str, ...]:
    """The analytes whose results a formula takes."""
    _, sampled, others = formulas.FORMULAS[formula]
    return (*sampled, *(key for key in others if key in formulas.BODY))


def hint(measure: Measure, view: View, window: Window | None) -> str:
    """What the formulas of a family would give, for a reader; never evidence."""
    for member, formula in measure.hints:
        computed = compute(formula, view, window)
        if isinstance(computed, Computed):
            analyte = analytes()[member]
            unit = "mL/min/1.73m2" if computed.basis else analyte.unit
            return (
                f"{analyte.name} computed from {', '.join(computed.inputs)} would be {show(computed.value, 1)} {unit}"
            )
    return ""


def body_surface(view: View, day: date) -> Fraction | tuple[Gap, ...]:
    """BSA in m2 within 28 days of a day: recorded, else by Mosteller; or what is missing."""
    first, last = _around(day, formulas.BODY_DAYS, view.as_of)
    recorded = _newest("bsa", view, first, last)
    if isinstance(recorded, Result) and recorded.interval and recorded.interval.point is not None:
        return recorded.interval.point
    computed = compute_between("bsa_mosteller", view, first, last)
    return computed.value if isinstance(computed, Computed) else computed


def _around(day: date, slack: int, end: date) -> tuple[date, date]:
    """The days so near to a day, none of them after `end`."""
    last = min(date.max.toordinal(), day.toordinal() + slack)
    return date.fromordinal(max(1, day.toordinal() - slack)), min(date.fromordinal(last), end)


def age_interval(view: View, day: date, unit: str) -> Interval | None:
    """Completed years (or months) on a day; two numbers when the birth date is partial."""
    birth = view.patient.birth
    if birth is None:
        return None
    step: Literal["month", "year"] = "month" if unit == "month" else "year"
    low = age(min(birth.last, day), day, step)
    return Interval(Fraction(low), Fraction(age(birth.first, day, step)))


def _age_and_sex(view: View, day: date, numbers: dict[str, Fraction], gaps: list[Gap]) -> None:
    years = age_interval(view, day, "year")
    if years is None:
        gaps.append(Gap("birth date", "not_recorded", "the birth date isn't recorded", "ask"))
    elif years.point is None:
        gaps.append(Gap("birth date", "date_ambiguous", "the birth date is partial", "ask"))
    else:
        numbers["age"] = years.point
    if view.patient.sex is None:
        gaps.append(Gap("sex", "sex_unknown", "the sex isn't recorded", "ask"))
    else:
        numbers["female"] = Fraction(view.patient.sex == "female")


def _newest(key: str, view: View, first: date | None, end: date) -> Result | Gap:
    """The newest usable result between two days; a formula takes only plain numbers with a full date."""
    analyte = analytes()[key]
    recorded = view.patient.results.get(key, ())
    if not recorded:
        return Gap(analyte.name, "not_recorded", "not recorded", analyte.obtain)
    chosen = select(recorded, first, end, view)
    if chosen.missing is not None:
        return Gap(analyte.name, *chosen.missing, analyte.obtain)
    bad = next((one for one in chosen.candidates if one.problem), None)
    if bad is not None and bad.problem is not None:
        return Gap(analyte.name, bad.problem[0], f"{bad.raw}: {bad.problem[1]}", "chart")
    if any(one.interval is None or one.interval.point is None for one in chosen.candidates):
        return Gap(analyte.name, "beyond_detection", f"{chosen.candidates[-1].raw} is an interval", analyte.obtain)
    one = finest(chosen)
    if one is None:
        return Gap(analyte.name, *differing(chosen), analyte.obtain)
    if one.day is None or not one.day.exact:
        return Gap(analyte.name, "date_ambiguous", f"{one.raw} has no full date", analyte.obtain)
    return one
