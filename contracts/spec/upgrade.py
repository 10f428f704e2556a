"""A document in the one form that everything after works on: OpenAPI 3.1 with JSON Schema 2020-12."""

from __future__ import annotations

import copy
from typing import Any

import orjson

from contracts.spec.document import Document
from contracts.spec.traversal import Trail

UPGRADED = "3.1.1"
"""What the tree of a 3.0 document calls itself once it is upgraded."""

INTEGER_BOUNDS = {
    f"{prefix}int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if not prefix else (0, 2**bits - 1)
    for prefix in ("", "u")
    for bits in (8, 16, 32, 64)
}
"""Smallest and largest value of each integer format (OpenAPI's format registry)."""


LIFTED = frozenset(
    {"$ref", "nullable", "exclusiveMinimum", "exclusiveMaximum", "example", "format"}
    | {"$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$schema"}
)
"""Keywords that a schema of the one form has in another way, or not."""


def upgrade(document: Document) -> dict[str, Any]:
    """Return a new tree in 3.1 form; the document's own stays as it was written.

    Only real schemas are touched, never an example, each once. Those of a 3.0 document are lifted; those of a 3.1 or
    3.2 document lose the names by which others refer to them, which pointers have replaced.
    """
    tree: dict[str, Any] = _copy(document.tree)
    is_old = document.form == "3.0"
    known: dict[int, Any] = {}
    for here in document.visits:
        if here.kind == "schema" and not LIFTED.isdisjoint(here.node):
            schema = _same(tree, here.trail, known)
            if not isinstance(schema, dict):
                continue  # it stood beside a reference, and went with what counts for nothing there
            if is_old:
                _lift(schema)
            else:
                _settle(schema)
            _bound_integers(schema)
    if is_old:
        tree["openapi"] = UPGRADED
    return tree


def _same(tree: dict[str, Any], trail: Trail, known: dict[int, Any]) -> Any:
    """What stands in a copy where something stood in the original; ``None`` where it is gone.

    :param known: what was found so far, by the identity of its trail, which objects side by side share.
    """
    if not trail:
        return tree
    if id(trail) not in known:
        parent, token = trail
        node = _same(tree, parent, known)
        if isinstance(node, list):
            known[id(trail)] = node[int(token)]
        else:
            known[id(trail)] = node.get(token) if isinstance(node, dict) else None
    return known[id(trail)]


def _bound_integers(schema: dict[str, Any]) -> None:
    """Say an integer format as the bounds that it means, in place: no validator knows the format."""
    types, name = schema.get("type"), schema.get("format")
    if (
        isinstance(name, str)
        and name in INTEGER_BOUNDS
        and "integer" in (types if isinstance(types, list) else [types])
    ):
        low, high = INTEGER_BOUNDS[name]
        for bound, limit, narrower in (("minimum", low, max), ("maximum", high, min)):
            given = schema.get(bound, limit)
            if isinstance(given, int | float):
                schema[bound] = narrower(limit, given)


def _copy(tree: dict[str, Any]) -> Any:
    """A copy that shares no mapping and no list with the original."""
    try:
        return orjson.loads(orjson.dumps(tree))
    except orjson.JSONEncodeError:  # a lone surrogate, or a number beyond 64 bits
        return copy.deepcopy(tree)


def _settle(schema: dict[str, Any]) -> None:
    """Leave a 2020-12 schema with one way of referring and one of giving examples, in place.

    An ``$id`` would change what the pointers below it are relative to (JSON Schema 2020-12, section 8.2.1). A
    ``$dynamicRef`` means what it would as ``$ref``: what else it may mean takes schemas that extend one another.
    """
    for name in ("$id", "$anchor", "$dynamicAnchor", "$schema"):
        schema.pop(name, None)
    if "$dynamicRef" in schema:
        reference = schema.pop("$dynamicRef")
        if "$ref" in schema:
            parts = schema.get("allOf")
            schema["allOf"] = [*(parts if isinstance(parts, list) else ()), {"$ref": reference}]
        else:
            schema["$ref"] = reference
    _lift_example(schema)


def _lift_example(schema: dict[str, Any]) -> None:
    """``example`` gave way to ``examples`` in 3.1 ("Schema Object"); beside that, it adds nothing."""
    if "example" in schema:
        example = schema.pop("example")
        schema.setdefault("examples", [example])


def _lift(schema: dict[str, Any]) -> None:
    """Turn a 3.0 schema into a 2020-12 one, in place."""
    if "$ref" in schema:
        reference = schema["$ref"]
        schema.clear()
        schema["$ref"] = reference
        return
    _lift_nullable(schema)
    _lift_bound(schema, "minimum", "exclusiveMinimum")
    _lift_bound(schema, "maximum", "exclusiveMaximum")
    _lift_example(schema)
    _lift_format(schema)


def _lift_nullable(schema: dict[str, Any]) -> None:
    """``nullable`` adds ``null`` to ``type``, and does nothing without a ``type`` beside it.

    So it does nothing beside ``allOf`` alone, and a ``null`` that ``enum`` does not list stays forbidden (OpenAPI
    3.0.3, "Schema Object", and the proposal that it adopted, "Clarify Semantics of nullable in OpenAPI 3.0").
    """
    if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]


def _lift_bound(schema: dict[str, Any], bound: str, exclusive: str) -> None:
    """``exclusiveMinimum: true`` makes ``minimum`` exclusive (JSON Schema Validation, Wright draft 00, section 5.5)."""
    if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _lift_format(schema: dict[str, Any]) -> None:
    """``format`` stays for those who look at it; 3.1 says the same with content keywords."""
    match schema.get("format"):
        case "byte" | "base64":
            schema["contentEncoding"] = "base64"
        case "binary":
            schema["contentMediaType"] = "application/octet-stream"
