"""The patient profile, version 1, as it stands in a file. Every key is documented in docs/patient.md."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from eligo.facts import dates

Lists = Literal["results", "conditions", "therapies", "medications", "procedures", "biomarkers", "family_history"]


def _date(value: str) -> str:
    dates.parse(value)
    return value


def _full_date(value: str) -> str:
    if not dates.parse(value).exact:
        raise ValueError(f"{value!r} must be a full date such as 2025-03-01")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError('true and false are not values of a test; write "positive" or "negative"')
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("NaN and infinity are not values")
    return value


Date = Annotated[str, AfterValidator(_date)]
FullDate = Annotated[str, AfterValidator(_full_date)]


def _written(value: int | Decimal | str) -> int | float | str:
    """A number as JSON holds it: what is read back is the same number."""
    if not isinstance(value, Decimal):
        return value
    return float(value) if Decimal(repr(float(value))) == value else str(value)


_JSON = PlainSerializer(_written, when_used="json")
Number = Annotated[int | Decimal, BeforeValidator(_number), _JSON]
Positive = Annotated[int | Decimal, BeforeValidator(_number), Field(gt=0), _JSON]
Value = Annotated[int | Decimal | str, BeforeValidator(_number), _JSON]
Text = Annotated[str, Field(min_length=1, max_length=500)]


def _two(value: list[str]) -> list[str]:
    if len(value) > 2:
        raise ValueError(f"a locus has two alleles, not {len(value)}")
    return value


Alleles = Annotated[list[Text], AfterValidator(_two)]


class ProfileError(ValueError):
    """Dates or numbers of a profile that contradict each other; `place` is the key path."""

    def __init__(self, place: tuple[str | int, ...], message: str) -> None:
        self.place = place
        super().__init__(message)


class _Strict(BaseModel):
    """No key that isn't known, nothing converted from another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class _Entry(_Strict):
    source: str | None = Field(None, description="the document or resource it comes from")
    recorded: Date | None = Field(None, description="when it was written down")


class ReferenceRange(_Strict):
    low: Number | None = Field(None, description="the lower limit of normal, in the result's unit")
    high: Number | None = Field(None, description="the upper limit of normal, in the result's unit")


class ResultEntry(_Entry):
    """A laboratory value, vital sign, score or serology."""

    test: Text
    value: Value = Field(description='a number, an interval such as "<5", or a word such as "positive"')
    unit: str | None = None
    date: Date | None = None
    reference_range: ReferenceRange | None = None
    method: str | None = None
    specimen: str | None = None


class ConditionEntry(_Entry):
    name: Text
    status: Literal["active", "resolved", "controlled", "suspected", "absent"] | None = None
    onset: Date | None = None
    resolved: Date | None = None
    asserted: Date | None = Field(None, description="the day on which the status was stated")
    confirmed_by: Literal["histology", "cytology", "imaging", "laboratory", "clinical"] | None = None
    stage: str | None = None
    tnm: str | None = Field(None, description="such as `cT3 N1 M0`, with or without the letters before T, N and M")
    extent: Literal["localized", "locally advanced", "metastatic", "oligometastatic"] | None = None
    resectability: Literal["resectable", "borderline resectable", "unresectable"] | None = None
    recurrent: bool | None = Field(None, description="true: it came back after it was treated")
    refractory: bool | None = Field(None, description="true: it did not respond to its last treatment")
    symptomatic: bool | None = None
    treated: bool | None = Field(None, description="whether this very condition was treated")
    course: Literal["stable", "progressing", "responding", "in remission"] | None = Field(
        None, description="how it goes at the reference date"
    )
    stable_since: Date | None = Field(None, description="the day since which it has not grown")
    primary: bool | None = Field(None, description="true for the tumour that the trial is about")
    grade: Annotated[int, Field(ge=0, le=5)] | None = None
    grading: str | None = None
    class_: str | None = Field(None, alias="class")
    site: str | None = Field(None, description="where in the body; several joined by `+`, a comma or `and`")
    related_to: str | None = Field(None, description="the treatments or the condition that caused it, joined by `+`")
    requires: list[Text] | None = Field(None, description="all that it needs now, such as `systemic treatment`")


class TherapyEntry(_Entry):
    status: Literal["absent"] | None = Field(None, description="absent: it was asked about and was not given")
    asserted: Date | None = Field(None, description="the day on which the absence was stated")
    agents: list[Text] = Field(default_factory=list)
    class_: str | None = Field(None, alias="class")
    intent: Literal["neoadjuvant", "adjuvant", "palliative", "curative", "supportive", "maintenance"] | None = None
    line: Annotated[int, Field(ge=1, le=50)] | None = None
    start: Date | None = None
    end: Date | None = None
    ongoing: bool | None = None
    progression: Date | None = Field(None, description="progression on or after it")
    progressed: bool | None = Field(
        None, description="whether the disease has progressed on it or after it, up to the reference date"
    )
    cycles: Annotated[int, Field(ge=0)] | None = Field(None, description="how many were given")
    best_response: str | None = Field(None, description="such as `PR` or `partial response`")
    stop_reason: str | None = Field(None, description="such as `toxicity` or `progression`")
    setting: str | None = Field(None, description="such as `adjuvant` or `metastatic`")
    indication: str | None = Field(None, description="a condition, or a purpose such as `premedication`; or several")
    site: str | None = Field(None, description="where in the body; several joined by `+`, a comma or `and`")
    dose: Value | None = Field(None, description='a number, or a text with its unit such as "5 mg twice daily"')
    unit: str | None = Field(None, description="of the dose: mg, g, ug, mg/m2, mg/kg, Gy, IU; also `mg/day`")
    per: str | None = Field(None, description="what the dose is for: `day`, `week`, `cycle` or `total`")
    dose_since: Date | None = Field(None, description="the day since which the dose has not changed")
    standard: bool | None = Field(None, description="true: standard therapy of the patient's disease")
    route: str | None = None
    half_life_hours: Positive | None = Field(
        None, description="elimination half-life of the one agent, where the tables hold none"
    )
    trial: str | None = Field(None, description="id of the trial that it was given in")


class ProcedureEntry(_Entry):
    name: Text
    status: Literal["absent"] | None = Field(None, description="absent: it was asked about and was not done")
    asserted: Date | None = None
    date: Date | None = None
    site: str | None = Field(None, description="where in the body; several joined by `+`, a comma or `and`")
    indication: str | None = Field(None, description="a condition, or a purpose; or several")
    trial: str | None = Field(None, description="id of the trial that it was done in")
    result: str | None = None


class BiomarkerEntry(_Entry):
    """An alteration that was looked for, an allele, what an assay covers; or a named marker with its value."""

    gene: str | None = Field(None, description="a gene, or a group of them: `EGFR`, `RAS`, `HLA-A`")
    alteration: str | None = Field(
        None, description="such as `L858R`, `exon 19 deletion`, `amplification`, `wild type`"
    )
    name: str | None = Field(None, description="all in one: `EML4-ALK fusion`, `del(17p)`, `PD-L1 TPS`, `MSI status`")
    status: str | None = Field(None, description="`present`, `absent` or `unknown`, or what reports write for them")
    value: Value | None = Field(None, description="of a named marker: a number, an interval or a word")
    unit: str | None = None
    date: Date | None = Field(None, description="when the sample was taken")
    exon: Annotated[int, Field(ge=1, le=400)] | None = None
    codon: Annotated[int, Field(ge=1, le=40000)] | None = None
    partner: str | None = Field(None, description="the other gene of a fusion")
    copies: Value | None = Field(None, description='how many copies of the gene a cell holds: a number, or ">=6"')
    alleles: Alleles = Field(default_factory=list, description="both alleles of the locus, or the one that is known")
    origin: str | None = Field(None, description="`germline` or `somatic`")
    significance: str | None = Field(None, description="from `pathogenic` to `benign`; a VUS is `uncertain`")
    zygosity: str | None = Field(None, description="`homozygous` or `heterozygous`")
    method: str | None = Field(None, description="such as `NGS`, `PCR`, `IHC`, `FISH`")
    specimen: str | None = Field(None, description="such as `tumor`, `blood`, `bone marrow`")
    assay: str | None = Field(None, description="the name of a test that looks for many")
    covers: list[Text] = Field(
        default_factory=list,
        description="what it looked for: `EGFR mutation`, `ALK fusion`; a bare gene: its mutations",
    )


class JudgmentEntry(_Strict):
    """A person's answer to what only a person can judge."""

    trial: Text
    criterion: Text = Field(description="`exclusion 33`, as the criteria file numbers it")
    outcome: Literal["pass", "fail"]
    cohort: str | None = Field(None, description="needed where cohorts are asked different questions")
    by: str | None = None
    date: Date | None = None


class Profile(_Strict):
    """One patient. Every list is optional; what isn't in a list is unknown unless `complete` names it."""

    id: Text
    sex: Literal["female", "male"] | None = None
    birth_date: Date | None = None
    reference_date: FullDate | None = Field(None, description="ages and windows are counted from it")
    anchors: dict[str, FullDate] = Field(default_factory=dict, description='such as {"first dose": "2025-03-10"}')
    results: list[ResultEntry] = Field(default_factory=list)
    conditions: list[ConditionEntry] = Field(default_factory=list)
    therapies: list[TherapyEntry] = Field(default_factory=list)
    medications: list[TherapyEntry] = Field(default_factory=list)
    procedures: list[ProcedureEntry] = Field(default_factory=list)
    biomarkers: list[BiomarkerEntry] = Field(default_factory=list)
    family_history: list[Text] = Field(default_factory=list)
    statements: dict[str, bool] = Field(default_factory=dict)
    judgments: list[JudgmentEntry] = Field(default_factory=list)
    complete: list[Lists] = Field(default_factory=list, description="lists in which what isn't listed is absent")
    cohort: str | None = Field(None, description="the cohort the patient is considered for")
    story: str | None = Field(None, description="one line about the patient, for people")
    extensions: dict[str, Any] = Field(default_factory=dict, description="free for your own use; never read")
