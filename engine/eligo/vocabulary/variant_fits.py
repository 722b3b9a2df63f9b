"""Whether an alteration that was found is the one that is asked for, and what the absence of one rules out."""

from __future__ import annotations

from dataclasses import replace

from eligo.core.parts import Variant
from eligo.vocabulary.variant_tables import forms, genes, implied


def fits(found: Variant, asked: Variant) -> bool | None:
    """Whether what was found answers the question; None where too little is told of it.

    Holds: what fits one question that implies another fits the other too; and True stays, however much more is told.
    """
    straight = _fits(found, asked)
    if straight is False and "aberration" in (found.kind, asked.kind):
        return _of_translocation(found, asked)
    if straight is False and "fusion" in (found.kind, asked.kind):
        if found.partner and found.kind == "fusion":  # a fusion is of both its genes
            return _fits(replace(found, gene=found.partner, partner=found.gene, effect=""), asked)
        if found.kind in ("", "fusion") and asked.kind == "fusion" and _may_be_partner(found, asked):
            return None
    return straight


def _of_translocation(found: Variant, asked: Variant) -> bool | None:
    """Whether the fusion that a translocation is by definition answers; a fusion of its gene may be that very one."""
    made, wanted = implied(found.gene), implied(asked.gene)
    if made is not None and asked.kind != "aberration":
        return fits(made, asked)
    if wanted is not None and found.kind != "aberration" and fits(found, wanted) is not False:
        return None
    return False


def covers(absent: Variant, asked: Variant) -> bool:
    """Whether the absence of one means the absence of what is asked: whatever answers the latter is the first."""
    return fits(asked, absent) is True


def _fits(found: Variant, asked: Variant) -> bool | None:
    if found.gene != asked.gene:
        return False
    answers = [_kind(found, asked), _form(found, asked), _change(found, asked)]
    answers += [
        _same(found.exon, asked.exon),
        _same(found.codon, asked.codon),
        _same(found.effect, asked.effect),
        _same(found.partner, asked.partner),
    ]
    if False in answers:
        return False
    return None if None in answers else True


def _same(found: object, asked: object) -> bool | None:
    if not asked:
        return True
    return found == asked if found else None


def _kind(found: Variant, asked: Variant) -> bool | None:
    if not asked.kind or found.kind == asked.kind:
        return True
    if not found.kind:
        return None
    if {found.kind, asked.kind} == {"amplification", "gain"}:
        return True if found.kind == "amplification" else None
    if {found.kind, asked.kind} == {"allele", "mutation"}:  # an allele of a pharmacogene is some mutations of it
        return None
    return False


def _form(found: Variant, asked: Variant) -> bool | None:
    if not asked.form:
        return True
    if not found.form:
        return None
    if asked.form in forms(found):
        return True
    return (
        None if frozenset((found.form, asked.form)) in _MAY_BE or found.form == "delins" == forms(found)[-1] else False
    )


_MAY_BE = {
    frozenset(("insertion", "duplication")),  # an insertion may repeat what stands before it
    frozenset(("splice", "skipping")),  # the one is told of the gene, the other of its transcript
    frozenset(("deletion", "skipping")),
    frozenset(("substitution", "skipping")),  # MET D1010N
    frozenset(("insertion", "skipping")),
    frozenset(("delins", "skipping")),
    frozenset(("delins", "duplication")),
    frozenset(("delins", "insertion")),
    frozenset(("delins", "deletion")),
}
_NAMED_ONE_WAY = ("", "substitution", "nonsense")


def _change(found: Variant, asked: Variant) -> bool | None:
    if not asked.change or found.change == asked.change:
        return True
    if "allele" in (found.kind, asked.kind):
        return _allele(found.change, asked.change) if found.change else None
    if not found.change:
        return None
    alike = found.form not in _NAMED_ONE_WAY and asked.form not in _NAMED_ONE_WAY
    return None if alike else False  # an insertion or a deletion may be named in several ways


def _allele(found: str, asked: str) -> bool | None:
    """By the fields of its name: 02:01:01 is 02:01 is 02. 02:01P is all that make the same protein there as 02:01."""
    if "*" in found or "*" in asked:
        return found == asked
    if found[-1:] == "N" and asked[-1:] != "N":
        # A null allele isn't expressed: whether a rule for its group means it isn't told.
        return None if _fields(found[:-1], asked) else False
    if asked[-1:] in "PG":
        if found[-1:] in "PG":
            return found[-1] != asked[-1] and None
        inside = _fields(found, asked[:-1])
        return inside if inside is not False else (None if found[:2] == asked[:2] else False)
    if found[-1:] in "PG":
        inside = _fields(found[:-1], asked)
        return inside if asked == found[:2] else None if found[:2] == asked[:2] else False
    return _fields(found, asked)


def _fields(found: str, asked: str) -> bool | None:
    ours, theirs = found.split(":"), asked.split(":")
    shared = min(len(ours), len(theirs))
    if ours[:shared] != theirs[:shared]:
        return False
    return True if len(theirs) <= len(ours) else None


def _may_be_partner(found: Variant, asked: Variant) -> bool:
    """Whether the fusion that was found may be one with the gene that is asked for: its partner isn't told."""
    gene = genes().get(asked.gene)
    return not found.partner and gene is not None and gene.role == "partner" and asked.partner in ("", found.gene)
