"""The syntax tree: a criteria file as it was written. Its phrases (names, limits, windows) are eligo.syntax.phrases'.

Spans and comments take no part in equality, so that parsing what was printed gives an equal tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eligo.core.nodes import Kind, Op, Span
from eligo.syntax.phrases import (
    Between,
    Bound,
    Compared,
    Comparison,
    Dose,
    Duration,
    Finding,
    Joiner,
    Lasting,
    Level,
    Limit,
    Marker,
    Multiple,
    Name,
    Names,
    Normal,
    Number,
    OneOf,
    Parameter,
    Pressure,
    Qualifier,
    Quantity,
    Record,
    Recovered,
    Repeated,
    TimeUnit,
    Window,
    WordTest,
)

__all__ = [
    "Among",
    "AmongMeasures",
    "Between",
    "Body",
    "Bound",
    "Chain",
    "Clause",
    "CohortName",
    "Comment",
    "Compared",
    "Comparison",
    "Conditional",
    "Counted",
    "Counting",
    "Criterion",
    "Define",
    "Dose",
    "Duration",
    "Exceptional",
    "Exempting",
    "Expression",
    "File",
    "Finding",
    "Group",
    "Header",
    "Include",
    "Joiner",
    "Judge",
    "Lasting",
    "Level",
    "Limit",
    "Lines",
    "Marker",
    "Multiple",
    "Name",
    "Named",
    "Names",
    "Negation",
    "Normal",
    "Number",
    "OneOf",
    "OnlyIf",
    "Parameter",
    "Pressure",
    "Qualifier",
    "Quantity",
    "ReadAs",
    "Record",
    "Recovered",
    "Repeated",
    "Rule",
    "Scope",
    "SetParameter",
    "SexIs",
    "Since",
    "Statement",
    "TimeUnit",
    "Use",
    "Variant",
    "Window",
    "WordTest",
]


def _span() -> Span:
    return field(compare=False, repr=False, default=Span(0, 0))


@dataclass(frozen=True, slots=True)
class Since:
    """`at least 4 weeks since X`, `less than 4 weeks from X to first dose`."""

    op: Op
    duration: Duration
    record: Record
    anchor: Name | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Counted:
    """`at least 4 cycles of X`, `at most 1 prior X`, `at least 2 episodes of X`; `cumulative dose of X <= ...`."""

    what: Literal["cycles", "prior", "episodes", "dose"]
    op: Op
    number: str
    record: Record
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Counting:
    intents: tuple[str, ...]
    strict: bool
    duration: Duration
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Lines:
    op: Op
    number: str
    therapy: Name
    counting: Counting | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class SexIs:
    sex: Literal["female", "male"]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Statement:
    """What the site attests: a name of the vocabulary, or any text behind `attested`."""

    text: str
    quoted: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Judge:
    text: str
    unread: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Among:
    """`at least 2 of (...)`."""

    op: Op
    number: str
    items: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AmongMeasures:
    """`at least 2 of (AST, ALT, ALP) <= 3 x ULN`: one limit for several analytes."""

    op: Op
    number: str
    comparison: Comparison
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Use:
    """A definition of the file, or of a library that it includes, by its name."""

    name: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Negation:
    item: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Group:
    item: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Chain:
    """Rules joined at one level. More than one kind of connective in it is an error (S002)."""

    items: tuple[Expression, ...]
    connectives: tuple[Literal["and", "or"], ...]
    span: Span = _span()


Clause = (
    Comparison | WordTest | Pressure | Record | Recovered | Marker | Finding | Since | Lines | Counted | SexIs
    | Statement | Judge | Use
)  # fmt: skip
Expression = Clause | Among | AmongMeasures | Negation | Group | Chain


@dataclass(frozen=True, slots=True)
class Exempting:
    limit: Limit
    condition: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Exceptional:
    comparison: Comparison
    exceptions: tuple[Exempting, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ReadAs:
    first: Expression
    second: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: Expression
    then: Expression
    otherwise: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OnlyIf:
    item: Expression
    condition: Expression
    span: Span = _span()


Rule = Expression | Exceptional | ReadAs | Conditional | OnlyIf


@dataclass(frozen=True, slots=True)
class Body:
    rule: Rule
    unless: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a rule is for: cohorts by name; or women, men, women of childbearing potential, an age group."""

    cohorts: tuple[str, ...]
    people: Literal["", "women", "men", "women of childbearing potential"]
    aged: Limit | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Variant:
    scope: Scope
    body: Body
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Criterion:
    kind: Kind
    id: str
    scope: Scope | None
    title: str
    source: str
    body: Body | None
    variants: tuple[Variant, ...]
    count: Name | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CohortName:
    name: str
    title: str
    closed: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Header:
    """`library`: the file is one, and `title` its name. `results`: the window of results without one of their own.
    `count`: the anchor of windows without one."""

    trial: str
    title: str
    version: str
    source: str
    cohorts: tuple[CohortName, ...]
    library: bool = False
    results: Window | None = None
    count: Name | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Define:
    name: str
    body: Body
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class SetParameter:
    name: str
    bound: Bound
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Include:
    name: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `trailing` behind something on its line, `indented` on a line of its own but not at its start."""

    text: str
    offset: int = field(compare=False, default=0)
    trailing: bool = field(compare=False, default=False)
    indented: bool = field(compare=False, default=False)


Named = Define | SetParameter | Include | Header


@dataclass(frozen=True, slots=True)
class File:
    """`named`: definitions, parameters, includes, and the header of each library that was read in behind the file.
    `broken`: the names of definitions that couldn't be read."""

    header: Header | None
    criteria: tuple[Criterion, ...]
    comments: tuple[Comment, ...] = ()
    named: tuple[Named, ...] = ()
    broken: tuple[str, ...] = ()
