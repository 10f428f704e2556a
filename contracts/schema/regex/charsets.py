"""Sets of characters, as sorted ranges of code points that neither touch nor overlap."""

from __future__ import annotations

Ranges = tuple[tuple[int, int], ...]
"""First and last code point of each range."""

LAST = 0x10FFFF
"""The last code point of Unicode."""

EMPTY: Ranges = ()

READABLE: Ranges = ((0x61, 0x7A), (0x41, 0x5A), (0x30, 0x39), (0x21, 0x7E), (0x20, 0x20))
"""Where to search for a character that a message can show, in order of preference."""


def one(letter: str) -> Ranges:
    """The set of one character."""
    return single(ord(letter))


def single(code: int) -> Ranges:
    """The set of one code point."""
    return ((code, code),)


def union(left: Ranges, right: Ranges) -> Ranges:
    """The characters that are in at least one of two sets, which may be unsorted."""
    found: list[tuple[int, int]] = []
    for low, high in sorted((*left, *right)):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def complement(ranges: Ranges) -> Ranges:
    """The characters that are not in a set."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if low > start:
            found.append((start, low - 1))
        start = high + 1
    return (*found, (start, LAST)) if start <= LAST else tuple(found)


def overlap(left: Ranges, right: Ranges) -> bool:
    """Whether two sets have a character in common."""
    return any(low <= top and bottom <= high for low, high in left for bottom, top in right)


DIGITS: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
BLANKS: Ranges = (
    *((9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F)),
    *((0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
"""White space and line terminators (ECMA-262, 12.2 and 12.3)."""

ANY: Ranges = complement(((10, 10), (13, 13), (0x2028, 0x2029)))
"""What ``.`` matches: every character except line terminators."""

CLASSES: dict[str, Ranges] = {
    "d": DIGITS,
    "D": complement(DIGITS),
    "w": WORD,
    "W": complement(WORD),
    "s": BLANKS,
    "S": complement(BLANKS),
}
"""Character class escapes by letter (ECMA-262, 22.2.2.9)."""


def common_character(left: Ranges, right: Ranges) -> str:
    """A character that two sets have in common, preferably a readable one; ``""`` if they have none."""
    common = [(max(low, bottom), min(high, top)) for low, high in left for bottom, top in right]
    ranges = [(low, high) for low, high in common if low <= high]
    for first, last in READABLE:
        for low, high in ranges:
            if max(low, first) <= min(high, last):
                return chr(max(low, first))
    return chr(ranges[0][0]) if ranges else ""
