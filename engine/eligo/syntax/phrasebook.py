"""The phrases of the language and the names of the vocabulary, word by word.

`begins` gives what may follow a first word; nothing that begins with another word is read for it.
"""

from __future__ import annotations

from functools import lru_cache

from eligo.syntax.words import PHRASES
from eligo.vocabulary import concepts
from eligo.vocabulary.names import fold

# The terminal of each kind of name. A spelling of several kinds ends in all of them, in this order.
KINDS = {
    "finding": "FINDING", "measure": "MEASURE", "test": "TEST", "word": "WORD", "statement": "STATEMENT",
    "condition": "CONDITION",
    "therapy": "THERAPY", "anchor": "ANCHOR", "intent": "INTENT", "trait": "TRAIT", "graded": "GRADED",
    "site": "SITE", "setting": "SETTING", "stop": "STOPPED", "response": "RESPONSE", "purpose": "PURPOSE",
    "requirement": "NEED", "marked": "MARKED",
}  # fmt: skip


class Node:
    """A word with those before it: the words that may follow, and what ends here (terminal, exact text or None)."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.ends: list[tuple[str, str | None]] = []

    def add(self, words: list[str], terminal: str, exact: str | None) -> None:
        """Enter a spelling by the words that follow here."""
        node = self
        for word in words:
            node = node.next.setdefault(word, Node())
        # What must match to the letter is tried first.
        node.ends.insert(0, (terminal, exact)) if exact else node.ends.append((terminal, exact))


@lru_cache(maxsize=65536)
def begins(word: str) -> Node | None:
    """What a folded word begins; None where no phrase and no name begins with it."""
    phrases, names = _phrases().get(word, ()), concepts.beginning(word)
    if not (phrases or names):
        return None
    node = Node()
    for rest, terminal in phrases:
        node.add(rest, terminal, None)
    for kind, terminal in KINDS.items():
        for following, exact in names.get(kind, ()):
            node.add(following.split(), terminal, exact)
    return node


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """The phrases by their first word: the words that follow it, and the terminal."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for phrase, terminal in PHRASES.items():
        first, *rest = map(fold, phrase.split())
        found.setdefault(first, []).append((rest, terminal))
    return found
