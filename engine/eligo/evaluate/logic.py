"""Strong Kleene logic over traces. An UNKNOWN carries the gaps of the parts that could still decide it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eligo.core.nodes import Op
from eligo.evaluate.intervals import holds
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Gap, Trace, Truth, merged
from eligo.facts.patient import Interval

Value = tuple[Truth, tuple[Gap, ...]]


def negate(value: Truth) -> Truth:
    if value is UNKNOWN:
        return UNKNOWN
    return FALSE if value is TRUE else TRUE


def all_of(parts: Sequence[Trace]) -> Value:
    """FALSE if one part is; else UNKNOWN if one is, for want of what the unknown parts miss; else TRUE."""
    return _decided(parts, FALSE)


def any_of(parts: Sequence[Trace]) -> Value:
    """TRUE if one part is; else UNKNOWN if one is, for want of what the unknown parts miss; else FALSE."""
    return _decided(parts, TRUE)


def _decided(parts: Sequence[Trace], deciding: Truth) -> Value:
    if any(part.truth is deciding for part in parts):
        return deciding, ()
    unknown = [part.gaps for part in parts if part.truth is UNKNOWN]
    return (UNKNOWN, merged(unknown)) if unknown else (negate(deciding), ())


def among(op: Op, number: int, parts: Sequence[Trace]) -> Value:
    """How many parts are TRUE, against a number: the count lies between those that are and those that may be."""
    true = sum(part.truth is TRUE for part in parts)
    unknown = [part.gaps for part in parts if part.truth is UNKNOWN]
    held = holds(Interval(Fraction(true), Fraction(true + len(unknown))), op, Fraction(number))
    return held, merged(unknown) if held is UNKNOWN else ()


def agree(parts: Sequence[Trace], disagreement: Gap) -> Value:
    """The common answer; UNKNOWN while a part is, or by `disagreement` when definite answers differ."""
    answers = {part.truth for part in parts}
    if len(answers) == 1 and UNKNOWN not in answers:
        return parts[0].truth, ()
    if {TRUE, FALSE} <= answers:
        return UNKNOWN, (disagreement,)
    return UNKNOWN, merged(part.gaps for part in parts if part.truth is UNKNOWN)


def choose(conditions: Sequence[Trace], values: Sequence[Trace], otherwise: Trace, conflict: Gap) -> Value:
    """The value of the case that applies, else `otherwise`; decided whenever all that may apply agrees.

    For one case c with values a, b it is (c and a) or (not c and b) or (a and b).
    """
    pairs = list(zip(conditions, values, strict=True))
    sure = [value for condition, value in pairs if condition.truth is TRUE]
    maybe = [(condition, value) for condition, value in pairs if condition.truth is UNKNOWN]
    possible = [*sure, *(value for _, value in maybe), *([] if sure else [otherwise])]
    answers = {value.truth for value in possible}
    if len(answers) == 1 and UNKNOWN not in answers:
        return possible[0].truth, ()
    if {value.truth for value in sure} >= {TRUE, FALSE}:
        return UNKNOWN, (conflict,)
    open_conditions = (condition.gaps for condition, _ in maybe)
    open_values = (value.gaps for value in possible if value.truth is UNKNOWN)
    return UNKNOWN, merged([*open_conditions, *open_values])
