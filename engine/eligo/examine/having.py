"""Facts that give an entry the properties asked of it: a stage, a dose, a day of progression."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from eligo.core.nodes import Dosed, Lasted, Progressed, Property, Ranked, Related, Stable, Where
from eligo.evaluate.windows import stretch
from eligo.examine.making import LONG_AGO, REFERENCE, Patch, Unmakeable
from eligo.examine.ranges import ALL, meeting, samples, satisfying
from eligo.facts import dates

_FLAGS = ("recurrent", "refractory", "symptomatic", "treated", "standard")
_KEYS = {"site": "site", "indication": "indication", "cause": "related_to"}
_GRADINGS = {"histologic": "histologic", "any": "CTCAE v5", "": "CTCAE v5"}


def having(asked: Sequence[Property], entry: Patch) -> Patch:
    """The entry with a fact for each property. Raises Unmakeable where the properties are too much for one fact."""
    made = {**entry, **_said([one for one in asked if isinstance(one, Where)])}
    for one in asked:
        match one:
            case Related():
                _tie(one, made)
            case Lasted():
                if one.unit == "hour":
                    raise Unmakeable
                made["start"] = LONG_AGO.isoformat()
                made["end"] = dates.forward(LONG_AGO, one.amount, one.unit).isoformat()
            case Where() | Dosed() | Stable() | Progressed() | Ranked():
                pass
    made.update(_dose([one for one in asked if isinstance(one, Dosed)]))
    for what in ("disease", "dose"):
        made.update(_stable([one for one in asked if isinstance(one, Stable) and one.what == what], made))
    made.update(_progressed([one for one in asked if isinstance(one, Progressed)], made))
    return made


def _said(asked: Sequence[Where]) -> Patch:
    """A value of each attribute that all ask for; of values that none shares, one."""
    made: Patch = {}
    values: dict[str, list[str]] = {}
    for where in asked:
        shared = [value for value in values.get(where.attribute, where.values) if value in where.values]
        values[where.attribute] = shared or list(where.values)
        if where.attribute == "grade":
            made["grading"] = _GRADINGS.get(where.scale, f"CTCAE v{where.scale}")
    for attribute, left in values.items():
        if attribute in _FLAGS:
            made[attribute] = left[0] == "yes"
        elif attribute in ("T", "N", "M"):
            made["tnm"] = f"{made.get('tnm', '')} {left[0]}".strip()
        elif attribute == "trial":
            made["trial"] = "another trial"
        else:
            made[attribute] = int(left[0]) if attribute == "grade" else left[0]
    return made


def _tie(one: Related, made: Patch) -> None:
    """The entry tied to the first of the names; what is given alone needs no further fact."""
    if one.relation == "alone":
        return
    name = one.concepts[0].name
    if one.relation == "partner":
        made["agents"] = [*made.get("agents", ()), name]
    elif made.setdefault(_KEYS[one.relation], name) != name:
        raise Unmakeable


def _dose(asked: Sequence[Dosed]) -> Patch:
    """A dose that is all that is asked of it."""
    if not asked:
        return {}
    first, met = asked[0], ALL
    for one in asked:
        if (one.unit, one.per, one.equivalent) != (first.unit, first.per, first.equivalent):
            raise Unmakeable
        met = meeting(met, satisfying(one.op, one.amount))
    amount = next((each for each in samples(met, Fraction(1)) if each > 0), None)
    if amount is None:
        raise Unmakeable
    return dosed(amount, first.unit, first.per or "total")


def dosed(amount: Fraction, unit: str, per: str) -> Patch:
    """The keys of a dose. Raises Unmakeable for a number that JSON can't hold exactly."""
    number = int(amount) if amount.denominator == 1 else float(amount)
    if Fraction(str(number)) != amount:
        raise Unmakeable
    return {"dose": number, "unit": unit, "per": per}


def _stable(asked: Sequence[Stable], made: Patch) -> Patch:
    """A disease, or a dose, that has been as it is for long; or that has just changed."""
    if not asked:
        return {}
    first = asked[0]
    if any(one.holds != first.holds for one in asked):
        raise Unmakeable
    if first.what == "dose":
        own = {} if "dose" in made else dosed(Fraction(1), "mg", "day")
        return {**own, "dose_since": (LONG_AGO if first.holds else REFERENCE).isoformat()}
    return {"stable_since": LONG_AGO.isoformat()} if first.holds else {"course": "progressing"}


def _progressed(asked: Sequence[Progressed], made: Patch) -> Patch:
    """A day of progression that lies in every window asked about, told from the entry's own start and end."""
    if not asked:
        return {}
    start = date.fromisoformat(made.get("start", LONG_AGO.isoformat()))
    end = date.fromisoformat(made.get("end", REFERENCE.isoformat()))
    found = [stretch(one.window, lambda at: start if at == "start" else end, REFERENCE) for one in asked]
    first = max(start, *(one.sure_first for one in found))
    last = min(REFERENCE, *(one.sure_last for one in found))
    if first > last:
        raise Unmakeable
    # The later day, where the window has an end of its own: the course of treatment is over then.
    ended = all(one.window.end is not None for one in asked)
    return {"progression": (last if ended else first).isoformat()}
