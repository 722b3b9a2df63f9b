"""docs/language.md can't go stale: its examples compile, and every word of the language is in one of them."""

from __future__ import annotations

import re

import pytest

from eligo import resources
from eligo.compiler import compile_text
from eligo.syntax.lexer import read
from eligo.syntax.words import PHRASES, SYMBOLS
from eligo.vocabulary import concepts
from eligo.vocabulary.names import key
from unit.docs import pages

PAGE = pages.text("docs/language.md")
RULES = [rule for row in pages.rows(PAGE) if row.column == "Rule" for rule in row.codes]
FILES = [block.text for block in pages.blocks(PAGE) if block.kind == "elig"]
# What the lexer makes of words that it doesn't know.
_NOT_WORDS = {"UNKNOWN", "BAD_UNIT"}


def _trial(rule: str, kind: str) -> str:
    return f'trial PAGE "A page"\ncohorts A "one", B "two"\n\n{kind} 1 "the example"\n  {rule}\n'


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_compiles(rule: str, kind: str) -> None:
    trial, found = compile_text(_trial(rule, kind))
    assert trial is not None and not found, "\n".join(one.render(rule) for one in found)


@pytest.mark.parametrize("file", FILES)
def test_every_file_compiles(file: str) -> None:
    trial, found = compile_text(file)
    assert trial is not None and not found, "\n".join(one.render(file) for one in found)


def test_every_phrase_is_in_an_example() -> None:
    said = f" {' '.join(key(one) for one in (*RULES, *FILES))} "
    missing = [phrase for phrase in PHRASES if f" {key(phrase)} " not in said]
    assert missing == []


def test_every_terminal_of_the_grammar_is_in_an_example() -> None:
    grammar = (resources.folder("grammar") / "criteria.lark").read_text(encoding="utf-8")
    declared = {name for line in re.findall(r"^%declare (.+)$", grammar, re.MULTILINE) for name in line.split()}
    used = {
        token.type for one in (*FILES, *(_trial(rule, "inclusion") for rule in RULES)) for token in read(one).tokens
    }
    assert declared - used == _NOT_WORDS


def test_every_symbol_is_on_the_page() -> None:
    assert [symbol for symbol in SYMBOLS if symbol not in PAGE] == []


@pytest.mark.parametrize("kind", ["word", "anchor", "extent", "intent"])
def test_every_name_of_a_short_table_is_on_the_page(kind: str) -> None:
    assert [name for name in concepts.table(kind) if f"`{name}`" not in PAGE] == []
