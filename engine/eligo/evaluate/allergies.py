"""A treatment that was stopped for hypersensitivity, beside a list of conditions that doesn't hold one."""

from __future__ import annotations

from eligo.core.nodes import Concept, Has, Related
from eligo.evaluate.naming import is_one
from eligo.evaluate.trace import FALSE, Evidence
from eligo.evaluate.view import View
from eligo.facts.patient import Entry, Patient

REASON = "hypersensitivity"
_ALLERGIC = frozenset(("allergy", "hypersensitivity reaction", "infusion-related reaction"))
_WIDER = frozenset(("adverse event",))
_LISTS = ("therapies", "medications")


def asks_of_allergy(node: Has) -> bool:
    """Whether a rule asks for a hypersensitivity, to what it names or ever to anything."""
    if node.home != "conditions" or not any(map(_allergic, node.concepts)):
        return False
    return bool(_causes(node)) or node.tense == "ever"


def any_stopped(patient: Patient) -> bool:
    """Whether any treatment was stopped for hypersensitivity."""
    return any(_stopped(entry) for home in _LISTS for entry in patient.entries.get(home, ()))


def shown_by_stop(node: Has, view: View) -> Evidence | None:
    """A treatment with what a rule names as the cause, or that may be it, which was stopped for hypersensitivity."""
    if not asks_of_allergy(node):
        return None
    stretch, causes = view.stretch(node.window), _causes(node)
    for entry in (entry for home in _LISTS for entry in view.patient.entries.get(home, ()) if _stopped(entry)):
        days = view.clip(entry.end or entry.start)
        # What was stopped inside the window, whenever it had begun; without its end it may have been.
        inside = stretch.touches(days) if entry.end is not None else days.first <= stretch.last
        if inside and all(_may_be(entry, concepts) for concepts in causes):
            return Evidence(entry.path, entry.label, f"stopped for {REASON}", date=str(entry.end or ""))
    return None


def _stopped(entry: Entry) -> bool:
    return entry.status != "absent" and entry.details.said.get("stop_reason") == REASON


def _causes(node: Has) -> list[tuple[Concept, ...]]:
    return [one.concepts for one in node.where if isinstance(one, Related) and one.relation == "cause"]


def _allergic(concept: Concept) -> bool:
    return not _ALLERGIC.isdisjoint((concept.name, *concept.ancestors)) or concept.name in _WIDER


def _may_be(entry: Entry, causes: tuple[Concept, ...]) -> bool:
    """Whether one of the drugs may be the cause; of several it isn't told which it was."""
    return bool(entry.unknown) or any(is_one(one, causes) is not FALSE for one in entry.names)
