"""Whether leaves can't have the truths wanted of them all at once: certain of it, or silent.

Numbers clash when no value lies in all the ranges asked of the same result; names when what must be
there is inside what must not. Leaves are compared only where they look at the same evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from eligo.core.nodes import Altered, Attested, Compare, Count, Has, Limit, Sex, Worded
from eligo.examine import alterations
from eligo.examine.implying import follows, inside, spared, within
from eligo.examine.literals import Literal, Way, shape
from eligo.examine.ranges import Numbers, Stretch, complement, joined, meeting, satisfying, whole
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from eligo.vocabulary.test_words import meanings, of_sets

_ONE = ("latest", "first", "lowest", "highest")  # the kinds of `Which` under which one value decides
_ZERO = Fraction(0)


def clash(way: Way) -> bool:
    """Whether it is certain that no patient has all of these."""
    truths: dict[str, bool] = {}
    for one in way:
        if truths.setdefault(one.shape, one.wanted) != one.wanted:
            return True
    ranges: dict[str, Numbers] = {}
    words: dict[str, frozenset[str]] = {}
    sexes: set[str] = set()
    for one in way:
        for key, numbers in ranged(one):
            ranges[key] = meeting(ranges[key], numbers) if key in ranges else numbers
            if not ranges[key]:
                return True
        if isinstance(one.expr, Sex):
            sexes.add(one.expr.sex if one.wanted else "male" if one.expr.sex == "female" else "female")
        elif isinstance(one.expr, Worded) and (asked := answer(one)):
            key, left = asked
            words[key] = words.get(key, left) & left
            if not words[key]:
                return True
        elif isinstance(one.expr, Attested) and one.wanted and one.expr.statement == "childbearing potential":
            # A man of childbearing potential is a contradiction of the record.
            sexes.add("female")
    if len(sexes) > 1:
        return True
    there = [one.expr for one in way if one.wanted and isinstance(one.expr, Has)]
    absent = [one.expr for one in way if not one.wanted and isinstance(one.expr, Has)]
    if any(implies(one, other) for one in there for other in absent):
        return True
    found = [one.expr for one in way if one.wanted and isinstance(one.expr, Altered)]
    missing = [one.expr for one in way if not one.wanted and isinstance(one.expr, Altered)]
    return any(alterations.implies(one, other) for one in found for other in missing)


def about(way: Way) -> frozenset[str]:
    """What the leaves look at: two sets of leaves that share nothing can't clash with each other."""
    return frozenset(key for one in way for key in _about(one))


def _about(one: Literal) -> Iterator[str]:
    yield one.shape
    match one.expr:
        case Compare() | Count():
            yield from (key for key, _ in ranged(one))
        case Worded(test=test):
            yield f"test {test}"
        case Has(home=home):
            yield f"list {home}"
        case Altered(variants=variants):
            yield from (f"gene {one.gene}" for one in variants)
        case Sex() | Attested(statement="childbearing potential"):
            yield "sex"
        case _:
            pass


# -- numbers -----------------------------------------------------------------------------------


def ranged(one: Literal) -> list[tuple[str, Numbers]]:
    """(what is measured, the values that give the leaf its truth); nothing where that isn't one number."""
    found = _ranged(one.expr) if isinstance(one.expr, Compare | Count) else None
    if found is None:
        return []
    key, numbers, low, high, integral = found
    numbers = numbers if one.wanted else complement(numbers)
    return [(key, whole(numbers, low, high) if integral else meeting(numbers, (Stretch(low, high),)))]


Ranged = tuple[str, Numbers, Fraction | None, Fraction | None, bool]


@lru_cache(maxsize=4096)
def _ranged(expr: Compare | Count) -> Ranged | None:
    """(what is measured, the numbers that satisfy, the least and the greatest there can be, whether they are whole)."""
    if isinstance(expr, Count):
        key = f"{expr.what} {shape(expr.of)} {shape(expr.counting)} {expr.unit} {expr.equivalent}"
        return key, satisfying(expr.op, expr.number), _ZERO, None, expr.what != "dose"
    measure = expr.measure
    if measure.pair or measure.change or measure.graded or expr.which.kind not in _ONE:
        return None
    where = f"{shape(expr.window)} {shape(expr.which)}"
    if measure.age:
        if any(limit.of for limit in expr.limits):
            return None
        months = [_months(expr, limit.add) for limit in expr.limits]
        return f"age {where}", _either(months), _ZERO, None, True
    sides = {_side(limit) for limit in expr.limits}
    if len(sides) != 1 or None in sides:
        return None
    bounds = [limit.factor if limit.of else limit.add for limit in expr.limits]
    numbers = _either([satisfying(expr.op, bound) for bound in bounds])
    key = f"value {measure.members} {measure.formulas} {sides.pop()} {where}"
    if measure.unit != "{score}" or len(measure.members) != 1:
        return key, numbers, None, None, False
    analyte = analytes()[measure.members[0]]
    return key, numbers, analyte.data_low, analyte.data_high, True


def _side(limit: Limit) -> str | None:
    """What the number is held against; limits of different sides can't be compared without a patient."""
    if limit.also is not None or limit.of in ("baseline", "nadir"):
        return None
    if limit.of and limit.factor <= 0:
        return None
    return f"{limit.of} {limit.add}" if limit.of else f"plain {limit.basis}"


def _either(parts: list[Numbers]) -> Numbers:
    numbers: Numbers = ()
    for part in parts:
        numbers = joined(numbers, part)
    return numbers


def _months(expr: Compare, bound: Fraction) -> Numbers:
    """The ages in completed months that stand so to a bound; a year is twelve of them."""
    if expr.measure.age == "month":
        return satisfying(expr.op, bound)
    years = whole(satisfying(expr.op, bound))
    return tuple(
        Stretch(
            None if part.low is None else part.low * 12,
            None if part.high is None else part.high * 12 + 12,
            high_open=part.high is not None,
        )
        for part in years
    )


# -- words and names ---------------------------------------------------------------------------


def answer(one: Literal) -> tuple[str, frozenset[str]] | None:
    """(the test and its window, the answers of which it must have one); None where a word may be any of them."""
    assert isinstance(one.expr, Worded)  # asked by the caller
    expr = one.expr
    known = meanings(expr.test)
    if expr.which.kind not in ("latest", "first") or expr.word not in known:
        return None
    if not of_sets(expr.test) and _mixed(frozenset(known)):
        return None
    left = known[expr.word] if one.wanted else frozenset().union(*known.values()) - known[expr.word]
    return f"{expr.test} {expr.needs} {shape(expr.window)} {shape(expr.which)}", left


@lru_cache(maxsize=64)
def _mixed(words: frozenset[str]) -> bool:
    """Whether one reported word can stand for all of these."""
    return any(words <= concepts.answers(word) for word in concepts.table("word"))


@lru_cache(maxsize=65536)
def implies(one: Has, other: Has) -> bool:
    """Whether whoever has the one has the other: each of its names lies inside one of the other's, at such a time."""
    # What has lasted so long up to the reference date is there now; longer than that isn't reasoned about.
    lasting = other.since is None and one.since is not None and one.since.anchor is None
    if one.home != other.home or not (lasting or one.since == other.since):
        return False
    if (other.other and not one.other) or (one.other and other.other and one.index != other.index):
        return False
    return (
        all(any(inside(name, wide) for wide in other.concepts) for name in one.concepts)
        and all(any(inside(name, wide) for wide in one.excluding) for name in other.excluding)
        and all(spared(each, one) for each in other.sparing)
        and all(any(follows(asked, mine) for mine in one.where) for asked in other.where)
        and _then(one, other)
    )


def _then(one: Has, other: Has) -> bool:
    """Whether being there at the time of the one is being there at the time of the other."""
    if other.tense == "now":
        return one.tense == "now" and one.window == other.window and set(one.statuses) <= set(other.statuses)
    if other.window is None:
        # What is there now is part of the history; so is whatever lies in a window.
        return True
    return one.tense == "ever" and one.window is not None and within(one.window, other.window)
