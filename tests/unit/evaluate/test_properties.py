"""Properties of entries made by hand: what the conformance cases don't reach."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from eligo.core.nodes import Concept, Dosed, Has, Lasted, Point, Progressed, Property, Related, Span, Where, Window
from eligo.evaluate import telling
from eligo.evaluate.dosing import written
from eligo.evaluate.entries import fits
from eligo.evaluate.naming import NO, YES, Answer, every, turned
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Details, Dose, Entry, Link, Named, Patient

DAY = date(2025, 3, 1)
CISPLATIN = Named("cisplatin", frozenset({"chemotherapy", "anticancer therapy"}))
CHEMOTHERAPY = Concept("chemotherapy", frozenset({"anticancer therapy"}), homes=frozenset({"therapies"}))


def view(*therapies: Entry) -> View:
    entries = {"therapies": therapies}
    return View(
        Patient("P", None, False, None, None, {}, {}, {}, entries, {}, {}, frozenset({"therapies"}), None, "", ()), DAY
    )


def entry(names: tuple[Named, ...] = (CISPLATIN,), *, start: str = "", end: str = "", **more: Any) -> Entry:
    days = {
        "start": dates.parse(start) if start else None, "end": dates.parse(end) if end else None,
    }  # fmt: skip
    ongoing = more.pop("ongoing", False if end else None)
    details = Details(more.pop("said", {}), more.pop("links", {}), {}, more.pop("dose", None), more.pop("cycles", None))
    label = " + ".join(one.name for one in names)
    return Entry(
        "therapies[0]", label, names, (), "active", days["start"], days["end"], ongoing, details=details, **more
    )


def asking(one: Property) -> Has:
    return Has("therapies", (CHEMOTHERAPY,), (), "ever", (), (one,), False, None, Span(0, 1))


def answer(given: Entry, one: Property) -> Answer:
    return fits(given, one, asking(one), view(given))


@pytest.mark.parametrize(
    ("cycles", "op", "amount", "truth"),
    [(4, ">=", 300, TRUE), (4, ">", 300, FALSE), (4, "=", 300, TRUE), (4, "<", 300, FALSE), (3, "<=", 300, TRUE),
     (None, ">=", 300, UNKNOWN)],
)  # fmt: skip
def test_a_dose_in_all_is_that_of_the_cycles(cycles: int | None, op: Any, amount: int, truth: object) -> None:
    given = entry(dose=Dose(Fraction(75), "mg/m2", "cycle"), cycles=cycles)
    assert answer(given, Dosed(op, Fraction(amount), "mg/m2", "")).truth is truth


def test_a_day_s_dose_times_seven_is_a_week_s() -> None:
    given = entry(dose=Dose(Fraction(10), "mg", "day"))
    assert answer(given, Dosed(">=", Fraction(70), "mg", "week")).truth is TRUE
    assert answer(given, Dosed(">", Fraction(70), "mg", "week")).truth is FALSE
    assert written(Dose(Fraction(5, 2), "mg", "day")) == "2.5 mg/day"


@pytest.mark.parametrize(
    ("op", "end", "truth"),
    [("<", "2024-03-31", TRUE), ("<", "2024-04-01", FALSE), ("<=", "2024-04-01", TRUE), (">", "2024-04-01", FALSE),
     ("=", "2024-04-01", TRUE), ("=", "2024-04-02", FALSE), ("=", "2024-03", FALSE), ("=", "2024-04", UNKNOWN)],
)  # fmt: skip
def test_how_long_a_treatment_lasted(op: Any, end: str, truth: object) -> None:
    assert answer(entry(start="2024-01-01", end=end), Lasted(op, 3, "month")).truth is truth


def test_what_goes_on_may_last_longer() -> None:
    given = entry(start="2025-02-01", ongoing=True)
    assert answer(given, Lasted("<", 3, "month")).truth is UNKNOWN
    assert answer(given, Lasted("<", 2, "day")).truth is FALSE
    assert answer(given, Lasted(">=", 3, "month")).truth is FALSE
    assert answer(given, Lasted("=", 3, "month")).truth is UNKNOWN


def test_a_progression_is_read_against_a_window_of_its_own_dates() -> None:
    given = entry(start="2024-01-01", end="2024-06-01", progression=dates.parse("2024-03-01"))
    early = Window(Point("start", 0, "day"), Point("start", 3, "month"), "within 3 months of its start")
    late = Window(Point("start", 3, "month"), None, "at least 3 months after its start")
    assert answer(given, Progressed(early)).truth is TRUE
    assert answer(given, Progressed(late)).truth is FALSE


def test_a_word_that_no_table_holds_answers_nothing() -> None:
    given = entry(
        said={"setting": "?second half", "best_response": "?good", "stop_reason": "?logistics"}, end="2024-06-01"
    )
    for attribute in ("setting", "best_response", "stop_reason"):
        said = answer(given, Where(attribute, ("metastatic",)))
        assert (said.truth, said.reason) == (UNKNOWN, "name_unknown")


def test_a_response_without_a_rank_may_be_as_good() -> None:
    complete = Where("best_response", ("complete response",))
    assert answer(entry(said={"best_response": "objective response"}), complete).truth is UNKNOWN
    assert answer(entry(said={"best_response": "stable disease"}), complete).truth is FALSE


def test_what_a_key_adds_is_no_agent() -> None:
    marked = entry(
        (CISPLATIN, Named("treatment in another trial", frozenset())), dose=Dose(Fraction(75), "mg", "cycle")
    )
    assert answer(marked, Dosed(">", Fraction(70), "mg", "cycle")).truth is TRUE
    assert answer(marked, Related("alone", ())).truth is TRUE


def test_an_empty_link_says_nothing() -> None:
    given = entry(links={"site": Link((), ())})
    assert answer(given, Related("site", (Concept("brain", frozenset()),))).truth is UNKNOWN


def test_answers_turn_and_carry_what_they_rest_on() -> None:
    assert turned(YES).truth is FALSE and turned(NO).truth is TRUE
    unknown = Answer(UNKNOWN, "x")
    assert turned(unknown) is unknown
    assert every(Answer(TRUE, assumed=("a",)), YES).assumed == ("a",)
    assert every(Answer(FALSE, assumed=("b",)), Answer(TRUE, assumed=("a",))).assumed == ("b",)
    assert every(unknown, Answer(TRUE, assumed=("a",))).assumed == ("a",)


def test_a_few_of_many_entries_are_shown() -> None:
    many = [
        Evidence(f"therapies[{at}]", "x", f"drug {at}", date=f"2024-{at + 1:02d}-01", change="lasting")
        for at in range(9)
    ]
    many[0] = Evidence("therapies[0]", "x", "drug 0", date="2020-01-01", change="date", passes_from=DAY)
    shown = telling.few(many, "therapies", "x")
    assert [one.value for one in shown] == ["drug 0", "drug 8", "drug 7", "drug 6", "and 5 others"]
    assert shown[-1].change == "lasting"
    assert telling.few(many[:5], "therapies", "x") == tuple(many[:5])
