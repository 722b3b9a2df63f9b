"""Which word is which: longest names, connectives told apart by their neighbours, numbers with units."""

from __future__ import annotations

import pytest

from eligo.syntax.lexer import read


def kinds(rule: str) -> list[str]:
    lexed = read(f'trial T "t"\ninclusion 1 "x"\n  {rule}\n')
    return [token.type for token in lexed.tokens[6:]]


@pytest.mark.parametrize(
    ("rule", "connectives"),
    [
        ("AST and ALT <= 3 x ULN", ["AND_NAME"]),
        ("AST <= 3 x ULN and ALT <= 3 x ULN", ["AND"]),
        ("AST, ALT and GGT <= 3 x ULN", ["AND_NAME"]),
        ("AST <= 3 x ULN, or <= 5 x ULN if hypertension", ["OR_LIMIT"]),
        ("AST <= 3 x ULN, or at most 5 x ULN if hypertension", ["OR_LIMIT"]),
        ("AST <= 3 x ULN or at least 4 weeks since chemotherapy", ["OR"]),
        ("AST <= 3 x ULN or at most 2 prior lines of chemotherapy", ["OR"]),
        ("ECOG is 0 or 1", ["OR_VALUE"]),
        ("ECOG is 0 or 1 or 2", ["OR_VALUE", "OR_VALUE"]),
        ("ECOG is 0 or hypertension", ["OR"]),
        ("potassium between 3 mmol/L and 5 mmol/L", ["AND_VALUE"]),
        ("potassium between 3 mmol/L and 5 mmol/L and hypertension", ["AND_VALUE", "AND"]),
        ("hypertension or asthma", ["OR_NAME"]),
        ("hypertension or prior cisplatin", ["OR"]),
        ("stage III or IV pancreatic cancer", ["OR_NAME"]),
        ("prior neoadjuvant or adjuvant chemotherapy", ["OR_NAME"]),
        ("locally advanced or metastatic pancreatic cancer", ["OR_NAME"]),
        ("read as hypertension, or as asthma", ["OR_AS"]),
        ("hypertension, and asthma", ["AND_NAME"]),
        ("not hypertension and not asthma", ["AND"]),
    ],
)
def test_connectives(rule, connectives):
    found = [kind for kind in kinds(rule) if kind.startswith(("AND", "OR"))]
    assert found == connectives


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("squamous cell carcinoma of the head and neck", ["CONDITION"]),
        ("graft versus host disease", ["CONDITION"]),
        ("carcinoma in situ", ["CONDITION"]),
        ("Non-Small Cell Lung Cancers", ["CONDITION"]),
        ("tumour of the pancreas", ["CONDITION"]),
        ("PD-1 inhibitor", ["THERAPY"]),
        ("no more than", ["AT_MOST"]),
        ("no prior cisplatin", ["NO", "PRIOR", "THERAPY"]),
        ("history of stroke", ["HISTORY_OF", "CONDITION"]),
        ("family history of stroke", ["FAMILY_HISTORY_OF", "CONDITION"]),
        ("not within 3 months before first dose", ["NOT_WITHIN", "NUMBER", "TIMEUNIT", "BEFORE", "ANCHOR"]),
        ("1500 /uL", ["NUMBER", "UNIT"]),
        ("1500/µL", ["NUMBER", "UNIT"]),
        ("100 x10^9/L", ["NUMBER", "UNIT"]),
        ("1.5 x ULN", ["NUMBER", "TIMES", "ULN"]),
        ("1.5xULN", ["NUMBER", "TIMES", "ULN"]),
        ("1.5 times ULN", ["NUMBER", "TIMES", "ULN"]),
        ("50 mL/min/1.73m2", ["NUMBER", "UNIT"]),
        ("28 days", ["NUMBER", "TIMEUNIT"]),
        ("at most four prior lines of chemotherapy", ["AT_MOST", "NUMBER", "PRIOR_LINES_OF", "THERAPY"]),
        ("three words here", ["UNKNOWN"]),
        ("ABC-123/x", ["UNKNOWN"]),
    ],
)
def test_longest_match(rule, expected):
    assert kinds(rule) == expected


def test_a_name_over_a_line_end():
    assert kinds("pancreatic\n    cancer") == ["CONDITION"]


def test_a_comma_in_a_number_has_two_readings():
    lexed = read('trial T "t"\ninclusion 1 "x"\n  ANC >= 1,500 /uL\n')
    (one,) = lexed.diagnostics
    assert one.code == "S003"
    assert "1500 or 1.500" in one.help


def test_quotes_that_do_not_close():
    assert [one.code for one in read('trial T "t').diagnostics] == ["S005"]


def test_strays_are_one_finding():
    assert [one.code for one in read('trial T "t"\ninclusion 1 "x"\n  \x00\x01\x02\n').diagnostics] == ["S006"]


@pytest.mark.parametrize("digit", ["¹", "²", "①", "٣", "½"])
def test_digits_of_other_kinds_are_no_numbers(digit):
    lexed = read(f'trial T "t"\ninclusion 1 "x"\n  ANC >= {digit} /uL\n')
    assert "NUMBER" not in [token.type for token in lexed.tokens]


def test_nesting_is_bounded():
    deep = f'trial T "t"\ninclusion 1 "x"\n  {"(" * 101}hypertension{")" * 101}\ninclusion 2 "y"\n  asthma\n'
    lexed = read(deep)
    assert [one.code for one in lexed.diagnostics] == ["S004"]
    assert [token.value for token in lexed.tokens if token.type == "CONDITION"] == ["asthma"]
    assert not read(deep.replace("(" * 101, "(" * 100).replace(")" * 101, ")" * 100)).diagnostics
