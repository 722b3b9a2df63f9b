"""The folders that travel with Eligo: grammar, criteria, patients.

In a wheel they stand inside the package; in a checkout, beside engine/. One function knows.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def folder(name: str) -> Path:
    """The folder `grammar`, `criteria` or `patients`, in a wheel or in a checkout.

    Raises FileNotFoundError when neither holds it (a broken installation).
    """
    for place in (_PACKAGE / name, _CHECKOUT / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"Eligo's folder {name!r} is missing from this installation")
