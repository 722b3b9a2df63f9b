"""What all that makes patients shares: the day they are screened on, the days at the ends of windows, a few of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from eligo.core.nodes import Count, Expr, Has, Window
from eligo.evaluate.windows import stretch
from eligo.examine.literals import Way

Profile = dict[str, Any]  # a profile as JSON: what stands in a patient file
Patch = dict[str, Any]  # some of its keys

REFERENCE = date(2025, 6, 16)
LONG_AGO = REFERENCE - timedelta(days=1000)
_EARLIER = 90  # days before the reference date, for the anchor at which a window begins that ends at another
_CHOICES = 6  # of one leaf


class Unmakeable(Exception):
    """A leaf for which no fact is known that gives it its truth."""


def few(patches: Iterable[Patch]) -> list[Patch]:
    """The likeliest of the facts of which one may do. Raises Unmakeable where there is none."""
    made = list(islice(patches, _CHOICES))
    if not made:
        raise Unmakeable
    return made


def window_of(expr: Expr) -> Window | None:
    """The window of a leaf; of what is counted, that of the entries."""
    return getattr(expr.of if isinstance(expr, Count) else expr, "window", None)


def anchors(way: Way) -> dict[str, date]:
    """Days for the anchors that can't stand for the reference date: those at which a window to another begins."""
    found: dict[str, date] = {}
    for one in way:
        window = window_of(one.expr)
        if window is not None and window.start and window.end and window.start.anchor != window.end.anchor:
            found[window.start.anchor or ""] = REFERENCE - timedelta(days=_EARLIER)
    found.pop("", None)
    return found


def edges(window: Window | None, anchors: dict[str, date]) -> list[date]:
    """The days at the ends of a window, its last first."""
    made = stretch(window, lambda anchor: anchors.get(anchor or "", REFERENCE), REFERENCE)
    days = [made.sure_last, made.sure_first, made.first, made.last]
    return [day for day in dict.fromkeys(days) if date(1950, 1, 1) < day <= REFERENCE]


def around(expr: Has, anchors: dict[str, date]) -> list[date]:
    """The days at the edges of the window an entry is asked for in, and the days beside them."""
    if expr.window is None:
        return []
    days = [day + timedelta(days=step) for day in edges(expr.window, anchors) for step in (0, -1, 1)]
    return [day for day in dict.fromkeys(days) if day <= REFERENCE]
