"""How units are written: one spelling for the many ways of writing the same characters."""

from __future__ import annotations

import re
import unicodedata

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_SIGNS = str.maketrans("μµ×·•∙⋅’∕⁄", "uux****'//")
_PER = re.compile(r"(?<![a-zA-Z])per(?![a-zA-Z])", re.IGNORECASE)
# Ten to a power: 10*9 10^9 10**9 10E9 10(9), with or without a times sign. Where the superscript
# was lost (x109/L) the sign before it and the unit behind it leave one reading.
_POWER = re.compile(r"[xX*]?10(?:(?:\*\*|[*^eE])\(?\+?(\d{1,2})\)?|\((\d{1,2})\))|[xX*]10(3|4|5|6|9|12)(?=[/a-zA-Z{])")
_TIMES = re.compile(r"[xX*](?=\d)")
_RAISED = re.compile(r"(?<=[A-Za-z])(?:\*\*|[*^])(?=-?\d)")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_STOP = re.compile(r"\.(?=/|$)")


def normal(spelling: str) -> str:
    """The spelling with one character for each sign: no blanks, u for micro, 10*9 for ×10⁹, m2 for m².

    Superscripts are read before Unicode compatibility, which would make 109 of 10⁹. Case is kept.
    """
    text = spelling
    if not text.isascii():
        text = _SUPERSCRIPT.sub(lambda found: "^" + found.group().translate(_SUPERSCRIPTS), text)
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    if "e" in text or "E" in text:
        text = _PER.sub("/", text)
    text = "".join(text.split())
    if power := _POWER.match(text):
        text = f"10*{power[1] or power[2] or power[3]}{text[power.end() :]}"
    elif times := _TIMES.match(text):
        text = text[times.end() :]
    if "^" in text or "*" in text:
        text = _RAISED.sub("", text)
    if "," in text:
        text = _COMMA.sub(".", text)
    return _STOP.sub("", text) if "." in text else text
