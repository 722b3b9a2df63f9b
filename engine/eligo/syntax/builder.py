"""The parser's reductions as nodes of the syntax tree, one method a rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar, cast

from lark import Token, Transformer

from eligo.core.nodes import Op, Span
from eligo.syntax import tree
from eligo.vocabulary.names import fold

OPS: dict[str, Op] = {
    "LE": "<=", "GE": ">=", "LT": "<", "GT": ">", "EQ": "=", "EXACTLY": "=",
    "AT_LEAST": ">=", "AT_MOST": "<=", "MORE_THAN": ">", "LESS_THAN": "<",
}  # fmt: skip
_FORMS = {
    "WITHIN": "within",
    "NOT_WITHIN": "not within",
    "IN_THE_LAST": "in the last",
    "LESS_THAN": "less than",
}

Node = TypeVar("Node")
Parts = Sequence[Any]  # what a reduction gets: tokens and the nodes made from the rules below it


def _tokens(parts: Parts, *types: str) -> list[Token]:
    return [part for part in parts if isinstance(part, Token) and part.type in types]


def _text(parts: Parts, *types: str) -> str:
    found = _tokens(parts, *types)
    return str(found[0]) if found else ""


def _only(parts: Parts, kind: type[Node]) -> Node | None:
    """The one part of a kind, or None."""
    return next((part for part in parts if isinstance(part, kind)), None)


def _the(parts: Parts, kind: type[Node]) -> Node:
    """The one part of a kind, which the grammar promises."""
    return next(part for part in parts if isinstance(part, kind))


def _all(parts: Parts, kind: type[Node]) -> tuple[Node, ...]:
    return tuple(part for part in parts if isinstance(part, kind))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def span(parts: Parts) -> Span:
    """From the start of the first part to the end of the last."""
    first, last = parts[0], parts[-1]
    start = first.start_pos if isinstance(first, Token) else first.span.start
    end = last.end_pos if isinstance(last, Token) else last.span.end
    return Span(start or 0, end or 0)


def _qualifier(kind: str) -> Callable[[Builder, Parts], tree.Qualifier]:
    """A rule whose values are the words in it, but for connectives and the leading keyword."""

    def build(self: Builder, parts: Parts) -> tree.Qualifier:
        del self
        words = [str(part) for part in parts if part.type not in ("OR_NAME", "STAGE")]
        bare = kind in ("history", "family", "other", "prior")
        values = () if bare else tuple(_spaced(word) if kind == "stage" else _spaced(word).casefold() for word in words)
        return tree.Qualifier(kind, values, span(parts))

    return build


class Builder(Transformer[Token, Any]):
    """One method a rule; the name is the rule's, or the alias behind its `->`."""

    # -- the file --
    def file(self, parts: Parts) -> tree.File:
        return tree.File(parts[0], tuple(parts[1:]))

    def header(self, parts: Parts) -> tree.Header:
        named: dict[str, Any] = dict(part for part in parts if isinstance(part, tuple))
        text = _text(parts, "STRING")
        return tree.Header(
            _text(parts, "ID"), text, named.get("version", ""), named.get("source", ""), named.get("cohorts", ()),
            Span(parts[0].start_pos or 0, parts[0].end_pos or 0),
        )  # fmt: skip

    def version(self, parts: Parts) -> tuple[str, str]:
        return "version", str(parts[1])

    def source(self, parts: Parts) -> tuple[str, str]:
        return "source", str(parts[1])

    def cohorts(self, parts: Parts) -> tuple[str, tuple[tree.CohortName, ...]]:
        return "cohorts", _all(parts, tree.CohortName)

    def cohort(self, parts: Parts) -> tree.CohortName:
        return tree.CohortName(str(parts[0]), str(parts[1]), len(parts) > 2, span(parts))

    def criterion(self, parts: Parts) -> tree.Criterion:
        kind = "inclusion" if parts[0].type == "INCLUSION" else "exclusion"
        sources = [value for key, value in (part for part in parts if isinstance(part, tuple))]
        return tree.Criterion(
            cast(Literal["inclusion", "exclusion"], kind), str(parts[1]), _only(parts, tree.Scope),
            _text(parts, "STRING"), sources[0] if sources else "", _only(parts, tree.Body),
            _all(parts, tree.Variant), Span(parts[0].start_pos or 0, parts[1].end_pos or 0),
        )  # fmt: skip

    def variant(self, parts: Parts) -> tree.Variant:
        return tree.Variant(parts[0], parts[2], span(parts))

    def scope(self, parts: Parts) -> tree.Scope:
        if isinstance(parts[1], Token):
            people = {"WOMEN": "women", "MEN": "men"}.get(parts[1].type, "women of childbearing potential")
            return tree.Scope((), cast(Any, people), span(parts))
        names = tuple(str(token) for token in parts[1])
        return tree.Scope(names, "", Span(parts[0].start_pos or 0, parts[1][-1].end_pos or 0))

    def cohort_names(self, parts: Parts) -> list[Token]:
        return _tokens(parts, "ID")

    # -- a rule --
    def body(self, parts: Parts) -> tree.Body:
        return tree.Body(parts[0], parts[2] if len(parts) > 1 else None, span(parts))

    def exceptional(self, parts: Parts) -> tree.Exceptional:
        return tree.Exceptional(parts[0], tuple(parts[1:]), span(parts))

    def exception(self, parts: Parts) -> tree.Exempting:
        return tree.Exempting(parts[1], parts[3], span(parts))

    def read_as(self, parts: Parts) -> tree.ReadAs:
        return tree.ReadAs(parts[1], parts[3], span(parts))

    def conditional(self, parts: Parts) -> tree.Conditional:
        return tree.Conditional(parts[1], parts[3], parts[5] if len(parts) > 4 else None, span(parts))

    def only_if(self, parts: Parts) -> tree.OnlyIf:
        return tree.OnlyIf(parts[0], parts[2], span(parts))

    # -- logic --
    def expression(self, parts: Parts) -> tree.Expression:
        if len(parts) == 1:
            return cast(tree.Expression, parts[0])
        joined = tuple(str(token).casefold() for token in parts[1::2])
        return tree.Chain(tuple(parts[::2]), cast(Any, joined), span(parts))

    def negation(self, parts: Parts) -> tree.Negation:
        return tree.Negation(parts[1], span(parts))

    def group(self, parts: Parts) -> tree.Group:
        return tree.Group(parts[1], span(parts))

    # -- numbers --
    def comparison(self, parts: Parts) -> tree.Comparison:
        return tree.Comparison(parts[0], parts[1], parts[2] if len(parts) > 2 else None, span(parts))

    def measures(self, parts: Parts) -> tree.Names:
        return _names(parts)

    def measure(self, parts: Parts) -> tree.Name:
        return _name(parts[0])

    def compare(self, parts: Parts) -> tree.Compared:
        op, bound = parts
        return tree.Compared(OPS[op.type], bound, Span(op.start_pos or 0, bound.span.end))

    def between(self, parts: Parts) -> tree.Between:
        low, high = (part for part in parts if not isinstance(part, Token))
        return tree.Between(low, high, span(parts))

    def one_of(self, parts: Parts) -> tree.OneOf:
        return tree.OneOf(tuple(str(token) for token in _tokens(parts, "NUMBER")), span(parts))

    def operator(self, parts: Parts) -> Token:
        return cast(Token, parts[-1])

    def absolute(self, parts: Parts) -> tree.Number:
        return _number(parts)

    def multiple(self, parts: Parts) -> tree.Multiple:
        scaled = parts[0].type == "NUMBER"
        of = next(token for token in parts if token.type in ("ULN", "LLN"))
        plus = parts[parts.index(of) + 2 :] if _tokens(parts, "PLUS") else []
        return tree.Multiple(
            str(parts[0]) if scaled else "", cast(Any, of.type), _number(plus) if plus else None, span(parts)
        )

    # -- words --
    def measured_word(self, parts: Parts) -> tree.WordTest:
        return tree.WordTest(parts[0], _name(_tokens(parts, "WORD")[0]), _only(parts, tree.Window), span(parts))

    test_word = measured_word

    def tests(self, parts: Parts) -> tree.Names:
        return _names([_name(part) if part.type == "TEST" else part for part in parts])

    # -- conditions, therapies --
    def record(self, parts: Parts) -> tree.Record:
        excluded = next((part for part in parts if isinstance(part, list)), [])
        end = excluded[-1].span.end if isinstance(parts[-1], list) else span(parts[-1:]).end
        return tree.Record(
            _all(parts, tree.Qualifier), _the(parts, tree.Names), tuple(excluded), _only(parts, tree.Window),
            False, Span(span(parts[:1]).start, end),
        )  # fmt: skip

    def absent(self, parts: Parts) -> tree.Record:
        record: tree.Record = parts[1]
        return tree.Record(record.qualifiers, record.names, record.excluded, record.window, True, span(parts))

    def names(self, parts: Parts) -> tree.Names:
        return _names(parts)

    def excluded(self, parts: Parts) -> list[tree.Name]:
        return [part for part in parts if isinstance(part, tree.Name)]

    def name(self, parts: Parts) -> tree.Name:
        return _name(parts[0])

    status, history, family = _qualifier("status"), _qualifier("history"), _qualifier("family")
    confirmed, extent, stage = _qualifier("confirmed"), _qualifier("extent"), _qualifier("stage")

    def confirmation(self, parts: Parts) -> tree.Qualifier:
        """`X confirmed by histology` is `histologically confirmed X`."""
        words = _spaced(str(parts[0])).casefold().removeprefix("confirmed by ")
        adverbs = words.replace("histology", "histologically").replace("cytology", "cytologically")
        return tree.Qualifier("confirmed", (f"{adverbs} confirmed",), span(parts))

    intent, other = _qualifier("intent"), _qualifier("other")
    prior, current = _qualifier("prior"), _qualifier("current")

    def since(self, parts: Parts) -> tree.Since:
        anchors = _tokens(parts, "ANCHOR")
        return tree.Since(
            OPS[parts[0].type],
            parts[1],
            _the(parts, tree.Names),
            _name(anchors[0]) if anchors else None,
            span(parts),
        )

    def lines(self, parts: Parts) -> tree.Lines:
        op: Op = "<=" if parts[0].type == "NO" else OPS[parts[0].type]
        return tree.Lines(
            op,
            _text(parts, "NUMBER") or "0",
            _the(parts, tree.Name),
            _only(parts, tree.Counting),
            span(parts),
        )

    def counting(self, parts: Parts) -> tree.Counting:
        intents = tuple(_spaced(str(token)).casefold() for token in _tokens(parts, "INTENT"))
        strict = bool(_tokens(parts, "LESS_THAN"))
        return tree.Counting(intents, strict, _the(parts, tree.Duration), span(parts))

    # -- people and what they say --
    def sex(self, parts: Parts) -> tree.SexIs:
        return tree.SexIs("female" if str(parts[0]).casefold() == "female" else "male", span(parts))

    def statement(self, parts: Parts) -> tree.Statement:
        return tree.Statement(_spaced(str(parts[0])), False, span(parts))

    def attested(self, parts: Parts) -> tree.Statement:
        return tree.Statement(str(parts[1]), True, span(parts))

    def judgment(self, parts: Parts) -> tree.Judge:
        return tree.Judge(_text(parts, "STRING"), False, span(parts))

    def unread(self, parts: Parts) -> tree.Judge:
        return tree.Judge(_text(parts, "STRING"), True, span(parts))

    # -- time --
    def window(self, parts: Parts) -> tree.Window:
        anchors = _tokens(parts, "ANCHOR")
        return tree.Window(
            cast(Any, _FORMS[parts[0].type]), parts[1], _name(anchors[0]) if anchors else None, span(parts)
        )

    def duration(self, parts: Parts) -> tree.Duration:
        return tree.Duration(str(parts[0]), cast(Any, fold(str(parts[1]))), span(parts))


def _name(token: Token) -> tree.Name:
    return tree.Name(_spaced(str(token)), token.type, span([token]))


def _names(parts: Parts) -> tree.Names:
    """A list of names; what joins them is the last connective, or `either of` / `all of` before them."""
    lead = parts[0].type if isinstance(parts[0], Token) else ""
    joiners = {token.type.removesuffix("_NAME").casefold() for token in _tokens(parts, "AND_NAME", "OR_NAME")}
    joiner: tree.Joiner = "," if _tokens(parts, "COMMA") else ""
    if lead:
        joiner = "or" if lead == "EITHER_OF" else "and"
    elif len(joiners) == 1:
        joiner = cast(tree.Joiner, joiners.pop())
    elif joiners:
        joiner = ","
    return tree.Names(_all(parts, tree.Name), joiner, span(parts))


def _number(parts: Parts) -> tree.Number:
    unit = parts[1] if len(parts) > 1 else None
    return tree.Number(
        str(parts[0]), _spaced(str(unit)) if unit else "", not unit or unit.type != "BAD_UNIT", span(parts)
    )
