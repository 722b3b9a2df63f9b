"""Units at run time: which unit a spelling is for an analyte, and the exact conversion to the analyte's own.

Reads the two tables that eligo.quantity.build made, on first use. `normal` is eligo.quantity.spelling's.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from eligo.quantity.spelling import normal
from eligo.vocabulary.analytes import analytes

__all__ = [
    "Conversion", "alternative_unit", "conversion", "families", "match_unit", "nearest", "normal", "units_of",
]  # fmt: skip

_DATA = Path(__file__).parent / "data"
# No unit is longer; what patient files hold beyond it is not looked at.
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Conversion:
    """From a unit to an analyte's own: value x scale + offset.

    `unit` is the UCUM spelling of the source unit; `molar` tells that a molar mass or a valence other
    than one was used; `basis` is "1.73m2" for a clearance per 1.73 m2 of body surface, else "".
    Values of different basis are different quantities, whatever their scale.
    """

    unit: str
    scale: Fraction
    offset: Fraction
    molar: bool
    basis: str


def conversion(analyte: str, spelling: str) -> Conversion | None:
    """The conversion of a spelled unit to the analyte's own; None where there is none, or no such analyte.

    An empty spelling is a unit for analytes without one: ratios and scores.
    """
    return _conversion(analyte, spelling) if len(spelling) <= _LONGEST else None


def units_of(analyte: str) -> tuple[str, ...]:
    """The UCUM units in which the analyte can be expressed, its own first; none for an unknown analyte."""
    return tuple(_conversions().get(analyte, ()))


def alternative_unit(analyte: str) -> str | None:
    """The unit usual beside the analyte's own: umol/L for creatinine; None where none is."""
    known = analytes().get(analyte)
    return (known.alternative or None) if known else None


def families(spelling: str) -> tuple[str, ...]:
    """The unit families in which the spelling is a unit: ("count",) for K/uL; () when it is none."""
    return tuple(_readings(spelling)) if len(spelling) <= _LONGEST else ()


def nearest(analyte: str, spelling: str) -> list[str]:
    """Up to three UCUM units of the analyte: those spelled most like this, else its usual ones."""
    from difflib import get_close_matches

    known = analytes().get(analyte)
    if known is None:
        return []
    own = {
        text.casefold(): unit
        for text, by_family in _spellings().items()
        for family, unit in by_family.items()
        if family in known.families
    }
    close = get_close_matches(normal(spelling[:_LONGEST]).casefold(), own, 9, 0.7)
    found = list(dict.fromkeys(own[text] for text in close)) if not families(spelling) else []
    return (found or [unit for unit in (known.unit, known.alternative) if unit])[:3]


def match_unit(text: str, start: int) -> int:
    """The end of the longest unit (of any family) that starts at `start`; `start` when none does.

    A unit ends at a word's end and is whole: neither `x` of `x ULN`, nor `in` of `2 in the last year`,
    nor mg of `mg/xyz` is one.
    """
    opening = _POWER.match(text, start)
    if opening is None and not _OPENING.match(text, start):
        return start
    best = start
    end = opening.end() if opening else start
    while end - start <= _LONGEST:
        if end > start:
            written = normal(text[start:end])
            if text[end - 1] != "." and _is_unit(written) and not _GOES_ON.match(text, end):
                best = end
            # `x 109` alone says nothing yet: its lost power is known by the unit behind it.
            if not (opening and end == opening.end()) and not _begins_a_unit(written.casefold()):
                break
        token = _TOKEN.match(text, end)
        if token is None:
            break
        end = token.end()
    return best if best > start and not _UNFINISHED.match(text, best) else start


# Behind a number of a criteria file these are words, not units.
_WORDS = frozenset({"in", "1", "second", "score", "point", "points", "grade", "ratio", "inr", "d", "h"})

_OPENING = re.compile(r"[A-Za-zµμ/%‰{\[(㎎㎍㎏㎜㎝]")
_TIMES = r"[xX×*·•∙⋅][ \t\u00a0\u2009\u202f]{0,3}"
_POWER = re.compile(
    rf"(?:{_TIMES})?10[ \t]{{0,3}}"
    r"(?:(?:\*\*|[*^eE])[ \t]{0,3}\(?\+?\d{1,2}\)?|\(\d{1,2}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    rf"|{_TIMES}10[ \t]?(?:3|4|5|6|9|12)(?=[ \t]{{0,3}}(?:/|cells?\b))"
    rf"|{_TIMES}10000?(?=[ \t]{{0,3}}/)"
)
_TOKEN = re.compile(
    r"[ \t\u00a0\u2009\u202f]{0,2}"
    r"(?:[^\W\d_²³]{1,30}(?:(?:\*\*|[*^])?-?\d{1,2}|[⁻]?[¹²³])?|\d{1,9}(?:[.,]\d{1,9})?|[^\s\w,;:\"<>=≤≥]|_)"
)
_GOES_ON = re.compile(r"[\w^]|-\w|[*.]\w")
_UNFINISHED = re.compile(r"[ \t]*(?:/|per[ \t]+\d)")


def _is_unit(written: str) -> bool:
    folded = _folded(written)
    return folded not in _WORDS and (folded in _spellings() or written in _spellings())


def _begins_a_unit(folded: str) -> bool:
    ordered = _ordered()
    at = bisect_left(ordered, folded)
    return at < len(ordered) and ordered[at].startswith(folded)


@lru_cache(maxsize=8192)
def _conversion(analyte: str, spelling: str) -> Conversion | None:
    known = analytes().get(analyte)
    if known is None:
        return None
    if not spelling.strip():
        unit: str | None = known.unit if known.unit in ("1", "{score}") else None
    else:
        # Two families of one analyte that read a spelling differently leave it unread.
        units = {unit for family, unit in _readings(spelling).items() if family in known.families}
        unit = units.pop() if len(units) == 1 else None
    row = _conversions().get(analyte, {}).get(unit) if unit else None
    if unit is None or row is None:
        return None
    scale, offset, molar, basis = row
    return Conversion(unit, Fraction(scale), Fraction(offset), molar == "yes", basis)


def _readings(spelling: str) -> dict[str, str]:
    """The unit of each family that has the spelling: to the letter first, else without case."""
    written = normal(spelling)
    table = _spellings()
    loose = table.get(_folded(written), {})
    return {**loose, **table[written]} if written in table else loose


def _folded(written: str) -> str:
    """Without case, but for a single letter: G, M, S and T are no gram, metre, second or anything."""
    return written if len(written) == 1 else written.casefold()


@lru_cache(maxsize=1)
def _spellings() -> dict[str, dict[str, str]]:
    """Spelling -> family -> UCUM unit. A spelling in lower case is found in any case."""
    table: dict[str, dict[str, str]] = {}
    for family, spelling, unit in _rows("unit_spellings.csv"):
        table.setdefault(spelling, {})[family] = unit
    return table


@lru_cache(maxsize=1)
def _ordered() -> list[str]:
    return sorted({spelling.casefold() for spelling in _spellings()})


@lru_cache(maxsize=1)
def _conversions() -> dict[str, dict[str, tuple[str, str, str, str]]]:
    """Analyte -> UCUM unit -> the row's text; Fractions are made when a pair is first asked for."""
    table: dict[str, dict[str, tuple[str, str, str, str]]] = {}
    for analyte, unit, scale, offset, molar, basis in _rows("conversions.csv"):
        table.setdefault(analyte, {})[unit] = (scale, offset, molar, basis)
    return table


def _rows(name: str) -> Iterator[list[str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
