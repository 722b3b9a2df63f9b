"""The names of a profile, each with all that contains it, and those that aren't known."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from eligo.facts.patient import Named
from eligo.vocabulary import concepts
from eligo.vocabulary.names import key


def named(kind: str, texts: Iterable[str]) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """(known names, unknown ones). A regimen's name stands for its agents."""
    made = [name(kind, text) for text in texts]
    return tuple(one for found, _ in made for one in found), tuple(one for _, unknown in made for one in unknown)


@lru_cache(maxsize=16384)
def name(kind: str, text: str) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """What one text names, as `named` tells it."""
    found: list[Named] = []
    unknown: list[str] = []
    regimen = concepts.regimen(text) if kind == "therapy" else ()
    for one in regimen or (text,):
        canonical = concepts.lookup(kind, one)
        if canonical is None:
            unknown.append(one)
        else:
            event = concepts.is_event(kind, canonical)
            above, axes = concepts.ancestors(kind, canonical), concepts.axes(kind, canonical)
            found.append(Named(canonical, above, event, concepts.divides(kind, canonical), axes))
            if kind == "condition":
                found.extend(named("therapy", concepts.implied(canonical))[0])
            if concepts.holds_anything(kind, canonical):
                unknown.append(canonical)
    return tuple(found), tuple(unknown)


@lru_cache(maxsize=8192)
def sequential(texts: tuple[str, ...]) -> bool:
    """Whether the drugs of one treatment may have been given one after another: by a regimen's name that says so
    (AC-T), or where more chemotherapy stands beside a regimen of it (EC and paclitaxel)."""
    if any(concepts.is_sequential(text) for text in texts):
        return True
    if len(texts) < 2:
        return False
    of_each = [(text, {one.name for one in name("therapy", text)[0] if one.is_a(_CHEMO)}) for text in texts]
    several = [drugs for text, drugs in of_each if concepts.regimen(text) and (len(drugs) > 1 or _CHEMO in drugs)]
    return any(drugs - regimen for regimen in several for _, drugs in of_each)


_CHEMO = "chemotherapy"


def not_known(unknown: Iterable[str], what: str = "name") -> tuple[str, ...]:
    """A note on each name (or site, or response) that isn't known."""
    return tuple(f"the {what} {one!r} isn't known" for one in unknown)


# What an entry is by one of its keys, whatever it is called. Neither tells which drug or disease it is.
TRIAL, ADVERSE = "treatment in another trial", "adverse event"


@lru_cache(maxsize=8)
def marked(kind: str, canonical: str) -> Named:
    """The name that a key of the profile adds to an entry."""
    return Named(canonical, concepts.ancestors(kind, canonical))


@lru_cache(maxsize=16384)
def after_traits(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """((attribute, value) of the traits that a condition's name begins with, the name behind them).

    `recurrent ovarian cancer` is an ovarian cancer that is recurrent. The text as it is where it is a name itself, or
    none stands behind them. A trait that leaves its value open (`advanced`) is none here.
    """
    words = text.split()
    if len(words) > _MOST_WORDS or concepts.lookup("condition", text) is not None or key(text) in _SUBTYPES:
        return (), text
    return _traits(tuple(words)) or ((), text)


_MOST_WORDS = 20
# Old names of myelodysplastic syndromes, and as well an anemia that is refractory: which of them isn't told.
_SUBTYPES = frozenset(key(f"refractory {one}") for one in ("anemia", "cytopenia", "neutropenia", "thrombocytopenia"))


def _traits(words: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], str] | None:
    """The longest traits first; `and` may stand between two."""
    for cut in range(min(len(words) - 1, 3), 0, -1):
        trait = _trait(" ".join(words[:cut]))
        behind = words[cut + 1 :] if words[cut] == "and" else words[cut:]
        if trait is None or not behind:
            continue
        if concepts.lookup("condition", " ".join(behind)) is not None:
            return (trait,), " ".join(behind)
        if more := _traits(behind):
            return (trait, *more[0]), more[1]
    return None


def _trait(text: str) -> tuple[str, str] | None:
    canonical = concepts.lookup("trait", text)
    if canonical is None:
        return None
    row = concepts.table("trait")[canonical].row
    values = concepts.parts(row["values"])
    value = canonical if canonical in values else values[0] if len(values) == 1 else ""
    return (row["attribute"], value) if value else None
