"""Definitions, parameters and libraries: where they are found, which one counts, how their findings are placed."""

from __future__ import annotations

from pathlib import Path

import pytest

import eligo
from eligo.compiler import compile_cached, compile_text
from eligo.core.nodes import Choose, Compare, Or, Trial
from eligo.syntax.parser import parse
from eligo.syntax.printer import show

LIBRARY = """library "organs"

parameter "creatinine limit" 1.5 x ULN

define "adequate renal function" as creatinine <= "creatinine limit" or GFR >= 50 mL/min
"""
TRIAL = """trial T "t"

include "organs"

inclusion 1 "x"
  "adequate renal function"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "organs.elig").write_text(LIBRARY, encoding="utf-8")
    return tmp_path


def limit_of(trial: Trial | None) -> str:
    assert trial is not None
    rule = trial.criteria[0].rule
    assert isinstance(rule, Or) and isinstance(rule.items[0], Compare)
    return rule.items[0].limits[0].text


def compiled(folder: Path, text: str, **parameters: str) -> Trial | None:
    trial, found = compile_text(text, str(folder / "t.elig"), {k.replace("_", " "): v for k, v in parameters.items()})
    assert not found, [one.render(text) for one in found]
    return trial


def test_a_library_beside_the_trial_or_in_the_library_folder(folder):
    assert limit_of(compiled(folder, TRIAL)) == "1.5 x ULN"
    (folder / "library").mkdir()
    (folder / "organs.elig").rename(folder / "library" / "organs.elig")
    assert limit_of(compiled(folder, TRIAL)) == "1.5 x ULN"


def test_the_trial_s_own_parameter_wins_over_the_library_s_and_what_is_set_over_both(folder):
    own = TRIAL.replace('include "organs"', 'include "organs"\nparameter "creatinine limit" 2 x ULN')
    assert limit_of(compiled(folder, own)) == "2 x ULN"
    assert limit_of(compiled(folder, own, creatinine_limit="3 x ULN")) == "3 x ULN"


def test_what_is_set_is_part_of_the_digest(folder):
    plain, other = compiled(folder, TRIAL), compiled(folder, TRIAL, creatinine_limit="3 x ULN")
    assert plain is not None and other is not None
    from eligo.versions import digest

    assert digest(plain) != digest(other)


def test_a_library_that_includes_another(folder):
    (folder / "deeper.elig").write_text('library "deeper"\n\nparameter "age" 21 years\n', encoding="utf-8")
    text = (folder / "organs.elig").read_text() + '\ninclude "deeper"\n\ndefine "grown" as age >= "age"\n'
    (folder / "organs.elig").write_text(text, encoding="utf-8")
    compiled(folder, TRIAL.replace('"adequate renal function"', '"grown"'))


def test_libraries_that_include_each_other_are_read_once(folder):
    (folder / "organs.elig").write_text(LIBRARY + '\ninclude "organs"\n', encoding="utf-8")
    assert limit_of(compiled(folder, TRIAL)) == "1.5 x ULN"


def test_a_finding_in_a_library_is_placed_in_the_library(folder):
    (folder / "organs.elig").write_text(LIBRARY.replace("50 mL/min", "50 furlong"), encoding="utf-8")
    _, found = compile_text(TRIAL, str(folder / "t.elig"))
    assert [one.code for one in found] == ["Q002"]
    assert "organs.elig:5:" in found[0].render(TRIAL)
    assert "furlong" in found[0].render(TRIAL)


def test_a_changed_library_isn_t_taken_from_the_cache(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("ELIGO_CACHE", str(tmp_path / "cache"))
    place = str(folder / "t.elig")
    assert limit_of(compile_cached(TRIAL, place)[0]) == "1.5 x ULN"
    (folder / "organs.elig").write_text(LIBRARY.replace("1.5 x", "2.5 x"), encoding="utf-8")
    assert limit_of(compile_cached(TRIAL, place)[0]) == "2.5 x ULN"


def test_a_definition_with_exceptions_stands_for_a_whole_rule():
    text = 'trial T "t"\n\ndefine "d" as AST <= 3 x ULN, or <= 5 x ULN if liver metastases\n\ninclusion 1 "x"\n  "d"\n'
    trial = eligo.compile(text)
    assert isinstance(trial.criteria[0].rule, Choose)


def test_parameters_are_set_from_python():
    text = 'trial T "t"\n\nparameter "p" 3 x ULN\n\ninclusion 1 "x"\n  ALT <= "p"\n'
    trial = eligo.compile(text, parameters={"p": "5 x ULN"})
    rule = trial.criteria[0].rule
    assert isinstance(rule, Compare) and rule.limits[0].factor == 5
    with pytest.raises(eligo.CriteriaError, match="no parameter"):
        eligo.compile(text, parameters={"q": "5 x ULN"})


def test_a_library_is_no_trial(folder):
    with pytest.raises(eligo.CriteriaError, match="library"):
        eligo.load(folder / "organs.elig")


def test_a_length_of_time_as_a_parameter():
    text = 'trial T "t"\n\nparameter "washout" 28 days\n\nexclusion 1 "x"\n  prior chemotherapy within "washout"\n'
    trial = eligo.compile(text)
    assert "within 28 days" in trial.criteria[0].rule.window.text


def test_libraries_are_formatted():
    tree, found = parse(LIBRARY)
    assert not found
    assert show(tree) == LIBRARY


def test_two_libraries_that_give_one_name(folder):
    (folder / "other.elig").write_text(LIBRARY.replace('"organs"', '"other"').replace("1.5 x", "5 x"), encoding="utf-8")
    text = TRIAL.replace('include "organs"', 'include "organs"\ninclude "other"')
    _, found = compile_text(text, str(folder / "t.elig"))
    assert {one.code for one in found} == {"T001"}


def test_a_window_of_half_lives_for_all_results_is_refused():
    text = 'trial T "t"\nresults within 5 half-lives unless stated\n\ninclusion 1 "x"\n  ECOG is 0\n'
    assert [one.code for one in compile_text(text)[1]] == ["L004"]
