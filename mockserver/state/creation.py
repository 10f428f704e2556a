"""New items: what a client sent, and what the server adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.alternatives import all_properties
from contracts.spec.names import plain
from contracts.spec.resources.names import STATES
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, required_names
from mockserver.state.item_schema import Item, ItemSchema

Schemas = Mapping[str, Schema]
"""The properties of an object with their schemas."""


def new_item(item_schema: ItemSchema, generated: Item, body: Mapping[str, Any], request: Schemas | None) -> Item:
    """Return the item that a POST creates.

    It has the values of the body. Other properties have their default; those without one have a generated value if only
    the server sets them, and are missing if they are optional and the client could have sent them.

    :param generated: a complete generated item with the id of the new one.
    :param request: the properties that clients can send, named as in the item; ``None`` if not documented.
    """
    changes = item_schema.without_write_only(item_schema.changes(body))
    created = _combine(generated, changes, request, item_schema.schema, top=frozenset(item_schema.writable))
    complete = _defaults(request or {}, item_schema) | created
    valid = [item for item in (complete, created) if item_schema.schema.is_valid(item)]
    return _ordered(valid[0] if valid else _best(item_schema, generated, complete, body), item_schema.schema)


def _best(item_schema: ItemSchema, generated: Item, complete: Item, body: Mapping[str, Any]) -> Item:
    """Return the item if its combination with the body is not valid."""
    # If even the generated item is not valid, the schema allows no item, so that validity cannot decide anything.
    return item_schema.replace(generated, body) if item_schema.schema.is_valid(generated) else complete


def _ordered(item: Item, schema: Schema) -> Item:
    """Return an item with its properties in the order of the document."""
    known = {name: item[name] for name in all_properties(schema) if name in item}
    return known | item


def _defaults(request: Schemas, item_schema: ItemSchema) -> Item:
    """Return the defaults of the properties that clients can send and items have."""
    names = [name for name in request if name in item_schema.writable]
    found = {name: _default(request[name]) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _combine(
    generated: Mapping[str, Any],
    sent: Mapping[str, Any],
    request: Schemas | None,
    schema: Schema,
    top: frozenset[str] | None,
) -> Item:
    """Combine an object of the item with the object that was sent for it.

    :param top: the properties of the item that clients may set; ``None`` for a nested object.
    """
    known = all_properties(schema)
    settable = request if request is not None else known
    required = required_names(schema)
    combined: Item = {}
    for name, value in generated.items():
        if name in sent:
            combined[name] = _value(value, sent[name], settable.get(name), known.get(name))
        elif name not in settable or (top is not None and name not in top):
            combined[name] = _server_value(name, value, known.get(name))
        elif (default := _default(settable[name])) is not None:
            combined[name] = default
        elif name in required:
            combined[name] = value
    return combined | {name: value for name, value in sent.items() if name not in combined}


def _server_value(name: str, generated: Any, schema: Schema | None) -> Any:
    """Return the value of a new item's property that only the server sets.

    It is the default; the first documented state, which is the state of new items in most documents; else the generated
    value.
    """
    if schema is None:
        return generated
    default = _default(schema)
    if default is None and plain(name) in STATES:
        node = core(schema).node
        default = next(iter(node.get("enum", ())), None) if isinstance(node, dict) else None
    return generated if default is None or not schema.is_valid(default) else default


def _value(generated: Any, sent: Any, request: Schema | None, schema: Schema | None) -> Any:
    if not isinstance(generated, dict) or not isinstance(sent, dict):
        return sent
    if schema is None or not schema.possible_properties:  # a mapping with keys of the client
        return sent
    return _combine(generated, sent, request.possible_properties if request is not None else None, schema, None)


def _default(schema: Schema) -> Any:
    node = core(schema).node
    return node.get("default") if isinstance(node, dict) else None
