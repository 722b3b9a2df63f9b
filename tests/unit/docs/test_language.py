"""docs/language.md and docs/phrases.md can't go stale: what they show compiles, and together they show all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eligo import resources
from eligo.compiler import compile_text
from eligo.syntax import printer, tree, wording
from eligo.syntax.lexer import read
from eligo.syntax.parser import parse
from eligo.syntax.printer import show
from eligo.syntax.words import OPENERS, PHRASES, SYMBOLS
from eligo.versions import digest
from eligo.vocabulary import concepts
from eligo.vocabulary.names import key
from unit.docs import facts, pages
from unit.docs.test_phrases import RULES as PHRASE_RULES

PAGE = pages.text("docs/language.md")
RULES = [rule for row in pages.rows(PAGE) if row.column == "Rule" for rule in row.codes]
REFUSED = [row.codes[0] for row in pages.rows(PAGE) if row.column == "Refused" and row.heading == "Logic"]
FILES = [block for block in pages.blocks(PAGE) if block.kind == "elig"]
# All that the two pages show, each a criteria file.
SHOWN = [*(block.text for block in FILES), *map(facts.criteria, (*RULES, *PHRASE_RULES))]
SHOWN += [block.text for block in pages.blocks(pages.text("docs/phrases.md")) if block.kind == "elig"]
# What the lexer makes of words that it doesn't know.
_NOT_WORDS = {"UNKNOWN"}


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_compiles(rule: str, kind: str) -> None:
    text = facts.criteria(rule).replace("\ninclusion 1", f"\n{kind} 1")
    trial, found = compile_text(text)
    assert trial is not None and not found, "\n".join(one.render(text) for one in found)


@pytest.mark.parametrize("rule", REFUSED)
def test_what_is_refused_is(rule: str) -> None:
    assert compile_text(facts.criteria(rule))[0] is None


@pytest.mark.parametrize("block", FILES, ids=lambda block: block.file or block.text.split("\n", 1)[0])
def test_every_file_compiles(block: pages.Block, tmp_path: Path) -> None:
    for one in FILES:
        if one.file:
            (tmp_path / one.file).write_text(one.text, encoding="utf-8")
    trial, found = compile_text(block.text, str(tmp_path / (block.file or "trial.elig")))
    assert not found, "\n".join(one.render(block.text) for one in found)
    assert (trial is None) == block.text.startswith("library")


def test_every_phrase_is_in_an_example() -> None:
    said = f" {' '.join(map(key, SHOWN))} "
    assert [phrase for phrase in (*PHRASES, *OPENERS) if f" {key(phrase)} " not in said] == []


def test_every_terminal_of_the_grammar_is_in_an_example() -> None:
    grammar = (resources.folder("grammar") / "criteria.lark").read_text(encoding="utf-8")
    declared = {name for line in re.findall(r"^%declare (.+)$", grammar, re.MULTILINE) for name in line.split()}
    used = {token.type for one in SHOWN for token in read(one).tokens}
    assert declared - used == _NOT_WORDS


def test_every_symbol_is_in_an_example() -> None:
    assert [symbol for symbol in SYMBOLS if not any(symbol in one for one in SHOWN)] == []


@pytest.mark.parametrize("kind", ["anchor", "trait", "intent"])
def test_every_name_of_a_short_table_is_on_the_page(kind: str) -> None:
    assert [name for name in concepts.table(kind) if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("text", dict.fromkeys(SHOWN))
def test_what_is_formatted_means_the_same(text: str, tmp_path: Path) -> None:
    for block in (*FILES, *pages.blocks(pages.text("docs/phrases.md"))):
        if block.file:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    file = str(tmp_path / "trial.elig")
    before, after = (compile_text(one, file)[0] for one in (text, show(parse(text)[0])))
    if not text.startswith("library"):
        assert before is not None and after is not None
        assert digest(before) == digest(after)


def test_every_definition_of_a_library_is_on_the_page() -> None:
    page = " ".join(PAGE.split())
    for path in sorted((pages.ROOT / "criteria" / "library").glob("*.elig")):
        assert f"| `{path.stem}` |" in page
        for one in parse(path.read_text(encoding="utf-8"))[0].named:
            match one:
                case tree.Define(name=name, body=body):
                    shown = " ".join(printer.rule_text(body).split())
                case tree.SetParameter(name=name, bound=bound):
                    shown = wording.bound_text(bound, "")
                case _:
                    continue
            assert f'`"{name}"` | `{shown}` |' in page
