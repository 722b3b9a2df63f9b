"""The words around a biomarker: whether it was found, its origin, what it means, how and in what it was looked for.

Attributes: status (present, absent, unknown, wild type, done), origin, significance, zygosity, method, specimen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from eligo.vocabulary.index import parts
from eligo.vocabulary.names import key

_DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    """The names by attribute and by what records write for them, folded; what is compared to the letter as it is."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows():
        own = found.setdefault(row["attribute"], {})
        texts = (row["name"], *parts(row.get("spellings")), *parts(row["words"]))
        own.update((key(text), row["name"]) for text in texts)
        own.update((text, row["name"]) for text in parts(row.get("exact")))
    return found


def _rows() -> Iterator[dict[str, str]]:
    for table, attribute in (("marker_statuses", {"attribute": "status"}), ("marker_words", {})):
        with (_DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            yield from (attribute | row for row in csv.DictReader(file))


@lru_cache(maxsize=8192)
def canonical(attribute: str, text: str) -> str | None:
    """The word of the table that a text stands for: `immunohistochemistry` is IHC; None where it holds none."""
    own, folded = _tables()[attribute], key(text)
    return own.get(text.strip()) or (own.get(folded) if folded else None)


def words(attribute: str) -> tuple[str, ...]:
    """The names of an attribute, in the order of the table."""
    return tuple(dict.fromkeys(_tables()[attribute].values()))
