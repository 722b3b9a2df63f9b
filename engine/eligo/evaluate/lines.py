"""How many earlier lines of a therapy a patient has had: an interval, where records leave it open."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from eligo.core.nodes import Counting, Lines
from eligo.evaluate.intervals import holds
from eligo.evaluate.naming import within
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, Truth
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Entry, Interval

_EARLY = ("neoadjuvant", "adjuvant")


# Of these a line number counts lines of any kind; of a narrower therapy it counts only up to there.
_GENERAL = ("systemic therapy", "anticancer therapy")


def lines(node: Lines, view: View) -> Trace:
    """The highest line number given, plus early-disease treatment that counts by the rule.

    Entries without a number may each be a line of their own or part of one; an open list may hold more.
    """
    mine, unclear = _entries(node, view)
    numbers = {one.line for one in mine if one.line is not None}
    early, later, gaps = _unnumbered(node, mine)
    sure = [one for one, counts in early if counts is TRUE]
    highest = max(numbers, default=0)
    low = max(highest if node.concept.name in _GENERAL else len(numbers), _apart(later)) + _groups(sure)
    high = highest + len(later) + sum(counts is not FALSE for _, counts in early) + len(unclear)
    high = max(high, low, *(one.line or 0 for one in unclear), 0)
    gaps += [Gap(f"what {one.label} is", "name_unknown", f"{one.path} may be a line", "chart") for one in unclear]
    closed, assumed = view.closed("therapies", view.as_of)
    if not closed:
        detail = "the list of therapies isn't declared complete"
        gaps.append(Gap(f"lines of {node.concept.name}", "list_open", detail, "chart"))
    interval = Interval(Fraction(low), Fraction(high) if closed else None)
    held = holds(interval, node.op, Fraction(node.number))
    count = str(low) if closed and high == low else f"{low} to {high}" if closed else f"at least {low}"
    if high > low and not gaps:
        detail = f"the entries allow {count}: a line number counts lines of any kind"
        gaps.append(Gap(f"lines of {node.concept.name}", "not_recorded", detail, "chart"))
    proof = Evidence(
        "therapies", f"lines of {node.concept.name}", count, limit=f"{node.op} {node.number}", change="lasting",
        notes=tuple(f"{one.label}{_numbered(one)}" for one in mine),
    )  # fmt: skip
    return Trace(
        node, held, tuple(dict.fromkeys(gaps)) if held is UNKNOWN else (), evidence=(proof,), assumptions=assumed
    )


def _entries(node: Lines, view: View) -> tuple[list[Entry], list[Entry]]:
    """(the entries of the therapy up to the reference date, those that may be of it)."""
    mine: list[Entry] = []
    unclear: list[Entry] = []
    for home in ("therapies", "medications"):
        for entry in view.patient.entries.get(home, ()):
            if entry.status == "absent" or (entry.start is not None and entry.start.first > view.as_of):
                continue
            if entry.route == "local":
                # What isn't given systemically is no line.
                continue
            if any(within(named, node.concept) for named in entry.names):
                mine.append(entry)
            elif home == "therapies" and (
                entry.unknown or any(named.name in node.concept.overlaps for named in entry.names)
            ):
                unclear.append(entry)
    return mine, unclear


def _unnumbered(node: Lines, mine: list[Entry]) -> tuple[list[tuple[Entry, Truth]], list[Entry], list[Gap]]:
    """(early-disease entries with whether they count, other entries without a number, what is missing)."""
    early: list[tuple[Entry, Truth]] = []
    later: list[Entry] = []
    gaps: list[Gap] = []
    for entry in mine:
        if entry.line is not None or entry.intent == "supportive":
            continue
        if node.counting is not None and entry.intent in node.counting.intents:
            counts, gap = _counts(entry, node.counting)
            early.append((entry, counts))
            gaps.extend([gap] if gap else [])
        else:
            later.append(entry)
            detail = f"{entry.path} has no line number"
            gaps.append(Gap(f"line number of {entry.label}", "not_recorded", detail, "chart"))
    return early, later, gaps


def _groups(entries: list[Entry]) -> int:
    """How many stretches of treatment the entries are: what overlaps may be one regimen, listed drug by drug."""
    spans = sorted(
        ((one.start or one.end).first, one.end.last) for one in entries if one.end and (one.start or one.end)
    )
    count = 0
    reach: date | None = None
    for first, last in spans:
        if reach is None or first > reach:
            count += 1
        reach = last if reach is None else max(reach, last)
    return count


def _apart(entries: list[Entry]) -> int:
    """How many of the entries without a number are lines of their own under any usual rule: other drugs, started
    more than 60 days after all before them. An entry without a full date may belong to another, one whose intent
    isn't known may be early or supportive treatment, and maintenance belongs to the line before it."""
    entries = [one for one in entries if one.intent in ("palliative", "curative")]
    dated = sorted(
        ((one.start.first, one) for one in entries if one.start and one.start.exact), key=lambda pair: pair[0]
    )
    count = int(bool(entries))
    known: set[str] = set()
    wider: set[str] = set()
    last: date | None = None
    for day, one in dated:
        # A class and one of its drugs may be the same regimen.
        names = {named.name for named in one.names}
        above = {name for named in one.names for name in named.ancestors}
        if last is not None and (day - last).days > 60 and not (names | above) & known and not names & wider:
            count += not one.unknown
        known |= names
        wider |= above
        last = day
    return count


def _numbered(entry: Entry) -> str:
    if entry.line is not None:
        return f" (line {entry.line})"
    return f" ({entry.intent})" if entry.intent else ""


def _counts(entry: Entry, rule: Counting) -> tuple[Truth, Gap | None]:
    """Whether early-disease treatment counts: progression so soon after its end."""
    if entry.progression is None:
        return UNKNOWN, Gap(f"progression after {entry.label}", "not_recorded", f"{entry.path} doesn't say", "chart")
    if entry.end is None:
        return UNKNOWN, Gap(f"end of {entry.label}", "undated", f"{entry.path} has no end", "chart")
    answers = {
        _soon(progression, dates.forward(end, rule.amount, rule.unit), rule.strict)
        for progression in (entry.progression.first, entry.progression.last)
        for end in (entry.end.first, entry.end.last)
    }
    if len(answers) == 1:
        return (TRUE if answers.pop() else FALSE), None
    detail = f"{entry.path} ended {entry.end}, progression {entry.progression}"
    return UNKNOWN, Gap(f"dates of {entry.label}", "date_ambiguous", detail, "chart")


def _soon(progression: date, limit: date, strict: bool) -> bool:
    return progression < limit if strict else progression <= limit
