"""Exact numbers: read, shown, and the step of their last printed digit.

Everything is a Fraction. What would make a giant one (`1e999999999`) is refused before it is built:
patient files come from anywhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

MOST_DIGITS = 40
MOST_EXPONENT = 30

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
# Text this long holds more than 40 digits or is not a number; it is not looked at further.
_LONGEST = 128
_LARGEST = 10 ** (MOST_DIGITS + MOST_EXPONENT)


class NumberError(ValueError):
    """What was given isn't a number that a result or a threshold can have."""


def exact(value: int | str | Decimal | Fraction | float) -> Fraction:
    """The number as a Fraction, without rounding.

    A float counts as the shortest decimal that prints it: 0.1 is 1/10. Text is plain ASCII, with
    `.` for the decimal point and nothing between the digits. Raises NumberError for NaN, infinity,
    booleans, other text, more than 40 digits, and magnitudes beyond 10^30 or below 10^-30.
    """
    if isinstance(value, bool):
        raise NumberError("true and false are not numbers")
    if isinstance(value, int):
        if value.bit_length() > _BITS:
            raise NumberError(_TOO_LONG)
        return _from_decimal(Decimal(value))
    if isinstance(value, float):
        return _from_decimal(Decimal(float.__repr__(value)))
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, Fraction):
        if abs(value.numerator) > _LARGEST or value.denominator > _LARGEST:
            raise NumberError(_TOO_LONG)
        return value
    if not isinstance(value, str):
        raise NumberError(f"a {type(value).__name__} is not a number")
    return _from_decimal(_decimal(value))


def show(value: Fraction, places: int = 6) -> str:
    """The number as people write it: `1.5`, `150`, `-0.25`; no exponent, no zeros at the end.

    What doesn't end within `places` decimals is rounded there, half to even.
    """
    # In whole numbers: a report shows many, and fractions are slow.
    numerator, denominator = value.numerator, value.denominator
    scaled, over = divmod(abs(numerator) * 10**places, denominator)
    if 2 * over > denominator or (2 * over == denominator and scaled % 2):
        scaled += 1
    whole, rest = divmod(scaled, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if rest else ""
    sign = "-" if numerator < 0 and scaled else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def ulp(text: str) -> Fraction:
    """The step of the last printed digit: 1/100 for `1.50`, 1 for `1500`. Raises NumberError."""
    number = _decimal(text)
    _from_decimal(number)
    return Fraction(10) ** _exponent(number)


_BITS = (10**MOST_DIGITS).bit_length()
_TOO_LONG = f"a number of more than {MOST_DIGITS} digits is not a measurement"


def _decimal(text: str) -> Decimal:
    stripped = text[: _LONGEST + 1].strip(" \t\r\n")
    if len(text) > _LONGEST:
        raise NumberError(f"text of {len(text)} characters is not a number")
    if not _NUMBER.fullmatch(stripped):
        raise NumberError(f"{stripped!r} is not a number")
    return Decimal(stripped)


def _from_decimal(number: Decimal) -> Fraction:
    if not number.is_finite():
        raise NumberError("NaN and infinity are not measurements")
    if len(number.as_tuple().digits) > MOST_DIGITS:
        raise NumberError(_TOO_LONG)
    # The printed exponent bounds a zero too: 0e999 would make a giant power of ten.
    if abs(number.adjusted()) > MOST_EXPONENT or abs(_exponent(number)) > MOST_DIGITS + MOST_EXPONENT:
        raise NumberError(f"beyond 10^{MOST_EXPONENT} or below 10^-{MOST_EXPONENT} nothing is a measurement")
    return Fraction(number)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # a finite Decimal has one
    return exponent
