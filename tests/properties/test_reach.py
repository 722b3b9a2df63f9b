"""The strategies reach the whole language: every word, and every part of every rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from lark import Lark
from lark.exceptions import UnexpectedToken

from eligo.resources import folder
from eligo.syntax.lexer import read
from eligo.syntax.parser import Words
from eligo.testing.alterations import markers
from eligo.testing.language import facts, files
from eligo.testing.measures import Text, comparisons, several
from eligo.testing.records import counts, records

EXAMPLES, ROUNDS = 500, 12
QUIET = settings(
    database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)  # fmt: skip

# Parts of a rule that no text without a finding has: of another file, or of what Eligo doesn't know.
_OF_LIBRARIES = ("library", "include", "LIBRARY", "INCLUDE")
_OF_ERRORS = ("UNKNOWN", "BAD_UNIT")
_REFUSED = {("measure", "graded", "MEASURE"), *((("worded", "measured_word", one)) for one in ("IS", "WHICH", "WORD"))}
_REFUSED |= {("worded", "measured_word", one) for one in ("measures", "repeated", "window")}

Part = tuple[str, str, str]  # a rule, its alias, and what stands in it


class _Noting(dict[Any, Callable[..., Any]]):
    """What the parser does with each rule; notes which rules it met."""

    def __init__(self, rules: dict[Any, Callable[..., Any]]) -> None:
        super().__init__(rules)
        self.met: set[Any] = set()

    def __getitem__(self, rule: Any) -> Callable[..., Any]:
        self.met.add(rule)
        return super().__getitem__(rule)


def parts(rules: Iterator[Any] | set[Any]) -> set[Part]:
    """The parts of these rules."""
    return {
        (str(rule.origin.name), rule.alias or "", symbol.name)
        for rule in rules
        for symbol in rule.expansion
        if not rule.origin.name.startswith("$")
    }


def test_every_part_of_the_grammar_is_reached() -> None:
    grammar = (folder("grammar") / "criteria.lark").read_text(encoding="utf-8")
    tables = Lark(grammar, parser="lalr", lexer=Words, start="file")
    parser: Any = tables.parser
    noting = _Noting(parser.parser.parser.callbacks)
    parser.parser.parser.callbacks = noting

    def feed(text: str) -> None:
        steps = tables.parse_interactive()
        # Nearly all of them compile; a few don't even read.
        with suppress(UnexpectedToken):
            for token in read(text).tokens:
                steps.feed_token(token)
            steps.feed_eof()

    def each(clauses: Text, examples: int, number: int) -> None:
        @seed(number)
        @settings(QUIET, max_examples=examples)
        @given(clauses)
        def one(rule: str) -> None:
            feed(rule if rule.startswith("trial ") else f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')

        one()

    missing = parts(set(noting)) - _REFUSED
    missing = {one for one in missing if not {*one} & {*_OF_LIBRARIES, *_OF_ERRORS, "library_header"}}
    # What comes up seldom comes up in one of several rounds.
    for number in range(ROUNDS):
        for clauses in (records(), comparisons(), several(), counts(), markers(), facts()):
            each(clauses, EXAMPLES, number)
        each(files(3), EXAMPLES // 4, number)
        missing -= parts(noting.met)
        if not missing:
            break
    assert not missing, "\n".join(f"{rule} {alias}: {name}" for rule, alias, name in sorted(missing))
