"""Numbers, units and dates as records and protocols have them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st

from eligo.facts import dates
from eligo.quantity.display import display
from eligo.quantity.numbers import show
from eligo.quantity.units import conversion, match_unit, units_of
from eligo.vocabulary.analytes import Analyte, analytes, level_name

REFERENCE = date(2025, 3, 1)
PLACES = 9
Written = int | float | str


@lru_cache(maxsize=256)
def sometimes(percent: int) -> st.SearchStrategy[bool]:
    """True in about so many of a hundred draws; shrinks to False."""
    return st.integers(0, 99).map(lambda drawn: drawn >= 100 - percent)


def written(value: Fraction) -> Written | None:
    """A number as a JSON file holds it, exactly: an integer, a float that prints it, or its text.

    None when it has no end within nine decimals.
    """
    if value.denominator == 1 and abs(value) < 10**15:
        return int(value)
    text = show(value, PLACES)
    if Fraction(text) != value:
        return None
    return float(text) if Decimal(repr(float(text))) == Decimal(text) else text


@lru_cache(maxsize=1024)
def plain_units(analyte: str) -> tuple[str, ...]:
    """The units of an analyte that a criteria file can hold behind a number, its own first; "" for a score."""
    own: list[str] = []
    for unit in units_of(analyte):
        spelled = display(unit)
        if conversion(analyte, spelled) is None:
            continue
        if not spelled or match_unit(f" {spelled} ", 1) == len(spelled) + 1:
            own.append(spelled)
    return tuple(dict.fromkeys(own))


def in_unit(analyte: str, value: Fraction, unit: str) -> Written | None:
    """A value of the analyte's own unit written in another one, a rank of a scale in its word.

    None where that isn't possible exactly.
    """
    if analytes()[analyte].levels:
        return level_name(analyte, value)
    by = conversion(analyte, unit)
    if by is None:
        return None
    there = (value - by.offset) / by.scale
    return written(there) if not there or Fraction(1, 1000) <= abs(there) <= 10**9 else None


def band(analyte: Analyte) -> tuple[Fraction, Fraction]:
    """The band in which protocols set the analyte's limits, in its own unit."""
    low = analyte.threshold_low if analyte.threshold_low is not None else analyte.data_low
    high = analyte.threshold_high if analyte.threshold_high is not None else analyte.data_high
    return low or Fraction(0), high if high is not None else Fraction(100)


def thresholds(analyte: Analyte) -> st.SearchStrategy[Fraction]:
    """A limit as protocols set it: two or three digits, inside the analyte's band."""
    low, high = band(analyte)
    if analyte.unit == "{score}":
        return st.integers(int(low), int(high)).map(Fraction)

    def rounded(at: int) -> Fraction:
        # Evenly over the logarithm: a band from 0.1 to 20 has as many limits below 1.4 as above.
        floor = float(low) or float(high) / 1000
        value = floor * (float(high) / floor) ** (at / 1000)
        return min(max(Fraction(f"{value:.3g}"), low), high)

    return st.integers(0, 1000).map(rounded)


def values(analyte: Analyte) -> st.SearchStrategy[Fraction]:
    """A value that a patient can have, mostly where limits are set."""
    high = analyte.data_high if analyte.data_high is not None else Fraction(100)
    low = analyte.data_low if analyte.data_low is not None else Fraction(0)
    if analyte.unit == "{score}":
        return st.integers(int(low), int(high)).map(Fraction)
    return thresholds(analyte).filter(lambda value: low <= value <= high)


def measurable() -> tuple[str, ...]:
    """The analytes that a rule can name: those with a unit that a criteria file can hold."""
    # No number in a criteria file is negative.
    return tuple(key for key, one in analytes().items() if plain_units(key) and band(one)[0] >= 0)


def days(anchor: date = REFERENCE, around: tuple[int, ...] = (0, 1, 27, 28, 29, 90)) -> st.SearchStrategy[date]:
    """A day before (or just after) an anchor, often one of those so many days back."""
    near = st.sampled_from([*around, -1]).map(lambda back: anchor - timedelta(days=back))
    return near | st.integers(0, 4000).map(lambda back: anchor - timedelta(days=back))


def loosened(day: date) -> st.SearchStrategy[str]:
    """A day as records write it: mostly in full, sometimes as its month or year, sometimes with a time."""
    full = day.isoformat()
    return st.sampled_from([full] * 6 + [full[:7], full[:4], f"{full}T08:00", f"{full}T16:30"])


def around(anchor: date, amount: int, unit: str) -> tuple[date, ...]:
    """The days about one so long after (before, when negative) an anchor."""
    step = unit if unit in ("month", "year") else "day"
    amount = -(-amount // 24) if unit == "hour" else amount
    move = dates.forward if amount > 0 else dates.back
    edge = move(anchor, abs(amount), step)  # type: ignore[arg-type]  # checked here
    return tuple(edge + timedelta(days=one) for one in (-1, 0, 1, 2) if edge.toordinal() > 400)
