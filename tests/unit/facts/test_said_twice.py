"""One thing said twice and differently is an error, never settled by the order of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eligo.facts.reading import read

JUDGED = {"trial": "T", "criterion": "exclusion 1"}


@pytest.mark.parametrize(
    ("profile", "place"),
    [
        ({"statements": {"measurable disease": False, "measurable lesion": True}}, "statements"),
        ({"anchors": {"first dose": "2025-03-01", "start of treatment": "2024-01-01"}}, "anchors"),
        ({"judgments": [JUDGED | {"outcome": "fail"}, JUDGED | {"outcome": "pass"}]}, "judgments"),
    ],
)
def test_differing_answers_are_an_error(tmp_path: Path, profile: dict[str, object], place: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"id": "p"} | profile), encoding="utf-8")
    (found,) = read([path])
    assert found.patient is None
    assert [one.code for one in found.diagnostics] == ["P003"]
    assert f"`{place}`" in found.diagnostics[0].message
    assert "twice" in found.diagnostics[0].message


def test_the_same_answer_twice_is_one(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(
        '{"id": "p", "statements": {"measurable disease": true, "measurable lesion": true}}', encoding="utf-8"
    )
    (found,) = read([path])
    assert found.patient is not None
