"""Which of a patient's results go into a formula, and what is missing when it can't be computed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Literal

from eligo.core.nodes import Measure, Window
from eligo.evaluate import formulas
from eligo.evaluate.selecting import differing, finest, select
from eligo.evaluate.trace import Gap
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch, step
from eligo.facts.dates import Days, age
from eligo.facts.patient import Interval, Reason, Result
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.vocabulary.analytes import analytes

NO_VALUE = "the formula has no value for these results"
BIRTH = "birth date"
_MOST_OF_A_DAY = 3  # values of one input: five inputs then make no more than some hundred combinations


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed value in its analyte's unit, its day, and what it was computed from.

    `others`: what else it may be, where an input has several values of one day.
    """

    value: Fraction
    basis: str
    day: Days
    inputs: tuple[str, ...]
    assumption: str
    others: tuple[Computed, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a formula has no value of a day."""

    day: Days | None
    gaps: tuple[Gap, ...]

    @property
    def problem(self) -> tuple[Reason, str]:
        """The first of the reasons, with the input that it is about."""
        return self.gaps[0].reason, f"{self.gaps[0].fact}: {self.gaps[0].detail}"

    @property
    def lacking(self) -> bool:
        """Whether another result would be needed, or none helps: nothing in the record can be mended."""
        return any(
            gap.reason == "outside_window"
            or gap.detail == NO_VALUE
            or (gap.reason == "not_recorded" and gap.fact != BIRTH)
            for gap in self.gaps
        )


def compute(formula: str, view: View, window: Window | None) -> Computed | tuple[Gap, ...]:
    """The newest value that the recorded results allow inside a window, or the inputs that are missing."""
    return compute_inside(formula, view, view.stretch(window))


def every(formula: str, view: View, last: date) -> list[Computed | Failed]:
    """A value, or why there is none, for each day up to `last` on which the formula's first input was measured."""
    base = formulas.FORMULAS[formula][1][0]
    made: list[Computed | Failed] = []
    sampled: set[date] = set()
    for one in view.patient.results.get(base, ()):
        if one.day is None or not one.day.exact:
            said: Reason = "undated" if one.day is None else "date_ambiguous"
            gap = Gap(analytes()[base].name, said, f"{one.raw} has no full date", "chart")
            made.append(Failed(one.day and Days(one.day.first, one.day.last), (gap,)))
            continue
        day = one.day.first
        if day > last or day in sampled:
            continue
        sampled.add(day)
        found = compute_inside(formula, view, Stretch.between(day, day), last)
        if isinstance(found, Computed):
            made += [found, *found.others]
        else:
            made.append(Failed(Days(day, day), found))
    return made


def compute_inside(formula: str, view: View, stretch: Stretch, last: date | None = None) -> Computed | tuple[Gap, ...]:
    """The newest value of the results inside a stretch of days, or the inputs that are missing.

    `last`: the last day of weight and height, where that isn't the stretch's own.
    """
    function, sampled, others = formulas.FORMULAS[formula]
    found: dict[str, tuple[Result, ...]] = {}
    gaps: list[Gap] = []
    base = _newest(sampled[0], view, stretch)
    if isinstance(base, Gap):
        gaps.append(base)
    else:
        found[sampled[0]] = base
    day = base[0].day.first if not isinstance(base, Gap) and base[0].day else stretch.last
    near = formulas.BODY_DAYS if sampled[0] in formulas.BODY else 0
    for key in (*sampled[1:], *(key for key in others if key in formulas.BODY)):
        slack = formulas.BODY_DAYS if key in formulas.BODY else near
        near_by = stretch if isinstance(base, Gap) else _around(day, slack, last or stretch.last)
        one = _newest(key, view, near_by)
        if isinstance(one, Gap):
            gaps.append(one)
        else:
            found[key] = one
    numbers: dict[str, Fraction] = {}
    if "age" in others:
        _age_and_sex(view, day, numbers, gaps)
    if gaps:
        return tuple(gaps)
    made: dict[Fraction, Computed] = {}
    for combination in product(*found.values()):
        used = dict(zip(found, combination, strict=True))
        given = {key: one.interval.low for key, one in used.items() if one.interval and one.interval.low is not None}
        try:
            value = function({**given, **numbers})
        except (ZeroDivisionError, ArithmeticError):
            return (Gap(analytes()[sampled[0]].name, "implausible", NO_VALUE, "chart"),)
        told = tuple(f"{analytes()[key].name} {one.raw} ({one.day})" for key, one in used.items())
        if "age" in others:
            told = (*told, f"age {show(numbers['age'])}", view.patient.sex or "")
        basis, assumption = formulas.BASIS.get(formula, ""), formulas.ASSUMPTIONS.get(formula, "")
        made.setdefault(value, Computed(value, basis, Days(day, day), told, assumption))
    newest, *alternatives = made.values()
    return replace(newest, others=tuple(alternatives))


def inputs(formula: str) -> tuple[str, ...]:
    """The analytes whose results a formula takes."""
    _, sampled, others = formulas.FORMULAS[formula]
    return (*sampled, *(key for key in others if key in formulas.BODY))


def hint(measure: Measure, view: View, window: Window | None) -> str:
    """What the formulas of a family would give, for a reader; never evidence."""
    for member, formula in measure.hints:
        computed = compute(formula, view, window)
        if isinstance(computed, Computed) and not computed.others:
            analyte = analytes()[member]
            unit = "mL/min/1.73m2" if computed.basis else display(analyte.unit)
            value = f"{show(computed.value, 1)} {unit}".rstrip()
            return f"{analyte.name} computed from {', '.join(computed.inputs)} would be {value}"
    return ""


def body_surface(view: View, day: date) -> Fraction | tuple[Gap, ...]:
    """BSA in m2 within 28 days of a day: recorded, else by Mosteller; or what is missing."""
    near = _around(day, formulas.BODY_DAYS, view.as_of)
    recorded = _newest("bsa", view, near)
    if not isinstance(recorded, Gap) and len(recorded) == 1 and recorded[0].interval:
        return recorded[0].interval.low or Fraction(0)
    computed = compute_inside("bsa_mosteller", view, near)
    if isinstance(computed, Computed) and computed.others:
        detail = f"{' and '.join(show(one.value, 2) for one in (computed, *computed.others))} m2"
        return (Gap(analytes()["bsa"].name, "conflicting_records", detail, "chart"),)
    return computed.value if isinstance(computed, Computed) else computed


def _around(day: date, slack: int, end: date) -> Stretch:
    """The days so near to a day, none of them after `end`."""
    return Stretch.between(step(day, -slack), min(step(day, slack), end))


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
        gaps.append(Gap(BIRTH, "not_recorded", "the birth date isn't recorded", "ask"))
    elif years.point is None:
        gaps.append(Gap(BIRTH, "date_ambiguous", "the birth date is partial", "ask"))
    else:
        numbers["age"] = years.point
    if view.patient.sex is None:
        gaps.append(Gap("sex", "sex_unknown", "the sex isn't recorded", "ask"))
    else:
        numbers["female"] = Fraction(view.patient.sex == "female")


def _newest(key: str, view: View, stretch: Stretch) -> tuple[Result, ...] | Gap:
    """The newest usable result inside a stretch of days, or those of its day that may each be the newest.

    A formula takes only plain numbers with a full date, and looks at no range.
    """
    analyte = analytes()[key]
    recorded = view.patient.results.get(key, ())
    if not recorded:
        return Gap(analyte.name, "not_recorded", "not recorded", analyte.obtain)
    chosen = select(recorded, stretch, view)
    if chosen.missing is not None:
        return Gap(analyte.name, *chosen.missing, analyte.obtain)
    bad = next((one for one in chosen.candidates if one.problem), None)
    if bad is not None and bad.problem is not None:
        return Gap(analyte.name, bad.problem[0], f"{bad.raw}: {bad.problem[1]}", "chart")
    if any(one.interval is None or one.interval.point is None for one in chosen.candidates):
        return Gap(analyte.name, "beyond_detection", f"{chosen.candidates[-1].raw} is an interval", analyte.obtain)
    one = finest(chosen, ranged=False)
    if one is None:
        alike = len(
            {(day.first, day.exact, each.basis) for day, each in zip(chosen.days, chosen.candidates, strict=True)}
        )
        if alike > 1 or not chosen.days[0].exact or len(chosen.candidates) > _MOST_OF_A_DAY:
            return Gap(analyte.name, *differing(chosen), analyte.obtain)
        return chosen.candidates
    if one.day is None or not one.day.exact:
        return Gap(analyte.name, "date_ambiguous", f"{one.raw} has no full date", analyte.obtain)
    return (one,)
