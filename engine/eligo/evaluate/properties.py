"""What an entry says of itself: its extent, stage, grade, setting, response ... against what a rule asks for.

What isn't recorded is UNKNOWN, and so is a word that no table holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from eligo.core.nodes import Where
from eligo.evaluate import treatment
from eligo.evaluate.naming import NO, YES, Answer, definite
from eligo.evaluate.trace import TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.facts.patient import Entry
from eligo.facts.stages import read_stage
from eligo.vocabulary import concepts
from eligo.vocabulary.requirements import closest, may_be

# What a recorded extent leaves open.
_EXTENTS = {
    "metastatic": ("metastatic", "oligometastatic"),
    "advanced": ("locally advanced", "metastatic", "oligometastatic"),
}
_GOING_ON = ("active", "controlled")
_EARLY = ("neoadjuvant", "adjuvant", "perioperative")
_CATEGORY = re.compile(r"[TNM](?:[0-9]|is|a|X)", re.IGNORECASE)
# What changes while a disease goes on: a bare word of the record is of the profile's own reference date.
_PASSING = ("resectability", "recurrent", "refractory", "course", "symptomatic", "treated")
_WORDS = {
    "confirmed_by": "confirmation", "stop_reason": "reason for the end", "best_response": "best response",
    "recurrent": "recurrence", "refractory": "refractoriness", "symptomatic": "symptoms", "treated": "treatment",
    "T": "T category", "N": "N category", "M": "M category",
}  # fmt: skip


def where(entry: Entry, one: Where, view: View) -> Answer:
    """Whether an entry says what is asked for."""
    match one.attribute:
        case "grade":
            return _grade(entry, one)
        case "extent":
            return _extent(entry, one, view)
        case "stage":
            return _stage(entry, one)
        case "confirmed_by" | "intent":
            value: str | None = getattr(entry, one.attribute)
            return _missing(entry, one) if value is None else _among(entry, one, value)
        case "T" | "N" | "M":
            return _category(entry, one)
        case "setting":
            return _setting(entry, one)
        case "best_response":
            return _response(entry, one)
        case "stop_reason":
            return _stopped(entry, one, view)
        case "trial":
            return _trial(entry, view)
        case "treated":
            return _treated(entry, one, view)
        case "requires":
            return _requires(entry, one, view)
        case _:
            return _trait(entry, one, view)


def word_of(attribute: str) -> str:
    """What an attribute is called."""
    return _WORDS.get(attribute, attribute)


def _fact(entry: Entry, one: Where) -> str:
    return f"{word_of(one.attribute)} of {entry.label}"


def _missing(entry: Entry, one: Where) -> Answer:
    return Answer(UNKNOWN, _fact(entry, one), "not_recorded", f"{entry.path} has no {one.attribute}")


def _may_be(entry: Entry, one: Where, value: str, others: tuple[str, ...]) -> Answer:
    detail = f"{entry.path} says {value}, which may be {_some(others)} as well"
    return Answer(UNKNOWN, _fact(entry, one), "not_recorded", detail)


def _some(words: tuple[str, ...]) -> str:
    """The first of several words, for a line that stays short."""
    return " or ".join(words[:3]) + (" ..." if len(words) > 3 else "")


def _among(entry: Entry, one: Where, value: str) -> Answer:
    if value in one.maybe and value not in one.values:
        return _may_be(entry, one, value, one.values)
    return definite(value in one.values)


def _said(entry: Entry, one: Where) -> str | Answer:
    """What is recorded of an attribute, or that it isn't, or isn't understood."""
    value = entry.details.said.get(one.attribute)
    if value is None:
        return _missing(entry, one)
    if value.startswith("?"):
        detail = f"{entry.path}: the {one.attribute} {value[1:]!r} isn't understood"
        return Answer(UNKNOWN, _fact(entry, one), "name_unknown", detail)
    return value


def earlier(entry: Entry, fact: str, view: View) -> Answer | None:
    """That a bare word of the record is of a later day than the one that is looked at."""
    reference = view.patient.reference
    if reference is None or view.as_of >= reference:
        return None
    return Answer(UNKNOWN, fact, "undated", f"what {entry.path} says is of {reference}")


def _trait(entry: Entry, one: Where, view: View) -> Answer:
    value = _said(entry, one)
    if isinstance(value, Answer):
        return value
    late = earlier(entry, _fact(entry, one), view) if one.attribute in _PASSING else None
    return late or _among(entry, one, value)


def _requires(entry: Entry, one: Where, view: View) -> Answer:
    """One of what is asked for, among all that the condition is recorded to take."""
    value = entry.details.said.get(one.attribute)
    if value is None:
        return _missing(entry, one)
    if late := earlier(entry, _fact(entry, one), view):
        return late
    needs = value.split("|") if value else []
    if not needs:
        return NO
    if not set(one.values).isdisjoint(needs):
        return YES
    if unread := next((need for need in needs if need.startswith("?")), ""):
        detail = f"{entry.path}: what it requires, {unread[1:]!r}, isn't understood"
        return Answer(UNKNOWN, _fact(entry, one), "name_unknown", detail)
    # Something known only by its kind (`treatment`) may be what is asked for.
    vague = next((need for need in closest(value) if any(may_be(need, wanted) for wanted in one.values)), "")
    return _may_be(entry, one, vague, one.values) if vague else NO


def _extent(entry: Entry, one: Where, view: View) -> Answer:
    value = entry.extent
    if entry.extent_conflict:
        return Answer(UNKNOWN, _fact(entry, one), "conflicting_records", f"{entry.path}: {entry.extent_conflict}")
    if value is None and entry.details.said.get("M", "").startswith("M1"):
        value = "metastatic"
    if value is None:
        return _by_metastases(entry, one, view)
    return _of_extent(entry, one, value, view)


def _of_extent(entry: Entry, one: Where, value: str, view: View) -> Answer:
    if value not in one.values and "metastatic" in one.values and _spread(view):
        detail = f"{entry.path} says {value}, and distant metastases are recorded"
        return Answer(UNKNOWN, _fact(entry, one), "conflicting_records", detail)
    if value in one.values:
        return YES
    possible = _EXTENTS.get(value, (value,))
    open_ = tuple(word for word in possible if word in one.values)
    if open_ and len(open_) < len(possible):
        return _may_be(entry, one, value, open_)
    return YES if open_ else _among(entry, one, value)


def _by_metastases(entry: Entry, one: Where, view: View) -> Answer:
    """The extent of a cancer that doesn't say it, by the distant metastases that are listed beside it.

    They are taken as its own where it is the one malignancy listed that isn't a metastasis, which is shown.
    """
    found = next((each for each in _distant(view) if each.start is None or not view.may_lie_ahead(each.start)), None)
    if found is None or entry.unknown or entry.status not in _GOING_ON or not _only_cancer(entry, view):
        return _missing(entry, one)
    said = (entry.stage or "", entry.details.said.get("M", ""))
    if against := next((text for text in said if text.startswith("?")), ""):
        return Answer(UNKNOWN, _fact(entry, one), "conflicting_records", f"{entry.path}: {against[1:]}")
    note = f"{found.path}: the metastases listed are taken as of the one cancer listed, {entry.label}"
    answer = _of_extent(entry, one, "metastatic", view)
    if answer.truth is TRUE:
        return replace(answer, assumed=(note,))
    # That it isn't localized is for the record to say, which may call it so and contradict the metastases.
    return answer if answer.truth is UNKNOWN else _missing(entry, one)


def _only_cancer(entry: Entry, view: View) -> bool:
    """Whether no other entry of the list is a malignancy or may be one; a metastasis is none of its own."""
    listed = [one for one in view.patient.entries.get("conditions", ()) if one.status != "absent" and one is not entry]
    return not any(
        one.unknown or any(name.is_a("malignancy") and not name.is_a("metastases") for name in one.names)
        for one in listed
    )


def _stage(entry: Entry, one: Where) -> Answer:
    if entry.stage is None:
        return _missing(entry, one)
    if entry.stage.startswith("?"):
        return Answer(UNKNOWN, _fact(entry, one), "conflicting_records", f"{entry.path}: {entry.stage[1:]}")
    if entry.stage in one.maybe and entry.stage not in one.values:
        return _may_be(entry, one, entry.stage, one.values)
    stage = read_stage(entry.stage)
    if stage is None:
        detail = f"{entry.path}: the stage {entry.stage!r} isn't understood"
        return Answer(UNKNOWN, _fact(entry, one), "name_unknown", detail)
    if any(_within_stage(stage, wanted) for wanted in one.values):
        return YES
    if any(_within_stage(wanted, stage) for wanted in one.values):
        return Answer(UNKNOWN, f"substage of {entry.label}", "not_recorded", f"{entry.path} says stage {entry.stage}")
    return NO


def _within_stage(stage: str, wanted: str) -> bool:
    """IIIA is within III and IIIA1 within IIIA; IV isn't within I."""
    return stage.startswith(wanted) and not stage[len(wanted) :].startswith(("I", "V"))


def _category(entry: Entry, one: Where) -> Answer:
    """A category of TNM: N1b is within N1; of T2 it isn't told whether it is T2b; TX says nothing."""
    value = _said(entry, one)
    if isinstance(value, Answer):
        return value
    if not _CATEGORY.match(value):
        return Answer(UNKNOWN, _fact(entry, one), "name_unknown", f"{entry.path}: {value!r} isn't understood")
    if value[1:].upper() == "X":
        return Answer(UNKNOWN, _fact(entry, one), "not_recorded", f"{entry.path} says {value}: it can't be told")
    if any(value.startswith(wanted) for wanted in one.values):
        return YES
    if any(wanted.startswith(value) for wanted in one.values):
        return Answer(UNKNOWN, f"subcategory of {_fact(entry, one)}", "not_recorded", f"{entry.path} says {value}")
    if value == "Ta" and "Tis" in one.values:
        return _may_be(entry, one, value, ("Tis",))
    return _among(entry, one, value)


def _grade(entry: Entry, one: Where) -> Answer:
    """A grade counts on its own scale only: another version of CTCAE may grade the same thing otherwise."""
    histologic = one.scale == "histologic"
    scale = "histologic " if histologic else "CTCAE " if one.scale else ""
    fact = f"{scale}grade of {entry.label}"
    if entry.grade is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} has no grade")
    of_ctcae = entry.grading not in ("", "histologic")
    if one.scale and entry.grading != one.scale and not (one.scale == "any" and of_ctcae):
        own = f"of CTCAE v{entry.grading}" if of_ctcae else "of no known version of CTCAE"
        own = "histologic" if entry.grading == "histologic" else own
        wanted = "histologic" if histologic else "of any CTCAE" if one.scale == "any" else f"of CTCAE v{one.scale}"
        detail = f"{entry.path} is grade {entry.grade} {own}, not {wanted}"
        return Answer(UNKNOWN, fact, "not_recorded", detail)
    return definite(str(entry.grade) in one.values)


def _setting(entry: Entry, one: Where) -> Answer:
    """The setting that is recorded, and what the intent says of it."""
    value = _said(entry, one)
    said = value if isinstance(value, Answer) else _in_setting(entry, one, value, f"{entry.path} says {value}")
    intent = entry.intent or ""
    early = intent if intent in _EARLY else ""
    of_intent = early or {"palliative": "advanced", "maintenance": "maintenance"}.get(intent, "")
    if not of_intent or (of_intent == "maintenance" and "maintenance" not in one.values):
        return said
    meant = _in_setting(entry, one, of_intent, f"{entry.path} is {intent}")
    if said.truth is UNKNOWN:
        return meant if meant.truth is not UNKNOWN or said.reason == "not_recorded" else said
    if meant.truth is UNKNOWN or meant.truth is said.truth:
        return said
    detail = f"{entry.path}: the setting is {value}, the intent {intent}"
    return Answer(UNKNOWN, _fact(entry, one), "conflicting_records", detail)


def _in_setting(entry: Entry, one: Where, value: str, detail: str) -> Answer:
    if value in one.values or value not in one.maybe:
        return definite(value in one.values)
    return Answer(UNKNOWN, _fact(entry, one), "not_recorded", f"{detail}, which may be {_some(one.values)}")


def _response(entry: Entry, one: Where) -> Answer:
    """The best response; one that has no rank among the others may be as good as those asked for."""
    value = _said(entry, one)
    if isinstance(value, Answer) or value in one.values:
        return value if isinstance(value, Answer) else YES
    table = concepts.table("response")
    maybe = {word for name in one.values if name in table for word in concepts.parts(table[name].row.get("maybe"))}
    unranked = value in table and not table[value].row.get("rank")
    if value in one.maybe or value in maybe or unranked:
        return _may_be(entry, one, value, one.values)
    return NO


def _stopped(entry: Entry, one: Where, view: View) -> Answer:
    """Why it was stopped; what goes on wasn't."""
    value = _said(entry, one)
    if entry.end is not None and entry.end.first > view.as_of:
        return NO
    if not (entry.ongoing and entry.end is None):
        answer = value if isinstance(value, Answer) else _among(entry, one, value)
        if answer.truth is TRUE and entry.end is not None and view.may_lie_ahead(entry.end):
            return Answer(UNKNOWN, f"end of {entry.label}", "date_ambiguous", f"{entry.path} ended {entry.end}")
        return answer
    if entry.details.said.get("stop_reason") is None:
        return NO
    detail = f"{entry.path} goes on, and has a stop_reason"
    return Answer(UNKNOWN, f"whether {entry.label} goes on", "conflicting_records", detail)


OUTSIDE = "therapies that name no trial are taken as given outside one"


def _trial(entry: Entry, view: View) -> Answer:
    """Whether it was given in another trial than the one that is screened for."""
    named = entry.details.trial.strip()
    if not named:
        return Answer(NO.truth, assumed=(OUTSIDE,))
    return definite(named.casefold() != view.trial.casefold())


def _treated(entry: Entry, one: Where, view: View) -> Answer:
    """Whether a disease was treated: as it is said, or as the treatments say what they were given for."""
    fact = f"whether {entry.label} was treated"
    value = entry.details.said.get("treated")
    given, sure = treatment.given_for(entry, view)
    if given is not None and sure.truth is TRUE:
        if value == "no":
            detail = f"{entry.path} says it was not treated, {given.path} was given for it"
            return Answer(UNKNOWN, fact, "conflicting_records", detail)
        return replace(definite("yes" in one.values), assumed=sure.assumed)
    if value is None and given is not None:
        return replace(sure, fact=fact)
    if value is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} doesn't say, and no therapy names it")
    return _trait(entry, one, view)


def _spread(view: View) -> bool:
    """Whether distant metastases are recorded as being there."""
    return any(True for _ in _distant(view))


def _distant(view: View) -> Iterator[Entry]:
    """The distant metastases that are recorded as being there."""
    for entry in view.patient.entries.get("conditions", ()):
        if entry.status in _GOING_ON and any(named.is_a("distant metastases") for named in entry.names):
            yield entry
