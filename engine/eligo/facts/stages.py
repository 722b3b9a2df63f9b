"""Stages as they are written: Roman or Arabic, the edition or `stage` before them, a TNM in brackets behind."""

import re

_LEAD = re.compile(
    r"^(?:(?:stage|uicc|ajcc|figo|tnm|[4-9](?:th)?(?: ed(?:ition|\.)?)?)[ .:,]+)+(?=[0-5iv])", re.IGNORECASE
)
_BEHIND = re.compile(r"[ ,]*[(\[].*[)\]]$")
_PREFIX = re.compile(r"^(?:yp|yc|p|c)(?=[IV])")
_GROUP = re.compile(r"(0|i{1,3}|iv|v|[1-5]) ?([a-d]?) ?([1-3]?)", re.IGNORECASE)
_RANGE = re.compile(r"(i{1,3}|iv|[1-4]) ?[a-d] ?[-/–] ?[a-d]", re.IGNORECASE)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}


def read_stage(text: str) -> str | None:
    """`IIIA1` for `stage 3a1`, `UICC IIIA1`, `IIIA1 (cT3N1M0)`; `III` for `IIIA-C`; None for what is no stage group."""
    # Clinical and pathological stages are written with a small letter before the Roman number.
    bare = _PREFIX.sub("", _BEHIND.sub("", _LEAD.sub("", text.strip())))
    if several := _RANGE.fullmatch(bare):
        return _roman(several.group(1))
    match = _GROUP.fullmatch(bare)
    if match is None:
        return None
    group, letter, number = match.groups()
    return _roman(group) + letter.upper() + number


def _roman(group: str) -> str:
    return _ROMAN.get(group, group.upper())
