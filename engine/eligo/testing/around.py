"""Patients around a trial's own limits: on them, just beside them, far from them, and with what decides missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from eligo.core.nodes import (
    Altered,
    Attested,
    Compare,
    Count,
    Expr,
    Has,
    Judgment,
    Property,
    Stable,
    Trial,
    Window,
    Worded,
)
from eligo.core.walking import walk
from eligo.facts import dates
from eligo.facts.patient import Patient
from eligo.testing import biomarkers, near, values
from eligo.testing import profiles as any_profile
from eligo.testing.profiles import Profile, read
from eligo.testing.values import REFERENCE, days, sometimes
from eligo.vocabulary import concepts
from eligo.vocabulary.analytes import analytes

_AHEAD = 14
_MISSING = 30  # of a hundred facts
_UNDATED = 20  # of a hundred biomarkers
_ELSEWHERE = 10  # of a hundred results: they stand among the biomarkers
_MANY = 6  # entries that are counted


def profiles_for(trial: Trial, reference: date = REFERENCE) -> st.SearchStrategy[Profile]:
    """Patients around the limits of a trial, as JSON objects of a patient file.

    Values lie on a limit, one unit of the last digit beside it, or far away; ends of therapies and
    days of results around the windows; entries are what the trial names, what that contains, what
    contains it, or a name nobody knows. About three facts of ten are missing.

    >>> from hypothesis import given
    >>> @given(profiles_for(eligo.load("criteria/NCT06621095.elig")))
    ... def test_my_reader(profile):
    ...     my_reader(json.dumps(profile))
    """
    return _profiles_for(trial, reference)


def patients_for(trial: Trial, reference: date = REFERENCE) -> st.SearchStrategy[Patient]:
    """Like `profiles_for`, read into patients.

    >>> from hypothesis import given
    >>> trial = eligo.load("criteria/NCT06621095.elig")
    >>> @given(patients_for(trial))
    ... def test_no_fail_without_evidence(patient):
    ...     for one in eligo.screen(trial, patient).criteria:
    ...         assert one.outcome != "fail" or one.evidence
    """
    return profiles_for(trial, reference).map(read)


@st.composite
def _profiles_for(draw: st.DrawFn, trial: Trial, reference: date) -> Profile:
    nodes = [node for one in trial.criteria for rule in _rules(one.rule, one.applies) for node in walk(rule)]
    profile = any_profile.frame(draw, reference, _births(nodes, reference))
    profile["anchors"] = {}
    for name in _anchors(nodes):
        if name and not draw(sometimes(40)):
            day = reference + timedelta(days=draw(st.integers(-_AHEAD, _AHEAD)))
            profile["anchors"][name] = day.isoformat()
    lists = ("results", "conditions", "therapies", "medications", "procedures", "family_history", "biomarkers")
    profile.update({name: [] for name in (*lists, "judgments")})
    profile["statements"] = {}
    for node in nodes:
        if not draw(sometimes(_MISSING)):
            _add(draw, node, profile, reference)
    for one in trial.criteria:
        if any(isinstance(node, Judgment) for node in walk(one.rule)) and draw(sometimes(50)):
            outcome = draw(st.sampled_from(["pass", "fail"]))
            profile["judgments"].append({"trial": trial.id, "criterion": one.label, "outcome": outcome})
    if draw(sometimes(30)) and trial.cohorts:
        names = [one.name for one in trial.cohorts]
        profile["cohort"] = draw(st.sampled_from(names))
    return {key: value for key, value in profile.items() if value not in ([], {})}


def _anchors(nodes: list[Expr]) -> list[str]:
    """The anchors that windows, and values since a baseline, count from."""
    points = [
        point
        for node in nodes
        if isinstance(node, Compare | Worded | Altered)
        for point in ((node.window.start, node.window.end) if node.window else ())
    ]
    records = [node for each in nodes if isinstance(node := each.of if isinstance(each, Count) else each, Has)]
    points += [node.since for node in records]
    points += [point for node in records if node.window for point in (node.window.start, node.window.end)]
    points += [one.since for node in records for one in _asked(node) if isinstance(one, Stable)]
    named = {point.anchor for point in points if point is not None and point.anchor}
    compared = [node for node in nodes if isinstance(node, Compare)]
    if any(one.measure.change or any(limit.of == "baseline" for limit in one.limits) for one in compared):
        named.add("baseline")
    return sorted(named)


def _rules(rule: Expr, applies: Expr | None) -> Iterable[Expr]:
    return (rule,) if applies is None else (rule, applies)


def _births(nodes: list[Expr], reference: date) -> st.SearchStrategy[date]:
    """Births whose ages lie on the limits, a day beside them, or anywhere."""
    around: list[date] = []
    for node in nodes:
        if isinstance(node, Compare) and node.measure.age is not None:
            for limit in node.limits:
                for more in (0, 1):
                    day = dates.back(reference, int(limit.add) + more, node.measure.age)
                    around += [day + timedelta(days=step) for step in (-1, 0, 1) if day.year > 2]
    anywhere = st.integers(0, 95 * 365).map(lambda back: reference - timedelta(days=back))
    return anywhere | st.sampled_from(around) if around else anywhere


def _add(draw: st.DrawFn, node: Expr, profile: Profile, reference: date) -> None:
    """A fact, or a few, that this node looks at."""
    match node:
        case Compare() if node.measure.members:
            _result(draw, _measured(draw, node, profile, reference), profile)
        case Worded(test=test, window=window):
            for _ in range(draw(st.integers(1, 2))):
                entry = draw(any_profile.answers(reference, test))
                if window and "date" in entry:
                    entry["date"] = draw(_dates(window, profile, reference)).isoformat()
                _result(draw, [entry], profile)
        case Altered():
            for _ in range(draw(st.integers(1, 3))):
                entry = biomarkers.around(node, any_profile.chooser(draw))
                if not draw(sometimes(_UNDATED)):
                    entry["date"] = draw(_dates(node.window, profile, reference)).isoformat()
                profile["biomarkers"].append(entry)
        case Has():
            _entries(draw, node, profile, reference)
        case Count(what="lines", of=Has(concepts=(concept, *_))):
            for _ in range(draw(st.integers(1, 3))):
                entry = draw(any_profile.therapies(reference, _names("therapy", [concept.name])))
                profile["therapies"].append(entry)
        case Count():
            _entries(draw, node.of, profile, reference, node)
        case Attested(statement=statement):
            profile["statements"][statement] = draw(st.booleans())
        case _:
            pass


def _result(draw: st.DrawFn, made: list[Profile], profile: Profile) -> None:
    """Results, of which some stand among the biomarkers."""
    for entry in made:
        if draw(sometimes(_ELSEWHERE)):
            profile["biomarkers"].append(biomarkers.of_result(entry))
        else:
            profile["results"].append(entry)


def _dates(window: Window | None, profile: Profile, reference: date) -> st.SearchStrategy[date]:
    if window is None:
        return days(reference)
    return st.sampled_from([*_edges(window, profile, reference), reference]) | days(reference)


def _edges(window: Window, profile: Profile, reference: date) -> tuple[date, ...]:
    """The days at both ends of a window: outside by one, the first inside, the next."""
    edges: list[date] = []
    for point in (window.start, window.end):
        if point is not None:
            given = profile.get("anchors", {}).get(point.anchor or "")
            edges += values.around(date.fromisoformat(given) if given else reference, point.amount, point.unit)
    return tuple(edges)


def _measured(draw: st.DrawFn, node: Compare, profile: Profile, reference: date) -> list[Profile]:
    """One to three results of the measure, or of what its formula takes."""
    from eligo.evaluate.derived import inputs

    keys = list(node.measure.members)
    for _, formula in (*node.measure.formulas, *node.measure.hints):
        keys += inputs(formula)
    made: list[Profile] = []
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(keys))
        if key not in node.measure.members:
            made.append(draw(any_profile.results(reference, key)))
            continue
        analyte = analytes()[key]
        upper = draw(values.thresholds(analyte)) if analyte.limits else Fraction(1)
        limit = draw(st.sampled_from(node.limits))
        edge = limit.add + (limit.factor * upper if limit.of else 0)
        step = draw(st.sampled_from([Fraction(1, 10), Fraction(1, 1000), limit.scale, Fraction(1)]))
        near = st.sampled_from([edge, edge, edge - step, edge + step])
        value = max(draw(near | values.values(analyte)), Fraction(0))
        entry = any_profile.result(draw, key, value, _dates(node.window, profile, reference))
        limits = _range(entry, key, upper, limit.of)
        if limits and not draw(sometimes(_MISSING)):
            entry["reference_range"] = limits
        made.append(entry)
        if "date" in entry and draw(sometimes(15)):
            again = draw(values.values(analyte))
            other = any_profile.result(draw, key, again, days(reference))
            made.append({**other, "date": entry["date"]})
    return made


def _range(entry: Profile, key: str, limit: Fraction, of: str | None) -> Profile | None:
    """The reference range in the unit of the result, where it can be written there."""
    shown = values.in_unit(key, limit, entry.get("unit", ""))
    return {"low" if of == "LLN" else "high": shown} if of and shown is not None else None


def _names(kind: str, wanted: list[str]) -> st.SearchStrategy[str]:
    """The names themselves, one they contain, one that contains them, or one that nobody knows."""
    below = [name for name in any_profile.names(kind) if any(one in concepts.ancestors(kind, name) for one in wanted)]
    above = sorted({name for one in wanted for name in concepts.ancestors(kind, one)})
    choices = [st.sampled_from(wanted)]
    choices += [st.sampled_from(group) for group in (below, above) if group]
    return st.one_of(*choices, st.sampled_from(any_profile.UNKNOWN_NAMES))


def _entries(draw: st.DrawFn, node: Has, profile: Profile, reference: date, count: Count | None = None) -> None:
    """Entries around what is asked; as many of them, or of as much, as is counted."""
    wanted = [concept.name for concept in (*node.concepts, *node.excluding, *(one.concept for one in node.sparing))]
    if node.home == "family_history":
        profile["family_history"].append(draw(_names("condition", wanted)))
        return
    around = _edges(node.window, profile, reference) if node.window else ()
    number = draw(st.integers(1, 2))
    if count is not None and count.what == "times":
        number = max(1, min(int(count.number), _MANY) + draw(st.integers(-1, 1)))
    for _ in range(number):
        entry = _entry(draw, node, wanted, profile, reference, around)
        if count is not None and (keys := near.totals(count, entry)) and not draw(sometimes(_MISSING)):
            entry = near.added(node.home, entry, draw(st.sampled_from(keys)))
        profile[node.home].append(entry)


def _entry(
    draw: st.DrawFn, node: Has, wanted: list[str], profile: Profile, reference: date, around: tuple[date, ...]
) -> Profile:
    if node.home == "conditions":
        entry = draw(any_profile.conditions(reference, _names("condition", wanted), around))
    elif node.home == "procedures":
        kind = "condition" if set(wanted) & set(any_profile.names("condition")) else "therapy"
        entry = {"name": draw(_names(kind, wanted))}
        if not draw(sometimes(_MISSING)):
            entry["date"] = draw(st.sampled_from(around) if around else days(reference)).isoformat()
    else:
        entry = draw(any_profile.therapies(reference, _names("therapy", wanted), around))
    if entry.get("status") == "absent":
        return entry

    def day_of(anchor: str | None) -> date:
        given = profile.get("anchors", {}).get(anchor or "")
        return date.fromisoformat(given) if given else reference

    for one in _asked(node):
        keys = near.choices(one, entry, day_of, reference)
        if keys and not draw(sometimes(_MISSING)):
            entry = near.added(node.home, entry, draw(st.sampled_from(keys)))
    return entry


def _asked(node: Has) -> list[Property]:
    """What a rule asks of an entry, or what excepts one."""
    return [*node.where, *(one for spared in node.sparing for one in spared.where)]
