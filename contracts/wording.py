"""Words that messages share."""

from __future__ import annotations


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun in the right form, e.g. ``1,200 requests``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
