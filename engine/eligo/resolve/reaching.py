"""What the words around names reach, where a sentence leaves two readings: refused with both of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from eligo.core.nodes import Concept, Span
from eligo.resolve.context import Context, Unresolved
from eligo.syntax import printer, tree
from eligo.vocabulary import concepts

Told = Callable[[tree.Record], str]
_OF_THE_ENTRY = {  # what may be of the record, or of the names before it
    "indication": ("site", "dose"), "cause": ("site", "dose"), "setting": ("site", "dose"),
    "partner": ("site", "dose", "stopped", "alone"),
}  # fmt: skip
_OF_ITS_END = ("progression", "response", "stopped")  # of these and of the treatment, a window could be
_CHANGING = {"treated", "symptomatic"}  # a window behind these could be of the day on which it became so
_ONE_BY_ONE = ("site", "alone", "sole", "dose")  # what is said of one name, or of all in a list


def refuse(node: tree.Record, context: Context, told: Told = printer.expression, word: str = "") -> None:
    """Refuse a record with two readings. Notes S002 and raises Unresolved.

    `told`: how a rule of one of its names reads; `word`: what joins these, where it isn't what joins the names.
    """
    for one in (*node.qualifiers, *node.tails):
        if one.loose:
            _loose(one, context)
        if one.kind == "dose" and one.dose and not one.dose.per and one.dose.unit not in ("Gy", "cGy"):
            _undated_dose(one, one.dose, context)
        if one.kind == "response" and one.values == ("no response",):
            _no_response(one, node, context)
    _beside(node, context)
    _lists(node, told, word or ("and" if node.names.joiner == "and" else "or"), context)
    _whose(node, context)
    _when(node, context)


def _s002(message: str, span: Span, help_: str, context: Context) -> None:
    context.wrong("S002", message, span, help_)
    raise Unresolved


def _loose(one: tree.Qualifier, context: Context) -> None:
    """`symptomatic, untreated brain metastases`: both, or one of them?"""
    words = printer.qualifier(one)
    if one.kind != "trait":
        help_ = f"write `{printer.qualifier(replace(one, loose=False))}`"
        _s002(f"say `or` before the last of `{words}`", one.span, help_, context)
    either = f"write `{printer.qualifier(replace(one, loose=False))}` for one of them"
    _s002(f"`{words}`: one of them, or all?", one.span, f"{either}, `{' '.join(one.values)}` for all", context)


def _undated_dose(one: tree.Qualifier, dose: tree.Dose, context: Context) -> None:
    """`prednisone > 10 mg`: a day, a cycle, or in all?"""
    plain = printer.qualifier(replace(one, dose=replace(dose, per="day")))
    _s002(
        f"{dose.digits} {dose.unit} a day, a cycle, or in all?", one.span,
        f"write `{plain}` (or /week, /cycle), or `cumulative dose of ... {printer.qualifier(one)}`", context,
    )  # fmt: skip


def _no_response(one: tree.Qualifier, node: tree.Record, context: Context) -> None:
    """`no response to cisplatin`: the response was none, or there was none that counts as one?"""
    names = ", ".join(name.text for name in node.names.plain)
    _s002(
        "that it didn't respond, or that no response is recorded?", one.span,
        f"write `no objective response to {names}` for who has had none, or name what the response was: "
        f"`stable disease, no response or progressive disease to {names}`", context,
    )  # fmt: skip


def _beside(node: tree.Record, context: Context) -> None:
    """`unresectable stage III or IV melanoma`: must what is of stage IV be unresectable as well?"""
    for first, second in zip(node.qualifiers, node.qualifiers[1:], strict=False):
        pair = {first.kind, second.kind}
        several = next((one for one in (first, second) if _alternatives(one)), None)
        if pair == {"stage"} or not pair <= {"trait", "stage", "tnm"}:
            continue
        if several is None and pair == {"trait"} and _attributes(first) & _attributes(second):
            context.wrong("L005", f"`{printer.qualifier(second)}` says something else", second.span, "keep one of them")
            raise Unresolved
        if several is None:
            continue
        bare = replace(node, absent=False)
        other = second if several is first else first
        near = several.values[-1 if several is first else 0]
        each, one = [], []
        for value in several.values:
            alone = replace(several, values=(value,), loose=False)
            with_both = replace(bare, qualifiers=tuple(alone if q is several else q for q in bare.qualifiers))
            without = replace(with_both, qualifiers=tuple(q for q in with_both.qualifiers if q is not other))
            each.append(f"({printer.expression(with_both)})")
            one.append(f"({printer.expression(with_both if value == near else without)})")
        _s002(
            f"does `{printer.qualifier(other)}` go with all of `{printer.qualifier(several)}`?", several.span,
            f"write {_denied(node, ' or '.join(each))}\nor    {_denied(node, ' or '.join(one))}", context,
        )  # fmt: skip


def _alternatives(one: tree.Qualifier) -> bool:
    """Whether a word lists several of which one will do."""
    words = {value.casefold().partition(" ")[0] for value in one.values}
    return one.kind in ("trait", "stage", "tnm") and len(one.values) > 1 and not words & {"or", "to"}


def _lists(node: tree.Record, told: Told, word: str, context: Context) -> None:
    """`surgery or radiotherapy to the brain`: is the surgery one of the brain as well?"""
    around = [one for one in node.qualifiers if one.kind in ("trait", "stage", "tnm")]
    around += [one for one in node.tails if one.kind in _ONE_BY_ONE]
    if node.names.joiner == "and":
        around = [one for one in around if one.kind != "sole"]
    if not around or len(node.names.items) < 2:
        return
    said = around[0]
    if len({name.text.casefold() for name in node.names.plain}) == 1:
        _doubled(node, context)
    if said.kind == "sole":
        _alone(node, said, context)
    last = len(node.names.items) - 1
    only = 0 if said in node.qualifiers else last
    bare = replace(node, absent=False)
    names = [_named(bare, one) for one in node.names.items]
    each = [f"({told(one)})" for one in names]
    one = [f"({told(one if at == only else _without(one, said))})" for at, one in enumerate(names)]
    _s002(
        f"does `{printer.qualifier(said)}` reach all of these names?", node.names.span,
        f"write {_denied(node, f' {word} '.join(each))}\nor    {_denied(node, f' {word} '.join(one))}", context,
    )  # fmt: skip


def _doubled(node: tree.Record, context: Context) -> None:
    """`treated brain metastases and brain metastases stable for ...`: is one of them both?"""
    one = _named(replace(node, absent=False), node.names.items[0])
    first = replace(one, tails=(), window=None, lasting=None, excluded=())
    parts = [f"({printer.expression(each)})" for each in (first, replace(one, qualifiers=()))]
    _s002(
        f"must one {node.names.items[0].text} be both?", node.names.span,
        f"write {_denied(node, f'({printer.expression(one)})')}\nor    {_denied(node, ' and '.join(parts))}", context,
    )  # fmt: skip


def _alone(node: tree.Record, sole: tree.Qualifier, context: Context) -> None:
    """`A or B as the only C`: one of the two alone, or none but these two?"""
    bare = replace(node, absent=False)
    each = [f"({printer.expression(_named(bare, one))})" for one in node.names.items]
    names = ", ".join(name.text for name in node.names.plain)
    both = f"({printer.expression(_without(bare, sole))}) and no {sole.names[0].text} except {names}"
    _s002(
        "one of these alone, or none but these?", node.names.span,
        f"write {_denied(node, ' or '.join(each))}\nor    {_denied(node, both)}", context,
    )  # fmt: skip


def _named(node: tree.Record, name: tree.Name | tree.Quantity) -> tree.Record:
    return replace(node, names=replace(node.names, items=(name,), joiner=""))


def _denied(node: tree.Record, text: str) -> str:
    return f"not ({text})" if node.absent else text


def _attributes(one: tree.Qualifier) -> set[str]:
    """What traits speak of."""
    table = concepts.table("trait")
    return {table[concepts.lookup("trait", value) or value].row["attribute"] for value in one.values}


def _whose(node: tree.Record, context: Context) -> None:
    """`cisplatin combined with radiotherapy to the brain`: where was the cisplatin given?"""
    for at, one in enumerate(node.tails):
        for later in node.tails[at + 1 :]:
            if later.kind in _OF_THE_ENTRY.get(one.kind, ()):
                first = tuple(tail for tail in node.tails if tail is not later)
                moved = replace(node, tails=(later, *first))
                _s002(
                    f"is `{printer.qualifier(later)}` of {node.names.items[0].text}, "
                    f"or of what stands before it?", later.span,
                    f"for the first write `{printer.expression(moved)}`; the second can't be asked for", context,
                )  # fmt: skip


def _when(node: tree.Record, context: Context) -> None:
    """`progression after cisplatin within 6 months`: when was the progression, or the cisplatin?"""
    if node.lasting is not None and not node.lasting.stable:
        _so_long(node, node.lasting, context)
    if node.window is not None:
        _treated_when(node, node.window, context)
    said = next((one for one in (*node.qualifiers, *node.tails) if one.kind in _OF_ITS_END), None)
    if said is None or (node.window is None and node.lasting is None):
        return
    after = next(one for one in (node.window, node.lasting) if one is not None)
    name = node.names.items[0].text
    what = {"progression": "progression", "response": "response", "stopped": "stop"}[said.kind]
    help_ = {
        "progression": f"write `progression on or within 6 months after {name}`, with the length before the name",
        "response": f"leave the time out, or make it a rule of its own: `{name} within ...`",
        "stopped": f"leave the time out, or make it a rule of its own: `{name} within ...`",
    }[said.kind]
    _s002(f"is this time of the {what}, or of the {name}?", after.span, help_, context)


def _treated_when(node: tree.Record, window: tree.Window, context: Context) -> None:
    """`treated brain metastases at least 4 weeks before first dose`: were they there then, or treated then?"""
    said = next((one for one in node.qualifiers if one.kind == "trait" and _attributes(one) & _CHANGING), None)
    if said is None or all(concepts.is_event("condition", name) for name, _, _ in _concepts(node.names)):
        return
    name = node.names.items[0].text
    first = printer.expression(_without(replace(node, absent=False), said))
    second = printer.expression(replace(node, absent=False, window=None))
    other = f"; when it was treated: `prior radiotherapy for {name}` with a window behind it"
    _s002(
        f"is this the time of the {name}, or when `{printer.qualifier(said)}` came true?", window.span,
        f"for the first write `{_denied(node, f'({first}) and {second}')}`"
        + (other if "treated" in _attributes(said) else "; the other can't be asked for"), context,
    )  # fmt: skip


def _so_long(node: tree.Record, lasting: tree.Lasting, context: Context) -> None:
    """`symptomatic brain metastases for at least 4 weeks`: so old, or symptomatic so long? So for a dose."""
    traits = [one for one in node.qualifiers if one.kind in ("trait", "stage", "tnm", "grade")]
    doses = [one for one in node.tails if one.kind == "dose"]
    if any(one.kind == "stable dose" for one in node.qualifiers) or not (traits or doses):
        return
    said = (traits or doses)[0]
    first = printer.expression(_without(replace(node, absent=False), said))
    second = printer.expression(replace(node, absent=False, lasting=None))
    if traits:
        help_ = f"for the name write `({first}) and {second}`; the other can't be asked for"
    else:
        plain = tuple(one for one in node.qualifiers if one.kind != "current")
        stable = replace(node, qualifiers=(tree.Qualifier("stable dose"), *plain), absent=False)
        help_ = f"write `({first}) and {second}`, or `{printer.expression(stable)}`"
    _s002(f"is this how long `{printer.qualifier(said)}` holds, or the name alone?", lasting.span, help_, context)


def _without(node: tree.Record, said: tree.Qualifier) -> tree.Record:
    qualifiers = tuple(one for one in node.qualifiers if one is not said)
    return replace(node, qualifiers=qualifiers, tails=tuple(one for one in node.tails if one is not said))


def refuse_tail(first: tree.Expression, word: str, second: tree.Expression, context: Context) -> None:
    """Refuse `pneumonitis related to radiotherapy or infection`: is the infection a cause, or a rule of its own?"""
    record = first.record if isinstance(first, tree.Counted | tree.Since) else first
    if not isinstance(record, tree.Record) or not isinstance(second, tree.Record) or second.absent:
        return
    _excepted(record, word, second, context)
    last = record.excluded[-1] if record.excluded else record
    ended = last is record and (record.window or record.lasting)
    if ended or not last.tails or second.qualifiers:
        return
    tail = last.tails[-1]
    if tail.kind == "cause" and all(name.kind in ("CONDITION", "THERAPY") for name in second.names.plain):
        again = tree.Record(
            last.qualifiers, last.names, (), None, False, None,
            (*last.tails[:-1], replace(tail, names=second.names.plain, loose=False)),
        )  # fmt: skip
    elif tail.kind == "site" and all(_placed(name) for name in second.names.plain):
        treated = tree.Qualifier("indication", names=second.names.plain)
        again = replace(last, excluded=(), absent=False, tails=(*last.tails[:-1], treated))
    else:
        return
    texts = [printer.expression(first), printer.expression(second)]
    _s002(
        f"does `{printer.qualifier(tail)}` go on behind `{word}`?", second.span,
        f"write ({texts[0]}) {word} ({printer.expression(again)})\nor    ({texts[0]}) {word} ({texts[1]})", context,
    )  # fmt: skip


def _placed(name: tree.Name) -> bool:
    """Whether a name begins with a place of the body: `liver metastases`."""
    words = name.text.split()
    return any(concepts.lookup("site", " ".join(words[:number])) for number in range(1, len(words)))


def _excepted(first: tree.Record, word: str, second: tree.Record, context: Context) -> None:
    """Refuse `infection except hepatitis or active tuberculosis`: excepted as well, or a rule of its own?"""
    own = second.window or second.lasting or second.excluded
    if not first.excluded or first.excluded[-1].tails or (own and not second.qualifiers):
        return
    if not _related(_concepts(first.names), _concepts(second.names)):
        return
    texts = [printer.expression(first), printer.expression(second)]
    plain = replace(second, qualifiers=(), tails=(), window=None, lasting=None, excluded=())
    moved = replace(first, excluded=(*first.excluded, plain))
    _s002(
        "does `except` reach what follows as well?", second.span,
        f"write ({texts[0]}) {word} ({texts[1]})\nor    {printer.expression(moved)}", context,
    )  # fmt: skip


def refuse_strangers(
    node: tree.Record, named: Sequence[Concept], excepted: Concept, span: Span, context: Context
) -> None:
    """Refuse `malignancy except basal cell carcinoma or stroke`: a stroke is no malignancy, so it can't be excepted.

    A corticosteroid may be: it is treatment of a lymphoma or a myeloma, and supportive treatment of other cancers.
    """
    if excepted.is_a("corticosteroid") and any(one.name in ("anticancer therapy", "systemic therapy") for one in named):
        return
    if _related([(one.name, one.ancestors, one.overlaps) for one in named],
                [(excepted.name, excepted.ancestors, excepted.overlaps)]):  # fmt: skip
        return
    name = node.names.items[0].text
    plain = printer.expression(replace(node, excluded=(), absent=False, window=None, lasting=None))
    _s002(
        f"{excepted.name} is no {name}: is it excepted, or a rule of its own?", span,
        f"leave it out, or write `({plain} except ...) or {excepted.name}`", context,
    )  # fmt: skip


_Known = tuple[str, frozenset[str], frozenset[str]]


def _concepts(names: tree.Names) -> list[_Known]:
    found: list[_Known] = []
    for name in names.plain:
        for kind in ("condition", "therapy"):
            canonical = concepts.lookup(kind, name.text)
            if canonical is not None:
                found.append((canonical, concepts.ancestors(kind, canonical), concepts.overlaps(kind, canonical)))
                break
    return found


def _related(ones: Sequence[_Known], others: Sequence[_Known]) -> bool:
    """Whether some of two lists of names have something in common: a class, or a member."""
    return any(
        ({one[0], *one[1]} & {other[0], *other[1]}) or one[0] in other[2] or other[0] in one[2]
        for one in ones
        for other in others
    )


def refuse_late(node: tree.Record, context: Context) -> None:
    """Refuse `malignancy except breast cancer within 5 years`: is the time of both, or of the excepted alone?"""
    early = printer.expression(replace(node, timed_first=True))
    context.wrong(
        "S002", "is this the time of what is excepted alone?", node.span,
        f"if not, write `{early}`; if so, say in rules of their own what isn't excepted",
    )  # fmt: skip
    raise Unresolved
