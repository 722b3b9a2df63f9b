"""Comparisons as text: durations, windows, limits, which result counts, numbers made of several results."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import assume
from hypothesis import strategies as st

from eligo.testing import values
from eligo.testing.values import sometimes
from eligo.vocabulary.analytes import analytes

Text = st.SearchStrategy[str]

_SYMBOLS = ("<", "<=", ">", ">=")
_WORDS = ("at least", "at most", "more than", "less than", "above", "below", "no more than")
_WHICH = ("any", "all", "lowest", "highest", "first")
_TERMS = ("peripheral neuropathy", "pneumonitis", "diarrhea")
_GRADED = ("anemia", "neutrophil count decreased", "alanine aminotransferase increased", "hypokalemia")


# -- time --------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def durations() -> Text:
    """`28 days`, `1 week`."""
    return st.tuples(
        st.sampled_from([1, 2, 3, 4, 6, 7, 12, 28, 30]), st.sampled_from(["day", "week", "month", "year"])
    ).map(lambda drawn: f"{drawn[0]} {drawn[1]}{'' if drawn[0] == 1 else 's'}")


@lru_cache(maxsize=256)
def anchors() -> Text:
    return st.sampled_from(["first dose", "enrollment", "consent", "randomization"])


_WINDOWS = (
    "within {}", "within {} before @", "in the last {}", "less than {} before @", "within {} before @",
    "within {} after @", "within {} of @", "at least {} before @", "more than {} before @", "less than {} after @",
    "before @", "after @", "since @", "between 1 and 30 days before @", "between 2 days and 3 months before @",
    "between enrollment and @", "within 72 hours before @", "within 24 hours", "in the last {} before @",
    "more than {} after @", "at least {} after @", "between 2 and 6 months after @",
    "between 2 days and 3 months after @",
)  # fmt: skip
_ELIMINATED = (
    "within 5 half-lives before @", "within {} or 5 half-lives before @, whichever is shorter",
    "within {} or 5 half-lives before @, whichever is longer",
)  # fmt: skip


@lru_cache(maxsize=256)
def windows(negated: bool = True, eliminated: bool = False) -> Text:
    """`within 28 days before first dose`; what negates, and half-lives, only where they may stand."""
    forms = [*_WINDOWS]
    if negated:
        forms += ["not within {}", "not within {} before @", "not within {} of @"]
    if eliminated:
        forms += _ELIMINATED
    return st.tuples(st.sampled_from(forms), durations(), anchors()).map(
        lambda drawn: drawn[0].format(drawn[1]).replace("@", drawn[2])
    )


# -- limits ------------------------------------------------------------------------------------


@st.composite
def _classes(draw: st.DrawFn, operator: str, words: list[str]) -> str:
    """Classes of a scale: one and those above it, some of them, from one to another."""
    form = draw(st.integers(0, 3))
    low, high = sorted(draw(st.lists(st.integers(0, len(words) - 1), min_size=2, max_size=2, unique=True)))
    if form == 0:
        some = draw(st.lists(st.sampled_from(words), min_size=1, max_size=4, unique=True))
        return f"is {some[0]}" if len(some) == 1 else f"is {', '.join(some[:-1])} or {some[-1]}"
    if form == 1:
        return f"{draw(st.sampled_from(['', 'is ']))}{words[low]} {draw(st.sampled_from(['or higher', 'or lower']))}"
    return f"is {words[low]} to {words[high]}" if form == 2 else f"{operator} {words[high]}"


@st.composite
def _number(draw: st.DrawFn, key: str) -> str:
    """A threshold of an analyte in its first unit."""
    unit = values.plain_units(key)[0]
    shown = values.in_unit(key, draw(values.thresholds(analytes()[key])), unit)
    assume(shown is not None and "e" not in str(shown))
    return f"{shown} {unit}".strip()


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
    if len(exact) > 1 and draw(sometimes(15)):
        first, second = draw(st.lists(st.sampled_from(exact), min_size=2, max_size=2, unique=True))
        return f"{first} [{second}]"
    return draw(st.sampled_from(exact))


@st.composite
def limits(draw: st.DrawFn, key: str) -> str:
    """A limit of one analyte: a number with its unit, a multiple of a limit of normal or of the baseline."""
    operator = draw(st.sampled_from([*_SYMBOLS, *_WORDS]))
    operator = f"is {operator}" if draw(sometimes(10)) else operator
    analyte = analytes()[key]
    if analyte.levels:
        return draw(_classes(operator, [words[0] for _, words in analyte.levels]))
    if analyte.limits and draw(sometimes(40)):
        if draw(sometimes(30)):
            normal = draw(st.sampled_from(["within normal limits", "outside normal limits"]))
            return f"is {normal}" if draw(st.booleans()) else normal
        if draw(sometimes(15)):
            return f"{operator} {draw(st.sampled_from(['ULN', 'LLN', '2 x ULN']))} + {draw(_number(key))}"
        factor = draw(st.sampled_from(["", "1.5 x ", "2.5 x ", "3 x ", "5 x "]))
        return f"{operator} {factor}{draw(st.sampled_from(['ULN', 'ULN', 'LLN']))}"
    if analyte.unit != "{score}" and draw(sometimes(15)):
        return (
            f"{operator} {draw(st.sampled_from(['0.75', '1.5', '2']))} x {draw(st.sampled_from(['baseline', 'nadir']))}"
        )
    return f"{operator} {draw(_numbers(key))}"


@lru_cache(maxsize=256)
def symbolic(key: str) -> Text:
    """A limit that can stand behind `or` as an exception's."""
    return st.tuples(st.sampled_from(_SYMBOLS), _numbers(key)).map(" ".join)


# -- whole comparisons -------------------------------------------------------------------------


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    """`AST and ALT <= 3 x ULN within 14 days`."""
    window = f" {draw(windows(negated=False))}" if draw(sometimes(25)) else ""
    form = draw(st.integers(0, 7))
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
        some = f"is {', '.join(map(str, numbers[:-1]))} or {numbers[-1]}" if len(numbers) > 1 else f"is {numbers[0]}"
        ends = [f"{numbers[0]}-4", f"is {numbers[0]} to 4", f"is {numbers[0]} or higher", f"{numbers[-1]} or lower"]
        asked = draw(st.sampled_from([some, some, *ends]))
        return f"ECOG {asked}{window}"
    if form == 2:
        return f"{draw(_made())}{window}"
    key = draw(st.sampled_from(nameable()))
    name = name_of(key)
    if form == 3 and not analytes()[key].levels:
        low, high = sorted((draw(values.thresholds(analytes()[key])), draw(values.thresholds(analytes()[key]))))
        unit = values.plain_units(key)[0]
        shown = [values.in_unit(key, end, unit) for end in (low, high)]
        assume(None not in shown and not any("e" in str(end) for end in shown))
        first, last = (f"{end} {unit}".strip() for end in shown)
        return f"{name} {draw(st.sampled_from(['', 'is ']))}between {first} and {last}{window}"
    if form == 4:
        several = draw(
            st.sampled_from(
                [
                    "AST and ALT",
                    "AST, ALT and GGT",
                    "either of AST or ALT",
                    "either of AST, ALT or GGT",
                    "AST or ALT",
                    "AST, ALT, GGT and ALP",
                    "all of AST and ALT",
                    "all of AST",
                ]
            )
        )
        # `AST or ALT is` leaves open whether one of them is enough.
        return f"{several} {draw(limits('ast')).removeprefix('is ')}{window}"
    if form == 5 and draw(sometimes(30)):
        early = draw(st.sampled_from(["within {}", "within {} before @", "in the last {}", "within {} of @"]))
        told = early.format(draw(durations())).replace("@", draw(anchors()))
        twice = draw(st.sampled_from(["", " on 2 occasions", " for at least 2 weeks"]))
        return f"{name} {told} {draw(symbolic(key))}{twice}"
    return draw(_chosen(f"{name} ", draw(limits(key)), window))


@st.composite
def _chosen(draw: st.DrawFn, name: str, limit: str, window: str) -> str:
    """A comparison with the words that say which result counts, sometimes."""
    form = draw(st.integers(0, 5))
    if form == 0 and "normal" not in limit:
        return f"{draw(st.sampled_from(_WHICH))} {name}{limit}{window}"
    if form == 1 and "normal" not in limit:
        apart = draw(st.sampled_from(["", " at least 7 days apart"]))
        parts = [f" on {draw(st.integers(2, 3))} occasions{apart}", window]
        # Either may stand first.
        return f"{name}{limit}{''.join(parts if draw(st.booleans()) else parts[::-1])}"
    if form == 2:
        return f"{name}{limit} for at least {draw(st.sampled_from(['1 day', '2 weeks', '3 months']))}{window}"
    return f"{name}{limit}{window}"


@st.composite
def pressures(draw: st.DrawFn) -> str:
    """`any blood pressure > 140/90 mmHg within 7 days`."""
    which = f"{draw(st.sampled_from(_WHICH))} " if draw(sometimes(20)) else ""
    both = draw(st.sampled_from(["140/90 mmHg", "160/100 mmHg", "90/60 mmHg", "150 / 90 mm Hg"]))
    parts = [f" {draw(windows(negated=False))}" if draw(sometimes(40)) else ""]
    if not which and draw(sometimes(30)):
        parts.append(
            draw(st.sampled_from([" on 2 occasions", " on 2 occasions at least 7 days apart", " for at least 7 days"]))
        )
    operator = draw(st.sampled_from([*_SYMBOLS, *_WORDS]))
    return f"{which}blood pressure {operator} {both}{''.join(parts if draw(st.booleans()) else parts[::-1])}"


@lru_cache(maxsize=1)
def several() -> Text:
    """`at least 2 of (AST, ALT, GGT) > 3 x ULN`."""
    return st.tuples(
        st.sampled_from(["at least", "at most", "more than", "less than", "exactly"]), st.integers(1, 2),
        limits("ast").filter(lambda limit: "normal" not in limit),
        st.sampled_from(["", "", " on 2 occasions", " within 14 days"]),
    ).map(lambda drawn: f"{drawn[0]} {drawn[1]} of (AST, ALT, GGT) {drawn[2]}{drawn[3]}")  # fmt: skip


@lru_cache(maxsize=256)
def _made() -> Text:
    """A number made of several results: a change, a ratio, a difference, a grade; or some of several."""
    return st.one_of(
        st.tuples(
            st.sampled_from(["hemoglobin", "platelets", "creatinine"]),
            st.sampled_from(["increase from baseline", "decrease from baseline", "increase from nadir"]),
            st.sampled_from(_SYMBOLS), st.sampled_from(["10 %", "25 %"]),
        ).map(" ".join),
        st.tuples(st.sampled_from(_SYMBOLS), st.sampled_from(["1.5", "2", "3"])).map(
            lambda drawn: f"ratio of AST to ALP {drawn[0]} {drawn[1]}"
        ),
        st.sampled_from(_SYMBOLS).map(
            lambda op: f"difference of systolic blood pressure and diastolic blood pressure {op} 40 mmHg"
        ),
        st.tuples(
            st.sampled_from(["increase in", "decrease in"]), st.sampled_from(["hemoglobin", "platelets", "creatinine"]),
            st.sampled_from(_SYMBOLS), st.sampled_from(["10 %", "25 %"]),
        ).map(lambda drawn: f"{drawn[0]} {drawn[1]} from baseline {drawn[2]} {drawn[3]}"),
        st.tuples(st.integers(4, 6), st.sampled_from(_GRADED), st.sampled_from(_SYMBOLS), st.integers(1, 3)).map(
            lambda drawn: f"CTCAE v{drawn[0]} grade of {drawn[1]} {drawn[2]} {drawn[3]}"
        ),
        st.tuples(st.sampled_from(_TERMS), st.sampled_from(["<= 1", "is 0 or 1", ">= 2"])).map(
            lambda drawn: f"CTCAE v5 grade of {drawn[0]} {drawn[1]}"
        ),
        several(),
        several(),
    )  # fmt: skip


@lru_cache(maxsize=512)
def name_of(key: str) -> str:
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
    return tuple(key for key in values.measurable() if name_of(key))
