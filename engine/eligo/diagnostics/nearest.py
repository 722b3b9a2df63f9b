"""The nearest known names, for `did you mean`."""

from collections.abc import Iterable

_OPPOSITE = ("un", "non", "non-", "in", "im", "ir", "dis", "anti", "anti-")


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Up to `most` known names close to this one, closest first; ties in the order of `known`."""
    import difflib  # only when something is wrong

    # Past this length nothing typed by a person resembles a name, and comparing costs time.
    wanted = name.casefold()[:80]
    folded = {candidate.casefold(): candidate for candidate in reversed(list(known))}
    for prefix in _OPPOSITE:
        # `uncontrolled` is near to `controlled` in letters only.
        folded.pop(wanted.removeprefix(prefix) if wanted.startswith(prefix) else f"{prefix}{wanted}", None)
    # A short name is near to nothing: one letter of four makes another name.
    near = difflib.get_close_matches(wanted, folded, most, 0.6 if len(wanted) > 8 else 0.72)
    return [folded[close] for close in near]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A help line with the nearest names, or an empty one."""
    close = nearest(name, known)
    return f"did you mean {' or '.join(repr(one) for one in close)}?" if close else ""
