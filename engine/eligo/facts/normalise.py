"""From a profile to a patient: names looked up, numbers made exact and brought to their analyte's unit."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.lists import attested_entries, condition_entry, procedure_entry, relative_entry, therapy_entry
from eligo.facts.patient import Answer, Interval, Patient, Reason, Result
from eligo.facts.profile import (
    JudgmentEntry,
    Profile,
    ProfileError,
    ReferenceRange,
    ResultEntry,
)
from eligo.quantity.display import display
from eligo.quantity.numbers import NumberError, exact, show, ulp
from eligo.quantity.units import Conversion, conversion
from eligo.vocabulary import concepts, names
from eligo.vocabulary.analytes import Analyte, analytes, measure_families

_COMPARED = re.compile(r"\s*(<=|>=|=<|=>|≤|≥|<|>)\s*([0-9.eE+\-]+)\s*\Z")
_PLAIN = re.compile(r"\s*([+\-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]{1,2})?)\s*\Z")


def patient(profile: Profile) -> Patient:
    """The patient of a profile. Raises ProfileError for an end before its start or a refused number."""
    notes: list[str] = []
    results: dict[str, list[Result]] = {}
    tests: dict[str, list[Result]] = {}
    for number, entry in enumerate(profile.results):
        _result(entry, number, results, tests, notes)
    for anchor in profile.anchors:
        if concepts.lookup("anchor", anchor) is None:
            notes.append(
                f"the anchor {anchor!r} isn't known; {concepts.suggest(anchor, 'anchor') or 'no rule counts from it'}"
            )
    sex_conflict = profile.sex == "male" and any(
        concepts.lookup("statement", name) == "childbearing potential" and value
        for name, value in profile.statements.items()
    )
    if sex_conflict:
        notes.append("the profile says male and of childbearing potential; the sex is treated as unknown")
    return Patient(
        profile.id,
        None if sex_conflict else profile.sex,
        sex_conflict,
        dates.parse(profile.birth_date) if profile.birth_date else None,
        date.fromisoformat(profile.reference_date[:10]) if profile.reference_date else None,
        _once(
            "anchors",
            [
                (concepts.lookup("anchor", name) or name, date.fromisoformat(day[:10]))
                for name, day in profile.anchors.items()
            ],
        ),
        {key: tuple(found) for key, found in results.items()},
        {key: tuple(found) for key, found in tests.items()},
        {
            "conditions": (
                *(condition_entry(one, at, notes) for at, one in enumerate(profile.conditions)),
                *attested_entries(profile.statements),
            ),
            "therapies": tuple(therapy_entry("therapies", one, at, notes) for at, one in enumerate(profile.therapies)),
            "medications": tuple(
                therapy_entry("medications", one, at, notes) for at, one in enumerate(profile.medications)
            ),
            "procedures": tuple(procedure_entry(one, at, notes) for at, one in enumerate(profile.procedures)),
            "family_history": tuple(relative_entry(one, at, notes) for at, one in enumerate(profile.family_history)),
        },
        _once("statements", [(statement_key(name), value) for name, value in profile.statements.items()]),
        _once(
            "judgments",
            [
                ((one.trial, names.key(one.criterion), (one.cohort or "").casefold()), _answer(one))
                for one in profile.judgments
            ],
        ),
        frozenset(profile.complete),
        profile.cohort,
        profile.story or "",
        tuple(notes),
    )


Key = TypeVar("Key")
Value = TypeVar("Value")


def _once(place: str, pairs: list[tuple[Key, Value]]) -> dict[Key, Value]:
    """The pairs as a dict. Raises ProfileError where one thing is said twice and differently."""
    found: dict[Key, Value] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            what = (
                name
                if isinstance(name, str)
                else " ".join(str(part) for part in name if part)
                if isinstance(name, tuple)
                else ""
            )
            raise ProfileError((place,), f"{what!r} is there twice, with different answers")
    return found


def _answer(one: JudgmentEntry) -> Answer:
    return Answer(one.outcome == "pass", one.by or "", one.date or "")


def statement_key(text: str) -> str:
    """The form under which a statement is filed: its canonical name's key, or its own."""
    return names.key(concepts.lookup("statement", text) or text)


# -- results -----------------------------------------------------------------------------------


def _result(
    entry: ResultEntry,
    number: int,
    results: dict[str, list[Result]],
    tests: dict[str, list[Result]],
    notes: list[str],
) -> None:
    path = f"results[{number}]"
    key, clash = _analyte(entry)
    if clash.startswith(_BARE):
        notes.append(f"{path}: {clash.removeprefix(_BARE)}; {entry.test} counts without a method")
        clash = ""
    day = dates.parse(entry.date) if entry.date else None
    shown = f"{entry.value} {entry.unit}" if entry.unit else str(entry.value)
    test = concepts.lookup("test", entry.test)
    specimen = _specimen(entry.specimen, key) if key is not None else "usual"
    if specimen == "other":
        notes.append(f"{path}: {entry.test} of {entry.specimen} isn't used; rules speak of blood")
        return
    clash = f"the specimen {entry.specimen!r} isn't known" if specimen == "unclear" else clash
    if key is None and test is None:
        notes.append(f"{path}: the test {entry.test!r} isn't known; its value isn't used")
        return
    if test is not None:
        # `negative?` is a doubt, not an answer.
        doubted = isinstance(entry.value, str) and any(sign in entry.value for sign in "?!/")
        word = concepts.lookup("word", entry.value) if isinstance(entry.value, str) and not doubted else None
        if not word and "detectable" in concepts.table("test")[test].row["words"] and _counted(entry.value):
            word = "detectable"
        made = Result(
            path, entry.test, shown, entry.unit or "", None, "", Fraction(0), False, word or "", day, None, None, None
        )  # fmt: skip
        # A serum test answers the question for a pregnancy test as well.
        for answered in (test, *concepts.parts(concepts.table("test")[test].row["answers"])):
            tests.setdefault(answered, []).append(made)
    if key is not None:
        results.setdefault(key, []).append(_measured(entry, key, number, shown, day, clash, notes))


_BLOOD = frozenset(["blood", "serum", "plasma", "venous", "arterial", "capillary", "edta", "heparin", "citrate"])
_OTHER = {
    "urine", "csf", "cerebrospinal", "liquor", "ascite", "ascitic", "peritoneal", "pleural", "effusion",
    "stool", "fece", "swab", "tissue", "biopsy", "sputum", "saliva", "bile", "synovial", "marrow", "dialysate",
    "sweat", "drain",
}  # fmt: skip


def _specimen(specimen: str | None, key: str) -> Literal["usual", "other", "unclear"]:
    """Whether a result of this specimen is what a rule means: blood, or urine for what is measured in urine."""
    words = set(names.key(specimen or "").split())
    urinary = analytes()[key].obtain == "urine"
    if not words or (urinary and "urine" in words and not words & _BLOOD):
        return "usual"
    if words & _OTHER:
        return "other"
    return "usual" if words & _BLOOD and not urinary else "unclear"


def _counted(value: object) -> bool:
    """Whether a viral load is a number above zero: it was found. `<15` and 0 leave open what they are of."""
    text = str(value).strip().lstrip(">≥").lstrip("=").strip()
    return bool(_PLAIN.match(text)) and Decimal(text) > 0


_BARE = "bare: "  # begins what is only noted of a method: the name itself states none


def _analyte(entry: ResultEntry) -> tuple[str | None, str]:
    """(the analyte a result is of, what contradicts it). A family's bare name means its member without a method."""
    key = concepts.lookup("measure", entry.test)
    if key is None or key == "age":
        return None, ""
    family = measure_families().get(key)
    member = family.record_member if family else key
    group = analytes()[member].group
    if not entry.method or not group:
        return member, ""
    stated = concepts.lookup("measure", entry.method)
    same = stated in analytes() and analytes()[stated].group == group if stated else False
    plain = any(one.record_member == member for one in measure_families().values())
    if stated and same:
        return (stated, "") if plain or stated == member else (member, f"{entry.test} by the method {entry.method!r}")
    unknown = f"the method {entry.method!r} isn't known"
    return member, _BARE + unknown if plain else unknown


def _measured(
    entry: ResultEntry, key: str, number: int, shown: str, day: Days | None, clash: str, notes: list[str]
) -> Result:
    path = f"results[{number}]"
    analyte = analytes()[key]
    problem: tuple[Reason, str] | None = None
    interval, grain, basis, molar = None, Fraction(0), "", False
    uln = lln = None
    converted = conversion(key, entry.unit or "")
    read = _interval(entry.value, number)
    if read is None:
        problem = ("not_recorded", f"the value {str(entry.value)[:40]!r} is no number")
    elif converted is None:
        word = f"the unit {entry.unit!r} can't be converted for {analyte.name}" if entry.unit else "no unit is given"
        problem = ("unit_unusable", word)
    else:
        interval, grain = _convert(read[0], converted), read[1] * abs(converted.scale)
        basis, molar = converted.basis, converted.molar
        if analyte.unit == "{score}":
            interval = _whole(interval, analyte)
        problem = _implausible(interval, analyte)
        uln, lln = _limits(entry.reference_range, converted, number)
        uln, lln = _usual(uln, analyte, True, path, notes), _usual(lln, analyte, False, path, notes)
        problem = ("name_unknown" if "specimen" in clash else "methods_disagree", clash) if clash else problem
    if problem is not None:
        notes.append(f"{path}: {analyte.name} {shown} isn't used: {problem[1]}")
    return Result(
        path, entry.test, shown, display(converted.unit) if converted else entry.unit or "", interval, basis, grain,
        molar, "", day, uln, lln, problem,
    )  # fmt: skip


def _interval(value: int | Decimal | str, number: int) -> tuple[Interval, Fraction] | None:
    """(where the value lies, the grain of its last digit), or None for a word."""
    try:
        if isinstance(value, int | Decimal):
            point = exact(value)
            return Interval(point, point), ulp(str(value))
        if plain := _PLAIN.match(value):
            point = exact(plain.group(1))
            return Interval(point, point), ulp(plain.group(1))
        if compared := _COMPARED.match(value):
            sign, bound = compared.group(1), exact(compared.group(2))
            if "<" in sign or sign == "≤":
                return Interval(None, bound, high_open=sign == "<"), Fraction(0)
            return Interval(bound, None, low_open=sign == ">"), Fraction(0)
    except NumberError as error:
        raise ProfileError(("results", number, "value"), str(error)) from None
    return None


def _convert(interval: Interval, by: Conversion) -> Interval:
    low = None if interval.low is None else interval.low * by.scale + by.offset
    high = None if interval.high is None else interval.high * by.scale + by.offset
    return Interval(low, high, interval.low_open, interval.high_open)


def _implausible(interval: Interval, analyte: Analyte) -> tuple[Reason, str] | None:
    low, high = analyte.data_low, analyte.data_high
    too_low = interval.high is not None and low is not None and interval.high < low and interval.low is not None
    too_high = interval.low is not None and high is not None and interval.low > high
    negative = interval.high is not None and (
        interval.high < 0 or (interval.high == 0 and interval.low is None and (interval.high_open or (low or 0) > 0))
    )
    point = interval.point
    broken = analyte.unit == "{score}" and point is not None and point.denominator != 1
    if not (too_low or too_high or negative or broken):
        return None
    return "implausible", f"outside what is possible for {analyte.name}"


def _whole(interval: Interval, analyte: Analyte) -> Interval:
    """A score in whole steps and inside its scale: `<2` is at most 1."""
    low, high = interval.low, interval.high
    if interval.point is not None:
        return interval
    if low is not None:
        low = Fraction(math.floor(low) + 1 if interval.low_open else math.ceil(low))
    if high is not None:
        high = Fraction(math.ceil(high) - 1 if interval.high_open else math.floor(high))
    return Interval(analyte.data_low if low is None else low, analyte.data_high if high is None else high)


def _usual(limit: Fraction | None, analyte: Analyte, upper: bool, path: str, notes: list[str]) -> Fraction | None:
    """A limit of normal, if it could be one: a range in another unit than its result must not decide."""
    if limit is None:
        return None
    low, high = analyte.threshold_low, analyte.threshold_high
    if upper and analyte.uln_low is not None:
        low, high = analyte.uln_low, analyte.uln_high
    if low is None or high is None or low <= limit <= high:
        return limit
    shown = f"{show(limit, 4)} {display(analyte.unit)}".strip()
    notes.append(
        f"{path}: a limit of normal of {shown} isn't used: it is no usual one for {analyte.name}; is its unit right?"
    )
    return None


def _limits(limits: ReferenceRange | None, by: Conversion, number: int) -> tuple[Fraction | None, Fraction | None]:
    """(ULN, LLN) in the analyte's unit."""
    if limits is None:
        return None, None
    try:
        high = None if limits.high is None else exact(limits.high) * by.scale + by.offset
        low = None if limits.low is None else exact(limits.low) * by.scale + by.offset
    except NumberError as error:
        raise ProfileError(("results", number, "reference_range"), str(error)) from None
    if low is not None and high is not None and low > high:
        raise ProfileError(("results", number, "reference_range"), "the low end is above the high end")
    # A limit of zero would make every multiple of it zero: laboratories print it for "no lower limit".
    return (high if high is None or high > 0 else None), (low if low is None or low > 0 else None)
