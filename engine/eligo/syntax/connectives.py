"""Which `and`, which `or`, which comma: told by the words on either side.

`and` between two names of a kind joins names; `or` before a comparison adds an exception's limit;
before a number, another number; otherwise they join rules. A comma before a connective is style.
"""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token

from eligo.diagnostics import Diagnostic

_NAMES = (
    "MEASURE", "TEST", "CONDITION", "THERAPY", "TRAIT", "INTENT", "STAGE_VALUE", "TNM_VALUE", "SITE", "RESPONSE",
    "PURPOSE", "NEED", "MARKED",
)  # fmt: skip
_MARKERS = ("MARKER", "GENE", "ALTERATION")
_VALUES = ("NUMBER", "LEVEL")
_LENGTHS = ("TIMEUNIT", "HALF_LIVES")
_GOES_ON = ("SINCE", "FROM", "BEFORE")  # of `at least 4 weeks or 5 half-lives, whichever is longer, since ...`
_OPENERS = ("INCLUSION", "EXCLUSION", "DEFINE", "PARAMETER", "INCLUDE", "LIBRARY")
_OPERATORS = ("LE", "GE", "LT", "GT", "EQ", "AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "BETWEEN")
_QUANTIFIERS = ("AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "EXACTLY")
_SOFT = (
    "OR_LIMIT",
    "OR_AS",
    "OR",
    "AND",
    "UNLESS",
    "ONLY_IF",
    "COUNTING",
    "OTHERWISE",
    "THEN",
    "OR_NAME",
    "AND_NAME",
    "OR_PURPOSE",
)
_JOINING = ("OR_NAME", "AND_NAME", "OR_PURPOSE")
_PURPOSES = ("CONDITION", "PURPOSE")
_DEEPEST = 100
_QUALIFIERS = (
    "TRAIT", "STAGE", "STAGE_VALUE", "TNM", "TNM_VALUE", "GRADE", "CONFIRMED", "INTENT", "OR_HIGHER", "OR_LOWER", "TO",
    *_OPERATORS, "NUMBER", "OR", "COMMA",
)  # fmt: skip
_OF_EXCEPTED = (
    *_NAMES, *_MARKERS, *_QUALIFIERS, "UNKNOWN", "RELATED_TO", "INDICATION", "SETTING", "STOPPED", "ALONE", "DOSE",
    "REQUIRING",
)  # fmt: skip


def settle(tokens: list[Token], diagnostics: list[Diagnostic]) -> list[Token]:
    """The tokens with their connectives told apart and decorative commas left out."""
    out: list[Token] = []
    between = False
    excepting = False
    parens: list[bool] = []  # the open parentheses, and whether each lists the parts of `2 of (...)`
    for at, token in enumerate(tokens):
        kind = token.type
        if kind == "BETWEEN":
            between = True
        elif kind in ("AND", "OR"):
            kind = _connective(tokens, at, between)
            between = between and kind != "AND_VALUE"
            if kind in ("OR", "AND") and excepting and _excepted(tokens, at):
                kind = f"{kind}_NAME"
            if excepting and kind in ("OR_NAME", "AND_NAME") and _of_a_purpose(out, tokens, at):
                kind = "OR_PURPOSE"
        elif kind in _OPENERS or kind == "COLON":
            between = False
            parens = []
        elif kind == "LPAR":
            parens.append(bool(out) and out[-1].type == "OF")
        elif kind == "RPAR" and parens:
            parens.pop()
        elif kind == "COMMA" and out and out[-1].type == "WHICHEVER" and _kind(tokens, at + 1) in _GOES_ON:
            continue
        elif kind == "COMMA" and parens and parens[-1] and _kind(tokens, at + 1) != "COUNTING":
            kind = "SEP"
        elif kind == "COMMA" and excepting and _of_a_purpose(out, tokens, at):
            kind = "OR_PURPOSE"
        elif kind == "AT_LEAST" and out and out[-1].type == "OCCASIONS" and _kind(tokens, at + 3) == "APART":
            kind = "SPACED"
        elif kind == "WHICHEVER":
            _behind_lengths(out, token)
            continue
        elif kind == "AS" and out and out[-1].type == "OR":
            out[-1] = Token("OR_AS", out[-1].value, out[-1].start_pos, end_pos=token.end_pos)
            if len(out) > 1 and out[-2].type == "COMMA":
                del out[-2]
            continue
        excepting = kind == "EXCEPT" or (excepting and (kind in _OF_EXCEPTED or kind in _JOINING))
        if kind in _SOFT and out and out[-1].type == "COMMA":
            out.pop()
        out.append(token if kind == token.type else Token(kind, token.value, token.start_pos, end_pos=token.end_pos))
    return _bounded(out, diagnostics)


def _kind(tokens: list[Token], at: int) -> str:
    return tokens[at].type if at < len(tokens) else ""


def _behind_lengths(out: list[Token], token: Token) -> None:
    """`whichever is shorter` belongs behind the two lengths of time, wherever the sentence ends with it."""
    if out and out[-1].type in ("COMMA", "SEP"):
        out.pop()
    if out:
        # The words before it reach to its end: what a reader is shown of the rule must hold it.
        last = out[-1]
        out[-1] = Token(last.type, last.value, last.start_pos, end_pos=token.end_pos)
    for at in range(len(out) - 1, max(-1, len(out) - 8), -1):
        if out[at].type in _LENGTHS:
            out.insert(at + 1, token)
            return
    out.append(token)


def _connective(tokens: list[Token], at: int, between: bool) -> str:
    kind = tokens[at].type
    behind = at - 2 if at > 1 and tokens[at - 1].type == "COMMA" else at - 1
    before = tokens[behind].type if behind >= 0 else ""
    after = [token.type for token in tokens[at + 1 : at + 5]] + [""] * 4
    if kind == "AND" and between and after[0] in (*_VALUES, "ULN", "LLN", "ANCHOR", "STRING"):
        return "AND_VALUE"
    if kind == "OR" and before in _LENGTHS and after[0] == "NUMBER" and after[1] in _LENGTHS:
        return "OR_LENGTH"
    if kind == "OR" and after[0] in _OPERATORS and not _starts_rule(after):
        return "OR_LIMIT"
    if kind == "OR" and after[0] in _VALUES and before in _VALUES:
        return "OR_VALUE"
    markers = before in _MARKERS and after[0] in _MARKERS
    markers = markers or (kind == "OR" and before == after[0] == "TESTED_BY")
    same = markers or (before == after[0] and before in _NAMES) or {before, after[0]} == {"PURPOSE", "CONDITION"}
    unknown = "UNKNOWN" in (before, after[0]) and {before, after[0]} <= {*_NAMES, "UNKNOWN"}
    return f"{kind}_NAME" if same or unknown else kind


def _excepted(tokens: list[Token], at: int) -> bool:
    """Whether `or` in a list behind `except` goes on with it: qualified names, as in `or stage I thyroid cancer`."""
    after = at + 1
    while _kind(tokens, after) in _QUALIFIERS:
        after += 1
    return after > at + 1 and _kind(tokens, after) in ("CONDITION", "THERAPY")


def _of_a_purpose(out: list[Token], tokens: list[Token], joining: int) -> bool:
    """Whether a connective stands between two things that an excepted treatment is for: no condition can be excepted
    beside a treatment."""
    if _kind(tokens, joining + 1) not in _PURPOSES:
        return False
    at = len(out) - 1 - (bool(out) and out[-1].type == "COMMA")
    while at > 1 and out[at].type in (*_PURPOSES, "UNKNOWN") and out[at - 1].type == "OR_PURPOSE":
        at -= 2
    if at < 2 or out[at].type not in (*_PURPOSES, "UNKNOWN") or out[at - 1].type != "INDICATION":
        return False
    return next((one.type for one in reversed(out[: at - 1]) if one.type in ("CONDITION", "THERAPY")), "") == "THERAPY"


def _starts_rule(after: list[str]) -> bool:
    """Whether a comparison word opens a rule of its own: `at least 4 weeks since ...`."""
    if after[0] not in _QUANTIFIERS or after[1] != "NUMBER":
        return False
    return after[2] in ("PRIOR_LINES_OF", "OF", "CYCLES_OF", "EPISODES_OF", "PRIOR") or (
        after[2] in _LENGTHS and after[3] in ("SINCE", "FROM", "OR", "WHICHEVER")
    )


def _bounded(tokens: list[Token], diagnostics: list[Diagnostic]) -> list[Token]:
    """The tokens without the criteria that nest deeper than anyone means to."""
    out: list[Token] = []
    depth = nots = begin = 0
    dropping = False
    for token in tokens:
        if token.type in _OPENERS:
            depth, nots, begin, dropping = 0, 0, len(out), False
        elif token.type == "LPAR":
            depth += 1
        elif token.type == "RPAR":
            depth -= 1
        nots = nots + 1 if token.type == "NOT" else 0 if token.type != "LPAR" else nots
        if depth + nots > _DEEPEST and not dropping:
            dropping = True
            start, end = token.start_pos or 0, token.end_pos or 0
            diagnostics.append(
                Diagnostic(
                    "S004",
                    f"more than {_DEEPEST} parentheses or `not` inside each other",
                    start,
                    end,
                    "split the criterion",
                )
            )
            del out[begin:]
        if not dropping:
            out.append(token)
    return out


def openers(tokens: list[Token]) -> Iterator[int]:
    """The indices at which a criterion, or another part of the file after its header, begins."""
    started = False
    for at, token in enumerate(tokens):
        if token.type in _OPENERS and (started or token.type != "LIBRARY"):
            yield at
        started = True
