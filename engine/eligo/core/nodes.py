"""The node kinds of the core expression, and the trial that holds them.

Fifteen kinds: the logic (And, Or, Not, Among, Choose, Readings), the leaves that look at a patient
(Compare, Worded, Has, Altered, Count, Sex, Attested), what only a person can say (Judgment), and Constant.
What they are made of is eligo.core.parts'.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from eligo.core.parts import (
    LATEST,
    Change,
    Concept,
    Copies,
    Counting,
    Dosed,
    HalfLives,
    Kind,
    Lasted,
    Limit,
    Measure,
    Op,
    Pair,
    Point,
    Progressed,
    Property,
    Ranked,
    Related,
    Span,
    Spared,
    Stable,
    Unit,
    Variant,
    Where,
    Which,
    Window,
)

__all__ = [
    "LATEST",
    "Altered",
    "Among",
    "And",
    "Attested",
    "Change",
    "Choose",
    "Cohort",
    "Compare",
    "Concept",
    "Constant",
    "Copies",
    "Count",
    "Counting",
    "Criterion",
    "Dosed",
    "Expr",
    "HalfLives",
    "Has",
    "Judgment",
    "Kind",
    "Lasted",
    "Limit",
    "Measure",
    "Not",
    "Op",
    "Or",
    "Pair",
    "Point",
    "Progressed",
    "Property",
    "Ranked",
    "Readings",
    "Related",
    "Sex",
    "Span",
    "Spared",
    "Stable",
    "Trial",
    "Unit",
    "Variant",
    "Where",
    "Which",
    "Window",
    "Worded",
]


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
class Among:
    """How many of several rules hold, against a whole number: `at least 2 of (...)`."""

    op: Op
    number: int
    items: tuple[Expr, ...]
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
    """The result of a measure that counts (inside the window, if there is one) against a limit.

    With several limits (`is 0 or 1`) it holds when one of them does.
    """

    measure: Measure
    op: Op
    limits: tuple[Limit, ...]
    window: Window | None
    span: Span
    which: Which = LATEST


@dataclass(frozen=True, slots=True)
class Worded:
    """The result that counts of a test that answers with a word: HBsAg negative.

    `needs`: the statement without which the answer is known to be negative (childbearing potential).
    """

    test: str
    word: str
    window: Window | None
    span: Span
    needs: str = ""
    which: Which = LATEST


@dataclass(frozen=True, slots=True)
class Has:
    """An entry of a list of the profile: a condition, a therapy, a medicine.

    `tense` now: going on at the anchor, with one of `statuses`; ever: at any time up to it, or
    inside the window. `other` leaves the index tumour out: the one marked `primary`, else the only
    one that is one of `index`, the trial's own diagnosis. Any of `concepts` will do; an entry
    that is one of `excluding` or fits one of `sparing` never counts. `since`: it began on that day or before,
    and is still so.
    """

    home: Literal["conditions", "therapies", "medications", "procedures", "family_history"]
    concepts: tuple[Concept, ...]
    excluding: tuple[Concept, ...]
    tense: Literal["now", "ever"]
    statuses: tuple[str, ...]
    where: tuple[Property, ...]
    other: bool
    window: Window | None
    span: Span
    index: tuple[Concept, ...] = ()
    since: Point | None = None
    sparing: tuple[Spared, ...] = ()


@dataclass(frozen=True, slots=True)
class Altered:
    """An alteration that a test has found: one of `variants` and none of `excluding`; tested: one was looked for.

    A group of genes is asked for as one variant of each. What nobody tested is unknown, and so is what is outside
    the window: a window tells which tests count.
    """

    variants: tuple[Variant, ...]
    excluding: tuple[Variant, ...]
    asks: Literal["found", "tested"]
    where: tuple[Where | Copies, ...]
    window: Window | None
    span: Span


@dataclass(frozen=True, slots=True)
class Count:
    """How much there is of the entries of a list, against a number.

    lines: earlier lines of a therapy, by the rule `counting`; cycles: of all its entries together;
    times: how many entries there are; dose: the cumulative dose in `unit`, converted into that of `equivalent`.
    """

    what: Literal["lines", "cycles", "times", "dose"]
    of: Has
    op: Op
    number: Fraction
    span: Span
    counting: Counting | None = None
    unit: str = ""
    equivalent: str = ""


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


Expr = (
    Constant
    | And
    | Or
    | Not
    | Among
    | Choose
    | Readings
    | Compare
    | Worded
    | Has
    | Altered
    | Count
    | Sex
    | Attested
    | Judgment
)


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
