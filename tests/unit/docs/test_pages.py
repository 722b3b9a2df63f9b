"""What the pages list is what there is: commands, options, names, stages, reasons; and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest
import yaml

import eligo
from conformance import test_conformance as conformance
from eligo import testing
from eligo.cases import Case
from eligo.cli import main
from eligo.evaluate.screening import screen
from eligo.facts.normalise import patient
from eligo.facts.patient import Reason
from eligo.facts.profile import Profile
from eligo.report.model import CriterionResult, Obtain, Result, Used
from eligo.report.model import Reason as ReasonModel
from unit.docs import pages

_LINK = re.compile(r"\]\(([^)\s]+)\)")
# Paths as the pages write them: from the root, or inside the package and its tables.
_PLACES = [
    pages.ROOT / place for place in ("", "engine/eligo", "engine/eligo/vocabulary/data", "engine/eligo/quantity/data")
]
_FOLDERS = "|".join(
    sorted(path.name for place in _PLACES[:2] for path in place.iterdir() if path.is_dir() and path.name[0] != ".")
)
_PATH = re.compile(rf"(?<![\w./~-])(?:(?:{_FOLDERS})/[\w./*]*|[a-z_]+\.(?:py|csv|toml|lark)\b)")
_MAKE = re.compile(r"\bmake ([a-z]+)")


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in found}


def _said(page: Path) -> Iterator[str]:
    """All that a page puts in code: words in backticks and the commands of its blocks."""
    text = page.read_text(encoding="utf-8")
    yield from pages.codes(text)
    yield from (block.text for block in pages.blocks(text) if block.kind == "sh")


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.stem)
def test_every_target_of_make_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", pages.text("Makefile"), re.MULTILINE))
    assert {name for said in _said(page) for name in _MAKE.findall(said)} <= targets


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.stem)
def test_every_path_is_there(page: Path) -> None:
    missing = [
        path
        for said in _said(page)
        for path in _PATH.findall(said)
        if not any(list(place.glob(path.rstrip("/"))) for place in _PLACES)
    ]
    assert missing == []


def test_every_command_and_option_is_on_its_page() -> None:
    page = pages.text("docs/cli.md")
    sections = {part.split("\n", 1)[0]: part for part in re.split(r"^## ", page, flags=re.MULTILINE)}
    for name, command in main.commands.items():
        assert name in sections, name
        options = [one.opts[0] for one in command.params if isinstance(one, click.Option)]
        assert [one for one in options if one not in sections[name]] == [], name


def test_every_public_name_is_on_its_page() -> None:
    page = pages.text("docs/python.md")
    assert [name for name in (*eligo.__all__, *testing.__all__) if not re.search(rf"\b{name}\b", page)] == []


@pytest.mark.parametrize(("column", "model"), [("Field", Result), ("Field of a criterion", CriterionResult)])
def test_every_field_of_a_result_is_documented(column: str, model: type[Result] | type[CriterionResult]) -> None:
    documented = [
        name for row in pages.rows(pages.text("docs/python.md")) if row.column == column for name in row.codes
    ]
    assert sorted(documented) == sorted(model.model_fields)


@pytest.mark.parametrize(("field", "model"), [("evidence", Used), ("reasons", ReasonModel), ("to_obtain", Obtain)])
def test_every_field_inside_a_result_is_documented(
    field: str, model: type[Used] | type[ReasonModel] | type[Obtain]
) -> None:
    (cell,) = [row.cells[1] for row in pages.rows(pages.text("docs/python.md")) if row.codes == [field]]
    assert re.findall(r"`([^`]+)`", cell) == list(model.model_fields)


def test_every_stage_is_on_its_page() -> None:
    page = pages.text("docs/pipeline.md")
    stages = sorted(path.parent.name for path in (pages.ROOT / "engine/eligo").glob("*/__init__.py"))
    assert sorted(re.findall(r"^### (\w+)$", page, re.MULTILINE)) == stages
    modules = {path.name for path in (pages.ROOT / "engine/eligo").glob("*.py")} - {"__init__.py"}
    assert {name for row in pages.rows(page) for name in row.codes} >= modules


def test_every_reason_of_an_unknown_is_explained() -> None:
    documented = [
        name for row in pages.rows(pages.text("docs/semantics.md")) if row.column == "Reason" for name in row.codes
    ]
    assert sorted(documented) == sorted(Reason.__args__)  # type: ignore[attr-defined]  # a Literal's values


def test_the_table_of_exceptions_is_what_comes_out() -> None:
    trial = eligo.compile('trial T "T"\n\ninclusion 1 "AST"\n  AST <= 3 x ULN, or <= 5 x ULN if liver metastases\n')
    rows = [row for row in pages.rows(pages.text("docs/semantics.md")) if row.heading == "Exceptions"]
    assert len(rows) == 3
    for row in rows:
        value = 40 * int(row.cells[0].split()[0])
        for status, expected in zip(("active", "absent", "suspected"), row.cells[1:], strict=True):
            profile = {
                "id": "P",
                "results": [
                    {
                        "test": "AST",
                        "value": value,
                        "unit": "U/L",
                        "date": "2025-02-20",
                        "reference_range": {"high": 40},
                    }
                ],
                "conditions": [{"name": "liver metastases", "status": status}],
            }
            made = screen(trial, patient(Profile.model_validate(profile)), date(2025, 3, 1))
            assert made.criteria[0].outcome == expected, (row.cells[0], status)


def test_the_example_of_a_conformance_case_is_one() -> None:
    (example,) = [block.text for block in pages.blocks(pages.text("docs/testing.md")) if block.kind == "yaml"]
    entries = yaml.load(example, conformance._Loader)
    cases = [case for entry in entries for case in conformance._rows("page", entry, {})]
    assert len(cases) == 3
    for case in cases:
        conformance.test_case(case)


def test_the_example_of_a_case_beside_a_trial_is_one() -> None:
    (example,) = [block.text for block in pages.blocks(pages.text("docs/testing.md")) if block.kind == "json"]
    assert Case.model_validate_json(example).expect == "pass"
