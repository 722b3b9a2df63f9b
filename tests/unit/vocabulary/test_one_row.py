"""A new drug, and a new condition, are one row of a table: criteria and profiles know them at once."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parents[3] / "engine" / "eligo" / "vocabulary" / "data"

_PROGRAM = """
import sys
from pathlib import Path
from eligo.vocabulary import concepts

concepts.DATA = Path(sys.argv[1])
import eligo
from eligo.facts.normalise import patient
from eligo.facts.profile import Profile

rules = ["prior PD-1 inhibitor", "prior neverimab", "no prior checkpoint inhibitor within 5 half-lives",
         "history of solid tumor", "history of neverinoma", "history of lymphoma"]
text = 'trial X "x"\\n' + "\\n".join(f'inclusion {n} "{n}"\\n  {rule}' for n, rule in enumerate(rules, 1))
profile = {
    "id": "P", "reference_date": "2025-03-01", "complete": ["therapies", "conditions", "procedures", "medications"],
    "therapies": [{"agents": ["Nevera"], "start": "2024-01-01", "end": "2024-05-01"}],
    "conditions": [{"name": "neverinomas"}],
}
made = eligo.screen(eligo.compile(text), patient(Profile.model_validate(profile)))
print(" ".join(one.outcome for one in made.criteria))
"""


def _appended(folder: Path, table: str, **cells: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    assert set(cells) <= set(columns)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(cells)


def test_a_row_is_all_it_takes(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    drug = {"name": "neverimab", "spellings": "Nevera", "parents": "PD-1 inhibitor", "list": "therapies"}
    _appended(folder, "therapies", **drug, source="-")
    _appended(folder, "conditions", name="neverinoma", parents="solid tumor", kind="state", source="-")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder)], capture_output=True, text=True, check=False, timeout=120,
        env={"ELIGO_CACHE": str(tmp_path / "cache")},
    )  # fmt: skip
    assert done.stderr == ""
    # Its half-life would be a row of another table.
    assert done.stdout.split() == ["pass", "pass", "unknown", "pass", "pass", "fail"]
