"""The URLs of items: for ``Location`` headers, and for properties of items with their own URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from contracts.spec.keys import Keys, schema_at, value_at, with_value
from contracts.spec.model import Api, Operation, Resource
from contracts.spec.resources.self_links import self_links
from mockserver.http.own_urls import OWN_SERVER
from mockserver.state.item_schema import Item

_NAME = re.compile(r"\{([^{}]+)\}")
_CHANGES = frozenset({"create", "create_many", "update", "replace", "save", "update_many"})
"""Roles of operations whose bodies have the properties that clients set."""


def item_operation(collection: str, operations: Iterable[Operation]) -> Operation | None:
    """Return an operation at the path of an item of a collection, the one that reads it if there is one."""
    found = [
        one
        for one in operations
        if one.resource is not None
        and one.resource.collection == collection
        and one.resource.role in {"read", "replace", "update", "delete"}
        and (one.resource.single or one.native_path.rstrip("/").rpartition("/")[2].startswith("{"))
    ]
    return next((one for one in found if one.resource and one.resource.role == "read"), found[0] if found else None)


def filled(template: str, values: Sequence[str]) -> str:
    """Return a path template with encoded values; ``""`` if their number is not that of the parameters."""
    if len(_NAME.findall(template)) != len(values):
        return ""
    remaining = iter(values)
    return _NAME.sub(lambda _: next(remaining), template)


class SelfLinks(NamedTuple):
    """The properties of the items of a collection with their own URL.

    :param properties: keys to each of them.
    :param template: the URL of an item: a documented server, or the one that stands for the mock, and its path.
    """

    properties: tuple[Keys, ...]
    template: str

    def url(self, values: Sequence[str], identifier: str) -> str:
        """Return the URL of an item; ``""`` if it is not known.

        :param values: the values of the parameters of its collection.
        """
        given = [*values, identifier] if identifier else [*values]
        return filled(self.template, [quote(value, safe="") for value in given]) if all(given) else ""

    def applied(self, item: Item, keys: Keys, url: str) -> Item:
        """Return an item with its URL in one of the properties, if the item has this property."""
        if not url or not isinstance(value_at(item, keys), str):
            return item
        changed: Item = with_value(item, keys, url)
        return changed


def self_links_of(resource: Resource, api: Api) -> SelfLinks | None:
    """Return the self links of the items of a collection, or ``None`` if they have none or cannot be read."""
    read = item_operation(resource.collection, api.operations)
    if read is None or read.resource is None or read.resource.role != "read":
        return None
    properties = self_links(resource.item, resource.id_path, _settable(resource, api.operations), api.servers)
    server = api.servers[0].rstrip("/") if api.servers else OWN_SERVER
    return SelfLinks(properties, server + read.native_path) if properties else None


def _settable(resource: Resource, operations: Iterable[Operation]) -> frozenset[str]:
    """Return the names of the properties in the request bodies of a collection."""
    names: set[str] = set()
    for operation in operations:
        own = operation.resource
        if own is None or own.collection != resource.collection or own.role not in _CHANGES:
            continue
        for media in operation.request_body.content if operation.request_body else ():
            body = schema_at(media.schema, own.body_path) if media.schema is not None else None
            names.update(body.possible_properties if body is not None else ())
    return frozenset(names)
