"""An entry beside others: where in the body it is, what it was for, what caused it, what was given with it, and
whether it is the latest of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.core.nodes import Concept, Has, Ranked, Related
from eligo.evaluate import joining
from eligo.evaluate.indications import spread_of_cancer
from eligo.evaluate.naming import NO, YES, Answer, agents, definite, is_one, none_of_it, says_little, within
from eligo.evaluate.presumed import presumed
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.evaluate.view import View
from eligo.facts.patient import Entry, Named, Reason
from eligo.vocabulary import concepts as vocabulary

_TREATMENTS = ("therapies", "medications", "procedures")
# What is named as an indication where a medicine was given beforehand to prevent it.
_PREVENTED = {"nausea", "vomiting", "hypersensitivity reaction", "infusion-related reaction"}
# Started so soon after one another, medicines may be one regimen, listed drug by drug.
_ONE_REGIMEN = 30


def related(entry: Entry, one: Related, node: Has, view: View) -> Answer:
    """Whether an entry has to do with what a rule names."""
    match one.relation:
        case "partner":
            return _partner(entry, one.concepts, node, view)
        case "alone":
            return _alone(entry, one.concepts or node.concepts, view)
        case relation:
            answer = _linked(entry, relation, one.concepts)
            if relation == "indication" and answer.truth is UNKNOWN and "indication" not in entry.details.links:
                return presumed(entry, one.concepts, view) or answer
            return answer


def _linked(entry: Entry, relation: str, concepts: Sequence[Concept]) -> Answer:
    """By what is recorded: inside is TRUE, a wider name or one that isn't known UNKNOWN, another FALSE."""
    fact = f"{relation} of {entry.label}"
    link = entry.details.links.get(relation)
    if link is None or not (link.names or link.unknown):
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} doesn't say")
    names = link.names
    held = [(is_one(named, concepts), named) for named in names]
    if any(truth is TRUE for truth, _ in held):
        return YES
    if link.unknown:
        return Answer(UNKNOWN, fact, "name_unknown", f"{entry.path} says {link.unknown[0]!r}, which isn't known")
    wider = next((named for truth, named in held if truth is UNKNOWN), None)
    wanted = " or ".join(concept.name for concept in concepts)
    if wider is not None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} says {wider.name}, which may be {wanted}")
    of_spread = (one for one in names if any(spread_of_cancer(one, concept) for concept in concepts))
    if relation == "indication" and (told := next(of_spread, None)):
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} says {told.name}, and not of which cancer")
    if relation == "indication" and (named := _otherwise(names, concepts)):
        detail = f"{entry.path} says {named.name}, and not whether it was for {wanted}"
        return Answer(UNKNOWN, fact, "not_recorded", detail)
    return NO


def _otherwise(names: Iterable[Named], concepts: Sequence[Concept]) -> Named | None:
    """A name of another sort than is asked for: of a purpose no disease tells, of a disease no purpose.

    A premedication is told as one, or by what it prevents.
    """
    for named in names:
        purpose = _is_purpose(named.name)
        for concept in concepts:
            if _is_purpose(concept.name) is purpose:
                continue
            told = "premedication" in (concept.name, named.name)
            if not told or _PREVENTED & {named.name, *named.ancestors, concept.name, *concept.ancestors}:
                return named
    return None


def _is_purpose(name: str) -> bool:
    return name in vocabulary.table("purpose")


# -- with what else ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Course:
    """When something was given: the first and last day on which it may have begun, and have ended."""

    begun: tuple[date, date]
    ended: tuple[date, date]


def _course(entry: Entry, view: View) -> _Course:
    begun = view.clip(entry.start)
    if entry.end is not None and not entry.conflict:
        end = view.clip(entry.end)
        return _Course((begun.first, min(begun.last, end.last)), (end.first, end.last))
    if entry.ongoing:
        return _Course((begun.first, begun.last), (view.as_of, date.max))
    return _Course((begun.first, begun.last), (begun.first, view.as_of if entry.ongoing is False else date.max))


def together(entry: Entry, other: Entry, view: View) -> Truth:
    """Whether two treatments were given in the same time; one that begins on the day on which another ends may be
    its successor."""
    mine, its = _course(entry, view), _course(other, view)
    if its.begun[0] > mine.ended[1] or mine.begun[0] > its.ended[1]:
        return FALSE
    same = mine.begun == its.begun and mine.begun[0] == mine.begun[1]
    return TRUE if same or (its.begun[1] < mine.ended[0] and mine.begun[1] < its.ended[0]) else UNKNOWN


def _perhaps_together(entry: Entry, other: Entry) -> Answer:
    dated = all(one.start is not None and (one.end is not None or one.ongoing) for one in (entry, other))
    reason: Reason = "date_ambiguous" if dated else "undated"
    detail = f"{_when(entry)}, {_when(other)}"
    return Answer(UNKNOWN, f"whether {other.label} was given with {entry.label}", reason, detail)


def _when(entry: Entry) -> str:
    end = entry.end or ("ongoing" if entry.ongoing else "?")
    return f"{entry.path} {entry.start or '?'} to {end}"


def _partner(entry: Entry, wanted: Sequence[Concept], node: Has, view: View) -> Answer:
    """Whether something was given with it: another name of the same entry, or an entry of the same time."""
    names = agents(entry)
    mine = {named.name for named in names if any(within(named, concept) for concept in node.concepts)}
    beside = [is_one(named, wanted) for named in names if mine - {named.name} or not mine]
    text = " or ".join(concept.name for concept in wanted)
    fact = f"whether {text} was given with {entry.label}"
    if TRUE in beside:
        return _in_turn(entry, fact) if entry.details.sequential else YES
    open_: Answer | None = None
    if entry.unknown or UNKNOWN in beside:
        name = entry.unknown[0] if entry.unknown else entry.label
        open_ = Answer(UNKNOWN, fact, "name_unknown", f"{entry.path} names {name!r}")
    homes = frozenset().union(*(concept.homes for concept in wanted)) or frozenset(("therapies",))
    strange: list[Entry] = []
    for other in joining.others(entry, view, _TREATMENTS):
        found = [is_one(named, wanted) for named in agents(other)]
        unclear = UNKNOWN in found or _may_be_any(other, homes)
        if TRUE not in found and not unclear:
            strange += [other] if other.unknown and together(entry, other, view) is not FALSE else []
            continue
        when = together(entry, other, view)
        if when is FALSE:
            continue
        if TRUE in found and when is TRUE and other.status != "suspected":
            return Answer(TRUE, detail=f"with {other.label} ({other.path})")
        detail = f"{other.path} names {other.label!r}"
        named_so = when is TRUE and TRUE not in found
        open_ = open_ or (
            Answer(UNKNOWN, fact, "name_unknown", detail) if named_so else _perhaps_together(entry, other)
        )
    return open_ or _closed(NO, fact, homes, view, strange)


def _may_be_any(entry: Entry, homes: Iterable[str]) -> bool:
    """Whether one of its names may stand for anything: it isn't known and is in a list of what is asked for, or it
    says nothing in any list."""
    return bool(entry.unknown) and (entry.path.startswith(tuple(homes)) or says_little(entry))


def _in_turn(entry: Entry, fact: str) -> Answer:
    detail = f"the drugs of {entry.path} may have been given one after another"
    return Answer(UNKNOWN, fact, "not_recorded", detail)


def _alone(entry: Entry, wanted: Sequence[Concept], view: View) -> Answer:
    """Whether it was given without another treatment of the cancer: in the same entry, or at the same time."""
    fact = f"whether {entry.label} was given alone"
    found = [is_one(named, wanted) for named in agents(entry)]
    if FALSE in found:
        return _in_turn(entry, fact) if entry.details.sequential else NO
    open_: Answer | None = None
    if entry.unknown or UNKNOWN in found:
        name = entry.unknown[0] if entry.unknown else entry.label
        open_ = Answer(UNKNOWN, fact, "name_unknown", f"{entry.path} names {name!r}")
    strange: list[Entry] = []
    for other in joining.others(entry, view, _TREATMENTS):
        treats = any(_treats_cancer(named) and is_one(named, wanted) is FALSE for named in agents(other))
        wider = any(_may_treat_cancer(named) and is_one(named, wanted) is not TRUE for named in agents(other))
        unclear = not treats and (wider or _may_be_any(other, ("therapies",)))
        if not treats and not unclear:
            strange += [other] if other.unknown and together(entry, other, view) is not FALSE else []
            continue
        when = together(entry, other, view)
        if when is FALSE:
            continue
        if treats and when is TRUE and other.status != "suspected":
            return Answer(FALSE, detail=f"with {other.label} ({other.path})")
        named_so = Answer(UNKNOWN, fact, "name_unknown", f"{other.path} names {other.label!r}")
        open_ = open_ or (named_so if when is TRUE else _perhaps_together(entry, other))
    return open_ or _closed(YES, fact, ("therapies",), view, strange)


def _treats_cancer(named: Named) -> bool:
    """Whether something is a treatment of the cancer that goes on for a time; an operation is none."""
    return named.is_a("anticancer therapy") and not named.is_a("surgery")


def _may_treat_cancer(named: Named) -> bool:
    """Whether something may be such a treatment: a name beside it that is too wide to tell, or one that is of it."""
    if named.is_a("surgery"):
        return False
    return _treats_cancer(named) or named.name in vocabulary.overlaps("therapy", "anticancer therapy")


def _closed(answer: Answer, fact: str, homes: Iterable[str], view: View, strange: Sequence[Entry] = ()) -> Answer:
    """An answer that needs lists to hold all there is; `strange`: entries in others that name what isn't known."""
    assumed = list(dict.fromkeys(none_of_it(one.path.partition("[")[0]) for one in strange))
    for home in sorted(homes):
        closed, assumption = view.closed(home, view.as_of)
        if not closed:
            detail = f"the list of {home.replace('_', ' ')} isn't declared complete"
            return Answer(UNKNOWN, fact, "list_open", detail, home=home)
        assumed.extend(assumption)
    return replace(answer, assumed=tuple(assumed)) if assumed else answer


# -- the latest, the first ---------------------------------------------------------------------


def ranked(entry: Entry, one: Ranked, node: Has, view: View) -> Answer:
    """Whether no other entry of the kind began later (or earlier); those of one line share the place."""
    later = one.which == "latest"
    word = "most recent" if one.which == "latest" else "first"
    kind = " or ".join(concept.name for concept in one.concepts)
    fact = f"whether {entry.label} is the {word} {kind}"
    homes = frozenset((node.home,)).union(*(concept.homes for concept in one.concepts))
    open_: Answer | None = None
    strange: list[Entry] = []
    for other in joining.others(entry, view, _TREATMENTS):
        found = [is_one(named, one.concepts) for named in agents(other)]
        unclear = UNKNOWN in found or _may_be_any(other, homes)
        if TRUE not in found and not unclear:
            strange += [other] if other.unknown and _beyond(entry, other, one.which, view).truth is not FALSE else []
            continue
        if other.route == "local" and all(concept.name.startswith("systemic ") for concept in one.concepts):
            continue
        before = _beyond(entry, other, one.which, view)
        if before.truth is FALSE:
            continue
        ahead = other.start is not None and view.may_lie_ahead(other.start)
        if TRUE in found and before.truth is TRUE and other.status != "suspected" and not ahead:
            return Answer(FALSE, detail=f"{other.label} {'since' if later else 'before'} {other.start} ({other.path})")
        unknown = Answer(UNKNOWN, fact, "name_unknown", f"{other.path} names {other.label!r}")
        if ahead:
            unknown = Answer(UNKNOWN, fact, "date_ambiguous", f"{other.path} began {other.start}")
        open_ = open_ or (unknown if before.truth is TRUE else replace(before, fact=fact))
    return open_ or _closed(YES, fact, homes, view, strange)


def _beyond(entry: Entry, other: Entry, which: str, view: View) -> Answer:
    """Whether another entry takes the place: it began later than the latest, or earlier than the first."""
    lines = (entry.line, other.line) if which == "latest" else (other.line, entry.line)
    told = None not in lines and lines[0] != lines[1]
    by_line = definite((lines[1] or 0) > (lines[0] or 0))
    if entry.start is None or other.start is None:
        missing = entry if entry.start is None else other
        return by_line if told else Answer(UNKNOWN, "", "undated", f"when {missing.path} began isn't recorded")
    early, late = (entry, other) if which == "latest" else (other, entry)
    first, then = view.clip(early.start), view.clip(late.start)
    if then.last <= first.first:
        return NO
    detail = f"{early.path} began {early.start}, {late.path} {late.start}"
    if then.first <= first.last:
        return by_line if told else Answer(UNKNOWN, "", "date_ambiguous", detail)
    if told or (then.first - first.last).days > _ONE_REGIMEN or not _reaches(early, then.first, view):
        return YES
    soon = (then.last - first.first).days <= _ONE_REGIMEN and _surely_reaches(early, then.last)
    if soon and lines[0] is not None and lines[0] == lines[1]:
        return NO
    return Answer(UNKNOWN, "", "not_recorded", f"{detail}: one line or two")


def _reaches(entry: Entry, day: date, view: View) -> bool:
    """Whether something may have gone on up to a day."""
    return entry.end is None or view.clip(entry.end).last >= day


def _surely_reaches(entry: Entry, day: date) -> bool:
    return entry.end.first >= day if entry.end is not None else bool(entry.ongoing)
