"""Partial dates as intervals, and arithmetic on the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from eligo.facts.dates import Days, age, back, forward, parse


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-11-03", date(2024, 11, 3), date(2024, 11, 3)),
        ("2024-11-03T08:05", date(2024, 11, 3), date(2024, 11, 3)),
        ("2024-11-03 08:05:59.123Z", date(2024, 11, 3), date(2024, 11, 3)),
        ("2024-11-03T08:05:59+02:00", date(2024, 11, 3), date(2024, 11, 3)),
    ],
)
def test_parse(text, first, last):
    assert (parse(text).first, parse(text).last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-1", "2024-13", "2024-00", "2023-02-29", "2024-11-31",
     "0000", "2024-11-03T25:00", "2024-11-03T08:61",
     "2024/11/03", "03.11.2024", "2024-11-03x", "２０２４", "2024-11-03\n", " 2024"],
)  # fmt: skip
def test_no_date(text):
    with pytest.raises(ValueError, match=r"is not a date|is no day"):
        parse(text)


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29"])
def test_shown_as_written(text):
    assert str(parse(text)) == text


def test_a_stretch_shows_both_ends():
    assert str(Days(date(2024, 1, 5), date(2024, 2, 6))) == "2024-01-05 to 2024-02-06"
    assert parse("2024-11-03T08:05").clock and not parse("2024-11-03").clock


@pytest.mark.parametrize(
    ("day", "amount", "unit", "expected"),
    [
        (date(2025, 3, 1), 28, "day", date(2025, 2, 1)),
        (date(2024, 3, 1), 1, "day", date(2024, 2, 29)),
        (date(2025, 3, 31), 1, "month", date(2025, 2, 28)),
        (date(2024, 3, 31), 1, "month", date(2024, 2, 29)),
        (date(2025, 1, 31), 1, "month", date(2024, 12, 31)),
        (date(2025, 3, 1), 14, "month", date(2024, 1, 1)),
        (date(2024, 2, 29), 1, "year", date(2023, 2, 28)),
        (date(2024, 2, 29), 4, "year", date(2020, 2, 29)),
        (date(2025, 3, 1), 5000, "year", date.min),
        (date(2025, 3, 1), 10**7, "day", date.min),
    ],
)
def test_back(day, amount, unit, expected):
    assert back(day, amount, unit) == expected


@pytest.mark.parametrize(
    ("day", "amount", "unit", "expected"),
    [
        (date(2025, 2, 1), 28, "day", date(2025, 3, 1)),
        (date(2025, 1, 31), 1, "month", date(2025, 2, 28)),
        (date(2024, 12, 31), 2, "month", date(2025, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(9999, 12, 1), 1, "month", date.max),
        (date(2025, 2, 1), 10**8, "day", date.max),
    ],
)
def test_forward(day, amount, unit, expected):
    assert forward(day, amount, unit) == expected


@pytest.mark.parametrize(
    ("birth", "day", "years", "months"),
    [
        (date(2007, 3, 1), date(2025, 2, 28), 17, 215),
        (date(2007, 3, 1), date(2025, 3, 1), 18, 216),
        (date(2004, 2, 29), date(2022, 2, 28), 17, 215),
        (date(2004, 2, 29), date(2022, 3, 1), 18, 216),
        (date(2004, 2, 29), date(2024, 2, 29), 20, 240),
        (date(2025, 1, 31), date(2025, 2, 28), 0, 0),
        (date(2025, 1, 31), date(2025, 3, 1), 0, 1),
        (date(2025, 3, 1), date(2025, 3, 1), 0, 0),
    ],
)
def test_age(birth, day, years, months):
    assert (age(birth, day, "year"), age(birth, day, "month")) == (years, months)
