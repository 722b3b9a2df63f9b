"""The shipped tables are what pint and the analytes give; their factors agree with published ones."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from eligo.quantity import build
from eligo.quantity.dimension import BASES, WrongDimension, ask_pint, factor
from eligo.quantity.spelling import normal
from eligo.quantity.units import conversion
from eligo.vocabulary.analytes import analytes


def test_a_rebuild_gives_the_shipped_tables() -> None:
    assert build.CONVERSIONS.read_text(encoding="utf-8") == build.conversions_table()
    assert build.SPELLINGS.read_text(encoding="utf-8") == build.spellings_table()
    assert build.main(["--check"]) == 0


def test_wrong_usage_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--frobnicate"]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_stale_table_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "conversions_table", lambda: "old")
    assert build.main(["--check"]) == 1
    assert "conversions.csv differs" in capsys.readouterr().out


def test_bases_are_one() -> None:
    for name, family in build.read_families().items():
        base = family.units[family.base]
        assert base.factor == 1, name
        assert base.offset == 0, name
        if name in BASES:
            assert factor(BASES[name], name) == 1


def test_every_family_of_an_analyte_exists_and_holds_its_unit() -> None:
    known = build.read_families()
    for analyte in analytes().values():
        assert set(analyte.families) <= set(known), analyte.key
        assert analyte.unit in known[analyte.families[0]].units, analyte.key


def test_no_spelling_is_two_units_of_one_analyte() -> None:
    known = build.read_families()
    for analyte in analytes().values():
        seen: dict[str, str] = {}
        for name in analyte.families:
            for unit in known[name].units.values():
                for spelling in unit.loose | unit.exact:
                    assert seen.setdefault(spelling, unit.ucum) == unit.ucum, (analyte.key, spelling)


def test_spellings_stand_as_they_are_looked_up() -> None:
    for family in build.read_families().values():
        for unit in family.units.values():
            for spelling in unit.loose:
                assert normal(spelling).casefold() == spelling
            for spelling in unit.exact:
                assert normal(spelling) == spelling
                assert spelling != spelling.casefold()


# Published factors, rounded as printed. JAMA: AMA Manual of Style, SI conversion tables, as also in the
# conversion table of Clinical Chemistry's and the American kidney journals' instructions to authors.
# Kratz: Kratz et al., N Engl J Med 2004;351:1548. BIPM: SI brochure, and the definition of the katal.
PUBLISHED = [
    ("creatinine", "mg/dL", "umol/L", "88.4", "JAMA"),
    ("tbili", "mg/dL", "umol/L", "17.1", "JAMA"),
    ("calcium", "mg/dL", "mmol/L", "0.2495", "JAMA"),
    ("calcium", "mEq/L", "mmol/L", "0.5", "JAMA"),
    ("chol", "mg/dL", "mmol/L", "0.02586", "JAMA"),
    ("cortisol", "ug/dL", "nmol/L", "27.59", "JAMA"),
    ("estradiol", "pg/mL", "pmol/L", "3.671", "JAMA"),
    ("glucose", "mg/dL", "mmol/L", "0.0555", "JAMA"),
    ("urate", "mg/dL", "umol/L", "59.48", "JAMA"),
    ("bun", "mg/dL", "mmol/L", "0.357", "JAMA"),
    ("phosphate", "mg/dL", "mmol/L", "0.323", "JAMA"),
    ("magnesium", "mg/dL", "mmol/L", "0.411", "JAMA"),
    ("lactate", "mg/dL", "mmol/L", "0.111", "JAMA"),
    ("trig", "mg/dL", "mmol/L", "0.0113", "JAMA"),
    ("testosterone", "ng/dL", "nmol/L", "0.0347", "JAMA"),
    ("ft4", "ng/dL", "pmol/L", "12.87", "JAMA"),
    ("crcl", "mL/min", "mL/s", "0.01667", "JAMA"),
    ("albumin", "g/dL", "g/L", "10", "JAMA"),
    ("hgb", "g/dL", "mmol/L", "0.6206", "Kratz"),
    ("alt", "U/L", "ukat/L", "0.01667", "BIPM"),
    ("pao2", "kPa", "mm[Hg]", "7.5006", "BIPM"),
    ("weight", "[lb_av]", "kg", "0.45359237", "BIPM"),
    ("uprot24", "g/(24.h)", "mg/(24.h)", "1000", "BIPM"),
    ("upcr", "mg/mmol", "mg/g", "8.84", "JAMA, creatinine"),
]  # fmt: skip


@pytest.mark.parametrize(("analyte", "source", "target", "published", "by"), PUBLISHED)
def test_factors_agree_with_published_ones(analyte: str, source: str, target: str, published: str, by: str) -> None:
    one, other = conversion(analyte, source), conversion(analyte, target)
    assert one is not None
    assert other is not None
    ours = one.scale / other.scale
    digit = Fraction(1, 10 ** len(published.partition(".")[2]))
    assert abs(ours - Fraction(published)) <= digit / 2, f"{float(ours)} against {published} ({by})"


# IUPAC 2021 abridged standard atomic weights.
ATOMIC = {
    "H": "1.008", "C": "12.011", "N": "14.007", "O": "15.999", "Na": "22.990", "Mg": "24.305",
    "P": "30.974", "S": "32.06",
    "Cl": "35.45", "K": "39.098", "Ca": "40.078", "I": "126.90",
}  # fmt: skip


@pytest.mark.parametrize("key", [key for key, analyte in analytes().items() if "IUPAC" in analyte.molar_mass_source])
def test_molar_masses_follow_from_their_formulas(key: str) -> None:
    analyte = analytes()[key]
    named = re.search(r"weights; ([A-Za-z0-9]+)", analyte.molar_mass_source)
    assert named is not None
    mass = sum(
        Decimal(ATOMIC[element]) * int(count or 1) for element, count in re.findall(r"([A-Z][a-z]?)(\d*)", named[1])
    )
    assert analyte.molar_mass == Fraction(mass)


@pytest.mark.parametrize(
    ("analyte", "spelling", "scale"),
    [
        ("hgb", "mg/uL", Fraction(100)),
        ("creatinine", "kg/m3", Fraction(100)),
        ("creatinine", "fmol/nL", Fraction(11312, 10**6)),
        ("qtcf", "hour", Fraction(3_600_000)),
        ("bsa", "dm2", Fraction(1, 100)),
        ("anc", "1/fL", Fraction(10**6)),
        ("uprot24", "g/week", Fraction(1000, 7)),
        ("alt", "umol/min/L", Fraction(1)),
        ("height", "km", Fraction(10**5)),
        ("egfr", "L/week", Fraction(1000, 7 * 24 * 60)),
        ("hgb", "g/dL", Fraction(1)),
    ],
)
def test_pint_knows_units_that_the_table_lacks(analyte: str, spelling: str, scale: Fraction) -> None:
    found = ask_pint(analyte, spelling)
    assert not isinstance(found, WrongDimension)
    assert found is not None
    assert found.scale == scale


@pytest.mark.parametrize(
    ("analyte", "spelling", "said"),
    [
        ("hgb", "K/uL", "count per volume"),
        ("hgb", "mg", "mass"),
        ("creatinine", "mmol/kg", "substance / mass"),
        ("ddimer", "mg/L", "mass"),
    ],
)
def test_the_wrong_kind_of_unit_is_named(analyte: str, spelling: str, said: str) -> None:
    found = ask_pint(analyte, spelling)
    assert isinstance(found, WrongDimension)
    assert said in found.words
    assert analytes()[analyte].name in found.words


@pytest.mark.parametrize(
    "spelling",
    [
        "K",
        "G",
        "T",
        "degC",
        "kelvin",
        "gauss",
        "tesla/L",
        "mG/L*K",
        "xyz",
        "9**9**9**9",
        "10*99999",
        "__import__('os')",
        "g/(L",
        "",
        "/",
        "g" * 1000,
        "lambda: 0",
    ],
)
def test_what_is_no_unit_here_is_none(spelling: str) -> None:
    for analyte in ("hgb", "weight", "potassium"):
        assert ask_pint(analyte, spelling) is None


def test_pint_does_not_help_where_a_dimension_says_nothing() -> None:
    for analyte, spelling in (
        ("tsh", "g/L"),
        ("ecog", "m"),
        ("hba1c", "mol/mol"),
        ("ca125", "U/uL"),
        ("egfr", "g/L"),
    ):
        assert not hasattr(ask_pint(analyte, spelling), "scale")
