"""What holds of every criteria file: printing and parsing are inverse, formatting keeps the meaning."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.compiler import compile_text
from eligo.syntax.parser import parse
from eligo.syntax.printer import show
from eligo.testing import criteria, profiles_for, trials
from eligo.testing.language import files, rules
from eligo.versions import digest
from strategies import compiled, outcomes

MOST = settings().max_examples


@given(files(3))
def test_parsing_what_was_printed_gives_the_tree(text: str) -> None:
    tree, found = parse(text)
    assert not found
    again, found_again = parse(show(tree))
    assert not found_again
    assert again == tree


@given(files(3))
def test_printing_is_idempotent(text: str) -> None:
    once = show(parse(text)[0])
    assert show(parse(once)[0]) == once


@given(trials(2))
def test_formatting_keeps_the_digest(text: str) -> None:
    printed = show(parse(text)[0])
    assert digest(compiled(text)) == digest(compiled(printed))


@settings(max_examples=MOST // 2)
@given(st.data())
def test_formatting_keeps_the_verdicts(data: st.DataObject) -> None:
    text = data.draw(trials(2))
    trial, printed = compiled(text), compiled(show(parse(text)[0]))
    profile = data.draw(profiles_for(trial))
    assert outcomes(trial, profile) == outcomes(printed, profile)


@given(criteria("exclusion"))
def test_a_criterion_prints_as_itself(rule: str) -> None:
    trial = compiled(f'trial T "t"\n\nexclusion 1 "x"\n  {rule}\n')
    # What a name of a finding stands for is told behind it.
    text = trial.criteria[0].text.partition("; where ")[0]
    again = compiled(f'trial T "t"\n\nexclusion 1 "x"\n  {text}\n')
    assert digest(trial) == digest(again)


@given(rules())
def test_comments_and_blank_lines_mean_nothing(rule: str) -> None:
    plain, found = compile_text(f'trial T "t"\n\ninclusion 1 "x"\n  {rule}\n')
    more, _ = compile_text(f'# a\n\ntrial T "t"  # b\n\n\n# c\ninclusion 1 "x"  # d\n\n  # e\n  {rule}  # f\n\n# g')
    assert (plain is None) == (more is None)
    if plain is not None and more is not None:
        assert digest(plain) == digest(more), found
