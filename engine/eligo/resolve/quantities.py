"""Measures and limits: which results count, and the limit as an exact fraction of the analyte's unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from eligo.core.nodes import And, Compare, Expr, Limit, Measure, Op, Or, Span, Window, Worded
from eligo.quantity.display import display
from eligo.quantity.units import Conversion, conversion, families, nearest, units_of
from eligo.resolve.context import Context, Unresolved
from eligo.resolve.time import window as resolve_window
from eligo.syntax import tree
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes, measure_families

_AGE = ("year", "month")
_YEARS = ("year", "years")
_ONE, _NONE = Fraction(1), Fraction(0)
_TIME = {"day", "days", "week", "weeks", "month", "months", "year", "years"}


def compare(node: tree.Comparison, limit: tree.Limit, context: Context) -> Expr:
    """One Compare a measure, joined as the names are; a range is two of them."""
    window = resolve_window(node.window, context) if node.window else None
    if node.window and node.window.form == "not within":
        context.wrong(
            "S001",
            "`not within` can't limit a result",
            node.window.span,
            "say in which days the result must lie",
        )
        raise Unresolved
    parts = [_one(name, limit, window, context) for name in node.measures.items]
    return join(parts, node.measures, context)


def words(node: tree.WordTest, context: Context) -> Expr:
    """A test held against a word, joined as the names are."""
    window = resolve_window(node.window, context) if node.window else None
    word = concepts.lookup("word", node.word.text) or node.word.text
    parts: list[Expr] = []
    for name in node.tests.items:
        test = concepts.lookup("test", name.text)
        if test is None:
            context.wrong("Q006", f"{name.text} is reported as a number", name.span, "give a limit with its unit")
            raise Unresolved
        known = concepts.parts(concepts.table("test")[test].row["words"])
        if word not in known:
            help_ = f"{test} is {' or '.join(known)}"
            context.wrong("Q006", f"{test} isn't reported as {word}", node.word.span, help_)
            raise Unresolved
        span = name.span if len(node.tests.items) > 1 else node.span
        parts.append(Worded(test, word, window, span, concepts.table("test")[test].row["needs"]))
    return join(parts, node.tests, context)


def join(parts: list[Expr], names: tree.Names, context: Context) -> Expr:
    """The parts for several names under the connective between the names."""
    if len(parts) == 1:
        return parts[0]
    if names.joiner not in ("and", "or"):
        context.wrong(
            "S002", "these names are joined by commas or by both `and` and `or`", names.span,
            "put one `and` or one `or` before the last name",
        )  # fmt: skip
        raise Unresolved
    return And(tuple(parts), names.span) if names.joiner == "and" else Or(tuple(parts), names.span)


def _one(name: tree.Name, limit: tree.Limit, window: Window | None, context: Context) -> Expr:
    span = Span(name.span.start, max(limit.span.end, name.span.end))
    key = concepts.lookup("measure", name.text)
    if key is None:
        context.wrong(
            "N001",
            f"unknown analyte `{name.text}`",
            name.span,
            concepts.suggest(name.text, "measure"),
        )
        raise Unresolved
    match limit:
        case tree.Compared(op=op, bound=bound):
            return _compare(key, op, [bound], window, span, context)
        case tree.Between(low=low, high=high):
            if isinstance(low, tree.Number) and isinstance(high, tree.Number) and not low.unit:
                # `between 18 and 75 years`: the unit behind the second number is that of both.
                low = replace(low, unit=high.unit, known=high.known)
            lower = _compare(key, ">=", [low], window, span, context)
            upper = _compare(key, "<=", [high], window, span, context)
            first, second = lower.limits[0], upper.limits[0]
            if first.of == second.of and (first.factor, first.add) > (second.factor, second.add):
                context.wrong("L005", "nothing lies in this range", limit.span, "write the smaller number first")
                raise Unresolved
            return And((lower, upper), span)
        case tree.OneOf(values=values):
            bounds = [tree.Number(value, "", True, limit.span) for value in values]
            return _compare(key, "=", bounds, window, span, context)


def _compare(
    key: str,
    op: Op,
    bounds: list[tree.Number] | list[tree.Bound],
    window: Window | None,
    span: Span,
    context: Context,
) -> Compare:
    if key == "age":
        first = bounds[0]
        unit = first.unit.casefold().rstrip("s") if isinstance(first, tree.Number) else ""
        return Compare(_age(unit), op, tuple(_age_limit(bound, context) for bound in bounds), window, span)
    measure = measure_of(key)
    return Compare(measure, op, tuple(_limit(key, measure, bound, context) for bound in bounds), window, span)


def measure_of(key: str) -> Measure:
    """The measure behind a name: an analyte, with its formula if it has one, or a family of methods."""
    family = measure_families().get(key)
    if family:
        unit = analytes()[family.members[0]].unit
        computed = tuple((member, formula) for member in family.members if (formula := concepts.formula(member)))
        # A computed value decides where the name itself says that the value is an estimate.
        decides = family.key == "egfr_family"
        return Measure(family.name, family.members, computed if decides else (), unit, () if decides else computed)
    analyte = analytes()[key]
    own = concepts.formula(key)
    return Measure(analyte.name, (key,), ((key, own),) if own else (), analyte.unit)


def _age(unit: str) -> Measure:
    return Measure("age", (), (), "month" if unit == "month" else "year", age="month" if unit == "month" else "year")


def _age_limit(bound: tree.Bound, context: Context) -> Limit:
    if isinstance(bound, tree.Multiple):
        context.wrong("Q005", f"age has no {bound.of}", bound.span, "state the limit in years")
        raise Unresolved
    if bound.unit.casefold().rstrip("s") not in _AGE:
        help_ = "write the age in years" if bound.unit else f"write {bound.digits} years"
        context.wrong("Q002" if bound.unit else "Q004", "an age is counted in years or months", bound.span, help_)
        raise Unresolved
    if "." in bound.digits:
        context.wrong("Q002", "an age is counted in completed years", bound.span, "write it in months")
        raise Unresolved
    unit = bound.unit.casefold().rstrip("s") + "s"
    return Limit(Fraction(bound.digits), _NONE, None, unit, _ONE, _NONE, "", f"{bound.digits} {unit}")


def _limit(key: str, measure: Measure, bound: tree.Bound, context: Context) -> Limit:
    """The bound in the measure's unit. Notes Q001, Q002, Q004 or Q005 and raises Unresolved."""
    member = concepts.any_member(key)
    if isinstance(bound, tree.Number):
        by = _conversion(member, measure, bound, context)
        unit = display(by.unit)
        value = Fraction(bound.digits) * by.scale + by.offset
        return Limit(value, _NONE, None, unit, by.scale, by.offset, by.basis, f"{bound.digits} {unit}".strip())
    if key in measure_families() or not analytes()[member].limits:
        help_ = (
            "an INR is a ratio already: write the limit as a number"
            if member == "inr"
            else "write the limit as a number with its unit"
        )
        context.wrong("Q005", f"{measure.name} has no {bound.of}", bound.span, help_)
        raise Unresolved
    factor = Fraction(bound.factor or "1")
    scaled = f"{bound.factor} x {bound.of}" if bound.factor else bound.of
    if bound.plus is None:
        return Limit(_NONE, factor, bound.of, display(measure.unit), _ONE, _NONE, "", scaled)
    by = _conversion(member, measure, bound.plus, context)
    # A difference: the offset of an affine scale doesn't take part.
    add = Fraction(bound.plus.digits) * by.scale
    unit = display(by.unit)
    return Limit(add, factor, bound.of, unit, by.scale, by.offset, "", f"{scaled} + {bound.plus.digits} {unit}".strip())


def _usual(member: str, number: Fraction) -> list[str]:
    """The units in which this number would be a usual limit of the analyte."""
    low, high = analytes()[member].threshold_low, analytes()[member].threshold_high
    found = []
    for unit in units_of(member):
        by = conversion(member, unit)
        if by is not None and low is not None and high is not None and low <= number * by.scale + by.offset <= high:
            found.append(unit)
    return found


def _conversion(member: str, measure: Measure, number: tree.Number, context: Context) -> Conversion:
    """From the number's unit to the analyte's. Notes Q001, Q002 or Q004 and raises Unresolved."""
    units = [display(unit) for unit in _usual(member, Fraction(number.digits)) or units_of(member)]
    found = conversion(member, number.unit)
    if found is not None:
        return found
    if not number.unit:
        context.wrong(
            "Q004", f"{measure.name} needs a unit", number.span,
            f"write {' or '.join(f'{number.digits} {unit}' for unit in units[:2])}",
        )  # fmt: skip
        raise Unresolved
    help_ = f"for {measure.name}, write {' or '.join(units[:3])}"
    if number.unit in _TIME or families(number.unit):
        context.wrong("Q002", f"{number.unit} is no unit of {measure.name}", number.span, help_)
        raise Unresolved
    # Only a spelling that no table holds costs the import of the unit library.
    from eligo.quantity.dimension import WrongDimension, ask_pint

    asked = ask_pint(member, number.unit)
    if isinstance(asked, WrongDimension):
        context.wrong("Q002", asked.words, number.span, help_)
        raise Unresolved
    if asked is None:
        close = [display(unit) for unit in nearest(member, number.unit)]
        better = f"did you mean {' or '.join(close)}?" if close else help_
        context.wrong("Q001", f"unknown unit `{number.unit}`", number.span, better)
        raise Unresolved
    return asked
