"""Windows of every form, on their first and last days and beside them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import TODAY, ago, ask, before, ill, limit, reasons, results, treated, value
from eligo.core.nodes import HalfLives, Point, Window
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.windows import Stretch, closing, first_day, opening, shifted, step, stretch
from eligo.facts.dates import Days

X = date(2025, 2, 10)


def days(window: Window | None, as_of: date = date(2025, 12, 31)):
    made = stretch(window, lambda name: X if name else as_of, as_of)
    return made.first, made.sure_first, made.sure_last, made.last


def point(amount: int, unit="day", strict=False, anchor="first dose") -> Point:
    return Point(anchor, amount, unit, strict)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        (point(-30), point(0), date(2025, 1, 11), X),
        (point(-30, strict=True), point(0), date(2025, 1, 12), X),
        (point(0), point(30), X, date(2025, 3, 12)),
        (point(0), point(30, strict=True), X, date(2025, 3, 11)),
        (None, point(0), date.min, X),
        (None, point(-28), date.min, date(2025, 1, 13)),
        (None, point(-28, strict=True), date.min, date(2025, 1, 12)),
        (point(0), None, X, date(2025, 12, 31)),
        (point(0, strict=True), None, date(2025, 2, 11), date(2025, 12, 31)),
        (point(28), None, date(2025, 3, 10), date(2025, 12, 31)),
        (point(-7), point(7), date(2025, 2, 3), date(2025, 2, 17)),
        (point(-1, "month"), point(0), date(2025, 1, 10), X),
        (point(-1, "year"), point(6, "month"), date(2024, 2, 10), date(2025, 8, 10)),
        (point(0), point(9, "year"), X, date(2025, 12, 31)),
    ],
)
def test_days_of_a_window(start, end, first, last):
    """Nothing after the reference date; both ends counted unless strict."""
    assert days(Window(start, end, "")) == (first, first, last, last)


def test_without_a_window_every_day_up_to_the_reference_date():
    assert days(None) == (date.min, date.min, date(2025, 12, 31), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("hours", "first", "sure_first"),
    [(-72, date(2025, 2, 7), date(2025, 2, 8)), (-36, date(2025, 2, 8), X), (-12, date(2025, 2, 9), date(2025, 2, 11))],
)
def test_hours_leave_a_day_open(hours, first, sure_first):
    """72 hours before some hour of the 10th are on the 7th; 12 hours are on the 9th or the 10th."""
    assert opening(point(hours, "hour"), X) == (first, sure_first)


def test_hours_at_an_end():
    assert closing(point(48, "hour"), X) == (date(2025, 2, 11), date(2025, 2, 12))
    assert closing(point(0, "hour"), X) == (X, X)


def test_a_result_on_the_open_day_of_hours_is_unknown():
    rule = value("anc", ">=", limit(1), window=Window(Point(None, -72, "hour"), Point(None, 0, "day"), "72 h"))
    inside = ask(rule, results=results("ANC", "10*9/L", (2, 2)))
    edge = ask(rule, results=results("ANC", "10*9/L", (2, 3)))
    outside = ask(rule, results=results("ANC", "10*9/L", (2, 4)))
    assert (inside.truth, edge.truth, outside.truth) == (TRUE, UNKNOWN, UNKNOWN)
    assert reasons(edge) == ["date_ambiguous"] and "hours" in edge.gaps[0].detail
    assert reasons(outside) == ["outside_window"]


def test_a_window_after_an_anchor_without_a_date_waits_for_it():
    for window in (Window(point(0), None, "since"), Window(point(28), None, ""), Window(point(0), point(30), "")):
        for rule in (value("anc", ">=", limit(1), window=window), treated("cisplatin", window)):
            made = ask(rule, results=results("ANC", "10*9/L", (2, 0)), complete=["therapies"])
            assert made.truth is UNKNOWN and reasons(made) == ["not_recorded"], window
            assert made.gaps[0].fact == "date of first dose"


def test_a_window_that_begins_after_the_reference_date_is_empty():
    late = Window(point(28), None, "at least 28 days after first dose")
    for rule in (value("anc", ">=", limit(1), window=late), treated("cisplatin", late)):
        made = ask(
            rule, results=results("ANC", "10*9/L", (2, 0)), complete=["therapies", "results"],
            anchors={"first dose": ago(20)},
        )  # fmt: skip
        assert made.truth is UNKNOWN and reasons(made) == ["outside_window"]
        assert "after the reference date" in made.gaps[0].detail


def test_results_since_an_anchor():
    rule = value("anc", ">=", limit(1), window=Window(point(0), None, "since first dose"))
    for day, expected in ((10, TRUE), (11, UNKNOWN)):
        made = ask(rule, anchors={"first dose": ago(10)}, results=results("ANC", "10*9/L", (2, day)))
        assert made.truth is expected


@pytest.mark.parametrize(
    ("start", "end", "truth"), [(60, 29, TRUE), (27, 10, FALSE), (28, None, TRUE), (27, None, FALSE)]
)
def test_entries_in_a_window_open_at_its_start(start, end, truth):
    """`at least 28 days before`: what began on day 28 or earlier touches it."""
    rule = treated("cisplatin", Window(None, Point(None, -28, "day"), "at least 28 days before"))
    entry = {"agents": ["cisplatin"], "start": ago(start), **({"end": ago(end)} if end else {"ongoing": True})}
    assert ask(rule, therapies=[entry], complete=["therapies", "medications", "procedures"]).truth is truth


def test_an_entry_that_will_be_reached_tells_the_day():
    rule = treated("cisplatin", Window(None, Point(None, -28, "day"), "at least 28 days before"))
    made = ask(
        rule, therapies=[{"agents": ["cisplatin"], "start": ago(10), "end": ago(10)}],
        complete=["therapies", "medications", "procedures"],
    )  # fmt: skip
    assert made.truth is FALSE
    assert made.evidence[0].change == "date" and made.evidence[0].passes_from == date(2025, 3, 19)


def test_a_washout_ends_on_the_day_the_window_leaves_it():
    made = ask(
        treated("cisplatin", before(28)), therapies=[{"agents": ["cisplatin"], "start": ago(50), "end": ago(10)}]
    )
    assert made.truth is TRUE
    assert made.evidence[0].passes_from == date(2025, 3, 20)  # the 29th day after it


def test_a_window_between_two_past_days_lasts():
    window = Window(Point("diagnosis", 0, "day"), Point("first dose", 0, "day"), "between")
    anchors = {"diagnosis": ago(100), "first dose": ago(50)}
    for day, truth in ((100, TRUE), (101, FALSE), (50, TRUE), (49, FALSE)):
        made = ask(
            treated("cisplatin", window), anchors=anchors, complete=["therapies", "medications", "procedures"],
            therapies=[{"agents": ["cisplatin"], "start": ago(day), "end": ago(day)}],
        )  # fmt: skip
        assert made.truth is truth, day
        assert made.evidence[0].change == "lasting"


def test_the_end_of_a_window_may_lie_ahead():
    window = Window(Point("first dose", -7, "day"), Point("first dose", 7, "day"), "within 7 days of first dose")
    made = ask(
        value("anc", ">=", limit(1), window=window),
        anchors={"first dose": ago(2)},
        results=results("ANC", "10*9/L", (2, 0)),
    )
    assert made.truth is TRUE


def test_too_old_after():
    made = ask(
        value("anc", ">=", limit(1), window=before(14, "first dose")), anchors={"first dose": "2025-03-10"},
        results=results("ANC", "10*9/L", (2, 1)),
    )  # fmt: skip
    assert "too old for first dose after 2025-03-14" in made.evidence[0].notes


def test_a_window_of_one_day():
    day = Window(Point("scan", 0, "day"), Point("scan", 0, "day"), "on the day of the scan")
    rule = value("anc", ">=", limit(1), window=day)
    for at, truth in ((11, UNKNOWN), (10, TRUE), (9, UNKNOWN)):
        assert ask(rule, anchors={"scan": ago(10)}, results=results("ANC", "10*9/L", (2, at))).truth is truth


def at(day: int, last: int | None = None) -> Days:
    return Days(date(2025, 2, day), date(2025, 2, last or day))


def test_days_inside_a_stretch():
    """It may begin on the 3rd and end on the 9th, and does on the 4th and the 8th."""
    made = Stretch(date(2025, 2, 3), date(2025, 2, 9), date(2025, 2, 4), date(2025, 2, 8))
    for first, last, touches, holds in (
        (2, 2, False, False), (2, 3, True, False), (3, 3, True, False), (4, 4, True, True), (3, 8, True, False),
        (4, 8, True, True), (8, 8, True, True), (4, 9, True, False), (9, 9, True, False), (9, 10, True, False),
        (10, 10, False, False), (1, 20, True, False),
    ):  # fmt: skip
        assert (made.touches(at(first, last)), made.holds(at(first, last))) == (touches, holds), (first, last)


def test_the_part_of_a_stretch_from_a_day_on():
    made = Stretch(date(2025, 2, 3), date(2025, 2, 9), date(2025, 2, 4), date(2025, 2, 8))
    assert made.beginning(at(1, 2)) == made
    assert made.beginning(at(5, 6)) == Stretch(date(2025, 2, 5), made.last, date(2025, 2, 6), made.sure_last)
    assert made.beginning(at(1, 6)) == Stretch(made.first, made.last, date(2025, 2, 6), made.sure_last)


def test_an_empty_stretch():
    assert Stretch.between(date(2025, 2, 4), date(2025, 2, 3)).empty
    assert not Stretch.between(date(2025, 2, 3), date(2025, 2, 3)).empty
    assert Stretch.between(date(2025, 2, 3), X) == Stretch(date(2025, 2, 3), X, date(2025, 2, 3), X)


def test_the_day_of_a_point():
    """Of hours, the whole days they begin or end on, the farther ones."""
    for amount, day in ((-36, 8), (-48, 8), (-12, 9), (0, 10), (12, 11), (24, 11), (36, 12)):
        assert shifted(X, point(amount, "hour")) == date(2025, 2, day), amount
    assert shifted(X, point(-1, "month")) == date(2025, 1, 10) and shifted(X, point(1, "month")) == date(2025, 3, 10)


def test_days_beyond_the_calendar_are_its_ends():
    assert step(date(1, 1, 3), -2) == step(date(1, 1, 3), -3) == date.min
    assert step(date(1, 1, 3), -1) == date(1, 1, 2)
    assert step(date(9999, 12, 30), 1) == step(date(9999, 12, 30), 2) == date.max
    assert step(date(9999, 12, 30), -1) == date(9999, 12, 29)


def test_first_day_is_the_first_on_which_it_holds():
    assert first_day(lambda day: day >= X, date(2020, 1, 1)) == X
    assert first_day(lambda day: day >= X, X) == date(2025, 2, 11)
    assert first_day(lambda _: False, X) is None
    assert first_day(lambda _: True, date.max - timedelta(days=1)) == date.max
    assert first_day(lambda day: day == date.max, X) == date.max
    assert first_day(lambda _: True, date.max) is None


# -- lasting so long ---------------------------------------------------------------------------


@pytest.mark.parametrize(("onset", "truth"), [(ago(28), TRUE), (ago(27), FALSE), ("2025-02", UNKNOWN), (None, UNKNOWN)])
def test_something_that_has_lasted_since_a_day(onset, truth):
    rule = ill("hypertension", since=Point(None, -28, "day"))
    entry = {"name": "hypertension", "status": "active", **({"onset": onset} if onset else {})}
    made = ask(rule, conditions=[entry], complete=["conditions"])
    assert made.truth is truth
    if onset == ago(27):
        assert made.evidence[0].passes_from == date(2025, 3, 2)


def test_what_is_over_has_not_lasted():
    rule = ill("hypertension", since=Point(None, -28, "day"))
    entry = {"name": "hypertension", "status": "resolved", "onset": ago(100), "resolved": ago(1)}
    assert ask(rule, conditions=[entry], complete=["conditions"]).truth is FALSE


def test_a_state_under_control_is_not_dated_by_its_onset():
    rule = ill("hypertension", statuses=("controlled",), since=Point(None, -28, "day"))
    entry = {"name": "hypertension", "status": "controlled", "onset": ago(1000)}
    assert reasons(ask(rule, conditions=[entry], complete=["conditions"])) == ["undated"]
    assert ask(rule, conditions=[{**entry, "onset": ago(27)}], complete=["conditions"]).truth is FALSE
    assert ask(rule, conditions=[{**entry, "asserted": ago(28)}], complete=["conditions"]).truth is TRUE


def test_today_is_the_reference_date():
    assert ago(0) == TODAY.isoformat()


# -- filling a gap -----------------------------------------------------------------------------

_X = "first dose"
FORMS = [
    before(28, _X), Window(Point(_X, -28, "day", True), Point(_X, 0, "day"), ""),
    Window(None, Point(_X, -28, "day"), ""),
    Window(Point(_X, -72, "hour"), Point(_X, 0, "day"), ""), Window(Point(_X, 0, "day"), None, ""),
    Window(Point(_X, 0, "day"), Point(_X, 7, "day"), ""), Window(Point(_X, -7, "day"), Point(_X, 7, "day"), ""),
    Window(Point("diagnosis", 0, "day"), Point(_X, 0, "day"), ""),
    Window(Point(_X, -2, "month"), Point(_X, -7, "day"), ""),
    Window(Point(_X, -28, "day"), Point(_X, 0, "day"), "", HalfLives(Fraction(5), "shorter")),
    Window(Point(_X, -7, "day"), Point(_X, 0, "day"), "", HalfLives(Fraction(5), "longer")),
    Window(None, Point(_X, 0, "day"), "", HalfLives(Fraction(5), "only")),
]  # fmt: skip


@st.composite
def _gappy(draw):
    """Therapies with partial and missing dates, and the same with some of them filled."""
    rows, filled = [], []
    for _ in range(draw(st.integers(1, 2))):
        start = TODAY - timedelta(days=draw(st.integers(0, 120)))
        end = start + timedelta(days=draw(st.integers(0, (TODAY - start).days)))
        entry = {"agents": [draw(st.sampled_from(["cisplatin", "nivolumab", "imatinib", "gemtuzumab"]))]}
        whole = dict(entry)
        for key, day in (("start", start), ("end", end)):
            full = day.isoformat()
            written = draw(st.sampled_from([full, full, full[:7], full[:4], None]))
            known = full if draw(st.booleans()) else written
            entry |= {key: written} if written else {}
            whole |= {key: known} if known else {}
        rows.append(entry)
        filled.append(whole)
    return rows, filled


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(FORMS),
    _gappy(),
    st.integers(-10, 60),
    st.booleans(),
    st.sampled_from(["anticancer therapy", "cisplatin"]),
)
def test_filling_a_gap_never_changes_a_verdict(window, pair, day, closed, name):
    lists = ["therapies", "medications", "procedures"]
    anchors = {"diagnosis": ago(90), _X: ago(day)}
    rule = treated(name, window)
    first = ask(rule, therapies=pair[0], anchors=anchors, complete=lists if closed else [])
    then = ask(rule, therapies=pair[1], anchors=anchors, complete=lists)
    assert (first.truth is UNKNOWN) == bool(first.gaps)
    assert first.truth in (UNKNOWN, then.truth), (first, then)
