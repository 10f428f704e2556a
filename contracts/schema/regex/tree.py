"""The syntax tree of a regular expression."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from contracts.schema.regex.charsets import EMPTY, Ranges, complement, union

UNBOUNDED = 1 << 30
"""Stands for "no upper limit" in counts of repetitions and characters."""


@dataclass(frozen=True, slots=True)
class UnicodeProperty:
    r"""A Unicode property escape, e.g. ``\p{Script=Greek}``.

    :param name: what is written in the braces, or the letter after ``\p``.
    """

    name: str
    is_negated: bool = False


@dataclass(frozen=True)
class Characters:
    r"""One character out of a class.

    :param ranges: the ranges of the class in the written order; they may overlap.
    :param properties: its Unicode property escapes, whose characters are not known here.
    :param is_negated: whether it is a class with ``[^``; ``ranges`` and ``properties`` are what it excludes.
    """

    ranges: Ranges
    properties: tuple[UnicodeProperty, ...] = ()
    is_negated: bool = False

    @cached_property
    def members(self) -> Ranges:
        """The characters of the class, Unicode properties ignored."""
        listed = union(self.ranges, EMPTY)
        return complement(listed) if self.is_negated else listed


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternation:
    """One of several branches, separated by ``|``."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part repeated from ``low`` to ``high`` times, :data:`UNBOUNDED` without upper limit."""

    part: Node
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group, numbered from 1."""

    number: int
    part: Node


@dataclass(frozen=True, slots=True)
class BackReference:
    """A reference to what a group has matched.

    :param number: of the group; 0 for a name that no earlier group has.
    """

    number: int


@dataclass(frozen=True, slots=True)
class Assertion:
    r"""A condition on the position: ``^``, ``$``, ``\b`` or ``\B``."""

    mark: str


@dataclass(frozen=True, slots=True)
class LookAround:
    """A lookahead or lookbehind, which consumes no character.

    :param mark: ``?=``, ``?!``, ``?<=`` or ``?<!``.
    """

    part: Node
    mark: str


Node = Characters | Sequence | Alternation | Repeat | Group | BackReference | Assertion | LookAround

START, END = Assertion("^"), Assertion("$")


@dataclass(frozen=True, slots=True)
class SyntaxSlip:
    """A piece of a pattern that is an error with the ``u`` flag, but is accepted without it (ECMA-262, annex B).

    :param at: index of its first character.
    :param is_foreign: whether it has a meaning in another language only; otherwise the backslash is superfluous.
    """

    at: int
    text: str
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed regular expression."""

    root: Node
    slips: tuple[SyntaxSlip, ...]


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node."""
    match node:
        case Sequence(parts):
            return parts
        case Alternation(branches):
            return branches
        case Repeat(part) | LookAround(part) | Group(_, part):
            return (part,)
    return ()


def without_groups(node: Node) -> Node:
    """The same tree with each capturing group replaced by what it contains."""
    match node:
        case Group(_, part):
            return without_groups(part)
        case Sequence(parts):
            return Sequence(tuple(map(without_groups, parts)))
        case Alternation(branches):
            return Alternation(tuple(map(without_groups, branches)))
        case Repeat(part, low, high):
            return Repeat(without_groups(part), low, high)
        case LookAround(part, mark):
            return LookAround(without_groups(part), mark)
    return node
