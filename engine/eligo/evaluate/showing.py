"""What a reader sees of an entry of a list: when it was, where that lies in the window, when time alone changes it."""

from __future__ import annotations

from datetime import date

from eligo.core.nodes import Has, Point, Stable, Window
from eligo.evaluate import elimination, spells, telling
from eligo.evaluate.naming import by_grade
from eligo.evaluate.timing import timed
from eligo.evaluate.trace import TRUE, Change, Evidence
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch, closing, first_day
from eligo.facts.dates import Days
from eligo.facts.patient import Entry


def shown_entry(entry: Entry, subject: str, node: Has, view: View) -> Evidence:
    """The evidence of an entry. A state may change, what is over only as the window moves on."""
    end_known = bool(entry.end and entry.end != entry.start)
    stretch = f"{entry.start or '?'} to {entry.end}" if end_known else str(entry.start or "")
    event = any(one.event for one in entry.names)
    said = [entry.status] if node.home == "conditions" and not event else []
    said += telling.told(entry, node, view)
    if any(by_grade(entry, one, concept) is TRUE for one in entry.names for concept in node.concepts):
        said.append(f"CTCAE grade {entry.grade}")
    state = f" ({', '.join(said)})" if said else ""
    over = entry.end or (entry.start if event else None)
    change: Change = "yes" if node.tense == "now" or (node.window and not over) else "lasting"
    passes, note, days = None, "", None
    if node.window is not None and over is not None:
        inside = elimination.stretch_of(entry, node, view)
        note = _place(entry, over, inside)
        days = (view.anchor(node.window.anchor) - over.last).days if over.exact and over.last <= inside.last else None
        change, passes = _washout(entry, over, node, node.window, view)
    elif node.since is not None and entry.start is not None and timed(entry, node, view, view.as_of).truth is TRUE:
        change, passes = _lasting(entry, node, node.since, view)
    anchor = node.window.anchor if node.window else node.since.anchor if node.since else None
    if change != "date" and (turned := telling.turns(entry, node, view)) is not None:
        change, passes = turned
        anchor = next((one.since.anchor for one in node.where if isinstance(one, Stable)), None)
    return Evidence(
        entry.path, subject, f"{entry.label}{state}", date=stretch, age_days=days,
        limit=node.window.text if node.window else "", change=change, passes_from=passes,
        anchor=_ahead(anchor, view), notes=(note,) if note else (),
    )  # fmt: skip


def _place(entry: Entry, over: Days, inside: Stretch) -> str:
    """Where what is over lies in the window."""
    if inside.first == date.min:
        begun = entry.start or over
        where = "before" if begun.last <= inside.last else "after" if begun.first > inside.last else "perhaps before"
        return f"{where} the end of the window on {inside.last}"
    if over.last > inside.last:
        return f"its end lies after {inside.last}"
    where = "inside" if over.first >= inside.sure_first else "before" if over.last < inside.first else "perhaps inside"
    return f"{where} the window, which begins on {inside.first}"


def _ahead(anchor: str | None, view: View) -> str:
    """The anchor, if the profile dates it after the reference date: later still, and the window moves on."""
    return anchor if anchor and view.anchor(anchor) > view.as_of else ""


def _lasting(entry: Entry, node: Has, since: Point, view: View) -> tuple[Change, date | None]:
    """The first day of the anchor on which something has lasted long enough."""
    now = view.anchor(since.anchor)
    if node.home == "conditions" and "active" not in node.statuses:
        if entry.status != "resolved" or entry.end is None:
            return "yes", None
        start = entry.end.last
    else:
        start = spells.since(entry, node, view).sure
    if start <= closing(since, now)[0]:
        return "yes", None
    if not view.movable(since.anchor):
        return "lasting", None
    reached = first_day(lambda day: start <= closing(since, day)[0], now)
    return ("date", reached) if reached else ("yes", None)


def _washout(entry: Entry, over: Days, node: Has, window: Window, view: View) -> tuple[Change, date | None]:
    """Whether time mends it, and the first day of the anchor from which the window has left what is over behind,
    or first reaches it."""
    names = {point.anchor for point in (window.start, window.end) if point}
    moving = {name for name in names if view.movable(name)}
    if not moving:
        # The window hangs on days that are past: no later day moves it.
        return "lasting", None
    if len(names) > 1:
        return "yes", None
    now = view.anchor(names.pop())
    begun = entry.start or over
    inside = elimination.stretch_of(entry, node, view)
    if begun.first > inside.last:
        reached = first_day(lambda day: begun.last <= elimination.stretch_of(entry, node, view, day).sure_last, now)
        return ("date", reached) if reached else ("yes", None)
    if over.last < inside.first or (window.start is None and window.half_lives is None):
        return "lasting", None
    left = first_day(lambda day: elimination.stretch_of(entry, node, view, day).first > over.last, now)
    return ("date", left) if left else ("yes", None)
