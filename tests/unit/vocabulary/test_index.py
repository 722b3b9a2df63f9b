"""The index finds what a pass over the tables finds, from its file and without one."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eligo.syntax import phrasebook
from eligo.syntax.words import PHRASES
from eligo.vocabulary import concepts, half_lives, index
from eligo.vocabulary.index import Entry
from eligo.vocabulary.names import fold, key
from eligo.vocabulary.store import Section, Store

HIERARCHIES = ("condition", "therapy")
Makers = dict[str, Callable[[], Section]]


def real() -> Makers:
    """The makers of today's tables."""
    return dict(index.makers(phrasebook.KINDS, lambda kind: concepts.table(kind).values()))


def entry(name: str, spellings: str = "", exact: str = "", parents: str = "", kind: str = "condition") -> Entry:
    """A row of a small table."""
    return Entry(kind, name, index.parts(spellings), index.parts(exact), {"name": name, "parents": parents})


def small(*rows: Entry) -> Makers:
    """The makers of a table of conditions."""
    return dict(index.makers(("condition", "test"), lambda kind: rows if kind == "condition" else ()))


def small_words() -> Makers:
    return {"word": lambda: {"one": 1, "two": ["b", None], "ü\t": {"a": "\t"}}, "none": dict}


def test_the_file_holds_what_was_made(tmp_path: Path) -> None:
    makers = real()
    Store(makers, tmp_path / "names-1")
    stored = Store(dict.fromkeys(makers, pytest.fail), tmp_path / "names-1")
    for name, make in makers.items():
        assert [one for one, value in make().items() if stored.find(name, one) != value] == []
        assert stored.find(name, "no such key") is None


@pytest.mark.parametrize("path", [True, False])
def test_any_value_of_json_comes_back(tmp_path: Path, path: bool) -> None:
    for _ in range(2):
        store = Store(small_words(), tmp_path / "small-1" if path else None)
        assert store.find("word", "one") == 1
        assert store.find("word", "two") == ["b", None]
        assert store.find("word", "ü\t") == {"a": "\t"}
        assert store.find("word", "on") is None
        assert store.find("none", "one") is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"           1", b"\xff" * 99])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "small-1"
    path.write_bytes(content)
    assert Store(small_words(), path).find("word", "one") == 1
    assert Store({"word": pytest.fail}, path).find("word", "one") == 1


def test_a_file_cut_short_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "small-1"
    Store(small_words(), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert Store(small_words(), path).find("word", "two") == ["b", None]
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    store = Store(small_words(), tmp_path / "missing" / "small-1")
    assert store.find("word", "one") == 1


def test_files_out_of_use_are_removed(tmp_path: Path) -> None:
    old, recent, other = tmp_path / "small-0", tmp_path / "small-1", tmp_path / "trial-0"
    for path in (old, recent, other):
        path.write_text("x", encoding="utf-8")
    for path in (old, other):
        os.utime(path, (time.time() - 8 * 24 * 3600,) * 2)
    Store(small_words(), tmp_path / "small-2")
    assert [path.exists() for path in (old, recent, other)] == [False, True, True]


def test_the_digest_tells_tables_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("name\nx\n", encoding="utf-8")
    two.write_text("", encoding="utf-8")
    before = index.digest([one, two])
    assert index.digest([one, two]) == before
    one.write_text("name\ny\n", encoding="utf-8")
    assert index.digest([one, two]) != before


def test_the_first_row_with_a_spelling_has_it() -> None:
    made = small(entry("stroke", "insult", "CVA"), entry("injury", "insult|CVAs", "CVA"))
    assert made["loose"]()["condition/insult"] == "stroke"
    assert made["exact"]() == {"condition/CVA": "stroke"}
    assert made["first"]()["cva"] == {"condition": [["", None], ["", "CVA"]]}


def test_a_spelling_to_the_letter_is_not_loose() -> None:
    made = small(entry("AML", "acute myeloid leukemia", "AML"))
    assert "condition/aml" not in made["loose"]()
    assert made["first"]()["acute"] == {"condition": [["myeloid leukemia", None]]}


def test_places_in_a_hierarchy() -> None:
    made = small(
        entry("tumor"), entry("hereditary"), entry("carcinoma", parents="tumor"), entry("rash"),
        entry("polyposis", parents="carcinoma|hereditary"),
    )  # fmt: skip
    assert made["below"]() == {
        "condition/tumor": ["carcinoma", "polyposis"],
        "condition/hereditary": ["polyposis"],
        "condition/carcinoma": ["polyposis"],
    }
    places = made["place"]()
    assert places["condition/polyposis"] == [["carcinoma", "hereditary", "tumor"], ["carcinoma", "hereditary", "tumor"],
                                             ["conditions"], False]  # fmt: skip
    assert places["condition/tumor"] == [[], ["hereditary"], ["conditions"], True]
    assert "condition/rash" not in places


@pytest.mark.parametrize("kind", HIERARCHIES)
def test_what_overlaps_is_what_shares_a_member(kind: str) -> None:
    table = concepts.table(kind)
    inside: dict[str, set[str]] = {name: {name} for name in table}
    for name in table:
        for above in concepts.ancestors(kind, name):
            inside[above].add(name)
    for name in table:
        sharing = {other for other in table if inside[other] & inside[name] and other not in inside[name]}
        assert concepts.overlaps(kind, name) == sharing
        assert set(concepts.members(kind, name)) == inside[name] - {name}
        assert concepts.homes(kind, name) == {concepts.home(kind, one) for one in inside[name]}


def test_a_table_is_a_mapping_in_the_order_of_the_file() -> None:
    table = concepts.table("extent" if "extent" in phrasebook.KINDS else "intent")
    assert len(table) == len(list(table)) == len({entry.name for entry in table.values()})
    assert "no such name" not in table
    assert table.get("no such name") is None
    with pytest.raises(KeyError):
        table["no such name"]
    with pytest.raises(KeyError):
        concepts.table("no such kind")


def spelled() -> Iterator[tuple[str, str, str | None]]:
    """(words, terminal, exact text or None) of all phrases and names, in the order in which they count."""
    for phrase, terminal in PHRASES.items():
        yield " ".join(map(fold, phrase.split())), terminal, None
    for kind, terminal in phrasebook.KINDS.items():
        rows = list(concepts.table(kind).values())
        yield from dict.fromkeys((key(text), terminal, None) for row in rows for text in row.loose)
        yield from dict.fromkeys((key(text), terminal, text) for row in rows for text in row.exact)


def test_the_phrasebook_holds_every_phrase_and_name() -> None:
    whole = phrasebook.Node()
    for words, terminal, exact in spelled():
        whole.add(words.split(), terminal, exact)
    assert len(whole.next) > 1000
    for word, node in whole.next.items():
        begun = phrasebook.begins(word)
        assert begun is not None
        assert same(begun, node), word
    assert phrasebook.begins("nosuchword") is None
    assert phrasebook.begins("") is None


def same(one: phrasebook.Node, two: phrasebook.Node) -> bool:
    """Whether the same follows, and the same ends here in the same order."""
    alike = one.ends == two.ends and one.next.keys() == two.next.keys()
    return alike and all(same(one.next[word], two.next[word]) for word in one.next)


@pytest.mark.parametrize(
    ("typed", "meant", "kinds"),
    [
        ("brest cancer", "breast cancer", ("condition",)),
        ("docetaxl", "docetaxel", ("condition", "therapy")),
        ("hipertension", "hypertension", ("condition", "therapy", "measure", "test")),
        ("creatinin", "creatinine", ("measure", "test")),
    ],
)
def test_the_nearest_name_is_among_those_compared(typed: str, meant: str, kinds: tuple[str, ...]) -> None:
    assert meant in concepts.suggest(typed, *kinds)


def test_half_lives_come_one_by_one_as_in_the_table() -> None:
    assert {agent: half_lives.half_life(agent) for agent in half_lives.half_lives()} == half_lives.half_lives()
    assert half_lives.half_life("no such drug") is None


def test_nothing_is_near_to_what_shares_no_letters() -> None:
    assert concepts.suggest("???", "condition", "therapy") == ""
    assert concepts.suggest("", "condition") == ""
