"""`eligo rule`: every code has a page on the terminal, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eligo.cli import main
from eligo.diagnostics import pages
from eligo.diagnostics.codes import CODES


def rule(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rule", *arguments], env={"NO_COLOR": "1"})


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code: str) -> None:
    shown = rule(code)
    assert shown.exit_code == 0
    entry = CODES[code]
    assert shown.output.startswith(f"{entry.severity}[{code}]  {entry.title}\n")
    said = " ".join(shown.output.split())
    assert " ".join(entry.why.split()) in said
    assert f"How to mend it {' '.join(entry.fix.split())}" in said
    for example in pages.examples(code):
        assert f"Example {example.path.name}" in shown.output
        assert f"$ {pages.output(example)[0]}" in shown.output
    assert shown.output.count("Mended") == sum(bool(pages.mended(one)) for one in pages.examples(code))
    assert f"[{code}]: " in shown.output.split("How to mend it")[1]


def test_without_a_code_all_are_listed() -> None:
    shown = rule()
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    for code, entry in CODES.items():
        assert any(line.startswith(f"  {code}  {entry.title}") for line in lines), code
    for title in pages.GROUPS.values():
        assert title in lines


def test_small_letters_and_blanks_will_do() -> None:
    assert rule(" q003 ").output == rule("Q003").output


@pytest.mark.parametrize(
    ("code", "suggested"),
    [("N01", "did you mean 'N001'?"), ("n0001", "did you mean 'N001'"), ("17", "`eligo rule` lists all codes")],
)
def test_an_unknown_code(code: str, suggested: str) -> None:
    shown = rule(code)
    assert shown.exit_code == 2
    assert suggested in shown.output


def test_the_folder_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rule("N002")
    rule("P001")
    assert Path.cwd() == tmp_path and list(tmp_path.iterdir()) == []
