"""Made-up patients for the benchmarks: no two alike, and as alike as the patients of a few hospitals.

Values, days, units, names and what is missing vary; the base profile is that of a trial's cases.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

from eligo.resources import folder

Profile = dict[str, Any]

# (name, unit, mean, spread, decimals, low, high) of what laboratories print; the second unit is another's.
_PANEL = (
    ("ANC", ("10*9/L", "/uL"), 4.1, 1.7, (2, 0), (1, 1000), (1.8, 7.5)),
    ("leukocytes", ("10*9/L", "K/uL"), 6.9, 2.2, (1, 2), (1, 1), (4.0, 10.5)),
    ("platelets", ("10*9/L", "K/uL"), 236, 74, (0, 0), (1, 1), (150, 400)),
    ("hemoglobin", ("g/dL", "g/L"), 12.1, 1.6, (1, 0), (1, 10), (12.0, 15.5)),
    ("creatinine", ("mg/dL", "umol/L"), 0.92, 0.27, (2, 0), (1, 88.42), (0.5, 1.1)),
    ("bilirubin", ("mg/dL", "umol/L"), 0.7, 0.35, (1, 1), (1, 17.1), (0.2, 1.2)),
    ("AST", ("U/L", "U/L"), 31, 14, (0, 0), (1, 1), (None, 40)),
    ("ALT", ("U/L", "U/L"), 33, 18, (0, 0), (1, 1), (None, 41)),
    ("ALP", ("U/L", "U/L"), 104, 40, (0, 0), (1, 1), (35, 110)),
    ("albumin", ("g/dL", "g/L"), 3.9, 0.4, (1, 0), (1, 10), (3.5, 5.2)),
    ("sodium", ("mmol/L", "mEq/L"), 139, 3, (0, 0), (1, 1), (136, 145)),
    ("potassium", ("mmol/L", "mEq/L"), 4.2, 0.4, (1, 1), (1, 1), (3.5, 5.1)),
    ("INR", ("1", None), 1.05, 0.12, (1, 2), (1, 1), (0.9, 1.2)),
    ("aPTT", ("s", "sec"), 30, 4, (0, 1), (1, 1), (25, 36)),
)
_HOME_NAMES = {"ANC": "neutrophils", "AST": "SGOT", "ALT": "SGPT", "leukocytes": "WBC", "hemoglobin": "Hb"}
_SECOND_DISEASES = (
    "hypertension", "type 2 diabetes", "asthma", "hypothyroidism", "atrial fibrillation", "COPD", "gout",
    "osteoporosis", "depression", "chronic kidney disease", "peripheral neuropathy",
)  # fmt: skip
_MEDICINES = (
    "amlodipine", "metformin", "levothyroxine", "omeprazole", "atorvastatin", "aspirin", "prednisone", "ramipril",
    "metoprolol", "apixaban", "allopurinol", "ondansetron",
)  # fmt: skip
_PRIMARIES = ("colon cancer", "rectal cancer", "gastric cancer", "pancreatic cancer", "breast cancer", "melanoma")
_REGIMENS = (["FOLFOX", "bevacizumab"], ["FOLFIRI", "ramucirumab"], ["FOLFIRI"], ["capecitabine"], ["FOLFIRINOX"],
             ["paclitaxel"], ["carboplatin", "paclitaxel"], ["nivolumab"])  # fmt: skip


def people(count: int, seed: int = 1) -> list[Profile]:
    """So many profiles, the same for the same seed."""
    draw = Random(seed)
    base = json.loads((folder("criteria") / "NCT03252938.cases.json").read_text(encoding="utf-8"))["base"]
    return [person(draw, base, number) for number in range(count)]


def person(draw: Random, base: Profile, number: int) -> Profile:
    """One patient: the base profile with other values, days, diseases and treatment."""
    reference = date(2025, 3, 1)
    made: Profile = {
        **base,
        "id": f"{draw.choice('ABCD')}-{number:06d}",
        "sex": draw.choice(("female", "male")),
        "birth_date": _day(draw, reference, 30 * 365, 85 * 365),
        "story": f"patient {number}, {draw.choice(('seen on the ward', 'referred', 'from the tumour board'))}",
    }
    made["results"] = _results(draw, reference)
    onset = reference - timedelta(days=draw.randrange(200, 1500))
    made["conditions"] = [
        {**base["conditions"][0], "name": draw.choice(_PRIMARIES), "onset": f"{onset:%Y-%m}"},
        {**base["conditions"][1], "onset": onset.isoformat()},
        *({"name": name, "status": "active", "onset": str(reference.year - draw.randrange(1, 25))}
          for name in draw.sample(_SECOND_DISEASES, draw.randrange(0, 4))),
    ]  # fmt: skip
    made["therapies"] = list(_therapies(draw, onset, reference))
    made["medications"] = [
        {"agents": [name], "start": _day(draw, reference, 10, 4000)[: draw.choice((4, 7, 10))], "ongoing": True}
        for name in draw.sample(_MEDICINES, draw.randrange(1, 4))
    ]
    made["statements"] = {name: value for name, value in base["statements"].items() if draw.random() < 0.95}
    if made["sex"] == "male":
        made["statements"].pop("childbearing potential", None)
    made["judgments"] = [
        {**one, "by": f"Dr {draw.choice('ABEKLMRSTW')}. {draw.choice(('Ostrowski', 'Lind', 'Haas', 'Sato'))}",
         "date": _day(draw, reference, 1, 20)}
        for one in base["judgments"] if draw.random() < 0.95
    ]  # fmt: skip
    return made


def _results(draw: Random, reference: date) -> list[Profile]:
    sampled = _day(draw, reference, 0, 40)
    abroad = draw.random() < 0.3
    if abroad:
        sampled = f"{sampled}T{draw.randrange(6, 18):02d}:{draw.randrange(60):02d}"
    found: list[Profile] = [{"test": "ECOG", "value": draw.choice((0, 1, 1, 2)), "date": _day(draw, reference, 0, 30)}]
    for name, units, mean, spread, decimals, scales, (low, high) in _PANEL:
        if draw.random() < 0.07:
            continue
        value = max(mean / 10, draw.gauss(mean, spread)) * scales[abroad]
        entry: Profile = {"test": _HOME_NAMES.get(name, name) if abroad else name}
        entry["value"] = round(value, decimals[abroad]) if decimals[abroad] else round(value)
        if units[abroad] is not None:
            entry["unit"] = units[abroad]
        entry["date"] = sampled
        if draw.random() < 0.9:
            ends = {"low": low, "high": high}
            entry["reference_range"] = {
                end: round(limit * scales[abroad], 2) for end, limit in ends.items() if limit is not None
            }
        found.append(entry)
    found.append({"test": "QTcF", "value": draw.randrange(380, 470), "unit": "ms", "date": sampled})
    found.extend(
        {"test": name, "value": "positive" if draw.random() < 0.05 else "negative", "date": sampled}
        for name in ("HIV test", "HBsAg", "HCV antibody")
        if draw.random() < 0.9
    )
    return found


def _therapies(draw: Random, onset: date, reference: date) -> list[Profile]:
    made: list[Profile] = []
    start = onset + timedelta(days=draw.randrange(10, 60))
    for line in range(1, draw.randrange(2, 5)):
        end = start + timedelta(days=draw.randrange(40, 300))
        if end >= reference:
            break
        made.append(
            {"agents": draw.choice(_REGIMENS), "intent": "palliative", "line": line, "start": start.isoformat(),
             "end": end.isoformat(), "stop_reason": draw.choice(("progression", "toxicity", "completed"))}
        )  # fmt: skip
        start = end + timedelta(days=draw.randrange(10, 60))
    return made


def _day(draw: Random, reference: date, least: int, most: int) -> str:
    return (reference - timedelta(days=draw.randrange(least, most + 1))).isoformat()
