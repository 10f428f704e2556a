"""Schemas of both documents compared pair by pair: each pair once for each direction, whoever leads to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from contracts.comparing.change import Aspect
from contracts.comparing.choices import alternatives, is_choice
from contracts.comparing.conjunction import Conjunction
from contracts.comparing.difference import Difference
from contracts.comparing.members import members
from contracts.comparing.pair import Below, Facing, Way
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.values import is_same_kind, null, values

Key = tuple[tuple[tuple[int, bool], ...], tuple[tuple[int, bool], ...], str]


@dataclass(eq=False)
class Pair:
    """A schema of the old document and the one of the new document that is in its place.

    :ivar parents: the pairs that it stands below, each with the way from its value to this one.
    :ivar uses: where values of this schema themselves are sent; each with no ``field``.
    """

    facing: Facing
    differences: list[Difference] = field(default_factory=list)
    parents: list[tuple[Pair, Way]] = field(default_factory=list)
    uses: list[Aspect] = field(default_factory=list)


class Pairs:
    """All pairs that two documents lead to."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self._pairs: dict[Key, Pair] = {}
        self._waiting: deque[Pair] = deque()

    def use(self, old: list[Site], new: list[Site], direction: str, aspect: Aspect) -> None:
        """Compare what is sent at one place of the API.

        :param old: the schemas that it must meet; none: anything.
        """
        self._pair(old, new, direction).uses.append(aspect)

    def _pair(self, old: list[Site], new: list[Site], direction: str) -> Pair:
        return self._met(Facing(self._old.join(old), self._new.join(new), direction))

    def _met(self, facing: Facing) -> Pair:
        key = (facing.old.key, facing.new.key, facing.direction)
        pair = self._pairs.get(key)
        if pair is None:
            pair = self._pairs[key] = Pair(facing)
            self._waiting.append(pair)
        return pair

    def settle(self) -> list[Pair]:
        """Compare all pairs, with those that they lead to; the ones that differ themselves."""
        while self._waiting:
            pair = self._waiting.popleft()
            for found in _compared(pair.facing):
                if isinstance(found, Difference):
                    pair.differences.append(found)
                else:
                    self._met(found.facing).parents.append((pair, found.way))
        return [pair for pair in self._pairs.values() if pair.differences]


def _compared(facing: Facing) -> Iterator[Difference | Below]:
    """What differs between two schemas themselves, and the pairs below them."""
    if _is_plainly_equal(facing.old, facing.new):
        return
    if is_choice(facing):
        yield from null(facing)
        yield from alternatives(facing)
        return
    yield from values(facing)
    if is_same_kind(facing):
        yield from members(facing)
        yield from alternatives(facing)


_SIMPLE = frozenset(
    {"type", "format", "description", "title", "example", "examples", "enum", "default", "pattern"}
    | {"minimum", "maximum", "minLength", "maxLength", "readOnly", "writeOnly", "deprecated"}
)


def _is_plainly_equal(old: Conjunction, new: Conjunction) -> bool:
    """Whether two schemas say the same and have nothing below them: most leaves of most documents."""
    if len(old.parts) != 1 or len(new.parts) != 1:
        return not old.parts and not new.parts
    here, there = old.parts[0], new.parts[0]
    return here.node == there.node and here.allows_null == there.allows_null and here.node.keys() <= _SIMPLE
