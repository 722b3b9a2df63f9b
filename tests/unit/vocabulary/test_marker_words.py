"""The words around a biomarker: each has one meaning, and what records write for it is found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import eligo.vocabulary
from eligo.vocabulary import marker_words
from eligo.vocabulary.index import parts
from eligo.vocabulary.names import key

DATA = Path(eligo.vocabulary.__file__).parent / "data"


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(row: dict[str, str]) -> list[str]:
    return [row["name"], *parts(row.get("spellings")), *parts(row["words"]), *parts(row.get("exact"))]


@pytest.mark.parametrize("table", ["marker_words", "marker_statuses"])
def test_every_spelling_of_a_word_means_it_and_no_other(table: str) -> None:
    wrong = [
        (text, row["name"])
        for row in rows(table)
        for text in texts(row)
        if marker_words.canonical(row.get("attribute", "status"), text) != row["name"]
    ]
    assert wrong == []


@pytest.mark.parametrize("table", ["marker_words", "marker_statuses"])
def test_no_spelling_stands_twice_in_a_row(table: str) -> None:
    for row in rows(table):
        folded = [key(text) or text for text in texts(row)]
        assert sorted(set(folded)) == sorted(folded), row["name"]


def test_names_are_unique_whatever_they_are_said_of() -> None:
    names = [row["name"] for row in rows("marker_words")]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("attribute", "text", "name"),
    [
        ("method", "Immunohistochemistry", "IHC"),
        ("specimen", "tumour tissue", "tumor"),
        ("significance", "VUS", "uncertain"),
        ("status", "not detected", "absent"),
        ("status", "+", "present"),
        ("status", "-", None),
        ("origin", "odd", None),
    ],
)
def test_a_text_has_the_name_of_its_word(attribute: str, text: str, name: str | None) -> None:
    assert marker_words.canonical(attribute, text) == name


def test_the_words_of_an_attribute_are_in_order() -> None:
    assert marker_words.words("origin") == ("germline", "somatic")
    assert marker_words.words("significance")[0] == "pathogenic"
