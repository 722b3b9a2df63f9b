"""Whether a disease progressed on a treatment or after it, in a window told from its own start and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eligo.core.nodes import Point, Progressed, Window
from eligo.evaluate.naming import NO, YES, Answer, one_of_several
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.evaluate.view import View
from eligo.evaluate.windows import closing, opening, step
from eligo.facts.patient import Entry, Named

_Range = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Ends:
    """Between which days a treatment began, and between which it ended; what goes on ends later than today."""

    start: _Range
    end: _Range

    def of(self, point: Point) -> _Range:
        return self.start if point.anchor == "start" else self.end


def progressed(entry: Entry, one: Progressed, view: View) -> Answer:
    """By the day of the progression where it is recorded; else by what the record says of it."""
    answer, told = _progressed(entry, one, view), entry.progression or entry.end
    if answer.truth is TRUE and told is not None and view.may_lie_ahead(told):
        fact, detail = f"progression after {entry.label}", f"{entry.path} tells it of {told}"
        return Answer(UNKNOWN, fact, "date_ambiguous", detail)
    return answer


def _progressed(entry: Entry, one: Progressed, view: View) -> Answer:
    if entry.start is not None and entry.start.first > view.as_of:
        return NO
    window, ends, said = one.window, _ends(entry, view), entry.details.said.get("progressed")
    fact, day = f"progression after {entry.label}", entry.progression
    ahead = day is not None and day.first > view.as_of
    sign = _sign(entry, view)
    if said == "no" and (sign or (day is not None and not ahead)):
        detail = f"{entry.path} says that it didn't progress, and {sign or f'progression {day}'}"
        return Answer(UNKNOWN, fact, "conflicting_records", detail)
    if day is not None and not ahead:
        held = view.clip(day)
        return _dated(entry, (held.first, held.last), window, ends, sign)
    never = _inside((ends.start[0], view.as_of), window, ends) is FALSE and not _after_the_end(window)
    if sign:
        return NO if never else _told(entry, window, sign)
    if ahead:
        return NO
    if said == "no":
        return _not_so_far(entry, window, ends, view)
    if said == "yes" and _holds_all(window, open_end=True):
        return YES
    if never:
        return NO
    if said == "yes":
        return Answer(UNKNOWN, f"date of {fact}", "undated", f"{entry.path} says that it progressed, not when")
    return Answer(UNKNOWN, fact, "not_recorded", f"{entry.path} doesn't say whether it progressed")


def of_part(entry: Entry, one: Progressed, names: Sequence[Named]) -> Answer | None:
    """Open for one of several drugs that may have been given one after another: when it ended isn't told."""
    start = one.window.start
    whole = one.window.end is None and start is not None and (start.anchor, start.amount) == ("start", 0)
    if whole or not one_of_several(entry, names) or entry.details.said.get("progressed") == "no":
        return None
    detail = f"the drugs of {entry.path} may have been given one after another, and it tells the time of all of them"
    return Answer(UNKNOWN, f"dates of {' and '.join(named.name for named in names)}", "undated", detail)


def _ends(entry: Entry, view: View) -> _Ends:
    begun = view.clip(entry.start)
    later = (step(view.as_of, 1), date.max)
    if entry.end is not None and entry.conflict:
        return _Ends((begun.first, begun.last), (view.clip(entry.end).first, date.max))
    if entry.end is not None:
        end = view.clip(entry.end)
        ended = (end.first, end.last)
    elif entry.ongoing:
        ended = later
    else:
        ended = (begun.first, view.as_of if entry.ongoing is False else date.max)
    return _Ends((begun.first, min(begun.last, ended[1])), (max(begun.first, ended[0]), ended[1]))


def _sign(entry: Entry, view: View) -> str:
    """What says that the disease progressed while it was treated, without a day of its own."""
    if entry.end is not None and entry.end.first > view.as_of:
        return ""
    reference = view.patient.reference
    if entry.end is None and reference is not None and view.as_of < reference:
        return ""
    if entry.details.said.get("stop_reason") == "progression":
        return "it was stopped for progression"
    if entry.details.said.get("best_response") == "progressive disease":
        return "its best response is progressive disease"
    return ""


def _inside(days: _Range, window: Window, ends: _Ends) -> Truth:
    """Whether a progression between two days lies inside a window."""
    opened, closed = TRUE, TRUE
    start, end = window.start, window.end
    # Nothing progresses on a treatment before it begins.
    if start is not None and not (start.anchor == "start" and start.amount <= 0 and not start.strict):
        low, high = ends.of(start)
        opened = _truth(days[0] >= opening(start, high)[1], days[1] < opening(start, low)[0])
    if end is not None:
        low, high = ends.of(end)
        closed = _truth(days[1] <= closing(end, low)[0], days[0] > closing(end, high)[1])
    if FALSE in (opened, closed):
        return FALSE
    return UNKNOWN if UNKNOWN in (opened, closed) else TRUE


def _truth(surely: bool, surely_not: bool) -> Truth:
    return TRUE if surely else FALSE if surely_not else UNKNOWN


def _after_the_end(window: Window) -> bool:
    """Whether a window begins with the end of the treatment: what progressed on it may be meant or not."""
    return window.start is not None and window.start.anchor == "end" and window.start.amount == 0


def _holds_all(window: Window, *, open_end: bool = False) -> bool:
    """Whether a window holds all of the treatment, from its start to its end; `open_end`: and all that follows."""
    start, end = window.start, window.end
    if start is not None and not (start.anchor == "start" and start.amount <= 0 and not start.strict):
        return False
    if end is None:
        return True
    return not open_end and end.anchor == "end" and end.amount >= 0 and not (end.strict and end.amount == 0)


def _ambiguous(entry: Entry, window: Window, why: str) -> Answer:
    advice = "on or after" if window.end is None else "on or within"
    detail = f"{entry.path}: {why}; whether that counts isn't said (write `{advice}` if it does)"
    return Answer(UNKNOWN, f"how `{window.text}` is meant", "protocol_ambiguous", detail)


def _dated(entry: Entry, days: _Range, window: Window, ends: _Ends, sign: str) -> Answer:
    held = _inside(days, window, ends)
    if held is TRUE or (sign and _holds_all(window)):
        return YES
    if _after_the_end(window):
        # Nothing is said of what comes during the treatment.
        during = days[1] <= ends.end[0]
        if during or sign:
            return _ambiguous(entry, window, sign or f"it progressed {entry.progression}, before its end")
    if held is FALSE:
        return NO
    detail = f"{entry.path} {entry.start or '?'} to {entry.end or '?'}, progression {entry.progression}"
    if entry.start is None or (entry.end is None and not entry.ongoing):
        missing = "end" if entry.end is None and not entry.ongoing else "start"
        return Answer(UNKNOWN, f"{missing} of {entry.label}", "undated", detail)
    return Answer(UNKNOWN, f"dates of {entry.label}", "date_ambiguous", detail)


def _told(entry: Entry, window: Window, sign: str) -> Answer:
    """By what says that it progressed while it was treated: some time up to its end."""
    if _holds_all(window):
        return YES
    if window.start is not None and window.start.anchor == "end":
        return _ambiguous(entry, window, sign)
    return Answer(UNKNOWN, f"date of progression after {entry.label}", "undated", f"{entry.path}: {sign}, not when")


def _not_so_far(entry: Entry, window: Window, ends: _Ends, view: View) -> Answer:
    """What hasn't progressed up to the profile's own reference date; later, only if the window had ended by then."""
    reference = view.patient.reference
    if reference is None or view.as_of <= reference:
        return NO
    if window.end is not None and closing(window.end, ends.of(window.end)[1])[1] <= reference:
        return NO
    detail = f"{entry.path}: none up to {reference}; nothing is recorded of the days since"
    return Answer(UNKNOWN, f"progression after {entry.label}", "outside_window", detail)
