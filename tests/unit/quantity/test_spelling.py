"""One spelling for the many ways of writing a unit's characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.quantity.spelling import normal


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10⁹/L", "10*9/L"),
        ("×10⁹/L", "10*9/L"),
        ("x 10^9 / L", "10*9/L"),
        ("X10E9/L", "10*9/L"),
        ("10**9/L", "10*9/L"),
        ("10(9)/L", "10*9/L"),
        ("· 10⁹/L", "10*9/L"),
        ("x109/L", "10*9/L"),
        ("x 10 3/uL", "10*3/uL"),
        ("109/L", "109/L"),
        ("x1000/uL", "1000/uL"),
        ("µmol/L", "umol/L"),
        ("μmol/L", "umol/L"),
        ("/mm³", "/mm3"),
        ("/mm^3", "/mm3"),
        ("m**2", "m2"),
        ("mL/min/1,73 m²", "mL/min/1.73m2"),
        ("mL per min per 1.73 m2", "mL/min/1.73m2"),
        ("percent", "percent"),
        ("min⁻¹", "min-1"),
        ("mill./µL", "mill/uL"),
        ("mm\u00a0Hg", "mmHg"),
        ("㎎/㎗", "mg/dl"),
        ("mg％", "mg%"),
        ("[arb’U]/mL", "[arb'U]/mL"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, expected: str) -> None:
    assert normal(written) == expected


@given(st.text(max_size=80))
def test_any_text_has_a_spelling_without_blanks(text: str) -> None:
    assert not any(char.isspace() for char in normal(text))
