"""What a lenient reader does with each kind of object of OpenAPI that is unusable: complete it, or replace it."""

from __future__ import annotations

from typing import Any

from contracts.spec.object_model import OPERATIONS, SHAPES, Kind
from contracts.spec.pointers import child_pointer, split_pointer

EMPTY: dict[Kind, dict[str, Any]] = {
    "schema": {},
    "media-type": {},
    "response": {"description": ""},
    "swagger-response": {"description": ""},
    "responses": {"default": {"description": ""}},
    "swagger-responses": {"default": {"description": ""}},
    "operation": {"responses": {"default": {"description": ""}}},
    "swagger-operation": {"responses": {"default": {"description": ""}}},
    "paths": {},
    "swagger-paths": {},
}
"""What replaces an object that cannot be repaired; objects of other kinds are removed."""

EMPTY_OPERATION = "replaced by an empty operation"
"""Description of the change of an operation that cannot be read."""

BODY_KEYS = frozenset({"name", "in", "description", "required", "schema"})
"""Keys of a body parameter (2.0, "Parameter Object")."""

PARAMETER_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "file"})

Chain = list[tuple[str, Kind]]
"""Pointers and kinds of the objects that contain a value, the root first."""


def enclosing(pointer: str, root: Kind) -> Chain:
    """The objects of known kinds on the way to a pointer, by their positions, including the one at the pointer."""
    chain: Chain = [("", root)]
    return [*chain, *below(pointer, root, "")]


def below(pointer: str, kind: Kind, start: str) -> Chain:
    """The same below an object.

    :param kind: kind of the object.
    :param start: pointer of the object, a prefix of ``pointer``.
    """
    chain: Chain = []
    shape, container, here = SHAPES[kind], "", start
    for token in split_pointer(pointer[len(start) :]):
        here = child_pointer(here, token)
        if container:
            found, container = container, ""
        else:
            container = shape.many.get(token, "") or shape.named.get(token, "")
            is_named = bool(shape.rest) and not token.startswith("x-") and not container
            found = shape.one.get(token, "") or (shape.rest if is_named else "")
            if not found and not container:
                return chain
        if found:
            chain.append((here, found))
            shape = SHAPES[found]
    return chain


def complete(kind: Kind, node: Any, version: str) -> str:
    """Add what is missing in an object, in place.

    :param version: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
    :returns: a description of the change; ``""`` if nothing was changed.
    """
    if not isinstance(node, dict) or "$ref" in node:
        return ""
    change = _COMPLETE.get(kind)
    return change(node, version) if change else ""


def _document(node: dict[str, Any], _: str) -> str:
    info = node.setdefault("info", {})
    if not isinstance(info, dict):
        info = node["info"] = {}
    added = [key for key in ("title", "version") if not isinstance(info.get(key), str)]
    info.update({key: str(info[key]) if key in info else "" for key in added})
    if "paths" not in node:
        node["paths"] = {}
        added.append("paths")
    return f"added {', '.join(added)}" if added else ""


def _operation(node: dict[str, Any], _: str) -> str:
    if isinstance(node.get("responses"), dict) and node["responses"]:
        return ""
    node["responses"] = {"default": {"description": ""}}
    return "any response is accepted"


def _responses(node: dict[str, Any], _: str) -> str:
    if any(not key.startswith("x-") for key in node):
        return ""
    node["default"] = {"description": ""}
    return "any response is accepted"


def _response(node: dict[str, Any], _: str) -> str:
    if isinstance(node.get("description"), str):
        return ""
    node["description"] = ""
    return "added an empty description"


def _parameter(node: dict[str, Any], _: str) -> str:
    changes = _required(node)
    changes += _examples(node)
    if "schema" not in node and not node.get("content"):
        node.pop("content", None)
        node["schema"] = {}
        changes.append("any value is accepted")
    elif "schema" in node and "content" in node:
        del node["content"]
        changes.append("removed 'content', because there is a 'schema'")
    return ", ".join(changes)


def _required(node: dict[str, Any]) -> list[str]:
    if node.get("in") == "path" and node.get("required") is not True:
        node["required"] = True
        return ["added 'required: true'"]
    return []


def _swagger_parameter(node: dict[str, Any], _: str) -> str:
    return ", ".join(_body_parameter(node) if node.get("in") == "body" else _typed_parameter(node))


def _body_parameter(node: dict[str, Any]) -> list[str]:
    changes = []
    unusable = [key for key in node if key not in BODY_KEYS and not key.startswith("x-")]
    for key in unusable:
        del node[key]
    if unusable:
        changes.append(f"removed {', '.join(map(repr, unusable))}")
    if not isinstance(node.get("schema"), dict):
        node["schema"] = {}
        changes.append("any body is accepted")
    return changes


def _typed_parameter(node: dict[str, Any]) -> list[str]:
    changes = _required(node)
    schema = node.pop("schema", None)
    if isinstance(schema, dict):
        known = {key: schema[key] for key in ("type", "format", "enum", "items", "default") if key in schema}
        node.update({key: value for key, value in known.items() if key not in node})
        changes.append("moved the keys of 'schema' up")
    if not isinstance(node.get("type"), str) or node["type"] not in PARAMETER_TYPES:
        node["type"] = "string"
        changes.append("assumed 'type: string'")
    if node["type"] == "array" and not isinstance(node.get("items"), dict):
        node["items"] = {"type": "string"}
        changes.append("assumed strings as items")
    return changes


def _header(node: dict[str, Any], version: str) -> str:
    changes = _examples(node) if version != "2.0" else []
    if version != "2.0" and "schema" not in node and "content" not in node:
        node["schema"] = {}
        changes.append("any value is accepted")
    return ", ".join(changes)


def _media_type(node: dict[str, Any], _: str) -> str:
    return ", ".join(_examples(node))


def _examples(node: dict[str, Any]) -> list[str]:
    """Make the examples of an object a mapping, and the only ones."""
    changes = []
    if isinstance(node.get("examples"), list):
        node["examples"] = {f"example-{number}": {"value": value} for number, value in enumerate(node["examples"], 1)}
        changes.append("read 'examples' as a list of values")
    if node.get("examples") and "example" in node:
        del node["example"]
        changes.append("removed 'example', because there are 'examples'")
    return changes


def _schema(node: dict[str, Any], version: str) -> str:
    if node.get("type") == "array" and "items" not in node and version in ("2.0", "3.0"):
        node["items"] = {}
        return "any items are accepted"
    return ""


_COMPLETE = {
    "document": _document,
    "swagger": _document,
    "operation": _operation,
    "swagger-operation": _operation,
    "responses": _responses,
    "swagger-responses": _responses,
    "response": _response,
    "swagger-response": _response,
    "parameter": _parameter,
    "swagger-parameter": _swagger_parameter,
    "header": _header,
    "media-type": _media_type,
    "schema": _schema,
}

OPERATION_KINDS = frozenset({"operation", "swagger-operation"})
RESPONSES_KINDS = frozenset({"responses", "swagger-responses"})
PATHS_KINDS = frozenset({"paths", "swagger-paths"})


def operation_name(pointer: str) -> str:
    """Method and path of the operation that contains a pointer, or ``""``: ``GET /cases/{id}``."""
    tokens = split_pointer(pointer)
    if len(tokens) < 3 or tokens[0] != "paths" or tokens[2].lower() not in OPERATIONS:
        return ""
    return f"{tokens[2].upper()} {tokens[1]}"
