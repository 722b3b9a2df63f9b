"""The trial as a whole: cohorts, variants, one core criterion for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.core.nodes import (
    And,
    Attested,
    Choose,
    Cohort,
    Criterion,
    Expr,
    Has,
    Judgment,
    Not,
    Or,
    Sex,
    Span,
    Trial,
    Worded,
)
from eligo.core.walking import children, rebuilt, walk
from eligo.diagnostics import Diagnostic
from eligo.resolve import quantities, rules
from eligo.resolve.context import Context, Unresolved
from eligo.resolve.definitions import names_of_file
from eligo.syntax import printer, tree


def resolve(file: tree.File, text: str) -> tuple[Trial, list[Diagnostic]]:
    """The trial in the core's terms; criteria that don't resolve are left out and named."""
    context = Context()
    header = file.header or tree.Header("", "", "", "", ())
    names_of_file(file, header, context)
    cohorts = tuple(Cohort(one.name, one.title, one.closed) for one in header.cohorts)
    _unique(header, context)
    names = tuple(cohort.name for cohort in cohorts)
    criteria = [built for node in file.criteria for built in _criterion(node, names, header, context)]
    criteria = _asking(_with_index(criteria))
    trial = Trial(header.trial, header.title, header.version, header.source, cohorts, tuple(criteria), text)
    return trial, context.diagnostics


def _with_index(criteria: list[Criterion]) -> list[Criterion]:
    """`other malignancy` told which diagnosis the trial is about: the malignancies its inclusions name."""
    wanted = (one.rule for one in criteria if one.kind == "inclusion")
    named = (node for rule in wanted for node in _required(rule) if isinstance(node, Has) and node.home == "conditions")
    index = tuple(
        dict.fromkeys(
            concept
            for node in named
            if not node.other
            for concept in node.concepts
            if "malignancy" in concept.ancestors and "metastases" not in (concept.name, *concept.ancestors)
        )
    )

    def told(expr: Expr) -> Expr:
        return replace(expr, index=index) if isinstance(expr, Has) and expr.other else expr

    return [replace(one, rule=rebuilt(one.rule, told)) for one in criteria] if index else criteria


def _required(expr: Expr) -> Iterator[Expr]:
    """The leaves that must hold, or of which one must: not what is excluded, nor an exception's condition."""
    match expr:
        case And(items=items) | Or(items=items):
            for item in items:
                yield from _required(item)
        case Choose(otherwise=otherwise):
            yield from _required(otherwise)
        case Not():
            return
        case _:
            yield expr


def _asking(criteria: list[Criterion]) -> list[Criterion]:
    """Criteria whose variants ask a person different questions: one answer can't serve both."""
    asked: dict[str, set[str]] = {}
    for one in criteria:
        texts = sorted(node.text for node in walk(one.rule) if isinstance(node, Judgment))
        if texts:
            asked.setdefault(one.label, set()).add("\n".join(texts))
    return [replace(one, asks_apart=len(asked.get(one.label, ())) > 1) for one in criteria]


def _moot(rule: Expr) -> str:
    """The statement that every leaf of a rule needs: without childbearing potential no pregnancy test is asked."""
    needs = {_needed(node) for node in walk(rule) if not children(node)}
    return needs.pop() if len(needs) == 1 else ""


def _needed(leaf: Expr) -> str:
    if isinstance(leaf, Worded):
        return leaf.needs
    if isinstance(leaf, Has) and leaf.tense == "now":
        needs = {concept.needs for concept in leaf.concepts}
        return needs.pop() if len(needs) == 1 else ""
    return ""


def _unique(header: tree.Header, context: Context) -> None:
    seen: set[str] = set()
    for one in header.cohorts:
        if one.name in seen:
            context.wrong("T001", f"cohort {one.name} is declared twice", one.span, "remove one of them")
        seen.add(one.name)


def _criterion(
    node: tree.Criterion, declared: tuple[str, ...], header: tree.Header, context: Context
) -> list[Criterion]:
    context.kind = node.kind
    context.count = node.count or header.count
    own = _cohorts(node.scope, declared, context) if node.scope else ()
    try:
        base = _people(node.scope, context)
        people = [_people(variant.scope, context) for variant in node.variants]
    except Unresolved:
        return []
    source = ": ".join(part for part in (header.source, node.source) if part)
    out: list[Criterion] = []

    def add(cohorts: tuple[str, ...], applies: Expr | None, body: tree.Body) -> None:
        context.used.clear()
        try:
            rule = rules.body(body, context)
        except Unresolved:
            return
        # A name alone tells a reader nothing: what it stands for goes with it.
        text = "; where ".join(
            [printer.rule_text(body), *(f'"{name}" is {words}' for name, words in context.used.items())]
        )
        made = Criterion(node.id, node.kind, node.title, cohorts, applies, rule, text, source, body.span, _moot(rule))
        out.append(made)

    taken: set[str] = set()
    guards: list[Expr] = []
    variants: list[tuple[tuple[str, ...], Expr | None, tree.Body]] = []
    for variant, guard in zip(node.variants, people, strict=True):
        cohorts = _cohorts(variant.scope, declared, context) if variant.scope.cohorts else ()
        if doubled := [name for name in cohorts if name in taken]:
            context.wrong("T001", f"cohort {doubled[0]} has two rules here", variant.scope.span, "remove one of them")
        taken.update(cohorts)
        if guard is not None:
            guards.append(guard)
        variants.append((cohorts, guard, variant.body))
    rest = tuple(name for name in (own or declared) if name not in taken) if taken else own
    if node.body is not None and not (taken and not rest):
        others: list[Expr] = [Not(guard, node.body.span) for guard in guards]
        add(rest, _all([base, *others], node.body.span), node.body)
    for cohorts, guard, body in variants:
        add(cohorts or rest, _all([base, guard], body.span), body)
    return out


def _cohorts(scope: tree.Scope, declared: tuple[str, ...], context: Context) -> tuple[str, ...]:
    for name in scope.cohorts:
        if name not in declared:
            known = f"the trial's cohorts are {', '.join(declared)}" if declared else "the trial declares no cohorts"
            context.wrong("N002", f"unknown cohort {name}", scope.span, known)
    return tuple(name for name in scope.cohorts if name in declared)


def _people(scope: tree.Scope | None, context: Context) -> Expr | None:
    """Whom a rule is for, as an expression; None for everybody."""
    if scope is None:
        return None
    aged = quantities.aged(scope.aged, scope.span, context) if scope.aged is not None else None
    sex = Sex("male" if scope.people == "men" else "female", scope.span) if scope.people else None
    fertile = scope.people == "women of childbearing potential"
    return _all([sex, Attested("childbearing potential", scope.span) if fertile else None, aged], scope.span)


def _all(guards: list[Expr | None], span: Span) -> Expr | None:
    present = [guard for guard in guards if guard is not None]
    if not present:
        return None
    return present[0] if len(present) == 1 else And(tuple(present), span)
