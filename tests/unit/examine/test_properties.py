"""What the examination says of what entries say of themselves, and of what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eligo.core.nodes import Count, Has, Point
from eligo.examine.examining import examine
from eligo.examine.implying import follows, spared
from eligo.examine.running import first, made
from eligo.examine.wanted import failing, passing
from examined import codes, trial
from strategies import one_rule


def has(rule: str) -> Has:
    (criterion,) = one_rule(rule).criteria
    assert isinstance(criterion.rule, Has)
    return criterion.rule


# Pairs of which the first holds only where the second does; none the other way round.
NARROWER = [
    ("metastatic breast cancer", "advanced breast cancer"),
    ("stage III breast cancer", "stage II or III breast cancer"),
    ("CTCAE v5 grade 3 pneumonitis", "CTCAE any version grade >= 2 pneumonitis"),
    ("prior radiotherapy to the brain", "prior radiotherapy to the central nervous system"),
    ("prior chemotherapy for breast cancer", "prior chemotherapy for malignancy"),
    ("pneumonitis related to nivolumab", "pneumonitis related to PD-1 inhibitor"),
    ("prior cisplatin combined with gemcitabine", "prior cisplatin combined with chemotherapy"),
    ("current prednisone >= 20 mg/day", "current prednisone > 10 mg/day"),
    ("current prednisone > 10 mg/day", "current prednisone >= 10 mg/day"),
    ("complete response to chemotherapy", "complete or partial response to chemotherapy"),
    ("brain metastases stable for at least 3 months", "brain metastases stable for at least 2 months"),
    ("brain metastases not stable for at least 2 months", "brain metastases not stable for at least 3 months"),
    ("prior chemotherapy for at least 6 months", "prior chemotherapy for at least 3 months"),
    ("progression within 3 months after chemotherapy", "progression within 6 months after chemotherapy"),
    ("progression during chemotherapy", "progression on or within 6 months after chemotherapy"),
]


@pytest.mark.parametrize(("narrow", "wide"), NARROWER)
def test_what_follows_from_what(narrow: str, wide: str) -> None:
    (mine,), (asked,) = has(narrow).where, has(wide).where
    assert follows(asked, mine) and follows(mine, mine)
    assert not follows(mine, asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("current prednisone > 10 mg/day", "current prednisone > 10 mg/week"),
        ("current prednisone > 10 mg/day", "current prednisone > 10 mg/day prednisone equivalent"),
        ("CTCAE v5 grade 3 pneumonitis", "histologic grade 3 pneumonitis"),
        ("CTCAE v5 grade 3 pneumonitis", "CTCAE v4 grade 3 pneumonitis"),
        ("prior chemotherapy for breast cancer", "prior chemotherapy for metastatic disease"),
        ("brain metastases stable for at least 3 months", "brain metastases not stable for at least 3 months"),
        ("prior chemotherapy for at least 90 days", "prior chemotherapy for at least 3 months"),
        ("platinum as the most recent systemic therapy", "platinum as the first systemic therapy"),
        ("progression at least 6 months after chemotherapy", "progression within 6 months after chemotherapy"),
    ],
)
def test_what_can_not_be_compared(one: str, other: str) -> None:
    (first_,), (second,) = has(one).where, has(other).where
    assert not follows(first_, second) and not follows(second, first_)


@pytest.mark.parametrize(("narrow", "wide"), NARROWER)
def test_who_has_the_narrower_has_the_wider(narrow: str, wide: str) -> None:
    assert codes(f"inclusion: {narrow}", f"exclusion: {wide}") == ["L008"]
    assert codes(f"inclusion: {wide}", f"exclusion: {narrow}") == []


def test_an_exception_with_a_property_leaves_less_out() -> None:
    whole, some = "basal cell carcinoma", "stage I basal cell carcinoma"
    wide, narrow = (f"history of malignancy except {name}" for name in (some, whole))
    assert codes(f"inclusion: {narrow}", f"exclusion: {wide}") == ["L008"]
    assert codes(f"inclusion: {wide}", f"exclusion: {narrow}") == []
    (each,) = has(wide).sparing
    assert spared(each, has(narrow)) and spared(each, has(wide))
    assert not spared(each, has("history of malignancy except stage II basal cell carcinoma"))
    assert spared(each, has("history of malignancy except stage I or II basal cell carcinoma"))


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("at least 4 cycles of cisplatin", "exclusion: at least 3 cycles of cisplatin", ["L008"]),
        ("at least 4 cycles of cisplatin", "exclusion: more than 4 cycles of cisplatin", []),
        ("at most 1 prior cisplatin", "exclusion: at most 1 prior cisplatin", ["L008"]),
        ("at most 1 prior cisplatin", "exclusion: at most 1 prior carboplatin", []),
        ("at least 4 cycles of cisplatin", "inclusion: at least 3 cycles of cisplatin", ["L009"]),
    ],
)
def test_numbers_of_what_is_counted(one: str, other: str, code: list[str]) -> None:
    assert codes(f"inclusion: {one}", other) == code


def test_a_window_of_what_is_counted_is_looked_into() -> None:
    whole = trial("exclusion: at least 2 episodes of stroke within 28 days")
    (one,) = whole.criteria
    assert isinstance(one.rule, Count) and one.rule.of.window
    ahead = replace(one.rule.of.window, start=Point(None, 3, "day"), end=None)
    rule = replace(one.rule, of=replace(one.rule.of, window=ahead))
    (found,) = examine(replace(whole, criteria=(replace(one, rule=rule),)))
    assert found.diagnostic.code == "L010"


RULES = (
    "symptomatic or untreated brain metastases", "TNM T3 or higher breast cancer", "histologic grade 3 breast cancer",
    "pneumonitis related to radiotherapy", "prior radiotherapy to the brain",
    "prior cisplatin combined with gemcitabine", "prior trastuzumab as the only HER2-targeted therapy",
    "platinum as the first systemic therapy",
    "prior nivolumab alone", "nivolumab stopped for toxicity", "brain metastases stable for at least 28 days",
    "brain metastases not stable for at least 28 days", "progression within 6 months after chemotherapy",
    "progression during chemotherapy", "complete or partial response to chemotherapy",
    "prior chemotherapy for at least 3 months", "stable dose of prednisone for at least 4 weeks",
    "systemic corticosteroid > 10 mg/day prednisone equivalent within 4 weeks", "prior radiotherapy > 30 Gy",
    "at least 4 cycles of cisplatin", "at most 1 prior stem cell transplantation",
    "at least 2 episodes of stroke within 12 months", "treatment in another trial within 4 weeks",
    "cumulative dose of anthracycline <= 360 mg/m2 doxorubicin equivalent",
    "other malignancy within 3 years except basal cell carcinoma, stage I endometrial cancer",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_patients_are_made_who_pass_and_who_fail(rule: str) -> None:
    made_of = one_rule(rule)
    (one,) = made_of.criteria
    for outcome, ways in (("pass", passing(one)), ("fail", failing(one))):
        assert first(made_of, [one], made(made_of, [one], ways), lambda seen, o=outcome: seen[0].outcome == o), outcome
