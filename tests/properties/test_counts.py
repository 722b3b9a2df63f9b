"""Cycles, times and doses: the sum by a second, plain reading, and no missing fact that turns a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import REFERENCE, one_rule, outcomes

MOST = settings().max_examples
Entry = dict[str, Any]
OPS = {"at most": "<=", "at least": ">=", "exactly": "="}


def said(home: str, entries: list[Entry], rule: str, *, closed: bool = True) -> str:
    lists = ["conditions", "therapies", "medications", "procedures"]
    profile = {
        "id": "P", "birth_date": "1960-01-01", "reference_date": REFERENCE.isoformat(), home: entries,
        "complete": lists if closed else [],
    }  # fmt: skip
    return outcomes(one_rule(rule), profile)[0][2]


def holds(number: int, op: str, limit: int) -> str:
    return (
        "pass" if {"at most": number <= limit, "at least": number >= limit, "exactly": number == limit}[op] else "fail"
    )


def _days(draw: st.DrawFn, most: int) -> list[str]:
    """Different days, some of them close together."""
    steps = draw(st.lists(st.sampled_from((1, 20, 40, 200, 400)), min_size=0, max_size=most))
    days, day = [], REFERENCE
    for step in steps:
        day -= timedelta(days=step)
        days.append(day.isoformat())
    return days[::-1]


@st.composite
def strokes(draw: st.DrawFn) -> list[Entry]:
    names = st.sampled_from(("stroke", "ischemic stroke", "myocardial infarction"))
    return [{"name": draw(names), "status": "resolved", "onset": day} for day in _days(draw, 4)]


@st.composite
def courses(draw: st.DrawFn) -> list[Entry]:
    """Treatments one after the other, each with its cycles and its dose."""
    made = []
    for day in _days(draw, 4):
        made.append({
            "agents": [draw(st.sampled_from(("doxorubicin", "epirubicin", "cisplatin")))],
            "start": day, "end": day, "cycles": draw(st.integers(0, 6)),
            "dose": draw(st.sampled_from((50, 60, 100))), "unit": "mg/m2",
            "per": draw(st.sampled_from(("cycle", "total"))),
        })  # fmt: skip
    return made


def forgotten(entry: Entry, keys: tuple[str, ...]) -> Iterator[Entry]:
    for key in keys:
        if key not in entry:
            continue
        yield {one: value for one, value in entry.items() if one != key}
        if key in ("onset", "start", "end") and len(entry[key]) == 10:
            yield {**entry, key: entry[key][:7]}
            yield {**entry, key: entry[key][:4]}


def _less(data: st.DataObject, entries: list[Entry], keys: tuple[str, ...]) -> list[Entry]:
    made = list(entries)
    for _ in range(data.draw(st.integers(0, 3)) if made else 0):
        at = data.draw(st.integers(0, len(made) - 1))
        choices = list(forgotten(made[at], keys))
        if choices:
            made[at] = data.draw(st.sampled_from(choices))
    return made


@settings(max_examples=MOST * 6)
@given(st.data(), strokes(), st.sampled_from(sorted(OPS)), st.integers(1, 3), st.booleans())
def test_episodes(data: st.DataObject, entries: list[Entry], op: str, limit: int, window: bool) -> None:
    rule = f"{op} {limit} episodes of stroke{' within 12 months' if window else ''}"
    first = REFERENCE.replace(year=REFERENCE.year - 1).isoformat() if window else ""
    full = said("conditions", entries, rule)
    number = sum("stroke" in one["name"] and one["onset"] >= first for one in entries)
    assert full == holds(number, op, limit)
    less = _less(data, entries, ("onset",))
    assert said("conditions", less, rule, closed=data.draw(st.booleans())) in ("unknown", full), less


@settings(max_examples=MOST * 6)
@given(
    st.data(),
    courses(),
    st.sampled_from(sorted(OPS)),
    st.integers(1, 9),
    st.sampled_from(("cisplatin", "chemotherapy")),
)
def test_cycles(data: st.DataObject, entries: list[Entry], op: str, limit: int, drug: str) -> None:
    rule = f"{op} {limit} cycles of {drug}"
    full = said("therapies", entries, rule)
    counted = [one for one in entries if drug == "chemotherapy" or drug in one["agents"]]
    assert full == holds(sum(one["cycles"] for one in counted), op, limit)
    less = _less(data, entries, ("start", "end", "cycles"))
    assert said("therapies", less, rule, closed=data.draw(st.booleans())) in ("unknown", full), less


@settings(max_examples=MOST * 6)
@given(st.data(), courses(), st.sampled_from(sorted(OPS)), st.sampled_from((100, 220, 360, 600)))
def test_doses(data: st.DataObject, entries: list[Entry], op: str, limit: int) -> None:
    """Of doxorubicin alone: what other drugs count for is the table's to say."""
    rule = f"cumulative dose of doxorubicin {OPS[op]} {limit} mg/m2"
    full = said("therapies", entries, rule)
    counted = [one for one in entries if "doxorubicin" in one["agents"]]
    doses = [one["dose"] * (one["cycles"] if one["per"] == "cycle" else 1) for one in counted]
    assert full == holds(sum(doses), op, limit)
    less = _less(data, entries, ("start", "end", "cycles", "dose"))
    assert said("therapies", less, rule, closed=data.draw(st.booleans())) in ("unknown", full), less


@st.composite
def treatments(draw: st.DrawFn) -> list[Entry]:
    """Treatments that may overlap, follow soon, or be the same drug again."""
    made = []
    for day in _days(draw, 4):
        end = date.fromisoformat(day) + timedelta(days=draw(st.sampled_from((0, 10, 60, 300))))
        drug = draw(st.sampled_from(("cisplatin", "docetaxel")))
        made.append({"agents": [drug], "start": day, "end": min(end, REFERENCE).isoformat()})
    return made


def _one(one: Entry, other: Entry) -> bool:
    first, then = sorted((one, other), key=lambda entry: str(entry["start"]))
    start, next_ = date.fromisoformat(first["start"]), date.fromisoformat(then["start"])
    pause = (next_ - date.fromisoformat(first["end"])).days
    return pause <= 0 or (next_ - start).days <= 30 or (pause <= 90 and first["agents"] == then["agents"])


@settings(max_examples=MOST * 6)
@given(st.data(), treatments(), st.sampled_from(sorted(OPS)), st.integers(0, 4))
def test_times_of_a_treatment(data: st.DataObject, entries: list[Entry], op: str, limit: int) -> None:
    """What may be one treatment leaves the count open between one and several."""
    rule = f"{op} {limit} prior chemotherapy"
    full = said("therapies", entries, rule)
    low = 0
    left = list(entries)
    while left:
        low += 1
        group = [left.pop()]
        while more := [one for one in left if any(_one(one, other) for other in group)]:
            group += more
            left = [one for one in left if one not in more]
    answers = {holds(number, op, limit) for number in range(low, len(entries) + 1)}
    assert full == (answers.pop() if len(answers) == 1 else "unknown"), entries
    less = _less(data, entries, ("start", "end"))
    assert said("therapies", less, rule, closed=data.draw(st.booleans())) in ("unknown", full), less
