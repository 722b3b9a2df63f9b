"""Derived quantities, from a patient's own results: body size, renal and liver function, ratios, QTc.

Rational formulas are computed as exact fractions; powers, roots and logarithms in decimal arithmetic
with 28 digits. Nothing is rounded before a comparison, but what the formula itself rounds (MELD).
Units are those of the analyte table; an answer in words is its rank. Each function names its published
source. ArithmeticError: the formula has no value for these results.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_DIGITS = Context(prec=28)

Inputs = dict[str, Fraction]


def _decimal(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def _ln(value: Fraction) -> Fraction:
    return Fraction(_DIGITS.ln(_decimal(value)))


def _between(low: str, value: Fraction, high: str) -> Fraction:
    return min(max(value, Fraction(low)), Fraction(high))


def _whole(value: Fraction) -> Fraction:
    """The nearest whole number, halves away from zero."""
    return Fraction(_decimal(value).quantize(Decimal(1), ROUND_HALF_UP, _DIGITS))


def _power(base: Fraction, exponent: str) -> Fraction:
    return Fraction(_DIGITS.power(_decimal(base), Decimal(exponent)))


def bmi(of: Inputs) -> Fraction:
    """Body mass index, kg/m2, from kg and cm (Quetelet)."""
    return of["weight"] * 10_000 / of["height"] ** 2


def bsa_mosteller(of: Inputs) -> Fraction:
    """Body surface area, m2, from kg and cm. Mosteller, N Engl J Med 1987;317:1098."""
    return Fraction(_DIGITS.sqrt(_decimal(of["weight"] * of["height"] / 3600)))


def bsa_du_bois(of: Inputs) -> Fraction:
    """Body surface area, m2, from kg and cm. Du Bois and Du Bois, Arch Intern Med 1916;17:863."""
    return Fraction("0.007184") * _power(of["weight"], "0.425") * _power(of["height"], "0.725")


def _adult(of: Inputs) -> None:
    """These equations were made from adults and say nothing of children. Raises ArithmeticError."""
    if of["age"] < 18:
        raise ArithmeticError("the equation is for adults")


def cockcroft_gault(of: Inputs) -> Fraction:
    """Creatinine clearance, mL/min, from mg/dL, kg, years. Cockcroft and Gault, Nephron 1976;16:31-41."""
    return _cockcroft_gault(of, of["weight"])


def cockcroft_gault_ideal(of: Inputs) -> Fraction:
    """The same with the ideal instead of the actual body weight."""
    return _cockcroft_gault(of, ideal_weight(of))


def cockcroft_gault_adjusted(of: Inputs) -> Fraction:
    """The same with the ideal body weight and two fifths of what is above it (Bauer 2001; Winter 2004).

    ArithmeticError for an actual weight below the ideal one, for which no adjustment is described.
    """
    ideal = ideal_weight(of)
    if of["weight"] < ideal:
        raise ArithmeticError("the adjusted body weight is for a weight above the ideal one")
    return _cockcroft_gault(of, ideal + Fraction(4, 10) * (of["weight"] - ideal))


def ideal_weight(of: Inputs) -> Fraction:
    """Ideal body weight, kg, from cm. Devine, Drug Intell Clin Pharm 1974;8:650. ArithmeticError below 60 inches."""
    above = of["height"] / Fraction("2.54") - 60
    if above < 0:
        raise ArithmeticError("the ideal body weight is defined from 60 inches on")
    return (Fraction("45.5") if of["female"] else Fraction(50)) + Fraction("2.3") * above


def _cockcroft_gault(of: Inputs, weight: Fraction) -> Fraction:
    _adult(of)
    male = (140 - of["age"]) * weight / (72 * of["creatinine"])
    return male * Fraction(85, 100) if of["female"] else male


def ckd_epi_2021(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, from creatinine mg/dL. Inker et al., N Engl J Med 2021;385:1737."""
    return _ckd_epi(of, "142", ("-0.241", "-0.302"), "-1.200", "0.9938", "1.012")


def ckd_epi_2009(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, without the race term. Levey et al., Ann Intern Med 2009;150:604."""
    return _ckd_epi(of, "141", ("-0.329", "-0.411"), "-1.209", "0.993", "1.018")


def _ckd_epi(of: Inputs, factor: str, alpha: tuple[str, str], beta: str, per_year: str, for_women: str) -> Fraction:
    """factor x min(S/k, 1)^alpha x max(S/k, 1)^beta x per_year^age; k 0.7 for women, 0.9 for men."""
    _adult(of)
    female = bool(of["female"])
    ratio = of["creatinine"] / Fraction(7 if female else 9, 10)
    low = _power(min(ratio, Fraction(1)), alpha[0] if female else alpha[1])
    high = _power(max(ratio, Fraction(1)), beta)
    value = Fraction(factor) * low * high * Fraction(per_year) ** int(of["age"])
    return value * Fraction(for_women) if female else value


def ckd_epi_2021_cystatin(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, from creatinine mg/dL and cystatin C mg/L. Inker et al., N Engl J Med 2021;385:1737."""
    _adult(of)
    female = bool(of["female"])
    creatinine = of["creatinine"] / Fraction(7 if female else 9, 10)
    cystatin = of["cystatin_c"] / Fraction(8, 10)
    one = Fraction(1)
    value = Fraction(135) * Fraction("0.9961") ** int(of["age"])
    value *= _power(min(creatinine, one), "-0.219" if female else "-0.144") * _power(max(creatinine, one), "-0.544")
    value *= _power(min(cystatin, one), "-0.323") * _power(max(cystatin, one), "-0.778")
    return value * Fraction("0.963") if female else value


def mdrd(of: Inputs) -> Fraction:
    """eGFR, mL/min/1.73m2, IDMS-traceable, without the race term. Levey et al., Ann Intern Med 2006;145:247."""
    _adult(of)
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


def bazett(of: Inputs) -> Fraction:
    """QTcB, ms, from QT in ms and heart rate per minute. Bazett 1920: QT / RR^(1/2), RR = 60 / rate."""
    return of["qt"] / Fraction(_DIGITS.sqrt(_decimal(60 / of["hr"])))


def framingham(of: Inputs) -> Fraction:
    """QTc, ms, from QT in ms and heart rate per minute. Sagie et al., Am J Cardiol 1992;70:797."""
    return of["qt"] + 154 * (1 - 60 / of["hr"])


# -- counts and ratios -------------------------------------------------------------------------


def anc_of_neutrophils(of: Inputs) -> Fraction:
    """ANC, 10*9/L, from the white cells and the percentage of neutrophils."""
    return of["wbc"] * of["neut_pct"] / 100


def anc_of_segs_and_bands(of: Inputs) -> Fraction:
    """ANC, 10*9/L, from the white cells and the percentages of segmented and band neutrophils."""
    share = of["segs_pct"] + of["bands_pct"]
    if share > 100:
        raise ArithmeticError("a differential adds up to 100 %")
    return of["wbc"] * share / 100


def _ratio(above: str, below: str) -> Callable[[Inputs], Fraction]:
    return lambda of: of[above] / of[below]


def sii(of: Inputs) -> Fraction:
    """Systemic immune-inflammation index, 10*9/L. Hu et al., Clin Cancer Res 2014;20:6212."""
    return of["plt"] * of["anc"] / of["alc"]


def pni(of: Inputs) -> Fraction:
    """Prognostic nutritional index: 10 x albumin g/dL + 0.005 x lymphocytes /uL. Onodera et al. 1984."""
    return 10 * of["albumin"] + 5 * of["alc"]


def pao2_fio2(of: Inputs) -> Fraction:
    """PaO2 / FiO2, mmHg, from mmHg and per cent. ARDS Definition Task Force, JAMA 2012;307:2526."""
    return of["pao2"] * 100 / of["fio2"]


def ecog_of_karnofsky(of: Inputs) -> Fraction:
    """ECOG from Karnofsky by the usual table: 100-90 is 0, 80-70 is 1, ... 20-10 is 4, 0 is 5.

    ArithmeticError between the steps of the Karnofsky scale.
    """
    if of["kps"] % 10:
        raise ArithmeticError("the Karnofsky scale goes in steps of ten")
    return Fraction((100 - int(of["kps"])) // 20)


# -- the liver ---------------------------------------------------------------------------------


def child_pugh_score(of: Inputs) -> Fraction:
    """Child-Pugh points, 5 to 15, from mg/dL, g/dL, INR and two grades. Pugh et al., Br J Surg 1973;60:646."""
    points = _steps(of["tbili"], "2", "3") + _steps(of["inr"], "1.7", "2.3")
    points += 4 - _steps(of["albumin"], "2.8", "3.5")
    points += 1 + min(int(of["ascites_grade"]), 2)
    points += 1 + (int(of["encephalopathy_grade"]) + 1) // 2
    return Fraction(points)


def _steps(value: Fraction, low: str, high: str) -> int:
    """1 below a range, 2 inside it and at its ends, 3 above it."""
    return 1 + (value >= Fraction(low)) + (value > Fraction(high))


def child_pugh_class(of: Inputs) -> Fraction:
    """The rank of the Child-Pugh class from its points: A 5 to 6, B 7 to 9, C 10 to 15."""
    return Fraction(1 + (of["child_pugh_score"] >= 7) + (of["child_pugh_score"] >= 10))


def child_pugh_class_of_parts(of: Inputs) -> Fraction:
    """The rank of the Child-Pugh class from what its points are made of."""
    return child_pugh_class({"child_pugh_score": child_pugh_score(of)})


# Of bilirubin, as in the table of analytes (C33H36N4O6, g/mol).
_BILIRUBIN = Fraction("584.673")


def albi(of: Inputs) -> Fraction:
    """ALBI score from bilirubin mg/dL and albumin g/dL. Johnson et al., J Clin Oncol 2015;33:550.

    log10(bilirubin umol/L) x 0.66 - albumin g/L x 0.085.
    """
    bilirubin = Fraction(_DIGITS.log10(_decimal(of["tbili"] * 10_000 / _BILIRUBIN)))
    return Fraction("0.66") * bilirubin - Fraction("0.85") * of["albumin"]


def albi_grade(of: Inputs) -> Fraction:
    """ALBI grade: 1 up to -2.60, 2 up to -1.39, 3 above. Johnson et al., J Clin Oncol 2015;33:550."""
    score = albi(of)
    return Fraction(1 + (score > Fraction("-2.60")) + (score > Fraction("-1.39")))


def meld_original(of: Inputs) -> Fraction:
    """MELD without sodium, whole, up to 40, from mg/dL, mg/dL and INR, each at least 1, creatinine at most 4.

    Kamath et al., Hepatology 2001;33:464, with the bounds of UNOS.
    """
    return min(_meld(of), Fraction(40))


def meld_na(of: Inputs) -> Fraction:
    """MELD with sodium (mmol/L, 125 to 137), whole, up to 40: the policy of OPTN from 2016 on.

    Sodium counts only above a MELD of 11.
    """
    meld = _meld(of)
    if meld > 11:
        lack = 137 - _between("125", of["sodium"], "137")
        meld = _whole(meld + Fraction("1.32") * lack - Fraction("0.033") * meld * lack)
    return min(meld, Fraction(40))


def _meld(of: Inputs) -> Fraction:
    value = Fraction("0.957") * _ln(_between("1", of["creatinine"], "4")) + Fraction("0.643")
    value += Fraction("0.378") * _ln(max(of["tbili"], Fraction(1))) + Fraction("1.120") * _ln(
        max(of["inr"], Fraction(1))
    )
    return _whole(10 * value)


def meld_3(of: Inputs) -> Fraction:
    """MELD 3.0, whole, 6 to 40. Kim et al., Gastroenterology 2021;161:1887.

    Creatinine 1 to 3 and bilirubin from 1 mg/dL, INR from 1, sodium 125 to 137 mmol/L, albumin 1.5 to
    3.5 g/dL. ArithmeticError under 18 years, where the term for women is for both sexes.
    """
    if of["age"] < 18:
        raise ArithmeticError("MELD 3.0 as computed here is for adults")
    creatinine = _ln(_between("1", of["creatinine"], "3"))
    bilirubin = _ln(max(of["tbili"], Fraction(1)))
    sodium = 137 - _between("125", of["sodium"], "137")
    albumin = Fraction("3.5") - _between("1.5", of["albumin"], "3.5")
    value = Fraction("4.56") * bilirubin + Fraction("0.82") * sodium - Fraction("0.24") * sodium * bilirubin
    value += Fraction("9.09") * _ln(max(of["inr"], Fraction(1))) + Fraction("11.14") * creatinine
    value += Fraction("1.85") * albumin - Fraction("1.83") * albumin * creatinine + 6
    value += Fraction("1.33") if of["female"] else 0
    return _between("6", _whole(value), "40")


_LIVER = ("ascites_grade", "encephalopathy_grade", "tbili", "albumin", "inr")

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
    "bazett": (bazett, ("qt", "hr"), ()),
    "framingham": (framingham, ("qt", "hr"), ()),
    "bsa_du_bois": (bsa_du_bois, ("weight", "height"), ()),
    "cockcroft_gault_ideal": (cockcroft_gault_ideal, ("creatinine",), ("age", "sex", "height")),
    "cockcroft_gault_adjusted": (cockcroft_gault_adjusted, ("creatinine",), ("age", "sex", "weight", "height")),
    "ckd_epi_2021_cystatin": (ckd_epi_2021_cystatin, ("cystatin_c", "creatinine"), ("age", "sex")),
    "anc_of_neutrophils": (anc_of_neutrophils, ("neut_pct", "wbc"), ()),
    "anc_of_segs_and_bands": (anc_of_segs_and_bands, ("segs_pct", "bands_pct", "wbc"), ()),
    "nlr": (_ratio("anc", "alc"), ("anc", "alc"), ()),
    "plr": (_ratio("plt", "alc"), ("plt", "alc"), ()),
    "lmr": (_ratio("alc", "amc"), ("alc", "amc"), ()),
    "sii": (sii, ("plt", "anc", "alc"), ()),
    "de_ritis": (_ratio("ast", "alt"), ("ast", "alt"), ()),
    "pni": (pni, ("albumin", "alc"), ()),
    "pao2_fio2": (pao2_fio2, ("pao2", "fio2"), ()),
    "ecog_of_karnofsky": (ecog_of_karnofsky, ("kps",), ()),
    "child_pugh_score": (child_pugh_score, _LIVER, ()),
    "child_pugh_class": (child_pugh_class, ("child_pugh_score",), ()),
    "child_pugh_class_of_parts": (child_pugh_class_of_parts, _LIVER, ()),
    "albi": (albi, ("tbili", "albumin"), ()),
    "albi_grade": (albi_grade, ("tbili", "albumin"), ()),
    "meld_original": (meld_original, ("creatinine", "tbili", "inr"), ()),
    "meld_na": (meld_na, ("creatinine", "tbili", "inr", "sodium"), ()),
    "meld_3": (meld_3, ("creatinine", "tbili", "inr", "sodium", "albumin"), ("age", "sex")),
}

# Weight and height change slowly: those within 28 days of each other, or of the sample, go together.
BODY = ("weight", "height")
BODY_DAYS = 28
BASIS = dict.fromkeys(("ckd_epi_2021", "ckd_epi_2021_cystatin", "ckd_epi_2009", "mdrd"), "1.73m2")
_PUGH = "Child-Pugh points by INR, albumin 2.8 and 3.5 g/dL, slight ascites 2, and not by the limits for cholestasis"
_DIALYSIS = "no dialysis in the week before the creatinine"
ASSUMPTIONS = {
    "cockcroft_gault": "Cockcroft-Gault with the actual body weight",
    "ckd_epi_2009": "CKD-EPI 2009 without the race term",
    "mdrd": "MDRD without the race term",
    "corrected_calcium": "corrected calcium by 0.8 x (4.0 - albumin)",
    "cockcroft_gault_ideal": "ideal body weight by Devine",
    "cockcroft_gault_adjusted": "adjusted body weight as ideal weight (Devine) + 0.4 x (actual - ideal)",
    "anc_of_neutrophils": "ANC as WBC x percentage of neutrophils",
    "anc_of_segs_and_bands": "ANC as WBC x percentage of segmented and band neutrophils",
    "ecog_of_karnofsky": "ECOG from Karnofsky: 100-90 is 0, 80-70 is 1, 60-50 is 2, 40-30 is 3, 20-10 is 4",
    "child_pugh_score": _PUGH,
    "child_pugh_class_of_parts": _PUGH,
    "meld_original": f"MELD without sodium, at most 40; {_DIALYSIS}",
    "meld_na": f"MELD-Na by the OPTN policy of 2016; {_DIALYSIS}",
    "meld_3": f"MELD 3.0; {_DIALYSIS}",
}
