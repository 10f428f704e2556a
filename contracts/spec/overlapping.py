"""``oneOf`` whose alternatives cannot be told apart, such as objects that only have optional properties.

A value of one alternative then is a value of another one too, so that no usual value satisfies ``oneOf`` (JSON Schema
2020-12, section 10.2.1.3). Such a document means ``anyOf``. Servers that follow it mostly return values that do not
satisfy the schema; validation of requests and responses stays strict, and generated values satisfy it if possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contracts.spec.pointers import reference_pointer, split_pointer, walk

EXCLUSIVE = "x-exclusive"
"""Keyword of such a schema: its ``anyOf`` was ``oneOf``, so a generated value should be of one alternative only."""

_ANNOTATIONS = frozenset({
    "title", "description", "nullable", "example", "examples", "default", "deprecated", "readOnly", "writeOnly",
    "externalDocs", "xml", "$comment",
})  # fmt: skip
_OBJECT = frozenset({"type", "properties", "required"})
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are not schemas."""

MAX_ALTERNATIVES = 50
MAX_REFERENCES = 20
MAX_DEPTH = 200


def lenient_tree(tree: dict[str, Any], parts: Iterable[str] = ("",)) -> dict[str, Any]:
    """Return a copy of a document in which such ``oneOf`` are ``anyOf``; the document itself if it has none.

    :param parts: JSON pointers of the parts that may contain them.
    """
    changed: dict[str, Any] = _with_parts(tree, _outermost(parts), tree)
    return changed


_Parts = dict[str, "_Parts | None"]
"""Parts of a document by the tokens of their pointers; ``None`` for all that is there."""


def _outermost(pointers: Iterable[str]) -> _Parts | None:
    """Return the parts at some pointers, without those inside of others."""
    found: _Parts = {}
    for pointer in sorted(pointers, key=len):
        if not pointer:
            return None
        *outer, last = split_pointer(pointer)
        here = found
        for token in outer:
            inside = here.setdefault(token, {})
            if inside is None:
                break
            here = inside
        else:
            here.setdefault(last, None)
    return found


def _with_parts(node: Any, parts: _Parts | None, tree: dict[str, Any]) -> Any:
    """Return a copy of a part of a document in which some parts are relaxed; itself if nothing changes."""
    if parts is None:
        return _relaxed(node, tree, MAX_DEPTH)
    changed = None
    for token, below in parts.items():
        if isinstance(node, dict) and token not in node:
            continue  # a sibling of a reference, which OpenAPI 3.0 ignores
        key = int(token) if isinstance(node, list) else token
        new = _with_parts(node[key], below, tree)
        if new is not node[key]:
            changed = node.copy() if changed is None else changed
            changed[key] = new
    return node if changed is None else changed


def _relaxed(node: Any, tree: dict[str, Any], depth: int) -> Any:
    if depth == 0:
        return node
    changed = None
    for key, value in list(enumerate(node)) if isinstance(node, list) else node.items():
        if isinstance(value, dict | list) and key not in _DATA:
            new = _relaxed(value, tree, depth - 1)
            if new is not value:
                changed = node.copy() if changed is None else changed
                changed[key] = new
    if isinstance(node, dict) and "oneOf" in node and _overlaps(node, tree):
        changed = dict(node) if changed is None else changed
        changed["anyOf"] = changed.pop("oneOf")
        changed[EXCLUSIVE] = True
    return node if changed is None else changed


def _overlaps(node: Mapping[str, Any], tree: dict[str, Any]) -> bool:
    """Whether each alternative of a schema is covered by another one."""
    found = node.get("oneOf")
    if not isinstance(found, list) or not 2 <= len(found) <= MAX_ALTERNATIVES or "anyOf" in node:
        return False
    if "discriminator" in node:
        return False
    schemas = [_target(one, tree) for one in found]
    return all(_is_covered(index, schemas, tree) for index in range(len(schemas)))


def _is_covered(index: int, schemas: Sequence[Any], tree: dict[str, Any]) -> bool:
    own = schemas[index]
    return any(_covers(other, own, tree) for number, other in enumerate(schemas) if number != index)


def _covers(other: Any, own: Any, tree: dict[str, Any]) -> bool:
    """Whether usual values of a schema satisfy the other one: properties have the same schema, if both have them."""
    if not isinstance(own, dict) or not isinstance(other, dict):
        return False
    if own == other:
        return True
    if not _is_open_object(own) or not _is_open_object(other):
        return False
    first, second = own.get("properties", {}), other.get("properties", {})
    shared = first.keys() & second.keys()
    return set(other.get("required", ())) <= set(own.get("required", ())) and all(
        _target(first[name], tree) == _target(second[name], tree) for name in shared
    )


def _is_open_object(schema: Mapping[str, Any]) -> bool:
    """Whether a schema only has properties, and allows others."""
    keys = {key for key in schema.keys() - _ANNOTATIONS if not key.startswith("x-")}
    return keys <= _OBJECT and schema.get("type", "object") == "object" and isinstance(schema.get("properties"), dict)


def _target(schema: Any, tree: dict[str, Any]) -> Any:
    """Return a schema without annotations, through references; ``None`` if a reference leads nowhere."""
    for _ in range(MAX_REFERENCES):
        if not isinstance(schema, dict) or "$ref" not in schema:
            break
        try:
            schema = walk(tree, reference_pointer(schema["$ref"]))
        except (KeyError, TypeError, ValueError):
            return None
    return (
        {key: value for key, value in schema.items() if key not in _ANNOTATIONS} if isinstance(schema, dict) else None
    )
