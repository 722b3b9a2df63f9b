"""Alterations of genes: which variants a rule asks for, and what it asks of the test that finds them.

A gene alone takes the alteration of the name behind it (`ALK, ROS1 or RET fusion`), an alteration alone
the gene of the name before it (`EGFR exon 19 deletion or L858R`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, cast

from eligo.core.nodes import Altered, And, Copies, Expr, Not, Or, Span, Variant, Where, Window
from eligo.resolve import time
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree
from eligo.vocabulary import concepts, variants
from eligo.vocabulary.variant_tables import is_known
from eligo.vocabulary.variants import Reading

_BEHIND = ("method", "specimen")
_PATHOGENIC = ("pathogenic", "likely pathogenic")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One name of a list: the alterations it stands for, and whether they are to be found, not found, looked for.

    `own`: it names its alteration itself; `gene`: and its gene.
    """

    reading: Reading
    span: Span
    own: bool = True
    gene: bool = True

    @property
    def form(self) -> Literal["found", "wild", "tested"]:
        return "tested" if self.reading.tested else "wild" if self.reading.wild else "found"


def marker(node: tree.Marker, context: Context) -> Expr:
    """A rule about alterations: one Altered for names joined by `or`, one for each of those joined by `and`."""
    asked = _read(node.names.plain, context)
    if len(asked) > 1 and node.names.joiner not in ("and", "or"):
        help_ = "put one of them before the last name; where both are meant, write rules in parentheses"
        context.wrong("S002", "say `and` or `or` between these names", node.names.span, help_)
        raise Unresolved
    _reach(node, asked, context)
    return _rule(node, asked, context)


def _rule(node: tree.Marker, asked: Sequence[_Asked], context: Context) -> Expr:
    """The rule about names that have been read."""
    if len({one.form for one in asked}) > 1:
        help_ = "write each as a rule of its own"
        context.wrong("L004", "what was found, what was not and what was tested in one list", node.names.span, help_)
        raise Unresolved
    form, joined = asked[0].form, node.names.joiner
    if node.absent and len(asked) > 1 and joined == "and":
        names = [name.text for name in node.names.items]
        help_ = f"write `no {' or '.join(names)}` for neither, or `not ({' and '.join(names)})` for not both"
        context.wrong("S002", "`no ... and ...` has two readings", node.names.span, help_)
        raise Unresolved
    if node.absent and form != "found":
        help_ = "write `not (...)`, or name the alteration"
        context.wrong("S002", f"`no` before what is {_SAID[form]}", node.span, help_)
        raise Unresolved
    where = _where(node, form, context)
    excluding = _excluded(node, asked, form, context)
    window = _window(node, context)

    def altered(wanted: Sequence[Variant], own: tuple[Where, ...], span: Span) -> Expr:
        asks: Literal["found", "tested"] = "tested" if form == "tested" else "found"
        made = Altered(tuple(dict.fromkeys(wanted)), excluding, asks, (*where, *own), window, span)
        return Not(made, span) if form == "wild" else made

    whole = Span(node.names.span.start, node.span.end) if node.absent else node.span
    # Names of one sort, joined by `or`, are one question: whichever of them an entry may be.
    groups = {_own(one, where, context): one for one in asked}
    if len(asked) == 1 or (joined == "or" and form == "found" and len(groups) == 1):
        variants_ = [variant for one in asked for variant in one.reading.variants]
        # A group of genes was tested when each of them was: a panel that leaves one out doesn't answer.
        alone = [(variant,) for variant in variants_] if form == "tested" else [tuple(variants_)]
        parts = tuple(altered(some, next(iter(groups)), whole) for some in alone)
        built = parts[0] if len(parts) == 1 else And(parts, whole)
    else:
        parts = tuple(_part(one, node, context) for one in asked)
        built = And(parts, node.span) if joined == "and" else Or(parts, node.span)
    return Not(built, node.span) if node.absent else built


def _reach(node: tree.Marker, asked: Sequence[_Asked], context: Context) -> None:
    """Refuses a word before a list whose names are whole each, and copies behind one: it may be of one of them."""
    if node.qualifiers and sum(one.own and one.gene for one in asked) > 1:
        word = printer.qualifier(node.qualifiers[0])
        help_ = f"write `{word}` before each name it is of, or the genes alone: `germline BRCA1 or BRCA2 mutation`"
        context.wrong("S002", f"`{word}` may be of the first name or of each", node.span, help_)
        raise Unresolved
    if any(one.kind == "copies" for one in node.tails) and sum(one.own for one in asked) > 1:
        help_ = "write the copies behind each name they are of, or the genes alone: `MET or ERBB2 amplification`"
        context.wrong("S002", "the copies may be of the last name or of each", node.span, help_)
        raise Unresolved


_SAID = {"wild": "not altered", "tested": "tested", "found": "found"}


def _part(one: _Asked, node: tree.Marker, context: Context) -> Expr:
    """One name of a list, as a rule of its own with the words that stand around the list."""
    name = tree.Name(one.reading.text, "MARKER", one.span)
    alone = tree.Names((name,), "", one.span)
    return _rule(replace(node, names=alone, absent=False, span=one.span), (one,), context)


def _own(one: _Asked, where: tuple[Where | Copies, ...], context: Context) -> tuple[Where, ...]:
    """What a name says of itself: `UGT1A1*28/*28` is homozygous."""
    said = {"origin": one.reading.origin, "significance": one.reading.significance, "zygosity": one.reading.zygosity}
    taken = {of.attribute for of in where if isinstance(of, Where)}
    found = tuple(
        Where(cast(Any, key), _PATHOGENIC if word == "pathogenic" else (word,)) for key, word in said.items() if word
    )
    if any(of.attribute in taken for of in found):
        context.wrong("L004", f"`{one.reading.text}` says so already", one.span, "leave one of the words out")
        raise Unresolved
    return found


# -- names -------------------------------------------------------------------------------------


def _read(names: Sequence[tree.Name], context: Context) -> list[_Asked]:
    """What the names of a list stand for, each with what it takes from its neighbours."""
    readings = [_reading(name.text, context, name.span) for name in names]
    asked: list[_Asked] = []
    for at, (name, own) in enumerate(zip(names, readings, strict=True)):
        if own.variants and own.genes:
            asked.append(_Asked(own, name.span))
            continue
        behind = None
        if not own.genes:
            # The gene of the nearest name before it that has one.
            before = [one for one in readings[:at] if one.genes]
            whole = _of_nearest(before, name.text)
            of = next((one for one in before if _known_of(one, name.text)), None)
            missing, help_ = "of which gene?", "write its gene before it: `EGFR L858R`"
            help_ = f"write `{_gene(of)} {name.text}`, if that is meant" if of is not None else help_
        else:
            behind = next((one for one in readings[at + 1 :] if one.genes and one.variants), None)
            words = behind.text.removeprefix(_gene(behind)).strip() if behind is not None else ""
            whole = variants.read(f"{name.text} {words}") if words else None
            example = "wild type" if any(one.wild for one in readings[:at]) else "mutation"
            missing, help_ = f"what of {name.text}?", f"write it out: `{name.text} {example}`"
        if whole is None or not whole.variants or not whole.genes:
            context.wrong("L003", missing, name.span, help_)
            raise Unresolved
        if behind is not None:
            # `BRCA1 or BRCA2 germline mutation`: what is said of the alteration goes with it.
            whole = replace(whole, origin=behind.origin, significance=behind.significance, zygosity=behind.zygosity)
        asked.append(_Asked(whole, name.span, bool(own.variants), bool(own.genes)))
    return asked


def _of_nearest(before: Sequence[Reading], text: str) -> Reading | None:
    """An alteration of the nearest gene named before it; None where it is known of another one of these only."""
    if not before:
        return None
    if not _known_of(before[-1], text) and any(_known_of(one, text) for one in before):
        return None  # `EGFR exon 19 deletion, ALK fusion or L858R`
    return _of_gene(before[-1], text)


def _known_of(gene: Reading, text: str) -> bool:
    found = _of_gene(gene, text)
    return found is not None and any(one.change and is_known(one) for one in found.variants)


def _of_gene(gene: Reading, text: str) -> Reading | None:
    """An alteration as one of this gene; an allele stands right behind its locus."""
    return variants.read(f"{_gene(gene)}{'' if text.startswith('*') else ' '}{text}")


def _reading(text: str, context: Context, span: Span) -> Reading:
    found = variants.match(text, geneless=True)
    if found is None or found.end < len(text):
        context.wrong("N001", f"unknown alteration `{text}`", span, "write it as `EGFR L858R` or `ALK fusion`")
        raise Unresolved
    if found.vague:
        help_ = "write the change of the protein, or the exon: `EGFR L858R`, `EGFR exon 19 deletion`"
        context.wrong("L004", f"`{text}` tells no more than that the gene is altered", span, help_)
        raise Unresolved
    return found


def _gene(reading: Reading) -> str:
    """The gene or group as it is named: the first word, but for an aberration that has no gene."""
    return reading.text.partition(" ")[0].partition("*")[0]


def _excluded(node: tree.Marker, asked: Sequence[_Asked], form: str, context: Context) -> tuple[Variant, ...]:
    """What `except` leaves out: alterations of the genes that are asked for."""
    if not node.excluded:
        return ()
    if form != "found":
        context.wrong("L004", f"`except` behind what is {_SAID[form]}", node.span, "leave it out")
        raise Unresolved
    left = _read([*node.names.plain, *node.excluded], context)[len(asked) :]
    genes = {variant.gene for one in asked for variant in one.reading.variants}
    for one in left:
        if not genes.issuperset(variant.gene for variant in one.reading.variants):
            help_ = "close it before the next rule: `(... except ...) or ...`"
            context.wrong("L004", f"`{one.reading.text}` is none of what is asked for", one.span, help_)
            raise Unresolved
    return tuple(dict.fromkeys(variant for one in left for variant in one.reading.variants))


# -- the words around them ---------------------------------------------------------------------


def _where(node: tree.Marker, form: str, context: Context) -> tuple[Where | Copies, ...]:
    """What the words before and behind the names ask for."""
    found: dict[str, tuple[str, ...]] = {}
    copies: list[Copies] = []
    for one in (*node.qualifiers, *node.tails):
        if one.kind == "copies" and one.op is not None:
            copies.append(_copies(one, form, context))
            continue
        named = [concepts.table("marked")[concepts.lookup("marked", value) or value] for value in one.values]
        attributes = {entry.row["attribute"] for entry in named}
        attribute = attributes.pop()
        behind = one.kind == "tested by"
        if behind and one.loose:
            help_ = f"write `{printer.qualifier(replace(one, loose=False))}`"
            context.wrong("S002", f"say `or` before the last of `{printer.qualifier(one)}`", one.span, help_)
            raise Unresolved
        wrong = "" if not attributes else "speaks of two things at once"
        wrong = wrong or ("" if (attribute in _BEHIND) == behind else "doesn't stand there")
        wrong = wrong or ("says it a second time" if attribute in found else "")
        if wrong:
            help_ = "write `germline BRCA1 mutation`, `EGFR mutation by NGS`"
            context.wrong("L004", f"`{printer.qualifier(one)}` {wrong}", one.span, help_)
            raise Unresolved
        # `by ISH` takes FISH, which is one; a recorded ISH leaves FISH open.
        values = tuple(
            dict.fromkeys(name for one in named for name in (one.name, *concepts.members("marked", one.name)))
        )
        # Who asks for pathogenic variants means the likely ones too.
        found[attribute] = _PATHOGENIC if values == ("pathogenic",) else values
    if form != "found" and any(attribute not in _BEHIND for attribute in found if attribute != "origin"):
        context.wrong("L004", f"what is {_SAID[form]} has no such property", node.span, "leave the word out")
        raise Unresolved
    return (*(Where(cast(Any, attribute), values, _wider(values)) for attribute, values in found.items()), *copies)


def _wider(values: tuple[str, ...]) -> tuple[str, ...]:
    above = {name for value in values for name in concepts.ancestors("marked", value)}
    return tuple(sorted(above.difference(values)))


def _copies(one: tree.Qualifier, form: str, context: Context) -> Copies:
    if form != "found":
        context.wrong("L004", "copies are of what is found", one.span, "write `MET amplification >= 6 copies`")
        raise Unresolved
    assert one.op is not None  # so the builder made it
    return Copies(one.op, Fraction(one.values[0]))


def _window(node: tree.Marker, context: Context) -> Window | None:
    """Which tests count."""
    if node.window is None:
        return None
    if node.window.form == "not within":
        help_ = "say in which days the test must lie"
        context.wrong("S001", "`not within` can't limit a test", node.window.span, help_)
        raise Unresolved
    made = time.window(node.window, context)
    if made.half_lives is not None:
        context.wrong("L004", "half-lives are of a therapy", node.window.span, "write a number of days")
        raise Unresolved
    return made
