"""The result of a screening: what the Python API returns and `--format json` prints. The schema is made from here."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eligo.evaluate.screening import CriterionOutcome, Screening
from eligo.evaluate.trace import Evidence
from eligo.facts.patient import Reason as ReasonName


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Part):
    """Why a criterion is unknown: the missing fact, and why it is missing."""

    reason: ReasonName
    fact: str
    detail: str


class Used(_Part):
    """An entry or result that was looked at."""

    path: str = Field(description="the place in the profile, such as results[3]")
    fact: str
    value: str = Field(description="as recorded, in the record's unit")
    in_rule_unit: str = Field(description="the same in the rule's unit, or as a multiple of a limit of normal")
    date: str
    age_days: int | None
    limit: str
    margin: str
    notes: tuple[str, ...]


class CriterionResult(_Part):
    """One criterion, or one variant of it."""

    id: str
    kind: Literal["inclusion", "exclusion"]
    title: str
    cohorts: tuple[str, ...] = Field(description="the cohorts it is for; empty: all")
    outcome: Literal["pass", "fail", "unknown", "not_applicable"]
    reasons: tuple[Reason, ...]
    evidence: tuple[Used, ...]
    margin: str = Field(description="how far the deciding value is from its limit, in the rule's unit")
    may_change: str = Field(description="for a fail: `yes`, `lasting`, or `from` the day it passes by time alone")
    assumptions: tuple[str, ...]
    text: str
    source: str


class Obtain(_Part):
    """A fact to obtain, and the criteria that wait for it."""

    fact: str
    how: str
    reason: ReasonName
    detail: str
    criteria: tuple[str, ...]


class Result(_Part):
    """One patient against one trial."""

    trial: str
    patient: str
    as_of: date
    verdict: Literal["eligible", "ineligible", "undetermined"]
    summary: str
    cohort: str | None = Field(description="the cohort that the verdict, the summary and `to_obtain` are about")
    cohorts: dict[str, Literal["eligible", "ineligible", "undetermined"]]
    to_obtain: tuple[Obtain, ...]
    minimal: bool = Field(description="whether no cheaper set of facts would do; false: not proved")
    assumptions: tuple[str, ...]
    notes: tuple[str, ...] = Field(description="what a reader should know about the record")
    criteria: tuple[CriterionResult, ...]
    engine: str
    criteria_digest: str


def result(screening: Screening, engine: str, digest: str) -> Result:
    """The public form of a screening."""
    return Result(
        trial=screening.trial.id,
        patient=screening.patient.id,
        as_of=screening.as_of,
        verdict=screening.verdict,
        summary=screening.summary,
        cohort=screening.cohort,
        cohorts=screening.cohorts,
        to_obtain=tuple(
            Obtain.model_construct(
                fact=one.fact, how=one.obtain, reason=one.reason, detail=one.detail, criteria=one.criteria
            )
            for one in screening.to_obtain
        ),
        minimal=screening.minimal,
        assumptions=screening.assumptions,
        notes=screening.notes,
        criteria=tuple(map(_criterion, screening.criteria)),
        engine=engine,
        criteria_digest=digest,
    )


def _criterion(one: CriterionOutcome) -> CriterionResult:
    criterion = one.criterion
    return CriterionResult(
        id=criterion.id,
        kind=criterion.kind,
        title=criterion.title,
        cohorts=criterion.cohorts,
        outcome=one.outcome,
        reasons=tuple(Reason(reason=gap.reason, fact=gap.fact, detail=gap.detail) for gap in one.reasons),
        evidence=tuple(map(_used, one.evidence)),
        margin=one.margin,
        may_change=one.may_change,
        assumptions=one.assumptions,
        text=criterion.text,
        source=criterion.source,
    )


def _used(one: Evidence) -> Used:
    return Used(
        path=one.path, fact=one.fact, value=one.value, in_rule_unit=one.converted, date=one.date,
        age_days=one.age_days, limit=one.limit, margin=one.margin, notes=one.notes,
    )  # fmt: skip
