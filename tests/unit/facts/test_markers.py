"""The biomarkers of a profile: what was found, what was ruled out, what is left open."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from eligo.core.parts import Variant
from eligo.facts.patient import Interval, Marker, Patient
from eligo.facts.profile import ProfileError
from eligo.testing.profiles import read
from unit.docs import pages

L858R = Variant("EGFR", "mutation", "substitution", 21, 858, "L858R", "activating")
EXON_19 = Variant("EGFR", "mutation", "deletion", 19, effect="activating")
ALK = Variant("ALK", "fusion")
MUTATED = Variant("EGFR", "mutation")


def patient(*entries: dict[str, Any]) -> Patient:
    return read({"id": "P", "reference_date": "2025-03-01", "biomarkers": list(entries)})


def marker(**entry: Any) -> Marker:
    (found,) = patient(entry).markers
    return found


def told(**entry: Any) -> tuple[str, tuple[Variant, ...]]:
    found = marker(**entry)
    return found.status, found.variants


def notes(**entry: Any) -> list[str]:
    return [note.removeprefix("biomarkers[0]: ") for note in patient(entry).notes]


def test_a_finding_has_its_place_its_label_and_its_day() -> None:
    found = patient({"gene": "KRAS", "status": "wild type"}, {"gene": "EGFR", "alteration": "L858R", "date": "2025-01"})
    assert [one.path for one in found.markers] == ["biomarkers[0]", "biomarkers[1]"]
    assert [one.label for one in found.markers] == ["KRAS", "EGFR L858R"]
    days = [one.day for one in found.markers]
    assert days[0] is None
    assert days[1] is not None
    assert str(days[1]) == "2025-01"
    assert found.notes == ()


@pytest.mark.parametrize(
    ("entry", "status", "variants"),
    [
        ({"gene": "EGFR", "alteration": "L858R", "status": "present"}, "present", (L858R,)),
        ({"gene": "EGFR", "alteration": "L858R"}, "present", (L858R,)),
        ({"gene": "EGFR", "alteration": "L858R", "status": "mutated"}, "present", (L858R,)),
        ({"gene": "EGFR", "status": "L858R"}, "present", (L858R,)),
        ({"name": "EGFR", "status": "L858R"}, "present", (L858R,)),
        ({"gene": "EGFR", "alteration": "mutation", "status": "L858R"}, "present", (L858R,)),
        ({"name": "MET", "status": "amplified"}, "present", (Variant("MET", "amplification"),)),
        ({"gene": "EGFR", "value": "L858R"}, "present", (L858R,)),
        ({"name": "EGFR p.L858R", "status": "detected"}, "present", (L858R,)),
        ({"gene": "EGFR", "name": "EGFR L858R"}, "present", (L858R,)),
        ({"gene": "EGFR", "alteration": "L858R", "status": "not detected"}, "absent", (L858R,)),
        ({"name": "EGFR L858R", "value": "negative"}, "absent", (L858R,)),
        ({"gene": "EGFR", "status": "absent"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "status": "wild type"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "alteration": "wild type"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "alteration": "wild type", "status": "present"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "alteration": "none", "status": "not detected"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "status": "no mutation detected"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "status": "unmutated"}, "absent", (MUTATED,)),
        ({"gene": "EGFR", "status": "mutated"}, "present", (MUTATED,)),
        ({"gene": "ALK", "status": "positive"}, "present", (ALK,)),
        ({"gene": "ALK", "status": "negative"}, "absent", (ALK,)),
        ({"name": "ALK-negative"}, "absent", (ALK,)),
        ({"gene": "MET", "status": "amplified"}, "present", (Variant("MET", "amplification"),)),
        ({"gene": "MET", "status": "not amplified"}, "absent", (Variant("MET", "amplification"),)),
        ({"name": "del(17p)"}, "present", (Variant("del(17p)", "aberration"),)),
        ({"gene": "TP53", "alteration": "del(17p)"}, "present", (Variant("del(17p)", "aberration"),)),
        ({"gene": "EGFR", "alteration": "L858R", "status": "pending"}, "unknown", (L858R,)),
        ({"gene": "EGFR", "alteration": "L858R", "status": "positive?"}, "unknown", (L858R,)),
        ({"gene": "EGFR", "alteration": "L858R", "value": 0.25, "unit": "VAF"}, "present", (L858R,)),
    ],
)  # fmt: skip
def test_what_is_told_is_found_or_ruled_out(entry: dict[str, Any], status: str, variants: tuple[Variant, ...]) -> None:
    assert told(**entry) == (status, variants)
    assert notes(**entry) == []


def test_a_group_is_told_of_each_gene() -> None:
    fused = tuple(Variant(gene, "fusion", partner="ETV6") for gene in ("NTRK1", "NTRK2", "NTRK3"))
    assert told(gene="NTRK", alteration="fusion", partner="ETV6") == ("present", fused)
    status, variants = told(gene="RAS", status="wild type")
    assert status == "absent"
    assert {one.gene for one in variants} == {"KRAS", "NRAS", "HRAS"}


@pytest.mark.parametrize(
    ("entry", "status", "note"),
    [
        ({"gene": "EGFR"}, "unknown", "it doesn't say what was found"),
        ({"name": "EGFR tested"}, "unknown", "it doesn't say what was found"),
        ({"gene": "EGFR", "value": 25}, "unknown", "it doesn't say what was found"),
        ({"gene": "EGFR", "alteration": "L858R", "value": 0, "unit": "%"}, "unknown", "it doesn't say what was found"),
        ({"gene": "EGFR", "alteration": "L858R", "value": "<1"}, "unknown", "it doesn't say what was found"),
        ({"gene": "EGFR", "status": "negative"}, "unknown", "it doesn't say which alteration of EGFR isn't there"),
        ({"gene": "EGFR", "alteration": "wild type", "status": "absent"}, "unknown", "may mean either"),
        ({"gene": "EGFR", "alteration": "no mutation", "status": "negative"}, "unknown", "may mean either"),
        ({"gene": "EGFR", "alteration": "none", "status": "present"}, "unknown", "says absent, the status present"),
        ({"gene": "EGFR", "alteration": "L858R", "status": "T790M"}, "unknown", "says L858R, the status T790M"),
        ({"gene": "EGFR", "alteration": "mutation", "status": "no T790M"}, "unknown", "the status T790M"),
        ({"name": "EGFR mutation positive", "status": "absent"}, "unknown", "says present, the status absent"),
        ({"gene": "EGFR", "alteration": "T790M", "status": "yes", "value": "absent"}, "unknown", "different things"),
        ({"gene": "EGFR", "alteration": "odd thing", "status": "absent"}, "unknown", "'odd thing' isn't known"),
        ({"gene": "EGFR", "alteration": "L858R", "status": "odd thing"}, "unknown", "status 'odd thing' isn't known"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_unknown_and_noted(entry: dict[str, Any], status: str, note: str) -> None:
    found = marker(**entry)
    assert (found.status, {one.gene for one in found.variants}) == (status, {"EGFR"})
    assert any(note in one for one in notes(**entry))


@pytest.mark.parametrize("name", ["odd marker", "L858R"])
def test_a_name_that_is_not_understood_may_be_anything(name: str) -> None:
    assert told(name=name, status="present") == ("unknown", ())
    assert told(name=name, status="absent") == ("absent", ())
    assert notes(name=name, status="absent") == [f"the name {name!r} isn't known"]


def test_an_unknown_gene_is_noted_and_two_genes_contradict_each_other() -> None:
    assert told(gene="FOO1", alteration="X1Y") == ("unknown", ())
    assert notes(gene="FOO1", alteration="X1Y") == ["the gene 'FOO1' isn't known"]
    assert told(gene="EGFR", alteration="KRAS G12C") == ("unknown", ())
    assert notes(gene="EGFR", alteration="KRAS G12C") == ["the gene is EGFR, the alteration 'KRAS G12C'"]


def test_another_than_one_is_not_the_absence_of_that_one() -> None:
    status, variants = told(gene="BRAF", alteration="non-V600E mutation")
    assert (status, variants) == ("present", (Variant("BRAF", "mutation"),))
    assert told(gene="BRAF", alteration="non-V600E mutation", status="absent")[0] == "unknown"


def test_what_is_only_partly_understood_rules_nothing_out() -> None:
    assert told(gene="BRCA1", alteration="c.68_69del", status="present") == ("present", (Variant("BRCA1", "mutation"),))
    assert told(gene="BRCA1", alteration="c.68_69del", status="absent")[0] == "unknown"
    assert notes(gene="BRCA1", alteration="c.68_69del") == ["not all of 'BRCA1 c.68_69del' is understood"]


def test_the_entries_of_the_documentation_are_understood() -> None:
    block = pages.text("docs/patient.md").split("## biomarkers")[1].split("```json")[1].split("```")[0]
    found = patient(*json.loads(block))
    assert found.notes == ()
    assert [one.status for one in found.markers].count("covered") == 2
    assert {*found.results, *found.tests} >= {"pdl1_tps", "MSI status"}


# -- keys beside the texts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "variant"),
    [
        ({"gene": "EGFR", "exon": 19, "alteration": "deletion"}, EXON_19),
        ({"gene": "EGFR", "exon": 21, "codon": 858, "alteration": "L858R"}, L858R),
        ({"gene": "EGFR", "exon": 20, "status": "present"}, Variant("EGFR", "mutation", exon=20)),
        ({"gene": "KRAS", "codon": 12}, Variant("KRAS", "mutation", "", 2, 12, effect="activating")),
        ({"gene": "MET", "exon": 14, "alteration": "skipping"},
         Variant("MET", "mutation", "skipping", 14, effect="activating")),
        ({"gene": "ALK", "partner": "EML4"}, Variant("ALK", "fusion", partner="EML4")),
        ({"gene": "ALK", "alteration": "fusion", "partner": "EML4"}, Variant("ALK", "fusion", partner="EML4")),
        ({"gene": "EML4", "alteration": "fusion", "partner": "ALK"}, Variant("ALK", "fusion", partner="EML4")),
        ({"gene": "ALK", "alteration": "EML4-ALK", "partner": "EML4"}, Variant("ALK", "fusion", partner="EML4")),
    ],
)  # fmt: skip
def test_keys_fill_what_the_text_leaves_open(entry: dict[str, Any], variant: Variant) -> None:
    assert told(**entry) == ("present", (variant,))
    assert notes(**entry) == []


@pytest.mark.parametrize(
    ("entry", "variant", "note"),
    [
        ({"gene": "EGFR", "alteration": "L858R", "exon": 20}, MUTATED, "the text says exon 21, the key 20"),
        ({"gene": "EGFR", "alteration": "L858R", "codon": 790}, MUTATED, "the text says codon 858, the key 790"),
        ({"gene": "ALK", "alteration": "fusion", "exon": 20}, ALK, "the exon isn't used beside fusion"),
        ({"gene": "ALK", "partner": "odd"}, ALK, "the partner 'odd' isn't known"),
        ({"gene": "ALK", "alteration": "EML4-ALK", "partner": "KIF5B"}, ALK, "the text says EML4, the partner KIF5B"),
        ({"gene": "EGFR", "alteration": "L858R", "partner": "ALK"}, L858R, "the partner isn't used beside mutation"),
    ],
)
def test_a_key_that_contradicts_leaves_open_which_it_is(entry: dict[str, Any], variant: Variant, note: str) -> None:
    assert told(**entry) == ("present", (variant,))
    assert notes(**entry) == [note]
    assert told(**entry, status="absent")[0] == "unknown"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"origin": "hereditary", "significance": "LP"}, {"origin": "germline", "significance": "likely pathogenic"}),
        ({"status": "VUS"}, {"significance": "uncertain"}),
        ({"alteration": "germline mutation", "zygosity": "het"}, {"origin": "germline", "zygosity": "heterozygous"}),
        ({"method": "immunohistochemistry", "specimen": "tumour tissue"}, {"method": "IHC", "specimen": "tumor"}),
        ({"method": " "}, {}),
    ],
)
def test_words_of_the_table_are_said_in_one_way(keys: dict[str, Any], said: dict[str, str]) -> None:
    found = marker(**{"gene": "BRCA1", "status": "present", **keys})
    assert (found.status, dict(found.said)) == ("present", said)


def test_words_that_are_not_known_or_contradict_are_kept_behind_a_mark() -> None:
    assert dict(marker(gene="BRCA1", status="present", method="odd").said) == {"method": "?odd"}
    assert notes(gene="BRCA1", status="present", method="odd") == ["the method 'odd' isn't known"]
    twice = {"name": "germline BRCA1 mutation", "origin": "somatic"}
    assert dict(marker(**twice).said) == {"origin": "?germline by the text, somatic by the key"}
    assert notes(**twice) == ["the text says germline, the origin somatic"]


def test_copies_are_a_number_or_an_interval_and_say_nothing_of_an_amplification() -> None:
    found = marker(gene="MET", alteration="amplification", copies=">=6")
    assert (found.status, found.copies) == ("present", Interval(Fraction(6), None))
    alone = marker(gene="MET", copies=8)
    assert (alone.status, alone.copies) == ("unknown", Interval(Fraction(8), Fraction(8)))
    assert marker(gene="MET", copies="many").copies is None
    assert "the copies 'many' are no number" in notes(gene="MET", copies="many")
    with pytest.raises(ProfileError, match="fewer than 0") as error:
        patient({"gene": "EGFR"}, {"gene": "MET", "copies": -1})
    assert error.value.place == ("biomarkers", 1, "copies")


# -- alleles, assays, results -----------------------------------------------------------------------


def alleles(**entry: Any) -> list[tuple[str, str, str | None]]:
    made = patient(entry).markers
    return [(one.status, one.variants[0].change, one.said.get("zygosity")) for one in made]


def test_two_alleles_are_a_whole_typing() -> None:
    both = [("present", "02:01", "heterozygous"), ("present", "24:02", "heterozygous"), ("covered", "", None)]
    assert alleles(gene="HLA-A", alleles=["02:01", "*24:02"]) == both
    assert alleles(name="HLA-A*02:01/24:02") == both
    assert alleles(gene="HLA-A", alleles=["02:01"]) == [("present", "02:01", None)]
    assert alleles(name="HLA-A*02:01", value="positive") == [("present", "02:01", None)]
    assert alleles(name="HLA-A*02:01", value="negative") == [("absent", "02:01", None)]


def test_two_equal_alleles_are_homozygous() -> None:
    same = [("present", "*28", "homozygous"), ("covered", "", None)]
    assert alleles(gene="UGT1A1", alleles=["*28", "28"]) == same
    assert alleles(name="UGT1A1 *28/*28") == same
    assert alleles(gene="UGT1A1", alteration="*28/*28") == same


def test_alleles_that_are_doubtful_type_nothing() -> None:
    assert alleles(gene="HLA-A", alleles=["02:01", "02"])[0] == ("present", "02:01", None)
    assert alleles(gene="HLA-A", alleles=["02:01", "B*07:02"])[1] == ("unknown", "", None)
    odd = [("present", "02:01", None), ("unknown", "", None)]
    assert alleles(gene="HLA-A", alleles=["02:01", "odd!"]) == odd
    assert notes(gene="HLA-A", alleles=["02:01", "odd!"]) == ["the allele 'HLA-A odd!' isn't known"]
    denied = alleles(gene="HLA-A", alleles=["02:01", "24:02"], status="absent")
    assert [status for status, *_ in denied] == ["unknown", "unknown"]
    assert alleles(gene="HLA-A", alleles=["02:01"], status="absent") == [("absent", "02:01", None)]
    assert alleles(gene="HLA-A", alleles=["2:1", "24:02"], status="failed")[0][0] == "unknown"


def test_an_assay_covers_what_it_looked_for() -> None:
    found = marker(assay="panel of 50", covers=["EGFR", "ALK fusion", "HLA-A", "odd"], significance="benign")
    assert (found.label, found.status, dict(found.said)) == ("panel of 50", "covered", {})
    assert found.variants == (MUTATED, ALK, Variant("HLA-A", "allele"))
    assert notes(covers=["odd"]) == ["the covered alteration 'odd' isn't known"]
    assert marker(covers=["EGFR"], status="negative").status == "covered"
    assert marker(covers=["EGFR"], status="failed").status == "unknown"
    assert marker(covers=["EGFR"], status="positive").status == "unknown"
    beside = patient({"gene": "EGFR", "alteration": "L858R", "covers": ["KRAS"], "status": "absent"}).markers
    assert [(one.status, one.variants[0].gene) for one in beside] == [("absent", "EGFR"), ("covered", "KRAS")]


@pytest.mark.parametrize("entry", [{}, {"assay": "panel"}, {"date": "2025-01", "value": 3}, {"gene": " "}])
def test_an_entry_about_nothing_is_noted(entry: dict[str, Any]) -> None:
    found = patient(entry)
    assert found.markers == ()
    assert found.notes == ("biomarkers[0]: it says neither what was looked for nor what was found",)


def test_a_named_measure_is_a_result() -> None:
    found = patient({"name": "PD-L1 TPS", "value": 60, "unit": "%", "date": "2025-01-02", "method": "IHC"})
    (result,) = found.results["pdl1_tps"]
    assert (result.path, str(result.day)) == ("biomarkers[0]", "2025-01-02")
    assert result.interval == Interval(Fraction(60), Fraction(60))
    assert found.markers == ()
    (odd,) = patient({"name": "PD-L1 TPS", "value": 60, "unit": "furlong"}).results["pdl1_tps"]
    assert odd.problem is not None
    assert odd.problem[0] == "unit_unusable"


def test_a_named_measure_is_refused_where_a_result_is() -> None:
    with pytest.raises(ProfileError) as error:
        patient({"name": "PD-L1 TPS", "value": "1e99", "unit": "%"})
    assert error.value.place == ("biomarkers", 0, "value")


def test_a_tumor_marker_is_measured_in_tissue() -> None:
    assert list(patient({"name": "Ki-67", "value": 20, "unit": "%", "specimen": "tumor tissue"}).results) == ["ki67"]
    of_blood = {"name": "Ki-67", "value": 20, "unit": "%", "specimen": "blood"}
    assert patient(of_blood).results == {}
    assert notes(**of_blood) == ["Ki-67 of blood isn't used; rules speak of tissue"]


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "MSI status", "status": "MSI-H"},
        {"name": "MSI", "value": "MSI-H"},
        {"gene": "MSI", "status": "MSI-H"},
        {"gene": "MSI", "status": "high"},
        {"name": "MSI-H"},
        {"name": "MSI-H", "status": "present"},
    ],
)
def test_a_named_test_is_a_result(entry: dict[str, Any]) -> None:
    found = patient(entry)
    assert [(one.path, one.word) for one in found.tests["MSI status"]] == [("biomarkers[0]", "MSI-H")]
    assert found.markers == ()


def test_a_word_that_is_denied_is_another_one_or_none() -> None:
    assert [one.word for one in patient({"name": "MSI-H", "status": "absent"}).tests["MSI status"]] == ["not MSI-H"]
    assert [one.word for one in patient({"name": "MSS", "status": "absent"}).tests["MSI status"]] == [""]


def test_a_finding_that_is_one_word_of_one_test_is_its_answer() -> None:
    assert [one.word for one in patient({"name": "dMMR"}).tests["MMR status"]] == ["deficient"]


def test_a_gene_with_a_test_of_its_own_is_answered_by_that_test() -> None:
    found = patient({"gene": "HER2", "status": "positive"})
    assert [one.word for one in found.tests["HER2 status"]] == ["positive"]
    assert found.markers == ()
    assert told(gene="HER2", status="amplified") == ("present", (Variant("ERBB2", "amplification"),))
    assert told(gene="ERBB2", status="present") == ("present", (Variant("ERBB2"),))


def test_a_gene_is_no_measure_of_the_same_letters() -> None:
    assert told(name="EGFR", status="mutated") == ("present", (MUTATED,))
    assert told(name="EGFR", status="negative") == ("unknown", (Variant("EGFR"),))
