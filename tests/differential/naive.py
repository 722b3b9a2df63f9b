"""A second evaluator of comparisons, written from SEMANTICS.md alone: plain, slow, with tables of its own.

It knows four analytes, absolute limits and multiples of ULN, windows of days, partial and missing
dates by trying every day, and conflicts. It imports nothing of Eligo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

# Factors to a unit of its own for each analyte, from the SI definitions and the molar mass of creatinine.
UNITS = {
    "ANC": {"10*9/L": Fraction(1), "/uL": Fraction(1, 1000), "K/uL": Fraction(1), "cells/mm3": Fraction(1, 1000)},
    "hemoglobin": {"g/dL": Fraction(1), "g/L": Fraction(1, 10)},
    "creatinine": {"mg/dL": Fraction(1), "mg/L": Fraction(1, 10), "umol/L": Fraction("113.12") / 10000},
    "AST": {"U/L": Fraction(1), "IU/L": Fraction(1), "ukat/L": Fraction(60)},
}
POSSIBLE = {"ANC": 200, "hemoglobin": 26, "creatinine": 30, "AST": 30000}


@dataclass(frozen=True)
class Rule:
    """`analyte op number unit` or `analyte op number x ULN`, within so many days if `days` isn't None."""

    analyte: str
    op: str
    number: Fraction
    unit: str  # "ULN" for a multiple
    days: int | None
    strict: bool = False


def evaluate(rule: Rule, results: list[dict[str, Any]], today: date, born: date) -> tuple[str, set[str]]:
    """("true" | "false" | "unknown", the reasons that may stand for an unknown)."""
    mine = [one for one in results if one["test"] == rule.analyte]
    if not mine:
        return "unknown", {"not_recorded"}
    answers: set[tuple[str, str]] = set()
    for placing in product(*(placings(one, today, born) for one in mine)):
        answers |= _placed(rule, mine, placing, today)
    truths = {truth for truth, _ in answers}
    if len(truths) == 1 and truths != {"unknown"}:
        return truths.pop(), set()
    reasons = {reason for _, reason in answers if reason}
    if len(answers) > 1:
        reasons |= {"undated", "date_ambiguous"}
    return "unknown", reasons


def placings(result: dict[str, Any], today: date, born: date) -> list[date]:
    """Some days that a result's date can mean: both ends of it and around; a day after today stays what it is."""
    text = result.get("date")
    if text is None:
        first, last = born, today
    elif len(text) == 10:
        return [date.fromisoformat(text)]
    elif len(text) == 7:
        first = date.fromisoformat(text + "-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    else:
        first, last = date(int(text), 1, 1), date(int(text), 12, 31)
    if first > today:
        return [first]
    first, last = max(first, min(born, last)), min(last, today)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _placed(rule: Rule, results: list[dict[str, Any]], days: tuple[date, ...], today: date) -> set[tuple[str, str]]:
    """The answer, or the unknowns that stand in its way, with every result on one certain day."""
    first = date.min
    if rule.days is not None:
        first = today - timedelta(days=rule.days - rule.strict)
    inside = [(day, one) for day, one in zip(days, results, strict=True) if first <= day <= today]
    if not inside:
        return {("unknown", "outside_window")}
    newest = max(day for day, _ in inside)
    read = [_read(one) for day, one in inside if day == newest]
    answers = [_held(rule, *one) for one in read]
    truths = {truth for truth, _ in answers}
    if "unknown" in truths:
        return {answer for answer in answers if answer[0] == "unknown"}
    return set(answers) if len(truths) == 1 else {("unknown", "conflicting_records")}


Read = tuple[str, str, Fraction, Fraction | None]


def _read(result: dict[str, Any]) -> Read:
    """(problem, comparator, value, ULN) in the analyte's unit."""
    factor = UNITS[result["test"]].get(result.get("unit", ""))
    text = str(result["value"])
    sign = "".join(char for char in text if char in "<>=")
    value = Fraction(text.removeprefix(sign))
    if factor is None:
        return "unit_unusable", sign, value, None
    high = result.get("reference_range", {}).get("high")
    upper = None if high is None else Fraction(str(high)) * factor
    value *= factor
    beyond = value > POSSIBLE[result["test"]] and not sign.startswith("<")
    # A text of which the point may part thousands, where a thousand more is the next unit's number.
    before, point, behind = text.removeprefix(sign).partition(".")
    grouped = bool(point) and len(before) <= 3 and len(behind) == 3
    parted = isinstance(result["value"], str) and factor <= Fraction(1, 1000) and grouped
    return "implausible" if beyond or parted else "", sign, value, upper


def _held(rule: Rule, problem: str, sign: str, value: Fraction, upper: Fraction | None) -> tuple[str, str]:
    if problem:
        return "unknown", problem
    if rule.unit == "ULN":
        if upper is None:
            return "unknown", "no_reference_limit"
        limit = rule.number * upper
    else:
        limit = rule.number * UNITS[rule.analyte][rule.unit]
    # Where the true value may lie: it is tried on the bound, beside it, on the limit, around it, far away.
    if not sign:
        candidates = [value]
    else:
        tiny = Fraction(1, 10**12)
        far = max(value, limit) * 10 + 10
        points = [value, value - tiny, value + tiny, limit, limit - tiny, limit + tiny, -far, far]
        candidates = [one for one in points if _compare(one, sign, value)]
    answers = {_compare(one, rule.op, limit) for one in candidates}
    if len(answers) > 1:
        return "unknown", "beyond_detection"
    return ("true" if answers.pop() else "false"), ""


def _compare(left: Fraction, op: str, right: Fraction) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]
