"""One number against the limits of a comparison: the answer, what is missing, what a reader is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from asking import TODAY, ago, before, limit, times, value
from eligo.core.nodes import Compare, Limit, Window
from eligo.evaluate.changes import Reckoned, Reference, Since
from eligo.evaluate.comparing import References, measured, unusable
from eligo.evaluate.intervals import point
from eligo.evaluate.series import Series
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace
from eligo.evaluate.view import View
from eligo.facts.dates import Days, parse
from eligo.facts.patient import Interval, Result
from eligo.testing.profiles import read

LONG = before(200)


def result(number: str | Interval | None, key: str = "ast", day: str | None = ago(3), **options: Any) -> Result:
    interval = point(Fraction(number)) if isinstance(number, str) else number
    raw = number if isinstance(number, str) else "as printed"
    made: dict[str, Any] = {"basis": "", "grain": Fraction(0), "molar": False, "uln": None, "lln": None} | options
    return Result(
        path="results[0]", test=key, raw=raw, unit=options.pop("unit", "U/L"), interval=interval, word="",
        day=parse(day) if day else None, problem=None, **{name: one for name, one in made.items() if name != "unit"},
    )  # fmt: skip


def seen(*others: dict[str, Any], limits: Any = None, **profile: Any) -> View:
    return View(read({"id": "P", "results": list(others), **profile}), TODAY, limits=limits or {})


NOBODY = seen()


def held(
    rule: Compare, one: Result, view: View = NOBODY, earlier: References | None = None, key: str = "ast",
    shown: str = "", **options: Any,
) -> Trace:  # fmt: skip
    listed = Series(key, rule.measure.name, "blood", (one,), shown=shown)
    made = measured(rule, listed, Reckoned(one, **options), earlier or {}, view)
    assert made.expr == rule
    return made


def ast(op: str, *limits: Limit, window: Window | None = None) -> Compare:
    return value("ast", op, *limits, window=window)  # type: ignore[arg-type]


def only(gaps: tuple[Gap, ...]) -> tuple[str, str, str, str]:
    (gap,) = gaps
    return gap.fact, gap.reason, gap.detail, gap.obtain


# -- a number that can't be used ---------------------------------------------------------------


def test_a_result_that_cannot_be_used_is_looked_up():
    rule = ast("<=", limit(100, "U/L"), limit(200, "U/L"), window=LONG)
    bad = replace(result(None, day=ago(100)), problem=("implausible", "no"))
    made = unusable(rule, Series("ast", "AST", "blood", (bad,)), bad, NOBODY)
    assert made.expr == rule and made.truth is UNKNOWN
    assert only(made.gaps) == ("AST", "implausible", "as printed: no", "chart")
    (proof,) = made.evidence
    assert (proof.path, proof.fact, proof.value) == ("results[0]", "AST", "as printed")
    assert (proof.limit, proof.date, proof.age_days, proof.old) == ("<= 100 U/L or 200 U/L", ago(100), 100, False)
    nothing = replace(bad, problem=None)
    assert only(unusable(rule, Series("ast", "AST", "blood", ()), nothing, NOBODY).gaps) == (
        "AST", "not_recorded", "as printed: no value", "chart",
    )  # fmt: skip


# -- limits of normal --------------------------------------------------------------------------

ULN, LLN = times("3", "ULN"), times("2", "LLN")


def test_a_multiple_of_the_results_own_limit():
    assert held(ast("<=", ULN), result("120", uln=Fraction(40), lln=Fraction(1))).truth is TRUE
    assert held(ast("<=", ULN), result("121", uln=Fraction(40))).truth is FALSE
    assert held(ast(">=", LLN), result("20", uln=Fraction(1), lln=Fraction(10))).truth is TRUE
    assert held(ast(">=", LLN), result("19", uln=Fraction(1), lln=Fraction(10))).truth is FALSE
    above = limit(10, of="ULN", factor=Fraction(3), text="10 above 3 x ULN")
    assert held(ast("<=", above), result("130", uln=Fraction(40))).truth is TRUE
    assert held(ast("<=", above), result("131", uln=Fraction(40))).truth is FALSE


def test_a_multiple_is_shown_as_one():
    (proof,) = held(ast("<=", ULN), result("100", uln=Fraction(40))).evidence
    assert (proof.converted, proof.limit, proof.margin) == ("2.5 x ULN", "<= 3 x ULN (120 U/L)", "0.5 x ULN below")
    assert proof.distance == Fraction(1, 6) and proof.notes == ()
    (other,) = held(ast("<=", ULN), result("100", uln=Fraction(40), unit="ukat/L")).evidence
    assert other.limit == "<= 3 x ULN (2 ukat/L)"


def test_a_limit_of_the_site_is_an_assumption():
    site = seen(limits={("ast", ""): (Fraction(40), Fraction(10))})
    for rule, said in ((ast("<=", ULN), "ULN"), (ast(">=", LLN), "LLN")):
        made = held(rule, result("100"), site)
        note = f"{said} from the site's table of limits"
        assert made.truth is TRUE and made.assumptions == (note,) and made.evidence[0].notes == (note,)
    own = held(ast("<=", ULN), result("100", uln=Fraction(30)), site)
    assert own.truth is FALSE and own.assumptions == ()


def test_no_limit_of_normal():
    rule = ast("<=", ULN, window=LONG)
    made = held(rule, result("100", day=ago(100)))
    assert made.truth is UNKNOWN
    assert only(made.gaps) == ("ULN of AST", "no_reference_limit", "AST 100 has no ULN", "chart")
    (proof,) = made.evidence
    assert (proof.fact, proof.value, proof.limit, proof.old) == ("AST", "100", "<= 3 x ULN", False)


def test_a_neighbours_limit_is_no_more_than_a_hint():
    def hint(rule, *ranges, key="AST"):
        others = [
            {"test": key, "value": 30, "unit": "U/L", **({"date": day} if day else {}), "reference_range": given}
            for day, given in ranges
        ]
        return held(rule, result("100"), seen(*others)).gaps[0].detail

    assert hint(ast("<=", ULN), (ago(9), {"high": 35})).endswith(f" (the result of {ago(9)} has ULN 35 U/L)")
    assert hint(ast(">=", LLN), (ago(9), {"low": 5, "high": 35})).endswith(f" (the result of {ago(9)} has LLN 5 U/L)")
    assert hint(ast("<=", ULN), (None, {"high": 35})).endswith(" (the result of no date has ULN 35 U/L)")
    assert hint(ast("<=", ULN), (ago(9), {"low": 5}), (ago(8), {"high": 36})).endswith(" has ULN 36 U/L)")
    assert hint(ast("<=", ULN), (ago(9), {"low": 5})) == "AST 100 has no ULN"
    assert hint(ast("<=", ULN), (ago(9), {"high": 35}), key="ALT") == "AST 100 has no ULN"


# -- stated twice ------------------------------------------------------------------------------


def test_a_limit_stated_twice_is_that_of_the_results_own_kind_of_unit():
    by_mass = limit(2, "mg/dL", molar=False, also=limit(3, "umol/L", molar=True))
    for molar, number, truth in ((False, "2.5", FALSE), (True, "2.5", TRUE), (True, "3.5", FALSE), (False, "2", TRUE)):
        assert held(ast("<=", by_mass), result(number, molar=molar)).truth is truth
    same = limit(2, "mg/dL", molar=False, also=limit(3, "mg/L", molar=False))
    assert held(ast("<=", same), result("2.5")).truth is FALSE
    amount = limit(2, "umol/L", molar=True, also=limit(3, "mg/dL", molar=False))
    assert held(ast("<=", amount), result("2.5")).truth is TRUE
    assert held(ast("<=", amount), result("2.5", molar=True)).truth is FALSE


# -- per body surface --------------------------------------------------------------------------

BODY = [
    {"test": "height", "value": 180, "unit": "cm", "date": ago(3)},
    {"test": "weight", "value": 80, "unit": "kg", "date": ago(3)},
]  # 2 m2 by Mosteller


def gfr(number: str, basis: str = "", **options: Any) -> Result:
    return result(number, "egfr_mdrd", basis=basis, unit="mL/min", **options)


def clearance(basis: str, bound: int = 60) -> Compare:
    one = replace(limit(bound, f"mL/min/{basis}" if basis else "mL/min"), basis=basis)
    return value("egfr_mdrd", ">=", one, window=LONG)


def test_a_clearance_is_brought_to_the_basis_of_the_rule():
    """Of 2 m2: 51.9 mL/min/1.73m2 are 60 mL/min."""
    view = seen(*BODY)
    assert held(clearance(""), gfr("51.9", "1.73m2"), view).truth is TRUE
    assert held(clearance(""), gfr("51.8", "1.73m2"), view).truth is FALSE
    assert held(clearance("1.73m2", 519), gfr("600"), view).truth is TRUE
    assert held(clearance("1.73m2", 520), gfr("600"), view).truth is FALSE
    assert held(clearance("1.73m2"), gfr("60", "1.73m2"), view).evidence[0].notes == ()
    made = held(clearance("1.73m2"), gfr("60"), view)
    assert made.evidence[0].notes == ("brought to mL/min/1.73m2 by a body surface area of 2 m2",)
    assert made.assumptions == ()
    other = seen({**BODY[0], "value": 170}, {**BODY[1], "value": 70})
    assert held(clearance("1.73m2"), gfr("60"), other).evidence[0].notes[0].endswith(" of 1.82 m2")


def test_a_body_surface_is_of_the_time_of_the_result():
    old = [{**one, "date": ago(60)} for one in BODY]
    for day, truth in ((ago(60), TRUE), (ago(32), TRUE), (ago(31), UNKNOWN), (ago(88), TRUE), (ago(89), UNKNOWN)):
        assert held(clearance(""), gfr("60", "1.73m2", day=day), seen(*old)).truth is truth, day
    assert held(clearance(""), gfr("60", "1.73m2", day=None), seen(*BODY)).truth is TRUE
    month = gfr("60", "1.73m2", day="2025-03")
    assert held(clearance(""), month, seen(*BODY)).truth is TRUE
    assert held(clearance(""), gfr("60", "1.73m2", day="2024-12"), seen(*old)).truth is TRUE


def test_no_body_surface():
    made = held(clearance(""), gfr("60", "1.73m2", day=ago(100)))
    detail = "60 and 60 mL/min differ by the body surface area"
    assert only(made.gaps) == ("body surface area (height and weight)", "unit_unusable", detail, "measure")
    assert made.truth is UNKNOWN and made.evidence[0].limit == ">= 60 mL/min" and not made.evidence[0].old


# -- earlier values ----------------------------------------------------------------------------

EARLIER = Days(date(2025, 1, 1), date(2025, 1, 1))


def reference(interval: Interval, kind: Since = "baseline", basis: str = "", **options: Any) -> References:
    of = result("40", day="2025-01-01", basis=basis)
    return {kind: Reference(kind, interval, EARLIER, (of,), **options)}


@pytest.mark.parametrize("kind", ["baseline", "nadir"])
def test_a_multiple_of_an_earlier_value(kind):
    rule = ast("<=", times("3/2", kind))
    made = held(rule, result("60"), earlier=reference(point(Fraction(40)), kind, assumed=("assumed",)), key="")
    assert made.truth is TRUE and made.assumptions == ("assumed",)
    assert held(rule, result("61"), earlier=reference(point(Fraction(40)), kind)).truth is FALSE
    assert [(one.fact, one.value) for one in made.evidence] == [("AST", "60"), (f"AST at {kind}", "40")]
    assert made.evidence[0].converted == f"1.5 x {kind}" and made.evidence[0].margin == "equal to the limit"
    plus = limit(5, of=kind, factor=Fraction(1), text=f"{kind} + 5")
    assert held(ast("<=", plus), result("45"), earlier=reference(point(Fraction(40)), kind)).truth is TRUE
    assert held(ast("<=", plus), result("46"), earlier=reference(point(Fraction(40)), kind)).truth is FALSE


def test_an_earlier_value_of_zero():
    """Nothing can be told as a multiple of it."""
    rule = ast("<=", replace(times("2", "baseline"), unit="U/L"))
    (proof, _) = held(rule, result("0"), earlier=reference(point(Fraction(0)))).evidence
    assert proof.converted == "0 U/L" and proof.margin == "equal to the limit"


def test_an_earlier_value_that_is_an_interval():
    rule = ast("<=", times("2", "baseline"))
    open_ = Gap("AST at baseline", "beyond_detection", "it is below 40", "chart")
    earlier = reference(Interval(Fraction(30), Fraction(40), False, True), open=open_)
    assert held(rule, result("60"), earlier=earlier).truth is TRUE
    assert held(rule, result("80"), earlier=earlier).truth is FALSE
    made = held(rule, result("70"), earlier=earlier)
    assert made.truth is UNKNOWN and made.gaps == (open_,)
    assert [one.fact for one in made.evidence] == ["AST", "AST at baseline"] and made.evidence[0].limit
    both = held(rule, result(Interval(Fraction(65), Fraction(75))), earlier=earlier)
    assert [gap.reason for gap in both.gaps] == ["beyond_detection"] * 2 and both.gaps[0] == open_


def test_an_earlier_value_per_body_surface():
    rule = ast("<=", times("2", "baseline"), window=LONG)
    made = held(rule, result("60", day=ago(100)), earlier=reference(point(Fraction(40)), basis="1.73m2"))
    detail = "60 and 40 differ by the body surface area"
    assert only(made.gaps) == ("AST at baseline", "unit_unusable", detail, "measure") and made.truth is UNKNOWN
    assert (
        held(rule, result("60", basis="1.73m2"), earlier=reference(point(Fraction(40)), basis="1.73m2")).truth is TRUE
    )


# -- what is shown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "grain", "molar", "noted"),
    [
        ("100.5", 1, True, True), ("99.5", 1, True, True), ("100", 1, True, False), ("101", 1, True, False),
        ("101", 2, True, True), ("99", 1, True, False), ("100.5", 1, False, False), ("100.5", "1/4", True, False),
    ],
)  # fmt: skip
def test_a_conversion_that_falls_within_the_last_digit_is_borderline(number, grain, molar, noted):
    made = held(ast("<=", limit(100, "U/L")), result(number, grain=Fraction(grain), molar=molar))
    note = "borderline: within the last printed digit of the limit"
    assert made.evidence[0].notes == ((note,) if noted else ())


def test_an_interval_is_never_borderline():
    near = result(Interval(Fraction(99), Fraction(101)), grain=Fraction(5), molar=True)
    assert held(ast("<=", limit(100)), near).evidence[0].notes == ()


def test_the_evidence_of_a_number():
    rule, more = ast("<=", limit(100, "U/L"), window=LONG), Evidence("results[1]", "ALT", "7")
    made = held(rule, result("50", day=ago(100)), evidence=(more,), assumed=("assumed",), spoken="half of it")
    proof, other = made.evidence
    assert other is more and made.assumptions == ("assumed",)
    assert (proof.path, proof.fact, proof.value, proof.converted) == ("results[0]", "AST", "50", "half of it")
    assert (proof.limit, proof.margin, proof.side, proof.old) == ("<= 100 U/L", "50 U/L below", -1, False)
    assert held(rule, result("50")).evidence[0].converted == "50 U/L"
    assert held(rule, result("50", unit="ukat/L")).evidence[0].converted == "50 U/L"
    assert held(rule, result("50"), shown="AST, computed").evidence[0].fact == "AST, computed"
    assert held(ast("<=", limit(100)), result("50", day=ago(100))).evidence[0].old


def test_a_step_of_a_scale_of_words():
    (proof,) = held(value("nyha", "<=", limit(2)), result("3", "nyha", unit=""), key="nyha").evidence
    assert (proof.converted, proof.margin) == ("III", "1 level above")


def test_a_window_before_a_day_ahead_says_when_a_result_grows_too_old():
    rule, view = ast("<=", limit(100), window=before(14, "first dose")), seen(anchors={"first dose": "2025-03-10"})
    note = "too old for first dose after 2025-03-14"
    assert held(rule, result("50", day=ago(1)), view).evidence[0].notes == (note,)
    assert held(replace(rule, limits=(ULN,)), result("50", day=ago(1)), view).evidence[0].notes == (note,)
    bad = replace(result(None, day=ago(1)), problem=("implausible", ""))
    assert unusable(rule, Series("ast", "AST", "blood", ()), bad, view).evidence[0].notes == (note,)


# -- what leaves it open -----------------------------------------------------------------------

BELOW = Interval(None, Fraction(120), False, True)


def test_an_interval_across_the_limit():
    made = held(ast("<=", limit(100, "U/L")), result(BELOW))
    detail = "as printed doesn't say on which side of 100 U/L it lies"
    assert made.truth is UNKNOWN and only(made.gaps) == ("AST", "beyond_detection", detail, "blood")
    assert made.evidence[0].limit == "<= 100 U/L"
    assert held(ast("<", limit(120)), result(BELOW)).truth is TRUE
    assert held(ast("<=", limit(100)), result(BELOW), assumed=("assumed",)).assumptions == ("assumed",)


def test_why_a_number_is_open_comes_first():
    gap = Gap("AST at nadir", "not_recorded", "may be lower", "chart")
    assert held(ast("<=", limit(100)), result(BELOW), open=gap).gaps == (gap,)


# -- several limits ----------------------------------------------------------------------------


def test_one_of_several_limits_is_enough():
    rule = ast("=", limit(100, "U/L"), limit(200, "U/L"), limit(300, "U/L"))
    made = held(rule, result("200"))
    assert made.truth is TRUE and made.evidence[0].limit == "= 200 U/L"
    for number, nearest in (("110", "100"), ("190", "200"), ("240", "200"), ("310", "300")):
        failed = held(rule, result(number))
        assert failed.truth is FALSE and failed.evidence[0].limit == f"= {nearest} U/L", number
    between = Interval(Fraction(150), Fraction(250))
    open_ = held(rule, result(between))
    assert open_.truth is UNKNOWN and "200 U/L" in open_.gaps[0].detail
    assert held(rule, result(Interval(Fraction(101), Fraction(199)))).truth is FALSE


def test_a_limit_that_is_missing_is_no_matter_where_another_holds():
    assert held(ast("=", ULN, limit(100)), result("100")).truth is TRUE
    assert held(ast("=", ULN, limit(100)), result("90")).truth is UNKNOWN


def scored(low: str | None, high: str | None, *wanted: int, **options: Any) -> Trace:
    rule = value("ecog", "=", *(limit(one) for one in wanted), **options)
    ends = [None if one is None else Fraction(one) for one in (low, high)]
    return held(rule, result(Interval(ends[0], ends[1]), "ecog", unit=""), key="ecog", assumed=("assumed",))


def test_a_score_that_is_one_of_those_asked_for_whichever_it_is():
    made = scored("0", "1", 0, 1)
    assert made.truth is TRUE and made.evidence[0].limit == "= 0" and made.assumptions == ("assumed",)
    assert scored("1", "2", 1, 2).truth is TRUE
    assert scored("0", "1", 1, 2).truth is UNKNOWN
    assert scored("1", "2", 0, 1, 2).truth is TRUE
    assert scored("1", "3", 1, 3).truth is UNKNOWN
    assert scored("0", "2", 0, 1).truth is UNKNOWN
    assert scored("1", "2", 0, 1).truth is UNKNOWN
    assert scored(None, "1", 0, 1).truth is UNKNOWN
    assert scored("4", None, 4, 5).truth is UNKNOWN
    assert scored("2", "3", 0, 1).truth is FALSE


def test_numbers_that_are_no_scores_have_others_between():
    rule = ast("=", limit(0), limit(1))
    assert held(rule, result(Interval(Fraction(0), Fraction(1)))).truth is UNKNOWN
    graded = value("ast", "=", limit(0), limit(1), graded=("AST increased", "5"))
    assert held(graded, result(Interval(Fraction(0), Fraction(1)))).truth is TRUE
