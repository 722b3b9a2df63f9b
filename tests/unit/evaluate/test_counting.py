"""What a reader sees of a count, and the walk through histories against every choice of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.core.nodes import Concept, Count, Has, Span
from eligo.evaluate import regimens
from eligo.evaluate.counting import count as counted
from eligo.evaluate.regimens import Given, Item, Role, Rule, count
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import PLAIN, Details, Dose, Entry, Named, Patient
from strategies import one_rule, screened

DAY = date(2025, 3, 1)
ABOVE = frozenset({"systemic therapy", "anticancer therapy", "chemotherapy", "anthracycline"})


def proof(rule: str, **lists: list[dict[str, Any]]) -> Evidence:
    profile = {"id": "P", "reference_date": "2025-03-01", "complete": ["therapies", "conditions"], **lists}
    return screened(one_rule(rule), profile).criteria[0].evidence[0]


# -- what is shown -----------------------------------------------------------------------------


def test_inferred_lines_are_marked() -> None:
    first = {"agents": ["cisplatin"], "intent": "palliative", "start": "2022-01", "end": "2022-05"}
    second = {"agents": ["docetaxel"], "intent": "palliative", "start": "2023-01", "end": "2023-05"}
    kept_up = {"agents": ["capecitabine"], "intent": "maintenance", "start": "2022-06-01", "end": "2022-08-01"}
    shown = proof("at most 2 prior lines of systemic therapy", therapies=[second, first, kept_up])
    assert (shown.value, shown.limit) == ("2", "<= 2")
    assert shown.notes == (
        "capecitabine (maintenance)", "line 1 (inferred): cisplatin 2022-01 to 2022-05",
        "line 2 (inferred): docetaxel 2023-01 to 2023-05",
    )  # fmt: skip


def test_lines_behind_a_number_go_on_from_it() -> None:
    given_ = {"agents": ["cisplatin"], "line": 3, "start": "2022-01-01", "end": "2022-05-01"}
    later = {"agents": ["docetaxel"], "intent": "palliative", "start": "2023-01-01", "ongoing": True}
    shown = proof("at most 4 prior lines of systemic therapy", therapies=[given_, later])
    assert shown.notes == ("cisplatin (line 3)", "line 4 (inferred): docetaxel since 2023-01-01")


def test_what_is_no_line_says_why() -> None:
    early = {"agents": ["capecitabine"], "intent": "adjuvant", "end": "2020-01-01", "progression": "2023-01-01"}
    rule = "at most 1 prior lines of systemic therapy, counting adjuvant therapy only if progression within 6 months "
    shown = proof(f"{rule}after its end", therapies=[early, {"agents": ["cisplatin"]}])
    assert set(shown.notes) == {"capecitabine (adjuvant, no line)", "cisplatin (may be a line)"}


def test_the_parts_of_a_sum_are_shown() -> None:
    first = {"agents": ["cisplatin"], "cycles": 4, "start": "2022-01-01", "end": "2022-04-01"}
    second = {"agents": ["cisplatin"], "cycles": 2, "start": "2023-01-01", "end": "2023-03-01"}
    shown = proof("at least 4 cycles of cisplatin", therapies=[first, second])
    assert (shown.fact, shown.value, shown.margin) == ("cycles of cisplatin", "6", "2 cycles above")
    assert shown.notes == ("cisplatin 2022-01-01: 4 cycles", "cisplatin 2023-01-01: 2 cycles")


def test_a_dose_shows_its_factor_and_the_source_of_it() -> None:
    given_ = {"agents": ["epirubicin"], "dose": 300, "unit": "mg/m2", "per": "total"}
    shown = proof("cumulative dose of anthracycline <= 450 mg/m2 doxorubicin equivalent", therapies=[given_])
    told, source = shown.notes
    assert told.startswith("epirubicin: 300 mg/m2 x ") and told.endswith(f"= {shown.value}")
    assert source.startswith("1 mg of epirubicin counts as ") and "doxorubicin: " in source


@pytest.mark.parametrize(
    ("home", "name", "fact"),
    [("conditions", "stroke", "episodes of stroke"), ("therapies", "cisplatin", "number of cisplatin")],
)
def test_times_are_called_after_what_is_counted(home: str, name: str, fact: str) -> None:
    word = "at most 1 episodes of stroke" if home == "conditions" else "at most 1 prior cisplatin"
    entry = {"name": name} if home == "conditions" else {"agents": [name]}
    assert proof(word, **{home: [entry]}).fact == fact


# -- entries made by hand ----------------------------------------------------------------------


def entry(name: str, number: int, start: str = "", **details: Any) -> Entry:
    day = dates.parse(start) if start else None
    made = Details({}, {}, {}, **details) if details else PLAIN
    return Entry(f"therapies[{number}]", name, (Named(name, ABOVE),), (), "active", day, day, False, details=made)


def asked(what: Any, op: Any, number: int, entries: list[Entry], **more: Any) -> Any:
    concept = Concept("anthracycline", frozenset({"chemotherapy"}), homes=frozenset({"therapies"}))
    of = Has("therapies", (concept,), (), "ever", (), (), False, None, Span(0, 0))
    node = Count(what, of, op, Fraction(number), Span(0, 0), **more)
    patient = Patient(
        "P", None, False, None, DAY, {}, {}, {}, {"therapies": tuple(entries)}, {}, {}, frozenset({"therapies"}), None,
        "", (),
    )  # fmt: skip
    return counted(node, View(patient, DAY))


def test_a_dose_that_cannot_be_used_says_why() -> None:
    total = Dose(Fraction(100), "mg/m2", "")
    bad = Dose(Fraction(100), "mg/m2", "", "the unit isn't known")
    entries = [entry("doxorubicin", 0, "2020-01-01", dose=total), entry("doxorubicin", 1, "2021-01-01", dose=bad)]
    trace = asked("dose", "<=", 360, entries, unit="mg/m2")
    assert trace.truth is UNKNOWN and {gap.reason for gap in trace.gaps} == {"unit_unusable"}
    assert asked("dose", ">=", 100, entries, unit="mg/m2").truth is TRUE


@pytest.mark.parametrize(("second", "truth"), [("2021-01-01", FALSE), ("2020-01-01", TRUE), ("2020", UNKNOWN)])
def test_one_listed_twice_counts_once(second: str, truth: Any) -> None:
    entries = [entry("doxorubicin", 0, "2020-01-01", cycles=4), entry("doxorubicin", 1, second, cycles=4)]
    assert asked("cycles", "<=", 4, entries).truth is truth


# -- the walk ----------------------------------------------------------------------------------

RULE = Rule(3, 5)
DRUGS = ("cisplatin", "gemcitabine")


@st.composite
def items(draw: st.DrawFn) -> Item:
    first = draw(st.integers(1, 14))
    end = first + draw(st.integers(0, 6))
    roles: tuple[Role, ...] = draw(
        st.sampled_from([("line",), ("line",), ("none", "line"), ("maintenance",), ("none", "line", "maintenance")])
    )
    return Item(
        (first, first + draw(st.integers(0, 2))), (end, end + draw(st.integers(0, 3))),
        frozenset(draw(st.lists(st.sampled_from(DRUGS), min_size=1, max_size=2))), False, roles,
    )  # fmt: skip


def _known(one: Item) -> Iterator[Item]:
    for start, end, role in product(
        range(one.start[0], one.start[1] + 1), range(one.end[0], one.end[1] + 1), one.roles
    ):
        if start <= end:
            yield Item((start, start), (end, end), one.names, False, (role,))


@settings(max_examples=settings().max_examples * 3)
@given(st.lists(items(), min_size=1, max_size=3), st.booleans(), st.sampled_from([1, 24]))
def test_every_history_lies_between_the_fewest_and_the_most(several: list[Item], numbered: bool, many: int) -> None:
    """Also where histories that end alike are taken as one."""
    given_ = Given(2, 2, 2) if numbered else None
    if numbered:
        one = several[0]
        several = [Item(one.start, one.end, one.names, False, ("given",)), *several[1:]]
    with patch.object(regimens, "_MANY", many):
        low, high = count(several, RULE, given_)
    for known in product(*map(_known, several)):
        least, most = count(known, RULE, given_)
        assert low <= least and most <= high, known


def test_what_is_too_much_to_walk_through_keeps_its_widest_bounds() -> None:
    many = [Item((1, 900), (1, 1000), frozenset({f"drug {at}"}), False, ("none", "line", "early")) for at in range(14)]
    sure = Item((1, 900), (1, 1000), frozenset({"cisplatin"}), False, ("line",))
    assert count([*many, sure], RULE) == (1, 15)
    assert count([*many, sure], RULE, Given(2, 2, 2)) == (2, 17)
