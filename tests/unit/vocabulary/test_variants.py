"""Reading markers: what a rule and a record say of genes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.core.parts import Variant
from eligo.vocabulary.variants import Reading, match, of_gene, read

MUTATION = "mutation"


def of(text: str) -> Reading:
    found = match(text)
    assert found is not None, text
    return found


def one(text: str) -> Variant:
    (variant,) = of(text).variants
    return variant


L858R = Variant("EGFR", "mutation", "substitution", 21, 858, "L858R", "activating")
EX19DEL = Variant("EGFR", "mutation", "deletion", 19, effect="activating")


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("EGFR mutation", Variant("EGFR", "mutation")),
        ("EGFR L858R", L858R),
        ("EGFR p.Leu858Arg mutation", L858R),
        ("EGFR exon 19 deletions", EX19DEL),
        ("EGFR Ex19del", EX19DEL),
        ("EGFR del19", EX19DEL),
        ("exon 20 insertion in the EGFR gene", Variant("EGFR", "mutation", "insertion", 20, effect="activating")),
        ("EGFR E746_A750delELREA",
         Variant("EGFR", "mutation", "deletion", 19, 0, "E746_A750del", "activating")),
        ("EGFR L747_P753delinsS",
         Variant("EGFR", "mutation", "delins", 19, 0, "L747_P753delinsS", "activating")),
        ("EGFR exon 21 (L858R) mutation", L858R),
        ("HER2 exon 20 insertion p.Y772_A775dup",
         Variant("ERBB2", "mutation", "duplication", 20, 0, "Y772_A775dup", "activating")),
        ("BRAF V600 substitution", Variant("BRAF", "mutation", "substitution", 15, 600, effect="activating")),
        ("EGFRvIII", Variant("EGFR", "mutation", change="vIII", effect="activating")),
        ("activating EGFR mutation", Variant("EGFR", "mutation", effect="activating")),
        ("KRAS G12C", Variant("KRAS", "mutation", "substitution", 2, 12, "G12C", "activating")),
        ("KRAS G12X", Variant("KRAS", "mutation", "substitution", 2, 12, effect="activating")),
        ("KRAS codon 12 mutation", Variant("KRAS", "mutation", "", 2, 12, effect="activating")),
        ("BRAF V600-mutated", Variant("BRAF", "mutation", "", 15, 600, effect="activating")),
        ("K-ras mutation", Variant("KRAS", "mutation")),
        ("ALK-positive", Variant("ALK", "fusion")),
        ("ALK rearrangement", Variant("ALK", "fusion")),
        ("anaplastic lymphoma kinase rearrangement", Variant("ALK", "fusion")),
        ("EML4::ALK", Variant("ALK", "fusion", partner="EML4")),
        ("ALK fusion with EML4", Variant("ALK", "fusion", partner="EML4")),
        ("FGFR3-TACC3 fusion", Variant("FGFR3", "fusion", partner="TACC3")),
        ("BCR-ABL1", Variant("ABL1", "fusion", partner="BCR")),
        ("BCR-ABL1 T315I", Variant("ABL1", "mutation", "substitution", 0, 315, "T315I")),
        ("HER2 gene amplification", Variant("ERBB2", "amplification")),
        ("MET copy number gain", Variant("MET", "gain")),
        ("FGFR2 alteration", Variant("FGFR2")),
        ("METex14", Variant("MET", "mutation", "skipping", 14, effect="activating")),
        ("MET exon 14 alterations", Variant("MET", "mutation", "", 14)),
        ("CDKN2A deletion", Variant("CDKN2A", "deletion", effect="inactivating")),
        ("TP53 R213X", Variant("TP53", "mutation", "nonsense", 6, 213, "R213*", "inactivating")),
        ("BRCA2 S1982Rfs*22", Variant("BRCA2", "mutation", "frameshift", 0, 1982, "S1982fs", "inactivating")),
        ("FLT3-ITD", Variant("FLT3", "mutation", "duplication", effect="activating")),
        ("17p deletion", Variant("del(17p)", "aberration")),
        ("t(11; 14)(q13;q32)", Variant("t(11;14)", "aberration")),
        ("gain of 1q21", Variant("gain(1q)", "aberration")),
        ("1p/19q co-deletion", Variant("1p/19q codeletion", "aberration")),
        ("HLA-A*0201", Variant("HLA-A", "allele", change="02:01")),
        ("HLA-A2", Variant("HLA-A", "allele", change="02")),
        ("DPYD c.1905+1G>A", Variant("DPYD", "allele", change="*2A")),
        ("DPYD*2A", Variant("DPYD", "allele", change="*2A")),
        ("HLA-A*02:01P", Variant("HLA-A", "allele", change="02:01P")),
        ("UGT1A1*28", Variant("UGT1A1", "allele", change="*28")),
    ],
)  # fmt: skip
def test_what_is_told_of_one_gene(text: str, variant: Variant) -> None:
    assert one(text) == variant
    assert of(text).end == len(text)


@pytest.mark.parametrize(
    ("text", "genes"),
    [
        ("RAS mutation", ("KRAS", "NRAS", "HRAS")),
        ("KRAS/NRAS mutation", ("KRAS", "NRAS")),
        ("BRCA1/2 mutation", ("BRCA1", "BRCA2")),
        ("NTRK1/2/3 fusion", ("NTRK1", "NTRK2", "NTRK3")),
        ("RAS/BRAF wild-type", ("KRAS", "NRAS", "HRAS", "BRAF")),
        ("PTEN/PIK3CA/AKT1 alteration", ("PTEN", "PIK3CA", "AKT1")),
    ],
)
def test_a_group_is_one_variant_per_gene(text: str, genes: tuple[str, ...]) -> None:
    found = of(text)
    assert found.genes == genes == tuple(variant.gene for variant in found.variants)
    assert found.end == len(text)


def test_words_that_stand_for_several_variants() -> None:
    assert of("EGFR sensitizing mutation").variants == (EX19DEL, L858R)
    assert {v.codon for v in of("uncommon EGFR mutations").variants} == {719, 768, 861}
    assert [v.change for v in of("BRAF V600E/K").variants] == ["V600E", "V600K"]
    assert [v.codon for v in of("KRAS codons 12/13 mutation").variants] == [12, 13]
    assert [v.codon for v in of("FLT3-TKD mutation").variants] == [835, 836]
    # Only EGFR has a list of what is sensitizing.
    assert of("KRAS sensitizing mutation").variants == ()


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("KRAS wild type", (Variant("KRAS", MUTATION),)),
        ("wild-type KRAS", (Variant("KRAS", MUTATION),)),
        ("ALK-negative", (Variant("ALK", "fusion"),)),
        ("EGFR/ALK wild type", (Variant("EGFR", MUTATION), Variant("ALK", "fusion"))),
        ("EGFR mutation-negative", (Variant("EGFR", MUTATION),)),
        ("HER2 wild type", (Variant("ERBB2", MUTATION),)),
    ],
)
def test_absent(text: str, variants: tuple[Variant, ...]) -> None:
    assert (of(text).variants, of(text).wild, of(text).end) == (variants, True, len(text))


@pytest.mark.parametrize(
    "text", ["EGFR tested", "EGFR mutation status known", "known EGFR status", "tested for EGFR mutation"]
)
def test_tested(text: str) -> None:
    assert (of(text).variants, of(text).tested, of(text).end) == ((Variant("EGFR", MUTATION),), True, len(text))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("EGFR inhibitor", "EGFR"),
        ("HER2 positive", "HER2"),  # a test with a word
        ("EGFR positive", "EGFR"),  # of the protein, or of a mutation
        ("HER2 status known", "HER2"),
        ("MET T4a N2", "MET"),
        ("PTEN loss of expression", "PTEN"),
        ("MLH1 loss", "MLH1"),  # of the protein, as a rule
        ("EGFR exon 18-21 mutation", "EGFR"),
        ("EGFR/ALK mutation", "EGFR/ALK"),  # the fusion of ALK would be missed
        ("MYC and BCL2 rearrangements", "MYC"),
    ],
)
def test_a_gene_alone(text: str, end: str) -> None:
    found = of(text)
    assert (text[: found.end], found.variants, found.wild, found.tested) == (end, (), False, False)


@pytest.mark.parametrize(
    "text",
    ["eGFR", "egfr", "met", "T3", "in the liver", "mutation", "L858R", "exon 19 deletion", "A1", "known HER2 status"],
)
def test_no_marker_in_a_rule(text: str) -> None:
    assert match(text) is None


def test_without_a_gene() -> None:
    found = match("exon 19 deletion", geneless=True)
    assert found and found.genes == () and of_gene(found.variants, ("EGFR",)) == (EX19DEL,)
    found = match("L858R", geneless=True)
    assert found and of_gene(found.variants, ("EGFR",)) == (L858R,)
    assert match("T4", geneless=True) is None


def test_the_longest_ends_where_the_marker_ends() -> None:
    text = "has EGFR exon 19 deletion or L858R"
    found = match(text, 4)
    assert found and text[4 : found.end] == "EGFR exon 19 deletion"
    assert of("BRAF V600E-mutant melanoma").end == len("BRAF V600E-mutant")


def test_what_is_said_inside() -> None:
    found = of("BRCA1 germline pathogenic mutation")
    assert (found.origin, found.significance, found.variants) == (
        "germline",
        "pathogenic",
        (Variant("BRCA1", MUTATION),),
    )
    assert of("gBRCAm").origin == "germline"
    assert of("UGT1A1 *28/*28").zygosity == "homozygous"
    assert of("UGT1A1*1/*28").zygosity == "heterozygous"
    assert of("UGT1A1*1/*28").variants == (Variant("UGT1A1", "allele", change="*28"),)
    assert of("UGT1A1*6/*28").vague
    written = read("UGT1A1*28 homozygous")
    assert written and (written.zygosity, written.vague) == ("homozygous", False)


@pytest.mark.parametrize(
    ("text", "variant", "wild"),
    [
        ("egfr l858r", L858R, False),
        ("EGFR: p.(Leu858Arg)", L858R, False),
        ("EGFR (L858R)", L858R, False),
        ("EGFR c.2573T>G (p.L858R)", L858R, False),
        ("EGFR E19del", EX19DEL, False),
        ("KRAS G12C mutation detected", Variant("KRAS", MUTATION, "substitution", 2, 12, "G12C", "activating"), False),
        ("kras wt", Variant("KRAS", MUTATION), True),
        ("no EGFR mutation detected", Variant("EGFR", MUTATION), True),
        ("EGFR mutation not detected", Variant("EGFR", MUTATION), True),
        ("EGFR not mutated", Variant("EGFR", MUTATION), True),
        ("KRAS no mutation detected", Variant("KRAS", MUTATION), True),
        ("HER2 not amplified", Variant("ERBB2", "amplification"), True),
        ("ABCD1-ALK fusion", Variant("ALK", "fusion", partner="ABCD1"), False),
        ("Del(17p)", Variant("del(17p)", "aberration"), False),
    ],
)
def test_a_record_is_read_generously(text: str, variant: Variant, wild: bool) -> None:
    found = read(text)
    assert found and (found.variants, found.wild, found.vague) == ((variant,), wild, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("EGFR c.2236_2250del", MUTATION),
        ("EGFR VUS xyz", MUTATION),
        ("FGFR2 complex alteration xyz", ""),
        ("EGFR exon 19 L858R", ""),
    ],
)
def test_what_is_not_understood_is_vague(text: str, kind: str) -> None:
    found = read(text)
    assert found and found.vague and [(v.kind, v.change, v.exon) for v in found.variants] == [(kind, "", 0)]


@pytest.mark.parametrize(
    "text",
    ["EGFR unknown", "HER2 3+", "EGFR mutated, type unknown", "EGFR (negative)", "HER2 negative", "KRAS", "", "nothing",
     "EGFR exon 19 deletion failed", "BRCA1 benign variant", "EGFR possible mutation", "EGFR L858R, now lost",
     "EGFR p.L858="],
)  # fmt: skip
def test_no_finding_is_made_of_a_doubtful_record(text: str) -> None:
    found = read(text)
    assert found is None or found.variants == ()


def test_uncertain_significance_is_told() -> None:
    found = read("BRCA1 mutation (VUS)")
    assert found and found.significance == "uncertain significance"


GENES = ["EGFR", "KRAS", "HER2", "ALK", "BRCA1/2", "RAS", "FLT3", "TP53"]
TAILS = ["mutation", "exon 19 deletion", "exon 20 insertion", "L858R", "V600E/K", "codon 12 mutation", "fusion",
         "amplification", "copy number gain", "deletion", "alteration", "activating mutation", "wild type", "R213X",
         "mutation tested", "mutation negative", "exon 14 skipping", "truncating mutation", "ITD", "TKD",
         "frameshift mutation",
         "splice site mutation", "missense mutation", "rearrangement", "loss", "exon 21 L858R",
         "exon 18/21 mutation", "fusion with EML4"]  # fmt: skip


@given(st.sampled_from(GENES), st.sampled_from(TAILS))
def test_what_is_written_again_is_read_the_same(gene: str, tail: str) -> None:
    found = of(f"{gene} {tail}")
    assert bool(found.variants) == ((gene, tail) != ("HER2", "loss"))  # which may be of the protein
    again = of(found.text)
    assert (again.variants, again.wild, again.tested, again.text) == (
        found.variants, found.wild, found.tested, found.text,
    )  # fmt: skip
    assert again.end == len(found.text)


PIECES = [
    *GENES,
    *TAILS,
    "-",
    "::",
    "/",
    "(",
    ")",
    " ",
    "*",
    "p.",
    "c.",
    ">",
    "ß",
    "İ",
    "²",
    "HLA-A",
    "02:01",
    "t(",
    "no",
    "+",
]


@given(st.lists(st.sampled_from(PIECES), max_size=10), st.booleans())
def test_any_text_is_read_without_an_error(pieces: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    found = match(text, 0, geneless=True)
    assert found is None or 0 < found.end <= len(text)
    whole = read(text)
    assert whole is None or whole.end == len(text.strip())


@pytest.mark.parametrize(
    "text", ["EGFR " * 50000, "(" * 200000, "EGFR " + "A1" * 50000, "EGFR (" + " " * 100000, "EGFR" + " (x)" * 9999]
)
def test_a_long_text_takes_no_longer(text: str) -> None:
    assert match(text) is None or of(text).end < 400
    read(text)
