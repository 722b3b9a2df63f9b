"""The CTCAE grade of one laboratory result, as far as the result and what is known around it settle it.

A grade is an interval of 0 to 4: what isn't known (a limit of normal, the baseline, whether there were
symptoms) leaves every grade in it possible that some answer would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from eligo.evaluate.intervals import difference, holds, linear
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.facts.patient import Interval, Reason, Result
from eligo.vocabulary.ctcae import Condition, Grading, Threshold

ALONE = "graded by the laboratory value alone"

Open = tuple[Reason, str]
Limits = tuple[Fraction | None, Fraction | None]  # (ULN, LLN)

NO_BASELINE: Open = ("not_recorded", "the value at baseline")
UNREAD_BASELINE: Open = ("beyond_detection", "the baseline doesn't say on which side of a grade's limit it lies")

# Any value that a laboratory can find.
_ANY = Interval(Fraction(0), None, low_open=True)
_SAID: dict[Condition, Open] = {
    "symptoms": ("judgment", "the grade hangs on whether there were symptoms"),
    "physiologic consequences": ("judgment", "the grade hangs on whether there were physiologic consequences"),
    "fasting": ("not_recorded", "whether the patient was fasting"),
    "anticoagulated": ("not_recorded", "whether the patient was on an anticoagulant"),
    "rounded": ("protocol_ambiguous", "CTCAE grades whole numbers here, and this value lies between two"),
}
# What is looked up comes before what only a person can say.
_FIRST: tuple[Reason, ...] = (
    "no_reference_limit", "not_recorded", "beyond_detection", "protocol_ambiguous", "judgment",
)  # fmt: skip


def grade_of(
    grading: Grading,
    result: Result,
    uln: Fraction | None,
    lln: Fraction | None,
    baseline: Interval | None,
    *,
    analyte: str,
    normal: Limits | None = None,
) -> tuple[Interval | None, Open | None, tuple[str, ...]]:
    """The grade of a result, why it isn't a single one, and what it is graded on.

    `uln`, `lln` and `baseline` are in the analyte's own unit; None: not known. Whether the baseline was normal
    is told by its own limits, `normal` (without it: by those of the result). The interval is closed, with whole
    ends from 0 to 4. The reason is None where they are equal, else it tells what leaves the others possible:
    it is to be told only where the interval doesn't decide. Without an interval the result can't be graded.

    Where a baseline counts and isn't known every baseline is possible: above ULN it lowers the grade of an
    enzyme (in version 6 it may also raise it), and a low one raises that of creatinine.
    """
    scale = grading.scale(analyte)
    if scale is None:
        return None, ("name_unknown", f"{grading.term} isn't graded by this analyte"), ()
    if result.problem is not None or result.interval is None:
        return None, result.problem or ("not_recorded", "no value"), ()
    if result.basis:
        return None, ("unit_unusable", "CTCAE grades values that aren't per body surface area"), ()
    high_side = grading.direction == "high"
    base_uln, base_lln = normal or (uln, lln)
    limit = base_uln if high_side else base_lln
    base = baseline or _ANY
    beyond: Truth = FALSE
    if scale.split:
        beyond = UNKNOWN if limit is None else holds(base, ">" if high_side else "<", limit)
    branches = [(scale.normal, base)] if beyond is not TRUE else []
    if beyond is not FALSE:
        branches.append((scale.abnormal, _past(base, limit, ">" if high_side else "<")))
    lows, highs = [], []
    open_: set[Open] = set()
    for grades, known in branches:
        facts = _Facts(result, result.interval, uln, lln, known, baseline is not None, base_lln)
        reached = [_any(facts.reaches(one) for one in alternatives) for alternatives in grades]
        lows.append(max((grade for grade, held in enumerate(reached, 1) if held is TRUE), default=0))
        highs.append(max((grade for grade, held in enumerate(reached, 1) if held is not FALSE), default=0))
        for alternatives in grades[lows[-1] :]:
            open_.update(said for one in alternatives for said in facts.missing(one))
    low, high = min(lows), max(highs)
    if low == high:
        return _between(low, high), None, _notes(grading, high)
    if beyond is UNKNOWN:
        open_.add(_no_limit("ULN" if high_side else "LLN") if limit is None else UNREAD_BASELINE)
        if baseline is None:
            open_.discard(UNREAD_BASELINE)
            open_.add(NO_BASELINE)
    found = sorted(open_, key=lambda said: (_FIRST.index(said[0]), said[1]))
    return _between(low, high), found[0], _notes(grading, high)


def _no_limit(of: str) -> Open:
    return "no_reference_limit", f"no {of} to grade it by"


_UNREAD: Open = ("beyond_detection", "the result doesn't say on which side of a grade's limit it lies")


def _between(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def _notes(grading: Grading, high: int) -> tuple[str, ...]:
    """A normal value has no clinical signs to be graded by; another may have those of a higher grade."""
    return (ALONE,) if high and any(grade > high for grade, _ in grading.clinical) else ()


@dataclass(frozen=True, slots=True)
class _Facts:
    """A result with what its thresholds are made of; `based`: the baseline is known, with an LLN of its own."""

    result: Result
    value: Interval
    uln: Fraction | None
    lln: Fraction | None
    base: Interval
    based: bool
    base_lln: Fraction | None

    def reaches(self, one: Threshold) -> Truth:
        """Whether the result is beyond a threshold; unknown where that hangs on what isn't known."""
        met, base = self._met(one.condition), self.base
        if met is FALSE:
            return FALSE
        if one.condition == "baseline below LLN":
            base = _past(base, self.base_lln, "<")
        passed = self._passed(one, base)
        return passed if met is TRUE or passed is FALSE else UNKNOWN

    def _met(self, condition: Condition | None) -> Truth:
        match condition:
            case None:
                return TRUE
            case "below LLN":
                return UNKNOWN if self.lln is None else holds(self.value, "<", self.lln)
            case "baseline below LLN":
                return UNKNOWN if self.base_lln is None else holds(self.base, "<", self.base_lln)
            case _:
                return UNKNOWN

    def _passed(self, one: Threshold, base: Interval) -> Truth:
        add = one.also if one.also is not None and self.result.molar != one.molar else one.add
        if one.of is None:
            return holds(self.value, one.op, add)
        if one.of == "baseline":
            return holds(difference(self.value, linear(base, one.factor, add)), one.op, Fraction(0))
        limit = self.uln if one.of == "ULN" else self.lln
        return UNKNOWN if limit is None else holds(self.value, one.op, one.factor * limit + add)

    def missing(self, one: Threshold) -> Iterator[Open]:
        """What would settle a threshold that is open."""
        if self.reaches(one) is not UNKNOWN:
            return
        if one.of == "ULN" and self.uln is None:
            yield _no_limit("ULN")
        if self.lln is None and (one.of == "LLN" or one.condition == "below LLN"):
            yield _no_limit("LLN")
        if self.base_lln is None and one.condition == "baseline below LLN":
            yield _no_limit("LLN")
        if one.of == "baseline" and not self.based:
            yield NO_BASELINE
        if one.condition in _SAID:
            yield _SAID[one.condition]
        if self.value.point is None:
            yield _UNREAD
        if one.of == "baseline" and self.based and self.base.point is None:
            yield UNREAD_BASELINE


def _any(reached: Iterable[Truth]) -> Truth:
    found = set(reached)
    return TRUE if TRUE in found else UNKNOWN if UNKNOWN in found else FALSE


def _past(base: Interval, limit: Fraction | None, op: Literal["<", ">"]) -> Interval:
    """The part of a baseline that lies beyond a limit of normal."""
    if limit is None:
        return base
    if op == ">":
        return base if base.low is not None and base.low > limit else Interval(limit, base.high, True, base.high_open)
    return base if base.high is not None and base.high < limit else Interval(base.low, limit, base.low_open, True)
