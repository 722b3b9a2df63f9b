"""Alterations: found, ruled out, contradicted, or not tested."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from asking import HERE, TODAY, ago, ask, before, missing, reasons
from eligo.core.nodes import Altered, Copies, Where
from eligo.evaluate.compiled import Compiled
from eligo.evaluate.deciding import may_change
from eligo.evaluate.screening import screen
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Trace
from eligo.testing.profiles import read
from eligo.vocabulary.variants import read as named
from strategies import one_rule

PANEL = {"assay": "panel of 50 genes", "covers": ["EGFR mutation", "KRAS mutation", "ALK fusion"]}


def altered(*names: str, excluding: tuple[str, ...] = (), asks: Any = "found", window: Any = None, where: Any = ()):
    """The node for any of these names."""

    def variants(texts: tuple[str, ...]):
        return tuple(one for text in texts for one in named(text).variants)

    return Altered(variants(names), variants(excluding), asks, tuple(where), window, HERE)


def having(**said: str):
    return [Where(attribute, (value,)) for attribute, value in said.items()]


def entry(name: str, status: str = "present", day: int | str | None = 30, **more: Any) -> dict[str, Any]:
    made = {"name": name, "status": status, **more}
    return made if day is None else made | {"date": ago(day) if isinstance(day, int) else day}


def panel(day: int | None = 30, **more: Any) -> dict[str, Any]:
    return PANEL | more | ({} if day is None else {"date": ago(day)})


def of(node: Altered, *entries: dict[str, Any], **profile: Any) -> Trace:
    made = ask(node, biomarkers=list(entries), **profile)
    assert (made.truth is UNKNOWN) == bool(made.gaps)
    return made


EGFR, L858R, PATHOGENIC = altered("EGFR mutation"), altered("EGFR L858R"), having(significance="pathogenic")
BRCA = altered("BRCA1/2 mutation")


# -- found and ruled out -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "entries", "truth"),
    [
        (EGFR, [], UNKNOWN),
        (EGFR, [entry("EGFR L858R")], TRUE),
        (altered("EGFR exon 21 mutation"), [entry("EGFR L858R")], TRUE),
        (altered("EGFR activating mutation"), [entry("EGFR L858R")], TRUE),
        (L858R, [entry("EGFR mutation")], UNKNOWN),
        (L858R, [entry("EGFR exon 19 deletion")], UNKNOWN),
        (L858R, [entry("EGFR mutation", "absent")], FALSE),
        (EGFR, [entry("EGFR L858R", "absent")], UNKNOWN),
        (EGFR, [entry("EGFR amplification")], UNKNOWN),
        (EGFR, [entry("KRAS mutation", "absent")], UNKNOWN),
        (EGFR, [panel()], FALSE),
        (EGFR, [panel(), entry("EGFR L858R")], TRUE),
        (EGFR, [panel(None), entry("EGFR L858R", day=None)], TRUE),
        (L858R, [panel(), entry("EGFR exon 19 deletion")], FALSE),
        (L858R, [panel(), entry("EGFR mutation")], UNKNOWN),
        (altered("ROS1 fusion"), [panel()], UNKNOWN),
        (altered("ALK fusion"), [entry("EML4-ALK fusion")], TRUE),
        (altered("EGFR exon 19 deletion", "EGFR L858R"), [entry("EGFR L858R", "absent")], UNKNOWN),
        (altered("EGFR exon 19 deletion", "EGFR L858R"), [entry("EGFR mutation", "absent")], FALSE),
        (altered("RAS mutation"), [entry("KRAS G12C")], TRUE),
        (altered("RAS mutation"), [entry("RAS mutation")], TRUE),
        (altered("KRAS mutation"), [entry("RAS mutation")], UNKNOWN),
        (altered("KRAS mutation"), [entry("RAS mutation", "absent")], FALSE),
        (altered("RAS mutation"), [entry("KRAS mutation", "absent")], UNKNOWN),
        (EGFR, [entry("KRAS wild type", ""), entry("EGFR wild type", "")], FALSE),
        (EGFR, [entry("EGFR mutation", "unknown")], UNKNOWN),
        (EGFR, [entry("EGFR mutation", "unknown", 40), entry("EGFR mutation", "absent", 30)], FALSE),
        (EGFR, [entry("EGFR mutation", "unknown", 20), entry("EGFR mutation", "absent", 30)], UNKNOWN),
        (L858R, [entry("EGFR mutation", day=30), entry("EGFR L858R", "absent", 30)], FALSE),
        (L858R, [entry("EGFR mutation", day=20), entry("EGFR L858R", "absent", 30)], UNKNOWN),
        (L858R, [entry("EGFR mutation", day=None), entry("EGFR L858R", "absent", 30)], UNKNOWN),
        (altered("EGFR mutation", excluding=("EGFR T790M",)), [entry("EGFR T790M")], UNKNOWN),
        (altered("EGFR mutation", excluding=("EGFR T790M",)), [entry("EGFR L858R")], TRUE),
        (altered("EGFR mutation", excluding=("EGFR T790M",)), [entry("EGFR mutation")], UNKNOWN),
        (altered("EGFR mutation", excluding=("EGFR T790M",)), [entry("EGFR mutation", "absent")], FALSE),
    ],
)  # fmt: skip
def test_what_was_found_and_what_was_not(node, entries, truth):
    entries = [{key: value for key, value in one.items() if value != ""} for one in entries]
    assert of(node, *entries).truth is truth


@pytest.mark.parametrize(
    ("present", "absent", "truth"),
    [(40, 30, UNKNOWN), (30, 30, UNKNOWN), (30, None, UNKNOWN), (None, 30, UNKNOWN), (None, None, UNKNOWN),
     (30, 40, TRUE), ("2025", "2024", TRUE), ("2025", "2025", UNKNOWN)],
)  # fmt: skip
def test_the_later_of_a_finding_and_an_absence(present, absent, truth):
    made = of(EGFR, entry("EGFR L858R", day=present), entry("EGFR mutation", "absent", absent))
    assert made.truth is truth
    assert truth is TRUE or reasons(made) == ["conflicting_records"]


def test_an_assay_of_a_later_day_that_no_longer_finds_it_conflicts():
    assert reasons(of(L858R, entry("EGFR L858R", day=60), panel(30))) == ["conflicting_records"]
    assert of(L858R, entry("EGFR L858R", day=30), panel(60)).truth is TRUE


def test_an_absence_of_something_else_is_no_conflict():
    assert of(EGFR, entry("EGFR L858R", day=60), entry("EGFR T790M", "absent", 30)).truth is TRUE
    assert of(EGFR, entry("EGFR L858R", day=60), entry("EGFR L858R", "absent", 30), entry("EGFR L861Q")).truth is TRUE


def test_an_unknown_name_leaves_open_what_an_assay_did_not_find():
    odd = entry("odd marker of nobody")
    assert reasons(of(EGFR, odd)) == ["name_unknown", "not_recorded"]
    assert reasons(of(EGFR, odd, panel())) == ["name_unknown"]
    assert of(EGFR, odd, entry("EGFR L858R")).truth is TRUE
    assert of(EGFR, odd, entry("EGFR mutation", "absent")).truth is FALSE


# -- what is said of it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "where", "truth"),
    [
        ({"origin": "germline"}, having(origin="germline"), TRUE),
        ({"origin": "somatic"}, having(origin="germline"), UNKNOWN),
        ({}, having(origin="germline"), UNKNOWN),
        ({"significance": "uncertain"}, (), UNKNOWN),
        ({"significance": "likely benign"}, (), UNKNOWN),
        ({"significance": "pathogenic"}, PATHOGENIC, TRUE),
        ({"significance": "likely pathogenic"}, PATHOGENIC, UNKNOWN),
        ({}, PATHOGENIC, UNKNOWN),
        ({"method": "NGS"}, having(method="NGS"), TRUE),
        ({"method": "PCR"}, having(method="NGS"), UNKNOWN),
        ({"method": "odd word"}, having(method="NGS"), UNKNOWN),
        ({"zygosity": "homozygous"}, having(zygosity="homozygous"), TRUE),
        ({"specimen": "blood"}, having(specimen="tumor"), UNKNOWN),
    ],
)
def test_what_an_entry_says_of_itself(said, where, truth):
    node = altered("BRCA1 mutation", where=where)
    assert of(node, entry("BRCA1 mutation", **said)).truth is truth


def test_a_key_that_is_missing_is_named():
    made = of(altered("BRCA1 mutation", where=having(origin="germline")), entry("BRCA1 mutation"))
    assert made.gaps[0].fact == "origin of BRCA1 mutation" and made.gaps[0].reason == "not_recorded"
    odd = of(altered("BRCA1 mutation", where=having(method="NGS")), entry("BRCA1 mutation", method="odd word"))
    assert odd.gaps[0].reason == "name_unknown" and "odd word" in odd.gaps[0].detail


def test_a_hot_spot_with_a_known_effect_is_pathogenic():
    assert of(altered("EGFR mutation", where=PATHOGENIC), entry("EGFR L858R")).truth is TRUE
    assert of(altered("EGFR mutation", where=PATHOGENIC), entry("EGFR mutation")).truth is UNKNOWN


def test_a_benign_variant_does_not_count_beside_an_absence():
    assert of(BRCA, entry("BRCA1 mutation", significance="benign"), entry("BRCA1/2 mutation", "absent")).truth is FALSE
    vus = entry("BRCA1 mutation", significance="uncertain")
    assert of(BRCA, vus, entry("BRCA1/2 mutation", "absent")).truth is UNKNOWN


@pytest.mark.parametrize(
    ("origin", "asked", "truth"),
    [("somatic", "germline", UNKNOWN), ("germline", "somatic", UNKNOWN), (None, "germline", FALSE),
     ("germline", "germline", FALSE), ("germline", None, UNKNOWN), (None, None, FALSE)],
)  # fmt: skip
def test_an_absence_of_one_origin(origin, asked, truth):
    said = {"origin": origin} if origin else {}
    node = altered("BRCA1/2 mutation", where=having(origin=asked) if asked else ())
    assert of(node, entry("BRCA1/2 mutation", "absent", **said)).truth is truth


def test_absences_of_both_origins_rule_it_out():
    each = [entry("BRCA1/2 mutation", "absent", origin=origin) for origin in ("germline", "somatic")]
    assert of(BRCA, *each).truth is FALSE


def test_a_tumor_finding_without_its_origin_beside_a_negative_germline_test():
    germline = altered("BRCA1/2 mutation", where=having(origin="germline"))
    found, negative = entry("BRCA1 mutation", day=60), entry("BRCA1/2 mutation", "absent", 30, origin="germline")
    assert of(germline, found, negative).truth is FALSE
    assert of(BRCA, found, negative).truth is TRUE


def test_an_absence_counts_for_the_method_that_it_was_found_by():
    node = altered("ALK fusion", where=having(method="FISH"))
    assert of(node, entry("ALK fusion", "absent", method="FISH")).truth is FALSE
    assert of(node, entry("ALK fusion", "absent", method="IHC")).truth is UNKNOWN
    assert of(node, entry("ALK fusion", "absent", method="IHC"), entry("ALK fusion", method="FISH")).truth is TRUE
    assert of(node, entry("ALK fusion", "absent")).gaps[0].fact == "method of ALK fusion"


@pytest.mark.parametrize(("copies", "truth"), [(6, TRUE), (5, FALSE), (None, UNKNOWN), (">=8", TRUE), (">=4", UNKNOWN)])
def test_copies(copies, truth):
    node = altered("MET amplification", where=[Copies(">=", Fraction(6))])
    said = {} if copies is None else {"copies": copies}
    assert of(node, entry("MET amplification", **said)).truth is truth
    assert of(node, entry("MET amplification", "absent")).truth is FALSE


def test_of_one_allele_both_are_asked_for():
    node = altered("UGT1A1*28", where=having(zygosity="homozygous"))
    assert of(node, entry("UGT1A1*28", zygosity="heterozygous")).truth is FALSE
    assert of(node, entry("UGT1A1*28", zygosity="homozygous")).truth is TRUE
    assert of(node, entry("UGT1A1*28")).truth is UNKNOWN


# -- time --------------------------------------------------------------------------------------


def test_a_window_selects_the_tests():
    node = altered("EGFR mutation", window=before(60))
    assert of(node, entry("EGFR L858R", day=60)).truth is TRUE
    assert reasons(of(node, entry("EGFR L858R", day=61))) == ["outside_window"]
    assert reasons(of(node, entry("EGFR mutation", "absent", 61))) == ["outside_window"]
    assert reasons(of(node, entry("EGFR L858R", day=None)))[0] == "undated"
    assert reasons(of(node, entry("EGFR L858R", day="2024")))[0] == "date_ambiguous"
    assert reasons(of(node)) == ["not_recorded"]


def test_what_is_later_than_the_reference_date_is_no_evidence():
    assert of(EGFR, entry("EGFR L858R", day=-1)).truth is UNKNOWN
    assert of(EGFR, entry("EGFR L858R", day=30), entry("EGFR mutation", "absent", -1)).truth is TRUE


# -- tested ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "closed", "truth"),
    [
        ([], False, UNKNOWN),
        ([], True, FALSE),
        ([entry("EGFR L858R")], False, TRUE),
        ([entry("EGFR mutation", "absent")], False, TRUE),
        ([panel()], False, TRUE),
        ([entry("EGFR mutation", "unknown")], True, UNKNOWN),
        ([entry("ALK fusion")], True, FALSE),
        ([entry("odd marker of nobody")], True, UNKNOWN),
    ],
)
def test_whether_it_was_tested(entries, closed, truth):
    made = of(altered("EGFR mutation", asks="tested"), *entries, **({"complete": ["biomarkers"]} if closed else {}))
    assert made.truth is truth


def test_a_complete_list_is_no_absence():
    assert reasons(of(EGFR, complete=["biomarkers"])) == ["not_recorded"]


# -- what is told ------------------------------------------------------------------------------


def test_what_to_obtain():
    assert missing(of(EGFR)) == [("EGFR mutation", "not_recorded", "biopsy")]
    assert missing(of(altered("BRCA1/2 mutation", where=having(origin="germline")))) == [
        ("BRCA1 or BRCA2 mutation", "not_recorded", "blood")
    ]
    assert missing(of(altered("HLA-A*02:01"))) == [("HLA-A*02:01", "not_recorded", "blood")]
    assert of(BRCA, entry("BRCA1 mutation", "absent")).gaps[0].detail == "not tested: BRCA2"
    assert of(EGFR, entry("EGFR L858R", "absent")).gaps[0].detail == "not ruled out by what is recorded of EGFR"


def test_the_evidence():
    shown = [
        (EGFR, entry("EGFR L858R", method="NGS"), ("EGFR L858R", "present", ("NGS",))),
        (EGFR, entry("EGFR mutation", "absent"), ("EGFR mutation", "absent", ())),
        (EGFR, panel(), ("EGFR", "not found by panel of 50 genes", ())),
    ]
    for node, one, told in shown:
        (proof,) = of(node, one).evidence
        assert (proof.fact, proof.value, proof.notes) == told
        assert (proof.path, proof.date) == ("biomarkers[0]", ago(30))


def test_whether_it_may_change():
    assert may_change(of(EGFR, entry("EGFR L858R"))) == "lasting"
    assert may_change(of(EGFR, entry("EGFR mutation", "absent"))) == "yes"
    germline = altered("BRCA1/2 mutation", where=having(origin="germline"))
    assert may_change(of(germline, entry("BRCA1/2 mutation", "absent", origin="germline"))) == "lasting"
    assert may_change(of(altered("EGFR mutation", window=before(60)), entry("EGFR L858R"))) == "yes"


def test_the_closures_answer_alike():
    rules = ["EGFR mutation", "no EGFR mutation", "EGFR L858R within 60 days", "EGFR mutation tested"]
    profiles = [
        [],
        [entry("EGFR L858R")],
        [entry("EGFR L858R", day=90)],
        [panel()],
        [entry("EGFR mutation", "unknown")],
    ]
    for rule in rules:
        trial = one_rule(rule)
        for entries in profiles:
            patient = read({"id": "P-1", "reference_date": TODAY.isoformat(), "biomarkers": entries})
            quick = Compiled(trial).screen(patient, TODAY).criteria[0]
            whole = screen(trial, patient, TODAY).criteria[0]
            assert (quick.outcome, quick.reasons) == (whole.outcome, whole.reasons)
