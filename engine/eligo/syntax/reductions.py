"""The reductions of the phrases of numbers and of time, one method a rule, and what all reductions use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from lark import Token, Transformer

from eligo.core.nodes import Op, Span
from eligo.syntax import patterns, tree
from eligo.vocabulary.names import fold

OPS: dict[str, Op] = {
    "LE": "<=", "GE": ">=", "LT": "<", "GT": ">", "EQ": "=", "EXACTLY": "=",
    "AT_LEAST": ">=", "AT_MOST": "<=", "MORE_THAN": ">", "LESS_THAN": "<",
}  # fmt: skip
_FORMS = {
    "WITHIN": "within", "NOT_WITHIN": "not within", "IN_THE_LAST": "in the last", "LESS_THAN": "less than",
    "MORE_THAN": "more than", "AT_LEAST": "at least", "BEFORE": "before", "AFTER": "after", "SINCE": "since",
}  # fmt: skip
_WHICH = {"most recent": "latest", "every": "all"}
_CHANGED = {"rise": "increase", "fall": "decrease", "drop": "decrease"}

Node = TypeVar("Node")
Parts = Sequence[Any]  # what a reduction gets: tokens and the nodes made from the rules below it


def tokens(parts: Parts, *types: str) -> list[Token]:
    return [part for part in parts if isinstance(part, Token) and part.type in types]


def text_of(parts: Parts, *types: str) -> str:
    found = tokens(parts, *types)
    return str(found[0]) if found else ""


def only(parts: Parts, kind: type[Node]) -> Node | None:
    """The one part of a kind, or None."""
    return next((part for part in parts if isinstance(part, kind)), None)


def the(parts: Parts, kind: type[Node]) -> Node:
    """The one part of a kind, which the grammar promises."""
    return next(part for part in parts if isinstance(part, kind))


def every(parts: Parts, kind: type[Node]) -> tuple[Node, ...]:
    return tuple(part for part in parts if isinstance(part, kind))


def spaced(text: str) -> str:
    return " ".join(text.split())


def span(parts: Parts) -> Span:
    """From the start of the first part to the end of the last."""
    first, last = parts[0], parts[-1]
    start = first.start_pos if isinstance(first, Token) else first.span.start
    end = last.end_pos if isinstance(last, Token) else last.span.end
    return Span(start or 0, end or 0)


class Phrases(Transformer[Token, Any]):
    """Numbers, answers in words, and time; the rest of the language is eligo.syntax.builder's."""

    # -- numbers --
    def comparison(self, parts: Parts) -> tree.Comparison:
        limit = next(part for part in parts if isinstance(part, tree.Limit))
        return tree.Comparison(
            the(parts, tree.Names), limit, only(parts, tree.Window), which_of(parts), only(parts, tree.Repeated),
            span(parts),
        )  # fmt: skip

    def among(self, parts: Parts) -> tree.Among:
        items = tuple(part for part in parts if not isinstance(part, Token))
        return tree.Among(OPS[parts[0].type], str(parts[1]), items, span(parts))

    def among_measures(self, parts: Parts) -> tree.AmongMeasures:
        named = [part for part in parts if isinstance(part, tree.Name | tree.Quantity)]
        names = tree.Names(tuple(named), "and", Span(named[0].span.start, named[-1].span.end))
        end = max(part.end_pos or 0 for part in tokens(parts, "RPAR"))
        limit = next(part for part in parts if isinstance(part, tree.Limit))
        window, repeated = only(parts, tree.Window), only(parts, tree.Repeated)
        compared = tree.Comparison(names, limit, window, "", repeated, Span(end, span(parts).end))
        return tree.AmongMeasures(OPS[parts[0].type], str(parts[1]), compared, span(parts))

    def measures(self, parts: Parts) -> tree.Names:
        return names_of(parts)

    def measure(self, parts: Parts) -> tree.Name:
        return name_of(parts[0])

    def changed(self, parts: Parts) -> tree.Quantity:
        first, *others = str(parts[1]).casefold().split()
        return tree.Quantity(
            "change", (name_of(parts[0]),), " ".join([_CHANGED.get(first, first), *others]), span(parts)
        )

    def changed_in(self, parts: Parts) -> tree.Quantity:
        """`decrease in hemoglobin from baseline` is `hemoglobin decrease from baseline`."""
        first = str(parts[0]).casefold().split()[0]
        since = str(parts[3]).casefold()
        return tree.Quantity("change", (name_of(parts[1]),), f"{_CHANGED.get(first, first)} from {since}", span(parts))

    def ratio(self, parts: Parts) -> tree.Quantity:
        return tree.Quantity("ratio", (name_of(parts[1]), name_of(parts[3])), "", span(parts))

    def difference(self, parts: Parts) -> tree.Quantity:
        return tree.Quantity("difference", (name_of(parts[1]), name_of(parts[3])), "", span(parts))

    def graded(self, parts: Parts) -> tree.Quantity:
        return tree.Quantity("grade", (name_of(parts[2]),), str(parts[0]), span(parts))

    def compare(self, parts: Parts) -> tree.Compared:
        op, bound = parts
        return tree.Compared(OPS[op.type], bound, Span(op.start_pos or 0, bound.span.end))

    def between(self, parts: Parts) -> tree.Between:
        low, high = (part for part in parts if not isinstance(part, Token))
        return tree.Between(low, high, span(parts))

    def one_of(self, parts: Parts) -> tree.OneOf:
        return tree.OneOf(tuple(part.text for part in every(parts, tree.Level)), span(parts))

    def from_to(self, parts: Parts) -> tree.Between:
        low, high = every(parts, tree.Level)
        return tree.Between(low, high, span(parts))

    def from_value(self, parts: Parts) -> tree.Compared:
        op: Op = ">=" if parts[-1].type == "OR_HIGHER" else "<="
        level = the(parts, tree.Level)
        plain = tree.Number(level.text, "", span=level.span) if level.text.isdigit() else level
        return tree.Compared(op, plain, span(parts))

    def normal(self, parts: Parts) -> tree.Normal:
        return tree.Normal(parts[-1].type == "WITHIN_NORMAL", span(parts))

    abnormal = normal

    def operator(self, parts: Parts) -> Token:
        return cast(Token, parts[-1])

    def value(self, parts: Parts) -> tree.Level:
        return tree.Level(spaced(str(parts[0])), span(parts))

    level = value

    def number(self, parts: Parts) -> tree.Number:
        unit = parts[1] if len(parts) > 1 else None
        known = unit is None or unit.type != "BAD_UNIT"
        return tree.Number(str(parts[0]), spaced(str(unit)) if unit else "", known, None, span(parts))

    def absolute(self, parts: Parts) -> tree.Number:
        numbers = every(parts, tree.Number)
        return replace(numbers[0], also=numbers[1], span=span(parts)) if len(numbers) > 1 else numbers[0]

    def named(self, parts: Parts) -> tree.Parameter:
        return tree.Parameter(str(parts[0]), span(parts))

    def multiple(self, parts: Parts) -> tree.Multiple:
        factor = str(parts[0]) if parts[0].type == "NUMBER" else ""
        of = next(token for token in parts if isinstance(token, Token) and token.type in ("ULN", "LLN", "BASELINE"))
        word = str(of).casefold().removeprefix("the ").strip() if of.type == "BASELINE" else of.type
        return tree.Multiple(factor, cast(Any, word), only(parts, tree.Number), span(parts))

    def repeated(self, parts: Parts) -> tree.Repeated:
        return tree.Repeated(str(parts[0]), only(parts, tree.Duration), span(parts))

    def persistent(self, parts: Parts) -> tree.Repeated:
        return tree.Repeated("0", the(parts, tree.Duration), span(parts))

    def pressure(self, parts: Parts) -> tree.Pressure:
        """`<= 140/90 mmHg`; the numbers are whole ones, in mmHg."""
        at = next(at for at, part in enumerate(parts) if isinstance(part, Token) and part.type == "PRESSURE")
        both = patterns.PRESSURE.fullmatch(str(parts[at]))
        assert both is not None  # so the lexer found it
        place = span([parts[at]])
        high, low = (tree.Number(digits, "mmHg", span=place) for digits in both.groups())
        return tree.Pressure(
            OPS[parts[at - 1].type], high, low, only(parts, tree.Window), which_of(parts), only(parts, tree.Repeated),
            span(parts),
        )  # fmt: skip

    # -- words --
    def measured_word(self, parts: Parts) -> tree.WordTest:
        return tree.WordTest(
            the(parts, tree.Names), name_of(tokens(parts, "WORD")[0]), only(parts, tree.Window), which_of(parts),
            only(parts, tree.Repeated), span(parts),
        )  # fmt: skip

    test_word = measured_word

    def tests(self, parts: Parts) -> tree.Names:
        return names_of([name_of(part) if part.type == "TEST" else part for part in parts])

    # -- time --
    def window(self, parts: Parts) -> tree.Window:
        anchors = tokens(parts, "ANCHOR")
        sides = [part for part in parts if isinstance(part, str) and part in ("before", "after", "of")]
        sides += [token.type.casefold() for token in tokens(parts[1:], "BEFORE", "AFTER")]
        return tree.Window(
            cast(Any, _FORMS[parts[0].type]), only(parts, tree.Duration), cast(Any, sides[0] if sides else ""),
            name_of(anchors[0]) if anchors else None, None, None, span(parts),
        )  # fmt: skip

    def side(self, parts: Parts) -> str:
        return str(parts[0].type.casefold())

    def window_between(self, parts: Parts) -> tree.Window:
        anchors = [name_of(token) for token in tokens(parts, "ANCHOR")]
        if len(anchors) == 2:
            return tree.Window("between", None, "", anchors[0], None, anchors[1], span(parts))
        lengths = every(parts, tree.Duration)
        further = lengths[-1]
        number = text_of(parts, "NUMBER")
        nearer = lengths[0] if len(lengths) == 2 else tree.Duration(number, further.unit, span=further.span)
        side = tokens(parts, "BEFORE", "AFTER")[-1].type.casefold()
        return tree.Window("between", further, cast(Any, side), anchors[0], nearer, None, span(parts))

    def duration(self, parts: Parts) -> tree.Duration:
        return tree.Duration(str(parts[0]), cast(Any, fold(str(parts[1]))), span=span(parts))

    def half_lives(self, parts: Parts) -> tree.Duration:
        return tree.Duration("", "", str(parts[0]), span=span(parts))

    def either_length(self, parts: Parts) -> tree.Duration:
        at = next(at for at, part in enumerate(parts) if part.type == "TIMEUNIT")
        half = next(at for at, part in enumerate(parts) if part.type == "HALF_LIVES")
        whichever = "shorter" if "shorter" in str(parts[-1]).casefold() else "longer"
        place = span([parts[0], parts[-2]])
        return tree.Duration(
            str(parts[at - 1]), cast(Any, fold(str(parts[at]))), str(parts[half - 1]), cast(Any, whichever), "", place
        )

    def named_length(self, parts: Parts) -> tree.Duration:
        return tree.Duration("", "", parameter=str(parts[0]), span=span(parts))


def which_of(parts: Parts) -> str:
    """`lowest` in `lowest hemoglobin`; empty for the latest, which needs no word."""
    word = spaced(text_of(parts, "WHICH")).casefold()
    return "" if _WHICH.get(word, word) == "latest" else _WHICH.get(word, word)


def name_of(token: Token) -> tree.Name:
    return tree.Name(spaced(str(token)), token.type, span([token]))


def names_of(parts: Parts) -> tree.Names:
    """A list of names; what joins them is the last connective, or `either of` / `all of` before them."""
    lead = parts[0].type if isinstance(parts[0], Token) else ""
    joiners = {token.type.removesuffix("_NAME").casefold() for token in tokens(parts, "AND_NAME", "OR_NAME")}
    joined = tokens(parts, "AND_NAME", "OR_NAME", "COMMA")
    joiner: tree.Joiner = "," if tokens(parts, "COMMA") else ""
    if lead:
        joiner = "either" if lead == "EITHER_OF" else "and"
    elif len(joiners) == 1 and joined[-1].type != "COMMA":
        joiner = cast(tree.Joiner, joiners.pop())
    elif joiners:
        joiner = ","
    named = tuple(part for part in parts if isinstance(part, tree.Name | tree.Quantity))
    return tree.Names(named, joiner, span(parts))
