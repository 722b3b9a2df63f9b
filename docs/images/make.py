"""Makes report.svg, the picture in the README: `python docs/images/make.py`. Needs the checkout, and rich.

The patient and the trial beside this file, printed by the same function that `eligo screen --explain` prints with.
"""

from __future__ import annotations

from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from eligo import load, read_patients
from eligo.evaluate.screening import screen
from eligo.report import text
from eligo.versions import digest

HERE = Path(__file__).parent
PICTURE = HERE / "report.svg"
CRITERIA, PATIENT = "trial.elig", "patient.json"

# Dark text on paper; green, red and yellow that can be told apart on it.
_INK, _WHITE = (36, 41, 47), (255, 255, 255)
_COLOURS = [
    _INK,
    (207, 34, 46),
    (17, 99, 41),
    (154, 103, 0),
    (9, 105, 218),
    (130, 80, 223),
    (27, 124, 131),
    (87, 96, 106),
]
_PAPER = TerminalTheme(_WHITE, _INK, _COLOURS, _COLOURS)


def picture() -> str:
    """The report as an SVG."""
    trial = load(HERE / CRITERIA)
    (patient,) = read_patients(HERE / PATIENT)
    assert patient.reference is not None  # the file beside this one has it
    made = screen(trial, patient, patient.reference)
    out = Console(
        record=True, width=114, force_terminal=True, color_system="standard", highlight=False, file=StringIO()
    )  # fmt: skip
    with patch.object(text, "console", lambda: nullcontext(out)):
        text.report([made], explained=True, digests={trial.id: digest(trial)})
    return out.export_svg(title=f"eligo screen {CRITERIA} {PATIENT} --explain", theme=_PAPER, unique_id="report")


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
