"""How long drugs stay: the elimination half-lives of therapies and other medicines.

Read once, on first use, from data/half_lives.csv. A drug without a row has no known half-life: nothing is assumed.
Depot forms whose release lasts longer than the drug's own elimination, and radionuclides, are left out on purpose.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

__all__ = ["HalfLife", "half_life", "half_lives"]

_DATA = Path(__file__).parent / "data" / "half_lives.csv"


@dataclass(frozen=True, slots=True)
class HalfLife:
    """An elimination half-life in hours: what its sources give lies between `low` and `high`, both included.

    Equal ends are a mean, or the only figure there is. Where an active metabolite or a payload stays longer than
    the drug itself, `high` is its own; `note` says so.
    """

    low: Fraction
    high: Fraction
    source: str
    note: str = ""


def half_life(agent: str) -> HalfLife | None:
    """The half-life of a drug by its canonical therapy name; None where the table holds none."""
    return half_lives().get(agent)


@lru_cache(maxsize=1)
def half_lives() -> dict[str, HalfLife]:
    """All half-lives by canonical therapy name, in the order of the table of therapies."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            row["agent"]: HalfLife(Fraction(row["low"]), Fraction(row["high"]), row["source"], row["note"])
            for row in csv.DictReader(file)
        }
