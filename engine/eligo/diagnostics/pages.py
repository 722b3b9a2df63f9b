"""The pages of docs/diagnostics: one a code, made from `codes`, the files of grammar/bad and the real output.

`python -m eligo.diagnostics.pages docs/diagnostics` writes them; `--check` changes nothing and exits 1
when a page differs.

A bad example is `<CODE>.<suffix>` or `<CODE>-<face>.<suffix>`. A criteria file begins with a comment that
says what is wrong (`# Wrong: ...`) and comments with what to write in place of the line that the finding
points at (`# Right: ...`, one a line). Patient files are JSON, which has no comments.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from eligo import resources
from eligo.diagnostics.codes import CODES, Code
from eligo.diagnostics.model import Diagnostic

GROUPS = {
    "S": "How a criteria file is written",
    "N": "Names",
    "Q": "Quantities",
    "T": "The trial as a whole",
    "L": "Logic",
    "P": "Patient files",
}
_WRONG, _RIGHT = "# Wrong:", "# Right:"
_TRIAL = 'trial NCT00000000 "A trial"\n\ninclusion 1 "Adults"\n  age >= 18 years\n'
_INDEX = "index.md"


@dataclass(frozen=True, slots=True)
class Example:
    """A wrong file: `wrong` says what is wrong with it, `right` are the lines that mend it."""

    path: Path
    wrong: str = ""
    right: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.path.stem.partition("-")[0]

    @property
    def is_criteria(self) -> bool:
        return self.path.suffix == ".elig"

    @property
    def text(self) -> str:
        """The file's text; bytes that aren't UTF-8 as `\\xe9`."""
        return self.path.read_bytes().decode("utf-8", errors="backslashreplace")


def examples(code: str = "") -> list[Example]:
    """The bad examples of a code, or all of them: the plain one first, then its faces by name."""
    paths = [path for path in (resources.folder("grammar") / "bad").iterdir() if path.is_file()]
    found = [_example(path) for path in sorted(paths, key=lambda path: path.stem)]
    return [one for one in found if code in ("", one.code)]


def _example(path: Path) -> Example:
    if path.suffix != ".elig":
        return Example(path)
    lines = path.read_bytes().decode("utf-8", errors="backslashreplace").split("\n")
    wrong = [line.removeprefix(_WRONG).strip() for line in lines if line.startswith(_WRONG)]
    right = [line.removeprefix(_RIGHT).removeprefix(" ") for line in lines if line.startswith(_RIGHT)]
    return Example(path, " ".join(wrong), tuple(right))


def findings(example: Example) -> list[Diagnostic]:
    """What the compiler finds in a criteria file, and where it compiles, the examination."""
    from eligo.api import read_text
    from eligo.compiler import compile_text
    from eligo.examine.examining import examine

    text, found = read_text(example.path)
    if found:
        return found
    trial, found = compile_text(text, example.path.name)
    return [*found, *(one.diagnostic for one in (examine(trial) if trial else []))]


def mended(example: Example) -> str:
    """The example with its `Right` lines in place of the line that the finding points at; empty without them."""
    if not example.right or not (found := findings(example)):
        return ""
    lines = example.text.split("\n")
    at = (found[0].line or example.text.count("\n", 0, found[0].start) + 1) - 1
    lines[at : at + 1] = example.right
    return "\n".join(line for line in lines if not line.startswith((_WRONG, _RIGHT)))


def output(example: Example) -> tuple[str, str]:
    """(the command, what it prints on standard error and its exit code) in a folder that holds only the example."""
    from click.testing import CliRunner

    from eligo.cli import main

    name = example.path.name
    arguments = ["check", name] if example.is_criteria else ["screen", "trial.elig", name]
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path(name).write_bytes(example.path.read_bytes())
        if not example.is_criteria:
            Path("trial.elig").write_text(_TRIAL, encoding="utf-8")
        run = CliRunner().invoke(main, arguments, env={"NO_COLOR": "1", "ELIGO_CACHE": ""})
    # Reports of patients that could be screened go to standard output and aren't the page's matter.
    shown = "\n".join(line.rstrip() for line in run.stderr.strip().split("\n"))
    ending = f"\n[exit {run.exit_code}]" if run.exit_code else ""
    return f"eligo {' '.join(arguments)}", shown + ending


def page(code: str, entry: Code) -> str:
    """The page of a code, as Markdown."""
    parts = [f"# {code}: {_plain(entry.title)}", f"*{entry.severity}, {GROUPS[code[0]].lower()}*", entry.why]
    parts.extend(("## How to mend it", entry.fix))
    for example in examples(code):
        parts.append(f"## Example {example.path.name}")
        parts.extend(_example_parts(example))
    return "\n\n".join(parts) + "\n"


def _example_parts(example: Example) -> Iterator[str]:
    command, printed = output(example)
    if example.wrong:
        yield example.wrong[0].upper() + example.wrong[1:]
    text = printable(example.text).rstrip("\n")
    yield _fenced("elig" if example.is_criteria else "json", text) if text else "The file is empty."
    yield _fenced("console", f"$ {command}\n{printable(printed)}")
    if repaired := mended(example):
        yield "Mended:"
        yield _fenced("elig", repaired.strip("\n"))


def printable(text: str) -> str:
    """Control characters as `\\x01`, so that a page is plain text."""
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text)


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _plain(text: str) -> str:
    return text.replace("`", "")


def index() -> str:
    """The list of all codes, as Markdown."""
    parts = [
        "# Diagnostics",
        "What Eligo says when something is wrong, one page a code: why it matters, an example, the exact output, "
        "the way out. These pages are made by `python -m eligo.diagnostics.pages docs/diagnostics`.",
    ]
    for letter, title in GROUPS.items():
        parts.append(f"## {letter}: {title}")
        rows = [
            f"- [{code}]({code}.md): {entry.title}{' (warning)' if entry.severity == 'warning' else ''}"
            for code, entry in CODES.items()
            if code.startswith(letter)
        ]
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    return {_INDEX: index(), **{f"{code}.md": page(code, entry) for code, entry in CODES.items()}}


def differing(folder: Path) -> list[str]:
    """The names of pages that are missing, differ, or belong to no code."""
    made = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def write(folder: Path) -> None:
    """Write every page, and remove those that belong to no code."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """0 when the pages are written or up to date, 1 when `--check` finds a difference, 2 for usage."""
    check = "--check" in arguments
    folders = [one for one in arguments if one != "--check"]
    if len(folders) != 1 or folders[0].startswith("-"):
        print("usage: python -m eligo.diagnostics.pages [--check] FOLDER", file=sys.stderr)
        return 2
    folder = Path(folders[0])
    if not check:
        write(folder)
        return 0
    names = differing(folder)
    for name in names:
        print(f"{folder / name} differs: run python -m eligo.diagnostics.pages {folder}")
    return int(bool(names))


if __name__ == "__main__":
    os.environ["ELIGO_CACHE"] = ""
    raise SystemExit(main(sys.argv[1:]))
