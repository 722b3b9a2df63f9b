"""The tables of genes, variants and exons: whole, sourced, of one mind with each other."""

import csv
import re
from pathlib import Path

import pytest

import eligo.vocabulary.variant_tables as module
from eligo.core.parts import Variant
from eligo.vocabulary.variant_tables import filled, genes, implied, spellings

DATA = Path(module.__file__).parent / "data"
COLUMNS = {
    "genes": ["name", "spellings", "exact", "members", "kind", "role", "plain", "implies", "source", "note"],
    "variants": ["gene", "variant", "exon", "form", "effect", "source"],
    "exons": ["gene", "exon", "first", "last", "source"],
}
FORMS = {"", "substitution", "deletion", "insertion", "duplication", "skipping"}


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_a_table_is_whole_and_tidy(table: str) -> None:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    assert header == COLUMNS[table]
    assert [line for line in lines if len(line) != len(header)] == []
    assert [cell for line in lines for cell in line if cell != cell.strip() or "||" in cell or cell[:1] == "|"] == []
    assert [line for line in lines if not line[header.index("source")]] == []


def test_what_an_aberration_implies_is_a_fusion_of_known_genes() -> None:
    implying = [row for row in rows("genes") if row["implies"]]
    assert {row["kind"] for row in implying} == {"aberration"}
    for row in implying:
        made = implied(row["name"])
        assert made is not None and made.kind == "fusion"
        assert {made.gene, made.partner} <= {*genes(), ""}
        assert row["implies"] == "::".join(filter(None, (made.partner, made.gene))) + " fusion"
    assert implied("del(17p)") is None and implied("BCL2") is None


def test_names_are_unique_and_in_order() -> None:
    names = [row["name"] for row in rows("genes")]
    assert len(set(names)) == len(names) == len(genes())
    for kind in ("gene", "group", "locus"):
        some = [row["name"] for row in rows("genes") if row["kind"] == kind]
        assert some == sorted(some)


def test_closed_columns() -> None:
    assert {row["kind"] for row in rows("genes")} == {"gene", "group", "locus", "aberration"}
    assert {row["role"] for row in rows("genes")} == {"", "oncogene", "suppressor", "partner"}
    assert {row["plain"] for row in rows("genes")} == {"", "mutation", "fusion", "mutation|fusion", "word"}
    assert {row["form"] for row in rows("variants")} <= FORMS
    assert {row["effect"] for row in rows("variants")} == {"", "activating", "inactivating"}


def test_a_group_is_made_of_genes() -> None:
    kinds = {row["name"]: row["kind"] for row in rows("genes")}
    for row in rows("genes"):
        members = row["members"].split("|") if row["members"] else []
        assert (len(members) >= 2) == (row["kind"] == "group"), row["name"]
        assert {kinds[member] for member in members} <= {"gene"}, row["name"]


def test_a_spelling_means_one_gene() -> None:
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for some in spellings().values():
        for one in some:
            assert (exact if one.exact else loose).setdefault(one.text, one.gene) == one.gene, one.text
    assert {text: gene for text, gene in exact.items() if loose.get(text.lower(), gene) != gene} == {}
    folded: dict[str, str] = {}
    for text, gene in exact.items():  # a record is read without case
        assert folded.setdefault(text.lower(), gene) == gene, text


def test_variants_and_exons_are_of_genes() -> None:
    named = {row["name"] for row in rows("genes") if row["kind"] == "gene"}
    assert {row["gene"] for table in ("variants", "exons") for row in rows(table)} <= named
    pairs = [(row["gene"], row["variant"]) for row in rows("variants")]
    assert len(set(pairs)) == len(pairs)


def test_exons_follow_one_another() -> None:
    by_gene: dict[str, list[tuple[int, int, int]]] = {}
    for row in rows("exons"):
        by_gene.setdefault(row["gene"], []).append((int(row["exon"]), int(row["first"]), int(row["last"])))
    for gene, some in by_gene.items():
        assert some == sorted(some), gene
        flat = [codon for _, first, last in some for codon in (first, last)]
        assert flat == sorted(flat), gene
        assert len({exon for exon, _, _ in some}) == len(some), gene


def test_the_exon_of_a_variant_is_that_of_its_codon() -> None:
    """What variants.csv says of an exon and what exons.csv says agree."""
    spans = {
        (row["gene"], codon): row["exon"]
        for row in rows("exons")
        for codon in range(int(row["first"]), int(row["last"]) + 1)
    }
    for row in rows("variants"):
        site = re.fullmatch(r"[A-Z](\d+)[A-Z]?", row["variant"])
        if site and row["exon"]:
            assert spans.get((row["gene"], int(site[1])), row["exon"]) == row["exon"], row


def test_filling_twice_changes_nothing_and_keeps_what_was_told() -> None:
    for row in rows("variants"):
        told = Variant(
            row["gene"], "mutation", change=row["variant"] if re.search(r"[A-Z]\d+[A-Z]$", row["variant"]) else ""
        )
        once = filled(told)
        assert filled(once) == once
        assert (once.gene, once.kind, once.change) == (told.gene, told.kind, told.change)
        if told.change:
            assert (once.effect, once.form) == (row["effect"], "substitution"), row
