"""Sequences of creations, updates and deletions of several items of each collection, with reads between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from contracts.conformance.request_builder import body_media
from contracts.errors import GenerationError
from contracts.messages import Request
from contracts.spec.foreign_keys import segments
from contracts.spec.keys import schema_at, value_at, with_value
from contracts.spec.model import Operation, Resource
from contracts.spec.shapes import core
from mockserver.mutation.corpus_requests import CorpusRequests

ITEMS = 4
"""Number of items that are created in each collection."""

PASSES = 3
"""Attempts to create items; items that refer to others are created after them."""

UPDATE_BODIES = 3
MAX_PROPERTIES = 12
"""Maximum number of properties of an item that are changed one by one."""

MAX_STRING = 5000
"""Maximum length of a string."""

MAX_BELOW = 6
"""Operations below an item that are read."""


class ItemSequences:
    """Creates, changes and deletes items.

    :param operations: the operations of the tested API.
    """

    def __init__(self, requests: CorpusRequests, operations: Sequence[Operation]) -> None:
        self._requests = requests
        self._operations = operations
        self._paths: dict[str, list[str]] = {}

    def create_all(self) -> None:
        """Create items in every collection, outer collections and referenced ones first."""
        creations = [one for one in self._operations if one.resource and one.resource.role == "create"]
        for _ in range(PASSES):
            for operation in sorted(creations, key=lambda one: len(segments(one.path))):
                if operation.resource and not self._paths.get(operation.resource.collection):
                    self._create_items(operation, operation.resource)

    def _create_items(self, operation: Operation, resource: Resource) -> None:
        paths = self._paths.setdefault(resource.collection, [])
        for number in range(ITEMS):
            path = self._requests.create(operation, number)
            if path:
                paths.append(path)
                self._read_all(resource, paths)
        if paths:
            self._create_longest(operation, resource)

    def _create_longest(self, operation: Operation, resource: Resource) -> None:
        """Create items with strings of ``maxLength``."""
        media = body_media(operation)
        item = schema_at(media.schema, resource.body_path) if media is not None and media.schema is not None else None
        for name, schema in list(item.possible_properties.items() if item is not None else ())[:MAX_PROPERTIES]:
            node = core(schema).node
            longest = node.get("maxLength") if isinstance(node, dict) else None
            if isinstance(longest, int) and longest <= MAX_STRING:
                body = self._requests.bodies(operation, 0)
                changed = with_value(body, (*resource.body_path, name), "x" * longest)
                self._requests.send(self._requests.build(operation, body=changed))

    def change_all(self) -> None:
        """Update and delete created items, inner collections first."""
        for collection, paths in sorted(self._paths.items(), key=lambda pair: -len(segments(pair[0]))):
            for operation in self._with_roles(collection, "update", "replace"):
                self._update(operation, paths)
        for collection, paths in sorted(self._paths.items(), key=lambda pair: -len(segments(pair[0]))):
            for operation in self._with_roles(collection, "delete"):
                self._delete(operation, paths)

    def _with_roles(self, collection: str, *roles: str) -> Iterator[Operation]:
        for one in self._operations:
            if one.resource and one.resource.collection == collection and one.resource.role in roles:
                yield one

    def _read_all(self, resource: Resource, paths: Sequence[str]) -> None:
        """Read items and the list that contains them."""
        for operation in self._with_roles(resource.collection, "read"):
            for path in paths:
                self._get(operation, path)
        if paths:
            for operation in self._with_roles(resource.collection, "list"):
                self._get(operation, paths[0].rpartition("/")[0])

    def _get(self, operation: Operation, path: str) -> Any:
        request = self._requests.authorised(operation, Request("GET", path))
        return self._requests.send(request)

    def _update(self, operation: Operation, paths: Sequence[str]) -> None:
        resource = operation.resource
        if resource is None or len(paths) < 2:
            return
        for number, body in enumerate(self._update_bodies(operation, resource)):
            path = paths[1 + number % 2] if len(paths) > 2 else paths[1]
            self._send_body(operation, path, body)
            self._read_all(resource, paths[:3])

    def _update_bodies(self, operation: Operation, resource: Resource) -> Iterator[Any]:
        try:
            bodies = [self._requests.bodies(operation, number) for number in range(UPDATE_BODIES)]
        except GenerationError:
            return
        yield from bodies
        item = value_at(bodies[0], resource.body_path)
        if resource.role != "update" or not isinstance(item, dict):
            return
        for name in list(item)[:MAX_PROPERTIES]:
            yield with_value(bodies[0], resource.body_path, {name: item[name]})

    def _send_body(self, operation: Operation, path: str, body: Any) -> None:
        media = body_media(operation)
        try:
            build = self._requests.build
            request = build(operation, 1) if media is None else build(operation, body=body)
        except GenerationError:
            return
        query = request.target.partition("?")[2]
        self._requests.send(replace(request, target=f"{path}?{query}" if query else path))

    def _delete(self, operation: Operation, paths: list[str]) -> None:
        resource = operation.resource
        if resource is None or not paths:
            return
        path = paths.pop(len(paths) // 2)
        self._read_below(path, resource)
        request = self._requests.build(operation)
        request = replace(request, target=path)
        self._requests.send(request)
        self._requests.forget(resource, path)
        self._read_all(resource, [*paths, path])
        self._read_below(path, resource)
        self._requests.send(request)
        for creation in self._with_roles(resource.collection, "create"):
            created = self._requests.create(creation, ITEMS)
            paths += [created] if created else []
        self._read_all(resource, [*paths, path])
        self._read_below(path, resource)

    def _read_below(self, path: str, resource: Resource) -> None:
        """Read the content of an item and what is below it."""
        depth = len(segments(path))
        for operation in self._below(resource, depth)[:MAX_BELOW]:
            try:
                request = self._requests.build(operation)
            except GenerationError:
                continue
            rest = "/".join(request.path.split("/")[depth + 1 :])
            self._requests.send(replace(request, target=f"{path}/{rest}" if rest else path))

    def _below(self, resource: Resource, depth: int) -> list[Operation]:
        own = [*segments(resource.collection), "{}"]
        found = []
        for one in self._operations:
            role = one.resource.role if one.resource else ""
            inner = segments(one.path)
            is_below = inner[: len(own)] == own and len(own) == depth and (len(inner) > depth or role == "download")
            if one.method == "GET" and is_below:
                found.append(one)
        return found
