"""What gives criteria their meaning besides their text: the engine and the tables; and the digest over all of it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.core.nodes import Trial


ENGINE = "0.1.0"  # the one place where the version stands; the package's metadata take it from here


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """The versions of all that gives criteria their meaning: the engine, the grammar, each table."""
    here = Path(__file__).parent
    tables = hashlib.sha256()
    for path in sorted([*here.glob("vocabulary/data/*"), *here.glob("quantity/data/*.csv")]):
        tables.update(path.name.encode() + b"\0" + path.read_bytes())
    return {"engine": ENGINE, "tables": tables.hexdigest()[:16]}


def digest(trial: Trial) -> str:
    """SHA-256 over the trial's meaning and the versions behind it."""
    from eligo.core import codec

    return codec.digest(trial, versions())
