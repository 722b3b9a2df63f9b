"""The project as others get it: sdist, a wheel from it, a fresh installation outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("grammar", "criteria", "patients")


def run(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment["ELIGO_CACHE"] = ""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tracked(folder: str) -> Iterator[Path]:
    """The files of a folder of the checkout, as git knows them."""
    for line in run("git", "ls-files", folder, cwd=ROOT).splitlines():
        yield Path(line)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment, outside the checkout, with the wheel that was made from the sdist."""
    place = tmp_path_factory.mktemp("packaging")
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", place / "dist", ROOT, cwd=place)
    (sdist,) = (place / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(place / "source", filter="data")
    (source,) = (place / "source").iterdir()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place / "dist", source, cwd=place)
    venv.create(place / "venv", with_pip=True)
    (wheel,) = (place / "dist").glob("*.whl")
    run(place / "venv/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=place)
    return place


def test_same_files_as_the_checkout(installed: Path) -> None:
    (wheel,) = (installed / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    expected = {f"eligo/{path}": (ROOT / path).read_bytes() for folder in FOLDERS for path in tracked(folder)}
    expected |= {str(path.relative_to("engine")): (ROOT / path).read_bytes() for path in tracked("engine/eligo")}
    assert sorted(inside) == sorted(expected)
    assert inside == expected


def test_every_trial_checks_and_screens(installed: Path) -> None:
    program = (
        "from eligo.resources import folder; import eligo, pathlib; "
        "assert 'site-packages' in eligo.__file__, eligo.__file__; print(folder('criteria')); print(folder('patients'))"
    )
    criteria, patients = run(installed / "venv/bin/python", "-c", program, cwd=installed).split()
    trials, libraries = sorted(Path(criteria).glob("*.elig")), list(Path(criteria).glob("library/*.elig"))
    assert len(trials) >= 4
    assert libraries
    checked = run(installed / "venv/bin/eligo", "check", criteria, cwd=installed)
    assert checked.count("no errors") == len(trials) + len(libraries)
    assert "not as expected" not in run(installed / "venv/bin/eligo", "test", criteria, cwd=installed)
    screened = run(installed / "venv/bin/eligo", "screen", trials[0], patients, "--format", "json", cwd=installed)
    assert len(screened.splitlines()) >= 24


def test_the_package_is_typed_and_needs_no_test_library(installed: Path) -> None:
    program = (
        "import eligo, importlib.util, pathlib; p = pathlib.Path(eligo.__file__).parent; "
        "print((p / 'py.typed').exists(), importlib.util.find_spec('hypothesis'))"
    )
    assert run(installed / "venv/bin/python", "-c", program, cwd=installed).strip() == "True None"
