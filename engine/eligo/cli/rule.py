"""`eligo rule`: what a code means, why it matters, how to mend it; the pages of docs/diagnostics on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import click

from eligo.cli.criteria import colours
from eligo.diagnostics import pages
from eligo.diagnostics.codes import CODES, Code
from eligo.diagnostics.nearest import did_you_mean


def run_rule(code: str | None) -> int:
    """0 when the code is known; without one, all of them are listed. Usage error for a code that isn't there."""
    if code is None:
        lines = _index()
    else:
        known = code.strip().upper()
        if known not in CODES:
            help_ = did_you_mean(code, CODES) or "`eligo rule` lists all codes"
            raise click.UsageError(f"there is no code {code!r}: {help_}")
        lines = _page(known, CODES[known])
    click.echo("\n".join(lines), color=colours())
    return 0


def _index() -> Iterator[str]:
    for at, (letter, title) in enumerate(pages.GROUPS.items()):
        if at:
            yield ""
        yield _bold(title)
        for code, entry in CODES.items():
            if code.startswith(letter):
                yield f"  {code}  {entry.title}{' (warning)' if entry.severity == 'warning' else ''}"


def _page(code: str, entry: Code) -> Iterator[str]:
    yield f"{_bold(f'{entry.severity}[{code}]')}  {entry.title}"
    yield ""
    yield from _wrapped(entry.why)
    yield ""
    yield _bold("How to mend it")
    yield from _wrapped(entry.fix)
    for example in pages.examples(code):
        yield ""
        yield _bold(f"Example {example.path.name}") + (f": {example.wrong}" if example.wrong else "")
        yield ""
        command, printed = pages.output(example)
        yield from _indented(example.text or "(the file is empty)")
        yield ""
        yield f"  $ {command}"
        yield from _indented(printed)
        if repaired := pages.mended(example):
            yield ""
            yield _bold("Mended")
            yield ""
            yield from _indented(repaired)


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _wrapped(text: str) -> list[str]:
    return click.wrap_text(text, 100, "  ", "  ").splitlines()


def _indented(text: str) -> Iterator[str]:
    for line in pages.printable(text).strip("\n").split("\n"):
        yield f"  {line}".rstrip()
