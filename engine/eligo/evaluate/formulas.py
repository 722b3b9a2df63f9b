"""Derived quantities, from a patient's own results: body size, renal function, calcium, QTcF.

Rational formulas are computed as exact fractions; powers and roots in decimal arithmetic with 28
digits. Nothing is rounded before a comparison. Units are those of the analyte table; each function
names its published source.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

_DIGITS = Context(prec=28)

Inputs = dict[str, Fraction]


def _decimal(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def _power(base: Fraction, exponent: str) -> Fraction:
    return Fraction(_DIGITS.power(_decimal(base), Decimal(exponent)))


def bmi(of: Inputs) -> Fraction:
    """Body mass index, kg/m2, from kg and cm (Quetelet)."""
    return of["weight"] * 10_000 / of["height"] ** 2


def bsa_mosteller(of: Inputs) -> Fraction:
    """Body surface area, m2, from kg and cm. Mosteller, N Engl J Med 1987;317:1098."""
    return Fraction(_DIGITS.sqrt(_decimal(of["weight"] * of["height"] / 3600)))


def cockcroft_gault(of: Inputs) -> Fraction:
    """Creatinine clearance, mL/min, from mg/dL, kg, years. Cockcroft and Gault, Nephron 1976;16:31-41."""
    male = (140 - of["age"]) * of["weight"] / (72 * of["creatinine"])
    return male * Fraction(85, 100) if of["female"] else male


def ckd_epi_2021(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, from creatinine mg/dL. Inker et al., N Engl J Med 2021;385:1737."""
    return _ckd_epi(of, "142", ("-0.241", "-0.302"), "-1.200", "0.9938", "1.012")


def ckd_epi_2009(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, without the race term. Levey et al., Ann Intern Med 2009;150:604."""
    return _ckd_epi(of, "141", ("-0.329", "-0.411"), "-1.209", "0.993", "1.018")


def _ckd_epi(of: Inputs, factor: str, alpha: tuple[str, str], beta: str, per_year: str, for_women: str) -> Fraction:
    """factor x min(S/k, 1)^alpha x max(S/k, 1)^beta x per_year^age; k 0.7 for women, 0.9 for men."""
    female = bool(of["female"])
    ratio = of["creatinine"] / Fraction(7 if female else 9, 10)
    low = _power(min(ratio, Fraction(1)), alpha[0] if female else alpha[1])
    high = _power(max(ratio, Fraction(1)), beta)
    value = Fraction(factor) * low * high * Fraction(per_year) ** int(of["age"])
    return value * Fraction(for_women) if female else value


def mdrd(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, IDMS-traceable, without the race term. Levey et al., Ann Intern Med 2006;145:247."""
    if of["age"] < 1:
        raise ZeroDivisionError("MDRD isn't defined in the first year of life")
    value = 175 * _power(of["creatinine"], "-1.154") * _power(of["age"], "-0.203")
    return value * Fraction("0.742") if of["female"] else value


def corrected_calcium(of: Inputs) -> Fraction:
    """Albumin-corrected calcium, mg/dL, from mg/dL and g/dL. After Payne et al., Br Med J 1973;4:643."""
    return of["calcium"] + Fraction(8, 10) * (4 - of["albumin"])


def fridericia(of: Inputs) -> Fraction:
    """QTcF, ms, from QT in ms and heart rate per minute. Fridericia 1920: QT / RR^(1/3), RR = 60 / rate."""
    # The cube root as a power with more digits than are kept.
    third = Decimal(1) / Decimal(3)
    root = _DIGITS.power(_decimal(60 / of["hr"]), _DIGITS.plus(third))
    return of["qt"] / Fraction(root)


FORMULAS: dict[str, tuple[Callable[[Inputs], Fraction], tuple[str, ...], tuple[str, ...]]] = {
    # name: (function, results of one day, what else it needs)
    "bmi": (bmi, ("weight", "height"), ()),
    "bsa_mosteller": (bsa_mosteller, ("weight", "height"), ()),
    "cockcroft_gault": (cockcroft_gault, ("creatinine",), ("age", "sex", "weight")),
    "ckd_epi_2021": (ckd_epi_2021, ("creatinine",), ("age", "sex")),
    "ckd_epi_2009": (ckd_epi_2009, ("creatinine",), ("age", "sex")),
    "mdrd": (mdrd, ("creatinine",), ("age", "sex")),
    "corrected_calcium": (corrected_calcium, ("calcium", "albumin"), ()),
    "fridericia": (fridericia, ("qt", "hr"), ()),
}

# Weight and height change slowly: those within 28 days of each other, or of the sample, go together.
BODY = ("weight", "height")
BODY_DAYS = 28
BASIS = {"ckd_epi_2021": "1.73m2", "ckd_epi_2009": "1.73m2", "mdrd": "1.73m2"}
ASSUMPTIONS = {
    "cockcroft_gault": "Cockcroft-Gault with the actual body weight",
    "ckd_epi_2009": "CKD-EPI 2009 without the race term",
    "mdrd": "MDRD without the race term",
    "corrected_calcium": "corrected calcium by 0.8 x (4.0 - albumin)",
}
