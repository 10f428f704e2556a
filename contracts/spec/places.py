"""Where things stand in one file's text: from a JSON pointer to a character offset to a line and column."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import Any, Protocol

from contracts.findings import Line
from contracts.spec.pointers import child_pointer, split_pointer

LONGEST_LINE = 1000
"""Characters of a line that are kept with a finding."""

BEFORE = 200
"""How many of them come before the place where a line is longer."""

LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Places(Protocol):
    """What knows the offsets of everything in one text."""

    def find(self, pointer: str) -> tuple[int, str]:
        """The offset of what a pointer names, and the pointer itself; those of its nearest ancestor where it is none.

        A member of a mapping stands where its key stands, an item of a list where it starts itself.
        """


class Lines:
    """Lines and columns of a text, both from 1; a column counts characters (code points).

    A line ends at CR, LF or CR LF, as editors have it. YAML 1.1 breaks lines at U+0085, U+2028 and U+2029 too, so its
    own line numbers are not used.
    """

    def __init__(self, text: str) -> None:
        self._starts = array("Q", [0])
        self._starts.extend(found.end() for found in LINE_BREAK.finditer(text))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def text_of(self, line: int, column: int, text: str) -> Line:
        """A line, from 1, of the text that these are the lines of, without its end.

        :param column: from 1; of a line that is very long, as JSON may be, only what is around it is given.
        """
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(text)
        if end - start <= LONGEST_LINE:
            return Line(text[start:end].rstrip("\r\n"))
        first = max(column - 1 - BEFORE, 0)
        return Line(text[start + first : min(start + first + LONGEST_LINE, end)].rstrip("\r\n"), first)


class TreePlaces:
    """Offsets that were noted while a tree was built.

    They are held by the identity of each mapping and list, in the order of its members, which costs eight bytes a
    member; so the tree may have values replaced and members appended, but none removed or reordered.
    """

    def __init__(self) -> None:
        self.tree: Any = None
        self.start = 0
        self.members: dict[int, array[int]] = {}
        self._positions: dict[int, dict[str, int]] = {}

    def find(self, pointer: str) -> tuple[int, str]:
        """See :meth:`Places.find`."""
        node, offset, reached = self.tree, self.start, ""
        for token in split_pointer(pointer):
            position = self._position(node, token)
            offsets = self.members.get(id(node), ())
            if position is None or position >= len(offsets):
                break
            offset = offsets[position]
            reached = child_pointer(reached, token)
            node = node[position] if isinstance(node, list) else node[token]
        return offset, reached

    def _position(self, node: Any, token: str) -> int | None:
        """The place of a member among its siblings, from 0; ``None`` where there is no such member."""
        if not isinstance(node, dict):
            return int(token) if has_item(node, token) else None
        positions = self._positions.get(id(node))
        if positions is None:
            positions = self._positions[id(node)] = {key: position for position, key in enumerate(node)}
        return positions.get(token)


def has_item(node: Any, token: str) -> bool:
    """Whether a node is a list with an item at the index that a pointer's token names."""
    return isinstance(node, list) and token.isdecimal() and len(token) < 10 and int(token) < len(node)
