"""What screening costs: a cold process, compiling, and 40 criteria a patient in the interpreter.

Every figure is the minimum of several runs in this process's own time, and each is printed beside
something everyone can run, as a ratio: an empty Python process, reading the same JSON. Ratios hold
between machines; times don't.
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

import eligo
from eligo.compiler import compile_text
from eligo.evaluate.screening import screen
from eligo.facts.normalise import patient
from eligo.facts.profile import Profile
from eligo.resources import folder

PATIENTS = 200
CRITERIA = 40


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


def main() -> None:
    path = folder("criteria") / "NCT03252938.elig"
    text = path.read_text(encoding="utf-8")
    cases = json.loads((folder("criteria") / "NCT03252938.cases.json").read_text(encoding="utf-8"))
    base = cases["base"]
    day = date.fromisoformat(cases["as_of"])

    compile_text(text)
    compiling = fastest(lambda: compile_text(text))
    trial = eligo.load(path)
    # The criteria that apply to stratum A, the first forty of them: rules of every kind and judgments.
    kept = [one for one in trial.criteria if not one.cohorts or "A" in one.cohorts][:CRITERIA]
    forty = replace(trial, criteria=tuple(kept))
    print(f"compile {path.stem}, warm: {compiling * 1e3:.1f} ms ({len(trial.criteria)} criteria and variants)")

    profiles = [json.dumps({**base, "id": f"P-{number}"}) for number in range(PATIENTS)]
    reading = fastest(lambda: [json.loads(one) for one in profiles])
    people = [patient(Profile.model_validate(json.loads(one))) for one in profiles]
    facts = fastest(lambda: [patient(Profile.model_validate(json.loads(one))) for one in profiles])
    evaluating = fastest(lambda: [screen(forty, one, day, cohort="A") for one in people])
    results = len(base["results"])
    print(f"{PATIENTS} patients of {results} results, {len(kept)} criteria each, one core:")
    print(f"  JSON alone              {PATIENTS / reading:10,.0f} patients/s   1.0 x")
    print(f"  JSON to facts           {PATIENTS / facts:10,.0f} patients/s {facts / reading:5.1f} x the time")
    print(f"  interpreter, explained  {PATIENTS / evaluating:10,.0f} patients/s {evaluating / reading:5.1f} x")
    total = facts + evaluating
    print(f"  bytes to verdicts       {PATIENTS / total:10,.0f} patients/s {total / reading:5.1f} x")

    with tempfile.TemporaryDirectory() as place:
        one = Path(place) / "one.json"
        one.write_text(profiles[0], encoding="utf-8")
        eligo_command = str(Path(sys.executable).with_name("eligo"))
        empty = process(sys.executable, "-c", "pass")
        for form in ("text", "json"):
            command = (eligo_command, "screen", str(path), str(one), "--format", form)
            subprocess.run(command, check=True, capture_output=True)  # the caches are filled
            cold = process(*command)
            print(
                f"one patient, cold process, {form}: {cold * 1e3:.0f} ms, {cold / empty:.0f} x an empty Python process"
            )


if __name__ == "__main__":
    main()
