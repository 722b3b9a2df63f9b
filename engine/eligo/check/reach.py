"""What a word or a window at one end of a rule reaches, where its author may have meant more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.diagnostics import Diagnostic
from eligo.syntax import printer, tree
from eligo.vocabulary import concepts


def _bodies(file: tree.File) -> Iterator[tuple[tree.Criterion, tree.Body]]:
    for criterion in file.criteria:
        for body in (criterion.body, *(variant.body for variant in criterion.variants)):
            if body is not None:
                yield criterion, body


def _chains(node: object) -> Iterator[tree.Chain]:
    match node:
        case tree.Chain(items=items):
            yield node
            for item in items:
                yield from _chains(item)
        case tree.Group(item=item) | tree.Negation(item=item):
            yield from _chains(item)


def reaching(file: tree.File) -> Iterator[Diagnostic]:
    """A window behind the last of several like rules, or a word such as `lowest` before the first, and no other."""
    default = file.header is not None and file.header.results is not None
    for _, body in _bodies(file):
        for chain in _chains(body.rule):
            compared = [one for one in chain.items if isinstance(one, tree.Comparison) and not _aged(one)]
            if len(compared) < 2 or len(compared) < len(chain.items):
                continue
            *before, last = compared
            if last.window is not None and not default and all(one.window is None for one in before):
                yield _warn(last, "this window", "is of the last rule only")
            first, *behind = compared
            if first.which and not any(one.which for one in behind):
                yield _warn(first, f"`{first.which}`", "is of the first rule only")


def _aged(one: tree.Comparison) -> bool:
    return any(name.text.casefold() == "age" for name in one.measures.items)


def _warn(one: tree.Comparison, what: str, matter: str) -> Diagnostic:
    help_ = "write it at each rule, or put the criterion in two"
    return Diagnostic("L012", f"{what} {matter}: {printer.expression(one)}", one.span.start, one.span.end, help_)


def needing_all(file: tree.File) -> Iterator[Diagnostic]:
    """An exclusion that is a list of conditions joined by `and`."""
    for criterion, body in _bodies(file):
        rule = body.rule
        if criterion.kind == "exclusion" and isinstance(rule, tree.Record) and rule.names.joiner == "and":
            names = [name.text for name in rule.names.items]
            if len(names) > 1 and not rule.absent:
                message = f"this excludes who has all of {', '.join(names[:-1])} and {names[-1]}"
                help_ = f"write `{', '.join(names[:-1])} or {names[-1]}` for any of them"
                yield Diagnostic("L013", message, rule.span.start, rule.span.end, help_)


# What a metastasis that doesn't shut a patient out must be, and what none may be.
_GOOD = {"treated": "untreated", "asymptomatic": "symptomatic"}


def one_of_several(file: tree.File) -> Iterator[Diagnostic]:
    """`no brain metastases unless treated brain metastases`: one that is treated is enough, whatever the others are."""
    for _, body in _bodies(file):
        records = [*_records(body.rule), *_records(body.unless)]
        words = {value for one in records for each in one.qualifiers for value in each.values}
        words |= {one.lasting.stable for one in records if one.lasting}
        if words & {"not stable", *_GOOD.values()}:
            continue
        yield from (found for one in _allowing(body) if (found := _enough(one)))


def _enough(one: tree.Record) -> Diagnostic | None:
    if one.absent or not any(_metastases(name.text) for name in one.names.plain):
        return None
    good = [value for each in one.qualifiers if each.kind == "trait" for value in each.values if value in _GOOD]
    name = one.names.plain[0].text
    bad = [f"no {' or '.join(_GOOD[value] for value in good)} {name}"] if good else []
    if one.lasting is not None and one.lasting.stable == "stable":
        lasting = replace(one.lasting, stable="not stable")
        bad.append(printer.expression(tree.Record((), one.names, (), None, True, lasting)))
    if not bad:
        return None
    message = f"one of them is enough, whatever the others are: {printer.expression(one)}"
    help_ = f"write what none of them may be: `{' and '.join(bad)}`"
    return Diagnostic("L014", message, one.span.start, one.span.end, help_)


def _metastases(text: str) -> bool:
    name = concepts.lookup("condition", text)
    return name is not None and "metastases" in (name, *concepts.ancestors("condition", name))


def _allowing(body: tree.Body) -> Iterator[tree.Record]:
    """The records that let in who has what is kept out else, or who needs them only then."""
    yield from _records(body.unless)
    match body.rule:
        case tree.Conditional(then=then):
            yield from _records(then)
        case tree.OnlyIf(condition=condition):
            yield from _records(condition)
    for chain in _chains(body.rule):
        denied = {_only(one) for one in chain.items if isinstance(one, tree.Record) and one.absent}
        if "or" in chain.connectives:
            yield from (one for item in chain.items for one in _records(item) if _only(one) in denied)


def _only(one: tree.Record) -> tuple[str, ...]:
    return tuple(name.text.casefold() for name in one.names.plain)


def _records(node: object) -> Iterator[tree.Record]:
    match node:
        case tree.Record():
            yield node
        case tree.Group(item=item):
            yield from _records(item)
        case tree.Chain(items=items):
            for item in items:
                yield from _records(item)
        case tree.OnlyIf(item=item, condition=condition) | tree.Conditional(condition=condition, then=item):
            yield from _records(item)
            yield from _records(condition)
