"""Equivalents of doses: every figure is of a known drug and has its source, and nothing is assumed."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from eligo.vocabulary import concepts
from eligo.vocabulary.equivalents import equivalent, equivalents, spread, standards

DATA = Path(__file__).parents[3] / "engine" / "eligo" / "vocabulary" / "data"


def test_the_table() -> None:
    with (DATA / "equivalents.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["standard", "drug", "route", "factor", "others", "source", "note"]
    pairs = [(row["drug"], row["standard"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    known = concepts.table("therapy")
    assert [name for pair in pairs for name in pair if name not in known] == []
    assert [row for row in rows if not row["source"] or row["route"] not in ("", "oral")] == []


def test_every_standard_is_its_own_equivalent() -> None:
    assert standards() == ("prednisone", "doxorubicin", "morphine")
    assert [equivalent(one, one, "oral") for one in standards()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("drug", "milligrams"),
    [
        ("prednisolone", "5"), ("methylprednisolone", "4"), ("dexamethasone", "0.75"), ("betamethasone", "0.75"),
        ("hydrocortisone", "20"), ("cortisone", "25"), ("triamcinolone", "4"), ("deflazacort", "6"),
    ],
)  # fmt: skip
def test_what_is_worth_5_mg_of_prednisone(drug: str, milligrams: str) -> None:
    factor = equivalent(drug, "prednisone")
    assert factor is not None and factor * Fraction(milligrams) == 5


def test_a_figure_for_one_route_holds_for_no_other() -> None:
    assert equivalent("oxycodone", "morphine", "oral") == Fraction(3, 2)
    assert equivalent("oxycodone", "morphine") is None
    assert spread("oxycodone", "morphine") is None


def test_what_is_not_in_the_table_has_no_equivalent() -> None:
    assert equivalent("pegylated liposomal doxorubicin", "doxorubicin") is None
    assert equivalent("fludrocortisone", "prednisone") is None
    assert equivalent("prednisone", "doxorubicin") is None


def test_publications_differ() -> None:
    assert spread("mitoxantrone", "doxorubicin") == (4, Fraction("13.8"))
    assert spread("methylprednisolone", "prednisone") == (Fraction(5, 4), Fraction(5, 4))
    for (drug, standard), one in equivalents().items():
        low, high = spread(drug, standard, "oral") or (Fraction(0), Fraction(0))
        assert low <= one.factor <= high
