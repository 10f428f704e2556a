"""The differences of two documents, and pairs of operations that report differences to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from contracts.diff.change import Action, AffectedElement, ChangeKind, Direction, Element, Part
from contracts.diff.compositions import hidden_by, judge_compositions
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.schema_comparer import Acceptance, SchemaComparer
from contracts.diff.usages import UsageFinder
from contracts.diff.written import WrittenPlaces
from contracts.spec.pointers import child_pointer


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
        places = WrittenPlaces(self.old, self.new)
        for added in self._found:
            pointers = [_path_item(self.new, affected.operation) for affected in added.affected]
            yield replace(added, difference=places.of_object(added.difference, pointers))
        finder = UsageFinder()
        pairs = self.schemas.compare_all()
        judge_compositions(pairs)
        for pair in pairs:
            direction = pair.schemas.direction
            known: dict[frozenset[Acceptance], tuple[AffectedElement, ...]] = {}
            for difference in pair.differences:
                hiding = hidden_by(difference, direction)
                if hiding not in known:
                    known[hiding] = finder.of(pair, hiding)
                usages = partial(finder.of, hiding=hiding)
                for found, affected in places.of_schema(difference, pair, known[hiding], usages):
                    elements = tuple(dict.fromkeys(_affected(affected, found)))
                    if elements:
                        yield LocatedDifference(found, direction, elements, is_of_schema=True)


def _path_item(view: DocumentView, operation: str) -> str:
    """Return the pointer of the path item or webhook of an operation, with a slash at the end."""
    name = operation.partition(" ")[2]
    paths = view.tree.get("paths")
    section = "paths" if isinstance(paths, dict) and name in paths else "webhooks"
    return child_pointer("", section, name) + "/"


def _affected(usages: Iterable[AffectedElement], found: Difference) -> Iterator[AffectedElement]:
    for usage in usages:
        path = (*usage.field, *found.field)
        for value in found.values or ("",):
            yield AffectedElement(
                usage.operation, usage.part, usage.name, usage.status, usage.media_type, path, value, found.limit
            )


@dataclass(frozen=True)
class OperationVersion:
    """An operation and its path item."""

    site: Located
    item: Located


@dataclass(frozen=True)
class OperationPair:
    """An operation in both documents.

    :param name: method and path template of the old document.
    :param is_incoming: whether the provider sends the request and the client responds: webhooks and callbacks.
    :param renamed: new names of path parameters by their old names.
    :param moved_to: the path template of the new document, if a part of it moved to or from the URL of the server.
    """

    collector: DiffCollector
    name: str
    old: OperationVersion
    new: OperationVersion
    is_incoming: bool = False
    renamed: dict[str, str] = field(default_factory=dict)
    moved_to: str = ""

    @property
    def request_direction(self) -> Direction:
        """The direction of the operation's request from the point of view of the client."""
        return Direction.RESPONSE if self.is_incoming else Direction.REQUEST

    @property
    def response_direction(self) -> Direction:
        """The direction of the operation's responses from the point of view of the client."""
        return Direction.REQUEST if self.is_incoming else Direction.RESPONSE

    def affected(
        self, part: Part = Part.OPERATION, name: str = "", status: str = "", media_type: str = ""
    ) -> AffectedElement:
        """Return an element of this operation."""
        return AffectedElement(self.name, part, name, status, media_type)

    def removed(
        self,
        element: Element,
        action: Action,
        pointer: str,
        name: str,
        *affected: AffectedElement,
        direction: Direction = Direction.NONE,
    ) -> None:
        """Add a difference that is located in the old document.

        :param affected: default: the whole operation.
        """
        found = Difference(element, action, OLD, pointer, name)
        self.collector.add(found, *(affected or (self.affected(),)), direction=direction)

    def added(
        self,
        element: Element,
        action: Action,
        pointer: str,
        name: str,
        *affected: AffectedElement,
        direction: Direction = Direction.NONE,
    ) -> None:
        """Add a difference that is located in the new document.

        :param affected: default: the whole operation.
        """
        found = Difference(element, action, NEW, pointer, name)
        self.collector.add(found, *(affected or (self.affected(),)), direction=direction)
