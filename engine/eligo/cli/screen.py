"""`eligo screen`: trials against patients, one result each, whatever is wrong with the others."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from eligo.api import reference_day
from eligo.cli.criteria import BAD_CRITERIA, say, trials
from eligo.core.nodes import Trial
from eligo.diagnostics import Diagnostic, has_errors
from eligo.evaluate.screening import Screening, Verdict
from eligo.evaluate.screening import screen as screen_one
from eligo.evaluate.view import Limits
from eligo.facts.patient import Patient
from eligo.facts.reading import Read, files, read
from eligo.versions import digest, versions

if TYPE_CHECKING:
    from eligo.evaluate.compiled import Compiled, Screened

BAD_PATIENTS = 4
A_FEW = 20  # for so many patients closures aren't worth their making


@dataclass(frozen=True, slots=True)
class Options:
    """What both `screen` and `explain` are told."""

    as_of: str | None
    cohort: str | None
    assume_complete: tuple[str, ...]
    limits: Path | None
    form: str
    explained: bool
    require: str | None
    parameters: Mapping[str, str] | None = None


class _Asked(TypedDict):
    cohort: str | None
    assume_complete: tuple[str, ...]
    limits: Limits


def run_screen(criteria: Path, patients: tuple[Path, ...], options: Options) -> int:
    """The exit code: of 3 (criteria), 4 (patients), 1 (--require) the first that applies."""
    made, bad_criteria = trials([criteria], options.parameters)
    if not made:
        return BAD_CRITERIA
    known_cohort(made, options.cohort)
    limits, bad_patients = limits_of(options)
    digests = {trial.id: digest(trial) for trial in made}
    shown: list[Screening | Screened] = []
    ready: dict[str, Compiled] = {}
    unmet = False
    for patient, failed in _patients(patients, options):
        bad_patients = bad_patients or failed
        if patient is None:
            continue
        person, day = patient
        for trial in made:
            if options.form == "json":
                whole = screening(trial, person, day, options, limits)
                _json(whole, digests[trial.id])
                unmet = unmet or not _meets(whole.verdict, options.require)
                continue
            if options.explained or len(shown) < A_FEW:
                shown.append(screening(trial, person, day, options, limits))
            else:
                fast = ready.get(trial.id) or ready.setdefault(trial.id, _compiled(trial))
                shown.append(fast.screen(person, day, **_asked(trial, options, limits)))
            unmet = unmet or not _meets(shown[-1].verdict, options.require)
    if options.form == "text" and shown:
        from eligo.report.text import report

        report(shown, explained=options.explained, digests=digests, changed=options.parameters or {})
    if bad_criteria:
        return BAD_CRITERIA
    return BAD_PATIENTS if bad_patients else int(unmet)


def known_cohort(made: Iterable[Trial], cohort: str | None) -> None:
    """Usage error for a cohort that none of the trials has."""
    names = {one.name for trial in made for one in trial.cohorts}
    if cohort is not None and cohort not in names:
        known = f"its cohorts are {', '.join(sorted(names))}" if names else "the trial declares no cohorts"
        raise click.UsageError(f"unknown cohort {cohort!r}: {known}")


def limits_of(options: Options) -> tuple[Limits, bool]:
    """(the site's limits, whether something in them couldn't be read)."""
    if options.limits is None:
        return {}, False
    from eligo.facts.limits import read_limits

    if not options.limits.is_file():
        raise click.UsageError(f"there is no file {options.limits}")

    table, found = read_limits(options.limits)
    say(found)
    return table, bool(found)


def screening(trial: Trial, patient: Patient, day: date, options: Options, limits: Limits) -> Screening:
    """One patient against one trial; the cohort asked for counts only in trials that have it."""
    return screen_one(trial, patient, day, **_asked(trial, options, limits))


def _asked(trial: Trial, options: Options, limits: Limits) -> _Asked:
    cohort = options.cohort if options.cohort in {one.name for one in trial.cohorts} else None
    return {"cohort": cohort, "assume_complete": options.assume_complete, "limits": limits}


def _compiled(trial: Trial) -> Compiled:
    """The trial as closures, which tell the same in less time once there are many patients."""
    from eligo.evaluate.compiled import Compiled

    return Compiled(trial)


def _patients(paths: tuple[Path, ...], options: Options) -> Iterator[tuple[tuple[Patient, date] | None, bool]]:
    """Each patient with the day to screen on, or None; and whether something couldn't be read."""
    as_of = date.fromisoformat(options.as_of) if options.as_of else None
    seen: dict[str, str] = {}
    for one in _progress(paths):
        found = list(one.diagnostics)
        day = None
        if one.patient is not None:
            day, more = reference_day(one.patient, as_of, one.file, one.line)
            found.extend(more)
            if one.patient.id in seen:
                message = f"patient id {one.patient.id!r} occurs twice, first in {seen[one.patient.id]}"
                found.append(Diagnostic("P008", message, file=one.file, line=one.line))
            seen.setdefault(one.patient.id, f"{one.file}:{one.line}")
        say(found)
        ready = (one.patient, day) if one.patient is not None and day is not None else None
        yield ready, has_errors(found)


def _progress(paths: tuple[Path, ...]) -> Iterator[Read]:
    """The readings, with a progress line on standard error when many files are read at a terminal."""
    if not sys.stderr.isatty() or sum(1 for _ in files(paths)) < 100:
        yield from read(paths)
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(read(paths), "Screening", console=Console(stderr=True), transient=True)


def _meets(verdict: Verdict, require: str | None) -> bool:
    if require == "eligible":
        return verdict == "eligible"
    return require is None or verdict != "ineligible"


def _json(one: Screening, criteria_digest: str) -> None:
    from eligo.report.model import result

    click.echo(result(one, versions()["engine"], criteria_digest).model_dump_json())
