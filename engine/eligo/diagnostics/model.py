"""A diagnostic, its printed form with a caret, and the exception that carries several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from eligo.diagnostics.codes import CODES

_WIDEST = 160


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `start` and `end` are character offsets into the file's text (-1: no place).

    `text`: that text, where it isn't the one at hand: a library's.
    """

    code: str
    message: str
    start: int = -1
    end: int = -1
    help: str = ""
    file: str = ""
    line: int = 0
    text: str = ""

    @property
    def severity(self) -> Literal["error", "warning"]:
        return CODES[self.code].severity

    def render(self, text: str = "") -> str:
        """The diagnostic as printed: headline, place, the line with a caret under it, help."""
        lines = [f"{self.severity}[{self.code}]: {self.message}"]
        text = self.text or text
        if text and self.start >= 0:
            number, column, source = place(text, self.start)
            # The caret stays inside the line it starts on; a very long line is shown around it.
            width = max(1, min(self.end, self.start - column + len(source)) - self.start)
            shift = max(0, column - _WIDEST // 2)
            shown = source[shift : shift + _WIDEST].replace("\t", " ")
            gutter = " " * len(str(number))
            lines.append(f"{gutter}--> {self.file or 'criteria'}:{number}:{column + 1}")
            lines.append(f"{gutter} |")
            lines.append(f"{number} | {shown}")
            lines.append(f"{gutter} | {' ' * (column - shift)}{'^' * min(width, _WIDEST)}")
        elif self.file:
            lines.append(f" --> {self.file}" + (f":{self.line}" if self.line else ""))
        if self.help:
            first, *rest = self.help.splitlines()
            lines.append(f"  = help: {first}")
            lines.extend(f"          {line}" for line in rest)
        return "\n".join(lines)


def place(text: str, offset: int) -> tuple[int, int, str]:
    """Line number from 1, column from 0, and the line itself, for an offset."""
    offset = min(offset, len(text))
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", begin)
    return text.count("\n", 0, offset) + 1, offset - begin, text[begin : end if end >= 0 else len(text)]


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(found.severity == "error" for found in diagnostics)


class CriteriaError(ValueError):
    """Criteria that don't compile. `diagnostics` holds every finding, `str()` the printed form."""

    def __init__(self, diagnostics: Sequence[Diagnostic], text: str = "") -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(found.render(text) for found in diagnostics))
