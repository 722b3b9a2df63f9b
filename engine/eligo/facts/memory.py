"""What was understood of earlier patients, kept by its content, for those that say the same.

Everything kept is immutable, and made by the reading that defines the profile (facts.profile,
facts.normalise): it could be dropped at any moment, and is, when it has grown too large.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from eligo.facts import dates
from eligo.facts.dates import Days

# How many numbers, days and entries are kept before all of them are dropped: some 60 MB.
MOST = 60_000
# An entry with more text than this is understood anew each time.
LONGEST = 2_000

Object = dict[str, Any]


class NotPlain(Exception):
    """This profile is for the ordinary reading."""


class Number:
    """A number of a JSON text, the same object for the same text: 1.50 is not 1.5, and neither is 1 true."""

    __slots__ = ("value",)

    def __init__(self, text: str) -> None:
        if len(text) > 40:
            raise NotPlain
        self.value: int | Decimal = Decimal(text) if "." in text or "e" in text or "E" in text else int(text)


class Numbers(dict[str, Number]):
    """Numbers by their text."""

    def __missing__(self, text: str) -> Number:
        made = self[text] = Number(text)
        return made


class Calendar(dict[str | None, Days | None]):
    """Days by their text, and no day for no text. Raises what `dates.parse` does."""

    def __missing__(self, text: str | None) -> Days | None:
        made = self[text] = None if text is None else dates.parse(text)
        return made


def _no_constant(_text: str) -> None:
    raise NotPlain


class Memory:
    """Numbers and days by their text; all else in `known`, by a word for what it is and its content.

    `scan` reads one JSON value from a place of a text, its numbers as `Number`. Raises StopIteration
    or ValueError for what isn't JSON, NotPlain for a number that no reading takes.
    """

    __slots__ = ("days", "known", "numbers", "scan")

    def __init__(self) -> None:
        self.numbers = Numbers()
        self.days = Calendar()
        self.known: dict[tuple[Any, ...], Any] = {}
        number = self.numbers.__getitem__
        decoder: Any = json.JSONDecoder(parse_float=number, parse_int=number, parse_constant=_no_constant)
        self.scan: Callable[[str, int], tuple[Any, int]] = decoder.scan_once

    @property
    def full(self) -> bool:
        return len(self.known) + len(self.numbers) + len(self.days) > MOST

    def understood(self, key: tuple[Any, ...], understand: Callable[..., Any], *matter: object) -> Any:  # noqa: ANN401
        """What is kept under the key, or what `understand` makes of the matter. Raises what that does."""
        found = self.known.get(key)
        if found is None:
            found = understand(*matter)
            if sum(len(part) for part in key if part.__class__ is str) <= LONGEST:
                self.known[key] = found
        return found


_memory = Memory()


def remembered() -> Memory:
    """The memory of this process; an empty one when the old one is full."""
    global _memory
    if _memory.full:
        _memory = Memory()
    return _memory


def strip(entry: Object, unread: frozenset[str]) -> None:
    """Takes the texts out of an entry that nothing reads. Raises NotPlain for what is no text."""
    for name in unread.intersection(entry):
        text = entry.pop(name)
        if text is not None and text.__class__ is not str:
            raise NotPlain


def valued(entry: Object) -> Object:
    """The entry with its numbers as the profile's models take them."""
    return {key: one.value if one.__class__ is Number else one for key, one in entry.items()}
