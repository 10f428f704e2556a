"""A document of OpenAPI 3.0 in the words of 3.1: nothing is lost ("Schema Object" of both)."""

from __future__ import annotations

from typing import Any

from contracts.bundling.draft import Draft
from contracts.spec.traversal import visit_bundled

VERSION = "3.1.1"

TELLING = frozenset({"$ref", "summary", "description", "title", "deprecated", "readOnly", "writeOnly", "externalDocs"})
"""What may stay beside a reference, where 3.0 ignores everything: it asks for nothing."""


def lift(draft: Draft) -> Draft:
    """Write a 3.0 document in 3.1."""
    for schema in [here.node for here in visit_bundled(draft.tree) if here.kind == "schema"]:
        _lift(schema)
    draft.tree["openapi"] = VERSION
    return draft


def _lift(schema: dict[str, Any]) -> None:
    if "$ref" in schema:
        for keyword in [keyword for keyword in schema if keyword not in TELLING and not keyword.startswith("x-")]:
            del schema[keyword]
        return
    # Without a type beside it, 'nullable' does nothing (OpenAPI 3.0.3, "Schema Object").
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
        # Kept beside it: tools still tell the type of an upload by it.
        schema["contentMediaType"] = "application/octet-stream"
