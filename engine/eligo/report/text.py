"""The report on a terminal: a page for a few patients, a table for many. Nothing here decides anything."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, TypeAlias

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from eligo.core.nodes import Choose, Trial
from eligo.evaluate.deciding import deciding
from eligo.evaluate.screening import Decided, Screening
from eligo.evaluate.trace import Evidence
from eligo.versions import versions

if TYPE_CHECKING:
    from eligo.evaluate.compiled import Screened

Shown: TypeAlias = "Screening | Screened"  # what a screening by closures tells, it finds out when asked

A_FEW = 3
MARKS = {
    "pass": ("✓", "green"),
    "fail": ("✗", "red"),
    "unknown": ("?", "yellow"),
    "not_applicable": ("–", "dim"),
}
VERDICTS = {"eligible": "bold green", "undetermined": "bold yellow", "ineligible": "bold red"}
_PIPE_WIDTH = 120


@contextmanager
def console() -> Iterator[Console]:
    """Colours on a terminal only, and not where NO_COLOR says otherwise; in a pipe a fixed width and no blanks at
    the end of a line."""
    if sys.stdout.isatty():
        yield Console(highlight=False)
        return
    page = StringIO()
    yield Console(file=page, width=_PIPE_WIDTH, highlight=False)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines()))


def report(
    screenings: Sequence[Shown],
    *,
    explained: bool,
    digests: Mapping[str, str],
    changed: Mapping[str, str] | None = None,
) -> None:
    """Print the screenings: in full when they are few or `explained`, else one line each.

    `changed`: the parameters of the criteria that were given another value for this run.
    """
    with console() as out:
        if len(screenings) > A_FEW and not explained:
            for trial in dict.fromkeys(one.trial.id for one in screenings):
                _table(out, [one for one in screenings if one.trial.id == trial])
        else:
            for one in screenings:
                _page(out, one, explained)
        for name, value in (changed or {}).items():
            out.print(Text(f'Changed for this run: "{name}" is {value}', style="yellow"))
        engine = versions()["engine"]
        for trial, digest in digests.items():
            out.print(Text(f"Eligo {engine} · {trial} criteria {digest[:12]}", style="dim"))


# -- many --------------------------------------------------------------------------------------


def _table(out: Console, screenings: Sequence[Shown]) -> None:
    trial = screenings[0].trial
    out.print(Text.assemble((trial.id, "bold"), f"  {trial.title}"))
    out.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Patient", no_wrap=True, max_width=28)
    table.add_column("Verdict", no_wrap=True)
    if trial.cohorts:
        table.add_column("Cohorts", no_wrap=True)
    table.add_column("Why, and what next", ratio=1)
    for one in sorted(screenings, key=_rank):
        row: list[Text] = [Text(one.patient.id), Text(one.verdict, style=VERDICTS[one.verdict])]
        if trial.cohorts:
            row.append(_cohorts(one))
        table.add_row(*row, _why(one))
    out.print(table)
    counts = Counter[str](one.verdict for one in screenings)
    total = " · ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    out.print()
    out.print(Text(f"{len(screenings)} patients: {total}", style="bold"))
    if trial.cohorts:
        out.print(Text(f"Cohorts: {_legend(trial)}; ✓ eligible, ✗ ineligible, ? undetermined", style="dim"))
    out.print()


def _rank(one: Shown) -> tuple[int, int, int]:
    """Who can be enrolled first: the eligible, then those with the fewest facts to obtain, then the others."""
    judged = sum(item.reason == "judgment" for item in one.to_obtain)
    failed = sum(item.outcome == "fail" for item in _counted(one))
    return list(VERDICTS).index(one.verdict), len(one.to_obtain) - judged, failed


def _cohorts(one: Shown) -> Text:
    marks = {"eligible": ("✓", "green"), "ineligible": ("✗", "red"), "undetermined": ("?", "yellow")}
    text = Text()
    for name, verdict in one.cohorts.items():
        mark, style = marks[verdict]
        text.append(f"{name}{mark} ", style=style)
    return text


def _legend(trial: Trial) -> str:
    return ", ".join(f"{cohort.name} {cohort.title}" for cohort in trial.cohorts)


def _why(one: Shown) -> Text:
    """The fails with their margins, or what to obtain; in a table's cell."""
    if one.verdict == "eligible":
        rests = len(one.assumptions)
        words = [f"rests on {rests} assumption{'s' if rests > 1 else ''}"] if rests else []
        old = max((proof.age_days or 0 for item in _counted(one) for proof in item.evidence if proof.old), default=0)
        words += [f"results up to {old} days old"] if old else []
        return Text("; ".join(words) or "every criterion that applies passes", style="dim")
    if one.verdict == "ineligible":
        return Text(_fails(one))
    about = f"{one.cohort}: " if one.cohort and len(one.cohorts) > 1 else ""
    facts = [item for item in one.to_obtain if item.reason != "judgment"]
    judged = len(one.to_obtain) - len(facts)
    if not facts:
        return Text(f"{about}{one.summary}")
    named = [f"{item.fact} ({item.obtain})" for item in facts]
    more = f" and {len(named) - 4} more" if len(named) > 4 else ""
    last = f"; {judged} judgment{'s' if judged != 1 else ''}" if judged else ""
    return Text(f"{about}obtain {', '.join(named[:4])}{more}{last}")


def _fails(one: Shown) -> str:
    """What fails in every cohort; where nothing does, what fails in the nearest."""
    failed = [item for item in _counted(one) if item.outcome == "fail"]
    everywhere = [item for item in failed if set(item.criterion.cohorts or one.cohorts) >= set(one.cohorts)]
    about = f"{one.cohort}: " if one.cohort and not everywhere else ""
    shown = [_fail(item) for item in everywhere or failed]
    return about + "; ".join(shown[:3]) + (f"; and {len(shown) - 3} more" if len(shown) > 3 else "")


def _counted(one: Shown) -> list[Decided]:
    """The criteria of the cohort that the verdict is about."""
    return [item for item in one.criteria if not item.criterion.cohorts or one.cohort in item.criterion.cohorts]


def _fail(item: Decided) -> str:
    proof = _main(item)
    matter = item.criterion.title
    if proof:
        matter = f"{proof.fact} {item.margin}" if item.margin else subject(proof)
    change = f", {_changes(item.may_change)}" if item.may_change else ""
    return f"{item.criterion.label}: {matter}{change}"


def subject(proof: Evidence) -> str:
    """What was found: an entry speaks for itself, a value needs the name of what it is of."""
    entry = proof.path.startswith(("conditions", "therapies", "medications", "procedures", "family_history"))
    return proof.value if entry and proof.value not in ("not listed", "not now") else f"{proof.fact}: {proof.value}"


def _changes(word: str) -> str:
    return {"yes": "may change", "lasting": "won't change"}.get(word, f"may pass {word}")


# -- a few -------------------------------------------------------------------------------------


def _page(out: Console, one: Shown, explained: bool) -> None:
    out.print(Text.assemble((one.patient.id, "bold"), f"  {one.patient.story}" if one.patient.story else ""))
    out.print(Text(f"{one.trial.id} {one.trial.title}, as of {one.as_of}", style="dim"))
    out.print()
    verdict = Text(one.verdict.upper(), style=VERDICTS[one.verdict])
    rest = one.summary.removeprefix(one.verdict).lstrip(":").strip()
    names = {cohort.name: f"{cohort.name} {cohort.title}" for cohort in one.trial.cohorts}
    about = f" for cohort {names[one.cohort]}" if one.cohort and len(one.cohorts) > 1 else ""
    out.print(Text.assemble(verdict, about, f"  {rest}" if rest else ""))
    out.print()
    mine = _counted(one)
    shown = [item for item in mine if explained or item.outcome in ("fail", "unknown")]
    shown.sort(key=lambda item: ("fail", "unknown", "pass", "not_applicable").index(item.outcome))
    if shown:
        out.print(_criteria(shown))
        out.print()
    counts = Counter[str](item.outcome for item in mine)
    words = {"pass": "pass", "fail": "fail", "unknown": "open", "not_applicable": "not applicable"}
    out.print(Text(" · ".join(f"{counts[key]} {word}" for key, word in words.items() if counts[key])))
    others = (f"{names[name]}: {text}" for name, text in one.summaries.items() if name != one.cohort)
    for title, lines in (
        ("To obtain, cheapest first", _obtain(one)),
        ("Other cohorts", others),
        ("Rests on", one.assumptions),
        ("Note", one.notes),
    ):
        _list(out, title, list(lines))
    out.print()


def _criteria(shown: Sequence[Decided]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    for item in shown:
        mark, style = MARKS[item.outcome]
        cohorts = f" {','.join(item.criterion.cohorts)}" if item.criterion.cohorts else ""
        table.add_row(
            Text(mark, style=style),
            f"{item.criterion.label}{cohorts}",
            escape(item.criterion.title),
            _matter(item),
        )
    return table


def _matter(item: Decided) -> Text:
    """The value and its margin for what is decided, the missing facts for what is open."""
    text = Text()
    if item.outcome == "unknown":
        lines = [f"{gap.fact}: {gap.detail}" if gap.detail else gap.fact for gap in item.reasons]
        text.append("\n".join(lines))
        return text
    proof = _main(item)
    if proof is None:
        return text
    text.append(f"{proof.fact} {used(proof)}" if proof.fact not in proof.value else used(proof))
    if item.margin:
        text.append(f"\n{item.margin}", style=MARKS[item.outcome][1])
    if item.may_change:
        text.append(f"{', ' if item.margin else chr(10)}{_changes(item.may_change)}")
    return text


def _main(item: Decided) -> Evidence | None:
    """The evidence of the leaf that decided, else the first there is."""
    decided = deciding(item.trace) if item.trace is not None else None
    return decided or _reason(item) or (item.evidence[0] if item.evidence else None)


def _reason(item: Decided) -> Evidence | None:
    """The evidence of a leaf with the answer of the whole: the entry that excludes, not the one that doesn't."""
    trace = item.trace
    while trace is not None and trace.parts:
        if isinstance(trace.expr, Choose) and trace.taken is not None:
            last = trace.taken == len(trace.expr.cases)
            trace = trace.parts[-1] if last else trace.parts[2 * trace.taken + 1]
            continue
        same = [part for part in trace.parts if part.truth is trace.truth] or list(trace.parts)
        trace = same[0]
    return trace.evidence[0] if trace is not None and trace.evidence else None


MOST_NOTES = 3  # of one value in a table; `eligo explain` tells all of them


def used(proof: Evidence, *, aged: bool = False, noted: bool = True) -> str:
    """A value as read aloud: recorded, in the rule's unit, against its limit, from when; `noted`: with its notes."""
    text = proof.value
    if proof.converted and proof.converted != proof.value:
        text += f" = {proof.converted}"
    if proof.limit.startswith(("<", ">", "=")):
        text += f", limit {proof.limit}"
    elif proof.limit.startswith(("within", "less than")):
        text += f", {proof.limit}"
    elif proof.limit:
        text += f", asked: {proof.limit}"
    if proof.date:
        age = ""
        if aged and proof.age_days is not None:
            count = abs(proof.age_days)
            age = f", {count} day{'' if count == 1 else 's'} {'after' if proof.age_days < 0 else 'before'}"
        text += f" ({proof.date}{age})"
    if not noted:
        return text
    more = len(proof.notes) - MOST_NOTES
    if more > 1:
        return f"{text}; {proof.notes[0]}; and {len(proof.notes) - 1} more, told by `eligo explain`"
    return text + "".join(f"; {note}" for note in proof.notes)


def _obtain(one: Shown) -> Iterator[str]:
    for item in one.to_obtain:
        if item.reason == "judgment":
            yield f"{item.fact} (judgment)"
        else:
            yield f"{item.fact} ({item.obtain}) for {_labels(item.criteria)}"


def _labels(labels: Sequence[str]) -> str:
    """`inclusion 9f; exclusions 2, 5`: the kind once for all of its numbers."""
    numbers: dict[str, list[str]] = {}
    for label in labels:
        kind, _, number = label.partition(" ")
        numbers.setdefault(kind, []).append(number)
    return "; ".join(f"{kind}{'s' if len(of) > 1 else ''} {', '.join(of)}" for kind, of in numbers.items())


def _list(out: Console, title: str, lines: list[str]) -> None:
    if lines:
        out.print()
        out.print(Text(title, style="bold"))
        for line in lines:
            out.print(Padding(Text(line), (0, 0, 0, 2)))
