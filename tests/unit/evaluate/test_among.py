"""How many of several rules hold: the truth, what is missing, what to obtain, what decided."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from asking import HERE
from eligo.core.nodes import Among, And, Constant, Or
from eligo.evaluate import logic
from eligo.evaluate.deciding import deciding, may_change
from eligo.evaluate.obtaining import ways
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, Truth

OPS = {"<": Fraction.__lt__, "<=": Fraction.__le__, ">": Fraction.__gt__, ">=": Fraction.__ge__, "=": Fraction.__eq__}


def part(value: Truth, name: str, distance: int | None = None, change="yes", day=None) -> Trace:
    gaps = (Gap(name, "not_recorded", "", "ask"),) if value is UNKNOWN else ()
    proof = Evidence(name, name, name, distance=Fraction(distance or 0), change=change, passes_from=day)
    return Trace(Constant(True, HERE), value, gaps, evidence=(proof,) if distance is not None else ())


def counted(op, number, parts) -> Trace:
    value, gaps = logic.among(op, number, parts)
    return Trace(Among(op, number, (), HERE), value, gaps, tuple(parts))


def completions(answers):
    return product(*((TRUE, FALSE) if one is UNKNOWN else (one,) for one in answers))


@pytest.mark.parametrize("size", [0, 1, 2, 3])
@pytest.mark.parametrize("op", list(OPS))
def test_counting_is_sound_and_complete(op, size):
    """Definite exactly when every completion of the unknown parts gives one answer."""
    for answers, number in product(product(Truth, repeat=size), range(5)):
        made = counted(op, number, [part(one, str(at)) for at, one in enumerate(answers)])
        outcomes = {OPS[op](Fraction(filled.count(TRUE)), Fraction(number)) for filled in completions(answers)}
        expected = UNKNOWN if len(outcomes) > 1 else TRUE if outcomes.pop() else FALSE
        assert made.truth is expected, (op, number, answers)
        open_ = {str(at) for at, one in enumerate(answers) if one is UNKNOWN}
        assert {gap.fact for gap in made.gaps} == (open_ if expected is UNKNOWN else set())


@pytest.mark.parametrize("op", list(OPS))
@pytest.mark.parametrize("wanted", [TRUE, FALSE])
def test_the_ways_are_the_smallest_sets_that_could_settle_it(op, wanted):
    for answers, number in product(product(Truth, repeat=3), range(5)):
        parts = [part(one, str(at)) for at, one in enumerate(answers)]
        made = counted(op, number, parts)
        if made.truth is not UNKNOWN:
            continue
        open_ = [at for at, one in enumerate(answers) if one is UNKNOWN]
        found = {frozenset(int(gap.fact) for gap in way) for way in ways(made, wanted)}
        enough = set()
        for values in product((TRUE, FALSE, UNKNOWN), repeat=len(open_)):
            filled = list(answers)
            for at, one in zip(open_, values, strict=True):
                filled[at] = one
            if counted(op, number, [part(one, "x") for one in filled]).truth is wanted:
                enough.add(frozenset(at for at, one in zip(open_, values, strict=True) if one is not UNKNOWN))
        assert found == {one for one in enough if not any(other < one for other in enough)}, (op, number, answers)


def test_one_of_is_an_or_and_all_of_is_an_and():
    parts = [part(FALSE, "a", -3), part(FALSE, "b", -1), part(FALSE, "c", -2)]
    both = [
        (counted(">=", 1, parts), Trace(Or((), HERE), FALSE, (), tuple(parts))),
        (counted(">=", 3, parts), Trace(And((), HERE), FALSE, (), tuple(parts))),
    ]
    for one, other in both:
        assert deciding(one) == deciding(other)
    true = [part(TRUE, "a", 3), part(TRUE, "b", 1), part(TRUE, "c", 2)]
    assert deciding(counted(">=", 1, true)) == deciding(Trace(Or((), HERE), TRUE, (), tuple(true)))
    assert deciding(counted(">=", 3, true)) == deciding(Trace(And((), HERE), TRUE, (), tuple(true)))


def test_the_deciding_part_is_the_one_after_whose_change_it_turns():
    failing = [part(TRUE, "t", 5), part(FALSE, "a", -3), part(FALSE, "b", -1), part(FALSE, "c", -2)]
    assert deciding(counted(">=", 2, failing)).path == "b"
    assert deciding(counted(">=", 3, failing)).path == "c"
    too_many = [part(TRUE, "t", 5), part(TRUE, "a", 3), part(FALSE, "b", -1)]
    assert deciding(counted("<=", 1, too_many)).path == "a"
    assert deciding(counted("<=", 0, too_many)).path == "t"
    assert deciding(counted("<", 3, too_many)).path == "b"
    assert deciding(counted("=", 2, too_many)) is None
    assert deciding(counted("=", 1, too_many)).path == "a"


def test_when_a_count_may_change():
    def failing(*changes):
        made = []
        for at, change in enumerate(changes):
            day = change if isinstance(change, date) else None
            made.append(part(FALSE, str(at), -1, "date" if day else change, day))
        return may_change(counted(">=", 2, made))

    early, late, last = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)
    assert failing("lasting", "lasting", early) == "lasting"
    assert failing("lasting", late, early) == "from 2025-05-01"
    assert failing(last, late, early) == "from 2025-05-01"
    assert failing("yes", "lasting", early) == "yes"
