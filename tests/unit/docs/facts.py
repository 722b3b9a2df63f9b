"""The short notation of docs/phrases.md: a patient as a few facts, each in backticks, and a rule as a criteria file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

DAY = date(2025, 3, 1)  # day 0
LISTS = ["results", "conditions", "therapies", "medications", "procedures", "biomarkers", "family_history"]

_ENTRIES = {
    "condition": ("conditions", "name"), "therapy": ("therapies", "agents"), "medication": ("medications", "agents"),
    "procedure": ("procedures", "name"), "biomarker": ("biomarkers", "name"),
}  # fmt: skip
_NUMBER = re.compile(r"[<>]?=?[0-9][0-9.]*")
_DATE = re.compile(r"day (-?[0-9]+)")
_FILE = re.compile(r"(?:version|source|cohorts|results|count|define|parameter|include)\b")


def profile(facts: Sequence[str], name: str) -> dict[str, Any]:
    """The profile of a patient with these facts, as of day 0, every list complete that isn't said to be open."""
    made: dict[str, Any] = {"id": name, "reference_date": DAY.isoformat(), "complete": list(LISTS)}
    for fact in facts:
        _add(made, fact)
    return made


def _add(made: dict[str, Any], fact: str) -> None:
    first, *more = (part.strip() for part in fact.split(","))
    word, _, rest = first.partition(" ")
    if first in ("female", "male"):
        made["sex"] = first
    elif " = " in first:
        made.setdefault("results", []).append(_result(*first.split(" = "), more))
    elif word in _ENTRIES:
        of, key = _ENTRIES[word]
        named = rest.split(" + ") if key == "agents" else rest
        made.setdefault(of, []).append({key: named, **{k: v for part in more for k, v in _keyed(part)}})
    elif word == "panel":
        made.setdefault("biomarkers", []).append(
            {"assay": "panel", "covers": rest.split(" + "), **dict(map(_pair, more))}
        )
    elif word == "family":
        made.setdefault("family_history", []).append(rest)
    elif word in ("yes", "no"):
        made.setdefault("statements", {})[rest] = word == "yes"
    elif word == "open":
        made["complete"].remove(rest)
    elif word == "born":
        made["birth_date"] = rest
    elif word == "cohort":
        made["cohort"] = rest
    elif word == "judged":
        judged = {"trial": "PAGE", "criterion": "inclusion 1", "outcome": rest}
        made.setdefault("judgments", []).append(judged)
    else:
        anchor, day = re.fullmatch(r"(.+) (day -?[0-9]+)", first, re.DOTALL).groups()  # type: ignore[union-attr]
        made.setdefault("anchors", {})[anchor] = _value(day)


def _result(test: str, said: str, more: Sequence[str]) -> dict[str, Any]:
    value, _, unit = said.partition(" ")
    made: dict[str, Any] = {"test": test, "value": said, "date": DAY.isoformat()}
    if _NUMBER.fullmatch(value):
        made |= {"value": json.loads(value) if value[0].isdigit() else value, "unit": unit or None}
    for part in more:
        if _DATE.fullmatch(part):
            made["date"] = _value(part)
        else:
            ends = re.fullmatch(r"normal(?: ([0-9.]+) to| up to| from ([0-9.]+))(?: ([0-9.]+))?", part)
            assert ends, part
            low, high = ends[1] or ends[2], ends[3]
            made["reference_range"] = {
                key: json.loads(end) for key, end in (("low", low), ("high", high)) if end is not None
            }
    return made


def _keyed(part: str) -> list[tuple[str, Any]]:
    """`onset day -40`, `stage IV`, `primary`, `not treated`, `dose 20 mg/day`; a status without its key."""
    if part in ("active", "resolved", "controlled", "suspected", "absent"):
        return [("status", part)]
    key, _, said = part.partition(" ")
    if key == "not":
        return [(said, False)]
    if key == "dose":
        number, _, unit = said.partition(" ")
        return [(key, json.loads(number)), *([("unit", unit)] if unit else [])]
    if key == "requires":
        return [(key, said.split(" + ") if said != "nothing" else [])]
    return [(key, int(said) if key in ("grade", "line", "cycles", "copies") else _value(said) if said else True)]


def _pair(part: str) -> tuple[str, Any]:
    return _keyed(part)[0]


def _value(said: str) -> str:
    """A day as the date that it is; anything else as it is."""
    day = _DATE.fullmatch(said)
    return (DAY + timedelta(days=int(day[1]))).isoformat() if day else said


def criteria(rule: str) -> str:
    """The criteria file of a rule: lines of a file before the criterion, the others its body."""
    lines = [line.strip() for line in rule.split("⏎")]
    head = [line for line in lines if _FILE.match(line)]
    body = [line for line in lines if line not in head]
    if not body[0].startswith(("inclusion", "exclusion")):
        body.insert(0, 'inclusion 1 "the example"')
    return "\n".join(['trial PAGE "A page"', *head, "", *body]) + "\n"
