"""The node kinds of the core expression, and the trial that holds them.

Fourteen kinds: the logic (And, Or, Not, Among, Choose, Readings), the leaves that look at a patient
(Compare, Worded, Has, Lines, Sex, Attested), what only a person can say (Judgment), and Constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Op = Literal["<", "<=", ">", ">=", "="]
Kind = Literal["inclusion", "exclusion"]
Unit = Literal["hour", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the criteria file, as character offsets [start, end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Point:
    """A day counted from an anchor: `amount` units after it, before it when negative.

    `anchor` None: the reference date. `strict`: the day itself lies outside the window that it ends.
    Weeks are written as days. Hours leave open which of two days is meant, as dates have no hour.
    """

    anchor: str | None
    amount: int
    unit: Unit
    strict: bool = False


@dataclass(frozen=True, slots=True)
class HalfLives:
    """So many half-lives of the very drug that was given, beside (or instead of) the window's own start.

    shorter: the later of the two starts counts; longer: the earlier; only: there is no other start.
    """

    number: Fraction
    whichever: Literal["shorter", "longer", "only"]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days between two points, both counted unless strict; an end that is None is open.

    `within 30 days before X` is [X - 30, X]. Nothing after the reference date is evidence, whatever
    the end. With `half_lives` the start of each entry's window hangs on its own agents.
    """

    start: Point | None
    end: Point | None
    text: str
    half_lives: HalfLives | None = None

    @property
    def anchor(self) -> str | None:
        """The anchor it is told from: that of its end, else of its start."""
        return (self.end and self.end.anchor) or (self.start and self.start.anchor) or None


@dataclass(frozen=True, slots=True)
class Which:
    """Which result counts, of those inside the window.

    occasions: `number` qualifying results, each at least `amount` units after the one before, and
    every recorded one between them qualifying too. persistent: qualifying since `amount` units
    before the window's end or longer, and in every result since then.
    """

    kind: Literal["latest", "first", "any", "all", "lowest", "highest", "occasions", "persistent"]
    number: int = 1
    amount: int = 0
    unit: Unit = "day"


LATEST = Which("latest")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two analytes of one sampling: the first over the second, or the first less the second."""

    kind: Literal["ratio", "difference"]
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Change:
    """How far a value has moved from an earlier one, positive in `direction`; `relative`: in percent of it."""

    direction: Literal["increase", "decrease"]
    since: Literal["baseline", "nadir"]
    relative: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A number a patient has: the recorded analytes that count for it, and the formulas that may decide.

    `formulas` and `hints` are (analyte, formula); hints are shown and never decide. `age`: the age in
    completed years or months. `pair`, `change`: a number made of several results of `members`.
    `graded`: the CTCAE grade of a result of `members`, as (term, version).
    """

    name: str
    members: tuple[str, ...]
    formulas: tuple[tuple[str, str], ...]
    unit: str
    hints: tuple[tuple[str, str], ...] = ()
    age: Literal["year", "month"] | None = None
    pair: Pair | None = None
    change: Change | None = None
    graded: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a value is held against, in the measure's own unit: factor x ULN (LLN, baseline, nadir) + add, or add alone.

    `unit` and `scale` are of the unit the criterion is written in: a value v of the measure's own
    unit is (v - offset) / scale there. `basis` is 1.73m2 for a clearance per body surface area.
    `molar`: it is written as an amount where the measure's own unit is a mass, or the reverse.
    `also`: the same limit stated a second time; it counts for results whose `molar` is its own.
    """

    add: Fraction
    factor: Fraction
    of: Literal["ULN", "LLN", "baseline", "nadir"] | None
    unit: str
    scale: Fraction
    offset: Fraction
    basis: str
    text: str
    molar: bool = False
    also: Limit | None = None


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
    """A property an entry must have: its `attribute` is one of `values`; one of `maybe` leaves it open.

    `scale`: the version of CTCAE that a grade is of.
    """

    attribute: Literal["confirmed_by", "extent", "stage", "intent", "grade"]
    values: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    scale: str = ""


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
    that is one of `excluding` never counts. `since`: it began on that day or before, and is still so.
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
    since: Point | None = None


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


Expr = (
    Constant | And | Or | Not | Among | Choose | Readings | Compare | Worded | Has | Lines | Sex | Attested | Judgment
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
