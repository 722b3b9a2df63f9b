"""Which leaf decided: its margin, and whether the verdict may change."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from eligo.core.nodes import Among, And, Choose, Or
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Trace, Truth


def deciding(trace: Trace) -> Evidence | None:
    """The evidence of the leaf that decided a definite answer.

    Of parts that had to hold together the relatively worst, of alternatives the nearest, of a rule
    with exceptions the branch taken; of a count the one after whose change it would come out otherwise.
    """
    if trace.truth is UNKNOWN:
        return None
    if not trace.parts:
        return next((one for one in trace.evidence if one.distance is not None), None)
    expr = trace.expr
    if isinstance(expr, Among):
        return _counted(trace, expr)
    parts = [part for part in trace.parts if part.truth is trace.truth]
    if isinstance(expr, Choose):
        if trace.taken is None:
            parts = [*trace.parts[1::2], trace.parts[-1]]
        else:
            parts = [trace.parts[-1] if trace.taken == len(expr.cases) else trace.parts[2 * trace.taken + 1]]
    elif not isinstance(expr, And | Or):
        parts = list(trace.parts)
    found = [one for one in map(deciding, parts) if one is not None and one.distance is not None]
    if not found:
        return None
    worst = isinstance(expr, And) or (isinstance(expr, Choose) and (trace.taken is not None or trace.truth is TRUE))
    return (min if worst else max)(found, key=lambda one: one.distance or 0)


def _turning(trace: Trace, expr: Among) -> tuple[Truth, int] | None:
    """(the answer of the parts of which some would have to change, how many of them); None for a count that
    more or fewer would change alike."""
    true = sum(part.truth is TRUE for part in trace.parts)
    unknown = sum(part.truth is UNKNOWN for part in trace.parts)
    if expr.op == "=":
        return None if trace.truth is TRUE else _least(true, unknown, expr.number)
    most = expr.number - (expr.op in ("<", ">="))
    # Up to `most` the count is on the one side, from there on it is on the other.
    return (FALSE, most + 1 - true - unknown) if true + unknown <= most else (TRUE, true - most)


def _least(true: int, unknown: int, number: int) -> tuple[Truth, int]:
    return (FALSE, number - true - unknown) if true + unknown < number else (TRUE, true - number)


def _counted(trace: Trace, expr: Among) -> Evidence | None:
    turning = _turning(trace, expr)
    if turning is None:
        return None
    answer, least = turning
    found = [deciding(part) for part in trace.parts if part.truth is answer]
    near = [one for one in found if one is not None and one.distance is not None]
    near.sort(key=lambda one: abs(one.distance or Fraction(0)))
    return near[min(least, len(near)) - 1] if near else None


def margin(trace: Trace, outcome: str) -> str:
    """How far the deciding value is from its limit, in the rule's unit; empty where there is no number."""
    one = deciding(trace)
    if one is None or outcome not in ("pass", "fail"):
        return ""
    amount = one.margin.removesuffix(" above").removesuffix(" below")
    if one.side == 0:
        if outcome == "pass":
            return "on the limit"
        # A strict limit must be passed; one that excludes on the limit itself must be left.
        above = one.limit.startswith("> ") or one.limit.startswith("<=")
        return f"equal to the limit, must {'exceed' if above else 'be below'} it"
    if outcome == "pass":
        return f"{amount} to spare"
    least = "at least " if any(isinstance(part.expr, Choose) and part.taken is None for part in trace.walk()) else ""
    return f"{'over' if one.side > 0 else 'short'} by {least}{amount}"


def may_change(trace: Trace) -> str:
    """`yes`, `lasting`, `from` the day on which time alone changes it, or `if` an anchor lies so late."""
    change = _change(trace)
    if isinstance(change, str):
        return change
    day, anchor = change
    return f"if {anchor} is on {day.isoformat()} or later" if anchor else f"from {day.isoformat()}"


_Day = tuple[date, str]


def _change(trace: Trace) -> str | _Day:
    if not trace.parts:
        dated = [(one.passes_from, one.anchor) for one in trace.evidence if one.change == "date" and one.passes_from]
        if any(one.change == "lasting" for one in trace.evidence):
            return "lasting"
        return max(dated) if dated and len(dated) == len(trace.evidence) else "yes"
    expr = trace.expr
    if isinstance(expr, Among):
        return _change_of_count(trace, expr)
    same = [part for part in trace.parts if part.truth is trace.truth]
    if isinstance(expr, Choose):
        if trace.taken is None:
            return "yes"
        return _change(trace.parts[-1] if trace.taken == len(expr.cases) else trace.parts[2 * trace.taken + 1])
    if not isinstance(expr, And | Or):
        return _change(trace.parts[0])
    changes = [_change(part) for part in same]
    together = (isinstance(expr, And) and trace.truth is FALSE) or (isinstance(expr, Or) and trace.truth is TRUE)
    days = [change for change in changes if isinstance(change, tuple)]
    if len({anchor for _, anchor in days}) > 1:
        # Days that hang on different anchors can't be put in order.
        return "lasting" if together and "lasting" in changes else "yes"
    if together:
        # Every one of them has to change.
        if "lasting" in changes:
            return "lasting"
        return max(days) if days and len(days) == len(changes) else "yes"
    if "yes" in changes:
        return "yes"
    return min(days) if days else "lasting"


def _change_of_count(trace: Trace, expr: Among) -> str | _Day:
    turning = _turning(trace, expr)
    if turning is None:
        changes = [_change(part) for part in trace.parts if part.truth is not UNKNOWN]
        return "lasting" if changes and all(one == "lasting" for one in changes) else "yes"
    answer, least = turning
    changes = [one for one in (_change(part) for part in trace.parts if part.truth is answer) if one != "lasting"]
    if len(changes) < least:
        return "lasting"
    days = sorted(change for change in changes if isinstance(change, tuple))
    if len(days) < len(changes) or len({anchor for _, anchor in days}) > 1:
        return "yes"
    return days[least - 1]
