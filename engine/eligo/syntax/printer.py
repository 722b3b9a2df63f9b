"""The one shape of a criteria file. Printing and parsing are inverse; comments stay where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from eligo.quantity.display import display
from eligo.quantity.units import conversion
from eligo.syntax import tree
from eligo.vocabulary import concepts

WIDTH = 100
_INDENT = "  "
_HANGING = "    "
_WORDS = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than", "=": "exactly"}


def show(file: tree.File) -> str:
    """The whole file, one blank line between criteria, ending in a line end."""
    elements: list[_Element] = []
    if file.header:
        elements.append(_Element(file.header.span.start, True, _header(file.header)))
    for criterion in file.criteria:
        elements.extend(_criterion(criterion))
    tail = _place_comments(elements, file.comments)
    lines: list[str] = []
    for element in elements:
        if element.top and lines:
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

    __slots__ = ("after", "before", "lines", "start", "top")

    def __init__(self, start: int, top: bool, lines: list[str]) -> None:
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


def _header(header: tree.Header) -> list[str]:
    lines = [f'trial {header.trial} "{header.title}"']
    if header.version:
        lines.append(f'version "{header.version}"')
    if header.source:
        lines.append(f'source "{header.source}"')
    if header.cohorts:
        named = [f'{one.name} "{one.title}"{" closed" if one.closed else ""}' for one in header.cohorts]
        line = f"cohorts {', '.join(named)}"
        lines.append(line if len(line) <= WIDTH else "cohorts " + f",\n{_HANGING}".join(named))
    return lines


def _criterion(criterion: tree.Criterion) -> list[_Element]:
    scope = f" {_scope(criterion.scope)}" if criterion.scope else ""
    lines = [f'{criterion.kind} {criterion.id}{scope} "{criterion.title}"']
    if criterion.source:
        lines.append(f'{_INDENT}source "{criterion.source}"')
    elements = [_Element(criterion.span.start, True, lines)]
    if criterion.body:
        elements.append(_Element(criterion.body.span.start, False, _body("", criterion.body)))
    for variant in criterion.variants:
        elements.append(_Element(variant.span.start, False, _body(f"{_scope(variant.scope)}: ", variant.body)))
    return elements


def _scope(scope: tree.Scope) -> str:
    return f"for {scope.people or ', '.join(scope.cohorts)}"


def _body(lead: str, body: tree.Body) -> list[str]:
    """The rule on one line if it fits; else broken before its connectives, groups inside it the same way."""
    whole = _INDENT + lead + rule_text(body)
    if len(whole) <= WIDTH:
        return [whole]
    first, *rest = _pieces(body)
    lines = _broken(first, _INDENT + lead, _HANGING)
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
    inner = node.item if isinstance(node, tree.Group) else node
    if len(line) <= WIDTH or not isinstance(inner, tree.Chain):
        return [line]
    opening, closing = ("(", ")") if isinstance(node, tree.Group) else ("", "")
    parts = list(_chained(inner))
    parts[0] = _Piece(piece.before + opening, parts[0].node)
    parts[-1] = _Piece(parts[-1].before, parts[-1].node, closing + piece.after)
    deeper = hanging + _INDENT
    return [
        *_broken(parts[0], indent, deeper),
        *(text for part in parts[1:] for text in _broken(part, deeper, deeper)),
    ]


def _chained(chain: tree.Chain) -> Iterator[_Piece]:
    yield _Piece("", chain.items[0])
    for word, item in zip(chain.connectives, chain.items[1:], strict=True):
        yield _Piece(f"{word} ", item)


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
                pieces.append(_Piece(f"or {_limit(exception.limit, comparison)} if ", exception.condition, comma))
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


def expression(node: tree.Expression) -> str:
    """One expression on one line."""
    match node:
        case tree.Comparison(measures=measures, limit=limit, window=window):
            return f"{_names(measures)} {_limit(limit, node)}{_window(window)}"
        case tree.WordTest(tests=tests, word=word, window=window):
            return f"{_names(tests)} {word.text}{_window(window)}"
        case tree.Record():
            return _record(node)
        case tree.Since(op=op, duration=duration, names=names, anchor=anchor):
            lead = f"{_WORDS[op]} {_duration(duration)}"
            return f"{lead} from {_names(names)} to {anchor.text}" if anchor else f"{lead} since {_names(names)}"
        case tree.Lines():
            return _lines(node)
        case tree.SexIs(sex=sex):
            return sex
        case tree.Statement(text=text, quoted=quoted):
            return f'attested "{text}"' if quoted else text
        case tree.Judge(text=text, unread=unread):
            lead = "unread" if unread else "judgment"
            return f'{lead} "{text}"' if text or unread else lead
        case tree.Negation(item=item):
            return f"not {expression(item)}"
        case tree.Group(item=item):
            return f"({expression(item)})"
        case tree.Chain():
            return " ".join(_flat(piece) for piece in _chained(node))
    assert_never(node)


def _record(node: tree.Record) -> str:
    words = [*(qualifier(one) for one in node.qualifiers), _names(node.names)]
    excluded = f" except {', '.join(name.text for name in node.excluded)}" if node.excluded else ""
    return f"{'no ' if node.absent else ''}{' '.join(words)}{_window(node.window)}{excluded}"


def qualifier(one: tree.Qualifier) -> str:
    """The words before a name, as written."""
    match one.kind:
        case "history":
            return "history of"
        case "family":
            return "family history of"
        case "stage":
            return f"stage {' or '.join(one.values)}"
        case "prior" | "other":
            return one.kind
        case _:
            return " or ".join(one.values)


def _names(names: tree.Names) -> str:
    texts = [name.text for name in names.items]
    if names.joiner == ",":
        return ", ".join(texts)
    if len(texts) < 2:
        return f"{_lead(names.joiner)}{texts[0]}"
    return f"{', '.join(texts[:-1])} {names.joiner} {texts[-1]}"


def _lead(joiner: tree.Joiner) -> str:
    return {"or": "either of ", "and": "all of "}.get(joiner, "")


def _limit(limit: tree.Limit, comparison: tree.Comparison) -> str:
    measure = comparison.measures.items[0].text
    match limit:
        case tree.Compared(op=op, bound=bound):
            return f"{op} {_bound(bound, measure)}"
        case tree.Between(low=low, high=high):
            return f"between {_bound(low, measure)} and {_bound(high, measure)}"
        case tree.OneOf(values=values):
            first = f"{', '.join(values[:-1])} or " if len(values) > 1 else ""
            return f"is {first}{values[-1]}"
    assert_never(limit)


def _bound(bound: tree.Bound, measure: str) -> str:
    match bound:
        case tree.Number():
            return _number(bound, measure)
        case tree.Multiple(factor=factor, of=of, plus=plus):
            scaled = f"{factor} x {of}" if factor else of
            return f"{scaled} + {_number(plus, measure)}" if plus else scaled
    assert_never(bound)


def _number(number: tree.Number, measure: str) -> str:
    return f"{number.digits} {_unit(number.unit, measure)}" if number.unit else number.digits


def _unit(spelling: str, measure: str) -> str:
    """The unit in the one spelling that files are written in, if it is one of the analyte's."""
    if spelling.casefold() in ("day", "days", "week", "weeks", "month", "months", "year", "years"):
        return spelling.casefold().removesuffix("s") + "s"
    key = concepts.lookup("measure", measure)
    found = conversion(concepts.any_member(key), spelling) if key else None
    return display(found.unit) if found else spelling


def _lines(node: tree.Lines) -> str:
    if node.op == "<=" and node.number == "0":
        text = f"no prior lines of {node.therapy.text}"
    else:
        text = f"{_WORDS[node.op]} {node.number} prior line{'' if node.number == '1' else 's'} of {node.therapy.text}"
    if node.counting is None:
        return text
    counting = node.counting
    word = "less than" if counting.strict else "within"
    intents = " or ".join(counting.intents)
    return f"{text}, counting {intents} therapy only if progression {word} {_duration(counting.duration)} after its end"


def _duration(duration: tree.Duration) -> str:
    return f"{duration.amount} {duration.unit}{'' if duration.amount == '1' else 's'}"


def _window(window: tree.Window | None) -> str:
    if window is None:
        return ""
    anchor = f" before {window.anchor.text}" if window.anchor else ""
    return f" {window.form} {_duration(window.duration)}{anchor}"
