"""Words that messages share."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from itertools import islice


def pluralize(number: int, noun: str) -> str:
    """Return a number with its noun in the right form, e.g. ``1,200 requests``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


LONGEST = 100
"""Maximum length of names that are compared; the time for a comparison grows with the product of the lengths."""

MANY = 100
"""Number of names from which on only those with the same first letter are compared, and no more than this."""


def close_matches(given: str, known: Iterable[str], n: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return the names of a document that are most similar to a given one, the best first.

    A document may have many given names and many known ones: of these, only some are compared.

    :param n: maximum number of names.
    :param cutoff: minimum similarity, from 0 to 1.
    """
    candidates = known if isinstance(known, Collection) else list(known)
    if len(candidates) > MANY:
        first = given[:1].lower()
        near = range(len(given) - len(given) // 2, len(given) + len(given) // 2 + 1)
        similar = (one for one in candidates if one[:1].lower() == first and len(one) in near)
        candidates = list(islice(similar, MANY))
    return _most_similar(given, candidates, n, cutoff)


def _most_similar(given: str, known: Iterable[str], n: int, cutoff: float) -> list[str]:
    if len(given) > LONGEST:
        return []
    return difflib.get_close_matches(given, [one for one in known if len(one) <= LONGEST], n, cutoff)


def suggestion(given: str, known: Iterable[str]) -> str:
    """``did you mean …?`` with up to two similar names; ``""`` if no name is similar."""
    close = _most_similar(given, known, 2, 0.6)
    return f"did you mean {' or '.join(repr(name) for name in close)}?" if close else ""
