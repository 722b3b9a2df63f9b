"""What entries say beyond names and days: traits, settings, sites, causes, trials."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.facts.patient import PLAIN, Entry, Patient
from eligo.facts.profile import ProfileError
from eligo.testing.profiles import read


def patient(home: str, *entries: dict[str, Any]) -> Patient:
    return read({"id": "P", "reference_date": "2025-03-01", home: list(entries)})


def condition(name: str = "breast cancer", **keys: Any) -> Entry:
    return patient("conditions", {"name": name, **keys}).entries["conditions"][0]


def therapy(*agents: str, **keys: Any) -> Entry:
    return patient("therapies", {"agents": list(agents or ["cisplatin"]), **keys}).entries["therapies"][0]


def notes(home: str, **entry: Any) -> tuple[str, ...]:
    return patient(home, entry).notes


def linked(entry: Entry, relation: str) -> tuple[list[str], list[str]]:
    link = entry.details.links[relation]
    return [one.name for one in link.names], list(link.unknown)


def needed(*requires: str) -> set[str]:
    said = condition(requires=list(requires)).details.said["requires"]
    return set(said.split("|")) if said else set()


def test_what_a_condition_requires_holds_what_that_implies() -> None:
    assert needed("oral steroids") >= {"oral corticosteroids", "systemic corticosteroids", "systemic treatment"}
    assert needed("oxygen") == {"oxygen", "treatment"}
    assert needed() == set()
    assert "requires" not in condition(recurrent=True).details.said


def test_a_requirement_that_is_not_known_is_kept_behind_a_mark() -> None:
    assert needed("odd | thing", "oxygen") == {"?odd / thing", "oxygen", "treatment"}
    assert notes("conditions", name="breast cancer", requires=["odd"]) == (
        "conditions[0]: the requirement 'odd' isn't known",
    )


def test_what_is_plain_has_no_details() -> None:
    assert condition(stage="IV", grade=2).details is PLAIN
    assert therapy(start="2024", line=1, intent="palliative").details is PLAIN
    assert patient("procedures", {"name": "colectomy"}).entries["procedures"][0].details is PLAIN
    assert condition(site=None, recurrent=None).details is PLAIN
    assert therapy(trial=" ", setting="", indication=" ").details is PLAIN


@pytest.mark.parametrize(
    ("name", "extent", "said"),
    [
        ("metastatic breast cancer", "metastatic", {}),
        ("recurrent ovarian cancer", None, {"recurrent": "yes"}),
        ("relapsed and refractory multiple myeloma", None, {"recurrent": "yes", "refractory": "yes"}),
        (
            "unresectable locally advanced pancreatic cancer",
            "locally advanced",
            {"resectability": "unresectable"},
        ),
        ("recurrent, metastatic breast cancer", "metastatic", {"recurrent": "yes"}),
        ("borderline resectable pancreatic cancer", None, {"resectability": "borderline resectable"}),
        ("asymptomatic brain metastases", None, {"symptomatic": "no"}),
        ("previously untreated brain metastases", None, {"treated": "no"}),
        ("progressive brain metastases", None, {"course": "progressing"}),
        ("oligometastatic breast cancer", "oligometastatic", {}),
    ],
)
def test_traits_before_a_name(name: str, extent: str | None, said: dict[str, str]) -> None:
    one = condition(name)
    assert one.names and not one.unknown
    assert (one.extent, dict(one.details.said)) == (extent, said)


@pytest.mark.parametrize(
    "name", ["advanced breast cancer", "recurrent morbus Eligo", "recurrent", "odd breast cancer", "refractory anaemia"]
)
def test_what_is_no_trait_keeps_the_name_unknown(name: str) -> None:
    one = condition(name)
    assert one.unknown == (name,)
    assert one.details is PLAIN


def test_a_name_and_a_key_that_differ() -> None:
    one = condition("recurrent ovarian cancer", recurrent=False)
    assert one.details.said["recurrent"].startswith("?")
    assert any("recurrent" in note for note in notes("conditions", name="recurrent ovarian cancer", recurrent=False))
    assert condition("metastatic breast cancer", extent="localized").extent_conflict
    refined = condition("metastatic breast cancer", extent="oligometastatic")
    assert (refined.extent, refined.extent_conflict) == ("oligometastatic", "")


def test_booleans_and_words_of_a_condition() -> None:
    one = condition(
        recurrent=True, refractory=False, symptomatic=True, treated=False, course="in remission",
        resectability="unresectable", stable_since="2025-01",
    )  # fmt: skip
    assert one.details.said == {
        "recurrent": "yes", "refractory": "no", "symptomatic": "yes", "treated": "no", "course": "in remission",
        "resectability": "unresectable",
    }  # fmt: skip
    assert str(one.details.days["stable_since"]) == "2025-01"


def test_a_tnm_beside_an_extent() -> None:
    assert condition(tnm="cT3 N1 M0").details.said == {"T": "T3", "N": "N1", "M": "M0"}
    assert "M1" in condition(tnm="cT3 N1 M1", extent="localized").extent_conflict
    assert not condition(tnm="cT3 N1 M1", extent="metastatic").extent_conflict
    later = condition(tnm="cT3 N1 M0", extent="metastatic")
    assert later.details.said["M"].startswith("?") and later.details.said["T"] == "T3"


def test_a_cause_that_is_a_treatment_makes_an_adverse_event() -> None:
    def named(cause: str) -> list[str]:
        return [one.name for one in condition("pneumonitis", related_to=cause).names]

    assert named("radiotherapy")[-1] == "adverse event"
    assert named("study drug X")[-1] == "adverse event"
    assert "adverse event" not in named("breast cancer")
    assert linked(condition("pneumonitis", related_to="FOLFOX + study drug X"), "cause") == (
        ["fluorouracil", "leucovorin", "oxaliplatin"], ["study drug X"],
    )  # fmt: skip
    assert linked(condition("pneumonitis", related_to="breast cancer"), "cause")[1] == []


@pytest.mark.parametrize(
    ("key", "text", "attribute", "value"),
    [
        ("setting", "neo-adjuvant", "setting", "neoadjuvant"),
        ("setting", "Metastatic disease", "setting", "metastatic"),
        ("setting", "in the adjuvant setting", "setting", "adjuvant"),
        ("best_response", "PR", "best_response", "partial response"),
        ("best_response", "complete remission (CT)", "best_response", "complete response"),
        ("best_response", "progression", "best_response", "progressive disease"),
        ("stop_reason", "toxicity (neuropathy grade 3)", "stop_reason", "toxicity"),
        ("stop_reason", "PD", "stop_reason", "progression"),
        ("stop_reason", "completed", "stop_reason", "completed"),
        ("route", "p.o.", "route", "oral"),
    ],
)
def test_words_of_a_treatment(key: str, text: str, attribute: str, value: str) -> None:
    assert therapy(**{key: text}).details.said == {attribute: value}
    assert notes("therapies", agents=["cisplatin"], **{key: text}) == ()


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("setting", "third"),
        ("best_response", "great"),
        ("best_response", "objective response"),
        ("stop_reason", "holiday"),
    ],
)
def test_a_word_that_no_table_holds_is_kept_and_noted(key: str, text: str) -> None:
    assert therapy(**{key: text}).details.said == {key: f"?{text}"}
    told = f"therapies[0]: the {key.replace('_', ' ')} {text!r} isn't known"
    assert notes("therapies", agents=["cisplatin"], **{key: text}) == (told,)


@pytest.mark.parametrize(
    ("text", "names", "unknown"),
    [
        ("liver", ["liver"], []),
        ("Left lung", ["lung"], []),
        ("liver + brain", ["liver", "brain"], []),
        ("head and neck", ["head and neck"], []),
        ("chest, abdomen and pelvis", ["thorax", "abdomen", "pelvis"], []),
        ("right femur and L-spine", ["femur", "lumbar spine"], []),
        ("whole brain", [], ["whole brain"]),
        ("left", [], ["left"]),
        ("liver, odd place", ["liver"], ["odd place"]),
        ("+", [], ["+"]),
    ],
)
def test_sites(text: str, names: list[str], unknown: list[str]) -> None:
    assert linked(therapy("radiotherapy", site=text), "site") == (names, unknown)


def test_a_site_lies_inside_others() -> None:
    link = therapy("radiotherapy", site="right femur").details.links["site"]
    assert {"bone", "extremity", "body"} <= link.names[0].ancestors


@pytest.mark.parametrize(
    ("text", "names", "unknown"),
    [
        ("breast cancer", ["breast carcinoma"], []),
        ("metastatic breast cancer", ["breast carcinoma"], []),
        ("premedication", ["premedication"], []),
        ("stroke prevention", ["prophylaxis"], []),
        ("prophylaxis of odd things", ["prophylaxis"], []),
        ("not for prophylaxis", [], ["not for prophylaxis"]),
        ("pain; premedication", ["pain", "premedication"], []),
        ("odd", [], ["odd"]),
    ],
)
def test_indications(text: str, names: list[str], unknown: list[str]) -> None:
    found, odd = linked(therapy("prednisone", indication=text), "indication")
    assert [one.replace("breast cancer", "breast carcinoma") for one in found] == names
    assert odd == unknown


def test_what_was_given_in_a_trial_stands_there_twice() -> None:
    made = patient(
        "medications", {"agents": ["ABC-123"], "trial": "NCT1", "start": "2024"}, {"agents": ["biotin"]}
    ).entries["medications"]
    assert [(one.path, [named.name for named in one.names], one.unknown) for one in made] == [
        ("medications[0]", [], ("ABC-123",)),
        ("medications[0]", ["treatment in another trial"], ()),
        ("medications[1]", ["biotin"], ()),
    ]
    assert made[1].details.trial == "NCT1" and made[1].start == made[0].start
    assert (
        len(patient("medications", {"agents": ["biotin"], "trial": "X", "status": "absent"}).entries["medications"])
        == 1
    )
    assert len(patient("procedures", {"name": "colectomy", "trial": "X"}).entries["procedures"]) == 2


def test_cycles_and_a_dose() -> None:
    one = therapy("cisplatin", cycles=4, dose=75, unit="mg/m2", per="cycle", dose_since="2024-11")
    assert one.details.cycles == 4 and one.details.dose is not None and one.details.dose.unit == "mg/m2"
    assert str(one.details.days["dose_since"]) == "2024-11"


def test_standard_therapy_is_said_and_not_named() -> None:
    one = therapy("cisplatin", standard=True)
    assert one.details.said == {"standard": "yes"} and [named.name for named in one.names] == ["cisplatin"]


def test_contradictions_are_noted_and_both_are_kept() -> None:
    twice = therapy("cisplatin", progressed=False, stop_reason="progression", progression="2024-11")
    assert twice.details.said["progressed"] == "no" and twice.progression is not None
    assert notes("therapies", agents=["cisplatin"], progressed=False, best_response="PD")
    assert notes("conditions", name="brain metastases", course="progressing", stable_since="2025-01")


@pytest.mark.parametrize(
    ("home", "entry"),
    [
        ("conditions", {"name": "brain metastases", "onset": "2024-06", "stable_since": "2024-05"}),
        ("therapies", {"agents": ["cisplatin"], "start": "2024-06", "dose_since": "2024-05"}),
        ("medications", {"agents": ["prednisone"], "end": "2024-06", "dose_since": "2024-07"}),
    ],
)
def test_dates_in_an_impossible_order(home: str, entry: dict[str, Any]) -> None:
    with pytest.raises(ProfileError):
        patient(home, entry)


@pytest.mark.parametrize(
    ("name", "grading", "scale"),
    [
        ("neuropathy", "CTCAE v5.0", "5"),
        ("breast cancer", "Nottingham", "histologic"),
        ("breast cancer", "histological grade", "histologic"),
        ("soft tissue sarcoma", "FNCLCC", "histologic"),
        ("glioblastoma", "WHO grade", "histologic"),
        ("oral mucositis", "WHO", ""),
        ("kidney cancer", "WHO/ISUP 2016", "histologic"),
        ("breast cancer", "Clavien-Dindo", ""),
        ("breast cancer", "grade", ""),
        ("breast cancer", "", ""),
    ],
)
def test_the_scale_of_a_grade(name: str, grading: str, scale: str) -> None:
    assert condition(name, grade=3, grading=grading).grading == scale
