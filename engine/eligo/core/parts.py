"""What the nodes are made of: points in time and windows, measures and limits, names, properties of an entry."""

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

    def is_a(self, *kinds: str) -> bool:
        """Whether it is one of these, or inside one."""
        return self.name in kinds or not self.ancestors.isdisjoint(kinds)


VariantKind = Literal["", "mutation", "fusion", "amplification", "gain", "deletion", "aberration", "allele"]
VariantForm = Literal[
    "", "substitution", "deletion", "insertion", "duplication", "delins", "frameshift", "nonsense", "splice", "skipping"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """An alteration of a gene as far as it is told, or asked for; an empty field leaves it open.

    `gene`: its symbol, or the name of an aberration that stands alone (`del(17p)`). `kind` empty: any
    alteration. `form`: of a mutation. `change`: the protein change in one-letter code (`L858R`), or an
    allele's name (`02:01`). `partner`: the other gene of a fusion.
    """

    gene: str
    kind: VariantKind = ""
    form: VariantForm = ""
    exon: int = 0
    codon: int = 0
    change: str = ""
    effect: Literal["", "activating", "inactivating"] = ""
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """What an entry must say of itself: its `attribute` is one of `values`; one of `maybe` leaves it open.

    `scale`: the version of CTCAE that a grade is of, `any` for whichever it is of, or `histologic`.
    """

    attribute: Literal[
        "confirmed_by", "extent", "stage", "intent", "grade", "resectability", "recurrent", "refractory", "course",
        "symptomatic", "treated", "setting", "best_response", "stop_reason", "standard", "T", "N", "M", "trial",
        "requires", "origin", "significance", "zygosity", "method", "specimen",
    ]  # fmt: skip
    values: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """What an entry must have to do with one of `concepts`: where in the body it is, what it was given for,
    what caused it, what was given with it; alone: nothing else was."""

    relation: Literal["site", "indication", "cause", "partner", "alone"]
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Dosed:
    """The dose of an entry against an amount: `10 mg/day`, `30 Gy`.

    `per` empty: of the whole treatment. `equivalent`: the drug into whose dose it is converted.
    """

    op: Op
    amount: Fraction
    unit: str
    per: Literal["", "day", "week", "cycle"]
    equivalent: str = ""


@dataclass(frozen=True, slots=True)
class Stable:
    """Whether a disease hasn't grown, or a dose hasn't changed, since a day; `holds` False: it must not be so."""

    what: Literal["disease", "dose"]
    since: Point
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Lasted:
    """How long a treatment went on, from its start to its end, against a length of time."""

    op: Op
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Progressed:
    """A progression inside a window that is told from the treatment's own `start` and `end`, its points' anchors."""

    window: Window


@dataclass(frozen=True, slots=True)
class Ranked:
    """The entry is the latest (or the first) of all that are one of `concepts`."""

    which: Literal["latest", "first"]
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """How many copies of a gene a cell holds."""

    op: Op
    number: Fraction


Property = Where | Related | Dosed | Stable | Lasted | Progressed | Ranked


@dataclass(frozen=True, slots=True)
class Spared:
    """What is excepted by more than its name: `stage I endometrial carcinoma`."""

    concept: Concept
    where: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """When neoadjuvant and adjuvant treatment counts as a line: progression so soon after its end."""

    intents: tuple[str, ...]
    amount: int
    unit: Literal["day", "month", "year"]
    strict: bool
