"""Comparisons: which results of which measures are held against which limit; tests held against a word."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from eligo.core.nodes import LATEST, And, Compare, Constant, Expr, Limit, Not, Op, Or, Span, Which, Window, Worded
from eligo.resolve import ambiguous, choice, grades, subjects
from eligo.resolve.context import Context, Unresolved
from eligo.resolve.records import record
from eligo.resolve.subjects import Subject
from eligo.resolve.time import window as resolve_window
from eligo.syntax import tree
from eligo.vocabulary import concepts
from eligo.vocabulary.test_words import words_of

_ONE, _NONE = Fraction(1), Fraction(0)


def compare(node: tree.Comparison, limit: tree.Limit, context: Context) -> Expr:
    """One Compare a measure, joined as the names are; a range is two of them."""
    ambiguous.refuse_either(node.measures, _is_upper(limit), node.span, context)
    return join(each(node, limit, context), node.measures, context)


def _is_upper(limit: tree.Limit) -> bool:
    return (
        limit.within if isinstance(limit, tree.Normal) else isinstance(limit, tree.Compared) and limit.op in ("<", "<=")
    )


def each(node: tree.Comparison, limit: tree.Limit, context: Context) -> list[Expr]:
    """What a limit asks of each measure that is named."""
    window = _window(node, context)
    which = choice.which(node, limit, context)
    if node.window is not None:
        _no_window_of_conditions(node.measures, node.window, context)
    return [_one(name, limit, window, which, context) for name in node.measures.items]


def _no_window_of_conditions(names: tree.Names, window: tree.Window, context: Context) -> None:
    for name in names.items:
        if isinstance(name, tree.Quantity) and name.form == "grade" and grades.measure(name, context) is None:
            context.wrong("L004", "this grade is of a condition, which has no results", window.span, "leave it out")
            raise Unresolved


def aged(limit: tree.Limit, span: Span, context: Context) -> Expr:
    """An age group, as a comparison of the age."""
    return _one(tree.Name("age", "MEASURE", span), limit, None, LATEST, context)


def _window(node: tree.Comparison | tree.WordTest, context: Context) -> Window | None:
    """The window of the results that count: the rule's own, else the trial's."""
    own = node.window
    if own and own.form == "not within":
        help_ = "say in which days the result must lie"
        context.wrong("S001", "`not within` can't limit a result", own.span, help_)
        raise Unresolved
    aged = isinstance(node, tree.Comparison) and any(name.text.casefold() == "age" for name in node.measures.items)
    found = own or (None if aged or _of_tissue(node) else context.results)
    if found is None and context.count is not None and node.repeated is not None and node.repeated.number == "0":
        # What lasts is counted back from the anchor, as a condition's is.
        found = tree.Window("before", None, "before", context.count, span=node.span)
    made = resolve_window(found, context) if found else None
    if made is not None and made.half_lives is not None and own:
        context.wrong("L004", "half-lives are of a therapy", own.span, "write a number of days")
        raise Unresolved
    return made


def _of_tissue(node: tree.Comparison | tree.WordTest) -> bool:
    """Whether what is asked for is read from a biopsy: `results within 28 days` is said of blood and the like."""
    names = node.measures if isinstance(node, tree.Comparison) else node.tests
    return all(isinstance(name, tree.Name) and concepts.from_biopsy(name.text) for name in names.items)


def words(node: tree.WordTest, context: Context) -> Expr:
    """A test held against a word, joined as the names are."""
    window = _window(node, context)
    which = choice.which(node, None, context)
    good = (concepts.lookup("word", node.word.text) or "") in ("negative", "undetectable")
    ambiguous.refuse_either(node.tests, good, node.span, context)
    word = concepts.lookup("word", node.word.text) or node.word.text
    parts: list[Expr] = []
    for name in node.tests.plain:
        test = concepts.lookup("test", name.text)
        if test is None:
            context.wrong("Q006", f"{name.text} is reported as a number", name.span, "give a limit with its unit")
            raise Unresolved
        known = words_of(test)
        if word not in known:
            help_ = f"{test} is {', '.join(known[:-1])} or {known[-1]}"
            context.wrong("Q006", f"{test} isn't reported as {word}", node.word.span, help_)
            raise Unresolved
        span = name.span if len(node.tests.plain) > 1 else node.span
        parts.append(Worded(test, word, window, span, concepts.table("test")[test].row["needs"], which))
    return join(parts, node.tests, context)


def join(parts: list[Expr], names: tree.Names, context: Context) -> Expr:
    """The parts for several names under the connective between the names."""
    if len(parts) == 1:
        return parts[0]
    if names.joiner not in ("and", "or", "either"):
        context.wrong(
            "S002", "these names are joined by commas or by both `and` and `or`", names.span,
            "put one `and` or one `or` before the last name",
        )  # fmt: skip
        raise Unresolved
    return And(tuple(parts), names.span) if names.joiner == "and" else Or(tuple(parts), names.span)


def _one(
    name: tree.Name | tree.Quantity, limit: tree.Limit, window: Window | None, which: Which, context: Context
) -> Expr:
    span = Span(name.span.start, max(limit.span.end, name.span.end))
    if isinstance(name, tree.Quantity) and name.form == "grade":
        return _graded(name, limit, window, which, span, context)
    subject = _subject(name, context)

    def held(op: Op, *bounds: tree.Bound) -> Compare:
        given = [context.parameter(one.name, one.span) if isinstance(one, tree.Parameter) else one for one in bounds]
        made = tuple(subject.limit(bound, context) for bound in given)
        return Compare(subject.measure_for(given[0]), op, made, window, span, which)

    match limit:
        case tree.Compared(op=op, bound=bound):
            return held(op, bound)
        case tree.Between(low=low, high=high):
            if isinstance(low, tree.Number) and isinstance(high, tree.Number) and not low.unit:
                # `between 18 and 75 years`: the unit behind the second number is that of both.
                low = replace(low, unit=high.unit, known=high.known)
            lower, upper = held(">=", low), held("<=", high)
            first, second = lower.limits[0], upper.limits[0]
            if first.of == second.of and (first.factor, first.add) > (second.factor, second.add):
                context.wrong("L005", "nothing lies in this range", limit.span, "write the smaller number first")
                raise Unresolved
            return And((lower, upper), span)
        case tree.OneOf(values=values):
            return held("=", *(tree.Level(value, limit.span) for value in values))
        case tree.Normal(within=within):
            low, high = (tree.Multiple("", of, None, limit.span) for of in ("LLN", "ULN"))
            if within:
                return And((held(">=", low), held("<=", high)), span)
            return Or((held("<", low), held(">", high)), span)


def _graded(
    name: tree.Quantity, limit: tree.Limit, window: Window | None, which: Which, span: Span, context: Context
) -> Expr:
    """A CTCAE grade: computed from a laboratory value, or that of a recorded condition (none is grade 0)."""
    measure = grades.measure(name, context)
    if measure is not None:
        op, numbers = grades.limits(limit, span, context)
        limits = tuple(Limit(number, _NONE, None, "", _ONE, _NONE, "", f"grade {number}") for number in numbers)
        return Compare(measure, op, limits, window, span, which)
    if which != LATEST:
        context.wrong("L004", "this grade is of a condition, which has no results", span, f"leave `{which.kind}` out")
        raise Unresolved
    subject = name.names[0]
    if concepts.lookup("condition", subject.text) is None:
        help_ = grades.terms_of(subject.text, name.word) or concepts.suggest(subject.text, "graded", "condition")
        context.wrong("N001", f"unknown adverse event `{subject.text}`", subject.span, help_)
        raise Unresolved
    wanted = grades.wanted(limit, span, context)
    absent = 0 in wanted
    asked = sorted(set(range(1, 6)) - wanted if absent else wanted)
    if not asked:
        return Constant(absent, span)
    one_of = tree.OneOf(tuple(map(str, asked)), limit.span)
    qualifier = tree.Qualifier("grade", (name.word,), one_of, span=name.span)
    names = tree.Names(name.names, "", name.span)
    found = record(tree.Record((qualifier,), names, (), None, span=span), context)
    return Not(found, span) if absent else found


def _subject(name: tree.Name | tree.Quantity, context: Context) -> Subject:
    """What a name measures, and how limits are written for it. Notes N001 or Q002 and raises Unresolved."""
    if isinstance(name, tree.Quantity):
        return subjects.quantity(name, context)
    key = concepts.lookup("measure", name.text)
    if key is None:
        help_ = concepts.suggest(name.text, "measure")
        context.wrong("N001", f"unknown analyte `{name.text}`", name.span, help_)
        raise Unresolved
    return subjects.named(key)
