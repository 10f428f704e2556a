"""How names are written, and which ones are written otherwise than nearly all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

FEWEST = 10
"""How many names must agree before one can be odd."""

MOST_OTHERS = 0.1
"""The share of names that may be written in other ways."""

LOWER = "lower"
"""One word in lower case: camelCase, snake_case and kebab-case at once."""

CAPITALS = "capitals"
"""One word in capitals, which is mostly an abbreviation."""

OTHER = ""
"""Written in none of the ways that have a name."""

STYLES = (
    (LOWER, re.compile(r"[a-z][a-z0-9]*")),
    (CAPITALS, re.compile(r"[A-Z][A-Z0-9]*")),
    ("camelCase", re.compile(r"[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*")),
    ("PascalCase", re.compile(r"[A-Z][A-Z0-9]*[a-z][A-Za-z0-9]*")),
    ("snake_case", re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")),
    ("SCREAMING_SNAKE_CASE", re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")),
    ("kebab-case", re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")),
)

OF_LOWER = ("camelCase", "snake_case", "kebab-case")

WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+")


class Oddity(NamedTuple):
    """A name that is written otherwise than nearly all.

    :param style: how the others are written.
    :param better: the name written so.
    """

    name: str
    style: str
    better: str


@cache
def style_of(name: str) -> str:
    """How a name is written, e.g. ``camelCase``; :data:`OTHER` where there is no word for it."""
    for style, form in STYLES:
        if form.fullmatch(name):
            return style
    return OTHER


def odd_ones(names: Iterable[str]) -> Iterator[Oddity]:
    """The names, each once, that are in a known style, but in another one than nearly all.

    A name of one word tells nothing of the others' style, nor does one in capitals.
    """
    styles = {name: style_of(name) for name in names}
    counts = Counter(style for style in styles.values() if style not in (LOWER, CAPITALS))
    if not counts:
        return
    (common, times), *_ = counts.most_common(1)
    total = counts.total()
    if common == OTHER or times < FEWEST or total - times > total * MOST_OTHERS:
        return
    for name, style in styles.items():
        if style not in (common, OTHER, LOWER, CAPITALS) or (style == LOWER and common not in OF_LOWER):
            yield Oddity(name, common, rewritten(name, common))


def rewritten(name: str, style: str) -> str:
    """A name in another style."""
    words: list[str] = [word.lower() for word in WORD.findall(name)]
    match style:
        case "camelCase":
            return words[0] + "".join(word.capitalize() for word in words[1:])
        case "PascalCase":
            return "".join(word.capitalize() for word in words)
        case "kebab-case":
            return "-".join(words)
        case "SCREAMING_SNAKE_CASE":
            return "_".join(words).upper()
    return "_".join(words)
