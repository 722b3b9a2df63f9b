"""How names are compared: without case, hyphens, plurals, or the difference between British and American.

`key` gives the form under which a name is filed; `words` cuts a text into the words that keys are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:\+(?!\w))?")
_POSSESSIVE = re.compile(r"['’]s\b")

_BRITISH = (
    ("tumour", "tumor"),
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("labour", "labor"),
    ("oe", "e"),
    ("ae", "e"),
    ("sulph", "sulf"),
    ("isation", "ization"),
    ("programme", "program"),
    ("centre", "center"),
    ("fibre", "fiber"),
    ("enrolment", "enrollment"),
)
_BRITISH_ENDINGS = (("ised", "ized"), ("ising", "izing"))
_PLURALS = {"metastases": "metastasis", "diagnoses": "diagnosis", "carcinomata": "carcinoma"}


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One word in the form in which words are compared. `Tumours` and `tumor` are the same."""
    folded = word.casefold().replace("μ", "u").replace("µ", "u")
    for british, american in _BRITISH:
        if british in folded:
            folded = folded.replace(british, american)
    for british, american in _BRITISH_ENDINGS:
        if folded.endswith(british) and len(folded) > 7:
            folded = folded[: -len(british)] + american
    if folded in _PLURALS:
        return _PLURALS[folded]
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        if folded.endswith("oses") and len(folded) > 6:
            return folded[:-2] + "is"
        if folded.endswith("ies") and len(folded) > 4:
            return folded[:-3] + "y"
        return folded[:-1]
    return folded


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The form under which a name is filed: folded words, single spaces between."""
    return " ".join(fold(match.group()) for match in words(name))


def words(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The words of a text from `start` on: letters and digits; a possessive `'s` is left out."""
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub(lambda found: " " * len(found.group()), text)
    return WORD.finditer(text, start)
