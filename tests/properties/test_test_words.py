"""Words of a test that hold each other: a more precise one never turns a definite answer; fast answers are the same."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import TODAY, ask, word
from eligo.evaluate.compiled import Compiled
from eligo.evaluate.screening import screen
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN
from eligo.testing.profiles import read
from eligo.vocabulary import concepts
from eligo.vocabulary.test_words import meanings, of_sets, says
from strategies import one_rule

SETS = tuple(test for test in concepts.table("test") if of_sets(test))


def _asked(test: str, recorded: str, wanted: str):
    return ask(word(test, wanted), results=[{"test": test, "value": recorded, "date": "2025-01-10"}]).truth


@pytest.mark.parametrize("test", SETS)
def test_a_more_precise_word_never_turns_a_definite_answer(test):
    known = meanings(test)
    for wide, narrow in product(known, known):
        if known[narrow] < known[wide]:
            for wanted in known:
                before, after = _asked(test, wide, wanted), _asked(test, narrow, wanted)
                assert before in (UNKNOWN, after), (wide, narrow, wanted)


@pytest.mark.parametrize("test", SETS)
def test_a_word_is_itself_and_none_that_it_shares_nothing_with(test):
    known = meanings(test)
    for one, other in product(known, known):
        truth = _asked(test, one, other)
        assert (truth is TRUE) == (known[one] <= known[other])
        assert (truth is FALSE) == known[one].isdisjoint(known[other])


@given(st.sampled_from([test for test in concepts.table("test") if not of_sets(test)]), st.data())
def test_of_two_opposite_words_one_is_the_other_turned(test, data):
    first, second = meanings(test)
    recorded = data.draw(st.sampled_from([*concepts.table("word")]))
    own = concepts.answers(recorded)
    expected = True if first in own else False if second in own else None
    assert says(test, recorded, first) is expected
    assert says(test, recorded, second) is (None if expected is None else not expected)


@given(st.sampled_from(SETS), st.data())
def test_closures_answer_as_the_interpreter_does(test, data):
    words = [*meanings(test), "odd word", "positive", "not detected"]
    trial = one_rule(f"{test} is {data.draw(st.sampled_from(sorted(meanings(test))))}")
    results = [
        {"test": test, "value": data.draw(st.sampled_from(words)), "date": day}
        for day in data.draw(st.lists(st.sampled_from(["2025-01-10", "2025-02-10", "2025"]), max_size=3))
    ]
    patient = read({"id": "P-1", "reference_date": TODAY.isoformat(), "results": results})
    quick, whole = Compiled(trial).screen(patient, TODAY).criteria[0], screen(trial, patient, TODAY).criteria[0]
    assert (quick.outcome, quick.reasons) == (whole.outcome, whole.reasons)
