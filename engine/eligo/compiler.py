"""The front end as one pass: text to a trial, with every finding; and the cache in front of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eligo import cache
from eligo.libraries import join
from eligo.versions import versions

if TYPE_CHECKING:
    from eligo.core.nodes import Trial
    from eligo.diagnostics import Diagnostic


@lru_cache(maxsize=1)
def _code() -> str:
    """A fingerprint of the front end, so that a checkout that is being worked on never uses an old cache."""
    from eligo import resources

    here = Path(__file__).parent
    folders = ("core", "syntax", "resolve", "check", "quantity", "vocabulary")
    paths = [
        here / "compiler.py",
        here / "libraries.py",
        *(path for name in folders for path in sorted((here / name).glob("*.py"))),
    ]
    state = [f"{path.name}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in paths]
    grammar = (resources.folder("grammar") / "criteria.lark").stat()
    return hashlib.sha256(f"{state}{grammar.st_mtime_ns}{versions()}".encode()).hexdigest()


def compile_text(
    text: str, file: str = "", parameters: Mapping[str, str] | None = None
) -> tuple[Trial | None, list[Diagnostic]]:
    """The trial of a text and every finding. None when an error is among them, or for a library.

    `parameters`: what stands for a parameter of the file instead of its own value.
    """
    from eligo.check.checks import check
    from eligo.diagnostics import has_errors
    from eligo.resolve.trial import resolve
    from eligo.syntax.parser import parse

    joined = join(text, file, parameters)
    tree, found = parse(joined.text)
    trial, unresolved = resolve(tree, joined.text)
    library = tree.header is not None and tree.header.library
    # What is wrong in a definition is found again wherever it is used.
    found = [*found, *dict.fromkeys([*unresolved, *check(tree, trial, complete=not found and not library)])]
    found = [joined.placed(one) for one in sorted(found, key=lambda one: (one.start, one.code))]
    return (None if has_errors(found) or library else trial), found


def compile_cached(
    text: str, file: str = "", parameters: Mapping[str, str] | None = None
) -> tuple[Trial | None, list[Diagnostic]]:
    """Like `compile_text`, from the cache where the same text was compiled without a finding before."""
    place = cache.folder()
    if place is None:
        return compile_text(text, file, parameters)
    joined = join(text, file, parameters)
    key = hashlib.sha256(f"{_code()}\0{joined.text}".encode()).hexdigest()
    path = place / f"trial-{key}.json"
    from eligo.core import codec

    try:
        return codec.load(path.read_text(encoding="utf-8")), []
    except (OSError, ValueError, KeyError, TypeError):
        pass
    trial, found = compile_text(text, file, parameters)
    if trial is not None and not found:
        cache.write(path, codec.dump(trial))
    return trial, found
