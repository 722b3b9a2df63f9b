"""Tokens into a syntax tree by the grammar's LALR tables; on an error, criterion by criterion.

`parse` gives every criterion that reads well, whatever is wrong with the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from eligo import cache, resources
from eligo.diagnostics import Diagnostic
from eligo.diagnostics.nearest import did_you_mean
from eligo.syntax import tree
from eligo.syntax.builder import Builder
from eligo.syntax.connectives import openers
from eligo.syntax.hints import WORDS, hint
from eligo.syntax.lexer import read
from eligo.syntax.words import OPENERS, PHRASES, SPOKEN
from eligo.vocabulary import concepts

Node = TypeVar("Node")

# Not worth naming among what may come next.
_MINOR = (
    "UNKNOWN", "BAD_UNIT", "AND_NAME", "OR_NAME", "AND_VALUE", "OR_VALUE", "OR_LIMIT", "COMMA", "INCLUSION",
    "EXCLUSION", "FOR", "SOURCE", "DEFINE", "PARAMETER", "INCLUDE", "LIBRARY", "COUNT", "STRING", "LEVEL", "BASELINE",
    "$END",
)  # fmt: skip
# What a part of the file opens with, and the grammar's rule for it.
_PARTS = {
    "INCLUSION": "criterion", "EXCLUSION": "criterion", "DEFINE": "define", "PARAMETER": "parameter",
    "INCLUDE": "include", "LIBRARY": "library",
}  # fmt: skip
_OPERATORS = ("LE", "GE", "LT", "GT", "EQ", "AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "BETWEEN", "IS")
_LIMITS = ("NUMBER", "LEVEL", "ULN", "LLN", "STRING")
_MOST = 7  # more than these nobody reads
_BEGINS_RULE = ("MEASURE", "TEST", "CONDITION", "THERAPY", "JUDGMENT")


class Words(Lexer):
    """The tokens are made before parsing; the tables only ask that a lexer be named."""

    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
        del lexer_state, parser_state
        return iter(())


@lru_cache(maxsize=1)
def tables() -> Lark:
    """The parse tables, from the cache when it holds them (a twelfth of the time to build them)."""
    place = cache.folder()
    return Lark(
        (resources.folder("grammar") / "criteria.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer=Words,
        start=["file", "header", *_PARTS.values()],
        strict=True,
        transformer=Builder(),
        cache=str(place / "criteria-tables") if place else False,
    )


def parse(text: str) -> tuple[tree.File, list[Diagnostic]]:
    """The tree of a criteria file and all that is wrong with its form."""
    lexed = read(text)
    tokens, found = lexed.tokens, lexed.diagnostics
    comments = tuple(_comment(text, token) for token in lexed.comments)
    try:
        file = _feed("file", tokens)
        if isinstance(file, tree.File):
            return replace(file, comments=comments), found
    except _Refused:
        pass
    starts = [*openers(tokens), len(tokens)]
    header: tree.Header | None = None
    if starts[0] == 0 or tokens[0].type not in ("TRIAL", "LIBRARY"):
        start, end = (tokens[0].start_pos or 0, tokens[0].end_pos or 0) if tokens else (0, 0)
        help_ = 'the first line is: trial NCT00000000 "Title"'
        if not any(one.code == "S004" for one in found):
            found.append(Diagnostic("T003", "the file doesn't start with its trial", start, end, help_))
    else:
        header = _try("header", tree.Header, tokens[: starts[0]], found)
    kinds = (tree.Criterion, tree.Define, tree.SetParameter, tree.Include, tree.Header)
    parts = [_try(_PARTS[tokens[begin].type], kinds, tokens[begin:end], found) for begin, end in pairwise(starts)]
    found.sort(key=lambda one: one.start)
    criteria = tuple(part for part in parts if isinstance(part, tree.Criterion))
    named = tuple(part for part in parts if isinstance(part, tree.Named))
    broken = tuple(
        str(tokens[begin + 1])
        for begin, part in zip(starts, parts, strict=False)
        if part is None and tokens[begin].type in ("DEFINE", "PARAMETER") and begin + 1 < len(tokens)
    )
    return tree.File(header, criteria, comments, named, broken), found


def _comment(text: str, token: Token) -> tree.Comment:
    offset = token.start_pos or 0
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    return tree.Comment(str(token), offset, bool(before.strip()), bool(before) and not before.strip())


class _Refused(Exception):
    """A token that the tables can't take, and what they would have taken."""

    def __init__(self, token: Token, accepted: frozenset[str]) -> None:
        self.token = token
        self.accepted = accepted


def _feed(start: str, tokens: list[Token]) -> object:
    """What the grammar's rule `start` makes of the tokens. Raises _Refused at the first that doesn't fit."""
    steps = tables().parse_interactive(start=start)
    token = Token("$END", "", 0)
    try:
        for token in tokens:
            steps.feed_token(token)
        end = tokens[-1].end_pos or 0 if tokens else 0
        token = Token("$END", "", end, end_pos=end)
        made: object = steps.feed_token(token)
        return made
    except UnexpectedToken:
        accepted: set[str] = steps.accepts()  # type: ignore[no-untyped-call]  # Lark has no annotation here
        raise _Refused(token, frozenset(accepted)) from None


def _try(
    start: str, kind: type[Node] | tuple[type[Node], ...], tokens: list[Token], found: list[Diagnostic]
) -> Node | None:
    try:
        made = _feed(start, tokens)
    except _Refused as refused:
        found.append(_explain(refused, tokens))
        return None
    return made if isinstance(made, kind) else None


def _explain(refused: _Refused, tokens: list[Token]) -> Diagnostic:
    """What is wrong, in the words of the one who wrote the criterion."""
    token, accepted = refused.token, refused.accepted
    start, end = token.start_pos or 0, max(token.end_pos or 0, (token.start_pos or 0) + 1)
    before = [one for one in tokens if (one.start_pos or 0) < start]
    last = before[-1] if before else None
    if token.type == "$END":
        start, end = (last.start_pos or 0, last.end_pos or 0) if last else (0, 1)
        if last is not None and {"MEASURE", "CONDITION"} <= accepted and last.type == "STRING":
            return Diagnostic("S001", "this criterion has no rule", start, end, "write the rule on the lines below it")
        message = f"the criterion ends after `{last}`, where {_spoken(accepted)} is expected"
        help_ = hint(token, before, ()) or "finish the rule, or remove the last words"
        return Diagnostic("S001", message, start, end, help_)
    if token.type == "OR_LIMIT" or (token.type == "IF" and any(one.type == "OR_LIMIT" for one in before)):
        return Diagnostic(
            "S001", "an exception can't stand here", start, end,
            "an exception follows a comparison at the top of a criterion: "
            "AST <= 3 x ULN, or <= 5 x ULN if liver metastases",
        )  # fmt: skip
    if token.type == "NUMBER" and last is not None and last.type == "NUMBER":
        help_ = f"write {last}{token} without a space" if len(token) == 3 else "remove one of them"
        return Diagnostic("S003", f"two numbers in a row: {last} {token}", last.start_pos or 0, end, help_)
    beside = before[-2] if len(before) > 1 else None
    limited = last is not None and last.type in _OPERATORS and token.type in _LIMITS
    measured = beside if limited else last
    if measured is not None and measured.type == "UNKNOWN" and token.type in (*_OPERATORS, "WORD", *_LIMITS):
        name = " ".join(measured.split())
        graded = "write `CTCAE v5 grade 3` or `histologic grade 3`" if name.casefold() == "grade" else ""
        return Diagnostic(
            "N001", f"unknown name `{name}`", measured.start_pos or 0, measured.end_pos or 0,
            graded or concepts.suggest(name, "measure", "test"),
        )  # fmt: skip
    if last is not None and last.type in ("AND_NAME", "OR_NAME") and beside is not None and beside.type == "UNKNOWN":
        name = " ".join(beside.split())
        help_ = concepts.suggest(name, "condition", "therapy", "measure", "test")
        return Diagnostic("N001", f"unknown name `{name}`", beside.start_pos or 0, beside.end_pos or 0, help_)
    if last is not None and last.type == "TEST" and token.type in _OPERATORS:
        return Diagnostic("Q006", f"{last} is answered with a word", start, end, f"write {last} negative, or positive")
    after = [one for one in tokens if (one.start_pos or 0) >= (token.end_pos or 0)]
    if help_ := hint(token, before, after):
        return Diagnostic("S001", f"`{_said(token)}` doesn't fit here", start, end, help_)
    if token.type == "UNKNOWN" and token.casefold() not in PHRASES:
        return Diagnostic(
            "N001", f"`{' '.join(token.split())}` is no name or phrase that Eligo knows", start, end,
            WORDS.get(token.casefold()) or did_you_mean(str(token), [*PHRASES, *OPENERS])
            or f"here {_spoken(accepted)} is expected",
        )  # fmt: skip
    return Diagnostic(
        "S001",
        f"`{_said(token)}` doesn't fit here",
        start,
        end,
        f"here {_spoken(accepted)} is expected",
    )


def _said(token: Token) -> str:
    """The words of a token, as they were written or nearly so."""
    if token.type == "RECOVERED_TO":
        return f"{'not ' if token.startswith('not') else ''}recovered to grade"
    return " ".join(token.split())


def _spoken(accepted: frozenset[str]) -> str:
    """What may come next, as a reader would say it: few things, each once."""
    if set(_BEGINS_RULE) <= accepted:
        return "a rule (an analyte with its limit, a condition, a therapy, `judgment` ...)"
    ends = bool(accepted & {"$END", *_PARTS})
    names = list(dict.fromkeys(SPOKEN[one] for one in SPOKEN if one in accepted and one not in _MINOR))
    if len(names) > _MOST:
        names = [*names[: _MOST - 1], "another phrase of docs/phrases.md"]
    if not names and not ends:
        names = list(dict.fromkeys(SPOKEN[one] for one in SPOKEN if one in accepted))
    shown = ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1] if names else ""
    if ends:
        return f"the end of the rule, or {shown}," if shown else "the end of the rule"
    return shown or "something else"
