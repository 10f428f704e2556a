"""Syntax trees of regular expressions for generation: character classes reduced to usable characters.

Assertions are left out of the tree, so callers validate each generated string against the pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from contracts.schema.regex.charsets import BLANKS, DIGITS, EMPTY, Ranges, union
from contracts.schema.regex.parser import PatternError, parse_pattern
from contracts.schema.regex.tree import (
    Alternation,
    Assertion,
    Characters,
    Group,
    LookAround,
    Node,
    Repeat,
    Sequence,
    UnicodeProperty,
)

MOST_OF_RANGE = 0x200
"""How many characters of one range are used, at most; some scripts have tens of thousands."""

NOTHING = Sequence(())

PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
LOWER: Ranges = ((0x61, 0x7A),)
UPPER: Ranges = ((0x41, 0x5A),)
LETTERS = UPPER + LOWER
PROPERTIES: dict[str, Ranges] = {
    "L": LETTERS,
    "Lu": UPPER,
    "Ll": LOWER,
    "N": DIGITS,
    "Nd": DIGITS,
    "P": tuple((ord(letter), ord(letter)) for letter in ".,;:!?-"),
    "S": tuple((ord(letter), ord(letter)) for letter in "$+=<>"),
    "Z": BLANKS,
    "Zs": BLANKS,
    "Alphabetic": LETTERS,
    "Letter": LETTERS,
    "Number": DIGITS,
    "Lowercase": LOWER,
    "Uppercase": UPPER,
}
"""ASCII characters of common Unicode properties; a subset is enough to generate matching values."""


@dataclass(frozen=True)
class UsableCharacters(Characters):
    """The characters of a class that generated strings may contain."""

    @cached_property
    def text(self) -> str:
        """The characters, sorted."""
        return "".join(chr(code) for low, high in self.ranges for code in range(low, high + 1))


def parse(pattern: str) -> Node:
    """The syntax tree of a pattern for generation; its leaves are :class:`UsableCharacters` and back-references.

    Raises :class:`PatternError`.
    """
    return _prepared(parse_pattern(pattern, rust_syntax=True).root)


def _prepared(node: Node) -> Node:
    """The node without what consumes no character; :data:`NOTHING` if nothing is left."""
    match node:
        case Characters():
            return _usable(node)
        case Assertion() | LookAround():
            return NOTHING
        case Sequence(parts):
            kept = tuple(part for part in map(_prepared, parts) if part != NOTHING)
            return kept[0] if len(kept) == 1 else Sequence(kept)
        case Alternation(branches):
            return Alternation(tuple(map(_prepared, branches)))
        case Repeat(part, low, high):
            inner = _prepared(part)
            return inner if inner == NOTHING else Repeat(inner, low, high)
        case Group(number, part):
            return Group(number, _prepared(part))
    return node


def _usable(node: Characters) -> UsableCharacters:
    """The class reduced to its printable ASCII characters; if it has none, to the first ones of each range."""
    listed = _listed(node.ranges).union(*map(_of_property, node.properties))
    members = PRINTABLE - listed if node.is_negated else listed & PRINTABLE or listed
    if not members:
        raise PatternError("a character class without usable characters")
    return characters(members)


def characters(members: frozenset[str]) -> UsableCharacters:
    """A leaf for one of some characters."""
    return UsableCharacters(union(tuple((code, code) for code in map(ord, members)), EMPTY))


def _listed(ranges: Ranges) -> frozenset[str]:
    return frozenset(chr(code) for low, high in ranges for code in range(low, min(high, low + MOST_OF_RANGE) + 1))


def _of_property(asked: UnicodeProperty) -> frozenset[str]:
    found = _listed(PROPERTIES.get(asked.name.rpartition("=")[2], LOWER))
    return PRINTABLE - found if asked.is_negated else found & PRINTABLE
