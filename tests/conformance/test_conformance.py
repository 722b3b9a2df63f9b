"""Conformance as data: each case of the YAML files is a rule, a small profile and what must come out.

The files are the decisions of SEMANTICS.md case by case. They name no module of the engine, so that
another evaluator can be held to them. What a case may say is described in README.md beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from eligo.compiler import compile_text
from eligo.core.nodes import Trial
from eligo.evaluate.screening import CriterionOutcome, Screening, screen
from eligo.facts.normalise import patient
from eligo.facts.patient import Reason
from eligo.facts.profile import Profile

HERE = Path(__file__).parent
DAY = "2025-03-01"
_LOGIC = {"T": 'attested "yes"', "F": 'attested "no"', "U": 'attested "open"'}
_TRUTHS = {
    "inclusion": {"T": "pass", "F": "fail", "U": "unknown"},
    "exclusion": {"T": "fail", "F": "pass", "U": "unknown"},
}
_KEYS = {
    "name", "rule", "kind", "trial", "profile", "as_of", "expect", "facts", "assumptions", "margin", "may_change",
    "shown", "notes", "cohort", "cohorts", "criteria", "to_obtain", "assume_complete", "limits", "summary", "head",
}  # fmt: skip


class _Loader(yaml.SafeLoader):
    """YAML whose numbers stay exact and whose dates, yes and no stay text, as in a patient file."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


@dataclass(frozen=True)
class Case:
    """One case. `outcome` and `reasons` come from `expect: unknown list_open name_unknown`."""

    file: str
    name: str
    text: str
    profile: dict[str, Any]
    outcome: str
    reasons: frozenset[str]
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether the case is about a trial's verdict and not about a single criterion."""
        return self.outcome in ("eligible", "ineligible", "undetermined")


def _rows(file: str, entry: dict[str, Any], base: dict[str, Any]) -> Iterator[Case]:
    """The cases of an entry: itself, those nested under it, its table of values, its lines of logic."""
    merged = {**base, **{key: value for key, value in entry.items() if key != "profile"}}
    merged["profile"] = {**base.get("profile", {}), **entry.get("profile", {})}
    merged["name"] = ": ".join(part for part in (base.get("name"), entry.get("name")) if part)
    nested, values, logic = (merged.pop(key, None) for key in ("cases", "values", "logic"))
    if logic is not None:
        yield from _logic(file, merged, logic)
    elif nested is not None:
        for one in nested:
            yield from _rows(file, one, merged)
    elif values is not None:
        result = {key: merged.pop(key) for key in ("test", "unit", "date", "range") if key in merged}
        for value, expect in values.items():
            given = [result["test"], value, result.get("unit"), result.get("date", "2025-02-20"), result.get("range")]
            profile = {**merged["profile"], "results": [*merged["profile"].get("results", []), given]}
            yield _case(file, {**merged, "name": f"{merged['name']}: {value}", "profile": profile, "expect": expect})
    else:
        yield _case(file, merged)


def _logic(file: str, merged: dict[str, Any], lines: str) -> Iterator[Case]:
    """`T and U = U` over statements that are true, false and not attested, in both kinds of criteria."""
    profile = {"statements": {"yes": True, "no": False}}
    for line in lines.splitlines():
        rule, _, truth = line.rpartition("=")
        words = [_LOGIC.get(word.strip("(),"), "") for word in rule.split()]
        text = " ".join(
            word.replace(word.strip("(),"), said) if said else word
            for word, said in zip(rule.split(), words, strict=True)
        )
        for kind, outcomes in _TRUTHS.items():
            reason = merged.get("reason", "not_recorded")
            expect = outcomes[truth.strip()] + (f" {reason}" if truth.strip() == "U" else "")
            yield _case(
                file, {"name": f"{merged['name']}: {line} ({kind})", "rule": text, "kind": kind,
                       "profile": profile, "expect": expect},
            )  # fmt: skip


def _case(file: str, entry: dict[str, Any]) -> Case:
    unknown = set(entry) - _KEYS
    assert not unknown, f"{file}: {entry['name']}: no such key: {unknown}"
    outcome, *reasons = str(entry["expect"]).split()
    text = entry.get("trial") or (
        f'trial CASE "a case"\n{entry.get("head", "").strip()}\n\n{entry.get("kind", "inclusion")} 1 "the rule"\n  '
        + entry["rule"].strip().replace("\n", "\n  ")
        + "\n"
    )
    more = {
        key: value for key, value in entry.items() if key not in ("name", "rule", "head", "kind", "trial", "profile")
    }
    return Case(file, entry["name"], text, entry["profile"], outcome, frozenset(reasons), more)


def _cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.yaml")):
        with path.open(encoding="utf-8") as stream:
            for entry in yaml.load(stream, _Loader):
                yield from _rows(path.name, entry, {})


CASES = list(_cases())


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Trial:
    trial, found = compile_text(text)
    assert trial is not None, "the rule doesn't compile:\n" + "\n".join(one.render(text) for one in found)
    assert not found, "the rule has findings:\n" + "\n".join(one.render(text) for one in found)
    return trial


def _profile(given: dict[str, Any]) -> dict[str, Any]:
    """The profile with its id, and each `[test, value, unit, date, [low, high]]` as a result."""
    profile = {"id": "P", **given}
    profile["results"] = [_result(one) for one in profile.get("results", [])]
    return {key: value for key, value in profile.items() if value != []}


def _result(given: list[Any] | dict[str, Any]) -> dict[str, Any]:
    if isinstance(given, dict):
        return given
    test, value, unit, day, limits = [*given, *[None] * (5 - len(given))]
    made = {"test": test, "value": value, "unit": unit, "date": day}
    if limits is not None:
        made["reference_range"] = dict(zip(("low", "high"), limits, strict=True))
    return {key: one for key, one in made.items() if one is not None}


def _screened(case: Case) -> Screening:
    limits = {
        (row["analyte"], row.get("sex", "")): (Fraction(str(row["high"])), None) for row in case.more.get("limits", [])
    }
    return screen(
        _compiled(case.text), patient(Profile.model_validate(_profile(case.profile))),
        date.fromisoformat(case.more.get("as_of", DAY)), cohort=case.more.get("cohort"),
        assume_complete=case.more.get("assume_complete", ()), limits=limits,
    )  # fmt: skip


def _said(one: CriterionOutcome) -> str:
    gaps = "; ".join(f"{gap.reason}: {gap.fact} ({gap.detail})" for gap in one.reasons)
    used = "; ".join(f"{item.fact} {item.value} {item.converted} {item.limit}" for item in one.evidence)
    return f"{one.outcome}; missing [{gaps}]; looked at [{used}]; margin {one.margin!r}, {one.may_change!r}"


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}: {case.name}" for case in CASES])
def test_case(case: Case) -> None:
    made = _screened(case)
    where = f"\n{case.file}: {case.name}\n{case.text}\n{case.profile}\n"
    for text in case.more.get("notes", ()):
        assert any(text in note for note in made.notes), f"{where}no note {text!r}: {made.notes}"
    if "to_obtain" in case.more:
        assert [one.fact for one in made.to_obtain] == case.more["to_obtain"], where
    if "summary" in case.more:
        assert made.summary == case.more["summary"], where
    if case.whole:
        assert made.verdict == case.outcome, where + "\n".join(map(_said, made.criteria))
        for name, verdict in case.more.get("cohorts", {}).items():
            assert made.cohorts[name] == verdict, f"{where}cohort {name}"
        assert set(case.more.get("cohorts", made.cohorts)) == set(made.cohorts), where
        found = {_label(one): one for one in made.criteria}
        for label, expect in case.more.get("criteria", {}).items():
            outcome, *reasons = expect.split()
            assert found[label].outcome == outcome, f"{where}{label}: {_said(found[label])}"
            assert {gap.reason for gap in found[label].reasons} == set(reasons), f"{where}{label}"
        return
    _held(case, made.criteria[0], where)


def _label(one: CriterionOutcome) -> str:
    """`inclusion 1`, with the cohorts of a variant behind it: `inclusion 1 [A,B]`; `(women)` for a guarded one."""
    cohorts = f" [{','.join(one.criterion.cohorts)}]" if one.criterion.cohorts else ""
    return f"{one.criterion.label}{cohorts}{' guarded' if one.criterion.applies is not None else ''}"


def _held(case: Case, one: CriterionOutcome, where: str) -> None:
    said = f"{where}-> {_said(one)}"
    assert one.outcome == case.outcome, f"{where}expected {case.outcome}\n-> {_said(one)}"
    assert {gap.reason for gap in one.reasons} == case.reasons, f"{said}\nexpected {sorted(case.reasons)}"
    for fact in case.more.get("facts", ()):
        assert any(fact in gap.fact for gap in one.reasons), f"{said}\nno gap for {fact!r}"
    for text in case.more.get("assumptions", ()):
        assert any(str(text) in assumed for assumed in one.assumptions), f"{said}\n{text!r}: {one.assumptions}"
    if case.more.get("assumptions") == []:
        assert not one.assumptions, f"{said}\n{one.assumptions}"
    for key in ("margin", "may_change"):
        if key in case.more:
            assert getattr(one, key) == case.more[key], f"{said}\n{key}"
    for text in case.more.get("shown", ()):
        texts = [
            item for used in one.evidence for item in (used.value, used.converted, used.fact, used.limit, *used.notes)
        ]
        assert any(str(text) in item for item in texts), f"{said}\n{text!r} isn't shown: {texts}"


def test_every_reason_has_cases() -> None:
    """Each reason of the closed list at least twice, in rules that name it alone or with others."""
    for reason in Reason.__args__:  # type: ignore[attr-defined]  # a Literal's values
        assert sum(reason in case.reasons for case in CASES if case.file == "unknowns.yaml") >= 2, reason


def test_names_are_unique() -> None:
    names = [(case.file, case.name) for case in CASES]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})
