"""Stages as they are written: Roman or Arabic, with the edition or the word `stage` before them."""

import re

_STAGE = re.compile(
    r"(?:(?:stage|uicc|ajcc|figo)[ .:]*"
    r"(?:\d+(?:st|nd|rd|th)?[ .]*(?:ed(?:ition)?)?[ .:,]+(?=[0-5iv]))?)*"
    r"(0|i{1,3}|iv|v|[1-5])[ ]?([a-d]?)[ ]?([1-3]?)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:yp|yc|p|c)(?=[IV])")
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}


def read_stage(text: str) -> str | None:
    """`IIIA1` for `stage 3a1`, `UICC IIIA1` and the like; None for what isn't a stage group (a TNM, a word)."""
    # Clinical and pathological stages are written with a small letter before the Roman number.
    match = _STAGE.fullmatch(_PREFIX.sub("", text.strip()))
    if match is None:
        return None
    group, letter, number = match.groups()
    return _ROMAN.get(group, group.upper()) + letter.upper() + number
