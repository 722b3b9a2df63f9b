"""A patient as the evaluators see one: exact numbers, known names, intervals of days. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from eligo.core.parts import Variant
from eligo.facts.dates import Days

Reason = Literal[
    "not_recorded", "list_open", "outside_window", "undated", "date_ambiguous", "unit_unusable",
    "no_reference_limit", "implausible", "beyond_detection", "conflicting_records", "exceptions_conflict",
    "methods_disagree", "name_unknown", "sex_unknown", "protocol_ambiguous", "not_read", "judgment",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a value lies. A plain number has both ends equal; `<5` has no low end and an open high one."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def point(self) -> Fraction | None:
        return self.low if self.low is self.high or self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `interval`, `uln` and `lln` are in the analyte's own unit.

    `problem` says why the number can't be used; `grain` is one unit of the last printed digit,
    in the analyte's unit; `molar` marks a conversion between mass and amount.
    """

    path: str
    test: str
    raw: str
    unit: str
    interval: Interval | None
    basis: str
    grain: Fraction
    molar: bool
    word: str
    day: Days | None
    uln: Fraction | None
    lln: Fraction | None
    problem: tuple[Reason, str] | None


@dataclass(frozen=True, slots=True)
class Named:
    """A known name with all that contains it. `of`: what was given, where a key of the profile adds the name to it."""

    name: str
    ancestors: frozenset[str]
    event: bool = False
    divides: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    of: Link | None = None

    def is_a(self, *kinds: str) -> bool:
        """Whether it is one of these, or inside one."""
        return self.name in kinds or not self.ancestors.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose as the record gives it. `amount` is in `unit`: mg, mg/kg, mg/m2, Gy or IU; `per` empty: of the whole
    treatment; `problem`: why it can't be used."""

    amount: Fraction
    unit: str
    per: Literal["", "day", "week", "cycle"]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The names that an entry is tied to by one of its keys, with those of them that aren't known."""

    names: tuple[Named, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What an entry says beyond its names, its status and its days. What isn't recorded isn't in it.

    `said`: by attribute, canonical words of the tables, `yes` or `no` (also of `standard`: no name is added for it);
    a word that no table holds stands as it is, behind a `?`. `requires` holds all that is needed, parted by `|`, and is
    empty where nothing is. `links` by relation: site, indication, cause. `days`:
    stable_since, dose_since. `trial`: in which it was given; what was given in one stands in its list a second
    time, as an entry of its own that has the one name `treatment in another trial`, of what was given. `sequential`:
    its drugs may have been given one after another, so that what is told of the whole isn't told of each.
    """

    said: Mapping[str, str]
    links: Mapping[str, Link]
    days: Mapping[str, Days]
    dose: Dose | None = None
    cycles: int | None = None
    trial: str = ""
    sequential: bool = False


PLAIN = Details({}, {}, {})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: a condition, a regimen, a medicine.

    `grade` is 0 to 5 on the scale `grading`: the version of CTCAE ("4", "5", "6"), "" for another scale or none.
    `half_life`: of the one agent, where its own isn't in the tables, in hours.
    """

    path: str
    label: str
    names: tuple[Named, ...]
    unknown: tuple[str, ...]
    status: str
    start: Days | None
    end: Days | None
    ongoing: bool | None
    asserted: Days | None = None
    confirmed_by: str | None = None
    extent: str | None = None
    stage: str | None = None
    intent: str | None = None
    primary: bool | None = None
    conflict: str = ""
    extent_conflict: str = ""
    route: Literal["", "local", "unclear"] = ""
    line: int | None = None
    progression: Days | None = None
    grade: int | None = None
    grading: str = ""
    half_life: Fraction | None = None
    details: Details = PLAIN


@dataclass(frozen=True, slots=True)
class Marker:
    """What a test for alterations found, or looked for.

    `variants`: of one finding, one for each gene that it may be of (`RAS`); of an assay, all that it covers; none where
    it isn't understood, so that it may be of anything. absent: none of them was found. covered: none was found
    but those that are markers of their own. `said` as in Details: origin, significance, zygosity, method, specimen.
    `copies` of the gene in a cell.
    """

    path: str
    label: str
    variants: tuple[Variant, ...]
    status: Literal["present", "absent", "covered", "unknown"]
    day: Days | None
    said: Mapping[str, str]
    copies: Interval | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's judgment of a criterion of a trial."""

    passed: bool
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class Patient:
    """`results` by analyte, `tests` by name, in the order of the file. `notes`: what a reader should know."""

    id: str
    sex: Literal["female", "male"] | None
    sex_conflict: bool
    birth: Days | None
    reference: date | None
    anchors: dict[str, date]
    results: dict[str, tuple[Result, ...]]
    tests: dict[str, tuple[Result, ...]]
    entries: dict[str, tuple[Entry, ...]]
    statements: dict[str, bool]
    judgments: dict[tuple[str, str, str], Answer]
    complete: frozenset[str]
    cohort: str | None
    story: str
    notes: tuple[str, ...]
    markers: tuple[Marker, ...] = ()
