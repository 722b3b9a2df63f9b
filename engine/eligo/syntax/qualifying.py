"""The reductions of what stands around the names of a condition or therapy, one method a rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from lark import Token

from eligo.core.nodes import Op, Span
from eligo.syntax import patterns, tree
from eligo.syntax.reductions import (
    OPS,
    Parts,
    Phrases,
    every,
    name_of,
    names_of,
    only,
    spaced,
    span,
    the,
    tokens,
)

# What is written behind the names; all else stands before them.
TAILS = (
    "site", "indication", "cause", "partner", "alone", "dose", "stopped", "setting", "sole", "latest", "first",
    "requiring",
)  # fmt: skip
_PER = {"d": "day", "daily": "day", "wk": "week", "weekly": "week"}


def _qualifier(kind: str) -> Callable[[Qualifying, Parts], tree.Qualifier]:
    """A rule whose values are the words in it, but for connectives and the leading keyword."""

    def build(self: Qualifying, parts: Parts) -> tree.Qualifier:
        del self
        words = [str(part) for part in parts if part.type not in ("OR_NAME", "COMMA", "STAGE", "TNM", "REQUIRING")]
        bare = kind in ("history", "family", "other", "prior", "stable dose", "alone")
        exact = kind in ("stage", "tnm")
        values = () if bare else tuple(spaced(word) if exact else spaced(word).casefold() for word in words)
        return tree.Qualifier(kind, values, loose=_loose(parts), span=span(parts))

    return build


def _behind(one: tree.Qualifier) -> bool:
    return one.kind in TAILS or one.lead == "by"


def _loose(parts: Parts) -> bool:
    """Whether a list ends in a comma and a name, not in `or` and a name."""
    joined = tokens(parts, "COMMA", "OR_NAME", "OR_PURPOSE")
    return bool(joined) and str(joined[-1]) == ","


def _named(kind: str) -> Callable[[Qualifying, Parts], tree.Qualifier]:
    """A rule that ties a record to other names."""

    def build(self: Qualifying, parts: Parts) -> tree.Qualifier:
        del self
        # `hypersensitivity to carboplatin` keeps its word.
        lead = "to" if kind == "cause" and str(parts[0]).casefold() == "to" else ""
        return tree.Qualifier(kind, names=every(parts, tree.Name), lead=lead, loose=_loose(parts), span=span(parts))

    return build


class Qualifying(Phrases):
    """Records: their names, the words before them and the words behind them."""

    def record(self, parts: Parts) -> tree.Record:
        excluded = next((part for part in parts if isinstance(part, list)), [])
        end = excluded[-1].span.end if isinstance(parts[-1], list) else span(parts[-1:]).end
        around = every(parts, tree.Qualifier)
        times = [at for at, part in enumerate(parts) if isinstance(part, tree.Window | tree.Lasting)]
        last = max((at for at, part in enumerate(parts) if isinstance(part, list)), default=0)
        late = bool(times) and 0 < last < times[0]
        return tree.Record(
            tuple(one for one in around if not _behind(one)), the(parts, tree.Names), tuple(excluded),
            only(parts, tree.Window), False, only(parts, tree.Lasting),
            tuple(one for one in around if _behind(one)), not late,
            Span(span(parts[:1]).start, end),
        )  # fmt: skip

    def exempt(self, parts: Parts) -> tree.Record:
        names = [part for part in parts if isinstance(part, tree.Name)]
        return self.record([names_of([part]) if part is names[0] else part for part in parts])

    def excluded(self, parts: Parts) -> list[tree.Record]:
        return [part for part in parts if isinstance(part, tree.Record)]

    def lasting(self, parts: Parts) -> tree.Lasting:
        anchors = tokens(parts, "ANCHOR")
        stable = {"STABLE": "stable", "NOT_STABLE": "not stable"}.get(parts[0].type, "")
        anchor = name_of(anchors[0]) if anchors else None
        return tree.Lasting(the(parts, tree.Duration), anchor, cast(Any, stable), span(parts))

    def names(self, parts: Parts) -> tree.Names:
        return names_of(parts)

    def name(self, parts: Parts) -> tree.Name:
        return name_of(parts[0])

    status, history, family = _qualifier("status"), _qualifier("history"), _qualifier("family")
    confirmed, trait, stage, tnm = (_qualifier(kind) for kind in ("confirmed", "trait", "stage", "tnm"))
    intent, other, prior, current = (_qualifier(kind) for kind in ("intent", "other", "prior", "current"))
    stable_dose, alone = _qualifier("stable dose"), _qualifier("alone")
    stopped, setting, requiring = _qualifier("stopped"), _qualifier("setting"), _qualifier("requiring")
    marked = _qualifier("marked")
    indication, cause, partner, sole = (_named(kind) for kind in ("indication", "cause", "partner", "sole"))

    def confirmation(self, parts: Parts) -> tree.Qualifier:
        """`X confirmed by histology` is `histologically confirmed X`, and stays behind the name."""
        words = spaced(str(parts[0])).casefold().removeprefix("confirmed by ")
        adverbs = words.replace("histology", "histologically").replace("cytology", "cytologically")
        return tree.Qualifier("confirmed", (f"{adverbs} confirmed",), lead="by", span=span(parts))

    def at_site(self, parts: Parts) -> tree.Qualifier:
        """`to the brain or spine`; the first token holds the word before the place as well."""
        lead, _, first = str(parts[0]).partition(" ")
        places = (first, *(str(token) for token in tokens(parts[1:], "SITE")))
        values = tuple(spaced(place).casefold() for place in places)
        return tree.Qualifier("site", values, lead=lead, loose=_loose(parts), span=span(parts))

    def grade(self, parts: Parts) -> tree.Qualifier:
        return tree.Qualifier("grade", (str(parts[0]),), parts[1], span=span(parts))

    def ranked(self, parts: Parts) -> tree.Qualifier:
        kind = "latest" if parts[0].type == "AS_THE_LATEST" else "first"
        return tree.Qualifier(kind, names=every(parts, tree.Name), span=span(parts))

    def response(self, parts: Parts) -> tree.Qualifier:
        words = [spaced(str(token)) for token in tokens(parts, "RESPONSE")]
        better = ("or better",) if tokens(parts, "OR_BETTER") else ()
        return tree.Qualifier("response", (*words, *better), loose=_loose(parts), span=span(parts))

    def progression(self, parts: Parts) -> tree.Qualifier:
        """Its values: `during`, `after`, `on or after`, or the word before a length of time."""
        word = parts[1].type.casefold().replace("_", " ")
        return tree.Qualifier("progression", (word,), duration=only(parts, tree.Duration), span=span(parts))

    def recovered(self, parts: Parts) -> tree.Recovered:
        """`X recovered to grade <= 1 except Y`: all but the words of the grade is a record."""
        at = next(at for at, part in enumerate(parts) if isinstance(part, Token) and part.type == "RECOVERED_TO")
        limit, record = parts[at + 1], self.record([*parts[:at], *parts[at + 2 :]])
        whole = Span(record.span.start, max(record.span.end, limit.span.end))
        left, version = str(parts[at]).startswith("not "), str(parts[at]).removeprefix("not ")
        return tree.Recovered(record, version, limit, left, whole)

    def marker(self, parts: Parts) -> tree.Marker:
        around = every(parts, tree.Qualifier)
        excluded = next((part for part in parts if isinstance(part, list)), [])
        return tree.Marker(
            tuple(one for one in around if one.kind == "marked"), the(parts, tree.Names), tuple(excluded),
            only(parts, tree.Window), False, tuple(one for one in around if one.kind != "marked"),
            Span(span(parts[:1]).start, excluded[-1].span.end if isinstance(parts[-1], list) else span(parts[-1:]).end),
        )  # fmt: skip

    def marker_names(self, parts: Parts) -> tree.Names:
        return names_of(parts)

    def marker_name(self, parts: Parts) -> tree.Name:
        return name_of(parts[0])

    def marker_excluded(self, parts: Parts) -> list[tree.Name]:
        return [part for part in parts if isinstance(part, tree.Name)]

    def copies(self, parts: Parts) -> tree.Qualifier:
        operator, token = parts
        place = Span(operator.start_pos or 0, token.end_pos or 0)
        return tree.Qualifier("copies", (str(token),), op=OPS[operator.type], span=place)

    def tested_by(self, parts: Parts) -> tree.Qualifier:
        lead, _, word = spaced(str(parts[0])).partition(" ")
        others = tuple(spaced(str(part)) for part in parts[1:] if part.type == "TESTED_BY")
        return tree.Qualifier("tested by", (word, *others), lead=lead, loose=_loose(parts), span=span(parts))

    def dosed(self, parts: Parts) -> tree.Qualifier:
        operator, token = parts
        op: Op = OPS[operator.type]
        place = Span(operator.start_pos or 0, token.end_pos or 0)
        return tree.Qualifier("dose", op=op, dose=_dose(token), span=place)


def _dose(token: Token) -> tree.Dose:
    match = patterns.DOSE.fullmatch(str(token))
    assert match is not None  # so the lexer found it
    digits, unit, per, daily, equivalent, per_behind, daily_behind = match.groups()
    word = (per or daily or per_behind or daily_behind or "").casefold()
    plain = re.sub("[µμ]g|mcg", "ug", unit.casefold()).replace("²", "2")
    unit = {"gy": "Gy", "gray": "Gy", "grays": "Gy", "cgy": "cGy", "iu": "IU"}.get(plain, plain)
    return tree.Dose(digits, unit, cast(Any, _PER.get(word, word)), (equivalent or "").casefold(), span([token]))
