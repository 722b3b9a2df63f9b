"""What a dose of one drug is worth in another: glucocorticoids in prednisone, anthracyclines in doxorubicin.

Read once, on first use, from data/equivalents.csv. A drug without a row has no known equivalent: nothing is assumed.
Publications differ. `equivalent` is the figure of the row's own source; `spread` covers the others that it names.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

__all__ = ["Equivalent", "equivalent", "equivalents", "spread", "standards"]

_DATA = Path(__file__).parent / "data" / "equivalents.csv"


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Milligrams of the standard that a milligram of the drug is worth.

    `others`: what other publications give. `route`: the only route the figure is for; empty: any that reaches the
    whole body.
    """

    factor: Fraction
    others: tuple[Fraction, ...]
    route: str
    source: str
    note: str = ""


def equivalent(drug: str, standard: str, route: str = "") -> Fraction | None:
    """Milligrams of the standard in a milligram of the drug, both by their canonical therapy names.

    None where the table holds no figure, or one for another route than the drug was surely given by.
    """
    found = equivalents().get((drug, standard))
    return found.factor if found is not None and found.route in ("", route) else None


def spread(drug: str, standard: str, route: str = "") -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest published figure; None as for `equivalent`."""
    factor = equivalent(drug, standard, route)
    if factor is None:
        return None
    figures = (factor, *equivalents()[drug, standard].others)
    return min(figures), max(figures)


def standards() -> tuple[str, ...]:
    """The drugs into whose doses others are converted, in the order of the table."""
    return tuple(dict.fromkeys(standard for _, standard in equivalents()))


@lru_cache(maxsize=1)
def equivalents() -> dict[tuple[str, str], Equivalent]:
    """All equivalents by (drug, standard)."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            (row["drug"], row["standard"]): Equivalent(
                Fraction(row["factor"]),
                tuple(Fraction(one) for one in row["others"].split("|") if one),
                row["route"], row["source"], row["note"],
            )
            for row in csv.DictReader(file)
        }  # fmt: skip
