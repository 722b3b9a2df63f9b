"""What more names cost: compiling and screening with today's tables, and with 5,000 to 30,000 names.

    python benchmarks/growth.py [CHECKOUT]     another checkout than this one, to compare with

The engine is copied, and its tables of conditions and therapies are filled up with made-up names: three of ten
begin with a word that many share. Each stands beside a real one in the hierarchy, or inside a made-up class that
does, so that real names keep their meaning. Times are processor times, of
several runs in turn the fastest; each is printed as a ratio to today's tables. Ratios hold between machines.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

SIZES = (5_000, 10_000, 30_000)
RUNS = 5
MANY = 300
TRIAL = "NCT03252938"
_COMMON = ("acute", "chronic", "primary", "familial", "severe", "benign", "juvenile", "atypical", "mixed", "anti")
_SYLLABLES = ("ba", "cor", "du", "fen", "gli", "ho", "jan", "ki", "lor", "mo", "nex", "pra", "qui", "rel", "sto", "tu")
_ENDINGS = {"conditions": ("osis", "itis", "oma", "opathy"), "therapies": ("mab", "nib", "platin", "taxel")}
_COMMAND = "from eligo.cli import main; main()"


def grow(table: Path, more: int, draw: Random) -> None:
    """Fill a table up with so many more names, one of ten a class of others."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    models = list(rows)
    heads = [row["name"] for row in rows]
    taken = {name.casefold() for name in heads}
    classes: list[str] = []
    while more:
        word = "".join(draw.choices(_SYLLABLES, k=4)) + draw.choice(_ENDINGS[table.stem])
        name = f"{draw.choice(_COMMON)} {word}" if draw.random() < 0.3 else word
        if name in taken:
            continue
        taken.add(name)
        model = draw.choice(models)
        made = {**model, "name": name, "spellings": f"{word} disease|{word}ic {draw.choice(heads)}", "exact": ""}
        inside = draw.choice(classes) if classes and draw.random() < 0.3 else model["parents"]
        rows.append({**made, "parents": inside, "divides": "", "note": ""})
        if draw.random() < 0.1:
            classes.append(name)
        more -= 1
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


class Copy:
    """A copy of the engine with its tables filled up to so many names; 0: as they are."""

    def __init__(self, checkout: Path, place: Path, size: int) -> None:
        self.place = place
        for name in ("engine", "grammar", "criteria"):
            shutil.copytree(checkout / name, place / name)
        compileall.compile_dir(place / "engine", quiet=1)
        tables = [place / "engine/eligo/vocabulary/data" / f"{name}.csv" for name in ("conditions", "therapies")]
        rows = [len(list(csv.DictReader(path.open(encoding="utf-8", newline="")))) for path in tables]
        self.names = max(size, sum(rows))
        for path, own in zip(tables, rows, strict=True):
            if size:
                grow(path, size // 2 - own, Random(size))
        self.trial = place / "criteria" / f"{TRIAL}.elig"
        self.times: dict[str, float] = {}
        self.cache = place / "cache"

    def run(self, *command: str, cache: bool = True) -> str:
        """What a new process of this copy writes."""
        surroundings = {**os.environ, "PYTHONPATH": f"{self.place / 'engine'}{os.pathsep}{Path(__file__).parent}"}
        surroundings["ELIGO_CACHE"] = str(self.cache) if cache else ""
        done = subprocess.run((sys.executable, *command), env=surroundings, capture_output=True, text=True, check=True)
        return done.stdout

    def cold(self, title: str, *command: str, cache: bool = True, new: bool = False) -> None:
        """Time a command in a process of its own; `new`: without the compiled trial of earlier runs."""
        if new:
            for path in self.cache.glob("trial-*"):
                path.unlink()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run("-c", _COMMAND, *command, cache=cache)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self._keep(title, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def inside(self) -> None:
        """Time what a process does more than once."""
        for title, taken in json.loads(self.run(str(Path(__file__)), "--inside", str(self.trial))).items():
            self._keep(title, taken)

    def _keep(self, title: str, taken: float) -> None:
        self.times[title] = min(self.times.get(title, taken), taken)


def measured(trial: Path) -> dict[str, float]:
    """Seconds of what one process does, first and again."""
    from people import people

    import eligo
    from eligo.compiler import compile_text
    from eligo.evaluate.compiled import Compiled
    from eligo.facts import quick
    from eligo.vocabulary import concepts

    def timed(action: Callable[[], object]) -> float:
        begin = time.process_time()
        action()
        return time.process_time() - begin

    text = trial.read_text(encoding="utf-8")
    made = {"compile, first in a process": timed(lambda: compile_text(text))}
    made["compile, warm"] = min(timed(lambda: compile_text(text)) for _ in range(5))
    made["the nearest names to an unknown one"] = min(
        timed(lambda: concepts.suggest("brest canser", "condition", "therapy", "measure", "test")) for _ in range(3)
    )
    compiled = Compiled(eligo.load(trial))
    profiles = [json.dumps(one) for one in people(2 * MANY)]

    from datetime import date

    def screen(some: list[str]) -> None:
        for one in some:
            patient = quick.patients(one)[0][0]
            assert patient is not None
            assert compiled.screen(patient, date(2025, 3, 1), cohort="A").outcomes

    made["screen one patient, first in a process"] = timed(lambda: screen(profiles[:1]))
    screen(profiles[1:MANY])
    made[f"screen {MANY} patients, warm"] = timed(lambda: screen(profiles[MANY:]))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="What more names cost.")
    parser.add_argument("checkout", nargs="?", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.checkout)))
        return
    from people import people

    with tempfile.TemporaryDirectory() as place:
        copies = [Copy(given.checkout, Path(place) / str(size), size) for size in (0, *SIZES)]
        profile = Path(place) / "one.json"
        profile.write_text(json.dumps(people(1)[0]), encoding="utf-8")
        for copy in copies:
            copy.cold("the very first run makes the index", "check", str(copy.trial))
        for _ in range(RUNS):
            for copy in copies:
                screen = ("screen", str(copy.trial), str(profile))
                copy.cold("eligo check", "check", str(copy.trial))
                copy.cold("eligo screen, a trial seen before", *screen)
                copy.cold("eligo screen, a new trial", *screen, new=True)
                copy.inside()
        for _ in range(3):
            for copy in copies:
                copy.cold("eligo check, no cache at all", "check", str(copy.trial), cache=False)
        print(f"{'names':40}" + "".join(f"{copy.names:>10,}" for copy in copies))
        for title, today in copies[0].times.items():
            ratios = "".join(f"{copy.times[title] / today:10.2f}" for copy in copies[1:])
            print(f"{title:40}{today * 1e3:7.1f} ms{ratios}")


if __name__ == "__main__":
    main()
