"""What the entries of a list come to: how often there was something, how many cycles, how much of a drug.

An entry that may be the same as another, listed twice, counts once for the least and twice for the most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from eligo.core.nodes import Count, Dosed
from eligo.evaluate import dosing
from eligo.evaluate.naming import Answer, asked, one_of_several
from eligo.evaluate.trace import Gap
from eligo.evaluate.view import View
from eligo.facts.dates import Days
from eligo.facts.patient import Entry
from eligo.quantity.numbers import show
from eligo.vocabulary.equivalents import equivalents, spread

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one entry adds: at least `low`, at most `high` (None: it isn't known).

    `days` on which it began; `sure`: it surely counts; `spread`: by the lowest and the highest published
    equivalent; `source`: of the one that is used.
    """

    entry: Entry
    days: Days
    sure: bool
    low: Fraction
    high: Fraction | None
    told: str = ""
    gap: Gap | None = None
    spread: tuple[Fraction, Fraction] = (_ZERO, _ZERO)
    names: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the parts, what leaves it open, and what it is by other published equivalents."""

    low: Fraction
    high: Fraction | None
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...] = ()
    spread: tuple[Fraction, Fraction] = (_ZERO, _ZERO)


Entries = Sequence[tuple[Entry, bool]]  # with whether each surely counts


# -- times -------------------------------------------------------------------------------------


def times(entries: Entries, node: Count, view: View) -> Total:
    """How many there are. Two of one day and name are one; two whose days may be the same may be one."""
    parts: dict[object, Part] = {}
    for entry, sure in entries:
        days = _begun(entry, view)
        names = _names(entry, node)
        key = (names, days.first) if days.exact else id(entry)
        known = parts.get(key)
        if known is None or (sure and not known.sure):
            told = f"{entry.label}{f' {entry.start}' if entry.start else ', undated'}"
            parts[key] = Part(entry, days, sure, Fraction(int(sure)), Fraction(1), told, names=names)
    certain = [one for one in parts.values() if one.sure]
    everything = list(parts.values())
    least, gaps = _treatments(everything, view) if _given(certain) else _days_apart(certain)
    again = _recurred(everything)
    high = None if again else Fraction(len(parts))
    return Total(Fraction(least), high, tuple(parts.values()), (*gaps, *again))


def _days_apart(parts: list[Part]) -> tuple[int, tuple[Gap, ...]]:
    """The most of which no two can be of one day: each is taken as early as it can surely be over with."""
    least, reach = 0, None
    for part in sorted(parts, key=lambda one: one.days.last):
        if reach is None or part.days.first > reach:
            least, reach = least + 1, part.days.last
    return least, _same_day(parts, least)


# As for lines of therapy.
_ONE_REGIMEN, _PAUSE = 30, 90


def _given(parts: list[Part]) -> bool:
    """Whether these are treatments that go on for a time; a transplantation is of one day."""
    events = (part.entry.path.startswith(("procedures", "conditions")) for part in parts)
    return not any(events) and not any(one.event for part in parts for one in part.entry.names)


def _treatments(parts: list[Part], view: View) -> tuple[int, tuple[Gap, ...]]:
    """How many treatments there are at the least: what overlaps, begins soon after another, or goes on after a pause
    with the same drugs, may be one; and so may what a third joins that only may count."""
    groups: list[list[Part]] = []
    gaps: dict[Gap, None] = {}
    for part in sorted(parts, key=lambda one: (one.days.first, one.entry.path)):
        joined = [group for group in groups if any(_may_be_one(one, part, view) for one in group)]
        for group in joined:
            rival = next(one for one in group if _may_be_one(one, part, view))
            gaps[_which(part, rival)] = None
        groups = [group for group in groups if group not in joined] + [[*(one for g in joined for one in g), part]]
    return sum(any(one.sure for one in group) for group in groups), tuple(gaps)


def _may_be_one(one: Part, other: Part, view: View) -> bool:
    """Whether two entries may be parts of one treatment."""
    mine, its = _whole(one.entry, view), _whole(other.entry, view)
    apart = max((other.days.first - one.days.last).days, (one.days.first - other.days.last).days)
    if apart <= _ONE_REGIMEN or _meet(mine, its):
        return True
    pause = max((its.first - mine.last).days, (mine.first - its.last).days)
    return one.names == other.names and pause <= _PAUSE


def _recurred(parts: list[Part]) -> tuple[Gap, ...]:
    """That something which came back was there more often than it is listed, where no earlier one is."""
    found = []
    for part in parts:
        earlier = any(one is not part and one.days.last < part.days.first for one in parts)
        if part.entry.details.said.get("recurrent") == "yes" and not earlier:
            detail = f"{part.entry.path} is said to be recurrent, and no earlier one is listed"
            found.append(Gap(f"earlier episodes of {part.entry.label}", "not_recorded", detail, "chart"))
    return tuple(found)


def _same_day(parts: list[Part], least: int) -> tuple[Gap, ...]:
    """The dates that would tell whether two are one."""
    if least == len(parts):
        return ()
    gaps = []
    for part in parts:
        others = [one for one in parts if one is not part and _meet(one.days, part.days)]
        if not others:
            continue
        detail = f"{part.entry.path} and {others[0].entry.path} may be the same one"
        if part.entry.start is None:
            gaps.append(Gap(f"date of {part.entry.label}", "undated", detail, "chart"))
        elif not part.days.exact:
            gaps.append(Gap(f"date of {part.entry.label}", "date_ambiguous", detail, "chart"))
        elif others[0].days.exact:
            both = f"whether {part.entry.label} and {others[0].entry.label} are one"
            gaps.append(Gap(both, "conflicting_records", detail, "chart"))
    return tuple(gaps)


def _begun(entry: Entry, view: View) -> Days:
    days = view.clip(entry.start)
    if entry.start is None and entry.end is not None:
        return Days(days.first, max(days.first, min(days.last, entry.end.last)))
    return days


def _names(entry: Entry, node: Count) -> frozenset[str]:
    found = asked(entry, node.of.concepts, node.of.excluding) or entry.names
    return frozenset(one.name for one in found)


def _meet(one: Days, other: Days) -> bool:
    return one.first <= other.last and other.first <= one.last


# -- cycles and doses --------------------------------------------------------------------------


def amounts(entries: Entries, node: Count, view: View) -> Total:
    """The cycles, or the cumulative dose, of all entries together."""
    parts = _once([_part(entry, sure, node, view) for entry, sure in entries])
    gaps = [one.gap for one in parts if one.gap is not None]
    high: Fraction | None = _ZERO
    for one in parts:
        high = None if high is None or one.high is None else high + one.high
    taken: list[Part] = []
    for one in sorted((one for one in parts if one.sure), key=lambda one: -one.low):
        rival = next((other for other in taken if not _adds(one, other, node, view)), None)
        if rival is None:
            taken.append(one)
        elif one.low:
            gaps.append(_which(one, rival))
    mixed = {name for one in parts for name in one.names}
    low = sum((one.low for one in taken), _ZERO)
    if node.what == "dose" and not node.equivalent and len(mixed) > 1:
        detail = f"doses of {' and '.join(sorted(mixed))} are added only as equivalents of one drug"
        gaps.append(Gap(f"how doses of {' and '.join(sorted(mixed))} add up", "protocol_ambiguous", detail, "ask"))
        surely = {name for one in parts if one.sure for name in one.names}
        return Total(_ZERO if len(surely) > 1 else low, None, tuple(parts), tuple(gaps))
    least, most = (sum((one.spread[end] for one in taken), _ZERO) for end in (0, 1))
    return Total(low, high, tuple(parts), tuple(gaps), (least, most))


def _once(parts: list[Part]) -> list[Part]:
    """What began on one day and has one name is one treatment, listed twice; where the records differ, either."""
    groups: dict[object, list[Part]] = {}
    for part in parts:
        known = part.days.exact and part.entry.start is not None
        groups.setdefault((part.names, part.days.first) if known else id(part.entry), []).append(part)
    return [_one_of(several) for several in groups.values()]


def _one_of(several: list[Part]) -> Part:
    said = [one for one in several if one.high is not None]
    if len(several) == 1 or not said:
        return several[0]
    sure = [one for one in said if one.sure]
    highs = [one.high for one in said if one.high is not None]
    differ = len(set(highs)) > 1
    first = (sure or said)[0]
    paths = " and ".join(one.entry.path for one in said)
    fact = f"which record of {first.entry.label} is right"
    clash = Gap(fact, "conflicting_records", f"{paths} began on one day and differ", "chart")
    # An entry that doesn't say how much is told by one that does, if that surely counts.
    high = max(highs) if sure or len(said) == len(several) else None
    return replace(
        first, sure=any(one.sure for one in several), low=min((one.low for one in sure), default=_ZERO), high=high,
        gap=clash if differ else next((one.gap for one in said if one.gap), None),
    )  # fmt: skip


def _adds(one: Part, other: Part, node: Count, view: View) -> bool:
    """Whether two amounts surely add up: they aren't one treatment listed twice, nor, for cycles, the drugs of one
    regimen listed apart."""
    if one.names == other.names and one.low == other.low and _meet(one.days, other.days):
        return False
    if node.what == "dose" or one.names & other.names:
        return True
    return not _meet(_whole(one.entry, view), _whole(other.entry, view))


def _whole(entry: Entry, view: View) -> Days:
    """All the days on which it may have been given."""
    begun = view.clip(entry.start)
    last = view.clip(entry.end).last if entry.end is not None else view.as_of
    return Days(begun.first, max(begun.first, last))


def _which(one: Part, other: Part) -> Gap:
    detail = f"{one.entry.path} and {other.entry.path} may be one treatment"
    fact = f"whether {one.entry.label} and {other.entry.label} are one treatment"
    return Gap(fact, "undated" if not (one.entry.start and other.entry.start) else "not_recorded", detail, "chart")


def _part(entry: Entry, sure: bool, node: Count, view: View) -> Part:
    names, days = _names(entry, node), _begun(entry, view)
    amount, told, gap, others = _cycles(entry) if node.what == "cycles" else _dose(entry, node)
    source = _source(names, node) if amount is not None else ""
    when = f" {entry.start}" if entry.start else ""
    text = f"{entry.label}{when}: {told}"
    if amount and node.what == "cycles" and one_of_several(entry, asked(entry, node.of.concepts, node.of.excluding)):
        fact = f"cycles of {' and '.join(sorted(names))} in {entry.label}"
        detail = f"{entry.path} tells the cycles of all its drugs, which may have been given one after another"
        apart = Gap(fact, "not_recorded", detail, "chart")
        return Part(entry, days, sure, _ZERO, amount, text, apart, names=names)
    if amount is None:
        return Part(entry, days, sure, _ZERO, None, text, gap, names=names)
    if not _inside(entry, node, view):
        fact = f"how much of the {told} of {entry.label} counts"
        outside = Gap(fact, "not_recorded", f"{entry.path} isn't surely inside the time asked about", "chart")
        return Part(entry, days, sure, _ZERO, amount, text, outside, names=names)
    return Part(entry, days, sure, amount if sure else _ZERO, amount, text, None, others, names, source)


_Told = tuple[Fraction | None, str, Gap | None, tuple[Fraction, Fraction]]


def _cycles(entry: Entry) -> _Told:
    cycles = entry.details.cycles
    if cycles is None:
        gap = Gap(f"cycles of {entry.label}", "not_recorded", f"{entry.path} has no cycles", "chart")
        return None, "cycles not recorded", gap, (_ZERO, _ZERO)
    number = Fraction(cycles)
    return number, f"{cycles} cycle{'s' if cycles != 1 else ''}", None, (number, number)


def _dose(entry: Entry, node: Count) -> _Told:
    """The whole dose of an entry, in the rule's unit and of the drug that it converts into."""
    made = dosing.convert(entry, Dosed(node.op, node.number, node.unit, "", node.equivalent), node.of)
    dose = entry.details.dose
    if isinstance(made, Answer) or dose is None:
        assert isinstance(made, Answer)
        return None, made.detail, Gap(made.fact, made.reason, made.detail, "chart"), (_ZERO, _ZERO)
    text = dosing.written(dose)
    if dose.per == "cycle":
        text += f" x {entry.details.cycles} cycles"
    if made.factor != 1:
        text += f" x {show(made.factor, 4)}"
    if made.factor != 1 or dose.per:
        text += f" = {show(made.amount, 3)} {node.unit}"
    name = "".join(_names(entry, node))
    figures = spread(name, node.equivalent, entry.details.said.get("route", "")) if node.equivalent else None
    own = made.amount / made.factor
    ends = (own * figures[0], own * figures[1]) if figures and made.factor else (made.amount, made.amount)
    return made.amount, text, None, ends


def _source(names: frozenset[str], node: Count) -> str:
    """Where the figure is from that a dose is converted by."""
    found = equivalents().get(("".join(names), node.equivalent))
    if found is None or found.factor == 1:
        return ""
    return f"1 mg of {''.join(names)} counts as {show(found.factor, 4)} mg of {node.equivalent}: {found.source}"


def _inside(entry: Entry, node: Count, view: View) -> bool:
    """Whether all of it surely was given inside the window, and up to the reference date."""
    stretch = view.stretch(node.of.window)
    begun = view.clip(entry.start)
    bounded = node.of.window is not None and (node.of.window.start or node.of.window.half_lives)
    if bounded and (entry.start is None or begun.first < stretch.sure_first):
        return False
    today = view.patient.reference or view.as_of
    if stretch.sure_last >= today:
        return True
    last = entry.end.last if entry.end is not None else today
    return last <= stretch.sure_last
