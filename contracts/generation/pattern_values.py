"""Strings generated from regular expressions.

Character classes are reduced to usable characters. Assertions are ignored, so callers validate each string against the
pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from contracts.generation.budget import spend_parts
from contracts.generation.seed import RandomStream
from contracts.schema.regex.charsets import BLANKS, DIGITS, EMPTY, Ranges, union
from contracts.schema.regex.parser import PatternError, parse_pattern
from contracts.schema.regex.translation import ASCII_PROPERTIES
from contracts.schema.regex.tree import (
    UNBOUNDED,
    Alternation,
    Assertion,
    BackReference,
    Characters,
    Group,
    LookAround,
    Node,
    Repeat,
    Sequence,
    UnicodeProperty,
)

MOST_OF_RANGE = 0x200
"""The maximum number of characters of a range that are used; some scripts have tens of thousands."""

NOTHING = Sequence(())

PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
LOWER: Ranges = ((0x61, 0x7A),)
UPPER: Ranges = ((0x41, 0x5A),)
LETTERS = UPPER + LOWER
LEGIBLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
"""The characters of classes that also allow punctuation, such as ``.`` and ``\\S``."""
ALPHANUMERIC = LEGIBLE | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
PROPERTIES: dict[str, Ranges] = ASCII_PROPERTIES | {
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
    """Return the node without parts that match no character; :data:`NOTHING` if nothing is left."""
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
    """Return the class reduced to printable ASCII characters; if it has none, to the first ones of each range."""
    listed = _listed(node.ranges).union(*map(_of_property, node.properties))
    members = PRINTABLE - listed if node.is_negated else listed & PRINTABLE or listed
    if not members:
        raise PatternError("a character class without usable characters")
    return characters(LEGIBLE if members > LEGIBLE and not members <= ALPHANUMERIC else members)


def characters(members: frozenset[str]) -> UsableCharacters:
    """Return a leaf for a set of characters."""
    return UsableCharacters(union(tuple((code, code) for code in map(ord, members)), EMPTY))


def _listed(ranges: Ranges) -> frozenset[str]:
    return frozenset(chr(code) for low, high in ranges for code in range(low, min(high, low + MOST_OF_RANGE) + 1))


def _of_property(unicode_property: UnicodeProperty) -> frozenset[str]:
    found = _listed(PROPERTIES.get(unicode_property.name.rpartition("=")[2], LOWER))
    return PRINTABLE - found if unicode_property.is_negated else found & PRINTABLE


FREE = 12
"""The maximum length beyond the minimum for a pattern without an upper bound."""
COSTLIEST = 20_000
"""The maximum number of parts in a value."""
PADDING = "abcdefghijklmnopqrstuvwxyz0123456789"


class PatternGenerator:
    """A generator of strings that match a pattern, apart from its assertions.

    :param text: the pattern. If it is not anchored, the strings contain only the match unless they must be longer.
    :raises contracts.schema.regex.parser.PatternError: if the pattern is invalid or not supported.
    :ivar parts: the number of parts in the shortest value.
    """

    def __init__(self, text: str) -> None:
        self._tree = parse(text)
        self.parts = _cost(self._tree)
        if self.parts > COSTLIEST:
            raise PatternError(f"{text!r} repeats its parts too often")
        self._open_end = not text.rstrip(")").endswith("$")
        self.low, self.high = _bounds(self._tree)

    def draw(self, stream: RandomStream, low: int = 0, high: int = UNBOUNDED) -> str:
        """A string of ``low`` to ``high`` characters if the pattern matches one, otherwise of a similar length.

        :raises ExhaustedError: if the value that it belongs to has too many parts.
        """
        least = max(low, self.low)
        spend_parts((self.parts + max(least - self.low, 0)) // 8)
        most = max(least, min(high, self.high, least + FREE))
        usual = min(most, least + 3) if most == least + FREE else least
        value = _fill(self._tree, stream.between(usual, most), stream, {})
        spend_parts(len(value) // 32)
        if len(value) < low and self._open_end:
            value += "".join(stream.pick(PADDING) for _ in range(low - len(value)))
        return value


def _cost(node: Node) -> int:
    """The number of parts in the shortest value."""
    match node:
        case Sequence(parts) | Alternation(parts):
            return 1 + sum(map(_cost, parts))
        case Repeat(part, low, _):
            return max(low, 1) * _cost(part)
        case Group(_, part):
            return _cost(part)
        case _:
            return 1


@lru_cache(maxsize=4096)
def _bounds(node: Node) -> tuple[int, int]:
    """The minimum and maximum length of a node."""
    match node:
        case Characters():
            return 1, 1
        case Sequence(parts):
            return sum(_bounds(part)[0] for part in parts), min(UNBOUNDED, sum(_bounds(part)[1] for part in parts))
        case Alternation(branches):
            return min(_bounds(branch)[0] for branch in branches), max(_bounds(branch)[1] for branch in branches)
        case Repeat(part, low, high):
            least, most = _bounds(part)
            return least * low, min(UNBOUNDED, most * high)
        case Group(_, part):
            return _bounds(part)
        case BackReference():
            return 0, UNBOUNDED
    raise TypeError(f"not a node of contracts.generation.pattern_values.parse: {node}")


def _fill(node: Node, length: int, stream: RandomStream, groups: dict[int, str]) -> str:
    match node:
        case UsableCharacters():
            return stream.pick(node.text)
        case Sequence(parts):
            return "".join(
                _fill(part, size, stream, groups)
                for part, size in zip(parts, _share([_bounds(part) for part in parts], length, stream), strict=True)
            )
        case Alternation(branches):
            fitting = [branch for branch in branches if _bounds(branch)[0] <= length <= _bounds(branch)[1]]
            return _fill(stream.pick(fitting or branches), length, stream, groups)
        case Repeat():
            return _repeat(node, length, stream, groups)
        case Group(number, part):
            groups[number] = _fill(part, length, stream, groups)
            return groups[number]
        case BackReference(number):
            return groups.get(number, "")
    raise TypeError(f"not a node of contracts.generation.pattern_values.parse: {node}")


def _repeat(node: Repeat, length: int, stream: RandomStream, groups: dict[int, str]) -> str:
    least, most = _bounds(node.part)
    fewest = max(node.low, -(-length // most) if most else 0)
    greatest = min(node.high, length // least if least else max(fewest, length, node.low))
    count = stream.between(fewest, max(fewest, greatest)) if length or node.low else 0
    if isinstance(node.part, UsableCharacters):
        text = node.part.text
        return "".join([stream.pick(text) for _ in range(count)])
    sizes = _share([(least, most)] * count, length, stream)
    return "".join(_fill(node.part, size, stream, groups) for size in sizes)


def _share(bounds: list[tuple[int, int]], length: int, stream: RandomStream) -> list[int]:
    """Distribute a length over parts within their bounds, the surplus in random order."""
    sizes = [least for least, _ in bounds]
    surplus = length - sum(sizes)
    order = stream.shuffled([index for index, (least, most) in enumerate(bounds) if most > least])
    rest = sum(most - least for least, most in bounds)
    for index in order:
        if surplus <= 0:
            break
        own = bounds[index][1] - sizes[index]
        room = min(surplus, own)
        rest -= own
        given = stream.between(min(room, max(0, surplus - rest)), room)
        sizes[index] += given
        surplus -= given
    return sizes
