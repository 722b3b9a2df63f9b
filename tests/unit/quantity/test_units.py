"""What a unit is depends on the analyte; conversions are exact and held at equality."""

import subprocess
import sys
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.quantity.numbers import exact
from eligo.quantity.units import (
    Conversion,
    alternative_unit,
    conversion,
    families,
    match_unit,
    nearest,
    units_of,
)
from eligo.vocabulary.analytes import analytes


def own(analyte: str, value: str, unit: str) -> Fraction:
    """The value in the analyte's own unit."""
    found = conversion(analyte, unit)
    assert found is not None, f"{analyte} in {unit}"
    return exact(value) * found.scale + found.offset


@pytest.mark.parametrize(
    ("analyte", "one", "other"),
    [
        ("creatinine", ("1.5", "mg/dL"), ("15", "mg/L")),
        ("ferritin", ("10", "ug/L"), ("10", "ng/mL")),
        ("total_protein", ("60", "g/L"), ("6", "g/dL")),
        ("hgb", ("9.1", "g/dL"), ("91", "g/L")),
        ("anc", ("1500", "/uL"), ("1.5", "10*9/L")),
        ("plt", ("100000", "cells/mm3"), ("100", "G/L")),
        ("plt", ("100", "K/uL"), ("0.1", "10*12/L")),
        ("potassium", ("3.5", "mEq/L"), ("3.5", "mmol/L")),
        ("calcium", ("4", "mEq/L"), ("2", "mmol/L")),
        ("alt", ("60", "U/L"), ("1", "ukat/L")),
        ("qtcf", ("0.48", "s"), ("480", "msec")),
        ("crcl", ("1", "mL/s"), ("60", "mL/min")),
        ("uprot24", ("2", "g/24h"), ("2000", "mg/day")),
        ("upcr", ("1", "g/g"), ("1", "mg/mg")),
        ("tsh", ("4.5", "uIU/mL"), ("4.5", "mIU/L")),
        ("ddimer", ("0.5", "mg/L FEU"), ("500", "ng/mL FEU")),
        ("hct", ("0.42", "L/L"), ("42", "%")),
        ("height", ("1.75", "m"), ("175", "cm")),
        ("creatinine", ("1", "mmol/L"), ("1000", "µmol/L")),
        ("crp", ("1", "mg/dL"), ("10", "mg/L")),
    ],
)
def test_equal_amounts_are_equal(analyte: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = own(analyte, *one), own(analyte, *other)
    assert a <= b
    assert a >= b


GRID = [Fraction(n, 10) for n in (1, 3, 7, 10, 13, 15, 25, 99, 150, 333, 1000, 15000)]


@pytest.mark.parametrize("analyte", list(analytes()))
def test_every_pair_of_units_agrees_at_equality(analyte: str) -> None:
    known = [found for unit in units_of(analyte) if (found := conversion(analyte, unit))]
    assert len(known) == len(units_of(analyte))
    for one, other in combinations(known, 2):
        for value in GRID:
            a = value * one.scale + one.offset
            there = (a - other.offset) / other.scale
            b = there * other.scale + other.offset
            assert a <= b
            assert a >= b
            assert (a - one.offset) / one.scale == value


@pytest.mark.parametrize(
    ("spelling", "per_ul"),
    [
        ("K/uL", 1000), ("k/ul", 1000), ("K/µL", 1000), ("K/mcL", 1000), ("K cells/uL", 1000),
        ("thou/mm3", 1000), ("Thou/cumm", 1000),
        ("Tsd/µl", 1000), ("1000/uL", 1000), ("x1000/mm3", 1000), ("10*3/uL", 1000), ("10^3/mm^3", 1000),
        ("x10³/µL", 1000),
        ("10E3/uL", 1000), ("10**3/uL", 1000), ("10e3/mm³", 1000), ("G/L", 1000), ("Gpt/L", 1000),
        ("Giga/L", 1000), ("/nL", 1000),
        ("10*9/L", 1000), ("x10^9/L", 1000), ("×10⁹/L", 1000), ("x109/L", 1000), ("10*9{cells}/L", 1000),
        ("x 10 9/L", 1000),
        ("10*6/mL", 1000), ("/uL", 1), ("/μl", 1), ("cells/mm3", 1), ("cells/uL", 1), ("{cells}/uL", 1),
        ("/cumm", 1), ("/cmm", 1),
        ("/cu mm", 1), ("/mm^3", 1), ("per microliter", 1), ("per cubic mm", 1), ("10*6/L", 1),
        ("M/uL", 10**6), ("Mio/µl", 10**6),
        ("T/L", 10**6), ("10*12/L", 10**6), ("10*4/uL", 10**4), ("/mL", Fraction(1, 1000)),
        ("/L", Fraction(1, 10**6)), ("/dL", Fraction(1, 10**5)),
    ],
)  # fmt: skip
def test_hospital_spellings_are_counts(spelling: str, per_ul: int | Fraction) -> None:
    found = conversion("anc", spelling)
    assert found is not None
    assert found.scale == Fraction(per_ul) / 1000
    assert "count" in families(spelling)


@pytest.mark.parametrize(
    ("analyte", "spelling"),
    [
        ("hgb", "K/uL"), ("hgb", "10*9/L"), ("anc", "g/L"), ("anc", "m/uL"), ("anc", "mg/dL"),
        ("plt", "K"), ("plt", "/min"),
        ("albumin", "umol/L"), ("tsh", "U/L"), ("ca125", "IU/mL"), ("afp", "IU/mL"), ("alt", "mg/dL"),
        ("pt", "%"),
        ("ddimer", "mg/L"), ("ddimer", "ng/mL DDU"), ("inr", "%"), ("inr", "s"), ("hct", ""),
        ("hct", "{INR}"), ("hgb", ""),
        ("ecog", "%"), ("uprot24", "mg/dL"), ("hba1c", "g/dL"), ("hba1c", "mol/mol"), ("creatinine", "MM"),
        ("potassium", "K"),
        ("weight", "G"), ("height", "M"), ("qtcf", "S"), ("nobody", "mg/dL"), ("hgb", "g" * 1000),
        ("hgb", "xyz"), ("bicarb", "mg/dL"),
    ],
)  # fmt: skip
def test_other_units_are_none(analyte: str, spelling: str) -> None:
    assert conversion(analyte, spelling) is None


def test_units_and_international_units_are_one_for_enzymes_only() -> None:
    for key, analyte in analytes().items():
        if "catalytic" in analyte.families:
            assert conversion(key, "U/L") == conversion(key, "IU/L") == conversion(key, "[IU]/L")
        else:
            assert not (conversion(key, "U/L") and conversion(key, "IU/L"))


def test_hba1c_is_affine() -> None:
    # 53 mmol/mol is 7.0 %, 48 is 6.5 % as laboratories print them (NGSP: 0.09148 x IFCC + 2.152).
    assert own("hba1c", "53", "mmol/mol") == exact("7.00044")
    assert own("hba1c", "48", "mmol/mol") == exact("6.54304")
    assert own("hba1c", "0", "mmol/mol") == exact("2.152")
    assert own("hba1c", "7", "%") == 7


def test_clearances_carry_their_basis() -> None:
    for key in (
        "gfr",
        "gfr_measured",
        "crcl",
        "crcl_measured",
        "crcl_cg",
        "egfr",
        "egfr_ckdepi_2021",
        "egfr_mdrd",
    ):
        for spelling in (
            "mL/min/1.73m2", "ml/min/1.73 m²", "mL/min per 1.73 m2", "mL/min/{1.73_m2}", "mL/min/1.73",
            "mL/min/1,73 m^2",
        ):  # fmt: skip
            found = conversion(key, spelling)
            assert found == Conversion("mL/min/{1.73_m2}", Fraction(1), Fraction(0), False, "1.73m2")
        assert conversion(key, "mL/min") == Conversion("mL/min", Fraction(1), Fraction(0), False, "")


@pytest.mark.parametrize(
    ("analyte", "unit", "molar"),
    [
        ("creatinine", "umol/L", True), ("creatinine", "mg/L", False), ("calcium", "mEq/L", True),
        ("ica", "mEq/L", True),
        ("potassium", "mEq/L", False), ("upcr", "mg/mmol", True), ("upcr", "mg/mg", False),
        ("glucose", "mmol/L", True), ("glucose", "mg/dL", False),
    ],
)  # fmt: skip
def test_a_molar_step_is_told(analyte: str, unit: str, molar: bool) -> None:
    found = conversion(analyte, unit)
    assert found is not None
    assert found.molar is molar


def test_nothing_is_the_unit_of_what_has_none() -> None:
    for key in ("inr", "ecog", "kps"):
        found = conversion(key, "")
        assert found is not None
        assert found.scale == 1
    assert conversion("inr", " ") is not None


def test_units_of_begin_with_the_analytes_own() -> None:
    for key, analyte in analytes().items():
        assert units_of(key)[0] == analyte.unit
        found = conversion(key, analyte.unit)
        assert found is not None
        assert found.scale == 1
        assert found.offset == 0
        if analyte.alternative:
            assert alternative_unit(key) == analyte.alternative
            assert analyte.alternative in units_of(key)[1:]
    assert alternative_unit("creatinine") == "umol/L"
    assert alternative_unit("nobody") is None
    assert units_of("nobody") == ()


def test_suggestions() -> None:
    assert nearest("creatinine", "umol")[0] == "umol/L"
    assert nearest("creatinine", "mg/dll")[0] == "mg/dL"
    assert nearest("hgb", "K/uL") == ["g/dL", "g/L"]
    assert nearest("nobody", "mg/dL") == []
    assert nearest("hgb", "x" * 10**6)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("/µL", "/µL"), ("/uL within 7 days", "/uL"), ("x10^9/L, or", "x10^9/L"),
        ("x 10^9/L and", "x 10^9/L"), ("× 10⁹/L", "× 10⁹/L"),
        ("10*9/L", "10*9/L"), ("x 109/L", "x 109/L"), ("x 109 cells/L", "x 109 cells/L"),
        ("x10³/µL", "x10³/µL"), ("10(9)/L)", "10(9)/L"),
        ("mL/min/1.73m2", "mL/min/1.73m2"), ("mL/min/1.73 m² before", "mL/min/1.73 m²"),
        ("mL/min per 1.73 m2.", "mL/min per 1.73 m2"),
        ("mL/min (Cockcroft-Gault)", "mL/min"), ("mL/min per Cockcroft", "mL/min"), ("g/dL.", "g/dL"),
        ("g/dL [90 g/L]", "g/dL"),
        ("ms (QTcF)", "ms"), ("s above", "s"), ("m", "m"), ("%", "%"), ("% of", "%"), ("U/L;", "U/L"),
        ("mm Hg", "mm Hg"),
        ("K cells/uL", "K cells/uL"), ("cells per cubic mm", "cells per cubic mm"),
        ("mg per day", "mg per day"), ("mg/24 hours", "mg/24 hours"),
        ("mut/Mb", "mut/Mb"), ("copies/mL", "copies/mL"), ("kg/m2", "kg/m2"),
        ("beats per minute", "beats per minute"),
        ("x ULN", ""), ("× ULN", ""), ("times ULN", ""), ("x", ""), ("a", ""), ("in the last year", ""),
        ("in", ""), ("or more", ""),
        ("to 5 g", ""), ("mg/xyz", ""), ("mL/min/xyz", ""), ("mL/min/1.73 m2/day", ""),
        ("second-line therapies", ""), ("points", ""),
        ("K", ""), ("M", ""), ("T", ""), ("prior lines", ""), ("mgs of it", ""), ("mmol", ""), ("10", ""),
        ("1", ""), ("", ""), ("/", ""),
        (" g/dL", ""), ("\ng/dL", ""), ("<= 5 g/dL", ""), ("days", ""), ("weeks", ""), ("lines", ""),
        ("cycles", ""), ("grade", ""),
    ],
)  # fmt: skip
def test_a_unit_behind_a_number(text: str, unit: str) -> None:
    before = "1500"
    end = match_unit(before + text, len(before))
    assert (before + text)[len(before) : end] == unit


@given(st.text(alphabet="mgdLuUIK/ x×10⁹^*.,()[]{}1734 µμ²³per\n-", max_size=90))
def test_any_text_behind_a_number(text: str) -> None:
    end = match_unit(text, 0)
    assert 0 <= end <= len(text)
    assert end == 0 or families(text[:end])


@given(st.sampled_from(sorted(analytes())), st.text(max_size=80))
def test_any_spelling_converts_or_is_none(analyte: str, spelling: str) -> None:
    found = conversion(analyte, spelling)
    assert found is None or found.unit in units_of(analyte)


def test_converting_imports_neither_pint_nor_tomllib() -> None:
    code = (
        "import sys; from eligo.quantity.units import conversion, match_unit; "
        "conversion('hgb', 'g/L'); match_unit('g/L', 0); "
        "assert not {'pint', 'tomllib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
