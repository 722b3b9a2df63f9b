"""What the conformance cases don't reach: the logic on traces, intervals, derived values, views, notes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from eligo.api import reference_day
from eligo.api import screen as screen_api
from eligo.core.nodes import Constant, Span
from eligo.evaluate import formulas, logic
from eligo.evaluate.comparing import holds
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Gap, Trace, Truth
from eligo.facts.patient import Interval
from eligo.facts.reading import PatientError
from eligo.testing.profiles import read
from strategies import one_rule, screened

HERE = Span(0, 1)
CONFLICT = Gap("which", "exceptions_conflict", "", "chart")


def trace(value: Truth, name: str = "x") -> Trace:
    gaps = (Gap(name, "not_recorded", "", "ask"),) if value is UNKNOWN else ()
    return Trace(Constant(True, HERE), value, gaps)


@pytest.mark.parametrize(("c1", "v1", "c2", "v2", "other"), list(product(Truth, repeat=5)))
def test_choose_of_two_is_sound_and_complete(c1, v1, c2, v2, other):
    """Against every completion: definite exactly when all of them give one definite answer."""
    value, gaps = logic.choose([trace(c1), trace(c2)], [trace(v1), trace(v2)], trace(other), CONFLICT)

    def filled(one):
        return (TRUE, FALSE) if one is UNKNOWN else (one,)

    answers = set()
    for a, x, b, y, z in product(*map(filled, (c1, v1, c2, v2, other))):
        chosen = {v for c, v in ((a, x), (b, y)) if c is TRUE} or {z}
        answers.add(chosen.pop() if len(chosen) == 1 else UNKNOWN)
    assert value is (answers.pop() if len(answers) == 1 else UNKNOWN)
    assert (value is UNKNOWN) == bool(gaps)


def test_gaps_of_parts_that_cannot_decide_are_left_out():
    assert logic.all_of([trace(FALSE), trace(UNKNOWN)]) == (FALSE, ())
    value, gaps = logic.all_of([trace(TRUE), trace(UNKNOWN, "a"), trace(UNKNOWN, "b")])
    assert value is UNKNOWN and [gap.fact for gap in gaps] == ["a", "b"]
    assert logic.all_of([]) == (TRUE, ())
    assert logic.any_of([]) == (FALSE, ())


def test_every_condition_has_its_value():
    with pytest.raises(ValueError, match="shorter"):
        logic.choose([trace(TRUE)], [], trace(FALSE), CONFLICT)


@pytest.mark.parametrize("answers", [one for size in (1, 2, 3) for one in product(Truth, repeat=size)])
def test_answers_that_must_agree(answers):
    value, gaps = logic.agree([trace(one, str(at)) for at, one in enumerate(answers)], CONFLICT)
    if {TRUE, FALSE} <= set(answers):
        assert (value, gaps) == (UNKNOWN, (CONFLICT,))
    elif UNKNOWN in answers:
        assert value is UNKNOWN
        assert [gap.fact for gap in gaps] == [str(at) for at, one in enumerate(answers) if one is UNKNOWN]
    else:
        assert (value, gaps) == (answers[0], ())


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "="])
@pytest.mark.parametrize("low_open", [False, True])
@pytest.mark.parametrize("high_open", [False, True])
def test_holds_for_every_value_of_an_interval(op, low_open, high_open):
    """Against points of the interval: on its ends, beside them, and far out where it has no end."""
    compare = {
        "<": Fraction.__lt__, "<=": Fraction.__le__, ">": Fraction.__gt__, ">=": Fraction.__ge__, "=": Fraction.__eq__,
    }[op]  # fmt: skip
    tiny = Fraction(1, 1000)
    for low, high, bound in product([None, 1, 2], [None, 2, 3], [0, 1, 2, 3, 4]):
        interval = Interval(
            None if low is None else Fraction(low), None if high is None else Fraction(high),
            low_open and low is not None, high_open and high is not None,
        )  # fmt: skip
        if low == high and low is not None and (low_open or high_open):
            continue
        points = [Fraction(n) + step for n in range(-2, 7) for step in (-tiny, Fraction(0), tiny)]
        inside = [
            p
            for p in points
            if (low is None or (p > low if interval.low_open else p >= low))
            and (high is None or (p < high if interval.high_open else p <= high))
        ]
        answers = {compare(p, Fraction(bound)) for p in inside}
        expected = UNKNOWN if len(answers) > 1 else TRUE if answers.pop() else FALSE
        assert holds(interval, op, Fraction(bound)) is expected, (interval, op, bound)


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("bmi", {"weight": 70, "height": 170}, 24.221453),
        ("bsa_mosteller", {"weight": 70, "height": 170}, 1.818119),
        ("cockcroft_gault", {"creatinine": 1, "weight": 72, "age": 60, "female": 0}, 80),
        ("cockcroft_gault", {"creatinine": 1, "weight": 72, "age": 60, "female": 1}, 68),
        ("ckd_epi_2021", {"creatinine": 2, "age": 60, "female": 0}, 37.504459),
        ("ckd_epi_2021", {"creatinine": 0.7, "age": 60, "female": 1}, 98.948315),
        ("ckd_epi_2009", {"creatinine": 2, "age": 60, "female": 0}, 35.229619),
        ("ckd_epi_2009", {"creatinine": 0.6, "age": 60, "female": 1}, 99.071171),
        ("mdrd", {"creatinine": 2, "age": 60, "female": 0}, 34.251905),
        ("corrected_calcium", {"calcium": 8, "albumin": 2.5}, 9.2),
        ("fridericia", {"qt": 360, "hr": 90}, 412.097127),
    ],
)
def test_formulas(name, given, expected):
    exact = {key: Fraction(str(value)) for key, value in given.items()}
    assert float(formulas.FORMULAS[name][0](exact)) == pytest.approx(expected, abs=1e-6)


def profile(**more):
    return {"id": "P", "reference_date": "2025-03-01", **more}


def test_later_entries_are_counted():
    given = profile(
        results=[{"test": "ANC", "value": 1, "date": "2025-03-02"}], conditions=[{"name": "stroke", "onset": "2026"}]
    )
    assert screened(one_rule("ANC >= 1500 /uL"), given).notes[-1] == "2 entries dated after 2025-03-01 left out"


def test_a_neighbours_limit_is_a_hint():
    results = [
        {"test": "AST", "value": 20, "unit": "U/L", "date": "2025-02-10", "reference_range": {"high": 35}},
        {"test": "AST", "value": 21, "unit": "U/L", "date": "2025-02-20"},
    ]
    made = screened(one_rule("AST <= 3 x ULN"), profile(results=results)).criteria[0]
    assert "the result of 2025-02-10 has ULN 35 U/L" in made.reasons[0].detail


def test_a_hint_of_a_formula():
    results = [{"test": "creatinine", "value": 1, "unit": "mg/dL", "date": "2025-02-20"}]
    made = screened(one_rule("GFR >= 60 mL/min"), profile(sex="male", birth_date="1965-01-01", results=results))
    assert "which is a hint" in made.criteria[0].reasons[0].detail


def test_the_reference_day():
    trial, nobody = one_rule("ANC >= 1500 /uL"), read({"id": "P"})
    with pytest.raises(PatientError, match="has no reference date"):
        screen_api(trial, nobody)
    assert screen_api(trial, nobody, date(2025, 3, 1)).as_of == date(2025, 3, 1)
    unborn = read(profile(birth_date="2025-03-02"))
    assert reference_day(unborn, None)[0] is None
    assert reference_day(unborn, date(2025, 3, 2))[0] == date(2025, 3, 2)
    with pytest.raises(ValueError, match="no cohort"):
        screen_api(trial, nobody, date(2025, 3, 1), cohort="Z")


def test_as_of_comes_before_the_reference_date():
    given = read(profile(birth_date="2007-06-01"))
    trial = one_rule("age >= 18 years")
    assert screen_api(trial, given).verdict == "ineligible"
    assert screen_api(trial, given, date(2025, 6, 1)).verdict == "eligible"
