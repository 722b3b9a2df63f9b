"""Facts near what a rule asks of an entry: a dose on the limit and beside it, a day at the end of a time that must
have passed, a word that a rule names and one that leaves it open.

Without chance: whoever draws patients chooses among the facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Any

from pydantic import BaseModel

from eligo.core.nodes import Count, Dosed, Lasted, Point, Progressed, Property, Ranked, Related, Stable, Where
from eligo.facts import dates
from eligo.facts.profile import ConditionEntry, ProcedureEntry, TherapyEntry
from eligo.testing import details, values
from eligo.vocabulary import concepts, equivalents

Keys = dict[str, Any]  # keys of an entry of a profile, as JSON
DayOf = Callable[[str | None], date]

_FLAGS = ("recurrent", "refractory", "symptomatic", "treated", "standard")
_LINKS = {"site": ("site",), "indication": ("condition", "purpose"), "cause": ("therapy", "condition")}
_KEYS = {"site": "site", "indication": "indication", "cause": "related_to"}
_WORDS = {"setting": "setting", "best_response": "response", "stop_reason": "stop"}
_OTHERS: dict[str, tuple[object, ...]] = {
    "extent": details.EXTENTS, "resectability": details.RESECTABILITY, "course": details.COURSES,
    "confirmed_by": ("histology", "cytology", "imaging"), "stage": ("0", "I", "IIA", "IIIB", "III", "IV", "odd"),
    "intent": ("neoadjuvant", "adjuvant", "palliative", "curative", "maintenance"),
    "T": ("T1", "cT2", "ypT3a", "T4", "TX"), "N": ("N0", "pN1b", "N3"), "M": ("M0", "cM1", "M1a"),
    "trial": (*details.TRIALS, "T", "t"),
}  # fmt: skip
_GRADINGS = {"histologic": "Nottingham", "any": "CTCAE 5", "4": "CTCAE 4.03", "5": "CTCAE 5", "6": "CTCAE 6"}
_MODELS: dict[str, type[BaseModel]] = {"conditions": ConditionEntry, "procedures": ProcedureEntry}
_LONG = (1, 30, 200)  # days from an entry's start to its end, where it has none


def choices(one: Property, entry: Keys, day_of: DayOf, reference: date) -> list[Keys]:
    """Keys that bring an entry near to a property; none where nothing of the entry itself decides it."""
    match one:
        case Where():
            return _said(one)
        case Related():
            return _related(one, entry)
        case Dosed():
            return [_dose(amount, one.unit, one.per or "total") for amount in _amounts(one, entry)]
        case Stable():
            return _stable(one, day_of)
        case Lasted():
            return _lasted(one, entry, reference)
        case Progressed():
            return _progressed(one, entry, reference)
        case Ranked():
            return []


def totals(node: Count, entry: Keys) -> list[Keys]:
    """Keys that bring what is counted of an entry near to the number."""
    if node.what == "cycles":
        return [{"cycles": int(count)} for count in (node.number - 1, node.number, node.number + 1) if count >= 0]
    if node.what != "dose":
        return []
    asked = Dosed(node.op, node.number, node.unit, "", node.equivalent)
    whole = [_dose(amount, node.unit, "total") for amount in _amounts(asked, entry)]
    by_cycle = [{**_dose(amount / 4, node.unit, "cycle"), "cycles": 4} for amount in _amounts(asked, entry)]
    return whole + by_cycle


def added(home: str, entry: Keys, keys: Keys) -> Keys:
    """The entry with those of the keys that its list has; without a day that contradicts its start or its end."""
    known = _known(home)
    made = {**entry, **{key: one for key, one in keys.items() if key in known}}
    if home == "conditions":
        _leave(made, "stable_since", made.get("onset"), None)
        _leave(made, "resolved", made.get("onset"), None)
        return made
    # A treatment that ended doesn't go on: the newer of the two facts stands.
    if "end" in made and made.get("ongoing"):
        del made["ongoing" if "end" in keys else "end"]
    _leave(made, "end", made.get("start"), None)
    _leave(made, "progression", made.get("start"), None)
    _leave(made, "dose_since", made.get("start"), made.get("end"))
    return made


@lru_cache(maxsize=8)
def _known(home: str) -> frozenset[str]:
    fields = _MODELS.get(home, TherapyEntry).model_fields
    return frozenset(field.alias or name for name, field in fields.items())


def _leave(made: Keys, key: str, after: str | None, before: str | None) -> None:
    """Take a key out whose day lies before another or behind one."""
    if key not in made:
        return
    days = dates.parse(made[key])
    if (after and days.last < dates.parse(after).first) or (before and dates.parse(before).last < days.first):
        del made[key]


# -- words and names ---------------------------------------------------------------------------


def _said(one: Where) -> list[Keys]:
    if one.attribute in _FLAGS:
        return [{one.attribute: True}, {one.attribute: False}]
    if one.attribute == "grade":
        grading = _GRADINGS.get(one.scale, "CTCAE 5")
        numbers = sorted({int(value) + step for value in one.values for step in (-1, 0, 1)} & set(range(6)))
        other = "FNCLCC" if one.scale != "histologic" else "CTCAE 5"
        return [*({"grade": number, "grading": grading} for number in numbers), {"grade": 3, "grading": other}]
    found: list[object] = [*one.values, *one.maybe, *_OTHERS.get(one.attribute, ())]
    if one.attribute in _WORDS:
        found += details.words(_WORDS[one.attribute])
    if one.attribute in ("T", "N", "M"):
        rest = {"T": "N0 M0", "N": "T2", "M": "T2 N1"}[one.attribute]
        return [{"tnm": text} for value in found for text in (value, f"{value} {rest}")]
    if one.attribute == "requires":
        needs = [*one.values, *one.values, *details.words("requirement")[:40:8], "odd need"]
        return [{"requires": [need]} for need in needs] + [{"requires": [*one.values, "odd need"]}]
    limited = one.attribute in ("extent", "resectability", "course", "confirmed_by", "intent")
    allowed = {*_OTHERS.get(one.attribute, ())}
    own: list[Keys] = [{one.attribute: value} for value in found if not limited or value in allowed]
    # What the rule names comes up as often as all the rest.
    named = [each for each in own if each[one.attribute] in one.values]
    return named * max(1, len(own) // max(1, len(named))) + own


def _related(one: Related, entry: Keys) -> list[Keys]:
    names = [name for concept in one.concepts for name in _beside(one.relation, concept.name)]
    if one.relation == "partner":
        own = entry.get("agents", [])
        return [{"agents": [*own, name]} for name in names if own and name not in own]
    if one.relation == "alone":
        return []
    key = _KEYS[one.relation]
    return [{key: name} for name in (*names, "odd thing")] + [{key: f"{names[0]} + {names[-1]}"}]


@lru_cache(maxsize=256)
def _beside(relation: str, name: str) -> tuple[str, ...]:
    """A name with a few of those inside it, of those that contain it, and of those that don't."""
    found = [name, name]
    for kind in _LINKS.get(relation, ("therapy",)):
        table = concepts.table(kind)
        if name in table:
            found += [one for one in table if name in concepts.ancestors(kind, one)][:3]
            found += sorted(concepts.ancestors(kind, name))[:2]
        apart = (one for one in table if one != name and name not in concepts.ancestors(kind, one))
        found += list(islice((one for one in apart if one not in concepts.ancestors(kind, name)), 20, 23))
    return tuple(found)


# -- amounts -----------------------------------------------------------------------------------


def _amounts(one: Dosed, entry: Keys) -> list[Fraction]:
    """Amounts on a limit and just beside it: of the agent that is given, where it is told in another's."""
    factor = Fraction(1)
    agents = entry.get("agents", [])
    if one.equivalent and len(agents) == 1:
        factor = equivalents.equivalent(agents[0], one.equivalent, entry.get("route", "")) or Fraction(1)
    edge = one.amount / factor
    return [edge, edge, *(max(edge + step, Fraction(0)) for step in (Fraction(-1, 10), Fraction(1, 10))), edge * 3]


def _dose(amount: Fraction, unit: str, per: str) -> Keys:
    shown = values.written(amount)
    return {"dose": round(float(amount), 6) if shown is None else shown, "unit": unit, "per": per}


# -- days --------------------------------------------------------------------------------------


def _from(day: date, amount: int, unit: str) -> list[date]:
    return list(values.around(day, amount, unit))


def _stable(one: Stable, day_of: DayOf) -> list[Keys]:
    edges = [day.isoformat() for day in _from(day_of(one.since.anchor), one.since.amount, one.since.unit)]
    if one.what == "dose":
        own = {"dose": 10, "unit": "mg", "per": "day"}
        return [{**own, "dose_since": day} for day in edges] + [{**own, "start": day} for day in edges] + [own]
    courses: list[Keys] = [{"course": course} for course in ("stable", "progressing", "in remission")]
    return [{"stable_since": day} for day in edges] + [{"stable_since": edges[0][:7]}] + courses


def _lasted(one: Lasted, entry: Keys, reference: date) -> list[Keys]:
    """Treatments as long as is asked, a day shorter and a day longer; some still go on."""
    made: list[Keys] = []
    for back in (30, 400):
        start = reference - timedelta(days=back)
        ends = [day for day in _from(start, one.amount, one.unit) if start <= day]
        made += [{"start": start.isoformat(), "end": day.isoformat()} for day in ends]
    begun = _from(reference, -one.amount, one.unit)
    return made + [{"start": day.isoformat(), "ongoing": True} for day in begun if "end" not in entry]


def _progressed(one: Progressed, entry: Keys, reference: date) -> list[Keys]:
    """Days of progression at the ends of the window, told from the entry's own start and end."""
    made: list[Keys] = [
        {"progressed": True}, {"progressed": False}, {"best_response": "PD"}, {"stop_reason": "progression"},
    ]  # fmt: skip
    if len(entry.get("start", "")) < 10:
        return made
    start = date.fromisoformat(entry["start"][:10])
    ended = entry.get("end", "")
    ends = [date.fromisoformat(ended[:10])] if len(ended) >= 10 else [start + timedelta(days=days) for days in _LONG]
    for end in ends:
        days = [start, end, end + timedelta(days=1)]
        for point in (one.window.start, one.window.end):
            days += _pointed(point, start, end) if point is not None else []
        for day in days:
            if start <= day:
                keys = {"progression": day.isoformat(), **({} if ended else {"end": end.isoformat()})}
                made.append(keys)
    return [keys for keys in made if keys.get("end", "") <= reference.isoformat()]


def _pointed(point: Point, start: date, end: date) -> list[date]:
    return _from(start if point.anchor == "start" else end, point.amount, point.unit)
