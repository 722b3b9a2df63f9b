"""docs/phrases.md has a rule for each construct that the language was asked to have."""

from __future__ import annotations

import re

import pytest

from unit.docs import pages

RULES = [pages.codes(row.cells[1])[0] for row in pages.rows(pages.text("docs/phrases.md")) if row.column == "Phrase"]

CONSTRUCTS = {
    "comparison by sign": r"ANC >= 1500", "below": r"< 480 ms", "above": r"hemoglobin > 9", "equal": r"ECOG = 1",
    "between": r"between 3.5 and 5.5", "one of two": r"is 0 or 1", "at least": r"at least 2 of", "at most": r"at most 1",
    "normal limits": r"within normal limits", "several at once": r"AST and ALT", "either of": r"either of",
    "multiple of ULN": r"2.5 x ULN", "LLN": r"LLN", "ULN and seconds": r"ULN \+ 5 s", "ratio": r"ratio of",
    "change from baseline": r"from baseline", "two units": r"\[177 umol/L\]", "age": r"age >= 18", "BMI": r"^BMI",
    "BSA": r"^BSA", "clearance by method": r"Cockcroft-Gault", "eGFR by method": r"CKD-EPI 2021",
    "corrected calcium": r"corrected calcium", "QTcF": r"QTcF", "Child-Pugh": r"Child-Pugh", "MELD": r"MELD",
    "ALBI": r"ALBI", "or": r" or ECOG", "not": r"\bnot \(", "unless": r"unless", "if then": r"^if .* then",
    "exception": r", or <= 5 x ULN if", "except": r"except", "window": r"within 4 weeks before first dose",
    "not within": r"not within", "at least after": r"at least 30 days after", "for at least": r"for at least 3",
    "last months": r"within 30 days", "half-lives": r"half-lives", "whichever": r"whichever is shorter",
    "latest": r"^latest", "any": r"^any", "all": r"^all", "lowest": r"^lowest", "highest": r"^highest",
    "first": r"^first", "occasions": r"on 2 occasions at least 7 days apart", "active": r"^active",
    "history of": r"history of", "controlled": r"controlled", "stable": r"stable for at least", "symptomatic":
    r"symptomatic", "histology": r"histologically confirmed", "stage": r"stage IIB", "site": r"to the brain",
    "CTCAE": r"CTCAE v5 grade", "NYHA": r"NYHA", "other malignancy": r"other malignancy", "class": r"prior PD-1 inhibitor",
    "intent": r"adjuvant", "lines": r"prior lines? of", "cycles": r"cycles of", "most recent": r"as the most recent",
    "progression": r"progression within 6 months after", "response": r"response to", "intolerance": r"stopped for toxicity",
    "washout": r"since chemotherapy", "cumulative dose": r"cumulative dose of", "prednisone equivalent": r"prednisone equivalent",
    "current medicine": r"current anticoagulant", "no more than one": r"at most 1 prior", "word": r"HBsAg negative",
    "only if": r"only if", "gene": r"EGFR mutation", "wild type": r"wild type", "variant": r"L858R", "exon": r"exon 19",
    "fusion": r"fusion", "amplified": r"amplification", "MSI": r"MSI-H or dMMR", "TMB": r"mut/Mb", "PD-L1": r"PD-L1",
    "receptor": r"ER-positive", "IHC": r"HER2 IHC", "HLA": r"HLA-A", "sex": r"^female", "for women": r"for women",
    "childbearing": r"childbearing potential", "age group": r"for patients aged", "cohorts": r"cohorts A", "statement":
    r"^measurable disease", "attested": r"attested", "judgment": r"judgment", "define": r"define", "include": r"include",
    "parameter": r"parameter", "source": r"source", "two readings": r"read as", "family": r"family history of",
    "requires": r"requiring", "recovered": r"recovered to grade", "allergy": r"hypersensitivity to",
    "pressure": r"140/90 mmHg", "room air": r"room air", "transplant or transfusion": r"transplantation",


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_a_rule_of_the_table_uses_it(construct: str) -> None:
    assert any(re.search(CONSTRUCTS[construct], rule) for rule in RULES)
