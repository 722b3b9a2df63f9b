"""The one shape of a criteria file. Printing and parsing are inverse; comments stay where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligo.syntax import tree
from eligo.syntax.wording import (
    bound_text,
    closing_comma,
    expression,
    first_name,
    limit,
    qualifier,
    record_parts,
    window_text,
)

__all__ = ["WIDTH", "expression", "qualifier", "rule_text", "show"]

WIDTH = 100
_INDENT = "  "
_HANGING = "    "
_GAPS = re.compile(r'"[^"]*"|(?P<gap>(?<=,) | (?=(?:or|and) )(?!or (?:within|after|higher|lower|better)\b))')


def show(file: tree.File) -> str:
    """The whole file, one blank line between criteria, ending in a line end."""
    elements: list[_Element] = []
    if file.header:
        elements.append(_Element(file.header.span.start, True, _header(file.header)))
    parts: list[tree.Criterion | tree.Named] = [*file.criteria, *file.named]
    grouped = False
    for part in sorted(parts, key=lambda one: one.span.start):
        if isinstance(part, tree.Criterion):
            elements.extend(_criterion(part))
        else:
            elements.append(_Element(part.span.start, True, _named(part), follows=grouped and _short(part)))
        grouped = _short(part)
    tail = _place_comments(elements, file.comments)
    lines: list[str] = []
    for element in elements:
        if element.top and lines and not element.follows:
            lines.append("")
        indent = "" if element.top else _INDENT
        lines.extend(indent + comment for comment in element.before)
        lines.extend(element.lines)
        lines.extend(_INDENT + comment for comment in element.after)
    if tail:
        lines.extend([*([""] if lines else []), *tail])
    return "\n".join(lines) + "\n" if lines else ""


class _Element:
    """A piece of the file that comments attach to."""

    __slots__ = ("after", "before", "follows", "lines", "start", "top")

    def __init__(self, start: int, top: bool, lines: list[str], follows: bool = False) -> None:
        self.follows = follows  # one of several short lines that stand together
        self.start = start
        self.top = top
        self.lines = lines
        self.before: list[str] = []
        self.after: list[str] = []


def _place_comments(elements: list[_Element], comments: tuple[tree.Comment, ...]) -> list[str]:
    """Give each comment to its element; what comes after all of them is returned."""
    tail: list[str] = []
    for comment in comments:
        earlier = [element for element in elements if element.start <= comment.offset]
        later = elements[len(earlier) :]
        if comment.trailing and earlier:
            earlier[-1].before.append(comment.text)
        elif comment.indented and earlier and (not later or later[0].top):
            earlier[-1].after.append(comment.text)
        elif later:
            later[0].before.append(comment.text)
        else:
            tail.append(comment.text)
    return tail


def _short(part: tree.Criterion | tree.Named) -> bool:
    return isinstance(part, tree.SetParameter | tree.Include)


def _named(part: tree.Named) -> list[str]:
    match part:
        case tree.Define(name=name, body=body):
            return _body(f'define "{name}" as ', body, "")
        case tree.SetParameter(name=name, bound=bound):
            return [f'parameter "{name}" {bound_text(bound, "")}']
        case tree.Include(name=name):
            return [f'include "{name}"']
        case tree.Header():
            return _header(part)


def _header(header: tree.Header) -> list[str]:
    lines = [f'library "{header.title}"' if header.library else f'trial {header.trial} "{header.title}"']
    if header.version:
        lines.append(f'version "{header.version}"')
    if header.source:
        lines.append(f'source "{header.source}"')
    if header.cohorts:
        named = [f'{one.name} "{one.title}"{" closed" if one.closed else ""}' for one in header.cohorts]
        line = f"cohorts {', '.join(named)}"
        lines.append(line if len(line) <= WIDTH else "cohorts " + f",\n{_HANGING}".join(named))
    if header.results:
        lines.append(f"results{window_text(header.results)} unless stated")
    if header.count:
        lines.append(f"count from {header.count.text}")
    return lines


def _criterion(criterion: tree.Criterion) -> list[_Element]:
    scope = f" {_scope(criterion.scope)}" if criterion.scope else ""
    lines = [f'{criterion.kind} {criterion.id}{scope} "{criterion.title}"']
    if criterion.source:
        lines.append(f'{_INDENT}source "{criterion.source}"')
    if criterion.count:
        lines.append(f"{_INDENT}count from {criterion.count.text}")
    elements = [_Element(criterion.span.start, True, lines)]
    if criterion.body:
        elements.append(_Element(criterion.body.span.start, False, _body("", criterion.body)))
    for variant in criterion.variants:
        elements.append(_Element(variant.span.start, False, _body(f"{_scope(variant.scope)}: ", variant.body)))
    return elements


def _scope(scope: tree.Scope) -> str:
    if scope.aged is not None:
        aged = f"aged {limit(scope.aged, 'age')}"
        return f"for {scope.people} {aged}" if scope.people else f"for patients {aged}"
    return f"for {scope.people or ', '.join(scope.cohorts)}"


def _body(lead: str, body: tree.Body, indent: str = _INDENT) -> list[str]:
    """The rule on one line if it fits; else broken before its connectives, groups inside it the same way."""
    whole = indent + lead + rule_text(body)
    if len(whole) <= WIDTH:
        return [whole]
    first, *rest = _pieces(body)
    lines = _broken(first, indent + lead, _HANGING)
    return [*lines, *(line for piece in rest for line in _broken(piece, _HANGING, _HANGING))]


def rule_text(body: tree.Body) -> str:
    """The rule on one line."""
    return " ".join(_flat(piece) for piece in _pieces(body))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a rule that a line may begin with: words, an expression, more words."""

    before: str
    node: tree.Expression | None
    after: str = ""


def _flat(piece: _Piece) -> str:
    return piece.before + (expression(piece.node) if piece.node is not None else "") + piece.after


def _broken(piece: _Piece, indent: str, hanging: str) -> list[str]:
    """The piece as lines; a group that doesn't fit is opened, its parts one level deeper."""
    line = indent + _flat(piece)
    node = piece.node
    if len(line) <= WIDTH:
        return [line]
    if isinstance(node, tree.Negation):
        return _broken(_Piece(f"{piece.before}not ", node.item, piece.after), indent, hanging)
    inner = node.item if isinstance(node, tree.Group) else node
    if isinstance(inner, tree.Record):
        split = _split(piece, inner, indent, hanging + _INDENT)
        return [each for one in split for each in _listed(one, hanging + _INDENT)] if _lists(inner) else split
    if not isinstance(inner, tree.Chain):
        return _listed(line, hanging + _INDENT) if _lists(inner) else [line]
    opening, closing = ("(", ")") if isinstance(node, tree.Group) else ("", "")
    parts = list(_chained(inner))
    parts[0] = _Piece(piece.before + opening, parts[0].node, parts[0].after)
    parts[-1] = _Piece(parts[-1].before, parts[-1].node, closing + piece.after)
    deeper = hanging + _INDENT
    return [
        *_broken(parts[0], indent, deeper),
        *(text for part in parts[1:] for text in _broken(part, deeper, deeper)),
    ]


def _split(piece: _Piece, record: tree.Record, indent: str, deeper: str) -> list[str]:
    """A record that doesn't fit, broken before its window and its exceptions; one that has neither stays whole."""
    opening, closing = ("(", ")") if isinstance(piece.node, tree.Group) else ("", "")
    first, *others = record_parts(record)
    lines = [indent + piece.before + opening + first]
    for part in others:
        if len(lines[-1] + part) <= WIDTH:
            lines[-1] += part
        else:
            lines.append(deeper + part.strip())
    lines[-1] += closing + piece.after
    return lines


def _lists(node: tree.Expression | None) -> bool:
    """Whether several names stand in a row."""
    match node:
        case tree.Record(names=names, excluded=excluded) | tree.Marker(names=names, excluded=excluded):
            return len(names.items) > 1 or len(excluded) > 1
        case tree.Recovered(record=record) | tree.Counted(record=record) | tree.Since(record=record):
            return _lists(record)
        case tree.Comparison(measures=names) | tree.WordTest(tests=names):
            return len(names.items) > 1
    return False


def _listed(line: str, deeper: str) -> list[str]:
    """A line that doesn't fit, broken behind the last comma, or before the last `or` or `and`, that leaves it short
    enough; never inside a text in quotes."""
    if len(line) <= WIDTH:
        return [line]
    places = [at for at in (one.start("gap") for one in _GAPS.finditer(line) if one["gap"]) if at > len(deeper)]
    fitting = [at for at in places if at <= WIDTH]
    if not fitting:
        return [line]
    return [line[: fitting[-1]], *_listed(deeper + line[fitting[-1] + 1 :], deeper)]


def _chained(chain: tree.Chain) -> Iterator[_Piece]:
    words = ("", *(f"{word} " for word in chain.connectives))
    commas = (*map(closing_comma, chain.items[:-1]), "")
    for word, item, comma in zip(words, chain.items, commas, strict=True):
        yield _Piece(word, item, comma)


def _pieces(body: tree.Body) -> list[_Piece]:
    """The rule cut where a line may break."""
    pieces = _rule(body.rule)
    if body.unless is not None:
        last = pieces[-1]
        pieces[-1] = _Piece(last.before, last.node, last.after + ",")
        pieces.append(_Piece("unless ", body.unless))
    return pieces


def _rule(rule: tree.Rule) -> list[_Piece]:
    match rule:
        case tree.Exceptional(comparison=comparison, exceptions=exceptions):
            pieces = [_Piece("", comparison, ",")]
            for number, exception in enumerate(exceptions, 1):
                comma = "," if number < len(exceptions) else ""
                words = limit(exception.limit, first_name(comparison.measures))
                pieces.append(_Piece(f"or {words} if ", exception.condition, comma))
            return pieces
        case tree.ReadAs(first=first, second=second):
            return [_Piece("read as ", first, ","), _Piece("or as ", second)]
        case tree.Conditional(condition=condition, then=then, otherwise=otherwise):
            last = [_Piece("otherwise ", otherwise)] if otherwise is not None else []
            return [_Piece("if ", condition), _Piece("then ", then), *last]
        case tree.OnlyIf(item=item, condition=condition):
            return [_Piece("", item), _Piece("only if ", condition)]
        case tree.Chain():
            return list(_chained(rule))
        case tree.Lines(counting=counting) if counting is not None:
            count, _, condition_words = expression(rule).partition(", ")
            return [_Piece(f"{count},", None), _Piece(condition_words, None)]
        case _:
            return [_Piece("", rule)]
