"""The dose of an entry beside those of others at the same time: each is within a limit, and together they aren't.

Whether a protocol means each or all of them it doesn't say: that is left to its reader.
"""

from __future__ import annotations

from eligo.core.nodes import Dosed, Has
from eligo.evaluate import dosing, joining, treatment
from eligo.evaluate.naming import Answer, agents, named
from eligo.evaluate.related import together
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.facts.patient import Entry
from eligo.quantity.numbers import show

_HOMES = ("therapies", "medications", "procedures")
_RADIATION = "Gy"


def dosed(entry: Entry, one: Dosed, node: Has, view: View) -> Answer:
    """Whether the dose of an entry is so high or so low; open where others of the same time would turn it."""
    answer = dosing.dosed(entry, one, node, view)
    within = FALSE if one.op in (">", ">=") else TRUE if one.op in ("<", "<=") else UNKNOWN
    if within is UNKNOWN or answer.truth is not within or not _adds_up(one):
        return answer
    mine = dosing.convert(entry, one, node)
    beside = [other for other in joining.others(entry, view, _HOMES) if _beside(entry, other, one, node, view)]
    if not beside or isinstance(mine, Answer):
        return answer
    made = [(other, dosing.convert(other, one, node)) for other in beside]
    told = [(other, dose) for other, dose in made if isinstance(dose, dosing.Converted)]
    total = mine.amount + sum(dose.amount for _, dose in told)
    limit_holds = dosing.holds(mine.amount, one.op, one.amount)
    if dosing.holds(total, one.op, one.amount) is not limit_holds:
        # In one order for all of them: it is one question.
        all_ = sorted((entry, *(other for other, _ in told)), key=lambda each: each.path)
        labels = " and ".join(dict.fromkeys(each.label for each in all_))
        paths = " and ".join(each.path for each in all_)
        of = f" of {one.equivalent}" if one.equivalent else ""
        sum_ = f"{show(total, 2)} {dosing.unit_of(one)}{of}"
        detail = f"{paths}: together {sum_}; whether each counts, or all together, isn't told"
        return Answer(UNKNOWN, f"whether the doses of {labels} are added up", "protocol_ambiguous", detail)
    # What has no dose is open by itself where more is asked for.
    open_ = next((dose for _, dose in made if isinstance(dose, Answer)), None)
    return open_ if open_ is not None and within is TRUE else answer


def _adds_up(one: Dosed) -> bool:
    return one.per in ("day", "week") or (one.unit == _RADIATION and not one.per)


def _beside(entry: Entry, other: Entry, one: Dosed, node: Has, view: View) -> bool:
    """Whether another entry is of what is asked about too, and may have been given in the same time; courses of
    radiation to one place add up whenever they were given."""
    if other.status == "suspected" or named(other, node).truth is not TRUE:
        return False
    if not _in_question(other, node, view) or treatment.elsewhere(entry, other):
        return False
    if one.unit == _RADIATION:
        return True
    held = together(entry, other, view)
    if held is UNKNOWN and _follows(entry, other):
        return False
    return held is not FALSE


def _in_question(other: Entry, node: Has, view: View) -> bool:
    """Whether another entry may have been there at the time asked about."""
    stretch = view.stretch(node.window)
    if other.start is not None and other.start.first > stretch.last:
        return False
    if node.window is not None:
        return other.end is None or view.clip(other.end).last >= stretch.first
    return node.tense != "now" or dosing.goes_on(other, view.as_of).truth is not FALSE


def _follows(entry: Entry, other: Entry) -> bool:
    """Whether one may be the other carried on: of the same drugs, or it begins on the day on which the other ends."""
    if {name.name for name in agents(entry)} == {name.name for name in agents(other)} and _dated(entry, other):
        return True
    return any(
        first.end is not None and then.start is not None and first.end.last <= then.start.first
        for first, then in ((entry, other), (other, entry))
    )


def _dated(entry: Entry, other: Entry) -> bool:
    return entry.start is not None and other.start is not None
