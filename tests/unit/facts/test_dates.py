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


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2024-11-03", None),
        ("2024-11-03T00:00", ("00:00:00", "00:00:59")),
        ("2024-11-03 08:05", ("08:05:00", "08:05:59")),
        ("2024-11-03T23:59:59", ("23:59:59", "23:59:59")),
        ("2024-11-03T08:05:07.9", ("08:05:07", "08:05:07")),
        ("2024-11-03T08:05-05:00", ("08:05:00", "08:05:59")),
    ],
)
def test_the_clock_is_local(text, clock):
    assert parse(text).clock == clock
    assert parse(text).exact


@pytest.mark.parametrize(
    "text", ["2024-11-03T24:00", "2024-11-03T23:60", "2024-11-03T23:59:60", "2024-11-03T23:59:61", "2024-11-03T99:00"]
)
def test_no_time_of_the_day(text):
    with pytest.raises(ValueError, match=rf"'{text}' is no day of the calendar"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "day", "second"),
    [
        ("2024-11-03T00:00:00Z", date(2024, 11, 3), 0),
        ("2024-11-03T01:02:03Z", date(2024, 11, 3), 3723),
        ("2024-11-03T12:00:00+02:00", date(2024, 11, 3), 36000),
        ("2024-11-03T12:00:00+0530", date(2024, 11, 3), 23400),
        ("2024-11-03T12:00:00-05:00", date(2024, 11, 3), 61200),
        ("2024-11-03T12:00:00-03:30", date(2024, 11, 3), 55800),
        ("2024-11-03T12:00:00+12:45", date(2024, 11, 2), 83700),
        ("2024-11-03T20:00:00-10:00", date(2024, 11, 4), 21600),
    ],
)
def test_an_instant_is_in_universal_time(text, day, second):
    """Seconds since the day before the calendar's first."""
    at = day.toordinal() * 24 * 60 * 60 + second
    assert parse(text).instant == (at, at)
    assert all(type(one) is int for one in parse(text).instant)
    assert (parse(text).first, parse(text).last) == (date(2024, 11, 3), date(2024, 11, 3))


def test_an_instant_without_seconds_is_a_minute():
    at = date(2024, 11, 3).toordinal() * 86400 + 8 * 3600 + 5 * 60
    assert parse("2024-11-03T08:05Z").instant == (at, at + 59)
    assert parse("2024-11-03T08:05").instant is None and parse("2024-11-03").instant is None


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2023, 1, 1), date(2024, 12, 31), "2023-01-01 to 2024-12-31"),
        (date(2024, 1, 1), date(2024, 12, 30), "2024-01-01 to 2024-12-30"),
        (date(2024, 1, 2), date(2024, 12, 31), "2024-01-02 to 2024-12-31"),
        (date(2024, 2, 2), date(2024, 2, 29), "2024-02-02 to 2024-02-29"),
        (date(2024, 2, 1), date(2025, 2, 28), "2024-02-01 to 2025-02-28"),
        (date(2024, 2, 1), date(2024, 3, 31), "2024-02-01 to 2024-03-31"),
    ],
)
def test_several_days_show_their_ends(first, last, shown):
    assert str(Days(first, last)) == shown


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
        (date(1, 1, 31), 1, "month", date.min),
        (date(1, 2, 28), 1, "month", date(1, 1, 28)),
        (date(2, 1, 31), 1, "month", date(1, 12, 31)),
        (date(2, 6, 15), 1, "year", date(1, 6, 15)),
        (date(1, 1, 3), 1, "day", date(1, 1, 2)),
        (date(1, 1, 3), 2, "day", date.min),
        (date(1, 1, 3), 3, "day", date.min),
        (date(2025, 3, 31), 0, "month", date(2025, 3, 31)),
        (date(2025, 12, 31), 1, "month", date(2025, 11, 30)),
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
        (date(9999, 11, 30), 1, "month", date(9999, 12, 30)),
        (date(9998, 12, 15), 1, "year", date(9999, 12, 15)),
        (date(9999, 12, 30), 1, "day", date.max),
        (date(9999, 12, 30), 2, "day", date.max),
        (date(9999, 12, 29), 1, "day", date(9999, 12, 30)),
        (date(2025, 1, 31), 0, "month", date(2025, 1, 31)),
        (date(2025, 11, 30), 1, "month", date(2025, 12, 30)),
        (date(2025, 3, 15), 2, "year", date(2027, 3, 15)),
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
