"""Changes of a protein as they are written, by HGVS and otherwise, and their plain form in one-letter code."""

from __future__ import annotations

import re
from functools import lru_cache

_THREE = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E", "Gly": "G", "His": "H",
    "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F", "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W",
    "Tyr": "Y", "Val": "V", "Ter": "*",
}  # fmt: skip
_AMINO = "(?:" + "|".join(_THREE) + "|[ACDEFGHIKLMNPQRSTVWY])"
_SITE = rf"{_AMINO}\d{{1,4}}"
_CHANGE = rf"""(?P<outer>\()?(?:p\.\ ?)?(?P<inner>\()?(?P<change>
    {_SITE}(?:
        {_AMINO}?fs(?:(?:\*|X|Ter)\d*)?
      | (?:[_ ]{_SITE})?\ ?(?:delins|del|dup|ins|>)(?:{_AMINO}|\*)*\d*
      | {_AMINO} | \* | X
    )?
  | (?:delins|del|dup|ins)\ ?{_SITE}(?:[_ ]{_SITE})?
)(?(inner)\)?)(?(outer)\)?)(?![A-Za-z0-9_])"""


@lru_cache(maxsize=2)
def change_pattern(any_case: bool) -> re.Pattern[str]:
    """What finds a change, as its group `change`."""
    return re.compile(_CHANGE, re.VERBOSE | re.IGNORECASE if any_case else re.VERBOSE)


def one_letter(change: str) -> str:
    """A protein change in one-letter code, in its plain form: `Gly12Cys` is `G12C`, `R213Qfs*4` is `R213fs`."""
    words = re.split(r"(?i)(delins|del|dup|ins|fs)", change)
    text = "".join(word.lower() if index % 2 else _letters(word) for index, word in enumerate(words)).replace(
        ">", "delins"
    )
    text = re.sub(r"^(delins|del|dup|ins)_?([A-Z]\d.*)$", r"\2\1", text.replace(" ", "_").replace("_del", "del"))
    text = re.sub(r"_(dup|ins)", r"\1", text)
    if frame := re.fullmatch(r"([A-Z]\d+)[A-Z*]?fs.*", text):
        return f"{frame[1]}fs"
    return re.sub(r"(del|dup)(?!ins)[A-Z\d]*$", r"\1", text)


def _letters(word: str) -> str:
    for three, one in _THREE.items():
        word = re.sub(three, one, word, flags=re.IGNORECASE)
    return word.upper()
