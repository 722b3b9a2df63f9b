"""What the examination says of small trials, and what it must not say; each patient shown is run again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eligo.core.nodes import Among, Op, Or, Trial, Which
from eligo.examine.examining import examine
from eligo.examine.running import run
from examined import codes, found, trial

COHORTS = 'cohorts A "a", B "b"'
AST = "inclusion: AST <= 3 x ULN"


# -- exceptions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        f"{AST}, or <= 5 x ULN if liver metastases, or <= 8 x ULN if hypertension",
        f"{AST}, or <= 5 x ULN if liver metastases, or <= 8 x ULN if female",
        "inclusion: platelets >= 100 10*9/L, or >= 75 10*9/L if liver metastases, or >= 50 10*9/L if age >= 65 years",
        "inclusion: hemoglobin >= 9 g/dL, or >= 8 g/dL if hypertension, or >= 10 g/dL if current chemotherapy",
        "inclusion for men: hemoglobin >= 9 g/dL, or >= 8 g/dL if hypertension, or >= 10 g/dL if ECOG is 2",
        f"{AST}, or <= 5 x ULN if liver metastases, or <= 8 x ULN if hypertension, unless asthma",
        "exclusion: AST > 3 x ULN, or > 5 x ULN if liver metastases, or > 8 x ULN if hypertension",
    ],
)
def test_exceptions_that_overlap_are_shown(rule: str) -> None:
    (one,) = found(rule)
    assert one.diagnostic.code == "L006"
    assert one.shown is not None
    (outcome,) = run(trial(rule), trial(rule).criteria, one.shown.profile)
    assert outcome.outcome == "unknown"
    assert [gap.reason for gap in outcome.reasons] == ["exceptions_conflict"]
    assert "exceptions_conflict" in one.diagnostic.help


@pytest.mark.parametrize(
    "rule",
    [
        f"{AST}, or <= 5 x ULN if liver metastases",
        f"{AST}, or <= 5 x ULN if age < 18 years, or <= 8 x ULN if age >= 65 years",
        f"{AST}, or <= 5 x ULN if (liver metastases and hypertension), or <= 8 x ULN if (liver metastases "
        "and not hypertension)",
        f"{AST}, or <= 5 x ULN if ECOG is 0, or <= 8 x ULN if ECOG is 1",
        f"{AST}, or <= 5 x ULN if (HBsAg positive and female), or <= 8 x ULN if (HBsAg negative and female)",
        f"{AST}, or <= 5 x ULN if liver metastases, or <= 5 x ULN if bone metastases",
    ],
)
def test_exceptions_that_never_differ_are_let_be(rule: str) -> None:
    assert codes(rule) == []


@pytest.mark.parametrize(
    "criteria",
    [
        [f"{AST}, or <= 3 x ULN if liver metastases"],
        [f"{AST}, or <= 5 x ULN if (age < 18 years and age > 65 years)"],
        [f"{AST}, or <= 5 x ULN if (liver metastases and no history of liver metastases)"],
        ["inclusion: age >= 18 years", f"{AST}, or <= 5 x ULN if age < 12 years"],
        ["exclusion: history of liver metastases", f"{AST}, or <= 5 x ULN if liver metastases"],
        ["inclusion for women: AST <= 3 x ULN, or <= 5 x ULN if male"],
        [f"{AST}, or <= 5 x ULN if (age >= 0 years)"],
        [f"{AST}, or <= 60 U/L if metastases, or <= 60 U/L if liver metastases"],
        ["inclusion: ECOG is 0 or 1, unless ECOG is 1"],
        ["inclusion: liver metastases only if history of liver metastases"],
        [f"{AST}, or <= 5 x ULN if female, or <= 8 x ULN if male"],
        [f"{AST}, or <= 5 x ULN if HBsAg positive, or <= 8 x ULN if HBsAg negative"],
        ['inclusion: if hypertension then judgment "fit" otherwise judgment "fit"'],
    ],
)
def test_exceptions_that_never_count_are_named(criteria: list[str]) -> None:
    assert codes(*criteria) == ["L007"]


@pytest.mark.parametrize(
    "criteria",
    [
        ["inclusion: age >= 12 years", f"{AST}, or <= 5 x ULN if age < 18 years"],
        ["exclusion: liver metastases", f"{AST}, or <= 5 x ULN if history of liver metastases"],
        ["exclusion: hypertension or asthma within 6 months", f"{AST}, or <= 5 x ULN if history of asthma"],
        ["inclusion for A: age >= 18 years", f"{AST}, or <= 5 x ULN if age < 12 years"],
        ["inclusion for women: age >= 18 years", f"{AST}, or <= 5 x ULN if age < 12 years"],
        [f"{AST}, or <= 100 U/L if liver metastases"],
        [f"{AST}, or <= 3 x LLN if liver metastases"],
        ["inclusion: liver metastases, unless female"],
        ['inclusion: if hypertension then judgment "fit" otherwise judgment "unfit"'],
    ],
)
def test_exceptions_that_may_count_are_let_be(criteria: list[str]) -> None:
    assert codes(*criteria, header=COHORTS) == []


# -- criteria ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "criteria",
    [
        ["inclusion: age >= 18 years and age < 18 years"],
        ["inclusion: age >= 18 years", "inclusion: age < 216 months"],
        ["inclusion: ANC >= 1500 /uL", "exclusion: ANC >= 1 10*9/L"],
        ["inclusion: AST > 3 x ULN", "inclusion: AST <= 2.5 x ULN"],
        ["inclusion: HIV infection", "exclusion: history of HIV infection"],
        ["inclusion: history of liver metastases", "exclusion: history of metastases"],
        ["inclusion: HBsAg positive", "exclusion: HBsAg positive or hypertension"],
        ["inclusion: ECOG is 0 or 1", "exclusion: ECOG <= 1"],
        ["inclusion: ECOG is 0 or 1", "inclusion: ECOG > 1"],
        ["inclusion: female", "inclusion: male"],
        [
            "inclusion: at least 2 prior lines of systemic therapy",
            "inclusion: at most 1 prior lines of systemic therapy",
        ],
        ["inclusion for A: age >= 18 years", "inclusion: age < 18 years"],
        ["inclusion for women: ANC >= 1500 /uL", "inclusion: ANC < 1000 /uL"],
        ["inclusion: written informed consent", "exclusion: written informed consent"],
        ["inclusion: prior chemotherapy within 4 weeks", "exclusion: prior antineoplastic therapy within 6 weeks"],
        ["exclusion: hypertension or not hypertension"],
        ["inclusion: any ANC >= 1500 /uL within 28 days", "exclusion: any ANC >= 1500 /uL within 28 days"],
        ["inclusion: lowest ANC >= 1500 /uL within 28 days", "exclusion: lowest ANC >= 1000 /uL within 28 days"],
        ["inclusion: NYHA class is I or II", "exclusion: NYHA class <= II"],
        ["inclusion: hypertension for at least 3 months", "exclusion: hypertension"],
        ["inclusion: CTCAE v5 grade >= 3 neuropathy", "exclusion: CTCAE v5 grade >= 2 neuropathy"],
        ["inclusion: at least 2 of (hypertension, asthma, HBsAg positive)", "exclusion: hypertension or asthma"],
    ],
)
def test_criteria_that_nobody_passes_are_named(criteria: list[str]) -> None:
    header = COHORTS if "for A" in " ".join(criteria) else ""
    made = found(*criteria, header=header)
    assert [one.diagnostic.code for one in made] == ["L008"]
    if len(criteria) > 1:
        whole, shown = trial(*criteria, header=header), made[0].shown
        assert shown is not None
        assert [one.outcome for one in run(whole, whole.criteria, shown.profile)] == ["pass", "fail"]


@pytest.mark.parametrize(
    "criteria",
    [
        ["inclusion for A: age >= 18 years", "inclusion for B: age < 18 years"],
        ["inclusion for women: hemoglobin >= 12 g/dL", "inclusion for men: hemoglobin < 12 g/dL"],
        ["inclusion: female", "inclusion for men: hemoglobin >= 13 g/dL"],
        ["inclusion: ANC >= 1500 /uL within 14 days", "inclusion: ANC < 1000 /uL"],
        ["inclusion: AST <= 40 U/L", "inclusion: AST > 3 x ULN"],
        ["inclusion: AST >= 3 x ULN", "inclusion: AST <= 2 x LLN"],
        ["inclusion: GFR >= 60 mL/min", "inclusion: GFR < 50 mL/min/1.73m2"],
        ["inclusion: GFR >= 60 mL/min", "inclusion: Cockcroft-Gault < 60 mL/min"],
        ["inclusion: history of HIV infection", "exclusion: HIV infection"],
        ["inclusion: metastases", "exclusion: history of liver metastases"],
        ["inclusion: malignancy", "exclusion: other malignancy"],
        ["inclusion: history of autoimmune disease", "exclusion: history of autoimmune disease except vitiligo"],
        ["inclusion: hypertension or age < 18 years", "inclusion: age >= 18 years"],
        ["inclusion: ANC >= 1500 /uL, unless hypertension", "inclusion: ANC < 1500 /uL"],
        ["inclusion: prior chemotherapy within 6 weeks", "exclusion: prior chemotherapy within 4 weeks"],
        ["inclusion: family history of long QT syndrome", "exclusion: history of long QT syndrome"],
        ['inclusion: judgment "fit"', 'exclusion: judgment "fit"'],
        ["inclusion: HBsAg positive", "inclusion: HCV antibody negative"],
        ["inclusion: prior palliative chemotherapy", "exclusion: prior adjuvant chemotherapy"],
        ["inclusion: hypertension within 6 months", "exclusion: hypertension"],
        [
            "inclusion for patients aged < 65 years: ANC >= 1500 /uL",
            "inclusion for patients aged >= 65 years: ANC < 1 G/L",
        ],
        ["inclusion: any ANC >= 1500 /uL within 28 days", "inclusion: any ANC < 1500 /uL within 28 days"],
        ["inclusion: first ANC >= 1500 /uL within 28 days", "inclusion: ANC < 1500 /uL within 28 days"],
        ["inclusion: creatinine <= 1.5 x baseline", "inclusion: creatinine > 1.5 mg/dL"],
        ["inclusion: hypertension for at least 3 months", "exclusion: hypertension within 3 months before first dose"],
        ["inclusion: hypertension", "exclusion: hypertension for at least 3 months"],
        ["inclusion: hypertension for at least 6 months", "exclusion: hypertension for at least 3 months"],
        ["inclusion: CTCAE v5 grade >= 2 neuropathy", "exclusion: CTCAE v5 grade >= 3 neuropathy"],
        ["inclusion: CTCAE v4.03 grade >= 3 neuropathy", "exclusion: CTCAE v5 grade >= 2 neuropathy"],
    ],
)
def test_criteria_that_somebody_passes_are_let_be(criteria: list[str]) -> None:
    assert codes(*criteria, header=COHORTS if "for A" in " ".join(criteria) else "") == []


@pytest.mark.parametrize(
    ("criteria", "needless"),
    [
        (["inclusion: age >= 18 years", "inclusion: age between 18 years and 75 years"], "inclusion 1"),
        (["inclusion: ANC >= 1500 /uL", "exclusion: ANC < 1000 /uL"], "exclusion 2"),
        (["inclusion: ANC >= 1500 /uL", "exclusion: ANC < 2000 /uL"], "inclusion 1"),
        (["inclusion: ANC >= 1500 /uL", "inclusion for A: ANC >= 1 10*9/L"], "inclusion 2"),
        (["exclusion: history of metastases", "exclusion: liver metastases"], "exclusion 2"),
        (["exclusion: hypertension", "exclusion: hypertension"], "exclusion 2"),
        (["inclusion: ECOG is 0 or 1", "inclusion: ECOG < 2"], "inclusion 2"),
        (["exclusion: prior antineoplastic therapy", "inclusion: no prior PD-1 inhibitor"], "inclusion 2"),
        (["inclusion: AST <= 2.5 x ULN", "exclusion: AST > 5 x ULN"], "exclusion 2"),
        (["inclusion: ALT <= 40 U/L and AST <= 40 U/L", "exclusion for women: AST > 60 U/L"], "exclusion 2"),
    ],
)
def test_a_criterion_that_adds_nothing_is_named(criteria: list[str], needless: str) -> None:
    (one,) = found(*criteria, header=COHORTS if "for A" in " ".join(criteria) else "")
    assert one.diagnostic.code == "L009"
    assert one.diagnostic.message.endswith(f"can fail {needless}")


@pytest.mark.parametrize(
    "criteria",
    [
        ["inclusion for A: ANC >= 1500 /uL", "inclusion: ANC >= 1000 /uL"],
        ["inclusion for women: ANC >= 1500 /uL", "inclusion: ANC >= 1000 /uL"],
        ["inclusion: ANC >= 1500 /uL", "inclusion: ANC >= 1000 /uL within 14 days"],
        ["inclusion: ANC >= 1500 /uL, unless hypertension", "inclusion: ANC >= 1000 /uL"],
        ["inclusion: ANC >= 1500 /uL or platelets >= 100 10*9/L", "inclusion: ANC >= 1000 /uL"],
        ["inclusion: AST <= 2.5 x ULN", "inclusion: AST <= 200 U/L"],
        ["exclusion: liver metastases", "exclusion: bone metastases"],
        ["exclusion: hypertension", "exclusion: history of hypertension within 6 months"],
        ["exclusion: history of autoimmune disease except vitiligo", "exclusion: vitiligo"],
        ["inclusion: age >= 18 years", "inclusion: age <= 75 years"],
        ["inclusion: hypertension", "exclusion: asthma"],
        ["inclusion: histologically confirmed pancreatic cancer", "inclusion: metastatic pancreatic cancer"],
        ['exclusion: hypertension and judgment "bad"', 'exclusion: hypertension and judgment "bad"'],
        ["inclusion: GFR >= 60 mL/min", "inclusion: CKD-EPI 2021 >= 50 mL/min/1.73m2"],
        ["exclusion: prior chemotherapy within 1 month", "exclusion: prior chemotherapy within 28 days"],
        ["inclusion: AST and ALT <= 3 x ULN", "inclusion: read as AST <= 3 x ULN, or as ALT <= 5 x ULN"],
        ["exclusion: AST > 2 x ULN", "exclusion: read as AST > 3 x ULN, or as ALT > 3 x ULN"],
        ["inclusion for patients aged < 65 years: ANC >= 1500 /uL", "inclusion: ANC >= 1000 /uL"],
    ],
)
def test_a_criterion_that_adds_something_is_let_be(criteria: list[str]) -> None:
    assert codes(*criteria, header=COHORTS if "for A" in " ".join(criteria) else "") == []


# -- what is counted, and what isn't understood ------------------------------------------------


def among(op: Op, number: int) -> Trial:
    """Two criteria: so many of hypertension and a positive HBsAg; and no hypertension."""
    made = trial("inclusion: hypertension or HBsAg positive", "exclusion: hypertension")
    first, second = made.criteria
    assert isinstance(first.rule, Or)
    return replace(made, criteria=(replace(first, rule=Among(op, number, first.rule.items, first.span)), second))


@pytest.mark.parametrize(
    ("op", "number", "expected"),
    [
        (">=", 2, ["L008"]), ("=", 2, ["L008"]), (">", 1, ["L008"]), (">=", 1, []), ("=", 1, []), ("<=", 1, ["L009"]),
        ("<=", 0, ["L009"]), (">=", 3, ["L008"]), ("<", 5, []),
    ],
)  # fmt: skip
def test_counts_are_looked_into(op: Op, number: int, expected: list[str]) -> None:
    assert [one.diagnostic.code for one in examine(among(op, number))] == expected


def test_what_isnt_understood_is_never_reasoned_about() -> None:
    for which in (Which("any"), Which("all"), Which("occasions", 2, 7), Which("persistent", amount=7)):
        low, high = trial("inclusion: ANC >= 1500 /uL", "inclusion: ANC < 1000 /uL").criteria
        both = (replace(low, rule=replace(low.rule, which=which)), replace(high, rule=replace(high.rule, which=which)))
        assert examine(replace(trial("inclusion: female"), criteria=both)) == []


def test_what_isnt_understood_is_still_the_opposite_of_its_denial() -> None:
    one = trial("inclusion: ANC >= 1500 /uL", "exclusion: ANC >= 1500 /uL")
    both = tuple(replace(each, rule=replace(each.rule, which=Which("any"))) for each in one.criteria)
    assert [each.diagnostic.code for each in examine(replace(one, criteria=both))] == ["L008"]


def test_a_rule_with_too_many_ways_is_let_be() -> None:
    rule = " and ".join(f'(attested "a{n}" or attested "b{n}")' for n in range(20))
    assert codes(f"inclusion: {rule}", f"exclusion: {rule}") == []
