"""Which of the results inside a window count: the latest, the first, any of them, all of them, the lowest, the highest.

A result is chosen before it is compared: nothing inside the window is unknown, never a fail; a
result that counts and can't be used is unknown, never replaced by another. `any` and `all` are
settled by one witness or one counterexample, else only where the list of results is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Compare, Op, Worded
from eligo.evaluate.changes import incomplete
from eligo.evaluate.intervals import hull
from eligo.evaluate.logic import negate
from eligo.evaluate.selecting import Selection, differing, finest, nothing_inside, select, unplaced
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, Truth, merged
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch
from eligo.facts.dates import Days
from eligo.facts.patient import Interval, Result
from eligo.vocabulary.analytes import analytes

Judge = Callable[[Result], Trace]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each result: `judge` answers it; `fact` and `obtain` name it where it is missing.

    Of a comparison, `value` is the number that a result gives (itself, its change, its grade), or None
    where it gives none; `held` the answer when that number lies in an interval.
    """

    node: Compare | Worded
    judge: Judge
    fact: str
    obtain: str
    value: Callable[[Result], Interval | None] | None = None
    held: Callable[[Result, Interval], Trace] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A result that may lie inside the window; `sure`: it does."""

    result: Result
    days: Days
    sure: bool
    trace: Trace

    @property
    def truth(self) -> Truth:
        return self.trace.truth


def latest(asked: Question, results: Sequence[Result], stretch: Stretch, view: View, *, first: bool) -> Trace:
    """The answer of every result that may be the latest (or the first) inside the window, when they agree."""
    chosen = select(results, stretch, view, first=first)
    if chosen.missing is not None:
        seen = tuple(item for one in chosen.candidates for item in asked.judge(one).evidence)
        reason, detail = chosen.missing
        return Trace(asked.node, UNKNOWN, (Gap(asked.fact, reason, detail, asked.obtain),), evidence=seen)
    return _settled(asked, chosen, [asked.judge(one) for one in chosen.candidates])


def _settled(asked: Question, chosen: Selection, traces: Sequence[Trace]) -> Trace:
    """One answer from the results that may each be the one that counts."""
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
    return Trace(asked.node, UNKNOWN, (Gap(asked.fact, reason, detail, asked.obtain),), evidence=evidence)


def placed(asked: Question, results: Sequence[Result], stretch: Stretch, view: View) -> list[Placed]:
    """Every result that may lie inside the window, with its own answer."""
    found = [(one, view.clip(one.day)) for one in results]
    return [
        Placed(one, days, stretch.holds(days), asked.judge(one))
        for one, days in found
        if not stretch.empty and stretch.touches(days)
    ]


def nothing(asked: Question, results: Sequence[Result], stretch: Stretch, view: View) -> Trace:
    """No result can lie inside."""
    detail = nothing_inside([view.clip(one.day) for one in results], stretch, view)
    return Trace(asked.node, UNKNOWN, (Gap(asked.fact, "outside_window", detail, asked.obtain),))


# -- any and all -------------------------------------------------------------------------------


def quantified(
    asked: Question, seek: Literal["any", "all"], results: Sequence[Result], stretch: Stretch, view: View
) -> Trace:
    """`any` is true on a witness, `all` false on a counterexample; the rest asks for the complete list."""
    inside = placed(asked, results, stretch, view)
    if not inside:
        return nothing(asked, results, stretch, view)
    decisive = TRUE if seek == "any" else FALSE
    witnesses = [one for one in inside if one.sure and one.truth is decisive]
    if witnesses:
        return Trace(asked.node, decisive, evidence=_told(witnesses, seek), assumptions=_assumed(witnesses))
    gaps = open_gaps(asked, inside, decisive)
    closed, assumed = view.closed("results", stretch.last)
    if not closed:
        gaps.append(incomplete(asked.fact, "another may decide"))
    if gaps:
        seen = [one for one in inside if one.truth is not negate(decisive) or not one.sure] or inside
        return Trace(
            asked.node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=_told(seen, seek), assumptions=_assumed(seen)
        )
    answer = negate(decisive)
    return Trace(
        asked.node,
        answer,
        evidence=_told(inside, seek),
        assumptions=tuple(dict.fromkeys((*_assumed(inside), *assumed))),
    )


def open_gaps(asked: Question, inside: Sequence[Placed], decisive: Truth) -> list[Gap]:
    """What is missing of the results at hand: a value, or the date of one that would decide or stands alone."""
    gaps = [gap for one in inside if one.truth is UNKNOWN for gap in one.trace.gaps]
    lonely = not any(one.sure for one in inside)
    for one in inside:
        if not one.sure and (lonely or one.truth is decisive):
            reason, detail = unplaced(one.result)
            gaps.append(Gap(asked.fact, reason, detail, "chart"))
    return gaps


def _told(several: Sequence[Placed], seek: Literal["any", "all"]) -> tuple[Evidence, ...]:
    """The evidence of these results, the deciding one first: of all together the worst, of alternatives the best."""

    def key(one: Placed) -> Fraction:
        return next((proof.distance for proof in one.trace.evidence if proof.distance is not None), Fraction(0))

    ordered = sorted(several, key=key, reverse=seek == "any")
    return tuple(dict.fromkeys(proof for one in ordered for proof in one.trace.evidence))


def _assumed(several: Sequence[Placed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in several for text in one.trace.assumptions))


# -- lowest and highest ------------------------------------------------------------------------


def as_quantifier(kind: Literal["lowest", "highest"], op: Op) -> Literal["any", "all"] | None:
    """`lowest >= 9` is `all >= 9`, `lowest < 9` is `any < 9`; None for `=`, which is neither."""
    if op == "=":
        return None
    return "all" if (kind == "lowest") is (op in (">=", ">")) else "any"


def extreme(
    asked: Question, kind: Literal["lowest", "highest"], results: Sequence[Result], stretch: Stretch, view: View
) -> Trace:
    """The lowest (or highest) value against limits that it must equal: as the interval that the records leave.

    Of a grade or a change it is the lowest of these, which may be of the highest result.
    """
    inside = placed(asked, results, stretch, view)
    if not inside:
        return nothing(asked, results, stretch, view)
    closed, assumed = view.closed("results", stretch.last)
    assert asked.value is not None and asked.held is not None  # only a comparison has a lowest value
    values = [(asked.value(one.result), one) for one in inside]
    usable = [(of, one) for of, one in values if of is not None]
    gaps = [gap for of, one in values if of is None for gap in one.trace.gaps]
    gaps += [Gap(asked.fact, *unplaced(one.result), "chart") for one in inside if not one.sure]
    if not closed:
        gaps.append(incomplete(asked.fact, f"the {kind} may not be among them"))
    ends = [(of, one) for of, one in usable if one.sure]
    if not ends:
        return Trace(asked.node, UNKNOWN, tuple(dict.fromkeys(gaps)))
    all_known = closed and len(usable) == len(inside)
    around = hull([of for of, _ in usable])
    least, most = _ends(asked.node)
    if kind == "lowest":
        known = [(of.high, one) for of, one in ends if of.high is not None]
        high, chosen = min(known, key=lambda pair: pair[0]) if known else (None, ends[0][1])
        interval = Interval(around.low if all_known else least, high)
    else:
        known = [(of.low, one) for of, one in ends if of.low is not None]
        low, chosen = max(known, key=lambda pair: pair[0]) if known else (None, ends[0][1])
        interval = Interval(low, around.high if all_known else most)
    made = asked.held(chosen.result, interval)
    if made.truth is UNKNOWN:
        return replace(made, gaps=tuple(dict.fromkeys(gaps)) or made.gaps)
    return replace(made, assumptions=(*made.assumptions, *(assumed if all_known else ())))


def _ends(node: Compare | Worded) -> tuple[Fraction | None, Fraction | None]:
    """The ends of the scale that a comparison is on: nothing lies beyond them."""
    if not isinstance(node, Compare) or node.measure.graded or node.measure.change or node.measure.pair:
        return None, None
    levels = [rank for key in node.measure.members for rank, _ in analytes()[key].levels]
    return (min(levels), max(levels)) if levels else (None, None)
