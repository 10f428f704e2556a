"""Words that messages share."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun in the right form, e.g. ``1,200 requests``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def suggestion(given: str, known: Iterable[str]) -> str:
    """``did you mean …?`` with up to two similar names; ``""`` if no name is similar."""
    close = difflib.get_close_matches(given, list(known), n=2, cutoff=0.6)
    return f"did you mean {' or '.join(repr(name) for name in close)}?" if close else ""
