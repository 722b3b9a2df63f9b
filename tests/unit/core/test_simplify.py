"""Every rewrite keeps the truth under every assignment of true, false and unknown; none can be missing or idle."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.core.codec import plain
from eligo.core.nodes import Among, And, Attested, Choose, Compare, Constant, Expr, Not, Or, Readings, Span
from eligo.core.simplify import REWRITES, same, simplify
from eligo.core.walking import walk
from eligo.evaluate.interpreter import evaluate
from eligo.evaluate.trace import Truth
from eligo.evaluate.view import View
from eligo.testing.profiles import read
from strategies import REFERENCE, RULES, one_rule

MOST = settings().max_examples
HERE = Span(0, 1)
a, b, c, d = (Attested(name, Span(at, at + 1)) for at, name in enumerate("abcd"))
TRUE, FALSE = Constant(True, HERE), Constant(False, HERE)


def both(*items: Expr) -> Expr:
    return And(items, HERE)


def either(*items: Expr) -> Expr:
    return Or(items, HERE)


def no(item: Expr) -> Expr:
    return Not(item, HERE)


def count(op: str, number: int, *items: Expr) -> Expr:
    return Among(op, number, items, HERE)


def choose(*parts: Expr) -> Expr:
    """Conditions and values in turn, and what holds otherwise."""
    return Choose(tuple(zip(parts[:-1:2], parts[1::2], strict=True)), parts[-1], HERE)


def read_as(*items: Expr) -> Expr:
    return Readings(items, HERE)


CASES: dict[str, list[tuple[Expr, Expr]]] = {
    "flatten": [
        (both(a, both(b, c), d), both(a, b, c, d)),
        (either(either(a, b), either(c, d)), either(a, b, c, d)),
        (read_as(a, read_as(b, c)), read_as(a, b, c)),
        (both(a, both()), both(a)),
    ],
    "drop_repeated": [
        (both(a, b, a), both(a, b)),
        (either(a, a), either(a)),
        (read_as(a, b, b), read_as(a, b)),
        (both(either(a, b), either(b, a)), both(either(a, b))),
        (either(choose(a, b, c, d, a), choose(c, d, a, b, a)), either(choose(a, b, c, d, a))),
        (both(count(">=", 2, a, b, c), count(">=", 2, c, b, a)), both(count(">=", 2, a, b, c))),
        (both(no(a), Not(a, Span(5, 9))), both(no(a))),
    ],
    "fold_constants": [
        (both(a, TRUE, b), both(a, b)),
        (both(a, FALSE), FALSE),
        (both(TRUE, TRUE), TRUE),
        (both(), TRUE),
        (either(a, FALSE, b), either(a, b)),
        (either(a, TRUE), TRUE),
        (either(FALSE), FALSE),
        (either(), FALSE),
    ],
    "absorb": [
        (both(a, either(a, b)), both(a)),
        (both(either(b, a), c, a), both(c, a)),
        (both(either(a, b), either(c, b, a)), both(either(a, b))),
        (either(a, both(a, b)), either(a)),
        (either(both(a, b, c), both(c, a), d), either(both(c, a), d)),
        (both(no(a), either(no(a), b)), both(no(a))),
    ],
    "unwrap_single": [(both(a), a), (either(a), a), (read_as(a), a)],
    "negate_twice": [(no(no(a)), a)],
    "negate_constant": [(no(TRUE), FALSE), (no(FALSE), TRUE)],
    "count_from_below": [
        (count(">", 1, a, b, c), count(">=", 2, a, b, c)),
        (count("<", 2, a, b, c), no(count(">=", 2, a, b, c))),
        (count("<=", 0, a, b, c), no(count(">=", 1, a, b, c))),
        (count("<=", 2, a, b, c), no(count(">=", 3, a, b, c))),
        (count("<", 2, a, a, b), no(count(">=", 2, a, a, b))),
    ],
    "count_constants": [
        (count(">=", 2, a, TRUE, b), count(">=", 1, a, b)),
        (count(">=", 2, a, FALSE, b, c), count(">=", 2, a, b, c)),
        (count("=", 1, TRUE, a, b), count("=", 0, a, b)),
        (count("<=", 1, TRUE, FALSE, a, b), count("<=", 0, a, b)),
        (count("<", 1, TRUE, TRUE, a), count("<", -1, a)),
    ],
    "count_trivially": [
        (count(">=", 1, a, b, c), either(a, b, c)),
        (count(">=", 3, a, b, c), both(a, b, c)),
        (count(">=", 0, a, b), TRUE),
        (count(">=", -1, a, b), TRUE),
        (count(">=", 0), TRUE),
        (count(">=", 3, a, b), FALSE),
        (count("=", 0, a, b, c), no(either(a, b, c))),
        (count("=", 3, a, b, c), both(a, b, c)),
        (count("=", 3, a, b), FALSE),
        (count("=", -1, a, b), FALSE),
        (count(">=", 1, a), both(a)),
    ],
    "drop_impossible_cases": [
        (choose(FALSE, a, b), b),
        (choose(FALSE, a, c, b, d), choose(c, b, d)),
    ],
    "settle_sure_cases": [
        (choose(TRUE, a, b), a),
        (choose(TRUE, a, TRUE, b, c), read_as(a, b)),
        (choose(TRUE, a, c, b, d), choose(TRUE, a, c, b, a)),
    ],
    "join_cases": [
        (choose(a, b, c, b, d), choose(either(a, c), b, d)),
        (choose(a, b, b, c, c, b, d), choose(either(a, c), b, b, c, d)),
    ],
    "choose_equal": [
        (choose(a, b, b), b),
        (choose(a, b, c, b, b), b),
        (choose(c, either(a, b), either(b, a)), either(b, a)),
    ],
    "choose_by_negation": [(choose(no(a), b, c), choose(a, c, b))],
    "choose_constants": [
        (choose(a, TRUE, b), either(a, b)),
        (choose(a, FALSE, b), both(no(a), b)),
        (choose(a, b, TRUE), either(no(a), b)),
        (choose(a, b, FALSE), both(a, b)),
    ],
}

# Two-valued logic would rewrite these; an open fact must stay open.
STAY = [
    both(a, no(a)),
    either(a, no(a)),
    either(b, both(a, no(a))),
    both(a, either(no(a), b)),
    choose(a, a, b),
    choose(a, b, a),
    choose(a, b, c, d, d),
    choose(a, b, a, c, d),
    count(">=", 2, a, a, b),
    count("=", 1, a, b),
    read_as(a, no(a)),
    read_as(a, TRUE),
    no(both(a, b)),
]


@lru_cache(maxsize=512)
def _view(assigned: tuple[tuple[str, bool | None], ...]) -> View:
    said = {name: value for name, value in assigned if value is not None}
    return View(read({"id": "P", "reference_date": REFERENCE.isoformat(), "statements": said}), REFERENCE)


def truths(expr: Expr, leaves: tuple[str, ...]) -> list[Truth]:
    """The truth under each assignment of true, false and unknown to the leaves."""
    every = product((True, False, None), repeat=len(leaves))
    return [evaluate(expr, _view(tuple(zip(leaves, values, strict=True)))).truth for values in every]


def leaves_of(expr: Expr) -> tuple[str, ...]:
    return tuple(sorted({one.statement for one in walk(expr) if isinstance(one, Attested)}))


def keeps(before: Expr, after: Expr) -> bool:
    leaves = leaves_of(before)
    return set(leaves_of(after)) <= set(leaves) and truths(before, leaves) == truths(after, leaves)


def size(expr: Expr) -> int:
    return sum(1 for _ in walk(expr))


BY_NAME = {rewrite.__name__: rewrite for rewrite in REWRITES}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [(name, *case) for name, several in CASES.items() for case in several],
    ids=[f"{name} {at}" for name, several in CASES.items() for at in range(1, len(several) + 1)],
)
def test_a_rewrite(name, before, after):
    made = BY_NAME[name](before)
    assert plain(made, places=False) == plain(after, places=False)
    assert keeps(before, made)
    assert keeps(before, simplify(before))


def test_every_rewrite_has_a_case_that_it_fires_in():
    assert list(CASES) == [rewrite.__name__ for rewrite in REWRITES]
    for rewrite in REWRITES:
        assert any(rewrite(before) != before for before, _ in CASES[rewrite.__name__]), rewrite.__name__


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda one: one.__name__)
def test_no_rewrite_is_done_by_the_others(rewrite):
    """Without it some expression stays as it is, or comes out otherwise."""
    others = [one for one in REWRITES if one is not rewrite]
    assert any(simplify(before, others) != simplify(before) for before, _ in CASES[rewrite.__name__])


@pytest.mark.parametrize("expr", STAY, ids=lambda one: f"{type(one).__name__}")
def test_what_two_values_would_allow_stays(expr):
    assert simplify(expr) == expr


def test_inside_first_and_again_until_nothing_changes():
    deep = either(no(no(both(a, both(TRUE, b)))), count(">", 0, both(b, a), FALSE))
    assert plain(simplify(deep), places=False) == plain(both(a, b), places=False)
    assert simplify(choose(no(FALSE), count("<=", 0, a, b), c)) == no(either(a, b))
    assert simplify(choose(a, TRUE, either(b, a))) == either(a, b)


def test_the_first_of_equal_items_keeps_its_place():
    late = Attested("a", Span(7, 9))
    assert simplify(both(a, late)) == a
    assert same(a, late) and not same(a, b)


def trees() -> st.SearchStrategy[Expr]:
    """Logic over three leaves and the constants, with as many repetitions as chance has it."""
    leaf = st.sampled_from([a, b, c, a, b, c, TRUE, FALSE])

    def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        items = st.lists(inner, max_size=4).map(tuple)
        cases = st.lists(st.tuples(inner, inner), min_size=1, max_size=3).map(tuple)
        return st.one_of(
            items.map(lambda some: And(some, HERE)),
            items.map(lambda some: Or(some, HERE)),
            inner.map(no),
            st.builds(Among, st.sampled_from(["<", "<=", ">", ">=", "="]), st.integers(-1, 5), items, st.just(HERE)),
            st.builds(Choose, cases, inner, st.just(HERE)),
            st.lists(inner, min_size=1, max_size=3).map(lambda some: Readings(tuple(some), HERE)),
        )

    return st.recursive(leaf, grown, max_leaves=14)


@settings(max_examples=MOST * 8)
@given(trees())
def test_the_truth_is_kept(expr):
    made = simplify(expr)
    assert keeps(expr, made)
    assert simplify(made) == made
    assert simplify(expr) == made


@settings(max_examples=MOST * 8)
@given(trees(), st.sampled_from(REWRITES))
def test_the_truth_is_kept_without_any_one_rewrite(expr, left_out):
    assert keeps(expr, simplify(expr, [one for one in REWRITES if one is not left_out]))


@pytest.mark.parametrize("rule", RULES)
def test_real_rules_never_grow(rule):
    for criterion in one_rule(rule).criteria:
        made = simplify(criterion.rule)
        assert size(made) <= size(criterion.rule)
        compared = {one for one in walk(criterion.rule) if isinstance(one, Compare)}
        assert {one for one in walk(made) if isinstance(one, Compare)} <= compared
