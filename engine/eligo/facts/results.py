"""The results of a profile: the analyte or test one is of, its number in the analyte's unit, what bars its use."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from eligo.facts import dates
from eligo.facts.dates import Days
from eligo.facts.patient import Interval, Reason, Result
from eligo.facts.profile import ProfileError, ReferenceRange, ResultEntry
from eligo.quantity.display import display
from eligo.quantity.numbers import NumberError, exact, show, ulp
from eligo.quantity.units import Conversion, conversion
from eligo.vocabulary import concepts, names
from eligo.vocabulary.analytes import Analyte, analytes, level, measure_families

Place = tuple[str, int]  # a list of the profile, and the number of an entry in it

_COMPARED = re.compile(r"\s*(<=|>=|=<|=>|≤|≥|<|>)\s*([0-9.eE+\-]+)\s*\Z")
_PLAIN = re.compile(r"\s*([+\-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]{1,2})?)\s*\Z")


def result_entry(
    entry: ResultEntry,
    number: int,
    results: dict[str, list[Result]],
    tests: dict[str, list[Result]],
    notes: list[str],
    home: str = "results",
) -> None:
    """Files an entry of `results` under its analyte and its tests. Raises ProfileError for a refused number.

    `home`: the list that it stands in; a biomarker with a name of its own may be a result, too.
    """
    place, path = (home, number), f"{home}[{number}]"
    key, clash = _analyte(entry)
    if clash.startswith(_BARE):
        notes.append(f"{path}: {clash.removeprefix(_BARE)}; {entry.test} counts without a method")
        clash = ""
    day = dates.parse(entry.date) if entry.date else None
    shown = f"{entry.value} {entry.unit}" if entry.unit else str(entry.value)
    test = concepts.lookup("test", entry.test) or _worded(entry, key)
    if key in _WORDED and test is not None:
        key = None
    specimen = _specimen(entry.specimen, key) if key is not None else "usual"
    if specimen == "other":
        usual = "tissue" if _of_tissue(key) else "blood"
        notes.append(f"{path}: {entry.test} of {entry.specimen} isn't used; rules speak of {usual}")
        return
    clash = f"the specimen {entry.specimen!r} isn't known" if specimen == "unclear" else clash
    if key is None and test is None:
        notes.append(f"{path}: the test {entry.test!r} isn't known; its value isn't used")
        return
    worded = False
    if test is not None and not (key is not None and _of_measure(entry, test)):
        # `negative?` is a doubt, not an answer.
        doubted = isinstance(entry.value, str) and any(sign in entry.value for sign in "?!/")
        word = concepts.lookup("word", entry.value) if isinstance(entry.value, str) and not doubted else None
        if not word and "detectable" in concepts.table("test")[test].row["words"] and _counted(entry.value):
            word = "detectable"
        made = Result(
            path, entry.test, shown, entry.unit or "", None, "", Fraction(0), False, word or "", day, None, None, None
        )  # fmt: skip
        worded = bool(word)
        # A serum test answers the question for a pregnancy test as well.
        for answered in (test, *concepts.parts(concepts.table("test")[test].row["answers"])):
            tests.setdefault(answered, []).append(made)
    if key is not None:
        # A word is the answer of the test; the number that it isn't needs no note.
        told: list[str] = [] if worded else notes
        results.setdefault(key, []).append(_measured(entry, key, path, place, shown, day, clash, told))


def _of_measure(entry: ResultEntry, test: str) -> bool:
    """Whether a value is a number of the measure of that name: `ER 90 %` is no word about it. A viral load is both."""
    if "detectable" in concepts.table("test")[test].row["words"]:
        return False
    return not isinstance(entry.value, str) or bool(_NUMERIC.match(entry.value))


# An analyte that is told in a word is a test of another name.
_WORDED = {"hcg": ("serum pregnancy test", "urine pregnancy test")}


def _worded(entry: ResultEntry, key: str | None) -> str | None:
    """The test of blood or urine that a word for an analyte answers: `hCG positive` is a pregnancy test."""
    of_blood, of_urine = _WORDED.get(key or "", (None, None))
    if of_blood is None or not isinstance(entry.value, str) or concepts.lookup("word", entry.value) is None:
        return None
    return of_urine if "urine" in names.key(entry.specimen or "").split() else of_blood


_BLOOD = frozenset(["blood", "serum", "plasma", "venous", "arterial", "capillary", "edta", "heparin", "citrate"])
_OTHER = {
    "urine", "csf", "cerebrospinal", "liquor", "ascite", "ascitic", "peritoneal", "pleural", "effusion",
    "stool", "fece", "swab", "tissue", "biopsy", "sputum", "saliva", "bile", "synovial", "marrow", "dialysate",
    "sweat", "drain",
}  # fmt: skip


def _specimen(specimen: str | None, key: str) -> Literal["usual", "other", "unclear"]:
    """Whether a result of this specimen is what a rule means: blood, tissue or urine, as the analyte is measured in."""
    words = set(names.key(specimen or "").split())
    urinary = analytes()[key].obtain == "urine"
    if words and _of_tissue(key):
        return "other" if words & _BLOOD or words & _CELL_FREE else "usual" if words & _TISSUE else "unclear"
    if not words or (urinary and "urine" in words and not words & _BLOOD):
        return "usual"
    if words & _OTHER:
        return "other"
    return "usual" if words & _BLOOD and not urinary else "unclear"


_TISSUE = frozenset(
    names.key(
        "tumor tissue biopsy resection specimen FFPE paraffin archival fresh cytology block core aspirate FNA primary "
        "metastasis node marrow surgical effusion"
    ).split()
)
_CELL_FREE = frozenset(names.key("ctDNA cfDNA liquid circulating").split())


def _of_tissue(key: str | None) -> bool:
    return key is not None and analytes()[key].obtain == "biopsy"


def _counted(value: object) -> bool:
    """Whether a viral load is a number above zero: it was found. `<15` and 0 leave open what they are of."""
    text = str(value).strip().lstrip(">≥").lstrip("=").strip()
    return bool(_PLAIN.match(text)) and Decimal(text) > 0


_BARE = "bare: "  # begins what is only noted of a method: the name itself states none


def _analyte(entry: ResultEntry) -> tuple[str | None, str]:
    """(the analyte a result is of, what contradicts it). A family's bare name means its member without a method."""
    # `ascites: slight` is its grade: a result answers how much, where a rule's bare word asks whether.
    key = concepts.lookup("measure", entry.test) or concepts.lookup("measure", f"{entry.test} grade")
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
    entry: ResultEntry, key: str, path: str, place: Place, shown: str, day: Days | None, clash: str, notes: list[str]
) -> Result:
    analyte = analytes()[key]
    problem: tuple[Reason, str] | None = None
    interval, grain, basis, molar = None, Fraction(0), "", False
    uln = lln = None
    converted = conversion(key, entry.unit or "")
    read = read_interval(entry.value, place) if not analyte.levels else _level(entry.value, analyte, place)
    if read is None:
        none_of = f"none of {', '.join(words[0] for _, words in analyte.levels)}" if analyte.levels else "no number"
        problem = ("not_recorded", f"the value {str(entry.value)[:40]!r} is {none_of}")
        plain = _number_of(entry.value, place) if analyte.levels else None
        # BI-RADS 4 may be any of 4A to 4C; NYHA 7 is an error.
        problem = (plain and _implausible(plain[0], analyte)) or problem
    elif converted is None:
        word = f"the unit {entry.unit!r} can't be converted for {analyte.name}" if entry.unit else "no unit is given"
        problem = ("unit_unusable", word)
    else:
        interval, grain = _convert(read[0], converted), read[1] * abs(converted.scale)
        basis, molar = converted.basis, converted.molar
        if analyte.unit == "{score}":
            interval = _whole(interval, analyte)
        problem = _implausible(interval, analyte) or _thousands(entry.value, converted)
        uln, lln = _limits(entry.reference_range, key, entry.unit or "", place, path, notes)
        problem = ("name_unknown" if "specimen" in clash else "methods_disagree", clash) if clash else problem
    if problem is not None:
        notes.append(f"{path}: {analyte.name} {shown} isn't used: {problem[1]}")
    return Result(
        path, entry.test, shown, display(converted.unit) if converted else entry.unit or "", interval, basis, grain,
        molar, "", day, uln, lln, problem,
    )  # fmt: skip


_NUMERIC = re.compile(r"\s*[<>=≤≥]*\s*[0-9]")
_POINTED = re.compile(r"\s*[<>=≤≥]*\s*[0-9]{1,3}(?:\.[0-9]{3})+\s*\Z")


def _thousands(value: int | Decimal | str, by: Conversion) -> tuple[Reason, str] | None:
    """`"1.600"` per microlitre: a text with a point before three digits is 1600 as well as 1.6."""
    if not (isinstance(value, str) and 0 < by.scale <= Fraction(1, 1000) and _POINTED.match(value)):
        return None
    return "implausible", f"{value.strip()} is {value.strip().replace('.', '')} where the point parts thousands"


def _number_of(value: int | Decimal | str, place: Place) -> tuple[Interval, Fraction] | None:
    """A number where a class is expected; None for what is none, such as `>4+`."""
    try:
        return read_interval(value, place)
    except ProfileError:
        return None


def read_interval(value: int | Decimal | str, place: Place, key: str = "value") -> tuple[Interval, Fraction] | None:
    """(where the value lies, the grain of its last digit), or None for a word."""
    try:
        if isinstance(value, int | Decimal):
            point, grain = _number(str(value))
            return Interval(point, point), grain
        if plain := _PLAIN.match(value):
            point = exact(plain.group(1))
            return Interval(point, point), ulp(plain.group(1))
        if compared := _COMPARED.match(value):
            sign, bound = compared.group(1), exact(compared.group(2))
            if "<" in sign or sign == "≤":
                return Interval(None, bound, high_open=sign == "<"), Fraction(0)
            return Interval(bound, None, low_open=sign == ">"), Fraction(0)
    except NumberError as error:
        raise ProfileError((*place, key), str(error)) from None
    return None


@lru_cache(maxsize=16384)
def _number(text: str) -> tuple[Fraction, Fraction]:
    """(a number of the profile by its digits, the grain of the last). By its value 1.50 would be 1.5."""
    return exact(Decimal(text)), ulp(text)


_SIGNED = re.compile(r"\s*(<=|>=|=<|=>|≤|≥|<|>)\s*(.*)", re.DOTALL)


def _level(value: int | Decimal | str, analyte: Analyte, place: Place) -> tuple[Interval, Fraction] | None:
    """The ranks that a word of a scale can mean: `NYHA II`, `1+`, `>=II`; None for what is no word of it."""
    if not isinstance(value, str):
        plain = read_interval(value, place)
        point = plain[0].point if plain else None
        value = str(point)
    signed = _SIGNED.match(value[:_LONGEST_LEVEL])
    sign, word = signed.groups() if signed else ("", value[:_LONGEST_LEVEL])
    rank = level(analyte.key, word)
    ranks = [own for own, _ in analyte.levels]
    if "<" in sign or sign == "≤":
        ranks = [own for own in ranks if rank is not None and (own < rank if sign == "<" else own <= rank)]
    elif sign:
        ranks = [own for own in ranks if rank is not None and (own > rank if sign == ">" else own >= rank)]
    elif rank is not None:
        ranks = [rank]
    if rank is None or not ranks:
        return None
    return Interval(min(ranks), max(ranks)), Fraction(0)


_LONGEST_LEVEL = 100
_BREAK = re.compile(r"[\s:\-]+")


_STEPS = frozenset({"category", "class", "grade", "group", "level", "score", "stage"})


@lru_cache(maxsize=1)
def _scales() -> dict[str, tuple[str, ...]]:
    """The scales by the first word of one of their names; `class II` alone names none."""
    found: dict[str, dict[str, None]] = {}
    for one in analytes().values():
        for name in (one.name, *one.spellings, *one.exact) if one.levels else ():
            found.setdefault(names.key(name).split(" ")[0], {})[one.key] = None
    return {word: tuple(keys) for word, keys in found.items() if word not in _STEPS}


@lru_cache(maxsize=4096)
def scale_of(text: str) -> str | None:
    """The scale that a class names: the NYHA class for `NYHA II`, and for `NYHA V`; None where it names none."""
    named = _scales().get(names.key(text).split(" ")[0], ())
    fitting = [key for key in named if level(key, text) is not None]
    if len(fitting) == 1:
        return fitting[0]
    words = _BREAK.split(text.strip())
    for cut in range(min(len(words) - 1, 8), 0, -1):
        key = concepts.lookup("measure", " ".join(words[:cut]))
        if key in named and (key in fitting or not fitting):
            return key
    return None


def class_result(text: str | None, path: str, notes: list[str]) -> tuple[str, Result] | None:
    """(scale, result) of a condition's class, as yet without a day; None where the class names no scale."""
    scale = scale_of(text) if text and len(text) <= _LONGEST_LEVEL else None
    if text is None or scale is None:
        return None
    entry = ResultEntry.model_construct(test=analytes()[scale].name, value=text)
    return scale, _measured(entry, scale, path, ("results", 0), text, None, "", notes)


def _convert(interval: Interval, by: Conversion) -> Interval:
    low = None if interval.low is None else _by(interval.low, by)
    high = low if interval.high is interval.low else None if interval.high is None else _by(interval.high, by)
    return Interval(low, high, interval.low_open, interval.high_open)


def _by(value: Fraction, by: Conversion) -> Fraction:
    value = value if by.scale == 1 else value * by.scale
    return value + by.offset if by.offset else value


def _implausible(interval: Interval, analyte: Analyte) -> tuple[Reason, str] | None:
    low, high = analyte.data_low, analyte.data_high
    least, most = interval.low, interval.high
    too_low = least is not None and most is not None and low is not None and most < low
    too_high = least is not None and high is not None and least > high
    # The sign of a fraction is that of its numerator; what may be negative has a limit below zero.
    negative = (
        (low is None or low.numerator >= 0)
        and most is not None
        and (
            most.numerator < 0
            or (most.numerator == 0 and least is None and (interval.high_open or (low is not None and low > 0)))
        )
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


_BELOW = 5


def _usual(limit: Fraction | None, analyte: Analyte, upper: bool, notes: list[str]) -> Fraction | None:
    """A limit of normal, if it could be one: a range in another unit than its result must not decide."""
    if limit is None:
        return None
    low, high = analyte.threshold_low, analyte.threshold_high
    if upper and analyte.uln_low is not None:
        low, high = analyte.uln_low, analyte.uln_high
    if not upper and low is not None:
        # Lower limits of normal lie below the limits that protocols set: 0.2 mg/dL of bilirubin.
        low /= _BELOW
    if low is None or high is None or low <= limit <= high:
        return limit
    shown = f"{show(limit, 4)} {display(analyte.unit)}".strip()
    notes.append(f"a limit of normal of {shown} isn't used: it is no usual one for {analyte.name}; is its unit right?")
    return None


def _limits(
    limits: ReferenceRange | None, key: str, unit: str, place: Place, path: str, notes: list[str]
) -> tuple[Fraction | None, Fraction | None]:
    """(ULN, LLN) in the analyte's unit."""
    if limits is None:
        return None, None
    low, high = (None if end is None else str(end) for end in (limits.low, limits.high))
    try:
        uln, lln, unusual = _range(key, unit, low, high)
    except NumberError as error:
        raise ProfileError((*place, "reference_range"), str(error)) from None
    notes.extend(f"{path}: {note}" for note in unusual)
    return uln, lln


@lru_cache(maxsize=8192)
def _range(
    key: str, unit: str, least: str | None, most: str | None
) -> tuple[Fraction | None, Fraction | None, tuple[str, ...]]:
    """(ULN, LLN, notes) of a range by its digits."""
    by, analyte, notes = conversion(key, unit), analytes()[key], list[str]()
    high = None if most is None or by is None else _by(_number(most)[0], by)
    low = None if least is None or by is None else _by(_number(least)[0], by)
    if low is not None and high is not None and low > high:
        raise NumberError("the low end is above the high end")
    # A limit of zero would make every multiple of it zero: laboratories print it for "no lower limit".
    uln, lln = (end if end is None or end > 0 else None for end in (high, low))
    uln, lln = _usual(uln, analyte, True, notes), _usual(lln, analyte, False, notes)
    # One end in another unit, and so is the other.
    return (None, None, tuple(notes)) if notes else (uln, lln, ())
