"""Values by section and key, ready in a file of the cache folder: finding one reads that one and no more.

The file is text of ASCII: the number of blocks, where each of them begins, and the blocks. A key's block is
known by its checksum. Without a cache a section is made as a whole, when it is first asked for.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from eligo import cache

Section = dict[str, Any]  # values as JSON knows them

_WIDTH = 12  # digits of a place in the file
_EACH = 4  # records of a block, about
_WEEK = 7 * 24 * 3600


class Store:
    """What the makers make, by section and key. `path` is where it is kept; None: nowhere."""

    def __init__(self, makers: Mapping[str, Callable[[], Section]], path: Path | None) -> None:
        self._makers = makers
        self._made: dict[str, Section] = {}
        self._file = _opened(path) if path else None
        if path and self._file is None:
            cache.write(path, _written({name: self._section(name) for name in makers}))
            _forget(path)

    def find(self, section: str, key: str) -> Any:  # noqa: ANN401  # what JSON knows
        """The value of a key, or None."""
        if self._file is None:
            return self._section(section).get(key)
        record = _record(section, key)
        block = zlib.crc32(record) % int(self._file[:_WIDTH])
        place = _WIDTH * (block + 1)
        begin, end = int(self._file[place : place + _WIDTH]), int(self._file[place + _WIDTH : place + 2 * _WIDTH])
        for one in self._file[begin:end].split(b"\t"):
            if one.startswith(record):
                return json.loads(one[len(record) :])
        return None

    def _section(self, name: str) -> Section:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]


def _record(section: str, key: str) -> bytes:
    """What the record of a key begins with; JSON has no bare tab, and ends a text with a quote."""
    return json.dumps(f"{section}/{key}").encode()


def _opened(path: Path) -> mmap.mmap | None:
    """The file, where it is there and whole."""
    try:
        with path.open("rb") as file:
            found = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        last = _WIDTH * (int(found[:_WIDTH]) + 1)
        return found if int(found[last : last + _WIDTH]) == len(found) else None
    except (OSError, ValueError):
        return None


def _forget(path: Path) -> None:
    """Remove what earlier tables left: nothing else knows which files are out of use."""
    for other in path.parent.glob(f"{path.name.partition('-')[0]}-*"):
        with contextlib.suppress(OSError):
            if other != path and time.time() - other.stat().st_mtime > _WEEK:
                other.unlink()


def _written(sections: Mapping[str, Section]) -> str:
    records = [
        (_record(name, key), json.dumps(value)) for name, section in sections.items() for key, value in section.items()
    ]
    blocks: list[list[str]] = [[] for _ in range(len(records) // _EACH + 1)]
    for record, value in records:
        blocks[zlib.crc32(record) % len(blocks)].append(record.decode() + value)
    texts = ["\t".join(block) for block in blocks]
    places = [_WIDTH * (len(blocks) + 2)]
    for text in texts:
        places.append(places[-1] + len(text))
    return "".join(f"{number:{_WIDTH}}" for number in (len(blocks), *places)) + "".join(texts)
