"""docs/phrases.md: each rule compiles in every wording of its phrase, and decides both of its patients."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo import Patient, Trial
from unit.docs import facts, pages

PAGE = pages.text("docs/phrases.md")
ROWS = [row for row in pages.rows(PAGE) if row.column == "Phrase"]
OPEN = [row for row in pages.rows(PAGE) if row.column == "Undecided"]
_NOBODY = "*nobody*"


def wordings(row: pages.Row) -> list[str]:
    """The rule, and the rule with each other wording of its phrase in the place of the first."""
    (rule,) = pages.codes(row.cells[1])
    first, *others = (phrase.split("…") for phrase in row.codes)
    return [rule, *(_reworded(rule, first, other) for other in others)]


def _reworded(rule: str, phrase: list[str], other: list[str]) -> str:
    assert len(phrase) == len(other), (phrase, other)
    made, rest = "", rule
    for old, new in zip(phrase, other, strict=True):
        place = _place(rest, old.strip())
        assert place, (old, rest)
        made += rest[: place.start()] + new.strip()
        rest = rest[place.end() :]
    return made + rest


def _place(text: str, words: str) -> re.Match[str] | None:
    """Where the words of a part stand, whole."""
    start, end = (r"\b" if one.isalnum() else "" for one in (words[0], words[-1]))
    return re.search(start + re.escape(words) + end, text)


RULES = [rule for row in ROWS for rule in wordings(row)]


def read(folder: Path, *profiles: dict[str, Any]) -> list[Patient]:
    """The patients of these profiles, through a file as anybody's are."""
    file = folder / "patients.ndjson"
    file.write_text("\n".join(map(json.dumps, profiles)), encoding="utf-8")
    return eligo.read_patients(file)


def compiled(rule: str, folder: Path) -> Trial:
    """The trial of a rule, beside the page's library."""
    for block in pages.blocks(PAGE):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
    (folder / "trial.elig").write_text(facts.criteria(rule), encoding="utf-8")
    return eligo.load(folder / "trial.elig")


def test_the_notation_is_one_of_profiles(tmp_path: Path) -> None:
    told = [code for row in pages.rows(PAGE) if row.column == "Fact" for code in row.codes]
    assert len(read(tmp_path, *(facts.profile([fact], fact) for fact in told))) == len(told)


def test_the_phrase_stands_in_its_rule() -> None:
    for row in ROWS:
        phrase = row.codes[0].split("…")
        assert _reworded(pages.codes(row.cells[1])[0], phrase, phrase)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.heading}: {row.codes[0]}")
def test_each_rule_tells_its_patients_apart(row: pages.Row, tmp_path: Path) -> None:
    told = {"fits": row.cells[2], "does not": row.cells[3]}
    patients = read(tmp_path, *(facts.profile(pages.codes(cell), name) for name, cell in told.items()))
    expected = ["undetermined"] * 2 if _NOBODY in row.cells else ["eligible", "ineligible"]
    for rule in wordings(row):
        trial = compiled(rule, tmp_path)
        results = [eligo.screen(trial, one) for one in patients]
        assert [one.verdict for one in results] == expected, (rule, [one.model_dump_json() for one in results])


@pytest.mark.parametrize("row", OPEN, ids=lambda row: row.codes[0])
def test_what_stays_open_does_for_the_reason_given(row: pages.Row, tmp_path: Path) -> None:
    profile = facts.profile(pages.codes(row.cells[1]), "open")
    result = eligo.screen(compiled(row.codes[0], tmp_path), *read(tmp_path, profile))
    assert result.verdict == "undetermined"
    assert {f"`{one.reason}`" for criterion in result.criteria for one in criterion.reasons} == {row.cells[2]}
