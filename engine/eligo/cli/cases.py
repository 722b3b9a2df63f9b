"""`eligo test`: the cases beside a trial, each a patch on a base patient with the outcome expected."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from eligo.cases import CaseError, Difference, run
from eligo.cli.criteria import BAD_CRITERIA, colours, compiled, files
from eligo.core.nodes import Criterion
from eligo.coverage import Coverage
from eligo.diagnostics import has_errors


def run_test(paths: Iterable[Path], coverage: bool = False) -> int:
    """0 when every case comes out as expected, 1 when one doesn't, 3 or 4 for files that can't be read.

    `coverage`: also say which branches of the criteria no case reaches; the code doesn't hang on it.
    """
    code = 0
    for path in files(paths):
        trial, found = compiled(path)
        if trial is None and not has_errors(found):
            continue  # a library has no patients
        if trial is None:
            return BAD_CRITERIA
        beside = path.with_name(f"{path.stem}.cases.json")
        if not beside.is_file():
            click.echo(f"{path}: there are no cases beside it ({beside.name})", err=True)
            code = code or 4
            continue
        reached = Coverage(trial)
        try:
            file = json.loads(beside.read_text(encoding="utf-8"), parse_float=_decimal)
            count, differences = run(trial, file, reached.add if coverage else None)
        except (OSError, UnicodeDecodeError, json.JSONDecodeError, CaseError) as error:
            click.echo(f"{beside}: {error}", err=True)
            code = code or 4
            continue
        for one in differences:
            click.echo(_shown(one), color=colours())
        word = "all as expected" if not differences else f"{len(differences)} not as expected"
        click.echo(f"{beside}: {count} cases, {word}")
        if coverage:
            _covered(path, reached)
        code = code or int(bool(differences))
    return code


def _decimal(text: str) -> object:
    from decimal import Decimal

    return Decimal(text)


def _shown(one: Difference) -> str:
    head = click.style(f"{one.subject}: {one.name}", fg="red", bold=True)
    return f"{head}\n  expected {one.expected}, came out {one.actual}\n  {one.detail}"


def _covered(path: Path, coverage: Coverage) -> None:
    """The number of branches reached, and a table of those that weren't."""
    from rich.table import Table
    from rich.text import Text

    from eligo.report.text import console

    reached, total = coverage.reached, coverage.total
    # Rounded down: 100 % is all of them.
    click.echo(f"{path}: {reached} of {total} branches reached, {100 * reached // total} %")
    if reached == total:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Line", justify="right", no_wrap=True)
    table.add_column("Criterion", no_wrap=True)
    table.add_column("In the criteria file", ratio=1)
    table.add_column("Never seen", max_width=34)
    for one in coverage.unreached():
        table.add_row(str(one.line), Text(_named(one.criterion)), Text(one.words), Text(", ".join(one.ways)))
    with console() as out:
        out.print()
        out.print(table)
        out.print()


def _named(criterion: Criterion) -> str:
    return f"{criterion.label} ({', '.join(criterion.cohorts)})" if criterion.cohorts else criterion.label
