"""What screening costs: compiling, a cold process, and 40 criteria a patient stage by stage on one core.

Times are processor times of this process; of several batches of made-up patients, each new to the
process and no two alike, the fastest counts. Each figure is printed beside reading the same JSON, as a
ratio, and the whole beside the same forty rules written by hand in plain Python (by_hand.py). Ratios
hold between machines; times don't.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from by_hand import check
from people import people

import eligo
from eligo.compiler import compile_text
from eligo.evaluate.compiled import Compiled, Screened
from eligo.evaluate.screening import screen
from eligo.facts import quick
from eligo.facts.normalise import patient
from eligo.facts.patient import Patient
from eligo.facts.profile import Profile
from eligo.resources import folder

BATCH = 300
BATCHES = 6
BEFORE = 6000
CRITERIA = 40
COHORT = "A"
Given = TypeVar("Given")
Made = TypeVar("Made")
_PASSED = {"pass": True, "not_applicable": True, "fail": False, "unknown": None}


def fastest(action: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return min(times)


def process(*command: str) -> float:
    return fastest(lambda: subprocess.run(command, check=True, capture_output=True), runs=9)


def read(text: str) -> Patient:
    """A profile as `eligo screen` reads it."""
    found = quick.patients(text)
    made = found[0][0] if found else None
    return made if made is not None else patient(Profile.model_validate(json.loads(text)))


def explained(one: Screened) -> int:
    """The reasons of what is open, and value, limit, margin and evidence of what fails; how many of both."""
    standing = one.standing
    for criterion in standing:
        if criterion.outcome == "unknown":
            assert criterion.reasons
        else:
            assert criterion.evidence is not None and criterion.margin is not None
    return len(standing)


class Clock:
    """Microseconds a patient of each stage: of several batches the fastest."""

    def __init__(self) -> None:
        self.best: dict[str, float] = {}

    def each(self, stage: str, action: Callable[[Given], Made], several: list[Given]) -> list[Made]:
        """What the action makes of each of them."""
        begin = time.process_time()
        made = [action(one) for one in several]
        taken = (time.process_time() - begin) / len(several) * 1e6
        self.best[stage] = min(self.best.get(stage, taken), taken)
        return made


def stages(forty: eligo.Trial, day: date) -> None:
    """Print what each stage costs, for batches of patients that this process hasn't seen."""
    compiled = Compiled(forty)
    # A list of many is what speed is for: what recurs in records has been met by then.
    for one in people(BEFORE, seed=BATCHES):
        explained(compiled.screen(read(json.dumps(one)), day, cohort=COHORT))
    clock = Clock()
    alike = standing = size = 0
    for batch in range(BATCHES):
        texts = [json.dumps(one) for one in people(BATCH, seed=batch)]
        size += sum(map(len, texts))
        objects = clock.each("JSON alone", json.loads, texts)
        patients = clock.each("bytes to facts", read, texts)
        clock.each("interpreter: all evidence", lambda one: screen(forty, one, day, cohort=COHORT), patients)
        made = clock.each("closures: outcomes", lambda one: compiled.screen(one, day, cohort=COHORT), patients)
        standing += sum(clock.each("explained: open, failed", explained, made))
        clock.each("explained: all evidence", lambda one: one.whole, made)
        answers = clock.each("by hand: answers", lambda one: check(one, day), objects)
        alike += sum(
            _PASSED[outcome] is answer
            for one, two in zip(made, answers, strict=True)
            for outcome, answer in zip(one.outcomes, two, strict=True)
        )
    count = BATCH * BATCHES
    kilobytes = size / count / 1000
    print(
        f"{count} patients after {BEFORE} others, no two alike, of {kilobytes:.1f} kB; {CRITERIA} criteria, one core:"
    )
    best = clock.best
    base = best["JSON alone"]
    facts, outcomes = best["bytes to facts"], best["closures: outcomes"]
    rows = {
        **best,
        "bytes to 40 outcomes": facts + outcomes,
        "bytes to 40 explained": facts + outcomes + best["explained: open, failed"],
        "by hand, with JSON": base + best["by hand: answers"],
    }
    for name, taken in rows.items():
        print(f"  {name:26} {taken:8.1f} µs  {1e6 / taken:10,.0f} patients/s  {taken / base:6.1f} x JSON")
    print(
        f"explained: verdict, {CRITERIA} outcomes, the reasons of each open criterion and the evidence and margin\n"
        f"of each failed one ({standing / count:.1f} a patient); the evidence of what passes is made when asked for"
    )
    by_hand = rows["by hand, with JSON"]
    print(
        f"bytes to 40 outcomes: {rows['bytes to 40 outcomes'] / by_hand:.1f} x the forty rules by hand; "
        f"the closures alone: {outcomes / best['by hand: answers']:.1f} x"
    )
    print(f"the rules by hand give the same answer for {alike / count / CRITERIA:.1%} of the criteria")


def cold(path: Path, profile: str) -> None:
    """Print what one patient in a new process costs."""
    with tempfile.TemporaryDirectory() as place:
        one = Path(place) / "one.json"
        one.write_text(profile, encoding="utf-8")
        eligo_command = str(Path(sys.executable).with_name("eligo"))
        empty = process(sys.executable, "-c", "pass")
        for form in ("text", "json"):
            command = (eligo_command, "screen", str(path), str(one), "--format", form)
            subprocess.run(command, check=True, capture_output=True)  # the caches are filled
            taken = process(*command)
            print(
                f"one patient, cold process, {form}: {taken * 1e3:.0f} ms, "
                f"{taken / empty:.0f} x an empty Python process"
            )


def main() -> None:
    path = folder("criteria") / "NCT03252938.elig"
    text = path.read_text(encoding="utf-8")
    day = date(2025, 3, 1)
    compile_text(text)
    compiling = fastest(lambda: compile_text(text))
    trial = eligo.load(path)
    # The criteria that apply to stratum A, the first forty of them: rules of every kind and judgments.
    kept = [one for one in trial.criteria if not one.cohorts or COHORT in one.cohorts][:CRITERIA]
    forty = replace(trial, criteria=tuple(kept))
    first = read(json.dumps(people(1)[0]))
    closing = fastest(lambda: Compiled(forty).screen(first, day, cohort=COHORT))
    print(f"compile {path.stem}, warm: {compiling * 1e3:.1f} ms ({len(trial.criteria)} criteria and variants)")
    print(f"closures of {CRITERIA} criteria: {closing * 1e3:.1f} ms")
    stages(forty, day)
    cold(path, json.dumps(people(1)[0]))


if __name__ == "__main__":
    main()
