"""Trials of a few criteria, and what examining them finds."""

from __future__ import annotations

from eligo.compiler import compile_text
from eligo.core.nodes import Trial
from eligo.examine.examining import examine
from eligo.examine.findings import Finding


def trial(*criteria: str, header: str = "") -> Trial:
    """A trial of criteria, each written as `inclusion [scope]: rule`."""
    lines = ['trial T "t"', *([header] if header else [])]
    for number, one in enumerate(criteria, 1):
        head, _, rule = one.partition(": ")
        kind, _, scope = head.partition(" ")
        lines += ["", f'{" ".join(filter(None, [kind, str(number), scope]))} "x"', f"  {rule}"]
    made, found = compile_text("\n".join(lines) + "\n")
    assert made is not None, [one.message for one in found]
    return made


def found(*criteria: str, header: str = "") -> list[Finding]:
    return examine(trial(*criteria, header=header))


def codes(*criteria: str, header: str = "") -> list[str]:
    return [one.diagnostic.code for one in found(*criteria, header=header)]
