"""What a statement of the site says of others: who is expected to live six months is expected to live three, and who
is premenopausal isn't postmenopausal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from eligo.vocabulary import concepts, names


def implied(statements: Mapping[str, bool]) -> tuple[dict[str, bool], tuple[str, ...]]:
    """The statements with those that follow from them, and notes on those that contradict each other.

    A yes makes what it implies a yes, and what it excludes a no; a no makes what implies it a no. Of two that can't
    both be true neither is used.
    """
    told = [(key, followers) for key, value in statements.items() if (followers := _followers(key, value))]
    if not told:
        return dict(statements), ()
    made = dict(statements)
    notes: list[str] = []
    for key, followers in told:
        for other, value in followers:
            if statements.get(other, value) is not value:
                pair = " and ".join(sorted((_named()[key], _named()[other])))
                notes.append(f"the statements {pair} contradict each other: neither is used")
                made.pop(key, None)
                made.pop(other, None)
            elif not notes:
                made[other] = value
    if notes:
        # What rests on a contradiction isn't told further.
        made = {key: value for key, value in made.items() if key in statements}
    return made, tuple(dict.fromkeys(notes))


def _followers(key: str, value: bool) -> tuple[tuple[str, bool], ...]:
    """The statements that one settles, each with its value."""
    follows = tuple((other, value) for other in (_forward() if value else _backward()).get(key, ()))
    return (*follows, *((other, False) for other in _apart().get(key, ()))) if value else follows


@lru_cache(maxsize=1)
def _apart() -> dict[str, tuple[str, ...]]:
    """By the key of a statement, those that can't be true beside it, whichever row says so."""
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in concepts.table("statement").items():
        for other in concepts.parts(entry.row["excludes"]):
            for one, two in ((name, other), (other, name)):
                found[names.key(one)] = (*found.get(names.key(one), ()), names.key(two))
    return found


@lru_cache(maxsize=1)
def _forward() -> dict[str, tuple[str, ...]]:
    """By the key of a statement, those that it implies, directly or through others."""
    table = concepts.table("statement")
    found: dict[str, tuple[str, ...]] = {}
    for name in table:
        reached: dict[str, None] = {}
        todo = list(concepts.parts(table[name].row["implies"]))
        while todo:
            one = todo.pop()
            if one not in reached:
                reached[one] = None
                todo.extend(concepts.parts(table[one].row["implies"]))
        if reached:
            found[names.key(name)] = tuple(map(names.key, sorted(reached)))
    return found


@lru_cache(maxsize=1)
def _backward() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, others in _forward().items():
        for one in others:
            found[one] = (*found.get(one, ()), name)
    return found


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    return {names.key(name): repr(name) for name in concepts.table("statement")}
