"""One direction's view of the schemas: responses without ``writeOnly`` properties, requests without ``readOnly`` ones.

Such a property is taken out of ``properties`` and of ``required``: OpenAPI 3.0, section 4.7.24, asks for it in the
other direction only.
"""

from __future__ import annotations

from typing import Any

from contracts.spec.document import reference_pointer, walk
from contracts.spec.schemas import SchemaSpace

HIDDEN = {"response": "writeOnly", "request": "readOnly"}
"""Direction → the keyword of the properties that it leaves out."""


def directed(space: SchemaSpace, direction: str) -> SchemaSpace:
    """The schemas of ``space`` as one direction sees them, each under the same pointer; ``space`` if all are the same.

    :param direction: ``response`` or ``request``.
    """
    keyword = HIDDEN[direction]
    if not _mentions(space.tree, keyword):
        return space
    return SchemaSpace(_without(space.tree, space.tree, keyword), space.document)


def _mentions(node: Any, keyword: str) -> bool:
    if isinstance(node, dict):
        return node.get(keyword) is True or any(_mentions(value, keyword) for value in node.values())
    return isinstance(node, list) and any(_mentions(value, keyword) for value in node)


def _without(node: Any, tree: dict[str, Any], keyword: str) -> Any:
    if isinstance(node, list):
        return [_without(item, tree, keyword) for item in node]
    if not isinstance(node, dict):
        return node
    hidden = {name for name, schema in _properties(node).items() if _is_hidden(schema, tree, keyword)}
    copy = {key: _without(value, tree, keyword) for key, value in node.items()}
    if hidden:
        copy["properties"] = {name: schema for name, schema in copy["properties"].items() if name not in hidden}
        if isinstance(node.get("required"), list):
            copy["required"] = [name for name in node["required"] if name not in hidden]
    return copy


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    properties = node.get("properties")
    return properties if isinstance(properties, dict) else {}


def _is_hidden(schema: Any, tree: dict[str, Any], keyword: str) -> bool:
    for _ in range(8):
        if not isinstance(schema, dict):
            return False
        if schema.get(keyword) is True:
            return True
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return False
        try:
            schema = walk(tree, reference_pointer(reference))
        except KeyError:
            return False
    return False
