"""Stages and TNM categories: lists, `or higher`, `or lower`, and from one to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eligo.core.nodes import Span
from eligo.resolve.context import Context, Unresolved

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
_MAIN = ("0", "I", "II", "III", "IV", "V")
_LETTERS, _DIGITS = ("A", "B", "C", "D"), ("1", "2", "3")
_SUBS = ("mi", "a", "b", "c", "d")  # of a category; mi is the smallest
_CATEGORIES = {"T": ("T0", "Ta", "Tis", "T1", "T2", "T3", "T4"), "N": ("N0", "N1", "N2", "N3"), "M": ("M0", "M1")}

Key = tuple[int, int, int]


def roman(stage: str) -> str:
    """The stage with its Roman number: IIIA for 3a."""
    return _ROMAN.get(stage[0], stage[0].upper()) + stage[1:].upper()


def stages(values: tuple[str, ...], span: Span, context: Context) -> tuple[str, ...]:
    """The stages that are asked for; a stage holds its substages. Notes L005 and raises Unresolved for an empty one."""
    named = tuple(roman(value) for value in values if not _word(value))
    found = _ranged(values, named, _upward(stage_key), span, context)
    return named if found is None else tuple(_between(*found))


def stage_key(stage: str) -> Key:
    """Where a stage stands; a substage that isn't named is 0."""
    main = max((one for one in _MAIN if stage.startswith(one)), key=len)
    rest = stage[len(main) :]
    letter = _LETTERS.index(rest[0]) + 1 if rest else 0
    return _MAIN.index(main), letter, int(rest[1]) if len(rest) > 1 else 0


def _upward(key_of: Callable[[str], Key]) -> Callable[[str], tuple[Key, Key]]:
    """The first and the last of what a stage holds."""

    def ends(stage: str) -> tuple[Key, Key]:
        main, letter, digit = key_of(stage)
        return (main, letter, digit), (main, letter or 9, digit or 9)

    return ends


def _between(low: Key, high: Key) -> Iterator[str]:
    """The widest stages that lie whole between two."""
    for number, main in enumerate(_MAIN):
        if low <= (number, 0, 0) and (number, 9, 9) <= high:
            yield main
            continue
        for at, letter in enumerate(_LETTERS, 1):
            if low <= (number, at, 0) and (number, at, 9) <= high:
                yield main + letter
                continue
            for digit in _DIGITS:
                if low <= (number, at, int(digit)) <= high:
                    yield main + letter + digit


def tnm(values: tuple[str, ...], span: Span, context: Context) -> list[tuple[str, tuple[str, ...]]]:
    """The categories that are asked for, by their letter, without the prefix that says how they were found."""
    named = tuple(value.lstrip("cpy") for value in values if not _word(value))
    letters = tuple(dict.fromkeys(value[0] for value in named))
    if len(letters) > 1 and any(map(_word, values)):
        context.wrong("L004", "a range of two different categories", span, "write them one after the other")
        raise Unresolved
    found = _ranged(values, named, _category, span, context)
    if found is None:
        return [(letter, tuple(value for value in named if value[0] == letter)) for letter in letters]
    return [(letters[0], tuple(_inside(_CATEGORIES[letters[0]], *found)))]


def _inside(order: tuple[str, ...], low: Key, high: Key) -> Iterator[str]:
    """The widest categories that lie whole between two."""
    for number, main in enumerate(order):
        if low <= (number, 0, 0) and (number, 9, 9) <= high:
            yield main
            continue
        for at, letter in enumerate(_SUBS, 1):
            if low <= (number, at, 0) and (number, at, 9) <= high:
                yield main + letter
                continue
            for digit in _DIGITS:
                if low <= (number, at, int(digit)) <= high:
                    yield f"{main}{letter}{digit}"


def _category(value: str) -> tuple[Key, Key]:
    order = _CATEGORIES[value[0]]
    main = value if value in order else value[:2]
    number, rest = order.index(main), value[len(main) :]
    if not rest:
        return (number, 0, 0), (number, 9, 9)
    letter, digit = (rest, 0) if rest in _SUBS else (rest[0], int(rest[1]))
    at = _SUBS.index(letter) + 1
    return (number, at, digit), (number, at, digit or 9)


def _word(value: str) -> bool:
    return value.casefold() == "to" or value.casefold().startswith("or ")


def _ranged(
    values: tuple[str, ...],
    named: tuple[str, ...],
    ends: Callable[[str], tuple[Key, Key]],
    span: Span,
    context: Context,
) -> tuple[Key, Key] | None:
    """The two ends of a range; None for a plain list."""
    words = [value.casefold() for value in values if _word(value)]
    if not words:
        return None
    last = values[-1].casefold()
    if words == ["to"] and len(values) == 3:
        low, high = ends(named[0])[0], ends(named[1])[1]
        if low > high:
            context.wrong("L005", "nothing lies in this range", span, "write the lower one first")
            raise Unresolved
        return low, high
    if len(words) == 1 and len(named) == 1 and last.startswith("or "):
        lower = last in ("or lower", "or less", "or below")
        return ((0, 0, 0), ends(named[0])[1]) if lower else (ends(named[0])[0], (9, 9, 9))
    context.wrong("L004", "a list and a range in one", span, "write two rules, or one list")
    raise Unresolved
