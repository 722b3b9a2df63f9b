"""`eligo test`: the cases beside a trial, each a patch on a base patient with the outcome expected."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from eligo.cases import CaseError, Difference, run
from eligo.cli.criteria import BAD_CRITERIA, colours, compiled, files


def run_test(paths: Iterable[Path]) -> int:
    """0 when every case comes out as expected, 1 when one doesn't, 3 or 4 for files that can't be read."""
    code = 0
    for path in files(paths):
        trial, _ = compiled(path)
        if trial is None:
            return BAD_CRITERIA
        beside = path.with_name(f"{path.stem}.cases.json")
        if not beside.is_file():
            click.echo(f"{path}: there are no cases beside it ({beside.name})", err=True)
            code = code or 4
            continue
        try:
            count, differences = run(trial, json.loads(beside.read_text(encoding="utf-8"), parse_float=_decimal))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError, CaseError) as error:
            click.echo(f"{beside}: {error}", err=True)
            code = code or 4
            continue
        for one in differences:
            click.echo(_shown(one), color=colours())
        word = "all as expected" if not differences else f"{len(differences)} not as expected"
        click.echo(f"{beside}: {count} cases, {word}")
        code = code or int(bool(differences))
    return code


def _decimal(text: str) -> object:
    from decimal import Decimal

    return Decimal(text)


def _shown(one: Difference) -> str:
    head = click.style(f"{one.subject}: {one.name}", fg="red", bold=True)
    return f"{head}\n  expected {one.expected}, came out {one.actual}\n  {one.detail}"
