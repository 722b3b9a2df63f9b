"""What an evaluation leaves behind: a truth, what is missing, what was used, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as day
from enum import Enum
from fractions import Fraction
from typing import Literal, NoReturn

from eligo.core.nodes import Expr
from eligo.facts.patient import Reason

Change = Literal["yes", "lasting", "date"]


class Truth(Enum):
    """TRUE, FALSE, UNKNOWN. Never a bool: an UNKNOWN must not slip through an `if`."""

    FALSE = "false"
    TRUE = "true"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("a Truth has three values; compare it with `is`")

    @property
    def definite(self) -> bool:
        return self is not Truth.UNKNOWN


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(value: bool) -> Truth:
    return TRUE if value else FALSE


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing fact that would settle an UNKNOWN, why it is missing, and what it takes to get it.

    `home`: for a name that an open list doesn't hold, the list whose completeness would settle it.
    """

    fact: str
    reason: Reason
    detail: str
    obtain: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a leaf looked at, in texts ready to read.

    `margin`: how far the value is from the limit, in the rule's unit; `side` 1 above it, -1 below.
    `distance`: the same relative to the limit, positive where the comparison holds. `change`: whether
    time can change it, and from which day (`passes_from`); with an `anchor`, if that lies so late.
    `old`: a result older than 90 days that no window limits.
    """

    path: str
    fact: str
    value: str
    converted: str = ""
    date: str = ""
    age_days: int | None = None
    limit: str = ""
    margin: str = ""
    side: int = 0
    distance: Fraction | None = None
    change: Change = "yes"
    passes_from: day | None = None
    anchor: str = ""
    old: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """The evaluation of one expression. `taken`: which case of a Choose applied (its length: otherwise)."""

    expr: Expr
    truth: Truth
    gaps: tuple[Gap, ...] = ()
    parts: tuple[Trace, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[str, ...] = ()
    taken: int | None = None

    def walk(self) -> Iterator[Trace]:
        yield self
        for part in self.parts:
            yield from part.walk()


def merged(gaps: Iterable[Iterable[Gap]]) -> tuple[Gap, ...]:
    """All the gaps, each once, in order."""
    return tuple(dict.fromkeys(gap for several in gaps for gap in several))
