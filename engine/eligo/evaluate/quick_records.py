"""Fast paths for lists: most rules are about nothing in the profile; the others about one or two dated entries.

An entry whose dates, status and properties are plain is decided here; any other by the specification's
own functions, entry by entry. A recorded absence beside anything else is left to the specification.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from eligo.core.nodes import Has, Progressed, Property, Related, Where
from eligo.evaluate.allergies import any_stopped, asks_of_allergy, shown_by_stop
from eligo.evaluate.entries import kept
from eligo.evaluate.indications import weighs
from eligo.evaluate.naming import every, is_one
from eligo.evaluate.quick_state import Decide, Plan, State, Touched, Vague
from eligo.evaluate.records import homes, shown_by_test
from eligo.evaluate.standing import asks_for_status
from eligo.evaluate.timing import begun, timed
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Truth
from eligo.facts.normalise import statement_key
from eligo.facts.patient import Entry
from eligo.vocabulary.concepts import answers

# None: not plain. In: the state, the entry.
Fits = Callable[[State, Entry], Truth | None]
# None: not plain. In: the state, the entry, whether it is an event, the first and last day that count.
When = Callable[[State, Entry, bool, date, date], Truth | None]


def record(node: Has, plan: Plan, ask: Decide) -> Decide:
    """The truth of a rule on a list; `ask` is what the specification says of it."""
    number = plan.record(node)
    place = None if node.window is None else plan.window(node.window)
    lists = frozenset(homes(node))
    answer = _answer(node, plan)
    quiet = quiet_tests(node)
    needs = _needs(node)
    disputable = asks_for_status(node)

    def unlisted(state: State) -> Truth:
        """What nearly every rule comes to: nothing of it in a list that is complete."""
        if number in state.touched or not lists <= state.closed:
            return listed(state)
        return absent(state)

    def absent(state: State) -> Truth:
        """Nothing is listed; a test, or why a treatment was stopped, may show it all the same."""
        if quiet is None or quiet(state):
            return FALSE
        shown = shown_by_test(node, state.view, None) or shown_by_stop(node, state.view)
        return FALSE if shown is None else UNKNOWN

    def listed(state: State) -> Truth:
        first, last = date.min, state.as_of
        if place is not None:
            bounds = state.windows[place] or state.place(place)
            if bounds.__class__ is Vague:
                return ask(state)
            first, last = bounds  # type: ignore[misc]  # narrowed by its class, just above
        pairs = state.touched.get(number)
        if pairs is None:
            if lists <= state.closed or state.closed_until(lists, last):
                return absent(state)
            # Nothing but the open list is missing, which something else may settle.
            if not needs or not (state.sex == "male" or state.statements.get(needs) is False):
                return UNKNOWN
            return FALSE if quiet is None or quiet(state) else ask(state)
        held = _found(state, pairs, first, last, answer)
        if held is TRUE:
            # Another entry may say another status.
            return ask(state) if disputable and len(pairs) > 1 else TRUE
        if held is None:
            complete = lists <= state.closed or state.closed_until(lists, last)
            only = all(sure is None for _, sure, _ in pairs)
            # Nothing but absences, in a list that holds all there is.
            return FALSE if only and complete and (quiet is None or quiet(state)) else ask(state)
        if held is UNKNOWN and needs:
            return ask(state)
        if held is UNKNOWN or not (lists <= state.closed or state.closed_until(lists, last)):
            return ask(state) if needs else UNKNOWN
        return FALSE if quiet is None or quiet(state) else ask(state)

    return unlisted if place is None else listed


def _found(state: State, pairs: list[Touched], first: date, last: date, answer: Callable[..., Truth]) -> Truth | None:
    """TRUE with an entry that surely is there, UNKNOWN with one that may be; None with a recorded absence."""
    held = FALSE
    for entry, sure, event in pairs:
        if sure is None:
            return None
        one = answer(state, entry, event, first, last)
        if one is TRUE and sure:
            held = TRUE
        elif one is not FALSE and held is FALSE:
            held = UNKNOWN
    return held


def _needs(node: Has) -> str:
    """The statement without which it can't be, as the interpreter reads it."""
    named = {concept.needs for concept in node.concepts} if node.tense == "now" else {""}
    only = named.pop() if len(named) == 1 else ""
    return statement_key(only) if only else ""


def quiet_tests(node: Has) -> Callable[[State], bool] | None:
    """Whether nothing else in the profile can show what the list doesn't hold; None: nothing ever can."""
    if node.home != "conditions":
        return None
    excluded = {test for concept in node.excluding for test in concept.shown_by}
    shown_by = tuple({test for concept in node.concepts for test in concept.shown_by} - excluded)
    by_stop = asks_of_allergy(node)
    if not shown_by and not by_stop:
        return None
    harmless: dict[str, bool] = {}

    def quiet(state: State) -> bool:
        if by_stop and any_stopped(state.patient):
            return False
        tests = state.tests
        for test in shown_by:
            for result in tests.get(test, ()):
                word = result.word
                known = harmless.get(word)
                if known is None:
                    known = bool(word) and not answers(word) & {"positive", "detectable"}
                    if len(harmless) < 500:
                        harmless[word] = known
                if not known:
                    return False
        return True

    return quiet


# -- one entry ---------------------------------------------------------------------------------


def _answer(node: Has, plan: Plan) -> Callable[[State, Entry, bool, date, date], Truth]:
    """What an entry says: when it was there and what it must be, beside its name."""
    when = _when(node)
    properties = tuple(map(_property, node.where))
    eliminated = node.window is not None and node.window.half_lives is not None
    simple = node.since is None and not node.other and not eliminated and not node.sparing
    if None in properties:
        simple = False
    plain = tuple(one for one in properties if one is not None)
    weighed = weighs(node)

    def asked(state: State, entry: Entry, last: date) -> Truth:
        if plan.tally is not None:
            plan.tally["an entry, asked"] += 1
        view = state.view
        return every(timed(entry, node, view, last), begun(entry, node, view), kept(entry, node, view)).truth

    def answer(state: State, entry: Entry, event: bool, first: date, last: date) -> Truth:
        plainly = simple and not (weighed and ("indication" in entry.details.links or entry.details.trial))
        held = when(state, entry, event, first, last) if plainly else None
        if held is None:
            return asked(state, entry, last)
        if held is FALSE:
            return FALSE
        for one in plain:
            fit = one(state, entry)
            if fit is None:
                return asked(state, entry, last)
            if fit is FALSE:
                return FALSE
            if fit is UNKNOWN:
                held = UNKNOWN
        return held

    return answer


# What a record says of a disease on its own reference date.
_PASSING = ("resectability", "recurrent", "refractory", "course", "symptomatic")


def _property(one: Property) -> Fits | None:
    """A property that is plain for most entries; None: the specification is asked for every entry."""
    if isinstance(one, Related) and one.relation in ("site", "cause"):
        return _linked(one)
    if isinstance(one, Progressed):
        start = one.window.start
        # `progression on or after`: whenever it was, if it was.
        whole = one.window.end is None and start is not None and (start.anchor, start.amount) == ("start", 0)
        return _progressed if whole else None
    if not isinstance(one, Where):
        return None
    if one.attribute == "standard":
        return _standard(one)
    if one.attribute == "stop_reason":
        return _stopped(one)
    if one.attribute in ("extent", "stage", "confirmed_by", "intent"):
        return _recorded(one)
    return _said(one) if one.attribute in _PASSING else None


def _recorded(where: Where) -> Fits:
    attribute, values, maybe = where.attribute, where.values, where.maybe

    def fitting(_state: State, entry: Entry) -> Truth | None:
        value: str | None = getattr(entry, attribute)
        if attribute == "extent":
            # Another extent may be contradicted by recorded metastases.
            return None if value not in values or entry.extent_conflict else TRUE
        if value is None:
            return UNKNOWN
        if attribute == "stage":
            return TRUE if value in values else None
        return TRUE if value in values else UNKNOWN if value in maybe else FALSE

    return fitting


def _said(where: Where) -> Fits:
    """What a record says of a disease in a word of the tables; on its own reference date or later."""
    attribute, values, maybe = where.attribute, where.values, where.maybe

    def fitting(state: State, entry: Entry) -> Truth | None:
        value = entry.details.said.get(attribute)
        if value is None or value[:1] == "?":
            return UNKNOWN
        if not state.current:
            return None
        return TRUE if value in values else UNKNOWN if value in maybe else FALSE

    return fitting


def _standard(where: Where) -> Fits:
    def fitting(_state: State, entry: Entry) -> Truth | None:
        value = entry.details.said.get("standard")
        if value is None or value[:1] == "?":
            return UNKNOWN
        return TRUE if value in where.values else FALSE

    return fitting


def _stopped(where: Where) -> Fits:
    """Why a treatment that is over was stopped."""
    values, maybe = where.values, where.maybe

    def fitting(state: State, entry: Entry) -> Truth | None:
        if entry.end is None or entry.end.last > state.as_of:
            return None
        value = entry.details.said.get("stop_reason")
        if value is None or value[:1] == "?":
            return UNKNOWN
        return TRUE if value in values else UNKNOWN if value in maybe else FALSE

    return fitting


def _progressed(state: State, entry: Entry) -> Truth | None:
    """Whether the disease progressed on a treatment that is over, or after it."""
    said, start, end, day = entry.details.said, entry.start, entry.end, entry.progression
    if start is None or end is None or entry.conflict or "progressed" in said:
        return None
    if start.last > state.as_of or end.last > state.as_of:
        return None
    if day is not None:
        return TRUE if day.last <= state.as_of else None
    signs = said.get("stop_reason") == "progression" or said.get("best_response") == "progressive disease"
    return TRUE if signs else UNKNOWN


def _linked(related: Related) -> Fits:
    """Where it is, or what caused it, by its names."""
    relation, concepts = related.relation, related.concepts

    def fitting(_state: State, entry: Entry) -> Truth | None:
        link = entry.details.links.get(relation)
        if link is None:
            return UNKNOWN
        found = [is_one(named, concepts) for named in link.names]
        if TRUE in found:
            return TRUE
        return UNKNOWN if link.unknown or UNKNOWN in found or not found else FALSE

    return fitting


def _when(node: Has) -> When:
    """When the entry was there, as timing.timed says it of plain dates."""
    if node.window is not None:
        then: When = _inside
    elif node.tense == "now":
        then = _going_on if node.home in ("therapies", "medications") else _present(node)
    else:
        then = _ever
    lasting = node.tense == "ever" and node.window is None
    suspected = "suspected" in node.statuses

    def when(state: State, entry: Entry, event: bool, first: date, last: date) -> Truth | None:
        start = entry.start
        if start is None:
            if not state.current or last < state.as_of:
                return None
        elif start.first > last:
            return FALSE
        elif start.last > last and not state.current:
            return None
        if entry.status == "suspected" and not suspected:
            return None
        if entry.conflict and not lasting:
            return None
        return then(state, entry, event, first, last)

    return when


def _ever(_state: State, entry: Entry, _event: bool, _first: date, last: date) -> Truth | None:
    start = entry.start
    return TRUE if start is None or start.last <= last else None


def _going_on(state: State, entry: Entry, _event: bool, _first: date, last: date) -> Truth | None:
    end = entry.end
    if end is not None:
        if end.first >= last:
            return TRUE
        if end.last >= last:
            return None
    if entry.ongoing is None:
        return UNKNOWN
    if entry.ongoing:
        return TRUE
    if end is None and (not state.current or entry.path.startswith("procedures[")):
        return None
    return FALSE


def _present(node: Has) -> When:
    """A condition by its status; an event doesn't go on."""
    statuses = frozenset(node.statuses)
    of_events = any(concept.event for concept in node.concepts)

    def present(state: State, entry: Entry, event: bool, _first: date, last: date) -> Truth | None:
        if event and not of_events:
            return UNKNOWN if entry.status != "resolved" or entry.end is None else None
        if event and entry.path.startswith("procedures["):
            return None
        if entry.status == "resolved" and (entry.end.last > last if entry.end is not None else not state.current):
            return None
        return TRUE if entry.status in statuses else FALSE

    return present


def _inside(state: State, entry: Entry, event: bool, first: date, last: date) -> Truth | None:
    """What touches the window between its start and its end; an event by its day."""
    start, end = entry.start, entry.end
    if event:
        if start is None or start.first != start.last:
            return None
        return TRUE if first <= start.first <= last else FALSE
    if end is not None:
        if end.first != end.last or (start is None and end.last > last) or (start and start.last > last):
            return None
        return TRUE if end.first >= first else FALSE
    if start is None:
        return TRUE if entry.ongoing and last >= state.as_of else None
    if entry.ongoing:
        return TRUE if start.last <= last else None
    return TRUE if start.first == start.last and first <= start.first <= last else None
