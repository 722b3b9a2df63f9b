"""The syntax tree: a criteria file as it was written, names still words, numbers still digits.

Spans and comments take no part in equality, so that parsing what was printed gives an equal tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eligo.core.nodes import Kind, Op, Span

Joiner = Literal["", "and", "or", ","]


def _span() -> Span:
    return field(compare=False, repr=False, default=Span(0, 0))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written (single spaces) and its kind: MEASURE, CONDITION, ... or UNKNOWN."""

    text: str
    kind: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Names:
    items: tuple[Name, ...]
    joiner: Joiner
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Duration:
    amount: str
    unit: Literal["day", "week", "month", "year"]
    span: Span = _span()

    def digits_only(self) -> bool:
        """Whether the amount is a whole number (of a length that a number can have)."""
        return self.amount.isdigit() and len(self.amount) < 10


@dataclass(frozen=True, slots=True)
class Window:
    form: Literal["within", "not within", "in the last", "less than"]
    duration: Duration
    anchor: Name | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the unit behind it as written; `known` is False for a spelling of no table."""

    digits: str
    unit: str
    known: bool = True
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Multiple:
    factor: str
    of: Literal["ULN", "LLN"]
    plus: Number | None
    span: Span = _span()


Bound = Number | Multiple


@dataclass(frozen=True, slots=True)
class Compared:
    op: Op
    bound: Bound
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Between:
    low: Bound
    high: Bound
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OneOf:
    values: tuple[str, ...]
    span: Span = _span()


Limit = Compared | Between | OneOf


@dataclass(frozen=True, slots=True)
class Comparison:
    measures: Names
    limit: Limit
    window: Window | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class WordTest:
    tests: Names
    word: Name
    window: Window | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word before a condition or therapy: its kind (status, stage, prior ...) and its values."""

    kind: str
    values: tuple[str, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Record:
    qualifiers: tuple[Qualifier, ...]
    names: Names
    excluded: tuple[Name, ...]
    window: Window | None
    absent: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Since:
    """`at least 4 weeks since X`, `less than 4 weeks from X to first dose`."""

    op: Op
    duration: Duration
    names: Names
    anchor: Name | None
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


Expression = Comparison | WordTest | Record | Since | Lines | SexIs | Statement | Judge | Negation | Group | Chain


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
    """Whom a rule is for: cohorts by name, or women, men, women of childbearing potential."""

    cohorts: tuple[str, ...]
    people: Literal["", "women", "men", "women of childbearing potential"]
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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CohortName:
    name: str
    title: str
    closed: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Header:
    trial: str
    title: str
    version: str
    source: str
    cohorts: tuple[CohortName, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `trailing` behind something on its line, `indented` on a line of its own but not at its start."""

    text: str
    offset: int = field(compare=False, default=0)
    trailing: bool = field(compare=False, default=False)
    indented: bool = field(compare=False, default=False)


@dataclass(frozen=True, slots=True)
class File:
    header: Header | None
    criteria: tuple[Criterion, ...]
    comments: tuple[Comment, ...] = ()
