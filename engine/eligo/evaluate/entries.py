"""One entry of a list by its properties: its extent, stage or grade, and whether it is another tumor than the index.

Each answer is TRUE, FALSE or UNKNOWN with the fact that is missing and why.
"""

from __future__ import annotations

from eligo.core.nodes import Has, Where
from eligo.evaluate.naming import NO, YES, Answer, definite, within
from eligo.evaluate.trace import UNKNOWN
from eligo.evaluate.view import View
from eligo.facts.patient import Entry
from eligo.facts.stages import read_stage


def fits(entry: Entry, where: Where, view: View) -> Answer:
    """Whether the entry has a property; unknown where it isn't recorded."""
    if where.attribute == "grade":
        return _grade(entry, where)
    value: str | None = getattr(entry, where.attribute)
    if where.attribute == "extent" and entry.extent_conflict:
        return Answer(
            UNKNOWN, f"extent of {entry.label}", "conflicting_records", f"{entry.path}: {entry.extent_conflict}"
        )
    if value is None:
        word = where.attribute.replace("confirmed_by", "confirmation")
        return Answer(UNKNOWN, f"{word} of {entry.label}", "not_recorded", f"{entry.path} has no {where.attribute}")
    if where.attribute == "extent" and value not in where.values and "metastatic" in where.values and _spread(view):
        detail = f"{entry.path} says {value}, and distant metastases are recorded"
        return Answer(UNKNOWN, f"extent of {entry.label}", "conflicting_records", detail)
    if value in where.maybe and value not in where.values:
        detail = f"{entry.path} says {value}, which may be {' or '.join(where.values)} as well"
        return Answer(UNKNOWN, f"{where.attribute} of {entry.label}", "not_recorded", detail)
    if where.attribute != "stage":
        return definite(value in where.values)
    stage = read_stage(value)
    if stage is None:
        detail = f"{entry.path}: the stage {value!r} isn't understood"
        return Answer(UNKNOWN, f"stage of {entry.label}", "name_unknown", detail)
    if any(_within_stage(stage, wanted) for wanted in where.values):
        return YES
    if any(_within_stage(wanted, stage) for wanted in where.values):
        return Answer(UNKNOWN, f"substage of {entry.label}", "not_recorded", f"{entry.path} says stage {value}")
    return NO


def _grade(entry: Entry, where: Where) -> Answer:
    """A grade counts on its own scale only: another version of CTCAE may grade the same thing otherwise."""
    fact = f"CTCAE grade of {entry.label}" if where.scale else f"grade of {entry.label}"
    if entry.grade is None:
        return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} has no grade")
    if where.scale and entry.grading != where.scale:
        scale = f"CTCAE v{entry.grading}" if entry.grading else "no known version of CTCAE"
        detail = f"{entry.path} is grade {entry.grade} of {scale}, not of CTCAE v{where.scale}"
        return Answer(UNKNOWN, fact, "not_recorded", detail)
    return definite(str(entry.grade) in where.values)


def _spread(view: View) -> bool:
    """Whether distant metastases are recorded as being there."""
    return any(
        entry.status in ("active", "controlled")
        and any("distant metastases" in (named.name, *named.ancestors) for named in entry.names)
        for entry in view.patient.entries.get("conditions", ())
    )


def _within_stage(stage: str, wanted: str) -> bool:
    """IIIA is within III and IIIA1 within IIIA; IV isn't within I."""
    return stage.startswith(wanted) and not stage[len(wanted) :].startswith(("I", "V"))


def other(entry: Entry, node: Has, view: View) -> Answer:
    """Whether an entry is another tumour than the index: the one marked, else the one that is the trial's diagnosis."""
    if not node.other:
        return YES
    if entry.names and all("metastases" in (one.name, *one.ancestors) for one in entry.names):
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
        return YES
    fitting = [one for one in listed if any(within(n, concept) for n in one.names for concept in node.index)]
    if len(fitting) == 1:
        return definite(fitting[0] is not entry)
    fact = f"whether {entry.label} is the index tumor"
    return Answer(UNKNOWN, fact, "not_recorded", "no condition is marked `primary`")
