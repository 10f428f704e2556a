"""Strings that match a regular expression, of a given length.

Assertions of the pattern are ignored here: callers validate the string and draw again.
"""

from __future__ import annotations

from functools import lru_cache

from contracts.generation.regex import UsableCharacters, parse
from contracts.generation.seed import RandomStream
from contracts.schema.regex.parser import PatternError
from contracts.schema.regex.tree import (
    UNBOUNDED,
    Alternation,
    BackReference,
    Characters,
    Group,
    Node,
    Repeat,
    Sequence,
)

FREE = 12
"""How many characters a value without an upper limit may have beyond its minimum."""
COSTLIEST = 100_000
"""The maximum number of parts in a value."""
PADDING = "abcdefghijklmnopqrstuvwxyz0123456789"


class PatternGenerator:
    """A generator of strings that match a pattern, apart from its assertions.

    :param text: the pattern. If it is not anchored, the strings contain only the match unless they must be longer.
    :raises contracts.schema.regex.parser.PatternError: if the pattern is invalid or not supported.
    """

    def __init__(self, text: str) -> None:
        self._tree = parse(text)
        if _cost(self._tree) > COSTLIEST:
            raise PatternError(f"{text!r} repeats its parts too often")
        self._open_end = not text.rstrip(")").endswith("$")
        self.low, self.high = _bounds(self._tree)

    def draw(self, stream: RandomStream, low: int = 0, high: int = UNBOUNDED) -> str:
        """A string of ``low`` to ``high`` characters if the pattern matches one, otherwise of a similar length."""
        least = max(low, self.low)
        most = max(least, min(high, self.high, least + FREE))
        usual = min(most, least + 3) if most == least + FREE else least
        value = _fill(self._tree, stream.between(usual, most), stream, {})
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
    raise TypeError(f"not a node of contracts.generation.regex.parse: {node}")


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
    raise TypeError(f"not a node of contracts.generation.regex.parse: {node}")


def _repeat(node: Repeat, length: int, stream: RandomStream, groups: dict[int, str]) -> str:
    least, most = _bounds(node.part)
    fewest = max(node.low, -(-length // most) if most else 0)
    greatest = min(node.high, length // least if least else max(fewest, length, node.low))
    count = stream.between(fewest, max(fewest, greatest)) if length or node.low else 0
    sizes = _share([(least, most)] * count, length, stream)
    return "".join(_fill(node.part, size, stream, groups) for size in sizes)


def _share(bounds: list[tuple[int, int]], length: int, stream: RandomStream) -> list[int]:
    """Distribute a length over parts within their bounds, the surplus in random order."""
    sizes = [least for least, _ in bounds]
    surplus = length - sum(sizes)
    order = stream.shuffled([index for index, (least, most) in enumerate(bounds) if most > least])
    for position, index in enumerate(order):
        if surplus <= 0:
            break
        room = min(surplus, bounds[index][1] - sizes[index])
        rest = sum(bounds[other][1] - sizes[other] for other in order[position + 1 :])
        given = stream.between(min(room, max(0, surplus - rest)), room)
        sizes[index] += given
        surplus -= given
    return sizes
