"""What can't be read is named with its file, its line and the nearest right key; the rest is read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from eligo.api import read_patients
from eligo.facts.locate import line_of
from eligo.facts.reading import PatientError, dotted, files, read, read_file


def findings(folder: Path, text: str, name: str = "p.json") -> list[tuple[str, int, str]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [(one.code, one.line, f"{one.message} | {one.help}") for got in read_file(path) for one in got.diagnostics]


def test_one_and_several(tmp_path):
    (tmp_path / "a.json").write_text('{"id": "A"}')
    (tmp_path / "b.json").write_text('[{"id": "B"}, {"id": "C"}]')
    (tmp_path / "c.ndjson").write_text('{"id": "D"}\n\n{"id": "E"}\n')
    (tmp_path / "notes.txt").write_text("not a patient")
    assert [one.id for one in read_patients(tmp_path)] == ["A", "B", "C", "D", "E"]


def test_standard_input(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(b'{"id": "A"}\n{"id": "B"}\n'))
    monkeypatch.setattr("sys.stdin", stdin)
    assert [one.patient.id for one in read(["-"]) if one.patient] == ["A", "B"]


def test_a_misspelt_key_with_its_line_and_the_nearest(tmp_path):
    text = '{\n "id": "P",\n "results": [\n  {"test": "ANC", "value": 1},\n  {"test": "ANC",\n   "vlaue": 1}\n ]\n}'
    found = findings(tmp_path, text)
    assert ("P002", 6) in {(code, line) for code, line, _ in found}
    assert any("results[1].vlaue" in message and "'value'" in message for _, _, message in found)


def test_the_line_inside_ndjson(tmp_path):
    found = findings(tmp_path, '{"id": "A"}\n\n{"id": "B", "sexx": "female"}\n', "p.ndjson")
    assert [(code, line) for code, line, _ in found] == [("P002", 3)]
    assert "'sex'" in found[0][2]


_RANGE = '"reference_range": {"low": 5, "high": 2}}]}'


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ('{"id": "P",\n "sex": "f"}', "P003", 2, "female"),
        ('{"id": "P",\n "id": "Q"}', "P003", 1, "twice"),
        ('{"id": "P", "results": [{"test": "ANC",\n "value": NaN}]}', "P003", 2, "NaN"),
        ('{"id": "P", "results": [{"test": "ANC", "value": Infinity}]}', "P003", 1, "Infinity"),
        ('{"id": "P", "results": [{"test": "ANC", "value": -Infinity}]}', "P003", 1, "Infinity"),
        ('{"id": "P", "results": [{"test": "ANC",\n "value": true}]}', "P003", 2, "true and false"),
        ('{"id": "P", "results": [{"test": "ANC",\n "value": 1e999999999}]}', "P003", 2, ""),
        ('{"id": "P", "results": [{"test": "ANC", "value": ' + "9" * 60 + "}]}", "P003", 1, "digits"),
        ('{"id": "P",\n "birth_date": "1961-13"}', "P003", 2, "1961-13"),
        ('{"id": "P",\n "reference_date": "2025-03"}', "P003", 2, "full date"),
        ('{"id": "P",\n "complete": ["condition"]}', "P003", 2, "conditions"),
        ('{"id": "P",\n "statements": {"consent": "yes"}}', "P003", 2, "text"),
        ('{"id": "P", "therapies": [\n {"start": "2025-02-01",\n "end": "2025-01-01"}]}', "P004", 3, "its start"),
        ('{"id": "P", "conditions": [\n {"name": "x", "onset": "2025",\n "resolved": "2024"}]}', "P004", 3, "onset"),
        ('{"id": "P", "results": [{"test": "AST", "value": 1, "unit": "U/L",\n' + _RANGE, "P003", 2, "above the"),
        ('{"sex": "female"}', "P003", 1, "`id` is missing"),
        ("[1]", "P003", 1, "a JSON object"),
        ('"text"', "P003", 1, "a JSON object"),
        ("[]", "P007", 1, "empty"),
        ("{\n", "P001", 2, "not JSON"),
        ("[" * 100_000, "P001", 1, "nested"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path, text, code, line, words):
    found = findings(tmp_path, text)
    assert [(one, at) for one, at, _ in found] == [(code, line)], found
    assert words in found[0][2], found


def test_what_is_wrong_keeps_nothing_else_from_being_read(tmp_path):
    path = tmp_path / "p.json"
    path.write_text('[{"id": "A"}, {"id": "B", "odd": 1}, 7, {"id": "C"}]')
    got = list(read_file(path))
    assert [one.patient.id if one.patient else None for one in got] == ["A", None, None, "C"]
    with pytest.raises(PatientError) as raised:
        read_patients(path)
    assert len(raised.value.diagnostics) == 2


def test_several_findings_of_one_profile(tmp_path):
    found = findings(tmp_path, '{"id": "P", "sex": "x", "birth_date": "y", "odd": 1}')
    assert {code for code, _, _ in found} == {"P002", "P003"}
    assert len(found) == 3


def test_not_utf8(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(b'{"id": "P",\n "story": "\xff"}')
    (one,) = read_file(path)
    assert [(found.code, found.line) for found in one.diagnostics] == [("P006", 2)]


def test_a_byte_order_mark_is_no_matter(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"id": "P"}')
    assert read_patients(path)[0].id == "P"


def test_a_file_that_is_not_there(tmp_path):
    (one,) = read([tmp_path / "nowhere.json"])
    assert [found.code for found in one.diagnostics] == ["P006"]


@pytest.mark.parametrize("name", ["empty.json", "empty.ndjson"])
def test_no_patients(tmp_path, name):
    path = tmp_path / name
    path.write_text(" \n")
    assert [found.code for one in read([path]) for found in one.diagnostics] == ["P007"]
    assert [found.code for one in read([tmp_path / "nothing"]) for found in one.diagnostics] == ["P006"]


def test_an_empty_folder(tmp_path):
    assert list(files([tmp_path])) == []
    assert [found.code for one in read([tmp_path]) for found in one.diagnostics] == ["P007"]


def test_dotted():
    assert dotted(("results", 3, "unit")) == "results[3].unit"
    assert dotted(()) == ""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1), (("a",), 2), (("b",), 3), (("b", 0), 4), (("b", 1), 5), (("b", 1, "c"), 6), (("b", 2), 8),
        (("nowhere",), 1), (("b", 1, "nowhere"), 5), (("b", 9), 3), (("a", 0), 2),
    ],
)  # fmt: skip
def test_line_of(path, line):
    text = '{\n "a": "x\\n\\"y",\n "b": [\n  1,\n  {"d": [1, {"c": 0}],\n   "c": 2\n  },\n  3\n ]\n}'
    json.loads(text)
    assert line_of(text, path) == line
