"""Alterations: which variants a list asks for, what stands around them, and what is refused."""

from __future__ import annotations

import pytest

import eligo
from eligo.compiler import compile_text
from eligo.core.nodes import Altered, And, Compare, Copies, Expr, Has, Not, Or, Variant, Where, Worded
from eligo.core.walking import walk


def rule(text: str) -> Expr:
    trial, found = compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n', "", {})
    assert trial is not None, found
    return trial.criteria[0].rule


def altered(text: str) -> Altered:
    made = rule(text)
    assert isinstance(made, Altered)
    return made


def genes(made: Expr) -> list[list[str]]:
    return [[one.gene for one in node.variants] for node in walk(made) if isinstance(node, Altered)]


def test_an_alteration_alone_takes_the_gene_before_it() -> None:
    first, second = altered("EGFR exon 19 deletion or L858R").variants
    assert (first.gene, first.exon, first.form) == ("EGFR", 19, "deletion")
    assert (second.gene, second.change) == ("EGFR", "L858R")


def test_a_gene_alone_takes_the_alteration_behind_it() -> None:
    made = altered("ALK, ROS1 or RET fusion")
    assert made.variants == tuple(Variant(gene, "fusion") for gene in ("ALK", "ROS1", "RET"))


def test_a_group_is_each_of_its_genes() -> None:
    assert genes(rule("NTRK fusion")) == [["NTRK1", "NTRK2", "NTRK3"]]


def test_wild_type_is_none_found() -> None:
    made = rule("KRAS wild type")
    assert isinstance(made, Not) and isinstance(made.item, Altered)
    both = rule("KRAS and NRAS wild type")
    assert isinstance(both, And) and genes(both) == [["KRAS"], ["NRAS"]]
    either = rule("KRAS or NRAS wild type")
    assert isinstance(either, Or) and genes(either) == [["KRAS"], ["NRAS"]]


def test_tested_asks_for_each_gene() -> None:
    made = rule("NTRK tested")
    assert isinstance(made, And) and [one.asks for one in made.items if isinstance(one, Altered)] == ["tested"] * 3


def test_what_stands_around_is_asked_of_all() -> None:
    made = altered("germline BRCA1 or BRCA2 mutation by NGS in blood within 6 months")
    assert set(made.where) == {
        Where("origin", ("germline",)), Where("method", ("NGS",)), Where("specimen", ("blood", "plasma")),
    }  # fmt: skip
    assert made.window is not None
    assert altered("ALK fusion by NGS or IHC").where == (Where("method", ("NGS", "IHC")),)
    assert altered("MET amplification >= 6 copies").where == (Copies(">=", 6),)  # type: ignore[arg-type]
    assert altered("pathogenic BRCA1 mutation").where == (Where("significance", ("pathogenic", "likely pathogenic")),)
    assert altered("UGT1A1*28/*28").where == (Where("zygosity", ("homozygous",)),)


def test_an_allele_stands_behind_one_of_its_locus() -> None:
    made = altered("HLA-A*02:01, *02:05 or *02:06")
    assert [(one.gene, one.change) for one in made.variants] == [
        ("HLA-A", "02:01"), ("HLA-A", "02:05"), ("HLA-A", "02:06"),
    ]  # fmt: skip
    assert [one.change for one in altered("UGT1A1*28 or *6").variants] == ["*28", "*6"]


def test_both_are_two_rules() -> None:
    made = rule("EGFR mutation and MET amplification")
    assert isinstance(made, And) and genes(made) == [["EGFR"], ["MET"]]


def test_what_is_excepted_is_of_the_genes_asked_for() -> None:
    assert [one.change for one in altered("EGFR mutation except T790M").excluding] == ["T790M"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("EGFR", "L003", "what of EGFR?"),
        ("EGFR mutation or ALK", "L003", "what of ALK?"),
        ("EGFR mutation except ALK fusion", "L004", "none of what is asked for"),
        ("no EGFR mutation and ALK fusion", "S002", "two readings"),
        ("no KRAS wild type", "S002", "`no` before what is not altered"),
        ("EGFR mutation or KRAS wild type", "L004", "in one list"),
        ("EGFR mutation, ALK fusion", "S002", "say `and` or `or`"),
        ("germline pathogenic or somatic BRCA1 mutation", "L004", "two things at once"),
        ("germline somatic BRCA1 mutation", "L004", "a second time"),
        ("homozygous KRAS wild type", "L004", "no such property"),
        ("KRAS tested >= 6 copies", "L004", "copies are of what is found"),
        ("KRAS wild type except G12C", "L004", "`except`"),
        ("EGFR c.2573T>G", "L004", "no more than that the gene is altered"),
        ("EGFR mutation not within 6 months", "S001", "can't limit a test"),
        ("EGFR mutation within 5 half-lives", "L004", "half-lives"),
        ("blood pressure = 140/90 mmHg", "L005", "held against limits"),
        ("CTCAE v5 grade 2 fatigue recovered to grade 1", "L004", "of every grade"),
        ("fatigue recovered to grade >= 2", "L005", "from the ones above it"),
        ("current chemotherapy requiring oxygen", "L004", "doesn't go with a therapy"),
    ],
)
def test_refused(text: str, code: str, said: str) -> None:
    with pytest.raises(eligo.CriteriaError) as caught:
        eligo.compile(f'trial T "t"\n\ninclusion 1 "x"\n  {text}\n')
    assert (code, True) in [(one.code, said in one.message) for one in caught.value.diagnostics]


def test_a_pressure_is_two() -> None:
    below, above = rule("blood pressure <= 140/90 mmHg"), rule("blood pressure > 140/90 mmHg")
    assert isinstance(below, And) and isinstance(above, Or)
    assert [(str(one.limits[0].add), one.op) for one in walk(below) if isinstance(one, Compare)] == [
        ("140", "<="), ("90", "<="),
    ]  # fmt: skip


def test_a_finding_is_its_rule_in_place() -> None:
    text = "not HER2-positive"
    made = rule(text)
    worded = [one for one in walk(made) if isinstance(one, Worded)]
    assert [(one.test, one.word) for one in worded] == [("HER2 status", "positive")]
    assert len({(one.span.start, one.span.end) for one in worded}) == 1


def test_a_window_behind_a_finding_is_of_its_results() -> None:
    windows = {one.window for one in walk(rule("HER2-low within 2 years")) if isinstance(one, Worded)}
    assert [one and one.text for one in windows] == ["within 2 years before the reference date"]


def test_results_of_a_biopsy_have_no_window_of_blood() -> None:
    head = 'trial T "t"\nresults within 28 days before first dose unless stated\n\ninclusion 1 "x"\n  '
    made = {}
    for text in ("HER2-low", "PD-L1 TPS >= 50 %", "HBsAg negative", "ANC >= 1.5 G/L"):
        trial, found = compile_text(f"{head}{text}\n", "", {})
        assert trial is not None, found
        leaf = next(one for one in walk(trial.criteria[0].rule) if isinstance(one, Worded | Compare))
        made[text] = leaf.window is None
    assert made == {"HER2-low": True, "PD-L1 TPS >= 50 %": True, "HBsAg negative": False, "ANC >= 1.5 G/L": False}


def test_recovered_is_none_left_above() -> None:
    made = rule("adverse event related to chemotherapy recovered to grade 1 except alopecia")
    assert isinstance(made, Not) and isinstance(made.item, Has)
    assert Where("grade", ("2", "3", "4", "5"), (), "any") in made.item.where
    assert [one.name for one in made.item.excluding] == ["alopecia"]


def test_an_allergy_to_something_is_a_disposition_or_a_reaction() -> None:
    made = rule("hypersensitivity to cetuximab or panitumumab")
    assert {one.name for node in walk(made) if isinstance(node, Has) for one in node.concepts} == {
        "allergy", "hypersensitivity reaction",
    }  # fmt: skip
