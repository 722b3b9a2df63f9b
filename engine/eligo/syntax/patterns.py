"""How the words of a criteria file look, character by character."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.syntax.words import NUMBER_WORDS
from eligo.vocabulary.analytes import analytes

OPENER = re.compile(
    r"[ \t]*(?:(trial)(?=[ \t]|$)|(version|source|library|include|define|parameter)(?=[ \t]*\")"
    r"|(cohorts)(?=[ \t]+\w)|(results)(?=[ \t]+within\b)|(count)(?=[ \t]+from\b)"
    r"|(inclusion|exclusion)(?=[ \t]+[A-Za-z]?[0-9]|[ \t]*\"|[ \t]*$)|(for)(?=[ \t][^\"\n:#]*:))",
    re.MULTILINE,
)
NUMBER = re.compile(r"[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?|[-−]?[0-9]+(?:\.[0-9]+)?")
NEGATIVE = re.compile(r"[-−][0-9]")
TIMES = re.compile(r"[ \t]*(?:[x×*]|times)?[ \t]*(?:(ULN|LLN)|(?:the[ \t]+)?(baseline|nadir))\b", re.IGNORECASE)
GRADE = re.compile(
    r"(?:NCI[\s-]+)?CTCAE(?:[ ,\t\n]*(?:(?:version|v)?\.?[ \t]*([0-9])(?:\.[0-9]+)?|(any)\s+version))?\s+grade\b"
    r"|(histologic)(?:al)?\s+grade\b|(?:tumou?r|WHO)\s+grade\b",
    re.IGNORECASE,
)
OCCASIONS = re.compile(
    r"on[ \t]+(?:at[ \t]+least[ \t]+)?([0-9]+|two|three)[ \t]+(?:separate[ \t]+|consecutive[ \t]+)?"
    r"(?:occasions|measurements)\b",
    re.IGNORECASE,
)
POINTS = re.compile(r"percentage[ \t-]+points?\b", re.IGNORECASE)
THAN = re.compile(r"[ \t\n]+than\b", re.IGNORECASE)
RANGE = re.compile(r"[ \t]*[-–][ \t]*(?=[0-9IVXA-E])")
STAGE = re.compile(r"(?:0|I{1,3}|IV|V|[1-5])[A-Da-d]?[1-3]?\b")
TNM = re.compile(
    r"[cpy]{0,2}(?:T(?:is|a|[0-4](?:mi|[a-d][1-3]?)?)|N[0-3](?:mi|[a-c])?|M[01][a-c]?)(?:\b|(?=[cpy]{0,2}[NM][0-3]))"
)
TNM_RANGE = re.compile(r"[ \t]*[-–][ \t]*(?=[cpy]{0,2}[TNM])")
AT_SITE = re.compile(r"(?<!\w)(to|of|in|at|on|involving)\s+(?:the\s+)?", re.IGNORECASE)
_PER = r"(?:\s*/[ \t]*|\s+(?:per|an?|each|every)\s+)(day|d|week|wk|cycle)\b|\s+(daily|weekly)\b"
DOSE = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s*(mg/kg|mg/m2|mg/m²|[uµμ]g|mcg|mg|g|cGy|Gy|Grays?|IU)(?![A-Za-z0-9])"
    r"(?![ \t]*/(?![ \t]*(?:day|d|week|wk|cycle)\b))"
    rf"(?:{_PER})?(?:\s+(?:of\s+)?([a-z]+)(?:[\s-]+equivalents?|\s+or\s+(?:an\s+)?equivalent))?"
    rf"(?:{_PER})?",
    re.IGNORECASE,
)
RECOVERED = re.compile(
    r"(not\s+)?(?:recovered|resolved|improved|returned)\s+to\s+"
    r"(?:(?:NCI[\s-]+)?CTCAE[ ,\t\n]*(?:(?:version|v)?\.?[ \t]*([0-9])(?:\.[0-9]+)?|any\s+version)?\s*)?grade\b",
    re.IGNORECASE,
)
COMPARES = re.compile(
    r"\s*(?:[<>=≤≥0-9]|is\b|are\b|of\b|at\s+(?:least|most)|(?:more|less)\s+than|between|within|above|below)",
    re.IGNORECASE,
)
TO = re.compile(r"\s+to\s+", re.IGNORECASE)
COPIES = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ \t\n]+(?:gene[ \t\n]+)?copies\b", re.IGNORECASE)
WITH = re.compile(r"with[ \t\n]+(?=at\s+least|at\s+most|more\s+than|less\s+than|[<>=≤≥])", re.IGNORECASE)
TESTED_BY = re.compile(r"(by|in|on|from)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
ANOTHER = re.compile(r"(?:the\s+|an?\s+)?", re.IGNORECASE)
PRESSURE = re.compile(r"([0-9]{2,3})[ \t]*/[ \t]*([0-9]{2,3})(?:[ \t]*mm[ \t]*Hg|[ \t]*mm\[Hg\])?(?!\w)", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"[ \t\-‐–/'’.*]{0,3}\n?[ \t]*")
POSSESSIVE = re.compile(r"['’]s\b")
# Words that add nothing: a rule asks for what is recorded.
ARTICLE = re.compile(r"(?:the|an?|known|documented)\b(?=[ \t\n])")
CHUNK = re.compile(r"(?!\[[0-9])[^\s\"#,:;()<>=≤≥\]]+")
ID = re.compile(r"\w[\w.\-]*")
BLANK = re.compile(r"[ \t\r\f\u00a0\u2009\u202f]+")


@lru_cache(maxsize=None)
def levels(measure: str) -> re.Pattern[str]:
    """The classes of a scale as a protocol writes them, longest first; Roman numbers and letters to the letter.

    A class that is a number is read as one.
    """
    named = {word for _, spelled in analytes()[measure].levels for word in spelled if not word.isdigit()}
    words = sorted(named, key=lambda word: (-len(word), word))
    loose = [re.escape(word) if len(word) < 4 else f"(?i:{re.escape(word)})" for word in words]
    return re.compile(rf"(?:class[ \t]+|grade[ \t]+|stage[ \t]+)?(?:{'|'.join(loose)})(?![\w+])")


def scale(grade: re.Match[str]) -> str:
    """What a grade without a number of a version is of: whichever version of CTCAE, none told, or the tumor."""
    return "any" if grade.group(2) else "" if "ctcae" in grade.group().casefold() else "histologic"


def counted(number: str) -> str:
    return NUMBER_WORDS.get(number.casefold(), number)


def glued(text: str, end: int) -> int:
    """The end of a word with what is glued to it: `ABC-123/x`."""
    while end < len(text) and (text[end].isalnum() or (text[end] in "-/.'’+" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return end
