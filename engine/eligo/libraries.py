"""The libraries that a criteria file includes: found beside it or among Eligo's own, and read in behind it.

The texts are joined into one, so that every place is an offset into it; `Joined.placed` gives a finding its own file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.diagnostics import Diagnostic

_INCLUDE = re.compile(r'^[ \t]*include[ \t]*"([\w .\-]+)"', re.MULTILINE)
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Joined:
    """A criteria file with its libraries. `starts`: where each file's text begins, `files` what it is called."""

    text: str
    starts: tuple[int, ...]
    files: tuple[str, ...]
    texts: tuple[str, ...]

    def placed(self, found: Diagnostic) -> Diagnostic:
        """The finding with its own file, its place counted from that file's start."""
        at = bisect_right(self.starts, max(found.start, 0)) - 1
        base = self.starts[at]
        own = self.texts[at] if at else ""
        if found.start < 0 or not at:
            return replace(found, file=self.files[0])
        return replace(found, file=self.files[at], start=found.start - base, end=found.end - base, text=own)


def join(text: str, file: str, parameters: Mapping[str, str] | None = None) -> Joined:
    """The text, each library that it or one of them includes, once, and the parameters that are set from outside."""
    texts, files = [text], [file]
    beside = Path(file).parent if file else None
    wanted = list(_INCLUDE.findall(text))
    seen: set[str] = set()
    while wanted and len(seen) < _DEEPEST:
        name = wanted.pop(0)
        if name in seen:
            continue
        seen.add(name)
        path = _find(name, beside)
        if path is None:
            continue
        library = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
        texts.append(library)
        files.append(str(path))
        wanted += _INCLUDE.findall(library)
    if parameters:
        from eligo.resolve.definitions import SET

        texts.append(
            "\n".join([f'library "{SET}"', *(f'parameter "{name}" {value}' for name, value in parameters.items())])
        )
        files.append("--set")
    starts, whole = [0], text
    for more in texts[1:]:
        whole += "\n"
        starts.append(len(whole))
        whole += more
    return Joined(whole, tuple(starts), tuple(files), tuple(texts))


def _find(name: str, beside: Path | None) -> Path | None:
    from eligo import resources

    own = resources.folder("criteria") / "library"
    for folder in ([beside, beside / "library"] if beside else []) + [own]:
        path = folder / f"{name}.elig"
        if path.is_file():
            return path
    return None
