"""A finding of the examination: the diagnostic, and the patient who shows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from eligo.core.nodes import Criterion, Span
from eligo.diagnostics import Diagnostic
from eligo.examine.running import Shown


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, of which criteria. `shown`: the patient who was run and shows it; None where none can exist."""

    diagnostic: Diagnostic
    criteria: tuple[Criterion, ...]
    shown: Shown | None = None


def finding(
    code: str, message: str, span: Span, advice: str, criteria: Sequence[Criterion], shown: Shown | None = None
) -> Finding:
    """A finding at a place of the file, with its way out and the patient who shows it."""
    help_ = advice
    if shown is not None:
        profile = json.dumps(shown.profile, ensure_ascii=False)
        help_ = f"{advice}\na patient who shows it: {profile}\nthe engine says: {shown.said}"
    return Finding(Diagnostic(code, message, span.start, span.end, help_), tuple(criteria), shown)
