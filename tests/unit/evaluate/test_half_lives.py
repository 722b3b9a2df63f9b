"""Windows in half-lives: each entry by its own drugs, on the days where the figures leave it open and beside them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from asking import TODAY, ago, ask, ill, reasons, treated
from eligo.core.nodes import HalfLives, Point, Where, Window
from eligo.evaluate import elimination
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.vocabulary.half_lives import HalfLife

LISTS = ["therapies", "medications", "procedures"]


@pytest.fixture(autouse=True)
def figures(monkeypatch):
    """Five half-lives of imatinib are 4 to 6 days, of cisplatin 50 days; those of no other drug are known."""
    table = {
        "imatinib": HalfLife(Fraction(96, 5), Fraction(144, 5), "made up"),
        "cisplatin": HalfLife(Fraction(240), Fraction(240), "made up"),
    }
    monkeypatch.setattr(elimination, "half_life", table.get)


def washed(agent, end, whichever, days=28, start=None, number=5, **options):
    fixed = Point(None, -days, "day") if whichever != "only" else None
    window = Window(fixed, Point(None, 0, "day"), "", HalfLives(Fraction(number), whichever))
    agents = agent if isinstance(agent, list) else [agent]
    entry = {"agents": agents, "start": start or ago(200), "end": ago(end) if isinstance(end, int) else end}
    return ask(treated("anticancer therapy", window, **options), therapies=[entry], complete=LISTS)


@pytest.mark.parametrize(
    ("whichever", "end", "expected"),
    [
        # 4 to 6 days, told in hours: sure from the day after the fourth day back, possible from the sixth
        ("shorter", 3, TRUE), ("shorter", 4, UNKNOWN), ("shorter", 6, UNKNOWN), ("shorter", 7, FALSE),
        ("shorter", 29, FALSE),
        ("longer", 3, TRUE), ("longer", 6, TRUE), ("longer", 28, TRUE), ("longer", 29, FALSE),
        ("only", 3, TRUE), ("only", 4, UNKNOWN), ("only", 6, UNKNOWN), ("only", 7, FALSE),
    ],
)  # fmt: skip
def test_a_drug_that_goes_before_the_fixed_time(whichever, end, expected):
    made = washed("imatinib", end, whichever)
    assert made.truth is expected
    if expected is UNKNOWN:
        assert reasons(made) == ["date_ambiguous"]
        assert "5 half-lives of imatinib are 4 to 6 days" in made.gaps[0].detail


@pytest.mark.parametrize(
    ("whichever", "end", "expected"),
    [
        ("shorter", 28, TRUE), ("shorter", 29, FALSE),
        ("longer", 28, TRUE), ("longer", 49, TRUE), ("longer", 50, UNKNOWN), ("longer", 51, FALSE),
    ],
)  # fmt: skip
def test_a_drug_that_stays_longer_than_the_fixed_time(whichever, end, expected):
    assert washed("cisplatin", end, whichever).truth is expected


@pytest.mark.parametrize(
    ("whichever", "end", "expected"),
    [
        ("shorter", 29, FALSE), ("shorter", 28, UNKNOWN), ("shorter", 1, UNKNOWN), ("shorter", 0, TRUE),
        ("longer", 28, TRUE), ("longer", 29, UNKNOWN), ("only", 100, UNKNOWN),
    ],
)  # fmt: skip
def test_an_unknown_half_life_matters_only_where_the_fixed_time_leaves_it_open(whichever, end, expected):
    made = washed("sunitinib", end, whichever)
    assert made.truth is expected
    if expected is UNKNOWN:
        assert reasons(made) == ["not_recorded"] and made.gaps[0].fact == "half-life of sunitinib"


def test_a_regimen_counts_by_any_of_its_drugs():
    assert washed(["imatinib", "cisplatin"], 20, "only").truth is TRUE
    assert washed(["imatinib", "sunitinib"], 3, "only").truth is TRUE
    assert washed(["imatinib", "sunitinib"], 20, "only").truth is UNKNOWN


def test_only_the_drugs_that_are_asked_about_count():
    window = Window(None, Point(None, 0, "day"), "", HalfLives(Fraction(5), "only"))
    entry = {"agents": ["imatinib", "cisplatin"], "start": ago(90), "end": ago(20)}
    assert ask(treated("imatinib", window), therapies=[entry], complete=LISTS).truth is FALSE
    without = treated("cisplatin", window)
    assert ask(without, therapies=[entry], complete=LISTS).truth is TRUE


def test_the_day_on_which_it_is_washed_out():
    assert washed("cisplatin", 10, "longer").evidence[0].passes_from == date(2025, 4, 11)  # 51 days after it
    assert washed("cisplatin", 10, "shorter").evidence[0].passes_from == date(2025, 3, 20)
    assert washed("imatinib", 2, "shorter").evidence[0].passes_from == date(2025, 3, 6)


def test_an_entry_that_goes_on_is_inside():
    window = Window(Point(None, -28, "day"), Point(None, 0, "day"), "", HalfLives(Fraction(5), "shorter"))
    entry = {"agents": ["sunitinib"], "start": ago(90), "ongoing": True}
    assert ask(treated("anticancer therapy", window), therapies=[entry]).truth is TRUE


def test_half_lives_count_back_from_the_anchor():
    window = Window(None, Point("first dose", 0, "day"), "", HalfLives(Fraction(5), "only"))
    entry = {"agents": ["imatinib"], "start": ago(90), "end": ago(1)}
    rule = treated("imatinib", window)
    for day, expected in (("2025-03-03", TRUE), ("2025-03-04", UNKNOWN), ("2025-03-07", FALSE)):
        made = ask(rule, therapies=[entry], complete=LISTS, anchors={"first dose": day})
        assert made.truth is expected, day
    assert date(2025, 3, 1) == TODAY


# -- grades of conditions ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"grade": 2, "grading": "CTCAE v5.0"}, TRUE),
        ({"grade": 1, "grading": "CTCAE v5.0"}, FALSE),
        ({"grade": 2, "grading": "CTCAE v4.03"}, UNKNOWN),
        ({"grade": 2}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_the_grade_of_a_condition_counts_on_its_own_scale(entry, expected):
    rule = _graded("5")
    made = ask(
        rule, conditions=[{"name": "peripheral neuropathy", "status": "active", **entry}], complete=["conditions"]
    )
    assert made.truth is expected
    assert (made.truth is UNKNOWN) == (reasons(made) == ["not_recorded"])


def test_a_grade_without_a_version_asked_for():
    entry = {"name": "peripheral neuropathy", "status": "active", "grade": 3}
    assert ask(_graded(""), conditions=[entry], complete=["conditions"]).truth is TRUE


def _graded(scale):
    return ill("peripheral neuropathy", where=(Where("grade", ("2", "3", "4", "5"), scale=scale),))
