"""Upgrades documents from OpenAPI 3.0 to 3.1 without losses ("Schema Object" of both specifications)."""

from __future__ import annotations

from typing import Any

from contracts.bundle.builder import BundleBuilder
from contracts.spec.traversal import visit_bundled

VERSION = "3.1.1"

ANNOTATIONS = frozenset(
    {"$ref", "summary", "description", "title", "deprecated", "readOnly", "writeOnly", "externalDocs"}
)
"""Keywords that are kept beside a reference: 3.0 ignores all siblings, and these do not constrain values."""


def upgrade_30(draft: BundleBuilder) -> BundleBuilder:
    """Convert a 3.0 document to 3.1."""
    for schema in [here.node for here in visit_bundled(draft.tree) if here.kind == "schema"]:
        _upgrade_schema(schema)
    draft.tree["openapi"] = VERSION
    return draft


def _upgrade_schema(schema: dict[str, Any]) -> None:
    if "$ref" in schema:
        for keyword in [keyword for keyword in schema if keyword not in ANNOTATIONS and not keyword.startswith("x-")]:
            del schema[keyword]
        return
    # Without 'type', 'nullable' has no effect (OpenAPI 3.0.3, "Schema Object").
    if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    if "example" in schema:
        schema["examples"] = [schema.pop("example")]
    if schema.get("format") in ("byte", "base64"):
        del schema["format"]
        schema["contentEncoding"] = "base64"
    elif schema.get("format") == "binary":
        # The format is kept because tools recognize uploads by it.
        schema["contentMediaType"] = "application/octet-stream"
