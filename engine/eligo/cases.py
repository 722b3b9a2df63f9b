"""Cases: patches on a base patient, and what must come out of a trial. Data, so that a nurse can add one.

{"trial", "as_of", "base": profile, "cases": [{"name", "criterion", "cohort", "patch", "expect", "reason"}],
 "verdicts": [{"name", "cohort", "patch", "expect"}]}
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eligo.core.nodes import Trial
from eligo.evaluate.screening import CriterionOutcome, Screening, of_cohort, screen
from eligo.facts.normalise import patient
from eligo.facts.patient import Patient, Reason
from eligo.facts.profile import Profile, ProfileError
from eligo.vocabulary.names import key

Observer = Callable[[list[CriterionOutcome]], None]

# Of several variants of a criterion the one that decides: a variant for others is not applicable.
_WORST = ("fail", "unknown", "pass", "not_applicable")
# So many criteria a verdict that came out otherwise names.
_NAMED = 3


class CaseError(ValueError):
    """A cases file that can't be run: the case, and what is wrong with it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Case(_Strict):
    """One criterion of one patched patient. `cohort` picks the variant; `reason` is one of an unknown's."""

    name: str
    criterion: str
    cohort: str | None = None
    patch: dict[str, Any] = Field(default_factory=dict)
    expect: Literal["pass", "fail", "unknown", "not_applicable"]
    reason: Reason | None = None


class VerdictCase(_Strict):
    """The whole verdict on one patched patient."""

    name: str
    cohort: str | None = None
    patch: dict[str, Any] = Field(default_factory=dict)
    expect: Literal["eligible", "ineligible", "undetermined"]


class Cases(_Strict):
    """A cases file."""

    trial: str
    as_of: date
    base: dict[str, Any]
    cases: Annotated[list[Case], Field(min_length=1)]
    verdicts: list[VerdictCase] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """A case that came out otherwise."""

    subject: str
    name: str
    expected: str
    actual: str
    detail: str


def run(trial: Trial, file: object, observe: Observer | None = None) -> tuple[int, list[Difference]]:
    """(how many cases ran, those that came out otherwise). Raises CaseError for a file that isn't one.

    `observe` is given, of every case of a criterion that came out as expected, the variants that did.
    """
    try:
        cases = Cases.model_validate(file)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CaseError(f"{where}: {first['msg']}") from None
    if cases.trial != trial.id:
        raise CaseError(f"these cases are for {cases.trial}, the trial is {trial.id}")
    differences = [found for case in cases.cases for found in _criterion(trial, cases, case, observe)]
    differences += [found for case in cases.verdicts for found in _verdict(trial, cases, case)]
    return len(cases.cases) + len(cases.verdicts), differences


def patched(base: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The base profile with a patch: scalars and objects merge, null removes a key, lists take
    `with` (entries to add), `without` and `change` (entries by test, name, agents, gene or assay), or a whole list."""
    made = copy.deepcopy(base)
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        elif isinstance(made.get(name), list) and isinstance(value, dict):
            made[name] = _list(made[name], value)
        elif isinstance(value, dict) and set(value) & {"with", "without", "change"}:
            made[name] = _list([], value)
        elif isinstance(value, dict) and isinstance(made.get(name), dict):
            made[name] = _merged(made[name], value)
        else:
            made[name] = copy.deepcopy(value)
    return made


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    merged = {**old, **new}
    return {name: value for name, value in merged.items() if value is not None}


def _list(entries: list[Any], patch: dict[str, Any]) -> list[Any]:
    unknown = set(patch) - {"with", "without", "change"}
    if unknown:
        raise CaseError(f"a patch of a list takes with, without, change; not {', '.join(sorted(unknown))}")
    without = [at for wanted in patch.get("without", ()) for at in _found(entries, wanted)]
    changes: dict[int, dict[str, Any]] = {}
    for wanted, change in patch.get("change", {}).items():
        for at in _found(entries, wanted):
            changes[at] = {**changes.get(at, {}), **change}
    changed = [
        _merged(entry, changes[at]) if at in changes else entry for at, entry in enumerate(entries) if at not in without
    ]
    return [*changed, *copy.deepcopy(patch.get("with", []))]


def _found(entries: list[Any], wanted: str) -> list[int]:
    """The places of the entries that a patch means: all of that name, or the one of that gene."""
    named = [at for at, entry in enumerate(entries) if _name(entry) == wanted]
    of_gene = [at for at, entry in enumerate(entries) if isinstance(entry, dict) and entry.get("gene") == wanted]
    if named or len(of_gene) == 1:
        return named or of_gene
    if of_gene:
        several = ", ".join(_name(entries[at]) for at in of_gene)
        raise CaseError(f"several entries are of the gene {wanted!r}: {several}; give the alteration with it")
    names = [name for entry in entries if (name := _name(entry))]
    raise CaseError(f"no entry {wanted!r} to patch; there are {', '.join(names) or 'none with a name'}")


def _name(entry: object) -> str:
    """What a patch calls an entry: its text, test, name, criterion, agents, gene with its alteration, or assay."""
    if not isinstance(entry, dict):
        return str(entry)
    for one in ("test", "name", "criterion"):
        if entry.get(one):
            return str(entry[one])
    if agents := entry.get("agents"):
        return " + ".join(agents)
    if gene := entry.get("gene"):
        return f"{gene} {entry.get('alteration') or ''}".strip()
    return str(entry.get("assay") or "")


def _patient(cases: Cases, patch: dict[str, Any], name: str) -> Patient:
    try:
        return patient(Profile.model_validate(patched(cases.base, patch)))
    except ValidationError as error:
        first = error.errors()[0]
        raise CaseError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except (CaseError, ProfileError) as error:
        raise CaseError(f"{name}: {error}") from None


def _criterion(trial: Trial, cases: Cases, case: Case, observe: Observer | None) -> list[Difference]:
    expected = case.expect + (f" ({case.reason})" if case.reason else "")
    try:
        made = screen(trial, _patient(cases, case.patch, case.name), cases.as_of, cohort=case.cohort)
    except CaseError as error:
        return [Difference(case.criterion, case.name, expected, "no patient", str(error))]
    named = [one for one in made.criteria if key(one.criterion.label) == key(case.criterion)]
    if not named:
        return [Difference(case.criterion, case.name, expected, "no criterion", "the trial has none of this number")]
    one = min(named, key=lambda one: _WORST.index(one.outcome))
    if one.outcome == case.expect and (case.reason is None or any(gap.reason == case.reason for gap in one.reasons)):
        if observe is not None:
            # A variant that came out better than the one that decided is nothing that the case says.
            observe([other for other in named if other.outcome in (one.outcome, "not_applicable")])
        return []
    return [Difference(case.criterion, case.name, expected, _spoken(one), _detail(one))]


def _spoken(one: CriterionOutcome) -> str:
    reasons = ", ".join(dict.fromkeys(gap.reason for gap in one.reasons))
    return f"{one.outcome} ({reasons})" if reasons else one.outcome


def _detail(one: CriterionOutcome) -> str:
    used = [f"{item.fact} {item.value} {item.limit}".strip() for item in one.evidence]
    return "; ".join([*used, *(f"{gap.fact}: {gap.detail}" for gap in one.reasons)]) or "nothing was looked at"


def _verdict(trial: Trial, cases: Cases, case: VerdictCase) -> list[Difference]:
    try:
        made = screen(trial, _patient(cases, case.patch, case.name), cases.as_of, cohort=case.cohort)
    except CaseError as error:
        return [Difference("verdict", case.name, case.expect, "no patient", str(error))]
    if made.verdict == case.expect:
        return []
    return [Difference("verdict", case.name, case.expect, made.verdict, _summary(made))]


def _summary(made: Screening) -> str:
    """The summary of a verdict, and the first of the criteria that it rests on."""
    deciding = {"undetermined": "unknown", "ineligible": "fail"}.get(made.verdict)
    mine = of_cohort(made.criteria, made.cohort)
    labels = list(dict.fromkeys(one.criterion.label for one in mine if one.outcome == deciding))
    more = ", ..." if len(labels) > _NAMED else ""
    return f"{made.summary}: {', '.join(labels[:_NAMED])}{more}" if labels else made.summary
