"""The biomarkers that are results: `PD-L1 TPS` with a number, `MSI status` with a word, `MSI-H`."""

from __future__ import annotations

import re
from functools import lru_cache

from eligo.facts.profile import BiomarkerEntry, ResultEntry
from eligo.facts.results import read_interval
from eligo.vocabulary import concepts, variants
from eligo.vocabulary.analytes import analytes, level
from eligo.vocabulary.marker_words import canonical
from eligo.vocabulary.test_words import meant, words_of

_BREAK = re.compile(r"[\s:]+|-(?=\w+$)")
# A finding that is one answer of one test: `MMR status is deficient`.
_RULE = re.compile(r"(.+?) is ([^,()]+)")
_MOST_WORDS = 12


def result_of(entry: BiomarkerEntry) -> ResultEntry | None:
    """The result that an entry is, or None for one that tells of an alteration."""
    if entry.alleles or entry.covers:
        return None
    gene, alteration, name = (_text(one) for one in (entry.gene, entry.alteration, entry.name))
    whole = name or f"{gene} {alteration}".strip()
    if not whole or len(whole.split()) > _MOST_WORDS:
        return None
    value = entry.value if entry.value is not None else _text(entry.status) or None
    test, worded = _called(gene, alteration, name, entry.method, value), ""
    if test is None and not (name and alteration):
        test, worded = _answered(whole)
    if test is None:
        return None
    if worded:
        plain = value is None or canonical("status", str(value)) == "present" or str(value) == worded
        denied = f"not {worded}" if canonical("status", str(value)) == "absent" else ""
        value = worded if plain else denied if _word(test, denied) else f"{worded}, and {value}"
    if value is None:
        value = "not given"
    elif isinstance(value, str) and not _word(test, value) and _word(test, f"{name or gene} {value}"):
        # `MSI: high`
        value = f"{name or gene} {value}"
    return ResultEntry(
        test=test, value=value, unit=entry.unit, date=entry.date, method=entry.method, specimen=entry.specimen
    )


def _called(gene: str, alteration: str, name: str, method: str | None, value: object) -> str | None:
    """The measure or test that an entry is called by."""
    if alteration and not name:
        text = f"{gene} {alteration}".strip()
        return text if _known(text) and variants.read(text) is None else None
    if alteration:
        return None
    called = name or gene
    if gene and not name and variants.read(gene) is not None:
        named = None
    else:
        named = next((text for text in _with_method(called, method) if _known(text)), None)
    if named is None and isinstance(value, str) and variants.read(called) is not None:
        # Of a gene that has a test of its own the bare word is that test's: HER2 positive is no amplification yet.
        own = concepts.lookup("test", f"{called} status")
        return own if own and _word(own, value) else None
    return named


def _with_method(text: str, method: str | None) -> tuple[str, ...]:
    return (f"{text} {method}", text) if method else (text,)


@lru_cache(maxsize=8192)
def _known(text: str) -> bool:
    """Whether a text names a test, or a measure and no gene: EGFR isn't the filtration rate here."""
    if concepts.lookup("test", text) is not None:
        return True
    return concepts.lookup("measure", text) is not None and variants.read(text) is None


@lru_cache(maxsize=8192)
def _answered(text: str) -> tuple[str | None, str]:
    """(the test, its answer) of a text that holds both: `MSI-H`, `HER2 IHC 3+`."""
    if variants.read(text) is not None:
        return None, ""
    words = _BREAK.split(text)
    for cut in range(len(words) - 1, 0, -1):
        front, rest = " ".join(words[:cut]), " ".join(words[cut:])
        if _known(front) and _word(front, rest):
            return front, rest
    finding = concepts.lookup("finding", text)
    rule = _RULE.fullmatch(concepts.table("finding")[finding].row["rule"]) if finding else None
    if rule and concepts.lookup("test", rule[1]) and _word(rule[1], rule[2]):
        return rule[1], rule[2]
    word = concepts.lookup("word", text)
    tests = _tests_of(word) if word else ()
    return (tests[0], text) if len(tests) == 1 else (None, "")


def _word(test: str, text: str) -> str | None:
    """The step or answer of a measure or test that a text stands for."""
    key = concepts.lookup("measure", test)
    if key in analytes():
        if analytes()[key].levels:
            return text if level(key, text) is not None else None
        return text if read_interval(text, ("biomarkers", 0)) is not None else None
    answers = concepts.lookup("test", test)
    word = concepts.lookup("word", text)
    return text if word and answers and meant(answers, word) is not None else None


@lru_cache(maxsize=1024)
def _tests_of(word: str) -> tuple[str, ...]:
    """The tests that are answered by a word."""
    return tuple(name for name in concepts.table("test") if word in words_of(name))


def _text(value: str | None) -> str:
    return value.strip() if value else ""
