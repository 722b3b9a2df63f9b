"""The master property: resolving a named gap never changes a definite verdict; and Kleene's logic by brute force."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligo.facts import dates
from eligo.quantity.units import conversion
from eligo.vocabulary import concepts
from strategies import DEFINITE, RULES, SERIES, around, one_rule, outcomes, series

MOST = settings().max_examples
Profile = dict[str, Any]

_DATES = {
    "results": ("date",), "conditions": ("onset", "resolved", "stable_since"),
    "therapies": ("start", "end", "progression", "dose_since"),
    "medications": ("start", "end", "progression", "dose_since"), "procedures": ("date",),
}  # fmt: skip
_GIVEN = (
    "ongoing", "setting", "indication", "site", "best_response", "stop_reason", "cycles", "progressed", "dose", "unit",
    "per",
)  # fmt: skip
_PROPERTIES = {
    "conditions": (
        "stage", "confirmed_by", "extent", "grade", "grading", "resectability", "recurrent", "refractory", "course",
        "symptomatic", "treated", "tnm", "site", "related_to",
    ),
    "therapies": ("intent", "line", *_GIVEN), "medications": ("intent", *_GIVEN), "procedures": ("site", "indication"),
}  # fmt: skip
# What no formula stands in for: a computed ANC is no gap, and a recorded one of its day overrules it.
_ALONE = ("AST", "ALT", "platelets", "hemoglobin", "ECOG", "total bilirubin", "potassium", "aPTT")
_WITNESSED = ("any ", "all ", "lowest ", "highest ")


def forgotten(profile: Profile, rule: str = "") -> Iterator[tuple[str, Profile]]:
    """The profile with one fact less, fact by fact: exactly what a named gap would ask for."""

    def without(*path: str | int, put: object = None) -> Profile:
        made = copy.deepcopy(profile)
        inner: Any = made
        for part in path[:-1]:
            inner = inner[part]
        if put is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = put
        return made

    for key in ("sex", "birth_date"):
        if key in profile:
            yield f"no {key}", without(key)
    if len(profile.get("birth_date", "")) == 10:
        yield "birth year only", without("birth_date", put=profile["birth_date"][:4])
    for name in profile.get("complete", ()):
        yield f"{name} open", without("complete", put=[one for one in profile["complete"] if one != name])
    for statement in profile.get("statements", {}):
        yield f"{statement} not said", without("statements", statement)
    if profile.get("judgments"):
        yield "not judged", without("judgments")
    # Another anchor without a date is stood in for by the reference date, which is an assumption.
    if "baseline" in profile.get("anchors", {}):
        yield "no baseline", without("anchors", "baseline")
    for home, keys in _DATES.items():
        for at, entry in enumerate(profile.get(home, ())):
            if entry.get("status") == "absent":
                continue
            for key in keys:
                # A dose that isn't dated is that of the whole entry.
                if key == "dose_since" and "start" in entry:
                    continue
                if key in entry and _in_life(entry[key], profile):
                    yield f"{home}[{at}] without {key}", without(home, at, key)
                    for length in (10, 7, 4):
                        if len(entry[key]) > length:
                            yield f"{home}[{at}].{key} cut to {length}", without(home, at, key, put=entry[key][:length])
            for key in _PROPERTIES.get(home, ()):
                if key in entry:
                    yield f"{home}[{at}] without {key}", without(home, at, key)
            if entry.get("status") == "active":
                yield f"{home}[{at}] suspected", without(home, at, "status", put="suspected")
    for at, entry in enumerate(profile.get("results", ())):
        if "reference_range" in entry:
            yield f"results[{at}] without range", without("results", at, "reference_range")
        key = concepts.lookup("measure", entry["test"])
        if "unit" in entry and key and conversion(key, "") is None:
            yield f"results[{at}] without unit", without("results", at, "unit")
    # An open list of results holds others: of these words none of them can turn a definite answer round.
    # Where a baseline counts, a newer one is new evidence; an undated input of a formula leaves each day's value open.
    witnessed = rule.startswith(_WITNESSED) and not any(word in rule for word in ("baseline", "grade", "NLR", "QTc"))
    if witnessed and "results" not in profile.get("complete", ()):
        for at in range(len(profile.get("results", ()))):
            yield f"results[{at}] not listed", without("results", at)
    # What a recorded score is made of may contradict it: once measured, it is new evidence.
    parts = {"total bilirubin"} if any(score in rule for score in ("ALBI", "Child-Pugh", "MELD")) else set()
    # A second result, which stands among the biomarkers, may contradict it.
    parts |= {entry["name"] for entry in profile.get("biomarkers", ()) if "name" in entry}
    for test in {entry["test"] for entry in profile.get("results", ())} & set(_ALONE) - parts:
        yield f"no {test}", without("results", put=[one for one in profile["results"] if one["test"] != test])
    absences = any(entry.get("status") == "absent" for entry in profile.get("conditions", ()))
    # That something resolved is there again is new evidence.
    status = rule.startswith(("resolved ", "controlled "))
    for home in ("conditions", "therapies", "medications", "procedures"):
        if home not in profile.get("complete", ()) and not absences and not (status and home == "conditions"):
            for at in range(len(profile.get(home, ()))):
                yield f"{home}[{at}] not listed", without(home, at)


def _in_life(text: str, profile: Profile) -> bool:
    """Whether the date lies where a partial one is placed: from birth to the reference date."""
    days = dates.parse(text)
    born = dates.parse(profile["birth_date"]).last if "birth_date" in profile else date.min
    return born <= days.first and days.last <= date.fromisoformat(profile["reference_date"])


def _consistent(profile: Profile) -> bool:
    """Contradictory profiles (two index tumours, a third line where two therapies are all) resolve no gap."""
    conditions, therapies = profile.get("conditions", []), profile.get("therapies", [])
    marked = [entry for entry in conditions if entry.get("primary")]
    given = [*therapies, *profile.get("medications", [])]
    stamps = [(entry["agents"], entry.get("start", "")[:10]) for entry in given if "agents" in entry]
    return (
        len(marked) < 2
        and all(entry.get("line", 1) <= len(therapies) for entry in therapies)
        and not any(entry.get("course") == "progressing" and "stable_since" in entry for entry in conditions)
        and not any(entry.get("ongoing") and {"end", "stop_reason"} & set(entry) for entry in given)
        and not any(_early(entry) and "setting" in entry for entry in given)
        # Of the same drug on one day there is one dose.
        and not any(stamps.count(one) > 1 for one in stamps)
    )


def _early(entry: Profile) -> bool:
    return entry.get("intent") in ("neoadjuvant", "adjuvant")


@settings(max_examples=MOST * 4)
@given(st.data(), st.sampled_from(RULES), st.sampled_from(["inclusion", "exclusion"]))
def test_filling_a_gap_never_changes_a_definite_verdict(data: st.DataObject, rule: str, kind: str) -> None:
    trial = one_rule(rule, kind)
    profile = data.draw(around(trial))
    assume(_consistent(profile))
    full = outcomes(trial, profile)
    for what, reduced in forgotten(profile, rule):
        for before, after in zip(outcomes(trial, reduced), full, strict=True):
            if before[2] in DEFINITE:
                assert before == after, f"{what}: {before[2]} without it, {after[2]} with it\n{reduced}\n{profile}"


def widened(profile: Profile) -> Iterator[tuple[str, Profile]]:
    """The profile with one value less exactly measured than it is."""
    for at, entry in enumerate(profile["results"]):
        value = entry["value"]
        if isinstance(value, str) or not value:
            continue
        for shown in (f">={value}", f"<={value}", f">{value / 2:g}", f"<{value * 2:g}"):
            made = copy.deepcopy(profile)
            made["results"][at]["value"] = shown
            yield f"results[{at}] is {shown}", made


@settings(max_examples=MOST * 4)
@given(st.data(), st.sampled_from(SERIES))
def test_filling_a_gap_in_a_series_never_changes_a_definite_verdict(
    data: st.DataObject, drawn: tuple[str, tuple[str, ...]]
) -> None:
    rule, names = drawn
    trial = one_rule(rule)
    profile = data.draw(series(names))
    (full,) = outcomes(trial, profile)
    for what, reduced in (*forgotten(profile, rule), *widened(profile)):
        (before,) = outcomes(trial, reduced)
        if before[2] in DEFINITE:
            assert before == full, f"{rule}\n{what}: {before[2]} without it, {full[2]} with it\n{reduced}\n{profile}"


# -- brute force over a small world ------------------------------------------------------------

_AST: Profile = {"test": "AST", "value": 90, "unit": "U/L", "date": "2025-02-20"}
# Each leaf: its rule, and the patches for true, false and unknown. Every leaf's gap is the patch it misses.
LEAVES: dict[str, tuple[str, tuple[Profile, Profile, Profile]]] = {
    "a": ('attested "a"', ({"statements": {"a": True}}, {"statements": {"a": False}}, {})),
    "b": ('attested "b"', ({"statements": {"b": True}}, {"statements": {"b": False}}, {})),
    "sex": ("female", ({"sex": "female"}, {"sex": "male"}, {})),
    "anc": (
        "ANC >= 1500 /uL",
        (
            {"results": [{"test": "ANC", "value": 2, "unit": "10*9/L", "date": "2025-02-20"}]},
            {"results": [{"test": "ANC", "value": 1, "unit": "10*9/L", "date": "2025-02-20"}]},
            {"results": [{"test": "ANC", "value": 1, "date": "2025-02-20"}]},
        ),
    ),
    "ast": (
        "AST <= 3 x ULN",
        (
            {"results": [{**_AST, "reference_range": {"high": 40}}]},
            {"results": [{**_AST, "reference_range": {"high": 20}}]},
            {"results": [_AST]},
        ),
    ),
    "age": ("age >= 18 years", ({"birth_date": "2007-01-15"}, {"birth_date": "2007-06-15"}, {"birth_date": "2007"})),
    "mets": (
        "hypertension",
        (
            {"conditions": [{"name": "hypertension"}]},
            {"conditions": [{"name": "hypertension", "status": "absent"}]},
            {},
        ),
    ),
}  # fmt: skip


def world(states: dict[str, int]) -> Profile:
    """The profile in which each leaf is true (0), false (1) or unknown (2)."""
    made: Profile = {"id": "P", "reference_date": "2025-03-01", "statements": {}, "results": [], "conditions": []}
    for leaf, state in states.items():
        for key, value in LEAVES[leaf][1][state].items():
            if isinstance(value, dict):
                made[key] = {**made[key], **value}
            elif isinstance(value, list):
                made[key] = [*made[key], *value]
            else:
                made[key] = value
    return made


@st.composite
def expressions(draw: st.DrawFn, most: int = 4, *, once: bool = False) -> tuple[str, tuple[str, ...]]:
    """A rule over the leaves, and the leaves in it; `once`: none of them twice."""
    leaves = draw(st.lists(st.sampled_from(sorted(LEAVES)), min_size=1, max_size=most, unique=once))
    return draw(_over(leaves)), tuple(dict.fromkeys(leaves))


@st.composite
def _over(draw: st.DrawFn, leaves: list[str], top: bool = True) -> str:
    if len(leaves) == 1:
        rule = LEAVES[leaves[0]][0]
        return f"not ({rule})" if draw(st.booleans()) else rule
    if top and len(leaves) > 2 and draw(st.booleans()):
        first, second = sorted(draw(st.lists(st.integers(1, len(leaves) - 1), min_size=2, max_size=2, unique=True)))
        parts = [draw(_over(part, False)) for part in (leaves[:first], leaves[first:second], leaves[second:])]
        return f"if ({parts[0]}) then ({parts[1]}) otherwise ({parts[2]})"
    cut = draw(st.integers(1, len(leaves) - 1))
    left, right = draw(_over(leaves[:cut], False)), draw(_over(leaves[cut:], False))
    if top and draw(st.booleans()):
        return f"({left}), unless ({right})"
    return f"({left}) {draw(st.sampled_from(['and', 'or']))} ({right})"


def _one(rule: str, states: dict[str, int]) -> str:
    return outcomes(one_rule(rule), world(states))[0][2]


@settings(max_examples=MOST * 2)
@given(expressions(5), st.data())
def test_a_definite_verdict_agrees_with_every_completion(
    drawn: tuple[str, tuple[str, ...]], data: st.DataObject
) -> None:
    rule, leaves = drawn
    states = {leaf: data.draw(st.integers(0, 2)) for leaf in leaves}
    outcome = _one(rule, states)
    open_ = [leaf for leaf in leaves if states[leaf] == 2]
    completed = {
        _one(rule, {**states, **dict(zip(open_, filled, strict=True))}) for filled in product((0, 1), repeat=len(open_))
    }
    assert completed <= {"pass", "fail"}
    if outcome != "unknown":
        assert completed == {outcome}


@settings(max_examples=MOST * 2)
@given(expressions(5, once=True), st.data())
def test_unknown_means_that_completions_differ(drawn: tuple[str, tuple[str, ...]], data: st.DataObject) -> None:
    """Where no fact is asked about twice, Kleene's logic is complete: no needless unknowns."""
    rule, leaves = drawn
    states = {leaf: data.draw(st.integers(0, 2)) for leaf in leaves}
    open_ = [leaf for leaf in leaves if states[leaf] == 2]
    completed = {
        _one(rule, {**states, **dict(zip(open_, filled, strict=True))}) for filled in product((0, 1), repeat=len(open_))
    }
    assert _one(rule, states) == ("unknown" if len(completed) > 1 else completed.pop())


def test_the_leaves_are_what_they_say() -> None:
    for leaf, (rule, _) in LEAVES.items():
        assert [_one(rule, {leaf: state}) for state in range(3)] == ["pass", "fail", "unknown"], leaf
