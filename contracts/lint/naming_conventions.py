"""Naming conventions, and the names that differ from the convention of nearly all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

FEWEST = 10
"""The minimum number of names that must have the same style."""

MOST_OTHERS = 0.1
"""The maximum share of names in other styles."""

LOWER = "lower"
"""One word in lower case: camelCase, snake_case and kebab-case at once."""

CAPITALS = "capitals"
"""One word in capitals, usually an abbreviation."""

OTHER = ""
"""A style that has no name."""

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


class NamingException(NamedTuple):
    """A name whose style differs from nearly all others.

    :param style: of the other names.
    :param better: the name in that style.
    """

    name: str
    style: str
    better: str


@cache
def style_of(name: str) -> str:
    """The style of a name, e.g. ``camelCase``; :data:`OTHER` if it has no name."""
    for style, form in STYLES:
        if form.fullmatch(name):
            return style
    return OTHER


def odd_ones(names: Iterable[str]) -> Iterator[NamingException]:
    """The names, each once, whose style is known but differs from the style of nearly all others.

    Names of one word and names in capitals do not count: they match several styles.
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
            yield NamingException(name, common, rewritten(name, common))


def rewritten(name: str, style: str) -> str:
    """A name converted to a style."""
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
