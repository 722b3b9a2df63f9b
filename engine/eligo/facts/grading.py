"""The scales that grades are of: a version of CTCAE, a histologic grade, or another one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from eligo.facts.patient import Named
from eligo.vocabulary import names

_CTCAE = re.compile(
    r"(?:nci[- ])?(?:ctcae|common terminology criteria for adverse events)[ ,(-]*"
    r"(?:version|vers\.?|ver\.?|v\.?)? ?([456])(?:\.[0-9]{1,2})?\)?",
    re.IGNORECASE,
)


def ctcae_version(grading: str) -> str:
    """ "4", "5" or "6" for `CTCAE v5.0` and its like; "" for another scale, another version or none."""
    match = _CTCAE.fullmatch(" ".join(grading.split()))
    return match.group(1) if match else ""


_HISTOLOGIC = frozenset(
    names.key(
        "histologic histological histopathologic histopathological histology Nottingham Elston Ellis Bloom Richardson "
        "Scarff SBR FNCLCC ISUP Fuhrman FIGO differentiation Edmondson Steiner"
    ).split()
)
# The WHO grades tumors, and the inflammation of a mouth as well.
_BOTH = frozenset(names.key("WHO CNS").split())
_BESIDE = frozenset(
    names.key("grade grading system score scale modified of the tumor combined classification nuclear G").split()
)
_TUMORS = ("malignancy", "neoplasm", "tumor", "carcinoma", "sarcoma", "lymphoma", "glioma", "meningioma")


def scale(grading: str | None, known: Iterable[Named]) -> str:
    """`4`, `5` or `6` for a version of CTCAE, `histologic`, or "" for another scale or none."""
    if not grading:
        return ""
    if version := ctcae_version(grading):
        return version
    words = {word for word in names.key(grading).split() if not word.isdigit()} - _BESIDE
    if words and words <= _HISTOLOGIC | _BOTH and (words & _HISTOLOGIC or _of_a_tumor(known)):
        return "histologic"
    return ""


def _of_a_tumor(known: Iterable[Named]) -> bool:
    return any(word.endswith(_TUMORS) for one in known for word in (one.name, *one.ancestors))
