"""The parser's reductions as nodes of the syntax tree, one method a rule of the grammar."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, cast

from lark import Token

from eligo.core.nodes import Op, Span
from eligo.syntax import tree
from eligo.syntax.qualifying import Qualifying
from eligo.syntax.reductions import (
    OPS,
    Parts,
    every,
    name_of,
    only,
    spaced,
    span,
    text_of,
    the,
    tokens,
)


class Builder(Qualifying):
    """One method a rule; the name is the rule's, or the alias behind its `->`."""

    # -- the file --
    def file(self, parts: Parts) -> tree.File:
        criteria = every(parts, tree.Criterion)
        named = tuple(part for part in parts[1:] if not isinstance(part, tree.Criterion))
        return tree.File(parts[0], criteria, (), named)

    def header(self, parts: Parts) -> tree.Header:
        named: dict[str, Any] = dict(part for part in parts if isinstance(part, tuple))
        return tree.Header(
            text_of(parts, "ID"), text_of(parts, "STRING"), named.get("version", ""), named.get("source", ""),
            named.get("cohorts", ()), parts[0].type == "LIBRARY", only(parts, tree.Window), only(parts, tree.Name),
            Span(parts[0].start_pos or 0, parts[0].end_pos or 0),
        )  # fmt: skip

    library_header = library = header

    def results(self, parts: Parts) -> tree.Window:
        anchors = tokens(parts, "ANCHOR")
        anchor = name_of(anchors[0]) if anchors else None
        return tree.Window("within", parts[2], "before" if anchor else "", anchor, None, None, span(parts))

    def counting_from(self, parts: Parts) -> tree.Name:
        return name_of(parts[2])

    def define(self, parts: Parts) -> tree.Define:
        return tree.Define(str(parts[1]), parts[3], span(parts))

    def parameter(self, parts: Parts) -> tree.SetParameter:
        return tree.SetParameter(str(parts[1]), parts[2], span(parts))

    def include(self, parts: Parts) -> tree.Include:
        return tree.Include(str(parts[1]), span(parts))

    def version(self, parts: Parts) -> tuple[str, str]:
        return "version", str(parts[1])

    def source(self, parts: Parts) -> tuple[str, str]:
        return "source", str(parts[1])

    def cohorts(self, parts: Parts) -> tuple[str, tuple[tree.CohortName, ...]]:
        return "cohorts", every(parts, tree.CohortName)

    def cohort(self, parts: Parts) -> tree.CohortName:
        return tree.CohortName(str(parts[0]), str(parts[1]), len(parts) > 2, span(parts))

    def criterion(self, parts: Parts) -> tree.Criterion:
        kind = "inclusion" if parts[0].type == "INCLUSION" else "exclusion"
        sources = [value for key, value in (part for part in parts if isinstance(part, tuple))]
        return tree.Criterion(
            cast(Literal["inclusion", "exclusion"], kind), str(parts[1]), only(parts, tree.Scope),
            text_of(parts, "STRING"), sources[0] if sources else "", only(parts, tree.Body),
            every(parts, tree.Variant), only(parts, tree.Name), Span(parts[0].start_pos or 0, parts[1].end_pos or 0),
        )  # fmt: skip

    def variant(self, parts: Parts) -> tree.Variant:
        return tree.Variant(parts[0], parts[2], span(parts))

    def scope(self, parts: Parts) -> tree.Scope:
        if isinstance(parts[1], Token):
            people = {"WOMEN": "women", "MEN": "men", "WOCBP": "women of childbearing potential"}.get(parts[1].type, "")
            aged = parts[-1] if tokens(parts, "AGED") else None
            return tree.Scope((), cast(Any, people), aged, span(parts))
        names = tuple(str(token) for token in parts[1])
        return tree.Scope(names, "", None, Span(parts[0].start_pos or 0, parts[1][-1].end_pos or 0))

    def cohort_names(self, parts: Parts) -> list[Token]:
        return tokens(parts, "ID")

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

    # -- conditions, therapies: what stands around the names is eligo.syntax.qualifying's --
    def absent(self, parts: Parts) -> tree.Record:
        record: tree.Record = parts[1]
        return replace(record, absent=True, span=span(parts))

    def no_marker(self, parts: Parts) -> tree.Marker:
        marker: tree.Marker = parts[1]
        return replace(marker, absent=True, span=span(parts))

    def finding(self, parts: Parts) -> tree.Finding:
        return tree.Finding(spaced(str(parts[0])), only(parts, tree.Window), span(parts))

    def since(self, parts: Parts) -> tree.Since:
        anchors = tokens(parts, "ANCHOR")
        anchor = name_of(anchors[0]) if anchors else None
        return tree.Since(OPS[parts[0].type], parts[1], the(parts, tree.Record), anchor, span(parts))

    def counted(self, parts: Parts) -> tree.Counted:
        what = {"CYCLES_OF": "cycles", "EPISODES_OF": "episodes", "PRIOR": "prior"}[parts[2].type]
        return tree.Counted(
            cast(Any, what), OPS[parts[0].type], text_of(parts, "NUMBER"), self.record(parts[3:]), span(parts)
        )

    def cumulative(self, parts: Parts) -> tree.Counted:
        return tree.Counted("dose", "<=", "", the(parts, tree.Record), span(parts))

    def lines(self, parts: Parts) -> tree.Lines:
        op: Op = "<=" if parts[0].type == "NO" else OPS[parts[0].type]
        return tree.Lines(
            op,
            text_of(parts, "NUMBER") or "0",
            the(parts, tree.Name),
            only(parts, tree.Counting),
            span(parts),
        )

    def counting(self, parts: Parts) -> tree.Counting:
        intents = tuple(spaced(str(token)).casefold() for token in tokens(parts, "INTENT"))
        strict = bool(tokens(parts, "LESS_THAN"))
        return tree.Counting(intents, strict, the(parts, tree.Duration), span(parts))

    # -- people and what they say --
    def sex(self, parts: Parts) -> tree.SexIs:
        return tree.SexIs("female" if str(parts[0]).casefold() == "female" else "male", span(parts))

    def use(self, parts: Parts) -> tree.Use:
        return tree.Use(str(parts[0]), span(parts))

    def statement(self, parts: Parts) -> tree.Statement:
        return tree.Statement(spaced(str(parts[0])), False, span(parts))

    def attested(self, parts: Parts) -> tree.Statement:
        return tree.Statement(str(parts[1]), True, span(parts))

    def judgment(self, parts: Parts) -> tree.Judge:
        return tree.Judge(text_of(parts, "STRING"), False, span(parts))

    def unread(self, parts: Parts) -> tree.Judge:
        return tree.Judge(text_of(parts, "STRING"), True, span(parts))
