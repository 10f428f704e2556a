"""Items in request bodies: their properties by the names of the item."""

from __future__ import annotations

from typing import Any

from contracts.spec.alternatives import all_properties, alternatives
from contracts.spec.keys import FIRST, schema_at, value_at
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.actions.sent_values import nested_fields
from mockserver.state.item_schema import Item
from mockserver.state.nested_values import has_flag
from mockserver.state.spelling import renamed, renames

_OPEN = frozenset({"additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"})
"""Keywords that allow a body to have properties that are not listed in ``properties``."""


class RequestItems:
    """Reads items from the request bodies of an operation, compiled once.

    :ivar schemas: the properties that clients can send, named as in the item; ``None`` if not documented.
    :ivar sendable: those that are not read-only.
    """

    def __init__(self, operation: Operation) -> None:
        self._resource = resource = operation.resource
        body = _body_schema(operation)
        item = schema_at(body, resource.body_path) if body is not None and resource is not None else None
        self._documented = frozenset(body.possible_properties) if body is not None else frozenset()
        self._settable = _settable(item)
        known = all_properties(item) if item is not None else {}
        self._read_only = frozenset(name for name, schema in known.items() if has_flag(schema, "readOnly"))
        self._nested = nested_fields(item, resource.item) if resource is not None else ("", frozenset[str]())
        self._renames = renames(item, resource.item) if item is not None and resource is not None else {}
        self.schemas = renamed(known, self._renames) if item is not None else None
        settable = {name: schema for name, schema in known.items() if name not in self._read_only}
        self.sendable = frozenset(renamed(settable, self._renames)) if item is not None else None

    def one(self, payload: Any, identifier: str = "") -> Item:
        """Return the properties of the item in a body, without those that the operation does not document.

        :param identifier: the id of the item, which selects it in an array of several.
        """
        found = self._found(self._unwrapped(payload), identifier) if self._resource else {}
        if not isinstance(found, dict):
            return {}
        if self._settable is not None:
            found = {name: value for name, value in found.items() if name in self._settable}
        if self._read_only:  # also if the item, which has another schema, does not say so (OpenAPI 3.1, section 4.8.24)
            found = {name: value for name, value in found.items() if name not in self._read_only}
        found = renamed(found, self._renames) if self._renames else found
        outer, names = self._nested
        inner = {name: value for name, value in found.items() if name in names}
        return {**found, outer: inner} if inner and outer not in found else found

    def _found(self, payload: Any, identifier: str) -> Any:
        keys, id_path = (self._resource.body_path, self._resource.id_path) if self._resource else ((), ())
        items = value_at(payload, keys[:-1]) if keys[-1:] == (FIRST,) and identifier else ()
        own = (one for one in items or () if str(value_at(one, id_path)) == identifier)
        return next(own, value_at(payload, keys))

    def many(self, payload: Any) -> list[Item]:
        """Return the items in the body of an operation on several items."""
        found = value_at(payload, self._resource.body_path) if self._resource else []
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    def _unwrapped(self, payload: Any) -> Any:
        """Return the object in a body whose only property is not documented, if that has documented properties.

        Some documents show examples such as ``{"body": {...}}``.
        """
        if not isinstance(payload, dict) or len(payload) != 1 or not self._documented:
            return payload
        ((name, value),) = payload.items()
        is_wrapper = name not in self._documented and isinstance(value, dict) and value.keys() & self._documented
        return value if is_wrapper else payload


def _body_schema(operation: Operation) -> Schema | None:
    """Return the schema of the request body, the first one that documents the item; ``None`` otherwise."""
    keys = operation.resource.body_path if operation.resource else ()
    schemas = (media.schema for media in operation.request_body.content) if operation.request_body else iter(())
    return next((schema for schema in schemas if schema is not None and schema_at(schema, keys) is not None), None)


def _settable(schema: Schema | None) -> frozenset[str] | None:
    """Return the properties that a body may set, or ``None`` for any.

    If the schema of the body has only ``properties``, it lists all of them: a client that sends back a complete item
    changes these properties and no others.
    """
    node = schema.resolve().node if schema is not None else True
    if schema is not None and alternatives(schema):
        return None
    if isinstance(node, dict) and "properties" in node and not node.keys() & _OPEN:
        return frozenset(node["properties"])
    return None
