"""What a condition takes, and what that implies: intravenous antibiotics are systemic treatment."""

from __future__ import annotations

from functools import lru_cache

from eligo.vocabulary import concepts


@lru_cache(maxsize=None)
def implied(requirement: str) -> frozenset[str]:
    """A requirement and all that it implies."""
    above = concepts.parts(concepts.table("requirement")[requirement].row["implies"])
    return frozenset({requirement}).union(*map(implied, above))
