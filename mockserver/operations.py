"""What an operation does with items: read, list, create, update, replace, delete, or nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.failures import FailureKind
from contracts.generation.generate import Generators
from contracts.spec.keys import schema_at
from contracts.spec.model import Operation, Resource
from contracts.spec.resources import LISTING_ROLES
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure, RawHeader, decode_json
from mockserver.http.prefer import wants_dynamic
from mockserver.http.request import ABSENT, RequestContext, decode
from mockserver.responses import ListResponse, location_header, overlay
from mockserver.state.collections import ApplyBody, Collection, Collections
from mockserver.state.item_schema import Item, ItemSchema
from mockserver.state.json_patch import PatchError, accepts_json_patch, is_json_patch, patched

_ITEM_PREFIX = re.compile(r"\{([^{}/]+)\}(?=/|$)")


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The result of an operation.

    :param value: the body, or ``ABSENT`` to let the response generate one.
    :param json: the body as valid JSON text, or ``b""`` if only ``value`` is set.
    """

    value: Any = ABSENT
    headers: tuple[RawHeader, ...] = ()
    json: bytes = b""


class OperationAction:
    """The action of an operation on the collections of its API, compiled once.

    :param body: schema of the successful response, or ``None``.
    """

    def __init__(
        self, operation: Operation, collections: Collections, generators: Generators, body: Schema | None
    ) -> None:
        self._operation = operation
        self._collections = collections
        self._parents = _parents(operation, collections)
        self._resource = operation.resource
        self._own = operation.resource.collection if operation.resource else ""
        self._act = _ACTS.get(operation.resource.role) if operation.resource else None
        self._to_response = _response_maker(operation.resource, body, generators)
        self._settable = _settable_fields(operation)
        self._has_json_patch = accepts_json_patch(operation)
        self._list_response = ListResponse(operation, body, generators) if body is not None else None

    def exists(self, request: RequestContext) -> Failure | None:
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

    def _named_ids(self, request: RequestContext, parameter: str) -> list[str]:
        """Return the ids in a path parameter, without duplicates: several if the operation reads many items."""
        resource = self._resource
        if resource is None or resource.role != "read_many" or parameter != resource.id_parameter:
            return [path_value(request, parameter)]
        value = request.parameters.get(("path", parameter))
        texts = map(str, value) if isinstance(value, list) else path_value(request, parameter).split(",")
        return list(dict.fromkeys(texts))

    def __call__(self, request: RequestContext) -> ActionResult | Failure:
        """Run the operation."""
        return ActionResult() if self._act is None else self._act(self, request)

    def key(self, request: RequestContext) -> str:
        """Return the generator key for a response that is not an item: equal requests get equal responses."""
        query = sorted(f"{name}={value!r}" for (place, name), value in request.parameters.items() if place == "query")
        body = hashlib.blake2b(request.body or b"", digest_size=8).hexdigest()
        path = sorted(f"{name}={path_value(request, name)}" for name in request.path_values)
        return "\0".join([salt_of(request), self._operation.id, *path, *query, body])

    # ------------------------------------------------------------------ one method per role

    def collection(self, request: RequestContext, template: str = "") -> Collection:
        """Return the collection of a request: of the operation itself, or of a parent template."""
        template = template or self._own
        if not request.preferences and (singleton := self._collections.singleton(template)) is not None:
            return singleton
        values = {name: path_value(request, name) for name in request.path_values}
        dynamic = wants_dynamic(request.preferences)
        return self._collections.collection(template, values, salt_of(request), dynamic=dynamic)

    def identifier(self, request: RequestContext) -> str:
        """Return the id in the path."""
        return path_value(request, self._resource.id_parameter) if self._resource else ""

    def fields(self, request: RequestContext) -> Item:
        """Return the properties of the body, without those that the operation does not document."""
        body = request.payload if isinstance(request.payload, dict) else {}
        named = self._settable
        return body if named is None else {name: value for name, value in body.items() if name in named}

    def read(self, request: RequestContext) -> ActionResult:
        """GET of an item."""
        identifier, collection = self.identifier(request), self.collection(request)
        if self._to_response is _unchanged and (json := collection.json(identifier)):
            return ActionResult(json=json)
        return ActionResult(self._to_response(collection.read(identifier), identifier))

    def read_many(self, request: RequestContext) -> ActionResult:
        """GET of several items by the ids in the path: in that order, without duplicates."""
        collection = self.collection(request)
        named = self._named_ids(request, self._resource.id_parameter) if self._resource else []
        return self._listed(
            request, [self._to_response(collection.read(identifier), identifier) for identifier in named]
        )

    def item(self, request: RequestContext, identifier: str) -> Item | None:
        """Return the item with an id from the collection of a request, or ``None``."""
        collection = self.collection(request)
        return collection.read(identifier) if collection.exists(identifier) else None

    def change(self, request: RequestContext) -> ActionResult | Failure:
        """PATCH of an item."""
        if isinstance(request.payload, list) and (self._has_json_patch or is_json_patch(request.headers)):
            return self._json_patch(request)
        is_patch = request.headers.get("content-type", "").lower().startswith("application/merge-patch+json")
        return self._write(request, ItemSchema.patch if is_patch else ItemSchema.merge)

    def _json_patch(self, request: RequestContext) -> ActionResult | Failure:
        try:
            return self._write(request, lambda schema, item, _: patched(schema, item, request.payload))
        except PatchError as error:
            conflict = error.is_conflict and self._operation.documents(409)
            kind = FailureKind.CONFLICT if conflict else FailureKind.INVALID_BODY
            return Failure(kind, str(error), error.location)

    def replace(self, request: RequestContext) -> ActionResult:
        """PUT of an item."""
        return self._write(request, ItemSchema.replace)

    def _write(self, request: RequestContext, apply: ApplyBody) -> ActionResult:
        identifier = self.identifier(request)
        json = self.collection(request).update(identifier, self.fields(request), apply)
        if self._to_response is _unchanged:
            return ActionResult(json=json)
        return ActionResult(self._to_response(decode_json(json), identifier))

    def delete(self, request: RequestContext) -> ActionResult:
        """DELETE of an item; the response, if it has a body, contains the deleted item."""
        identifier, collection = self.identifier(request), self.collection(request)
        item = collection.read(identifier)
        collection.delete(identifier)
        return ActionResult(self._to_response(item, identifier))

    def create(self, request: RequestContext) -> ActionResult | Failure:
        """POST to a collection."""
        created = self.collection(request).create(self.fields(request))
        if created is None:
            return Failure(FailureKind.CONFLICT, "an item with this id already exists", "body")
        identifier, item = created
        location = location_header(request.scope.get("root_path") or "", request.path, identifier)
        return ActionResult(self._to_response(item, identifier), (location,))

    def list(self, request: RequestContext) -> ActionResult:
        """GET of a collection."""
        collection = self.collection(request)
        items = [self._to_response(collection.read(identifier), identifier) for identifier in collection.identifiers()]
        return self._listed(request, items)

    def _listed(self, request: RequestContext, items: Sequence[Item]) -> ActionResult:
        return (
            ActionResult()
            if self._list_response is None
            else ActionResult(self._list_response(request, [*items], self.key(request)))
        )


Act = Callable[[OperationAction, RequestContext], ActionResult | Failure]

_ACTS: Mapping[str, Act] = {
    "read": OperationAction.read,
    "read_many": OperationAction.read_many,
    "update": OperationAction.change,
    "replace": OperationAction.replace,
    "delete": OperationAction.delete,
    "create": OperationAction.create,
    "list": OperationAction.list,
}


def path_value(request: RequestContext, name: str) -> str:
    """Return a path parameter as a string, in its canonical form (``x-mock-canonical``)."""
    value = request.parameters.get(("path", name), ABSENT)
    if value is not ABSENT:
        return str(value)
    # x-mock-order may place existence before parameters, which have not been decoded then.
    return decode(request.path_values.get(name, ""), errors="replace")


def salt_of(request: RequestContext) -> str:
    """Return the prefix that ``Prefer: seed=`` adds to the keys of generated values."""
    seed = request.preferences.get("seed", "")
    return f"seed {seed}\0" if seed else ""


def _parents(operation: Operation, collections: Collections) -> list[tuple[str, str]]:
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
    listed = schema_at(body, resource.list_path)
    return listed.items if listed is not None else None
