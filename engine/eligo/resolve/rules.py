"""The logic of a rule: chains, exceptions, readings, conditionals, judgments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from eligo.core.nodes import Among, And, Attested, Choose, Constant, Expr, Judgment, Not, Or, Readings, Sex
from eligo.core.simplify import same
from eligo.resolve import ambiguous, counts, findings, markers, quantities, records
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree
from eligo.vocabulary import concepts


def body(node: tree.Body, context: Context) -> Expr:
    """A whole rule. In an exclusion, `satisfied` (the way out of unless, if, only if) is FALSE."""
    if isinstance(node.rule, tree.Use):
        # A definition may hold exceptions where it stands for the whole rule.
        with context.definition(node.rule) as defined:
            rule = body(defined, context)
    else:
        rule = _rule(node.rule, context)
    if node.unless is None:
        return rule
    condition = _condition(node.unless, context)
    return Choose(((condition, _satisfied(node, context)),), rule, node.span)


def _satisfied(node: tree.Body | tree.Conditional | tree.OnlyIf, context: Context) -> Constant:
    return Constant(context.kind == "inclusion", node.span)


def _rule(node: tree.Rule, context: Context) -> Expr:
    match node:
        case tree.Exceptional(comparison=comparison, exceptions=exceptions, span=span):
            usual = quantities.compare(comparison, comparison.limit, context)
            cases = tuple(
                (_condition(one.condition, context), quantities.compare(comparison, one.limit, context))
                for one in exceptions
            )
            return Choose(cases, usual, span)
        case tree.ReadAs(first=first, second=second, span=span):
            passing = context.kind == "inclusion"
            return Readings((_expression(first, context, passing), _expression(second, context, passing)), span)
        case tree.Conditional(condition=condition, then=then, otherwise=otherwise, span=span):
            passing = context.kind == "inclusion"
            last = _expression(otherwise, context, passing) if otherwise is not None else _satisfied(node, context)
            return Choose(((_condition(condition, context), _expression(then, context, passing)),), last, span)
        case tree.OnlyIf(item=item, condition=condition, span=span):
            # `A only if B`: who has A must have B as well; who hasn't A is satisfied.
            needed = _condition(condition, context)
            held = needed if context.kind == "inclusion" else Not(needed, condition.span)
            return Choose(((_condition(item, context), held),), _satisfied(node, context), span)
        case _:
            return _expression(node, context, context.kind == "inclusion")


def _condition(node: tree.Expression, context: Context) -> Expr:
    """What an exception hangs on: facts, never a person's judgment of the whole criterion."""
    return _expression(node, context, None)


def _expression(node: tree.Expression, context: Context, passing: bool | None) -> Expr:
    """`passing`: the value that lets the criterion pass here, for what a person judges; None in a condition."""
    match node:
        case tree.Comparison(limit=limit):
            return quantities.compare(node, limit, context)
        case tree.WordTest():
            return quantities.words(node, context)
        case tree.Record():
            return records.record(node, context)
        case tree.Marker():
            return markers.marker(node, context)
        case tree.Pressure():
            return findings.pressure(node, context)
        case tree.Recovered():
            return findings.recovered(node, context)
        case tree.Finding(name=name):
            finding = concepts.lookup("finding", name) or name
            rule = findings.rule_of(finding)
            context.used.setdefault(name, printer.expression(rule))
            return findings.placed(_expression(rule, context, None), node, context)
        case tree.Since():
            return records.since(node, context)
        case tree.Lines():
            return counts.lines(node, context)
        case tree.Counted():
            return counts.counted(node, context)
        case tree.Among(op=op, items=items, span=span):
            ambiguous.refuse_parts(items, context)
            number = _number_of(node, len(items), context)
            # Of `at most`, a part that doesn't hold is what lets the criterion pass.
            judged = passing if op in (">=", ">") else None if op == "=" or passing is None else not passing
            parts = _each(items, context, judged)
            _twice(parts, context)
            return Among(op, number, tuple(parts), span)
        case tree.AmongMeasures(op=op, comparison=comparison, span=span):
            number = _number_of(node, len(comparison.measures.items), context)
            parts = quantities.each(comparison, comparison.limit, context)
            _twice(parts, context)
            return Among(op, number, tuple(parts), span)
        case tree.Use():
            return _use(node, context, passing)
        case tree.SexIs(sex=sex, span=span):
            return Sex(sex, span)
        case tree.Statement(text=text, span=span) if (condition := concepts.means(text)) is not None:
            return records.condition(condition, span, context)
        case tree.Statement(text=text, span=span):
            return Attested(concepts.lookup("statement", text) or " ".join(text.split()), span)
        case tree.Judge(text=text, unread=unread, span=span):
            if passing is None:
                context.wrong("L002", "a judgment can't be a condition", span, "use a fact, or `attested` with a text")
                raise Unresolved
            return Judgment(text, "not_read" if unread else "judgment", passing, span)
        case tree.Negation(item=item, span=span):
            ambiguous.refuse_negation(item, span, context)
            return Not(_expression(item, context, None if passing is None else not passing), span)
        case tree.Group(item=item):
            return _expression(item, context, passing)
        case tree.Chain():
            return _chain(node, context, passing)
    assert_never(node)


def _use(node: tree.Use, context: Context, passing: bool | None) -> Expr:
    """A definition inside a rule: one expression, without exceptions of its own."""
    with context.definition(node) as defined:
        rule = defined.rule
        if defined.unless is not None or isinstance(
            rule, tree.Exceptional | tree.ReadAs | tree.Conditional | tree.OnlyIf
        ):
            help_ = "use it alone, as the whole rule of a criterion"
            context.wrong("L004", f'"{node.name}" has exceptions, and they stand only at the top', node.span, help_)
            raise Unresolved
        return _expression(rule, context, passing)


def _number_of(node: tree.Among | tree.AmongMeasures, items: int, context: Context) -> int:
    """The number in `at least 2 of (...)`: one that some of the parts could come to, but not always."""
    number = int(node.number) if node.number.isdigit() and len(node.number) < 4 else -1
    least, most = {"<": (1, items), "<=": (0, items - 1), ">": (0, items - 1), ">=": (1, items), "=": (0, items)}[
        node.op
    ]
    if not least <= number <= most:
        context.wrong(
            "L005", f"of {items} parts this asks for none, or for more than there are", node.span, "check the number"
        )
        raise Unresolved
    return number


def _twice(parts: Sequence[Expr], context: Context) -> None:
    """Refuse two parts that are one: they would count twice."""
    for at, part in enumerate(parts):
        if any(same(part, earlier) for earlier in parts[:at]):
            context.wrong("L004", "this part is there before, and would count twice", part.span, "remove one of them")
            raise Unresolved


def _each(items: Sequence[tree.Expression], context: Context, passing: bool | None) -> list[Expr]:
    made: list[Expr] = []
    for item in items:
        try:
            made.append(_expression(item, context, passing))
        except Unresolved:
            # The other items still get their findings, so that one run reports everything.
            continue
    if len(made) < len(items):
        raise Unresolved
    return made


def _chain(node: tree.Chain, context: Context, passing: bool | None) -> Expr:
    items: list[Expr] = []
    failed = False
    try:
        items = _each(node.items, context, passing)
    except Unresolved:
        failed = True
    connectives = ambiguous.refuse_chain(node, context)
    if failed:
        raise Unresolved
    return And(tuple(items), node.span) if "and" in connectives else Or(tuple(items), node.span)
