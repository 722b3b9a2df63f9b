"""Conditions, therapies and medicines: phrases to the entries of the profile that they speak of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, cast

from eligo.core.nodes import And, Concept, Counting, Expr, Has, Lines, Not, Or, Span, Where, Window
from eligo.core.walking import rebuilt
from eligo.resolve import ambiguous, grades, time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree
from eligo.vocabulary import concepts

Home = Literal["conditions", "therapies", "medications", "procedures", "family_history"]

_CONFIRMED = {
    "histologically confirmed": ("histology",),
    "cytologically confirmed": ("cytology",),
    "histologically or cytologically confirmed": ("histology", "cytology"),
}
_OF_CONDITIONS = ("status", "family", "confirmed", "extent", "stage", "other", "grade")
_OF_THERAPIES = ("intent",)


@dataclass(slots=True)
class _Phrase:
    """What the words before a name ask of an entry."""

    tense: Literal["now", "ever"] | None = None
    statuses: tuple[str, ...] = ()
    where: list[Where] = field(default_factory=list)
    other: bool = False
    family: bool = False


def record(node: tree.Record, context: Context) -> Expr:
    """The phrase as one Has for each list of the profile that its names belong to."""
    named = [concept(name, _likely(node), context) for name in node.names.plain]
    excluded = tuple(concept(name, _likely(node), context)[1] for name in node.excluded)
    since = time.started(node.lasting, context) if node.lasting else None
    kinds = {kind for kind, _ in named}
    if len(kinds) > 1:
        context.wrong("L004", "conditions and therapies in one list", node.names.span, "make them two rules")
        raise Unresolved
    phrase = _phrase(node, kinds.pop(), context)
    found = time.window(node.window, context) if node.window else None
    if node.absent and node.window is not None and node.window.form == "not within":
        context.wrong("S002", "`no` and `not within` say no twice", node.window.span, "leave one of them out")
        raise Unresolved
    if node.absent and node.lasting is not None:
        ambiguous.refuse_lasting(node, node.span, context)
    closing = node.absent or (node.window is not None and node.window.form == "not within")
    if closing and len(named) > 1 and node.names.joiner == "and":
        names = [name.text for name in node.names.items]
        context.wrong(
            "S002", "`no ... and ...` has two readings", node.names.span,
            f"write `no {' or '.join(names)}` for neither, or `not ({' and '.join(names)})` for not both",
        )  # fmt: skip
        raise Unresolved
    # What is denied, without the `no` before it.
    first = min([one.span.start for one in node.qualifiers], default=node.names.span.start)
    node = replace(node, span=Span(first, node.span.end)) if node.absent else node
    if found is not None and found.half_lives is not None and "condition" in {kind for kind, _ in named}:
        context.wrong("L004", "half-lives are of a therapy", node.names.span, "write a number of days")
        raise Unresolved
    built = _joined(node, named, excluded, phrase, found, context)
    if since is not None and any(one.event for _, one in named):
        context.wrong("L004", "an event is of a day: it doesn't last", node.names.span, "write a window behind it")
        raise Unresolved
    if since is not None:
        built = rebuilt(built, lambda one: replace(one, since=since) if isinstance(one, Has) else one)
    negated = node.absent != (node.window is not None and node.window.form == "not within")
    return Not(built, node.span) if negated else built


def condition(name: str, span: Span, context: Context) -> Expr:
    """A condition by its canonical name, as a bare rule: there now."""
    return record(
        tree.Record((), tree.Names((tree.Name(name, "CONDITION", span),), "", span), (), None, span=span), context
    )


def since(node: tree.Since, context: Context) -> Expr:
    """`at least 28 days since X`: nothing of X in the 28 days, day 28 itself being free."""
    anchor = node.anchor or context.count
    form: Literal["less than", "within"] = "within" if node.op == ">" else "less than"
    within = time.window(tree.Window(form, node.duration, "before", anchor, span=node.span), context)
    named = [concept(name, "therapy", context) for name in node.names.plain]
    if any(kind == "condition" for kind, _ in named):
        context.wrong("L004", "`since` counts from a therapy", node.names.span, "write a window behind the condition")
        raise Unresolved
    if node.op == "<" and node.names.joiner == "and":
        names = [name.text for name in node.names.items]
        help_ = f"write `or` between {' and '.join(names)}, or two rules"
        context.wrong("S002", "since both of them, or since one?", node.names.span, help_)
        raise Unresolved
    # What is looked for inside is told by its names and its window; the words around them say the opposite.
    inside = _split(named, (), _Phrase("ever"), within, node.names.span, join_all=False)
    return inside if node.op == "<" else Not(inside, node.span)


def lines(node: tree.Lines, context: Context) -> Expr:
    """The count of earlier lines against a whole number."""
    kind, therapy = concept(node.therapy, "therapy", context)
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
    return Lines(therapy, node.op, int(node.number), counting, node.span)


def concept(name: tree.Name, likely: str, context: Context) -> tuple[str, Concept]:
    """The name's kind and concept. Notes N001 and raises Unresolved for a name no table holds."""
    for kind in ("condition", "therapy") if name.kind != "THERAPY" else ("therapy",):
        canonical = concepts.lookup(kind, name.text)
        if canonical is not None:
            return kind, known(kind, canonical)
    help_ = concepts.suggest(name.text, likely, "condition", "therapy", "test")
    context.wrong("N001", f"unknown name `{name.text}`", name.span, help_)
    raise Unresolved


@lru_cache(maxsize=4096)
def known(kind: str, canonical: str) -> Concept:
    """The concept of a name that the tables hold."""
    event = concepts.is_event(kind, canonical)
    tests = concepts.shown_by(canonical) if kind == "condition" else ()
    return Concept(
        canonical, concepts.ancestors(kind, canonical), concepts.overlaps(kind, canonical), event,
        concepts.divides(kind, canonical), concepts.axes(kind, canonical), concepts.homes(kind, canonical),
        concepts.witnessed(kind, canonical), tests, concepts.table(kind)[canonical].row.get("needs", ""),
    )  # fmt: skip


def _likely(node: tree.Record) -> str:
    therapy = any(one.kind in ("prior", "current", "intent") for one in node.qualifiers)
    return "therapy" if therapy else "condition"


def _phrase(node: tree.Record, kind: str, context: Context) -> _Phrase:
    phrase = _Phrase()
    for one in node.qualifiers:
        if one.kind == "prior" and kind == "condition":
            name = node.names.items[0].text
            help_ = f"write `history of {name}`, which holds what is there now as well, or `other {name}`"
            context.wrong("L004", f"`prior {name}`: before, or besides?", one.span, help_)
            raise Unresolved
        misplaced = one.kind in (_OF_THERAPIES if kind == "condition" else _OF_CONDITIONS)
        doubled = phrase.tense is not None and one.kind in ("history", "prior", "current", "status", "family")
        if misplaced or doubled:
            word = printer.qualifier(one)
            matter = f"`{word}` doesn't go with a {kind}" if misplaced else f"`{word}` says a second time when"
            context.wrong("L004", matter, one.span, "remove it")
            raise Unresolved
        match one.kind:
            case "history" | "prior":
                phrase.tense = "ever"
            case "family":
                phrase.tense, phrase.family = "ever", True
            case "current":
                phrase.tense = "now"
                phrase.statuses = ("active", "controlled")
            case "status":
                phrase.tense, phrase.statuses = "now", one.values
            case "other":
                phrase.other = True
            case "confirmed":
                phrase.where.append(Where("confirmed_by", _CONFIRMED[" ".join(one.values[0].split())]))
            case "stage":
                phrase.where.append(Where("stage", tuple(roman(value) for value in one.values)))
            case "grade":
                phrase.where.append(grades.where(one, context))
                grades.not_of_results(node.names, phrase.where[-1].scale, context)
            case "extent":
                phrase.where.append(Where("extent", _canonical("extent", one.values)))
            case "intent":
                intents = _canonical("intent", one.values)
                table = concepts.table("intent")
                maybe = [m for i in intents if i in table for m in concepts.parts(table[i].row["overlaps"])]
                phrase.where.append(Where("intent", intents, tuple(m for m in maybe if m not in intents)))
    if node.lasting and phrase.tense == "ever":
        context.wrong(
            "L004", "`for at least` asks for what goes on, not for a past", node.span, "leave one of them out"
        )
        raise Unresolved
    if node.lasting and phrase.tense is None:
        phrase.tense = "now"
    if node.window and phrase.tense == "now":
        context.wrong("L004", "a window and `active` or `current` both say when", node.window.span, "keep one of them")
        raise Unresolved
    if kind == "therapy" and phrase.tense is None and node.window is None:
        context.wrong(
            "L003",
            f"when was the {node.names.items[0].text}?",
            node.names.span,
            "write `prior`, `current`, or a window behind it",
        )
        raise Unresolved
    return phrase


_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}


def roman(stage: str) -> str:
    """The stage with its Roman number: IIIA for 3a."""
    return _ROMAN.get(stage[0], stage[0].upper()) + stage[1:].upper()


def _canonical(kind: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(concepts.lookup(kind, value) or value for value in values)


Named = list[tuple[str, Concept]]


def _joined(
    node: tree.Record,
    named: Named,
    excluded: tuple[Concept, ...],
    phrase: _Phrase,
    window: Window | None,
    context: Context,
) -> Expr:
    if len(named) > 1 and node.names.joiner not in ("and", "or", "either"):
        context.wrong("S002", "say `and` or `or` between these names", node.names.span, "put one before the last name")
        raise Unresolved
    return _split(named, excluded, phrase, window, node.span, join_all=node.names.joiner == "and")


def _split(
    named: Named,
    excluded: tuple[Concept, ...],
    phrase: _Phrase,
    window: Window | None,
    span: Span,
    *,
    join_all: bool,
) -> Expr:
    """One Has for the names that live in one list and are decided alike; `and` asks for each alone."""
    groups: dict[tuple[Home, bool, int], list[Concept]] = {}
    for number, (kind, one) in enumerate(named):
        home = "family_history" if phrase.family else cast(Home, concepts.home(kind, one.name))
        groups.setdefault((home, one.event, number if join_all else 0), []).append(one)
    parts: list[Expr] = []
    for (home, event, _), group in groups.items():
        tense = phrase.tense or ("ever" if event or window or home != "conditions" else "now")
        statuses = phrase.statuses or (("active", "controlled") if tense == "now" else ())
        parts.append(
            Has(home, tuple(group), excluded, tense, statuses, tuple(phrase.where), phrase.other, window, span)
        )
    if len(parts) == 1:
        return parts[0]
    return And(tuple(parts), span) if join_all else Or(tuple(parts), span)
