"""Sentences put together at random from the phrases of conditions and treatments: most are refused, none is read in
two ways. What the formatter writes is the same tree, and means the same."""

from __future__ import annotations

from random import Random

import pytest

from eligo.compiler import compile_text
from eligo.syntax.parser import parse
from eligo.syntax.printer import show
from eligo.versions import digest

NAMES = (
    "brain metastases", "breast cancer", "stroke", "pneumonitis", "melanoma", "infection", "bone metastases",
    "malignancy", "adverse event", "fracture", "cisplatin", "chemotherapy", "radiotherapy", "nivolumab", "prednisone",
    "systemic corticosteroid", "surgery", "stem cell transplantation", "standard therapy", "doxorubicin",
)  # fmt: skip
LEADS = (
    "no", "not", "history of", "prior", "current", "active", "other", "symptomatic", "symptomatic or untreated",
    "locally advanced, unresectable or metastatic", "recurrent", "stage IIB or higher", "stage III or IV", "TNM T3",
    "TNM N1 to N3", "TNM T3 N1", "histologic grade 3", "CTCAE any version grade >= 2", "CTCAE v5 grade 2", "palliative",
    "neoadjuvant, palliative or adjuvant", "stable dose of", "complete or partial response to",
    "progression on or after", "progression within 6 months after", "progression during", "family history of",
    "histologically confirmed", "at least 2 cycles of", "at most 1 prior", "at least 2 episodes of",
    "cumulative dose of", "at least 28 days since", "no prior lines of", "symptomatic, untreated",
)  # fmt: skip
TAILS = (
    "to the brain", "to the brain or spine", "of the spine", "for breast cancer", "for premedication",
    "for metastatic disease", "related to chemotherapy", "related to radiotherapy or infection",
    "combined with gemcitabine", "alone", "stopped for toxicity", "> 10 mg/day", "> 30 Gy",
    "<= 360 mg/m2 doxorubicin equivalent", "> 10 mg/day prednisone equivalent", "as the only metastases",
    "as the most recent systemic therapy", "confirmed by histology", "within 6 months", "for at least 4 weeks",
    "stable for at least 28 days before first dose", "not stable for at least 2 months", "except melanoma",
    "except stage I breast cancer or stroke", "before first dose", "not within 3 months", "or", "and", ",",
    "or cisplatin", "and melanoma", "or prior radiotherapy", "or ECOG is 0", "unless stroke",
)  # fmt: skip
FRAMES = (
    "{}", "{}", "{}", "({}) or {}", "if {} then ECOG is 0", "read as {}, or as {}", "at least 2 of ({}, {}, ECOG is 0)",
    "ALT <= 3 x ULN, or <= 5 x ULN if {}", "{} only if ECOG is 0",
)  # fmt: skip
ROUNDS, ENOUGH = 150, 5


def sentence(draw: Random) -> str:
    words = [draw.choice(LEADS) for _ in range(draw.choice((0, 1, 1, 2)))]
    words.append(draw.choice(NAMES))
    if draw.random() < 0.2:
        words += [draw.choice(("or", "and", ",")), draw.choice(NAMES)]
    return " ".join([*words, *(draw.choice(TAILS) for _ in range(draw.choice((0, 1, 1, 2, 3))))])


@pytest.mark.parametrize("seed", range(8))
def test_what_is_printed_reads_back(seed: int) -> None:
    draw = Random(seed)
    compiled = 0
    for _ in range(ROUNDS):
        rule = draw.choice(FRAMES)
        rule = rule.format(*(sentence(draw) for _ in range(rule.count("{}"))))
        text = f'trial T "t"\n\n{draw.choice(("inclusion", "exclusion"))} 1 "x"\n  {rule}\n'
        file, _ = parse(text)
        printed = show(file)
        assert parse(printed)[0].criteria == file.criteria, rule
        trial, _ = compile_text(text)
        if trial is not None:
            compiled += 1
            again, found = compile_text(printed)
            assert again is not None, (rule, [one.message for one in found])
            assert digest(again) == digest(trial), rule
    assert compiled > ENOUGH
