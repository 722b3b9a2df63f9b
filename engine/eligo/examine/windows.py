"""Windows in which nothing can lie, and windows of two criteria that part on a single day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from eligo.core.nodes import Altered, Compare, Count, Criterion, Has, Point, Span, Trial, Which, Window, Worded
from eligo.core.walking import walk
from eligo.evaluate.windows import stretch
from eligo.examine.clashing import clash
from eligo.examine.findings import Finding, finding
from eligo.examine.literals import Way, shape
from eligo.examine.making import REFERENCE
from eligo.examine.patients import dated
from eligo.examine.running import Shown, first
from eligo.examine.wanted import failing, passing
from eligo.facts import dates

_AHEAD = ("first dose",)  # anchors that a patient who is being screened hasn't come to
_DAYS = {"hour": (0, 1), "day": (1, 1), "month": (28, 31), "year": (365, 366)}


def unreachable(trial: Trial) -> Iterator[Finding]:
    """Windows that end before they begin or lie ahead of the reference date, and needs longer than their window."""
    for criterion in trial.criteria:
        said: set[tuple[Span, str]] = set()
        for each in walk(criterion.rule):
            node = each.of if isinstance(each, Count) else each
            if not isinstance(node, Compare | Worded | Has | Altered) or node.window is None:
                continue
            message = _wrong(node, node.window)
            if message and (node.span, message) not in said:
                said.add((node.span, message))
                advice = "check the days against the protocol"
                yield finding("L010", f"{criterion.label}: {message}", node.span, advice, [criterion])


def _wrong(node: Compare | Worded | Has | Altered, window: Window) -> str:
    start, end = window.start, window.end or Point(None, 0, "day")
    if start is None or window.half_lives:
        return ""
    later = start.unit != "hour" and (start.amount > 0 or (start.amount == 0 and start.strict))
    if later and start.anchor is None:
        return f"`{window.text}` lies after the reference date, where nothing is known yet"
    if later and start.anchor in _AHEAD and not isinstance(node, Has):
        return f"`{window.text}`: patients are screened before that, when there is no such result yet"
    if start.anchor != end.anchor:
        return ""
    longest = _longest(start, end)
    if longest < 0:
        return f"`{window.text}` ends before it begins"
    which = node.which if isinstance(node, Compare | Worded) else Which("latest")
    least = which.amount * _DAYS[which.unit][0]
    if which.kind == "persistent" and least > longest:
        return f"nothing can have lasted {_told(which)} inside `{window.text}`"
    if which.kind == "occasions" and (which.number - 1) * least > longest:
        return f"{which.number} results {_told(which)} apart don't fit into `{window.text}`"
    return ""


def _told(which: Which) -> str:
    return f"{which.amount} {which.unit}{'' if which.amount == 1 else 's'}"


def _longest(start: Point, end: Point) -> int:
    """The most days there can be from the first day to the last; below zero: there is no day."""
    if start.unit == end.unit and start.unit != "hour":
        amount = end.amount - start.amount
        days = amount * _DAYS[start.unit][1 if amount > 0 else 0]
    else:
        days = _far(end, 1) - _far(start, -1)
    return days - start.strict - end.strict


def _far(point: Point, side: int) -> int:
    """How many days after its anchor a point can lie at most (`side` 1) or must lie at least (-1)."""
    if point.unit == "hour":
        return -(-point.amount // 24) if side > 0 else point.amount // 24
    low, high = _DAYS[point.unit]
    return point.amount * (high if (point.amount > 0) == (side > 0) else low)


# -- a single day ------------------------------------------------------------------------------


def parting(trial: Trial) -> Iterator[tuple[tuple[int, int], Finding]]:
    """(the places of two criteria, the finding) where they agree on the days before and after one, but not on it."""
    leaves = [[node for node in walk(one.rule) if isinstance(node, Has) and node.window] for one in trial.criteria]
    for before, at in combinations(range(len(trial.criteria)), 2):
        pairs = ((one, other) for one in leaves[before] for other in leaves[at] if _alike(one, other))
        found = (_parted(trial, trial.criteria[before], trial.criteria[at], one, other) for one, other in pairs)
        if shown := next((one for one in found if one), None):
            yield (before, at), shown


def _alike(one: Has, other: Has) -> bool:
    """Whether two leaves ask for the same thing, in windows of one anchor that aren't the same."""
    assert one.window and other.window  # asked by the caller
    if one.window.anchor != other.window.anchor or one.window.half_lives or other.window.half_lives:
        return False
    return shape(replace(one, window=None)) == shape(replace(other, window=None)) and one.window != other.window


def _parted(trial: Trial, one: Criterion, other: Criterion, leaf: Has, second: Has) -> Finding | None:
    """The finding with the day, when on the day before both come out alike and on the day after as well."""
    if one.cohorts and other.cohorts and not set(one.cohorts) & set(other.cohorts):
        return None
    criteria = [one, other]
    rest = _rest(one, other, leaf, second)
    for day in _near(leaf, second):
        seen = [
            first(trial, criteria, dated(rest, leaf, day + timedelta(days=step), trial, criteria), bool)
            for step in (-1, 0, 1)
        ]
        outcomes = [_outcomes(shown) for shown in seen]
        if (
            sorted(outcomes[1]) == ["fail", "pass"]
            and {tuple(outcomes[0]), tuple(outcomes[2])} == {("pass", "pass"), ("fail", "fail")}
            and seen[1] is not None
        ):
            names = " or ".join(concept.name for concept in leaf.concepts)
            return finding(
                "L011",
                f"{one.label} and {other.label} part on a single day: {names} {_ago(leaf, day)} before "
                f"{(leaf.window and leaf.window.anchor) or 'the reference date'} passes one and fails the other",
                other.span,
                "`within 28 days` counts day 28, and so does `at least 28 days`: make one `less than` or `more than`",
                criteria,
                seen[1],
            )
    return None


def _outcomes(shown: Shown | None) -> list[str]:
    return [one.outcome for one in shown.outcomes] if shown else []


def _ago(leaf: Has, day: date) -> str:
    """How long before the anchor the day lies: as the window has it, or in days."""
    start = leaf.window.start if leaf.window else None
    amount, unit = (REFERENCE - day).days, "day"
    if start and start.unit in ("month", "year") and dates.back(REFERENCE, -start.amount, start.unit) == day:
        amount, unit = -start.amount, start.unit
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


def _near(leaf: Has, second: Has) -> list[date]:
    """The days at an edge of both windows, or just beside it."""
    edges: list[set[date]] = []
    for node in (leaf, second):
        made = stretch(node.window, lambda _: REFERENCE, REFERENCE)
        days = (made.first.toordinal(), made.last.toordinal())
        edges.append({date.fromordinal(max(1, day + step)) for day in days for step in (-1, 0, 1)})
    return sorted(day for day in edges[0] & edges[1] if date(1950, 1, 1) < day < REFERENCE)


def _rest(one: Criterion, other: Criterion, leaf: Has, second: Has) -> Way:
    """What else must be so for the two leaves to decide their criteria."""
    both = (way for mine in _beside(one, leaf) for theirs in _beside(other, second) if not clash(way := mine + theirs))
    return next(both, ())


def _beside(criterion: Criterion, leaf: Has) -> Iterator[Way]:
    """The other leaves of a way to pass and of a way to fail that part by one leaf."""
    for passed in passing(criterion):
        for failed in failing(criterion):
            beside = tuple(one for one in (*passed, *failed) if one.expr is not leaf)
            if len(beside) == len(passed) + len(failed) - 2 and not clash(beside):
                yield beside
