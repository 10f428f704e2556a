r"""Regular expressions of ECMA-262 in a form that the validators compile, and compile quickly.

The validators use an engine that refuses what ECMA-262 accepts without the ``u`` flag only, such as ``[\w-.]``, and
large counts of repetitions, which it unrolls. JSON Schema has keywords for the length of a string, so ``^.{0,65535}$``
is translated to ``^.*$`` and a length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple

from contracts.schema.regex.analysis import is_anchored, longest, shortest
from contracts.schema.regex.charsets import ANY, BLANKS, DIGITS, EMPTY, LAST, WORD, Ranges, union
from contracts.schema.regex.parser import PatternError, parse_pattern
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
    children,
    without_groups,
)

MOST_COPIES = 1000
"""The greatest size of a repetition that is kept: copies of its part, weighted by the size of the part."""

SMALL_COUNTS = 2
"""Number of repetitions with one digit that cannot be large together."""

ASCII_PROPERTIES: dict[str, Ranges] = {
    "XDigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "Alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "Punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "Print": ((0x20, 0x7E),),
    "Graph": ((0x21, 0x7E),),
    "Blank": ((0x09, 0x09), (0x20, 0x20)),
    "Cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "ASCII": ((0x00, 0x7F),),
    "Digit": DIGITS,
    "Space": BLANKS,
    "Word": WORD,
    "Upper": ((0x41, 0x5A),),
    "Lower": ((0x61, 0x7A),),
    "Alpha": ((0x41, 0x5A), (0x61, 0x7A)),
}
"""Properties of POSIX and Java by name (java.util.regex.Pattern, "POSIX character classes (US-ASCII only)")."""

_OTHER_NAMES = {
    "javaLowerCase": "Ll",
    "javaUpperCase": "Lu",
    "javaWhitespace": "White_Space",
    "javaDigit": "Nd",
    "javaLetter": "L",
    "javaLetterOrDigit": "Alphabetic",
    "LD": "Alphabetic",
}
"""Properties of Java that have another name in Unicode."""

_LARGE_COUNT = re.compile(r"\{(?:\d*,)?\d{2,}")

_EVERYTHING: Ranges = ((0, LAST),)


class Translation(NamedTuple):
    """A regular expression for validators, and the length of the strings that match the original one.

    :param is_exact: whether it matches the same strings; otherwise it matches more.
    """

    pattern: str
    low: int = 0
    high: int = UNBOUNDED
    is_exact: bool = True


@lru_cache(maxsize=4096)
def translate(pattern: str, has_property: Callable[[str], bool], most: int = MOST_COPIES) -> Translation | None:
    """Return an equivalent regular expression, or one that matches more strings; ``None`` for an invalid pattern.

    :param has_property: whether the engine knows the Unicode property that is written in the braces of ``\\p{…}``.
    :param most: the greatest size of a repetition that is kept.
    """
    try:
        root = parse_pattern(pattern, rust_syntax=True).root
        writer = _Writer(has_property)
        relaxed = _relaxed(root, most)
        text = writer.written(relaxed)
        if relaxed == root:
            return Translation(text, is_exact=writer.is_exact)
        bare = without_groups(root)
        low, high = (shortest(bare), longest(bare)) if is_anchored(root) else (0, UNBOUNDED)
        return Translation(text, low, min(high, UNBOUNDED), writer.is_exact and _is_determined(bare, most))
    except (PatternError, RecursionError):
        return None


@lru_cache(maxsize=4096)
def is_large(pattern: str, most: int = MOST_COPIES) -> bool:
    """Whether a pattern repeats so much that an engine that unrolls repetitions is slow or refuses it.

    :param most: the greatest size of a repetition that is not large.
    """
    if not _repeats(pattern):
        return False
    try:
        root = parse_pattern(pattern, rust_syntax=True).root
        return _relaxed(root, most) != root
    except (PatternError, RecursionError):
        return False


@lru_cache(maxsize=4096)
def unrolled_size(pattern: str) -> int:
    """Return the size of a pattern after unrolling its repetitions, about the number of its characters and classes.

    The length of the pattern, if it has no large counts or cannot be parsed.
    """
    if not _repeats(pattern):
        return len(pattern)
    try:
        return _size(parse_pattern(pattern, rust_syntax=True).root)
    except (PatternError, RecursionError):
        return len(pattern)


def _repeats(pattern: str) -> bool:
    return _LARGE_COUNT.search(pattern) is not None or pattern.count("{") > SMALL_COUNTS


def _relaxed(node: Node, most: int) -> Node:
    """The node without large counts of repetitions, so that it matches at least the same strings."""
    match node:
        case Sequence(parts):
            return Sequence(tuple(_relaxed(one, most) for one in parts))
        case Alternation(branches):
            return Alternation(tuple(_relaxed(one, most) for one in branches))
        case Group(number, part):
            return Group(number, _relaxed(part, most))
        case LookAround(part, mark):
            return LookAround(_relaxed(part, most), mark) if "!" not in mark else node
        case Repeat(part, low, high):
            inner = _relaxed(part, most)
            copies = max(1, most // _size(inner))
            return Repeat(inner, min(low, copies), high if high <= copies else UNBOUNDED)
    return node


def _size(node: Node) -> int:
    """The size of a node after unrolling; classes with Unicode properties and without ASCII limits are larger."""
    match node:
        case Characters(ranges, properties, is_negated):
            return 8 if properties else 2 if is_negated or any(high > 0xFF for _, high in ranges) else 1
        case Repeat(part, low, high):
            return _size(part) * max(1, low if high == UNBOUNDED else high)
    return 1 if not children(node) else sum(map(_size, children(node)))


def _refers_back(node: Node) -> bool:
    return isinstance(node, BackReference) or any(map(_refers_back, children(node)))


def _is_determined(node: Node, most: int) -> bool:
    """Whether the length of a string decides about all its large counts: one repeated character, else fixed lengths.

    A pattern that is not anchored at both ends finds the smallest count in a string that has more.
    """
    if _refers_back(node):
        return False
    parts = node.parts if isinstance(node, Sequence) else (node,)
    large = [part for part in parts if _relaxed(part, most) != part]
    if len(large) != 1 or not isinstance(large[0], Repeat) or not isinstance(large[0].part, Characters):
        return False
    if not is_anchored(node):
        return large[0].low <= most // _size(large[0].part) and large[0] in (parts[0], parts[-1])
    return all(shortest(part) == longest(part) for part in parts if part is not large[0])


class _Writer:
    """Writes syntax trees in the syntax of the engine.

    :ivar is_exact: whether all properties are known to the engine.
    """

    def __init__(self, has_property: Callable[[str], bool]) -> None:
        self._has_property = has_property
        self.is_exact = True

    def written(self, node: Node) -> str:
        match node:
            case Characters():
                return self._characters(node)
            case Sequence(parts):
                return "".join(f"(?:{self.written(part)})" if isinstance(part, Alternation) else self.written(part)
                               for part in parts)  # fmt: skip
            case Alternation(branches):
                return "|".join(map(self.written, branches))
            case Repeat(part, low, high):
                text = self.written(part)
                return f"{text if isinstance(part, Characters | Group) else f'(?:{text})'}{_count(low, high)}"
            case Group(_, part):
                return f"({self.written(part)})"
            case LookAround(part, mark):
                return f"({mark}{self.written(part)})"
            case BackReference(number):
                return f"(?:\\{number})" if number else "(?:)"
            case Assertion(mark):
                return mark
        raise TypeError(node)

    def _characters(self, node: Characters) -> str:
        known: list[str] = []
        ranges = node.ranges
        for one in node.properties:
            found = self._property(one)
            if found is None:
                self.is_exact = False
                return _class(_EVERYTHING, (), is_negated=False)
            if isinstance(found, str):
                known.append(found)
            else:
                ranges = (*ranges, *found)
        return _class(union(ranges, EMPTY), known, is_negated=node.is_negated)

    def _property(self, one: UnicodeProperty) -> str | Ranges | None:
        """The property as the engine writes it, or its ranges; ``None`` if it is unknown."""
        name = one.name.removeprefix("^")
        is_negated = one.is_negated != one.name.startswith("^")
        letter = "P" if is_negated else "p"
        for candidate in (name, _OTHER_NAMES.get(name, ""), name.removeprefix("Is")):
            if candidate in ASCII_PROPERTIES and not is_negated:
                return ASCII_PROPERTIES[candidate]
            if candidate and self._has_property(candidate):
                return f"\\{letter}{{{candidate}}}"
        return None


_COUNTS = {(0, UNBOUNDED): "*", (1, UNBOUNDED): "+", (0, 1): "?"}


def _count(low: int, high: int) -> str:
    if low == high:
        return f"{{{low}}}"
    return _COUNTS.get((low, high)) or f"{{{low},{'' if high >= UNBOUNDED else high}}}"


def _class(ranges: Ranges, properties: Collection[str], *, is_negated: bool) -> str:
    if not ranges and not properties:
        return _class(_EVERYTHING, (), is_negated=not is_negated)
    if ranges == ANY and not properties and not is_negated:
        return "."
    parts = [*map(_range, ranges), *properties]
    if len(parts) == 1 and not is_negated and (properties or ranges[0][0] == ranges[0][1]):
        return parts[0]
    return f"[{'^' if is_negated else ''}{''.join(parts)}]"


def _range(bounds: tuple[int, int]) -> str:
    low, high = bounds
    return _char(low) if low == high else f"{_char(low)}{'' if high == low + 1 else '-'}{_char(high)}"


_LITERAL = frozenset("_@ ,:;!%=<>'\"/")


def _char(code: int) -> str:
    letter = chr(code)
    if letter.isascii() and (letter.isalnum() or letter in _LITERAL):
        return letter
    return f"\\{letter}" if letter.isascii() and letter.isprintable() else f"\\u{{{code:X}}}"
