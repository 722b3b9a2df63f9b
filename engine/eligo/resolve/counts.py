"""How much there is of something: lines of therapy, cycles, times, a cumulative dose."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from eligo.core.nodes import Count, Counting, Expr, Has
from eligo.resolve import naming, properties, records, time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree
from eligo.vocabulary import concepts

_MOST = 1000
_WHEN = ("prior", "current", "history")


def lines(node: tree.Lines, context: Context) -> Expr:
    """The count of earlier lines against a whole number."""
    kind, therapy = naming.concept(node.therapy, "therapy", context)
    if kind == "condition":
        context.wrong("L004", "lines are counted of a therapy", node.therapy.span, "write `lines of systemic therapy`")
        raise Unresolved
    if not node.number.isdigit() or int(node.number) > 100:
        context.wrong("Q003", f"{node.number} is no number of lines", node.span, "write a whole number")
        raise Unresolved
    counting = None
    if node.counting:
        amount, unit = time.duration(node.counting.duration, context)
        intents = tuple(concepts.lookup("intent", intent) or intent for intent in node.counting.intents)
        assert unit != "hour"  # refused by `duration`
        counting = Counting(intents, amount, unit, node.counting.strict)
    given = Has("therapies", (therapy,), (), "ever", (), (), False, None, node.span)
    return Count("lines", given, node.op, Fraction(node.number), node.span, counting)


def counted(node: tree.Counted, context: Context) -> Expr:
    """Cycles, times or a cumulative dose against a number."""
    if node.what == "dose":
        return _cumulative(node, context)
    if not node.number.isdigit() or int(node.number) > _MOST:
        context.wrong("Q003", f"{node.number} is no number of times", node.span, "write a whole number")
        raise Unresolved
    of = _entries(node.record, node.what, context)
    if node.what == "cycles" and of.home != "therapies" and of.home != "medications":
        context.wrong(
            "L004", "cycles are counted of a therapy", node.record.names.span, "write `episodes of` before it"
        )
        raise Unresolved
    return Count("cycles" if node.what == "cycles" else "times", of, node.op, Fraction(node.number), node.span)


def _cumulative(node: tree.Counted, context: Context) -> Expr:
    doses = [one for one in node.record.tails if one.kind == "dose"]
    if len(doses) != 1:
        help_ = "write a comparison behind it, such as `<= 360 mg/m2 doxorubicin equivalent`"
        context.wrong("L004", "a cumulative dose of how much?", node.span, help_)
        raise Unresolved
    limit = properties.dosed(doses[0], context)
    tails = tuple(one for one in node.record.tails if one.kind != "dose")
    of = _entries(replace(node.record, tails=tails), node.what, context)
    if of.home == "conditions":
        context.wrong("L004", "a dose is of a treatment", node.record.names.span, "name a drug, or radiotherapy")
        raise Unresolved
    if limit.per:
        help_ = f"leave `/{limit.per}` out"
        context.wrong("L004", "a cumulative dose is of the whole treatment", doses[0].span, help_)
        raise Unresolved
    return Count("dose", of, limit.op, limit.amount, node.span, None, limit.unit, limit.equivalent)


def _entries(record: tree.Record, what: str, context: Context) -> Has:
    """The entries that are counted. Notes L004 and raises Unresolved where they aren't of one list."""
    if record.names.joiner == "and":
        help_ = "write `or` between them to count them together, or two rules joined by `and`"
        context.wrong("S002", "together, or each of them?", record.names.span, help_)
        raise Unresolved
    for one in record.qualifiers:
        if one.kind in ("status", "family", "stable dose") or (what == "prior" and one.kind in _WHEN):
            properties.refuse(one, "doesn't go with a count", one.span, context)
    kinds = {naming.concept(name, "therapy", context, keyed=True)[0] for name in record.names.plain}
    lead = tree.Qualifier("history" if kinds == {"condition"} else "prior", span=record.names.span)
    past = record.window or any(one.kind in ("history", "prior", "current", "status") for one in record.qualifiers)
    built = records.record(record if past else replace(record, qualifiers=(lead, *record.qualifiers)), context)
    if not isinstance(built, Has):
        help_ = "count one of them, or write two rules"
        context.wrong("L004", "these are found in different lists, or in different ways", record.span, help_)
        raise Unresolved
    return built
