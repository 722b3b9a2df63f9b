"""Every formula against a second, short computation in floating point, and at the ends of its steps by hand."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import eligo.vocabulary.analytes as tables
from eligo.evaluate import formulas
from eligo.evaluate.formulas import ASSUMPTIONS, BASIS, FORMULAS
from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from strategies import one_rule, screened

Numbers = dict[str, float]


def value(name: str, **given: float | str) -> Fraction:
    """What a formula gives for decimal numbers."""
    return FORMULAS[name][0]({key: Fraction(str(number)) for key, number in given.items()})


def clip(number: float, low: float, high: float = math.inf) -> float:
    return max(low, min(number, high))


def ideal(n: Numbers) -> float:
    return (45.5 if n["female"] else 50.0) + 2.3 * (n["height"] / 2.54 - 60)


def clearance(n: Numbers, weight: float) -> float:
    return (140 - n["age"]) * weight / n["creatinine"] / 72 * (0.85 if n["female"] else 1.0)


def ckd(n: Numbers, c: float, low: float, high: float, year: float, woman: float) -> float:
    ratio = n["creatinine"] / (0.7 if n["female"] else 0.9)
    return float(c * min(ratio, 1) ** low * max(ratio, 1) ** high * year ** n["age"] * (woman if n["female"] else 1))


def albi(n: Numbers) -> float:
    return 0.66 * math.log10(n["tbili"] * 10 / 584.673 * 1000) - 0.085 * (n["albumin"] * 10)


def points(n: Numbers) -> int:
    bilirubin = 1 if n["tbili"] < 2 else 2 if n["tbili"] <= 3 else 3
    albumin = 1 if n["albumin"] > 3.5 else 2 if n["albumin"] >= 2.8 else 3
    clotting = 1 if n["inr"] < 1.7 else 2 if n["inr"] <= 2.3 else 3
    return (
        bilirubin
        + albumin
        + clotting
        + {0: 1, 1: 2, 2: 3, 3: 3}[int(n["ascites_grade"])]
        + {0: 1, 1: 2, 2: 2, 3: 3, 4: 3}[int(n["encephalopathy_grade"])]
    )


def letter(total: float) -> int:
    return 1 if total in (5, 6) else 2 if total in (7, 8, 9) else 3


def meld(n: Numbers) -> float:
    ln = math.log
    inside = 0.957 * ln(clip(n["creatinine"], 1, 4)) + 0.378 * ln(clip(n["tbili"], 1)) + 1.12 * ln(clip(n["inr"], 1))
    return math.floor((inside + 0.643) * 10 + 0.5)


def meld_na(n: Numbers) -> float:
    first, sodium = meld(n), clip(n["sodium"], 125, 137)
    if first > 11:
        first = math.floor(first + 1.32 * (137 - sodium) - 0.033 * first * (137 - sodium) + 0.5)
    return min(first, 40)


def meld_3(n: Numbers) -> float:
    bilirubin, clotting = math.log(clip(n["tbili"], 1)), math.log(clip(n["inr"], 1))
    creatinine = math.log(clip(n["creatinine"], 1, 3))
    sodium, albumin = 137 - clip(n["sodium"], 125, 137), 3.5 - clip(n["albumin"], 1.5, 3.5)
    total = 1.33 * n["female"] + 4.56 * bilirubin + 0.82 * sodium - 0.24 * sodium * bilirubin + 9.09 * clotting
    total += 11.14 * creatinine + 1.85 * albumin - 1.83 * albumin * creatinine + 6
    return clip(math.floor(total + 0.5), 6, 40)


SECOND: dict[str, Callable[[Numbers], float]] = {
    "bmi": lambda n: n["weight"] / (n["height"] / 100) ** 2,
    "bsa_mosteller": lambda n: math.sqrt(n["weight"] * n["height"]) / 60,
    "bsa_du_bois": lambda n: 0.007184 * n["weight"] ** 0.425 * n["height"] ** 0.725,
    "cockcroft_gault": lambda n: clearance(n, n["weight"]),
    "cockcroft_gault_ideal": lambda n: clearance(n, ideal(n)),
    "cockcroft_gault_adjusted": lambda n: clearance(n, 0.6 * ideal(n) + 0.4 * n["weight"]),
    "ckd_epi_2021": lambda n: ckd(n, 142, -0.241 if n["female"] else -0.302, -1.2, 0.9938, 1.012),
    "ckd_epi_2009": lambda n: ckd(n, 141, -0.329 if n["female"] else -0.411, -1.209, 0.993, 1.018),
    "ckd_epi_2021_cystatin": lambda n: (
        ckd(n, 135, -0.219 if n["female"] else -0.144, -0.544, 0.9961, 0.963)
        * (n["cystatin_c"] / 0.8) ** (-0.323 if n["cystatin_c"] < 0.8 else -0.778)
    ),
    "mdrd": lambda n: 175 * n["creatinine"] ** -1.154 * n["age"] ** -0.203 * (0.742 if n["female"] else 1),
    "corrected_calcium": lambda n: n["calcium"] + 0.8 * (4 - n["albumin"]),
    "fridericia": lambda n: n["qt"] / math.cbrt(60 / n["hr"]),
    "bazett": lambda n: n["qt"] / math.sqrt(60 / n["hr"]),
    "framingham": lambda n: 1000 * (n["qt"] / 1000 + 0.154 * (1 - 60 / n["hr"])),
    "anc_of_neutrophils": lambda n: n["wbc"] * (n["neut_pct"] / 100),
    "anc_of_segs_and_bands": lambda n: n["wbc"] * n["segs_pct"] / 100 + n["wbc"] * n["bands_pct"] / 100,
    "nlr": lambda n: n["anc"] / n["alc"],
    "plr": lambda n: n["plt"] / n["alc"],
    "lmr": lambda n: n["alc"] / n["amc"],
    "sii": lambda n: n["plt"] * (n["anc"] / n["alc"]),
    "de_ritis": lambda n: n["ast"] / n["alt"],
    "pni": lambda n: 10 * n["albumin"] + 0.005 * (n["alc"] * 1000),
    "pao2_fio2": lambda n: n["pao2"] / (n["fio2"] / 100),
    "ecog_of_karnofsky": lambda n: {100: 0, 90: 0, 80: 1, 70: 1, 60: 2, 50: 2, 40: 3, 30: 3, 20: 4, 10: 4, 0: 5}[
        int(n["kps"])
    ],
    "child_pugh_score": points,
    "child_pugh_class": lambda n: letter(n["child_pugh_score"]),
    "child_pugh_class_of_parts": lambda n: letter(points(n)),
    "albi": albi,
    "albi_grade": lambda n: 1 if albi(n) <= -2.6 else 2 if albi(n) <= -1.39 else 3,
    "meld_original": lambda n: min(meld(n), 40),
    "meld_na": meld_na,
    "meld_3": meld_3,
}
# Values on both sides of every bound that a formula has, and on it.
POINTS: dict[str, tuple[float, ...]] = {
    "weight": (48.5, 90, 160.25),
    "height": (152.4, 175, 199.5),
    "age": (18, 60, 91),
    "female": (0, 1),
    "creatinine": (0.6, 0.7, 0.9, 1, 2.9, 3, 3.1, 4, 4.5),
    "cystatin_c": (0.5, 0.8, 1.7),
    "calcium": (7.1, 10.4),
    "albumin": (1.4, 1.5, 2.7, 2.8, 3.4, 3.5, 3.6, 4.4),
    "qt": (340, 401.5),
    "hr": (45, 60, 98),
    "wbc": (0.9, 11.3),
    "neut_pct": (0, 33.3, 100),
    "segs_pct": (0, 41, 80),
    "bands_pct": (0, 2.5, 20),
    "anc": (0, 1.5, 7.25),
    "alc": (0.3, 2.1),
    "amc": (0.2, 0.9),
    "plt": (75, 410),
    "ast": (20, 333),
    "alt": (18, 41),
    "pao2": (55, 98.5),
    "fio2": (21, 60, 100),
    "kps": tuple(range(0, 101, 10)),
    "ascites_grade": (0, 1, 2, 3),
    "encephalopathy_grade": (0, 1, 2, 3, 4),
    "tbili": (0.4, 1, 1.9, 2, 3, 3.1, 12),
    "inr": (0.9, 1, 1.6, 1.7, 2.3, 2.4, 5),
    "sodium": (120, 125, 131, 137, 141),
    "child_pugh_score": tuple(range(5, 16)),
}


def needed(name: str) -> tuple[str, ...]:
    _, sampled, others = FORMULAS[name]
    return tuple("female" if key == "sex" else key for key in (*sampled, *others))


def test_no_formula_is_without_its_second() -> None:
    assert set(SECOND) == set(FORMULAS)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_agrees_with_its_second(name: str) -> None:
    keys = needed(name)
    several = list(product(*(POINTS[key] for key in keys)))
    # A stride that shares no factor with the lengths of the points goes through all of them.
    for numbers in several[:: 1 + 36 * (len(several) > 4000)]:
        given = dict(zip(keys, numbers, strict=True))
        if name == "cockcroft_gault_adjusted" and given["weight"] < ideal(given):
            continue
        assert float(value(name, **given)) == pytest.approx(SECOND[name](given), rel=1e-9, abs=1e-9), given


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        # Worked out by hand from the published formulas.
        ("bsa_du_bois", {"weight": 1, "height": 1}, "0.007184"),
        ("cockcroft_gault_ideal", {"creatinine": 1, "age": 68, "height": 177.8, "female": 0}, "73"),
        ("cockcroft_gault_ideal", {"creatinine": 1, "age": 68, "height": 177.8, "female": 1}, "58.225"),
        ("cockcroft_gault_adjusted", {"creatinine": 1, "age": 68, "height": 177.8, "weight": 113, "female": 0}, "89"),
        ("cockcroft_gault_adjusted", {"creatinine": 1, "age": 68, "height": 177.8, "weight": 73, "female": 0}, "73"),
        ("bazett", {"qt": 400, "hr": 60}, "400"),
        ("bazett", {"qt": 400, "hr": 240}, "800"),
        ("framingham", {"qt": 400, "hr": 60}, "400"),
        ("framingham", {"qt": 400, "hr": 80}, "438.5"),
        ("anc_of_neutrophils", {"wbc": 3, "neut_pct": 50}, "1.5"),
        ("anc_of_segs_and_bands", {"wbc": 3, "segs_pct": 48, "bands_pct": 2}, "1.5"),
        ("nlr", {"anc": 6, "alc": 1.5}, "4"),
        ("plr", {"plt": 300, "alc": 1.5}, "200"),
        ("lmr", {"alc": 1.5, "amc": 0.5}, "3"),
        ("sii", {"plt": 300, "anc": 6, "alc": 1.5}, "1200"),
        ("de_ritis", {"ast": 60, "alt": 40}, "1.5"),
        ("pni", {"albumin": 4, "alc": 2}, "50"),
        ("pao2_fio2", {"pao2": 90, "fio2": 30}, "300"),
        # A worked example of calculatorhub.com: bilirubin 2, INR 1.5, creatinine 1.2, sodium 135 gives 15 and 17.
        ("meld_original", {"tbili": 2, "inr": 1.5, "creatinine": 1.2}, "15"),
        ("meld_na", {"tbili": 2, "inr": 1.5, "creatinine": 1.2, "sodium": 135}, "17"),
        # All inputs at their floors: 6.43; 6.
        ("meld_original", {"tbili": 0.5, "inr": 1, "creatinine": 0.6}, "6"),
        ("meld_na", {"tbili": 0.5, "inr": 1, "creatinine": 0.6, "sodium": 120}, "6"),
        ("meld_3", {"tbili": 1, "inr": 0.8, "creatinine": 1, "sodium": 140, "albumin": 4, "age": 50, "female": 0}, "6"),
        ("meld_3", {"tbili": 1, "inr": 0.8, "creatinine": 1, "sodium": 140, "albumin": 4, "age": 50, "female": 1}, "7"),
        # Sodium 12 below 137: 6 + 9.84 = 15.84; albumin 2 below 3.5: 6 + 3.7 = 9.7.
        ("meld_3", {"tbili": 1, "inr": 1, "creatinine": 1, "sodium": 110, "albumin": 4, "age": 50, "female": 0}, "16"),
        ("meld_3", {"tbili": 1, "inr": 1, "creatinine": 1, "sodium": 137, "albumin": 1, "age": 50, "female": 0}, "10"),
        ("meld_original", {"tbili": 50, "inr": 9, "creatinine": 9}, "40"),
        ("meld_na", {"tbili": 50, "inr": 9, "creatinine": 9, "sodium": 120}, "40"),
        ("meld_3", {"tbili": 50, "inr": 9, "creatinine": 9, "sodium": 120, "albumin": 1, "age": 50, "female": 1}, "40"),
    ],
)  # fmt: skip
def test_worked_out_by_hand(name: str, given: dict[str, float], expected: str) -> None:
    assert abs(value(name, **given) - Fraction(expected)) < Fraction(1, 10**20)


_WELL = {"ascites_grade": 0, "encephalopathy_grade": 0, "tbili": 1, "albumin": 4, "inr": 1}


@pytest.mark.parametrize(
    ("changed", "total"),
    [
        ({}, 5),
        ({"tbili": 1.999}, 5), ({"tbili": 2}, 6), ({"tbili": 3}, 6), ({"tbili": 3.001}, 7),
        ({"albumin": 3.501}, 5), ({"albumin": 3.5}, 6), ({"albumin": 2.8}, 6), ({"albumin": 2.799}, 7),
        ({"inr": 1.699}, 5), ({"inr": 1.7}, 6), ({"inr": 2.3}, 6), ({"inr": 2.301}, 7),
        ({"ascites_grade": 1}, 6), ({"ascites_grade": 2}, 7), ({"ascites_grade": 3}, 7),
        ({"encephalopathy_grade": 1}, 6), ({"encephalopathy_grade": 2}, 6),
        ({"encephalopathy_grade": 3}, 7), ({"encephalopathy_grade": 4}, 7),
        ({"ascites_grade": 2, "encephalopathy_grade": 4, "tbili": 9, "albumin": 2, "inr": 3}, 15),
    ],
)  # fmt: skip
def test_child_pugh_points_change_where_the_table_says(changed: dict[str, float], total: int) -> None:
    given = {**_WELL, **changed}
    assert value("child_pugh_score", **given) == total
    assert value("child_pugh_class_of_parts", **given) == value("child_pugh_class", child_pugh_score=total)


def test_child_pugh_classes() -> None:
    ranks = [value("child_pugh_class", child_pugh_score=total) for total in range(5, 16)]
    assert [tables.level_name("child_pugh_class", rank) for rank in ranks] == [*"AABBB", *"CCCCCC"]


@pytest.mark.parametrize(("score", "grade"), [("-2.60", 1), ("-2.59", 2), ("-1.39", 2), ("-1.38", 3)])
def test_albi_grades_change_at_their_limits(score: str, grade: int) -> None:
    # At 1 umol/L the logarithm is 0 and the score hangs on the albumin alone.
    one = conversion("tbili", "umol/L")
    assert one is not None
    given = {"tbili": one.scale, "albumin": Fraction(score) / Fraction("-0.85")}
    assert formulas.albi(given) == Fraction(score)
    assert formulas.albi_grade(given) == grade


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("ecog_of_karnofsky", {"kps": 75}),
        ("cockcroft_gault_ideal", {"creatinine": 1, "age": 60, "height": 152.39, "female": 1}),
        ("cockcroft_gault_adjusted", {"creatinine": 1, "age": 60, "height": 180, "weight": 60, "female": 0}),
        ("anc_of_segs_and_bands", {"wbc": 5, "segs_pct": 90, "bands_pct": 11}),
        ("nlr", {"anc": 5, "alc": 0}),
        ("albi", {"tbili": 0, "albumin": 4}),
        ("meld_3", {"tbili": 1, "inr": 1, "creatinine": 1, "sodium": 137, "albumin": 4, "age": 17, "female": 0}),
    ],
)
def test_where_a_formula_has_no_value(name: str, given: dict[str, float]) -> None:
    with pytest.raises(ArithmeticError):
        value(name, **given)


def test_the_molar_mass_of_bilirubin_is_the_tables() -> None:
    assert analytes()["tbili"].molar_mass == formulas._BILIRUBIN


def test_the_table_of_formulas_is_the_registry() -> None:
    path = Path(tables.__file__).parent / "data" / "formulas.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["formula"] for row in rows} == set(FORMULAS)
    assert len({(row["analyte"], row["formula"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["analyte"] in analytes()
        assert row["source"] == concepts.formula_source(row["formula"])
        assert row["formula"] in concepts.formulas(row["analyte"])
        _, sampled, others = FORMULAS[row["formula"]]
        assert set(row["inputs"].split("|")) == {*sampled, *others}, row["formula"]
        assert {*sampled, *others} - {"age", "sex"} <= set(analytes())
        assert row["analyte"] not in {*sampled, *others}
    for name, made in BASIS.items():
        owner = next(row["analyte"] for row in rows if row["formula"] == name)
        assert made == "1.73m2"
        assert analytes()[owner].families[0] == "clearance_bsa"
    assert set(ASSUMPTIONS) <= set(FORMULAS)


def test_what_has_several_formulas() -> None:
    assert concepts.formulas("anc") == ("anc_of_neutrophils", "anc_of_segs_and_bands")
    assert concepts.formulas("child_pugh_class") == ("child_pugh_class", "child_pugh_class_of_parts")
    assert concepts.formulas("ecog") == ()
    assert concepts.formulas("meld") == ()


# -- which formula decides ---------------------------------------------------------------------

_SEGS = [("segmented neutrophils", 20, "%"), ("bands", 5, "%")]
_WBC, _HALF = ("WBC", 4, "10*9/L"), ("neutrophil percentage", 50, "%")


def judged(rule: str, *results: tuple[object, ...], **more: object) -> tuple[str, str]:
    """(outcome, the first thing missing) of one rule; a result is (test, value, unit, date)."""
    written = [
        {"test": test, "value": shown, "date": "2025-02-20"} | ({"unit": rest[0]} if rest and rest[0] else {})
        | ({"date": rest[1]} if len(rest) > 1 else {})
        for test, shown, *rest in results
    ]  # fmt: skip
    profile = {"id": "P", "reference_date": "2025-03-01", "results": written, **more}
    made = screened(one_rule(rule), profile).criteria[0]
    return made.outcome, f"{made.reasons[0].fact}: {made.reasons[0].reason}" if made.reasons else ""


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ([_WBC, _HALF], ("pass", "")),
        ([_WBC, *_SEGS], ("fail", "")),
        # All neutrophils are counted before their parts are.
        ([_WBC, _HALF, *_SEGS], ("pass", "")),
        ([_WBC, _HALF, *_SEGS, ("ANC", 1, "10*9/L")], ("fail", "")),
        ([_WBC, _SEGS[0]], ("unknown", "band neutrophil percentage: not_recorded")),
        ([_WBC], ("unknown", "ANC: not_recorded")),
        # Of another day, it is no part of this sample; without a unit it may be.
        ([_WBC, (*_HALF, "2025-01-20"), *_SEGS], ("fail", "")),
        # The newest sample counts, whichever formula it takes.
        ([_WBC, (*_WBC, "2025-01-20"), (*_HALF, "2025-01-20"), *_SEGS], ("fail", "")),
        ([_WBC, (*_WBC, "2025-02-25"), (*_HALF, "2025-02-25"), *_SEGS], ("pass", "")),
        ([_WBC, ("neutrophil percentage", 50), *_SEGS], ("unknown", "neutrophil percentage: unit_unusable")),
    ],
)
def test_neutrophils_of_a_differential(results: list[tuple[object, ...]], outcome: tuple[str, str]) -> None:
    assert judged("ANC >= 1500 /uL", *results) == outcome


_LIVER = [
    ("bilirubin", 1.5, "mg/dL"), ("albumin", 3.6, "g/dL"), ("INR", 1.1), ("ascites grade", "slight"),
    ("West Haven grade", "none"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "results", "outcome"),
    [
        ("Child-Pugh class A", _LIVER, ("pass", "")),
        ("Child-Pugh score <= 5", _LIVER, ("fail", "")),
        ("Child-Pugh score <= 6", _LIVER, ("pass", "")),
        ("Child-Pugh class A", [*_LIVER, ("Child-Pugh score", "B7")], ("fail", "")),
        ("Child-Pugh class A", [*_LIVER, ("Child-Pugh score", "odd")], ("unknown", "Child-Pugh score: not_recorded")),
        (
            "Child-Pugh class A",
            [*_LIVER, ("Child-Pugh score", "B7"), ("Child-Pugh class", "A")],
            ("unknown", "Child-Pugh class: methods_disagree"),
        ),
        ("Child-Pugh class A", _LIVER[:3], ("unknown", "Child-Pugh class: not_recorded")),
        ("ECOG or Karnofsky equivalent is 0 or 1", [("Karnofsky", 70, "%")], ("pass", "")),
        ("ECOG or Karnofsky equivalent is 0 or 1", [("Karnofsky", 60)], ("fail", "")),
        ("ECOG or Karnofsky equivalent is 0 or 1", [("Karnofsky", 60), ("ECOG", 1)], ("pass", "")),
        ("ECOG or Karnofsky equivalent is 0 or 1", [("Karnofsky", 75)], ("unknown", "Karnofsky: implausible")),
        ("ECOG or Karnofsky equivalent is 0 or 1", [], ("unknown", "ECOG or Karnofsky equivalent: not_recorded")),
        ("ECOG is 0 or 1", [("Karnofsky", 100)], ("unknown", "ECOG: not_recorded")),
        # Three scores bear the name, so that none of them decides.
        ("MELD <= 40", [*_LIVER, ("creatinine", 1, "mg/dL")], ("unknown", "MELD: not_recorded")),
        ("original MELD <= 9", [*_LIVER, ("creatinine", 1, "mg/dL")], ("pass", "")),
        ("MELD <= 12", [("MELD 3.0", 12)], ("pass", "")),
        ("BI-RADS <= 3", [("BI-RADS", 4)], ("unknown", "BI-RADS category: not_recorded")),
        ("BI-RADS >= 4A", [("BI-RADS", 5)], ("pass", "")),
        ("proteinuria < 2+", [("urine protein", 2)], ("unknown", "urine protein dipstick: not_recorded")),
        ("proteinuria < 2+", [("urine protein", "trace")], ("pass", "")),
    ],
)
def test_scores_from_their_parts(rule: str, results: list[tuple[object, ...]], outcome: tuple[str, str]) -> None:
    assert judged(rule, *results) == outcome
