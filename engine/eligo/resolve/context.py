"""What the passes of resolving share: the findings so far, the criterion at hand, what the file names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from eligo.core.nodes import Kind, Span
from eligo.diagnostics import Diagnostic
from eligo.diagnostics.nearest import did_you_mean
from eligo.syntax import printer, tree, wording


class Unresolved(Exception):
    """Raised behind a finding already noted: this rule can't be built, the others can."""


@dataclass(slots=True)
class Context:
    """`kind` decides what satisfied means: TRUE in an inclusion, FALSE in an exclusion.

    `definitions` and `parameters` by name; `results`: the window of results without one of their own;
    `count`: the anchor of windows without one. `broken`: names whose definition couldn't be read, which
    has been said. `used`: the names that the rule at hand uses, and their words.
    """

    kind: Kind = "inclusion"
    diagnostics: list[Diagnostic] = field(default_factory=list)
    definitions: dict[str, tree.Define] = field(default_factory=dict)
    parameters: dict[str, tree.Bound] = field(default_factory=dict)
    results: tree.Window | None = None
    count: tree.Name | None = None
    broken: tuple[str, ...] = ()
    using: tuple[str, ...] = ()
    used: dict[str, str] = field(default_factory=dict)

    def wrong(self, code: str, message: str, span: Span, help_: str = "") -> None:
        """Note a finding; resolving goes on."""
        self.diagnostics.append(Diagnostic(code, message, span.start, span.end, help_))

    @contextmanager
    def definition(self, use: tree.Use) -> Iterator[tree.Body]:
        """The body of a definition, while it is being used. Notes N003 or T004 and raises Unresolved."""
        found = self.definitions.get(use.name)
        if found is None and use.name in self.broken:
            raise Unresolved
        if found is None:
            help_ = did_you_mean(use.name, self.definitions) or f'add a line: define "{use.name}" as ...'
            self.wrong("N003", f'nothing is defined as "{use.name}"', use.span, help_)
            raise Unresolved
        if use.name in self.using:
            self.wrong("T004", f'"{use.name}" is defined by itself', use.span, "take it out of its own definition")
            raise Unresolved
        self.used.setdefault(use.name, printer.rule_text(found.body))
        before, self.using = self.using, (*self.using, use.name)
        try:
            yield found.body
        finally:
            self.using = before

    def parameter(self, name: str, span: Span) -> tree.Bound:
        """The number that a parameter stands for. Notes N003 and raises Unresolved."""
        found = self.parameters.get(name)
        if found is None and name in self.broken:
            raise Unresolved
        if found is None:
            help_ = did_you_mean(name, self.parameters) or f'add a line: parameter "{name}" 3 x ULN'
            self.wrong("N003", f'there is no parameter "{name}"', span, help_)
            raise Unresolved
        if isinstance(found, tree.Parameter):
            self.wrong("T004", f'the parameter "{name}" stands for another one', span, "give it a number")
            raise Unresolved
        self.used.setdefault(name, wording.bound_text(found, ""))
        return found
