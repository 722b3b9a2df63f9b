"""Expressions and their phrases in the one wording that files are written in, each on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import assert_never

from eligo.quantity.display import display
from eligo.quantity.units import conversion
from eligo.syntax import tree
from eligo.vocabulary import concepts

# What stands between the names behind `except`. A comma in `2 of (...)` ends a part: there it is `or`.
_COMMA: ContextVar[str] = ContextVar("comma", default=", ")
_WORDS = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than", "=": "exactly"}


def expression(node: tree.Expression) -> str:
    """One expression on one line."""
    match node:
        case tree.Comparison(measures=measures):
            return f"{_lead_word(node)}{_names(measures)} {limit(node.limit, first_name(measures))}{_tail(node)}"
        case tree.WordTest(tests=tests, word=word):
            return f"{_lead_word(node)}{_names(tests)} {word.text}{_tail(node)}"
        case tree.Among(op=op, number=number, items=items):
            return f"{_WORDS[op]} {number} of ({', '.join(_parted(one, ' or ') for one in items)})"
        case tree.AmongMeasures(op=op, number=number, comparison=compared):
            several = ", ".join(name.text for name in compared.measures.items)
            words = limit(compared.limit, first_name(compared.measures))
            return f"{_WORDS[op]} {number} of ({several}) {words}{_tail(compared)}"
        case tree.Use(name=name):
            return f'"{name}"'
        case tree.Finding(name=name, window=window):
            return f"{name}{window_text(window)}"
        case tree.Pressure(op=op, systolic=high, diastolic=low):
            return f"{_lead_word(node)}blood pressure {op} {high.digits}/{low.digits} mmHg{_tail(node)}"
        case tree.Marker():
            return _marker(node)
        case tree.Recovered(record=record, version=version, limit=reached, left=left):
            scale = "" if version == "any" else f"CTCAE v{version} "
            words = limit(reached, "").removeprefix("is ")
            whole = _record(replace(record, excluded=()))
            return f"{whole} {'not ' if left else ''}recovered to {scale}grade {words}{_except(record)}"
        case tree.Record():
            return _record(node)
        case tree.Since(op=op, duration=duration, record=record, anchor=anchor):
            lead = f"{_WORDS[op]} {_duration(duration)}"
            which = f", whichever is {duration.whichever}" if duration.whichever else ""
            since = f"from {_record(record)} to {anchor.text}" if anchor else f"since {_record(record)}"
            return f"{lead} {since}{which}"
        case tree.Counted():
            return _counted(node)
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
            return f"({_parted(item, ', ')})"
        case tree.Chain():
            joined = ("", *(f"{word} " for word in node.connectives))
            commas = (*map(closing_comma, node.items[:-1]), "")
            return " ".join(
                f"{lead}{expression(item)}{comma}" for lead, item, comma in zip(joined, node.items, commas, strict=True)
            )
    assert_never(node)


def _parted(node: tree.Expression, comma: str) -> str:
    """An expression with another word than a comma between names, or with one again."""
    token = _COMMA.set(comma)
    try:
        return expression(node)
    finally:
        _COMMA.reset(token)


def closing_comma(item: tree.Expression) -> str:
    """What parts an item of a chain from the next one: a comma, where it ends with what is excepted."""
    open_ = isinstance(item, tree.Record) and item.excluded and item.timed_first
    return "," if open_ and _COMMA.get().startswith(",") else ""


def _record(node: tree.Record) -> str:
    return "".join(record_parts(node))


def record_parts(node: tree.Record) -> tuple[str, ...]:
    """A record cut where a line may break: its names, each word behind them, when it was, what is excepted."""
    words = [*_leading(node.qualifiers), _names(node.names)]
    tails = (f" {qualifier(one)}" for one in node.tails)
    excluded = _except(node)
    lasting = ""
    if node.lasting:
        anchor = f" before {node.lasting.anchor.text}" if node.lasting.anchor else ""
        stable = f" {node.lasting.stable}" if node.lasting.stable else ""
        lasting = f"{stable} for at least {_duration(node.lasting.duration)}{anchor}"
    window = window_text(node.window)
    time = window + lasting
    behind = (time, excluded) if node.timed_first else (excluded, time)
    parts = (f"{'no ' if node.absent else ''}{' '.join(words)}", *tails, *behind)
    return tuple(part for part in parts if part)


def _except(node: tree.Record) -> str:
    return f" except {_COMMA.get().join(map(_record, node.excluded))}" if node.excluded else ""


def _marker(node: tree.Marker) -> str:
    excluded = f" except {_COMMA.get().join(name.text for name in node.excluded)}" if node.excluded else ""
    lead = "no " if node.absent else ""
    words = (*map(qualifier, node.qualifiers), _names(node.names), *map(qualifier, node.tails))
    return f"{lead}{' '.join(words)}{excluded}{window_text(node.window)}"


def _leading(qualifiers: tuple[tree.Qualifier, ...]) -> Iterator[str]:
    """The words before a name; categories in a row say `TNM` once."""
    going_on = False
    for one in qualifiers:
        words = qualifier(one)
        yield words.removeprefix("TNM ") if going_on and one.kind == "tnm" else words
        going_on = one.kind == "tnm" and not one.values[-1].casefold().startswith("or ")


def _counted(node: tree.Counted) -> str:
    if node.what == "dose":
        return f"cumulative dose of {_record(node.record)}"
    plural = "" if node.number == "1" else "s"
    noun = {"cycles": f"cycle{plural} of", "episodes": f"episode{plural} of", "prior": "prior"}[node.what]
    return f"{_WORDS[node.op]} {node.number} {noun} {_record(node.record)}"


def first_name(names: tree.Names) -> str:
    """The name whose units are written: of several measures the first, of a ratio none."""
    one = names.items[0]
    if isinstance(one, tree.Quantity):
        return one.names[0].text if one.form in ("change", "difference") else ""
    return one.text


def _lead_word(node: tree.Comparison | tree.WordTest | tree.Pressure) -> str:
    return f"{node.which} " if node.which else ""


def _tail(node: tree.Comparison | tree.WordTest | tree.Pressure) -> str:
    text = ""
    if node.repeated:
        apart = _duration(node.repeated.apart) if node.repeated.apart else ""
        if node.repeated.number == "0":
            text = f" for at least {apart}"
        else:
            text = f" on {node.repeated.number} occasions" + (f" at least {apart} apart" if apart else "")
    return text + window_text(node.window)


def qualifier(one: tree.Qualifier) -> str:
    """The words before a name, as written."""
    match one.kind:
        case "history":
            return "history of"
        case "family":
            return "family history of"
        case "confirmed" if one.lead == "by":
            nouns = one.values[0].replace("histologically", "histology").replace("cytologically", "cytology")
            return f"confirmed by {nouns.removesuffix(' confirmed')}"
        case "stage":
            return f"stage {_listed(one, one.values)}"
        case "tnm":
            return f"TNM {_listed(one, one.values)}"
        case "grade":
            limit_words = limit(one.limit, "") if one.limit else ""
            return f"{_scale(one.values[0])} grade {limit_words.removeprefix('is ')}"
        case "prior" | "other" | "alone":
            return one.kind
        case "stable dose":
            return "stable dose of"
        case "site":
            return f"{one.lead} the {_listed(one, one.values)}"
        case "requiring":
            return f"requiring {_listed(one, one.values)}"
        case "tested by":
            return f"{one.lead} {_listed(one, one.values)}"
        case "copies":
            return f"{one.op} {one.values[0]} copies"
        case "cause" if one.lead:
            return f"{one.lead} {_listed(one, tuple(name.text for name in one.names))}"
        case "indication" | "cause" | "partner" | "sole" | "latest" | "first":
            return f"{_TIES[one.kind]} {_listed(one, tuple(name.text for name in one.names))}"
        case "response":
            return f"{_listed(one, one.values)} to"
        case "progression":
            return f"progression {one.values[0]}{f' {_duration(one.duration)} after' if one.duration else ''}"
        case "dose" if one.dose and one.op:
            per = f"/{one.dose.per}" if one.dose.per else ""
            as_of = f" {one.dose.equivalent} equivalent" if one.dose.equivalent else ""
            return f"{one.op} {one.dose.digits} {one.dose.unit}{per}{as_of}"
        case _:
            return _listed(one, one.values)


def _listed(one: tree.Qualifier, values: tuple[str, ...]) -> str:
    """The words of a list, with its commas where it has nothing else."""
    return ", ".join(values) if one.loose else _steps(values)


_TIES = {
    "indication": "for", "cause": "related to", "partner": "combined with", "sole": "as the only",
    "latest": "as the most recent", "first": "as the first",
}  # fmt: skip


def _steps(values: tuple[str, ...]) -> str:
    """`III or IV`, `IIB or higher`, `IB to IIIA`."""
    if values[-1].casefold().startswith("or "):
        return f"{_either(values[:-1])} {values[-1].casefold()}"
    if len(values) == 3 and values[1] == "to":
        return " ".join(values)
    return _either(values)


def _either(values: tuple[str, ...]) -> str:
    return _joined(values, "or")


def _joined(values: Sequence[str], word: str) -> str:
    """`A, B or C`; `A or B or C` where a comma would end it."""
    comma = ", " if _COMMA.get() == ", " else f" {word} "
    return f"{comma.join(values[:-1])} {word} {values[-1]}" if len(values) > 1 else values[0]


def _scale(version: str) -> str:
    if version == "histologic":
        return version
    return "CTCAE any version" if version == "any" else f"CTCAE v{version}" if version else "CTCAE"


def _names(names: tree.Names) -> str:
    texts = [name.text for name in names.items]
    if names.joiner == "," and _COMMA.get() != ", ":
        # Both `and` and `or`: refused, and never to become a list of parts.
        return f"{texts[0]} and {' or '.join(texts[1:])}"
    if names.joiner == ",":
        return ", ".join(texts)
    if len(texts) < 2:
        return f"{_lead(names.joiner)}{texts[0]}"
    if names.joiner == "either":
        return f"either of {_joined(texts, 'or')}"
    return _joined(texts, names.joiner)


def _lead(joiner: tree.Joiner) -> str:
    return {"either": "either of ", "and": "all of "}.get(joiner, "")


def limit(one: tree.Limit, measure: str) -> str:
    """A limit with its operator; numbers in the units of a measure."""
    match one:
        case tree.Compared(op=op, bound=bound):
            return f"{op} {bound_text(bound, measure)}"
        case tree.Between(low=low, high=high):
            if isinstance(low, tree.Level) and isinstance(high, tree.Level):
                return f"is {low.text} to {high.text}"
            return f"between {bound_text(low, measure)} and {bound_text(high, measure)}"
        case tree.OneOf(values=values):
            return f"is {_joined(values, 'or')}"
        case tree.Normal(within=within):
            return "within normal limits" if within else "outside normal limits"
    assert_never(one)


def bound_text(bound: tree.Bound, measure: str) -> str:
    """What stands behind the operator."""
    match bound:
        case tree.Number(also=also):
            again = f" [{_number(also, measure)}]" if also else ""
            return f"{_number(bound, measure)}{again}"
        case tree.Multiple(factor=factor, of=of, plus=plus):
            scaled = f"{factor} x {of}" if factor else of
            return f"{scaled} + {_number(plus, measure)}" if plus else scaled
        case tree.Level(text=text):
            return text
        case tree.Parameter(name=name):
            return f'"{name}"'
    assert_never(bound)


def _number(number: tree.Number, measure: str) -> str:
    return f"{number.digits} {_unit(number.unit, measure)}" if number.unit else number.digits


def _unit(spelling: str, measure: str) -> str:
    """The unit in the one spelling that files are written in, if it is one of the analyte's."""
    if spelling.casefold().removesuffix("s") in ("hour", "day", "week", "month", "year"):
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
    if duration.parameter:
        return f'"{duration.parameter}"'
    lengths = []
    if duration.unit:
        lengths.append(f"{duration.amount} {duration.unit}{'' if duration.amount == '1' else 's'}")
    if duration.half_lives:
        lengths.append(f"{duration.half_lives} half-{'life' if duration.half_lives == '1' else 'lives'}")
    return " or ".join(lengths)


def window_text(window: tree.Window | None) -> str:
    """The window behind what it limits; which of two lengths counts is said at its end."""
    if window is None:
        return ""
    anchor = f" {window.side} {window.anchor.text}" if window.anchor and window.side else ""
    if window.until and window.anchor:
        return f" between {window.anchor.text} and {window.until.text}"
    if window.form in ("before", "after", "since") and window.anchor:
        return f" {window.form} {window.anchor.text}"
    assert window.duration is not None  # all other forms have one
    nearer = ""
    if window.nearer is not None:
        same = window.nearer.unit == window.duration.unit
        nearer = f"{window.nearer.amount if same else _duration(window.nearer)} and "
    which = f", whichever is {window.duration.whichever}" if window.duration.whichever else ""
    return f" {window.form} {nearer}{_duration(window.duration)}{anchor}{which}"
