"""How many earlier lines of a therapy a patient has had: an interval, where records leave it open."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from eligo.core.nodes import Counting, Lines
from eligo.evaluate.comparing import holds
from eligo.evaluate.entries import within
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Gap, Trace, Truth
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Entry, Interval

_EARLY = ("neoadjuvant", "adjuvant")


def lines(node: Lines, view: View) -> Trace:
    """The highest line number given, plus early-disease treatment that counts by the rule.

    Entries without a number may each be a line of their own or part of one; an open list may hold more.
    """
    mine: list[Entry] = []
    open_: list[Gap] = []
    low = high = highest = 0
    numbered = 0
    for entry in view.patient.entries.get("therapies", ()):
        if entry.status == "absent":
            continue
        if entry.start is not None and entry.start.first > view.as_of:
            continue
        if not any(within(named, node.concept) for named in entry.names):
            if entry.unknown or any(named.name in node.concept.overlaps for named in entry.names):
                high += 1
                highest = max(highest, entry.line or 0)
                open_.append(Gap(f"what {entry.label} is", "name_unknown", f"{entry.path} may be a line", "chart"))
            continue
        mine.append(entry)
        if entry.line is not None:
            numbered = max(numbered, entry.line)
        elif node.counting is not None and entry.intent in node.counting.intents:
            counts, gap = _counts(entry, node.counting)
            low += counts is TRUE
            high += counts is not FALSE
            open_.extend([gap] if gap else [])
        elif entry.intent == "supportive":
            continue
        else:
            high += 1
            open_.append(
                Gap(
                    f"line number of {entry.label}",
                    "not_recorded",
                    f"{entry.path} has no line number",
                    "chart",
                )
            )
    # An entry whose intent isn't known may be early or supportive treatment: it isn't surely a line.
    apart = _apart([one for one in mine if one.line is None and one.intent in ("palliative", "curative")])
    low, high = low + max(numbered, apart), max(high + numbered, highest)
    closed, assumed = view.closed("therapies", view.as_of)
    if not closed:
        open_.append(
            Gap(
                f"lines of {node.concept.name}",
                "list_open",
                "the list of therapies isn't declared complete",
                "chart",
            )
        )
    interval = Interval(Fraction(low), Fraction(max(high, low)) if closed else None)
    held = holds(interval, node.op, Fraction(node.number))
    count = str(low) if closed and high <= low else f"{low} to {high}" if closed else f"at least {low}"
    proof = Evidence(
        "therapies", f"lines of {node.concept.name}", count, limit=f"{node.op} {node.number}", change="lasting",
        notes=tuple(f"{one.label}{_numbered(one)}" for one in mine),
    )  # fmt: skip
    gaps = tuple(dict.fromkeys(open_)) if held is UNKNOWN else ()
    return Trace(node, held, gaps, evidence=(proof,), assumptions=assumed)


def _apart(entries: list[Entry]) -> int:
    """How many of the entries without a number are lines of their own under any usual rule: other drugs, started
    more than 60 days after all before them. Entries without a full date may belong to another."""
    dated = sorted(
        ((one.start.first, one) for one in entries if one.start and one.start.exact), key=lambda pair: pair[0]
    )
    count = int(bool(entries))
    known: set[str] = set()
    last: date | None = None
    for day, one in dated:
        names = {named.name for named in one.names}
        if last is not None and (day - last).days > 60 and not names & known and not one.unknown:
            count += 1
        known |= names
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
