"""The master property over small random patients: filling in what is missing never turns a definite answer; and the
closures answer as the interpreter does."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Any

import pytest

from eligo.evaluate.compiled import Compiled
from eligo.testing.profiles import read
from strategies import REFERENCE, one_rule, screened

Profile = dict[str, Any]

CONDITIONS = (
    "symptomatic brain metastases",
    "untreated brain metastases",
    "treated brain metastases stable for at least 28 days",
    "brain metastases not stable for at least 28 days before first dose",
    "history of brain metastases stable for at least 28 days",
    "recurrent or refractory brain metastases",
    "progressing brain metastases",
    "TNM T3 or higher brain metastases",
    "advanced brain metastases",
    "oligometastatic brain metastases",
    "pneumonitis related to radiotherapy",
    "CTCAE any version grade > 2 pneumonitis",
    "other malignancy within 3 years except stage I breast cancer",
)
TREATMENTS = (
    "prior chemotherapy in the metastatic setting",
    "prior chemotherapy in the adjuvant setting",
    "prior chemotherapy in the advanced setting",
    "prior chemotherapy stopped for toxicity",
    "prior chemotherapy for breast cancer",
    "prior chemotherapy for at least 3 months",
    "prior chemotherapy combined with nivolumab",
    "prior chemotherapy alone",
    "prior chemotherapy as the most recent systemic therapy",
    "prior chemotherapy as the first systemic therapy",
    "complete or partial response to chemotherapy",
    "progression during chemotherapy",
    "progression on or after chemotherapy",
    "progression after chemotherapy",
    "progression within 6 months after chemotherapy",
    "progression on or within 6 months after chemotherapy",
    "progression at least 6 months after chemotherapy",
    "chemotherapy for breast cancer within 6 months",
    "prior radiotherapy to the brain",
    "progression on or after standard therapy",
)
DOSES = (
    "current prednisone > 10 mg/day",
    "systemic corticosteroid > 10 mg/day prednisone equivalent within 4 weeks",
    "stable dose of prednisone for at least 4 weeks",
    "stable dose of systemic corticosteroid for at least 4 weeks before first dose",
    "current systemic corticosteroid except systemic corticosteroid for premedication",
)
DAYS = ("2024-06-01", "2024-08-31", "2024-09-01", "2024-11-30", "2025-01-10", "2025-02-01", "2025-02-02", "2025-02-20")


def _maybe(draw: Random, made: Profile, **choices: tuple[object, ...]) -> None:
    for key, values in choices.items():
        if draw.random() < 0.6:
            made[key] = draw.choice(values)


def condition(draw: Random) -> Profile:
    made: Profile = {"name": draw.choice(("brain metastases", "metastases", "pneumonitis", "breast cancer"))}
    made["status"] = draw.choice(("active", "active", "controlled", "resolved", "suspected"))
    if made["status"] == "resolved" and draw.random() < 0.8:
        made["resolved"] = draw.choice(DAYS[4:])
    onset = draw.choice(DAYS[:4])
    _maybe(
        draw, made, onset=(onset,), symptomatic=(True, False), treated=(True, False), recurrent=(True, False),
        refractory=(True, False), tnm=("T3 N0", "T2", "TX"), stage=("I", "IA", "II"), grade=(2, 3),
        grading=("CTCAE 4", "CTCAE 5"), extent=("metastatic", "oligometastatic", "localized"),
        related_to=("radiotherapy", "nivolumab", "anticancer therapy"), primary=(False,),
    )  # fmt: skip
    if draw.random() < 0.6:
        # A disease isn't both: such a record contradicts itself.
        made.update(
            draw.choice(({"course": "progressing"}, {"course": "stable"}, {"stable_since": draw.choice(DAYS[3:])}))
        )
    if "resolved" in made and "stable_since" in made:
        made["stable_since"] = min(made["stable_since"], made["resolved"])
    if "extent" in made and made["extent"] != "localized":
        made.pop("tnm", None)
    return made


def therapy(draw: Random) -> Profile:
    agents = (["cisplatin"], ["gemcitabine"], ["nivolumab"], ["cisplatin", "nivolumab"], ["radiotherapy"], ["ABC-123"])
    made: Profile = {"agents": draw.choice(agents)}
    start, end, progression = sorted(draw.sample(range(len(DAYS)), 3))
    _maybe(draw, made, start=(DAYS[start],), site=("brain", "femur", "head"), line=(1,))
    _maybe(draw, made, indication=("breast cancer", "brain metastases", "malignancy", "ovarian cancer"))
    if draw.random() < 0.3:
        made["ongoing"] = True
    else:
        _maybe(draw, made, end=(DAYS[end],), stop_reason=("toxicity", "completed"))
    if draw.random() < 0.4:
        made["progression"] = DAYS[progression]
    elif draw.random() < 0.5:
        made["progressed"] = False
    else:
        _maybe(draw, made, best_response=("partial response", "stable disease", "progressive disease"))
    intent = draw.choice(("adjuvant", "palliative", "curative"))
    settings = {
        "adjuvant": ("adjuvant",),
        "palliative": ("metastatic", "advanced", "recurrent"),
        "curative": ("adjuvant",),
    }
    _maybe(draw, made, intent=(intent,), setting=settings[intent], standard=(True, False))
    return made


def medicine(draw: Random) -> Profile:
    made: Profile = {"agents": [draw.choice(("prednisone", "dexamethasone", "systemic corticosteroid", "warfarin"))]}
    start, end = sorted(draw.sample(range(len(DAYS)), 2))
    _maybe(draw, made, start=(DAYS[start],), indication=("premedication", "rheumatoid arthritis"))
    if draw.random() < 0.6:
        made["ongoing"] = True
    else:
        _maybe(draw, made, end=(DAYS[end],))
    if draw.random() < 0.8:
        made.update(dose=draw.choice((1, 5, 10, 20)), unit="mg", per="day")
        if draw.random() < 0.3:
            made["dose_since"] = DAYS[start]
    return made


def patient(draw: Random) -> Profile:
    made: Profile = {"id": "P", "reference_date": REFERENCE.isoformat(), "birth_date": "1960-01-01"}
    made["complete"] = draw.sample(("conditions", "therapies", "medications", "procedures"), draw.randrange(5))
    made["conditions"] = [condition(draw) for _ in range(draw.randrange(3))]
    made["therapies"] = [therapy(draw) for _ in range(draw.randrange(4))]
    if any(one.get("treated") is False for one in made["conditions"]):
        for one in made["therapies"]:
            one.pop("indication", None)
    made["medications"] = [medicine(draw) for _ in range(draw.randrange(3))]
    if draw.random() < 0.5:
        made["anchors"] = {"first dose": draw.choice(("2025-02-25", "2025-03-01", "2025-03-10"))}
    return made


# Without a unit or a time a dose isn't one; what began and ended on no known day isn't told by an order of days.
_KEPT = {"name", "agents", "status", "unit", "per", "grading", "dose_since", "primary"}


def forgotten(profile: Profile) -> Iterator[tuple[str, Profile]]:
    """The profile with one fact less, fact by fact."""
    for home in ("conditions", "therapies", "medications"):
        for at, entry in enumerate(profile[home]):
            for key in entry.keys() - _KEPT:
                made = copy.deepcopy(profile)
                value = made[home][at].pop(key)
                if key == "dose":
                    for other in ("unit", "per", "dose_since"):
                        made[home][at].pop(other, None)
                yield f"{home}[{at}] without {key}", made
                if isinstance(value, str) and value[:2] == "20":
                    for length in (7, 4):
                        made = copy.deepcopy(profile)
                        made[home][at][key] = value[:length]
                        yield f"{home}[{at}].{key} cut to {length}", made
        if home not in profile["complete"]:
            for at in range(len(profile[home])):
                made = copy.deepcopy(profile)
                del made[home][at]
                yield f"{home}[{at}] not listed", made
    for home in profile["complete"]:
        made = copy.deepcopy(profile)
        made["complete"].remove(home)
        yield f"{home} open", made


@lru_cache(maxsize=None)
def _closures(rule: str) -> Compiled:
    return Compiled(one_rule(rule))


def _outcome(rule: str, profile: Profile) -> str:
    found = screened(one_rule(rule), profile).criteria[0]
    quick = _closures(rule).screen(read(profile), REFERENCE).criteria[0]
    assert (quick.outcome, quick.reasons) == (found.outcome, found.reasons), f"{rule}\n{profile}"
    # What is taken for granted is told, and may be wrong.
    return "unknown" if any("taken as" in one for one in found.assumptions) else found.outcome


@pytest.mark.parametrize("rule", (*CONDITIONS, *TREATMENTS, *DOSES))
def test_filling_a_gap_never_changes_a_definite_answer(rule: str) -> None:
    draw = Random(rule)  # the same patients in every run
    definite = 0
    for _ in range(ROUNDS):
        full = patient(draw)
        whole = _outcome(rule, full)
        definite += whole != "unknown"
        for what, reduced in forgotten(full):
            if "not listed" in what and "stable dose" in rule:
                # Another entry of the same drug contradicts it: new evidence.
                continue
            if "metastases" in rule and what.endswith((" without extent", " without tnm")):
                # A tumor said to be metastatic contradicts a list that names no metastases: new evidence.
                continue
            less = _outcome(rule, reduced)
            assert less in ("unknown", whole), f"{rule}\n{what}: {less} without it, {whole} with it\n{reduced}\n{full}"
    assert definite > ROUNDS // 20, definite


ROUNDS = 20
