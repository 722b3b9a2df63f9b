"""A patient seen on a day: anchors, the days that are evidence, closed lists, limits of a site, judgments."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from asking import TODAY, ago
from eligo.core.nodes import Point, Window
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch
from eligo.facts.dates import Days, parse
from eligo.testing.profiles import read

DOSE, SCAN = "first dose", "scan"
PAST, AHEAD = date(2025, 2, 10), date(2025, 3, 11)


def seen(as_of: date = TODAY, options: dict[str, Any] | None = None, **profile: Any) -> View:
    return View(read({"id": "P", **profile}), as_of, **(options or {}))


def days(first: date, last: date) -> Stretch:
    return Stretch(first, last, first, last)


def window(start: Point | None, end: Point | None) -> Window:
    return Window(start, end, "")


def day(anchor: str | None, amount: int, strict: bool = False) -> Point:
    return Point(anchor, amount, "day", strict)


BOTH = seen(anchors={DOSE: AHEAD.isoformat(), SCAN: PAST.isoformat()})


# -- anchors -----------------------------------------------------------------------------------


def test_an_anchor_is_its_own_day_or_the_reference_date():
    assert (BOTH.anchor(SCAN), BOTH.anchor(DOSE)) == (PAST, AHEAD)
    assert (BOTH.anchor("surgery"), BOTH.anchor(None)) == (TODAY, TODAY)


def test_what_time_still_moves():
    """The reference date itself, what has no date, what lies ahead; not what is of today."""
    assert BOTH.movable(None) and BOTH.movable("surgery") and BOTH.movable(DOSE)
    assert not BOTH.movable(SCAN)
    assert not seen(anchors={DOSE: TODAY.isoformat()}).movable(DOSE)


def test_a_window_is_never_evidence_past_the_reference_date():
    around = window(day(SCAN, -7), day(DOSE, 0))
    assert BOTH.stretch(around) == days(date(2025, 2, 3), TODAY)
    assert BOTH.end(around) == TODAY
    assert BOTH.end(window(day(SCAN, -7), day(SCAN, 7))) == date(2025, 2, 17)
    assert BOTH.stretch(None) == days(date.min, TODAY) and BOTH.end(None) == TODAY


def test_a_window_on_a_later_day():
    later = date(2025, 3, 21)
    assert BOTH.moved(window(day(None, -7), day(None, 0)), later) == days(date(2025, 3, 14), later)
    assert BOTH.moved(window(day(DOSE, -7), day(DOSE, 0)), later) == days(date(2025, 3, 14), later)
    assert BOTH.moved(window(day("surgery", -7), day("surgery", 0)), later) == days(date(2025, 3, 14), later)
    assert BOTH.moved(window(day(SCAN, 0), day(SCAN, 7)), later) == days(PAST, date(2025, 2, 17))
    assert BOTH.moved(window(day(SCAN, 0), day(SCAN, 99)), later) == days(PAST, later)


def test_what_a_window_waits_for():
    """The anchor it begins with, or ends with if it has no beginning, unless it is counted back from it."""

    def waits(start, end):
        gap = BOTH.unplaced(window(start, end))
        assert gap is None or (gap.reason, gap.obtain) == ("not_recorded", "chart")
        assert gap is None or gap.detail == f"no {gap.fact} is given"
        return gap.fact if gap else None

    surgery = "date of surgery"
    assert waits(day("surgery", 0), None) == surgery
    assert waits(day("surgery", 28), None) == surgery
    assert waits(day("surgery", 0), day("surgery", 30)) == surgery
    assert waits(day("surgery", -1), None) is None
    assert waits(day("surgery", -7), day("surgery", 0)) is None
    assert waits(day(None, 0), day("surgery", 0)) is None
    assert waits(day(SCAN, 0), day("surgery", 0)) is None
    assert waits(None, day("surgery", 0)) == surgery
    assert waits(None, day("surgery", 28)) == surgery
    assert waits(None, day("surgery", -28)) is None
    assert waits(None, day(SCAN, 0)) is None
    assert waits(day(None, 0), None) is None
    assert waits(None, None) is None
    assert BOTH.unplaced(None) is None


def test_no_other_day_stands_for_one_that_must_be_past():
    for start, end in (
        (day("diagnosis", -28), None), (None, day("diagnosis", -28)), (day(SCAN, 0), day("diagnosis", 0)),
        (day("diagnosis", 7), day(DOSE, 0)),
    ):  # fmt: skip
        gap = BOTH.unplaced(window(start, end))
        assert gap is not None and gap.fact == "date of diagnosis"
        dated = seen(anchors={"diagnosis": ago(90), DOSE: ago(0), SCAN: ago(30)})
        assert dated.unplaced(window(start, end)) is None


def test_notes_of_the_anchors():
    missing = "no date of surgery is given; the reference date 2025-03-01 stands for it"
    ahead = "first dose (2025-03-11) lies ahead; nothing is assumed to happen before it"
    assert BOTH.anchor_notes(window(day("surgery", -7), day("surgery", 0))) == (missing,)
    assert BOTH.anchor_notes(window(day("surgery", -7), day(DOSE, 0))) == (missing, ahead)
    assert BOTH.anchor_notes(window(day(SCAN, 0), day(None, 0))) == ()
    assert BOTH.anchor_notes(window(None, day(DOSE, 0))) == (ahead,)
    assert BOTH.anchor_notes(None) == () and BOTH.notes_of() == ()
    assert seen(anchors={DOSE: TODAY.isoformat()}).notes_of(day(DOSE, 0)) == ()


# -- closed lists ------------------------------------------------------------------------------


def test_a_list_is_complete_up_to_the_reference_date_of_the_profile():
    made = seen(complete=["results"], reference_date="2025-02-20")
    assert made.closed("results", date(2025, 2, 20)) == (True, ())
    assert made.closed("results", date(2025, 2, 21)) == (False, ())
    assert made.closed("conditions", date(2025, 2, 1)) == (False, ())
    assert seen(complete=["results"]).closed("results", date(2025, 12, 1)) == (True, ())


def test_a_list_assumed_complete_is_said_to_be():
    made = seen(options={"assumed": frozenset({"family_history"})}, reference_date="2025-02-20")
    said = "the list of family history is assumed complete"
    assert made.closed("family_history", date(2025, 12, 1)) == (True, (said,))
    assert made.closed("results", date(2025, 1, 1)) == (False, ())


# -- days inside a life ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "written", "first", "last"),
    [
        ("1960-05-05", None, date(1960, 5, 5), TODAY),
        (None, None, date.min, TODAY),
        ("2025-05", None, TODAY, TODAY),
        ("1960-05-05", "2025", date(2025, 1, 1), TODAY),
        ("1960-05-05", "2025-03", date(2025, 3, 1), TODAY),
        ("1960-05-05", "2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("1960-05-05", "1960", date(1960, 5, 5), date(1960, 12, 31)),
        ("1960-05-05", "1959", date(1959, 12, 31), date(1959, 12, 31)),
        (None, "1959", date(1959, 1, 1), date(1959, 12, 31)),
        ("1960-05-05", "2025-04", date(2025, 4, 1), date(2025, 4, 30)),
        ("1960-05-05", "2025-03-02", date(2025, 3, 2), date(2025, 3, 2)),
    ],
)
def test_the_days_an_entry_can_mean(birth, written, first, last):
    """Between birth and the reference date; what lies ahead as a whole stays there."""
    made = seen(**({"birth_date": birth} if birth else {}))
    assert made.clip(parse(written) if written else None) == Days(first, last)


def test_on_an_earlier_day_than_the_profile_is_of_what_is_recorded_may_be_later():
    made = seen(reference_date="2025-06-01", birth_date="1960-05-05")
    assert made.clip(parse("2025")) == Days(date(2025, 1, 1), date(2025, 6, 1))
    assert made.clip(None) == Days(date(1960, 5, 5), date(2025, 6, 1))
    assert made.clip(parse("2025-02")) == Days(date(2025, 2, 1), date(2025, 2, 28))
    later = seen(reference_date="2025-02-01")
    assert later.clip(parse("2025")) == Days(date(2025, 1, 1), TODAY)


def test_a_time_is_kept():
    whole = parse("2025-02-20T08:05Z")
    assert seen(birth_date="1960-05-05").clip(whole) == whole


# -- limits of a site --------------------------------------------------------------------------

AST, HB = "ast", "hgb"
SITE = {
    (AST, ""): (Fraction(40), Fraction(5)),
    (HB, "female"): (Fraction(16), Fraction(12)),
    (HB, "male"): (Fraction(18), Fraction(14)),
    ("alt", "female"): (Fraction(30), None),
    ("alt", ""): (Fraction(45), Fraction(4)),
    ("ck", "male"): (Fraction(200), None),
    ("ck", ""): (Fraction(150), None),
}
BY_SITE = {high: f"{high} from the site's table of limits" for high in ("ULN", "LLN")}


@pytest.mark.parametrize(
    ("sex", "analyte", "high", "limit"),
    [
        ("female", AST, True, 40), ("female", AST, False, 5), (None, AST, True, 40),
        ("female", HB, True, 16), ("male", HB, True, 18), ("male", HB, False, 14),
        ("female", "alt", True, 30), ("female", "alt", False, 4), ("male", "alt", True, 45),
        (None, HB, True, None), (None, "alt", True, None), ("female", "plt", True, None),
        (None, "ck", True, None), ("female", "ck", True, 150), ("male", "ck", True, 200), (None, "plt", True, None),
    ],
)  # fmt: skip
def test_a_limit_of_the_site(sex, analyte, high, limit):
    """By sex where the table has it; where it does, nobody's without one."""
    made = seen(options={"limits": SITE}, **({"sex": sex} if sex else {}))
    note = BY_SITE["ULN" if high else "LLN"] if limit is not None else ""
    assert made.upper_limit(analyte, None, high) == (limit, note)


def test_a_results_own_limit_comes_first():
    made = seen(options={"limits": SITE}, sex="female")
    assert made.upper_limit(AST, Fraction(35), True) == (35, "")
    assert made.upper_limit(AST, Fraction(0), False) == (0, "")


# -- judgments ---------------------------------------------------------------------------------


def judged(*answers: tuple[str, bool], day: str = "", apart: bool = False, **options: Any) -> bool | None:
    """The answer seen for criterion `inclusion 1`, from answers as (cohort, passed)."""
    given = [
        {"trial": "T", "criterion": "Inclusion 1", "outcome": "pass" if passed else "fail", "by": "Dr A"}
        | ({"cohort": cohort} if cohort else {})
        | ({"date": day} if day else {})
        for cohort, passed in answers
    ]
    view = seen(options={"trial": "T", "criterion": "inclusion 1", "asks_apart": apart, **options}, judgments=given)
    made = view.judgment()
    return made.passed if made else None


def test_an_answer_for_all_cohorts():
    assert judged(("", True)) is True
    assert judged(("", False)) is False
    assert judged() is None
    assert judged(("", True), considered=("A", "B")) is True
    assert judged(("", True), considered=("A", "B"), apart=True) is None
    assert judged(("", True), apart=True) is True


def test_answers_for_each_cohort():
    assert judged(("A", True), ("B", True), considered=("A", "B")) is True
    assert judged(("A", False), ("B", False), considered=("A", "B"), apart=True) is False
    assert judged(("A", True), ("B", False), considered=("A", "B")) is None
    assert judged(("A", True), considered=("A", "B")) is None
    assert judged(("A", True), ("", True), considered=("A", "B")) is True
    assert judged(("A", True), ("", False), considered=("A", "B")) is None
    assert judged(("A", True), ("B", False), considered=("A", "B"), cohorts=("A",)) is True
    assert judged(("a", True), considered=("A",)) is True
    assert judged(("C", True), considered=("A",)) is None


def test_an_answer_given_later_is_none_yet():
    assert judged(("", True), day=ago(0)) is True
    assert judged(("", True), day=ago(-1)) is None
    assert judged(("", True), day="2025-03") is True
    assert judged(("", True), criterion="inclusion 2") is None
    assert judged(("", True), trial="U") is None
