"""The report: what a reader must be told, and how it comes out of a pipe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eligo.cli import main

TRIAL = """trial NCT00000001 "Counts"
cohorts A "first", B "second"

inclusion 1 "Platelets"
  platelets >= 75 10*9/L
  for B: platelets >= 100 10*9/L

inclusion 2 "Fit"
  ECOG is 0 or 1
"""


def patient(
    name: str, platelets: float | None = 150, ecog: int | None = 1, day: str = "2025-02-20"
) -> dict[str, object]:
    values = [("platelets", platelets, "10*9/L"), ("ECOG", ecog, None)]
    results = [
        {"test": test, "value": value, "date": day} | ({"unit": unit} if unit else {})
        for test, value, unit in values
        if value is not None
    ]
    return {"id": name, "reference_date": "2025-03-01", "results": results}


def screened(place: Path, *patients: dict[str, object], options: tuple[str, ...] = (), trial: str = TRIAL) -> str:
    (place / "t.elig").write_text(trial, encoding="utf-8")
    (place / "p.json").write_text(json.dumps(patients), encoding="utf-8")
    done = CliRunner().invoke(main, ["screen", str(place / "t.elig"), str(place / "p.json"), *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_an_old_result_is_pointed_out(tmp_path: Path) -> None:
    shown = screened(tmp_path, patient("p", day="2024-11-01"))
    assert "2 of the values used are more than 90 days old, the oldest 120 days" in shown
    assert "more than 90 days" not in screened(tmp_path, patient("p", day="2024-12-01"))


def test_no_line_of_a_pipe_ends_in_blanks(tmp_path: Path) -> None:
    lines = screened(tmp_path, *(patient(f"p{number}") for number in range(5))).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_many_patients_are_ranked_eligible_first_then_by_what_is_missing(tmp_path: Path) -> None:
    people = [
        patient("out", ecog=3),
        patient("two-missing", platelets=None, ecog=None),
        patient("in"),
        patient("one-missing", platelets=None),
    ]
    lines = screened(tmp_path, *people).splitlines()
    order = [line.split()[0] for line in lines if line.split() and line.split()[0] in {one["id"] for one in people}]
    assert order == ["in", "one-missing", "two-missing", "out"]


def test_the_verdict_is_told_for_the_nearest_cohort(tmp_path: Path) -> None:
    shown = screened(tmp_path, patient("p", platelets=80))
    assert "ELIGIBLE for cohort A first" in shown
    assert "B second: ineligible: fails inclusion 1" in shown


def test_a_closed_cohort_makes_nobody_eligible(tmp_path: Path) -> None:
    closed = TRIAL.replace('B "second"', 'B "second" closed')
    shown = screened(tmp_path, patient("p") | {"cohort": "B"}, trial=closed)
    assert "UNDETERMINED" in shown
    assert "cohort B is closed" in shown


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_colour_outside_a_terminal(tmp_path: Path, form: str) -> None:
    assert "\x1b[" not in screened(tmp_path, patient("p"), options=("--format", form))
