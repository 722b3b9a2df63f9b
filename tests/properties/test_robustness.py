"""No input makes anything but findings: texts, files, profiles, bytes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligo.api import reference_day
from eligo.cli.main import main
from eligo.compiler import compile_text
from eligo.evaluate.screening import screen
from eligo.facts.reading import read_file
from eligo.report.model import result
from eligo.syntax.parser import parse
from eligo.syntax.printer import show
from eligo.testing import profiles, profiles_for
from eligo.testing.language import files
from strategies import RULES, compiled, one_rule

MOST = settings().max_examples
TRIALS = tuple(
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "criteria").glob("*.elig"))
)
_WORDS = (
    *"""trial inclusion exclusion cohorts for : , ( ) " # and or not no unless if then otherwise only except""".split(),  # noqa: SIM905
    *"between within not within is at least at most <= >= < > ≤ x ULN + 5 1,500 1500 /uL µL 0 1 days since".split(),  # noqa: SIM905
    *"prior current history of other stage IV ANC AST hypertension nivolumab HBsAg negative judgment unread".split(),  # noqa: SIM905
    *"symptomatic metastatic TNM T3 stage to higher stable for related brain alone cycles of dose mg/day 10".split(),  # noqa: SIM905
    *("progression during", "partial response", "as the only", "combined with", "stable dose of", "episodes of"),
    *("read as", "or as", "counting", "first dose", "\n", "\n\n", "\n  ", "\t", "\0", "\ufeff", "é", "𝒳", "‐", "'s"),
)  # fmt: skip


def _compiles_or_says_why(text: str) -> None:
    trial, found = compile_text(text)
    assert trial is not None or found
    for one in found:
        assert one.render(text)
        assert one.message and "Traceback" not in one.message
    tree, _ = parse(text)
    show(tree)


@settings(max_examples=MOST * 3)
@given(st.text(max_size=200))
@example("")
@example('trial T "t"\n\ninclusion 1 "x"')
@example("\ufefftrial T")
def test_any_text(text: str) -> None:
    _compiles_or_says_why(text)


@settings(max_examples=MOST * 4)
@given(st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join))
def test_any_words(rule: str) -> None:
    _compiles_or_says_why(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A text with a piece cut out, doubled, swapped or overwritten."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        piece = draw(
            st.sampled_from(["", text[start:end] * 2, draw(st.sampled_from(_WORDS)), draw(st.text(max_size=4))])
        )
        text = text[:start] + piece + text[end:]
    return text


@given(st.sampled_from(TRIALS).flatmap(mutated))
def test_mutated_criteria_files(text: str) -> None:
    _compiles_or_says_why(text)


@settings(max_examples=MOST // 2)
@given(files(2).flatmap(mutated))
def test_mutated_generated_files(text: str) -> None:
    _compiles_or_says_why(text)


# -- patients ----------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_ODD = st.sampled_from(
    [None, True, -1, 0, 10**45, 1e308, float("nan"), "", " ", "1e999", "NaN", "<", "<x", ">=", "2025-13-01",
     "2025-02-30", "0000", "9999-12-31", "2025-02-29T99:99", [], {}, [[]], "nivolumab" * 80, "\u0000", "\ud7ff",
     "١٢", "1,5", "<<5"]
)  # fmt: skip


def _read_and_screened(path: Path, text: str, trial: Any) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")
    for one in read_file(path):
        for finding in one.diagnostics:
            assert finding.render()
            assert finding.line > 0 or finding.code in ("P006", "P007")
        assert one.patient is not None or one.diagnostics
        if one.patient is not None:
            day, found = reference_day(one.patient, None)
            assert day is not None or found
            if day is not None:
                result(screen(trial, one.patient, day), "0", "0")


@settings(max_examples=MOST * 2)
@given(_JSON)
def test_any_json(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    _read_and_screened(_place(tmp_path_factory), json.dumps(value), one_rule(RULES[0]))


@st.composite
def damaged(draw: st.DrawFn, profile: dict[str, Any]) -> dict[str, Any]:
    """A profile with some values replaced by odd ones, at any depth, and keys misspelt."""
    made: dict[str, Any] = json.loads(json.dumps(profile))
    for _ in range(draw(st.integers(1, 3))):
        inner: Any = made
        while True:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(inner[key], dict | list) and draw(st.booleans()):
                inner = inner[key]
                continue
            if isinstance(inner, dict) and draw(st.integers(0, 4)) == 0:
                inner[draw(st.sampled_from(["resluts", "dat", key + "x", ""]))] = inner.pop(key)
            else:
                inner[key] = draw(_ODD | _JSON)
            break
    return made


@settings(max_examples=MOST * 2)
@given(st.data())
def test_damaged_profiles(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    trial = compiled(TRIALS[0]) if data.draw(st.booleans()) else one_rule(data.draw(st.sampled_from(RULES)))
    profile = data.draw(profiles() | profiles_for(one_rule(data.draw(st.sampled_from(RULES)))))
    _read_and_screened(_place(tmp_path_factory), json.dumps(data.draw(damaged(profile))), trial)


@given(st.data())
def test_damaged_json_texts(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text = json.dumps(data.draw(profiles()), indent=1)
    _read_and_screened(_place(tmp_path_factory), data.draw(mutated(text)), one_rule(RULES[0]))


@settings(max_examples=MOST * 2)
@given(st.data(), st.sampled_from(RULES))
def test_every_patient_gets_an_outcome_and_unknowns_their_reasons(data: st.DataObject, rule: str) -> None:
    from eligo.testing.profiles import read

    for trial in (one_rule(rule), compiled(TRIALS[-1])):
        patient = read(data.draw(profiles_for(one_rule(rule))))
        made = screen(trial, patient, date(2025, 3, 1))
        for one in made.criteria:
            assert (one.outcome == "unknown") == bool(one.reasons)
            assert one.outcome != "fail" or one.may_change in ("yes", "lasting") or one.may_change.startswith("from ")
            if one.may_change.startswith("from "):
                assert date.fromisoformat(one.may_change[5:]) > date(2025, 3, 1)


def _place(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "robust"
    folder.mkdir(exist_ok=True)
    return folder / "patient.json"


# -- the command line --------------------------------------------------------------------------


def _run(*arguments: str) -> int:
    ran = CliRunner().invoke(main, list(arguments))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return ran.exit_code


@settings(max_examples=MOST)
@given(st.binary(max_size=120), st.binary(max_size=120))
def test_any_bytes_through_the_command_line(
    tmp_path_factory: pytest.TempPathFactory, left: bytes, right: bytes
) -> None:
    patients = _place(tmp_path_factory)
    criteria = patients.with_name("trial.elig")
    criteria.write_bytes(b'trial T "t"\n\ninclusion 1 "x"\n  ANC >= 1500 /uL\n')
    patients.write_bytes(right)
    assert _run("screen", str(criteria), str(patients)) in (0, 4)
    patients.write_bytes(b'{"id": "P", "reference_date": "2025-03-01"}')
    criteria.write_bytes(left)
    assert _run("check", str(criteria)) in (0, 3)
    assert _run("fmt", "--check", str(criteria)) in (0, 1, 3)
    assert _run("screen", str(criteria), str(patients), "--format", "json") in (0, 3)


@given(st.text(max_size=30).filter(lambda text: not text.startswith("-") and "\0" not in text))
def test_any_argument(text: str) -> None:
    assert _run("screen", text, text, "--as-of", text) == 2
    assert _run("screen", text, "/nowhere", "--cohort", text) in (2, 3, 4)
