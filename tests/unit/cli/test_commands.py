"""Exit codes and usage: 0 done, 1 not met or different, 2 usage, 3 criteria, 4 patients; the first of 2, 3, 4, 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eligo.cli import main

GOOD = 'trial T "one"\n\ninclusion 1 "Fit"\n  ECOG is 0 or 1\n'
BAD = 'trial T "one"\n\ninclusion 1 "Fit"\n  EKOG is 0 or 1\n'
FIT = {"id": "fit", "reference_date": "2025-03-01", "results": [{"test": "ECOG", "value": 0, "date": "2025-02-20"}]}
ILL = FIT | {"id": "ill", "results": [{"test": "ECOG", "value": 3, "date": "2025-02-20"}]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    files = {"good.elig": GOOD, "bad.elig": BAD, "fit.json": json.dumps(FIT), "ill.json": json.dumps(ILL)}
    files |= {"broken.json": "{", "loose.elig": GOOD.replace("ECOG is", "ECOG   is")}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def code(place: Path, *arguments: str) -> int:
    known = [str(place / one) if (place / one).exists() else one for one in arguments]
    return CliRunner().invoke(main, known).exit_code


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("check", "good.elig"), 0),
        (("check", "bad.elig"), 3),
        (("check", "nowhere.elig"), 2),
        (("fmt", "--check", "good.elig"), 0),
        (("fmt", "--check", "loose.elig"), 1),
        (("fmt", "bad.elig"), 3),
        (("screen", "good.elig", "fit.json"), 0),
        (("screen", "good.elig", "ill.json"), 0),
        (("screen", "good.elig", "ill.json", "--require", "not-ineligible"), 1),
        (("screen", "good.elig", "fit.json", "--require", "eligible"), 0),
        (("screen", "good.elig", "broken.json", "fit.json"), 4),
        (("screen", "good.elig", "broken.json", "ill.json", "--require", "eligible"), 4),
        (("screen", "bad.elig", "broken.json"), 3),
        (("screen", "good.elig", "fit.json", "--cohort", "Z"), 2),
        (("screen", "good.elig", "fit.json", "--as-of", "yesterday"), 2),
        (("screen", "good.elig", "nowhere.json"), 4),
        (("explain", "good.elig", "fit.json", "1"), 0),
        (("explain", "good.elig", "fit.json", "99"), 2),
        (("test", "good.elig"), 4),
        (("test", "--coverage", "good.elig"), 4),
        (("rule",), 0),
        (("rule", "N001"), 0),
        (("rule", "N0001"), 2),
        (("schema",), 0),
        (("schema", "patient"), 0),
        (("--version",), 0),
    ],
)
def test_exit_codes(place: Path, arguments: tuple[str, ...], expected: int) -> None:
    assert code(place, *arguments) == expected


def test_a_folder_of_trials_screens_those_that_compile(place: Path) -> None:
    done = CliRunner().invoke(main, ["screen", str(place), str(place / "fit.json"), "--format", "json"])
    assert done.exit_code == 3
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["eligible", "eligible"]


def test_standard_input(place: Path) -> None:
    lines = f"{json.dumps(FIT)}\n{json.dumps(ILL)}\n"
    done = CliRunner().invoke(main, ["screen", str(place / "good.elig"), "-", "--format", "json"], input=lines)
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["eligible", "ineligible"]


@pytest.mark.parametrize("command", ["check", "fmt", "screen", "explain", "test", "rule", "schema"])
def test_every_help_has_an_example(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"]).output
    assert f"Example: eligo {command}" in shown


def test_results_follow_their_schema(place: Path) -> None:
    from eligo.report.model import Result

    arguments = ["screen", str(place / "good.elig"), str(place / "fit.json"), "--format", "json"]
    made = CliRunner().invoke(main, arguments).stdout
    assert Result.model_validate_json(made).model_dump_json() == made.strip()
