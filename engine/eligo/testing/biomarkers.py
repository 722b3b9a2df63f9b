"""Biomarkers of records in every shape: alterations found and not, alleles, assays, named results, odd names.

What chooses is given: `choose` takes one of several, the plainest of which comes first. So that Hypothesis can draw
the same entries as a seeded generator can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from eligo.core.nodes import Altered, Copies, Variant, Where
from eligo.evaluate.marker_names import spelled
from eligo.vocabulary.marker_words import words

Keys = dict[str, Any]  # keys of an entry of a profile, as JSON
Choose = Callable[[Sequence[Any]], Any]

ALTERATIONS = (
    "EGFR L858R", "EGFR exon 19 deletion", "EGFR T790M", "EGFR exon 20 insertion", "EGFR mutation", "KRAS G12C",
    "KRAS G12D", "KRAS mutation", "NRAS mutation", "RAS mutation", "BRAF V600E", "BRAF mutation", "BRCA1 mutation",
    "BRCA2 mutation", "TP53 R175H", "TP53 frameshift mutation", "ALK fusion", "EML4-ALK fusion", "ROS1 fusion",
    "RET fusion", "NTRK1 fusion", "FGFR2 fusion", "MET amplification", "MET exon 14 skipping", "ERBB2 amplification",
    "CDKN2A deletion", "FLT3 ITD", "IDH1 R132H", "PIK3CA H1047R", "del(17p)", "t(11;14)", "BCR-ABL1 fusion",
    "HLA-A*02:01", "DPYD*2A", "UGT1A1*28",
)  # fmt: skip
_GENES = ("EGFR", "KRAS", "BRAF", "BRCA1", "TP53", "ALK", "ERBB2", "MET", "RAS", "NTRK", "IDH1", "ABC1")
_SAID_OF_GENES = (
    "mutation", "L858R", "p.Leu858Arg", "c.2573T>G", "exon 19 deletion", "exon 20 insertion", "fusion", "rearrangement",
    "amplification", "deletion", "wild type", "G12C", "codon 12 mutation", "truncating mutation", "VUS",
    "no mutation", "not detected", "something odd",
)  # fmt: skip
_ALLELES = ("02:01", "*02:01", "A*02:01", "24:02", "*1", "*2A", "*28", "02", "odd")
_LOCI = ("HLA-A", "HLA-B", "DPYD", "UGT1A1", "CYP2D6")
_STATUSES: tuple[Keys, ...] = (
    {"status": "present"}, {"status": "absent"}, {"status": "present"}, {"status": "absent"}, {"status": "unknown"},
    {"status": "positive"}, {"status": "not detected"}, {"status": "mutated"}, {"status": "wild type"}, {},
    {"value": "detected"}, {"value": "negative"}, {"status": "pending"}, {"status": "odd word"},
    {"status": "present", "value": "absent"}, {"value": "L858R"}, {"value": 12, "unit": "%"},
)  # fmt: skip
_OF_ASSAYS: tuple[Keys, ...] = ({}, {}, {"status": "absent"}, {"status": "completed"}, {"status": "failed"})
_RESULTS: tuple[Keys, ...] = (
    {"name": "PD-L1 TPS", "value": 50, "unit": "%"}, {"name": "PD-L1 TPS", "value": "<1", "unit": "%"},
    {"name": "PD-L1 CPS", "value": 10}, {"name": "TMB", "value": 10, "unit": "mut/Mb"}, {"name": "Ki-67", "value": 20},
    {"name": "MSI status", "value": "MSI-H"}, {"name": "MSI status", "status": "MSS"}, {"name": "MSI-H"},
    {"name": "HER2 status", "value": "positive"}, {"name": "HER2 IHC", "value": "2+"}, {"name": "ER status"},
    {"name": "ER status", "status": "negative"}, {"name": "PD-L1 TPS", "status": "positive"},
)  # fmt: skip
_VAGUE: tuple[Keys, ...] = (
    {"name": "EGFR"}, {"name": "driver mutation"}, {"name": "molecular testing"}, {"name": "odd name"},
    {"gene": "EGFR", "alteration": "odd thing"}, {"assay": "odd panel"}, {"name": "EGRF L858R"}, {"gene": "KRASS"},
)  # fmt: skip
_ATTRIBUTES = ("origin", "significance", "zygosity", "method", "specimen")
_ODD = "odd word"
_MOST = 6  # of the variants that a rule asks for: a group has dozens of genes


def _chance(choose: Choose, percent: int) -> bool:
    """True in about so many of a hundred choices."""
    return bool(choose(range(100)) >= 100 - percent)


# -- whatever a rule asks ----------------------------------------------------------------------


def anything(choose: Choose) -> Keys:
    """A biomarker without its date, in one of the shapes that records have."""
    shape = choose(range(9))
    if shape == 7:
        return dict(choose(_RESULTS))
    if shape == 8:
        return {**choose(_VAGUE), **choose(_STATUSES)}
    if shape == 6:
        return {**_assay(choose, [choose((*ALTERATIONS, *_GENES, _ODD)) for _ in choose(_FEW)]), **choose(_OF_ASSAYS)}
    if shape == 5:
        return {"gene": choose(_LOCI), "alleles": [choose(_ALLELES) for _ in choose(_FEW[:2])], **_some(choose, {})}
    if shape < 3:
        named: Keys = {"name": choose(ALTERATIONS)}
    else:
        named = {"gene": choose(_GENES), **choose(({}, *({"alteration": one} for one in _SAID_OF_GENES)))}
        named |= choose(({}, {}, {"exon": 19}, {"codon": 12}, {"partner": "EML4"}, {"copies": 8}, {"copies": ">=6"}))
    return {**named, **choose(_STATUSES), **_some(choose, {})}


_FEW = ("a", "bc", "def")  # one, two or three


def _assay(choose: Choose, covers: list[str]) -> Keys:
    return {"assay": choose(("panel of 50 genes", "FoundationOne CDx", "PCR")), "covers": covers}


def of_result(entry: Keys) -> Keys:
    """A result as the list of biomarkers holds it; it has no reference range there."""
    own = {key: one for key, one in entry.items() if key in ("value", "unit", "date")}
    return {"name": entry["test"], **own}


# -- around what a rule asks -------------------------------------------------------------------


def around(node: Altered, choose: Choose) -> Keys:
    """A biomarker without its date: what is asked for, less of it, another one, or what covers it; found or not."""
    wanted = choose([*node.variants[:_MOST], *node.excluding])
    shape = choose(range(12))
    if shape == 11:
        return anything(choose)
    if shape == 10:
        covers = list({spelled(choose(beside(wanted))): "", choose((wanted.gene, spelled(wanted))): ""})
        return {**_assay(choose, covers), **choose(_OF_ASSAYS), **_some(choose, _asked(node))}
    named = _named(wanted, choose)
    return {**named, **choose(_STATUSES), **_some(choose, _asked(node)), **_copies(node, choose)}


def _asked(node: Altered) -> dict[str, tuple[str, ...]]:
    """What a rule asks of an entry beyond the name, by the key that says it."""
    return {one.attribute: (*one.values, *one.maybe) for one in node.where if isinstance(one, Where)}


def _some(choose: Choose, asked: dict[str, tuple[str, ...]]) -> Keys:
    """What is asked, mostly, and what is not, at times."""
    made: Keys = {}
    for attribute in _ATTRIBUTES:
        if _chance(choose, 70 if attribute in asked else 6):
            # What a rule names comes up as often as all the rest.
            named = asked.get(attribute, ())
            made[attribute] = choose(named if named and _chance(choose, 50) else (*_words(attribute), _ODD))
    return made


@lru_cache(maxsize=8)
def _words(attribute: str) -> tuple[str, ...]:
    return words(attribute)


def _copies(node: Altered, choose: Choose) -> Keys:
    """Copies on a limit, beside it, and as a report tells more or fewer than so many."""
    numbers = [int(one.number) for one in node.where if isinstance(one, Copies)]
    if not numbers or not _chance(choose, 70):
        return {}
    number = choose(numbers)
    less = max(number - 1, 0)
    return {
        "copies": choose((number, number + 1, less, f">={number}", f"<{number}", f">{number}", f">={less}", "<=99"))
    }


def _named(variant: Variant, choose: Choose) -> Keys:
    """The name of an alteration, in one of the ways that records write it."""
    one = choose((variant, variant, *beside(variant)))
    gene, whole = one.gene, spelled(one)
    if variant.kind == "allele" and _chance(choose, 50):
        other = choose((variant.change, "*1", "24:02"))
        return {"gene": gene, "alleles": choose(([variant.change, other], [variant.change], [other, other]))}
    ways: list[Keys] = [{"name": whole}, {"name": whole}]
    if one.kind not in ("allele", "aberration"):
        rest = "fusion" if one.kind == "fusion" else whole.removeprefix(gene).strip()
        ways += [{"gene": gene, "alteration": rest}, {"gene": gene, "alteration": rest}, {"gene": gene}]
        ways += [{"gene": gene, "alteration": "wild type"}, {"name": f"{gene} wild type"}]
        partner = one.partner or "EML4"
        ways += [{"gene": gene, "alteration": "fusion", "partner": partner}] if one.kind == "fusion" else []
        ways += [{"gene": gene, "alteration": "mutation", "exon": exon} for exon in (one.exon, one.exon + 1) if exon]
        ways += [{"gene": gene, "alteration": "mutation", "codon": one.codon}] if one.codon else []
    # Names in small letters, and misspelt ones.
    ways += [{"name": whole.casefold()}, {"name": f"{whole[0]}{whole[2:]}" if len(whole) > 2 else whole}]
    return dict(choose(ways))


@lru_cache(maxsize=4096)
def beside(variant: Variant) -> tuple[Variant, ...]:
    """What is wider than an alteration, what is narrower, and others of its gene."""
    if variant.kind == "allele":
        return variant, replace(variant, change="*1"), replace(variant, change="")
    if variant.kind == "aberration":
        return variant, Variant("del(13q)", "aberration")
    gene = variant.gene
    found = [Variant(gene, variant.kind or "mutation"), replace(variant, change="", codon=0)]
    found += [replace(variant, change="", codon=0, exon=0, form="", effect="", partner="")]
    if variant.kind in ("", "mutation"):
        found += [
            Variant(gene, "mutation", change="G12C"), Variant(gene, "mutation", "deletion", variant.exon or 19),
            Variant(gene, "mutation", exon=variant.exon + 1),
        ]  # fmt: skip
    found += [Variant(gene, "fusion"), Variant(gene, "amplification"), Variant(gene, "deletion")]
    found += [Variant(gene, "fusion", partner="EML4"), Variant("TP53", "mutation")]
    return tuple(dict.fromkeys(found))
