"""`eligo explain`: one patient, one trial, criterion by criterion."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from eligo.api import reference_day
from eligo.cli.criteria import BAD_CRITERIA, say, trials
from eligo.cli.screen import BAD_PATIENTS, Options, known_cohort, limits_of, screening
from eligo.diagnostics import has_errors
from eligo.diagnostics.nearest import did_you_mean
from eligo.facts.reading import read
from eligo.vocabulary.names import key


def run_explain(criteria: Path, patient: Path, criterion: str | None, options: Options) -> int:
    """The exit code, as for `screen`."""
    made, _ = trials([criteria], options.parameters)
    if not made:
        return BAD_CRITERIA
    known_cohort(made, options.cohort)
    limits, failed = limits_of(options)
    explained = 0
    for one in read([patient]):
        found = list(one.diagnostics)
        day = None
        if one.patient is not None:
            as_of = date.fromisoformat(options.as_of) if options.as_of else None
            day, more = reference_day(one.patient, as_of, one.file, one.line)
            found.extend(more)
        say(found)
        failed = failed or has_errors(found)
        if one.patient is None or day is None:
            continue
        for trial in made:
            wanted = {item.label for item in trial.criteria if criterion is None or _is(criterion, item.kind, item.id)}
            if not wanted:
                labels = [item.label for item in trial.criteria]
                help_ = did_you_mean(criterion or "", labels) or f"it has {', '.join(dict.fromkeys(labels))}"
                raise click.UsageError(f"{trial.id} has no criterion {criterion!r}: {help_}")
            from eligo.report.explain import explain

            explain(screening(trial, one.patient, day, options, limits), wanted)
            explained += 1
    return BAD_PATIENTS if failed else 0


def _is(asked: str, kind: str, number: str) -> bool:
    """`9f`, `inclusion 9f` and `i9f`-like short forms are not guessed: the number, with or without its kind."""
    return key(asked) in (key(number), key(f"{kind} {number}"))
