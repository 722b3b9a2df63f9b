"""Doses as records write them: `10 mg daily`, `5 mg BID`, `500 ug/day`, `30 Gy`, `60 mg/m2 per cycle`.

Nothing is guessed: a dose that doesn't say per what it is, or how often, carries that as its problem.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from eligo.facts.patient import Dose
from eligo.quantity.numbers import NumberError, exact

Per = Literal["", "day", "week", "cycle"]

_UNITS: dict[str, tuple[str, Fraction]] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), ("mg", Fraction(1))),
    **dict.fromkeys(("g", "gram", "grams"), ("mg", Fraction(1000))),
    **dict.fromkeys(("ug", "mcg", "microgram", "micrograms"), ("mg", Fraction(1, 1000))),
    **dict.fromkeys(("gy", "gray"), ("Gy", Fraction(1))),
    **dict.fromkeys(("cgy", "centigray"), ("Gy", Fraction(1, 100))),
    **dict.fromkeys(("iu", "ie", "u", "unit", "units", "international units"), ("IU", Fraction(1))),
    **dict.fromkeys(("million iu", "million units", "million u"), ("IU", Fraction(1_000_000))),
}
_BODY = {"kg": "/kg", "m2": "/m2", "sqm": "/m2"}
_OFTEN: dict[str, tuple[Per, int]] = {}
for _texts, _found in {
    "d|day|daily|once daily|once a day|once per day|qd|od|24 h|24h|q24h|every day|every 24 hours|every morning|"
    "in the morning|qam|every evening|in the evening|qpm|nightly|at night|at bedtime|qhs|1x daily": ("day", 1),
    "twice daily|twice a day|twice per day|two times daily|two times a day|2x daily|2x/day|2x/d|bid|bd|q12h|"
    "every 12 hours|every 12 h|12 hourly": ("day", 2),
    "three times daily|three times a day|three times per day|thrice daily|3x daily|3x/day|3x/d|tid|tds|q8h|"
    "every 8 hours|every 8 h|8 hourly": ("day", 3),
    "four times daily|four times a day|four times per day|4x daily|4x/day|4x/d|qid|qds|q6h|every 6 hours|"
    "every 6 h|6 hourly": ("day", 4),
    "q4h|every 4 hours|six times daily": ("day", 6),
    "wk|week|weekly|once weekly|once a week|once per week|qw|q1w|every week|every 7 days": ("week", 1),
    "twice weekly|twice a week|twice per week|2x weekly|2x/week": ("week", 2),
    "three times weekly|three times a week|thrice weekly|3x weekly|3x/week": ("week", 3),
    "cycle|each cycle|every cycle|once per cycle": ("cycle", 1),
    "total|in total|total dose|cumulative|cumulative dose|cumulatively|overall|altogether|whole treatment|"
    "the whole treatment": ("", 1),
}.items():
    _OFTEN.update(dict.fromkeys(_texts.split("|"), _found))  # type: ignore[arg-type] # the keys are literals above

_UNIT = re.compile(
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![a-z0-9])"
    r"(?: ?(?:/|per) ?(?P<body>kg|m2|sqm)(?![a-z0-9])(?: (?:bw|bsa|body weight|body surface(?: area)?))?)?"
    r"(?P<often>.*)"
)
_ASKED = re.compile(r"\b(?:prn|as needed|if needed|on demand|as required)\b")
_LONGEST = 80


def read_dose(amount: int | Decimal | str | None, unit: str | None, per: str | None) -> Dose | None:
    """The dose of an entry; None where it has none."""
    if amount is None:
        return None
    return _read(str(amount), isinstance(amount, str), unit or "", per or "")


@lru_cache(maxsize=8192)
def _read(amount: str, text: bool, unit: str, per: str) -> Dose:
    folded, name, every = (_folded(one) for one in (amount, unit, per))
    if max(map(len, (folded, name, every))) > _LONGEST:
        return _unusable(unit, "it isn't understood")
    if _ASKED.search(f"{folded} {name} {every}"):
        return _unusable(unit, "it is given as needed, and how much that was isn't told")
    number, own = _cut(folded, text)
    try:
        value = exact(Decimal(number))
    except (ArithmeticError, NumberError):
        return _unusable(unit, "it isn't understood")
    if value < 0:
        return _unusable(unit, "it is below zero")
    # A text may hold the unit as well; one that stands beside it must say the same.
    written = [one for one in (own, name) if one]
    found = [_UNIT.fullmatch(one) for one in written]
    if not found or None in found:
        return _unusable(unit, f"the unit {written[-1]!r} isn't understood" if written else "no unit is given")
    units = {(*_UNITS[one["unit"]], _BODY.get(one["body"] or "", "")) for one in found if one}
    if len(units) > 1:
        return _unusable(unit, f"its own unit and the unit {unit!r} differ")
    kind, factor, body = units.pop()
    if kind == "Gy" and body:
        return _unusable(unit, f"the unit {unit!r} isn't understood")
    said = [bare for bare in (*(_bare(one["often"]) for one in found if one), _bare(every)) if bare]
    often = {_OFTEN.get(one) for one in said}
    if None in often:
        return _unusable(unit, f"how often it is given isn't understood: {' '.join(said)}")
    if len(often) > 1:
        return _unusable(unit, f"it is said to be per {' and per '.join(said)}")
    if not often and kind != "Gy":
        return _unusable(unit, "it isn't told whether it is per day, per week, per cycle or in total")
    span, times = (often.pop() if often else None) or ("", 1)
    return Dose(value * factor * times, kind + body, span)


def _unusable(unit: str, why: str) -> Dose:
    return Dose(Fraction(0), unit, "", why)


def _cut(amount: str, text: bool) -> tuple[str, str]:
    """(the number, the unit behind it) of an amount; all of it is the number where it isn't a text."""
    match = re.match(r"[0-9]+(?:\.[0-9]+)?", amount) if text else None
    return (match.group(), amount[match.end() :].strip()) if match else (amount, "")


def _folded(text: str) -> str:
    folded = (
        text.casefold().replace("µ", "u").replace("μ", "u").replace("²", "2").replace("m^2", "m2").replace("×", "x")
    )
    # `b.i.d.` and `5 mg b.i.d`, but not the point of a number.
    folded = re.sub(r"(?<=[a-z])\.", "", folded)
    return " ".join(folded.split())


def _bare(text: str) -> str:
    """`day` for `/day`, `per day`, `a day`."""
    return re.sub(r"^(?:[/,;]|per\b|a\b|p\b)? ?", "", text.strip()).strip()
