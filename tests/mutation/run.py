"""Mutation testing with mutmut: `make mutants`, or `make mutants ONLY=facts/dates.py` for one module.

Each module is held against the tests of its own subject, in a copy of the checkout in `.mutants`, as
mutmut expects the package in src/ and writes beside it. Prints the figures by module (endless: the
mutant was stopped, as it didn't come to an end), then every mutant that no test told from the original.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAGE = ROOT / ".mutants"
LOGIC = ("evaluate/test_evaluate.py", "evaluate/test_among.py", "evaluate/test_intervals.py")
TESTS = {
    "evaluate/logic.py": LOGIC,
    "evaluate/intervals.py": LOGIC,
    "evaluate/comparing.py": ("evaluate/test_comparing.py",),
    "evaluate/windows.py": ("evaluate/test_windows.py",),
    "evaluate/view.py": ("evaluate/test_view.py", "evaluate/test_windows.py"),
    "evaluate/which.py": ("evaluate/test_which.py", "evaluate/test_lowest.py"),
    "facts/dates.py": ("facts/test_dates.py",),
}
# Properties take a second each and find by chance; what they would find is also tested at its boundary.
LEFT_OUT = "not filling_a_gap"
KILLED = (1, 3)
TIMEOUT = (36, 24, -24, 152, 255)
MUTMUT = str(Path(sys.executable).with_name("mutmut"))


def stage(module: str) -> None:
    """The copy that is mutated, with mutmut's settings."""
    shutil.rmtree(STAGE, ignore_errors=True)
    STAGE.mkdir()
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "engine", STAGE / "src", ignore=unwanted)
    for name in ("tests", "grammar", "criteria", "patients"):
        shutil.copytree(ROOT / name, STAGE / name, ignore=unwanted)
    given = {
        "source_paths": ["src"],
        "only_mutate": [f"src/eligo/{module}"],
        "also_copy": ["grammar", "criteria", "patients"],
        "pytest_add_cli_args_test_selection": [f"tests/unit/{one}" for one in TESTS[module]],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:xdist", "-k", LEFT_OUT],
        "timeout_constant": 10.0,  # seconds: only what never ends is stopped
        "process_isolation": "forkserver",  # no mutant starts from what another test left in a cache
        "use_git_change_detection": False,
        "use_setproctitle": False,
    }
    settings = "\n".join(f"{key} = {json.dumps(value)}" for key, value in given.items())
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (STAGE / "pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{settings}\n", encoding="utf-8")


def tried(module: str) -> tuple[Counter[str], list[str]]:
    """How many mutants of a module there are and were killed, and the differences that survived."""
    stage(module)
    command = [MUTMUT, "run", "--max-children", os.environ.get("JOBS") or str(os.cpu_count() or 1)]
    with tempfile.TemporaryFile("w+") as log:
        ran = subprocess.run(command, cwd=STAGE, check=False, stdout=log, stderr=log)
        if ran.returncode:
            log.seek(0)
            sys.exit(f"{module}: mutmut stopped\n{log.read()[-3000:]}")
    meta = STAGE / "mutants" / "src" / "eligo" / f"{module}.meta"
    codes: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    endless = sum(code in TIMEOUT for code in codes.values())
    alive = [name for name, code in codes.items() if code not in (*KILLED, *TIMEOUT)]
    shown = [
        subprocess.run([MUTMUT, "show", one], cwd=STAGE, check=False, capture_output=True, text=True) for one in alive
    ]
    killed = len(codes) - endless - len(alive)
    row = Counter(mutants=len(codes), killed=killed, endless=endless, survived=len(alive))
    return row, [one.stdout.strip() for one in shown]


def main() -> None:
    modules = os.environ.get("ONLY", "").split() or list(TESTS)
    total: Counter[str] = Counter()
    survivors: list[str] = []
    columns = ("mutants", "killed", "endless", "survived")
    print(f"{'':26}" + "".join(f"{one:>10}" for one in columns), flush=True)
    for module in modules:
        row, alive = tried(module)
        total += row
        survivors += alive
        print(f"{module:26}" + "".join(f"{row[one]:10}" for one in columns), flush=True)
    print(f"{'':26}" + "".join(f"{total[one]:10}" for one in columns))
    print("\n\n".join(["", *survivors]))


if __name__ == "__main__":
    main()
