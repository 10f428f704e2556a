"""Collects the differences between two documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.diff.change import AffectedElement, ChangeKind, Direction
from contracts.diff.difference import Difference
from contracts.diff.document_view import DocumentView
from contracts.diff.schema_comparer import SchemaComparer
from contracts.diff.usages import UsageFinder


@dataclass(frozen=True)
class LocatedDifference:
    """A difference with the elements of the API that it affects.

    :param is_of_schema: whether a schema differs; its message does not name the value, the affected elements do.
    """

    difference: Difference
    direction: Direction
    affected: tuple[AffectedElement, ...]
    is_of_schema: bool = False

    @property
    def kind(self) -> ChangeKind:
        """The kind of change, which selects the rule."""
        return ChangeKind(self.direction, self.difference.element, self.difference.action)


class DiffCollector:
    """The differences between two documents, and the pairs of schemas that are still to be compared.

    :ivar schemas: compares pairs of schemas.
    """

    def __init__(self, old: DocumentView, new: DocumentView) -> None:
        self.old, self.new = old, new
        self.schemas = SchemaComparer(old, new)
        self._found: list[LocatedDifference] = []
        self._visited: set[tuple[int, int]] = set()

    def add(self, difference: Difference, *affected: AffectedElement, direction: Direction = Direction.NONE) -> None:
        """Add a difference outside of schemas."""
        self._found.append(LocatedDifference(difference, direction, affected))

    def is_first_visit(self, old: object, new: object) -> bool:
        """Return whether this pair of nodes is new. Recursive references would never end otherwise."""
        key = (id(old), id(new))
        is_first = key not in self._visited
        self._visited.add(key)
        return is_first

    def all(self) -> Iterator[LocatedDifference]:
        """Yield the added differences, then those of schemas."""
        yield from self._found
        finder = UsageFinder()
        for pair in self.schemas.compare_all():
            usages = finder.of(pair)
            for difference in pair.differences:
                affected = tuple(dict.fromkeys(_affected(usages, difference)))
                yield LocatedDifference(difference, pair.schemas.direction, affected, is_of_schema=True)


def _affected(usages: Iterable[AffectedElement], found: Difference) -> Iterator[AffectedElement]:
    for usage in usages:
        path = (*usage.field, *found.field)
        for value in found.values or ("",):
            yield AffectedElement(
                usage.operation, usage.part, usage.name, usage.status, usage.media_type, path, value, found.limit
            )
