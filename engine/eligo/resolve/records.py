"""Conditions, therapies and medicines: phrases to the entries of the profile that they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from eligo.core.nodes import And, Concept, Expr, Has, Lasted, Not, Or, Point, Property, Span, Spared, Stable, Window
from eligo.core.walking import rebuilt
from eligo.resolve import ambiguous, naming, properties, reaching, time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree
from eligo.syntax.stands import ALLERGIC
from eligo.vocabulary import concepts

Home = Literal["conditions", "therapies", "medications", "procedures", "family_history"]

_OF_CONDITIONS = ("status", "family", "confirmed", "trait", "stage", "tnm", "other", "grade", "cause", "requiring")
_OF_THERAPIES = (
    "intent", "response", "progression", "stable dose", "indication", "partner", "alone", "dose", "stopped", "setting",
    "latest", "first",
)  # fmt: skip
# These speak of a treatment that was given: nobody needs to add `prior`.
_PAST = ("response", "progression", "stopped", "latest", "first")


@dataclass(slots=True)
class _Phrase:
    """What the words before a name ask of an entry."""

    tense: Literal["now", "ever"] | None = None
    statuses: tuple[str, ...] = ()
    where: tuple[Property, ...] = ()
    other: bool = False
    family: bool = False
    excluded: tuple[Concept, ...] = ()
    sparing: tuple[Spared, ...] = ()


def record(node: tree.Record, context: Context) -> Expr:
    """The phrase as one Has for each list of the profile that its names belong to."""
    named = [naming.concept(name, _likely(node), context, keyed=True) for name in node.names.plain]
    if any(one.kind == "cause" and one.lead for one in node.tails) and len(named) == 1:
        # `hypersensitivity to X` asks for the disposition and for a reaction alike: a record has either.
        both = (("condition", naming.known("condition", one)) for one in ALLERGIC)
        named = list(dict.fromkeys([*named, *both]))
        node = replace(node, names=replace(node.names, joiner="or"))
    since = time.started(node.lasting, context) if node.lasting else None
    kinds = {kind for kind, _ in named}
    if len(kinds) > 1:
        context.wrong("L004", "conditions and therapies in one list", node.names.span, "make them two rules")
        raise Unresolved
    phrase = _phrase(node, kinds.pop(), all(one.event for _, one in named), context)
    phrase.excluded, phrase.sparing = _exempt(node, context)
    reaching.refuse(node, context)
    if not node.timed_first:
        reaching.refuse_late(node, context)
    choices = properties.build(node, context)
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
    if len(named) > 1 and node.names.joiner not in ("and", "or", "either"):
        context.wrong("S002", "say `and` or `or` between these names", node.names.span, "put one before the last name")
        raise Unresolved
    lasted = _lasted(node, named, since, context)
    _of_its_class(node, named, context)
    named, keyed = properties.of_keys(named, node.names.span, context)
    choices = [(*where, *lasted, *keyed) for where in choices]
    built = _alternatives(named, phrase, choices, found, node)
    if since is not None and not lasted:
        built = rebuilt(built, lambda one: replace(one, since=since) if isinstance(one, Has) else one)
    built = _sole(built, node, named, phrase, found, since if not lasted else None, context)
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
    names = node.record.names
    named = [naming.concept(name, "therapy", context, keyed=True) for name in names.plain]
    if any(kind == "condition" for kind, _ in named):
        context.wrong("L004", "`since` counts from a therapy", names.span, "write a window behind the condition")
        raise Unresolved
    if node.op == "<" and names.joiner == "and":
        texts = [name.text for name in names.items]
        help_ = f"write `or` between {' and '.join(texts)}, or two rules"
        context.wrong("S002", "since both of them, or since one?", names.span, help_)
        raise Unresolved
    for one in (*node.record.qualifiers, *node.record.tails):
        if one.kind not in ("intent", "site", "indication", "setting", "alone", "partner", "dose", "prior"):
            properties.refuse(one, "doesn't go with `since`", one.span, context)
    phrase = _Phrase("ever")
    # What is looked for inside is told by its names and its window; the words around them say the opposite.
    span = names.span if node.record.span == Span(0, 0) else node.record.span
    record_ = replace(node.record, names=replace(names, joiner="or" if len(named) > 1 else ""), span=span)
    named, keyed = properties.of_keys(named, names.span, context)
    reaching.refuse(
        node.record,
        context,
        lambda one: printer.expression(replace(node, record=one)),
        "or" if node.op == "<" else "and",
    )
    choices = [(*where, *keyed) for where in properties.build(record_, context)]
    inside = _alternatives(named, phrase, choices, within, record_)
    return inside if node.op == "<" else Not(inside, node.span)


def _likely(node: tree.Record) -> str:
    therapy = any(one.kind in ("prior", "current", "intent") for one in node.qualifiers)
    return "therapy" if therapy else "condition"


def _phrase(node: tree.Record, kind: str, events: bool, context: Context) -> _Phrase:
    """What the words of a record ask for. `events`: each of its names is of a day, so that `prior` has one reading."""
    phrase = _Phrase()
    for one in node.tails:
        if one.kind in (_OF_THERAPIES if kind == "condition" else _OF_CONDITIONS):
            properties.refuse(one, f"doesn't go with a {kind}", one.span, context)
    for one in node.qualifiers:
        if one.kind == "prior" and kind == "condition" and not events:
            name = node.names.items[0].text
            help_ = f"write `history of {name}`, which holds what is there now as well, or `other {name}`"
            context.wrong("L004", f"`prior {name}`: before, or besides?", one.span, help_)
            raise Unresolved
        misplaced = one.kind in (_OF_THERAPIES if kind == "condition" else _OF_CONDITIONS)
        doubled = phrase.tense is not None and one.kind in ("history", "prior", "current", "status", "family")
        doubled |= phrase.tense == "ever" and one.kind == "stable dose"
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
            case "current" | "stable dose":
                phrase.tense = "now"
                phrase.statuses = ("active", "controlled")
            case "status":
                phrase.tense, phrase.statuses = "now", one.values
            case "other":
                phrase.other = True
    stopped = next((one for one in node.tails if one.kind == "stopped"), None)
    if stopped is not None and phrase.tense == "now":
        properties.refuse(stopped, "doesn't go with what is going on", stopped.span, context)
    stable = any(one.kind == "stable dose" for one in node.qualifiers)
    if stable and (node.lasting is None or node.lasting.stable):
        context.wrong("L003", "stable for how long?", node.span, "write `for at least 4 weeks` behind it")
        raise Unresolved
    past = any(one.kind in _PAST for one in (*node.qualifiers, *node.tails))
    if kind == "therapy" and phrase.tense is None and past:
        phrase.tense = "ever"
    lasting = node.lasting is not None and not node.lasting.stable
    if lasting and phrase.tense == "ever" and kind == "condition":
        context.wrong(
            "L004", "`for at least` asks for what goes on, not for a past", node.span, "leave one of them out"
        )
        raise Unresolved
    if lasting and phrase.tense is None:
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


Named = list[tuple[str, Concept]]


def _exempt(node: tree.Record, context: Context) -> tuple[tuple[Concept, ...], tuple[Spared, ...]]:
    """What `except` leaves out: by a name alone, and by a name with properties."""
    plain: list[Concept] = []
    spared: list[Spared] = []
    asked = [naming.concept(name, _likely(node), context, keyed=True)[1] for name in node.names.plain]
    for one in node.excluded:
        named = [naming.concept(one.names.plain[0], _likely(node), context, keyed=True)]
        ((_, found),), keyed = properties.of_keys(named, one.span, context)
        for word in (*one.qualifiers, *one.tails):
            if word.kind in ("status", "history", "family", "prior", "current", "other", "stable dose"):
                properties.refuse(word, "doesn't go behind `except`", word.span, context)
        reaching.refuse(one, context)
        if found.name not in naming.OF_A_KEY and not _keyed(asked):
            reaching.refuse_strangers(node, asked, found, one.span, context)
        choices = [(*where, *keyed) for where in properties.build(one, context)]
        if choices == [()]:
            plain.append(found)
        else:
            spared.extend(Spared(found, where) for where in choices)
    return tuple(plain), tuple(spared)


def _keyed(asked: Sequence[Concept]) -> bool:
    """Whether a name is given by a key of the profile, so that entries of any name may have it."""
    return any(one.name in (*naming.OF_A_KEY, "adverse event") for one in asked)


def _lasted(node: tree.Record, named: Named, since: Point | None, context: Context) -> tuple[Property, ...]:
    """What `for at least` asks of an entry where it isn't that it goes on: stable so long, given so long."""
    if node.lasting is None or since is None:
        return ()
    stable = node.lasting.stable
    dosed = any(one.kind == "stable dose" for one in node.qualifiers)
    event = any(one.event for _, one in named)
    if event or (stable and {kind for kind, _ in named} != {"condition"}):
        matter = "an event is of a day: it doesn't last" if event else "a disease is stable, or a dose"
        help_ = "write a window behind it" if event else "write `stable dose of` before the name"
        context.wrong("L004", matter, node.names.span, help_)
        raise Unresolved
    if stable or dosed:
        return (Stable("dose" if dosed else "disease", since, stable != "not stable"),)
    if not any(one.kind in ("prior", *_PAST) for one in (*node.qualifiers, *node.tails)):
        return ()
    if node.lasting.anchor is not None:
        help_ = "leave the anchor out, or write a window"
        context.wrong("L004", "how long a treatment lasted has no anchor", node.lasting.span, help_)
        raise Unresolved
    amount, unit = time.duration(node.lasting.duration, context)
    return (Lasted(">=", amount, unit),)


def _of_its_class(node: tree.Record, named: Named, context: Context) -> None:
    """Refuse `trastuzumab as the only chemotherapy`, `as the most recent chemotherapy`: it is none."""
    for tail in node.tails:
        if tail.kind not in ("sole", "latest", "first"):
            continue
        _, whole = naming.concept(tail.names[0], _likely(node), context)
        outside = [one.name for _, one in named if not one.is_a(whole.name)]
        if outside:
            context.wrong("L005", f"{outside[0]} is no {tail.names[0].text}", tail.span, "name the class that holds it")
            raise Unresolved


def _sole(
    built: Expr,
    node: tree.Record,
    named: Named,
    phrase: _Phrase,
    window: Window | None,
    since: Point | None,
    context: Context,
) -> Expr:
    """`X as the only C`: X, and no C that isn't X."""
    tail = next((one for one in node.tails if one.kind == "sole"), None)
    if tail is None:
        return built
    kind, whole = naming.concept(tail.names[0], _likely(node), context)
    others = replace(phrase, excluded=(*phrase.excluded, *(one for _, one in named)))
    rest = _alternatives([(kind, whole)], others, [()], window, replace(node, names=replace(node.names, joiner="")))
    if since is not None:
        rest = rebuilt(rest, lambda one: replace(one, since=since) if isinstance(one, Has) else one)
    # Each part reads as its own words: `bone metastases`, and `as the only metastases`.
    rest = rebuilt(rest, lambda one: replace(one, span=tail.span))
    if node.window is None and node.lasting is None and node.tails == (tail,):
        own = Span(node.span.start, node.names.span.end)
        built = rebuilt(built, lambda one: replace(one, span=own))
    return And((built, Not(rest, tail.span)), node.span)


def _alternatives(
    named: Named, phrase: _Phrase, choices: Sequence[tuple[Property, ...]], window: Window | None, node: tree.Record
) -> Expr:
    """The record with each list of properties: one of them will do."""
    made = [_split(named, replace(phrase, where=where), window, node) for where in choices]
    return made[0] if len(made) == 1 else Or(tuple(made), node.span)


def _split(named: Named, phrase: _Phrase, window: Window | None, node: tree.Record) -> Expr:
    """One Has for the names that live in one list and are decided alike; `and` asks for each alone."""
    join_all = node.names.joiner == "and"
    groups: dict[tuple[Home, bool, int], list[Concept]] = {}
    for number, (kind, one) in enumerate(named):
        home = "family_history" if phrase.family else cast(Home, concepts.home(kind, one.name))
        groups.setdefault((home, one.event, number if join_all else 0), []).append(one)
    parts: list[Expr] = []
    for (home, event, _), group in groups.items():
        tense = phrase.tense or ("ever" if event or window or home != "conditions" else "now")
        statuses = phrase.statuses or (("active", "controlled") if tense == "now" else ())
        parts.append(
            Has(
                home, tuple(group), phrase.excluded, tense, statuses, phrase.where, phrase.other, window, node.span,
                sparing=phrase.sparing,
            )
        )  # fmt: skip
    if len(parts) == 1:
        return parts[0]
    return And(tuple(parts), node.span) if join_all else Or(tuple(parts), node.span)
