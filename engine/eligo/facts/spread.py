"""What a list of conditions says of metastases by the extent and the TNM of a tumor, and by its stage.

A record that calls a tumor metastatic and names no metastases tells that there are some, and not where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.facts.naming import marked
from eligo.facts.patient import PLAIN, Entry, Named
from eligo.facts.stages import read_stage

METASTATIC = ("metastatic", "oligometastatic")
_GOING_ON = ("active", "controlled")
_BELOW = ("0", "I", "II", "III")
# Metastases that make no tumor a metastatic one.
_REGIONAL = ("regional lymph node metastases", "locoregional metastases", "in-transit metastases")
# A stage below IV has room for distant spread here, or for what is called so (peritoneum in ovarian cancer).
_OTHERWISE = (
    "thyroid cancer", "germ cell tumor", "testicular cancer", "gestational trophoblastic neoplasia", "choriocarcinoma",
    "ovarian cancer", "fallopian tube cancer", "primary peritoneal cancer", "neuroblastoma", "hematologic malignancy",
)  # fmt: skip


def staged(stage: str | None, extent: str | None, m: str, names: Sequence[Named]) -> str | None:
    """The stage, behind a `?` where the same record says that the tumor has spread farther than that."""
    if stage is None or not (extent in METASTATIC or m.startswith("M1")) or not _below(stage, names):
        return stage
    return f"?the stage says {stage}, the {f'extent {extent}' if extent in METASTATIC else f'TNM {m}'}"


def _below(stage: str, names: Sequence[Named]) -> bool:
    group = read_stage(stage) or "IV"
    return group.rstrip("ABCD123") in _BELOW and not any(one.is_a(*_OTHERWISE) for one in names)


def _metastases(entry: Entry) -> bool:
    return any(one.is_a("metastases") for one in entry.names)


def with_spread(conditions: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The conditions, and behind them `distant metastases` for each tumor that has some which the list doesn't name.

    Such an entry stands at the place of its tumor, and has its status. Beside metastases that the list names, the
    M0 and the low stage of its one tumor stand behind a `?`.
    """
    if not any(one.extent or one.stage or "M" in one.details.said for one in conditions):
        return conditions
    tumors = [one for one in conditions if any(each.is_a("malignancy") for each in one.names) and not _metastases(one)]
    named = [one for one in conditions if _metastases(one) and not any(each.is_a(*_REGIONAL) for each in one.names)]
    added = [_distant(one) for one in tumors if _has_spread(one) and not _named(one, named)]
    there = [one for one in tumors if one.status != "absent"]
    distant = [one for one in named if one.status in _GOING_ON and any(n.is_a("distant metastases") for n in one.names)]
    if distant and len(there) == 1 and there[0].status in _GOING_ON:
        conditions = tuple(_beside(one, distant[0]) if one is there[0] else one for one in conditions)
    return (*conditions, *added) if added else conditions


def _has_spread(entry: Entry) -> bool:
    return entry.status != "absent" and (entry.extent in METASTATIC or entry.details.said.get("M", "").startswith("M1"))


def _named(tumor: Entry, metastases: Sequence[Entry]) -> bool:
    """Whether some of the metastases are there when the tumor is."""
    statuses = _GOING_ON if tumor.status in _GOING_ON else (*_GOING_ON, "resolved", tumor.status)
    return any(one.status in statuses for one in metastases)


def _distant(tumor: Entry) -> Entry:
    """The metastases that a tumor has: since when, and what is said of them, isn't recorded."""
    why = tumor.extent if tumor.extent in METASTATIC else tumor.details.said["M"]
    label = tumor.label if why in tumor.label.split() else f"{tumor.label}, {why}"
    return replace(
        tumor, label=label, names=(marked("condition", "distant metastases"),), unknown=(),
        start=None, end=None, confirmed_by=None, primary=None, grade=None, grading="", details=PLAIN,
        conflict=tumor.conflict or tumor.extent_conflict,
    )  # fmt: skip


def _beside(tumor: Entry, metastases: Entry) -> Entry:
    """The tumor, without the M0 or the stage that its metastases contradict."""
    if tumor.details.said.get("M") == "M0":
        said = {**tumor.details.said, "M": f"?M0, and {metastases.label} at {metastases.path}"}
        tumor = replace(tumor, details=replace(tumor.details, said=said))
    if tumor.stage and tumor.stage[:1] != "?" and _below(tumor.stage, tumor.names):
        tumor = replace(tumor, stage=f"?the stage says {tumor.stage}, and {metastases.path} {metastases.label}")
    return tumor
