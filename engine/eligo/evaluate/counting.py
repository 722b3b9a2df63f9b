"""How much there is of something, against a number: lines of therapy, cycles, times, a cumulative dose.

The count is an interval: what surely is there, and what may be. It decides where all of it gives one answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Count
from eligo.evaluate.intervals import holds
from eligo.evaluate.lines import lines
from eligo.evaluate.margins import apart
from eligo.evaluate.records import answered, gaps_of, has, left_open
from eligo.evaluate.showing import shown_entry
from eligo.evaluate.totals import Total, amounts, times
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Change, Evidence, Gap, Trace, Truth
from eligo.evaluate.view import View
from eligo.facts.patient import Interval
from eligo.quantity.numbers import show

_COUNTED = {"lines": "lines", "cycles": "cycles", "times": "number", "dose": "cumulative dose"}


def count(node: Count, view: View) -> Trace:
    """The number against the rule's."""
    if node.what == "lines":
        return lines(node, view)
    one = has(node.of, view)
    if view.unplaced(node.of.window) or view.stretch(node.of.window).empty:
        # Nothing can be counted inside a window that has no place, or lies ahead.
        return replace(one, expr=node) if one.truth is not FALSE else _none(node, one)
    if one.truth is FALSE:
        return _none(node, one)
    return _counted(node, one, view)


def subject_of(node: Count) -> str:
    """`cycles of cisplatin`, `episodes of stroke`, `cumulative dose of anthracycline`."""
    name = " or ".join(concept.name for concept in node.of.concepts)
    return f"{'episodes' if _episodes(node) else _COUNTED[node.what]} of {name}"


def _episodes(node: Count) -> bool:
    return node.what == "times" and node.of.home == "conditions"


def _none(node: Count, one: Trace) -> Trace:
    """None of it is there: the count is nothing."""
    held = holds(Interval(Fraction(0), Fraction(0)), node.op, node.number)
    notes = tuple(dict.fromkeys(note for proof in one.evidence for note in (proof.value, *proof.notes) if note))
    proof = _proof(node, Fraction(0), Fraction(0), notes, _Turn("yes"))
    return Trace(node, held, evidence=(proof,), assumptions=one.assumptions)


def _counted(node: Count, one: Trace, view: View) -> Trace:
    found, vague, _ = answered(node.of, view, view.stretch(node.of.window).last)
    # What a recorded absence speaks against isn't surely there.
    stands = one.truth is TRUE
    pairs = [(pair, stands) for pair in found if pair[1].truth is TRUE]
    pairs += [(pair, False) for pair in (*found, *vague) if pair[1].truth is UNKNOWN]
    entries = [(pair[0], sure) for pair, sure in pairs]
    total = times(entries, node, view) if node.what == "times" else amounts(entries, node, view)
    home, closing = left_open(node.of, view, view.stretch(node.of.window).last)
    high = total.high if home is None else None
    held = holds(Interval(total.low, high), node.op, node.number)
    notes = (*(one.told for one in total.parts), *(one.source for one in total.parts if one.source))
    proof = _proof(node, total.low, high, tuple(dict.fromkeys(notes)), _turns(node, total, held, view))
    rests = tuple(dict.fromkeys((*one.assumptions, *(closing if home is None else ()), *_rests(total, node, high))))
    if held is not UNKNOWN:
        return Trace(node, held, evidence=(proof,), assumptions=rests)
    subject = subject_of(node)
    gaps = [gap for (entry, answer), _ in pairs if answer.truth is UNKNOWN for gap in gaps_of(entry, answer, subject)]
    if not stands:
        gaps += [gap for gap in one.gaps if gap.reason == "conflicting_records"]
    gaps += total.gaps
    if home is not None:
        detail = f"there may be more: the list of {home.replace('_', ' ')} isn't declared complete"
        gaps.append(Gap(subject, "list_open", detail, "chart", home))
    return Trace(node, UNKNOWN, tuple(dict.fromkeys(gaps)) or one.gaps, evidence=(proof,), assumptions=rests)


def _rests(total: Total, node: Count, high: Fraction | None) -> tuple[str, ...]:
    """That other published figures would give another answer, where they do."""
    held = holds(Interval(total.low, high), node.op, node.number)
    least, most = total.spread
    others = {holds(Interval(end, high if high is None else end), node.op, node.number) for end in (least, most)}
    if held is UNKNOWN or others == {held} or least == most:
        return ()
    told = f"{show(least, 3)} to {show(most, 3)} {node.unit}"
    return (f"by other published equivalents the {subject_of(node)} is {told}",)


# -- when time alone changes it ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turn:
    change: Change
    day: date | None = None
    anchor: str = ""


def _turns(node: Count, total: Total, held: Truth, view: View) -> _Turn:
    """A history only grows: too much of it stays so, unless a window leaves some of it behind."""
    window = node.of.window
    fewer = held is (FALSE if node.op in ("<=", "<", "=") else TRUE) and total.low >= node.number
    moving = window is not None and any(view.movable(one.anchor) for one in (window.start, window.end) if one)
    if not fewer:
        return _Turn("yes" if window is None or moving else "lasting")
    sure = [shown_entry(one.entry, "", node.of, view) for one in total.parts if one.sure]
    leaving = [one for one in sure if one.change != "lasting"]
    if window is None or not leaving:
        return _Turn("lasting")
    if node.what != "times" or total.low != total.high:
        return _Turn("yes")
    least = int(total.low - node.number) + (node.op in ("<", ">="))
    if len(leaving) < least:
        return _Turn("lasting")
    days = sorted(one.passes_from for one in leaving if one.passes_from)
    if len(days) < len(leaving) or len({one.anchor for one in leaving}) > 1:
        return _Turn("yes")
    return _Turn("date", days[least - 1], leaving[0].anchor)


# -- what is shown -----------------------------------------------------------------------------


def _proof(node: Count, low: Fraction, high: Fraction | None, notes: tuple[str, ...], turn: _Turn) -> Evidence:
    unit = f" {node.unit}" if node.unit else ""
    if low == high:
        value = f"{show(low, 3)}{unit}"
    else:
        value = f"{show(low, 3)} to {show(high, 3)}{unit}" if high is not None else f"at least {show(low, 3)}{unit}"
    made = Evidence(
        node.of.home, subject_of(node), value, limit=f"{node.op} {show(node.number)}{unit}{_of_what(node)}",
        change=turn.change, passes_from=turn.day, anchor=turn.anchor, notes=notes,
    )  # fmt: skip
    return _margin(made, node, low, high)


def _of_what(node: Count) -> str:
    equivalent = f" {node.equivalent} equivalent" if node.equivalent else ""
    window = f" {node.of.window.text}" if node.of.window else ""
    return f"{equivalent}{window}"


def _margin(proof: Evidence, node: Count, low: Fraction, high: Fraction | None) -> Evidence:
    """How far the count is from the limit; of one that is only known from below, at least."""
    if low != high:
        return proof
    side = (low > node.number) - (low < node.number)
    distance = (low - node.number) * (1 if node.op in (">=", ">") else -1)
    steps = abs(low - node.number)
    kind = "cycle" if node.what == "cycles" else "time"
    unit = f" {node.unit}" if node.unit else f" {kind}{'s' if steps != 1 else ''}"
    words = {1: f"{apart(low, node.number, unit)} above", -1: f"{apart(low, node.number, unit)} below"}
    size = abs(node.number) or Fraction(1)
    return replace(
        proof, margin=words.get(side, "equal to the limit"), side=side,
        distance=-abs(distance) / size if node.op == "=" else distance / size,
    )  # fmt: skip
