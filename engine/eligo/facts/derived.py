"""Answers of tests that follow from others: HER2 immunohistochemistry 3+ makes the HER2 status positive.

By the rows of derived_results.csv. Of each source its newest result counts, up to each day on which one was
measured; the answer is of the later of the days it rests on. What rests on several sources needs all of them within
90 days of each other (judgment of this module): a hybridization of 2023 says nothing of an immunohistochemistry of
2025, which may be of another metastasis. A recorded answer of the same day stays, unless it says less: then the one
that follows takes its place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from typing import Literal

from eligo.facts.dates import Days
from eligo.facts.making import maker
from eligo.facts.patient import Interval, Result
from eligo.quantity.numbers import exact
from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes, level
from eligo.vocabulary.test_words import meant, says

_PART = re.compile(r"(?P<name>.+?)\s*(?P<op>>=|<=|=|>|<)\s*(?P<bound>.+)")
_NUMBER = re.compile(r"(?P<number>[0-9.]+)\s*(?P<unit>.*)")
_FROM = " (from "
_MOST = 16  # combinations of results of one day
_TOGETHER = 90  # days
_result = maker(Result)

Source = tuple[Literal["test", "measure"], str]
Found = Mapping[str, Sequence[Result]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one source must say: a word of a test, or how a measure compares with a number in its own unit."""

    source: Source
    op: str
    word: str
    bound: Fraction | None
    text: str


Row = tuple[str, tuple[Part, ...]]  # the word, and all that it follows from


def derived(results: Found, tests: Found, *, male: bool = False) -> dict[str, tuple[Result, ...]]:
    """The tests that have an answer which follows from other results, with all their results.

    `male`: nothing follows of what only women have: a man's hCG is of a tumor.
    """
    measures, words = _sources()
    if measures.isdisjoint(results) and words.isdisjoint(tests):
        return {}
    made: dict[str, tuple[Result, ...]] = {}
    for test, rows in _rules().items():
        if male and concepts.table("test")[test].row["needs"]:
            continue
        sources = dict.fromkeys(part.source for _, parts in rows for part in parts)
        found = {
            one: several
            for one in sources
            if (several := results.get(one[1]) if one[0] == "measure" else made.get(one[1]) or tests.get(one[1]))
        }
        if found and (new := _answers(test, rows, found)):
            made[test] = _beside(test, tests.get(test, ()), new)
    return made


def _answers(test: str, rows: Sequence[Row], found: Mapping[Source, Sequence[Result]]) -> list[Result]:
    """What follows, of each day on which a source was measured."""
    days = sorted({day for several in found.values() for one in several if (day := _day(one)) is not None})
    if sum(len(several) for several in found.values()) > sum(_day(o) is not None for s in found.values() for o in s):
        # Without all days it is known what goes together only where each was measured once.
        alone = {source: several[0] for source, several in found.items()}
        return _of(test, rows, alone) if all(len(several) == 1 for several in found.values()) else []
    made: list[Result] = []
    for day in days:
        newest = {source: _newest(several, day) for source, several in found.items()}
        known = {source: several for source, several in newest.items() if several}
        new: dict[str, Result] = {}
        for chosen in islice(product(*known.values()), _MOST):
            for one in _of(test, rows, dict(zip(known, chosen, strict=True))):
                new.setdefault(one.word, one)
            if not new and made:
                # What is newer isn't understood, or says nothing: the older answer doesn't stand for it.
                last = max(chosen, key=lambda one: _day(one) or date.min)
                new[""] = _made(test, "", last.raw, last.path, last.day)
        made.extend(one for one in new.values() if _day(one) == day)
    return made


def _of(test: str, rows: Sequence[Row], chosen: Mapping[Source, Result]) -> list[Result]:
    """What follows from one result of each source: of rows that hold, those that ask for more win."""
    said = [
        (word, parts, _together([chosen[part.source] for part in parts]))
        for word, parts in rows
        if all(part.source in chosen and _holds(part, chosen[part.source]) is True for part in parts)
    ]
    holding = [(word, parts) for word, parts, near in said if near is True]
    doubtful = [(word, parts) for word, parts, near in said if near is None]
    made: dict[str, Result] = {}
    for word, parts in holding:
        if any(set(parts) < set(others) for _, others in holding):
            continue
        if any(set(parts) < set(others) and says(test, more, word) is not True for more, others in doubtful):
            word = ""  # whether more follows hangs on a day that isn't known
        used = list(dict.fromkeys(chosen[part.source] for part in parts))
        told = " and ".join(_told(one) for one in used)
        last = _latest(used)
        path = (last or used[-1]).path
        made.setdefault(word, _made(test, word, f"{word}{_FROM}{told})", path, last.day if last else None))
    return list(made.values())


def _told(one: Result) -> str:
    """`HER2 IHC 3+`, `ER percentage 80 %`; of what was itself derived, what it was derived from."""
    _, follows, inner = one.raw.partition(_FROM)
    return inner.removesuffix(")") if follows else f"{one.test} {one.raw}"


def _made(test: str, word: str, raw: str, path: str, day: Days | None) -> Result:
    made: Result = _result(path, test, raw, "", None, "", Fraction(0), False, word, day, None, None, None)
    return made


def _beside(test: str, recorded: Sequence[Result], made: Sequence[Result]) -> tuple[Result, ...]:
    """Recorded answers with those that follow. Of two of one day that agree, the one that says more counts."""
    kept, left = list(recorded), list[Result]()
    for one in made:
        own = meant(test, one.word)
        known = [(other, meant(test, other.word)) for other in recorded if _same_day(one, other)]
        if own is None or not any(said is not None and said <= own for _, said in known):
            left.append(one)
            wider = [other for other, said in known if own is not None and said is not None and own < said]
            kept = [other for other in kept if other not in wider]
    return (*kept, *left)


# -- days --------------------------------------------------------------------------------------


def _day(one: Result) -> date | None:
    """The day of a result, where there is one and no more."""
    return one.day.first if one.day is not None and one.day.exact else None


def _same_day(one: Result, other: Result) -> bool:
    return _day(one) == _day(other) if one.day and other.day and _day(one) else one.day is None and other.day is None


def _together(used: Sequence[Result]) -> bool | None:
    """Whether all of these were taken within 90 days of each other, as the results of one specimen are; None where
    their days leave it open."""
    if len({id(one) for one in used}) == 1:
        return True
    days = [one.day for one in used if one.day is not None]
    if days and (max(one.first for one in days) - min(one.last for one in days)).days > _TOGETHER:
        return False
    sure = len(days) == len(used) and (max(o.last for o in days) - min(o.first for o in days)).days <= _TOGETHER
    return True if sure else None


def _newest(several: Sequence[Result], day: date) -> list[Result]:
    """The results of the newest day that isn't after a day."""
    placed = [(own, one) for one in several if (own := _day(one)) is not None and own <= day]
    last = max((own for own, _ in placed), default=None)
    return [one for own, one in placed if own == last]


def _latest(used: Sequence[Result]) -> Result | None:
    """The one of these that is surely no older than the others; None where that isn't known."""
    for one in used:
        if len(used) == 1 or (
            one.day is not None
            and all(other.day is not None and other.day.last <= one.day.first for other in used if other is not one)
        ):
            return one
    exact_ = [one for one in used if _day(one) is not None]
    return max(exact_, key=lambda one: _day(one) or date.min) if len(exact_) == len(used) else None


# -- one part ----------------------------------------------------------------------------------


def _holds(part: Part, one: Result) -> bool | None:
    """Whether a result says what is asked of it; None where it leaves that open."""
    if part.source[0] == "test":
        return says(part.source[1], one.word, part.word)
    if one.problem is not None or one.interval is None or part.bound is None:
        return None
    return _compared(one.interval, part.op, part.bound)


def _compared(interval: Interval, op: str, bound: Fraction) -> bool | None:
    """The comparison for every value in the interval at once."""
    low, high = interval.low, interval.high
    if op in ("<", "<="):
        turned = _compared(interval, ">=" if op == "<" else ">", bound)
        return None if turned is None else not turned
    if op == "=":
        if interval.point is not None:
            return interval.point == bound
        return False if _compared(interval, ">", bound) or _compared(interval, "<", bound) else None
    strict = op == ">"
    if low is not None and (low > bound or (low == bound and (not strict or interval.low_open))):
        return True
    below = high is not None and (high < bound or (high == bound and (strict or interval.high_open)))
    return False if below else None


# -- the table ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[Row, ...]]:
    """The rows by test, a test after all that it follows from."""
    found: dict[str, list[Row]] = {}
    with (concepts.DATA / "derived_results.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["test"], []).append((row["word"], tuple(_parts(row["from"]))))
    ordered: dict[str, tuple[Row, ...]] = {}
    while len(ordered) < len(found):
        ready = [test for test in found if test not in ordered and not _waiting(found[test], set(found) - set(ordered))]
        if not ready:
            raise ValueError(f"derived_results.csv: {', '.join(set(found) - set(ordered))} follow from each other")
        ordered.update((test, tuple(found[test])) for test in ready)
    return ordered


def _waiting(rows: Sequence[Row], left: set[str]) -> bool:
    return any(part.source[0] == "test" and part.source[1] in left for _, parts in rows for part in parts)


@lru_cache(maxsize=1)
def _sources() -> tuple[frozenset[str], frozenset[str]]:
    """(the measures that something follows from, the tests)."""
    every = [part.source for rows in _rules().values() for _, parts in rows for part in parts]
    return (
        frozenset(name for kind, name in every if kind == "measure"),
        frozenset(name for kind, name in every if kind == "test"),
    )


def _parts(text: str) -> Iterator[Part]:
    """`HER2 IHC = 2+ & HER2 ISH = amplified`, cut up. Raises ValueError for a name or a bound that isn't known."""
    for one in text.split("&"):
        cut = _PART.fullmatch(one.strip())
        if cut is None:
            raise ValueError(f"derived_results.csv: {one!r} isn't understood")
        name, op, bound = cut["name"], cut["op"], cut["bound"]
        key = concepts.lookup("measure", name)
        if key is not None and key in analytes():
            yield Part(("measure", key), op, "", _bound(key, bound), one.strip())
        elif (test := concepts.lookup("test", name)) is not None and op == "=" and meant(test, bound) is not None:
            yield Part(("test", test), op, bound, None, one.strip())
        else:
            raise ValueError(f"derived_results.csv: {one!r} isn't understood")


def _bound(key: str, text: str) -> Fraction:
    """A rank of a scale, or a number in the analyte's unit."""
    if analytes()[key].levels:
        rank = level(key, text)
        if rank is not None:
            return rank
    cut = _NUMBER.fullmatch(text)
    by = conversion(key, cut["unit"]) if cut else None
    if cut is None or by is None:
        raise ValueError(f"derived_results.csv: {text!r} isn't a value of {analytes()[key].name}")
    return exact(cut["number"]) * by.scale + by.offset
