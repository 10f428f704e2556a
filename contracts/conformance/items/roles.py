"""The operations that act on the items of a collection."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.conformance.client import Client
from contracts.spec.model import Operation
from contracts.spec.resources.paths import parse_path


def readers_below(client: Client, reader: Operation) -> list[Operation]:
    """Return the GET operations directly below an item, which need no further ids: its content, its sub-resources."""
    prefix = f"{reader.path.rstrip('/')}/"
    return [
        one
        for one in client.operations
        if one.method == "GET" and one.path.startswith(prefix) and "{" not in one.path[len(prefix) :]
    ]


class Roles:
    """Operations by collection and role (see :class:`contracts.spec.model.Resource`), and readers by path.

    :param operations: the operations that may be used.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._by_role: dict[tuple[str, str], Operation] = {}
        self._readers: dict[str, Operation] = {}
        for operation in operations:
            resource = operation.resource
            if resource is None:
                continue
            self._by_role.setdefault((resource.collection, resource.role), operation)
            if resource.role == "read" and resource.id_parameter:
                self._readers.setdefault(parse_path(operation.path).key, operation)

    def find(self, collection: str, role: str) -> Operation | None:
        """Return the operation with a role on a collection; ``None`` if there is none."""
        return self._by_role.get((collection, role))

    def collections(self) -> tuple[str, ...]:
        """Return the path templates of all collections, in the order of the document."""
        return tuple(dict.fromkeys(collection for collection, _ in self._by_role))

    def reader_of(self, operation: Operation) -> Operation | None:
        """Return the operation that reads the item of an operation, possibly itself."""
        resource = operation.resource
        if resource is None or not (resource.id_parameter or resource.single):
            return None
        return self.find(resource.collection, "read")

    def reader_at(self, template: str) -> Operation | None:
        """Return the operation that reads the items at a path template that ends in a parameter."""
        return self._readers.get(template)

    def creator_of(self, reader: Operation) -> Operation | None:
        """Return the operation that creates items which the reader reads, possibly in another collection."""
        if reader.resource is None:
            return None
        collection = reader.resource.collection
        found = self.find(collection, "create") or self.find(collection, "save") or self.find(collection, "upload")
        homes = (
            one
            for (_, role), one in self._by_role.items()
            if role == "create" and one.resource is not None and one.resource.home == collection
        )
        return found or next(homes, None)
