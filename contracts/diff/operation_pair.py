"""An operation in both documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.diff.change import Action, AffectedElement, Direction, Element, Part
from contracts.diff.collector import DiffCollector
from contracts.diff.difference import NEW, OLD, Difference, Located


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
    """

    collector: DiffCollector
    name: str
    old: OperationVersion
    new: OperationVersion
    is_incoming: bool = False
    renamed: dict[str, str] = field(default_factory=dict)

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
