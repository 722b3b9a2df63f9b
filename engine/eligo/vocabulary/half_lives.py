"""How long drugs stay: the elimination half-lives of therapies and other medicines.

Read from data/half_lives.csv by way of the index of names. A drug without a row has no known half-life: nothing is
assumed.
Depot forms whose release lasts longer than the drug's own elimination, and radionuclides, are left out on purpose.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from eligo.vocabulary import concepts

__all__ = ["HalfLife", "half_life", "half_lives"]


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


@lru_cache(maxsize=65536)
def half_life(agent: str) -> HalfLife | None:
    """The half-life of a drug by its canonical therapy name; None where the table holds none."""
    row = concepts.half_life(agent)
    return _half_life(row) if row else None


@lru_cache(maxsize=1)
def half_lives() -> dict[str, HalfLife]:
    """All half-lives by canonical therapy name, in the order of the table of therapies."""
    with (concepts.DATA / "half_lives.csv").open(encoding="utf-8", newline="") as file:
        return {row["agent"]: _half_life(row) for row in csv.DictReader(file)}


def _half_life(row: dict[str, str]) -> HalfLife:
    return HalfLife(Fraction(row["low"]), Fraction(row["high"]), row["source"], row["note"])
