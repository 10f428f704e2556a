"""What a reader of text can find wrong: a place in the text, what it is, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half of a surrogate pair: JSON's grammar and Python's strings have them, UTF-8 does not (RFC 8259, section 8.2)."""

DEEPEST = 200
"""How many mappings and lists may stand in one another; a real document has about 30."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in a text, before it is known which file the text belongs to.

    :param offset: in characters from the start of the text.
    :param pointer: JSON pointer of what is wrong, as far as it is known.
    :param other: offset of a second place that the message speaks of as ``{other}``; -1 for none.
    """

    rule: str
    offset: int
    pointer: str
    message: str
    hint: str = ""
    other: int = -1


class UnreadableError(Exception):
    """A text that yields no tree at all.

    :param problem: why.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def too_deep(offset: int, pointer: str) -> UnreadableError:
    """The text nests deeper than :data:`DEEPEST`."""
    return UnreadableError(
        Problem("nesting", offset, pointer, f"nested more than {DEEPEST} levels deep", "move inner parts to components")
    )
