"""Suggestions for misspelled words."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.wording import close_matches


def is_slip(word: str, meant: str) -> bool:
    """Whether a word differs from another by one wrong, missing, doubled or swapped letter, or only in case."""
    if word == meant:
        return False
    word, meant = word.casefold(), meant.casefold()
    if word == meant:
        return True
    if abs(len(word) - len(meant)) > 1:
        return False
    start = _shared(word, meant)
    end = min(_shared(word[::-1], meant[::-1]), min(len(word), len(meant)) - start)
    ours, theirs = word[start : len(word) - end], meant[start : len(meant) - end]
    return (len(ours) <= 1 and len(theirs) <= 1) or (len(ours) == 2 and ours == theirs[::-1])


def _shared(one: str, other: str) -> int:
    """The length of the common prefix of two words."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def slip_of(word: str, known: Iterable[str]) -> str:
    """The known word that a word is a misspelling of; ``""`` if there is none or there are several."""
    found = [meant for meant in known if is_slip(word, meant)]
    return found[0] if len(found) == 1 else ""


def guess(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` if a known word is close, otherwise ``""``."""
    close = close_matches(word, list(known), 1, 0.75)
    return f"; did you mean {close[0]!r}?" if close and close[0] != word else ""
