"""Alterations: filling in what an entry leaves out never changes a definite answer; fast answers are plain ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from asking import HERE, TODAY, ago, ask, before
from eligo.core.nodes import Altered, Where
from eligo.evaluate.compiled import Compiled
from eligo.evaluate.marker_names import spelled
from eligo.evaluate.screening import screen
from eligo.evaluate.trace import UNKNOWN
from eligo.examine.alterations import implies
from eligo.testing.profiles import read
from eligo.vocabulary.variants import read as named
from strategies import one_rule

Entry = dict[str, Any]

# By line each is a part of the one before it: what is told of a finding, less and less precisely.
CHAINS = (
    ("EGFR L858R", "EGFR exon 21 mutation", "EGFR mutation", "EGFR alteration"),
    ("EGFR T790M", "EGFR mutation"),
    ("EGFR exon 19 deletion", "EGFR mutation", "EGFR alteration"),
    ("EGFR exon 20 insertion", "EGFR mutation"),
    ("KRAS G12C", "KRAS codon 12 mutation", "KRAS mutation", "RAS mutation"),
    ("NRAS mutation", "RAS mutation"),
    ("BRCA1 mutation", "BRCA1/2 mutation"),
    ("BRCA2 mutation", "BRCA1/2 mutation"),
    ("EML4-ALK fusion", "ALK fusion", "ALK alteration"),
    ("MET amplification", "MET alteration"),
    ("MET exon 14 skipping", "MET mutation", "MET alteration"),
)
NAMES = tuple(dict.fromkeys(name for chain in CHAINS for name in chain))
THEMES = tuple(tuple(name for name in NAMES if name.startswith(genes)) for genes in (
    "EGFR", ("KRAS", "NRAS", "RAS"), "BRCA", ("ALK", "EML4"), "MET",
))  # fmt: skip
SAID = {
    "origin": ("germline", "somatic"), "method": ("NGS", "PCR"), "zygosity": ("homozygous", "heterozygous"),
    "specimen": ("tumor", "blood"), "significance": ("pathogenic", "likely pathogenic"),
}  # fmt: skip
# An absence that doesn't tell these is one of every origin, of every significance: that is no gap.
OF_TEST = ("method", "specimen")


def variants(*names: str):
    return tuple(dict.fromkeys(one for name in names for one in named(name).variants))


@st.composite
def nodes(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> Altered:
    keys = draw(st.lists(st.sampled_from(sorted(SAID)), max_size=1, unique=True))
    where = tuple(Where(key, (draw(st.sampled_from(SAID[key])),)) for key in keys)
    excluding = variants("EGFR T790M") if draw(st.integers(0, 5)) == 0 else ()
    window = before(60) if draw(st.integers(0, 3)) == 0 else None
    asks = draw(st.sampled_from(["found", "found", "found", "tested"]))
    asked = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
    return Altered(variants(*asked), excluding, asks, where, window, HERE)


@st.composite
def entries(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> Entry:
    if draw(st.integers(0, 9)) == 0:
        return {"assay": "a panel", "covers": [draw(st.sampled_from(names))], "date": ago(draw(st.integers(5, 90)))}
    made: Entry = {
        "name": draw(st.sampled_from(names)),
        "status": draw(st.sampled_from(["present", "present", "absent", "absent", "unknown"])),
        "date": ago(draw(st.sampled_from([10, 30, 60, 61, 90]))),
    }
    told = SAID if made["status"] == "present" else OF_TEST
    made.update({key: draw(st.sampled_from(SAID[key])) for key in told if draw(st.booleans())})
    return made


@st.composite
def asking(draw: st.DrawFn, questions: int = 1) -> tuple[Any, ...]:
    """Questions about one gene or group, and entries that are mostly of it."""
    names = draw(st.sampled_from(THEMES))
    asked = [draw(nodes(names)) for _ in range(questions)]
    return *asked, draw(st.lists(entries(names) | entries(names) | entries(), min_size=1, max_size=4))


def forgotten(biomarkers: list[Entry], node: Altered) -> Iterator[tuple[str, list[Entry]]]:
    """The entries with one fact less: what a named gap would ask for."""
    asked = {one.attribute for one in node.where if isinstance(one, Where)}
    # An assay of no day, or beside a finding of none, may be the very test that found it.
    assayed = any("assay" in one for one in biomarkers)
    for at, one in enumerate(biomarkers):
        if "assay" in one:
            continue
        for key in ("date", *SAID):
            # Unasked, a bare finding is taken as a variant that counts, and a hot spot as a pathogenic one.
            if key == "date" and assayed:
                continue
            # Without a specimen an absence is taken as the tumor's, and the answer says so.
            if key == "specimen" and one["status"] == "absent":
                continue
            if key == "significance" and (key not in asked or all(found.effect for found in variants(one["name"]))):
                continue
            if key in one:
                less = copy.deepcopy(biomarkers)
                del less[at][key]
                yield f"no {key} of {one['name']}", less
        if not assayed:
            less = copy.deepcopy(biomarkers)
            less[at]["date"] = one["date"][:4]
            yield f"the year of {one['name']}", less
        if one["status"] == "present":
            for chain in CHAINS:
                if one["name"] in chain[:-1]:
                    less = copy.deepcopy(biomarkers)
                    less[at]["name"] = chain[chain.index(one["name"]) + 1]
                    yield f"only {less[at]['name']} of {one['name']}", less


@given(asking())
def test_filling_in_a_missing_fact_never_changes_a_definite_answer(asked):
    node, biomarkers = asked
    full = ask(node, biomarkers=biomarkers)
    # What contradicts itself is open when all is told, and need not be when less is.
    assume(all(gap.reason != "conflicting_records" for gap in full.gaps))
    for what, less in forgotten(biomarkers, node):
        made = ask(node, biomarkers=less)
        assert made.truth in (UNKNOWN, full.truth), f"{what}\n{less}\n{biomarkers}\n{node}"


@given(asking())
def test_an_open_answer_names_what_is_missing(asked):
    node, biomarkers = asked
    made = ask(node, biomarkers=biomarkers)
    assert (made.truth is UNKNOWN) == bool(made.gaps)
    assert made.evidence or made.truth is UNKNOWN


@given(asking(), st.randoms())
def test_the_order_of_the_entries_does_not_matter(asked, random):
    node, biomarkers = asked
    turned = list(biomarkers)
    random.shuffle(turned)
    assert ask(node, biomarkers=turned).truth is ask(node, biomarkers=biomarkers).truth


@given(asking(2))
def test_what_is_said_to_follow_follows(asked):
    one, other, biomarkers = asked
    assume(implies(one, other))
    first, second = ask(one, biomarkers=biomarkers).truth, ask(other, biomarkers=biomarkers).truth
    assert not (first.value == "true" and second.value == "false")


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["{}", "no {}", "{} within 60 days", "{} by NGS", "germline {}"]),
    st.lists(entries(), max_size=4),
)
def test_closures_answer_as_the_interpreter_does(name, form, biomarkers):
    trial = one_rule(form.format(name))
    patient = read({"id": "P-1", "reference_date": TODAY.isoformat(), "biomarkers": biomarkers})
    quick, whole = Compiled(trial).screen(patient, TODAY).criteria[0], screen(trial, patient, TODAY).criteria[0]
    assert (quick.outcome, quick.reasons) == (whole.outcome, whole.reasons)


@given(st.sampled_from(NAMES))
def test_a_name_that_is_shown_can_be_read_again(name):
    for one in variants(name):
        assert named(spelled(one)).variants == (one,)
