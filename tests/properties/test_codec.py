"""The core as JSON and back; the result as JSON and back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.core import codec
from eligo.report.model import Result, result
from eligo.testing import criteria, profiles_for, trials
from eligo.versions import digest
from strategies import RULES, compiled, one_rule, screened

MOST = settings().max_examples


@given(trials(2))
def test_a_dumped_trial_comes_back(text: str) -> None:
    trial = compiled(text)
    again = codec.load(codec.dump(trial))
    assert again == trial
    assert digest(again) == digest(trial)


@given(criteria())
def test_every_expression_comes_back(rule: str) -> None:
    for one in compiled(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n').criteria:
        assert codec.restore(codec.plain(one)) == one


@settings(max_examples=MOST * 2)
@given(st.data(), st.sampled_from(RULES))
def test_every_result_survives_json(data: st.DataObject, rule: str) -> None:
    trial = one_rule(rule)
    made = result(screened(trial, data.draw(profiles_for(trial))), "0.1", "digest")
    assert Result.model_validate_json(made.model_dump_json()) == made
