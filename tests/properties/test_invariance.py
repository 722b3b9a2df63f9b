"""What mustn't matter: the unit of a result, the order of anything; and what must go one way: tightening."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligo.quantity.units import conversion
from eligo.testing import profiles_for, trials
from eligo.testing.values import in_unit, plain_units, sometimes
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes
from strategies import RULES, SERIES, around, one_rule, outcomes, screened, series

from strategies import compiled  # isort: skip

MOST = settings().max_examples
Profile = dict[str, Any]


def _in_other_unit(draw: st.DrawFn, entry: Profile) -> Profile | None:
    """The result in another unit of its analyte, exactly; None where there is none."""
    key = concepts.lookup("measure", entry["test"])
    by = conversion(key, entry.get("unit", "")) if key else None
    if key is None or by is None or (key in analytes() and analytes()[key].levels):
        return None
    text = str(entry["value"])
    sign = text.rstrip("0123456789.e-+")
    own = Fraction(text[len(sign) :]) * by.scale + by.offset
    limits = {
        end: Fraction(str(value)) * by.scale + by.offset for end, value in entry.get("reference_range", {}).items()
    }
    fitting = []
    for unit in plain_units(key):
        there = conversion(key, unit)
        shown = in_unit(key, own, unit)
        ranged = {end: in_unit(key, value, unit) for end, value in limits.items()}
        if (
            there
            and there.basis == by.basis
            and shown is not None
            and "e" not in str(shown)
            and None not in ranged.values()
        ):
            fitting.append((unit, shown, ranged))
    if not fitting:
        return None
    unit, shown, ranged = draw(st.sampled_from(fitting))
    made = {**entry, "value": f"{sign}{shown}" if sign else shown, "unit": unit}
    if ranged:
        made["reference_range"] = ranged
    return made


@st.composite
def converted(draw: st.DrawFn, rule: str) -> tuple[Profile, Profile]:
    """A profile, and the same with some results in other units."""
    profile = draw(profiles_for(one_rule(rule)))
    stamps = [(entry["test"], entry.get("date", "")[:10]) for entry in profile.get("results", ())]
    # Values of one day count as one within their printed digits, which another unit has others of.
    assume(len(stamps) == len(set(stamps)))
    made = copy.deepcopy(profile)
    made["results"] = [_in_other_unit(draw, entry) or entry for entry in profile.get("results", ())]
    return profile, made


# Of a limit stated in two units, and of a table of grades that is, the result's own kind of unit decides.
MEASURED = tuple(
    rule
    for rule in RULES
    if (any(char in rule for char in "<>") or "between" in rule) and "[" not in rule and "CTCAE" not in rule
)


@settings(max_examples=MOST * 4)
@given(st.data(), st.sampled_from(MEASURED))
def test_the_unit_of_a_result_changes_no_verdict(data: st.DataObject, rule: str) -> None:
    profile, other = data.draw(converted(rule))
    trial = one_rule(rule)
    before, after = screened(trial, profile).criteria[0], screened(trial, other).criteria[0]
    assert before.outcome == after.outcome
    assert {gap.reason for gap in before.reasons} == {gap.reason for gap in after.reasons}
    if "ULN" not in rule:  # a multiple of a limit has no unit of its own: the margin is in the result's
        assert before.margin == after.margin


@settings(max_examples=MOST * 4)
@given(st.data(), st.sampled_from(RULES))
def test_the_order_of_entries_changes_nothing(data: st.DataObject, rule: str) -> None:
    trial = one_rule(rule)
    profile = data.draw(around(trial))
    other = copy.deepcopy(profile)
    for home in ("results", "conditions", "therapies", "medications", "procedures", "family_history"):
        if home in other:
            other[home] = data.draw(st.permutations(other[home]))
    before, after = screened(trial, profile).criteria[0], screened(trial, other).criteria[0]
    assert before.outcome == after.outcome
    if len({(one["test"], one.get("date", "")[:10]) for one in profile.get("results", ())}) == len(
        profile.get("results", ())
    ):
        assert {gap.reason for gap in before.reasons} == {gap.reason for gap in after.reasons}


@settings(max_examples=MOST * 3)
@given(st.data(), st.sampled_from(SERIES))
def test_the_order_of_a_series_changes_nothing(data: st.DataObject, drawn: tuple[str, tuple[str, ...]]) -> None:
    rule, names = drawn
    profile = data.draw(series(names))
    other = {**profile, "results": data.draw(st.permutations(profile["results"]))}
    before, after = (screened(one_rule(rule), one).criteria[0] for one in (profile, other))
    assert before.outcome == after.outcome
    stamps = [(one["test"], one.get("date", "")[:10]) for one in profile["results"]]
    if len(set(stamps)) == len(stamps):
        assert {gap.reason for gap in before.reasons} == {gap.reason for gap in after.reasons}


@settings(max_examples=MOST * 3)
@given(series(("platelets",)), st.sampled_from([("any", "lowest", "<"), ("all", "lowest", ">=")]))
def test_the_lowest_decides_like_the_results_it_leaves(profile: Profile, words: tuple[str, str, str]) -> None:
    """`lowest < 9` is `any < 9`, `lowest >= 9` is `all >= 9`; and `any` and `all` are each other's denial."""
    which, extreme, op = words
    said, same = (f"{word} platelets {op} 100 10*9/L within 28 days" for word in (which, extreme))
    other = f"not {'all' if which == 'any' else 'any'} platelets {'>=' if op == '<' else '<'} 100 10*9/L within 28 days"
    found = {outcomes(one_rule(rule), profile)[0][2] for rule in (said, same, other)}
    assert len(found) == 1, found


@settings(max_examples=MOST // 2)
@given(st.data())
def test_the_order_of_criteria_changes_nothing(data: st.DataObject) -> None:
    trial = compiled(data.draw(trials(3)))
    other = replace(trial, criteria=tuple(data.draw(st.permutations(trial.criteria))))
    profile = data.draw(profiles_for(trial))
    assert sorted(outcomes(trial, profile)) == sorted(outcomes(other, profile))
    first, second = screened(trial, profile), screened(other, profile)
    assert (first.verdict, first.cohorts) == (second.verdict, second.cohorts)
    assert {(one.fact, one.reason) for one in first.to_obtain} == {(one.fact, one.reason) for one in second.to_obtain}


_SIMPLE = (
    ("ANC {} {} /uL", 500, 3000), ("platelets {} {} 10*9/L", 50, 200), ("creatinine {} {} umol/L", 60, 300),
    ("GFR {} {} mL/min", 20, 90), ("AST {} {} x ULN", 1, 10), ("Cockcroft-Gault {} {} mL/min", 20, 90),
    ("BMI {} {} kg/m2", 12, 40), ("age {} {} years", 1, 100), ("ECOG {} {}", 0, 4),
    ("hemoglobin {} {} g/L within 28 days", 60, 160), ("LVEF {} {} %", 20, 80),
)  # fmt: skip


@settings(max_examples=MOST * 3)
@given(st.data(), st.sampled_from(_SIMPLE), st.sampled_from([">=", ">", "<=", "<"]))
def test_tightening_makes_nobody_eligible(data: st.DataObject, simple: tuple[str, int, int], operator: str) -> None:
    form, low, high = simple
    smaller, larger = sorted(data.draw(st.tuples(st.integers(low, high), st.integers(low, high))))
    tight, loose = (larger, smaller) if operator[0] == ">" else (smaller, larger)
    if operator in (">=", "<=") and data.draw(sometimes(30)):
        tight = loose  # the same number, strictly
    strict = operator[0] if tight == loose else operator
    strict_rule, loose_rule = form.format(strict, tight), form.format(operator, loose)
    profile = data.draw(profiles_for(one_rule(data.draw(st.sampled_from([strict_rule, loose_rule])))))
    tightened, loosened = (outcomes(one_rule(rule), profile)[0][2] for rule in (strict_rule, loose_rule))
    assert not (tightened == "pass" and loosened != "pass")
    assert not (loosened == "fail" and tightened != "fail")
    # An exclusion turns round: widening it makes nobody eligible.
    wide, narrow = (outcomes(one_rule(rule, "exclusion"), profile)[0][2] for rule in (loose_rule, strict_rule))
    assert not (wide == "pass" and narrow != "pass")
