"""The phrases of a rule as they were written: names still words, numbers still digits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eligo.core.nodes import Op, Span

Joiner = Literal["", "and", "or", ",", "either"]
TimeUnit = Literal["", "hour", "day", "week", "month", "year"]


def _span() -> Span:
    return field(compare=False, repr=False, default=Span(0, 0))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written (single spaces) and its kind: MEASURE, CONDITION, ... or UNKNOWN."""

    text: str
    kind: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number made of several results, or a grade: its form, the names in it, the word or version it takes.

    change: `hemoglobin decrease from baseline`; ratio, difference: of two analytes; grade: CTCAE grade of one name.
    """

    form: Literal["change", "ratio", "difference", "grade"]
    names: tuple[Name, ...]
    word: str
    span: Span = _span()

    @property
    def text(self) -> str:
        """The quantity in the words of the language."""
        first, *rest = (name.text for name in self.names)
        match self.form:
            case "change":
                return f"{first} {self.word}"
            case "ratio":
                return f"ratio of {first} to {rest[0]}"
            case "difference":
                return f"difference of {first} and {rest[0]}"
            case "grade":
                if self.word == "histologic":
                    return f"histologic grade of {first}"
                version = " any version" if self.word == "any" else f" v{self.word}" if self.word else ""
                return f"CTCAE{version} grade of {first}"


@dataclass(frozen=True, slots=True)
class Names:
    items: tuple[Name | Quantity, ...]
    joiner: Joiner
    span: Span = _span()

    @property
    def plain(self) -> tuple[Name, ...]:
        """The items of a list that holds no made-up quantity: conditions, therapies, tests."""
        return tuple(one for one in self.items if isinstance(one, Name))


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: so many units, or half-lives, or both and which of them counts; or a parameter's name."""

    amount: str
    unit: TimeUnit
    half_lives: str = ""
    whichever: Literal["", "shorter", "longer"] = ""
    parameter: str = ""
    span: Span = _span()

    def digits_only(self) -> bool:
        """Whether the amount is a whole number (of a length that a number can have)."""
        return self.amount.isdigit() and len(self.amount) < 10


@dataclass(frozen=True, slots=True)
class Window:
    """Days counted from an anchor. between: from `nearer` to `duration`, or from `anchor` to `until`."""

    form: Literal[
        "within", "not within", "in the last", "less than", "more than", "at least", "before", "after", "since",
        "between",
    ]  # fmt: skip
    duration: Duration | None
    side: Literal["", "before", "after", "of"]
    anchor: Name | None
    nearer: Duration | None = None
    until: Name | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Repeated:
    """`on 2 occasions at least 7 days apart`; with number 0, `for at least 7 days`."""

    number: str
    apart: Duration | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the unit behind it as written; `known` is False for a spelling of no table.

    `also`: the same limit stated again in another unit.
    """

    digits: str
    unit: str
    known: bool = True
    also: Number | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Multiple:
    factor: str
    of: Literal["ULN", "LLN", "baseline", "nadir"]
    plus: Number | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Level:
    """A class of a scale, or a number that stands alone: II, 2+, 0."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the file names."""

    name: str
    span: Span = _span()


Bound = Number | Multiple | Level | Parameter


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


@dataclass(frozen=True, slots=True)
class Normal:
    """Within normal limits, or outside them."""

    within: bool
    span: Span = _span()


Limit = Compared | Between | OneOf | Normal


@dataclass(frozen=True, slots=True)
class Comparison:
    measures: Names
    limit: Limit
    window: Window | None
    which: str = ""
    repeated: Repeated | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class WordTest:
    tests: Names
    word: Name
    window: Window | None
    which: str = ""
    repeated: Repeated | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount of a drug or of radiation: `10 mg/day prednisone equivalent`."""

    digits: str
    unit: str
    per: Literal["", "day", "week", "cycle"]
    equivalent: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words before a condition or therapy, or behind it: their kind (status, stage, prior, site ...) and what they say.

    progression: values are the form and, where a duration follows, the word before it. site: `lead` is `to`, `of` or
    another word before the place; confirmed: it is `by` where it stands behind the name. loose: a list with a comma
    where `or` should stand.
    """

    kind: str
    values: tuple[str, ...] = ()
    limit: Limit | None = None
    names: tuple[Name, ...] = ()
    duration: Duration | None = None
    op: Op | None = None
    dose: Dose | None = None
    lead: str = ""
    loose: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Lasting:
    """`for at least 3 months before first dose`: it began so long before, and goes on; or it is stable so long."""

    duration: Duration
    anchor: Name | None
    stable: Literal["", "stable", "not stable"] = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Marker:
    """Alterations that a test has found: names with the words before them (`germline`) and behind them (`by NGS`,
    `>= 6 copies`). A gene alone takes the alteration of the name behind it, an alteration alone the gene before it."""

    qualifiers: tuple[Qualifier, ...]
    names: Names
    excluded: tuple[Name, ...]
    window: Window | None
    absent: bool = False
    tails: tuple[Qualifier, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Finding:
    """A name of the vocabulary for a rule: `MSI-H`, `ER-positive within 2 years`."""

    name: str
    window: Window | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Pressure:
    """`blood pressure <= 140/90 mmHg`: two comparisons in one."""

    op: Op
    systolic: Number
    diastolic: Number
    window: Window | None
    which: str = ""
    repeated: Repeated | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Recovered:
    """`adverse event related to X recovered to grade <= 1 except Y`: nothing of it is left above that grade.

    `left`: `not recovered to`, something is.
    """

    record: Record
    version: str
    limit: Limit
    left: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Record:
    """Names with the words before them (`qualifiers`) and behind them (`tails`); `excluded` is what `except` leaves
    out, written behind the window if it is `timed_first`."""

    qualifiers: tuple[Qualifier, ...]
    names: Names
    excluded: tuple[Record, ...]
    window: Window | None
    absent: bool = False
    lasting: Lasting | None = None
    tails: tuple[Qualifier, ...] = ()
    timed_first: bool = field(compare=False, repr=False, default=True)
    span: Span = _span()
