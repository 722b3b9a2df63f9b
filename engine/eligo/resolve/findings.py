"""Names of the vocabulary that stand for a rule (`MSI-H`), pressures, and what toxicity has recovered to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from eligo.core.nodes import And, Compare, Expr, Not, Or, Worded
from eligo.core.walking import rebuilt
from eligo.resolve import grades, quantities, records, time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree
from eligo.vocabulary import concepts

_NORMAL = 120  # mmHg: no protocol's upper limit of the systolic pressure lies below it


@lru_cache(maxsize=None)
def rule_of(name: str) -> tree.Expression:
    """The rule that a finding stands for, as the table has it."""
    from eligo.syntax.parser import parse

    text = concepts.table("finding")[name].row["rule"]
    file, wrong = parse(f'library "findings"\ndefine "{name}" as {text}\n')
    defined = next((one for one in file.named if isinstance(one, tree.Define)), None)
    if wrong or defined is None or not isinstance(defined.body.rule, tree.Expression):
        raise ValueError(f"findings.csv: {name}: {text}: {[one.message for one in wrong]}")
    return defined.body.rule


def placed(built: Expr, node: tree.Finding, context: Context) -> Expr:
    """A rule that the file doesn't spell out, at the place of its name, with the window behind that."""
    window = time.window(node.window, context) if node.window else None
    if window is not None and (window.half_lives is not None or (node.window and node.window.form == "not within")):
        context.wrong("S001", "this window can't limit a result", node.span, "say in which days the result must lie")
        raise Unresolved

    def change(one: Expr) -> Expr:
        if window is not None and isinstance(one, Compare | Worded):
            one = replace(one, window=window)
        return replace(one, span=node.span)

    return rebuilt(built, change)


def pressure(node: tree.Pressure, context: Context) -> Expr:
    """Both numbers below an upper limit; above one, either of them. Of a lower limit (90/60) the other way round."""

    def one(name: str, number: tree.Number) -> Expr:
        names = tree.Names((tree.Name(name, "MEASURE", node.span),), "", node.span)
        limit = tree.Compared(node.op, number, node.span)
        return quantities.compare(
            tree.Comparison(names, limit, node.window, node.which, node.repeated, node.span), limit, context
        )

    if node.op == "=":
        context.wrong("L005", "a blood pressure is held against limits", node.span, "write `<=`, `<`, `>` or `>=`")
        raise Unresolved
    systolic, diastolic = (Fraction(number.digits) for number in (node.systolic, node.diastolic))
    if systolic <= diastolic:
        context.wrong("L005", "the first of two pressures is the higher one", node.span, "write `<= 140/90 mmHg`")
        raise Unresolved
    parts = (one("systolic blood pressure", node.systolic), one("diastolic blood pressure", node.diastolic))
    # Whoever writes `>= 90/60` asks for both, whoever writes `< 90/60` means that one of them is too low.
    both = node.op in (("<", "<=") if systolic >= _NORMAL else (">", ">="))
    return And(parts, node.span) if both else Or(parts, node.span)


def recovered(node: tree.Recovered, context: Context) -> Expr:
    """Nothing of it is there above the grade: `recovered to grade 1` is grade 1 or less."""
    limit = node.limit
    if isinstance(limit, tree.OneOf) and len(limit.values) == 1:
        limit = tree.OneOf(tuple(map(str, range(int(limit.values[0]) + 1))), limit.span) if _digit(limit) else limit
    reached = grades.wanted(limit, node.span, context)
    above = tuple(str(grade) for grade in range(1, 6) if grade not in reached)
    if not above or reached != set(range(min(map(int, above)))):
        context.wrong("L005", "recovered to a grade, from the ones above it", node.span, "write `grade <= 1`")
        raise Unresolved
    if any(one.kind in ("grade", "history", "prior") for one in node.record.qualifiers) or node.record.window:
        context.wrong("L004", "what has recovered is of now, and of every grade", node.span, "leave the word out")
        raise Unresolved
    qualifier = tree.Qualifier("grade", (node.version,), tree.OneOf(above, limit.span), span=node.span)
    record = replace(node.record, qualifiers=(*node.record.qualifiers, qualifier), span=node.span)
    found = records.record(record, context)
    return found if node.left else Not(found, node.span)


def _digit(limit: tree.OneOf) -> bool:
    return limit.values[0].isdigit() and int(limit.values[0]) < 5
