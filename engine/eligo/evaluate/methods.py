"""Several methods of one measure: recorded ones that must agree, and what formulas say beside a recorded value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from eligo.core.nodes import Compare
from eligo.evaluate import logic
from eligo.evaluate.derived import Computed, Failed
from eligo.evaluate.series import Series
from eligo.evaluate.trace import UNKNOWN, Evidence, Gap, Trace
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch, step
from eligo.facts.dates import Days
from eligo.facts.patient import Result

Seeking = Literal["any", "all"] | None


def inside(trace: Trace) -> bool:
    """Whether a method has a result inside the window."""
    return not any(gap.reason == "outside_window" for gap in trace.gaps)


def together(node: Compare, several: Sequence[Trace], seek: Seeking) -> Trace:
    """One answer of several methods: a witness or a counterexample counts by whichever; else they must agree.

    A run of occasions is one method's: what another found in between isn't passed over.
    """
    match None if node.which.kind == "occasions" else seek:
        case "any":
            value, gaps = logic.any_of(several)
        case "all":
            value, gaps = logic.all_of(several)
        case None:
            facts = " and ".join(dict.fromkeys(one.evidence[0].fact for one in several if one.evidence))
            detail = f"{facts} fall on both sides of {node.limits[0].text}"
            value, gaps = logic.agree(several, Gap(node.measure.name, "methods_disagree", detail, "chart"))
    decisive = [one for one in several if one.truth is value] if value is not UNKNOWN else []
    rest = [one for one in several if one not in decisive]
    first = [proof for one in decisive for proof in one.evidence]
    if seek is not None:
        # Of all together the worst is told first, of alternatives the best.
        first.sort(key=_distance, reverse=seek == "any")
    told = [*first, *(proof for one in rest for proof in one.evidence)]
    assumed = dict.fromkeys(text for one in several for text in one.assumptions)
    return Trace(node, value, gaps, (), tuple(dict.fromkeys(told)), tuple(assumed))


def _distance(proof: Evidence) -> Fraction:
    return proof.distance or Fraction(0)


# -- computed beside recorded --------------------------------------------------------------------


def newer(node: Compare, recorded: Sequence[Series], stretch: Stretch, view: View) -> Stretch:
    """The part of a stretch that may be newer than the recorded results; of a score, their own day too."""
    days = [(one, view.clip(one.day)) for each in recorded for one in each.results]
    known = max(
        (date.min if by_default(one, view) else day.first for one, day in days if stretch.holds(day)),
        default=date.min,
    )
    same_day = node.measure.unit == "{score}" and len(node.measure.members) == 1
    first = known if same_day or known == date.min else step(known, 1)
    return stretch.beginning(Days(first, first))


def by_default(one: Result, view: View) -> bool:
    """Whether the day of a condition's class is only that of the profile: it may be older than any."""
    if not one.path.startswith("conditions[") or one.day is None or view.patient.reference is None:
        return False
    if (one.day.first, one.day.last) != (view.patient.reference, view.patient.reference):
        return False
    entries = view.patient.entries.get("conditions", ())
    return all(entry.asserted is None for entry in entries if one.path.startswith(f"{entry.path}."))


def counts(made: Trace, answers: Sequence[Trace]) -> bool:
    """Whether a newer computed value stands against the recorded ones: it answers otherwise, or may.

    One that lacks a result or a limit of normal, which the recorded ones have, says nothing.
    """
    if made.truth is not UNKNOWN:
        return any(made.truth is not one.truth for one in answers)
    return not any(
        gap.reason == "no_reference_limit" or (gap.reason == "unit_unusable" and gap.obtain == "measure")
        for gap in made.gaps
    )


def elsewhere(made: Sequence[Computed | Failed], recorded: Sequence[Series], view: View) -> list[Computed | Failed]:
    """What was computed of days that have no recorded result; of a day that may have one, it is left open."""
    taken = [(one, view.clip(one.day)) for each in recorded for one in each.results]
    found: list[Computed | Failed] = []
    for one in made:
        own = view.clip(one.day)
        near = [(result, day) for result, day in taken if day.first <= own.last and own.first <= day.last]
        if any(day.exact and own.exact for _, day in near):
            continue
        if near and isinstance(one, Computed):
            result = near[0][0]
            said: Literal["undated", "date_ambiguous"] = "undated" if result.day is None else "date_ambiguous"
            detail = f"{result.raw} is dated {result.day}" if result.day else f"{result.raw} has no date"
            found.append(Failed(one.day, (Gap(near[0][0].test, said, detail, "chart"),)))
        else:
            found.append(one)
    return found
