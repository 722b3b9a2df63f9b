"""What a word or a window at one end of a rule reaches, where its author may have meant more."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.diagnostics import Diagnostic
from eligo.syntax import printer, tree


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
