"""No example of the diagnostics' pages is mended into something odd."""

import pytest

from eligo.compiler import compile_text
from eligo.diagnostics.pages import Example, examples, mended
from eligo.examine.examining import examine


@pytest.mark.parametrize("example", [one for one in examples() if one.is_criteria], ids=lambda one: one.path.name)
def test_nothing_is_odd_about_a_mended_example(example: Example) -> None:
    trial, _ = compile_text(mended(example))
    assert trial is None or [one.diagnostic.message for one in examine(trial)] == []
