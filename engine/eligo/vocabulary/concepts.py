"""The tables of names as one index: what a spelling means, what contains a name, which names there are.

Kinds: measure (analytes, families of methods, derived quantities), test (answered by a word),
condition, therapy (cancer treatment and other medicines), statement, anchor, intent, extent, word,
graded (terms of CTCAE that a laboratory result is graded by).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eligo import cache
from eligo.diagnostics.nearest import nearest
from eligo.vocabulary import names
from eligo.vocabulary.names import key

DATA = Path(__file__).parent / "data"

_TABLES = {
    "condition": "conditions.csv",
    "therapy": "therapies.csv",
    "test": "tests.csv",
    "statement": "statements.csv",
    "anchor": "anchors.csv",
    "intent": "intents.csv",
    "extent": "extents.csv",
    "word": "words.csv",
    "graded": "ctcae_terms.csv",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table: its canonical name, its spellings, and the row itself."""

    kind: str
    name: str
    spellings: tuple[str, ...]
    exact: tuple[str, ...]
    row: dict[str, str]


def parts(cell: str | None) -> tuple[str, ...]:
    """A cell that holds a list, separated by `|`."""
    return tuple(piece.strip() for piece in (cell or "").split("|") if piece.strip())


@lru_cache(maxsize=None)
def table(kind: str) -> dict[str, Entry]:
    """All rows of a kind by canonical name, in the order of the file."""
    if kind == "measure":
        return {entry.name: entry for entry in _measures()}
    with (DATA / _TABLES[kind]).open(encoding="utf-8", newline="") as file:
        rows = [
            Entry(
                kind,
                next(iter(row.values())),
                parts(row.get("spellings")),
                parts(row.get("exact")),
                row,
            )
            for row in csv.DictReader(file)
        ]
    return {entry.name: entry for entry in rows}


def _measures() -> Iterator[Entry]:
    from eligo.vocabulary.analytes import analytes, measure_families

    yield Entry("measure", "age", ("age",), (), {})
    for family in measure_families().values():
        yield Entry("measure", family.key, (family.name, *family.spellings), family.exact, {})
    for analyte in analytes().values():
        yield Entry("measure", analyte.key, (analyte.name, *analyte.spellings), analyte.exact, {})


@lru_cache(maxsize=None)
def _by_spelling(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """(names by key, names by exact spelling), from the cache while the tables are the same."""
    place = cache.folder()
    if place is None:
        return _index(kind)
    files = [DATA / _TABLES[kind]] if kind in _TABLES else [DATA / "analytes.csv", DATA / "measure_families.csv"]
    digest = hashlib.sha256(Path(names.__file__).read_bytes() + b"".join(one.read_bytes() for one in files))
    path = place / f"names-{kind}-{digest.hexdigest()[:32]}.json"
    try:
        loose, exact = json.loads(path.read_text(encoding="utf-8"))
        return dict(loose), dict(exact)
    except (OSError, ValueError, TypeError):
        made = _index(kind)
        cache.write(path, json.dumps(made))
        return made


def _index(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    loose: dict[str, str] = {}
    exact: dict[str, str] = {}
    for entry in table(kind).values():
        for spelling in entry.exact:
            exact.setdefault(spelling, entry.name)
        for spelling in (entry.name, *entry.spellings) if kind != "measure" else entry.spellings:
            if spelling not in entry.exact:
                loose.setdefault(key(spelling), entry.name)
    return loose, exact


@lru_cache(maxsize=65536)
def lookup(kind: str, spelling: str) -> str | None:
    """The canonical name for a spelling, or None when the table doesn't hold it."""
    loose, exact = _by_spelling(kind)
    text = spelling.strip()
    folded = key(text)
    # A text without a letter or digit (`-`, `?`) is the key of nothing.
    return exact.get(text) or (loose.get(folded) if folded else None)


def spellings(kind: str) -> Iterator[tuple[str, str, str | None]]:
    """(key, canonical name, exact text or None) for every spelling of a kind."""
    loose, exact = _by_spelling(kind)
    for folded, name in loose.items():
        yield folded, name, None
    for text, name in exact.items():
        yield key(text), name, text


def suggest(name: str, *kinds: str) -> str:
    """A help line with the nearest names of these kinds, each thing once; empty when nothing is near."""
    spelled: dict[str, tuple[str, str]] = {}
    for kind in kinds:
        for entry in table(kind).values():
            own = () if kind == "measure" else (entry.name,)
            for spelling in (*own, *entry.spellings, *entry.exact):
                spelled.setdefault(spelling, (kind, entry.name))
    things: dict[tuple[str, str], str] = {}
    for close in nearest(name, spelled, 8):
        things.setdefault(spelled[close], close)
    return f"did you mean {' or '.join(map(repr, list(things.values())[:3]))}?" if things else ""


@lru_cache(maxsize=None)
def ancestors(kind: str, name: str) -> frozenset[str]:
    """All that contains a name, without the name itself. Empty for a root or an unknown name."""
    entry = table(kind).get(name)
    above: set[str] = set()
    for parent in parts(entry.row.get("parents")) if entry else ():
        above.add(parent)
        above |= ancestors(kind, parent)
    return frozenset(above)


@lru_cache(maxsize=None)
def _below(kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in table(kind):
        for above in ancestors(kind, name):
            found.setdefault(above, set()).add(name)
    return found


@lru_cache(maxsize=None)
def overlaps(kind: str, name: str) -> frozenset[str]:
    """The names outside this one that share a member with it, those that contain it among them."""
    members = _below(kind).get(name, set())
    above = set(ancestors(kind, name))
    for member in members:
        above |= ancestors(kind, member)
    return frozenset(above - members - {name})


def divides(kind: str, name: str) -> frozenset[str]:
    """What a name divides and how: `breast carcinoma by HER2`; `*`: its members aren't all listed.

    An entry inside what is divided, and not placed on that axis, is neither inside nor outside the
    name: ductal histology says nothing of HER2.
    """
    entry = table(kind).get(name)
    return frozenset(parts(entry.row.get("divides"))) if entry else frozenset()


@lru_cache(maxsize=None)
def axes(kind: str, name: str) -> frozenset[str]:
    """The axes on which a name has its place: its own and those of all that contains it."""
    return divides(kind, name).union(*(divides(kind, above) for above in ancestors(kind, name)))


@lru_cache(maxsize=None)
def homes(kind: str, name: str) -> frozenset[str]:
    """The lists of the profile that a name and all inside it belong in: all of them must be complete to rule it out."""
    return frozenset(home(kind, one) for one in (name, *_below(kind).get(name, ())))


def implied(condition: str) -> tuple[str, ...]:
    """The treatments that a condition says were given: an organ transplantation is major surgery."""
    names_ = (condition, *sorted(ancestors("condition", condition)))
    return tuple(made for one in names_ if (entry := table("condition").get(one)) and (made := entry.row["implies"]))


def means(statement: str) -> str | None:
    """The condition that a statement of the site speaks of: breastfeeding is lactation."""
    name = lookup("statement", statement)
    return table("statement")[name].row["means"] or None if name else None


def witnessed(kind: str, name: str) -> frozenset[str]:
    """The lists in which a name itself may stand: an irradiation with the procedures, a transplant with conditions."""
    entry = table(kind).get(name)
    if entry is None or kind == "therapy":
        return frozenset(parts(entry.row["list"])) if entry else frozenset()
    return frozenset(("procedures", "conditions") if entry.row.get("kind") == "procedure" else ("conditions",))


def shown_by(name: str) -> tuple[str, ...]:
    """The tests whose positive (or detectable) answer means a condition, or one inside it."""
    found = ((test.name, test.row.get("means", "")) for test in table("test").values())
    return tuple(test for test, means in found if means and (means == name or name in ancestors("condition", means)))


def holds_anything(kind: str, name: str) -> bool:
    """Whether a name says nothing of what it is, like `investigational agent`."""
    entry = table(kind).get(name)
    return entry is not None and entry.row.get("note", "").startswith("holds anything")


@lru_cache(maxsize=1)
def _regimens() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    loose: dict[str, tuple[str, ...]] = {}
    exact: dict[str, tuple[str, ...]] = {}
    with (DATA / "regimens.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            agents = parts(row["agents"])
            exact.update(dict.fromkeys(parts(row.get("exact")), agents))
            loose.update((key(name), agents) for name in (row["name"], *parts(row.get("spellings"))))
    return loose, exact


def regimen(name: str) -> tuple[str, ...]:
    """The agents of a named combination; empty for a name that is none. Short letters match exactly."""
    loose, exact = _regimens()
    return exact.get(name.strip()) or loose.get(key(name), ())


def answers(word: str) -> frozenset[str]:
    """The words that a reported word stands for: `not detected` is undetectable and negative."""
    entry = table("word").get(word)
    return frozenset((word, *parts(entry.row.get("answers_as")))) if entry else frozenset()


def is_event(kind: str, name: str) -> bool:
    """Whether a name is an event or a procedure (decided by its date) and not a state."""
    entry = table(kind).get(name)
    return entry is not None and (entry.row.get("kind") in ("event", "procedure") or home(kind, name) == "procedures")


@lru_cache(maxsize=1)
def _formulas() -> tuple[dict[str, str], ...]:
    with (DATA / "formulas.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache(maxsize=None)
def formulas(analyte: str) -> tuple[str, ...]:
    """The formulas that compute an analyte when it isn't recorded, the usual one first."""
    return tuple(row["formula"] for row in _formulas() if row["analyte"] == analyte)


def formula_source(name: str) -> str:
    """The published source of a formula."""
    return next((row["source"] for row in _formulas() if row["formula"] == name), "")


def any_member(key: str) -> str:
    """The analyte whose units a measure is written in: itself, or the first of its family."""
    from eligo.vocabulary.analytes import measure_families

    family = measure_families().get(key)
    return family.members[0] if family else key


def is_class(therapy: str) -> bool:
    """Whether a therapy's name stands for several: `chemotherapy`."""
    return bool(_below("therapy").get(therapy))


def is_past(anchor: str) -> bool:
    """Whether an anchor is a day that every patient has behind them: the diagnosis."""
    entry = table("anchor").get(anchor)
    return entry is not None and entry.row.get("past") == "yes"


def home(kind: str, name: str) -> str:
    """The list of the profile that a name belongs in: conditions, therapies, medications or procedures."""
    entry = table(kind).get(name)
    if kind == "condition":
        return "procedures" if entry and entry.row.get("kind") == "procedure" else "conditions"
    return parts(entry.row["list"])[0] if entry else "therapies"


__all__ = [
    "Entry", "ancestors", "answers", "home", "is_event", "lookup", "parts", "regimen",
    "spellings", "suggest", "table",
]  # fmt: skip
