"""What the words around a name ask of an entry, as properties of the core.

Words that speak of different things (`unresectable or metastatic`) are alternatives: one list of properties each.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, cast

from eligo.core.nodes import Concept, Dosed, Point, Progressed, Property, Ranked, Related, Span, Where, Window
from eligo.resolve import grades, naming, steps, time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree
from eligo.vocabulary import concepts

CONFIRMED = {
    "histologically confirmed": ("histology",),
    "cytologically confirmed": ("cytology",),
    "histologically or cytologically confirmed": ("histology", "cytology"),
}
_RELATIONS = {"indication": "indication", "cause": "cause", "partner": "partner"}
_UNITS = {"g": ("mg", Fraction(1000)), "ug": ("mg", Fraction(1, 1000)), "cGy": ("Gy", Fraction(1, 100))}
Alternatives = list[tuple[Property, ...]]


def of_keys(
    named: Sequence[tuple[str, Concept]], span: Span, context: Context
) -> tuple[list[tuple[str, Concept]], tuple[Property, ...]]:
    """The names, with one that a key of the profile gives replaced, and what that key must say."""
    keyed = [naming.OF_A_KEY[one.name] for _, one in named if one.name in naming.OF_A_KEY]
    if not keyed:
        return list(named), ()
    if len(named) > 1:
        help_ = "write two rules, joined by `or`"
        context.wrong("L004", f"{named[0][1].name} can't stand in a list of names", span, help_)
        raise Unresolved
    ((kind, _),) = named
    return [(kind, naming.known(kind, keyed[0][0]))], (keyed[0][1],)


def build(node: tree.Record, context: Context) -> Alternatives:
    """The properties that a record's words ask for; more than one list where the words are of several kinds."""
    choices: list[Alternatives] = []
    for one in (*node.qualifiers, *node.tails):
        found = _property(one, node, context)
        if found:
            choices.append([(each,) for each in found])
    return [tuple(itertools.chain(*chosen)) for chosen in itertools.product(*choices)]


def _property(one: tree.Qualifier, node: tree.Record, context: Context) -> list[Property]:
    """The property that a word asks for, or several of which one will do; none for a word that says something else."""
    match one.kind:
        case "confirmed":
            return [Where("confirmed_by", CONFIRMED[" ".join(one.values[0].split())])]
        case "stage":
            return [Where("stage", steps.stages(one.values, one.span, context))]
        case "tnm":
            return [Where(cast(Any, letter), values) for letter, values in steps.tnm(one.values, one.span, context)]
        case "grade":
            where = grades.where(one, context)
            grades.not_of_results(node.names, where.scale, context)
            return [where]
        case "trait":
            return list(_traits(one.values))
        case "intent":
            intents = tuple(concepts.lookup("intent", value) or value for value in one.values)
            table = concepts.table("intent")
            maybe = [m for i in intents if i in table for m in concepts.parts(table[i].row["overlaps"])]
            return [Where("intent", intents, tuple(m for m in maybe if m not in intents))]
        case "site":
            return [Related("site", tuple(naming.site(value) for value in one.values))]
        case "indication" | "cause" | "partner":
            relation: Any = _RELATIONS[one.kind]
            return [Related(relation, tuple(naming.tied(relation, name, context) for name in one.names))]
        case "alone":
            return [Related("alone", ())]
        case "setting" | "stopped":
            if one.kind == "setting":
                return [_worded("setting", "setting", one.values[0])]
            return [_worded("stop_reason", "stop", one.values[0])]
        case "response":
            return [_response(one.values)]
        case "progression":
            return [Progressed(_progression(one, context))]
        case "dose":
            return [dosed(one, context)]
        case "requiring":
            needs = tuple(concepts.lookup("requirement", value) or value for value in one.values)
            return [Where("requires", needs)]
        case "latest" | "first":
            return [Ranked(cast(Any, one.kind), (naming.therapy(one.names[0], context),))]
        case _:
            return []


def _traits(values: tuple[str, ...]) -> list[Where]:
    """The traits by what they speak of: `locally advanced or metastatic` is one property, `unresectable` another."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for value in values:
        row = concepts.table("trait")[concepts.lookup("trait", value) or value].row
        wanted, maybe = found.setdefault(row["attribute"], ([], []))
        wanted.extend(concepts.parts(row["values"]))
        maybe.extend(concepts.parts(row.get("maybe")))
    return [
        Where(cast(Any, attribute), tuple(dict.fromkeys(wanted)), tuple(m for m in maybe if m not in wanted))
        for attribute, (wanted, maybe) in found.items()
    ]


def _worded(attribute: Literal["setting", "stop_reason"], kind: str, spelling: str) -> Where:
    name = concepts.lookup(kind, spelling) or spelling
    row = concepts.table(kind)[name].row
    values = concepts.parts(row.get("values")) or (name,)
    return Where(attribute, values, tuple(m for m in concepts.parts(row.get("maybe")) if m not in values))


def _response(values: tuple[str, ...]) -> Where:
    """The responses that are named, or all that are as good as them."""
    table = concepts.table("response")
    rows = [table[concepts.lookup("response", value) or value] for value in values if value != "or better"]
    named = [name for row in rows for name in concepts.parts(row.row.get("values")) or (row.name,)]
    if values[-1] == "or better":
        least = min(Decimal(table[name].row["rank"]) for name in named)
        named = [name for name, row in table.items() if row.row["rank"] and Decimal(row.row["rank"]) >= least]
    return Where("best_response", tuple(dict.fromkeys(named)))


def _progression(one: tree.Qualifier, context: Context) -> Window:
    """The window of a progression, told from the start and the end of the treatment."""
    text = printer.qualifier(one)
    begin, end = Point("start", 0, "day"), Point("end", 0, "day")
    match one.values[0]:
        case "during":
            return Window(begin, end, text)
        case "after":
            return Window(Point("end", 0, "day", strict=True), None, text)
        case "on or after":
            return Window(begin, None, text)
    assert one.duration is not None  # the grammar asks for one
    amount, unit = time.duration(one.duration, context)
    match one.values[0]:
        case "on or within":
            return Window(begin, Point("end", amount, unit), text)
        case "at least" | "more than":
            return Window(Point("end", amount, unit, one.values[0] == "more than"), None, text)
        case form:
            return Window(Point("end", 0, "day", strict=True), Point("end", amount, unit, form == "less than"), text)


def dosed(one: tree.Qualifier, context: Context) -> Dosed:
    """A dose. Notes Q010 and raises Unresolved for an equivalent that no table holds."""
    assert one.dose is not None and one.op is not None  # so the builder made it
    dose = one.dose
    unit, factor = _UNITS.get(dose.unit, (dose.unit, Fraction(1)))
    standard = ""
    if dose.equivalent:
        if dose.equivalent == "or":
            help_ = "name the class and the drug: `systemic corticosteroid > 10 mg/day prednisone equivalent`"
            context.wrong("Q010", "equivalent to which drug?", dose.span, help_)
            raise Unresolved
        standard = naming.standard(dose.equivalent) or ""
        if not standard:
            help_ = f"there are {' and '.join(naming.standards())} equivalents"
            context.wrong("Q010", f"there is no table of {dose.equivalent} equivalents", dose.span, help_)
            raise Unresolved
    return Dosed(one.op, Fraction(dose.digits) * factor, unit, dose.per, standard)


def refuse(one: tree.Qualifier, matter: str, span: Span, context: Context) -> None:
    """Note L004 for a word that doesn't go with the others, and raise Unresolved."""
    context.wrong("L004", f"`{printer.qualifier(one)}` {matter}", span, "remove it")
    raise Unresolved
