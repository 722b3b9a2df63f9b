"""The tables of genes: symbols and spellings, known variants, exons. Read when first asked for, once.

genes.csv      genes, groups of genes, aberrations of chromosomes, loci of alleles (HLA, pharmacogenes)
variants.csv   what a change of a gene is known to be: its exon, its form, its effect
exons.csv      codons that certainly lie in an exon (not always all of them)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from eligo.core.parts import Variant, VariantForm, VariantKind

DATA = Path(__file__).parent / "data"
_FIRST = re.compile(r"[+-]?[^\W_]+")
# Words that a marker may begin with before its gene is named.
STARTERS = frozenset({
    "activating", "gain", "inactivating", "loss", "truncating", "tki", "sensitizing", "sensitising", "sensitive",
    "uncommon", "atypical", "classical", "classic", "exon", "exons", "codon", "codons", "mutation", "mutations",
    "mutant", "mutated", "variant", "variants", "fusion", "fusions", "gene", "genetic", "genomic", "rearrangement",
    "rearrangements", "rearranged", "translocation", "translocations", "amplification", "amplifications", "amplified",
    "copy", "deletion", "deletions", "insertion", "insertions", "duplication", "frameshift", "splice", "nonsense",
    "missense", "point", "alteration", "alterations", "altered", "aberration", "aberrations", "abnormality", "wild",
    "wildtype", "known", "tested", "documented", "losses",
})  # fmt: skip
_SITE = re.compile(r"([A-Z])(\d+)(.*)")
_DELINS = re.compile(r"[A-Z](\d+)(?:_[A-Z](\d+))?delins([A-Z*]+)")


@dataclass(frozen=True, slots=True)
class Gene:
    """A row of genes.csv.

    `members`: the genes of a group, else the name itself. `plain`: what `positive` without a kind means; none where
    it may mean the protein. `by_word`: its bare status is the answer of a test (HER2, AR), not of sequencing.
    """

    name: str
    kind: str
    role: str
    members: tuple[str, ...]
    plain: tuple[VariantKind, ...]
    by_word: bool


class Spelling(NamedTuple):
    """One way to write a gene, with blanks for hyphens; `exact`: compared with its case."""

    text: str
    exact: bool
    shown: str  # how it is written again
    gene: str


@dataclass(frozen=True, slots=True)
class Known:
    """A row of variants.csv."""

    exon: int
    form: VariantForm
    effect: Literal["", "activating", "inactivating"]


@lru_cache(maxsize=1)
def genes() -> dict[str, Gene]:
    """All rows of genes.csv by name."""
    found = {}
    for row in _rows("genes"):
        plain = () if row["plain"] == "word" else cast("tuple[VariantKind, ...]", _cells(row["plain"]))
        members = _cells(row["members"]) or (row["name"],)
        found[row["name"]] = Gene(row["name"], row["kind"], row["role"], members, plain, row["plain"] == "word")
    return found


@lru_cache(maxsize=1)
def _implied() -> dict[str, Variant]:
    found = {}
    for row in _rows("genes"):
        if row["implies"]:
            partner, _, gene = row["implies"].removesuffix(" fusion").rpartition("::")
            found[row["name"]] = Variant(gene, "fusion", partner=partner)
    return found


def implied(aberration: str) -> Variant | None:
    """The fusion that an aberration is by definition: t(9;22) is a BCR::ABL1 fusion; None where it is none."""
    return _implied().get(aberration)


@lru_cache(maxsize=1)
def spellings() -> dict[str, tuple[Spelling, ...]]:
    """Spellings by their first word in small letters, the longest first."""
    found: dict[str, list[Spelling]] = {}
    for row in _rows("genes"):
        name = row["name"]
        loose = _cells(row["spellings"])
        exact = _cells(row["exact"])
        if row["kind"] == "aberration":
            loose = (name, *loose)
        else:
            exact = (name, *exact)
        plain = _letters(name)
        for text in exact:
            shown = name if _letters(text) == plain else text
            found.setdefault(first_word(text), []).append(Spelling(text.replace("-", " "), True, shown, name))
        for text in loose:
            folded = text[0] + text[1:].replace("-", " ").lower()
            found.setdefault(first_word(text), []).append(Spelling(folded, False, name, name))
    return {word: tuple(sorted(some, key=_length, reverse=True)) for word, some in found.items()}


def _letters(text: str) -> str:
    return text.replace("-", "").replace(" ", "").upper()


def _length(spelling: Spelling) -> int:
    return len(spelling.text)


def first_word(text: str, pos: int = 0) -> str:
    """The word that begins at a place, in small letters and with its sign; '' where none does."""
    found = _FIRST.match(text, pos)
    return found.group().lower() if found else ""


@lru_cache(maxsize=1)
def _known() -> dict[tuple[str, str], Known]:
    return {
        (row["gene"], row["variant"]): Known(
            int(row["exon"] or 0),
            cast("VariantForm", row["form"]),
            cast("Literal['', 'activating', 'inactivating']", row["effect"]),
        )
        for row in _rows("variants")
    }


@lru_cache(maxsize=1)
def known_changes() -> frozenset[str]:
    """Changes and codons that any gene is known for: `L858R`, `V600`."""
    return frozenset(variant for _, variant in _known())


@lru_cache(maxsize=1)
def _codons() -> dict[tuple[str, int], list[str]]:
    """Changes of a codon that the table knows as such: ("KRAS", 12) to ["G12"]."""
    found: dict[tuple[str, int], list[str]] = {}
    for gene, variant in _known():
        site = _SITE.fullmatch(variant)
        if site and not site[3]:
            found.setdefault((gene, int(site[2])), []).append(variant)
    return found


@lru_cache(maxsize=1)
def _exons() -> dict[str, list[tuple[int, int, int]]]:
    found: dict[str, list[tuple[int, int, int]]] = {}
    for row in _rows("exons"):
        found.setdefault(row["gene"], []).append((int(row["first"]), int(row["last"]), int(row["exon"])))
    return found


@lru_cache(maxsize=4096)
def filled(variant: Variant) -> Variant:
    """The variant with all that follows from what it tells: codon and form of its change, exon, effect."""
    gene = genes().get(variant.gene)
    if gene is None or variant.kind == "allele" or gene.kind == "aberration":
        return variant
    role = gene.role
    variant = _of_its_change(variant, role)
    sites = _sites(variant)
    if not variant.exon and sites:
        inside = {
            exon for first, last, exon in _exons().get(variant.gene, ()) if all(first <= site <= last for site in sites)
        }
        variant = replace(variant, exon=inside.pop()) if len(inside) == 1 else variant
    for known in _rows_of(variant):
        variant = replace(
            variant,
            exon=variant.exon or known.exon,
            form=variant.form or known.form,
            effect=variant.effect or known.effect,
        )
    if (
        not variant.effect
        and (variant.gene, variant.change) not in _known()  # BRCA2 K3326* cuts off nothing that matters
        and role == "suppressor"
        and (variant.form in ("nonsense", "frameshift") or variant.kind == "deletion")
    ):
        variant = replace(variant, effect="inactivating")
    return variant


def is_known(variant: Variant) -> bool:
    """Whether the table of variants holds it, or its codon."""
    return next(_rows_of(variant), None) is not None


def known_effect(variant: Variant) -> bool:
    """Whether the table of variants itself tells what the variant does: not only that it cuts the protein short."""
    return any(known.effect for known in _rows_of(variant))


def _of_its_change(variant: Variant, role: str) -> Variant:
    """The codon and the form that the name of a change tells. `X` is a stop in a suppressor, else any amino acid."""
    change = variant.change
    site = _SITE.fullmatch(change)
    if not site or not site[3] or variant.kind not in ("", "mutation"):
        return variant  # vIII is a name
    rest = site[3]
    if rest == "X":
        change, rest = (f"{change[:-1]}*", "*") if role == "suppressor" else ("", "X")
    form = variant.form or _form(rest)
    codon = variant.codon or (0 if "_" in change else int(site[2]))
    return replace(variant, kind="mutation", change=change, form=form, codon=codon)


def _form(rest: str) -> VariantForm:
    """The form of a change by what stands behind its first site."""
    if rest == "*":
        return "nonsense"
    if rest.startswith("fs"):
        return "frameshift"
    for word, form in (("delins", "delins"), ("del", "deletion"), ("ins", "insertion"), ("dup", "duplication")):
        if word in rest:
            return cast("VariantForm", form)
    return "substitution" if len(rest) == 1 else ""


def _sites(variant: Variant) -> tuple[int, ...]:
    if variant.codon:
        return (variant.codon,)
    return tuple(int(number) for number in re.findall(r"(?<=[A-Z])\d+", variant.change.partition("ins")[0]))


def _rows_of(variant: Variant) -> Iterator[Known]:
    """Rows that speak of the variant, the narrowest first."""
    table = _known()
    names = [variant.change] if variant.change else []
    if variant.codon and variant.form in ("", "substitution"):
        names += _codons().get((variant.gene, variant.codon), [])
    if variant.exon:
        names += [f"exon {variant.exon} {form}" for form in forms(variant)]
    if variant.form == "duplication":
        names.append("ITD")
    for name in names:
        if found := table.get((variant.gene, name)):
            yield found


def forms(variant: Variant) -> tuple[str, ...]:
    """What the form may also be called: a duplication inserts; a delins that is known may shorten or lengthen."""
    if variant.form == "duplication":
        return ("duplication", "insertion")
    if variant.form == "delins" and (found := _DELINS.fullmatch(variant.change)):
        removed = int(found[2] or found[1]) - int(found[1]) + 1
        if removed != len(found[3]):
            return ("delins", "deletion" if removed > len(found[3]) else "insertion")
    return (variant.form,) if variant.form else ()


@lru_cache(maxsize=None)
def _rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
