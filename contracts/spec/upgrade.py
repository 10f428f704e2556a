"""A document in the one form that everything after works on: OpenAPI 3.1 with JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from contracts.spec.document import Document
from contracts.spec.traversal import visit_bundled

UPGRADED = "3.1.1"
"""What the tree of a 3.0 document calls itself once it is upgraded."""


def upgrade(document: Document) -> dict[str, Any]:
    """Return a new tree in 3.1 form; the document's own stays as it was written.

    A 3.0 document is lifted: only real schemas are touched, never an example, each once. A 3.1 or 3.2 document is
    copied.
    """
    tree: dict[str, Any] = _copy(document.tree)
    if document.version.startswith("3.0"):
        tree["openapi"] = UPGRADED
        for here in list(visit_bundled(tree)):
            if here.kind == "schema":
                _lift(here.node)
    return tree


def _copy(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value) if isinstance(value, dict | list) else value for key, value in node.items()}
    return [_copy(value) if isinstance(value, dict | list) else value for value in node]


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
    if "example" in schema:
        schema["examples"] = [schema.pop("example")]
    _lift_format(schema)


def _lift_nullable(schema: dict[str, Any]) -> None:
    """``nullable`` adds ``null`` to ``type``, and does nothing without a ``type`` beside it.

    So it does nothing beside ``allOf`` alone, and a ``null`` that ``enum`` does not list stays forbidden (OpenAPI
    3.0.3, section 4.7.24.1, and the proposal "Clarify Semantics of nullable in OpenAPI 3.0", 2019-10-31).
    """
    if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]


def _lift_bound(schema: dict[str, Any], bound: str, exclusive: str) -> None:
    """``exclusiveMinimum: true`` makes ``minimum`` exclusive (JSON Schema draft 5, section 5.1.3)."""
    if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _lift_format(schema: dict[str, Any]) -> None:
    """``format`` stays for those who look at it; 3.1 says the same with content keywords (3.1.1, section 4.8.24.3)."""
    match schema.get("format"):
        case "byte" | "base64":
            schema["contentEncoding"] = "base64"
        case "binary":
            schema["contentMediaType"] = "application/octet-stream"
