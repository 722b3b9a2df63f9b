"""The engine against the naive evaluator on generated pairs of a rule and a patient."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from differential import naive
from strategies import REFERENCE, one_rule, screened

MOST = settings().max_examples
BORN = REFERENCE - timedelta(days=40)  # so that an undated result can be tried on every day
_LIMITS = {
    "ANC": (("1500", "/uL"), ("1.5", "10*9/L"), ("1", "K/uL")),
    "hemoglobin": (("9", "g/dL"), ("90", "g/L")),
    "creatinine": (("1.5", "mg/dL"), ("15", "mg/L"), ("133", "umol/L")),
    "AST": (("100", "U/L"), ("3", "ULN"), ("2.5", "ULN"), ("2", "ukat/L")),
}


@st.composite
def rules(draw: st.DrawFn) -> naive.Rule:
    analyte = draw(st.sampled_from(sorted(_LIMITS)))
    number, unit = draw(st.sampled_from(_LIMITS[analyte]))
    days = draw(st.sampled_from([None, None, 7, 14, 28]))
    strict = days is not None and draw(st.booleans())
    op = draw(st.sampled_from(["<", "<=", ">", ">="]))
    return naive.Rule(analyte, op, Fraction(number), unit, days, strict)


def text_of(rule: naive.Rule) -> str:
    """The rule as a criteria file has it."""
    number = float(rule.number)
    limit = f"{number:g} x ULN" if rule.unit == "ULN" else f"{number:g} {rule.unit}"
    window = ""
    if rule.days is not None:
        window = f" {'less than' if rule.strict else 'within'} {rule.days} days before first dose"
    return f"{rule.analyte} {rule.op} {limit}{window}"


@st.composite
def results(draw: st.DrawFn, rule: naive.Rule) -> dict[str, Any]:
    """A result on, beside or far from the rule's limit, in one of the analyte's units."""
    units = naive.UNITS[rule.analyte]
    unit = draw(st.sampled_from(sorted(units)))
    upper = draw(st.sampled_from([20, 35, 40]))
    limit = rule.number * (upper if rule.unit == "ULN" else units[rule.unit] / units[unit])
    ulp = Fraction(1, draw(st.sampled_from([1, 10, 1000])))
    value = draw(st.sampled_from([limit, limit - ulp, limit + ulp, limit / 4, limit * 3, limit * 5000]))
    shown = f"{float(round(max(value, Fraction(0)), 4)):.4f}".rstrip("0").rstrip(".")
    sign = draw(st.sampled_from([""] * 6 + ["<", "<=", ">", ">="]))
    entry: dict[str, Any] = {"test": rule.analyte, "value": f"{sign}{shown}"}
    if draw(st.integers(0, 9)):
        entry["unit"] = unit
    if draw(st.integers(0, 3)):
        entry["reference_range"] = {"high": upper}
    edge = [0, 1, -1] + ([rule.days - 1, rule.days, rule.days + 1] if rule.days else [3])
    day = (REFERENCE - timedelta(days=draw(st.sampled_from(edge)))).isoformat()
    when = draw(st.sampled_from([day] * 6 + [day[:7], day[:4], None]))
    if when is not None:
        entry["date"] = when
    return entry


@settings(max_examples=MOST * 5)
@given(st.data(), rules())
def test_the_engine_agrees_with_the_naive_evaluator(data: st.DataObject, rule: naive.Rule) -> None:
    recorded = data.draw(st.lists(results(rule), max_size=3))
    profile = {
        "id": "P", "birth_date": BORN.isoformat(), "reference_date": REFERENCE.isoformat(), "results": recorded,
        "anchors": {"first dose": REFERENCE.isoformat()},
    }  # fmt: skip
    assume(not _merging(rule, recorded))
    assume(prod(len(naive.placings(one, REFERENCE, BORN)) for one in recorded) < 2500)
    truth, reasons = naive.evaluate(rule, recorded, REFERENCE, BORN)
    made = screened(one_rule(text_of(rule)), profile).criteria[0]
    assert made.outcome == {"true": "pass", "false": "fail", "unknown": "unknown"}[truth], (text_of(rule), recorded)
    if truth == "unknown":
        assert {gap.reason for gap in made.reasons} <= reasons, (text_of(rule), recorded)


def _merging(rule: naive.Rule, recorded: list[dict[str, Any]]) -> bool:
    """Whether two plain values may be one within their printed digits, which the naive evaluator doesn't judge."""
    points = []
    for one in recorded:
        text = str(one["value"])
        factor = naive.UNITS[rule.analyte].get(one.get("unit", ""))
        if factor is not None and text[0] not in "<>":
            digits = len(text.partition(".")[2])
            points.append((Fraction(text) * factor, factor / 10**digits))
    return any(
        a != b and abs(a - b) <= max(near, far)
        for at, (a, near) in enumerate(points)
        for b, far in points[:at]
    )  # fmt: skip


def test_the_naive_evaluator_imports_nothing_of_eligo() -> None:
    tree = ast.parse(Path(naive.__file__).read_text(encoding="utf-8"))
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not any((name or "").startswith("eligo") for name in names)


def test_the_days_of_the_naive_evaluator() -> None:
    rule = naive.Rule("ANC", ">=", Fraction(1500), "/uL", 28)
    on_the_day = [{"test": "ANC", "value": "1.5", "unit": "10*9/L", "date": "2025-02-01"}]
    assert naive.evaluate(rule, on_the_day, date(2025, 3, 1), BORN) == ("true", set())
    before = [{**on_the_day[0], "date": "2025-01-31"}]
    assert naive.evaluate(rule, before, date(2025, 3, 1), BORN) == ("unknown", {"outside_window"})
