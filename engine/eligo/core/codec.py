"""The core as JSON and back, and the digest taken from it.

One generic rule for all nodes: an object of its fields with its kind under `_`, fractions as
"3/2", sets in order. The same text serves the cache and, without the places in the file, the digest.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction

from eligo.core import nodes

_KINDS: dict[str, type] = {
    name: kind for name, kind in vars(nodes).items() if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}

# What a node carries for its reader only; a judgment's text is its meaning.
_LAYOUT = {("Trial", "text"), ("Criterion", "text"), ("Limit", "text"), ("Window", "text")}

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def plain(value: object, *, places: bool = True) -> Plain:
    """The value as JSON can hold it; without `places`, nothing that depends on the file's layout."""
    if isinstance(value, Fraction):
        return {"_": "/", "v": str(value)}
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [plain(item, places=places) for item in value]
    if isinstance(value, frozenset):
        return {"_": "{}", "v": sorted(value)}
    if dataclasses.is_dataclass(value):
        out: dict[str, Plain] = {"_": type(value).__name__}
        for field in dataclasses.fields(value):
            if places or ((type(value).__name__, field.name) not in _LAYOUT and field.name != "span"):
                out[field.name] = plain(getattr(value, field.name), places=places)
        return out
    raise TypeError(f"no plain form for {type(value).__name__}")


def restore(value: Plain) -> object:
    """The inverse of `plain`. Raises KeyError or TypeError when the text isn't one of ours."""
    if isinstance(value, list):
        return tuple(restore(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value["_"]
    if kind == "/":
        return Fraction(str(value["v"]))
    if kind == "{}":
        members = value["v"]
        return frozenset(members if isinstance(members, list) else ())
    made: object = _KINDS[str(kind)](**{key: restore(part) for key, part in value.items() if key != "_"})
    return made


def dump(trial: nodes.Trial) -> str:
    """The whole trial as JSON text."""
    return json.dumps(plain(trial), ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> nodes.Trial:
    """The trial that `dump` wrote."""
    trial = restore(json.loads(text))
    if not isinstance(trial, nodes.Trial):
        raise TypeError("not a dumped trial")
    return trial


def digest(trial: nodes.Trial, versions: Mapping[str, str]) -> str:
    """SHA-256 over the meaning of the trial and the versions of all that gives it meaning.

    A comment, a blank line or another order of the file's titles changes nothing; a threshold,
    a unit's factor or a class's members (they stand in `versions`) changes it.
    """
    meaning = {"trial": plain(trial, places=False), "versions": dict(sorted(versions.items()))}
    text = json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
