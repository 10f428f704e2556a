"""Where the comparison writes down what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.comparing.change import Aspect
from contracts.comparing.difference import Difference
from contracts.comparing.pairs import Pairs
from contracts.comparing.side import Side
from contracts.comparing.uses import Uses


@dataclass(frozen=True)
class Noted:
    """A difference with what it touches.

    :param direction: ``request`` or ``response`` where the direction matters, else ``""``.
    :param is_of_schema: whether it is about a value, which the aspects name.
    """

    difference: Difference
    direction: str
    aspects: tuple[Aspect, ...]
    is_of_schema: bool = False


class Ledger:
    """All that is found in two documents.

    :ivar pairs: the schemas that are to be compared.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.pairs = Pairs(old, new)
        self._noted: list[Noted] = []
        self._begun: set[tuple[int, int]] = set()

    def tell(self, difference: Difference, *aspects: Aspect, direction: str = "") -> None:
        """Take down a difference of something that is no schema."""
        self._noted.append(Noted(difference, direction, aspects))

    def begins(self, old: object, new: object) -> bool:
        """Whether these two are met for the first time: what refers to itself would never end."""
        key = (id(old), id(new))
        is_first = key not in self._begun
        self._begun.add(key)
        return is_first

    def all(self) -> Iterator[Noted]:
        """What was taken down, then what differs in schemas."""
        yield from self._noted
        finder = Uses()
        for pair in self.pairs.settle():
            uses = finder.of(pair)
            for difference in pair.differences:
                aspects = tuple(dict.fromkeys(_aspects(uses, difference)))
                yield Noted(difference, pair.facing.direction, aspects, is_of_schema=True)


def _aspects(uses: Iterable[Aspect], found: Difference) -> Iterator[Aspect]:
    for use in uses:
        way = (*use.field, *found.field)
        for value in found.values or ("",):
            yield Aspect(use.operation, use.part, use.name, use.status, use.media_type, way, value, found.limit)
