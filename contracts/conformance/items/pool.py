"""The items that checks use: existing ones, items of their own, and items that may be deleted.

Ids are learned from ``--known``, documented examples, lists, responses to POST and PUT, ``Location`` and links. If none
are found, an item is created, after the items to which it refers. A check that changes an item gets one that no other
check changes, as far as there are enough; a check that deletes an item gets one that the test has created.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from contracts.conformance.client import Client
from contracts.conformance.items.changes import identity_of, renamed
from contracts.conformance.items.existing_items import PathValues, canonical
from contracts.conformance.items.item_values import item_in
from contracts.conformance.items.new_items import NewItems
from contracts.conformance.request_builder import OMITTED, Values, request_media
from contracts.conformance.safety import SAFE_METHODS, is_action, may_act
from contracts.messages import Request
from contracts.spec.keys import value_at, with_value
from contracts.spec.model import Operation, Parameter
from contracts.spec.resources.paths import parse_path

ATTEMPTS = 4
"""Number of values of each source that are tried to find an existing item."""


class ItemPool(NewItems):
    """Hands out items; finds them as :class:`NewItems` and its base class do."""

    def __init__(self, client: Client, find: Callable[[Operation], Values | None]) -> None:
        super().__init__(client, find)
        self._spare: dict[str, Values] = {}
        self._used: set[str] = set()

    def candidates(self, operation: Operation) -> Iterator[Values]:
        """Yield path values with which an operation may succeed, the most promising first."""
        reader = self.roles.reader_of(operation)
        values = self.item_for(operation, reader) if reader is not None and reader is not operation else None
        if reader is not None and values is None and is_action(operation):
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
        if is_action(operation):
            own = self.own(reader)
            return own if own is not None and self.may_change(reader, own) else None
        return self.scratch(reader) or values

    def may_change(self, reader: Operation, values: Values) -> bool:
        """Whether requests of all kinds may change an item: the test has created it, or items exist for any id."""
        allowed = self.client.plan.allow_destructive or self.is_open(reader)
        path = self.changes.path_of(reader, values)
        return allowed or self.changes.is_created(path) or self.changes.owns(path)

    def is_of_others(self, request: Request) -> bool:
        """Whether a request writes to an item that exists, and that the test has not created."""
        route = self.client.routes.match(request.method, request.path, request)
        reader = self.roles.reader_of(route.operation) if route and request.method not in SAFE_METHODS else None
        if route is None or reader is None or self.client.plan.allow_destructive:
            return False
        values = renamed(route.operation, reader, route.values)
        if not self.identifies(reader, values) or self.may_change(reader, values):
            return False
        return not self.client.is_absent(request)

    def _own_candidates(self, operation: Operation) -> Iterator[Values]:
        own = operation.resource.id_parameter if operation.resource else ""
        parameter = next((one for one in operation.parameters if (one.location, one.name) == ("path", own)), None)
        parents = self.parents(operation, own)
        if parameter is None:
            if not may_act(operation):
                yield from ([parents] * ATTEMPTS)
            yield from self._below_new_items(operation, parents)
            if may_act(operation):
                yield from ([parents] * ATTEMPTS)
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
        if reader is not None and new is not None and self.may_change(reader, new):
            yield {**parents, **renamed(reader, operation, new)}

    def _own_values(self, operation: Operation, parameter: Parameter) -> Iterator[Any]:
        builder, key = self.client.builder, ("path", parameter.name)
        created = self.unreadable_item(operation) if operation.method not in SAFE_METHODS else None
        if created is not None:
            yield created[key]
            return  # an item of others could not be put back
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

    def update_body(self, operation: Operation, number: int, values: Values) -> Any:
        """Return the body of an update; an item of others keeps the properties that its path contains."""
        body = self.referring_body(operation, number)
        reader, media = self.roles.reader_of(operation), request_media(operation)
        if reader is None or reader is operation or media is None or operation.method in SAFE_METHODS:
            return body
        own = renamed(operation, reader, values)
        if self.may_change(reader, own):
            return body
        generated = self.client.builder.body(operation, number, media) if body is OMITTED else body
        keys = operation.resource.body_path if operation.resource else ()
        sent = value_at(generated, keys)
        kept = identity_of(item_in(reader, self.read(reader, own)), own)
        if not isinstance(sent, dict) or not kept.keys() & sent.keys():
            return body
        return with_value(generated, keys, {**sent, **{name: kept[name] for name in kept if name in sent}})

    def others(self, reader: Operation, values: Values, number: int = 3) -> Iterator[Values]:
        """Yield the path values of other items that can be read, at most a number of them."""
        yield from islice(self._others(reader, values), number)

    def _others(self, reader: Operation, values: Values) -> Iterator[Values]:
        seen = {self._key(reader, values)}
        created, listed = self._created_of(reader), self.listed(reader)
        near = (*created[-2:], *listed[-1:])  # the newest ones, which are next to another new one in most lists
        for other in (*near, *listed, *created, *self._generated(reader)):
            if self._key(reader, other) not in seen and self.read(reader, other).is_success:
                seen.add(self._key(reader, other))
                yield other
        made = self.disposable(reader)
        if made is not None and self._key(reader, made) not in seen:
            yield made

    def _key(self, reader: Operation, values: Values) -> str:
        """Return what identifies an item: its path, whatever other values are known, e.g. those of its creator."""
        return self.changes.path_of(reader, values).casefold()

    def _generated(self, reader: Operation) -> list[Values]:
        """Return items of a server that has one for any id; first the one before the newest item of a check."""
        before = max(self._fresh.get(reader.id, 0) - 2, 1)
        return [self._numbered(reader, number) for number in (before, 1, 2)] if self.is_open(reader) else []

    def _created_of(self, reader: Operation) -> list[Values]:
        return [one.values for one in list(self.changes.created.values()) if one.reader is reader]

    def own(self, reader: Operation) -> Values | None:
        """Return the path values of an item that no other check has received; ``None`` if there are no more.

        An item that the test creates comes first; if items exist for any id, one with a new id is used instead.
        """
        for values in self._own_items(reader):
            key = f"{reader.id} {canonical(values)}"
            if key not in self._used:
                self._used.add(key)
                return values
        return None

    def _own_items(self, reader: Operation) -> Iterator[Values]:
        if self.is_open(reader):
            for _ in range(ATTEMPTS):
                number = self._next_number(reader)
                values = self._numbered(reader, number)
                if self.read(reader, values).is_success:
                    yield values
        made = self.disposable(reader)
        if made is not None:
            yield made
        existing = self._existing.get(reader.id)
        for values in self.listed(reader):
            if existing is None or canonical(values) != canonical(existing):
                yield values

    def spare(self, reader: Operation) -> Values | None:
        """Return an item that may be deleted, the same one until it is deleted."""
        known = self._spare.get(reader.id)
        if known is None or not self.changes.owns(self.changes.path_of(reader, known)):
            known = self.disposable(reader)
        if known is not None:
            self._spare[reader.id] = known
        return known
