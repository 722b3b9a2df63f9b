"""Criteria that no patient can pass, alone or two together; criteria that another one makes needless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, permutations

from eligo.core.nodes import Choose, Criterion, Expr, Judgment, Readings, Trial
from eligo.core.walking import walk
from eligo.evaluate.screening import CriterionOutcome
from eligo.examine.clashing import about
from eligo.examine.findings import Finding, finding
from eligo.examine.literals import Way
from eligo.examine.running import first, made
from eligo.examine.wanted import applying, failing, impossible, passing, together

_SEARCHED = 24  # patients, for one who would refute what was reasoned
Labels = frozenset[tuple[int, int]]  # pairs of criteria, by their places


@dataclass(frozen=True, slots=True)
class _Known:
    """A criterion with the ways to pass, to fail and to be one of those whom it is for."""

    criterion: Criterion
    passing: list[Way]
    failing: list[Way]
    applying: list[Way]
    sparing: list[Way]
    about: frozenset[str]


def contradicting(trial: Trial) -> Iterator[Finding]:
    """Criteria that nobody passes: by themselves, or two of them for the same patients."""
    known = _known(trial)
    never = {at for at, one in enumerate(known) if impossible(one.applying, one.passing)}
    for at in sorted(never):
        one = known[at].criterion
        if impossible(known[at].applying) or _seen(trial, [one], known[at].failing, "pass"):
            continue
        what = "can be met by nobody" if one.kind == "inclusion" else "is met by everybody"
        advice = "mend the rule; nobody can be eligible as it stands"
        yield finding("L008", f"{one.label} {what}", one.span, advice, [one])
    for at, later in enumerate(known):
        for before, earlier in enumerate(known[:at]):
            if not {at, before} & never and _exclude(earlier, later) and not _refuted(trial, earlier, later):
                yield _contradiction(trial, earlier, later)


def _contradiction(trial: Trial, earlier: _Known, later: _Known) -> Finding:
    one, other = earlier.criterion, later.criterion
    scoped = one.applies is not None or other.applies is not None or one.cohorts != other.cohorts
    whom = "nobody whom both are for" if scoped else "nobody"
    found = together([earlier.applying, later.applying, earlier.passing, later.failing])
    tried = made(trial, [one, other], found or [])
    shown = first(trial, [one, other], tried, lambda outcomes: _are(outcomes, "pass", "fail"))
    return finding(
        "L008",
        f"{whom} can pass both {one.label} and {other.label}",
        other.span,
        f"mend one of the two; the first is: {' '.join(one.text.split())}",
        [one, other],
        shown,
    )


def implied(trial: Trial, leaving: Labels) -> Iterator[Finding]:
    """Criteria that nobody fails who passes another one. `leaving`: pairs about which something was said already."""
    known = _known(trial)
    never = {at for at, one in enumerate(known) if impossible(one.applying, one.passing)}
    needless: set[int] = set()
    pairs = sorted(permutations(range(len(known)), 2), key=lambda pair: (pair[0] > pair[1], pair))
    for strong, weak in pairs:
        if {strong, weak} & never or {strong, weak} & needless or (min(strong, weak), max(strong, weak)) in leaving:
            continue
        if not _implies(known[strong], known[weak]) or _exclude(known[strong], known[weak]):
            continue
        one, other = known[strong].criterion, known[weak].criterion
        if _seen(trial, [one, other], chain(known[weak].failing, known[strong].passing), "pass", "fail"):
            continue
        needless.add(weak)
        yield finding(
            "L009",
            f"nobody who passes {one.label} can fail {other.label}",
            other.span,
            f"{other.label} adds nothing; is a limit wrong? {one.label} is: {' '.join(one.text.split())}",
            [one, other],
        )


def _known(trial: Trial) -> list[_Known]:
    made = []
    for one in trial.criteria:
        passed, failed = passing(one), failing(one)
        asked, spared = applying(one), applying(one, False)
        keys = frozenset(key for way in (*passed, *failed, *asked, *spared) for key in about(way))
        made.append(_Known(one, passed, failed, asked, spared, keys))
    return made


def _exclude(one: _Known, other: _Known) -> bool:
    """Whether passing both is impossible for patients whom both are for, of whom there are some."""
    if not one.about & other.about or not _share(one.criterion, other.criterion):
        return False
    both = [one.applying, other.applying]
    return (
        impossible(*both, one.passing, other.passing)
        # Who passes the one may be nobody whom the other is for: then they don't meet.
        and not impossible(*both, one.passing)
        and not impossible(*both, other.passing)
    )


def _implies(strong: _Known, weak: _Known) -> bool:
    """Whether everybody whom the weak one is for must pass the strong one, and with that passes the weak one."""
    if not strong.about & weak.about or not _covers(strong.criterion, weak.criterion):
        return False
    if any(_wavering(node) for node in walk(weak.criterion.rule)):
        return False
    return (
        impossible(weak.applying, strong.passing, weak.failing)
        and impossible(weak.applying, strong.sparing)
        and not impossible(weak.applying, weak.failing)
        and not impossible(weak.applying, strong.passing)
    )


def _wavering(node: Expr) -> bool:
    """Whether a rule may stay open though all is known: then not failing it isn't passing it."""
    conflicting = isinstance(node, Choose) and len(node.cases) > 1
    return conflicting or isinstance(node, Readings) or (isinstance(node, Judgment) and node.reason == "not_read")


def _share(one: Criterion, other: Criterion) -> bool:
    return not one.cohorts or not other.cohorts or bool(set(one.cohorts) & set(other.cohorts))


def _covers(one: Criterion, other: Criterion) -> bool:
    return not one.cohorts or (bool(other.cohorts) and set(other.cohorts) <= set(one.cohorts))


def _refuted(trial: Trial, one: _Known, other: _Known) -> bool:
    """Whether a patient turns up who passes both after all."""
    criteria = [one.criterion, other.criterion]
    return _seen(trial, criteria, chain(one.passing, other.passing), "pass", "pass")


def _seen(trial: Trial, criteria: Sequence[Criterion], ways: Iterable[Way], *outcomes: str) -> bool:
    """Whether one of a few patients, made for these ways, has these outcomes."""
    tried = islice(made(trial, criteria, ways, each=3), _SEARCHED)
    return first(trial, criteria, tried, lambda found: _are(found, *outcomes)) is not None


def _are(found: tuple[CriterionOutcome, ...], *outcomes: str) -> bool:
    return tuple(one.outcome for one in found) == outcomes
