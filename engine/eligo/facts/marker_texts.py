"""What a biomarker's texts tell beside the alteration itself: whether it was found, its origin, what it means.

`germline BRCA1 mutation`, `not detected`, `EGFR mutation negative`, `VUS`: the words around are cut off and kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from eligo.vocabulary.marker_words import canonical

Told = Literal["", "present", "absent", "unknown", "wild type", "done"]

ATTRIBUTES = ("origin", "significance", "zygosity")
_NEGATED = re.compile(
    r"(?:not|no|without|negative for|absence of|lack of)[\s-]+(?=\S)|un(?=mutated)"
    # `non-V600E mutation` is another mutation.
    r"|non[\s-]*(?=(?:mutated|mutant|amplified|rearranged|translocated|deleted)\b)",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"[?!]+")
_LONGEST = 4
# What a record says of a gene, and the name of that alteration.
_STATES = {
    "mutated": "mutation", "mutant": "mutation", "amplified": "amplification", "rearranged": "fusion",
    "translocated": "fusion", "fused": "fusion", "deleted": "deletion", "gained": "gain", "altered": "alteration",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A text without the words around what it names. `told`: what they say of its being there; `negated`: it has
    a `no` before it; `name`: what is left, which may be nothing."""

    name: str
    told: Told
    negated: bool
    said: Mapping[str, str]


@lru_cache(maxsize=8192)
def parted(text: str) -> Text:
    """A text cut into what it names and what it says of it."""
    words, negated = _DOUBT.sub(" ", text).split(), False
    # `positive?` is a doubt, not an answer.
    told: Told = "unknown" if _DOUBT.search(text) else ""
    said: dict[str, str] = {}
    while words:
        if found := canonical("status", " ".join(words)):
            return Text("", _joined(told, found), negated, said)
        if (denied := _NEGATED.match(" ".join(words))) and not negated:
            negated, words = True, " ".join(words)[denied.end() :].split()
            continue
        cut = _said(words, said) or _told(words)
        if cut is None:
            break
        words, found = cut
        told = _joined(told, found) if found else told
    name = " ".join(words)
    return Text(_STATES.get(name.casefold(), name), told, negated, said)


def _joined(one: str, other: str) -> Told:
    """Of two words for the same the first; two that differ leave it unknown."""
    return other if one in ("", other) else "unknown"  # type: ignore[return-value]


def _said(words: list[str], said: dict[str, str]) -> tuple[list[str], str] | None:
    """The words without the origin, significance or zygosity that they begin or end with, which `said` gets."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        for piece, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            text = " ".join(piece).strip("(),;:")
            for attribute in ATTRIBUTES:
                # One letter is an amino acid as well.
                if len(text) > 1 and attribute not in said and (word := canonical(attribute, text)):
                    said[attribute] = word
                    return rest, ""
    return None


def _told(words: list[str]) -> tuple[list[str], str] | None:
    """The words without the status that they end with, and that status."""
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        text = " ".join(words[-count:]).strip("(),;:")
        if (found := canonical("status", text)) and found != "wild type":
            return words[:-count], found
    return None
