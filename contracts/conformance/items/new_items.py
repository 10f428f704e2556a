"""New items: created by POST, or by PUT with an id of our own, after the items to which they refer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from contracts.conformance.client import Client
from contracts.conformance.items.changes import renamed
from contracts.conformance.items.creation import CreatedItem, Creation, keys_in_body, with_changes, with_foreign_keys
from contracts.conformance.items.existing_items import ExistingItems
from contracts.conformance.items.item_values import id_of, item_in, items_in
from contracts.conformance.request_builder import OMITTED, Values, request_media
from contracts.conformance.safety import SAFE_METHODS
from contracts.errors import GenerationError, WithheldRequestError
from contracts.spec.foreign_keys import ForeignKey
from contracts.spec.model import Operation, Resource

MAX_DEPTH = 6
"""Maximum number of items that are created for one: parents, and items to which it refers."""

READS = (0.0, 0.05, 0.2, 0.5)
"""Seconds to wait before each attempt to read a created item: servers may create it after the response (202)."""

FIRST_FRESH = 3
"""Number of the first generated id that a check gets as an item of its own."""


class NewItems(ExistingItems):
    """Creates items; see :class:`ExistingItems`."""

    def __init__(self, client: Client, find: Callable[[Operation], Values | None]) -> None:
        super().__init__(client, find)
        self._resources = _resources(client.contract.operations)
        self._creations: dict[str, Creation | None] = {}
        self._fresh: dict[str, int] = {}
        self._keys: dict[str, tuple[ForeignKey, ...]] = {}
        self._unreadable: dict[str, Values | None] = {}
        self._scratch: dict[str, Values] = {}
        self._referring: set[str] = set()
        self._depth = 0

    @staticmethod
    def identifies(reader: Operation, values: Values) -> bool:
        """Whether path values have the id of an item."""
        return reader.resource is not None and ("path", reader.resource.id_parameter) in values

    def create(self, reader: Operation, changes: Mapping[str, Any] | None = None) -> CreatedItem | None:
        """Create an item that the reader can read, and the items to which it refers; ``None`` if that is impossible.

        :param changes: values of properties of the item.
        """
        creation = self.creation(reader)
        if creation is None or self._depth >= MAX_DEPTH:
            return None
        self._depth += 1
        try:
            made = creation.create(self.parents(creation.creator), changes)
        finally:
            self._depth -= 1
        if made is not None and self.identifies(reader, made.values) and reader.method in SAFE_METHODS:
            self._wait_for(reader, made.values)
        return made

    def unreadable_item(self, operation: Operation) -> Values | None:
        """Return a created item for an operation that writes items which cannot be read; ``None`` if there is none."""
        if operation.id not in self._unreadable:
            self._unreadable[operation.id] = None  # ends cycles
            made = self.create(operation)
            if made is not None and self.identifies(operation, made.values):
                self._unreadable[operation.id] = made.values
        return self._unreadable[operation.id]

    def creation(self, reader: Operation) -> Creation | None:
        """Return what creates the items of a reader; ``None`` if the document has no operation for that."""
        if reader.id not in self._creations:
            creator = self.roles.creator_of(reader)
            allowed = creator is not None and not self.client.plan.read_only
            self._creations[reader.id] = (
                Creation(self.client, creator, reader, self._resources, self._existing_id)
                if creator is not None and allowed
                else None
            )
        return self._creations[reader.id]

    def disposable(self, reader: Operation) -> Values | None:
        """Return the path values of a new item that may be deleted; ``None`` if none can be created.

        If the user allows it, an existing item that no other check uses is returned instead.
        """
        made = self.create(reader) or self._put(reader)
        if made is not None and self.identifies(reader, made.values):
            return made.values
        if self.client.plan.allow_destructive and self.is_open(reader):
            number = self._next_number(reader)
            return self._numbered(reader, number)
        return None

    def twin(self, reader: Operation, values: Mapping[str, Any]) -> Values | None:
        """Return the path values of a new item with these values of properties; ``None`` if none can be created."""
        made = self.create(reader, values) or self._put(reader, values)
        return made.values if made is not None and self.identifies(reader, made.values) else None

    def _put(self, reader: Operation, changes: Mapping[str, Any] | None = None) -> CreatedItem | None:
        """Create an item with an id of our own by PUT, if the server accepts that (RFC 9110, section 9.3.4)."""
        resource = reader.resource
        writer = self.roles.find(resource.collection, "replace") if resource else None
        if writer is None or self.client.plan.read_only or self._refused_put(writer):
            return None
        number = self._next_number(reader)
        values = self._unused(reader, number)
        try:
            if self.read(reader, values).is_success:
                return None
            body = with_changes(writer, self.client.builder.body(writer, number), changes) if changes else OMITTED
            request = self.client.request(writer, number, values=renamed(reader, writer, values), body=body)
            response = self.client.send(request)
        except (GenerationError, WithheldRequestError):
            return None
        if not response.is_success or not self.read(reader, values).is_success:
            self._creations.setdefault(writer.id, None)
            return None
        self.changes.add(reader, values)
        return CreatedItem({}, request, response, item_in(writer, response) or {}, dict(values))

    def _unused(self, reader: Operation, number: int) -> Values:
        """Return path values with an id that is probably new: if the generated ids are always the example, another."""
        values = self._numbered(reader, number)
        key = ("path", reader.resource.id_parameter if reader.resource else "")
        parameter = next((one for one in reader.parameters if (one.location, one.name) == key), None)
        if parameter is None or parameter.schema is None or values != self._numbered(reader, number + 1):
            return values
        texts = (f"{values[key]}{separator}{number}" for separator in ("-", "_", "")) if key in values else ()
        found = (one for one in texts if parameter.schema.request_validator.is_valid(one))
        return {**values, key: next(found, values[key])} if key in values else values

    def _refused_put(self, writer: Operation) -> bool:
        return writer.id in self._creations

    def _wait_for(self, reader: Operation, values: Values) -> None:
        """Wait until a created item can be read, for at most a second."""
        for pause in READS:
            time.sleep(pause)
            if self.read(reader, values).is_success:
                return

    def _next_number(self, reader: Operation) -> int:
        """Return a number that no generated id of a new item has."""
        number = self._fresh.get(reader.id, FIRST_FRESH)
        self._fresh[reader.id] = number + 1
        return number

    def referring_body(self, operation: Operation, number: int) -> Any:
        """Return the body of an update in which the ids of other items are those of existing ones.

        It is ``OMITTED`` if the body does not refer to other items.
        """
        if operation.resource is None or operation.resource.role not in {"update", "replace"}:
            return OMITTED
        if operation.id not in self._keys:
            self._keys[operation.id] = keys_in_body(operation, self._resources)
        keys, media = self._keys[operation.id], request_media(operation)
        if not keys or media is None:
            return OMITTED
        body = self.client.builder.body(operation, number, media)
        return with_foreign_keys(operation, body, keys, self._existing_id)

    def _existing_id(self, collection: str) -> Any:
        """Return the id of an item to which others may refer, if possible one that the test has created.

        What happens to items that refer to an item may change it: an item of others could be ended with them.
        """
        reader = self.roles.find(collection, "read")
        if reader is None or reader.resource is None:
            return self._listed_id(collection)
        values = self._referred(reader) or self.existing(reader)
        return values["path", reader.resource.id_parameter] if values is not None else None

    def _referred(self, reader: Operation) -> Values | None:
        if reader.id in self._referring or self.is_open(reader):
            return None
        self._referring.add(reader.id)  # ends cycles of items that refer to each other
        try:
            return self.scratch(reader)
        finally:
            self._referring.discard(reader.id)

    def scratch(self, reader: Operation) -> Values | None:
        """Return the created item that requests of all kinds may change; ``None`` if none can be created."""
        known = self._scratch.get(reader.id)
        if known is None or not self.changes.is_created(self.changes.path_of(reader, known)):
            known = self.disposable(reader)
            if known is not None:
                self._scratch[reader.id] = known
                self.changes.protected.add(self.changes.path_of(reader, known))
        return known

    def _listed_id(self, collection: str) -> Any:
        lister = self.roles.find(collection, "list")
        if lister is None or lister.resource is None:
            return None
        response = self.client.send(self.client.request(lister, values=self.parents(lister)))
        found = (id_of(lister.resource, item) for item in items_in(lister, response))
        return next((one for one in found if one is not None), None)


def _resources(operations: tuple[Operation, ...]) -> dict[str, Resource]:
    """Return one resource of each collection."""
    found: dict[str, Resource] = {}
    for operation in operations:
        if operation.resource is not None:
            found.setdefault(operation.resource.collection, operation.resource)
    return found
