"""What the evidence of an entry says of the properties that a rule asks for, in a few words each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eligo.core.nodes import Dosed, Has, Lasted, Progressed, Property, Ranked, Related, Stable, Where
from eligo.evaluate import courses, dosing, treatment
from eligo.evaluate.entries import fits, other, unspared
from eligo.evaluate.indications import counts
from eligo.evaluate.naming import every
from eligo.evaluate.timing import begun, timed
from eligo.evaluate.trace import FALSE, TRUE, Change, Evidence
from eligo.evaluate.view import View
from eligo.evaluate.windows import closing, first_day
from eligo.facts.patient import Entry, Link
from eligo.quantity.numbers import show
from eligo.vocabulary.requirements import closest

A_FEW = 4  # entries that are shown of many
_LEADS = {
    "setting": "setting ", "best_response": "best response ", "stop_reason": "stopped: ", "stage": "stage ",
    "confirmed_by": "confirmed by ",
}  # fmt: skip
_YES_NO = {
    "recurrent": ("recurrent", "not recurrent"), "refractory": ("refractory", "not refractory"),
    "symptomatic": ("symptomatic", "asymptomatic"), "treated": ("treated", "untreated"),
}  # fmt: skip
_TIES = {"site": "", "indication": "for ", "cause": "related to "}


def told(entry: Entry, node: Has, view: View) -> list[str]:
    """What an entry says of each property that the rule asks for."""
    said = [_told(entry, one, node, view) for one in node.where]
    return list(dict.fromkeys(word for word in said if word))


def _told(entry: Entry, one: Property, node: Has, view: View) -> str:
    match one:
        case Where():
            return _attribute(entry, one, view)
        case Related(relation="partner" | "alone") | Ranked():
            answer = fits(entry, one, node, view)
            return answer.detail if answer.truth.definite else ""
        case Related(relation=relation):
            link = entry.details.links.get(relation)
            return f"{_TIES[relation]}{_names(link)}" if link is not None else ""
        case Dosed():
            return _dose(entry, one, node)
        case Stable(what="dose"):
            day = dosing.stable_from(entry, view)
            return f"this dose since {entry.details.days.get('dose_since') or day}" if day else ""
        case Stable():
            if entry.details.said.get("course") == "progressing":
                return "progressing"
            day_ = entry.details.days.get("stable_since")
            over = f"resolved {entry.end}" if entry.status == "resolved" and entry.end else ""
            return f"stable since {day_}" if day_ is not None else over
        case Progressed():
            return _progression(entry)
        case Lasted():
            return ""
    return ""


def _attribute(entry: Entry, one: Where, view: View) -> str:
    name = one.attribute
    if name == "grade":
        scale = "histologic " if entry.grading == "histologic" else f"CTCAE v{entry.grading} " if entry.grading else ""
        return "" if entry.grade is None else f"{scale}grade {entry.grade}"
    if name == "requires":
        needs = entry.details.said.get(name)
        return "" if needs is None else f"requires {', '.join(one.lstrip('?') for one in closest(needs)) or 'nothing'}"
    if name == "trial":
        return f"in trial {entry.details.trial}" if entry.details.trial else ""
    if name == "treated":
        given, sure = treatment.given_for(entry, view)
        if given is not None and sure.truth is TRUE:
            return f"treated: {given.label}"
    if name in ("extent", "stage", "confirmed_by", "intent"):
        value = getattr(entry, name)
        return f"{_LEADS.get(name, '')}{value}" if value and value[0] != "?" else ""
    value = entry.details.said.get(name)
    if value is None or value.startswith("?"):
        return ""
    if name in _YES_NO:
        return _YES_NO[name][value != "yes"]
    return f"{_LEADS.get(name, '')}{value}"


def _names(link: Link) -> str:
    return ", ".join((*(one.name for one in link.names), *link.unknown))


def _dose(entry: Entry, one: Dosed, node: Has) -> str:
    """`4 mg/day = 26.67 mg/day of prednisone (x 6.667)`."""
    dose = entry.details.dose
    if dose is None or dose.problem:
        return ""
    text = dosing.written(dose)
    made = dosing.convert(entry, one, node)
    if not isinstance(made, dosing.Converted) or (made.factor == 1 and dose.per == one.per):
        return text
    per = f"/{one.per}" if one.per else ""
    of = f" of {one.equivalent} (x {show(made.factor, 3)})" if one.equivalent and made.factor != 1 else ""
    return f"{text} = {show(made.amount, 2)} {one.unit}{per}{of}"


def _progression(entry: Entry) -> str:
    if entry.progression is not None:
        return f"progression {entry.progression}"
    if entry.details.said.get("stop_reason") == "progression":
        return "stopped for progression"
    if entry.details.said.get("best_response") == "progressive disease":
        return "progressive disease"
    return {"no": "no progression", "yes": "progressed"}.get(entry.details.said.get("progressed", ""), "")


# -- when time alone changes it ------------------------------------------------------------------


def turns(entry: Entry, node: Has, view: View) -> tuple[Change, date | None] | None:
    """Whether time alone changes what a property says, and the first day of the anchor on which it has; None: no
    such property, or something else keeps the entry from counting."""
    timely = [one for one in node.where if isinstance(one, Stable | Lasted)]
    if len(timely) != 1:
        return None
    one = timely[0]
    rest = [fits(entry, each, node, view) for each in node.where if each is not one]
    when = (timed(entry, node, view, view.end(node.window)), begun(entry, node, view))
    if (
        every(*rest, *when, other(entry, node, view), unspared(entry, node, view), counts(entry, node)).truth
        is not TRUE
    ):
        return None
    if isinstance(one, Lasted):
        if one.op not in (">=", ">") or fits(entry, one, node, view).truth is not FALSE:
            return None
        held = courses.stretch(entry, node, view) if entry.start is not None else None
        return ("date", courses.reached(one, held.sure[0])) if held is not None and held.going else None
    since = one.since
    start = dosing.stable_from(entry, view) if one.what == "dose" else courses.stable_from(entry)
    now = view.anchor(since.anchor)
    if start is None or start <= closing(since, now)[0]:
        return None
    if one.what == "dose" and dosing.goes_on(entry, min(now, view.as_of)).truth is not TRUE:
        return None
    if not view.movable(since.anchor):
        return "lasting", None
    reached = first_day(lambda day: start <= closing(since, day)[0], now)
    return ("date", reached) if reached else None


# -- a few of many -------------------------------------------------------------------------------


def few(proofs: Sequence[Evidence], home: str, subject: str) -> tuple[Evidence, ...]:
    """The most telling of many entries first, and how many more there are; a few stay as they are."""
    if len(proofs) <= A_FEW + 1:
        return tuple(proofs)
    ranks: dict[Change, int] = {"date": 0, "yes": 1, "lasting": 2}
    latest = sorted(proofs, key=lambda one: one.date, reverse=True)
    ordered = sorted(latest, key=lambda one: (ranks[one.change], "perhaps" not in "".join(one.notes)))
    shown, hidden = ordered[:A_FEW], ordered[A_FEW:]
    changes = {one.change for one in hidden}
    change: Change = "lasting" if "lasting" in changes else "yes" if "yes" in changes else "date"
    day = max((one.passes_from for one in hidden if one.passes_from), default=None)
    anchor = hidden[0].anchor
    rest = Evidence(home, subject, f"and {len(hidden)} others", change=change, passes_from=day, anchor=anchor)
    return (*shown, rest)
