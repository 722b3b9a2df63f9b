"""Makes the unit tables: `python -m eligo.quantity.build` writes them, `--check` compares them.

conversions.csv: analyte, unit, scale, offset, molar, basis; every analyte with every unit of its
families. unit_spellings.csv: family, spelling, unit. Both come from units.toml and the analytes;
factors are pint's, exact.
"""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import TypedDict

from eligo.quantity.dimension import BASES, bridge, factor
from eligo.quantity.spelling import normal
from eligo.vocabulary.analytes import Analyte, analytes

_DATA = Path(__file__).parent / "data"
CONVERSIONS = _DATA / "conversions.csv"
SPELLINGS = _DATA / "unit_spellings.csv"


class _Piece(TypedDict, total=False):
    pint: str
    factor: str
    offset: str
    spellings: list[str]
    exact: list[str]


class _Over(TypedDict):
    numerators: dict[str, _Piece]
    denominators: dict[str, _Piece]


class _Entry(TypedDict, total=False):
    base: str
    basis: str
    insert: list[str]
    units: dict[str, _Piece]
    over: _Over


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a family: value in base units = value x factor + offset; and how it is spelled.

    `loose` spellings are found in any case and are in lower case, `exact` ones to the letter.
    """

    ucum: str
    factor: Fraction
    offset: Fraction
    loose: frozenset[str]
    exact: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    """Units that convert into each other without knowing the analyte, those named one by one first."""

    base: str
    basis: str
    units: dict[str, Unit]


def read_families() -> dict[str, Family]:
    """The families of units.toml. Raises ValueError where two units share a spelling."""
    with (_DATA / "units.toml").open("rb") as file:
        entries: dict[str, _Entry] = tomllib.load(file)
    return {name: _family(name, entry) for name, entry in entries.items()}


def conversions_table() -> str:
    """The text of conversions.csv. Raises ValueError for a family that nothing leads to."""
    known = read_families()
    return _csv(("analyte", "unit", "scale", "offset", "molar", "basis"), _conversion_rows(known))


def spellings_table() -> str:
    """The text of unit_spellings.csv."""
    rows = [
        (name, spelling, unit.ucum)
        for name, family in read_families().items()
        for unit in family.units.values()
        for spelling in sorted(unit.loose | unit.exact)
    ]
    return _csv(("family", "spelling", "unit"), rows)


def _family(name: str, entry: _Entry) -> Family:
    units = {ucum: _unit(name, ucum, piece) for ucum, piece in entry.get("units", {}).items()}
    if "over" in entry:
        for unit in _composed(name, entry["over"], entry.get("insert", [""])):
            units[unit.ucum] = _merged(units[unit.ucum], unit) if unit.ucum in units else unit
    seen: dict[str, str] = {}
    for unit in units.values():
        for spelling in unit.loose | unit.exact:
            if seen.setdefault(spelling, unit.ucum) != unit.ucum:
                raise ValueError(f"{name}: {spelling!r} is both {seen[spelling]} and {unit.ucum}")
    return Family(entry["base"], entry.get("basis", ""), units)


def _unit(family: str, ucum: str, piece: _Piece) -> Unit:
    scale = factor(piece["pint"], family) if "pint" in piece else Fraction(piece["factor"])
    loose = {normal(spelling) for spelling in (*piece.get("spellings", ()), ucum)}
    return Unit(
        ucum,
        scale,
        Fraction(piece.get("offset", "0")),
        frozenset(spelling.casefold() for spelling in loose),
        frozenset(piece.get("exact", ())),
    )


def _composed(family: str, over: _Over, insert: list[str]) -> Iterator[Unit]:
    for top, above in over["numerators"].items():
        for bottom, below in over["denominators"].items():
            ucum = f"{top}/{bottom}"
            loose = {normal(ucum).casefold()}
            exact: set[str] = set()
            # Spellings meet as text, so that `x` and `/` fall where a writer puts them.
            for under, between in product(below.get("spellings", ()), insert):
                behind = f"{between}/{under}"
                loose |= {normal(head + behind).casefold() for head in above.get("spellings", ())}
                for head, form in product(above.get("exact", ()), (under, under.upper(), bottom)):
                    exact.add(normal(f"{head}{between}/{form}"))
            yield Unit(ucum, _ratio(family, above, below), Fraction(0), frozenset(loose), frozenset(exact))


def _ratio(family: str, above: _Piece, below: _Piece) -> Fraction:
    """The factor of a pair. Pieces that pint doesn't know have a factor of their own."""
    if "pint" in above and "pint" in below:
        return factor(f"{above['pint']} / {below['pint']}", family)
    if "pint" in above:
        return factor(above["pint"], family) / Fraction(below["factor"])
    if family in BASES:
        return Fraction(above["factor"]) * factor(f"1 / {below['pint']}", family)
    # A unit of its own kind over a volume: its base is one of it in a litre.
    return Fraction(above["factor"]) * factor(f"g / {below['pint']}", "mass_concentration")


def _merged(one: Unit, other: Unit) -> Unit:
    if one.factor != other.factor:
        raise ValueError(f"{one.ucum} has two factors")
    return Unit(one.ucum, one.factor, one.offset, one.loose | other.loose, one.exact | other.exact)


def _conversion_rows(known: dict[str, Family]) -> Iterator[tuple[str, ...]]:
    for analyte in analytes().values():
        own = known[analyte.families[0]].units[analyte.unit]
        rows = list(_rows_of(analyte, own, known))
        rows.sort(key=lambda row: row[1] != analyte.unit)
        yield from rows


def _rows_of(analyte: Analyte, own: Unit, known: dict[str, Family]) -> Iterator[tuple[str, ...]]:
    for name in analyte.families:
        across = bridge(analyte, name, analyte.families[0])
        if across is None:
            raise ValueError(f"{analyte.key}: nothing leads from {name} to {analyte.families[0]}")
        for unit in known[name].units.values():
            scale = unit.factor * across[0] / own.factor
            offset = unit.offset * across[0] / own.factor
            molar = "yes" if across[1] else ""
            yield analyte.key, unit.ucum, str(scale), str(offset), molar, known[name].basis


def _csv(header: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def main(arguments: list[str]) -> int:
    """Writes the tables; with `--check`, only says which differ. Returns 1 if any does, 2 for usage."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m eligo.quantity.build [--check]", file=sys.stderr)
        return 2
    stale = []
    for path, text in ((CONVERSIONS, conversions_table()), (SPELLINGS, spellings_table())):
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if not arguments:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} {'differs' if arguments else 'written'}")
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
