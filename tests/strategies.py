"""What the properties share beside `eligo.testing`: small trials, small profiles, screening a profile."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from eligo.compiler import compile_text
from eligo.core.nodes import Trial
from eligo.evaluate.screening import Screening, screen
from eligo.testing import profiles_for
from eligo.testing.profiles import read

REFERENCE = date(2025, 3, 1)


@lru_cache(maxsize=512)
def compiled(text: str) -> Trial:
    """The trial of a text that compiles."""
    trial, found = compile_text(text)
    assert trial is not None, "\n".join(one.render(text) for one in found)
    return trial


def one_rule(rule: str, kind: str = "inclusion") -> Trial:
    """A trial of one criterion."""
    return compiled(f'trial CASE "a case"\n\n{kind} 1 "the rule"\n  {rule}\n')


def screened(trial: Trial, profile: dict[str, Any], **options: Any) -> Screening:
    """The profile screened on its reference date."""
    return screen(trial, read(profile), date.fromisoformat(profile["reference_date"]), **options)


def outcomes(trial: Trial, profile: dict[str, Any]) -> list[tuple[str, tuple[str, ...], str]]:
    """(label, cohorts, outcome) of every criterion, in order."""
    return [(one.criterion.label, one.criterion.cohorts, one.outcome) for one in screened(trial, profile).criteria]


DEFINITE = ("pass", "fail", "not_applicable")

RULES = (
    "ANC >= 1500 /uL",
    "ANC > 1500 /uL within 14 days before first dose",
    "AST and ALT <= 3 x ULN",
    "either of AST or ALT <= 2.5 x ULN within 4 weeks",
    "bilirubin <= 1.5 x ULN",
    "PTT <= ULN + 5 s",
    "creatinine <= 1.5 mg/dL",
    "creatinine <= 1.5 x ULN or GFR >= 50 mL/min",
    "GFR >= 60 mL/min/1.73m2",
    "Cockcroft-Gault >= 60 mL/min",
    "CKD-EPI 2021 >= 60 mL/min/1.73m2",
    "BMI >= 18.5 kg/m2",
    "QTcF <= 480 ms",
    "corrected calcium <= 10.5 mg/dL",
    "potassium between 3.5 mmol/L and 5.0 mmol/L",
    "ECOG is 0 or 1",
    "hemoglobin >= 9 g/dL in the last 28 days",
    "age between 18 years and 75 years",
    "age < 18 months",
    "AST <= 3 x ULN, or <= 5 x ULN if liver metastases",
    "platelets >= 100 10*9/L, or >= 75 10*9/L if hypertension",
    "hypertension",
    "history of hypertension",
    "controlled hypertension",
    "brain metastases or liver metastases",
    "metastases and hypertension",
    "no brain metastases",
    "other malignancy except basal cell carcinoma",
    "histologically confirmed pancreatic cancer",
    "metastatic pancreatic cancer",
    "stage III or IV pancreatic cancer",
    "myocardial infarction within 6 months",
    "stroke not within 6 months before first dose",
    "pneumonitis within 6 months",
    "family history of long QT syndrome",
    "prior PD-1 inhibitor or PD-L1 inhibitor",
    "no prior palliative chemotherapy",
    "current chemotherapy",
    "current warfarin",
    "at least 28 days since chemotherapy",
    "more than 6 months since radiotherapy",
    "less than 4 weeks from systemic corticosteroid to first dose",
    "chemotherapy within 6 months before first dose",
    "at most 2 prior lines of systemic therapy",
    "at least 1 prior lines of systemic therapy",
    "no prior lines of chemotherapy",
    "at most 1 prior lines of systemic therapy, "
    "counting neoadjuvant or adjuvant therapy only if progression less than 6 months after its end",
    "HBsAg negative",
    "pregnancy test negative within 7 days",
    "HCV antibody positive only if HCV RNA undetectable",
    "female",
    "written informed consent",
    'judgment "fit"',
    'unread "adequate reserve"',
    "read as bilirubin <= 1.5 x ULN, or as bilirubin <= 3 x ULN",
    "if hypertension then ANC >= 1500 /uL otherwise ANC >= 1000 /uL",
    "(hypertension and ANC >= 1500 /uL) or not female",
    "ANC >= 1500 /uL, unless brain metastases",
    "history of autoimmune disease except vitiligo",
    "cardiovascular disease within 6 months",
    "history of organ transplantation",
    # Which result counts.
    "any ANC < 1500 /uL within 28 days",
    "all platelets >= 100 10*9/L within 28 days",
    "lowest hemoglobin >= 9 g/dL within 3 months",
    "highest AST <= 3 x ULN",
    "first platelets >= 100 10*9/L within 14 days before first dose",
    "platelets < 100 10*9/L on 2 occasions at least 7 days apart",
    "ANC >= 1500 /uL for at least 7 days",
    "any HBsAg positive within 6 months",
    # Windows.
    "ANC >= 1500 /uL within 72 hours before enrollment",
    "platelets >= 100 10*9/L since enrollment",
    "hemoglobin >= 9 g/dL between enrollment and first dose",
    "stroke after enrollment",
    "stroke between 2 and 6 months before first dose",
    "chemotherapy at least 28 days before first dose",
    # Values against earlier ones, and made of several.
    "creatinine <= 1.5 x baseline",
    "creatinine >= 1.25 x nadir",
    "hemoglobin decrease from baseline >= 2 g/dL",
    "platelets increase from nadir >= 25 %",
    "ratio of AST to ALP > 2",
    "difference of systolic blood pressure and diastolic blood pressure >= 40 mmHg",
    "potassium within normal limits",
    "potassium outside normal limits",
    "creatinine <= 2.0 mg/dL [177 umol/L]",
    "NLR <= 4",
    "ALBI grade <= 2",
    "eGFR >= 60 mL/min/1.73m2",
    # Scales and grades.
    "NYHA class is I or II",
    "Child-Pugh class A",
    "proteinuria < 2+",
    "CTCAE v5 grade of anemia <= 1",
    "CTCAE v6 grade of neutrophil count decreased <= 1",
    "CTCAE v5 grade of alanine aminotransferase increased <= 1",
    "CTCAE v5 grade of creatinine increased <= 1",
    "CTCAE v5 grade >= 2 peripheral neuropathy",
    "CTCAE v5 grade of peripheral neuropathy <= 1",
    # Counts, half-lives, what lasts.
    "at least 2 of (ANC < 1500 /uL, platelets < 100 10*9/L, hypertension)",
    "exactly 1 of (AST, ALT) > 3 x ULN",
    "nivolumab within 5 half-lives before first dose",
    "antineoplastic therapy within 4 weeks or 5 half-lives before first dose, whichever is shorter",
    "at least 4 weeks or 5 half-lives since antineoplastic therapy, whichever is longer",
    "hypertension for at least 3 months",
    "current warfarin for at least 4 weeks before first dose",
    "current anticoagulant for at least 14 days",
    "resolved pneumonitis for at least 28 days",
    "controlled hypertension for at least 28 days",
    "lowest QTcF >= 300 ms",
    "MELD 3.0 <= 20",
    # What entries say of themselves, and how much there is of them.
    "symptomatic or untreated brain metastases",
    "brain metastases stable for at least 28 days before first dose",
    "brain metastases not stable for at least 28 days before first dose",
    "locally advanced, unresectable or metastatic pancreatic cancer",
    "recurrent ovarian cancer",
    "stage IIB or higher breast cancer",
    "stage IB to IIIA breast cancer",
    "TNM T3 or higher breast cancer",
    "TNM N1 to N3 breast cancer",
    "TNM M0 breast cancer",
    "histologic grade 3 breast cancer",
    "CTCAE any version grade > 3 pneumonitis",
    "pneumonitis related to radiotherapy",
    "prior radiotherapy to the brain",
    "prior radiotherapy to the brain or spine",
    "prior trastuzumab as the only HER2-targeted therapy",
    "bone metastases as the only metastases",
    "prior platinum as the most recent systemic therapy",
    "platinum as the first systemic therapy",
    "prior chemotherapy for breast cancer",
    "prior chemotherapy for metastatic disease",
    "prior chemotherapy in the metastatic setting",
    "current corticosteroid for premedication",
    "prior cisplatin combined with gemcitabine",
    "prior nivolumab alone",
    "nivolumab stopped for toxicity",
    "progression during chemotherapy",
    "progression on or after chemotherapy",
    "progression after chemotherapy",
    "progression within 6 months after chemotherapy",
    "progression on or within 6 months after chemotherapy",
    "progression at least 6 months after chemotherapy",
    "progression more than 6 months after chemotherapy",
    "progression less than 6 months after chemotherapy",
    "complete or partial response to chemotherapy",
    "partial response or better to chemotherapy",
    "prior chemotherapy for at least 3 months",
    "stable dose of prednisone for at least 4 weeks before first dose",
    "systemic corticosteroid > 10 mg/day prednisone equivalent within 4 weeks before first dose",
    "prior radiotherapy to the lung > 30 Gy",
    "at least 4 cycles of cisplatin",
    "at most 1 prior stem cell transplantation",
    "at least 2 episodes of stroke within 12 months",
    "cumulative dose of anthracycline <= 360 mg/m2 doxorubicin equivalent",
    "other malignancy within 3 years except basal cell carcinoma, stage I endometrial cancer",
    "prior standard therapy",
    "treatment in another trial within 4 weeks",
    "history of adverse event related to chemotherapy",
    "prior chemotherapy except cisplatin for breast cancer, adjuvant gemcitabine",
    "at least 28 days since radiotherapy to the brain",
    "no prior systemic therapy for metastatic disease",
    "cumulative dose of radiotherapy <= 60 Gy",
    "current prednisone <= 10 mg/day",
    "at most 6 prior chemotherapy",
    "less than 4 cycles of platinum within 12 months",
    "palliative chemotherapy as the most recent systemic therapy",
    "pembrolizumab combined with chemotherapy within 6 months",
)


@st.composite
def around(draw: st.DrawFn, trial: Trial) -> dict[str, Any]:
    """A patient around a trial's limits, with what only some rules look at: a baseline, grades, classes."""
    profile = draw(profiles_for(trial))
    results = profile.get("results", [])
    if "baseline" in trial.text and results and draw(st.booleans()):
        day = draw(
            st.sampled_from([one["date"] for one in results if len(one.get("date", "")) == 10] or ["2025-02-01"])
        )
        profile["anchors"] = {**profile.get("anchors", {}), "baseline": day}
    if "baseline" in trial.text or "grade of" in trial.text:
        for one in results:
            if "reference_range" not in one and draw(st.booleans()):
                one["reference_range"] = {"high": draw(st.sampled_from([1, 1.2, 40]))}
    for entry in profile.get("conditions", ()):
        if "grade" in trial.text and draw(st.booleans()):
            entry["grade"] = draw(st.integers(1, 5))
            if draw(st.booleans()):
                entry["grading"] = draw(st.sampled_from(["CTCAE 5", "CTCAE 4", "CTCAE 5.0"]))
        if "NYHA" in trial.text or "Child-Pugh" in trial.text:
            entry["class"] = draw(st.sampled_from(["NYHA I", "NYHA III", "Child-Pugh A", "Child-Pugh B", "odd"]))
    return profile


# Results that stand on the steps of the rules below: what is between them, before and after matters there.
_STEPS: dict[str, tuple[str, tuple[float, ...], dict[str, float]]] = {
    "creatinine": ("mg/dL", (0.8, 1, 1.2, 1.25, 1.3, 1.5, 1.6, 2, 2.5), {"low": 0.6, "high": 1.2}),
    "ALT": ("U/L", (30, 40, 80, 120, 121, 200, 240, 241), {"low": 5, "high": 40}),
    "AST": ("U/L", (30, 40, 80, 90, 91, 120, 121), {"low": 5, "high": 40}),
    "ALP": ("U/L", (40, 45, 60, 100), {"low": 35, "high": 105}),
    "hemoglobin": ("g/dL", (7.9, 8, 9, 9.9, 10, 11, 12, 14), {"low": 12, "high": 16}),
    "platelets": ("10*9/L", (24, 74, 75, 90, 99, 100, 120, 150), {"low": 150, "high": 400}),
    "ANC": ("10*9/L", (0.4, 0.9, 1, 1.4, 1.5, 2, 5), {"low": 2, "high": 7}),
    "ALC": ("10*9/L", (0, 0.3, 0.4, 1, 1.5), {"low": 1, "high": 4}),
    "NLR": ("", (1, 3, 4, 5, 20), {"low": 1, "high": 3}),
    "potassium": ("mmol/L", (2.9, 3.2, 3.5, 4, 5.1, 5.2, 5.6), {"low": 3.5, "high": 5.1}),
    "sodium": ("mmol/L", (120, 124, 129, 129.5, 130, 140), {"low": 135, "high": 145}),
}
_DAYS = (
    "2024-12-01", "2025-01-10", "2025-01-31", "2025-02-01", "2025-02-10", "2025-02-15", "2025-02-20", "2025-02-22",
    "2025-02-26", "2025-02-27", "2025-02-28", "2025-03-01", "2025-03-02", "2025-02", "2025-01", "2025",
)  # fmt: skip

# Rules and the analytes that they look at.
SERIES = (
    *((f"{which} platelets {op} 100 10*9/L{window}", ("platelets",))
      for which in ("any", "all", "lowest", "highest", "first", "latest") for op in ("<", ">=")
      for window in ("", " within 28 days", " within 48 hours")),
    *((f"platelets {op} 100 10*9/L {behind}", ("platelets",)) for op in ("<", ">=")
      for behind in ("on 2 occasions", "on 2 occasions at least 7 days apart", "on 3 occasions at least 7 days apart",
                     "on 2 occasions at least 7 days apart within 28 days", "for at least 7 days",
                     "for at least 1 month", "for at least 7 days before enrollment")),
    *((f"platelets >= 100 10*9/L {window}", ("platelets",))
      for window in ("after enrollment", "since enrollment", "before enrollment", "within 14 days of enrollment",
                     "between enrollment and first dose", "at least 14 days before enrollment",
                     "between 7 and 14 days after enrollment", "within 72 hours before enrollment")),
    *((f"{which}creatinine {op} 1.5 x {of}", ("creatinine",))
      for which in ("", "any ", "all ", "lowest ", "highest ", "first ") for op in ("<=", ">=")
      for of in ("baseline", "nadir")),
    *((f"{which}hemoglobin {direction} >= {limit}", ("hemoglobin",))
      for which in ("", "any ", "all ") for limit in ("2 g/dL", "20 %")
      for direction in ("decrease from baseline", "increase from baseline", "increase from nadir")),
    *((f"{which}potassium {normal}", ("potassium",))
      for which in ("", "first ") for normal in ("within normal limits", "outside normal limits")),
    *((f"{which}ratio of AST to ALP {op} 2", ("AST", "ALP")) for which in ("", "any ", "all ") for op in ("<=", ">")),
    *((f"{which}NLR <= 4", ("ANC", "ALC")) for which in ("", "any ", "highest ")),
    *((f"{which}NLR <= 4", ("ANC", "ALC", "NLR")) for which in ("", "any ", "all ", "first ", "highest ")),
    *((f"NLR <= 4 {behind}", ("ANC", "ALC", "NLR"))
      for behind in ("within 28 days", "on 2 occasions", "for at least 7 days")),
    *((f"{which}CTCAE v{version} grade of {term} {limit}", (analyte,))
      for which in ("", "any ") for version in (4, 5, 6) for limit in ("is 0", "<= 1", ">= 2", "is 3")
      for term, analyte in (("alanine aminotransferase increased", "ALT"), ("creatinine increased", "creatinine"),
                            ("neutrophil count decreased", "ANC"), ("hypokalemia", "potassium"),
                            ("anemia", "hemoglobin"), ("hyponatremia", "sodium"))),
    ("at least 2 of (AST, ALT, ALP) > 3 x ULN", ("AST", "ALT", "ALP")),
    ("exactly 1 of (ANC < 1500 /uL, platelets < 100 10*9/L, any ALT > 3 x ULN)", ("ANC", "platelets", "ALT")),
)  # fmt: skip


@st.composite
def series(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, Any]:
    """A patient with several results of a few analytes, on few days."""
    profile: dict[str, Any] = {"id": "P", "reference_date": draw(st.sampled_from(["2025-03-01"] * 3 + ["2025-02-25"]))}
    profile["complete"] = draw(st.sampled_from([["results"], ["results"], []]))
    anchors = st.sampled_from(["2025-02-01", "2025-02-10", "2025-02-20", "2025-03-01", "2025-03-10"])
    profile["anchors"] = draw(
        st.fixed_dictionaries({}, optional={"baseline": anchors, "enrollment": anchors, "first dose": anchors})
    )
    profile["results"] = []
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(names))
        unit, steps, limits = _STEPS[name]
        value: float | str = draw(st.sampled_from(steps))
        entry: dict[str, Any] = {"test": name, "value": value}
        if draw(st.integers(0, 9)) == 0:
            entry["value"] = f"{draw(st.sampled_from('<>'))}{value}"
        if unit and draw(st.integers(0, 14)):
            entry["unit"] = unit
        if draw(st.integers(0, 9)):
            entry["date"] = draw(st.sampled_from(_DAYS))
        ends = draw(st.sampled_from([("low", "high"), ("low", "high"), ("low",), ("high",), ()]))
        if ends and "unit" in entry:
            entry["reference_range"] = {end: limits[end] for end in ends}
        profile["results"].append(entry)
    return profile
