"""The Python API. What it does with a file the command line does too; only errors are raised here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from eligo import compiler
from eligo.core.nodes import Trial
from eligo.diagnostics import CriteriaError, Diagnostic, has_errors
from eligo.evaluate import screening
from eligo.evaluate.view import Limits
from eligo.facts.patient import Patient
from eligo.facts.reading import PatientError, read
from eligo.versions import digest, versions

if TYPE_CHECKING:
    from eligo.report.model import Result

LARGEST = 2_000_000  # bytes; the longest protocol's criteria are a twentieth of it


def compile(text: str, *, parameters: Mapping[str, str] | None = None) -> Trial:
    """The trial of a criteria text. Raises CriteriaError with every finding.

    `parameters`: what stands for a parameter of the text instead of its own value, such as
    {"ALT limit": "5 x ULN"}.
    """
    return _trial(text, "", parameters)


def load(path: str | Path, *, parameters: Mapping[str, str] | None = None) -> Trial:
    """The trial of a criteria file (UTF-8). Raises CriteriaError, and OSError when it can't be opened.

    Libraries that it includes are looked for beside it, then among Eligo's own. `parameters` as in `compile`.
    """
    text, found = read_text(Path(path))
    if found:
        raise CriteriaError(found)
    return _trial(text, str(path), parameters)


def _trial(text: str, file: str, parameters: Mapping[str, str] | None) -> Trial:
    trial, found = compiler.compile_cached(text, file, parameters)
    if trial is None:
        help_ = "a library is included by a trial"
        library = [Diagnostic("T003", "this is a library, not a trial", 0, 1, help_, file)]
        raise CriteriaError([one for one in found if one.severity == "error"] or library, text)
    return trial


def read_text(path: Path) -> tuple[str, list[Diagnostic]]:
    """The text of a criteria file, or the finding that it isn't one."""
    raw = path.read_bytes()
    if raw.lstrip()[:1] in (b"{", b"["):
        help_ = "the criteria come first: eligo screen CRITERIA PATIENTS"
        return "", [Diagnostic("S007", "this is JSON, not a criteria file", file=str(path), help=help_)]
    if len(raw) > LARGEST:
        message = f"{len(raw):,} bytes: no criteria file is larger than {LARGEST:,}"
        return "", [Diagnostic("S007", message, file=str(path), help="is this a criteria file?")]
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), []
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte 0x{raw[error.start]:02x} at position {error.start}"
        line = raw[: error.start].count(b"\n") + 1
        return "", [Diagnostic("S007", message, file=str(path), line=line, help="save the file as UTF-8")]


def read_patients(*paths: str | Path) -> list[Patient]:
    """The patients of files and folders (.json, .ndjson). Raises PatientError when one can't be read."""
    patients: list[Patient] = []
    found: list[Diagnostic] = []
    for one in read(paths):
        found.extend(one.diagnostics)
        if one.patient is not None:
            patients.append(one.patient)
    if has_errors(found):
        raise PatientError(found)
    return patients


def screen(
    trial: Trial,
    patient: Patient,
    as_of: date | None = None,
    *,
    cohort: str | None = None,
    assume_complete: Collection[str] = (),
    limits: Limits | None = None,
) -> Result:
    """One patient against one trial, every criterion with its reason.

    `as_of` overrides the profile's reference date; there must be one of them, and the birth may not
    lie behind it: PatientError otherwise. `limits` maps (analyte key, sex or "") to (ULN, LLN) in
    the analyte's own unit, for results that come without their range.
    """
    day = day_and_cohort(trial, patient, as_of, cohort)
    known_lists(assume_complete)
    from eligo.report.model import result

    made = screening.screen(trial, patient, day, cohort=cohort, assume_complete=assume_complete, limits=limits)
    return result(made, versions()["engine"], digest(trial))


def known_lists(names: Iterable[str]) -> None:
    """Raises ValueError for what is no list of a profile, which would be assumed in vain."""
    from eligo.facts.profile import Lists

    wrong = [names] if isinstance(names, str) else [one for one in names if one not in get_args(Lists)]
    if wrong:
        raise ValueError(f"assume_complete takes names of lists ({', '.join(get_args(Lists))}), not {wrong[0]!r}")


def day_and_cohort(trial: Trial, patient: Patient, as_of: date | None, cohort: str | None) -> date:
    """The day to screen on. Raises PatientError without one, ValueError for a cohort that the trial hasn't."""
    day, found = reference_day(patient, as_of)
    if day is None:
        raise PatientError(found)
    if cohort is not None and cohort not in {one.name for one in trial.cohorts}:
        raise ValueError(f"{trial.id} has no cohort {cohort!r}")
    return day


def reference_day(
    patient: Patient, as_of: date | None, file: str = "", line: int = 0
) -> tuple[date | None, list[Diagnostic]]:
    """The day to screen on, or the finding that there is none or that it can't be."""
    day = as_of or patient.reference
    if day is None:
        message = f"patient {patient.id!r} has no reference date"
        return None, [
            Diagnostic(
                "P005", message, file=file, line=line, help="add `reference_date` to the profile, or pass --as-of"
            )
        ]
    if patient.birth is not None and patient.birth.first > day:
        message = f"patient {patient.id!r} is born {patient.birth}, after the reference date {day}"
        return None, [Diagnostic("P004", message, file=file, line=line, help="mend one of the dates")]
    return day, []


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a screening result."""
    from eligo.report.model import Result

    return Result.model_json_schema()
