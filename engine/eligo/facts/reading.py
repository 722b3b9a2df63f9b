"""Patient files: .json with one profile or a list, .ndjson with one a line; folders of them; standard input.

What can't be read is reported with its file and line; everything else is still returned.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from eligo.diagnostics import Diagnostic
from eligo.diagnostics.nearest import did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from eligo.facts.patient import Patient
    from eligo.facts.profile import Profile

SUFFIXES = (".json", ".ndjson", ".jsonl")


class PatientError(ValueError):
    """Patient data that can't be read. `diagnostics` holds every finding."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(found.render() for found in self.diagnostics))


@dataclass(frozen=True, slots=True)
class Read:
    """A patient, or the findings that kept one from being read."""

    patient: Patient | None
    diagnostics: tuple[Diagnostic, ...] = ()
    file: str = ""
    line: int = 0


def files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The patient files behind files and folders, folders in the order of names; `-` is standard input."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix in SUFFIXES and one.is_file())
        else:
            yield path


def read(paths: Iterable[str | Path]) -> Iterator[Read]:
    """Every patient of every file, in order; a finding where there is none."""
    for given in paths:
        empty = True
        for path in files([given]):
            for one in read_file(path):
                empty = False
                yield one
        if empty:
            yield Read(None, (Diagnostic("P007", f"no patients in {given}", file=str(given)),), str(given))


def read_file(path: Path) -> Iterator[Read]:
    """Every patient of one file."""
    name = "standard input" if str(path) == "-" else str(path)
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        yield Read(None, (Diagnostic("P006", f"can't be opened: {error.strerror or error}", file=name),), name)
        return
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"not UTF-8: byte 0x{raw[error.start]:02x} at position {error.start}"
        yield Read(None, (Diagnostic("P006", message, file=name, line=line, help="export the file as UTF-8"),), name)
        return
    if not text.strip():
        yield Read(None, (Diagnostic("P007", "the file is empty", file=name),), name)
    elif path.suffix in (".ndjson", ".jsonl") or (str(path) == "-" and _one_a_line(text)):
        for number, line in enumerate(_lines(text)):
            if line.strip():
                yield from _one_text(line, name, number)
    else:
        yield from _one_text(text, name, 0)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text one after the other, without a list of them all."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _one_a_line(text: str) -> bool:
    first = text.lstrip().split("\n", 1)
    return len(first) > 1 and first[0].rstrip().endswith("}") and first[1].lstrip().startswith("{")


def _one_text(text: str, file: str, before: int) -> Iterator[Read]:
    """The patients of one JSON text; `before` lines stand above it in its file."""
    from eligo.facts import quick

    plain = quick.patients(text)
    profiles: list[object] = []
    many = False
    if plain is None or any(made is None for made, _ in plain):
        # What isn't plain is read with care; only this reading words the findings.
        value = _value(text, file, before)
        if isinstance(value, Read):
            yield value
            return
        many = isinstance(value, list)
        profiles = value if isinstance(value, list) else [value]
        if many and not value:
            yield Read(None, (Diagnostic("P007", "the list is empty", file=file, line=before + 1),), file)
    for number, (made, line) in enumerate(plain or [(None, 0)] * len(profiles)):
        if made is not None:
            yield Read(made, (), file, before + line)
        else:
            yield _profile(profiles[number], (number,) if many else (), text, file, before)


def _value(text: str, file: str, before: int) -> object:
    """The value of a JSON text, what can't be taken in it marked; a Read with the finding if it isn't JSON."""
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_constant=_no_constant,
            parse_int=_integer,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        message = f"not JSON: {_plainly(error.msg)} at column {error.colno}"
        return Read(None, (Diagnostic("P001", message, file=file, line=before + error.lineno),), file)
    except RecursionError:
        message = "nested too deeply for a patient profile"
        return Read(None, (Diagnostic("P001", message, file=file, line=before + 1),), file)


def _profile(value: object, place: tuple[int, ...], text: str, file: str, before: int) -> Read:
    from pydantic import ValidationError

    from eligo.facts.locate import line_of
    from eligo.facts.normalise import patient
    from eligo.facts.profile import Profile, ProfileError

    def at(path: tuple[str | int, ...]) -> int:
        return before + line_of(text, (*place, *path))

    refused = list(_refused(value, (), bool(_CONTROL.search(text))))
    if refused:
        who = f"patient {value['id']!r}: " if isinstance(value, dict) and isinstance(value.get("id"), str) else ""
        found = [
            Diagnostic("P003", f"{who}`{dotted(path) or 'the profile'}`: {one.why}", file=file, line=at(path))
            for path, one in refused
        ]
        return Read(None, tuple(found), file)
    if not isinstance(value, dict):
        message = f"a profile is a JSON object, not {_spoken(value)}"
        return Read(None, (Diagnostic("P003", message, file=file, line=at(())),), file)
    try:
        return Read(patient(Profile.model_validate(value)), (), file, at(()))
    except ValidationError as error:
        who = f"patient {value['id']!r}: " if isinstance(value.get("id"), str) else ""
        found = [_finding(one, who, Profile, file, at(_path(one["loc"]))) for one in error.errors()]
        return Read(None, tuple(dict.fromkeys(found)), file)
    except ProfileError as error:
        code = "P004" if error.place[-1] in ("end", "resolved", "progression") else "P003"
        message = f"patient {value.get('id')!r}: `{dotted(error.place)}`: {error}"
        return Read(None, (Diagnostic(code, message, file=file, line=at(error.place)),), file)


def _path(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The keys of the file in pydantic's place: the names of union members left out."""
    return tuple(
        part for part in loc if isinstance(part, int) or not part.startswith(("int", "decimal", "str", "function-"))
    )


def dotted(path: Iterable[str | int]) -> str:
    """`results[3].unit`, as the profile's documentation writes places."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _finding(error: ErrorDetails, who: str, model: type[Profile], file: str, line: int) -> Diagnostic:
    path = _path(error["loc"])
    where = dotted(path)
    if error["type"] == "extra_forbidden":
        key = str(path[-1])
        known = _keys(model, path[:-1])
        help_ = did_you_mean(key, known) or f"known here: {', '.join(sorted(known))}"
        return Diagnostic("P002", f"{who}unknown key `{where}`", file=file, line=line, help=help_)
    if error["type"] == "missing":
        return Diagnostic("P003", f"{who}`{where}` is missing", file=file, line=line)
    matter = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if error["type"] == "literal_error":
        given = str(error["input"])[:60]
        choices = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        help_ = did_you_mean(given, choices) or f"one of: {', '.join(choices)}"
        return Diagnostic("P003", f"{who}`{where}` can't be {given!r}", file=file, line=line, help=help_)
    if error["type"] == "value_error":
        return Diagnostic("P003", f"{who}`{where}`: {matter}", file=file, line=line)
    given = _spoken(error["input"])
    return Diagnostic(
        "P003",
        f"{who}`{where}` should be {matter.replace('a valid ', 'a ')}, not {given}",
        file=file,
        line=line,
    )


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys that the profile knows at a place."""
    for part in path:
        if isinstance(part, str):
            named = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
            annotation = named.get(part)
            inside = [one for one in (annotation, *get_args(annotation)) if hasattr(one, "model_fields")]
            if not inside:
                return []
            model = inside[0]
    return [field.alias or name for name, field in model.model_fields.items()]


def _spoken(value: object) -> str:
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(value), f"the number {str(value)[:40]}")


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands where a value can't be taken, so that one bad number costs one patient and not the file."""

    why: str


# Control characters written as escapes; as themselves JSON doesn't allow them.
_CONTROL = re.compile(r"\\u00(?:[01][0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])|[\x7f-\x9f]")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _refused(
    value: object, path: tuple[str | int, ...], controls: bool
) -> Iterator[tuple[tuple[str | int, ...], _Refused]]:
    """What can't be taken, with its place; `controls`: look for characters that would steer a terminal."""
    if isinstance(value, _Refused):
        yield path, value
    elif controls and isinstance(value, str) and _STEERING.search(value):
        yield path, _Refused("it holds a control character")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _refused(inner, (*path, key), controls)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _refused(inner, (*path, number), controls)


_JSON_WORDS = {
    "Expecting value": "a value is missing",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing",
    "Illegal trailing comma before end of object": "a comma before the closing brace",
    "Illegal trailing comma before end of array": "a comma before the closing bracket",
    "Unterminated string starting at": "a text in quotes has no end; it starts",
    "Extra data": "more text behind the end of the value",
    "Invalid control character at": "a line break or control character inside a text",
}


def _plainly(message: str) -> str:
    return _JSON_WORDS.get(message, message.lower())


def _decimal(text: str) -> Decimal | _Refused:
    try:
        return Decimal(text)
    except InvalidOperation:
        return _Refused(f"{text[:40]} is no number")


def _integer(text: str) -> int | _Refused:
    return int(text) if len(text) <= 40 else _Refused(f"the number {text[:12]}... has {len(text)} digits")


def _no_constant(text: str) -> _Refused:
    return _Refused(f"{text} is not a value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                found[key] = _Refused("this key stands twice in one object")
            seen.add(key)
    return found
