"""The vocabulary tables agree with themselves and with each other."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "engine" / "eligo" / "vocabulary" / "data"

COLUMNS = {
    "therapies": ["name", "spellings", "exact", "parents", "list", "divides", "source", "note", "rxnorm"],
    "regimens": ["name", "spellings", "exact", "agents", "sequential", "source"],
    "conditions": ["name", "spellings", "exact", "parents", "kind", "needs", "divides", "implies", "source", "note"],
    "tests": ["name", "spellings", "exact", "words", "answers", "means", "obtain", "needs", "source", "note"],
    "words": ["word", "spellings", "exact", "answers_as"],
    "anchors": ["name", "spellings", "past"],
    "statements": ["name", "spellings", "exact", "means", "implies", "excludes", "obtain", "note"],
    "intents": ["name", "spellings", "overlaps", "note"],
    "traits": ["name", "spellings", "attribute", "values", "maybe", "note"],
    "sites": ["name", "spellings", "exact", "parents", "source", "note"],
    "settings": ["name", "spellings", "words", "values", "maybe", "note"],
    "stops": ["name", "spellings", "words", "values", "maybe", "note"],
    "responses": ["name", "spellings", "exact", "words", "scale", "rank", "values", "maybe", "source", "note"],
    "purposes": ["name", "spellings", "parents", "source", "note"],
    "findings": ["name", "spellings", "exact", "rule", "source", "note"],
    "requirements": ["name", "spellings", "implies", "note"],
}
TABLES = sorted(COLUMNS)
HIERARCHIES = ["therapies", "conditions", "sites", "purposes"]
SHARED = ["therapies", "regimens", "conditions", "tests"]
OBTAIN = {"ask", "chart", "blood", "urine", "ECG", "imaging", "measure", "biopsy"}

Row = dict[str, str]


def read(table: str) -> list[Row]:
    """Rows of one table."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(row: Row, column: str) -> list[str]:
    """Entries of a pipe-separated cell; none where the table lacks the column."""
    value = row.get(column, "")
    return value.split("|") if value else []


def title(row: Row) -> str:
    """The canonical name of a row."""
    return row["word"] if "word" in row else row["name"]


def normal(spelling: str) -> str:
    """Close to how names are matched: case, punctuation and a plural s are lost."""
    words = re.sub(r"[\W_]+", " ", spelling.casefold()).split()
    folded = [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words]
    return " ".join(folded) or spelling.casefold()


def spellings(table: str) -> Iterator[tuple[str, str]]:
    """Normalised spelling and canonical name, for each spelling of a table."""
    for row in read(table):
        for spelling in [title(row), *cells(row, "spellings")]:
            yield normal(spelling), title(row)


def parents(table: str) -> dict[str, list[str]]:
    """Canonical name to the names of its parents."""
    return {row["name"]: cells(row, "parents") for row in read(table)}


def ancestors(name: str, links: dict[str, list[str]]) -> set[str]:
    """Every name above one; stops at a name already seen."""
    found: set[str] = set()
    todo = list(links[name])
    while todo:
        parent = todo.pop()
        if parent not in found:
            found.add(parent)
            todo.extend(links[parent])
    return found


def clashes(tables: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Normalised spellings that name more than one row."""
    uses: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for table in tables:
        for spelling, name in spellings(table):
            uses[spelling].add((table, name))
    return {spelling: rows for spelling, rows in uses.items() if len(rows) > 1}


@pytest.mark.parametrize("table", TABLES)
def test_columns(table: str) -> None:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == COLUMNS[table]
    assert rows
    assert [row for row in rows if len(row) != len(header)] == []


@pytest.mark.parametrize("table", TABLES)
def test_cells_are_tidy(table: str) -> None:
    untidy = [
        value
        for row in read(table)
        for value in row.values()
        if value != value.strip()
        or "\n" in value
        or "||" in value
        or value[:1] == "|"
        or value[-1:] == "|"
        or any(part != part.strip() for part in value.split("|"))
    ]
    assert untidy == []


@pytest.mark.parametrize("table", TABLES)
def test_names_are_unique(table: str) -> None:
    names = [title(row) for row in read(table)]
    assert "" not in names
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("table", TABLES)
def test_no_spelling_is_ambiguous_within_a_table(table: str) -> None:
    assert clashes([table]) == {}


def test_no_spelling_is_ambiguous_across_tables() -> None:
    """What a record of a treatment says besides its name may stand in the table of combinations: it holds its name."""
    agents = {row["name"]: cells(row, "agents") for row in read("regimens")}
    unclear = {
        spelling: rows
        for spelling, rows in clashes(SHARED).items()
        if {table for table, _ in rows} != {"regimens", "therapies"}
        or not {name for table, name in rows if table == "therapies"}
        <= {agent for table, name in rows if table == "regimens" for agent in agents[name]}
    }
    assert unclear == {}


@pytest.mark.parametrize("table", TABLES)
def test_no_spelling_is_listed_twice_in_a_row(table: str) -> None:
    doubled = [
        (title(row), spelling)
        for row in read(table)
        for spelling in [title(row), *cells(row, "spellings")]
        if [normal(s) for s in [title(row), *cells(row, "spellings")]].count(normal(spelling)) > 1
    ]
    assert doubled == []


def test_exact_spellings_name_one_row() -> None:
    exact: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for table in [*SHARED, "statements"]:
        for row in read(table):
            for spelling in cells(row, "exact"):
                exact[spelling.casefold()].add((table, row["name"]))
    agents = {row["name"]: cells(row, "agents") for row in read("regimens")}
    for rows in exact.values():  # what a record of a treatment says besides its name
        named = {name for table, name in rows if table == "therapies"}
        rows -= {row for row in rows if row[0] == "regimens" and named and named <= set(agents[row[1]])}
    assert {s: rows for s, rows in exact.items() if len(rows) > 1} == {}
    loose = {spelling: (table, name) for table in SHARED for spelling, name in spellings(table)}
    assert {s: loose[normal(s)] for s in exact if normal(s) in loose and loose[normal(s)] not in exact[s]} == {}


@pytest.mark.parametrize("table", SHARED)
def test_short_abbreviations_are_exact(table: str) -> None:
    """Up to four capitals may be an English word: ICE, MAP, AIDS."""
    loose = [
        spelling
        for row in read(table)
        for spelling in [title(row), *cells(row, "spellings")]
        if re.fullmatch(r"[A-Z]{2,4}", spelling)
    ]
    assert loose == []


@pytest.mark.parametrize("table", HIERARCHIES)
def test_parents_exist(table: str) -> None:
    links = parents(table)
    assert sorted({p for ps in links.values() for p in ps} - set(links)) == []


@pytest.mark.parametrize("table", HIERARCHIES)
def test_no_cycles(table: str) -> None:
    links = parents(table)
    assert sorted(name for name in links if name in ancestors(name, links)) == []


@pytest.mark.parametrize("table", HIERARCHIES)
def test_no_parent_is_implied_by_another(table: str) -> None:
    links = parents(table)
    implied = [
        (name, parent)
        for name, above in links.items()
        for parent in above
        if above.count(parent) > 1 or any(parent in ancestors(other, links) for other in above if other != parent)
    ]
    assert implied == []


@pytest.mark.parametrize("table", [t for t in TABLES if "source" in COLUMNS[t]])
def test_every_row_has_a_source(table: str) -> None:
    assert [title(row) for row in read(table) if not row["source"]] == []


def test_closed_columns() -> None:
    lists = {part for row in read("therapies") for part in row["list"].split("|")}
    assert lists == {"therapies", "medications", "procedures"}
    assert {row["kind"] for row in read("conditions")} == {"state", "event", "procedure"}
    assert {row["words"] for row in read("tests") if "=" not in row["words"]} >= {
        "positive|negative", "detectable|undetectable",
    }  # fmt: skip
    assert {row["obtain"] for table in ("tests", "statements") for row in read(table)} <= OBTAIN
    assert {row["sequential"] for row in read("regimens")} == {"", "yes"}


def test_words_stand_for_words() -> None:
    words = {row["word"] for row in read("words")}
    known = words | {spelling for row in read("words") for spelling in cells(row, "spellings")}
    assert {word.partition("=")[0] for row in read("tests") for word in cells(row, "words")} <= known
    assert {word for row in read("words") for word in cells(row, "answers_as")} <= words


def test_words_that_hold_others_hold_words_of_the_same_test() -> None:
    for row in read("tests"):
        held = {word: inside.split("+") for word, _, inside in (one.partition("=") for one in cells(row, "words"))}
        single = {word for word, inside in held.items() if inside == [""]}
        inner = {one for inside in held.values() if inside != [""] for one in inside}
        assert len(held) == len(cells(row, "words")), row["name"]
        assert inner <= set(held), row["name"]
        assert len(single) > 1, row["name"]


def test_what_is_required_implies_what_is_in_the_table() -> None:
    links = {row["name"]: cells(row, "implies") for row in read("requirements")}
    assert {above for every in links.values() for above in every} <= set(links)
    assert [name for name in links if name in ancestors(name, links)] == []
    assert ancestors("intravenous antibiotics", links) >= {"systemic antibiotics", "systemic treatment", "treatment"}
    assert "systemic treatment" not in ancestors("antibiotics", links)


def test_regimens_are_made_of_agents() -> None:
    links = parents("therapies")
    assert sorted({a for row in read("regimens") for a in cells(row, "agents")} - set(links)) == []


@pytest.mark.parametrize(
    ("agent", "above"),
    [
        ("nivolumab", "immune checkpoint inhibitor"),
        ("ivonescimab", "PD-1 inhibitor"),
        ("ivonescimab", "VEGF pathway inhibitor"),
        ("rilvegostomig", "TIGIT inhibitor"),
        ("amivantamab", "EGFR antibody"),
        ("amivantamab", "MET antibody"),
        ("avelumab", "PD-L1 inhibitor"),
        ("anlotinib", "VEGFR tyrosine kinase inhibitor"),
        ("eftilagimod alpha", "immunostimulatory agent"),
        ("mitazalimab", "immunotherapy"),
        ("nab-paclitaxel", "taxane"),
        ("methotrexate", "immunosuppressant"),
        ("methotrexate", "chemotherapy"),
        ("phenprocoumon", "anticoagulant"),
        ("enoxaparin", "heparin"),
        ("aldesleukin", "immunostimulatory agent"),
        ("chemoradiotherapy", "radiotherapy"),
        ("chemoradiotherapy", "chemotherapy"),
    ],
)
def test_therapies_above(agent: str, above: str) -> None:
    assert above in ancestors(agent, parents("therapies"))


@pytest.mark.parametrize(
    ("agent", "apart"),
    [
        ("eftilagimod alpha", "immune checkpoint inhibitor"),
        ("leucovorin", "anticancer therapy"),
        ("warfarin", "heparin"),
        ("talimogene laherparepvec", "systemic therapy"),
    ],
)
def test_therapies_apart(agent: str, apart: str) -> None:
    assert apart not in ancestors(agent, parents("therapies"))


@pytest.mark.parametrize(
    ("condition", "above"),
    [
        ("pancreatic ductal adenocarcinoma", "pancreatic cancer"),
        ("basal cell carcinoma", "malignancy"),
        ("carcinoma in situ of the cervix", "malignancy"),
        ("leptomeningeal metastases", "central nervous system metastases"),
        ("Crohn disease", "inflammatory bowel disease"),
        ("congenital long QT syndrome", "long QT syndrome"),
        ("acquired immunodeficiency syndrome", "HIV infection"),
        ("immune-mediated pneumonitis", "pneumonitis"),
        ("pulmonary embolism", "venous thromboembolism"),
        ("cirrhosis", "chronic liver disease"),
        ("Graves disease", "autoimmune disease"),
    ],
)
def test_conditions_above(condition: str, above: str) -> None:
    assert above in ancestors(condition, parents("conditions"))


@pytest.mark.parametrize(
    ("condition", "apart"),
    [
        ("immune-mediated colitis", "inflammatory bowel disease"),
        ("hypothyroidism", "autoimmune disease"),
        ("latent tuberculosis", "tuberculosis"),
        ("QTc prolongation", "long QT syndrome"),
        ("pancreatic neuroendocrine tumor", "pancreatic cancer"),
        ("carcinoma in situ of the cervix", "solid tumor"),
    ],
)
def test_conditions_apart(condition: str, apart: str) -> None:
    assert apart not in ancestors(condition, parents("conditions"))
