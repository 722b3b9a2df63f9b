"""The closures against the interpreter on 100,000 pairs of a trial and a patient, with its own generator.

    make pairs                                    100,000 pairs
    make pairs PAIRS=20000 SEED=7

Rules of every kind are compiled once. Trials are put together from their core expressions at random, and patients
around the limits and windows of each trial, on all cores, in shares with a seed each. Printed: how many pairs, what
came out, and of each kind of leaf how often a fast path decided and how often the interpreter was asked. On a
difference the smallest trial and profile found that still differ are printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from pydantic import ValidationError

sys.path.insert(0, str(Path(__file__).parent.parent))

from differential.drawing import Drawing, clauses
from differential.equality import briefly, differing
from eligo.core.nodes import Among, And, Choose, Cohort, Criterion, Expr, Not, Or, Readings, Span, Trial
from eligo.core.walking import children, walk
from eligo.evaluate.compiled import Compiled
from eligo.evaluate.screening import screen
from eligo.facts import quick
from eligo.facts.patient import Patient
from eligo.facts.profile import ProfileError
from eligo.testing.profiles import read
from strategies import REFERENCE

HERE = Span(0, 1)
EACH = 50  # patients of one trial
SHARE = 1_000  # pairs that are drawn from one seed
LISTS = ("results", "conditions", "therapies", "medications", "procedures", "biomarkers", "family_history")
LIMITS = {
    ("ast", ""): (Fraction(40), None),
    ("albumin", ""): (None, Fraction(7, 2)),
    ("creatinine", "female"): (1, None),
}
Profile = dict[str, Any]


def expression(draw: Random, pool: list[Expr], depth: int) -> Expr:
    """A rule of the pool, or several put together."""
    if depth == 0 or draw.random() < 0.35:
        return draw.choice(pool)

    def part() -> Expr:
        return expression(draw, pool, depth - 1)

    several = tuple(part() for _ in range(draw.choice((2, 2, 3))))
    match draw.randrange(7):
        case 0 | 1:
            return And(several, HERE)
        case 2 | 3:
            return Or(several, HERE)
        case 4:
            return Not(several[0], HERE)
        case 5:
            count = draw.randrange(4)
            op = draw.choice((">=", "<=", "=", ">", "<"))
            return Among(op, count, several, HERE) if draw.random() < 0.6 else Readings(several[:2], HERE)
        case _:
            cases = tuple((part(), part()) for _ in range(draw.choice((1, 1, 2))))
            return Choose(cases, part(), HERE)


def trial(draw: Random, pool: list[Expr]) -> Trial:
    """A trial of a few criteria, some with cohorts, some for some patients only."""
    cohorts = tuple(Cohort(name, "", draw.random() < 0.2) for name in "AB") if draw.random() < 0.4 else ()
    names = [one.name for one in cohorts]
    criteria = tuple(
        Criterion(
            str(number),
            draw.choice(("inclusion", "exclusion")),
            "",
            (draw.choice(names),) if names and draw.random() < 0.4 else (),
            expression(draw, pool, 1) if draw.random() < 0.2 else None,
            expression(draw, pool, 2),
            "",
            "",
            HERE,
            "childbearing potential" if draw.random() < 0.1 else "",
            draw.random() < 0.1,
        )
        for number in range(draw.randrange(1, 5))
    )
    return Trial("T", "", "", "", cohorts, criteria, "")


def options(draw: Random, made: Trial) -> Profile:
    """How a screening is asked for."""
    chosen: Profile = {}
    if made.cohorts and draw.random() < 0.3:
        chosen["cohort"] = draw.choice(made.cohorts).name
    if draw.random() < 0.15:
        chosen["assume_complete"] = draw.sample(LISTS, draw.randrange(1, 6))
    if draw.random() < 0.1:
        chosen["limits"] = LIMITS
    return chosen


def patient_of(profile: Profile) -> Patient:
    """The patient, read fast where the profile is plain."""
    found = quick.patients(json.dumps(profile))
    made = found[0][0] if found else None
    return made if made is not None else read(profile)


def somebody(drawing: Drawing, around: list[Expr]) -> tuple[Profile, Patient]:
    """A profile and its patient; a profile that is refused (an end before its start) is drawn again."""
    while True:
        profile = drawing.profile(around)
        try:
            return profile, patient_of(profile)
        except (ProfileError, ValidationError):
            continue


def asked_by(made: Trial) -> list[Expr]:
    """What the rules of a trial look at, each once."""
    rules = (rule for one in made.criteria for rule in (one.rule, one.applies) if rule is not None)
    return list(dict.fromkeys(node for rule in rules for node in walk(rule)))


@lru_cache(maxsize=1)
def pool_of_rules() -> list[Expr]:
    return clauses()


@dataclass
class Share:
    """What came out of a share of the pairs; `difference`: the first one, with the smallest that still differ."""

    pairs: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    tally: Counter[str] = field(default_factory=Counter)
    difference: str = ""


def compare(pairs: int, seed: str) -> Share:
    """So many pairs, drawn from a seed of their own."""
    draw, pool, done = Random(seed), pool_of_rules(), Share()
    drawing = Drawing(draw, pool)
    while done.pairs < pairs:
        made = Compiled(trial(draw, pool), done.tally)
        around = asked_by(made.trial)
        done.counts["trials"] += 1
        for _ in range(min(EACH, pairs - done.pairs)):
            profile, patient = somebody(drawing, around)
            day = REFERENCE + timedelta(days=draw.choice((0, 0, 0, 0, 0, -40, 20)))
            how = options(draw, made.trial)
            expected = screen(made.trial, patient, day, **how)
            found = made.screen(patient, day, **how)
            # What only passes the specification's own answer on is compared for every tenth pair.
            differences = differing(expected, found) if done.pairs % 10 == 0 else briefly(expected, found)
            if differences:
                lines = [f"seed {seed}, after {done.pairs} pairs: {differences[0]}"]
                done.difference = "\n".join([*lines, *smallest(made.trial, profile, day, how)])
                return done
            done.counts.update([expected.verdict, *(one.outcome for one in expected.criteria)])
            done.pairs += 1
    return done


def run(pairs: int, seed: int, processes: int) -> int:
    """All of it, in shares of one size, so that a seed means the same pairs on any number of cores."""
    begun = time.perf_counter()
    shares = [(min(SHARE, pairs - start), f"{seed}/{start // SHARE}") for start in range(0, pairs, SHARE)]
    whole = Share()
    print(f"seed {seed}: {len(pool_of_rules())} rules, {processes} processes")
    with ProcessPoolExecutor(processes) as workers:
        for made in as_completed([workers.submit(compare, *share) for share in shares]):
            done = made.result()
            if done.difference:
                print(done.difference)
                workers.shutdown(cancel_futures=True)
                return 1
            whole.pairs += done.pairs
            whole.counts.update(done.counts)
            whole.tally.update(done.tally)
    told(whole.counts, whole.tally, whole.pairs, time.perf_counter() - begun)
    return 0


def told(counts: Counter[str], tally: Counter[str], pairs: int, seconds: float) -> None:
    """Print what came out, and who decided it."""
    print(f"{pairs:,} pairs of {counts['trials']:,} trials in {seconds:.0f} s, no difference")
    print("verdicts: " + ", ".join(f"{name} {counts[name]:,}" for name in ("eligible", "undetermined", "ineligible")))
    names = ("pass", "fail", "unknown", "not_applicable")
    print("criteria: " + ", ".join(f"{name} {counts[name]:,}" for name in names))
    for kind in sorted({name.split(",")[0] for name in tally}):
        whole, asked = tally[f"{kind}, in all"], tally[f"{kind}, asked"]
        if whole:
            print(f"{kind:10} {whole:9,} asked for, {whole - asked:9,} by a fast path, {asked:9,} by the interpreter")
        else:
            print(f"{kind:10} {asked:9,} left to the interpreter's functions, one by one")


# -- the smallest difference -------------------------------------------------------------------


def smallest(made: Trial, profile: Profile, day: date, how: Profile) -> Iterator[str]:
    """Lines with the smallest trial and profile found that still differ."""

    def differ(made: Trial, profile: Profile, how: Profile) -> list[str]:
        try:
            patient = patient_of(profile)
            return differing(screen(made, patient, day, **how), Compiled(made).screen(patient, day, **how))
        except Exception as error:  # a smaller profile may be none
            return [repr(error)] if isinstance(error, AssertionError) else []

    for less in ({}, {key: value for key, value in how.items() if key != "limits"}):
        how = less if differ(made, profile, less) else how
    shrinking = True
    while shrinking:
        shrinking = False
        for other in smaller_trials(made):
            if differ(other, profile, how):
                made, shrinking = other, True
                break
        for less in smaller_profiles(profile):
            if differ(made, less, how):
                profile, shrinking = less, True
                break
    yield from differ(made, profile, how)[:3]
    for one in made.criteria:
        yield f"{one.label} {one.cohorts or ''}\n  rule {one.rule}\n  applies {one.applies}"
    yield f"{json.dumps(profile, ensure_ascii=False)} {day} {how}"


def smaller_trials(made: Trial) -> Iterator[Trial]:
    for at, one in enumerate(made.criteria):
        rest = (*made.criteria[:at], *made.criteria[at + 1 :])
        if rest:
            yield replace(made, criteria=rest)
        for less in smaller_rules(one):
            yield replace(made, criteria=(*made.criteria[:at], less, *made.criteria[at + 1 :]))


def smaller_rules(one: Criterion) -> Iterator[Criterion]:
    if one.applies is not None:
        yield replace(one, applies=None)
        yield from (replace(one, applies=child) for child in children(one.applies))
    if one.moot:
        yield replace(one, moot="")
    yield from (replace(one, rule=child) for child in children(one.rule))


def smaller_profiles(profile: Profile) -> Iterator[Profile]:
    for key, value in profile.items():
        if key == "id":
            continue
        yield {name: kept for name, kept in profile.items() if name != key}
        if isinstance(value, list):
            yield from ({**profile, key: value[:at] + value[at + 1 :]} for at in range(len(value)))
        if isinstance(value, dict):
            yield from ({**profile, key: {k: v for k, v in value.items() if k != gone}} for gone in value)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="closures against the interpreter")
    asked.add_argument("--pairs", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    sys.exit(run(given.pairs, given.seed, given.processes))
