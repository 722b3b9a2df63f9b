"""The words that a test is answered with, and what each of them stands for.

The column `words` of tests.csv lists them: `positive|negative=low+null|low|null`. A word without `=` is an answer of
its own; one with it stands for any of several, so that `negative` leaves open whether it is low.
"""

from __future__ import annotations

from functools import lru_cache

from eligo.vocabulary import concepts


@lru_cache(maxsize=None)
def words_of(test: str) -> tuple[str, ...]:
    """The words of a test, in the order of the table."""
    return tuple(word.partition("=")[0].strip() for word in concepts.parts(concepts.table("test")[test].row["words"]))


@lru_cache(maxsize=None)
def meanings(test: str) -> dict[str, frozenset[str]]:
    """The single answers that each word of a test stands for. Raises KeyError for a word that isn't one of them."""
    held: dict[str, list[str]] = {}
    for text in concepts.parts(concepts.table("test")[test].row["words"]):
        word, _, inside = text.partition("=")
        held[word.strip()] = [one.strip() for one in inside.split("+") if one.strip()]

    def single(word: str) -> frozenset[str]:
        inner = held[word]
        return frozenset().union(*map(single, inner)) if inner else frozenset([word])

    return {word: single(word) for word in held}


@lru_cache(maxsize=4096)
def of_sets(test: str) -> bool:
    """Whether a test is answered by other than two opposite words."""
    made = meanings(test)
    return len(made) != 2 or any(one != frozenset([word]) for word, one in made.items())


@lru_cache(maxsize=16384)
def meant(test: str, word: str) -> frozenset[str] | None:
    """The single answers that a recorded word leaves possible; None for a word that is none of the test's."""
    known = meanings(test)
    if word in known:
        return known[word]
    return next((known[one] for one in sorted(concepts.answers(word)) if one in known), None)


def says(test: str, recorded: str, asked: str) -> bool | None:
    """Whether a recorded word is the one that is asked about; None where it may be, or isn't understood."""
    found = meant(test, recorded)
    if found is None:
        return None
    wanted = meanings(test)[asked]
    return True if found <= wanted else None if found & wanted else False
