"""Which tumour a treatment was for: the one that the trial is about, another one, or that isn't told.

The index tumour is the condition marked `primary`, else the one malignancy that is listed.
"""

from __future__ import annotations

from eligo.core.nodes import Concept
from eligo.evaluate.naming import YES, Answer, agents, is_one
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.evaluate.view import View
from eligo.facts.patient import Entry, Named
from eligo.vocabulary import concepts

# Two tumours that share no more than these surely are two; of two of one organ or of the blood one may come of the
# other.
_GENERAL = frozenset({"malignancy", "invasive malignancy", "solid tumor", "carcinoma", "adenocarcinoma"})
_ANY = frozenset({*_GENERAL, "cancer of unknown primary"})


def of_index(entry: Entry, view: View) -> Answer:
    """Whether a treatment was for the index tumour, by its indication; without one that is assumed, and shown where
    another tumour is listed."""
    listed = [one for one in view.patient.entries.get("conditions", ()) if one.status != "absent" and _named(one)]
    if not listed:
        return YES
    marked = [one for one in listed if one.primary]
    index = marked or [one for one in listed if one.primary is not False]
    link = entry.details.links.get("indication")
    purposes = [one for one in link.names if _malignant(one)] if link else []
    if not purposes:
        return _untold(entry, index, listed)
    fact = f"which tumor {entry.label} was for"
    told = {one.path: _same(purposes, one) for one in listed}
    fitting = [one for one in index if told[one.path] is TRUE]
    if fitting:
        rivals = [one for one in listed if one not in fitting and told[one.path] is TRUE]
        clear = marked or len(index) == 1 or len(fitting) == len(index)
        exact = {named.name for one in fitting for named in _named(one)} & {one.name for one in purposes}
        if clear and (exact or not rivals):
            return YES
        which = "the conditions mark none as `primary`" if not clear else f"it may have been for {rivals[0].label}"
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} is for {purposes[0].name}, and {which}")
    closed, assumed = view.closed("conditions", view.as_of)
    if (marked or closed) and all(told[one.path] is FALSE for one in index):
        return Answer(FALSE, assumed=() if marked else assumed)
    detail = f"{entry.path} is for {purposes[0].name}; whether that is the tumor in question isn't told"
    return Answer(UNKNOWN, fact, "not_recorded", detail)


def _untold(entry: Entry, index: list[Entry], listed: list[Entry]) -> Answer:
    """Of a treatment that doesn't say what it was for."""
    if len(listed) == 1:
        return YES
    begun = index[0].start if len(index) == 1 else None
    if begun is not None and entry.start is not None and entry.start.last < begun.first:
        detail = f"{entry.path} began before {index[0].label}, and doesn't say what it was for"
        return Answer(UNKNOWN, f"which tumor {entry.label} was for", "not_recorded", detail)
    meant = index[0].label if len(index) == 1 else "the tumor that the trial is about"
    return Answer(TRUE, assumed=(f"{entry.path}: its indication isn't recorded; taken as given for {meant}",))


def _malignant(named: Named) -> bool:
    return named.is_a("malignancy") and not named.is_a("metastases")


def _named(entry: Entry) -> list[Named]:
    """The names of a condition that are of a tumour; a metastasis is of one."""
    return [one for one in agents(entry) if _malignant(one)]


def _same(purposes: list[Named], condition: Entry) -> Truth:
    """TRUE: the indication may be the condition by its name; FALSE: it surely is another tumour."""
    found = [_alike(one, other) for one in purposes for other in _named(condition)]
    return TRUE if TRUE in found else UNKNOWN if UNKNOWN in found else FALSE


def _alike(one: Named, other: Named) -> Truth:
    if is_one(one, (_concept(other),)) is not FALSE or is_one(other, (_concept(one),)) is not FALSE:
        return TRUE
    shared = {one.name, *one.ancestors} & {other.name, *other.ancestors}
    return UNKNOWN if shared - _GENERAL or {one.name, other.name} & _ANY else FALSE


def _concept(named: Named) -> Concept:
    overlaps = concepts.overlaps("condition", named.name)
    return Concept(named.name, named.ancestors, overlaps, divides=named.divides, axes=named.axes)
