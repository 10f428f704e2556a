"""What an operation does with items: read, list, create, update, replace, delete, or nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.data.generate import Generators
from contracts.failures import FailureKind
from contracts.spec.model import Operation, Resource
from contracts.spec.resources import LISTING_ROLES
from contracts.spec.schemas import Schema
from mockserver.answers import ListResponse, location_header, overlay
from mockserver.exchange import ABSENT, Exchange, decode
from mockserver.http import Failure, RawHeader, decode_json
from mockserver.prefer import wants_dynamic
from mockserver.state.items import Item, ItemKind
from mockserver.state.world import ApplyBody, Collection, World

_ITEM_PREFIX = re.compile(r"\{([^{}/]+)\}(?=/|$)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an operation.

    :param value: the body, or ``ABSENT`` to let the response generate one.
    :param json: the body as valid JSON text, or ``b""`` if only ``value`` is set.
    """

    value: Any = ABSENT
    headers: tuple[RawHeader, ...] = ()
    json: bytes = b""


class Behaviour:
    """The action of an operation on the collections of its API, compiled once.

    :param body: schema of the successful response, or ``None``.
    """

    def __init__(self, operation: Operation, collections: World, generators: Generators, body: Schema | None) -> None:
        self._operation = operation
        self._collections = collections
        self._parents = _parents(operation, collections)
        self._resource = operation.resource
        self._own = operation.resource.collection if operation.resource else ""
        self._act = _ACTS.get(operation.resource.role) if operation.resource else None
        self._to_response = _response_maker(operation.resource, body, generators)
        self._settable = _settable_fields(operation)
        self._list_response = ListResponse(operation, body, generators) if body is not None else None

    def exists(self, request: Exchange) -> Failure | None:
        """Refuse a request whose path names an item that does not exist (404)."""
        for template, parameter in self._parents:
            collection = self.collection(request, template)
            named = self._named_ids(request, parameter)
            missing = [identifier for identifier in named if not identifier or not collection.exists(identifier)]
            if missing:
                listed = ",".join(missing)
                detail = f"no item with id {listed!r}"
                return Failure(FailureKind.NOT_FOUND, detail, f"path/{parameter}", sent=listed)
        return None

    def _named_ids(self, request: Exchange, parameter: str) -> list[str]:
        """Return the ids in a path parameter, without duplicates: several if the operation reads many items."""
        resource = self._resource
        if resource is None or resource.role != "read_many" or parameter != resource.id_parameter:
            return [path_text(request, parameter)]
        value = request.parameters.get(("path", parameter))
        texts = map(str, value) if isinstance(value, list) else path_text(request, parameter).split(",")
        return list(dict.fromkeys(texts))

    def __call__(self, request: Exchange) -> Outcome | Failure:
        """Run the operation."""
        return Outcome() if self._act is None else self._act(self, request)

    def key(self, request: Exchange) -> str:
        """Return the generator key for a response that is not an item: equal requests get equal responses."""
        query = sorted(f"{name}={value!r}" for (place, name), value in request.parameters.items() if place == "query")
        body = hashlib.blake2b(request.body or b"", digest_size=8).hexdigest()
        path = sorted(f"{name}={path_text(request, name)}" for name in request.path_values)
        return "\0".join([salt_of(request), self._operation.id, *path, *query, body])

    # ------------------------------------------------------------------ one method per role

    def collection(self, request: Exchange, template: str = "") -> Collection:
        """Return the collection of a request: of the operation itself, or of a parent template."""
        template = template or self._own
        if not request.preferences and (singleton := self._collections.singleton(template)) is not None:
            return singleton
        values = {name: path_text(request, name) for name in request.path_values}
        dynamic = wants_dynamic(request.preferences)
        return self._collections.collection(template, values, salt_of(request), dynamic=dynamic)

    def identifier(self, request: Exchange) -> str:
        """Return the id in the path."""
        return path_text(request, self._resource.id_parameter) if self._resource else ""

    def fields(self, request: Exchange) -> Item:
        """Return the properties of the body, without those that the operation does not document."""
        body = request.payload if isinstance(request.payload, dict) else {}
        named = self._settable
        return body if named is None else {name: value for name, value in body.items() if name in named}

    def read(self, request: Exchange) -> Outcome:
        """GET of an item."""
        identifier, collection = self.identifier(request), self.collection(request)
        if self._to_response is _unchanged and (json := collection.json(identifier)):
            return Outcome(json=json)
        return Outcome(self._to_response(collection.read(identifier), identifier))

    def read_many(self, request: Exchange) -> Outcome:
        """GET of several items by the ids in the path: in that order, without duplicates."""
        collection = self.collection(request)
        named = self._named_ids(request, self._resource.id_parameter) if self._resource else []
        return self._listed(
            request, [self._to_response(collection.read(identifier), identifier) for identifier in named]
        )

    def item(self, request: Exchange, identifier: str) -> Item | None:
        """Return the item with an id from the collection of a request, or ``None``."""
        collection = self.collection(request)
        return collection.read(identifier) if collection.exists(identifier) else None

    def change(self, request: Exchange) -> Outcome:
        """PATCH of an item."""
        is_patch = request.headers.get("content-type", "").lower().startswith("application/merge-patch+json")
        return self._write(request, ItemKind.patch if is_patch else ItemKind.merge)

    def replace(self, request: Exchange) -> Outcome:
        """PUT of an item."""
        return self._write(request, ItemKind.replace)

    def _write(self, request: Exchange, apply: ApplyBody) -> Outcome:
        identifier = self.identifier(request)
        json = self.collection(request).update(identifier, self.fields(request), apply)
        if self._to_response is _unchanged:
            return Outcome(json=json)
        return Outcome(self._to_response(decode_json(json), identifier))

    def delete(self, request: Exchange) -> Outcome:
        """DELETE of an item; the response, if it has a body, contains the deleted item."""
        identifier, collection = self.identifier(request), self.collection(request)
        item = collection.read(identifier)
        collection.delete(identifier)
        return Outcome(self._to_response(item, identifier))

    def create(self, request: Exchange) -> Outcome | Failure:
        """POST to a collection."""
        created = self.collection(request).create(self.fields(request))
        if created is None:
            return Failure(FailureKind.CONFLICT, "an item with this id already exists", "body")
        identifier, item = created
        location = location_header(request.scope.get("root_path") or "", request.path, identifier)
        return Outcome(self._to_response(item, identifier), (location,))

    def list(self, request: Exchange) -> Outcome:
        """GET of a collection."""
        collection = self.collection(request)
        items = [self._to_response(collection.read(identifier), identifier) for identifier in collection.identifiers()]
        return self._listed(request, items)

    def _listed(self, request: Exchange, items: Sequence[Item]) -> Outcome:
        return (
            Outcome()
            if self._list_response is None
            else Outcome(self._list_response(request, [*items], self.key(request)))
        )


Act = Callable[[Behaviour, Exchange], Outcome | Failure]

_ACTS: Mapping[str, Act] = {
    "read": Behaviour.read,
    "read_many": Behaviour.read_many,
    "update": Behaviour.change,
    "replace": Behaviour.replace,
    "delete": Behaviour.delete,
    "create": Behaviour.create,
    "list": Behaviour.list,
}


def path_text(request: Exchange, name: str) -> str:
    """Return a path parameter as a string, in its canonical form (``x-mock-canonical``)."""
    value = request.parameters.get(("path", name), ABSENT)
    if value is not ABSENT:
        return str(value)
    # x-mock-order may place existence before parameters, which have not been decoded then.
    return decode(request.path_values.get(name, ""), errors="replace")


def salt_of(request: Exchange) -> str:
    """Return the prefix that ``Prefer: seed=`` adds to the keys of generated values."""
    seed = request.preferences.get("seed", "")
    return f"seed {seed}\0" if seed else ""


def _parents(operation: Operation, collections: World) -> list[tuple[str, str]]:
    """Return collection template and id parameter of each item in an operation's path, outermost first."""
    resource, parents = operation.resource, []
    for match in _ITEM_PREFIX.finditer(operation.path):
        # The collection of the operation's own item may differ from its path (x-mock-resource).
        own = resource is not None and match[1] == resource.id_parameter
        template = resource.collection if resource and own else operation.path[: match.start()].removesuffix("/")
        if template in collections:
            parents.append((template, match[1]))
    return parents


def _response_maker(
    resource: Resource | None, body: Schema | None, generators: Generators
) -> Callable[[Item, str], Any]:
    """Return a function that maps an item and its id to the response's representation of the item.

    Usually that is the item itself. If the response has another schema, a value is generated for it and gets the
    item's values for shared properties; properties that the item could have, but does not have, are removed.
    """
    if resource is None or body is None:
        return lambda _item, _identifier: ABSENT
    target = _items_of(resource, body) if resource.role in LISTING_ROLES else body
    if resource.kept and target is not None:
        return partial(_visible_part, target)
    if target is None or target.resolve().node == resource.item.resolve().node:
        return _unchanged
    schema, known = target, resource.item.properties
    own = generators.compile(schema)

    def fit(item: Item, identifier: str) -> Any:
        value = overlay(schema, own(f"{resource.collection}/{identifier}"), item)
        if isinstance(value, dict):
            for name in [name for name in value if name in known and name not in item]:
                rest = {key: below for key, below in value.items() if key != name}
                value = rest if schema.is_valid(rest) else value
        return value

    return fit


def _visible_part(schema: Schema, item: Item, _identifier: str) -> Item:
    """Return the part of an item that is valid in a response: all of it, or the properties of the schema."""
    if schema.is_valid(item):
        return item
    return {name: value for name, value in item.items() if name in schema.properties}


def _unchanged(item: Item, _identifier: str) -> Item:
    """Return the item."""
    return item


_OPEN = frozenset({"additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"})
"""Keywords that allow a body to have properties that are not listed in ``properties``."""


def _settable_fields(operation: Operation) -> frozenset[str] | None:
    """Return the properties that a body may set, or ``None`` for any.

    If the schema of the body has only ``properties``, it lists all of them: a client that sends back a complete item
    changes these properties and no others.
    """
    for media in operation.request_body.content if operation.request_body else ():
        node = media.schema.resolve().node if media.schema is not None else True
        if isinstance(node, dict) and "properties" in node and not node.keys() & _OPEN:
            return frozenset(node["properties"])
    return None


def _items_of(resource: Resource, body: Schema) -> Schema | None:
    return body.properties[resource.list_field].items if resource.list_field else body.items
