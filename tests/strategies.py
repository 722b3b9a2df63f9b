"""What the properties share beside `eligo.testing`: small trials, small profiles, screening a profile."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from eligo.compiler import compile_text
from eligo.core.nodes import Trial
from eligo.evaluate.screening import Screening, screen
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
)
