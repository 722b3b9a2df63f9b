"""How the words of a criteria file look, character by character."""

from __future__ import annotations

import re

OPENER = re.compile(
    r"[ \t]*(?:(trial)(?=[ \t]|$)|(version|source|library|include|define|parameter)(?=[ \t]*\")"
    r"|(cohorts)(?=[ \t]+\w)|(results)(?=[ \t]+within\b)|(count)(?=[ \t]+from\b)"
    r"|(inclusion|exclusion)(?=[ \t]+[A-Za-z]?[0-9]|[ \t]*\"|[ \t]*$)|(for)(?=[ \t][^\"\n:]*:))",
    re.MULTILINE,
)
NUMBER = re.compile(r"[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?|[-−]?[0-9]+(?:\.[0-9]+)?")
NEGATIVE = re.compile(r"[-−][0-9]")
TIMES = re.compile(r"[ \t]*(?:[x×*]|times)?[ \t]*(?:(ULN|LLN)|(?:the[ \t]+)?(baseline|nadir))\b", re.IGNORECASE)
GRADE = re.compile(
    r"(?:NCI[ \t-]+)?CTCAE(?:[ ,\t]*(?:version|v)?\.?[ \t]*([0-9])(?:\.[0-9]+)?)?[ \t]+grade\b", re.IGNORECASE
)
OCCASIONS = re.compile(
    r"on[ \t]+(?:at[ \t]+least[ \t]+)?([0-9]+|two|three)[ \t]+(?:separate[ \t]+|consecutive[ \t]+)?"
    r"(?:occasions|measurements)\b",
    re.IGNORECASE,
)
POINTS = re.compile(r"percentage[ \t-]+points?\b", re.IGNORECASE)
THAN = re.compile(r"[ \t\n]+than\b", re.IGNORECASE)
RANGE = re.compile(r"[ \t]*[-–][ \t]*(?=[0-9IVXA-E])")
STAGE = re.compile(r"(?:0|I{1,3}|IV|V|[1-5])[A-Da-d]?[1-3]?\b")
BETWEEN_WORDS = re.compile(r"[ \t\-‐–/'’.*]{0,3}\n?[ \t]*")
POSSESSIVE = re.compile(r"['’]s\b")
ARTICLE = re.compile(r"(?:the|an?)\b(?=[ \t\n])")
CHUNK = re.compile(r"(?!\[[0-9])[^\s\"#,:;()<>=≤≥\]]+")
ID = re.compile(r"\w[\w.\-]*")
BLANK = re.compile(r"[ \t\r\f\u00a0\u2009\u202f]+")
