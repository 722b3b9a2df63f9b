"""Whether a disease was treated, as the treatments say what they were given for."""

from __future__ import annotations

from eligo.core.nodes import Concept
from eligo.evaluate import joining
from eligo.evaluate.naming import NO, YES, Answer, agents, is_one
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.facts.patient import Entry, Named
from eligo.vocabulary import concepts as vocabulary


def given_for(entry: Entry, view: View) -> tuple[Entry | None, Answer]:
    """A treatment that names a disease as its indication and surely had begun by the day that is looked at, and
    whether it surely was for this entry of the disease; the surest of several."""
    found: tuple[Entry | None, Answer] = (None, NO)
    for other in joining.others(entry, view, ("therapies", "procedures")):
        if not _names(other, entry, view):
            continue
        sure = _was_for(other, entry, view)
        if sure.truth is TRUE:
            return other, sure
        if sure.truth is UNKNOWN and found[0] is None:
            found = other, sure
    return found


def _names(other: Entry, entry: Entry, view: View) -> bool:
    """Whether it is a treatment that names the disease, and had begun."""
    link = other.details.links.get("indication")
    if link is None or other.status == "suspected" or other.intent == "supportive":
        return False
    own = {one.name for one in agents(entry)}
    treats = any(one.is_a("anticancer therapy", "surgery") for one in other.names)
    begun = view.clip(other.start).last <= view.as_of and (other.start is not None or not _later(view))
    return treats and begun and any(one.is_a(*own) for one in link.names)


def _was_for(other: Entry, entry: Entry, view: View) -> Answer:
    """Whether a treatment of the disease was for this entry of it: not over before it began, in its place of the
    body, and not for another entry."""
    fits = _in_time(other, entry, view)
    if fits.truth is FALSE or elsewhere(other, entry):
        return NO
    if fits.truth is UNKNOWN:
        return fits
    rivals = [one for one in _same(entry, view) if _may_be_for(other, one, view)]
    if not rivals or all(_after(other, one, view) for one in (entry, *rivals)):
        return fits
    detail = f"{other.path} may have been for {rivals[0].path}"
    return Answer(UNKNOWN, "", "not_recorded", detail)


def _in_time(other: Entry, entry: Entry, view: View) -> Answer:
    """Whether a treatment wasn't over before the disease was there."""
    onset = entry.start
    if onset is None or _after(other, entry, view) or (other.ongoing and other.end is None):
        return YES
    if other.end is not None and not other.conflict:
        ended = view.clip(other.end)
        if ended.last < onset.first:
            return NO
        if ended.first >= onset.last:
            return YES
    if other.start is not None and other.start.first >= onset.first:
        note = f"{other.path} names it and is dated {other.start}: taken as given after its onset, {onset}"
        return Answer(TRUE, assumed=(note,))
    detail = f"{other.path} ({other.start or '?'} to {other.end or '?'}) may have been over before its onset, {onset}"
    return Answer(UNKNOWN, "", "date_ambiguous" if other.end is not None else "undated", detail)


def _after(other: Entry, entry: Entry, view: View) -> bool:
    """Whether a treatment surely began when the disease was there."""
    return (
        other.start is not None
        and entry.start is not None
        and view.clip(other.start).first >= view.clip(entry.start).last
    )


def _same(entry: Entry, view: View) -> list[Entry]:
    """The other entries of the same disease."""
    own = {one.name for one in agents(entry)}
    return [one for one in joining.others(entry, view, ("conditions",)) if own & {name.name for name in agents(one)}]


def _may_be_for(other: Entry, rival: Entry, view: View) -> bool:
    over = rival.end is not None and other.start is not None and rival.end.last < other.start.first
    return not over and _in_time(other, rival, view).truth is not FALSE and not elsewhere(other, rival)


def elsewhere(other: Entry, entry: Entry) -> bool:
    """Whether both say where in the body, and these places exclude each other."""
    mine, its = (one.details.links.get("site") for one in (entry, other))
    if mine is None or its is None or mine.unknown or its.unknown or not mine.names or not its.names:
        return False
    return all(is_one(one, [_site(place)]) is FALSE for one in its.names for place in mine.names)


def _site(named: Named) -> Concept:
    return Concept(named.name, named.ancestors, vocabulary.overlaps("site", named.name))


def _later(view: View) -> bool:
    """Whether what has no day may be of a later one than the one that is looked at."""
    return view.patient.reference is not None and view.as_of < view.patient.reference
