"""The tables of names as one index: what a spelling means, what contains a name, which names there are.

Kinds: measure (analytes, families of methods, derived quantities), test (answered by a word),
condition, therapy (cancer treatment and other medicines), statement, anchor, intent, trait (what
may stand before a condition), site, setting, stop, response, purpose, requirement, word, finding (a name for a rule),
marked (what may be said of an alteration), graded (terms of CTCAE that a laboratory
result is graded by).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from eligo import cache
from eligo.diagnostics.nearest import nearest
from eligo.vocabulary import index
from eligo.vocabulary.index import Entry, parts
from eligo.vocabulary.names import key
from eligo.vocabulary.store import Section, Store

DATA = Path(__file__).parent / "data"

_TABLES = {
    "condition": "conditions.csv",
    "therapy": "therapies.csv",
    "test": "tests.csv",
    "statement": "statements.csv",
    "anchor": "anchors.csv",
    "intent": "intents.csv",
    "trait": "traits.csv",
    "site": "sites.csv",
    "setting": "settings.csv",
    "stop": "stops.csv",
    "response": "responses.csv",
    "purpose": "purposes.csv",
    "word": "words.csv",
    "finding": "findings.csv",
    "requirement": "requirements.csv",
    "marked": "marker_words.csv",
    "graded": "ctcae_terms.csv",
}


class _Table(Mapping[str, Entry]):
    """The rows of a kind by canonical name, in the order of the file; each is read when it is asked for."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getitem__(self, name: str) -> Entry:
        entry = _entry(self._kind, name)
        if entry is None:
            raise KeyError(name)
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(_find("names", self._kind))

    def __len__(self) -> int:
        return len(_find("names", self._kind))


@lru_cache(maxsize=None)
def table(kind: str) -> Mapping[str, Entry]:
    """All rows of a kind by canonical name, in the order of the file. A pass over them costs what the file is long."""
    if kind != "measure" and kind not in _TABLES:
        raise KeyError(kind)
    return _Table(kind)


@lru_cache(maxsize=65536)
def _entry(kind: str, name: str) -> Entry | None:
    found = _find("row", f"{kind}/{name}")
    return Entry(kind, name, tuple(found[0]), tuple(found[1]), found[2]) if found else None


def _find(section: str, key: str) -> Any:  # noqa: ANN401  # the sections hold values of several types
    return _store().find(section, key)


@lru_cache(maxsize=1)
def _store() -> Store:
    """All that the tables hold, kept while the tables and the code that reads them are the same."""
    makers = {**index.makers((*_TABLES, "measure"), _rows), "regimen": _regimens, "half-life": _half_lives}
    place = cache.folder()
    if place is None:
        return Store(makers, None)
    files = sorted([*DATA.glob("*.csv"), *Path(__file__).parent.glob("*.py")])
    return Store(makers, place / f"names-{index.digest(files)}")


def _rows(kind: str) -> Iterator[Entry]:
    if kind == "measure":
        yield from _measures()
        return
    with (DATA / _TABLES[kind]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = next(iter(row.values()))
            yield Entry(kind, name, parts(row.get("spellings")), parts(row.get("exact")), row)


def _measures() -> Iterator[Entry]:
    from eligo.vocabulary.analytes import analytes, measure_families

    yield Entry("measure", "age", ("age",), (), {})
    for family in measure_families().values():
        yield Entry("measure", family.key, (family.name, *family.spellings), family.exact, {})
    for analyte in analytes().values():
        yield Entry("measure", analyte.key, (analyte.name, *analyte.spellings), analyte.exact, {})


@lru_cache(maxsize=65536)
def lookup(kind: str, spelling: str) -> str | None:
    """The canonical name for a spelling, or None when the table doesn't hold it."""
    text = spelling.strip()
    folded = key(text)
    # A text without a letter or digit (`-`, `?`) is the key of nothing.
    name: str | None = _find("exact", f"{kind}/{text}") or (_find("loose", f"{kind}/{folded}") if folded else None)
    return name


def beginning(word: str) -> dict[str, list[tuple[str, str | None]]]:
    """The spellings that begin with a folded word, by kind: the key of what follows it, the exact text or None."""
    return _find("first", word) or {}


_COMPARED = 200


def suggest(name: str, *kinds: str) -> str:
    """A help line with the nearest names of these kinds, each thing once; empty when nothing is near."""
    spelled: dict[str, tuple[str, str]] = {}
    for kind in kinds:
        # Those that share the most letters: comparing with every spelling there is would take its time.
        shared = Counter(
            number for three in sorted(index.letters(name)) for number in _find("near", f"{kind}/{three}") or ()
        )
        for number, _ in sorted(shared.most_common(_COMPARED)):
            spelling, own = _find("spelled", f"{kind}/{number}")
            spelled.setdefault(spelling, (kind, own))
    things: dict[tuple[str, str], str] = {}
    for close in nearest(name, spelled, 8):
        things.setdefault(spelled[close], close)
    return f"did you mean {' or '.join(map(repr, list(things.values())[:3]))}?" if things else ""


@lru_cache(maxsize=None)
def ancestors(kind: str, name: str) -> frozenset[str]:
    """All that contains a name, without the name itself. Empty for a root or an unknown name."""
    found = _find("place", f"{kind}/{name}")
    return frozenset(found[0]) if found else frozenset()


@lru_cache(maxsize=None)
def members(kind: str, name: str) -> tuple[str, ...]:
    """All that a name contains, in the order of the table. Empty for a leaf or an unknown name."""
    return tuple(_find("below", f"{kind}/{name}") or ())


@lru_cache(maxsize=None)
def overlaps(kind: str, name: str) -> frozenset[str]:
    """The names outside this one that share a member with it, those that contain it among them."""
    found = _find("place", f"{kind}/{name}")
    return frozenset(found[1]) if found else frozenset()


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
    found = _find("place", f"{kind}/{name}")
    return frozenset(found[2]) if found else frozenset({home(kind, name)})


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


@lru_cache(maxsize=65536)
def shown_by(name: str) -> tuple[str, ...]:
    """The tests whose positive (or detectable) answer means a condition, or one inside it."""
    return tuple(_find("shown", name) or ())


def holds_anything(kind: str, name: str) -> bool:
    """Whether a name says nothing of what it is, like `investigational agent`."""
    entry = table(kind).get(name)
    return entry is not None and entry.row.get("note", "").startswith("holds anything")


def _regimens() -> Section:
    loose: Section = {}
    exact: Section = {}
    with (DATA / "regimens.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            agents = list(parts(row["agents"]))
            exact.update(dict.fromkeys((f"exact/{text}" for text in parts(row.get("exact"))), agents))
            loose.update((f"loose/{key(name)}", agents) for name in (row["name"], *parts(row.get("spellings"))))
            if row.get("sequential") == "yes":
                exact.update(dict.fromkeys((f"sequential/exact/{text}" for text in parts(row.get("exact"))), agents))
                names_ = (row["name"], *parts(row.get("spellings")))
                loose.update((f"sequential/loose/{key(name)}", agents) for name in names_)
    return loose | exact


def _half_lives() -> Section:
    with (DATA / "half_lives.csv").open(encoding="utf-8", newline="") as file:
        return {row["agent"]: row for row in csv.DictReader(file)}


def half_life(agent: str) -> dict[str, str] | None:
    """The row of half_lives.csv for a drug by its canonical name."""
    row: dict[str, str] | None = _find("half-life", agent)
    return row


@lru_cache(maxsize=65536)
def regimen(name: str) -> tuple[str, ...]:
    """The agents of a named combination; empty for a name that is none. Short letters match exactly."""
    return tuple(_find("regimen", f"exact/{name.strip()}") or _find("regimen", f"loose/{key(name)}") or ())


@lru_cache(maxsize=65536)
def is_sequential(name: str) -> bool:
    """Whether a name is a combination whose drugs are given one after another, such as AC-T."""
    exact, loose = f"exact/{name.strip()}", f"loose/{key(name)}"
    if _find("regimen", exact):
        return bool(_find("regimen", f"sequential/{exact}"))
    return bool(_find("regimen", f"sequential/{loose}"))


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


@lru_cache(maxsize=4096)
def from_biopsy(name: str) -> bool:
    """Whether a test or a measure is obtained by a biopsy, whichever of them the name is."""
    from eligo.vocabulary.analytes import analytes

    test, measure = lookup("test", name), lookup("measure", name)
    known = analytes().get(any_member(measure)) if measure else None
    ranks = [table("test")[test].row.get("obtain", "")] if test else []
    return "biopsy" in (*ranks, *([known.obtain] if known else []))


def any_member(key: str) -> str:
    """The analyte whose units a measure is written in: itself, or the first of its family."""
    from eligo.vocabulary.analytes import measure_families

    family = measure_families().get(key)
    return family.members[0] if family else key


@lru_cache(maxsize=65536)
def is_class(therapy: str) -> bool:
    """Whether a therapy's name stands for several: `chemotherapy`."""
    found = _find("place", f"therapy/{therapy}")
    return bool(found and found[3])


def is_past(anchor: str) -> bool:
    """Whether an anchor is a day that every patient has behind them: the diagnosis."""
    entry = table("anchor").get(anchor)
    return entry is not None and entry.row.get("past") == "yes"


def home(kind: str, name: str) -> str:
    """The list of the profile that a name belongs in: conditions, therapies, medications or procedures."""
    entry = table(kind).get(name)
    if entry is None:
        return "conditions" if kind == "condition" else "therapies"
    return entry.home


__all__ = [
    "Entry", "ancestors", "answers", "beginning", "home", "is_event", "is_sequential", "lookup", "members", "parts",
    "regimen", "suggest", "table",
]  # fmt: skip
