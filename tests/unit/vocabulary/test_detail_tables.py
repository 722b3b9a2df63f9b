"""The tables of what entries say: traits, settings, reasons to stop, responses, purposes, sites."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from eligo.vocabulary import concepts
from eligo.vocabulary.concepts import parts
from eligo.vocabulary.names import key

DATA = Path(__file__).parents[3] / "engine" / "eligo" / "vocabulary" / "data"
WORDED = ("settings", "stops", "responses")

Row = dict[str, str]


def read(table: str) -> list[Row]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_traits_speak_of() -> None:
    allowed = {
        "extent": {"localized", "locally advanced", "metastatic", "oligometastatic"},
        "resectability": {"resectable", "borderline resectable", "unresectable"},
        "course": {"stable", "progressing", "responding", "in remission"},
        **{attribute: {"yes", "no"} for attribute in ("recurrent", "refractory", "symptomatic", "treated")},
    }
    for row in read("traits"):
        values = {*parts(row["values"]), *parts(row["maybe"])}
        assert parts(row["values"]) and values <= allowed[row["attribute"]], row["name"]


@pytest.mark.parametrize("table", WORDED)
def test_names_that_count_for_a_name_are_in_the_table(table: str) -> None:
    rows = read(table)
    names = {row["name"] for row in rows}
    for row in rows:
        values, maybe = parts(row.get("values")), parts(row["maybe"])
        assert {*values, *maybe} <= names, row["name"]
        assert not {*values, row["name"]} & set(maybe), row["name"]


@pytest.mark.parametrize("table", WORDED)
def test_a_word_of_records_means_one_thing(table: str) -> None:
    found: dict[str, str] = {}
    for row in read(table):
        texts = (row["name"], *parts(row["spellings"]), *parts(row.get("exact")), *parts(row["words"]))
        assert [one for one in texts if found.setdefault(key(one), row["name"]) != row["name"]] == []


def test_responses_have_a_rank_or_are_questions() -> None:
    for row in read("responses"):
        if row["name"] in parts(row["values"]):
            assert int(row["rank"]) > 0 and row["scale"]
        else:
            assert not row["rank"] and not row["words"] and "record" in row["note"]


@pytest.mark.parametrize("better", ["complete response", "very good partial response", "partial response"])
def test_which_response_is_better(better: str) -> None:
    rank = {row["name"]: int(row["rank"]) for row in read("responses") if row["rank"]}
    assert rank[better] > rank["stable disease"] > rank["progressive disease"]


INSIDE, OPEN, OUTSIDE = "inside", "open", "outside"


def place(site: str, asked: str) -> str:
    if site == asked or asked in concepts.ancestors("site", site):
        return INSIDE
    return OPEN if site in concepts.overlaps("site", asked) else OUTSIDE


@pytest.mark.parametrize(
    ("site", "asked", "where"),
    [
        ("brain", "central nervous system", INSIDE),
        ("cerebellum", "brain", INSIDE),
        ("liver", "abdomen", INSIDE),
        ("kidney", "abdomen", INSIDE),
        ("femur", "bone", INSIDE),
        ("femur", "lower extremity", INSIDE),
        ("lumbar spine", "spine", INSIDE),
        ("prostate", "pelvis", INSIDE),
        ("mediastinal lymph node", "thorax", INSIDE),
        ("larynx", "head and neck", INSIDE),
        ("abdomen", "liver", OPEN),
        ("body", "liver", OPEN),
        ("brain", "head and neck", OPEN),
        ("breast", "thorax", OPEN),
        ("thoracic spine", "thorax", OPEN),
        ("esophagus", "thorax", OPEN),
        ("gastroesophageal junction", "stomach", OPEN),
        ("ovary", "abdomen", OPEN),
        ("skin", "thorax", OPEN),
        ("lymph node", "neck", OPEN),
        ("bone marrow", "bone", OPEN),
        ("liver", "brain", OUTSIDE),
        ("lung", "abdomen", OUTSIDE),
        ("stomach", "liver", OUTSIDE),
        ("thorax", "abdomen", OUTSIDE),
        ("prostate", "abdomen", OUTSIDE),
        ("rib", "lung", OUTSIDE),
        ("femur", "spine", OUTSIDE),
    ],
)
def test_places_of_the_body(site: str, asked: str, where: str) -> None:
    assert {site, asked} <= set(concepts.table("site"))
    assert place(site, asked) == where


def test_every_place_is_in_the_body() -> None:
    assert [name for name in concepts.table("site") if name != "body" and place(name, "body") != INSIDE] == []
