"""A marker in a text: a gene with what is told of it, before it or behind it, and what that makes of it together."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from eligo.core.parts import Variant
from eligo.vocabulary import variant_heads as heads
from eligo.vocabulary.variant_heads import Head
from eligo.vocabulary.variant_tables import filled, genes
from eligo.vocabulary.variant_text import OF_EGFR, Text, Told, adjectives, alteration, stands_alone, window
from eligo.vocabulary.variants import Reading, of_gene

_WILD_BEFORE = re.compile(r"(?:wild ?type|wt)(?: for| of)? (?:the )?")
_TESTED_BEFORE = re.compile(r"(?:tested for|known|documented|determined|available) (?:the )?")
_NO_BEFORE = re.compile(r"(?:no|without|absence of|no evidence of|negative for) (?:known |detectable )?(?:the )?")
_OF = re.compile(r" (?:(?:in|of|involving|within|affecting) )?(?:the )?")
_GENE = re.compile(r" genes?(?!\w)")
_WILD = re.compile(r" ?(?:wild ?type|wt)(?:(?: gene)? status)?(?!\w)")
_POSITIVE = re.compile(r" (?:positive|pos)(?!\w)|\+(?!\w)")
_NEGATIVE = re.compile(r" (?:negative|neg)(?!\w)")
_FOUND = re.compile(
    r" (?:(?:is |was )?(?:detected|present|found|identified|confirmed|yes)|positivity|positive|pos)(?!\w)"
)
_NOT_FOUND = re.compile(
    r" (?:(?:is |was )?(?:not|un)[ -]?(?:detected|present|found|identified)|absent|none|no|negative|neg)(?!\w)"
)
_NOT = re.compile(r" (?:not |non |un(?=[mrat])|no )")
_TESTED = re.compile(
    r" (?:(?:is |was |has been |were )?tested(?! (?:positive|negative))"
    r"|status (?:is |was )?(?:known|available|documented|determined))(?!\w)"
)
_REMARK = re.compile(r" ?\(([^()]*)\)$")
_STATUS = re.compile(r" status(?!\w)")
_PARTNER = re.compile(r" (?:with|partner) ")
_NOT_AN_ALTERATION = re.compile(
    r"\b(?:no|not|neg\w*|none|without|absent|unknown|pending|wild|wt|undetected|ihc|express\w*|overexpress\w*|protein"
    r"|score|benign|possibl\w*|suspect\w*|probabl\w*|excluded?|lost|previous\w*|former\w*|family|familial|fail\w*"
    r"|inhibitor\w*|inconclusive|indeterminate|positive)\b|[0-3]\+|[%?=]"
)
_SOME_ALTERATION = re.compile(
    r"(?:^|\W)(?:[cpg]\.|vus|variants?|mut\w*|alter\w*|exons?|ex\d|del|ins|dup|fs|fusion|rearr\w*|ampl\w*|[a-z]\d{2,4}[a-z*])"
)


@lru_cache(maxsize=4096)
def whole(text: str) -> Reading | None:
    """A whole text as one marker, case and spelling generous; None where it isn't one, or not certainly."""
    plain = re.sub(r"(?<!\d)[:,](?!:)(?=\s)|(?<=\s)p\.(?=\()|[\[\]{}\"]", " ", text)
    bare = re.sub(r"(?<![a-z])\(([^();]*)\)", r" \1 ", plain)
    for one in dict.fromkeys((text, " ".join(plain.split()), " ".join(bare.split()))):
        found = longest(window(one, 0), geneless=True, free=True, wholly=len(one))
        if found and found.end == len(one):
            return replace(found, end=len(text))
    return _without_remark(text) or _vague(text)


def longest(text: Text, geneless: bool, free: bool, wholly: int | None = None) -> Reading | None:
    """The reading that reaches furthest; of equal ones the first. `wholly`: where it had better end."""
    best: Reading | None = None
    for found in _readings(text, geneless, free):
        if found.end == wholly:
            return found
        if best is None or found.end > best.end:
            best = found
    return best


def _readings(text: Text, geneless: bool, free: bool) -> list[Reading]:
    found: list[Reading | None] = []
    if head := heads.head(text, 0, free):
        found += _from_head(text, head, Told(0), free)
    for pattern, flag in ((_WILD_BEFORE, "wild"), (_TESTED_BEFORE, "tested"), *([(_NO_BEFORE, "no")] if free else [])):
        if before := pattern.match(text.low):
            found += _after(text, before.end(), flag, before.group(), free)
    said = adjectives(text, 0, free)
    if said.end and text.low.startswith(" ", said.end) and (head := heads.head(text, said.end + 1, free)):
        found += _from_head(text, head, said, free)
    if told := alteration(text, 0, free=free):
        found += _before_gene(text, told, geneless, free)
    return [one for one in found if one]


def _after(text: Text, at: int, flag: str, words: str, free: bool) -> list[Reading | None]:
    """What follows `wild type`, `known` or `no`: a gene with its alteration, or an alteration of a gene."""
    found: list[Reading | None] = []
    if head := heads.head(text, at, free):
        if flag == "wild":
            end = _gene_word(text, head.end)
            found.append(_reading(text, end, head, None, wild=True) if text.ends(end) else None)
            return found
        told = alteration(text, _gene_word(text, head.end), free=free)
        end = told.end if told else _gene_word(text, head.end)
        if flag == "no":
            if told and (done := _FOUND.match(text.low, end)):
                end = done.end()
            found.append(_reading(text, end, head, told, wild=True) if told or head.told else None)
        elif words.startswith("tested"):
            found.append(_reading(text, end, head, told, tested=True) if told or not head.by_word else None)
        elif (status := _STATUS.match(text.low, end)) and (told or not head.by_word):
            found.append(_reading(text, status.end(), head, told, tested=True))
    elif flag != "wild" and (told := alteration(text, at, free=free)):
        for one in _before_gene(text, told, False, free):
            if one and one.variants and not one.wild and not one.tested:
                found.append(replace(one, wild=flag == "no", tested=flag != "no", text=_marked(one.text, flag == "no")))
    return found


def _agree(told: Told, genes: tuple[str, ...]) -> bool:
    """Whether the exon that is told may be that of the change: `exon 19 L858R` contradicts itself."""
    known = of_gene(tuple(replace(one, exon=0) for one in told.variants()), genes)
    return all(one.exon in (0, told.exon) for one in known)


def _joined(gene: str, alteration: str) -> str:
    if alteration == "vIII":
        return f"{gene}{alteration}"
    return f"{gene}-{alteration}" if alteration in ("ITD", "TKD") else f"{gene} {alteration}"


def _marked(text: str, wild: bool) -> str:
    return f"{text} negative" if wild else f"{text} tested"


def _before_gene(text: Text, told: Told, geneless: bool, free: bool) -> list[Reading | None]:
    """An alteration that stands before its gene, or alone."""
    found: list[Reading | None] = []
    link = _OF.match(text.low, told.end)
    if link and (head := heads.head(text, link.end(), free)) and not head.told:
        direct = link.group() == " "
        end = _gene_word(text, head.end)
        if text.ends(end) and (not direct or told.change or told.exon or told.codon):
            found.append(_reading(text, end, head, told))
            if direct and (more := alteration(text, end, told, free)):
                found.append(_reading(text, more.end, head, more))
    if geneless and stands_alone(told):
        variants = told.variants()
        found.append(_made(text, told.end, (), variants, told.text, told=told))
        if free and (done := _FOUND.match(text.low, told.end)):
            found.append(_made(text, done.end(), (), variants, told.text, told=told))
    return found


def _from_head(text: Text, head: Head, told: Told, free: bool) -> list[Reading | None]:
    """A gene and what follows it."""
    found: list[Reading | None] = []
    if head.told:
        found.append(_reading(text, head.end, head, None))
        found += _ended(text, head.end, head, None, free)
        if free and (said := adjectives(text, head.end, free)).said:  # `UGT1A1*28 homozygous`
            found.append(_reading(text, said.end, head, said))
    elif not told.end:
        found.append(_made(text, head.end, head.genes, (), head.shown, head=head) if text.ends(head.end) else None)
    end = _gene_word(text, head.end)
    if not told.end and not head.told:
        found += _bare(text, end, head, free)
    if not head.closed and (more := alteration(text, end, told, free)):
        found.append(_reading(text, more.end, head, more))
        found += _ended(text, more.end, head, more, free)
        if more.kind == "fusion" and (link := _PARTNER.match(text.low, more.end)):
            partner = heads.gene(text, link.end(), free)
            if partner and text.ends(partner.end):
                more.partner, more.end = partner.genes[0], partner.end
                found.append(_reading(text, more.end, head, more))
    return found


def _bare(text: Text, end: int, head: Head, free: bool) -> list[Reading | None]:
    """A gene with no word for its alteration: `wild type`, `positive`, `tested`."""
    found: list[Reading | None] = []
    if not head.closed and (done := _WILD.match(text.low, end)):
        found.append(_reading(text, done.end(), head, None, wild=True))
        if free and (again := _FOUND.match(text.low, done.end())):
            found.append(_reading(text, again.end(), head, None, wild=True))
    if not head.by_word and (done := _TESTED.match(text.low, end)):
        found.append(_reading(text, done.end(), head, None, tested=True))
    if head.plain:
        if done := _POSITIVE.match(text.low, end):
            found.append(_reading(text, done.end(), head, None))
        if done := _NEGATIVE.match(text.low, end):
            found.append(_reading(text, done.end(), head, None, wild=True))
    if free and (done := _NOT.match(text.low, end)) and (told := alteration(text, done.end(), free=True)):
        found.append(_reading(text, told.end, head, told, wild=True))
        if again := _FOUND.match(text.low, told.end):
            found.append(_reading(text, again.end(), head, told, wild=True))
    return found


def _ended(text: Text, end: int, head: Head, told: Told | None, free: bool) -> list[Reading | None]:
    """What may follow an alteration: `positive`, `negative`, `status known`."""
    found: list[Reading | None] = []
    for pattern in (_POSITIVE, _FOUND) if free else (_POSITIVE,):
        if done := pattern.match(text.low, end):
            found.append(_reading(text, done.end(), head, told))
    for pattern in (_NEGATIVE, _NOT_FOUND) if free else (_NEGATIVE,):
        if done := pattern.match(text.low, end):
            found.append(_reading(text, done.end(), head, told, wild=True))
    if done := _TESTED.match(text.low, end):
        found.append(_reading(text, done.end(), head, told, tested=True))
    return found


def _reading(
    text: Text, end: int, head: Head, told: Told | None, wild: bool = False, tested: bool = False
) -> Reading | None:
    """A gene with its alteration; None where these don't go together, or the text goes on within a word."""
    if head.told and (told is None or told.kind is None):
        variants, shown = head.told, head.shown
    elif told is None:
        plain = {gene: genes()[gene].plain or ("mutation",) for gene in head.genes}
        variants = tuple(filled(Variant(gene, kind)) for gene, kinds in plain.items() for kind in kinds)
        shown = head.shown
        if not wild and not tested:
            shown = f"{shown} {head.plain[0]}" if len(head.plain) == 1 else f"{shown} positive"
        if wild:
            return _made(text, end, head.genes, variants, f"{shown} wild type", wild=True, head=head)
    else:
        if told.effect in OF_EGFR and head.genes != ("EGFR",):
            return None
        if (head.told and told.kind not in ("fusion", "") and not told.change) or (
            told.word == "loss" and head.by_word
        ):
            return None
        if head.mixed and told.kind == "mutation" and not (told.change or told.codon or told.exon):
            return None  # `EGFR/ALK mutation`: the fusion of ALK would be missed
        if told.change and told.exon and not _agree(told, head.genes):
            return None
        partner = head.told[0].partner if head.told and told.kind in ("fusion", "") else ""
        every = tuple(replace(one, partner=partner, kind="fusion") if partner else one for one in told.variants())
        variants = of_gene(every, head.genes)
        shown = head.shown if partner else _joined(head.shown.removesuffix(" fusion"), told.text)
        if told.partner:
            shown = f"{shown} with {told.partner}"
    if wild or tested:
        shown = _marked(shown, wild)
    return _made(text, end, head.genes, variants, shown, wild=wild, tested=tested, head=head, told=told)


def _made(
    text: Text, end: int, named: tuple[str, ...], variants: tuple[Variant, ...], shown: str,
    wild: bool = False, tested: bool = False, head: Head | None = None, told: Told | None = None,
) -> Reading | None:  # fmt: skip
    if not text.ends(end):
        return None
    said = told.said if told else {}
    origin = said.get("origin", "") or (head.origin if head else "")
    zygosity = said.get("zygosity", "") or (head.zygosity if head else "")
    vague = bool(told and told.vague) or bool(head and head.vague)
    return Reading(
        text.at[end], named, variants, shown, wild, tested, vague, origin, said.get("significance", ""), zygosity
    )  # fmt: skip


def _gene_word(text: Text, end: int) -> int:
    found = _GENE.match(text.low, end)
    return found.end() if found else end


def _without_remark(text: str) -> Reading | None:
    """A marker with something in brackets behind it that isn't understood and doesn't deny it."""
    found = _REMARK.search(text)
    if not found or _NOT_AN_ALTERATION.search(found[1].lower()):
        return None
    marker = whole(text[: found.start()])
    if marker is None or not marker.variants:
        return None
    return replace(marker, end=len(text), vague=True, significance=_uncertain(found[1]) or marker.significance)


def _uncertain(text: str) -> str:
    return "uncertain significance" if re.search(r"\bvus\b|uncertain", text.lower()) else ""


def _vague(text: str) -> Reading | None:
    """A known gene with an alteration that can't be understood; None where it may be no alteration at all."""
    whole = window(text, 0)
    head = heads.head(whole, 0, free=True)
    if head is None or head.told or head.closed or not whole.ends(head.end):
        return None
    rest = text[whole.at[head.end] :].lower()
    if _NOT_AN_ALTERATION.search(rest) or not _SOME_ALTERATION.search(rest):
        return None
    kind = "mutation" if re.search(r"(?:^|\W)(?:[cp]\.|vus|variants?|mut)", rest) else ""
    variants = of_gene((Variant("", kind),), head.genes)  # type: ignore[arg-type]  # two of the kinds
    shown = f"{head.shown} {'mutation' if kind else 'alteration'}"
    return Reading(len(text), head.genes, variants, shown, vague=True, significance=_uncertain(rest))
