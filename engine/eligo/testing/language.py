"""Criteria and whole trials as text, over the whole grammar and the names of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from hypothesis import strategies as st

from eligo.compiler import compile_text
from eligo.testing.alterations import markers
from eligo.testing.measures import (
    Text,
    comparisons,
    limits,
    name_of,
    nameable,
    pressures,
    symbolic,
    windows,
)
from eligo.testing.records import counts, lines, names, records, recovered, since
from eligo.testing.values import sometimes
from eligo.vocabulary import concepts
from eligo.vocabulary.test_words import words_of

_TITLES = ("as in the protocol", "Neutrophils, at least 1500 per µL", "see section 5.1", "x")
_SOURCES = ("", "section 5.1, item 3")
_COMMENTS = ("# a remark", "# missing: a grade", "#")


def criteria(kind: str = "inclusion") -> Text:
    """The rule of a criterion of a kind, as it stands in a criteria file. It compiles without a finding.

    >>> from hypothesis import given
    >>> @given(criteria())
    ... def test_every_rule_has_words(rule):
    ...     text = f'trial T "t"\\n\\ninclusion 1 "a"\\n  {rule}\\n'
    ...     assert eligo.compile(text).criteria
    """
    return rules().filter(lambda rule: _compiles(f'trial T "t"\n\n{kind} 1 "x"\n  {rule}\n'))


def trials(most: int = 4) -> Text:
    """The text of a criteria file with up to `most` criteria, cohorts, variants and comments. It compiles.

    >>> from hypothesis import given
    >>> @given(trials())
    ... def test_formatting_keeps_the_meaning(text):
    ...     assert my_reader(text) == my_reader(my_formatter(text))
    """
    return files(most).filter(_compiles)


def _compiles(text: str) -> bool:
    trial, found = compile_text(text)
    return trial is not None and not found


# -- clauses ---------------------------------------------------------------------------------


@st.composite
def _worded(draw: st.DrawFn) -> str:
    """`any HBsAg positive within 6 months`."""
    name = draw(st.sampled_from(names("test", "TEST")))
    words = concepts.table("test")[name].row["words"]
    word = draw(st.sampled_from(words_of(name)))
    parts = [f" {draw(windows(negated=False))}" if draw(sometimes(30)) else ""]
    if draw(sometimes(15)):
        parts.append(draw(st.sampled_from([" on 2 occasions", " on 2 occasions at least 4 weeks apart"])))
    elif draw(sometimes(20)):
        name = f"{draw(st.sampled_from(['any', 'all', 'first']))} {name}"
    if draw(sometimes(20)):
        alike = [one for one in names("test", "TEST") if concepts.table("test")[one].row["words"] == words]
        others = draw(st.lists(st.sampled_from(alike), min_size=1, max_size=3, unique=True))
        joiner = draw(st.sampled_from([" and ", " or "]))
        name = f"{', '.join([name, *others[:-1]])}{joiner}{others[-1]}"
        # `A or B is` leaves open whether one of them is enough.
        return f"{name} {word}{''.join(parts)}"
    behind = "".join(parts if draw(st.booleans()) else parts[::-1])
    return f"{name}{draw(st.sampled_from(['', ' is']))} {word}{behind}"


@lru_cache(maxsize=256)
def facts() -> Text:
    """A clause that looks at facts alone, so that it may be a condition."""
    statements = st.sampled_from(names("statement", "STATEMENT"))
    quoted = st.sampled_from(["knows the way", "of sound mind", "µ and ≤"]).map(lambda text: f'attested "{text}"')
    return st.one_of(
        comparisons(),
        _worded(),
        records(),
        records(),
        since(),
        lines(),
        counts(),
        markers(),
        markers(),
        _findings(),
        pressures() | recovered(),
        st.sampled_from(["female", "male"]),
        statements,
        quoted,
    )


@st.composite
def _findings(draw: st.DrawFn) -> str:
    """`MSI-H`, `HER2-low within 2 years`."""
    window = f" {draw(windows(negated=False))}" if draw(sometimes(20)) else ""
    return f"{draw(st.sampled_from(names('finding', 'FINDING')))}{window}"


@lru_cache(maxsize=256)
def _clauses() -> Text:
    judged = st.sampled_from(["judgment", 'judgment "fit for surgery"', 'unread "adequate reserve"'])
    return st.one_of(facts(), facts(), facts(), judged)


@lru_cache(maxsize=256)
def _expressions(clause: Callable[[], Text]) -> Text:
    """Clauses under `not`, `and`, `or`, `2 of` and parentheses."""

    def larger(inner: Text) -> Text:
        grouped = inner.map(lambda text: f"({text})")
        chain = st.tuples(st.lists(grouped, min_size=2, max_size=3), st.sampled_from([" and ", " or "])).map(
            lambda drawn: drawn[1].join(drawn[0])
        )
        some = st.tuples(
            st.sampled_from(["at least", "at most", "more than", "less than", "exactly"]),
            st.lists(grouped, min_size=3, max_size=3, unique=True),
        ).map(lambda drawn: f"{drawn[0]} 2 of ({', '.join(drawn[1])})")
        return chain | some | grouped.map(lambda text: f"not {text}")

    return st.recursive(clause(), larger, max_leaves=4)


@lru_cache(maxsize=256)
def _group(text: Text) -> Text:
    return text.map(lambda drawn: f"({drawn})")


@st.composite
def _exceptional(draw: st.DrawFn) -> str:
    key = draw(st.sampled_from(nameable()))
    parts = [f"{name_of(key)} {draw(limits(key))}"]
    for number in range(draw(st.integers(1, 2))):
        condition = draw(facts()) if number == 0 else 'attested "another exception"'
        parts.append(f"or {draw(symbolic(key))} if ({condition})")
    return ", ".join(parts)


@lru_cache(maxsize=256)
def rules() -> Text:
    """Whole rules with their exceptions; nearly all of them compile."""
    seen, clauses = _expressions(facts), _expressions(_clauses)
    conditional = st.tuples(_group(seen), _group(clauses), st.none() | _group(clauses)).map(
        lambda drawn: f"if {drawn[0]} then {drawn[1]}" + (f" otherwise {drawn[2]}" if drawn[2] else "")
    )
    only_if = st.tuples(_group(seen), _group(seen)).map(lambda drawn: f"{drawn[0]} only if {drawn[1]}")
    read_as = st.tuples(_group(clauses), _group(clauses)).map(lambda drawn: f"read as {drawn[0]}, or as {drawn[1]}")
    plain = st.one_of(clauses, clauses, clauses, _exceptional(), conditional, only_if, read_as)
    unless = st.tuples(_group(clauses), _group(seen)).map(lambda drawn: f"{drawn[0]}, unless {drawn[1]}")
    return st.one_of(plain, plain, plain, unless)


# -- files -------------------------------------------------------------------------------------


@st.composite
def files(draw: st.DrawFn, most: int = 4) -> str:
    """A criteria file; nearly all of them compile."""
    lines = [f'trial NCT{draw(st.integers(0, 99999999)):08d} "{draw(st.sampled_from(_TITLES))}"']
    if draw(sometimes(30)):
        lines.append('version "2025-01-31"')
    if draw(sometimes(30)):
        lines.append('source "the protocol"')
    chosen: list[tuple[str, ...]] = [(), (), ("A", "B"), ("A", "B", "D")]
    cohorts = draw(st.sampled_from(chosen))
    if cohorts:
        named = [f'{name} "cohort {name}"' for name in cohorts]
        lines.append(f"cohorts {', '.join(named)}{' closed' if draw(sometimes(20)) else ''}")
    if draw(sometimes(15)):
        lines.append("results within 28 days before first dose unless stated")
    if draw(sometimes(15)):
        lines.append("count from consent")
    defined = draw(sometimes(20))
    if defined:
        parameters = ['parameter "limit" 3 x ULN', 'parameter "washout" 28 days']
        rest = ["", f'define "fit" as {draw(rules())}']
        lines += ["", *(parameters + rest if draw(st.booleans()) else [*rest, "", *parameters])]
    for number in range(1, draw(st.integers(1, most)) + 1):
        lines += ["", *_criterion(draw, number, cohorts)]
    if defined:
        lines += ["", 'inclusion 90 "as defined"', '  "fit"', "", 'inclusion 91 "by parameter"', '  ALT <= "limit"']
        lines += ["", 'inclusion 92 "by a length of time"', '  at least "washout" since chemotherapy']
    return "\n".join(lines) + "\n"


def _criterion(draw: st.DrawFn, number: int, cohorts: tuple[str, ...]) -> list[str]:
    kind = draw(st.sampled_from(["inclusion", "exclusion"]))
    scope = draw(st.sampled_from(["", "", "", " for women", " for men", " for women of childbearing potential"]))
    if draw(sometimes(30)) and cohorts:
        scope = f" for {', '.join(cohorts[: draw(st.integers(1, len(cohorts)))])}"
    remark = [draw(st.sampled_from(_COMMENTS))] if draw(sometimes(20)) else []
    lines = [*remark, f'{kind} {number} {scope.strip()} "{draw(st.sampled_from(_TITLES))}"'.replace("  ", " ")]
    source = draw(st.sampled_from(_SOURCES))
    if source:
        lines.append(f'  source "{source}"')
    if draw(sometimes(10)):
        lines.append("  count from randomization")
    lines.append(f"  {draw(rules())}" + (f"  {draw(st.sampled_from(_COMMENTS))}" if draw(sometimes(10)) else ""))
    varied = draw(sometimes(40))
    if varied and cohorts and not scope:
        lines.append(f"  for {cohorts[-1]}: {draw(rules())}")
        if draw(sometimes(20)):
            lines.append(f"  for {cohorts[0]}: {draw(rules())}")
    elif not scope and draw(sometimes(15)):
        whom = draw(st.sampled_from(["women", "patients aged >= 65 years", "women aged < 50 years"]))
        lines.append(f"  for {whom}: {draw(rules())}")
    return lines
