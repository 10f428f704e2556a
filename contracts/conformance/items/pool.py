"""The items that checks use: existing ones, items of their own, and items that may be deleted.

Ids are learned from ``--known``, documented examples, lists, responses to POST and PUT, ``Location`` and links. If none
are found, an item is created, after the items to which it refers. A check that changes an item gets one that no other
check changes, as far as there are enough; a check that deletes an item gets one that the test has created.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from contracts.conformance.client import Client
from contracts.conformance.items.changes import ItemChanges, renamed
from contracts.conformance.items.creation import (
    CreatedItem,
    Creation,
    keys_in_body,
    with_changes,
    with_foreign_keys,
)
from contracts.conformance.items.item_values import Item, id_of, item_in, items_in, values_of
from contracts.conformance.items.roles import Roles
from contracts.conformance.request_builder import OMITTED, Values, request_media
from contracts.conformance.safety import SAFE_METHODS
from contracts.errors import GenerationError, WithheldRequestError
from contracts.messages import Response
from contracts.spec.foreign_keys import ForeignKey
from contracts.spec.model import Operation, Parameter, Resource
from contracts.spec.resources.paths import parse_path

ATTEMPTS = 4
"""Number of values of each source that are tried to find an existing item."""

MAX_DEPTH = 6
"""Maximum number of items that are created for one: parents, and items to which it refers."""

READS = (0.0, 0.05, 0.2, 0.5)
"""Seconds to wait before each attempt to read a created item: servers may create it after the response (202)."""

FIRST_FRESH = 3
"""Number of the first generated id that a check gets as an item of its own."""

PathValues = dict[tuple[str, str], Any]


class ItemPool:
    """Finds, creates and hands out items.

    :param find: returns the path values with which an operation succeeds; ``None`` if it does not.
    :ivar changes: what the test has created and changed.
    """

    def __init__(self, client: Client, find: Callable[[Operation], Values | None]) -> None:
        self.client = client
        self.roles = Roles(client.usable)
        self.changes = ItemChanges(client, self.roles, self._is_existing)
        self._find = find
        self._resources = _resources(client.contract.operations)
        self._creations: dict[str, Creation | None] = {}
        self._existing: dict[str, Values] = {}
        self._spare: dict[str, Values] = {}
        self._scratch: dict[str, Values] = {}
        self._fixed: dict[str, Any] = {}
        self._lists: dict[str, list[Values]] = {}
        self._open: dict[str, bool] = {}
        self._fresh: dict[str, int] = {}
        self._used: set[str] = set()
        self._at_start: list[tuple[Operation, Values]] = []
        self._at_end: dict[str, set[str]] = {}
        self._keys: dict[str, tuple[ForeignKey, ...]] = {}
        self._depth = 0

    # ------------------------------------------------------------------ path values

    def parents(self, operation: Operation, own: str = "") -> PathValues:
        """Return the path values of an operation, except the id of its own item: those of existing items if possible.

        :param own: the path parameter with the id of its own item.
        """
        template = parse_path(operation.path)
        found: PathValues = {}
        by_name = {one.name: one for one in operation.parameters if one.location == "path"}
        for prefix in template.items:
            parameter = by_name.get(prefix.parameter)
            if parameter is not None and parameter.name != own:
                found["path", parameter.name] = self._parent_value(operation, parameter, prefix.key)
        for name, parameter in by_name.items():
            if name != own and ("path", name) not in found:
                found["path", name] = self.client.builder.value(operation, parameter)
        return found

    def _parent_value(self, operation: Operation, parameter: Parameter, key: str) -> Any:
        reader = self.roles.reader_at(key)
        if reader is not None and reader is not operation and not self.client.builder.is_known(operation, parameter):
            values = self.existing(reader)
            resource = reader.resource
            if values is not None and resource is not None:
                return values["path", resource.id_parameter]
        return self._fixed_value(operation, parameter, key)

    def _fixed_value(self, operation: Operation, parameter: Parameter, key: str) -> Any:
        """Return the value of a parameter whose items cannot be read: the same one for all operations below it."""
        value = self.client.builder.value(operation, parameter)
        known = self._fixed.setdefault(key, value)
        schema = parameter.schema
        return known if schema is None or schema.request_validator.is_valid(known) else value

    def candidates(self, operation: Operation) -> Iterator[Values]:
        """Yield path values with which an operation may succeed, the most promising first."""
        reader = self.roles.reader_of(operation)
        values = self.item_for(operation, reader) if reader is not None and reader is not operation else None
        if reader is not None and values is None and _is_action(operation):
            return  # an action may do anything to an item of others
        if reader is not None and values is not None:
            known = {**self.parents(operation), **renamed(reader, operation, values)}
            yield from ([known] * ATTEMPTS)
            new = self.own(reader) if operation.method not in SAFE_METHODS else None
            if new is not None and reader is not None and self.may_change(reader, new):
                yield {**self.parents(operation), **renamed(reader, operation, new)}
            return
        yield from self._own_candidates(operation)

    def item_for(self, operation: Operation, reader: Operation) -> Values | None:
        """Return an item for an operation.

        It is one that the test has created if the operation writes, so that items of others stay as they are, and a new
        one for an action, which may be allowed only once.
        """
        values = self.existing(reader)
        if operation.method in SAFE_METHODS or values is None or self.is_open(reader):
            return values
        if _is_action(operation):
            own = self.own(reader)
            return own if own is not None and self.may_change(reader, own) else None
        return self.scratch(reader) or values

    def may_change(self, reader: Operation, values: Values) -> bool:
        """Whether requests of all kinds may change an item: the test has created it, or items exist for any id."""
        allowed = self.client.plan.allow_destructive or self.is_open(reader)
        path = self.changes.path_of(reader, values)
        return allowed or self.changes.is_created(path) or self.changes.owns(path)

    def scratch(self, reader: Operation) -> Values | None:
        """Return the created item that requests of all kinds may change; ``None`` if none can be created."""
        known = self._scratch.get(reader.id)
        if known is None or not self.changes.is_created(self.changes.path_of(reader, known)):
            known = self.disposable(reader)
            if known is not None:
                self._scratch[reader.id] = known
                self.changes.protected.add(self.changes.path_of(reader, known))
        return known

    def _own_candidates(self, operation: Operation) -> Iterator[Values]:
        own = operation.resource.id_parameter if operation.resource else ""
        parameter = next((one for one in operation.parameters if (one.location, one.name) == ("path", own)), None)
        parents = self.parents(operation, own)
        if parameter is None:
            yield from ([parents] * ATTEMPTS)
            yield from self._below_new_items(operation, parents)
            return
        seen: set[str] = set()
        for value in self._own_values(operation, parameter):
            if str(value) not in seen:
                seen.add(str(value))
                yield {**parents, ("path", own): value}

    def _below_new_items(self, operation: Operation, parents: PathValues) -> Iterator[Values]:
        """Yield path values below an item that no other check uses, whose state may allow what others do not.

        A single item that does not exist yet is created by the operation that replaces it.
        """
        resource, above = operation.resource, parse_path(operation.path).items[-1:]
        if operation.method in SAFE_METHODS:
            writer = self.roles.find(resource.collection, "replace") if resource and resource.single else None
            written = self._find(writer) if writer is not None and writer is not operation else None
            if writer is not None and written is not None:
                yield renamed(writer, operation, written)
            return
        reader = self.roles.reader_at(above[0].key) if above else None
        new = self.own(reader) if reader is not None and reader is not operation else None
        if reader is not None and new is not None:
            yield {**parents, **renamed(reader, operation, new)}

    def _own_values(self, operation: Operation, parameter: Parameter) -> Iterator[Any]:
        builder, key = self.client.builder, ("path", parameter.name)
        given = builder.given_values(operation, parameter)[:ATTEMPTS]
        yield from given
        reads = operation.resource is not None and operation.resource.role == "read"
        listed = [values[key] for values in self.listed(operation)] if reads else []
        yield from listed[:ATTEMPTS]
        creator = self.roles.creator_of(operation) if reads else None
        number = ATTEMPTS - len(given) if creator is None or listed else 2
        yield from (
            builder.generated_value(operation, parameter, one) for one in range(len(given), len(given) + number)
        )
        if creator is not None and (made := self.create(operation)) is not None and key in made.values:
            yield made.values[key]

    # ------------------------------------------------------------------ existing items

    def existing(self, reader: Operation) -> Values | None:
        """Return the path values of an item that can be read; ``None`` if none was found or created."""
        return self._find(reader)

    def is_found(self, reader: Operation, values: Values) -> None:
        """Remember the item that checks read; it is not deleted before the end of the test."""
        self._existing[reader.id] = values
        self.changes.protected.add(self.changes.path_of(reader, values))

    def _is_existing(self, reader: Operation, values: Values) -> bool:
        """Whether an item certainly existed before the test: it was listed, or is the one that was found."""
        key = _canonical(values)
        existing = self._existing.get(reader.id)
        listed = self._lists.get(reader.id, ())
        return (existing is not None and _canonical(existing) == key) or any(_canonical(one) == key for one in listed)

    def read(self, reader: Operation, values: Values) -> Response:
        """Read an item."""
        return self.client.send(self.client.request(reader, values=values))

    def listed(self, reader: Operation) -> list[Values]:
        """Return the path values of the items in the list of a collection, read once."""
        resource = reader.resource
        if resource is None:
            return []
        if reader.id not in self._lists:
            self._lists[reader.id] = []
            self._lists[reader.id] = list(self._list(reader, resource))
        return self._lists[reader.id]

    def _list(self, reader: Operation, resource: Resource) -> Iterator[Values]:
        lister = self.roles.find(resource.collection, "list") or self.roles.find(resource.collection, "search")
        if lister is None or lister.method != "GET":
            return
        parents = self.parents(reader, resource.id_parameter)
        response = self.client.send(self.client.request(lister, values=self.parents(lister)))
        for item in items_in(lister, response):
            values = values_of(reader, item, parents)
            if values is not None:
                yield values

    def page_of(self, lister: Operation) -> list[Item]:
        """Return the items in the response of a list."""
        request = self.client.request(lister, values=self.parents(lister))
        return items_in(lister, self.client.send(request))

    def take_snapshot(self) -> None:
        """List the items of all collections, so that the end of the test can tell which ones are missing."""
        for reader in self._listed_readers():
            self._at_start += [(reader, values) for values in self.listed(reader)]

    def _listed_readers(self) -> Iterator[Operation]:
        for collection in self.roles.collections():
            reader = self.roles.find(collection, "read")
            if reader is not None and "{" not in collection:
                yield reader

    def listed_at_start(self) -> list[tuple[Operation, Values]]:
        """Return the items that were listed before the test, and the operations that read them."""
        return list(self._at_start)

    def is_listed_now(self, reader: Operation, values: Values) -> bool:
        """Return whether an item is listed at the end of the test; the lists are read once more."""
        if reader.id not in self._at_end:
            found = list(self._list(reader, reader.resource)) if reader.resource else []
            self._at_end[reader.id] = {_canonical(one) for one in found}
        return _canonical(values) in self._at_end[reader.id]

    def others(self, reader: Operation, values: Values, number: int = 3) -> Iterator[Values]:
        """Yield the path values of other items that can be read, at most a number of them."""
        yield from islice(self._others(reader, values), number)

    def _others(self, reader: Operation, values: Values) -> Iterator[Values]:
        seen = {_canonical(values)}
        for other in (*self.listed(reader), *self._created_of(reader), *self._generated(reader)):
            if _canonical(other) not in seen and self.read(reader, other).is_success:
                seen.add(_canonical(other))
                yield other
        made = self.disposable(reader)
        if made is not None and _canonical(made) not in seen:
            yield made

    def _generated(self, reader: Operation) -> list[Values]:
        return [self._numbered(reader, number) for number in (1, 2)] if self.is_open(reader) else []

    def _created_of(self, reader: Operation) -> list[Values]:
        return [one.values for one in list(self.changes.created.values()) if one.reader is reader]

    # ------------------------------------------------------------------ items of their own

    def is_open(self, reader: Operation) -> bool:
        """Whether items exist for any id, as on a mock server: two generated ids can be read and are not listed."""
        if reader.id not in self._open:
            self._open[reader.id] = False
            self._open[reader.id] = self._finds_any_id(reader)
        return self._open[reader.id]

    def _finds_any_id(self, reader: Operation) -> bool:
        known = {_canonical(values) for values in self.listed(reader)}
        values = [self._numbered(reader, number) for number in (1, 2)]
        if len({_canonical(one) for one in values}) < 2 or any(_canonical(one) in known for one in values):
            return False
        return all(self.read(reader, one).is_success for one in values)

    def _numbered(self, reader: Operation, number: int) -> Values:
        own = reader.resource.id_parameter if reader.resource else ""
        base = self._existing.get(reader.id) or self.parents(reader, own)
        parameter = next((one for one in reader.parameters if (one.location, one.name) == ("path", own)), None)
        if parameter is None:
            return base
        return {**base, ("path", own): self.client.builder.generated_value(reader, parameter, number)}

    def own(self, reader: Operation) -> Values | None:
        """Return the path values of an item that no other check has received; ``None`` if there are no more.

        An item that the test creates comes first; if items exist for any id, one with a new id is used instead.
        """
        for values in self._own_items(reader):
            key = f"{reader.id} {_canonical(values)}"
            if key not in self._used:
                self._used.add(key)
                return values
        return None

    def _own_items(self, reader: Operation) -> Iterator[Values]:
        if self.is_open(reader):
            for _ in range(ATTEMPTS):
                number = self._fresh.get(reader.id, FIRST_FRESH)
                self._fresh[reader.id] = number + 1
                values = self._numbered(reader, number)
                if self.read(reader, values).is_success:
                    yield values
        made = self.disposable(reader)
        if made is not None:
            yield made
        existing = self._existing.get(reader.id)
        for values in self.listed(reader):
            if existing is None or _canonical(values) != _canonical(existing):
                yield values

    def disposable(self, reader: Operation) -> Values | None:
        """Return the path values of a new item that may be deleted; ``None`` if none can be created.

        If the user allows it, an existing item that no other check uses is returned instead.
        """
        made = self.create(reader) or self._put(reader)
        if made is not None and self.identifies(reader, made.values):
            return made.values
        if self.client.plan.allow_destructive and self.is_open(reader):
            number = self._fresh.get(reader.id, FIRST_FRESH)
            self._fresh[reader.id] = number + 1
            return self._numbered(reader, number)
        return None

    def spare(self, reader: Operation) -> Values | None:
        """Return an item that may be deleted, the same one until it is deleted."""
        known = self._spare.get(reader.id)
        if known is None or not self.changes.owns(self.changes.path_of(reader, known)):
            known = self.disposable(reader)
        if known is not None:
            self._spare[reader.id] = known
        return known

    @staticmethod
    def identifies(reader: Operation, values: Values) -> bool:
        """Whether path values have the id of an item."""
        return reader.resource is not None and ("path", reader.resource.id_parameter) in values

    # ------------------------------------------------------------------ creation

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
        if made is not None and self.identifies(reader, made.values):
            self._wait_for(reader, made.values)
        return made

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

    def update_body(self, operation: Operation, number: int) -> Any:
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
        reader = self.roles.find(collection, "read")
        if reader is None or reader.resource is None:
            return self._listed_id(collection)
        values = self.existing(reader)
        return values["path", reader.resource.id_parameter] if values is not None else None

    def _listed_id(self, collection: str) -> Any:
        lister = self.roles.find(collection, "list")
        if lister is None or lister.resource is None:
            return None
        response = self.client.send(self.client.request(lister, values=self.parents(lister)))
        found = (id_of(lister.resource, item) for item in items_in(lister, response))
        return next((one for one in found if one is not None), None)

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
        number = self._fresh.get(reader.id, FIRST_FRESH)
        self._fresh[reader.id] = number + 1
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


def _is_action(operation: Operation) -> bool:
    resource = operation.resource
    return resource is not None and resource.role == "act" and operation.method not in SAFE_METHODS


def _canonical(values: Values) -> str:
    return "\0".join(str(value).casefold() for _, value in sorted(values.items(), key=lambda pair: pair[0]))


def _resources(operations: tuple[Operation, ...]) -> dict[str, Resource]:
    """Return one resource of each collection."""
    found: dict[str, Resource] = {}
    for operation in operations:
        if operation.resource is not None:
            found.setdefault(operation.resource.collection, operation.resource)
    return found
