"""The documents beside this file are tests: files, commands, and exactly what the commands print.

A document is Markdown. A fenced block with `file=NAME` in its first line is written to a temporary folder
(`encoding=latin-1` for a file that isn't UTF-8). A `console` block holds commands behind `$ ` and what they print,
standard output and standard error as they come, and `[exit N]` when a command doesn't end with 0. Besides `eligo`
a document may say `cat FILE` and `mkdir FOLDER`. Blocks are run from top to bottom, in one folder a document.

The engine's version and the criteria's digest, which change with every table, stand as VERSION and DIGEST.

`ELIGO_GOLDEN=reset pytest tests/golden` writes the outputs anew. Read every line that changes.
"""

import difflib
import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from eligo.cli import main

DOCUMENTS = sorted(Path(__file__).parent.glob("*.md"))
RESET = os.environ.get("ELIGO_GOLDEN") == "reset"
ENVIRONMENT = {"NO_COLOR": "1", "ELIGO_CACHE": "", "COLUMNS": "120"}

_BLOCK = re.compile(r"^```(?P<head>[^\n`]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
_PRETTY = "| python -m json.tool --no-ensure-ascii"
_CHANGING = (
    (re.compile(r"^Eligo \S+ · (\S+) criteria [0-9a-f]{12}$", re.MULTILINE), r"Eligo VERSION · \1 criteria DIGEST"),
    (re.compile(r'"engine":( ?)"[^"]*"'), r'"engine":\1"VERSION"'),
    (re.compile(r'"criteria_digest":( ?)"[0-9a-f]{64}"'), r'"criteria_digest":\1"DIGEST"'),
)


def run(command: str) -> str:
    """What a command prints in the current folder, with its exit code."""
    line = command.removesuffix(_PRETTY)
    line, _, source = line.partition(" < ")
    program, *arguments = shlex.split(line)
    if program == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in arguments)
    if program == "mkdir":
        for name in arguments:
            Path(name).mkdir()
        return ""
    assert program == "eligo", f"a document runs eligo, cat and mkdir, not {program}"
    given = Path(source.strip()).read_bytes() if source else None
    done = CliRunner().invoke(main, arguments, input=given, env=ENVIRONMENT, prog_name="eligo")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    text = done.output
    if command.endswith(_PRETTY):
        text = json.dumps(json.loads(text), indent=4, ensure_ascii=False)
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    ending = [f"[exit {done.exit_code}]"] if done.exit_code else []
    return "\n".join([*(line.rstrip() for line in text.strip("\n").split("\n") if text), *ending])


def written(head: str, body: str) -> None:
    """Write the file of a block whose first line names one."""
    options = dict(part.split("=", 1) for part in head.split()[1:] if "=" in part)
    if "file" in options:
        path = Path(options["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode(options.get("encoding", "utf-8")))


def played(body: str) -> str:
    """A console block with the output its commands have now."""
    lines: list[str] = []
    for command in _COMMAND.findall(body):
        shown = run(command)
        lines += [f"$ {command}", *([shown.rstrip("\n")] if shown else []), ""]
    return "\n".join(lines[:-1]) + "\n"


def replay(text: str) -> str:
    """The document with every console block's output as it is now."""

    def block(match: re.Match[str]) -> str:
        head, body = match["head"], match["body"]
        if head.split()[0] == "console":
            return f"```{head}\n{played(body)}```"
        written(head, body)
        return match.group()

    return _BLOCK.sub(block, text)


def fences(text: str) -> Iterator[str]:
    return (match["head"].split()[0] for match in _BLOCK.finditer(text))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_document(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    text = document.read_text(encoding="utf-8")
    now = replay(text)
    if RESET:
        document.write_text(now, encoding="utf-8")
    else:
        lines = difflib.unified_diff(text.split("\n"), now.split("\n"), document.name, "now", lineterm="")
        assert now == text, "ELIGO_GOLDEN=reset writes the outputs anew\n" + "\n".join(lines)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_runs_something(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert "console" in fences(text)
    assert text.count("\n```") % 2 == 0, "a fenced block has no end"
