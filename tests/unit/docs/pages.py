"""The pages of the documentation, and what the tests read out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(?P<head>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block: the word behind its fence, its text, and the file that it is, if it is one."""

    kind: str
    text: str
    file: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: the heading it stands under, the name of the first column, the cells."""

    heading: str
    column: str
    cells: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        """What stands in backticks in the first cell."""
        return _CODE.findall(self.cells[0])


def text(name: str) -> str:
    """A page by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    for match in _BLOCK.finditer(page):
        head = match["head"].split() or [""]
        file = next((word.removeprefix("file=") for word in head if word.startswith("file=")), "")
        yield Block(head[0], match["body"], file)


def rows(page: str) -> Iterator[Row]:
    """The rows of every table, without their headers."""
    heading = column = ""
    for line in _BLOCK.sub("", page).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        if not line.startswith("|"):
            column = ""
            continue
        cells = tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|")))
        if not column:
            column = cells[0]
        elif set("".join(cells)) != {"-"}:
            yield Row(heading, column, cells)


def codes(page: str) -> list[str]:
    """What stands in backticks outside the blocks."""
    return _CODE.findall(_BLOCK.sub("", page))
