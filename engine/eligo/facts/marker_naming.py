"""What alteration a biomarker's texts name, and what its keys `exon`, `codon` and `partner` add or contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from eligo.core.parts import Variant, VariantKind
from eligo.facts.naming import not_known
from eligo.facts.profile import BiomarkerEntry
from eligo.vocabulary import variants
from eligo.vocabulary.marker_words import canonical
from eligo.vocabulary.variant_tables import genes as genes_table
from eligo.vocabulary.variants import Reading

Variants = tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """What an entry is about, as far as it is told.

    `sure`: all of it is understood, so that its absence is an absence of `variants` and no more was meant. `wild`: the
    text says that they aren't there. `bare`: nothing is told but the gene, and `variants` are what that stands for.
    `open_`: the text isn't understood, so that it isn't told what was found. `said`: origin, significance, zygosity.
    """

    variants: Variants
    sure: bool = True
    wild: bool = False
    bare: bool = False
    open_: bool = False
    tested: bool = False
    said: tuple[tuple[str, str], ...] = ()


def naming(gene: str, text: str, entry: BiomarkerEntry, signed: bool, notes: list[str]) -> Naming:
    """What a gene and a text tell, or the text alone where no gene is given; the text may be empty beside a gene."""
    found = _with_gene(gene, text, entry.exon, notes) if gene else _alone(text, notes)
    if found.bare:
        plain = _plain(tuple(one.gene for one in found.variants), signed)
        found = replace(found, variants=plain, sure=all(one.kind for one in plain))
    if found.open_ or not found.variants:
        return found
    if found.bare and (entry.exon or entry.codon or entry.partner):
        kind: VariantKind = "fusion" if entry.partner and not (entry.exon or entry.codon) else "mutation"
        found = replace(found, variants=_wide(found, kind), bare=False)
    gene = gene or found.variants[0].gene
    if entry.codon:
        found = _at(found, "codon", entry.codon, "", notes)
    if entry.exon:
        # `deletion` in an exon is a mutation, and isn't the loss of the gene.
        composed = f"{gene} exon {entry.exon} {text or 'mutation'}" if not entry.codon else ""
        found = _at(found, "exon", entry.exon, composed, notes)
    partner = (entry.partner or "").strip()
    return _joined(found, gene, partner, notes) if partner else found


def _plain(genes: tuple[str, ...], signed: bool) -> Variants:
    """What a gene stands for where a record says no more than that it was found: the fusions of ALK.

    `signed`: it says `positive` or `negative`, which may be told of the protein; of some genes it always is.
    """
    found: list[Variant] = []
    for gene in genes:
        reading = (
            variants.read(f"{gene} {'positive' if signed else 'wild type'}")
            if not genes_table()[gene].by_word
            else None
        )
        found.extend(reading.variants if reading and reading.variants and not reading.vague else (Variant(gene),))
    return tuple(dict.fromkeys(found))


def told_again(found: Naming, gene: str, text: str) -> Naming | None:
    """The naming with what a second text says of it: `mutated` beside `L858R`, `G12C` beside `mutation`.

    The narrower of the two counts. None where the second isn't understood, or names another alteration; as it was
    where the second is wider, or where the first isn't understood.
    """
    reading = variants.read(f"{gene} {text}") or variants.read(text)
    own = reading.variants if reading is not None and not reading.wild and not reading.vague else ()
    own = variants.of_gene(own, tuple(one.gene for one in found.variants))
    if not own or found.open_:
        return found if own else None
    if found.bare or _inside(own, found.variants):
        return found if own == found.variants else Naming(own)
    return found if _inside(found.variants, own) else None


def _inside(narrow: Variants, wide: Variants) -> bool:
    """Whether each of some variants is one of others."""
    return all(any(variants.fits(one, other) for other in wide) for one in narrow)


def _alone(text: str, notes: list[str]) -> Naming:
    reading = variants.read(text)
    if reading is None or not reading.genes:
        notes.extend(not_known([text]))
        return Naming((), False, open_=True)
    return _read(reading, text, notes)


_OTHER = re.compile(r"\bnon[\s-]*(?=[a-z]*[0-9])", re.IGNORECASE)


def _read(reading: Reading, text: str, notes: list[str]) -> Naming:
    if _OTHER.search(text):
        # `non-V600E mutation` is some other one, and not the absence of V600E.
        notes.append(f"not all of {text!r} is understood")
        return Naming(tuple(dict.fromkeys(Variant(one.gene, one.kind) for one in reading.variants)), False)
    if not reading.variants:
        return Naming(tuple(Variant(one) for one in reading.genes), bare=True, tested=reading.tested)
    if reading.vague:
        notes.append(f"not all of {text!r} is understood")
    said = (("origin", reading.origin), ("significance", reading.significance), ("zygosity", reading.zygosity))
    words = tuple((attribute, canonical(attribute, word) or word) for attribute, word in said if word)
    return Naming(reading.variants, not reading.vague, reading.wild, tested=reading.tested, said=words)


def _with_gene(gene: str, text: str, exon: int | None, notes: list[str]) -> Naming:
    own = variants.read(gene)
    if own is None or not own.genes:
        whole = variants.read(f"{gene} {text}") if text else None
        if whole is None or not whole.genes:
            notes.extend(not_known([gene], "gene"))
            return Naming((), False, open_=True)
        return _read(whole, f"{gene} {text}", notes)
    if not text:
        return _read(own, gene, notes)
    alone = variants.read(text)
    if alone is not None and alone.genes:
        if any(one.kind == "aberration" for one in alone.variants):
            # `del(17p)` is told as the loss of TP53.
            return _read(alone, text, notes)
        named = {*alone.genes, *(one.partner for one in alone.variants)}
        if named.isdisjoint(own.genes):
            notes.append(f"the gene is {gene}, the alteration {text!r}")
            return Naming((), False, open_=True)
        return _read(alone, text, notes)
    reading = variants.read(f"{gene} {text}")
    if reading is None and exon:
        reading = variants.read(f"{gene} exon {exon} {text}")
    if reading is None:
        notes.extend(not_known([text], f"alteration of {gene}"))
        return Naming(tuple(Variant(one) for one in own.genes), False, open_=True)
    return _read(reading, f"{gene} {text}", notes)


# -- keys beside the texts --------------------------------------------------------------------------


def _at(found: Naming, key: str, value: int, composed: str, notes: list[str]) -> Naming:
    """The naming with its exon or codon; `composed`: the text that says it all."""
    own = {getattr(one, key) for one in found.variants}
    if own == {value}:
        return found
    if own - {0}:
        said = " or ".join(str(one) for one in sorted(own - {0}))
        notes.append(f"the text says {key} {said}, the key {value}")
        return replace(found, variants=_wide(found, ""), sure=False)
    if not all(one.kind in ("", "mutation", "deletion") for one in found.variants):
        notes.append(f"the {key} isn't used beside {found.variants[0].kind}")
        return replace(found, sure=False)
    reading = variants.read(composed) if composed else None
    if (
        reading
        and not reading.wild
        and not reading.vague
        and reading.variants
        and all(one.exon == value for one in reading.variants)
    ):
        return replace(found, variants=reading.variants)
    made = (replace(one, **{key: value}) for one in _mutated(found.variants))  # type: ignore[arg-type]
    # The tables tell the exon of a codon.
    filled = (more for one in made for more in variants.of_gene((replace(one, gene=""),), (one.gene,)) or (one,))
    return replace(found, variants=tuple(filled))


def _wide(found: Naming, kind: VariantKind) -> Variants:
    """The variants without what is contradicted."""
    return tuple(dict.fromkeys(Variant(one.gene, kind or one.kind) for one in found.variants))


def _mutated(found: Variants) -> Iterable[Variant]:
    """The variants as mutations: a `deletion` inside an exon is one."""
    for one in found:
        yield replace(one, kind="mutation", form="deletion" if one.kind == "deletion" else one.form)


def _joined(found: Naming, gene: str, partner: str, notes: list[str]) -> Naming:
    """The naming of a fusion with its other gene."""
    known = variants.read(partner)
    if known is None or len(known.genes) != 1:
        notes.extend(not_known([partner], "partner"))
        return replace(found, sure=False)
    symbol = known.genes[0]
    if any(one.kind not in ("", "fusion") for one in found.variants):
        notes.append(f"the partner isn't used beside {found.variants[0].kind}")
        return replace(found, sure=False)
    if any(one.partner and symbol not in (one.partner, one.gene) for one in found.variants):
        notes.append(f"the text says {found.variants[0].partner}, the partner {partner}")
        return replace(found, variants=_wide(found, "fusion"), sure=False)
    if all(one.partner for one in found.variants):
        return found
    reading = variants.read(f"{gene}-{partner} fusion")
    if reading and not reading.wild and not reading.vague and all(one.partner for one in reading.variants):
        return replace(found, variants=reading.variants)
    filled = (replace(one, kind="fusion", partner=one.partner or symbol) for one in found.variants)
    return replace(found, variants=tuple(filled))
