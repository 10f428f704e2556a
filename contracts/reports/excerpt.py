"""The line of a finding with a marker below the key or value."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from contracts.findings import Finding

WIDEST = 100
"""Maximum length of a line; longer ones, such as minified JSON, are cut around the location."""

BEFORE = 40
"""Characters before the location in a line that is cut."""

_WORD = re.compile(
    r"""
    "(?:[^"\\]|\\.)*"            # quoted as in JSON
    | '(?:[^']|'')*'             # quoted as in YAML
    | [\[\]{}]                   # the start of a list or mapping
    | (?:(?!,\s|\s\#|:\s|:$|\s*[\]}]\s*(?:[,\]}]|$)).)+   # plain, to its colon or its end
    """,
    re.VERBOSE,
)


def excerpt(finding: Finding) -> list[str]:
    """Return two lines: the text with its line number, and the marker; empty if the finding has no line."""
    if not finding.line.text.strip():
        return []
    line, column = finding.line.text, _column(finding)
    text, start, width = _cut(line, column, _width(line, column), is_start=not finding.line.start)
    number = str(finding.location.line)
    margin = " " * len(number)
    room = " " * sum(map(_columns, text[:start]))
    marked = max(sum(map(_columns, text[start : start + width])), 1)
    return [f"  {number} | {text}".rstrip(), f"  {margin} | {room}{'^' * marked}"]


def marked_width(finding: Finding) -> int:
    """Return the number of marked characters from the finding's column on; at least 1."""
    return max(_width(finding.line.text, _column(finding)), 1)


def _column(finding: Finding) -> int:
    """Return the 0-based column of the finding in its text."""
    return max(finding.location.column - 1 - finding.line.start, 0)


def _width(line: str, column: int) -> int:
    """Return the length of the key or value that begins at a column."""
    word = _WORD.match(line, column)
    return len(word[0].rstrip()) if word else 1


def _cut(line: str, column: int, width: int, *, is_start: bool) -> tuple[str, int, int]:
    """Return the shown part of a line, the column of the marker in it, and its width.

    :param is_start: whether the text begins at the start of the line.
    """
    shown = line.rstrip()
    if not shown.isprintable():
        shown = "".join(one if one.isprintable() else " " if one == "\t" else "·" for one in shown)
    if len(shown) <= WIDEST:
        return shown, min(column, len(shown)), width
    begin = max(min(column - BEFORE, len(shown) - WIDEST), 0)
    end = begin + WIDEST
    head, tail = ("…" if begin or not is_start else ""), ("…" if end < len(shown) else "")
    start = column - begin + len(head)
    return f"{head}{shown[begin:end]}{tail}", start, min(width, end - column)


def _columns(character: str) -> int:
    """Return the width of a character on a terminal (Unicode Standard Annex 11)."""
    return 2 if east_asian_width(character) in "WF" else 1
