"""What an allergy is to, where its name tells it: `carboplatin allergy`, `hypersensitivity to osimertinib`."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.vocabulary import concepts

DISPOSITION = "allergy"
_TO = re.compile(r"(?i)(.*?(?:allerg|hypersensitiv|anaphyla|reaction)\w*(?: reaction)?) to (.+)")
_OF = re.compile(r"(?i)(.+?) (allergy|hypersensitivity)")
_GENERAL = "drug allergy"


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[str, str]:
    """(the condition, the treatment it is to) of a condition's name; the name itself and "" where it tells none.

    A name of the table stays as it is; another becomes what stands before `to`, or a drug allergy.
    """
    known = concepts.lookup("condition", text)
    if known is not None:
        cause = known.removesuffix(" allergy")
        return text, cause if cause != known and concepts.lookup("therapy", cause) else ""
    said = " ".join(text.split())
    if (behind := _TO.fullmatch(said)) and concepts.lookup("therapy", behind[2]):
        disposition = concepts.lookup("condition", behind[1])
        if disposition is not None:
            return (_GENERAL if disposition == DISPOSITION else disposition), behind[2]
    if (before := _OF.fullmatch(said)) and concepts.lookup("therapy", before[1]):
        return _GENERAL, before[1]
    return text, ""
