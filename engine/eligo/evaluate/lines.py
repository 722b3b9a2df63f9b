"""How many earlier lines of a therapy a patient has had: an interval, where records leave it open.

Line numbers that are given win: the count is the highest, and what began after it by the rule of regimens. Without
numbers lines are inferred, by 30 and 90 days and by 28 and 60: where the two differ, so does what is known.

Why a definite count stays what it is when a missing fact is told:
1. Each entry without a number may be any day between those of its partial dates, have any intent, be any drug its
   names allow; `regimens.count` goes through all of these at once, and each fact told only takes some of them away.
2. Where it can't tell two decisions apart (a window reached or not, a drug new or not) it takes both.
3. A number told later that the rule would have inferred as well changes nothing; one that it wouldn't is a person's
   count in place of an inferred one.
4. A number beyond what a complete list holds contradicts the list: the count lies between the two, and a verdict
   that hangs on it is `conflicting_records`, never the other one.
5. A list that isn't complete has no upper end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from eligo.core.nodes import Count, Counting, Related
from eligo.evaluate.intervals import holds
from eligo.evaluate.lineup import lineup
from eligo.evaluate.naming import YES, Answer, every
from eligo.evaluate.records import answered, gaps_of
from eligo.evaluate.regimens import Given, Item, Role, Rule, count
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Change, Evidence, Gap, Trace, Truth
from eligo.evaluate.tumors import of_index
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Entry, Interval

STATED, OTHER = Rule(30, 90), Rule(28, 60)

_ANY, _SYSTEMIC, _LOCAL = "anticancer therapy", "systemic therapy", "local therapy"
# Of these a line number counts lines of any kind; of a narrower therapy it counts only up to there.
_GENERAL = (_SYSTEMIC, _ANY)
_EARLY = ("neoadjuvant", "adjuvant")
_AROUND = (*_EARLY, "perioperative")
_KEPT_UP = ("consolidation", "conditioning")
_SPREAD = ("metastatic", "advanced")
_TREATING = ("palliative", "curative")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that is, or may be, of a line: whether it is of the therapy asked about, what it may be, why not
    only one thing."""

    entry: Entry
    of: Truth
    roles: tuple[Role, ...]
    answer: Answer | None = None
    gap: Gap | None = None
    assumed: tuple[str, ...] = ()

    @property
    def around(self) -> tuple[str, ...]:
        """As what treatment around surgery it is recorded."""
        setting = self.entry.details.said.get("setting", "")
        when = setting if self.entry.intent in (None, *_TREATING) else self.entry.intent
        return tuple(one for one in _EARLY if when in (one, "perioperative"))

    @property
    def item(self) -> tuple[bool, ...]:
        return {TRUE: (True,), FALSE: (False,), UNKNOWN: (True, False)}[self.of]


_Seen = tuple[Candidate, Item]  # an entry, and as the walk sees it


def lines(node: Count, view: View) -> Trace:
    """The highest line number given with the lines inferred after it, or the lines inferred, and early-disease
    treatment that counts by the rule."""
    subject = f"lines of {node.of.concepts[0].name}"
    found, elsewhere = _candidates(node, view)
    each = [(one, _item(one, view)) for one in found]
    closed, assumed = view.closed("therapies", view.as_of)
    parts = [one.assumed for one in found if one.roles != ("none",)] + [rests for _, rests in elsewhere]
    assumed = tuple(dict.fromkeys((*assumed, *(text for one in parts for text in one), *_reasons(each))))
    sure, clash = _numbers(node, found, closed, unclear=False)
    wide, _ = _numbers(node, found, closed, unclear=True)
    spans = [_count(each, rule, given) for rule in (STATED, OTHER) for given in {sure, wide}]
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    held = holds(Interval(Fraction(low), Fraction(high) if closed else None), node.op, node.number)
    told = str(low) if closed and high == low else f"{low} to {high}" if closed else f"at least {low}"
    notes = (*lineup([(one.entry, one.roles, one.of) for one in found], view), *(note for note, _ in elsewhere))
    # A history only grows: too many lines stay so, too few may become more.
    lasting = held is (FALSE if node.op in ("<=", "<", "=") else TRUE) and low >= node.number
    change: Change = "lasting" if lasting else "yes"
    proof = Evidence("therapies", subject, told, limit=f"{node.op} {node.number}", change=change, notes=notes)
    if held is not UNKNOWN:
        return Trace(node, held, evidence=(proof,), assumptions=assumed)
    around = _around(node, found)
    gaps = [*around]
    gaps += [gap for one in found for gap in _named(one)]
    gaps += [one.gap for one in found if one.gap and len(one.roles) > 1]
    gaps += _unnumbered(each, sure, bool(around))
    if clash:
        gaps.append(Gap(subject, "conflicting_records", clash, "chart"))
    if not closed:
        gaps.append(Gap(subject, "list_open", "the list of therapies isn't declared complete", "chart"))
    if not gaps:
        gaps.append(Gap(subject, "not_recorded", f"the entries allow {told} lines", "chart"))
    return Trace(node, held, tuple(dict.fromkeys(gaps)), evidence=(proof,), assumptions=assumed)


# -- the entries -------------------------------------------------------------------------------


def _candidates(node: Count, view: View) -> tuple[list[Candidate], list[tuple[str, tuple[str, ...]]]]:
    """(the entries up to the reference date that may have a part in the count; what is shown of those for another
    tumour, and what that rests on). Of a narrower therapy all systemic treatment has a part: it tells where one regimen
    ends and the next begins."""
    named, vague, _ = answered(node.of, view, view.as_of)
    answers = {id(entry): answer for entry, answer in named}
    answers |= {id(entry): answer for entry, answer in vague if entry.path.startswith("therapies")}
    general = _general(node)
    found: list[Candidate] = []
    elsewhere: list[tuple[str, tuple[str, ...]]] = []
    # A rule that names a disease asks the indication itself.
    asked = any(isinstance(one, Related) and one.relation == "indication" for one in node.of.where)
    for home in ("therapies", "medications"):
        for entry in view.patient.entries.get(home, ()):
            # What isn't given systemically is no line.
            if entry.status == "absent" or entry.route == "local" or _later(entry, view):
                continue
            answer = answers.get(id(entry))
            of = answer.truth if answer else FALSE
            if of is FALSE and (general or not _systemic(entry)):
                continue
            if entry.line is None and _local(entry, node):
                continue
            about = YES if asked else of_index(entry, view)
            if about.truth is FALSE:
                elsewhere.append((f"{entry.label} (for another tumor)", about.assumed))
                continue
            roles, gap, assumed = _roles(entry, node.counting, view)
            if about.truth is UNKNOWN:
                roles = ("none", *(role for role in roles if role != "none"))
                of, answer = (of if of is FALSE else UNKNOWN), every(answer or YES, about)
            found.append(Candidate(entry, of, roles, answer, gap, (*about.assumed, *assumed)))
    return found, elsewhere


def _general(node: Count) -> bool:
    return node.of.concepts[0].name in _GENERAL and not (node.of.where or node.of.window or node.of.sparing)


def _later(entry: Entry, view: View) -> bool:
    return entry.start is not None and entry.start.first > view.as_of


def _systemic(entry: Entry) -> bool:
    return any(one.is_a(_SYSTEMIC) for one in entry.names)


def _local(entry: Entry, node: Count) -> bool:
    """Radiotherapy and the like are no line of their own, unless lines of them are asked for."""
    if any(one.is_a(_LOCAL) for one in node.of.concepts):
        return False
    kinds = [{one.name, *one.ancestors} for one in entry.names]
    return bool(kinds) and not entry.unknown and all(_LOCAL in one and _SYSTEMIC not in one for one in kinds)


_Roles = tuple[tuple[Role, ...], Gap | None, tuple[str, ...]]


def _roles(entry: Entry, rule: Counting | None, view: View) -> _Roles:
    """(what an entry may be, what would tell where that is more than its line number, what that rests on)."""
    intent, setting = entry.intent, entry.details.said.get("setting", "")
    if intent == "supportive":
        return ("none",), None, ()
    if intent == "maintenance" or (intent in (None, *_TREATING) and setting == "maintenance"):
        return ("maintenance",), None, ()
    around = setting in _AROUND
    if intent in _TREATING and setting in _KEPT_UP:
        return ("line", "maintenance"), None, ()
    if intent in _TREATING and not (around and intent == "curative"):
        # Palliative treatment around surgery contradicts itself.
        early, gap = _early(setting, entry, rule, view) if around else (("line",), None)
        return tuple(dict.fromkeys(("line", *early))), gap, ()
    if intent is None and setting in _SPREAD:
        note = f"{entry.path}: its intent isn't recorded; taken as a line, for its setting is {setting}"
        return ("line",), None, (note,)
    if intent is None and not (around and setting in _EARLY):
        counts = _counts(entry, rule, view)[0] if rule else FALSE
        perhaps = setting in ("", "perioperative", "locally advanced") or setting.startswith("?")
        both: tuple[Role, ...] = ("early",) if counts is not FALSE and perhaps else ()
        return ("none", "line", "maintenance", *both), None, ()
    roles, gap = _early(setting if intent in (None, "curative") else intent, entry, rule, view)
    return roles, gap, ()


def _early(when: str, entry: Entry, rule: Counting | None, view: View) -> tuple[tuple[Role, ...], Gap | None]:
    """What treatment around surgery may be."""
    meant = [one for one in _EARLY if when in (one, "perioperative")]
    if rule is None or not any(one in rule.intents for one in meant):
        return ("none", "line"), None
    counts, gap = _counts(entry, rule, view)
    if counts is not FALSE and not all(one in rule.intents for one in meant):
        return ("none", "line", "early"), gap
    by_counts: dict[Truth, tuple[Role, ...]] = {TRUE: ("early",), FALSE: ("none",), UNKNOWN: ("none", "early")}
    return by_counts[counts], gap


def _counts(entry: Entry, rule: Counting, view: View) -> tuple[Truth, Gap | None]:
    """Whether early-disease treatment counts: progression so soon after its end."""
    progression = entry.progression
    if progression is None or view.may_lie_ahead(progression):
        return UNKNOWN, Gap(f"progression after {entry.label}", "not_recorded", f"{entry.path} doesn't say", "chart")
    if entry.end is None:
        return UNKNOWN, Gap(f"end of {entry.label}", "undated", f"{entry.path} has no end", "chart")
    answers = {
        _soon(day, dates.forward(end, rule.amount, rule.unit), rule.strict)
        for day in (progression.first, progression.last)
        for end in (entry.end.first, entry.end.last)
    }
    if len(answers) == 1:
        return (TRUE if answers.pop() else FALSE), None
    detail = f"{entry.path} ended {entry.end}, progression {progression}"
    return UNKNOWN, Gap(f"dates of {entry.label}", "date_ambiguous", detail, "chart")


def _soon(progression: date, limit: date, strict: bool) -> bool:
    return progression < limit if strict else progression <= limit


# -- the numbers -------------------------------------------------------------------------------


def _numbers(node: Count, found: list[Candidate], closed: bool, *, unclear: bool) -> tuple[Given | None, str]:
    """(the count at the highest line number, why that contradicts a complete list); `unclear`: with the numbers of
    entries that only may be of the therapy."""
    general = _general(node)
    numbered = [one for one in found if one.entry.line is not None]
    counting = [one for one in numbered if one.of is TRUE or (one.of is UNKNOWN and (unclear or not general))]
    top = max((one.entry.line or 0 for one in (counting if general else numbered)), default=0)
    if not top:
        return None, ""
    listed = {one.entry.line for one in numbered if (one.entry.line or 0) <= top}
    more = sum(one.entry.line is None and one.roles != ("none",) for one in found)
    missing = top - len(listed)
    clash = ""
    if closed and missing > more:
        holds_most = len(listed) + more
        highest = next(one for one in numbered if one.entry.line == top)
        clash = f"{highest.entry.path} is line {top}, and the complete list holds no more than {holds_most} of them"
    if general:
        return Given(len(listed) if clash else top, top, top), clash
    low = len({one.entry.line for one in numbered if one.of is TRUE})
    high = len({one.entry.line for one in counting}) + (missing if clash else 0)
    return Given(low, max(low, high), top), clash


def _count(each: Sequence[_Seen], rule: Rule, given: Given | None) -> tuple[int, int]:
    top = given.most if given else 0
    items: list[Item] = []
    last, also = 0, set[str]()
    first = min((item.start[0] for one, item in each if one.entry.line == top), default=0)
    for one, item in each:
        if one.entry.line == top:
            items.append(_as_given(item))
        elif one.entry.line is None:
            items.append(item)
        elif item.end[1] >= first:
            # A drug of an earlier line that may still have been given then.
            last, also = max(last, item.end[1]), also | item.names
    if given:
        given = Given(given.low, given.high, given.most, frozenset(also), last)
    return _walked(tuple(items), rule, given)


@lru_cache(maxsize=1024)
def _walked(items: tuple[Item, ...], rule: Rule, given: Given | None) -> tuple[int, int]:
    # Several criteria ask for the lines of one patient, and each again for its evidence; a walk takes milliseconds.
    return count(items, rule, given)


def _as_given(item: Item) -> Item:
    return replace(item, roles=("given",))


def _item(one: Candidate, view: View) -> Item:
    """The entry with the days it can have: none after the reference date, no start after the end."""
    entry = one.entry
    begun = view.clip(entry.start)
    first, begun_by = begun.first.toordinal(), begun.last.toordinal()
    today = view.as_of.toordinal()
    ended_from, ended_by = first, today
    if entry.end is not None:
        ended_from, ended_by = min(entry.end.first.toordinal(), today), min(entry.end.last.toordinal(), today)
        ended_by = today if entry.conflict else ended_by
    elif entry.ongoing:
        ended_from = today
    return Item(
        (first, max(first, min(begun_by, ended_by))), (max(first, ended_from), max(first, ended_by)),
        _drugs(entry), bool(entry.unknown), one.roles, one.item, _stopped(entry),
    )  # fmt: skip


def _stopped(entry: Entry) -> str:
    reason = entry.details.said.get("stop_reason", "")
    reason = "toxicity" if reason == "hypersensitivity" else reason
    return reason if entry.end is not None and not entry.conflict and reason in ("progression", "toxicity") else ""


def _reasons(each: Sequence[_Seen]) -> tuple[str, ...]:
    """That treatments without a reason for their end weren't stopped for progression, where another drug was begun
    so soon after it that they are one line."""
    notes = []
    for one, mine in each:
        if "line" not in one.roles or one.entry.end is None or "stop_reason" in one.entry.details.said:
            continue
        for other, its in each:
            if other is one or "line" not in other.roles or its.start[0] <= mine.end[1] or its.names <= mine.names:
                continue
            soon = its.start[0] - mine.start[1] <= STATED.within
            if soon:
                notes.append(f"{one.entry.path}: why it ended isn't recorded; taken as not for progression")
    return tuple(dict.fromkeys(notes))


def _drugs(entry: Entry) -> frozenset[str]:
    """What makes a regimen: not the leucovorin or the dexamethasone given with it."""
    against = [one.name for one in entry.names if one.is_a(_ANY)]
    return frozenset(against or (one.name for one in entry.names))


# -- what is missing ---------------------------------------------------------------------------


def _named(one: Candidate) -> list[Gap]:
    """What leaves it open whether an entry is of the therapy."""
    if one.of is not UNKNOWN or one.answer is None:
        return []
    return gaps_of(one.entry, one.answer, one.entry.label)


def _around(node: Count, found: list[Candidate]) -> list[Gap]:
    """That the rule doesn't say whether treatment around surgery counts."""
    listed = [one for one in found if one.around and "line" in one.roles and one.entry.line is None]
    listed = [one for one in listed if one.of is not FALSE]
    if not listed:
        return []
    names = " and ".join(dict.fromkeys(one.entry.label for one in listed))
    when = [one for one in _EARLY if any(one in entry.around for entry in listed)]
    missing = [one for one in when if node.counting is None or one not in node.counting.intents]
    kinds = " or ".join(missing or when)
    whole = " or ".join(one for one in _EARLY if one in when or (node.counting and one in node.counting.intents))
    hint = f"such as `counting {whole} therapy only if progression within 6 months after its end`"
    detail = f"the rule doesn't say whether {names} counts (add what the protocol says, {hint})"
    return [Gap(f"whether {kinds} therapy is a line", "protocol_ambiguous", detail, "ask")]


def _unnumbered(each: Sequence[_Seen], given: Given | None, together: bool) -> list[Gap]:
    """The line numbers that would settle the count, where more than early treatment leaves it open."""
    each = [(one, item) for one, item in each if not (together and one.around and one.entry.line is None)]
    found = [one for one, _ in each]
    known = [(one, item) for one, item in each if one.of is not UNKNOWN and "early" not in one.roles]
    by_rule = {rule: _count(known, rule, given) for rule in (STATED, OTHER)}
    open_ = [one for one in found if one.entry.line is None and one.of is TRUE and set(one.roles) - {"none", "early"}]
    spread = any(low != high for low, high in by_rule.values()) and (given is None or given.low == given.high)
    unsure = any("early" in one.roles and len(one.roles) > 2 for one in open_)
    if not (spread or unsure or by_rule[STATED] != by_rule[OTHER]):
        return []
    detail = ""
    if by_rule[STATED] != by_rule[OTHER]:
        stated, other = (_told(by_rule[rule]) for rule in (STATED, OTHER))
        detail = f": by 30 and 90 days the lines are {stated}, by 28 and 60 days {other}"
    if together and len(open_) > 1:
        # The question that is told first comes before them.
        labels = ", ".join(dict.fromkeys(one.entry.label for one in open_))
        paths = ", ".join(one.entry.path for one in open_)
        return [Gap(f"line numbers of {labels}", "not_recorded", f"{paths} have no line number{detail}", "chart")]
    return [
        Gap(
            f"line number of {one.entry.label}", "not_recorded", f"{one.entry.path} has no line number{detail}", "chart"
        )
        for one in open_
    ]


def _told(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"
