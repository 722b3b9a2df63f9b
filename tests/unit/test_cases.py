"""Cases: which entries of a list a patch means, and what is told of a verdict that came out otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.cases import CaseError, patched, run
from eligo.compiler import compile_text
from eligo.core.nodes import Trial

BIOMARKERS: list[dict[str, Any]] = [
    {"gene": "RAS", "alteration": "wild type"},
    {"gene": "EGFR", "alteration": "L858R"},
    {"gene": "EGFR", "alteration": "T790M", "status": "absent"},
    {"name": "MSI-H"},
    {"assay": "FoundationOne CDx", "covers": ["BRAF"]},
    {"value": "10 %"},
]


def markers(patch: dict[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = patched({"biomarkers": BIOMARKERS}, {"biomarkers": patch})["biomarkers"]
    return made


@pytest.mark.parametrize(
    ("wanted", "at"), [("RAS", 0), ("RAS wild type", 0), ("EGFR T790M", 2), ("MSI-H", 3), ("FoundationOne CDx", 4)]
)
def test_a_marker_is_found_by_its_gene_its_name_or_its_assay(wanted: str, at: int) -> None:
    assert markers({"change": {wanted: {"date": "2025-02-20"}}}) == [
        {**one, "date": "2025-02-20"} if number == at else one for number, one in enumerate(BIOMARKERS)
    ]
    assert markers({"without": [wanted]}) == [one for number, one in enumerate(BIOMARKERS) if number != at]


def test_a_gene_of_several_entries_needs_the_alteration() -> None:
    with pytest.raises(CaseError, match="several entries are of the gene 'EGFR': EGFR L858R, EGFR T790M"):
        markers({"without": ["EGFR"]})


def test_an_entry_that_is_not_there() -> None:
    with pytest.raises(CaseError) as error:
        markers({"without": ["ALK"]})
    assert str(error.value) == (
        "no entry 'ALK' to patch; there are RAS wild type, EGFR L858R, EGFR T790M, MSI-H, FoundationOne CDx"
    )
    with pytest.raises(CaseError, match="there are none with a name"):
        patched({"biomarkers": [{"value": "10 %"}]}, {"biomarkers": {"without": ["ALK"]}})


def test_entries_of_one_name_are_changed_together() -> None:
    base = {"results": [{"test": "ANC", "value": 1}, {"test": "ANC", "value": 2}, {"test": "AST", "value": 3}]}
    made = patched(base, {"results": {"change": {"ANC": {"unit": "G/L", "value": None}}}})
    assert made["results"] == [{"test": "ANC", "unit": "G/L"}] * 2 + [{"test": "AST", "value": 3}]


def compiled(text: str) -> Trial:
    trial, _ = compile_text(text)
    assert trial is not None
    return trial


@pytest.mark.parametrize(
    ("count", "expect", "told"),
    [
        (1, "eligible", "undetermined: 1 of 1 criteria is open: inclusion 1"),
        (3, "eligible", "undetermined: 3 of 3 criteria are open: inclusion 1, inclusion 2, inclusion 3"),
        (5, "ineligible", "undetermined: 5 of 5 criteria are open: inclusion 1, inclusion 2, inclusion 3, ..."),
    ],
)
def test_a_verdict_names_up_to_three_of_the_criteria_that_decide(count: int, expect: str, told: str) -> None:
    lines = "\n".join(
        f'inclusion {number} "Old enough"\n  age >= {17 + number} years\n' for number in range(1, count + 1)
    )
    file = {
        "trial": "NCT00000042",
        "as_of": "2025-03-01",
        "base": {"id": "P", "reference_date": "2025-03-01"},
        "cases": [{"name": "no birth date", "criterion": "inclusion 1", "expect": "unknown"}],
        "verdicts": [{"name": "all of it", "expect": expect}],
    }
    _, differences = run(compiled(f'trial NCT00000042 "A case"\n\n{lines}'), file)
    assert [one.detail for one in differences] == [told]
