"""What Eligo says when something is wrong: a code, a place, the matter in the reader's words, a way out.

In: nothing. Out: `Diagnostic`, `CriteriaError`, the registry of codes, the printed form.
Always: every code has an entry in `codes.CODES`, a bad example under grammar/bad and a page in
docs/diagnostics; no message names a parser's token or a Python type.
"""

from eligo.diagnostics.model import CriteriaError, Diagnostic, has_errors
from eligo.diagnostics.nearest import nearest

__all__ = ["CriteriaError", "Diagnostic", "has_errors", "nearest"]
