"""One entry of a list by what a rule asks of it beside its name and its time: its properties, whether it is another
tumor than the index, whether it is excepted.

Each answer is TRUE, FALSE or UNKNOWN with the fact that is missing and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from eligo.core.nodes import (
    Dosed,
    Has,
    Lasted,
    Progressed,
    Property,
    Ranked,
    Related,
    Spared,
    Stable,
    Where,
)
from eligo.evaluate import adding, courses, dosing, indications, progression, properties, related
from eligo.evaluate.naming import (
    NO,
    YES,
    Answer,
    agents,
    asked,
    by_grade,
    concept_of,
    definite,
    every,
    is_one,
    turned,
    which,
    within,
)
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.facts.patient import Entry, Named


def fits(entry: Entry, one: Property, node: Has, view: View) -> Answer:
    """Whether the entry has a property; unknown where it isn't recorded. `node`: the rule that asks for it."""
    match one:
        case Where():
            return properties.where(entry, one, view)
        case Related():
            return related.related(entry, one, node, view)
        case Dosed():
            return adding.dosed(entry, one, node, view)
        case Stable(what="dose"):
            return dosing.stable(entry, one, view)
        case Stable():
            return courses.stable(entry, one, view)
        case Lasted():
            return courses.lasted(entry, one, node, view)
        case Progressed():
            names = asked(entry, node.concepts, node.excluding)
            return progression.of_part(entry, one, names) or progression.progressed(entry, one, view)
        case Ranked():
            return related.ranked(entry, one, node, view)
    assert_never(one)


def kept(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry of the name has all else that a rule asks for, beside its time."""
    properties_ = (fits(entry, one, node, view) for one in node.where)
    meant = (indications.counts(entry, node), indications.elsewhere(entry, node, view.trial))
    return every(*properties_, other(entry, node, view), unspared(entry, node, view), *meant)


def unspared(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry isn't excepted by what it is: one of its names is enough that surely isn't."""
    if not node.sparing:
        return YES
    # What only may be asked about is excepted by all that it is; treatment of a trial by what was given.
    names = asked(entry, node.concepts, node.excluding) or agents(entry)
    given = next((one.of for one in names if one.of is not None), None)
    names = given.names if given is not None else names
    counting = [_counts(entry, name, node, view) for name in names]
    if given is not None and given.unknown:
        counting.append(which(entry))
    if not counting or any(one.truth is TRUE for one in counting):
        return YES
    return next((one for one in counting if one.truth is UNKNOWN), NO)


def _counts(entry: Entry, name: Named, node: Has, view: View) -> Answer:
    """Whether one name of an entry is none of what is excepted; a wider name may be."""
    return every(*(turned(_spared(entry, name, one, node, view)) for one in node.sparing))


def _spared(entry: Entry, name: Named, spared: Spared, node: Has, view: View) -> Answer:
    """Whether a name is what is excepted, and the entry as that asks for."""
    graded = by_grade(entry, name, spared.concept)
    if graded is FALSE:
        return NO
    if graded is TRUE or within(name, spared.concept):
        inside = YES
    elif name.name in spared.concept.overlaps:
        inside = which(entry)
    else:
        return NO
    alone = replace(node, concepts=(spared.concept,), excluding=(), where=spared.where, sparing=())
    return every(inside, *(fits(entry, one, alone, view) for one in spared.where))


def other(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry is another tumour than the index: the one marked, else the one that is the trial's diagnosis."""
    if not node.other:
        return YES
    if entry.names and all(one.is_a("metastases") for one in agents(entry)):
        # A metastasis is of a tumour; it isn't another one.
        return NO
    listed = [one for one in view.patient.entries.get(node.home, ()) if one.status != "absent"]
    marked = [one for one in listed if one.primary]
    if len(marked) > 1 and entry.primary:
        fact = f"whether {entry.label} is the index tumor"
        return Answer(UNKNOWN, fact, "conflicting_records", "more than one condition is marked `primary`")
    if entry.primary is not None:
        return definite(not entry.primary)
    if marked:
        return _apart(entry, marked)
    fitting = [one for one in listed if any(within(n, concept) for n in one.names for concept in node.index)]
    if len(fitting) == 1:
        return NO if fitting[0] is entry else _apart(entry, fitting)
    fact = f"whether {entry.label} is the index tumor"
    return Answer(UNKNOWN, fact, "not_recorded", "no condition is marked `primary`")


def _apart(entry: Entry, index: Sequence[Entry]) -> Answer:
    """Whether an entry is another tumor than each that is the index: it may be the same one, named twice, where its
    names are those of the index, contain them or lie inside them. Dates don't tell: it may have come back."""
    mine = [one for one in agents(entry) if one.is_a("malignancy")]
    if any(one.is_a("second primary malignancy") for one in mine):
        return YES
    for one in index:
        its = [concept_of(name) for name in one.names if name.is_a("malignancy")]
        if one.unknown or any(is_one(name, its) is not FALSE for name in mine):
            detail = f"{entry.path} may be the same tumor as {one.path}, {one.label}"
            return Answer(UNKNOWN, f"whether {entry.label} is the index tumor", "not_recorded", detail)
    return YES


__all__ = ["fits", "kept", "other", "unspared"]
