"""Alterations: whether one of those asked for was found. What nobody tested is unknown, never wild type.

It is found where an entry says so; absent where an absence is recorded, or an assay that covers it didn't find it.
One that was found and later is absent conflicts; one that was absent and later is found is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eligo.core.nodes import Altered, Copies
from eligo.evaluate import marker_entries as entries
from eligo.evaluate.marker_entries import Key
from eligo.evaluate.marker_names import asked, several, some
from eligo.evaluate.naming import Answer
from eligo.evaluate.selecting import nothing_inside
from eligo.evaluate.trace import FALSE, TRUE, UNKNOWN, Change, Evidence, Gap, Trace
from eligo.evaluate.view import View
from eligo.evaluate.windows import Stretch
from eligo.facts.patient import Marker
from eligo.quantity.numbers import show

HOME = "biomarkers"
OF_TUMOR = "tests of genes that name no specimen are taken as of the tumor"


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entry that may lie inside the window; `sure`: it does."""

    marker: Marker
    sure: bool
    answer: Answer


def altered(node: Altered, view: View) -> Trace:
    """Whether a test has found one of the alterations; or, of `tested`, whether one was looked for."""
    if unplaced := view.unplaced(node.window):
        return Trace(node, UNKNOWN, (unplaced,))
    notes = view.anchor_notes(node.window)
    stretch = view.stretch(node.window)
    inside = [
        (one, stretch.holds(view.clip(one.day)))
        for one in view.patient.markers
        if not stretch.empty and stretch.touches(view.clip(one.day))
    ]
    if node.asks == "tested":
        return _tested(node, inside, stretch, notes, view)
    seen = [_Seen(one, sure, _of(one, node)) for one, sure in inside if one.status in ("present", "unknown")]
    found = [one for one in seen if one.sure and one.answer.truth is TRUE]
    again = {one.marker.path: _again(one.marker, inside, node) for one in found}
    rivals = [one for one, _ in inside if _denies(one, node) and entries.by_test(one, node).truth is not FALSE]
    standing = [
        one
        for one in found
        if again[one.marker.path] is None and not any(entries.undoes(rival, one.marker) for rival in rivals)
    ]
    if standing:
        return Trace(node, TRUE, evidence=_present(standing, node, view), assumptions=notes)
    if found:
        return _conflict(node, found[0].marker, rivals, again[found[0].marker.path], notes, view)
    open_ = [one for one in seen if one.answer.truth is not FALSE]
    return _absent(node, open_, inside, rivals, stretch, notes, view)


def _of(marker: Marker, node: Altered) -> Answer:
    return entries.shows(marker, node) if marker.status == "present" else entries.undecided(marker, node)


def _denies(marker: Marker, node: Altered) -> bool:
    """Whether an entry says of something that it isn't there, or not to the extent that is asked for."""
    return marker.status in ("absent", "covered") or bool(entries.rules_out(marker, node))


def _again(found: Marker, inside: Sequence[tuple[Marker, bool]], node: Altered) -> Marker | None:
    """The entry that judges the same variant otherwise, later or on the same day."""
    return next((one for one, _ in inside if entries.judged_again(one, found, node)), None)


def _conflict(
    node: Altered, found: Marker, rivals: Sequence[Marker], again: Marker | None, notes: tuple[str, ...], view: View
) -> Trace:
    rival = again or next(one for one in rivals if entries.undoes(one, found))
    seen = (_shown(found, node, view), _shown(rival, node, view))
    return Trace(node, UNKNOWN, (_against(node, found, rival),), evidence=seen, assumptions=notes)


def _against(node: Altered, found: Marker, rival: Marker) -> Gap:
    detail = f"{found.path} says it is there, {rival.path} that it isn't"
    return Gap(asked(node), "conflicting_records", detail, "chart")


def _absent(
    node: Altered, open_: Sequence[_Seen], inside: Sequence[tuple[Marker, bool]], rivals: Sequence[Marker],
    stretch: Stretch, notes: tuple[str, ...], view: View,
) -> Trace:  # fmt: skip
    """FALSE where every variant is ruled out, of each origin, and nothing leaves one open."""
    ruling = [(one, sure, entries.rules_out(one, node)) for one, sure in inside]
    used: dict[str, Marker] = {}
    doubtful: dict[str, _Seen] = {}
    gaps: list[Gap] = []
    left: list[Key] = []
    for key in entries.keys(node):
        sure = [one for one, certain, of in ruling if certain and key in of and of[key].truth is TRUE]
        doubts = [one for one in open_ if entries.may_be(one.marker, node, key)]
        best = next((one for one in reversed(sure) if all(entries.decides(one, each.marker) for each in doubts)), None)
        if best is not None:
            used[best.path] = best
            continue
        doubtful.update((one.marker.path, one) for one in doubts)
        if not sure:
            left.append(key)
            maybe = [(one, certain, of[key]) for one, certain, of in ruling if key in of]
            gaps += [_gap(answer, node) if answer.truth is UNKNOWN else _undated(one, node) for one, _, answer in maybe]
    if not left and not doubtful:
        shown = tuple(_shown(one, node, view) for one in used.values())
        inherited = all(variant.kind == "allele" for variant in node.variants)
        tissue = () if inherited or all("specimen" in one.said for one in used.values()) else (OF_TUMOR,)
        return Trace(node, FALSE, evidence=shown, assumptions=(*notes, *tissue))
    for one in doubtful.values():
        undone = [rival for rival in rivals if one.marker.status == "present" and entries.undoes(rival, one.marker)]
        gaps += [_against(node, one.marker, undone[0])] if undone else []
    gaps = [*(_open(one, node) for one in doubtful.values()), *gaps]
    if left:
        gaps.append(_missing(node, left, inside, stretch, view))
    seen = tuple(_shown(one.marker, node, view) for one in doubtful.values())
    return Trace(node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=seen, assumptions=notes)


def _tested(
    node: Altered, inside: Sequence[tuple[Marker, bool]], stretch: Stretch, notes: tuple[str, ...], view: View
) -> Trace:
    seen = [_Seen(one, sure, entries.tests(one, node)) for one, sure in inside]
    found = [one for one in seen if one.sure and one.answer.truth is TRUE]
    if found:
        return Trace(node, TRUE, evidence=_present(found, node, view), assumptions=notes)
    open_ = [one for one in seen if one.answer.truth is not FALSE]
    gaps = [_open(one, node) for one in open_]
    shown = tuple(_shown(one.marker, node, view) for one in open_)
    closed, assumed = view.closed(HOME, stretch.last)
    if closed and not gaps:
        proof = Evidence(HOME, asked(node), "not listed")
        return Trace(node, FALSE, evidence=(proof,), assumptions=(*notes, *assumed))
    if not closed:
        detail = "no such test is listed, and the list of biomarkers isn't declared complete"
        gaps.append(Gap(asked(node), "list_open", detail, "chart", HOME))
    return Trace(node, UNKNOWN, tuple(dict.fromkeys(gaps)), evidence=shown, assumptions=notes)


# -- what is missing ---------------------------------------------------------------------------


def _gap(answer: Answer, node: Altered) -> Gap:
    return Gap(answer.fact or asked(node), answer.reason, answer.detail, "chart")


def _open(one: _Seen, node: Altered) -> Gap:
    """What an entry leaves open; a test that gave no answer must be done again."""
    if one.answer.truth is TRUE:
        return _undated(one.marker, node)
    gap = _gap(one.answer, node)
    again = one.marker.status == "unknown" and gap.reason == "not_recorded"
    return Gap(gap.fact, gap.reason, gap.detail, _obtain(node)) if again else gap


def _undated(marker: Marker, node: Altered) -> Gap:
    """That it isn't known whether an entry lies inside the window."""
    if marker.day is None:
        return Gap(asked(node), "undated", f"{marker.path} ({marker.label}) has no date", "chart")
    hours = ", and the window is told in hours" if marker.day.exact else ""
    return Gap(asked(node), "date_ambiguous", f"{marker.path} ({marker.label}) is dated {marker.day}{hours}", "chart")


def _missing(
    node: Altered, left: Sequence[Key], inside: Sequence[tuple[Marker, bool]], stretch: Stretch, view: View
) -> Gap:
    """What nobody tested: of which genes, or that it was tested outside the window only."""
    near = {id(one) for one, _ in inside}
    outside = [
        view.clip(one.day)
        for one in view.patient.markers
        if id(one) not in near and view.clip(one.day).first <= view.as_of and _answers(one, node)
    ]
    if outside or stretch.empty:
        return Gap(asked(node), "outside_window", nothing_inside(outside, stretch, view), _obtain(node))
    genes = list(dict.fromkeys(node.variants[at].gene for at, _ in left))
    known = [gene for gene in genes if any(v.gene == gene for one, _ in inside for v in one.variants)]
    untested = [gene for gene in genes if gene not in known]
    told = [f"not tested: {_listed(untested)}"] if untested else []
    told += [f"not ruled out by what is recorded of {_listed(known)}"] if known else []
    return Gap(asked(node), "not_recorded", "; ".join(told), _obtain(node))


def _listed(genes: Sequence[str]) -> str:
    return ", ".join(genes[:5]) + (" ..." if len(genes) > 5 else "")


def _answers(marker: Marker, node: Altered) -> bool:
    """Whether an entry would decide, were it inside the window."""
    return (marker.status == "present" and entries.shows(marker, node).truth is TRUE) or bool(
        entries.rules_out(marker, node)
    )


def _obtain(node: Altered) -> Literal["blood", "biopsy"]:
    """What is inherited is tested in blood."""
    germline = all(entries.origins(one, node) == ("germline",) for one in node.variants)
    return "blood" if germline else "biopsy"


# -- what is shown -----------------------------------------------------------------------------


def _present(seen: Sequence[_Seen], node: Altered, view: View) -> tuple[Evidence, ...]:
    return tuple(_shown(one.marker, node, view) for one in seen)


def _shown(marker: Marker, node: Altered, view: View) -> Evidence:
    """`EGFR L858R: present`, `EGFR mutation: absent`, `EGFR: not found by panel of 50 genes`."""
    fact = marker.label
    value: str = marker.status if marker.status != "unknown" else "no answer"
    if marker.status == "absent":
        fact = several(marker.variants)
    elif marker.status == "covered":
        fact, value = some(one.gene for one in node.variants), f"not found by {marker.label}"
        if node.asks == "tested":
            value = f"tested by {marker.label}"
    told = [entries.said(marker, "method")]
    told += [entries.said(marker, one.attribute) for one in node.where if not isinstance(one, Copies)]
    told += [entries.said(marker, "significance")]
    copies = marker.copies.point if marker.copies is not None else None
    told += [f"{show(copies)} copies" for one in node.where if isinstance(one, Copies) and copies is not None]
    notes = tuple(dict.fromkeys(word for word in told if word and word[0] != "?"))
    return Evidence(
        marker.path, fact, value, date=str(marker.day or ""), limit=node.window.text if node.window else "",
        change=_change(marker, node, view), notes=notes,
    )  # fmt: skip


def _change(marker: Marker, node: Altered, view: View) -> Change:
    """What is inherited stays, and so does what was found in a tumour; what wasn't found there may come."""
    start = node.window.start if node.window else None
    if node.asks == "tested" or (start is not None and view.movable(start.anchor)):
        return "yes"
    inherited = entries.said(marker, "origin") == "germline" or all(
        entries.origins(one, node) == ("germline",) for one in node.variants
    )
    return "lasting" if inherited or marker.status == "present" else "yes"
