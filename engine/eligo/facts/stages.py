"""Stages as they are written: Roman or Arabic, the edition or `stage` before them, a TNM in brackets behind.

And a TNM itself: `cT3 N1 M0`, `pT2N0`, `ypT0 N0`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

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


_TNM = re.compile(
    r"(?:Pn[0-1xX]|G[1-4xX]|LV?I?[0-2xX]|V[0-2xX]|R[0-2xX]|S[0-3xX]"
    r"|[cpyramu]{0,3}(?P<part>[TNM])(?P<value>[iI][sS]|[0-4][a-d]?[1-3]?(?:mi)?|[aXx+]))"
    r"(?:\((?:[a-zA-Z]{1,4}[+-]?|[1-9][0-9]?)\))*"
)
_EDITION = re.compile(r"^(?:(?:uicc|ajcc|tnm|[4-9](?:th)?(?: ed(?:ition|\.)?)?)[ .:,]*)+(?=[cpyramuT])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;/]+")
_LONGEST = 100


@lru_cache(maxsize=8192)
def read_tnm(text: str) -> tuple[Mapping[str, str], str]:
    """({"T": "T3", "N": "N1b", "M": "M0"}, what isn't understood). The prefixes c, p, y are dropped; TX says nothing.

    What is said twice and differently, or isn't understood, stands behind a `?`.
    """
    found: dict[str, str] = {}
    text = " ".join(text.split())[:_LONGEST]
    rest, at = _EDITION.sub("", text if text != text.casefold() else text.upper()), 0
    while at < len(rest):
        if gap := _BETWEEN.match(rest, at):
            at = gap.end()
            continue
        match = _TNM.match(rest, at)
        if match is None or (match.end() < len(rest) and rest[match.end()] in "-–/"):
            # `T1-2` may be either of them.
            return dict.fromkeys("TNM", f"?{text}"), text
        at = match.end()
        part = (match["part"] or "").upper()
        value = part + (match["value"] or "").lower()
        if not part or value[1:] == "x":
            continue
        if found.setdefault(part, value) != value:
            found[part] = f"?{found[part].lstrip('?')} and {value}"
    odd = [value[1:] for value in found.values() if value.startswith("?")]
    if found.get("N") == "N+":
        # Some lymph node: which of N1 to N3 isn't told.
        found["N"] = "?N+"
    return found, " and ".join(odd)
