"""The CTCAE grade of a result: every limit of every grade of every term, and what isn't known around it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eligo.evaluate.grades import ALONE, grade_of
from eligo.facts.patient import Interval, Result
from eligo.quantity.units import conversion
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.ctcae import Threshold, _table, grading

# term | versions | analyte and unit | what is known (baseline: normal unless a figure) | value:grade, an interval where
# the value alone leaves it open. Figures as CTCAE prints them, on each limit and just beyond it.
CASES = """
anemia | 4 5 6 | hgb g/dL | LLN 12 | 13:0 12:0 11.99:1 10:1 9.99:2 8:2 7.99:3 3:3
anemia | 4 5 6 | hgb g/L | LLN 120 | 120:0 119:1 100:1 99:2 80:2 79:3
anemia | 4 5 6 | hgb mmol/L | LLN 7.5 | 7.5:0 7.49:1 6.2:1 6.19:2 4.9:2 4.89:3
leukocytosis | 4 5 6 | wbc 10*9/L | | 50:0 100:0 100.1:3
activated partial thromboplastin time prolonged | 4 5 6 | ptt s | ULN 40 | 40:0 40.1:1 60:1 60.1:2 100:2 100.1:3 200:3
alanine aminotransferase increased | 4 5 6 | alt U/L | ULN 40 baseline 40 | 40:0 41:1 120:1 121:2
alanine aminotransferase increased | 4 5 6 | alt U/L | ULN 40 baseline 40 | 121:2 200:2 201:3 800:3 801:4
aspartate aminotransferase increased | 4 5 6 | ast U/L | ULN 40 baseline 8 | 40:0 41:1 120:1 121:2
aspartate aminotransferase increased | 4 5 6 | ast U/L | ULN 40 baseline 8 | 121:2 200:2 201:3 800:3 801:4
alanine aminotransferase increased | 5 | alt U/L | ULN 40 baseline 60 | 89:0 90:1 180:1 181:2 300:2 301:3 1200:3 1201:4
aspartate aminotransferase increased | 5 | ast U/L | ULN 40 baseline 60 | 89:0 90:1 180:1 181:2
aspartate aminotransferase increased | 5 | ast U/L | ULN 40 baseline 60 | 181:2 300:2 301:3 1200:3 1201:4
alanine aminotransferase increased | 6 | alt U/L | ULN 40 baseline 60 | 59:0 60:1 90:1 91:2 120:2 121:3 240:3 241:4
aspartate aminotransferase increased | 6 | ast U/L | ULN 40 baseline 60 | 59:0 60:1 90:1 91:2 120:2 121:3 240:3 241:4
alkaline phosphatase increased | 4 5 | alp U/L | ULN 100 baseline 90 | 100:0 101:1 250:1 251:2 500:2 501:3 2000:3 2001:4
alkaline phosphatase increased | 5 | alp U/L | ULN 100 baseline 200 | 399:0 400:1 500:1 501:2
alkaline phosphatase increased | 5 | alp U/L | ULN 100 baseline 200 | 501:2 1000:2 1001:3 4000:3 4001:4
alkaline phosphatase increased | 6 | alp U/L | ULN 100 baseline 90 | 95:0 100:0 101:1 5000:1
alkaline phosphatase increased | 6 | alp U/L | ULN 100 baseline 200 | 150:0 200:0 201:1
GGT increased | 4 5 6 | ggt U/L | ULN 60 baseline 50 | 60:0 61:1 150:1 151:2 300:2 301:3 1200:3 1201:4
GGT increased | 5 | ggt U/L | ULN 60 baseline 100 | 199:0 200:1 250:1 251:2 500:2 501:3 2000:3 2001:4
GGT increased | 6 | ggt U/L | ULN 60 baseline 100 | 99:0 100:1 150:1 151:2 300:2 301:3 1000:3 1001:4
blood bilirubin increased | 4 5 6 | tbili mg/dL | ULN 1.2 baseline 1 | 1.2:0 1.21:1 1.8:1 1.81:2
blood bilirubin increased | 4 5 6 | tbili mg/dL | ULN 1.2 baseline 1 | 1.81:2 3.6:2 3.61:3 12:3 12.1:4
blood bilirubin increased | 5 | tbili mg/dL | ULN 1.2 baseline 2 | 2:0 2.1:1 3:1 3.1:2 6:2 6.1:3 20:3 20.1:4
blood bilirubin increased | 6 | tbili mg/dL | ULN 1.2 baseline 2 | 1.9:0 2:1 3:1 3.1:2 5:2 5.1:3 20:3 20.1:4
blood lactate dehydrogenase increased | 5 6 | ldh U/L | ULN 250 | 250:0 251:1 9000:1
CD4 lymphocytes decreased | 4 5 6 | cd4 /uL | LLN 600 | 600:0 599:1 500:1 499:2 200:2 199:3 50:3 49:4
cholesterol high | 4 5 6 | chol mg/dL | ULN 200 | 200:0 201:1 300:1 301:2 400:2 401:3 500:3 501:4
cholesterol high | 4 5 6 | chol mmol/L | ULN 5.2 | 5.2:0 5.21:1 7.75:1 7.76:2 10.34:2 10.35:3 12.92:3 12.93:4
CPK increased | 4 5 | ck U/L | ULN 200 | 200:0 201:1 500:1 501:2 1000:2 1001:3 2000:3 2001:4
creatinine increased | 4 5 6 | creatinine mg/dL | ULN 1.2 LLN 0.5 baseline 1.2 | 1.2:0 1.21:1 1.8:1 1.81:2
creatinine increased | 4 5 6 | creatinine mg/dL | ULN 1.2 LLN 0.5 baseline 1.2 | 1.81:2 3.6:2 3.61:3 7.2:3 7.21:4
creatinine increased | 4 | creatinine mg/dL | ULN 1.2 baseline 0.7 | 0.7:0 0.71:1 1.05:1 1.06:2
creatinine increased | 4 | creatinine mg/dL | ULN 1.2 baseline 0.7 | 1.06:2 2.1:2 2.11:3 7.2:3 7.21:4
creatinine increased | 5 | creatinine mg/dL | ULN 1.2 baseline 0.7 | 0.7:0 0.71:0 1.05:0 1.06:2
creatinine increased | 5 | creatinine mg/dL | ULN 1.2 baseline 0.7 | 1.06:2 2.1:2 2.11:3 7.2:3 7.21:4
creatinine increased | 6 | creatinine mg/dL | ULN 1.2 LLN 0.5 baseline 0.4 | 0.6:0 0.61:2 1.2:2 1.21:3 7.2:3 7.21:4
creatinine increased | 6 | creatinine mg/dL | ULN 1.2 LLN 0.5 baseline 0.5 | 0.76:0 1.2:0 1.21:1 1.8:1 1.81:2
creatinine clearance decreased | 6 | crcl mL/min | | 60:0 50:0 49.5:0-2 49:2 26:2 25.5:2-3 25:3 10:3 5:3
creatinine clearance decreased | 6 | crcl_measured mL/min | | 50:0 49:2 26:2 25:3
creatinine clearance decreased | 6 | crcl_cg mL/min | | 50:0 49.9:0-2 49:2 26:2 25:3
fibrinogen decreased | 4 | fibrinogen mg/dL | LLN 200 baseline 100 | 200:0 199:1 150:1 149:2 100:2 99:3 50:3 49:4
fibrinogen decreased | 4 | fibrinogen mg/dL | LLN 400 baseline 800 | 800:0 799:1 601:1 600:2 401:2 400:3 201:3 200:4
fibrinogen decreased | 4 | fibrinogen mg/dL | LLN 400 baseline 300 | 400:0 399:1 300:1 299:2 200:2 199:3 100:3 99:4 75:4
fibrinogen decreased | 5 6 | fibrinogen mg/dL | LLN 400 baseline 300 | 400:0 399:1 300:1 299:2
fibrinogen decreased | 5 6 | fibrinogen mg/dL | LLN 400 baseline 300 | 299:2 200:2 199:3 100:3 99:4 50:4 49:4
fibrinogen decreased | 5 6 | fibrinogen mg/dL | LLN 400 baseline 800 | 600:0 500:0 400:0 399:3 201:3 200:4
fibrinogen decreased | 5 6 | fibrinogen mg/dL | LLN 400 baseline 500 | 399:1 376:1 375:2 251:2 250:3 126:3 125:4
fibrinogen decreased | 4 5 6 | fibrinogen mg/dL | LLN 150 baseline 66 | 66:3 51:3 50:3 49.9:4
HDL decreased | 6 | hdl mg/dL | LLN 40 | 40:0 39:1 5:1
LDL increased | 6 | ldl mg/dL | ULN 130 | 130:0 131:1 900:1
hemoglobin increased | 4 5 6 | hgb g/dL | ULN 17 baseline 15 | 17:0 17.1:1 19:1 19.1:2 21:2 21.1:3 25:3
hemoglobin increased | 4 | hgb g/dL | ULN 17 baseline 18 | 17.5:0 18:0 18.1:1 20:1 20.1:2 22:2 22.1:3
INR increased | 4 | inr | ULN 1.1 baseline 10 | 1.1:0 1.12:1 1.65:1 1.66:2 2.75:2 2.76:3
INR increased | 5 6 | inr | baseline 10 | 1.2:0 1.21:1 1.5:1 1.51:2 2.5:2 2.51:3
INR increased | 4 | inr | ULN 1.1 baseline 1 | 1:0 1.1:0-1 1.5:1 1.6:1-2 2.5:2 2.6:2-3 2.8:3
INR increased | 5 6 | inr | baseline 0.8 | 0.8:0 0.81:0-1 1.2:0-1 1.21:1-2 2:2 2.1:2-3 2.51:3
lipase increased | 4 | lipase U/L | ULN 60 | 60:0 61:1 90:1 91:2 120:2 121:3 300:3 301:4
serum amylase increased | 4 | amylase U/L | ULN 100 | 100:0 101:1 150:1 151:2 200:2 201:3 500:3 501:4
lipase increased | 5 | lipase U/L | ULN 60 | 60:0 61:1 90:1 91:2 120:2 121:2-3 300:2-3 301:3-4
serum amylase increased | 5 6 | amylase U/L | ULN 100 | 100:0 101:1 150:1 151:2 200:2 201:2-3 500:2-3 501:3-4
lipase increased | 6 | lipase U/L | ULN 60 | 60:0 61:1 90:1 91:2 180:2 181:2-3 300:2-3 301:3-4
lymphocyte count decreased | 4 5 | alc 10*9/L | LLN 1.1 | 1.1:0 1.09:1 0.8:1 0.79:2 0.5:2 0.49:3 0.2:3 0.19:4
lymphocyte count increased | 4 5 6 | alc 10*9/L | | 4:0 4.01:2 20:2 20.1:3 90:3
neutrophil count decreased | 4 5 | anc 10*9/L | LLN 2 | 2:0 1.99:1 1.5:1 1.49:2 1:2 0.99:3 0.5:3 0.49:4
neutrophil count decreased | 6 | anc 10*9/L | LLN 2 | 1.99:0 1.5:0 1.49:1 1:1 0.99:2 0.5:2 0.49:3 0.1:3 0.09:4
neutrophil count decreased | 4 5 | anc /mm3 | LLN 2000 | 2000:0 1999:1 1500:1 1499:2 1000:2 999:3 500:3 499:4
platelet count decreased | 4 5 | plt 10*9/L | LLN 150 | 150:0 149:1 75:1 74:2 50:2 49:3 25:3 24:4
platelet count decreased | 6 | plt 10*9/L | LLN 150 | 150:0 149:1 75:1 74:2 50:2 49:3 10:3 9:4
white blood cell decreased | 4 5 6 | wbc 10*9/L | LLN 4 | 4:0 3.9:1 3:1 2.99:2 2:2 1.99:3 1:3 0.99:4
hypercalcemia | 4 5 6 | calcium_corrected mg/dL | ULN 10.5 | 10.5:0 10.6:1 11.5:1 11.6:2 12.5:2 12.6:3 13.5:3 13.6:4
hypercalcemia | 4 5 6 | calcium_corrected mmol/L | ULN 2.6 | 2.6:0 2.61:1 2.9:1 2.91:2 3.1:2 3.11:3 3.4:3 3.41:4
hypercalcemia | 4 5 6 | ica mmol/L | ULN 1.3 | 1.3:0 1.31:1 1.5:1 1.51:2 1.6:2 1.61:3 1.8:3 1.81:4
hypocalcemia | 4 5 6 | calcium_corrected mg/dL | LLN 8.5 | 8.5:0 8.4:1 8:1 7.9:2 7:2 6.9:3 6:3 5.9:4
hypocalcemia | 4 5 6 | calcium_corrected mmol/L | LLN 2.1 | 2.1:0 2.09:1 2:1 1.99:2 1.75:2 1.74:3 1.5:3 1.49:4
hypocalcemia | 4 5 6 | ica mmol/L | LLN 1.1 | 1.1:0 1.09:1 1:1 0.99:2 0.9:2 0.89:3 0.8:3 0.79:4
hyperglycemia | 4 6 | glucose_fasting mg/dL | ULN 100 | 100:0 101:1 160:1 161:2 250:2 251:3 500:3 501:4
hyperglycemia | 4 6 | glucose_fasting mmol/L | ULN 5.6 | 5.6:0 5.7:1 8.9:1 9:2 13.9:2 14:3 27.8:3 27.9:4
hyperglycemia | 4 6 | glucose mg/dL | ULN 140 | 140:0 141:0-1 160:0-1 161:0-2 250:0-2 251:3 500:3 501:4
hyperglycemia | 4 6 | glucose mmol/L | ULN 7.8 | 7.8:0 7.9:0-1 8.9:0-1 9:0-2 13.9:0-2 14:3 27.8:3 27.9:4
hypoglycemia | 4 5 6 | glucose mg/dL | LLN 70 | 70:0 69:1 55:1 54:2 40:2 39:3 30:3 29:4
hypoglycemia | 4 5 6 | glucose_fasting mmol/L | LLN 3.9 | 3.9:0 3.8:1 3:1 2.9:2 2.2:2 2.1:3 1.7:3 1.6:4
hypoglycemia | 4 5 6 | glucose_fasting mg/dL | LLN 70 | 70:0 69:1 55:1 54:2 40:2 39:3 30:3 29:4
hypoglycemia | 4 5 6 | glucose mmol/L | LLN 3.9 | 3.9:0 3.8:1 3:1 2.9:2 2.2:2 2.1:3 1.7:3 1.6:4
hyperkalemia | 4 5 6 | potassium mmol/L | ULN 5 | 5:0 5.1:1 5.5:1 5.6:2 6:2 6.1:3 7:3 7.1:4
hypokalemia | 4 5 6 | potassium mmol/L | LLN 3.5 | 3.5:0 3.4:1-2 3:1-2 2.9:3 2.5:3 2.4:4
hypermagnesemia | 4 5 6 | magnesium mg/dL | ULN 2.4 | 2.4:0 2.5:1 3:1 3.1:3 8:3 8.1:4
hypermagnesemia | 4 5 6 | magnesium mmol/L | ULN 1 | 1:0 1.01:1 1.23:1 1.24:3 3.3:3 3.31:4
hypomagnesemia | 4 5 6 | magnesium mg/dL | LLN 1.7 | 1.7:0 1.6:1 1.2:1 1.1:2 0.9:2 0.8:3 0.7:3 0.6:4
hypomagnesemia | 4 5 6 | magnesium mmol/L | LLN 0.7 | 0.7:0 0.69:1 0.5:1 0.49:2 0.4:2 0.39:3 0.3:3 0.29:4
hypernatremia | 4 5 6 | sodium mmol/L | ULN 145 | 145:0 146:1 150:1 151:2 155:2 156:3 160:3 161:4
hyponatremia | 4 | sodium mmol/L | LLN 135 | 135:0 134:1 130:1 129:3 120:3 119:4
hyponatremia | 5 | sodium mmol/L | LLN 135 | 135:0 134:1 130:1 129.5:1-3 129:2-3 125:2-3 124.5:2-3 124:3 120:3 119:4
hyponatremia | 6 | sodium mmol/L | LLN 135 | 135:0 134:1 130:1 129.5:2-3 125:2-3 124.9:3 120:3 119:4
hypertriglyceridemia | 4 5 6 | trig mg/dL | | 149:0 150:1 300:1 301:2 500:2 501:3 1000:3 1001:4
hypertriglyceridemia | 4 5 6 | trig mmol/L | | 1.7:0 1.71:1 3.42:1 3.43:2 5.7:2 5.71:3 11.4:3 11.41:4
hyperuricemia | 4 | urate mg/dL | ULN 7 | 7:0 7.1:1-3 10:1-3 10.1:4
hyperuricemia | 4 | urate umol/L | ULN 420 | 420:0 421:1-3 590:1-3 591:4
hyperuricemia | 5 6 | urate mg/dL | ULN 7 | 7:0 7.1:1-3 30:1-3
hypoalbuminemia | 4 5 6 | albumin g/dL | LLN 3.5 | 3.5:0 3.4:1 3:1 2.9:2 2:2 1.9:3
hypophosphatemia | 4 | phosphate mg/dL | LLN 2.7 | 2.7:0 2.6:1 2.5:1 2.4:2 2:2 1.9:3 1:3 0.9:4
hypophosphatemia | 4 | phosphate mmol/L | LLN 0.9 | 0.9:0 0.89:1 0.8:1 0.79:2 0.6:2 0.59:3 0.3:3 0.29:4
"""

Row = tuple[str, str, str, str, dict[str, Fraction], list[tuple[Fraction, int, int]]]


def rows() -> list[Row]:
    found: list[Row] = []
    for line in CASES.strip().splitlines():
        term, versions, measure, known, cases = (cell.strip() for cell in line.split("|"))
        analyte, _, unit = measure.partition(" ")
        words = known.split()
        facts = {of: Fraction(figure) for of, figure in zip(words[::2], words[1::2], strict=True)}
        points = []
        for case in cases.split():
            value, _, grade = case.partition(":")
            low, _, high = grade.partition("-")
            points.append((Fraction(value), int(low), int(high or low)))
        found += [(term, version, analyte, unit, facts, points) for version in versions.split()]
    return found


def own(analyte: str, unit: str, value: Fraction) -> Fraction:
    by = conversion(analyte, unit)
    assert by is not None
    return value * by.scale + by.offset


def result(analyte: str, unit: str, interval: Interval | None, **changed: object) -> Result:
    by = conversion(analyte, unit)
    assert by is not None
    made = Result(
        "results[0]", analyte, "x", unit, interval, by.basis, Fraction(0), by.molar, "", None, None, None, None
    )
    for name, value in changed.items():
        object.__setattr__(made, name, value)
    return made


def graded(
    term: str, version: str, analyte: str, unit: str, value: str | Interval, **facts: Fraction
) -> tuple[tuple[int, int] | None, str, tuple[str, ...]]:
    """(lowest and highest grade, reason, notes) of a value in a unit; facts in the same unit."""
    if isinstance(value, str):
        at = own(analyte, unit, Fraction(value))
        interval = Interval(at, at)
    else:
        interval = value
    known = {of: own(analyte, unit, Fraction(figure)) for of, figure in facts.items()}
    base = known.get("baseline")
    scheme = grading(term, version)
    assert scheme is not None
    grade, reason, notes = grade_of(
        scheme,
        result(analyte, unit, interval),
        known.get("ULN"),
        known.get("LLN"),
        Interval(base, base) if base is not None else None,
        analyte=analyte,
    )
    if grade is None:
        return None, reason[0] if reason else "", notes
    assert grade.low is not None and grade.high is not None
    assert (reason is None) == (grade.low == grade.high)
    return (int(grade.low), int(grade.high)), reason[0] if reason else "", notes


@pytest.mark.parametrize("row", rows(), ids=lambda row: " ".join(row[:4]))
def test_the_limits_of_every_grade(row: Row) -> None:
    term, version, analyte, unit, facts, points = row
    for value, low, high in points:
        assert graded(term, version, analyte, unit, str(value), **facts)[0] == (low, high), (value, facts)


def test_every_threshold_of_the_table_is_met_exactly() -> None:
    """Each row has a case on each of its limits, and one of each grade that it can give."""
    seen: dict[tuple[str, str, str], list[tuple[dict[str, Fraction], bool, Fraction]]] = {}
    grades: dict[tuple[str, str, str], set[int]] = {}
    for term, version, analyte, unit, facts, points in rows():
        by = conversion(analyte, unit)
        assert by is not None
        known = {of: own(analyte, unit, figure) for of, figure in facts.items()}
        for value, low, high in points:
            seen.setdefault((term, version, analyte), []).append((known, by.molar, own(analyte, unit, value)))
            grades.setdefault((term, version, analyte), set()).update(range(low, high + 1))

    def met(name: tuple[str, str, str], one: Threshold, add: Fraction, molar: bool | None) -> bool:
        for known, kind, value in seen[name]:
            limit = add if one.of is None else one.factor * known[one.of] + add if one.of in known else None
            if limit == value and molar in (None, kind):
                return True
        return False

    for (term, version), scheme in _table().items():
        for analyte, scale in scheme.scales:
            name = (term, version, analyte)
            assert name in seen, name
            for grade, (normal, abnormal) in enumerate(zip(scale.normal, scale.abnormal, strict=True), 1):
                for one in (*normal, *abnormal):
                    assert grade in grades[name], (name, grade)
                    if one.condition != "rounded":
                        assert met(name, one, one.add, None if one.also is None else one.molar), (name, grade, one)
                    if one.also is not None:
                        assert met(name, one, one.also, not one.molar), (name, grade, one)


@pytest.mark.parametrize(
    ("term", "version", "analyte", "unit", "value", "facts", "grade", "reason"),
    [
        # Below LLN isn't known, but what is certain is.
        ("anemia", "5", "hgb", "g/dL", "11", {}, (0, 1), "no_reference_limit"),
        ("anemia", "5", "hgb", "g/dL", "9", {}, (2, 2), ""),
        ("platelet count decreased", "5", "plt", "10*9/L", "60", {}, (2, 2), ""),
        ("neutrophil count decreased", "6", "anc", "10*9/L", "1.8", {}, (0, 0), ""),
        # An enzyme without ULN.
        ("alanine aminotransferase increased", "4", "alt", "U/L", "90", {}, (0, 4), "no_reference_limit"),
        ("alanine aminotransferase increased", "5", "alt", "U/L", "90", {}, (0, 4), "no_reference_limit"),
        ("alanine aminotransferase increased", "5", "alt", "U/L", "90", {"baseline": 30}, (0, 4), "no_reference_limit"),
        # No baseline: in version 5 an abnormal one only lowers the grade, in 6 it may raise it.
        ("alanine aminotransferase increased", "5", "alt", "U/L", "39", {"ULN": 40}, (0, 0), ""),
        ("alanine aminotransferase increased", "5", "alt", "U/L", "80", {"ULN": 40}, (0, 1), "not_recorded"),
        ("alanine aminotransferase increased", "5", "alt", "U/L", "160", {"ULN": 40}, (0, 2), "not_recorded"),
        ("alanine aminotransferase increased", "6", "alt", "U/L", "50", {"ULN": 40}, (0, 1), "not_recorded"),
        ("alanine aminotransferase increased", "6", "alt", "U/L", "70", {"ULN": 40}, (0, 2), "not_recorded"),
        ("alanine aminotransferase increased", "6", "alt", "U/L", "160", {"ULN": 40}, (0, 3), "not_recorded"),
        ("alkaline phosphatase increased", "6", "alp", "U/L", "160", {"ULN": 100}, (0, 1), "not_recorded"),
        ("hemoglobin increased", "4", "hgb", "g/dL", "18", {"ULN": 17}, (0, 1), "not_recorded"),
        # A low baseline raises the grade of creatinine.
        ("creatinine increased", "5", "creatinine", "mg/dL", "1", {"ULN": 1.2}, (0, 3), "not_recorded"),
        ("creatinine increased", "5", "creatinine", "mg/dL", "2", {"ULN": 1.2}, (2, 3), "not_recorded"),
        ("creatinine increased", "5", "creatinine", "mg/dL", "8", {"ULN": 1.2}, (4, 4), ""),
        ("creatinine increased", "6", "creatinine", "mg/dL", "1", {"ULN": 1.2, "LLN": 0.5}, (0, 3), "not_recorded"),
        ("creatinine increased", "6", "creatinine", "mg/dL", "1", {"ULN": 1.2, "baseline": 0.8}, (0, 0), ""),
        ("creatinine increased", "6", "creatinine", "mg/dL", "1", {"ULN": 1.2, "baseline": 0.6}, (0, 2),
         "no_reference_limit"),
        # The result is its own baseline.
        ("alanine aminotransferase increased", "5", "alt", "U/L", "300", {"ULN": 40, "baseline": 300}, (0, 0), ""),
        ("creatinine increased", "5", "creatinine", "mg/dL", "1", {"ULN": 1.2, "baseline": 1}, (0, 0), ""),
        # What only a person can tell.
        ("hypokalemia", "5", "potassium", "mmol/L", "3.2", {"LLN": 3.5}, (1, 2), "judgment"),
        ("hyperuricemia", "5", "urate", "mg/dL", "8", {"ULN": 7}, (1, 3), "judgment"),
        ("hyponatremia", "5", "sodium", "mmol/L", "127", {"LLN": 135}, (2, 3), "judgment"),
        ("hyponatremia", "5", "sodium", "mmol/L", "127", {}, (2, 3), "judgment"),
        ("hyperglycemia", "6", "glucose", "mg/dL", "200", {"ULN": 140}, (0, 2), "not_recorded"),
        ("creatinine clearance decreased", "6", "crcl", "mL/min", "49.5", {}, (0, 2), "protocol_ambiguous"),
        ("INR increased", "5", "inr", "", "1.4", {"baseline": 0.9}, (1, 2), "not_recorded"),
        # 10 mg/dL is 595 umol/L, yet the limit printed for amounts is 590.
        ("hyperuricemia", "4", "urate", "umol/L", "592", {"ULN": 420}, (4, 4), ""),
        ("hyperuricemia", "4", "urate", "mg/dL", "9.97", {"ULN": 7}, (1, 3), "judgment"),
    ],
)  # fmt: skip
def test_what_is_not_known_leaves_every_grade_it_could_give(
    term: str, version: str, analyte: str, unit: str, value: str, facts: dict[str, float], grade: tuple[int, int],
    reason: str,
) -> None:  # fmt: skip
    known = {of: Fraction(str(figure)) for of, figure in facts.items()}
    found, why, _ = graded(term, version, analyte, unit, value, **known)
    assert (found, why) == (grade, reason)


def test_a_value_below_detection_has_an_interval_of_grades() -> None:
    below = Interval(None, Fraction(5), high_open=True)
    assert graded("platelet count decreased", "5", "plt", "10*9/L", below)[:2] == ((4, 4), "")
    below = Interval(None, Fraction(60), high_open=True)
    assert graded("platelet count decreased", "5", "plt", "10*9/L", below)[:2] == ((2, 4), "beyond_detection")
    above = Interval(Fraction(1000), None, low_open=True)
    assert graded("hypertriglyceridemia", "5", "trig", "mg/dL", above)[:2] == ((4, 4), "")
    edge = Interval(None, Fraction(75), high_open=True)
    assert graded("platelet count decreased", "5", "plt", "10*9/L", edge)[:2] == ((2, 4), "beyond_detection")
    edge = Interval(None, Fraction(75))
    assert graded("platelet count decreased", "5", "plt", "10*9/L", edge, LLN=Fraction(150))[0] == (1, 4)


def test_filling_in_a_missing_fact_never_leaves_the_interval() -> None:
    """Whatever the limits of normal and the baseline turn out to be, the grade was among those told before."""
    figures = [Fraction(n, 4) for n in (1, 2, 3, 4, 5, 7, 9, 13, 21, 81)]
    for (term, version), scheme in _table().items():
        for analyte, _ in scheme.scales:
            unit = analytes()[analyte].unit
            for value in figures[::2]:
                open_ = graded(term, version, analyte, unit, str(value))[0]
                assert open_ is not None
                for limit in figures[1::3]:
                    facts = {"ULN": limit, "LLN": limit / 2}
                    half = graded(term, version, analyte, unit, str(value), **facts)[0]
                    assert half is not None and open_[0] <= half[0] <= half[1] <= open_[1], (term, version, value)
                    for base in figures[::3]:
                        full = graded(term, version, analyte, unit, str(value), **facts, baseline=base)[0]
                        assert full is not None and half[0] <= full[0] <= full[1] <= half[1], (term, version, value)


def test_what_cannot_be_graded_says_why() -> None:
    alt = grading("ALT increased", "5")
    clearance = grading("creatinine clearance decreased", "6")
    assert alt is not None and clearance is not None
    value = Interval(Fraction(10), Fraction(10))
    spoiled = result("alt", "U/L", value, problem=("implausible", "too high"))
    assert grade_of(alt, spoiled, None, None, None, analyte="alt") == (None, ("implausible", "too high"), ())
    word = result("alt", "U/L", None)
    assert grade_of(alt, word, None, None, None, analyte="alt")[:2] == (None, ("not_recorded", "no value"))
    other = grade_of(alt, result("ast", "U/L", value), None, None, None, analyte="ast")
    assert other[0] is None and other[1] is not None and other[1][0] == "name_unknown"
    per_area = result("crcl", "mL/min", value, basis="1.73m2")
    refused = grade_of(clearance, per_area, None, None, None, analyte="crcl")
    assert refused[0] is None and refused[1] is not None and refused[1][0] == "unit_unusable"


def test_clinical_clauses_are_an_assumption_where_they_could_raise_the_grade() -> None:
    assert graded("anemia", "5", "hgb", "g/dL", "9", LLN=Fraction(12))[2] == (ALONE,)
    assert graded("anemia", "5", "hgb", "g/dL", "13", LLN=Fraction(12))[2] == ()
    assert graded("neutropenia", "5", "anc", "10*9/L", "0.7")[2] == ()
    assert graded("hyperkalemia", "5", "potassium", "mmol/L", "7.5")[2] == ()
    assert graded("hyperkalemia", "5", "potassium", "mmol/L", "6.5")[2] == (ALONE,)
