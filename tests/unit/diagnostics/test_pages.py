"""Every code has an example that yields it and nothing else, and a page made from what the program prints."""

import itertools
import re
from functools import cache
from pathlib import Path

import pytest

from eligo.compiler import compile_text
from eligo.diagnostics import pages
from eligo.diagnostics.codes import CODES
from eligo.diagnostics.pages import Example, examples
from eligo.resources import folder
from eligo.syntax.words import SPOKEN

EXAMPLES = examples()
DOCS = folder("grammar").parent / "docs" / "diagnostics"
HEADLINE = re.compile(r"^(error|warning)\[(\w+)\]: (.*)$", re.MULTILINE)
# What a reader must never meet: a terminal's name, a Python type's, the machinery's.
INTERNAL = re.compile(
    r"\b(?:[A-Z]+_[A-Z_]+|LPAR|RPAR|TIMEUNIT|WOCBP|BAD_UNIT|UNKNOWN|Fraction|Decimal|NoneType|datetime|dict|tuple"
    r"|str|int|float|bool|frozenset|Token|Traceback|\w+Error)\b|\$END|(?i:token|lark|pydantic)"
)


@cache
def printed(example: Example) -> str:
    return pages.output(example)[1]


def named(example: Example) -> str:
    return example.path.name


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_an_example(code: str) -> None:
    assert examples(code)


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_an_example_yields_its_code_and_no_other(example: Example) -> None:
    found = [(severity, code) for severity, code, _ in HEADLINE.findall(printed(example))]
    assert found == [(CODES[example.code].severity, example.code)]


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_the_exit_code_tells_the_kind_of_file(example: Example) -> None:
    ending = printed(example).split("\n")[-1]
    if CODES[example.code].severity == "warning":
        assert "[exit" not in ending
    else:
        assert ending == ("[exit 3]" if example.is_criteria else "[exit 4]")


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_no_message_names_the_machinery(example: Example) -> None:
    # The lines of the file itself, behind their gutter, are the author's words.
    lines = [line for line in printed(example).split("\n") if not re.match(r" *\d* \|", line)]
    text = "\n".join(lines).replace(example.path.name, "")
    assert not INTERNAL.search(text)


def test_no_code_names_the_machinery() -> None:
    for entry in CODES.values():
        assert not INTERNAL.search(f"{entry.title} {entry.why} {entry.fix}")


def test_every_terminal_has_its_spoken_form() -> None:
    grammar = (folder("grammar") / "criteria.lark").read_text(encoding="utf-8")
    declared = {name for line in re.findall(r"%declare (.*)", grammar) for name in line.split()}
    assert declared <= SPOKEN.keys()
    assert not [text for text in SPOKEN.values() if INTERNAL.search(text)]


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.is_criteria], ids=named)
def test_a_criteria_example_says_what_is_wrong_and_what_is_right(example: Example) -> None:
    assert example.text.startswith("# Wrong: ")
    assert example.wrong.endswith(".")
    assert example.right


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.is_criteria], ids=named)
def test_a_mended_example_compiles_without_a_finding(example: Example) -> None:
    trial, found = compile_text(pages.mended(example))
    assert not found
    assert trial is not None


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.is_criteria], ids=named)
def test_the_caret_stays_under_its_line(example: Example) -> None:
    lines = printed(example).split("\n")
    for before, line in itertools.pairwise(lines):
        if re.match(r" *\| +\^+$", line):
            assert len(line) <= len(before)


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.is_criteria and one.code != "S004"], ids=named)
def test_whatever_is_cut_off_no_message_names_the_machinery(example: Example) -> None:
    """The examples, ended after each of their words, as a file is that is being written."""
    try:
        text = example.path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for word in re.finditer(r"\S+", text):
        for one in compile_text(text[: word.end()])[1]:
            quoted = re.sub(r"`[^`]*`|'[^']*'", "", one.message + " " + one.help)
            assert not INTERNAL.search(quoted)


def test_pages_are_up_to_date() -> None:
    assert pages.differing(DOCS) == [], "run: python -m eligo.diagnostics.pages docs/diagnostics"


def test_check_names_the_pages_that_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pages.main([str(tmp_path)]) == 0
    assert pages.main(["--check", str(tmp_path)]) == 0
    (tmp_path / "S001.md").write_text("something else", encoding="utf-8")
    (tmp_path / "S999.md").write_text("of no code", encoding="utf-8")
    (tmp_path / "Q001.md").unlink()
    assert pages.main(["--check", str(tmp_path)]) == 1
    names = [line.split()[0].rsplit("/", 1)[-1] for line in capsys.readouterr().out.splitlines()]
    assert names == ["Q001.md", "S001.md", "S999.md"]
    assert pages.main([str(tmp_path)]) == 0
    assert pages.differing(tmp_path) == []


def test_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert pages.main([]) == 2
    assert pages.main(["--chekc", "docs"]) == 2
    assert "usage" in capsys.readouterr().err
