"""Alterations made to order: entries that show one or rule it out; and which of two follows from the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from eligo.core.nodes import Altered, Copies, Variant, Where
from eligo.evaluate.marker_names import spelled
from eligo.examine.implying import follows, within
from eligo.examine.literals import Literal, shape
from eligo.examine.making import Patch, edges
from eligo.examine.ranges import complement, meeting, samples, satisfying
from eligo.vocabulary.variant_tables import filled, known_changes
from eligo.vocabulary.variants import fits

_HOME = "biomarkers"


def markers(one: Literal, anchors: dict[str, date]) -> Iterator[Patch]:
    """Facts of which one may give the leaf its truth; that nothing was tested is known of a complete list only."""
    expr = one.expr
    assert isinstance(expr, Altered)  # asked by the caller
    if expr.asks == "tested" and not one.wanted:
        yield {"complete": [_HOME]}
        return
    for day in edges(expr.window, anchors):
        if not one.wanted:
            yield {_HOME: [_entry(each, "absent", day) | _of_test(expr) for each in expr.variants]}
            continue
        for each in _unexcepted(expr):
            yield {_HOME: [_entry(each, "present", day) | _said(expr)]}


def _unexcepted(expr: Altered) -> Iterator[Variant]:
    """The alterations themselves; where that may be what is excepted, a hot spot inside it that surely isn't."""
    for each in expr.variants:
        tried = [each]
        if expr.excluding:
            changed = (filled(Variant(each.gene, "mutation", change=change)) for change in sorted(known_changes()))
            tried += [one for one in changed if one.effect and fits(one, each)]
        yield from islice((one for one in tried if all(fits(one, no) is False for no in expr.excluding)), 1)


def _entry(variant: Variant, status: str, day: date) -> Patch:
    return {"name": spelled(variant), "status": status, "date": day.isoformat()}


def _said(expr: Altered) -> Patch:
    """What the entry says of all that is asked beyond the name."""
    made: Patch = {one.attribute: one.values[0] for one in expr.where if isinstance(one, Where)}
    for one in expr.where:
        if isinstance(one, Copies):
            copies = next((each for each in samples(satisfying(one.op, one.number), Fraction(1)) if each >= 0), None)
            if copies is not None and copies.denominator == 1:
                made["copies"] = int(copies)
    return made


def _of_test(expr: Altered) -> Patch:
    """What an absence says of the test: of its origin nothing, so that it is of every one."""
    told = (one for one in expr.where if isinstance(one, Where) and one.attribute in ("method", "specimen"))
    return {one.attribute: one.values[0] for one in told}


@lru_cache(maxsize=4096)
def implies(one: Altered, other: Altered) -> bool:
    """Whether whoever has the one alteration has the other; what was found was tested for."""
    if one.asks != other.asks and other.asks != "tested":
        return False
    if other.excluding and shape(one.excluding) != shape(other.excluding):
        return False
    if other.window is not None and (one.window is None or not within(one.window, other.window)):
        return False
    return all(any(fits(mine, wide) for wide in other.variants) for mine in one.variants) and all(
        any(_follows(asked, mine) for mine in one.where) for asked in other.where
    )


def _follows(asked: Where | Copies, mine: Where | Copies) -> bool:
    if isinstance(asked, Copies) and isinstance(mine, Copies):
        return not meeting(satisfying(mine.op, mine.number), complement(satisfying(asked.op, asked.number)))
    if isinstance(asked, Copies) or isinstance(mine, Copies):
        return False
    return follows(asked, mine)
