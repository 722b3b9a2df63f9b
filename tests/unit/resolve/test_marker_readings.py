"""Sentences about alterations and pressures that have two readings, and what a word of one name reaches."""

from __future__ import annotations

import pytest

import eligo
from eligo.compiler import compile_text
from eligo.core.nodes import Altered, And, Expr, Or, Where
from eligo.core.walking import walk


def rule(text: str) -> Expr:
    trial, found = compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n', "", {})
    if trial is None:
        raise eligo.CriteriaError(found)
    return trial.criteria[0].rule


@pytest.mark.parametrize(
    ("text", "code", "said", "help_"),
    [
        ("germline BRCA1 mutation or BRCA2 mutation", "S002", "`germline` may be of the first", "the genes alone"),
        ("germline BRCA1 or BRCA2 mutation or PALB2 mutation", "S002", "`germline` may be", ""),
        ("no pathogenic BRCA1 mutation or BRCA2 mutation", "S002", "`pathogenic` may be", ""),
        ("homozygous UGT1A1*28 or UGT1A1*6", "S002", "`homozygous` may be", ""),
        ("MET amplification or ERBB2 amplification >= 6 copies", "S002", "the copies may be", "the genes alone"),
        ("MET mutation or amplification >= 6 copies", "S002", "the copies may be", ""),
        ("EGFR mutation or ALK fusion and KRAS mutation", "S002", "say `and` or `or`", "parentheses"),
        ("EGFR exon 19 deletion or ALK fusion or L858R", "L003", "of which gene?", "`EGFR L858R`"),
        ("EGFR mutation or MET amplification except T790M", "L003", "of which gene?", "`EGFR T790M`"),
        ("wild-type KRAS and NRAS", "L003", "what of NRAS?", "NRAS wild type"),
        ("blood pressure <= 90/140 mmHg", "L005", "the first of two pressures", "140/90"),
    ],
)
def test_refused(text: str, code: str, said: str, help_: str) -> None:
    with pytest.raises(eligo.CriteriaError) as caught:
        rule(text)
    assert [(one.code, said in one.message, help_ in one.help) for one in caught.value.diagnostics] == [
        (code, True, True)
    ]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("germline BRCA1 or BRCA2 mutation", {"BRCA1": "germline", "BRCA2": "germline"}),
        ("BRCA1 or BRCA2 germline mutation", {"BRCA1": "germline", "BRCA2": "germline"}),
        ("BRCA1 and BRCA2 germline mutation", {"BRCA1": "germline", "BRCA2": "germline"}),
        ("BRCA1 germline mutation or BRCA2 mutation", {"BRCA1": "germline", "BRCA2": ""}),
        ("(germline BRCA1 mutation) or BRCA2 mutation", {"BRCA1": "germline", "BRCA2": ""}),
        ("germline BRCA1 mutation or germline BRCA2 mutation", {"BRCA1": "germline", "BRCA2": "germline"}),
    ],
)
def test_what_an_origin_reaches(text: str, origins: dict[str, str]) -> None:
    found = {
        variant.gene: "".join(of.values[0] for of in one.where if isinstance(of, Where))
        for one in walk(rule(text))
        if isinstance(one, Altered)
        for variant in one.variants
    }
    assert found == origins


def test_an_alteration_takes_the_gene_before_it() -> None:
    made = rule("EGFR L858R, MET amplification or exon 14 skipping")
    assert isinstance(made, Altered)
    assert [one.gene for one in made.variants] == ["EGFR", "MET", "MET"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("blood pressure <= 140/90 mmHg", And), ("blood pressure >= 160/100 mmHg", Or),
        ("blood pressure >= 90/60 mmHg", And), ("blood pressure < 90/60 mmHg", Or),
        ("blood pressure < 120/80 mmHg", And),
    ],
)  # fmt: skip
def test_a_lower_limit_of_the_pressure_is_for_both(text: str, kind: type[Expr]) -> None:
    assert isinstance(rule(text), kind)
