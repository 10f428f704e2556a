"""What an operation does: read, list, create, change or delete an item, or just answer."""

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
from mockserver.answers import Listing, location_header, overlay
from mockserver.exchange import ABSENT, Exchange, decode
from mockserver.http import Failure, RawHeader, decode_json
from mockserver.prefer import wants_dynamic
from mockserver.state.items import Item, ItemKind
from mockserver.state.world import Collection, Way, World

_ITEM_PREFIX = re.compile(r"\{([^{}/]+)\}(?=/|$)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation did.

    :param value: the body, or ``ABSENT``: the response's own.
    :param text: the body as JSON, which fits its schema; ``b""``: as ``value`` has it.
    """

    value: Any = ABSENT
    headers: tuple[RawHeader, ...] = ()
    text: bytes = b""


class Behaviour:
    """An operation's part in the world, compiled once.

    :param body: schema of its successful response, or ``None``.
    """

    def __init__(self, operation: Operation, world: World, generators: Generators, body: Schema | None) -> None:
        self._operation = operation
        self._world = world
        self._parents = _parents(operation, world)
        self._resource = operation.resource
        self._own = operation.resource.collection if operation.resource else ""
        self._act = _ACTS.get(operation.resource.role) if operation.resource else None
        self._fit = _fitter(operation.resource, body, generators)
        self._named = _named_fields(operation)
        self._listing = Listing(operation, body, generators) if body is not None else None

    def exists(self, exchange: Exchange) -> Failure | None:
        """Refuse a request for what is not there, or hangs under what is not there (404)."""
        for template, parameter in self._parents:
            collection = self.collection(exchange, template)
            named = self._named_ids(exchange, parameter)
            missing = [text for text in named if not text or not collection.exists(text)]
            if missing:
                listed = ",".join(missing)
                detail = f"nothing has the id {listed!r}"
                return Failure(FailureKind.NOT_FOUND, detail, f"path/{parameter}", sent=listed)
        return None

    def _named_ids(self, exchange: Exchange, parameter: str) -> list[str]:
        """The ids that a path parameter holds: one, or several where the operation reads many; each once."""
        resource = self._resource
        if resource is None or resource.role != "read_many" or parameter != resource.id_parameter:
            return [path_text(exchange, parameter)]
        value = exchange.parameters.get(("path", parameter))
        texts = map(str, value) if isinstance(value, list) else path_text(exchange, parameter).split(",")
        return list(dict.fromkeys(texts))

    def __call__(self, exchange: Exchange) -> Outcome | Failure:
        """Do it."""
        return Outcome() if self._act is None else self._act(self, exchange)

    def key(self, exchange: Exchange) -> str:
        """What identifies an answer that is not an item's: the same request gives the same answer."""
        query = sorted(f"{name}={value!r}" for (place, name), value in exchange.parameters.items() if place == "query")
        body = hashlib.blake2b(exchange.body or b"", digest_size=8).hexdigest()
        path = sorted(f"{name}={path_text(exchange, name)}" for name in exchange.path_values)
        return "\0".join([salt_of(exchange), self._operation.id, *path, *query, body])

    # ------------------------------------------------------------------ what the roles do

    def collection(self, exchange: Exchange, template: str = "") -> Collection:
        """The concrete collection of a request: the operation's own, or that of a template above it."""
        template = template or self._own
        if not exchange.preferences and (lone := self._world.lone(template)) is not None:
            return lone
        values = {name: path_text(exchange, name) for name in exchange.path_values}
        dynamic = wants_dynamic(exchange.preferences)
        return self._world.collection(template, values, salt_of(exchange), dynamic=dynamic)

    def identifier(self, exchange: Exchange) -> str:
        """The id in the path."""
        return path_text(exchange, self._resource.id_parameter) if self._resource else ""

    def fields(self, exchange: Exchange) -> Item:
        """What the body sets: its members, without those that the operation does not know."""
        body = exchange.payload if isinstance(exchange.payload, dict) else {}
        named = self._named
        return body if named is None else {name: value for name, value in body.items() if name in named}

    def read(self, exchange: Exchange) -> Outcome:
        """GET of an item."""
        identifier, collection = self.identifier(exchange), self.collection(exchange)
        if self._fit is _as_it_is and (text := collection.text(identifier)):
            return Outcome(text=text)
        return Outcome(self._fit(collection.read(identifier), identifier))

    def read_many(self, exchange: Exchange) -> Outcome:
        """GET of several items, whose ids the path names: in that order, each once."""
        collection = self.collection(exchange)
        named = self._named_ids(exchange, self._resource.id_parameter) if self._resource else []
        return self._listed(exchange, [self._fit(collection.read(identifier), identifier) for identifier in named])

    def item(self, exchange: Exchange, identifier: str) -> Item | None:
        """The item of an id in the collection of a request; ``None`` where there is none."""
        collection = self.collection(exchange)
        return collection.read(identifier) if collection.exists(identifier) else None

    def change(self, exchange: Exchange) -> Outcome:
        """PATCH of an item."""
        is_patch = exchange.headers.get("content-type", "").lower().startswith("application/merge-patch+json")
        return self._write(exchange, ItemKind.patch if is_patch else ItemKind.merge)

    def replace(self, exchange: Exchange) -> Outcome:
        """PUT of an item."""
        return self._write(exchange, ItemKind.replace)

    def _write(self, exchange: Exchange, how: Way) -> Outcome:
        identifier = self.identifier(exchange)
        text = self.collection(exchange).update(identifier, self.fields(exchange), how)
        if self._fit is _as_it_is:
            return Outcome(text=text)
        return Outcome(self._fit(decode_json(text), identifier))

    def delete(self, exchange: Exchange) -> Outcome:
        """DELETE of an item: the answer, if it has a body, shows what was deleted."""
        identifier, collection = self.identifier(exchange), self.collection(exchange)
        item = collection.read(identifier)
        collection.delete(identifier)
        return Outcome(self._fit(item, identifier))

    def create(self, exchange: Exchange) -> Outcome | Failure:
        """POST to a collection."""
        created = self.collection(exchange).create(self.fields(exchange))
        if created is None:
            return Failure(FailureKind.CONFLICT, "an item with this id exists already", "body")
        identifier, item = created
        location = location_header(exchange.scope.get("root_path") or "", exchange.path, identifier)
        return Outcome(self._fit(item, identifier), (location,))

    def list(self, exchange: Exchange) -> Outcome:
        """GET of a collection."""
        collection = self.collection(exchange)
        items = [self._fit(collection.read(identifier), identifier) for identifier in collection.identifiers()]
        return self._listed(exchange, items)

    def _listed(self, exchange: Exchange, items: Sequence[Item]) -> Outcome:
        return Outcome() if self._listing is None else Outcome(self._listing(exchange, [*items], self.key(exchange)))


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


def path_text(exchange: Exchange, name: str) -> str:
    """A path parameter as the text of an id, in its canonical form where it has several."""
    value = exchange.parameters.get(("path", name), ABSENT)
    if value is not ABSENT:
        return str(value)
    # x-mock-order may ask for existence before the parameters are read.
    return decode(exchange.path_values.get(name, ""), errors="replace")


def salt_of(exchange: Exchange) -> str:
    """What ``Prefer: seed=`` adds to the keys of generated values."""
    seed = exchange.preferences.get("seed", "")
    return f"seed {seed}\0" if seed else ""


def _parents(operation: Operation, world: World) -> list[tuple[str, str]]:
    """The items that an operation's path names, outermost first: template of the collection, parameter of the id."""
    resource, parents = operation.resource, []
    for match in _ITEM_PREFIX.finditer(operation.path):
        # The collection of the operation's own item may be called otherwise than its path (x-mock-resource).
        own = resource is not None and match[1] == resource.id_parameter
        template = resource.collection if resource and own else operation.path[: match.start()].removesuffix("/")
        if template in world:
            parents.append((template, match[1]))
    return parents


def _fitter(resource: Resource | None, body: Schema | None, generators: Generators) -> Callable[[Item, str], Any]:
    """From an item to what the response says of it.

    Mostly the response is the item. Where it has a schema of its own, such a value is generated, takes the item's
    values for the properties that both may have, and loses those that the item could have and has not.
    """
    if resource is None or body is None:
        return lambda _item, _identifier: ABSENT
    target = _items_of(resource, body) if resource.role in LISTING_ROLES else body
    if resource.kept and target is not None:
        return partial(_shown, target)
    if target is None or target.resolve().node == resource.item.resolve().node:
        return _as_it_is
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


def _shown(schema: Schema, item: Item, _identifier: str) -> Item:
    """What a response shows of an item that is kept in a schema of its own: all of it where that fits."""
    if schema.is_valid(item):
        return item
    return {name: value for name, value in item.items() if name in schema.properties}


def _as_it_is(item: Item, _identifier: str) -> Item:
    """The response is the item."""
    return item


_OPEN = frozenset({"additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"})
"""Keywords beside ``properties`` under which a body may mean to hold fields that are not named there."""


def _named_fields(operation: Operation) -> frozenset[str] | None:
    """The fields that a body may set; ``None``: any.

    A body's schema that lists plain properties and no more names them all: a client that sends back the whole item it
    has read changes these and no others.
    """
    for media in operation.request_body.content if operation.request_body else ():
        node = media.schema.resolve().node if media.schema is not None else True
        if isinstance(node, dict) and "properties" in node and not node.keys() & _OPEN:
            return frozenset(node["properties"])
    return None


def _items_of(resource: Resource, body: Schema) -> Schema | None:
    return body.properties[resource.list_field].items if resource.list_field else body.items
