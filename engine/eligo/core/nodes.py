"""The node kinds of the core expression, and the trial that holds them.

Thirteen kinds: the logic (And, Or, Not, Choose, Readings), the leaves that look at a patient
(Compare, Worded, Has, Lines, Sex, Attested), what only a person can say (Judgment), and Constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

Op = Literal["<", "<=", ">", ">=", "="]
Kind = Literal["inclusion", "exclusion"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the criteria file, as character offsets [start, end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that ends on the anchor day.

    `within 30 days before X` is [X - 30, X], both days counted; `strict` (less than 30 days
    before) leaves the first day out. `unit` is day, month or year: weeks are written as days.
    """

    amount: int
    unit: Literal["day", "month", "year"]
    strict: bool
    anchor: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number a patient has: the recorded analytes that count for it, and the formulas that may decide.

    `formulas` and `hints` are (analyte, formula); hints are shown and never decide. `age`: the age in
    completed years or months.
    """

    name: str
    members: tuple[str, ...]
    formulas: tuple[tuple[str, str], ...]
    unit: str
    hints: tuple[tuple[str, str], ...] = ()
    age: Literal["year", "month"] | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a value is held against, in the measure's own unit: factor x ULN (or LLN) + add, or add alone.

    `unit` and `scale` are of the unit the criterion is written in: a value v of the measure's own
    unit is (v - offset) / scale there. `basis` is 1.73m2 for a clearance per body surface area.
    """

    add: Fraction
    factor: Fraction
    of: Literal["ULN", "LLN"] | None
    unit: str
    scale: Fraction
    offset: Fraction
    basis: str
    text: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A name of the vocabulary with all that contains it (`nivolumab` is a `PD-1 inhibitor`).

    `overlaps`: the names that share a member with it, so that an entry known only by such a name may
    or may not be one of it. `partial`: the names within which its members
    aren't all listed (`*`: anywhere), so that no known name there is outside it.
    """

    name: str
    ancestors: frozenset[str]
    overlaps: frozenset[str] = frozenset()
    event: bool = False
    divides: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    witnessed: frozenset[str] = frozenset()
    shown_by: tuple[str, ...] = ()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A property an entry must have: its `attribute` is one of `values`; one of `maybe` leaves it open."""

    attribute: Literal["confirmed_by", "extent", "stage", "intent"]
    values: tuple[str, ...]
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """When neoadjuvant and adjuvant treatment counts as a line: progression so soon after its end."""

    intents: tuple[str, ...]
    amount: int
    unit: Literal["day", "month", "year"]
    strict: bool


@dataclass(frozen=True, slots=True)
class Constant:
    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    item: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """A rule with exceptions: the value of the case whose condition holds, else `otherwise`.

    Not a disjunction: an exception may tighten. Not case/when: an unknown condition never takes
    the other branch silently; it gives the common answer of the branches that stay possible.
    """

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Readings:
    """A sentence of the protocol with two readings: their common answer, else unknown."""

    items: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """The latest result of a measure (inside the window, if there is one) against a limit.

    With several limits (`is 0 or 1`) it holds when one of them does.
    """

    measure: Measure
    op: Op
    limits: tuple[Limit, ...]
    window: Window | None
    span: Span


@dataclass(frozen=True, slots=True)
class Worded:
    """The latest result of a test that answers with a word: HBsAg negative.

    `needs`: the statement without which the answer is known to be negative (childbearing potential).
    """

    test: str
    word: str
    window: Window | None
    span: Span
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Has:
    """An entry of a list of the profile: a condition, a therapy, a medicine.

    `tense` now: going on at the anchor, with one of `statuses`; ever: at any time up to it, or
    inside the window. `other` leaves the index tumour out: the one marked `primary`, else the only
    one that is one of `index`, the trial's own diagnosis. Any of `concepts` will do; an entry
    that is one of `excluding` never counts.
    """

    home: Literal["conditions", "therapies", "medications", "procedures", "family_history"]
    concepts: tuple[Concept, ...]
    excluding: tuple[Concept, ...]
    tense: Literal["now", "ever"]
    statuses: tuple[str, ...]
    where: tuple[Where, ...]
    other: bool
    window: Window | None
    span: Span
    index: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The number of earlier lines of a therapy against a whole number."""

    concept: Concept
    op: Op
    number: int
    counting: Counting | None
    span: Span


@dataclass(frozen=True, slots=True)
class Sex:
    sex: Literal["female", "male"]
    span: Span


@dataclass(frozen=True, slots=True)
class Attested:
    """A statement of the site: TRUE or FALSE as the profile's `statements` have it."""

    statement: str
    span: Span


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a person must judge, or text that was not understood (`not_read`).

    `passing` is the value this node takes when the person says that the criterion passes.
    """

    text: str
    reason: Literal["judgment", "not_read"]
    passing: bool
    span: Span


Expr = Constant | And | Or | Not | Choose | Readings | Compare | Worded | Has | Lines | Sex | Attested | Judgment


@dataclass(frozen=True, slots=True)
class Cohort:
    name: str
    title: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, or one variant of it for some cohorts or some patients.

    `cohorts` empty: all of them. `applies`: the patients it is for; None: all of them.
    `text` is the rule as the criteria file has it. `moot`: the statement whose FALSE makes the whole
    rule beside the point. `asks_apart`: its variants ask a person different questions.
    """

    id: str
    kind: Kind
    title: str
    cohorts: tuple[str, ...]
    applies: Expr | None
    rule: Expr
    text: str
    source: str
    span: Span
    moot: str = ""
    asks_apart: bool = False

    @property
    def label(self) -> str:
        """`inclusion 9f`, as a profile's judgments and the command line name it."""
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, slots=True)
class Trial:
    """A compiled trial. `text` is the criteria file, which the spans point into."""

    id: str
    title: str
    version: str
    document: str
    cohorts: tuple[Cohort, ...]
    criteria: tuple[Criterion, ...]
    text: str


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside this one, in the order of the text."""
    match expr:
        case And(items=items) | Or(items=items) | Readings(items=items):
            return items
        case Not(item=item):
            return (item,)
        case Choose(cases=cases, otherwise=otherwise):
            return (*(part for case in cases for part in case), otherwise)
        case _:
            return ()


def rebuilt(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with `change` applied to every node, innermost first."""
    match expr:
        case And(items=items) | Or(items=items) | Readings(items=items):
            expr = replace(expr, items=tuple(rebuilt(item, change) for item in items))
        case Not(item=item):
            expr = replace(expr, item=rebuilt(item, change))
        case Choose(cases=cases, otherwise=otherwise):
            made = tuple((rebuilt(condition, change), rebuilt(value, change)) for condition, value in cases)
            expr = replace(expr, cases=made, otherwise=rebuilt(otherwise, change))
    return change(expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """This expression and all inside it, outermost first."""
    yield expr
    for child in children(expr):
        yield from walk(child)
