"""The dose of an entry: how much it is, in the rule's own terms, and since when it is the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Dosed, Has, Op, Stable
from eligo.evaluate import courses, joining
from eligo.evaluate.naming import NO, YES, Answer, agents, asked, every, turned
from eligo.evaluate.trace import TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.evaluate.windows import closing
from eligo.facts.dates import Days
from eligo.facts.patient import Dose, Entry, Named
from eligo.quantity.numbers import show
from eligo.vocabulary.equivalents import equivalent, equivalents, spread

_HOMES = ("therapies", "medications")
_DAYS = {("day", "week"): Fraction(7), ("week", "day"): Fraction(1, 7)}
_RADIATION = "Gy"


@dataclass(frozen=True, slots=True)
class Converted:
    """A dose as a rule writes it; `factor`: what each unit of the drug counts for; what a reader must know of it."""

    amount: Fraction
    factor: Fraction
    assumed: tuple[str, ...] = ()


def dosed(entry: Entry, one: Dosed, node: Has, view: View) -> Answer:
    """Whether the dose of an entry is so high or so low."""
    made = convert(entry, one, node)
    if isinstance(made, Answer):
        return made
    answer = _against(entry, made, one, node, view)
    return replace(answer, assumed=(*answer.assumed, *made.assumed)) if made.assumed else answer


def _against(entry: Entry, made: Converted, one: Dosed, node: Has, view: View) -> Answer:
    """A dose against the rule's, on the days on which it was given."""
    changed = entry.details.days.get("dose_since")
    if changed is not None and view.clip(changed).first > view.as_of:
        detail = f"{entry.path}: this dose since {changed}; the one before isn't recorded"
        return Answer(UNKNOWN, f"dose of {entry.label}", "not_recorded", detail)
    if holds(made.amount, one.op, one.amount):
        return _while(entry, changed, view, node)
    if node.tense == "now":
        return NO
    if changed is None:
        return replace(NO, assumed=(f"the dose of {entry.label} is taken as the same from its start to its end",))
    if not _changed(entry, changed, node, view):
        return NO
    detail = f"{entry.path}: this dose since {changed}; the one before isn't recorded"
    return Answer(UNKNOWN, f"earlier dose of {entry.label}", "not_recorded", detail)


def _while(entry: Entry, changed: Days | None, view: View, node: Has) -> Answer:
    """A dose that is high enough counts for the days on which it was given."""
    last = view.stretch(node.window).last if node.window is not None else view.as_of
    if changed is None or view.clip(changed).last <= last:
        return YES
    detail = f"{entry.path}: this dose since {changed}; the one before isn't recorded"
    return Answer(UNKNOWN, f"earlier dose of {entry.label}", "not_recorded", detail)


def _changed(entry: Entry, changed: Days, node: Has, view: View) -> bool:
    """Whether another dose was given before, at a time that counts."""
    first = view.stretch(node.window).first
    begun = entry.start is None or view.clip(entry.start).first < view.clip(changed).last
    return begun and view.clip(changed).last > first


def convert(entry: Entry, one: Dosed, node: Has) -> Converted | Answer:
    """The dose of what is asked about, in the unit and the time of the rule, or what keeps it from being told."""
    dose = entry.details.dose
    fact = f"dose of {entry.label}"
    if dose is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} has no dose")
    if dose.problem:
        return Answer(UNKNOWN, fact, "unit_unusable", f"{entry.path}: {dose.problem}")
    names = asked(entry, node.concepts, node.excluding) or agents(entry)
    several = len(agents(entry)) + len(entry.unknown) > 1 or len(names) != 1
    if several and not (one.unit == _RADIATION == dose.unit):
        detail = f"{entry.path} names several drugs, and one dose"
        return Answer(UNKNOWN, f"dose of {' and '.join(named.name for named in names)}", "not_recorded", detail)
    if dose.unit != one.unit:
        detail = f"{entry.path}: {written(dose)} can't be compared with {unit_of(one)}"
        return Answer(UNKNOWN, fact, "unit_unusable", detail)
    number = _in_time(dose, one, entry)
    if number is None:
        detail = f"{entry.path}: {written(dose)} says nothing of {unit_of(one)}"
        return Answer(UNKNOWN, fact, "unit_unusable", detail)
    if not one.equivalent:
        return Converted(number, Fraction(1))
    factor = _factor(entry, names[0], one.equivalent)
    if isinstance(factor, Answer):
        return factor
    made = Converted(number * factor, factor)
    return replace(made, assumed=_others(made, one, names[0].name, entry.details.said.get("route", "")))


def _factor(entry: Entry, name: Named, standard: str) -> Fraction | Answer:
    known = equivalent(name.name, standard, entry.details.said.get("route", ""))
    if known is None and name.name == standard and (standard, standard) not in equivalents():
        known = Fraction(1)
    if known is not None:
        return known
    if (name.name, standard) in equivalents():
        detail = f"{entry.path}: the figure holds for one route only, and the route isn't known"
        return Answer(UNKNOWN, f"route of {entry.label}", "not_recorded", detail)
    fact = f"{standard} equivalent of {name.name}"
    return Answer(UNKNOWN, fact, "name_unknown", f"{entry.path}: no table says how much {standard} it is")


def _others(made: Converted, one: Dosed, name: str, route: str) -> tuple[str, ...]:
    """That other published figures would give another answer, where they do."""
    standard = one.equivalent
    found = spread(name, standard, route) if name != standard else None
    held = holds(made.amount, one.op, one.amount)
    if found is None or all(holds(made.amount / made.factor * each, one.op, one.amount) is held for each in found):
        return ()
    low, high = (show(each, 3) for each in found)
    return (f"1 mg of {name} counts as {show(made.factor, 3)} mg of {standard}; published figures are {low} to {high}",)


def _in_time(dose: Dose, one: Dosed, entry: Entry) -> Fraction | None:
    """The dose for the time that the rule names; None where one doesn't tell the other."""
    if dose.per == one.per:
        return dose.amount
    if (dose.per, one.per) == ("cycle", "") and entry.details.cycles is not None:
        return dose.amount * entry.details.cycles
    share = _DAYS.get((dose.per, one.per))
    return None if share is None else dose.amount * share


def holds(amount: Fraction, op: Op, limit: Fraction) -> bool:
    held = {"<": amount < limit, "<=": amount <= limit, ">": amount > limit, ">=": amount >= limit}
    return held.get(op, amount == limit)


def written(dose: Dose) -> str:
    """A dose as the record gives it."""
    return f"{show(dose.amount)} {dose.unit}{f'/{dose.per}' if dose.per else ''}"


def unit_of(one: Dosed) -> str:
    return f"{one.unit}{f'/{one.per}' if one.per else ' in all'}"


# -- a stable dose -----------------------------------------------------------------------------


def stable(entry: Entry, one: Stable, view: View) -> Answer:
    """Whether a medicine goes on in the same dose since a day, or (`holds` False) not."""
    answer = every(goes_on(entry, min(view.anchor(one.since.anchor), view.as_of)), _stable(entry, one, view))
    return answer if one.holds else turned(answer)


def goes_on(entry: Entry, day: date) -> Answer:
    """Whether a medicine is given on a day."""
    if entry.conflict:
        detail = f"{entry.path}: {entry.conflict}"
        return Answer(UNKNOWN, f"whether {entry.label} goes on", "conflicting_records", detail)
    if entry.start is not None and entry.start.first > day:
        return NO
    if entry.end is not None:
        if entry.end.first >= day:
            return YES
        if entry.end.last < day:
            return NO
        return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {entry.end}")
    if entry.ongoing is None:
        return Answer(UNKNOWN, f"whether {entry.label} goes on", "not_recorded", f"{entry.path} has no end")
    return YES if entry.ongoing else NO


def _stable(entry: Entry, one: Stable, view: View) -> Answer:
    fact = f"since when the dose of {entry.label} is the same"
    changed = entry.details.days.get("dose_since")
    sure, last = closing(one.since, view.anchor(one.since.anchor))
    if changed is not None:
        held = courses.since(entry, fact, changed, one.since, view, "this dose since")
    elif entry.details.dose is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} has neither a dose nor a dose_since")
    elif entry.start is None:
        return Answer(UNKNOWN, f"start of {entry.label}", "undated", f"when {entry.path} began isn't recorded")
    else:
        known, first, why = joining.back(view.clip(entry.start), _before(entry, view))
        if known <= sure:
            held = YES
        elif first > last:
            held = NO
        elif why is not None and view.clip(entry.start).first > last:
            detail = f"{why.path} ({why.start or '?'} to {why.end or '?'}) may be the same dose up to {entry.path}"
            held = Answer(UNKNOWN, fact, "not_recorded", detail)
        else:
            held = Answer(UNKNOWN, f"start of {entry.label}", "date_ambiguous", f"{entry.path} began {entry.start}")
    if held.truth is not TRUE:
        return held
    rival = next((other for other in _same(entry, view) if _moves(entry, other, sure, view)), None)
    if rival is None and changed is None:
        return replace(held, assumed=(*held.assumed, f"the dose of {entry.label} is taken as the same since its start"))
    if rival is None:
        return held
    detail = f"{rival.path} ({rival.start or '?'} to {rival.end or '?'}) is of the same drug"
    return Answer(UNKNOWN, fact, "conflicting_records", detail)


def stable_from(entry: Entry, view: View) -> date | None:
    """The day from which a dose surely is the same, for which time decides whether that is long enough."""
    changed = entry.details.days.get("dose_since")
    if changed is not None:
        return view.clip(changed).last
    if entry.start is None or entry.details.dose is None:
        return None
    return joining.back(view.clip(entry.start), _before(entry, view))[0]


def _same(entry: Entry, view: View) -> list[Entry]:
    """The other entries of the same drug."""
    own = {named.name for named in agents(entry)}
    return [
        other
        for other in joining.others(entry, view, _HOMES)
        if own & {named.name for named in agents(other)} and other.route == entry.route
    ]


def _before(entry: Entry, view: View) -> list[joining.Piece]:
    """The entries of the same drug in the same dose, or perhaps so."""
    mine = entry.details.dose
    found = []
    for other in _same(entry, view):
        its = other.details.dose
        if mine is not None and its is not None and (mine.unit, mine.per) == (its.unit, its.per):
            if mine.amount != its.amount:
                continue
            sure = not (mine.problem or its.problem or other.conflict) and other.status != "suspected"
        else:
            sure = False
        found.append(joining.piece(other, view, sure and "dose_since" not in other.details.days))
    return found


def _moves(entry: Entry, other: Entry, since: date, view: View) -> bool:
    """Whether another entry of the same drug begins or ends after a day, and isn't the same dose carried on."""
    mine, its = entry.details.dose, other.details.dose
    begins = other.start is None or view.clip(other.start).last > since
    ends = (other.end is None and not other.ongoing) or (
        other.end is not None and other.end.first <= view.as_of and view.clip(other.end).last > since
    )
    if not begins and not ends:
        return False
    # Prescribed again in the same dose: one is the continuation of the other.
    follows = (
        other.end is not None
        and entry.start is not None
        and view.clip(other.end).last <= view.clip(entry.start).first
        and view.clip(other.end).exact
    )
    return not (follows and mine is not None and mine == its and not mine.problem)


__all__ = ["Converted", "convert", "dosed", "goes_on", "holds", "stable", "stable_from", "written"]
