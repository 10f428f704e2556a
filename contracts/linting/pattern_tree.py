"""What a regular expression is made of."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.linting.charsets import Chars

UNBOUNDED = 1 << 30


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several branches."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part repeated from ``low`` to ``high`` times."""

    part: Node
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Edge:
    r"""An assertion on the place: ``^``, ``$``, ``\b`` or ``\B``."""

    mark: str


@dataclass(frozen=True, slots=True)
class Look:
    """A lookahead or lookbehind; it holds no character."""

    part: Node


@dataclass(frozen=True, slots=True)
class Back:
    """A reference to what a group has matched."""


Node = Chars | Row | Either | Repeat | Edge | Look | Back


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of a pattern that only annex B lets pass.

    :param at: index of its first character.
    :param is_foreign: it is borrowed from another language, and means something else here; else the backslash alone
        is too much.
    """

    at: int
    text: str
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression."""

    root: Node
    slips: tuple[Slip, ...]


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node."""
    match node:
        case Row(parts):
            return parts
        case Either(branches):
            return branches
        case Repeat(part) | Look(part):
            return (part,)
    return ()


def shortest(node: Node) -> int:
    """The least number of characters that a match holds."""
    match node:
        case Chars():
            return 1
        case Row(parts):
            return sum(map(shortest, parts))
        case Either(branches):
            return min(map(shortest, branches))
        case Repeat(part, low):
            return low * shortest(part)
    return 0


def longest(node: Node) -> int:
    """The most characters that a match holds, :data:`UNBOUNDED` and above where there is no end."""
    match node:
        case Chars():
            return 1
        case Row(parts):
            return sum(map(longest, parts))
        case Either(branches):
            return max(map(longest, branches))
        case Repeat(part, _, high):
            return high * longest(part)
        case Back():
            return UNBOUNDED
    return 0


def is_anchored(node: Node) -> bool:
    """Whether each branch starts with ``^`` and ends with ``$``, so that a match is the whole text."""
    match node:
        case Row(parts):
            return len(parts) > 1 and parts[0] == Edge("^") and parts[-1] == Edge("$")
        case Either(branches):
            return all(map(is_anchored, branches))
    return False


def can_match(node: Node) -> bool:
    """Whether any text can match; ``True`` where that is not certain.

    ``^`` is true at the start of a text alone, ``$`` at its end: patterns of JSON Schema have no flag for lines.
    """
    match node:
        case Row(parts):
            if not all(map(can_match, parts)):
                return False
            before = [sum(map(shortest, parts[:index])) for index in range(len(parts))]
            whole = sum(map(shortest, parts))
            return not any(
                (part == Edge("^") and before[index]) or (part == Edge("$") and whole - before[index])
                for index, part in enumerate(parts)
            )
        case Either(branches):
            return any(map(can_match, branches))
        case Repeat(part, low):
            return low == 0 or can_match(part)
    return True
