"""Truth is no bool; the codec; what changes the digest and what doesn't."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eligo.compiler import compile_text
from eligo.core import codec
from eligo.core.nodes import Choose, Constant, Span, Trial
from eligo.core.walking import children, walk
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Gap, Trace, merged, truth
from eligo.versions import digest

TEXT = """trial T "a trial"
cohorts A "first", B "second"

inclusion 1 "neutrophils"
  ANC >= 1500 /uL within 28 days
  for B: ANC >= 1000 /uL

exclusion 1 "judged"
  hypertension and judgment "NYHA II or above"
"""


def compiled(text: str) -> Trial:
    trial, found = compile_text(text)
    assert trial is not None, found
    return trial


@pytest.mark.parametrize("value", [TRUE, FALSE, UNKNOWN])
def test_a_truth_is_no_bool(value):
    with pytest.raises(TypeError, match="compare it with `is`"):
        bool(value)
    with pytest.raises(TypeError):
        assert not value


def test_truths():
    assert truth(True) is TRUE and truth(False) is FALSE
    assert [one.definite for one in (TRUE, FALSE, UNKNOWN)] == [True, True, False]


def test_merged_gaps_are_there_once_and_in_order():
    first, second = Gap("a", "undated", "", "ask"), Gap("b", "list_open", "", "chart")
    assert merged([[first, second], [first]]) == (first, second)


def test_a_trace_walks_its_parts():
    leaf = Trace(Constant(True, Span(0, 1)), TRUE)
    assert list(Trace(Constant(True, Span(0, 1)), TRUE, parts=(leaf, leaf)).walk())[1:] == [leaf, leaf]


def test_children_in_the_order_of_the_text():
    one, two, three = (Constant(True, Span(at, at)) for at in range(3))
    choose = Choose(((one, two),), three, Span(0, 3))
    assert children(choose) == (one, two, three)
    assert list(walk(choose)) == [choose, one, two, three]
    assert children(one) == ()


def test_fractions_and_sets_come_back():
    for value in (Fraction(1, 3), Fraction(-5), frozenset({"b", "a"}), frozenset(), (1, "x", None, True), ()):
        assert codec.restore(codec.plain(value)) == value


def test_what_the_codec_refuses():
    with pytest.raises(TypeError):
        codec.plain(1.5)
    with pytest.raises(TypeError):
        codec.load('"text"')
    with pytest.raises(KeyError):
        codec.restore({"_": "Nonsense"})


def test_the_digest_is_stable():
    assert digest(compiled(TEXT)) == digest(compiled(TEXT))
    assert len(digest(compiled(TEXT))) == 64


@pytest.mark.parametrize(
    "change",
    [
        ("\n\n", "\n\n\n\n"),
        ("  ANC >= 1500", "  # a remark\n  ANC >= 1500"),
        ("28 days", "28  days"),
        (">= 1500 /uL", "at least 1500 /uL"),
        ("1500 /uL", "1500 /µL"),
        ("ANC >= 1500", "absolute neutrophil count >= 1500"),
    ],
)
def test_layout_keeps_the_digest(change):
    other = TEXT.replace(*change)
    assert other != TEXT
    assert digest(compiled(other)) == digest(compiled(TEXT))


@pytest.mark.parametrize(
    "change",
    [
        (">= 1500", "> 1500"),
        ("1500", "1501"),
        ("1000 /uL", "1000.5 /uL"),
        ("within 28 days", "within 27 days"),
        ("within 28 days", ""),
        ("for B", "for A"),
        ("exclusion 1", "inclusion 2"),
        ('B "second"', 'B "second" closed'),
        ("hypertension", "history of hypertension"),
        ("hypertension", "heart failure"),
        ("NYHA II or above", "NYHA IV"),
    ],
)
def test_meaning_changes_the_digest(change):
    other = TEXT.replace(*change)
    assert other != TEXT
    assert digest(compiled(other)) != digest(compiled(TEXT))


def test_a_table_changes_the_digest():
    trial = compiled(TEXT)
    assert codec.digest(trial, {"tables": "1"}) != codec.digest(trial, {"tables": "2"})
