"""On an error every other criterion is still read, and the finding speaks the author's words."""

from __future__ import annotations

import pytest

from eligo.compiler import compile_text
from eligo.syntax.parser import parse, tables


def test_the_grammar_has_no_conflict():
    assert tables().options.strict


def codes(rule: str, kind: str = "inclusion") -> list[str]:
    return [one.code for one in compile_text(f'trial T "t"\n\n{kind} 1 "x"\n  {rule}\n')[1]]


def test_the_others_are_read():
    tree, found = parse(
        'trial T "t"\n\ninclusion 1 "x"\n  ANC >= >=\n\ninclusion 2 "y"\n  hypertension\n\ninclusion 3 "z"\n'
    )
    assert [one.id for one in tree.criteria] == ["2", "3"]
    assert [one.code for one in found] == ["S001"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("hypertension and asthma or ANC >= 1500 /uL", "S002"),
        ("ANC >= 1,500 /uL", "S003"),
        ("ANC >= 1 500 /uL", "S003"),
        ("hypertensoin", "N001"),
        ("prior nivolumob", "N001"),
        ("ANC >= 1500 flurbs", "Q001"),
        ("hemoglobin >= 9 U/L", "Q002"),
        ("ANC >= 1.5 /uL", "Q003"),
        ("ANC >= 1500", "Q004"),
        ("INR <= 1.5 x ULN", "Q005"),
        ("HBsAg undetectable", "Q006"),
        ("ANC negative", "Q006"),
        ("AST <= 40 U/L, or <= 60 U/L if metastases, or <= 80 U/L if liver metastases", "L001"),
        ("if judgment then hypertension", "L002"),
        ("chemotherapy", "L003"),
        ("stage IV prior cisplatin", "L004"),
        ("palliative hypertension", "L004"),
        ("current chemotherapy within 6 months", "L004"),
        ("potassium between 5 mmol/L and 3 mmol/L", "L005"),
        ("ANC >= 1500 /uL not within 6 months", "S001"),
        ("(hypertension", "S001"),
        ("AST <= 3 x ULN and (ALT <= 3 x ULN, or <= 5 x ULN if hypertension)", "S001"),
        ("age >= 18 kg", "Q002"),
        ("age >= 18", "Q004"),
        ("hypertension within 1.5 weeks", "S001"),
        ("hypertension within 200 years", "Q003"),
    ],
)
def test_codes(rule, code):
    assert code in codes(rule), codes(rule)


def test_both_readings_of_a_mixed_chain_are_shown():
    _, found = compile_text('trial T "t"\n\ninclusion 1 "x"\n  female and hypertension or prior cisplatin\n')
    (one,) = [one for one in found if one.code == "S002"]
    assert "(female and hypertension) or prior cisplatin" in one.help
    assert "female and (hypertension or prior cisplatin)" in one.help


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "T003"),
        ('inclusion 1 "x"\n  hypertension\n', "T003"),
        ('trial T "t"\n', "T002"),
        ('trial T "t"\n\ninclusion 1 "x"\n  hypertension\n\ninclusion 1 "y"\n  asthma\n', "T001"),
        ('trial T "t"\ncohorts A "a", A "b"\n\ninclusion 1 "x"\n  hypertension\n', "T001"),
        ('trial T "t"\ncohorts A "a"\n\ninclusion 1 "x"\n  hypertension\n  for A: asthma\n  for A: stroke\n', "T001"),
        ('trial T "t"\n\ninclusion 1 for Z "x"\n  hypertension\n', "N002"),
        ('trial T "t"\n\ninclusion 1 "x"\n', "S001"),
    ],
)
def test_codes_of_files(text, code):
    trial, found = compile_text(text)
    assert trial is None
    assert code in [one.code for one in found], found


def test_one_run_reports_everything():
    rule = "ANC >= 1500 and hemoglobin >= 9 U/L and hypertensoin"
    _, found = compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n\ninclusion 2 "y"\n  INR <= 2 x ULN\n')
    assert {one.code for one in found} == {"Q004", "N001", "Q002", "Q005"}
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize("rule", ["hypertensoin and hemoglobin >= 9 g/dL", "hypertensoin or HBsAg negative"])
def test_an_unknown_name_before_an_analyte(rule):
    assert codes(rule) == ["N001"]
