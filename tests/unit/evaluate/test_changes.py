"""Numbers made of several results: since baseline or nadir, of pairs, of grades; limits stated twice; levels."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import HERE, ago, ask, before, limit, reasons, results, times, value
from eligo.core.nodes import Change, Compare, Measure, Pair, Which
from eligo.evaluate.deciding import margin
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN

BASE = {"anchors": {"baseline": ago(60)}}
CLOSED = {"complete": ["results"]}


def creatinine(*pairs, **more):
    return results("creatinine", "mg/dL", *pairs, **more)


def hgb(*pairs):
    return results("hemoglobin", "g/dL", *pairs)


# -- against a multiple of the baseline --------------------------------------------------------


@pytest.mark.parametrize(("now", "truth"), [(1.5, TRUE), (1.51, FALSE)])
def test_a_multiple_of_the_baseline(now, truth):
    made = ask(value("creatinine", "<=", times("1.5", "baseline")), results=creatinine((1.0, 60), (now, 3)), **BASE)
    assert made.truth is truth
    assert [one.fact for one in made.evidence] == ["creatinine", "creatinine at baseline"]
    assert made.evidence[0].limit == "<= 1.5 x baseline (1.5 mg/dL)"
    assert margin(made, "pass") == ("on the limit" if truth is TRUE else "0.01 x baseline to spare")


def test_the_baseline_is_the_latest_result_of_its_day_or_before():
    rule = value("creatinine", "<=", times("1.5", "baseline"))
    assert ask(rule, results=creatinine((3, 90), (1.0, 60), (3, 59), (1.6, 3)), **BASE).truth is FALSE
    assert ask(rule, results=creatinine((1.0, 90), (1.5, 3)), **BASE).truth is TRUE
    late = ask(rule, results=creatinine((1.0, 59), (1.5, 3)), **BASE)
    assert reasons(late) == ["outside_window"] and late.gaps[0].fact == "creatinine at baseline"


def test_without_a_date_of_baseline_it_is_unknown():
    made = ask(value("creatinine", "<=", times("1.5", "baseline")), results=creatinine((1.0, 60), (1.5, 3)))
    assert reasons(made) == ["not_recorded"] and made.gaps[0].fact == "date of baseline"
    ahead = {"anchors": {"baseline": "2025-03-05"}}
    made = ask(value("creatinine", "<=", times("1.5", "baseline")), results=creatinine((1.0, 60)), **ahead)
    assert reasons(made) == ["outside_window"]


def test_the_value_at_baseline_itself_hasnt_changed():
    made = ask(value("creatinine", "<=", times("1", "baseline")), results=creatinine((2.0, 60)), **BASE)
    assert made.truth is TRUE


def test_a_result_older_than_the_baseline_never_stands_for_a_later_one():
    rule = value("creatinine", "<=", times("1.5", "baseline"), which=Which("any"))
    made = ask(rule, results=creatinine((1.0, 90), (1.0, 60), (9, 3)), **BASE)
    assert made.truth is TRUE  # the one at baseline itself
    window = before(10)
    made = ask(
        value("creatinine", "<=", times("1.5", "baseline"), window=window), results=creatinine((1.0, 60)), **BASE
    )
    assert reasons(made) == ["outside_window"]


def test_two_possible_baselines_decide_together():
    rule = value("creatinine", "<=", times("1.5", "baseline"))
    made = ask(rule, results=creatinine((1.0, 60), (2.0, 60), (1.4, 3)), **BASE)
    assert made.truth is TRUE
    made = ask(rule, results=creatinine((1.0, 60), (2.0, 60), (1.6, 3)), **BASE)
    assert reasons(made) == ["conflicting_records"]
    made = ask(rule, results=creatinine((1.0, 60), (2.0, 60), (3.1, 3)), **BASE)
    assert made.truth is FALSE


def test_a_baseline_that_cant_be_used():
    made = ask(value("creatinine", "<=", times("1.5", "baseline")), results=creatinine(("pending", 60), (1, 3)), **BASE)
    assert made.truth is UNKNOWN and made.gaps[0].fact == "creatinine at baseline"


# -- changes -----------------------------------------------------------------------------------


def drop(op, bound, *pairs, relative=False, since="baseline", direction="decrease", which=None, **profile):
    change = Change(direction, since, relative)
    options = {"which": which} if which else {}
    rule = value("hgb", op, limit(bound, "%" if relative else "g/dL"), change=change, **options)
    return ask(rule, results=hgb(*pairs), **profile)


@pytest.mark.parametrize(("now", "truth"), [(10, TRUE), (10.1, FALSE), (13, FALSE)])
def test_a_decrease_since_baseline(now, truth):
    made = drop(">=", 2, (12, 60), (now, 3), **BASE)
    assert made.truth is truth
    assert made.evidence[0].converted.endswith(" since baseline")


@pytest.mark.parametrize(("now", "truth"), [(9.6, TRUE), (9.61, FALSE)])
def test_a_decrease_in_percent(now, truth):
    assert drop(">=", 20, (12, 60), (now, 3), relative=True, **BASE).truth is truth


@pytest.mark.parametrize(("now", "truth"), [(14.4, TRUE), (14.3, FALSE)])
def test_an_increase_in_percent(now, truth):
    assert drop(">=", 20, (12, 60), (now, 3), relative=True, direction="increase", **BASE).truth is truth


def test_any_decrease_since_baseline_looks_at_every_later_result():
    assert drop(">=", 2, (5, 90), (12, 60), (9, 20), (12, 3), which=Which("any"), **BASE).truth is TRUE
    assert drop(">=", 2, (5, 90), (12, 60), (11, 20), (12, 3), which=Which("any"), **BASE).truth is UNKNOWN
    assert drop(">=", 2, (5, 90), (12, 60), (11, 20), (12, 3), which=Which("any"), **BASE, **CLOSED).truth is FALSE


def test_an_increase_since_the_nadir():
    def rise(op, bound, *pairs, **profile):
        return drop(op, bound, *pairs, since="nadir", direction="increase", **profile)

    assert rise(">=", 2, (12, 60), (9, 30), (11, 3)).truth is TRUE
    small = rise(">=", 2, (12, 60), (9, 30), (10.9, 3))
    assert small.truth is UNKNOWN and small.gaps[0].home == "results"
    assert rise(">=", 2, (12, 60), (9, 30), (10.9, 3), **CLOSED).truth is FALSE
    assert rise("<", 2, (12, 60), (9, 30), (11, 3)).truth is FALSE
    assert rise(">=", 2, (12, 60), ("pending", 30), (13, 3), **CLOSED).truth is UNKNOWN
    assert rise(">=", 1, (12, 60), ("pending", 30), (13, 3), **CLOSED).truth is TRUE


def test_a_nadir_in_percent_and_as_a_limit():
    assert drop(">=", 20, (10, 30), (12, 3), since="nadir", direction="increase", relative=True).truth is TRUE
    assert drop(">=", 20, (10, 30), (11.9, 3), since="nadir", direction="increase", relative=True).truth is UNKNOWN
    rule = value("hgb", ">=", times("1.2", "nadir"))
    assert ask(rule, results=hgb((10, 30), (12, 3))).truth is TRUE
    assert ask(rule, results=hgb((10, 30), (11.9, 3))).truth is UNKNOWN
    assert ask(rule, results=hgb((10, 30), (11.9, 3)), **CLOSED).truth is FALSE


@st.composite
def _gappy(draw):
    rows, filled = [], []
    for _ in range(draw(st.integers(1, 4))):
        amount = draw(st.sampled_from([8, 10, 12, 14]))
        full = date.fromisoformat(ago(draw(st.integers(0, 90)))).isoformat()
        shown = draw(st.sampled_from([amount, amount, amount, "pending", f">{amount - 2}"]))
        written = draw(st.sampled_from([full, full, full, full[:7], None]))
        rows.append((shown, written))
        filled.append((amount if draw(st.booleans()) else shown, full if draw(st.booleans()) else written))
    return rows, filled


@settings(max_examples=300, deadline=None)
@given(
    _gappy(), st.sampled_from([">=", "<"]), st.booleans(), st.sampled_from(["baseline", "nadir"]),
    st.sampled_from(["increase", "decrease"]), st.sampled_from(["latest", "any", "all", "highest"]), st.booleans(),
)  # fmt: skip
def test_filling_a_gap_never_changes_a_verdict(pair, op, relative, since, direction, kind, closed):
    options = {"relative": relative, "since": since, "direction": direction, "which": Which(kind)}
    first = drop(op, 2, *pair[0], **options, **BASE, **(CLOSED if closed else {}))
    then = drop(op, 2, *pair[1], **options, **BASE, **CLOSED)
    assert (first.truth is UNKNOWN) == bool(first.gaps)
    assert first.truth in (UNKNOWN, then.truth), (first, then)


# -- pairs -------------------------------------------------------------------------------------


def pair(kind, op, bound, ast, alt, **options):
    rule = value("ast", op, limit(bound), pair=Pair(kind, "ast", "alt"), **options)
    return ask(rule, results=[*results("AST", "U/L", *ast), *results("ALT", "U/L", *alt)])


@pytest.mark.parametrize(("ast", "truth"), [(81, TRUE), (80, FALSE)])
def test_a_ratio_of_one_day(ast, truth):
    made = pair("ratio", ">", 2, [(ast, 3)], [(40, 3)])
    assert made.truth is truth
    assert "AST 8" in made.evidence[0].notes[0] and "ALT 40 U/L" in made.evidence[0].notes[0]


def test_a_difference_of_one_day():
    assert pair("difference", ">=", 40, [(80, 3)], [(40, 3)]).truth is TRUE
    assert pair("difference", ">=", 41, [(80, 3)], [(40, 3)]).truth is FALSE


def test_a_pair_needs_results_of_one_day():
    made = pair("ratio", ">", 2, [(81, 3)], [(40, 4)])
    assert reasons(made) == ["outside_window"] and "one day" in made.gaps[0].detail
    assert "ALT not recorded" in pair("ratio", ">", 2, [(81, 3)], []).gaps[0].detail
    assert pair("ratio", ">", 2, [(20, 9), (81, 3)], [(40, 9), (40, 3), (40, 1)]).truth is TRUE
    undated = pair("ratio", ">", 2, [(81, 3)], [(40, 3), (90, None)])
    assert undated.truth is UNKNOWN and "undated" in reasons(undated)


def test_a_pair_with_a_result_that_cant_be_used():
    assert pair("ratio", ">", 2, [("pending", 3)], [(40, 3)]).truth is UNKNOWN
    assert pair("ratio", ">", 2, [(81, 3)], [("<40", 3)]).truth is TRUE
    assert pair("ratio", ">", 2, [(79, 3)], [("<40", 3)]).truth is UNKNOWN


def test_a_pair_goes_by_the_times_of_the_day():
    day = ago(3)
    made = pair(
        "ratio", ">", 2, [(81, f"{day}T08:00"), (20, f"{day}T20:00")], [(40, f"{day}T08:00"), (40, f"{day}T20:00")]
    )
    assert made.truth is FALSE
    assert pair("ratio", ">", 2, [(81, day), (20, day)], [(40, day)]).truth is UNKNOWN


# -- grades, limits stated twice, levels -------------------------------------------------------


def test_the_grade_of_a_result():
    def grade(op, bound, shown, **more):
        rule = value("hgb", op, limit(bound), graded=("anemia", "5"))
        return ask(rule, results=results("hemoglobin", "g/dL", (shown, 3), **more))

    normal = {"reference_range": {"low": 12}}
    made = grade("<=", 1, 10, **normal)
    assert made.truth is TRUE and made.evidence[0].converted == "grade 1"
    assert grade("<=", 1, 9.9, **normal).truth is FALSE
    assert grade("<=", 0, 12, **normal).truth is TRUE
    unsure = grade("<=", 0, 11)
    assert unsure.truth is UNKNOWN and reasons(unsure) == ["no_reference_limit"]
    assert grade("<=", 1, 11).truth is TRUE
    assert grade("<=", 1, "pending").truth is UNKNOWN


def test_the_limit_of_the_results_own_kind_of_unit_counts():
    """2.0 mg/dL are 176.8 umol/L; the protocol rounds to 177."""
    also = limit("2.002224", "umol/L", molar=True)
    rule = value("creatinine", "<=", limit(2, "mg/dL", also=also))
    assert ask(rule, results=results("creatinine", "mg/dL", (2.0, 3))).truth is TRUE
    assert ask(rule, results=results("creatinine", "mg/dL", (2.001, 3))).truth is FALSE
    assert ask(rule, results=results("creatinine", "umol/L", (177, 3))).truth is TRUE
    assert ask(rule, results=results("creatinine", "umol/L", (178, 3))).truth is FALSE


def test_levels_are_counted_not_subtracted():
    def nyha(shown):
        rule = value("nyha", "<=", limit(2, text="II"))
        return ask(rule, results=[{"test": "NYHA", "value": shown, "date": ago(3)}])

    worse = nyha("NYHA III")
    assert worse.truth is FALSE and worse.evidence[0].value == "NYHA III" and not worse.evidence[0].converted
    assert margin(worse, "fail") == "over by 1 level"
    assert margin(nyha("IV"), "fail") == "over by 2 levels"
    assert margin(nyha("I"), "pass") == "1 level to spare"
    assert nyha(2).evidence[0].converted == "II" and margin(nyha(2), "pass") == "on the limit"


# -- computed values of every day --------------------------------------------------------------


def test_a_formula_for_every_day():
    def bmi(which, *weights, **profile):
        measure = Measure("BMI", ("bmi",), (("bmi", "bmi"),), "kg/m2")
        rule = Compare(measure, ">=", (limit(25),), None, HERE, which)
        listed = [*results("weight", "kg", *weights), *results("height", "cm", (200, 10))]
        return ask(rule, results=listed, **profile)

    assert bmi(Which("any"), (100, 20), (90, 3)).truth is TRUE
    assert bmi(Which("any"), (99, 20), (90, 3)).truth is UNKNOWN
    assert bmi(Which("any"), (99, 20), (90, 3), **CLOSED).truth is FALSE
    assert bmi(Which("all"), (100, 20), (90, 3)).truth is FALSE
    assert bmi(Which("highest"), (100, 90), (90, 3), **CLOSED).truth is UNKNOWN  # no height near the first
    assert bmi(Which("latest"), (90, 20), (100, 3)).truth is TRUE


@settings(max_examples=300, deadline=None)
@given(
    _gappy(), _gappy(), st.sampled_from([">=", "<"]), st.sampled_from(["ratio", "difference"]),
    st.sampled_from(["latest", "first", "any", "all"]), st.booleans(),
)  # fmt: skip
def test_filling_a_gap_of_a_pair_never_changes_a_verdict(ast, alt, op, kind, which, closed):
    rule = value("ast", op, limit(1), pair=Pair(kind, "ast", "alt"), which=Which(which))
    made = []
    for at, complete in ((0, closed), (1, True)):
        listed = [*results("AST", "U/L", *ast[at]), *results("ALT", "U/L", *alt[at])]
        made.append(ask(rule, results=listed, **(CLOSED if complete else {})))
    assert (made[0].truth is UNKNOWN) == bool(made[0].gaps)
    assert made[0].truth in (UNKNOWN, made[1].truth), made


def test_a_change_the_other_way_is_told_so():
    made = drop("<=", 25, (9.9, 60), (12, 3), relative=True, **BASE)
    assert made.evidence[0].converted == "increase of 21.21 % since baseline"
    assert drop(">=", 2, (12, 60), (9.5, 3), **BASE).evidence[0].converted == "decrease of 2.5 g/dL since baseline"


def test_values_per_body_surface_are_not_measured_from_others():
    rule = value("egfr_mdrd", ">=", limit(10, "mL/min"), change=Change("decrease", "baseline", False))
    listed = [*results("MDRD", "mL/min", (90, 60)), *results("MDRD", "mL/min/1.73m2", (60, 3))]
    assert reasons(ask(rule, results=listed, **BASE)) == ["unit_unusable"]
