"""Find an item in a list: by its id, or by its values if listed items have no id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.families.client import NO_JSON, Client
from benchmarks.families.identity import Created
from benchmarks.families.items import (
    JsonPath,
    Names,
    display,
    is_id,
    items_schema,
    property_schema,
    same_id,
    schema_levels,
)
from benchmarks.families.pages import list_items, pages
from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.item_fields import response_schema
from contracts.conformance.request_builder import Values
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema

NOT_JSON = "the response is not JSON"

Found = tuple[Any, Schema | None]
"""An item and its documented schema, if known."""


def find_created(
    client: Client, operation: Operation, created: Created, values: Values, names: Names
) -> tuple[Found | None, str]:
    """Return the created item from the pages of a list, or ``None`` and a message.

    :param values: the parameters of the list.
    """
    schema, items, number = response_schema(operation), 0, 0
    sent = created.body if isinstance(created.body, dict) else {}
    for reply in pages(client, operation, values):
        number += 1
        if not reply.response.is_success:
            return None, f"expected 2xx, got {reply}"
        if reply.json is NO_JSON:
            return None, NOT_JSON
        found = find_item(reply.json, schema, created.identifier, names)
        if found := found or find_equal(reply.json, schema, sent, names):
            return found, ""
        items += len(list_items(reply.json))
    return None, f"expected {display(created.identifier)}, got {items} other items on {number} pages"


def find_item(body: Any, schema: Schema | None, identifier: Any, names: Names) -> Found | None:
    """Return the listed item with an id and its schema.

    It is an object in a list (also in an envelope), a value of an object by its id, or the id itself.
    """
    for item, item_schema in _objects(body, schema):
        if is_id(item) and same_id(item, identifier):
            return item, None
        if isinstance(item, dict) and _has_id(item, identifier, names):
            return item, item_schema
    return _keyed(body, schema, identifier)


LEAST_SHARED = 2
"""Number of sent values that a listed item without an id must have to be the created one."""


def find_equal(body: Any, schema: Schema | None, sent: dict[str, Any], names: Names) -> Found | None:
    """Return the listed item without an id that has all scalars that were sent, at least :data:`LEAST_SHARED`."""
    scalars = {name: value for name, value in sent.items() if value is not None and not isinstance(value, dict | list)}
    for item, item_schema in _objects(body, schema):
        if isinstance(item, dict) and not names.has_id(item):
            common = scalars.keys() & item.keys()
            if len(common) >= LEAST_SHARED and all(equivalent(scalars[name], item[name]) for name in common):
                return item, item_schema
    return None


def _objects(body: Any, schema: Schema | None) -> Iterator[Found]:
    """Yield the items of all lists in a body with their schema."""
    for path in _lists(body, ()):
        items, list_schema = _at(body, schema, path)
        yield from ((item, items_schema(list_schema)) for item in items)


def documents_list(list_schema: Schema | None, item_schema: Schema | None, names: Names) -> bool:
    """Whether a response can be a list; it is not if it has the properties of the item, but no list of items."""
    if list_schema is None or item_schema is None:
        return True
    known = {*list_schema.possible_properties}
    is_item = any(known == {*level.possible_properties} for level in schema_levels(item_schema, names))
    return not known or not is_item or _leads_to_list(list_schema, names)


def _leads_to_list(schema: Schema, names: Names, depth: int = 0) -> bool:
    if items_schema(schema) is not None or depth > 2:
        return depth <= 2
    inner = (below for name, below in schema.possible_properties.items() if names.encloses(name))
    return any(_leads_to_list(below, names, depth + 1) for below in inner)


def _lists(body: Any, path: JsonPath) -> Iterator[JsonPath]:
    if isinstance(body, list):
        yield path
    elif isinstance(body, dict) and len(path) < 4:
        for name, value in body.items():
            yield from _lists(value, (*path, name))


def _at(body: Any, schema: Schema | None, path: JsonPath) -> Found:
    for token in path:
        body, schema = body[token], property_schema(schema, str(token))
    return body, schema


def _has_id(item: dict[str, Any], identifier: Any, names: Names) -> bool:
    if any(same_id(value, identifier) for _, value in names.candidates(item)):
        return True
    nested = (
        value for name, value in item.items() if isinstance(value, dict) and (names.encloses(name) or len(item) == 1)
    )
    return any(same_id(value, identifier) for one in nested for _, value in names.candidates(one))


def _keyed(body: Any, schema: Schema | None, identifier: Any, depth: int = 0) -> Found | None:
    if not isinstance(body, dict) or depth > 2:
        return None
    if isinstance(body.get(str(identifier)), dict):
        return body[str(identifier)], None
    found = (_keyed(value, property_schema(schema, name), identifier, depth + 1) for name, value in body.items())
    return next(filter(None, found), None)
