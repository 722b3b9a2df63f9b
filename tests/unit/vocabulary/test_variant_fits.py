"""Whether a finding answers a question, and what an absence rules out."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eligo.core.parts import Variant
from eligo.vocabulary.variants import covers, fits, match, read


def told(text: str) -> Variant:
    found = read(text)
    assert found is not None and len(found.variants) == 1, text
    return found.variants[0]


@pytest.mark.parametrize(
    ("found", "asked", "answer"),
    [
        ("EGFR L858R", "EGFR mutation", True),
        ("EGFR L858R", "EGFR exon 21 mutation", True),
        ("EGFR L858R", "activating EGFR mutation", True),
        ("EGFR L858R", "EGFR alteration", True),
        ("EGFR L858R", "EGFR T790M", False),
        ("EGFR L858R", "EGFR exon 19 deletion", False),
        ("EGFR L858R", "EGFR amplification", False),
        ("EGFR L858R", "KRAS mutation", False),
        ("EGFR mutation", "EGFR L858R", None),
        ("EGFR alteration", "EGFR mutation", None),
        ("EGFR exon 21 mutation", "EGFR L858R", None),
        ("EGFR exon 19 mutation", "EGFR L858R", False),
        ("EGFR E746_A750del", "EGFR exon 19 deletion", True),
        ("EGFR L747_P753delinsS", "EGFR exon 19 deletion", True),
        ("EGFR D770delinsGY", "EGFR exon 20 insertion", True),
        ("EGFR A767_V769dup", "EGFR exon 20 insertion", True),
        ("EGFR A767_V769dup", "EGFR V769_D770insASV", None),  # two names of one change
        ("BRAF V600K", "BRAF V600E", False),
        ("BRAF V600K", "BRAF V600 mutation", True),
        ("BRAF V600", "BRAF V600E", None),
        ("MET exon 14 skipping", "MET exon 14 mutation", True),
        ("MET D1010N", "MET exon 14 skipping", None),
        ("MET amplification", "MET copy number gain", True),
        ("MET copy number gain", "MET amplification", None),
        ("EML4-ALK", "ALK fusion", True),
        ("EML4-ALK", "KIF5B-ALK fusion", False),
        ("EML4-ALK", "EML4 fusion", True),
        ("ALK fusion", "EML4-ALK fusion", None),
        ("ALK fusion", "EML4 fusion", None),
        ("ALK fusion", "RET fusion", False),
        ("TP53 R213*", "TP53 inactivating mutation", True),
        ("TP53 R175H", "TP53 frameshift mutation", False),
        ("del(17p)", "17p deletion", True),
        ("del(17p)", "del(13q)", False),
        ("HLA-A*02:01:01", "HLA-A*02:01", True),
        ("HLA-A*02:01", "HLA-A2", True),
        ("HLA-A2", "HLA-A*02:01", None),
        ("HLA-A*02:06", "HLA-A*02:01", False),
        ("HLA-A*02:01", "HLA-A*02:01P", True),
        ("HLA-A*02:09", "HLA-A*02:01P", None),
        ("HLA-A*03:01", "HLA-A*02:01P", False),
        ("UGT1A1*28", "UGT1A1*6", False),
        ("t(14;18)", "BCL2 rearrangement", True),
        ("t(14;18)", "IGH-BCL2 fusion", None),
        ("t(9;22)", "BCR-ABL1 fusion", True),
        ("t(9;22)", "BCR rearrangement", True),
        ("t(8;21)", "RUNX1 rearrangement", True),
        ("t(8;14)", "MYC amplification", False),
        ("t(8;14)", "t(2;8)", False),
        ("BCL2 rearrangement", "t(14;18)", None),
        ("BCL2 mutation", "t(14;18)", False),
        ("BCR-JAK2 fusion", "t(9;22)", False),
    ],
)
def test_fits(found: str, asked: str, answer: bool | None) -> None:
    assert fits(told(found), told(asked)) is answer


@pytest.mark.parametrize(
    ("absent", "asked", "answer"),
    [
        ("EGFR mutation", "EGFR L858R", True),
        ("EGFR alteration", "EGFR L858R", True),
        ("EGFR exon 19 deletion", "EGFR E746_A750del", True),
        ("EGFR L858R", "EGFR mutation", False),
        ("EGFR exon 19 mutation", "EGFR L858R", False),
        ("EGFR mutation", "EGFR amplification", False),
        ("ALK fusion", "EML4-ALK fusion", True),
        ("EML4-ALK fusion", "ALK fusion", False),
        ("MET copy number gain", "MET amplification", True),
        ("MET amplification", "MET copy number gain", False),
        ("HLA-A2", "HLA-A*02:01", True),
        ("HLA-A*02:01", "HLA-A2", False),
        ("BCL2 rearrangement", "t(14;18)", True),
        ("t(14;18)", "BCL2 rearrangement", False),
        ("BCR-ABL1 fusion", "t(9;22)", True),
        ("t(9;22)", "BCR-ABL1 fusion", False),
    ],
)
def test_covers(absent: str, asked: str, answer: bool) -> None:
    assert covers(told(absent), told(asked)) is answer


def test_a_wild_type_rules_out_what_is_asked() -> None:
    wild = match("KRAS wild type")
    assert wild and wild.wild and covers(wild.variants[0], told("KRAS G12C"))


variants = st.builds(
    Variant,
    gene=st.sampled_from(["EGFR", "ALK", "EML4", "KRAS"]),
    kind=st.sampled_from(["", "mutation", "fusion", "amplification", "gain", "deletion", "allele"]),
    form=st.sampled_from(["", "substitution", "deletion", "insertion", "duplication", "delins", "skipping", "splice"]),
    exon=st.sampled_from([0, 19, 20]),
    codon=st.sampled_from([0, 12, 858]),
    change=st.sampled_from(
        ["", "L858R", "E746_A750del", "L747_P753delinsS", "D770delinsGY", "02", "02:01", "02:01P", "02:01:01", "*28"]
    ),
    effect=st.sampled_from(["", "activating", "inactivating"]),
    partner=st.sampled_from(["", "ALK", "EML4"]),
)
FIELDS = ("kind", "form", "exon", "codon", "change", "effect", "partner")


def wider(one: Variant, drop: set[str]) -> Variant:
    empty = Variant(one.gene)
    return replace(one, **{name: getattr(empty, name) for name in drop})


@given(variants, st.sets(st.sampled_from(FIELDS)), st.sets(st.sampled_from(FIELDS)), variants, variants)
def test_an_absence_that_covers_a_question_covers_all_its_findings(
    found: Variant, drop: set[str], more: set[str], other: Variant, another: Variant
) -> None:
    """Where `absent` covers `asked`, whatever answers `asked` is what is absent."""
    for asked in (wider(found, drop), other):
        for absent in (wider(asked, more), another):
            if covers(absent, asked) and fits(found, asked) is True:
                assert fits(found, absent) is True


@given(variants, st.sets(st.sampled_from(FIELDS)), st.sets(st.sampled_from(FIELDS)))
def test_more_told_never_turns_what_fits(whole: Variant, drop: set[str], hide: set[str]) -> None:
    found = wider(whole, hide)  # of which `whole` tells more
    for asked in (wider(found, drop), wider(whole, drop)):
        if fits(found, asked) is True:
            assert fits(whole, asked) is True
        if fits(whole, asked) is True:
            assert fits(found, asked) is not False


@given(variants)
def test_a_finding_fits_itself_and_its_gene(one: Variant) -> None:
    assert fits(one, one) is True
    assert covers(one, one)
    assume(one.kind)
    assert fits(one, Variant(one.gene)) is True
