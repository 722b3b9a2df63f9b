"""What a treatment of cancer was for where nobody recorded it: the one cancer that a complete list holds."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.core.nodes import Concept
from eligo.evaluate.naming import NO, YES, Answer, agents, is_one
from eligo.evaluate.trace import TRUE, UNKNOWN
from eligo.evaluate.view import View
from eligo.facts import dates
from eligo.facts.patient import Entry

_OF_CANCER = ("neoadjuvant", "adjuvant", "palliative", "curative", "maintenance")


def presumed(entry: Entry, concepts: Sequence[Concept], view: View) -> Answer | None:
    """Whether it was for one of these, shown as an assumption; None where that can't be told.

    The intent must be one of cancer treatment, every agent a treatment of cancer, the list of conditions complete
    with one malignancy in it, and the treatment may not have begun more than a year before that.
    """
    names = agents(entry)
    if entry.intent not in _OF_CANCER or entry.unknown or not names or entry.start is None:
        return None
    if not all(one.is_a("anticancer therapy") for one in names):
        return None
    closed, assumed = view.closed("conditions", view.as_of)
    listed = [one for one in view.patient.entries.get("conditions", ()) if one.status != "absent"]
    if not closed or any(one.unknown for one in listed):
        return None
    cancers = [one for one in listed if any(name.is_a("malignancy") for name in one.names)]
    primary = [one for one in cancers if not all(name.is_a("metastases") for name in agents(one))]
    if len(primary) != 1 or primary[0].start is None or primary[0].status == "suspected":
        return None
    cancer = primary[0]
    if entry.start.first < dates.back(primary[0].start.last, 1, "year"):
        return None
    found = {is_one(name, concepts) for name in cancer.names if name.is_a("malignancy")}
    if TRUE not in found and UNKNOWN in found:
        return None
    answer = YES if TRUE in found else NO
    note = f"{entry.path}: its indication isn't recorded; taken as given for the one cancer listed, {cancer.label}"
    return Answer(answer.truth, assumed=(note, *assumed))
