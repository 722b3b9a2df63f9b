"""Names to concepts: of conditions and therapies, of places of the body, of what a treatment is for."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from eligo.core.nodes import Concept, Where
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree
from eligo.vocabulary import concepts, variants

# A name that a key of the profile gives: the name it stands for, and what that key must say.
OF_A_KEY: dict[str, tuple[str, Where]] = {
    "treatment in another trial": ("treatment in another trial", Where("trial", ("another",))),
    "standard therapy": ("anticancer therapy", Where("standard", ("yes",))),
}


def concept(name: tree.Name, likely: str, context: Context, *, keyed: bool = False) -> tuple[str, Concept]:
    """The name's kind and concept. Notes N001 and raises Unresolved for a name no table holds.

    `keyed`: a name that a key of the profile gives may stand here; elsewhere it is L004.
    """
    for kind in ("condition", "therapy") if name.kind != "THERAPY" else ("therapy",):
        canonical = concepts.lookup(kind, name.text)
        if canonical in OF_A_KEY and not keyed:
            help_ = f"write `prior {name.text}`, or a window behind it"
            context.wrong("L004", f"{name.text} can't be counted or tied to others", name.span, help_)
            raise Unresolved
        if canonical is not None:
            return kind, known(kind, canonical)
    help_ = _better(name.text) or concepts.suggest(name.text, likely, "condition", "therapy", "test")
    context.wrong("N001", f"unknown name `{name.text}`", name.span, help_)
    raise Unresolved


# Words that say nothing of what is meant, and what to write.
_BARE = {
    "treatment": "say which: `prior anticancer therapy`, `prior radiotherapy`; that a disease was treated at all: "
    "`treated brain metastases`",
    "premedication": "what it was given for stands behind a name: "
    "`no current systemic corticosteroid except systemic corticosteroid for premedication`",
}
_BARE |= dict.fromkeys(("therapy", "therapies", "treatments", "medication", "drug"), _BARE["treatment"])


def _better(text: str) -> str:
    """What to write for a regimen's name, or for a word that says nothing alone."""
    if (marker := variants.match(text, geneless=True)) and marker.end == len(text) and not marker.genes:
        return f"write its gene before it: `EGFR {text}`"
    agents = concepts.regimen(text)
    if len(agents) < 2:
        return _BARE.get(text.casefold(), "")
    if concepts.is_sequential(text):
        return f"a rule names drugs, one rule each: {', '.join(agents)}"
    main = [one for one in agents if one != "leucovorin"]
    return f"a rule names drugs: write `prior {' combined with '.join(main if len(main) > 1 else agents)}`"


def therapy(name: tree.Name, context: Context) -> Concept:
    """The concept of a therapy; L004 for a condition."""
    kind, found = concept(name, "therapy", context)
    if kind == "condition" and found.name not in concepts.table("therapy"):
        context.wrong("L004", f"{name.text} is no treatment", name.span, "write a drug, a class or a kind of treatment")
        raise Unresolved
    return found


def tied(relation: Literal["indication", "cause", "partner"], name: tree.Name, context: Context) -> Concept:
    """The concept that an entry is tied to: what it is for, what caused it, what went with it."""
    kinds = {"indication": ("condition", "purpose"), "cause": ("therapy", "condition"), "partner": ("therapy",)}
    for kind in kinds[relation]:
        canonical = concepts.lookup(kind, name.text)
        if canonical is not None:
            return known(kind, canonical)
    help_ = concepts.suggest(name.text, *kinds[relation])
    context.wrong("N001", f"unknown name `{name.text}`", name.span, help_)
    raise Unresolved


def site(name: str) -> Concept:
    """A place of the body, which the lexer found."""
    return known("site", concepts.lookup("site", name) or name)


@lru_cache(maxsize=4096)
def known(kind: str, canonical: str) -> Concept:
    """The concept of a name that the tables hold."""
    event = concepts.is_event(kind, canonical) if kind in ("condition", "therapy") else False
    if kind not in ("condition", "therapy"):
        return Concept(canonical, concepts.ancestors(kind, canonical), concepts.overlaps(kind, canonical))
    tests = concepts.shown_by(canonical) if kind == "condition" else ()
    return Concept(
        canonical, concepts.ancestors(kind, canonical), concepts.overlaps(kind, canonical), event,
        concepts.divides(kind, canonical), concepts.axes(kind, canonical), concepts.homes(kind, canonical),
        concepts.witnessed(kind, canonical), tests, concepts.table(kind)[canonical].row.get("needs", ""),
    )  # fmt: skip


def standards() -> tuple[str, ...]:
    """The drugs whose equivalents the tables hold."""
    from eligo.vocabulary.equivalents import standards as listed

    return listed()


def standard(word: str) -> str | None:
    """The drug into whose dose others are converted, by a spelling of its own; prednisolone counts as prednisone."""
    canonical = concepts.lookup("therapy", word)
    return next((one for one in standards() if one in (canonical, _SAME.get(canonical or ""))), None)


# Milligram for milligram the same glucocorticoid effect; protocols write either.
_SAME = {"prednisolone": "prednisone"}
