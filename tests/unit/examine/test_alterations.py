"""Alterations in the examination of a trial: patients made to order, and what contradicts itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eligo.examine.alterations import implies
from eligo.examine.patients import profiles
from eligo.examine.running import first
from eligo.examine.wanted import failing, passing
from examined import codes, found, trial

RULES = [
    "EGFR L858R", "EGFR mutation", "EGFR mutation except T790M", "germline BRCA1/2 mutation", "ALK fusion by FISH",
    "MET amplification >= 6 copies", "pathogenic BRCA1 mutation", "homozygous UGT1A1*28", "HLA-A*02:01", "del(17p)",
    "KRAS wild type", "EGFR tested", "EGFR mutation within 6 months", "EML4-ALK fusion", "BRAF V600 mutation",
    "RAS mutation", "EGFR exon 19 deletion or L858R", "HER2 status is low", "HER2 status is negative",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_patients_who_pass_and_who_fail_can_be_made(rule: str) -> None:
    made = trial(f"inclusion: {rule}")
    (one,) = made.criteria
    for wanted, ways in (("pass", passing(one)), ("fail", failing(one))):
        tried = (profile for way in ways for profile in profiles(way, made))
        assert first(made, [one], tried, lambda outcomes, to=wanted: outcomes[0].outcome == to) is not None, wanted


@pytest.mark.parametrize(
    "criteria",
    [
        ("inclusion: EGFR mutation and no EGFR mutation",),
        ("inclusion: EGFR L858R", "exclusion: EGFR mutation"),
        ("inclusion: germline BRCA1 mutation", "exclusion: BRCA1 mutation"),
        ("inclusion: KRAS G12C", "inclusion: KRAS wild type"),
        ("inclusion: MET amplification >= 8 copies", "exclusion: MET amplification >= 6 copies"),
        ("inclusion: HER2 status is positive", "inclusion: HER2 status is low"),
    ],
)
def test_what_nobody_can_pass(criteria: tuple[str, ...]) -> None:
    assert "L008" in codes(*criteria)


@pytest.mark.parametrize(
    "criteria",
    [
        ("inclusion: EGFR mutation", "exclusion: EGFR L858R"),
        ("inclusion: BRCA1 mutation", "exclusion: germline BRCA1 mutation"),
        ("inclusion: KRAS wild type", "exclusion: EGFR mutation"),
        ("inclusion: MET amplification >= 6 copies", "exclusion: MET amplification >= 8 copies"),
        ("inclusion: EGFR mutation within 6 months", "exclusion: EGFR mutation within 3 months"),
    ],
)
def test_what_can_be_passed(criteria: tuple[str, ...]) -> None:
    assert codes(*criteria) == []


def test_exceptions_by_alterations_are_shown_with_a_patient() -> None:
    (one,) = found("inclusion: AST <= 3 x ULN, or <= 5 x ULN if EGFR L858R, or <= 8 x ULN if germline BRCA1 mutation")
    assert one.diagnostic.code == "L006" and one.shown is not None
    assert [entry["name"] for entry in one.shown.profile["biomarkers"]] == ["EGFR L858R", "BRCA1 mutation"]


def test_a_window_in_which_no_test_can_lie() -> None:
    assert codes("inclusion: EGFR mutation after first dose") == ["L010"]


def test_what_was_found_was_tested() -> None:
    node = trial("inclusion: EGFR L858R").criteria[0].rule
    assert implies(node, replace(node, asks="tested"))
    assert not implies(replace(node, asks="tested"), node)
