"""CTCAE grades of laboratory results: the thresholds of each term, by version.

Read once, on first use, from data/ctcae.csv (one row per term, version and thresholds; the terms'
spellings are in ctcae_terms.csv). A grade's cell is `-` where there is no such grade or where it
hangs on clinical signs alone, else alternatives, of which one is enough:

    <10 g/dL [6.2 mmol/L]            a value, with the figure printed for amounts in brackets
    >3 ULN   <0.75 LLN   >1.5 baseline   >ULN + 2 g/dL
    >3 ULN; if abnormal >3 baseline  the second half is for a baseline beyond the limit of normal
    >5 ULN or >2 ULN if symptoms     a `Condition`, which most often the result alone can't tell
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from eligo.quantity.units import conversion
from eligo.vocabulary import concepts

__all__ = ["VERSIONS", "Condition", "Grading", "Scale", "Threshold", "grading", "version_of"]

_DATA = Path(__file__).parent / "data" / "ctcae.csv"

VERSIONS = ("4", "5", "6")

Direction = Literal["low", "high"]
Side = Literal["<", "<=", ">", ">="]
Reference = Literal["ULN", "LLN", "baseline"]
Condition = Literal[
    "symptoms", "physiologic consequences", "fasting", "anticoagulated", "rounded", "below LLN", "baseline below LLN"
]


@dataclass(frozen=True, slots=True)
class Threshold:
    """One way to reach a grade: a value on the `op` side of factor x `of` + `add`, in the analyte's own unit.

    `molar`: the kind of unit `add` was printed in; `also` is the figure printed for the other kind, likewise in
    the analyte's own unit. `condition`: what must hold besides; most of these a result can't tell.
    """

    op: Side
    factor: Fraction
    of: Reference | None
    add: Fraction
    molar: bool = False
    also: Fraction | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The thresholds of one analyte for grades 1 to 4, each a tuple of alternatives; empty: no such grade.

    `normal` counts where the baseline was normal, `abnormal` where it was beyond the limit; they are the
    same where CTCAE makes no difference. `split`: it does.
    """

    normal: tuple[tuple[Threshold, ...], ...]
    abnormal: tuple[tuple[Threshold, ...], ...]
    split: bool


@dataclass(frozen=True, slots=True)
class Grading:
    """The laboratory grades of a term in one version. `scales` is by analyte, in the order of the table.

    `clinical` are the clauses a result can't show, with the grade that they give.
    """

    term: str
    version: str
    direction: Direction
    scales: tuple[tuple[str, Scale], ...]
    clinical: tuple[tuple[int, str], ...]
    source: str

    @property
    def analytes(self) -> tuple[str, ...]:
        """The analytes whose results are graded by this term."""
        return tuple(analyte for analyte, _ in self.scales)

    def scale(self, analyte: str) -> Scale | None:
        """The thresholds of an analyte; None for one that the term doesn't grade."""
        return dict(self.scales).get(analyte)


def version_of(text: str) -> str | None:
    """The version that a text names (`v5.0`, `4.03`, `CTCAE 6`): 4, 5 or 6; None for another."""
    found = re.fullmatch(r"(?:CTCAE)?\s*(?:version|v)?\.?\s*(\d)(?:\.\d{1,2})?", text.strip(), re.IGNORECASE)
    return found[1] if found and found[1] in VERSIONS else None


def grading(term: str, version: str) -> Grading | None:
    """The laboratory grades of a term, by any of its spellings, in version 4, 5 or 6 of CTCAE.

    None for a term without laboratory grades in that version, and for another version.
    """
    name, known = concepts.lookup("graded", term), version_of(version)
    return _table().get((name, known)) if name and known else None


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], Grading]:
    found: dict[tuple[str, str], Grading] = {}
    with _DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["term"], row["version"]
            made = _grading(row)
            before = found.get(name)
            found[name] = replace(made, scales=before.scales + made.scales) if before else made
    return found


def _grading(row: dict[str, str]) -> Grading:
    direction = row["direction"]
    if direction not in get_args(Direction):
        raise ValueError(f"{row['term']}: {direction!r} is no direction")
    clauses = (clause.split(": ", 1) for clause in concepts.parts(row["clinical"]))
    return Grading(
        term=row["term"],
        version=row["version"],
        direction=direction,  # type: ignore[arg-type]  # checked above
        scales=tuple((analyte, _scale(row, analyte)) for analyte in concepts.parts(row["analytes"])),
        clinical=tuple((int(grade), text) for grade, text in clauses),
        source=row["source"],
    )


def _scale(row: dict[str, str], analyte: str) -> Scale:
    cells = [row[f"grade{grade}"].split("; if abnormal ") for grade in range(1, 5)]
    normal = tuple(_alternatives(cell[0], analyte) for cell in cells)
    abnormal = tuple(_alternatives(cell[-1], analyte) for cell in cells)
    return Scale(normal, abnormal, any(len(cell) > 1 for cell in cells))


def _alternatives(cell: str, analyte: str) -> tuple[Threshold, ...]:
    return () if cell == "-" else tuple(_threshold(text, analyte) for text in cell.split(" or "))


_FIGURE = r"\d+(?:\.\d+)?"
_CELL = re.compile(
    rf"(?P<op>[<>]=?)"
    rf"(?:(?:(?P<factor>{_FIGURE}) )?(?P<of>ULN|LLN|baseline)(?: \+ (?P<more>{_FIGURE} \S+))?"
    rf"|(?P<value>{_FIGURE}(?: (?!if )[^\s\[]+)?))"
    rf"(?: \[(?P<also>{_FIGURE} \S+)\])?"
    rf"(?: if (?P<condition>.+))?"
)


def _threshold(text: str, analyte: str) -> Threshold:
    read = _CELL.fullmatch(text)
    if read is None or read["condition"] not in (None, *get_args(Condition)):
        raise ValueError(f"{text!r} can't be read as a threshold of {analyte}")
    of = read["of"]
    figure = read["value"] or read["more"]
    add, molar = _own(figure, analyte, bool(of)) if figure else (Fraction(0), False)
    also = _own(read["also"], analyte, bool(of))[0] if read["also"] else None
    return Threshold(
        op=read["op"],  # type: ignore[arg-type]  # one of four by the pattern
        factor=Fraction(read["factor"] or 1) if of else Fraction(0),
        of=of,  # type: ignore[arg-type]  # one of three by the pattern
        add=add,
        molar=molar,
        also=also,
        condition=read["condition"],  # type: ignore[arg-type]  # checked above
    )


def _own(figure: str, analyte: str, difference: bool) -> tuple[Fraction, bool]:
    """A figure with its unit in the analyte's own, and whether that took a molar mass. ValueError: no such unit."""
    number, _, unit = figure.partition(" ")
    by = conversion(analyte, unit)
    if by is None:
        raise ValueError(f"{unit!r} is no unit of {analyte}")
    # A difference between two values has no offset.
    return Fraction(number) * by.scale + (0 if difference else by.offset), by.molar
