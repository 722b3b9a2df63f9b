"""The ways in which a rule comes out, held to what the interpreter says of every patient of a small world."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from eligo.core.nodes import Attested, Trial
from eligo.examine.literals import Way
from eligo.examine.running import run
from eligo.examine.wanted import failing, passing
from strategies import one_rule

NAMES = ("a", "b", "c", "d")


def rules() -> st.SearchStrategy[str]:
    leaf = st.sampled_from([f'attested "{name}"' for name in NAMES])

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        grouped = inner.map(lambda text: f"({text})")
        several = st.lists(grouped, min_size=2, max_size=3)
        counted = st.tuples(
            st.sampled_from(["at least", "at most", "exactly"]),
            st.integers(1, 2),
            st.lists(grouped, min_size=3, max_size=3, unique_by=lambda text: text.translate({40: None, 41: None})),
        )
        return st.one_of(
            several.map(" and ".join),
            several.map(" or ".join),
            grouped.map(lambda text: f"not {text}"),
            counted.map(lambda drawn: f"{drawn[0]} {drawn[1]} of {', '.join(drawn[2]).join('()')}"),
        )

    inner = st.recursive(leaf, larger, max_leaves=4)
    grouped = inner.map(lambda text: f"({text})")
    return st.one_of(
        inner,
        st.tuples(grouped, grouped, grouped).map(lambda d: f"if {d[0]} then {d[1]} otherwise {d[2]}"),
        st.tuples(grouped, grouped).map(lambda d: f"{d[0]} unless {d[1]}"),
        st.tuples(grouped, grouped).map(lambda d: f"{d[0]} only if {d[1]}"),
        st.tuples(grouped, grouped).map(lambda d: f"read as {d[0]}, or as {d[1]}"),
    )


def fits(way: Way, said: dict[str, bool]) -> bool:
    """Whether a patient of whom this is said is one of a way's."""
    return all(isinstance(one.expr, Attested) and said[one.expr.statement] == one.wanted for one in way)


@given(rules(), st.sampled_from(["inclusion", "exclusion"]))
def test_the_ways_are_those_of_the_interpreter(rule: str, kind: str) -> None:
    trial: Trial = one_rule(rule, kind)
    (criterion,) = trial.criteria
    passed, failed = passing(criterion), failing(criterion)
    for answers in product((True, False), repeat=len(NAMES)):
        said = dict(zip(NAMES, answers, strict=True))
        profile = {"id": "P", "reference_date": "2025-06-16", "statements": said}
        (outcome,) = run(trial, [criterion], profile)
        found = (any(fits(way, said) for way in passed), any(fits(way, said) for way in failed))
        assert found == (outcome.outcome == "pass", outcome.outcome == "fail")
