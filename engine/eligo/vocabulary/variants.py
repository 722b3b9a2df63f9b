"""Alterations of genes: reading them in a rule or a record, and whether one answers for another.

`match` reads the longest marker that begins at a place of a rule, gene symbols with their case (eGFR is no gene);
`read` takes a whole text of a record and is generous. What is known of an alteration is filled in from the tables
(variant_tables.py). What stands behind a gene and can't be understood is told as vague, never guessed.

What reads (variant_reading.py and what it needs) is loaded when something may be a marker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from eligo.core.parts import Variant
from eligo.vocabulary.variant_fits import covers, fits
from eligo.vocabulary.variant_tables import STARTERS, filled, first_word, spellings

__all__ = ["Reading", "covers", "fits", "match", "of_gene", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A marker as it was read.

    `genes`: members of the gene or group that was named; () where none was. `variants`: any of them is meant,
    filled from the tables; () for a gene alone; without a gene their `gene` is "". `text`: how it is written.
    `wild`: the variants are absent (`wild type`, `negative`). `tested`: it was looked for (`EGFR tested`).
    `vague`: something that was told of it could not be understood, or tells nothing (a coding position).
    `origin`, `significance`, `zygosity`: said inside the marker (`EGFR germline mutation`, `UGT1A1*28/*28`).
    """

    end: int
    genes: tuple[str, ...]
    variants: tuple[Variant, ...]
    text: str
    wild: bool = False
    tested: bool = False
    vague: bool = False
    origin: str = ""
    significance: str = ""
    zygosity: str = ""


_LONGEST = 300  # characters of an entry's text: a longer one is a report
_COMPACT = re.compile(r"[gst]BRCA|[A-Z][A-Z0-9]{1,6}(?:m\b|mt\b|wt\b|ex\d|vIII)|H3K\d")
_CHANGE_ALONE = re.compile(
    r"(?:p\.)?[A-Za-z]{1,3}\d{2,4}(?:[A-Z*_]|del|ins|dup|fs|$|\W)|p\.|(?:ex|del|ins|E)\d{2}|\d{2}(?:del|ins)"
)
# An allele behind one of its locus: `HLA-A*02:01 or *02:06`.
_ALLELE_ALONE = re.compile(r"\*\d{1,4}(?::\d{2,3}){0,3}[A-Z]?(?![\w*:/])")


def match(text: str, pos: int = 0, geneless: bool = False) -> Reading | None:
    """The longest marker that begins at `pos`; None where none does. `geneless`: one may stand without a gene."""
    if geneless and (allele := _ALLELE_ALONE.match(text, pos)):
        return Reading(allele.end(), (), (Variant("", "allele", change=allele.group()),), allele.group())
    word = first_word(text, pos)
    if len(word) == 1 and text[pos + 1 : pos + 2] in (" ", ",", ")", ""):
        return None  # the article, or a letter of a list; `c-MET` and `t(11;14)` go on
    if (
        word not in spellings()
        and word not in STARTERS
        and not _COMPACT.match(text, pos)
        and not (geneless and _CHANGE_ALONE.match(text, pos))
    ):
        return None
    from eligo.vocabulary.variant_reading import longest
    from eligo.vocabulary.variant_text import window

    return longest(window(text, pos), geneless, free=False)


def read(text: str) -> Reading | None:
    """A whole text as one marker, case and spelling generous; None where it isn't one, or not certainly."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    from eligo.vocabulary.variant_reading import whole

    return whole(text)


def of_gene(variants: tuple[Variant, ...], genes: tuple[str, ...]) -> tuple[Variant, ...]:
    """The variants of these genes, where they have none yet, filled from the tables."""
    return tuple(
        dict.fromkeys(
            filled(one if one.gene else replace(one, gene=gene))
            for gene in genes
            for one in variants
            if not one.gene or one.gene == gene or one.gene not in genes
        )
    )
