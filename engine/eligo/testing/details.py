"""What records say of an entry beyond its names and days: traits, sites, causes, doses, responses."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from eligo.testing.values import days, loosened, sometimes
from eligo.vocabulary import concepts

Keys = dict[str, Any]  # keys of an entry of a profile, as JSON

TRIALS = ("NCT00000001", "NCT00000002", "EU trial 7")
EXTENTS = ("localized", "locally advanced", "metastatic", "oligometastatic")
RESECTABILITY = ("resectable", "borderline resectable", "unresectable")
COURSES = ("stable", "stable", "progressing", "responding", "in remission")
GRADINGS = ("CTCAE v5.0", "CTCAE v4.03", "CTCAE v6", "Nottingham", "FNCLCC", "Clavien-Dindo")
TNM = ("cT3 N1 M0", "pT2N0", "ypT0 N0 M0", "T4b N2 M1a", "Tis N0 M0", "TX N0", "cT1-2 N0", "T2 N+ M0", "odd")
DOSES = (
    (5, "mg", "day"), (10, "mg/day", None), ("5 mg BID", None, None), (7.5, "mg", "daily"), (20, "mg", "day"),
    (500, "ug", "day"), (1, "mg/kg", "day"), (75, "mg/m2", "cycle"), (360, "mg/m2", "total"), (3000, "cGy", None),
    (60, "Gy", "total"), (2, "Gy", "fraction"), (40, "mg", "week"), (10, "mg", None), (5, "drops", "day"),
)  # fmt: skip
_MOST = 12  # of a hundred entries that have one of these keys


@lru_cache(maxsize=8)
def words(kind: str) -> tuple[str, ...]:
    """What records write for the names of a kind, and a word that nobody knows."""
    found = [
        text
        for entry in concepts.table(kind).values()
        for text in (entry.name, *entry.exact, *concepts.parts(entry.row.get("words")))
    ]
    return (*dict.fromkeys(found), "odd word")


def of_condition(draw: st.DrawFn, reference: date, begun: date) -> Keys:
    """Traits of a condition, its course, where it is and what caused it. `begun`: the earliest day for any of it."""
    keys = _some(
        draw,
        {
            "tnm": st.sampled_from(TNM),
            "resectability": st.sampled_from(RESECTABILITY),
            "recurrent": st.booleans(),
            "refractory": st.booleans(),
            "symptomatic": st.booleans(),
            "treated": st.booleans(),
            "requires": st.lists(st.sampled_from(words("requirement")), min_size=1, max_size=2, unique=True),
            "course": st.sampled_from(COURSES),
            "stable_since": days(reference).map(lambda day: max(day, begun)).flatmap(loosened),
            "site": joined(words("site")),
            "related_to": joined(
                ("chemotherapy", "nivolumab", "FOLFOX", "radiotherapy", "hypertension", "study drug X")
            ),
        },
    )
    if draw(sometimes(_MOST)):
        keys["grade"], keys["grading"] = draw(st.integers(0, 5)), draw(st.sampled_from(GRADINGS))
    return keys


def of_therapy(draw: st.DrawFn, reference: date, begun: date, ended: date) -> Keys:
    """What a treatment was for, how it went, how much of it was given. Between `begun` and `ended`."""
    since = min(max(draw(days(reference)), begun), ended)
    keys = _some(
        draw,
        {
            "progressed": st.booleans(),
            "cycles": st.integers(0, 12),
            "best_response": st.sampled_from(words("response")),
            "stop_reason": st.sampled_from(words("stop")),
            "setting": st.sampled_from(words("setting")),
            "indication": joined(("breast cancer", "malignancy", "pain", "stroke prevention", *words("purpose"))),
            "site": joined(words("site")),
            "dose_since": loosened(since),
            "standard": st.booleans(),
            "trial": st.sampled_from(TRIALS),
            "route": st.sampled_from(("oral", "po", "intravenous", "topical", "odd")),
        },
    )
    if draw(sometimes(2 * _MOST)):
        amount, unit, per = draw(st.sampled_from(DOSES))
        keys.update({key: one for key, one in (("dose", amount), ("unit", unit), ("per", per)) if one is not None})
    return keys


def of_procedure(draw: st.DrawFn) -> Keys:
    """Where and why a procedure was done, and in which trial."""
    return _some(
        draw,
        {
            "site": joined(words("site")),
            "indication": joined(("breast cancer", "malignancy", *words("purpose"))),
            "trial": st.sampled_from(TRIALS),
            "result": st.just("R0"),
        },
    )


def joined(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One of several things, or two of them as records join them."""
    one = st.sampled_from(texts)
    return one | st.tuples(one, st.sampled_from((" + ", ", ", " and ")), one).map("".join)


def _some(draw: st.DrawFn, keys: dict[str, st.SearchStrategy[Any]]) -> Keys:
    """Few of the keys: most records say little."""
    chosen = draw(st.lists(st.sampled_from(sorted(keys)), unique=True, max_size=3)) if draw(sometimes(40)) else []
    return {key: draw(keys[key]) for key in chosen}
