"""Windows in which nothing lies, and criteria that part on a single day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eligo.core.nodes import LATEST, Has, Point, Trial, Which, Window
from eligo.examine.examining import examine
from eligo.examine.running import run
from examined import codes, found, trial

# -- windows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criteria", "day"),
    [
        (
            [
                "exclusion: chemotherapy within 28 days before first dose",
                "inclusion: at least 28 days from chemotherapy to first dose",
            ],
            "28 days before",
        ),
        (
            ["exclusion: chemotherapy within 4 weeks", "inclusion: at least 28 days since chemotherapy"],
            "28 days before",
        ),
        (
            ["exclusion: chemotherapy within 6 months", "inclusion: at least 6 months since chemotherapy"],
            "6 months before",
        ),
        (
            [
                "exclusion: hypertension or chemotherapy within 28 days",
                "inclusion: (at least 28 days since chemotherapy) and age >= 18 years",
            ],
            "28 days before",
        ),
        (
            [
                "inclusion: (at least 28 days since chemotherapy) or ANC >= 1500 /uL",
                "exclusion: chemotherapy within 28 days and platelets < 100 10*9/L",
            ],
            "28 days before",
        ),
    ],
)
def test_criteria_that_part_on_a_single_day_are_shown(criteria: list[str], day: str) -> None:
    (one,) = found(*criteria)
    assert one.diagnostic.code == "L011"
    assert day in one.diagnostic.message
    whole = trial(*criteria)
    assert one.shown is not None
    assert sorted(each.outcome for each in run(whole, whole.criteria, one.shown.profile)) == ["fail", "pass"]


@pytest.mark.parametrize(
    "criteria",
    [
        ["exclusion: chemotherapy within 28 days", "inclusion: at least 28 days since radiotherapy"],
        ["exclusion for women: chemotherapy within 28 days", "inclusion for men: at least 28 days since chemotherapy"],
        ["exclusion: chemotherapy within 28 days before first dose", "inclusion: at least 28 days since chemotherapy"],
    ],
)
def test_criteria_that_agree_on_every_day_are_let_be(criteria: list[str]) -> None:
    assert "L011" not in codes(*criteria)


def test_windows_that_are_the_same_days_are_no_single_day() -> None:
    made = codes("exclusion: chemotherapy within 28 days", "inclusion: more than 28 days since chemotherapy")
    assert made == ["L009"]


def with_window(rule: str, window: Window | None, which: Which = LATEST) -> Trial:
    """A trial of one rule whose leaf looks at a window, and at the results in it that count."""
    made = trial(rule)
    (one,) = made.criteria
    leaf = (
        replace(one.rule, window=window) if isinstance(one.rule, Has) else replace(one.rule, window=window, which=which)
    )
    return replace(made, criteria=(replace(one, rule=leaf),))


def days(
    start: int | None, end: int | None, anchor: str | None = None, unit: str = "day", strict: bool = False
) -> Window:
    first = None if start is None else Point(anchor, start, unit, strict)
    return Window(first, None if end is None else Point(anchor, end, unit), "the window")


LAB, ILL = "inclusion: ANC >= 1500 /uL", "exclusion: hypertension within 6 months"


@pytest.mark.parametrize(
    ("rule", "window", "which"),
    [
        (LAB, days(-7, -14), LATEST),
        (ILL, days(-7, -14, "first dose"), LATEST),
        (LAB, days(-7, -7, strict=True), LATEST),
        (LAB, days(-1, -2, unit="month"), LATEST),
        (LAB, Window(Point(None, -28, "day"), Point(None, -2, "month"), "the window"), LATEST),
        (LAB, days(7, 14), LATEST),
        (ILL, days(0, None, strict=True), LATEST),
        (LAB, days(7, 14, "first dose"), LATEST),
        (LAB, days(-28, 0), Which("persistent", amount=60)),
        (LAB, days(-28, None), Which("persistent", amount=2, unit="month")),
        (LAB, days(-28, 0, "first dose"), Which("occasions", 2, 29)),
        (LAB, days(-28, 0), Which("occasions", 5, 10)),
    ],
)
def test_windows_in_which_nothing_can_lie_are_named(rule: str, window: Window, which: Which) -> None:
    assert [one.diagnostic.code for one in examine(with_window(rule, window, which))] == ["L010"]


@pytest.mark.parametrize(
    ("rule", "window", "which"),
    [
        (LAB, days(-7, -7), LATEST),
        (LAB, days(-28, -1), LATEST),
        (LAB, Window(Point(None, -28, "day"), Point(None, -1, "month"), "the window"), LATEST),
        (LAB, Window(Point("first dose", 0, "day"), Point(None, 0, "day"), "the window"), LATEST),
        (ILL, days(7, 14, "first dose"), LATEST),
        (LAB, days(7, 14, "diagnosis"), LATEST),
        (LAB, days(0, 14, "first dose"), LATEST),
        (LAB, days(None, -28), LATEST),
        (LAB, days(-72, 0, unit="hour"), LATEST),
        (LAB, days(-28, 0), Which("persistent", amount=28)),
        (LAB, days(-31, 0), Which("persistent", amount=1, unit="month")),
        (LAB, days(-28, 0), Which("occasions", 2, 28)),
        (LAB, None, Which("persistent", amount=600)),
        (LAB, days(-28, None, "first dose"), Which("persistent", amount=600)),
    ],
)
def test_windows_in_which_something_can_lie_are_let_be(rule: str, window: Window, which: Which) -> None:
    assert examine(with_window(rule, window, which)) == []
