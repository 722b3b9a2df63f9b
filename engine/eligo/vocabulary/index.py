"""From the rows of the tables to what is asked of them: names by spelling and by first word, what contains what.

Everything that takes a pass over a table is made here, once, and kept (store.py): looking a name up must
not cost more when there are more names. Sections and their keys:

    row      kind/name      the spellings, the exact ones, the row itself
    loose    kind/key       the name that is filed under a key
    exact    kind/text      the name that a text means to the letter
    first    word           the spellings that begin with a folded word, by kind: the words after it, the exact text
    place    kind/name      ancestors, names that share a member, homes, whether it is a class
    below    kind/name      what a name contains, in the order of the table
    names    kind           all names, in the order of the table
    spelled  kind/number    a spelling and its name
    near     kind/letters   the numbers of the spellings with three letters
    shown    condition      the tests that show it
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eligo.vocabulary.names import key
from eligo.vocabulary.store import Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table: its canonical name, its spellings, and the row itself."""

    kind: str
    name: str
    spellings: tuple[str, ...]
    exact: tuple[str, ...]
    row: dict[str, str]

    @property
    def loose(self) -> tuple[str, ...]:
        """All that isn't compared to the letter. The key of a measure is no spelling."""
        every = self.spellings if self.kind == "measure" else (self.name, *self.spellings)
        return tuple(one for one in every if one not in self.exact)

    @property
    def parents(self) -> tuple[str, ...]:
        """What contains the name directly."""
        return parts(self.row.get("parents"))

    @property
    def home(self) -> str:
        """The list of the profile that the name belongs in."""
        if self.kind == "condition":
            return "procedures" if self.row.get("kind") == "procedure" else "conditions"
        return next(iter(parts(self.row.get("list"))), "therapies")


def parts(cell: str | None) -> tuple[str, ...]:
    """A cell that holds a list, separated by `|`."""
    return tuple(piece.strip() for piece in (cell or "").split("|") if piece.strip())


def digest(files: Iterable[Path]) -> str:
    """What an index made of these files is filed under."""
    made = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        made.update(f"{path.name} {len(content)}\n".encode() + content)
    return made.hexdigest()[:32]


def letters(text: str) -> frozenset[str]:
    """The threes of letters of a text, those at its ends with a blank."""
    padded = f" {text.casefold()[:80]} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def makers(kinds: Iterable[str], read: Callable[[str], Iterable[Entry]]) -> Mapping[str, Callable[[], Section]]:
    """What makes each section, of the tables of these kinds as `read` gives them."""
    kinds = tuple(kinds)

    @lru_cache(maxsize=None)
    def table(kind: str) -> dict[str, Entry]:
        return {entry.name: entry for entry in read(kind)}

    def entries() -> Iterator[Entry]:
        for kind in kinds:
            yield from table(kind).values()

    @lru_cache(maxsize=None)
    def hierarchy(kind: str) -> Hierarchy:
        return Hierarchy(table(kind))

    def rows() -> Section:
        return {f"{one.kind}/{one.name}": [list(one.spellings), list(one.exact), one.row] for one in entries()}

    def loose() -> Section:
        found: Section = {}
        for one in entries():
            for spelling in one.loose:
                found.setdefault(f"{one.kind}/{key(spelling)}", one.name)
        return found

    def exact() -> Section:
        found: Section = {}
        for one in entries():
            for spelling in one.exact:
                found.setdefault(f"{one.kind}/{spelling}", one.name)
        return found

    def first() -> Section:
        found: dict[str, dict[str, dict[tuple[str, str | None], None]]] = {}
        for kind in kinds:
            spelled = [(key(spelling), None) for one in table(kind).values() for spelling in one.loose]
            to_the_letter = [(key(spelling), spelling) for one in table(kind).values() for spelling in one.exact]
            for folded, text in (*spelled, *to_the_letter):
                if folded:
                    word, _, rest = folded.partition(" ")
                    found.setdefault(word, {}).setdefault(kind, {})[rest, text] = None
        return {word: {kind: list(map(list, ends)) for kind, ends in by.items()} for word, by in found.items()}

    def place() -> Section:
        related = (one for one in entries() if one.parents or one.name in hierarchy(one.kind).below)
        return {f"{one.kind}/{one.name}": hierarchy(one.kind).place(one.name) for one in related}

    def below() -> Section:
        return {f"{kind}/{name}": inside for kind in kinds for name, inside in hierarchy(kind).below.items()}

    def names() -> Section:
        return {kind: list(table(kind)) for kind in kinds}

    @lru_cache(maxsize=None)
    def spelled() -> Section:
        found: Section = {}
        for kind in kinds:
            every = ((text, one.name) for one in table(kind).values() for text in (*one.loose, *one.exact))
            found.update((f"{kind}/{number}", pair) for number, pair in enumerate(map(list, every)))
        return found

    def near() -> Section:
        found: dict[str, list[int]] = {}
        for place, (text, _) in spelled().items():
            kind, _, number = place.partition("/")
            for three in letters(text):
                found.setdefault(f"{kind}/{three}", []).append(int(number))
        return dict(found)

    def shown() -> Section:
        found: dict[str, list[str]] = {}
        for one in table("test").values():
            if means := one.row.get("means", ""):
                for name in (means, *hierarchy("condition").ancestors(means)):
                    found.setdefault(name, []).append(one.name)
        return dict(found)

    return {
        "row": rows, "loose": loose, "exact": exact, "first": first, "place": place, "below": below,
        "names": names, "spelled": spelled, "near": near, "shown": shown,
    }  # fmt: skip


class Hierarchy:
    """The names of one table as their parents order them."""

    def __init__(self, table: Mapping[str, Entry]) -> None:
        self._table = table
        self._above: dict[str, frozenset[str]] = {}
        self._around: dict[str, frozenset[str]] = {}
        self._homes: dict[str, frozenset[str]] = {}
        self._children: dict[str, list[str]] = {}
        self.below: dict[str, list[str]] = {}
        for one in table.values():
            for parent in one.parents:
                self._children.setdefault(parent, []).append(one.name)
            for name in self.ancestors(one.name):
                self.below.setdefault(name, []).append(one.name)

    def ancestors(self, name: str) -> frozenset[str]:
        """All that contains a name."""
        if name not in self._above:
            parents = self._table[name].parents if name in self._table else ()
            self._above[name] = frozenset(parents).union(*map(self.ancestors, parents))
        return self._above[name]

    def place(self, name: str) -> list[object]:
        """Ancestors, names outside that share a member, homes of the name and all inside it, whether it is a class."""
        shares = self._shares(name) - {name} - set(self.below.get(name, ()))
        return [sorted(self.ancestors(name)), sorted(shares), sorted(self._all_homes(name)), name in self.below]

    def _shares(self, name: str) -> frozenset[str]:
        """What contains the name or a name inside it."""
        if name not in self._around:
            self._around[name] = self.ancestors(name).union(*map(self._shares, self._children.get(name, ())))
        return self._around[name]

    def _all_homes(self, name: str) -> frozenset[str]:
        if name not in self._homes:
            own = frozenset({self._table[name].home})
            self._homes[name] = own.union(*map(self._all_homes, self._children.get(name, ())))
        return self._homes[name]
