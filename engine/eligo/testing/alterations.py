"""Clauses about alterations of genes as text: their names, what is said before and behind them, what is excepted."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from eligo.testing.biomarkers import ALTERATIONS
from eligo.testing.measures import Text, windows
from eligo.testing.values import sometimes
from eligo.vocabulary import concepts

_GENES = ("EGFR", "KRAS", "NRAS", "BRAF", "ALK", "ROS1", "RET", "MET", "ERBB2", "BRCA1", "BRCA2", "TP53", "IDH1",
          "PIK3CA", "FGFR2", "RAS", "NTRK", "BRCA1/2")  # fmt: skip
_WORDS = ("mutation", "fusion", "amplification", "deletion", "exon 14 skipping", "frameshift mutation")
# Alterations whose gene stands before them: of a mutation also what may be excepted from it.
_OF_GENES = {
    "EGFR": ("exon 19 deletion", "L858R", "T790M", "exon 20 insertion", "G719X"), "KRAS": ("G12C", "G12D", "G13D"),
    "BRAF": ("V600E", "V600K"), "MET": ("exon 14 skipping", "amplification"), "IDH1": ("R132H", "R132C"),
    "ERBB2": ("amplification", "exon 20 insertion"), "TP53": ("R175H", "R273H"),
}  # fmt: skip
_COMPARED = (">=", ">", "<", "<=", "=", "at least", "more than", "with at least", "with more than")
_LEADS = {"method": ("by", "by"), "specimen": ("in", "in the", "on", "from", "in a")}


@lru_cache(maxsize=1)
def _before() -> tuple[tuple[str, ...], ...]:
    """What may stand before an alteration: its origin, what it means, on how many chromosomes it is."""
    return tuple(_said(attribute) for attribute in ("origin", "significance", "zygosity"))


@lru_cache(maxsize=8)
def _said(attribute: str) -> tuple[str, ...]:
    rows = [entry for entry in concepts.table("marked").values() if entry.row["attribute"] == attribute]
    return tuple(dict.fromkeys(text for entry in rows for text in (entry.name, *entry.spellings)))


@st.composite
def _qualified(draw: st.DrawFn) -> str:
    """`germline pathogenic or likely pathogenic `; none, mostly."""
    made = ""
    for several in _before():
        if draw(sometimes(15)):
            some = draw(st.lists(st.sampled_from(several), min_size=1, max_size=3, unique=True))
            made += f"{', '.join(some[:-1])} or {some[-1]} " if len(some) > 1 else f"{some[0]} "
    return made


@st.composite
def _tested_by(draw: st.DrawFn) -> str:
    """` by NGS, IHC or FISH`, ` in the tumor`; none, mostly."""
    made = ""
    for attribute, leads in _LEADS.items():
        if draw(sometimes(15)):
            some = draw(st.lists(st.sampled_from(_said(attribute)), min_size=1, max_size=3, unique=True))
            listed = f"{', '.join(some[:-1])} or {some[-1]}" if len(some) > 1 else some[0]
            made += f" {draw(st.sampled_from(leads))} {listed}"
    return made


@lru_cache(maxsize=1)
def _whole() -> Text:
    """An alteration with its gene."""
    made = st.tuples(st.sampled_from(_GENES), st.sampled_from(_WORDS)).map(" ".join)
    return st.sampled_from(ALTERATIONS) | made


@st.composite
def _names(draw: st.DrawFn, absent: bool) -> str:
    """One alteration or several; some without the gene that the one before has, or without the word behind."""
    joiner = draw(st.sampled_from([" or ", " or ", " and "] if not absent else [" or "]))
    form = draw(st.integers(0, 5))
    if form == 0:
        genes = draw(st.lists(st.sampled_from(_GENES), min_size=2, max_size=4, unique=True))
        return f"{', '.join(genes[:-1])}{joiner}{genes[-1]} {draw(st.sampled_from(_WORDS))}"
    if form == 1:
        gene = draw(st.sampled_from(sorted(_OF_GENES)))
        some = draw(st.lists(st.sampled_from(_OF_GENES[gene]), min_size=2, max_size=3, unique=True))
        return f"{gene} {', '.join(some[:-1])}{joiner}{some[-1]}"
    if form == 2:
        names = draw(st.lists(_whole(), min_size=2, max_size=3, unique=True))
        return f"{', '.join(names[:-1])}{joiner}{names[-1]}"
    return draw(_whole())


@st.composite
def _excepting(draw: st.DrawFn) -> str:
    """`EGFR mutation except T790M or EGFR exon 20 insertion`."""
    gene = draw(st.sampled_from(sorted(_OF_GENES)))
    most = min(draw(st.integers(1, 4)), len(_OF_GENES[gene]))
    some = draw(st.lists(st.sampled_from(_OF_GENES[gene]), min_size=most, max_size=most, unique=True))
    told = [f"{gene} {one}" if draw(st.booleans()) else one for one in some]
    return f"{gene} mutation except {draw(st.sampled_from([', ', ' or ', ' and '])).join(told)}"


@st.composite
def _unaltered(draw: st.DrawFn) -> str:
    """`KRAS wild type and NRAS wild type`, `EGFR tested by NGS`."""
    form = draw(st.sampled_from(["{} wild type", "{} wild type", "{} tested", "tested for {} mutation"]))
    genes = draw(st.lists(st.sampled_from(_GENES), min_size=1, max_size=3, unique=True))
    names = [form.format(gene) for gene in genes]
    told = f"{', '.join(names[:-1])}{draw(st.sampled_from([' and ', ' or ']))}{names[-1]}" if names[1:] else names[0]
    return f"{told}{draw(_tested_by())}"


@st.composite
def markers(draw: st.DrawFn) -> str:
    """`no germline BRCA1 or BRCA2 mutation by NGS within 6 months`."""
    window = f" {draw(windows(negated=False))}" if draw(sometimes(20)) else ""
    form = draw(st.integers(0, 9))
    if form == 0:
        return f"{draw(_unaltered())}{window}"
    if form == 1:
        operator = draw(st.sampled_from(_COMPARED))
        gene, word = draw(st.sampled_from(["MET", "ERBB2", "FGFR2"])), draw(st.sampled_from(["amplification", "gain"]))
        number = draw(st.sampled_from(["4", "6", "10", "6.5"]))
        return f"{gene} {word} {operator} {number} {draw(st.sampled_from(['copies', 'gene copies']))}{window}"
    absent = "no " if draw(sometimes(25)) else ""
    if form == 2:
        return f"{absent}{draw(_excepting())}{window}"
    return f"{absent}{draw(_qualified())}{draw(_names(bool(absent)))}{draw(_tested_by())}{window}"
