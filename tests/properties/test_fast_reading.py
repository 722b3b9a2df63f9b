"""The fast reading of patient files and the ordinary one agree on every text: patients, findings, lines."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligo.facts import memory, quick, reading
from eligo.facts.reading import Read
from eligo.testing import profiles

MOST = settings().max_examples
ROOT = Path(__file__).parents[2]

# Every key of the profile, and names and values that meet each rule of the reading.
FULL: dict[str, Any] = {
    "id": "full",
    "sex": "female",
    "birth_date": "1961-04",
    "reference_date": "2025-03-01",
    "anchors": {"first dose": "2025-03-10", "C1D1": "2025-03-10", "no such day": "2025-03-10T08:00"},
    "results": [
        {"test": "ANC", "value": 1.50, "unit": "G/L", "date": "2025-02", "reference_range": {"low": 1.8, "high": 7}},
        {"test": "ALT", "value": "<5", "unit": "U/L", "date": "2025-02-20T08:15", "reference_range": {"high": 35}},
        {"test": "GFR", "value": 71, "unit": "mL/min/1.73m2", "method": "CKD-EPI 2021", "specimen": "serum"},
        {"test": "GFR", "value": 71, "unit": "mL/min", "method": "by eye"},
        {"test": "HBsAg", "value": "negative", "date": "2025-02-20", "source": "a: letter", "recorded": "2025"},
        {"test": "HIV viral load", "value": 0, "unit": None, "reference_range": None},
        {"test": "creatinine", "value": 80, "unit": "umol/L", "specimen": "urine"},
        {"test": "creatinine", "value": 80, "unit": "umol/L", "reference_range": {"low": 0, "high": 90.5}},
        {"test": "NYHA class", "value": "II"},
        {"test": "NYHA class", "value": ">=III"},
        {"test": "ECOG", "value": 1},
        {"test": "morbus Eligo", "value": "?"},
    ],
    "conditions": [
        {"name": "metastatic breast cancer", "stage": "IV", "primary": True, "extent": "localized", "onset": "2020"},
        {"name": "heart failure", "class": "NYHA II", "status": "controlled", "recorded": "2025-02-01"},
        {"name": "heart failure", "class": "NYHA IX", "asserted": "2025-02-01", "site": "left", "related_to": "flu"},
        {"name": "heart failure", "class": "NYHA I", "resolved": "2024-12", "source": "x"},
        {"name": "neuropathy", "grade": 2, "grading": "CTCAE v5.0", "confirmed_by": "clinical"},
        {"name": "HIV infection", "status": "absent", "asserted": "2025-02-20"},
        {"name": "unresectable locally advanced pancreatic cancer", "resectability": "resectable", "tnm": "cT4 N1 M0"},
        {"name": "recurrent ovarian cancer", "recurrent": False, "refractory": True, "tnm": "T1-2", "treated": True},
        {"name": "infection", "requires": ["IV antibiotics", "odd"], "status": "active"},
        {"name": "brain metastases", "course": "progressing", "stable_since": "2025-01", "symptomatic": False},
        {"name": "pleural effusion", "requires": [], "site": "left lung"},
        {"name": "pneumonitis", "related_to": "FOLFOX + ABC-123", "site": "right lung and the left knee joint"},
        {"name": "breast cancer", "tnm": "pT1c pN1a cM1", "extent": "localized", "grade": 3, "grading": "Nottingham"},
    ],
    "therapies": [
        {"agents": ["FOLFOX", "ABC-123"], "class": "PD-1 inhibitor", "line": 1, "start": "2023-04", "end": "2024"},
        {"agents": [], "class_": "PD-1 inhibitor", "intent": "palliative", "progression": "2024-11", "cycles": 4},
        {"status": "absent", "asserted": "2025-01-01", "class": "anthracycline"},
        {"agents": ["cisplatin"], "setting": "metastatic", "best_response": "PR", "stop_reason": "toxicity",
         "cycles": 6, "progressed": False, "progression": "2024-12", "indication": "lung cancer + pain",
         "trial": "NCT00000001"},
        {"agents": ["nivolumab"], "setting": "odd", "best_response": "odd", "stop_reason": "progression", "trial": " ",
         "progressed": False, "standard": True, "status": "absent", "dose": 240, "unit": "mg", "per": "2 weeks"},
        {"agents": ["radiotherapy"], "dose": 3000, "unit": "cGy", "site": "left femur", "start": "2024-05"},
    ],
    "medications": [
        {"agents": ["influenza vaccine"], "start": "2025-01-10"},
        {"agents": ["prednisone"], "dose": 10.0, "unit": "mg", "per": "day", "route": "oral", "ongoing": True,
         "start": "2024-11", "dose_since": "2025-01", "indication": "premedication", "standard": False},
        {"agents": ["dexamethasone"], "dose": "4 mg BID", "trial": "X", "ongoing": False},
    ],
    "procedures": [
        {"name": "colectomy", "date": "2023-01-05", "indication": "colon cancer, odd", "trial": "T", "result": "R0"},
        {"name": "odd thing", "status": "absent", "site": "abdomen"},
    ],
    "biomarkers": [
        {"gene": "KRAS", "alteration": "G12D", "status": "mutated", "value": 0.25, "unit": "VAF"},
        {"gene": "EGFR", "alteration": "L858R", "exon": 20, "codon": 858, "date": "2024-11", "method": "odd"},
        {"gene": "ALK", "partner": "EML4", "status": "positive", "source": "x", "recorded": "2024"},
        {"gene": "MET", "alteration": "amplification", "copies": ">=6"},
        {"gene": "MET", "copies": 8.0, "status": "odd"},
        {"name": "germline BRCA2 mutation", "origin": "somatic", "significance": "LP", "zygosity": "het"},
        {"gene": "HLA-A", "alleles": ["02:01", "24:02"]},
        {"name": "UGT1A1 *28/*28"},
        {"assay": "panel", "covers": ["EGFR", "ALK fusion", "odd"], "status": "completed", "date": "2025-01-03"},
        {"name": "PD-L1 TPS", "value": "<1", "unit": "%", "date": "2025-01-03", "specimen": "tumor"},
        {"name": "MSI status", "status": "MSS", "value": None},
        {"name": "HER2 IHC", "value": "2+", "date": "2025-01"},
        {"name": "Ki-67", "value": 20, "unit": "furlong"},
        {"name": "odd", "status": "absent"},
    ],
    "family_history": ["breast cancer", "morbus Eligo"],
    "statements": {"written informed consent": True, "childbearing potential": False, "breastfeeding": False},
    "judgments": [
        {"trial": "T", "criterion": "exclusion 3", "outcome": "pass", "by": "Dr A", "date": "2025-02-27"},
        {"trial": "T", "criterion": "Exclusion 3", "outcome": "pass", "cohort": "A"},
    ],
    "complete": ["therapies", "conditions"],
    "cohort": "A",
    "story": "one: line",
    "extensions": {"ward": "7b", "bed": 2},
}  # fmt: skip
ODD = st.sampled_from(
    [None, True, False, -1, 0, 1, 1.5, 10**40, 10**41, 1e300, float("nan"), float("inf"), "", " ", "1.5", "1e5", "NaN",
     "<", "<x", ">= 5", "II", "2025-13-01", "2025-02-30", "0000", "2025", "2025-02", "2025-02-03", "2025-02-29T99:99",
     [], {}, [[]], [None], {"id": 1}, {"low": 9, "high": 2}, "nivolumab" * 80, "a\u0000", "\u0085", "\ud800", "µ",
     "a:b", "male", "absent", "resolved", "nivolumab", "breast cancer", "cT3 N1 M0", "progressing", "liver + brain",
     "5 mg BID", "PR", "toxicity", "metastatic", "recurrent breast cancer", "L858R", "EGFR", ["EGFR"], ["02:01"],
     ["02:01", "24:02"], "not detected", "MSI-H", ["systemic treatment"], 19]
).map(copy.deepcopy)  # fmt: skip
KEYS = (
    "id", "date", "value", "unit", "class", "class_", "status", "source", "recorded", "low", "agents", "resluts", "",
    "tnm", "course", "stable_since", "recurrent", "site", "related_to", "dose", "per", "dose_since", "trial",
    "standard", "progressed", "setting", "best_response", "stop_reason", "indication", "cycles", "requires", "gene",
    "alteration", "name", "exon", "codon", "copies", "alleles", "covers", "assay", "origin",
)  # fmt: skip


def both(text: str) -> tuple[list[Read], list[Read]]:
    """The readings of a text as it is read, and as it is read without the fast path."""
    found = quick.patients
    fast = list(reading._one_text(text, "p.json", 3))
    try:
        quick.patients = lambda _: None  # type: ignore[assignment]
        return fast, list(reading._one_text(text, "p.json", 3))
    finally:
        quick.patients = found


def orders(one: Read) -> list[list[Any]]:
    made = one.patient
    if made is None:
        return []
    maps = (made.anchors, made.results, made.tests, made.entries, made.statements, made.judgments)
    return [list(each) for each in (*maps, *(one.said for one in made.markers))]


def same(text: str) -> list[Read]:
    """Reads a text three ways: into the memory as it is, out of it, and into an empty one."""
    slow: list[Read] = []
    for start in (lambda: None, lambda: None, forget):
        start()
        fast, slow = both(text)
        assert fast == slow
        assert [orders(one) for one in fast] == [orders(one) for one in slow]
    return slow


def forget() -> None:
    memory._memory = memory.Memory()


@st.composite
def changed(draw: st.DrawFn, profile: dict[str, Any]) -> dict[str, Any]:
    """A profile with some values replaced, left out or added, at any depth."""
    made: dict[str, Any] = json.loads(json.dumps(profile))
    for _ in range(draw(st.integers(0, 3))):
        inner: Any = made
        while True:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(inner[key], dict | list) and draw(st.integers(0, 5)):
                inner = inner[key]
                continue
            act = draw(st.integers(0, 4))
            if act == 0:
                inner.pop(key)
            elif act == 1 and isinstance(inner, dict):
                inner[draw(st.sampled_from(KEYS))] = inner[key] if draw(st.booleans()) else draw(ODD)
            elif act == 2 and isinstance(inner, list):
                inner.append(json.loads(json.dumps(inner[key])))
            else:
                inner[key] = draw(ODD)
            break
    return made


@st.composite
def written(draw: st.DrawFn, value: Any) -> str:
    """A value as JSON: blanks anywhere, letters as escapes, and now and then a key twice."""
    ascii_ = draw(st.booleans())
    loose = draw(st.booleans())
    twice = draw(st.integers(0, 3)) == 0

    def blank() -> str:
        return draw(st.sampled_from(["", "", " ", "\n", "\t", "\r\n "])) if loose else ""

    def write(one: Any) -> Iterator[str]:
        if isinstance(one, dict):
            yield "{" + blank()
            pairs = list(one.items())
            if pairs and twice and draw(st.integers(0, 5)) == 0:
                pairs.append((draw(st.sampled_from(pairs))[0], draw(st.sampled_from(pairs))[1]))
            for at, (key, inner) in enumerate(pairs):
                yield ("," if at else "") + blank() + json.dumps(key, ensure_ascii=ascii_) + blank() + ":" + blank()
                yield from write(inner)
            yield blank() + "}"
        elif isinstance(one, list):
            yield "["
            for at, inner in enumerate(one):
                yield ("," if at else "") + blank()
                yield from write(inner)
            yield blank() + "]" + blank()
        else:
            yield json.dumps(one, ensure_ascii=ascii_)

    return "".join(write(value))


@settings(max_examples=MOST * 2)
@given(profiles().flatmap(changed).flatmap(written))
def test_generated_profiles(text: str) -> None:
    same(text)


@settings(max_examples=MOST * 6)
@given(changed(FULL).flatmap(written))
def test_changed_profiles(text: str) -> None:
    same(text)


@settings(max_examples=MOST)
@given(st.lists(changed(FULL) | profiles() | ODD, max_size=4).flatmap(written))
def test_lists_of_profiles(text: str) -> None:
    same(text)


@settings(max_examples=MOST * 3)
@given(st.data())
def test_damaged_texts(data: st.DataObject) -> None:
    text = data.draw(written([{**FULL, "results": FULL["results"][:3]}, {"id": "B"}]))
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(text)))
        end = at + data.draw(st.integers(0, 5))
        text = (
            text[:at] + data.draw(st.sampled_from(["", '"', ",", ":", "]", "}", "\\", "1", "e", "-", " "])) + text[end:]
        )
    same(text)


@given(st.recursive(ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)))
@example([])
@example({})
def test_any_json(value: Any) -> None:
    same(json.dumps(value))


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "P", "id": "Q"}',
        '{"id" : "P", "id": "Q"}',
        '{"id": "P", "story": ":", "results": [{"test": "ANC", "test": "ANC", "value": 1}]}',
        '{"story" : ":", "id": "P", "id":"P"}',
        '{"id": "P", "extensions": {"a": 1, "a": 2}}',
        '{"id": "P", "extensions": {"a": {"b": 1, "b": NaN}}}',
        '{"id": "P", "extensions": {"a": [' + "[" * 200 + "]" * 200 + "]}}",
        '{"id": "P", "extensions": {"a": 1e99999999999999999999}}',
        '{"id": "P", "extensions": {"a": ' + "9" * 41 + "}}",
        '{"id": "P", "extensions": null}',
        '{"id": "P", "anchors": null}',
        '{"id": "P", "results": "" }',
        '{"id": "P", "results": {}}',
        '{"id": "P", "complete": ""}',
        '{"id": "P", "statements": []}',
        '{"id": "P", "statements": {"x": 1}}',
        '{"id": "\\ud800"}',
        '{"id": "\\u0000"}',
        '{"id": "\x7f"}',
        '{"id": "\x85µ"}',
        '{"id": "\\\\u0000"}',
        '\ufeff{"id": "P"}',
        ' \n {"id": "P"}\n ',
        '{"id": "P"} {"id": "Q"}',
        '[{"id": "P"},]',
        '[{"id": "P"},\n\n {"id": "Q", "odd": 1}, {"id": "R"}\n]\n',
        "[,]",
        "[" * 5000,
        '[{"id": "P"}, ' + "[" * 5000,
        '{"id": "P", "results": [{"test": "ANC", "value": 1}, {"test": "ANC", "value": true}]}',
        '{"id": "P", "results": [{"test": "A", "value": 1, "unit": null}, {"test": "A", "value": 1, "unti": null}]}',
        '{"id": "P", "results": [{"test": "A", "value": 1, "unit": "g"}, {"test": "A", "value": 1, "unti": "g"}]}',
        '{"id": "P", "results": [{"test": "A", "value": 1, "reference_range": {"low": 1}},'
        ' {"test": "A", "value": 1, "reference_range": {"lo": 1}}]}',
        '{"id": "P", "therapies": [{"class": "a", "agents": ["b"]}, {"agents": ["class", "a", "b"]}]}',
        '{"id": "P", "conditions": [{"name": "x", "recurrent": true}, {"name": "x", "recurrent": 1}]}',
        '{"id": "P", "conditions": [{"name": "x", "site": "liver"}, {"name": "x", "related_to": "liver"}]}',
        '{"id": "P", "conditions": [{"name": "x", "onset": "2024", "stable_since": "2023"}]}',
        '{"id": "P", "therapies": [{"agents": ["a"], "start": "2024-02", "dose_since": "2024-01"}]}',
        '{"id": "P", "therapies": [{"agents": ["a"], "end": "2024-02", "dose_since": "2024-03"}]}',
        '{"id": "P", "therapies": [{"agents": ["a"], "dose": 5, "unit": "mg/day"},'
        ' {"agents": ["a"], "dose": "5", "unit": "mg/day"}, {"agents": ["a"], "dose": 5.0, "unit": "mg/day"}]}',
        '{"id": "P", "biomarkers": [{"gene": "HLA-A", "alleles": ["02:01", "24:02"]},'
        ' {"gene": "HLA-A", "covers": ["02:01", "24:02"]},'
        ' {"gene": "HLA-A", "alleles": ["02:01"], "covers": ["24:02"]}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR", "covers": null}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR", "covers": [1]}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR", "alleles": ["a", "b", "c"]}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR", "exon": 0}, {"gene": "EGFR", "exon": 1.0}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR"}, {"gene": "MET", "copies": -1}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR", "copies": 1}, {"gene": "EGFR", "copies": true}]}',
        '{"id": "P", "biomarkers": [{"gene": "EGFR"}, {"name": "PD-L1 TPS", "value": "1e99"}]}',
        '{"id": "P", "biomarkers": [{"name": "HER2 IHC", "value": "3+"}],'
        ' "results": [{"test": "HER2 ISH", "value": "+"}]}',
        '{"id": "P", "conditions": [{"name": "x", "requires": []}, {"name": "x"}, {"name": "x", "requires": null}]}',
        '{"id": "P", "conditions": [{"name": "x", "requires": ["oxygen"]}, {"name": "x", "requires": "oxygen"}]}',
        '{"id": "P", "conditions": [{"name": "x", "requires": [1]}]}',
    ],
)  # fmt: skip
def test_what_only_looks_plain(text: str) -> None:
    same(text)


def test_values_that_compare_equal_stay_apart() -> None:
    values = ["1", "1.0", "1.00", "1e0", "10e-1", '"1"', '"1.0"', "true", "-0", "0", "0.0"]
    for value in (*values, *reversed(values)):
        same('{"id": "P", "results": [{"test": "ANC", "value": %s, "unit": "G/L"}]}' % value)  # noqa: UP031


def test_a_memory_that_overflows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 5)
    monkeypatch.setattr(memory, "LONGEST", 20)
    same(json.dumps([FULL, {**FULL, "sex": True}, FULL]))


def _plain_ones() -> Iterator[str]:
    yield json.dumps(FULL)
    for path in sorted((ROOT / "criteria").glob("*.cases.json")):
        yield json.dumps(json.loads(path.read_text(encoding="utf-8"))["base"])
    for path in sorted((ROOT / "patients").rglob("*.json")):
        yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", list(_plain_ones()))
def test_plain_profiles_are_read_fast(text: str) -> None:
    read: Callable[[str], Any] = quick.patients
    if all(one.patient is not None for one in same(text)):
        assert all(made is not None for made, _ in read(text))
