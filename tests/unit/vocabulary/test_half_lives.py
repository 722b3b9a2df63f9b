"""The table of half-lives: known drugs, plausible figures, a source for each."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import eligo.vocabulary.half_lives as module
from eligo.vocabulary import concepts
from eligo.vocabulary.half_lives import half_life, half_lives

DATA = Path(module.__file__).parent / "data" / "half_lives.csv"
DAY = 24
TWO_YEARS = 2 * 365 * DAY


def test_the_table_is_whole() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    assert header == ["agent", "low", "high", "source", "note"]
    assert all(len(line) == len(header) and all(cell == cell.strip() for cell in line) for line in lines)
    assert len({line[0] for line in lines}) == len(lines) == len(half_lives()) >= 200


def test_every_agent_is_a_therapy_in_the_order_of_its_table() -> None:
    therapies = list(concepts.table("therapy"))
    assert [agent for agent in half_lives() if agent not in therapies] == []
    assert list(half_lives()) == sorted(half_lives(), key=therapies.index)


def test_the_figures_are_plausible_and_sourced() -> None:
    for agent, found in half_lives().items():
        assert 0 < found.low <= found.high < TWO_YEARS, agent
        assert found.source, agent
        # One figure alone, be it a mean or what all sources say, is marked as such.
        assert (found.low == found.high) == ("mean or single figure alone" in found.note), agent


def test_a_range_of_more_than_a_factor_of_two_says_where_it_comes_from() -> None:
    for agent, found in half_lives().items():
        if found.high > 2 * found.low:
            assert found.note or ":" in found.source or " to " in found.source or "(general" in found.source, agent


@pytest.mark.parametrize(
    ("agent", "low", "high"),
    [
        ("pembrolizumab", 22 * DAY, Fraction("25.8") * DAY),
        ("nivolumab", 25 * DAY, Fraction("26.7") * DAY),
        ("atezolizumab", 27 * DAY, 27 * DAY),
        ("osimertinib", 48, 48),
        ("imatinib", 12, 74),
        ("palbociclib", 24, 34),
        ("bevacizumab", 18 * DAY, 20 * DAY),
        ("ramucirumab", 14 * DAY, 14 * DAY),
    ],
)
def test_half_lives_are_in_hours(agent: str, low: Fraction, high: Fraction) -> None:
    found = half_life(agent)
    assert found is not None and (found.low, found.high) == (low, high)


def test_what_the_table_does_not_hold_is_not_guessed() -> None:
    assert half_life("investigational agent") is None
    assert half_life("chemotherapy") is None
    # Depots outlast the drug's own elimination.
    assert [half_life(agent) for agent in ("goserelin", "leuprolide", "triptorelin", "lanreotide")] == [None] * 4
