"""What a file names for its rules: definitions, parameters, the libraries it includes.

A file's own name wins over a library's, and what is set from outside over both.
"""

from __future__ import annotations

from eligo.resolve import rules
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import tree

SET = "set from outside"  # the title of the library that stands for parameters given with a command


def names_of_file(file: tree.File, header: tree.Header, context: Context) -> None:
    """Put the names into the context, and check each definition by itself."""
    context.results, context.count, context.broken = header.results, header.count, file.broken
    section = ""
    titles = {one.title for one in file.named if isinstance(one, tree.Header)}
    own: set[str] = set()
    lent: dict[str, str] = {}  # the names that libraries give, and which
    if header.results and header.results.duration and header.results.duration.half_lives:
        context.wrong("L004", "half-lives are of a therapy", header.results.span, "write a number of days")
        context.results = None
    for part in file.named:
        if isinstance(part, tree.SetParameter | tree.Define):
            _named(part, section, lent, context)
        match part:
            case tree.Header():
                section, own = part.title, set()
            case tree.Include() if part.name not in titles:
                help_ = f'a library is a file {part.name}.elig beside the trial that begins: library "{part.name}"'
                context.wrong("N003", f'there is no library "{part.name}"', part.span, help_)
            case tree.SetParameter() if section == SET and part.name not in context.parameters:
                help_ = f"the file has {', '.join(context.parameters) or 'none'}"
                context.wrong("N003", f'there is no parameter "{part.name}" to set', part.span, help_)
            case tree.SetParameter() | tree.Define() if part.name in own:
                context.wrong("T001", f'"{part.name}" is there twice', part.span, "remove one of them")
            case tree.SetParameter():
                own.add(part.name)
                if section == SET or part.name not in context.parameters:
                    context.parameters[part.name] = part.bound
            case tree.Define():
                own.add(part.name)
                context.definitions.setdefault(part.name, part)
    for one in context.definitions.values():
        try:
            rules.body(one.body, context)
        except Unresolved:
            continue


def _named(part: tree.SetParameter | tree.Define, section: str, lent: dict[str, str], context: Context) -> None:
    """Refuse a name without a letter, and one that two libraries give."""
    if not part.name.strip():
        context.wrong("N003", "a name without a letter", part.span, "give it one")
    kind = f"{type(part).__name__} {part.name}"
    if section and section != SET and kind not in lent:
        known = context.parameters if isinstance(part, tree.SetParameter) else context.definitions
        lent[kind] = "" if part.name in known else section
    elif section and section != SET and lent[kind] not in ("", section):
        help_ = f"give the trial its own, or include one of {lent[kind]} and {section}"
        context.wrong("T001", f'the libraries {lent[kind]} and {section} both name "{part.name}"', part.span, help_)
