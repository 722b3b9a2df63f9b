"""What the passes of resolving share: the findings so far and the criterion at hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from eligo.core.nodes import Kind, Span
from eligo.diagnostics import Diagnostic


@dataclass(slots=True)
class Context:
    """`kind` decides what satisfied means: TRUE in an inclusion, FALSE in an exclusion."""

    kind: Kind = "inclusion"
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def wrong(self, code: str, message: str, span: Span, help_: str = "") -> None:
        """Note a finding; resolving goes on."""
        self.diagnostics.append(Diagnostic(code, message, span.start, span.end, help_))


class Unresolved(Exception):
    """Raised behind a finding already noted: this rule can't be built, the others can."""
