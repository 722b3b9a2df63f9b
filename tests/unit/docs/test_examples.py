"""Every command and every program on the pages runs, and prints what the page says.

The blocks are those of the golden documents: `file=NAME` writes a file, `console` holds commands and their
output. A `python` block is run in the page's own namespace; a `text` block right behind it is what it prints.
The folders criteria/ and patients/ are there. `ELIGO_DOCS=reset pytest tests/unit/docs` writes the outputs anew.
"""

from __future__ import annotations

import io
import os
import re
import runpy
import shutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from golden import test_golden as golden
from unit.docs import pages

RESET = os.environ.get("ELIGO_DOCS") == "reset"
RUNNABLE = [
    page for page in pages.PAGES if re.search(r"^```(console|python)", page.read_text(encoding="utf-8"), re.MULTILINE)
]
PICTURE = pages.ROOT / "docs/images/make.py"

_PYTHON = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?P<between>\s*^```text\n)?(?P<output>(?(between).*?))(?(between)^```$)",
    re.MULTILINE | re.DOTALL,
)


def still(text: str) -> str:
    """The text without what changes with every table: the engine's version, the criteria's digest."""
    for pattern, instead in golden._CHANGING:
        text = pattern.sub(instead, text)
    return text


def run_python(text: str) -> str:
    """The page with the output of its programs as it is now."""
    names: dict[str, Any] = {}

    def block(match: re.Match[str]) -> str:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(match["code"], "page", "exec"), names)
        if match["between"] is None:
            assert not printed.getvalue(), "a `text` block must show what this prints"
            return match.group()
        return f"```python\n{match['code']}```\n{match['between']}{printed.getvalue()}```"

    return _PYTHON.sub(block, text)


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: page.stem)
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("criteria", "patients"):
        shutil.copytree(pages.ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    for name, value in golden.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    text = page.read_text(encoding="utf-8")
    with monkeypatch.context() as real:
        # The page shows a real version and digest; they aren't compared.
        real.setattr(golden, "_CHANGING", ())
        now = run_python(golden.replay(text))
    if RESET:
        page.write_text(now, encoding="utf-8")
    else:
        assert still(now).split("\n") == still(text).split("\n"), f"ELIGO_DOCS=reset writes {page.name} anew"


def test_the_picture_is_of_this_version() -> None:
    made = runpy.run_path(str(PICTURE))
    now = str(made["picture"]())
    if RESET:
        made["PICTURE"].write_text(now, encoding="utf-8")
    else:
        assert _words(now) == _words(made["PICTURE"].read_text(encoding="utf-8")), "ELIGO_DOCS=reset draws it anew"


def _words(picture: str) -> list[str]:
    """The texts of a picture, without the digest."""
    found = re.findall(r"<text [^>]*>([^<]*)</text>", picture)
    return [re.sub(r"[0-9a-f]{12}$", "DIGEST", one.replace("&#160;", " ")) for one in found]
