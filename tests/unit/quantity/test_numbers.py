"""Numbers are exact, and what isn't a measurement is refused before it costs anything."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.quantity.numbers import NumberError, exact, show, ulp


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (1500, Fraction(1500)),
        (0.1, Fraction(1, 10)),
        (1e-7, Fraction(1, 10**7)),
        ("1.50", Fraction(3, 2)),
        (" 12 ", Fraction(12)),
        ("+.5", Fraction(1, 2)),
        ("-0", Fraction(0)),
        ("5.", Fraction(5)),
        ("1.5e3", Fraction(1500)),
        ("1E-30", Fraction(1, 10**30)),
        (Decimal("88.4"), Fraction(442, 5)),
        (Fraction(1, 3), Fraction(1, 3)),
        ("0" * 38 + "12", Fraction(12)),
    ],
)
def test_reads(given_: int | str | Decimal | Fraction | float, expected: Fraction) -> None:
    assert exact(given_) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        True, False, None, [], b"1", 1j,
        float("nan"), float("inf"), float("-inf"), 1e300, 1e-300,
        Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1e999999"), Decimal("0e-999999"),
        Decimal("1" * 41), 10**40, 10**5000, -(10**100000), Fraction(1, 10**100), Fraction(10**100),
        "", " ", "nan", "inf", "-Infinity", "1e31", "1e999999999", "1e-999999999", "0e999", "1" * 41,
        "1" * 10**6,
        "1,500", "1_000", "1 000", "0x10", "1/2", "١٢", "１２", "1.2.3", "--1", "1e", "e5", ".", "<5",
        ">=90", "5 mg", "1\x00",
        " " * 10**6 + "1",
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_refuses_what_is_no_measurement(hostile: object) -> None:
    started = time.perf_counter()
    with pytest.raises(NumberError):
        exact(hostile)  # type: ignore[arg-type]  # hostile input has any type
    assert time.perf_counter() - started < 0.5


def test_a_float_of_another_library_is_read_by_its_value() -> None:
    class Printed(float):
        def __repr__(self) -> str:
            return "Printed(0.1)"

    assert exact(Printed(0.1)) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(150), "150"),
        (Fraction(3, 2), "1.5"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(1, 10**6), "0.000001"),
        (Fraction(-1, 10**9), "0"),
        (Fraction(10**30), "1" + "0" * 30),
        (Fraction(999_999_999_999, 10**12), "1"),
    ],
)
def test_shows(value: Fraction, shown: str) -> None:
    assert show(value) == shown


def test_shows_half_to_even() -> None:
    assert [show(Fraction(n, 8), 2) for n in (1, 3, 5)] == ["0.12", "0.38", "0.62"]
    assert show(Fraction(5, 2), 0) == "2"


@pytest.mark.parametrize(
    ("text", "step"),
    [("1.50", Fraction(1, 100)), ("1500", Fraction(1)), ("1.5e3", Fraction(100)), ("0", Fraction(1))],
)
def test_step_of_the_last_digit(text: str, step: Fraction) -> None:
    assert ulp(text) == step


@pytest.mark.parametrize("text", ["", "x", "1e99", "nan"])
def test_step_refuses_what_exact_refuses(text: str) -> None:
    with pytest.raises(NumberError):
        ulp(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_what_is_shown_reads_back(number: Decimal) -> None:
    value = exact(number)
    assert exact(show(value)) == value


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e20, max_value=1e20).filter(
        lambda x: x == 0 or abs(x) > 1e-20
    )
)
def test_a_float_is_the_decimal_it_prints(number: float) -> None:
    assert float(exact(number)) == number


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        value = exact(text)
    except NumberError:
        return
    assert abs(value) < 10**31
