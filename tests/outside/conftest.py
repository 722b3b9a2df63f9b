"""Checks against texts and tables that are not part of the project; `make outside SHARED=folder`."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the outside material. The lane fails, rather than passes, when it isn't there."""
    folder = Path(os.environ.get("ELIGO_SHARED", ""))
    assert os.environ.get("ELIGO_SHARED") and folder.is_dir(), "set ELIGO_SHARED to the folder"
    return folder
