"""The analytes: what can be measured, in which unit, within which limits, and by what it is called.

Read once, on first use, from data/analytes.csv and data/measure_families.csv. A family of measures
(`GFR`, `QTc`) is a word of protocols for several methods; a patient's result so called belongs to
the member whose method isn't stated.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

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
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class MeasureFamily:
    """One row of measure_families.csv: a protocol's word, the analytes it accepts (`members`), and
    the analyte that a patient's result of that name is filed under (`record_member`)."""

    key: str
    name: str
    spellings: tuple[str, ...]
    exact: tuple[str, ...]
    members: tuple[str, ...]
    record_member: str
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
            note=row["note"],
        )
        for row in _rows("measure_families.csv")
    }


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
