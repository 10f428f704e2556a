"""The line of text that a finding is about, with a marker below what is meant."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from contracts.findings import Finding

WIDEST = 100
"""Characters of a line that are shown; of longer ones, such as minified JSON, what is around the place."""

BEFORE = 40
"""Characters before the place that are shown of a line that is cut."""

_WORD = re.compile(
    r"""
    "(?:[^"\\]|\\.)*"            # quoted as in JSON
    | '(?:[^']|'')*'             # quoted as in YAML
    | [\[\]{}]                   # the begin of a list or mapping
    | (?:(?!,\s|\s\#|:\s|:$|\s*[\]}]\s*(?:[,\]}]|$)).)+   # plain, to its colon or its end
    """,
    re.VERBOSE,
)


def excerpt(finding: Finding) -> list[str]:
    """Two lines: the text with its number, and the marker; none where the finding has no line."""
    if not finding.line.text.strip():
        return []
    line, column = finding.line.text, _column(finding)
    text, start, width = _cut(line, column, _width(line, column), begins=not finding.line.start)
    number = str(finding.location.line)
    margin = " " * len(number)
    room = " " * sum(map(_columns, text[:start]))
    marked = max(sum(map(_columns, text[start : start + width])), 1)
    return [f"  {number} | {text}".rstrip(), f"  {margin} | {room}{'^' * marked}"]


def marked_width(finding: Finding) -> int:
    """How many characters of the finding's line are meant, from its column on; at least 1."""
    return max(_width(finding.line.text, _column(finding)), 1)


def _column(finding: Finding) -> int:
    """Where in its line's text the place is, from 0."""
    return max(finding.location.column - 1 - finding.line.start, 0)


def _width(line: str, column: int) -> int:
    """How many characters of the line are meant: the key or value that begins at the place."""
    word = _WORD.match(line, column)
    return len(word[0].rstrip()) if word else 1


def _cut(line: str, column: int, width: int, *, begins: bool) -> tuple[str, int, int]:
    """What is shown of a line, where the place is in it, and how much is marked.

    :param begins: whether it is the line from its first character.
    """
    shown = "".join(one if one.isprintable() else " " if one == "\t" else "·" for one in line.rstrip())
    if len(shown) <= WIDEST:
        return shown, min(column, len(shown)), width
    begin = max(min(column - BEFORE, len(shown) - WIDEST), 0)
    end = begin + WIDEST
    head, tail = ("…" if begin or not begins else ""), ("…" if end < len(shown) else "")
    start = column - begin + len(head)
    return f"{head}{shown[begin:end]}{tail}", start, min(width, end - column)


def _columns(character: str) -> int:
    """How wide a character is on a terminal (Unicode Standard Annex 11)."""
    return 2 if east_asian_width(character) in "WF" else 1
