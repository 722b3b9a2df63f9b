"""The line on which a value of a JSON text stands. Used only when something is wrong with that value."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_SPACE = re.compile(r"[ \t\r\n]*")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, counted from 1, of the value at a path of keys and indices; of the last part that is there."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    for part in path:
        try:
            found = _key(text, at, part, decoder) if isinstance(part, str) else _item(text, at, part, decoder)
        except json.JSONDecodeError:
            found = None
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _key(text: str, at: int, wanted: str, decoder: json.JSONDecoder) -> int | None:
    """The place of a key's value inside the object that starts here."""
    if text[at : at + 1] != "{":
        return None
    at = _skip(text, at + 1)
    while text[at : at + 1] == '"':
        name, at = decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == wanted:
            return at
        at = _skip(text, decoder.raw_decode(text, at)[1])
        at = _skip(text, at + 1) if text[at : at + 1] == "," else at
    return None


def _item(text: str, at: int, wanted: int, decoder: json.JSONDecoder) -> int | None:
    """The place of an item of the list that starts here."""
    if text[at : at + 1] != "[":
        return None
    at = _skip(text, at + 1)
    for _ in range(wanted):
        at = _skip(text, decoder.raw_decode(text, at)[1])
        at = _skip(text, at + 1)
    return at
