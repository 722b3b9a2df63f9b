"""Core expressions built by hand, and the patients to ask them of: what the language may not say yet."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from eligo.core.nodes import LATEST, Compare, Concept, Has, Limit, Measure, Op, Point, Span, Which, Window, Worded
from eligo.evaluate.interpreter import evaluate
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Trace
from eligo.evaluate.view import View
from eligo.testing.profiles import read
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes

HERE = Span(0, 1)
TODAY = date(2025, 3, 1)


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def before(days: int, anchor: str | None = None) -> Window:
    """`within so many days before` an anchor."""
    return Window(Point(anchor, -days, "day"), Point(anchor, 0, "day"), f"within {days} days")


def limit(value: str | int, unit: str = "", **options: Any) -> Limit:
    made = {"add": Fraction(value), "factor": Fraction(0), "of": None, "text": f"{value} {unit}".strip()} | options
    return Limit(unit=unit, scale=Fraction(1), offset=Fraction(0), basis="", **made)


def times(factor: str, of: str) -> Limit:
    return limit(0, of, add=Fraction(0), factor=Fraction(factor), of=of, text=f"{factor} x {of}")


def value(
    key: str, op: Op, *limits: Limit, window: Window | None = None, which: Which = LATEST, **options: Any
) -> Compare:
    measure = Measure(analytes()[key].name, (key,), (), analytes()[key].unit, **options)
    return Compare(measure, op, limits, window, HERE, which)


def word(test: str, answer: str, window: Window | None = None, which: Which = LATEST) -> Worded:
    return Worded(test, answer, window, HERE, "", which)


def concept(kind: str, name: str) -> Concept:
    known = concepts.table(kind)[name]
    return Concept(known.name, frozenset(concepts.ancestors(kind, name)), event="event" in known.row.get("kind", ""))


def treated(name: str, window: Window | None = None, **options: Any) -> Has:
    made: dict[str, Any] = {"tense": "ever", "statuses": (), "where": (), "other": False} | options
    return Has("therapies", (concept("therapy", name),), (), window=window, span=HERE, **made)


def ill(name: str, window: Window | None = None, **options: Any) -> Has:
    made: dict[str, Any] = {"tense": "now", "statuses": ("active", "controlled"), "where": (), "other": False} | options
    return Has("conditions", (concept("condition", name),), (), window=window, span=HERE, **made)


def ask(expr: Any, as_of: date = TODAY, assumed: frozenset[str] = frozenset(), **profile: Any) -> Trace:
    """The expression for a patient whose lists are these; `complete` names the closed ones."""
    whole = {"id": "P-1", "birth_date": "1960-05-05", "sex": "female", "reference_date": TODAY.isoformat(), **profile}
    return evaluate(expr, View(read(whole), as_of, assumed))


def results(test: str, unit: str, *pairs: tuple[Any, Any], **more: Any) -> list[dict[str, Any]]:
    """Results of one test, as (value, date); a date that is a number is so many days ago, None no date."""
    made = []
    for shown, day in pairs:
        entry = {"test": test, "value": shown, **({"unit": unit} if unit else {}), **more}
        if day is not None:
            entry["date"] = ago(day) if isinstance(day, int) else day
        made.append(entry)
    return made


def reasons(trace: Trace) -> list[str]:
    return [gap.reason for gap in trace.gaps]


CLOSED = {"complete": ["results"]}
MONTH, TWO_MONTHS = before(30), before(60)


def anc(
    which: Which, *pairs: tuple[Any, Any], op: Any = ">=", bound: str = "1", window: Any = MONTH, **profile: Any
) -> Trace:
    """A neutrophil count against a limit, whichever results count, for a patient with these pairs of results."""
    rule = value("anc", op, limit(bound), window=window, which=which)
    made = ask(rule, results=results("ANC", "10*9/L", *pairs), **profile)
    assert made.expr == rule and made.truth in (TRUE, FALSE, UNKNOWN)
    assert (made.truth is UNKNOWN) == bool(made.gaps)
    return made


def missing(made: Trace) -> list[tuple[str, str, str]]:
    return [(gap.fact, gap.reason, gap.obtain) for gap in made.gaps]


def looked_at(made: Trace) -> list[str]:
    return [proof.value.removesuffix(" 10*9/L") for proof in made.evidence]
