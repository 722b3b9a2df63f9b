"""Regimens inferred from what was given when: how few and how many lines of therapy the records allow.

What isn't recorded, a partial date, an intent, an end, leaves several histories open. All of them are walked
through at once, entry by entry in the order of their starts, with the days as ranges; so that a count that
comes out as one number is that of every history, and a missing fact, once it is told, only takes histories away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from eligo.vocabulary import concepts
from eligo.vocabulary.half_lives import half_life

# line: it is a line or part of one; early: treatment around surgery that counts; maintenance: part of the line before
# it; none: it is no line; given: its line number is the highest that is given.
Role = Literal["line", "early", "maintenance", "none", "given"]
Span = tuple[int, int]  # from the first day to the last that a day may be, as ordinals

_NEVER: Span = (10**7, 10**7)
_MANY = 24  # histories that end alike; more of them are taken as one that may be any of them
_MOST = 4_000  # steps; where there are more, only the widest bounds are told


@dataclass(frozen=True, slots=True)
class Rule:
    """Drugs started within so many days are one regimen; it ends with a gap of more than so many days."""

    within: int
    gap: int


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the walk sees it. `unknown`: it names what isn't known. `of`: whether it may (not) be of the
    therapy whose lines are counted. `stopped`: for `progression`, for `toxicity`; nothing else matters."""

    start: Span
    end: Span
    names: frozenset[str]
    unknown: bool
    roles: tuple[Role, ...]
    of: tuple[bool, ...] = (True,)
    stopped: str = ""

    @property
    def over(self) -> Span:
        """When the disease progressed on it, and it ended for that."""
        return self.end if self.stopped == "progression" else _NEVER

    @property
    def not_borne(self) -> frozenset[str]:
        return self.names if self.stopped == "toxicity" else frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """The count at the highest line number: it lies between `low` and `high`, where earlier entries without a
    number may add to it up to `most`. `also`: drugs of earlier numbered lines that may still have been given then,
    until `last`."""

    low: int
    high: int
    most: int
    also: frozenset[str] = frozenset()
    last: int = 0


@dataclass(frozen=True, slots=True)
class _Regimen:
    """What is being given: surely the drugs `sure`, perhaps those of `names`. `counted`: it is one of those counted.
    `over`: when one of its drugs was stopped for progression; `not_borne`: drugs that were stopped for toxicity."""

    start: Span
    last: Span
    sure: frozenset[str]
    names: frozenset[str]
    unknown: bool
    counted: bool
    top: bool = False
    over: Span = _NEVER
    not_borne: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _State:
    """Where a history stands: the regimen, that around surgery, how many of the latter, which items may still be
    given and which of these were, whether the highest line number has been reached."""

    later: _Regimen | None = None
    early: _Regimen | None = None
    early_lines: int = 0
    running: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()
    reached: bool = False


_Counts = dict[_State, Span]


def count(items: Sequence[Item], rule: Rule, given: Given | None = None) -> Span:
    """(the fewest, the most) lines that the items can be, as any history that they allow has them."""
    at: dict[int, _Counts] = {0: {_State(): (0, 0)}}
    seen = 0
    for _ in items:
        following: dict[int, _Counts] = {}
        for done, states in at.items():
            for number in _next(items, done):
                reached = following.setdefault(done | 1 << number, {})
                for state, counts in states.items():
                    for after, more in _after(state, number, items, rule, given):
                        _add(reached, after, _counted(counts, more))
                        seen += 1
                if seen > _MOST:
                    return _widest(items, given)
        at = {done: _few(states) for done, states in following.items()}
    ends = [(low + one.early_lines, high + one.early_lines) for one, (low, high) in at[(1 << len(items)) - 1].items()]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _counted(counts: Span, more: int | _Assigned) -> Span:
    return more.of(counts) if isinstance(more, _Assigned) else (counts[0] + more, counts[1] + more)


def _add(reached: _Counts, state: _State, counts: Span) -> None:
    low, high = reached.get(state, counts)
    reached[state] = (min(low, counts[0]), max(high, counts[1]))


def _few(states: _Counts) -> _Counts:
    """The same, or one state for many that are alike: it allows all that they do, and perhaps more."""
    if len(states) <= _MANY:
        return states
    alike: dict[object, tuple[_State, Span]] = {}
    for state, counts in states.items():
        marks = tuple((one.counted, one.top) if one else None for one in (state.later, state.early))
        key = (marks, state.early_lines, state.reached)
        known, span = alike.get(key, (state, counts))
        made = replace(
            known, later=_either(known.later, state.later), early=_either(known.early, state.early),
            running=known.running | state.running, present=known.present & state.present,
        )  # fmt: skip
        alike[key] = made, (min(span[0], counts[0]), max(span[1], counts[1]))
    reached: _Counts = {}
    for state, counts in alike.values():
        _add(reached, state, counts)
    return reached


def _either(one: _Regimen | None, other: _Regimen | None) -> _Regimen | None:
    if one is None or other is None or one == other:
        return one
    return replace(
        one, start=_hull(one.start, other.start), last=_hull(one.last, other.last), sure=one.sure & other.sure,
        names=one.names | other.names, unknown=one.unknown or other.unknown, over=_hull(one.over, other.over),
        not_borne=one.not_borne | other.not_borne,
    )  # fmt: skip


def _hull(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), max(one[1], other[1])


def _next(items: Sequence[Item], done: int) -> Iterator[int]:
    """The items that may be the next to start. Of those of one and the same day any order will do, but that
    maintenance comes behind what it maintains."""
    left = [number for number in range(len(items)) if not done >> number & 1]
    latest = min(items[number].start[1] for number in left)
    tied = [number for number in left if items[number].start == (latest, latest)]
    if any("maintenance" in items[number].roles and len(items[number].roles) > 1 for number in tied):
        yield from tied
    elif tied:
        yield min(tied, key=lambda number: items[number].roles == ("maintenance",))
    yield from (number for number in left if number not in tied and items[number].start[0] <= latest)


def _widest(items: Sequence[Item], given: Given | None) -> Span:
    possible = sum(any(role in ("line", "early", "maintenance") for role in one.roles) and any(one.of) for one in items)
    sure = any(one.roles == ("line",) and all(one.of) for one in items)
    if given is None:
        return int(sure), possible
    return max(given.low, int(sure)), given.high + possible


@dataclass(frozen=True, slots=True)
class _Assigned:
    """The count at the highest line number, whatever had been inferred before it. `again`: it had been reached."""

    given: Given
    again: bool

    def of(self, counts: Span) -> Span:
        given = self.given
        low = max(given.low, min(1, counts[0], given.most))
        return low, max(low, min(given.most, counts[1] + (0 if self.again else given.high)))


_Step = tuple[_State, int | _Assigned]


def _after(state: _State, number: int, items: Sequence[Item], rule: Rule, given: Given | None) -> Iterator[_Step]:
    """Where the history may stand once an item has started, and how many lines that adds."""
    item = items[number]
    # What has surely ended before all that is still to come is carried over no more.
    running = frozenset([one for one in state.running if items[one].end[1] >= item.start[0]])
    if running != state.running:
        state = replace(state, running=running, present=state.present & running)
    for role in item.roles:
        if role == "none":
            yield state, 0
            continue
        for of in item.of:
            if role == "early":
                yield from _early(state, item, of, rule)
            elif role == "given" and given is not None:
                yield from _given(state, number, items, of, given)
            elif role == "maintenance":
                yield from _kept_up(state, number, items, of)
            else:
                yield from _line(state, number, items, of, rule)


def _line(state: _State, number: int, items: Sequence[Item], of: bool, rule: Rule) -> Iterator[_Step]:
    item, regimen = items[number], state.later
    if regimen is None:
        yield from _begun(state, number, items, of)
        return
    joins, begins = _told(regimen, item, rule)
    if joins:
        yield _joined(state, number, items, of, regimen)
    if begins:
        yield from _begun(state, number, items, of)


def _told(regimen: _Regimen, item: Item, rule: Rule) -> tuple[bool, bool]:
    """(whether the item may be part of the regimen, whether it may begin another)."""
    least, most = max(0, item.start[0] - regimen.start[1]), max(0, item.start[1] - regimen.start[0])
    joins, begins = least <= rule.within, False
    if item.start[1] >= regimen.over[0] and not _old(item, regimen):
        # A progression ends a line, however soon another drug is begun.
        joins = joins and not (item.start[0] > regimen.over[1] and _new(item, regimen))
        begins = True
    if most > rule.within:
        gap_least, gap_most = item.start[0] - regimen.last[1], item.start[1] - regimen.last[0]
        joins = joins or not (gap_least > rule.gap or _new(item, regimen))
        begins = begins or gap_most > rule.gap or not _old(item, regimen)
        joins = joins or _in_its_place(item, regimen)
    return joins, begins


def _new(item: Item, regimen: _Regimen) -> bool:
    """Whether one of the drugs surely isn't of the regimen."""
    return not regimen.unknown and any(not any(related(name, one) for one in regimen.names) for name in item.names)


def _old(item: Item, regimen: _Regimen) -> bool:
    """Whether all of the drugs surely are of the regimen."""
    return not item.unknown and item.names <= regimen.sure


@lru_cache(maxsize=65536)
def related(one: str, other: str) -> bool:
    """Whether two names may mean the same drug: they are one, one contains the other, or they share a member."""
    if one == other or one in concepts.ancestors("therapy", other) or other in concepts.ancestors("therapy", one):
        return True
    return other in concepts.overlaps("therapy", one)


def _in_its_place(item: Item, regimen: _Regimen) -> bool:
    """Whether drugs may take the place of others of their classes that weren't borne: one line or two."""
    new = [name for name in item.names if name not in regimen.names]
    return bool(new) and all(any(one_class(name, other) for other in regimen.not_borne) for name in new)


@lru_cache(maxsize=65536)
def one_class(one: str, other: str) -> bool:
    """Whether two drugs are of one narrow class, such as taxanes."""
    mine, its = (_parents(name) for name in (one, other))
    return one != other and (related(one, other) or bool(mine & its))


def _parents(name: str) -> frozenset[str]:
    row = concepts.table("therapy").get(name)
    above = frozenset(concepts.parts(row.row.get("parents"))) if row else frozenset()
    narrow = (one for one in above if "anticancer therapy" in concepts.ancestors("therapy", one))
    return frozenset(narrow) - _WIDE


_WIDE = frozenset({"chemotherapy", "targeted therapy", "immunotherapy", "endocrine therapy", "systemic therapy",
                   "biological therapy", "monoclonal antibody", "therapeutic antibody against cancer"})  # fmt: skip


@lru_cache(maxsize=65536)
def _drug(name: str) -> bool:
    """Whether a name is one drug. A drug of which there are other forms (liposomal, bound to albumin) is one too."""
    return not concepts.is_class(name) or half_life(name) is not None


@lru_cache(maxsize=4096)
def _sure(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if _drug(name))


def _joined(state: _State, number: int, items: Sequence[Item], of: bool, regimen: _Regimen) -> _Step:
    made = _with(regimen, items[number], of)
    added = int(of and not regimen.counted)
    return _now(state, number, made), added


def _now(state: _State, number: int, regimen: _Regimen) -> _State:
    """The history with an item that has been given from now on."""
    running, present = state.running | {number}, state.present | {number}
    return _State(regimen, state.early, state.early_lines, running, present, state.reached)


def _with(regimen: _Regimen, item: Item, of: bool) -> _Regimen:
    return _Regimen(
        regimen.start, (max(regimen.last[0], item.end[0]), max(regimen.last[1], item.end[1])),
        regimen.sure | _sure(item.names), regimen.names | item.names,
        regimen.unknown or item.unknown, regimen.counted or of, regimen.top,
        (min(regimen.over[0], item.over[0]), min(regimen.over[1], item.over[1])),
        regimen.not_borne | item.not_borne,
    )  # fmt: skip


def _begun(state: _State, number: int, items: Sequence[Item], of: bool, top: bool = False) -> Iterator[_Step]:
    """A new regimen, with the drugs that are still being given."""
    item = items[number]
    made = _Regimen(
        item.start, item.end, _sure(item.names), item.names, item.unknown, of, top, item.over, item.not_borne
    )  # fmt: skip
    perhaps = False
    for other in state.running:
        one = items[other]
        on = other in state.present and one.end[0] >= item.start[1]
        made = _Regimen(
            made.start, (max(made.last[0], one.end[0] if on else 0), max(made.last[1], one.end[1])),
            made.sure | _sure(one.names) if on else made.sure,
            made.names | one.names, made.unknown or one.unknown, made.counted, made.top,
            (min(made.over[0], one.over[0]), min(made.over[1], one.over[1]) if on else made.over[1]),
            made.not_borne | one.not_borne,
        )  # fmt: skip
        perhaps = perhaps or any(one.of)
    after = _now(state, number, made)
    yield after, int(of)
    if perhaps and not of and not top:
        # A drug of another kind, added to one of those counted: whether that is a line of them is open.
        yield replace(after, later=replace(made, counted=True)), 1


def _kept_up(state: _State, number: int, items: Sequence[Item], of: bool) -> Iterator[_Step]:
    """Maintenance is part of the line before it; where none is recorded, it may be all that is told of one."""
    if state.later is None:
        yield state, 0
        yield from _begun(state, number, items, of)
        return
    yield _joined(state, number, items, of, state.later)
    if of and not state.later.counted:
        yield _joined(state, number, items, False, state.later)


def _given(state: _State, number: int, items: Sequence[Item], of: bool, given: Given) -> Iterator[_Step]:
    """An entry of the highest line number: the count is that number, and what follows may be further lines."""
    assigned = _Assigned(given, state.reached)
    state = replace(state, reached=True)
    if state.later is not None and state.later.top:
        after, _ = _joined(state, number, items, of, state.later)
        yield after, assigned
        return
    for after, _ in _begun(state, number, items, of, top=True):
        later = after.later
        assert later is not None
        last = (later.last[0], max(later.last[1], given.last))
        yield replace(after, later=replace(later, names=later.names | given.also, last=last)), assigned


def _early(state: _State, item: Item, of: bool, rule: Rule) -> Iterator[_Step]:
    """Treatment around surgery: one drug after another may be one treatment, before and after the operation."""
    regimen = state.early
    begun = replace(
        state, early=_Regimen(item.start, item.end, _sure(item.names), item.names, item.unknown, of),
        early_lines=state.early_lines + of,
    )  # fmt: skip
    if regimen is None:
        yield begun, 0
        return
    within = max(0, item.start[1] - regimen.start[0]) <= rule.within
    if within or item.start[0] - regimen.last[1] <= rule.gap:
        more = int(of and not regimen.counted)
        yield replace(state, early=_with(regimen, item, of), early_lines=state.early_lines + more), 0
    if not within and (not _old(item, regimen) or item.start[1] - regimen.last[0] > rule.gap):
        yield begun, 0
