"""Where Eligo keeps what it can make again: parse tables, the index of names, compiled trials.

The folder is ELIGO_CACHE if that is set, else the user's cache folder. An empty ELIGO_CACHE turns
caching off. Losing the folder, or not being able to write it, costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def folder() -> Path | None:
    """The cache folder, made if need be; None when there is none to be had."""
    chosen = os.environ.get("ELIGO_CACHE")
    if chosen == "":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    path = Path(chosen) if chosen else Path(home).expanduser() / "eligo"
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return path if os.access(path, os.W_OK) else None


def write(path: Path, text: str) -> None:
    """Put text at a path whole or not at all; another process may be reading it."""
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
