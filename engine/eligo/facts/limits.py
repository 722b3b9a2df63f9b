"""A site's table of limits of normal: CSV with the columns analyte, sex, unit, low, high."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from eligo.diagnostics import Diagnostic
from eligo.quantity.numbers import NumberError, exact
from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes

Table = dict[tuple[str, str], tuple[Fraction | None, Fraction | None]]
COLUMNS = ("analyte", "sex", "unit", "low", "high")


def read_limits(path: Path) -> tuple[Table, list[Diagnostic]]:
    """(ULN, LLN) by analyte and sex (empty: both), in the analyte's unit. A bad row is named and left out."""
    found: list[Diagnostic] = []
    table: Table = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return {}, [Diagnostic("P006", f"the table of limits can't be read: {error}", file=str(path))]
    if not rows:
        help_ = f"a header and one row an analyte: {', '.join(COLUMNS)}"
        found.append(Diagnostic("P003", "limits: the table has no rows", file=str(path), help=help_))
    for number, row in enumerate(rows, 2):
        matter = _row(row, table)
        if matter:
            found.append(Diagnostic("P003", f"limits: {matter[0]}", file=str(path), line=number, help=matter[1]))
    return table, found


def _row(row: dict[str, str], table: Table) -> tuple[str, str] | None:
    if set(row) != set(COLUMNS) or None in row.values():
        return "a row needs " + ", ".join(COLUMNS), ""
    name, sex, unit = row["analyte"].strip(), row["sex"].strip().casefold(), row["unit"].strip()
    key = concepts.lookup("measure", name)
    if key is None or key not in analytes():
        return f"unknown analyte {name!r}", concepts.suggest(name, "measure")
    by = conversion(key, unit)
    if by is None:
        return f"{unit!r} is no unit of {name}", ""
    if sex not in ("", "female", "male"):
        return f"sex is female, male or empty, not {sex!r}", ""
    try:
        high, low = (
            exact(row[end].strip()) * by.scale + by.offset if row[end].strip() else None for end in ("high", "low")
        )
    except NumberError as error:
        return str(error), ""
    if (low is not None and high is not None and low > high) or (high is not None and high <= 0):
        return "low is above high, or high is not positive", ""
    if (key, sex) in table:
        return f"{name} is there twice" + (f" for {sex}" if sex else ""), "leave one of the rows out"
    table[key, sex] = (high, low)
    return None
