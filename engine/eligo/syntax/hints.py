"""What an author most likely meant by words that don't fit: help for the mistakes that are often made."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from eligo.syntax import patterns
from eligo.vocabulary import concepts

_BEFORE = ("TRAIT", "STATUS", "STAGE_VALUE", "TNM_VALUE", "CONFIRMED", "INTENT", "HISTORY_OF", "OTHER")
_JOINERS = ("AND", "OR", "AND_NAME", "OR_NAME", "COMMA")
_NAMES = ("CONDITION", "THERAPY", "UNKNOWN")
_LISTS = {
    "INDICATION": "for", "RELATED_TO": "related to", "COMBINED_WITH": "combined with", "SITE": "to the",
}  # fmt: skip
_RANKED = ("AS_THE_ONLY", "AS_THE_LATEST", "AS_THE_FIRST")
_OPERATORS = ("LE", "GE", "LT", "GT", "EQ", "AT_LEAST", "AT_MOST", "MORE_THAN", "LESS_THAN", "BETWEEN")
_MARKERS = ("MARKER", "GENE", "ALTERATION")
_DOSES = "doses are in mg, g, ug, IU, mg/kg, mg/m2, Gy or cGy, with /day, /week or /cycle behind them"
# Words of protocols that no phrase has, and what says the same.
WORDS = {
    "uncontrolled": "write `active` for what isn't under control, or a limit: `blood pressure > 160/100 mmHg`",
    "adequately": 'leave it out, or make it `judgment "adequately treated"`: a record doesn\'t say what is adequate',
}


def hint(token: Token, before: Sequence[Token], after: Sequence[Token]) -> str:
    """A way out for a word that doesn't fit; empty where none is known. `token` may be the end of the rule."""
    last = before[-1] if before else Token("", "")
    if token.type == "$END":
        return _unfinished(before)
    if token.type in _JOINERS and last.type in _BEFORE:
        return _joined(token, last, after)
    if token.type in ("AND_NAME", "OR_NAME") and len(before) > 1 and before[-2].type in _RANKED:
        word, following = str(token), after[0] if after else "..."
        return f"one name can stand there; for two rules write `(... {before[-2]} {last}) {word} {following}`"
    if token.type in ("AND", "AND_NAME"):
        return _both(before)
    if last.type == "INDICATION":
        if token.type in (*_OPERATORS, "NUMBER"):
            return "a length of time is `for at least 3 months`"
        if token.type in ("TRAIT", "STAGE"):
            return "write the condition alone, and a setting behind it: `for breast cancer in the metastatic setting`"
    if last.type == "GRADE" and token.type in ("UNKNOWN", "LEVEL"):
        return "write the grade as a number: `histologic grade 3 breast cancer`"
    if last.type in ("STAGE", "TNM"):
        if last.type == "STAGE" and patterns.TNM.fullmatch(str(token)):
            return f"write `TNM {token}`"
        if token.type in _OPERATORS:
            return "write `or higher` or `or lower` behind it: `stage IIB or higher breast cancer`"
    if token.type in ("STABLE", "NOT_STABLE"):
        return "write it behind the name: `brain metastases stable for at least 28 days`"
    if token.type == "NUMBER" and last.type in _OPERATORS:
        return _DOSES
    if last.type == "DOSE" and token.type == "UNKNOWN":
        return "write the dose of a whole day, in mg, mg/kg or mg/m2: 10 mg twice a day is `20 mg/day`"
    if last.type == "UNKNOWN" and patterns.TNM.match(str(last)):
        return f"write `TNM {last}`"
    if last.type in ("DURING", "ON_OR_AFTER", "AFTER") and token.type == "ANCHOR":
        return "a progression is of a treatment: write `progression on or after chemotherapy`"
    if last.casefold() in WORDS:
        return WORDS[last.casefold()]
    if token.type == "TRAIT" and last.type in _NAMES:
        return f"it stands before the name: `{token} {last}`; what it was treated with: `prior radiotherapy for {last}`"
    if last.type == "UNKNOWN" and token.type in ("TEST", "MEASURE") and concepts.lookup("word", str(last)):
        return f"write the answer behind the test: `{token} {last}`"
    if token.type == "UNKNOWN" and last.type == "CONDITION" and token.casefold() == "grade":
        return f"write the grade before the name: `CTCAE v5 grade >= 2 {last}`"
    if last.casefold().endswith("treated with"):
        return f"write `prior {token}`"
    if last.type == "GENE" and token.type in ("WORD", "$END"):
        return f"say what of it: `{last} mutation`, `{last} amplification`; a protein is a test of its own"
    if last.type in _MARKERS and token.type in ("CONDITION", "TRAIT", "STAGE"):
        return f"write two rules: `{token} and {last}`"
    if token.type in _MARKERS and last.type in ("CONDITION", "THERAPY"):
        return f"write two rules: `{last} and {token}`"
    if token.type == "FINDING" and last.type == "NO":
        return f"write `not {token}`"
    if token.type == "FINDING" and last.type in ("MEASURE", "TEST"):
        return "write the answer alone: it names its test"
    if token.type == "TO":
        return _to(last)
    if token.type in ("SETTING", "INDICATION", "SITE") and "PRIOR_LINES_OF" in [one.type for one in before[-3:]]:
        return "lines are counted of a therapy: what they were for can't be asked of them"
    if token.type == "CYCLES_OF" and last.type == "PRIOR":
        return "leave `prior` out: cycles that were given are counted"
    return ""


def _to(last: Token) -> str:
    """`refractory to chemotherapy`, `response to chemotherapy`, `intolerance to chemotherapy`."""
    word = last.casefold()
    if word == "refractory":
        return "say what it did: `progression on or after chemotherapy`, or `no objective response to chemotherapy`"
    if word == "response":
        return "name the response: `objective response to chemotherapy`"
    return "write `chemotherapy not tolerated`" if "intoleran" in word else ""


def _joined(token: Token, last: Token, after: Sequence[Token]) -> str:
    """`symptomatic and untreated brain metastases`, `active or untreated ...`, `symptomatic or brain metastases`."""
    following = after[0] if after else Token("", "")
    name = next((str(one) for one in after if one.type in _NAMES), "...")
    if following.type == "STABLE":
        return f"write it behind the name: `{last} {name} stable for at least 28 days`"
    if following.type in _NAMES:
        return f"`{last}` says something of a name: put it right before that name"
    if token.type in ("AND", "AND_NAME", "COMMA") and following.type == "TRAIT":
        return f"for both write `{last} {following} {name}`; for one of them, two rules joined by `or`"
    return f"write two rules: `({last} {name}) or ({following} {name})`"


def _both(before: Sequence[Token]) -> str:
    """`related to radiotherapy and chemotherapy`: a list behind such a word is of alternatives."""
    lead = next((one for one in reversed(before) if one.type in _LISTS), None)
    if lead is None or len(before) < 2:
        return ""
    word = _LISTS[lead.type]
    return f"names behind `{word}` are joined by `or`; for both, write `{word}` before each, or two rules"


def _unfinished(before: Sequence[Token]) -> str:
    kinds = [one.type for one in before]
    if kinds[-1:] == ["PROGRESSION"] and "STOPPED" in kinds:
        return "write two rules: `(nivolumab stopped for toxicity) or (nivolumab stopped for progression)`"
    if "PROGRESSION" in kinds[-6:]:
        return "say on which treatment: `progression on or after chemotherapy`, `progression within 6 months after ...`"
    if kinds[-1:] == ["RESPONSE"]:
        return "say to which treatment: `partial response to chemotherapy`"
    if kinds[-1:] in (["STABLE"], ["NOT_STABLE"]):
        return "say for how long: `stable for at least 28 days`"
    return ""
