"""One entry of the biomarkers: whether it shows the alteration that is asked for, and what it rules out.

Each answer is TRUE, FALSE or UNKNOWN with the fact that is missing and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eligo.core.nodes import Altered, Copies, Variant, Where
from eligo.evaluate.intervals import holds
from eligo.evaluate.naming import NO, YES, Answer, definite, every
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.facts.patient import Marker
from eligo.vocabulary import variants as vocabulary
from eligo.vocabulary.variant_tables import known_effect

BENIGN = ("benign", "likely benign")
UNCERTAIN = "uncertain"
PATHOGENIC = ("pathogenic", "likely pathogenic")  # what isn't there of the one isn't there of the other
ORIGINS = ("germline", "somatic")
PLASMA, BLOOD = "plasma", "blood"
Key = tuple[int, str]
_OF_TEST = ("method", "specimen")  # what is said of the test itself; the rest is said of what it found
# What isn't inherited, as far as rules speak of it.
_ACQUIRED = ("fusion", "amplification", "gain", "aberration")


def shows(marker: Marker, node: Altered) -> Answer:
    """Whether what was found is what is asked for, and none of what is excepted."""
    named = every(_named(marker, node), _of_gene(marker, node))
    return every(named, *(_where(marker, one) for one in node.where), _significant(marker, node))


def tests(marker: Marker, node: Altered) -> Answer:
    """Whether the test looked for what is asked for, whatever it found."""
    if not marker.variants:
        return _unread(marker) if marker.status in ("present", "unknown") else NO
    each = [_any([vocabulary.fits(one, wanted) for wanted in node.variants]) for one in marker.variants]
    if marker.status == "present":
        # What else was looked for isn't told: of one of several genes, each may be the only one.
        looked = YES if all(each) else NO if not any(one is not False for one in each) else _which(marker)
    else:
        nothing = marker.status != "unknown"
        covered = any(vocabulary.covers(one, wanted) for one in marker.variants for wanted in node.variants)
        looked = YES if True in each or (covered and nothing) else _which(marker) if None in each else NO
        if looked is YES and not nothing:
            looked = _undecided(marker)
    # A test that found nothing, and doesn't say of which origin, was of both.
    of_origin = _asked(node, "origin") if marker.status == "present" or "origin" in marker.said else []
    return every(looked, by_test(marker, node), *(_where(marker, one) for one in of_origin))


def undecided(marker: Marker, node: Altered) -> Answer:
    """What a test that gave no answer leaves open."""
    named = _named(marker, node)
    if named.truth is FALSE or by_test(marker, node).truth is FALSE:
        return NO
    return named if named.reason == "name_unknown" else _undecided(marker)


def _named(marker: Marker, node: Altered) -> Answer:
    """By its name: of each gene that it may be of one of the variants must be, and none of the excepted."""
    if not marker.variants:
        return _unread(marker)
    each = [_one(found, node) for found in marker.variants]
    if all(one is True for one in each):
        return YES
    return NO if all(one is False for one in each) else _which(marker)


def _one(found: Variant, node: Altered) -> bool | None:
    fit = _any([vocabulary.fits(found, wanted) for wanted in node.variants])
    if fit is False or not node.excluding:
        return fit
    excepted = _any([vocabulary.fits(found, one) for one in node.excluding])
    if excepted is True:
        return False
    return None if excepted is None else fit


def _any(several: Sequence[bool | None]) -> bool | None:
    return True if True in several else None if None in several else False


def _unread(marker: Marker) -> Answer:
    detail = f"{marker.path} names {marker.label!r}, which isn't known"
    return Answer(UNKNOWN, f"what {marker.label} is", "name_unknown", detail)


def _which(marker: Marker) -> Answer:
    return Answer(UNKNOWN, f"which {marker.label}", "not_recorded", f"{marker.path} says only {marker.label!r}")


def _undecided(marker: Marker) -> Answer:
    return Answer(UNKNOWN, marker.label, "not_recorded", f"{marker.path}: the test gave no answer")


# -- what is said of it ------------------------------------------------------------------------


def _where(marker: Marker, one: Where | Copies) -> Answer:
    """Whether an entry says what is asked for beyond the name."""
    if isinstance(one, Copies):
        return _copies(marker, one)
    if one.attribute == "significance":
        return YES  # told together with the bare question, which it answers as well
    value = marker.said.get(one.attribute)
    fact = f"{one.attribute} of {marker.label}"
    if value is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{marker.path} has no {one.attribute}")
    if value.startswith("?"):
        detail = f"{marker.path}: the {one.attribute} {value[1:]!r} isn't understood"
        return Answer(UNKNOWN, fact, "name_unknown", detail)
    if value in one.maybe and value not in one.values:
        return Answer(UNKNOWN, fact, "not_recorded", f"{marker.path} says {value}, which may be {one.values[0]}")
    return definite(value in one.values)


def _copies(marker: Marker, one: Copies) -> Answer:
    fact = f"copies of {marker.label}"
    if marker.copies is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{marker.path} has no copies")
    held = holds(marker.copies, one.op, one.number)
    if held is UNKNOWN:
        return Answer(UNKNOWN, fact, "beyond_detection", f"{marker.path}: the number of copies is an interval")
    return Answer(held)


def _significant(marker: Marker, node: Altered) -> Answer:
    """Whether a variant counts: a benign one is no alteration, one of uncertain significance may be none."""
    asked = _asked(node, "significance")
    value = marker.said.get("significance")
    fact = f"significance of {marker.label}"
    if value is not None and value.startswith("?"):
        detail = f"{marker.path}: the significance {value[1:]!r} isn't understood"
        return Answer(UNKNOWN, fact, "name_unknown", detail)
    if not asked:
        if value == UNCERTAIN:
            return Answer(UNKNOWN, fact, "not_recorded", f"{marker.path} is a variant of uncertain significance")
        return definite(value not in BENIGN)
    if value is not None:
        return every(*(definite(value in one.values) for one in asked))
    known = bool(marker.variants) and all(known_effect(one) for one in marker.variants)
    if known and all("pathogenic" in one.values for one in asked):
        return YES
    return Answer(UNKNOWN, fact, "not_recorded", f"{marker.path} has no significance")


# -- absence -----------------------------------------------------------------------------------


def rules_out(marker: Marker, node: Altered) -> dict[Key, Answer]:
    """What an entry rules out, by (the place of a variant, its origin): TRUE, or UNKNOWN where it hangs on the test.

    An absence does so, an assay that found nothing there, and a finding that falls short in what it was measured by.
    """
    if marker.status == "unknown" or (marker.status == "present" and not _falls_short(marker, node)):
        return {}
    how = by_test(marker, node)
    if how.truth is FALSE or (marker.status != "present" and _restricted(marker, node)):
        return {}
    if _of_plasma_alone(marker, node):
        detail = f"{marker.path}: it wasn't found in plasma; the tumor may have it all the same"
        how = every(how, Answer(UNKNOWN, "", "not_recorded", detail))
    how = every(how, _of_gene(marker, node))
    own = said(marker, "origin") or _tells_of(marker, node)
    if own.startswith("?"):
        detail = f"{marker.path}: the origin {own[1:]!r} isn't understood"
        how = Answer(UNKNOWN, f"origin of {marker.label}", "name_unknown", detail)
    return {
        (at, origin): how
        for at, wanted in enumerate(node.variants)
        if any(vocabulary.covers(one, wanted) for one in marker.variants)
        for origin in origins(wanted, node)
        if own in ("", origin) or own.startswith("?")
    }


def _of_plasma_alone(marker: Marker, node: Altered) -> bool:
    """Whether plasma was tested, which misses some of what a tumor has, and the rule doesn't ask for that."""
    asked = {value for one in _asked(node, "specimen") for value in one.values}
    return said(marker, "specimen") == PLASMA and not asked & {PLASMA, BLOOD}


def _tells_of(marker: Marker, node: Altered) -> str:
    """The one origin that an absence can tell of by its specimen; "" for both. A tumor holds what is inherited too,
    but only a germline test is read for that; a saliva holds nothing else."""
    if marker.status == "present":
        return ""
    of = {"saliva": "germline"}
    if _asked(node, "origin"):
        of |= {"tumor": "somatic", "blood": "germline", "plasma": "somatic"}
    return of.get(said(marker, "specimen"), "")


def _of_gene(marker: Marker, node: Altered) -> Answer:
    """Whether an entry tells of the gene: IHC sees its protein, which may be gone for other reasons."""
    asked = {value for one in _asked(node, "method") for value in one.values}
    copied = any(one.kind in ("deletion", "amplification", "gain") for one in marker.variants)
    if said(marker, "method") != "IHC" or not copied or "IHC" in asked:
        return YES
    return Answer(UNKNOWN, f"gene test of {marker.label}", "not_recorded", f"{marker.path}: IHC tells of the protein")


def by_test(marker: Marker, node: Altered) -> Answer:
    """Whether it was tested in the way that a rule asks for."""
    return every(*(_where(marker, one) for one in node.where if isinstance(one, Where) and one.attribute in _OF_TEST))


def origins(variant: Variant, node: Altered) -> tuple[str, ...]:
    """The origins that a variant must be ruled out of: those asked about, else all that it can have."""
    asked = _asked(node, "origin")
    if asked:
        return tuple(value for value in asked[0].values if all(value in one.values for one in asked))
    if variant.kind in _ACQUIRED:
        return ("somatic",)
    return ("germline",) if variant.kind == "allele" else ORIGINS


def keys(node: Altered) -> list[Key]:
    """All that must be ruled out before what is asked for is absent."""
    return [(at, origin) for at, wanted in enumerate(node.variants) for origin in origins(wanted, node)]


def may_be(marker: Marker, node: Altered, key: Key) -> bool:
    """Whether an entry may be of a variant of that origin."""
    at, origin = key
    if said(marker, "origin") in ORIGINS and said(marker, "origin") != origin:
        return False
    fits = (vocabulary.fits(one, node.variants[at]) for one in marker.variants)
    return not marker.variants or any(one is not False for one in fits)


def _falls_short(marker: Marker, node: Altered) -> bool:
    """Whether what was found has too few copies, or is of one of the two alleles only: that answers the rule."""
    if _named(marker, node).truth is not TRUE:
        return False
    exact = all(one.change or one.kind == "allele" for one in marker.variants)
    measured = [one for one in node.where if isinstance(one, Copies) or (exact and one.attribute == "zygosity")]
    return any(_where(marker, one).truth is FALSE for one in measured)


def _restricted(marker: Marker, node: Altered) -> bool:
    """Whether only a part was said to be absent, as the pathogenic or the homozygous, and the rule asks for more."""
    for attribute in ("significance", "zygosity"):
        value = said(marker, attribute)
        gone = PATHOGENIC if value in PATHOGENIC else (value,)
        if value and not any(set(one.values) <= set(gone) for one in _asked(node, attribute)):
            return True
    return False


def _asked(node: Altered, attribute: str) -> list[Where]:
    return [one for one in node.where if isinstance(one, Where) and one.attribute == attribute]


def said(marker: Marker, attribute: str) -> str:
    return marker.said.get(attribute, "")


# -- one beside another ------------------------------------------------------------------------


def undoes(absence: Marker, present: Marker) -> bool:
    """Whether an absence contradicts what was found: it is of every gene that this may be of, and not of an earlier
    day. An assay of the same day, or of none, may be the one that found it.
    """
    specimen = said(present, "specimen")
    if said(absence, "specimen") == PLASMA and specimen not in ("", PLASMA, BLOOD) and not specimen.startswith("?"):
        return False  # what a tumor has needn't be in the plasma
    if any(absence.said.get(key) not in (None, said(present, key)) for key in ("origin", "significance", "zygosity")):
        return False
    if not present.variants or not all(
        any(vocabulary.covers(one, found) for one in absence.variants) for found in present.variants
    ):
        return False
    return later(absence, present) == "yes" if absence.status == "covered" else later(present, absence) != "yes"


def judged_again(rival: Marker, found: Marker, node: Altered) -> bool:
    """Whether another entry gives the very variant another significance, and isn't of an earlier day."""
    same = rival.status == "present" and rival.variants == found.variants and all(one.change for one in found.variants)
    return same and _significant(rival, node).truth is not TRUE and later(found, rival) != "yes"


def decides(absence: Marker, doubtful: Marker) -> bool:
    """Whether an absence answers what an entry leaves open: it isn't of an earlier day, and not of what was found.

    An assay of the same day may be the one that gave the doubtful entry.
    """
    if doubtful.status == "present" and undoes(absence, doubtful):
        return False
    if absence.status == "covered":
        return later(absence, doubtful) == "yes"
    return later(doubtful, absence) == "no"


def later(one: Marker, other: Marker) -> Literal["yes", "no", "open"]:
    """Whether an entry is of a later day than another."""
    if one.day is None or other.day is None:
        return "open"
    if one.day.first > other.day.last:
        return "yes"
    return "no" if one.day.last <= other.day.first else "open"
