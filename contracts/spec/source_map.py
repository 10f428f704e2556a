"""Positions in the text of a file: from a JSON pointer to an offset to line and column, and errors at an offset."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, repeat
from operator import add
from typing import Any, NamedTuple, Protocol

from contracts.findings import Line
from contracts.spec.pointers import child_pointer, split_pointer

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Unpaired surrogate: allowed in JSON and in Python strings, not in UTF-8 (RFC 8259, section 8.2)."""

DEEPEST = 200
"""Maximum nesting depth of mappings and lists; real documents have about 30 levels."""


class ParseIssue(NamedTuple):
    """A problem in a text; :mod:`contracts.spec.source` turns it into a finding.

    :param offset: in characters from the start of the text; -1 to use the position of ``pointer``.
    :param pointer: JSON pointer of the problem, as far as it is known.
    :param other: offset of a second position, which replaces ``{other}`` in the message; -1 if there is none.
    """

    rule: str
    offset: int
    pointer: str
    message: str
    hint: str = ""
    other: int = -1


class UnreadableError(Exception):
    """A text that cannot be parsed.

    :param problem: the reason.
    """

    def __init__(self, problem: ParseIssue) -> None:
        super().__init__(problem.message)
        self.problem = problem


def too_deep(offset: int, pointer: str, limit: int = DEEPEST) -> UnreadableError:
    """The error for a text that is nested deeper than a limit."""
    message = f"nested more than {limit} levels deep"
    return UnreadableError(ParseIssue("nesting", offset, pointer, message, "move inner parts to components"))


LONGEST_LINE = 1000
"""Maximum number of characters of a source line in a finding."""

BEFORE = 200
"""Number of characters before the column in an excerpt of a longer line."""

FEW_SEARCHES = 3
"""Number of lines that are searched in a text before it is indexed."""

LINE_BREAK = re.compile(r"\r\n|\r|\n")


class SourceMap(Protocol):
    """Offsets of all values in one text."""

    def find(self, pointer: str) -> tuple[int, str]:
        """The offset of a pointer, and the pointer itself; those of its nearest existing ancestor if it does not exist.

        The offset of a value in a mapping is that of its key, the offset of a list item that of the item.
        """


class Lines:
    """Lines and columns of a text, both from 1; columns count characters (code points).

    Lines end at CR, LF or CR LF, as in editors. YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029, so the line
    numbers of libyaml are not used.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_returns = "\r" in text
        self._searched = 0

    @cached_property
    def _starts(self) -> array[int]:
        starts = array("Q", [0])
        if self._has_returns:
            starts.extend(found.end() for found in LINE_BREAK.finditer(self._text))
        else:  # twice as fast
            lengths = map(len, self._text.split("\n")[:-1])
            starts.extend(accumulate(map(add, lengths, repeat(1))))
        return starts

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset."""
        if self._searched < FEW_SEARCHES and not self._has_returns:  # cheaper than an index of a large file
            self._searched += 1
            return self._text.count("\n", 0, offset) + 1, offset - self._text.rfind("\n", 0, offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def text_of(self, line: int, column: int, text: str) -> Line:
        """A source line without its line break.

        :param line: from 1.
        :param column: from 1; a very long line is cut to an excerpt around it.
        :param text: the text that this index was made from.
        """
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(text)
        if end - start <= LONGEST_LINE:
            return Line(text[start:end].rstrip("\r\n"))
        first = max(column - 1 - BEFORE, 0)
        return Line(text[start + first : min(start + first + LONGEST_LINE, end)].rstrip("\r\n"), first)


class TreeSourceMap:
    """Offsets recorded while a tree was built.

    They are stored by the identity of each mapping and list, in the order of its keys or items, eight bytes each.
    Values of the tree may be replaced, and keys and items appended, but not removed or reordered.
    """

    def __init__(self) -> None:
        self.tree: Any = None
        self.start = 0
        self.offsets: dict[int, array[int]] = {}
        self._positions: dict[int, dict[str, int]] = {}

    def find(self, pointer: str) -> tuple[int, str]:
        """See :meth:`SourceMap.find`."""
        node, offset, reached = self.tree, self.start, ""
        for token in split_pointer(pointer):
            position = self._position(node, token)
            offsets = self.offsets.get(id(node), ())
            if position is None or position >= len(offsets):
                break
            offset = offsets[position]
            reached = child_pointer(reached, token)
            node = node[position] if isinstance(node, list) else node[token]
        return offset, reached

    def _position(self, node: Any, token: str) -> int | None:
        """Index of a key or item in its mapping or list; ``None`` if it does not exist."""
        if not isinstance(node, dict):
            return int(token) if is_list_item(node, token) else None
        positions = self._positions.get(id(node))
        if positions is None:
            positions = self._positions[id(node)] = {key: position for position, key in enumerate(node)}
        return positions.get(token)


def is_list_item(node: Any, token: str) -> bool:
    """Whether a token of a JSON pointer is a valid index of a list."""
    return isinstance(node, list) and token.isdecimal() and len(token) < 10 and int(token) < len(node)
