"""Criteria and whole trials as text, over the whole grammar and the names of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from hypothesis import assume
from hypothesis import strategies as st

from eligo.compiler import compile_text
from eligo.testing import values
from eligo.testing.values import sometimes
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes

Text = st.SearchStrategy[str]

_SYMBOLS = ("<", "<=", ">", ">=")
_WORDS = ("at least", "at most", "more than", "less than", "above", "below", "no more than")
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


# -- time --------------------------------------------------------------------------------------


def durations() -> Text:
    """`28 days`, `1 week`."""
    return st.tuples(
        st.sampled_from([1, 2, 3, 4, 6, 7, 12, 28, 30]), st.sampled_from(["day", "week", "month", "year"])
    ).map(lambda drawn: f"{drawn[0]} {drawn[1]}{'' if drawn[0] == 1 else 's'}")


def _anchors() -> Text:
    return st.sampled_from(["first dose", "enrollment", "consent", "randomization"])


def windows(negated: bool = True) -> Text:
    """`within 28 days before first dose`; the form that negates only where it may stand."""
    forms = ["within {}", "within {} before @", "in the last {}", "less than {} before @"]
    if negated:
        forms += ["not within {}", "not within {} before @"]
    return st.tuples(st.sampled_from(forms), durations(), _anchors()).map(
        lambda drawn: drawn[0].format(drawn[1]).replace("@", drawn[2])
    )


# -- clauses -----------------------------------------------------------------------------------


@st.composite
def _numbers(draw: st.DrawFn, key: str) -> str:
    """A threshold of an analyte with a unit, inside the band in which protocols set it."""
    value = draw(values.thresholds(analytes()[key]))
    exact = [
        f"{shown} {unit}".strip()
        for unit in values.plain_units(key)
        if (shown := values.in_unit(key, value, unit)) is not None and "e" not in str(shown)
    ]
    assume(exact)
    return draw(st.sampled_from(exact))


@st.composite
def _limits(draw: st.DrawFn, key: str) -> str:
    """A limit of one analyte: a number with its unit, or a multiple of a limit of normal."""
    operator = draw(st.sampled_from([*_SYMBOLS, *_WORDS]))
    if analytes()[key].limits and draw(sometimes(40)):
        factor = draw(st.sampled_from(["", "1.5 x ", "2.5 x ", "3 x ", "5 x "]))
        return f"{operator} {factor}{draw(st.sampled_from(['ULN', 'ULN', 'LLN']))}"
    return f"{operator} {draw(_numbers(key))}"


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    """`AST and ALT <= 3 x ULN within 14 days`."""
    window = f" {draw(windows(negated=False))}" if draw(sometimes(25)) else ""
    form = draw(st.integers(0, 5))
    if form == 0:
        ages = sorted(draw(st.tuples(st.integers(16, 40), st.integers(41, 90))))
        return draw(
            st.sampled_from(
                [
                    f"age >= {ages[0]} years",
                    f"age between {ages[0]} years and {ages[1]} years",
                    f"age < {ages[1]} years",
                ]
            )
        )
    if form == 1:
        numbers = sorted(set(draw(st.lists(st.integers(0, 4), min_size=1, max_size=3))))
        return f"ECOG is {' or '.join(map(str, numbers))}{window}"
    key = draw(st.sampled_from(nameable()))
    name = _name(key)
    if form == 2:
        low, high = sorted((draw(values.thresholds(analytes()[key])), draw(values.thresholds(analytes()[key]))))
        unit = values.plain_units(key)[0]
        ends = [values.in_unit(key, end, unit) for end in (low, high)]
        assume(None not in ends and not any("e" in str(end) for end in ends))
        return f"{name} between {f'{ends[0]} {unit}'.strip()} and {f'{ends[1]} {unit}'.strip()}{window}"
    if form == 3:
        several = draw(
            st.sampled_from(
                ["AST and ALT", "AST or ALT", "AST, ALT and GGT", "either of AST or ALT", "all of AST and ALT"]
            )
        )
        return f"{several} {draw(_limits('ast'))}{window}"
    return f"{name} {draw(_limits(key))}{window}"


@lru_cache(maxsize=512)
def _name(key: str) -> str:
    """A spelling of an analyte that the lexer reads as a measure."""
    from eligo.syntax.lexer import read

    analyte = analytes()[key]
    for spelling in (analyte.name, *analyte.exact, *analyte.spellings):
        if [token.type for token in read(f"x {spelling}").tokens[1:]] == ["MEASURE"]:
            return spelling
    return ""


@lru_cache(maxsize=1)
def nameable() -> tuple[str, ...]:
    """The analytes that a rule can name and set a limit for."""
    return tuple(key for key in values.measurable() if _name(key))


@st.composite
def _records(draw: st.DrawFn) -> str:
    """A condition, a therapy or a medicine with what may stand around it."""
    absent = "no " if draw(sometimes(25)) else ""
    window = f" {draw(windows())}" if draw(sometimes(40)) else ""
    if draw(st.booleans()):
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
                ]
            )
        )
        if lead.startswith("family"):
            some = ""
        excepted = (
            f" except {', '.join(draw(st.lists(_conditions(), min_size=1, max_size=2)))}" if draw(sometimes(20)) else ""
        )
        return f"{absent}{lead}{some}{draw(_joined(_conditions()))}{excepted}{window}"
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
    if draw(st.booleans()):
        return f"{lead} {draw(durations())} since {name}"
    return f"{lead} {draw(durations())} from {name} to {draw(_anchors())}"


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
    """Clauses under `not`, `and`, `or` and parentheses."""

    def larger(inner: Text) -> Text:
        grouped = inner.map(lambda text: f"({text})")
        chain = st.tuples(st.lists(grouped, min_size=2, max_size=3), st.sampled_from([" and ", " or "])).map(
            lambda drawn: drawn[1].join(drawn[0])
        )
        return chain | grouped.map(lambda text: f"not {text}")

    return st.recursive(clause(), larger, max_leaves=4)


def _group(text: Text) -> Text:
    return text.map(lambda drawn: f"({drawn})")


@st.composite
def _exceptional(draw: st.DrawFn) -> str:
    key = draw(st.sampled_from(nameable()))
    parts = [f"{_name(key)} {draw(_limits(key))}"]
    for number in range(draw(st.integers(1, 2))):
        condition = draw(_facts()) if number == 0 else 'attested "another exception"'
        parts.append(f"or {draw(_symbolic(key))} if ({condition})")
    return ", ".join(parts)


@st.composite
def _symbolic(draw: st.DrawFn, key: str) -> str:
    return f"{draw(st.sampled_from(_SYMBOLS))} {draw(_numbers(key))}"


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
    for number in range(1, draw(st.integers(1, most)) + 1):
        lines += ["", *_criterion(draw, number, cohorts)]
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
        lines.append(f"  for women: {draw(rules())}")
    return lines
