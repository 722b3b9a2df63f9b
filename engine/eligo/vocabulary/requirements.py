"""What a condition takes, and what that implies: intravenous antibiotics are systemic treatment."""

from __future__ import annotations

from functools import lru_cache

from eligo.vocabulary import concepts


@lru_cache(maxsize=None)
def implied(requirement: str) -> frozenset[str]:
    """A requirement and all that it implies."""
    above = concepts.parts(concepts.table("requirement")[requirement].row["implies"])
    return frozenset({requirement}).union(*map(implied, above))


@lru_cache(maxsize=4096)
def closest(said: str) -> tuple[str, ...]:
    """What a record says itself, of all that it holds with what that implies (joined by `|`)."""
    needs = said.split("|") if said else []
    known = [need for need in needs if not need.startswith("?")]
    return tuple(need for need in needs if not any(need != other and need in implied(other) for other in known))


@lru_cache(maxsize=4096)
def may_be(one: str, other: str) -> bool:
    """Whether something of the table is both: antibiotics may be systemic treatment, inhaled corticosteroids aren't."""
    return any({one, other} <= implied(each) for each in concepts.table("requirement"))
