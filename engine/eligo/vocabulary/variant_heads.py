"""What a marker is of: a gene or several, a fusion of two, an aberration of a chromosome, an allele of a locus."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from eligo.core.parts import Variant, VariantKind
from eligo.vocabulary.variant_tables import Gene, filled, first_word, genes, spellings
from eligo.vocabulary.variant_text import Text

_ORIGINS = {"g": "germline", "s": "somatic", "t": "somatic"}  # gBRCA, sBRCA, tBRCA
_OF_ORIGIN = re.compile(r"[gst](?=BRCA)")
_GLUED = re.compile(r"ex ?\d|mt?(?!\w)|wt(?!\w)|vIII")
_SYMBOL = re.compile(r"[A-Za-z0-9]{2,8}?(?=ex ?\d|mt?(?!\w)|wt(?!\w)|vIII|K27|K28|G34)")
_PARTNERS = re.compile(r"-|::")
_ANY_SYMBOL = re.compile(r"[A-Z][A-Z0-9]{1,9}(?=-|::)")
_BANDS = re.compile(r" ?\([pqcenter\d.;]+\)")
_HLA = re.compile(
    r"[* ]?w?(\d{2,4}(?::\d{2,3}){1,3}|\d{1,4})([NLSCAQPG])?(?![\w*:])(?: (?:genotype|alleles?|type|haplotype)(?!\w))?"
)
_SEROTYPES = {
    "HLA-A": {1, 2, 3, 11, 23, 24, 25, 26, 29, 30, 31, 32, 33, 34, 36, 43, 66, 68, 69, 74, 80},
    "HLA-B": {7, 8, 13, 18, 27, 35, 37, 38, 39, 41, 42, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59},
}
# Positions of the coding sequence that define an allele: CPIC's tables for DPYD (from memory; not re-read).
_CODED = {("DPYD", "1905+1G>A"): "2A", ("DPYD", "1679T>G"): "13"}
_CODING = re.compile(r" ?\(?c\.(\d+(?:[+-]\d+)?[ACGT]>[ACGT])\)?(?![\w>])")
_STAR = re.compile(r" ?\*(\d{1,3}[A-Z]?)(?: ?/ ?\*?(\d{1,3}[A-Z]?))?(?![\w*])(?: (?:genotype|alleles?)(?!\w))?")


@dataclass(frozen=True, slots=True)
class Head:
    """What a marker is of. `told`: an alteration that the name itself is (a fusion, an aberration, an allele).

    `closed`: nothing that is told of genes can follow. `plain` and `by_word` as in variant_tables.Gene.
    """

    end: int
    genes: tuple[str, ...]
    shown: str
    plain: tuple[VariantKind, ...]
    by_word: bool = False
    told: tuple[Variant, ...] = ()
    closed: bool = False
    origin: str = ""
    zygosity: str = ""
    vague: bool = False
    mixed: bool = False  # several genes of which `positive` means different things: EGFR/ALK


def head(text: Text, at: int, free: bool) -> Head | None:
    """The gene, the genes or the fusion that a marker is of, from a place on."""
    if free and (found := _ANY_SYMBOL.match(text.raw, at)) and not spellings().get(found.group().lower()):
        return _with_unknown(text, found)
    first = gene(text, at, free)
    if first is None or first.closed:
        return first
    if (link := _PARTNERS.match(text.raw, first.end)) and (second := gene(text, link.end(), free)):
        return _fusion(first, second, link.group()) or first
    return _several(text, first, free)


def gene(text: Text, at: int, free: bool) -> Head | None:
    """One row of genes.csv by its longest spelling at a place, with the allele where it is a locus."""
    origin = ""
    if found := _OF_ORIGIN.match(text.cased, at):
        origin, at = _ORIGINS[found.group()], at + 1
    word = first_word(text.low, at)
    if word not in spellings() and (found := _SYMBOL.match(text.cased, at)):
        word = found.group().lower()
    for spelling in spellings().get(word, ()):
        written = text.cased if spelling.exact and not free else text.low
        wanted = spelling.text.lower() if free else spelling.text
        if not written.startswith(wanted, at):
            continue
        end, row = at + len(wanted), genes()[spelling.gene]
        if row.kind == "locus" and (allele := _allele(text, end, row)):
            return allele
        if not text.ends(end) and not _goes_on(text, end, row):
            continue
        if row.kind == "aberration":
            bands = _BANDS.match(text.low, end)
            told = (Variant(row.name, "aberration"),)
            return Head(bands.end() if bands else end, (row.name,), row.name, (), told=told, closed=True)
        closed = row.name.startswith("HLA-")
        return Head(end, row.members, spelling.shown, row.plain, row.by_word, origin=origin, closed=closed)
    return None


def _goes_on(text: Text, end: int, row: Gene) -> bool:
    """Whether what follows within the word still leaves the gene: `METex14`, `H3K27M`, `EML4::ALK`, `KRAS/NRAS`."""
    if text.raw.startswith(("/", "::", "*"), end) or _GLUED.match(text.cased, end):
        return True
    return row.name == "H3" and text.cased.startswith(("K2", "G34"), end)


def _fusion(first: Head, second: Head, link: str) -> Head | None:
    """Two genes joined: the fusion of them, one of which is known to take part in fusions."""
    if first.told or second.told or len(first.genes) != 1 or len(second.genes) != 1 or first.genes == second.genes:
        return None
    rows = [genes()[first.genes[0]], genes()[second.genes[0]]]
    if link == "-" and not any(row.role == "partner" or "fusion" in row.plain for row in rows):
        return None
    driver = first if _drives(rows[0]) > _drives(rows[1]) else second
    other = first if driver is second else second
    told = (filled(Variant(driver.genes[0], "fusion", partner=other.genes[0])),)
    return Head(second.end, driver.genes, f"{first.shown}-{second.shown} fusion", (), told=told)


def _drives(row: Gene) -> int:
    """How likely a fusion is named after the gene rather than after its partner."""
    return 0 if row.role == "partner" else 2 if "fusion" in row.plain else 1


def _with_unknown(text: Text, found: re.Match[str]) -> Head | None:
    """A fusion with a gene that isn't in the table."""
    link = _PARTNERS.match(text.raw, found.end())
    driver = gene(text, link.end(), free=True) if link else None
    if link is None or driver is None or driver.told or len(driver.genes) != 1 or driver.closed:
        return None
    if link.group() == "-" and "fusion" not in driver.plain:
        return None
    told = (filled(Variant(driver.genes[0], "fusion", partner=found.group())),)
    return replace(driver, shown=f"{found.group()}-{driver.shown} fusion", plain=(), told=told)


def _several(text: Text, first: Head, free: bool) -> Head:
    """Genes with strokes between: `KRAS/NRAS/BRAF`."""
    now = first
    while text.raw.startswith("/", now.end):
        more = gene(text, now.end + 1, free)
        if more is None or more.told or more.closed or more.origin:
            break
        members = (*now.genes, *(one for one in more.genes if one not in now.genes))
        mixed = now.mixed or now.plain != more.plain
        now = replace(
            now, end=more.end, genes=members, shown=f"{now.shown}/{more.shown}", mixed=mixed,
            plain=() if mixed else now.plain, by_word=now.by_word or more.by_word,
        )  # fmt: skip
    return now


def _allele(text: Text, end: int, row: Gene) -> Head | None:
    if row.name.startswith("HLA-"):
        found = _HLA.match(text.cased, end)
        name = _hla(row.name, found[1], text.cased[end]) if found else ""
        if not found or not name:
            return None
        name += found[2] or ""
        one_allele = (Variant(row.name, "allele", change=name),)
        return Head(found.end(), (row.name,), f"{row.name}*{name}", (), told=one_allele, closed=True)
    if (coded := _CODING.match(text.raw, end)) and (star := _CODED.get((row.name, coded[1]), "")):
        coding = (Variant(row.name, "allele", change=f"*{star}"),)
        return Head(coded.end(), (row.name,), f"{row.name}*{star}", (), told=coding, closed=True)
    found = _STAR.match(text.cased, end)
    if not found:
        return None
    one, two = found[1], found[2]
    zygosity = "" if two is None else "homozygous" if one == two else "heterozygous"
    others = [name for name in dict.fromkeys((one, two or one)) if name != "1"] or ["1"]
    told = tuple(Variant(row.name, "allele", change=f"*{name}") for name in others)
    shown = f"{row.name}*{one}" + (f"/*{two}" if two else "")
    if len(told) > 1:  # two different variant alleles: which of them is asked for isn't told
        told = (Variant(row.name, "allele"),)
    return Head(
        found.end(), (row.name,), shown, (), told=told, closed=True, zygosity=zygosity, vague=len(others) > 1
    )  # fmt: skip


def _hla(locus: str, digits: str, before: str) -> str:
    """The fields of an allele: `0201` is 02:01; `2` behind the locus is the serotype, whose alleles are 02; else ''."""
    if ":" in digits:
        fields = digits.split(":")
        return ":".join((fields[0].zfill(2), *fields[1:]))
    if len(digits) == 4:
        return f"{digits[:2]}:{digits[2:]}"
    if before == "*" and len(digits) == 2:
        return digits
    return digits.zfill(2) if len(digits) < 3 and int(digits) in _SEROTYPES.get(locus, ()) else ""
