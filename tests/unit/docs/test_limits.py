"""docs/limits.md says what no rule can say: the day one of them can, the page is wrong; and what it offers compiles."""

from __future__ import annotations

import pytest

from eligo.compiler import compile_text
from unit.docs import facts, pages

PAGE = list(pages.rows(pages.text("docs/limits.md")))
ROWS = [row for row in PAGE if row.column == "Not yet"]
UNSAID = [rule for row in ROWS for rule in pages.codes(row.cells[1])]
INSTEAD = [rule for row in ROWS for rule in pages.codes(row.cells[2])]
SAID = [rule for row in PAGE if row.column == "Rule" for rule in row.codes]


@pytest.mark.parametrize("rule", UNSAID)
def test_what_is_not_said_yet_is_refused(rule: str) -> None:
    for kind in ("inclusion", "exclusion"):
        assert compile_text(facts.criteria(rule).replace("\ninclusion 1", f"\n{kind} 1"))[0] is None


@pytest.mark.parametrize("rule", INSTEAD + SAID)
def test_what_is_said_instead_compiles(rule: str) -> None:
    text = facts.criteria(rule)
    trial, found = compile_text(text)
    assert trial is not None and not found, "\n".join(one.render(text) for one in found)


def test_every_limit_has_a_way_round_it() -> None:
    assert ROWS and [row.cells[0] for row in ROWS if not pages.codes(row.cells[1]) or len(row.cells[2]) < 10] == []
