"""Problems that the YAML and JSON readers report."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Unpaired surrogate: allowed in JSON and in Python strings, not in UTF-8 (RFC 8259, section 8.2)."""

DEEPEST = 200
"""Maximum nesting depth of mappings and lists; real documents have about 30 levels."""


@dataclass(frozen=True)
class ParseIssue:
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


def too_deep(offset: int, pointer: str) -> UnreadableError:
    """The error for a text that is nested deeper than :data:`DEEPEST`."""
    return UnreadableError(
        ParseIssue(
            "nesting", offset, pointer, f"nested more than {DEEPEST} levels deep", "move inner parts to components"
        )
    )
