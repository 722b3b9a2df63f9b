"""Mistakes that are often made have a help line that mends them."""

from __future__ import annotations

import pytest

from eligo.compiler import compile_text


def found(rule: str) -> list[tuple[str, str]]:
    return [(one.code, one.help) for one in compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')[1]]


@pytest.mark.parametrize(
    ("rule", "help_"),
    [
        ("symptomatic and untreated brain metastases", "`symptomatic untreated brain metastases`"),
        ("symptomatic or brain metastases", "right before that name"),
        ("active or untreated brain metastases", "`(active brain metastases) or (untreated brain metastases)`"),
        ("treated and stable brain metastases", "`treated brain metastases stable for at least 28 days`"),
        ("stable brain metastases", "`brain metastases stable for at least 28 days`"),
        ("brain metastases stable", "say for how long"),
        ("pneumonitis related to radiotherapy and chemotherapy", "joined by `or`"),
        ("prior chemotherapy for breast cancer and melanoma", "joined by `or`"),
        ("prior radiotherapy to the brain and spine", "joined by `or`"),
        ("current chemotherapy for 3 months", "`for at least 3 months`"),
        ("current chemotherapy for more than 3 months", "`for at least 3 months`"),
        ("prior chemotherapy for metastatic melanoma", "`for breast cancer in the metastatic setting`"),
        ("prior chemotherapy for stage III melanoma", "write the condition alone"),
        ("stage >= III melanoma", "or higher"),
        ("stage T3 melanoma", "`TNM T3`"),
        ("T3 N1 melanoma", "`TNM T3 N1`"),
        ("histologic grade III melanoma", "`histologic grade 3"),
        ("current prednisone > 10 ml/day", "mg/m2"),
        ("current prednisone > 10 mg twice daily", "`20 mg/day`"),
        ("progression on or after first dose", "of a treatment"),
        ("disease progression", "on which treatment"),
        ("history of progression", "on which treatment"),
        ("partial response", "to which treatment"),
        ("cisplatin stopped for toxicity or progression", "two rules"),
        ("bone metastases as the only metastases or stroke", "`(... as the only metastases) or stroke`"),
        ("brain metastases treated with radiotherapy", "`prior radiotherapy for brain metastases`"),
        ("melanoma refractory to chemotherapy", "`refractory melanoma`"),
        ("refractory to chemotherapy", "`no objective response to chemotherapy`"),
        ("response to chemotherapy", "`objective response to chemotherapy`"),
        ("at most 1 prior line of chemotherapy in the metastatic setting", "of a therapy"),
        ("at most 1 prior line of chemotherapy for melanoma", "of a therapy"),
        ("at least 4 prior cycles of cisplatin", "leave `prior` out"),
        ("adequately treated brain metastases", "leave it out"),
    ],
)
def test_help(rule: str, help_: str) -> None:
    ((code, told),) = found(rule)
    assert code == "S001"
    assert help_ in told


def test_a_stroke_between_words() -> None:
    assert ("S006", "write `or`, or `and`") in found("relapsed/refractory multiple myeloma")


def test_an_unknown_analyte_stays_an_unknown_name() -> None:
    assert [code for code, _ in found("hemoglobn >= 9 g/dL")] == ["N001"]


def test_a_grade_says_whose_it_is() -> None:
    ((code, told),) = found("grade 3 pneumonitis")
    assert code == "N001" and "`CTCAE v5 grade 3`" in told


@pytest.mark.parametrize(
    ("rule", "help_"),
    [
        ("prior FOLFIRINOX", "`prior fluorouracil combined with irinotecan combined with oxaliplatin`"),
        ("prior AC-T", "one rule each: doxorubicin"),
        ("prior treatment for brain metastases", "`prior radiotherapy`"),
        ("current systemic corticosteroid except premedication", "except systemic corticosteroid for premedication`"),
    ],
)
def test_help_for_a_name(rule: str, help_: str) -> None:
    ((code, told),) = found(rule)
    assert code == "N001"
    assert help_ in told
