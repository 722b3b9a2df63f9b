"""Which branches of a trial's criteria its cases reach.

A branch is a way in which a part of a criterion can come out: the criterion (each variant of it) passing,
failing and unknown; a variant for some patients applying and not; an item of a list (and, or, at least n of) and
a reading true and false; an exception taken and not taken, and its rule true and false; a value on its limit,
or what is counted (lines, cycles, times, a cumulative dose). What can't come out so (a constant, text that wasn't
understood) is no branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from eligo.core.nodes import (
    LATEST,
    Among,
    And,
    Attested,
    Choose,
    Compare,
    Constant,
    Count,
    Criterion,
    Expr,
    Judgment,
    Not,
    Or,
    Readings,
    Sex,
    Trial,
)  # fmt: skip
from eligo.core.walking import children
from eligo.diagnostics.model import place
from eligo.evaluate.screening import CriterionOutcome
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Evidence, Trace, Truth

ON_THE_LIMIT = "on the limit"
_OUTCOMES = {"pass": "passing", "fail": "failing", "unknown": "unknown"}
_VALUES = {TRUE: "true", FALSE: "false"}
_TAKEN = {TRUE: "taken", FALSE: "not taken"}
_APPLIES = {TRUE: "applying", FALSE: "not applying"}
_ANY = frozenset({TRUE, FALSE, UNKNOWN})

Path = tuple[int, ...]
_RULE, _GUARD = 0, 1  # what a path begins with: in the rule, or in the patients that a variant is for


@dataclass(frozen=True, slots=True)
class Branch:
    """One way for one part: the criterion's place in the trial, the part's place in the criterion, how it comes out."""

    criterion: int
    path: Path
    way: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """A part of a criterion, and how no case has seen it come out. `line` counts from 1."""

    criterion: Criterion
    line: int
    words: str
    ways: tuple[str, ...]


@dataclass(slots=True)
class Coverage:
    """What the cases of a trial have reached so far."""

    trial: Trial
    seen: set[Branch] = field(default_factory=set)

    def add(self, outcomes: Iterable[CriterionOutcome]) -> None:
        """Take in how criteria of one patient came out, of which a case had foretold the outcome."""
        for one in outcomes:
            at = next(at for at, criterion in enumerate(self.trial.criteria) if criterion is one.criterion)
            self.seen.update(Branch(at, path, way) for path, way in _reached(one))

    @property
    def total(self) -> int:
        """How many branches there are."""
        return sum(len(ways) for criterion in self.trial.criteria for _, _, ways in _parts(criterion))

    @property
    def reached(self) -> int:
        """How many of them a case has reached."""
        return self.total - sum(len(one.ways) for one in self.unreached())

    def unreached(self) -> list[Unreached]:
        """The parts with a branch that no case has reached, in the order of the file."""
        found = []
        for at, criterion in enumerate(self.trial.criteria):
            for path, expr, ways in _parts(criterion):
                left = tuple(way for way in ways if Branch(at, path, way) not in self.seen)
                if left:
                    line, _, _ = place(self.trial.text, expr.span.start)
                    found.append(Unreached(criterion, line, _words(self.trial, criterion, path), left))
        return found


def _said(trial: Trial, expr: Expr) -> str:
    """A part in the words of the criteria file; a plain comparison, which may share them with others, by itself."""
    if isinstance(expr, Compare) and expr.which == LATEST:
        limits = " or ".join(limit.text for limit in expr.limits)
        window = f" {expr.window.text}" if expr.window else ""
        return f"{expr.measure.name} {expr.op} {limits}{window}"
    return " ".join(trial.text[expr.span.start : expr.span.end].split())


def _whom(trial: Trial, expr: Expr) -> str:
    """The patients that a variant is for; the file says only for whom the other variants are."""
    match expr:
        case Not(item=item):
            return f"not {_whom(trial, item)}"
        case And(items=items):
            return " and ".join(_whom(trial, item) for item in items)
        case Sex(sex=sex):
            return sex
        case Attested(statement=statement):
            return statement
    return _said(trial, expr)


def _words(trial: Trial, criterion: Criterion, path: Path) -> str:
    """The words of the part at a path, with whom an exception is for: its rule may be said in the words of another."""
    expr: Expr | None = criterion.applies if path[0] == _GUARD else criterion.rule
    assert expr is not None  # a path into a guard is of a criterion that has one
    parent, last = None, 0
    for last in path[1:]:
        parent, expr = expr, children(expr)[last]
    if path[0] == _GUARD:
        return _whom(trial, expr)
    own = _said(trial, expr)
    if not isinstance(parent, Choose) or _is_condition(parent, last):
        return own
    if last == 2 * len(parent.cases):
        return f"{own}, unless {' or '.join(_said(trial, condition) for condition, _ in parent.cases)}"
    return f"{own}, if {_said(trial, parent.cases[last // 2][0])}"


# -- the branches there are --------------------------------------------------------------------


def _parts(criterion: Criterion) -> Iterator[tuple[Path, Expr, tuple[str, ...]]]:
    """Each part of a criterion that has branches, with its path and the ways it can come out."""
    if criterion.applies is not None:
        yield (_GUARD,), criterion.applies, _ways(criterion.applies, _APPLIES)
        yield from _inside(criterion.applies, (_GUARD,))
    truths = possible(criterion.rule)
    wanted, other = (TRUE, FALSE) if criterion.kind == "inclusion" else (FALSE, TRUE)
    can = {"pass": wanted in truths, "fail": other in truths, "unknown": UNKNOWN in truths}
    outcomes = tuple(word for name, word in _OUTCOMES.items() if can[name])
    yield (_RULE,), criterion.rule, (*outcomes, *_limit(criterion.rule))
    yield from _inside(criterion.rule, (_RULE,))


def _inside(expr: Expr, path: Path) -> Iterator[tuple[Path, Expr, tuple[str, ...]]]:
    for at, child in enumerate(children(expr)):
        inner = (*path, at)
        ways = () if isinstance(expr, Not) else _ways(child, _TAKEN if _is_condition(expr, at) else _VALUES)
        if ways or _limit(child):
            yield inner, child, (*ways, *_limit(child))
        yield from _inside(child, inner)


def _ways(expr: Expr, names: dict[Truth, str]) -> tuple[str, ...]:
    truths = possible(expr)
    return tuple(name for truth, name in names.items() if truth in truths) if len(truths) > 1 else ()


def _is_condition(expr: Expr, at: int) -> bool:
    """Whether a child of this expression is the condition of an exception: they come in turn with their rules."""
    return isinstance(expr, Choose) and at < 2 * len(expr.cases) and at % 2 == 0


def _limit(expr: Expr) -> tuple[str, ...]:
    return (ON_THE_LIMIT,) if isinstance(expr, Compare | Count) and expr.op != "=" else ()


def possible(expr: Expr) -> frozenset[Truth]:
    """The truths that an expression can have; never too few. Only constants and text not understood narrow them."""
    inner = [possible(child) for child in children(expr)]
    truths = frozenset(truth for one in inner for truth in one)
    match expr:
        case Constant(value=value):
            return frozenset({TRUE if value else FALSE})
        case Judgment(reason="not_read"):
            return frozenset({UNKNOWN})
        case Not():
            return frozenset({TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[truth] for truth in truths)
        case And() | Or():
            # One item alone makes it the deciding truth; for another, no item may be that.
            deciding, other = (FALSE, TRUE) if isinstance(expr, And) else (TRUE, FALSE)
            undecided = UNKNOWN in truths and all(one - {deciding} for one in inner)
            made = {deciding} & truths | ({UNKNOWN} if undecided else set())
            return frozenset(made | ({other} if all(other in one for one in inner) else set()))
        case Choose() | Readings():
            return truths | {UNKNOWN} if len(truths) > 1 else truths
        case _:
            return _ANY


# -- the branches a case reaches ---------------------------------------------------------------


def _reached(one: CriterionOutcome) -> Iterator[tuple[Path, str]]:
    if one.applies is not None:
        yield from _named((_GUARD,), one.applies, _APPLIES)
        yield from _within(one.applies, (_GUARD,))
    if one.trace is not None and one.outcome in _OUTCOMES:
        yield (_RULE,), _OUTCOMES[one.outcome]
        yield from _named((_RULE,), one.trace, {})
        yield from _within(one.trace, (_RULE,))


def _within(trace: Trace, path: Path) -> Iterator[tuple[Path, str]]:
    expr = trace.expr
    counted = _counted(trace, expr) if isinstance(expr, Choose) else range(len(trace.parts))
    # What a leaf is made of is its own affair.
    for at in counted if isinstance(expr, And | Or | Not | Among | Choose | Readings) else ():
        part, inner = trace.parts[at], (*path, at)
        yield from _named(inner, part, _TAKEN if _is_condition(expr, at) else _VALUES)
        yield from _within(part, inner)


def _counted(trace: Trace, expr: Choose) -> list[int]:
    """The conditions, and the rules that they leave: all are evaluated, but only these count."""
    conditions = [2 * at for at in range(len(expr.cases))]
    taken = [at + 1 for at in conditions if trace.parts[at].truth is TRUE]
    if not taken and all(trace.parts[at].truth is FALSE for at in conditions):
        taken = [2 * len(expr.cases)]
    return [*conditions, *taken]


def _named(path: Path, trace: Trace, names: dict[Truth, str]) -> Iterator[tuple[Path, str]]:
    if trace.truth in names:
        yield path, names[trace.truth]
    expr = trace.expr
    if trace.truth is UNKNOWN:
        return
    if isinstance(expr, Compare | Count) and any(_on_the_limit(proof, expr) for proof in trace.evidence):
        yield path, ON_THE_LIMIT


def _on_the_limit(proof: Evidence, expr: Compare | Count) -> bool:
    if isinstance(expr, Count) and expr.what == "lines":
        return proof.value == str(expr.number)
    return proof.distance is not None and proof.side == 0
