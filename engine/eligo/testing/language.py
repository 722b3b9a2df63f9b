"""Criteria and whole trials as text, over the whole grammar and the names of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from hypothesis import strategies as st

from eligo.compiler import compile_text
from eligo.testing.measures import Text, anchors, comparisons, durations, limits, name_of, nameable, symbolic, windows
from eligo.testing.values import sometimes
from eligo.vocabulary import concepts

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


# -- names that mean one thing only ------------------------------------------------------------


@lru_cache(maxsize=8)
def names(kind: str, terminal: str) -> tuple[str, ...]:
    """The canonical names of a kind that the lexer reads as one word of that kind, wherever they stand."""
    from eligo.syntax.lexer import read

    def alone(name: str) -> bool:
        tokens = read(f"x {name}").tokens[1:]
        return [token.type for token in tokens] == [terminal] and not read(name).diagnostics

    return tuple(name for name in concepts.table(kind) if alone(name))


def _conditions() -> Text:
    return st.sampled_from(names("condition", "CONDITION"))


def _therapies() -> Text:
    return st.sampled_from(names("therapy", "THERAPY"))


@st.composite
def _records(draw: st.DrawFn) -> str:
    """A condition, a therapy or a medicine with what may stand around it."""
    absent = "no " if draw(sometimes(25)) else ""
    therapy = draw(st.booleans())
    window = f" {draw(windows(eliminated=therapy))}" if draw(sometimes(40)) else ""
    if not therapy:
        lead = draw(st.sampled_from(["", "", "history of ", "other ", "family history of ", "active ", "controlled "]))
        if lead in ("active ", "controlled ", "family history of "):
            window = ""
        some = draw(
            st.sampled_from(
                [
                    "",
                    "",
                    "histologically confirmed ",
                    "metastatic ",
                    "locally advanced or metastatic ",
                    "stage IV ",
                    "stage III or IV ",
                    "CTCAE v5 grade >= 2 ",
                    "CTCAE v4 grade 3 or 4 ",
                ]
            )
        )
        if lead.startswith("family"):
            some = ""
        lasting = " for at least 3 months" if not (absent or window or lead.strip()) and draw(sometimes(15)) else ""
        excepted = (
            f" except {', '.join(draw(st.lists(_conditions(), min_size=1, max_size=2)))}" if draw(sometimes(20)) else ""
        )
        return f"{absent}{lead}{some}{draw(_joined(_conditions()))}{excepted}{window}{lasting}"
    intent = draw(st.sampled_from(["", "", "palliative ", "neoadjuvant or adjuvant "]))
    lead = draw(st.sampled_from(["prior ", "current "] if not window else ["", "prior "]))
    return f"{absent}{lead}{intent}{draw(_joined(_therapies()))}{window}"


def _joined(name: Text) -> Text:
    """One name, mostly; or a few, joined by one connective."""
    several = st.tuples(st.lists(name, min_size=2, max_size=3, unique=True), st.sampled_from(["and", "or"]))
    return name | several.map(lambda drawn: f"{', '.join(drawn[0][:-1])} {drawn[1]} {drawn[0][-1]}")


@st.composite
def _since(draw: st.DrawFn) -> str:
    lead = draw(st.sampled_from(["at least", "more than", "less than"]))
    name = draw(_therapies())
    if draw(sometimes(15)):
        return (
            f"{lead} 4 weeks or 5 half-lives since {name}, whichever is {draw(st.sampled_from(['shorter', 'longer']))}"
        )
    if draw(st.booleans()):
        return f"{lead} {draw(durations())} since {name}"
    return f"{lead} {draw(durations())} from {name} to {draw(anchors())}"


@st.composite
def _lines(draw: st.DrawFn) -> str:
    counting = ""
    if draw(sometimes(40)):
        word = draw(st.sampled_from(["less than", "within"]))
        counting = (
            f", counting neoadjuvant or adjuvant therapy only if progression {word} {draw(durations())} after its end"
        )
    if draw(sometimes(20)):
        return f"no prior lines of systemic therapy{counting}"
    lead = draw(st.sampled_from(["at least", "at most", "more than", "less than", "exactly"]))
    therapy = draw(st.sampled_from(["systemic therapy", "chemotherapy"]))
    return f"{lead} {draw(st.integers(1, 5))} prior lines of {therapy}{counting}"


@st.composite
def _worded(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(names("test", "TEST")))
    word = draw(st.sampled_from(concepts.parts(concepts.table("test")[name].row["words"])))
    window = f" {draw(windows(negated=False))}" if draw(sometimes(30)) else ""
    return f"{name}{draw(st.sampled_from(['', ' is']))} {word}{window}"


def _facts() -> Text:
    """A clause that looks at facts alone, so that it may be a condition."""
    statements = st.sampled_from(names("statement", "STATEMENT"))
    quoted = st.sampled_from(["knows the way", "of sound mind", "µ and ≤"]).map(lambda text: f'attested "{text}"')
    return st.one_of(
        comparisons(),
        _worded(),
        _records(),
        _since(),
        _lines(),
        st.sampled_from(["female", "male"]),
        statements,
        quoted,
    )


def _clauses() -> Text:
    judged = st.sampled_from(["judgment", 'judgment "fit for surgery"', 'unread "adequate reserve"'])
    return st.one_of(_facts(), _facts(), _facts(), judged)


def _expressions(clause: Callable[[], Text]) -> Text:
    """Clauses under `not`, `and`, `or`, `2 of` and parentheses."""

    def larger(inner: Text) -> Text:
        grouped = inner.map(lambda text: f"({text})")
        chain = st.tuples(st.lists(grouped, min_size=2, max_size=3), st.sampled_from([" and ", " or "])).map(
            lambda drawn: drawn[1].join(drawn[0])
        )
        some = st.tuples(
            st.sampled_from(["at least", "at most"]), st.lists(grouped, min_size=3, max_size=3, unique=True)
        ).map(lambda drawn: f"{drawn[0]} 2 of ({', '.join(drawn[1])})")
        return chain | some | grouped.map(lambda text: f"not {text}")

    return st.recursive(clause(), larger, max_leaves=4)


def _group(text: Text) -> Text:
    return text.map(lambda drawn: f"({drawn})")


@st.composite
def _exceptional(draw: st.DrawFn) -> str:
    key = draw(st.sampled_from(nameable()))
    parts = [f"{name_of(key)} {draw(limits(key))}"]
    for number in range(draw(st.integers(1, 2))):
        condition = draw(_facts()) if number == 0 else 'attested "another exception"'
        parts.append(f"or {draw(symbolic(key))} if ({condition})")
    return ", ".join(parts)


def rules() -> Text:
    """Whole rules with their exceptions; nearly all of them compile."""
    facts, clauses = _expressions(_facts), _expressions(_clauses)
    conditional = st.tuples(_group(facts), _group(clauses), st.none() | _group(clauses)).map(
        lambda drawn: f"if {drawn[0]} then {drawn[1]}" + (f" otherwise {drawn[2]}" if drawn[2] else "")
    )
    only_if = st.tuples(_group(facts), _group(facts)).map(lambda drawn: f"{drawn[0]} only if {drawn[1]}")
    read_as = st.tuples(_group(clauses), _group(clauses)).map(lambda drawn: f"read as {drawn[0]}, or as {drawn[1]}")
    plain = st.one_of(clauses, clauses, clauses, _exceptional(), conditional, only_if, read_as)
    unless = st.tuples(_group(clauses), _group(facts)).map(lambda drawn: f"{drawn[0]}, unless {drawn[1]}")
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
        lines += ["", 'parameter "limit" 3 x ULN', "", f'define "fit" as {draw(rules())}']
    for number in range(1, draw(st.integers(1, most)) + 1):
        lines += ["", *_criterion(draw, number, cohorts)]
    if defined:
        lines += ["", 'inclusion 90 "as defined"', '  "fit"', "", 'inclusion 91 "by parameter"', '  ALT <= "limit"']
    return "\n".join(lines) + "\n"


def _criterion(draw: st.DrawFn, number: int, cohorts: tuple[str, ...]) -> list[str]:
    kind = draw(st.sampled_from(["inclusion", "exclusion"]))
    scope = draw(st.sampled_from(["", "", "", " for women", " for men", " for women of childbearing potential"]))
    if draw(sometimes(30)) and cohorts:
        scope = f" for {cohorts[0]}"
    remark = [draw(st.sampled_from(_COMMENTS))] if draw(sometimes(20)) else []
    lines = [*remark, f'{kind} {number} {scope.strip()} "{draw(st.sampled_from(_TITLES))}"'.replace("  ", " ")]
    source = draw(st.sampled_from(_SOURCES))
    if source:
        lines.append(f'  source "{source}"')
    lines.append(f"  {draw(rules())}" + (f"  {draw(st.sampled_from(_COMMENTS))}" if draw(sometimes(10)) else ""))
    varied = draw(sometimes(40))
    if varied and cohorts and not scope:
        lines.append(f"  for {cohorts[-1]}: {draw(rules())}")
    elif not scope and draw(sometimes(15)):
        whom = draw(st.sampled_from(["women", "patients aged >= 65 years", "women aged < 50 years"]))
        lines.append(f"  for {whom}: {draw(rules())}")
    return lines
