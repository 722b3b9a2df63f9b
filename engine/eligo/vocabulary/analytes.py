"""The analytes: what can be measured, in which unit, within which limits, and by what it is called.

Read once, on first use, from data/analytes.csv and data/measure_families.csv. A family of measures
(`GFR`, `QTc`) is a word of protocols for several methods; a patient's result so called belongs to
the member whose method isn't stated.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from eligo.vocabulary import names

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Analyte:
    """One row of analytes.csv. Limits are in `unit`, both ends included; None: no such limit.

    `spellings` are compared without case, hyphens and plurals, `exact` letter by letter. `families`
    are unit families, the one of `unit` first; `alternative` is the unit usual beside it, or "".
    Beyond `data_low..data_high` a patient's value is a data error; beyond
    `threshold_low..threshold_high` a protocol's threshold is, `uln_low..uln_high` an upper limit of
    normal. `molar_mass` is in g/mol, `valence`
    in equivalents a mole. `limits`: whether a limit of normal (ULN, LLN) makes sense.
    `obtain` is what it takes to get a value; `group` the family whose methods answer for each other.
    `levels`: the steps of a scale that answers with words, from the lowest, as (rank, its words). The
    first word is the one shown. A number counts only where it is one of the words: BI-RADS 5 isn't rank 5.
    """

    key: str
    name: str
    spellings: tuple[str, ...]
    exact: tuple[str, ...]
    unit: str
    alternative: str
    families: tuple[str, ...]
    valence: int | None
    loinc: tuple[str, ...]
    loinc_source: str
    molar_mass: Fraction | None
    molar_mass_source: str
    data_low: Fraction | None
    data_high: Fraction | None
    threshold_low: Fraction | None
    threshold_high: Fraction | None
    uln_low: Fraction | None
    uln_high: Fraction | None
    limits: bool
    obtain: str
    group: str
    levels: tuple[tuple[Fraction, tuple[str, ...]], ...]
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class MeasureFamily:
    """One row of measure_families.csv: a protocol's word, the analytes it accepts (`members`), and
    the analyte that a patient's result of that name is filed under (`record_member`).

    `computed`: whether a member that a formula gives may decide; else it is a hint for the reader.
    """

    key: str
    name: str
    spellings: tuple[str, ...]
    exact: tuple[str, ...]
    members: tuple[str, ...]
    record_member: str
    computed: bool
    note: str


@lru_cache(maxsize=1)
def analytes() -> dict[str, Analyte]:
    """All analytes by key, in the order of the table."""
    return {row["key"]: _analyte(row) for row in _rows("analytes.csv")}


@lru_cache(maxsize=1)
def measure_families() -> dict[str, MeasureFamily]:
    """All families of measures by key, in the order of the table."""
    return {
        row["key"]: MeasureFamily(
            key=row["key"],
            name=row["name"],
            spellings=_parts(row["spellings"]),
            exact=_parts(row["exact"]),
            members=_parts(row["members"]),
            record_member=row["record_member"],
            computed=row["formulas"] == "decide",
            note=row["note"],
        )
        for row in _rows("measure_families.csv")
    }


def level(key: str, text: str) -> Fraction | None:
    """The rank of a word on the scale `key` (`II`, `NYHA class II`, `1+`); None for any other text.

    Case doesn't matter, and the scale's own name or `class`, `grade`, `stage` may stand before the
    word. A bare number is looked up like a word. None too for an analyte without levels.
    """
    words, titles = _words(key)
    pieces = _CROSSES.sub("+", _HYPHEN.sub(" ", text.casefold())).split()
    for at in range(len(pieces)):
        rank = words.get(" ".join(pieces[at:]))
        if rank is not None and _bare(" ".join(pieces[:at])) in titles:
            return rank
    return None


def level_name(key: str, rank: Fraction) -> str:
    """The word shown for a rank of the scale `key`; the number itself where the scale has no such rank."""
    return next((words[0] for own, words in analytes()[key].levels if own == rank), str(rank))


_HYPHEN = re.compile(r"(?<=\w)[-:](?=\s*\w)")
_CROSSES = re.compile(r"(?<=\d)\s*\+\s*")
# What may stand between the name of a scale and the word: NYHA class II.
_STEPS = frozenset({"category", "class", "grade", "group", "level", "score", "stage"})


def _bare(title: str) -> str:
    """The key of a scale's name without `class`, `grade` and the like at its end."""
    pieces = names.key(title).split()
    while pieces and pieces[-1] in _STEPS:
        pieces.pop()
    return " ".join(pieces)


@lru_cache(maxsize=None)
def _words(key: str) -> tuple[dict[str, Fraction], frozenset[str]]:
    """(ranks by word in lower case, what may stand before a word) of one scale."""
    analyte = analytes()[key]
    titles = {_bare(title) for title in ("", analyte.name, *analyte.spellings, *analyte.exact)}
    return {word.casefold(): rank for rank, words in analyte.levels for word in words}, frozenset(titles)


def _level(part: str) -> tuple[Fraction, tuple[str, ...]]:
    rank, _, words = part.partition(":")
    return Fraction(rank), tuple(words.split(","))


def _analyte(row: dict[str, str]) -> Analyte:
    return Analyte(
        key=row["key"],
        name=row["name"],
        spellings=_parts(row["spellings"]),
        exact=_parts(row["exact"]),
        unit=row["unit"],
        alternative=row["alternative"],
        families=_parts(row["families"]),
        valence=int(row["valence"]) if row["valence"] else None,
        loinc=_parts(row["loinc"]),
        loinc_source=row["loinc_source"],
        molar_mass=_figure(row["molar_mass"]),
        molar_mass_source=row["molar_mass_source"],
        data_low=_figure(row["data_low"]),
        data_high=_figure(row["data_high"]),
        threshold_low=_figure(row["threshold_low"]),
        threshold_high=_figure(row["threshold_high"]),
        uln_low=_figure(row["uln_low"]),
        uln_high=_figure(row["uln_high"]),
        limits=row["limits"] == "yes",
        obtain=row["obtain"],
        group=row["group"],
        levels=tuple(_level(part) for part in _parts(row["levels"])),
        source=row["source"],
        note=row["note"],
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _figure(cell: str) -> Fraction | None:
    return Fraction(cell) if cell else None
