"""One entry of a list by its names: it is the thing that is asked about, may be it, or isn't.

Each answer is TRUE, FALSE or UNKNOWN with the fact that is missing and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eligo.core.nodes import Concept, Has
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.facts.patient import Entry, Link, Named, Reason
from eligo.vocabulary import concepts as vocabulary

# Names that a key of the profile adds to an entry: they don't say what was given, or what there is.
TRIAL = "treatment in another trial"
OF_A_KEY = frozenset((TRIAL, "adverse event"))
INVESTIGATIONAL = "investigational agent"
# CTCAE calls grade 2 moderate, 3 severe, 4 life-threatening (v5.0, definition of the grades; from memory, not re-read).
SEVERE = 3
# An entry that says only this doesn't tell where they are.
_ANYWHERE = ("metastases", "distant metastases")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one entry says: a truth, and for an UNKNOWN the missing fact and why.

    `home`: the list whose completeness would settle it. `assumed`: what a TRUE or FALSE rests on. `at_home`: an
    UNKNOWN that stands only in the lists in which what is asked for may be, as that of a name that isn't known.
    """

    truth: Truth
    fact: str = ""
    reason: Reason = "not_recorded"
    detail: str = ""
    more: tuple[Answer, ...] = ()
    home: str = ""
    assumed: tuple[str, ...] = ()
    at_home: bool = False


YES, NO = Answer(TRUE), Answer(FALSE)


def none_of_it(home: str) -> str:
    """What is assumed of a name that isn't known, in a list that what is asked for doesn't belong in."""
    return f"what isn't known in the list of {home.replace('_', ' ')} is taken as none of it"


def definite(value: bool) -> Answer:
    return YES if value else NO


def every(*answers: Answer) -> Answer:
    """FALSE if one is; else UNKNOWN for want of all that is missing; else TRUE."""
    false = next((one for one in answers if one.truth is FALSE), None)
    if false is not None:
        return false
    assumed = tuple(dict.fromkeys(text for one in answers for text in one.assumed))
    unknown = [one for one in answers if one.truth is UNKNOWN]
    if unknown:
        return replace(unknown[0], more=tuple(unknown[1:]), assumed=assumed)
    return replace(YES, assumed=assumed) if assumed else YES


def turned(answer: Answer) -> Answer:
    """The opposite; what isn't known stays so."""
    if answer.truth is UNKNOWN:
        return answer
    return replace(answer, truth=FALSE if answer.truth is TRUE else TRUE)


def within(named: Named, concept: Concept) -> bool:
    """Whether a name is the concept or one of the things it contains."""
    return named.name == concept.name or concept.name in named.ancestors


def is_one(named: Named, concepts: Iterable[Concept]) -> Truth:
    """Whether a name is one of the concepts; a wider name, or one that isn't placed beside it, may be."""
    found = FALSE
    for concept in concepts:
        if within(named, concept):
            return TRUE
        if named.name in concept.overlaps or undivided(named, concept):
            found = UNKNOWN
    return found


def concept_of(condition: Named) -> Concept:
    """A condition of a record as something that others are held against."""
    overlaps = vocabulary.overlaps("condition", condition.name)
    return Concept(condition.name, condition.ancestors, overlaps, divides=condition.divides, axes=condition.axes)


def agents(entry: Entry) -> tuple[Named, ...]:
    """The names of an entry that say what it is."""
    if not any(one.name in OF_A_KEY for one in entry.names):
        return entry.names
    return tuple(one for one in entry.names if one.name not in OF_A_KEY)


def asked(entry: Entry, concepts: Sequence[Concept], excluding: Sequence[Concept] = ()) -> tuple[Named, ...]:
    """The names of an entry that surely are what is asked about, the telling ones before those that a key adds."""
    found = [
        one
        for one in entry.names
        if any(within(one, concept) for concept in concepts) and not any(within(one, concept) for concept in excluding)
    ]
    return tuple(one for one in found if one.name not in OF_A_KEY) or tuple(found)


def one_of_several(entry: Entry, names: Sequence[Named]) -> bool:
    """Whether an entry holds more drugs against cancer than these, and they may have been given one after another."""
    if not entry.details.sequential:
        return False
    more = (one not in names and "anticancer therapy" in one.ancestors for one in entry.names)
    return bool(entry.unknown) or any(more)


def named(entry: Entry, node: Has) -> Answer:
    """Whether one of the entry's names is what is asked about and none of what is excepted."""
    answer = NO
    for named in entry.names:
        if named.of is not None and (given := _of_what_was_given(entry, named.of, node)).truth is FALSE:
            continue
        if named.name == TRIAL and any(one.name == INVESTIGATIONAL for one in node.concepts):
            detail = f"{entry.path} was given in a trial; whether it was investigational isn't told"
            answer = Answer(UNKNOWN, f"whether {entry.label} was an {INVESTIGATIONAL}", "not_recorded", detail)
        # What a key adds is excepted with the thing that it is said of.
        same = agents(entry) or (named,) if named.name in OF_A_KEY else (named,)
        if any(within(one, concept) for one in same for concept in node.excluding):
            continue
        if any(by_grade(entry, one, concept) is TRUE for one in same for concept in node.excluding):
            continue
        # `skin cancer` may be the basal cell carcinoma that is excepted.
        maybe_excepted = any(_maybe(entry, one, concept) for one in same for concept in node.excluding)
        graded = [by_grade(entry, named, concept) for concept in node.concepts]
        # A class that the grade rules out is out of the question.
        concepts = [concept for concept, truth in zip(node.concepts, graded, strict=True) if truth is not FALSE]
        if TRUE in graded or any(within(named, concept) for concept in concepts):
            if not maybe_excepted:
                return _by_route(entry, node) if named.of is None else given
            answer = which(entry)
        elif ungraded := next((one.name for one in concepts if _told_by_grade(named, one)), None):
            detail = f"{entry.path} has no CTCAE grade, which would tell whether it is a {ungraded}"
            answer = Answer(UNKNOWN, f"CTCAE grade of {entry.label}", "not_recorded", detail)
        elif named.name not in OF_A_KEY and any(named.name in concept.overlaps for concept in concepts):
            answer = which(entry)
        elif unclear := next((concept.name for concept in concepts if undivided(named, concept)), None):
            detail = f"{entry.path}: whether {named.name} is a {unclear} isn't in the tables"
            # A class whose members aren't all listed could be anything, in the lists that it belongs in.
            unlisted = not any(undivided(named, one, listed=True) for one in concepts)
            if answer.truth is FALSE or not unlisted:
                fact = f"whether {named.name} is a {unclear}"
                answer = Answer(UNKNOWN, fact, "name_unknown", detail, at_home=unlisted)
    if answer.truth is not FALSE and entry.route and _by_route(entry, node).truth is FALSE:
        return NO
    if answer.truth is FALSE and entry.unknown:
        name = entry.unknown[0]
        detail = f"{entry.path} names {name!r}, which isn't known"
        return Answer(UNKNOWN, f"what {name} is", "name_unknown", detail, at_home=not says_little(entry))
    return answer


def which(entry: Entry) -> Answer:
    """That an entry says something wider than what is asked about."""
    bare = all(one.name in _ANYWHERE for one in agents(entry))
    fact = "where the metastases are" if bare else f"which {entry.label}"
    return Answer(UNKNOWN, fact, "name_unknown", f"{entry.path} says only {entry.label!r}")


def severe(entry: Entry) -> bool | None:
    """Whether its CTCAE grade, of whichever version, calls an entry severe; None without one."""
    if entry.grade is None or entry.grading in ("", "histologic"):
        return None
    return entry.grade >= SEVERE


def by_grade(entry: Entry, named: Named, concept: Concept) -> Truth | None:
    """What the CTCAE grade of an entry says of a class that is told apart by severity; None where it says nothing.

    Whatever the name itself says stands: an anaphylaxis is a severe allergic reaction, however it was graded.
    """
    graded = severe(entry)
    if graded is None or not concept.axes or within(named, concept):
        return None
    inside = {named.name, *named.ancestors}
    if not graded:
        return FALSE if any(_of_severity(axis, inside) for axis in concept.axes - named.axes) else None
    return TRUE if _told_by_grade(named, concept) else None


def _told_by_grade(named: Named, concept: Concept) -> bool:
    """Whether nothing but how severe it was keeps a name from being in a class."""
    if not concept.divides:
        return False
    inside = {named.name, *named.ancestors}
    met = {axis for axis in concept.divides if axis not in named.axes and _of_severity(axis, inside)}
    return bool(met) and not _open_on(concept.divides - met, inside, named.axes)


def _of_severity(axis: str, inside: set[str]) -> bool:
    divided, _, how = axis.partition(" by ")
    return how == "severity" and divided in inside


def _maybe(entry: Entry, named: Named, concept: Concept) -> bool:
    """Whether a name that is none of a class surely may be one."""
    if named.name in concept.overlaps or any(_of_severity(axis, set(named.ancestors)) for axis in concept.divides):
        return by_grade(entry, named, concept) is None
    return False


def _of_what_was_given(entry: Entry, given: Link, node: Has) -> Answer:
    """Whether something that was given in a trial is none of what is excepted."""
    counting = [one for one in given.names if not any(within(one, concept) for concept in node.excluding)]
    vague = [one.name for one in counting if any(one.name in concept.overlaps for concept in node.excluding)]
    if len(vague) < len(counting) or not node.excluding:
        return _by_route(entry, node)
    if not vague and not given.unknown:
        return NO
    return which(entry)


def _by_route(entry: Entry, node: Has) -> Answer:
    """A medicine given to the skin, the eye or the airways is no systemic one; another rule may mean it."""
    systemic = all(concept.name.startswith("systemic ") for concept in node.concepts)
    if not entry.route or (entry.route == "unclear" and not systemic):
        return YES
    if entry.route == "local" and systemic:
        return NO
    return Answer(UNKNOWN, f"whether {entry.label} counts", "not_recorded", f"{entry.path}: what its route means here")


def says_little(entry: Entry) -> bool:
    """Whether one of the names is known and holds anything, like `investigational agent`."""
    return any(one.name in entry.unknown for one in entry.names)


def undivided(named: Named, concept: Concept, *, listed: bool = False) -> bool:
    """Whether one of the two divides the other in a way in which that has no place: neither inside nor outside.

    `listed`: a class whose members aren't all listed divides nothing.
    """
    return (
        ("*" in concept.divides and not listed)
        or _open_on(concept.divides, {named.name, *named.ancestors}, named.axes)
        or _open_on(named.divides, {concept.name, *concept.ancestors}, concept.axes)
    )


def _open_on(divides: frozenset[str], inside: set[str], axes: frozenset[str]) -> bool:
    return any(axis.partition(" by ")[0] in inside and axis not in axes for axis in divides)
