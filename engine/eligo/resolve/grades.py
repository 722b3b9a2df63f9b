"""CTCAE grades: of a laboratory value, a comparison with what is computed; of a condition, a property of its entry."""

from __future__ import annotations

from fractions import Fraction

from eligo.core.nodes import Measure, Op, Span, Where
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree
from eligo.vocabulary import concepts
from eligo.vocabulary.ctcae import grading

VERSIONS = ("4", "5", "6")
_GRADES = range(6)


def version(text: str, span: Span, context: Context) -> str:
    """The version of CTCAE that is named. Notes Q008 and raises Unresolved."""
    if text in VERSIONS:
        return text
    if text == "histologic":
        help_ = "write it before the name: `histologic grade <= 2 breast cancer`"
        context.wrong("L004", "a histologic grade is no grade of CTCAE", span, help_)
        raise Unresolved
    message = "which version of CTCAE?" if text in ("", "any") else f"there is no table of CTCAE version {text}"
    context.wrong("Q008", message, span, "write CTCAE v4, v5 or v6: grade 1 of some values differs")
    raise Unresolved


def wanted(limit: tree.Limit | None, span: Span, context: Context) -> frozenset[int]:
    """The grades of 0 to 5 that a limit allows. Notes Q003 or L004 and raises Unresolved."""
    match limit:
        case tree.Compared(op=op, bound=bound):
            edge = _grade(bound, span, context)
            return frozenset(one for one in _GRADES if _holds(one, op, edge))
        case tree.Between(low=low, high=high):
            first, last = _grade(low, span, context), _grade(high, span, context)
            return frozenset(one for one in _GRADES if first <= one <= last)
        case tree.OneOf(values=values):
            return frozenset(_grade(tree.Level(value), span, context) for value in values)
    context.wrong("L004", "a grade has no normal limits", span, "write a number from 0 to 5")
    raise Unresolved


def _grade(bound: tree.Bound, span: Span, context: Context) -> int:
    text = bound.digits if isinstance(bound, tree.Number) else bound.text if isinstance(bound, tree.Level) else ""
    unit = bound.unit if isinstance(bound, tree.Number) else ""
    if unit or not text.isdigit() or int(text) not in _GRADES:
        context.wrong("Q003", "this is no grade", span, "write a number from 0 to 5")
        raise Unresolved
    return int(text)


def _holds(grade: int, op: Op, edge: int) -> bool:
    return {"<": grade < edge, "<=": grade <= edge, ">": grade > edge, ">=": grade >= edge, "=": grade == edge}[op]


def where(qualifier: tree.Qualifier, context: Context) -> Where:
    """`CTCAE v5 grade >= 2` before a condition."""
    named = qualifier.values[0]
    scale = named if named in ("any", "histologic") else version(named, qualifier.span, context)
    grades = wanted(qualifier.limit, qualifier.span, context)
    if 0 in grades:
        help_ = "write `no CTCAE v5 grade >= 2 ...`, or `CTCAE v5 grade of ... <= 1`"
        context.wrong("L004", "a condition that is there has a grade of at least 1", qualifier.span, help_)
        raise Unresolved
    return Where("grade", tuple(map(str, sorted(grades))), (), scale)


def not_of_results(names: tree.Names, scale: str, context: Context) -> None:
    """Refuse `CTCAE v5 grade >= 3 anemia`: the list of conditions alone would leave the hemoglobin unasked."""
    for name in names.plain if scale != "histologic" else ():
        term = concepts.lookup("graded", name.text)
        if term and any(grading(term, one) for one in ((scale,) if scale in VERSIONS else VERSIONS)):
            help_ = f"write `CTCAE v{scale if scale in VERSIONS else 5} grade of {name.text} >= 3`, with your number"
            context.wrong("L004", f"{name.text} is graded by a laboratory value", name.span, help_)
            raise Unresolved


def measure(quantity: tree.Quantity, context: Context) -> Measure | None:
    """The grade computed from a laboratory value; None for a term that isn't one."""
    term = concepts.lookup("graded", quantity.names[0].text)
    if quantity.word == "any" and not (term and any(grading(term, one) for one in VERSIONS)):
        return None
    scale = version(quantity.word, quantity.span, context)
    found = grading(term, scale) if term else None
    if term and found is None:
        others = [one for one in VERSIONS if grading(term, one)]
        help_ = f"versions {' and '.join(others)} have them; or set a limit for the value itself"
        context.wrong("Q008", f"CTCAE v{scale} has no laboratory grades of {term}", quantity.span, help_)
        raise Unresolved
    if found is None:
        return None
    name = f"CTCAE v{scale} grade of {found.term}"
    # Where the value itself isn't recorded it is computed, as for a limit of its own.
    computed = tuple((key, formula) for key in found.analytes for formula in concepts.formulas(key))
    return Measure(name, tuple(found.analytes), computed, "{score}", graded=(found.term, scale))


def terms_of(analyte: str, scale: str) -> str:
    """A help line with what CTCAE calls the grades of an analyte; empty where it has none."""
    key = concepts.lookup("measure", analyte)
    gradings = ((term, grading(term, scale)) for term in concepts.table("graded"))
    terms = [term for term, found in gradings if found is not None and key in found.analytes]
    return f"CTCAE calls it {' or '.join(terms)}" if terms else ""


def limits(limit: tree.Limit, span: Span, context: Context) -> tuple[Op, tuple[Fraction, ...]]:
    """The comparison of a computed grade: a grade on one side of a number, or one of several."""
    if isinstance(limit, tree.Compared):
        return limit.op, (Fraction(_grade(limit.bound, span, context)),)
    return "=", tuple(Fraction(one) for one in sorted(wanted(limit, span, context)))
