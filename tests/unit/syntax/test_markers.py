"""Genes, findings, pressures and what toxicity recovered to: how they are read, and written again."""

from __future__ import annotations

import pytest

from eligo.syntax import printer, tree
from eligo.syntax.lexer import read
from eligo.syntax.parser import parse


def rule(text: str) -> tree.Expression:
    file, found = parse(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n')
    assert not found, [one.render(text) for one in found]
    body = file.criteria[0].body
    assert body is not None
    return body.rule  # type: ignore[return-value]  # these are expressions


def words(text: str) -> list[str]:
    return [token.type for token in read(f'inclusion 1 "x"\n  {text}').tokens[3:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EGFR mutation", ["MARKER"]),
        ("EGFR inhibitor", ["THERAPY"]),
        ("eGFR >= 60", ["MEASURE", "GE", "NUMBER"]),
        ("EGFR >= 60", ["MEASURE", "GE", "NUMBER"]),
        ("EGFR or ALK fusion", ["GENE", "OR_NAME", "MARKER"]),
        ("EGFR exon 19 deletion or L858R", ["MARKER", "OR_NAME", "ALTERATION"]),
        ("EGFR L858R and not T790M", ["MARKER", "AND", "NOT", "UNKNOWN"]),
        ("L858R", ["UNKNOWN"]),
        ("EGFR mutation except T790M or L858R", ["MARKER", "EXCEPT", "ALTERATION", "OR_NAME", "ALTERATION"]),
        ("EGFR mutation or ECOG is 0", ["MARKER", "OR", "MEASURE", "IS", "NUMBER"]),
        ("germline or somatic BRCA1 mutation", ["MARKED", "OR_NAME", "MARKED", "MARKER"]),
        ("MET amplification with at least 6 copies", ["MARKER", "AT_LEAST", "COPIES"]),
        ("ALK fusion by IHC", ["MARKER", "TESTED_BY"]),
        ("ALK fusion by IHC, NGS or the FISH", ["MARKER", "TESTED_BY", "COMMA", "TESTED_BY", "OR_NAME", "TESTED_BY"]),
        ("EGFR mutation in tumor tissue or blood", ["MARKER", "TESTED_BY", "OR_NAME", "TESTED_BY"]),
        ("ALK fusion by IHC or BP < 140/90 mmHg", ["MARKER", "TESTED_BY", "OR", "BLOOD_PRESSURE", "LT", "PRESSURE"]),
        ("HLA-A*02:01 or *02:06", ["MARKER", "OR_NAME", "ALTERATION"]),
        ("ALK fusion in the last 6 months", ["MARKER", "IN_THE_LAST", "NUMBER", "TIMEUNIT"]),
        ("MSI status is MSI-H", ["TEST", "IS", "WORD"]),
        ("MSI-H", ["FINDING"]),
        ("HER2 IHC is 0 or 1+", ["MEASURE", "IS", "NUMBER", "OR_VALUE", "LEVEL"]),
        ("HCV RNA and HDV RNA undetectable", ["TEST", "AND_NAME", "TEST", "WORD"]),
        ("HBV DNA or HCV RNA >= 1000 IU/mL", ["MEASURE", "OR_NAME", "MEASURE", "GE", "NUMBER", "UNIT"]),
        ("BP < 140/90 mmHg", ["BLOOD_PRESSURE", "LT", "PRESSURE"]),
        ("fatigue recovered to CTCAE v5 grade 1", ["CONDITION", "RECOVERED_TO", "NUMBER"]),
        ("infection requiring systemic treatment", ["CONDITION", "REQUIRING", "NEED"]),
        ("pneumonitis requiring oxygen or prior surgery", ["CONDITION", "REQUIRING", "NEED", "OR", "PRIOR", "THERAPY"]),
        ("hypersensitivity to cetuximab", ["CONDITION", "RELATED_TO", "THERAPY"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("EGFR exon 19 deletion or L858R", ""),
        ("no EGFR mutation, ALK fusion or ROS1 fusion within 6 months before enrollment", ""),
        ("germline or somatic BRCA1 or BRCA2 mutation", ""),
        ("MET amplification with at least 6 copies", "MET amplification >= 6 copies"),
        ("EGFR mutation by NGS in tumor tissue except T790M, L858R", ""),
        ("ALK fusion by IHC, FISH or NGS in tumor tissue or plasma within 6 months", ""),
        ("HLA-A*02:01 or *02:06", ""),
        ("EGFR mutation except T790M or L858R", "EGFR mutation except T790M, L858R"),
        ("at least 1 of (EGFR mutation except T790M or L858R, ALK fusion)",
         "at least 1 of (EGFR mutation except T790M or L858R, ALK fusion)"),
        ("BP<140/90", "blood pressure < 140/90 mmHg"),
        ("highest blood pressure <= 140/90 mmHg within 7 days", ""),
        ("blood pressure <= 140/90 mmHg on 2 occasions", ""),
        ("adverse event related to chemotherapy resolved to grade 1 or less except alopecia",
         "adverse event related to chemotherapy recovered to grade <= 1 except alopecia"),
        ("fatigue recovered to CTCAE version 5.0 grade 0 or 1", "fatigue recovered to CTCAE v5 grade 0 or 1"),
        ("adverse event related to chemotherapy not recovered to grade <= 1", ""),
        ("hypersensitivity to cetuximab or panitumumab", ""),
        ("infection that requires intravenous antibiotics", "infection requiring intravenous antibiotics"),
        ("no pneumonitis requiring oxygen or hospitalization", ""),
        ("MSI-H or dMMR", ""),
        ("HER2-low within 2 years before enrollment", ""),
        ("known brain metastases", "brain metastases"),
        ("not MSI-H", ""),
    ],
)  # fmt: skip
def test_written_in_one_way(text: str, written: str) -> None:
    made = rule(text)
    assert printer.expression(made) == (written or text)
    assert rule(printer.expression(made)) == made


def test_a_list_tells_what_stands_around_it() -> None:
    made = rule("no germline BRCA1 or BRCA2 mutation by NGS within 6 months")
    assert isinstance(made, tree.Marker)
    assert made.absent and made.window is not None
    assert [one.values for one in made.qualifiers] == [("germline",)]
    assert [(one.kind, one.lead, one.values) for one in made.tails] == [("tested by", "by", ("NGS",))]
    assert [(one.text, one.kind) for one in made.names.items if isinstance(one, tree.Name)] == [
        ("BRCA1", "GENE"), ("BRCA2 mutation", "MARKER"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("EGFR-mutated non-small cell lung cancer", "`non-small cell lung cancer and EGFR-mutated`"),
        ("non-small cell lung cancer EGFR mutation", "`non-small cell lung cancer and EGFR mutation`"),
        ("no MSI-H", "`not MSI-H`"),
        ("EGFR positive", "say what of it"),
    ],
)
def test_help(text: str, help_: str) -> None:
    _, found = parse(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n')
    assert [one.code for one in found] == ["S001"]
    assert help_ in found[0].help
