"""Criteria files on the command line: finding them, compiling them, printing what is wrong; check and fmt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from eligo.api import read_text
from eligo.compiler import compile_cached, compile_text
from eligo.core.nodes import Trial
from eligo.diagnostics import Diagnostic, has_errors
from eligo.libraries import join

BAD_CRITERIA = 3
MOST_SHOWN = 30  # findings of one file; what is damaged that much isn't mended line by line


def files(paths: Iterable[Path], *, libraries: bool = False) -> Iterator[Path]:
    """The .elig files behind files and folders, in the order of names; `libraries`: those of a folder's library/ too.

    Usage error for a path that isn't there.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.elig")) + (sorted(path.glob("library/*.elig")) if libraries else [])
            if not found:
                raise click.UsageError(f"no .elig files in {path}")
            yield from found
        elif path.exists():
            yield path
        else:
            raise click.UsageError(f"there is no file {path}")


def trials(paths: Iterable[Path], parameters: Mapping[str, str] | None = None) -> tuple[list[Trial], bool]:
    """(the trials that compile, whether one didn't); findings go to standard error."""
    made: list[Trial] = []
    failed = False
    for path in files(paths):
        trial, found = compiled(path, parameters=parameters)
        failed = failed or has_errors(found)
        made.extend([trial] if trial else [])
    if not made and not failed:
        raise click.UsageError("this is a library; name the trial that includes it")
    return made, failed


def compiled(
    path: Path, *, cached: bool = True, parameters: Mapping[str, str] | None = None
) -> tuple[Trial | None, list[Diagnostic]]:
    """(the trial of a file, or None; the findings, which have been said)."""
    text, found = _text(path)
    trial = None
    if not found:
        trial, found = (compile_cached if cached else compile_text)(text, str(path), parameters)
    say(found, text)
    return trial, found


def say(found: Iterable[Diagnostic], text: str = "") -> None:
    """Findings on standard error, in colour on a terminal."""
    several = list(found)
    for one in several[:MOST_SHOWN]:
        head, _, rest = one.render(text).partition("\n")
        bold = click.style(head, fg="red" if one.severity == "error" else "yellow", bold=True)
        click.echo(f"{bold}\n{rest}\n" if rest else bold, err=True, color=colours())
    if len(several) > MOST_SHOWN:
        click.echo(f"... and {len(several) - MOST_SHOWN} more findings", err=True)


def colours() -> bool | None:
    """None lets click ask the terminal; NO_COLOR forbids colour."""
    import os

    return False if os.environ.get("NO_COLOR") else None


def run_check(paths: Iterable[Path], parameters: Mapping[str, str] | None = None) -> int:
    """`eligo check`."""
    failed = False
    for path in files(paths, libraries=True):
        trial, found = compiled(path, cached=False, parameters=parameters)
        if trial is None and not has_errors(found):
            click.echo(f"{path}: a library, no errors")
        elif trial is None:
            failed = True
            errors = sum(one.severity == "error" for one in found)
            click.echo(f"{path}: {errors} error{'s' if errors != 1 else ''}", err=True)
        else:
            numbers = {(one.kind, one.id) for one in trial.criteria}
            word = "criterion" if len(numbers) == 1 else "criteria"
            warnings = len(found) + _examined(path, trial, parameters)
            odd = f", {warnings} warning{'s' if warnings > 1 else ''}" if warnings else ""
            click.echo(f"{path}: {trial.id}, {len(numbers)} {word}, no errors{odd}")
    return BAD_CRITERIA if failed else 0


def _examined(path: Path, trial: Trial, parameters: Mapping[str, str] | None) -> int:
    """How many oddities a compiled trial has; they have been said."""
    from eligo.examine.examining import examine

    joined = join(_text(path)[0], str(path), parameters)
    found = [joined.placed(one.diagnostic) for one in examine(trial)]
    say(found, joined.text)
    return len(found)


def run_fmt(paths: Iterable[Path], only_check: bool, to_stdout: bool) -> int:
    """`eligo fmt`."""
    from eligo.syntax.parser import parse
    from eligo.syntax.printer import show

    code = 0
    for path in files(paths, libraries=True):
        text, found = _text(path)
        if not found:
            tree, found = parse(text)
        if has_errors(found):
            say([_at(one, path) for one in found], text)
            code = BAD_CRITERIA
            continue
        shown = show(tree)
        if to_stdout:
            click.echo(shown, nl=False)
        elif shown != text:
            if only_check:
                code = code or 1
                click.echo(f"{path}: would change")
            else:
                path.write_text(shown, encoding="utf-8")
                click.echo(f"{path}: formatted")
    return code


def _at(found: Diagnostic, path: Path) -> Diagnostic:
    from dataclasses import replace

    return replace(found, file=str(path))


def _text(path: Path) -> tuple[str, list[Diagnostic]]:
    try:
        return read_text(path)
    except OSError as error:
        return "", [Diagnostic("S007", f"can't be opened: {error.strerror or error}", file=str(path))]
