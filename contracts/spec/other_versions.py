"""Keys that OpenAPI has in other versions than a document's own, and what is written instead.

Sources: the OpenAPI Specification 2.0, 3.0.3 and 3.1.0, the chapters on each object; JSON Schema 2020-12.
"""

from __future__ import annotations

SINCE_30 = {
    "components": "OpenAPI 2.0 has 'definitions', 'parameters', 'responses' and 'securityDefinitions'",
    "servers": "OpenAPI 2.0 has 'schemes', 'host' and 'basePath'",
    "requestBody": "in OpenAPI 2.0 a body is a parameter with 'in: body'",
    "content": "OpenAPI 2.0 has 'schema' here, and the media types in 'produces' and 'consumes'",
    "links": "links came with OpenAPI 3.0",
    "callbacks": "callbacks came with OpenAPI 3.0",
    "nullable": "OpenAPI 2.0 has no null; many tools read 'x-nullable: true'",
    "oneOf": "'oneOf' came with OpenAPI 3.0",
    "anyOf": "'anyOf' came with OpenAPI 3.0",
    "not": "'not' came with OpenAPI 3.0",
    "writeOnly": "'writeOnly' came with OpenAPI 3.0",
    "style": "OpenAPI 2.0 has 'collectionFormat'",
    "explode": "OpenAPI 2.0 has 'collectionFormat: multi'",
}
"""Keys that documents of 2.0 lack."""

UNTIL_20 = {
    "swagger": "the version of OpenAPI 3 stands in 'openapi'",
    "definitions": "since OpenAPI 3.0 schemas stand in 'components/schemas'",
    "securityDefinitions": "since OpenAPI 3.0 they stand in 'components/securitySchemes'",
    "host": "since OpenAPI 3.0 it is part of 'url' in 'servers'",
    "basePath": "since OpenAPI 3.0 it is part of 'url' in 'servers'",
    "schemes": "since OpenAPI 3.0 it is part of 'url' in 'servers'",
    "produces": "since OpenAPI 3.0 the media types are the keys of 'content' in the response",
    "consumes": "since OpenAPI 3.0 the media types are the keys of 'content' in 'requestBody'",
    "collectionFormat": "since OpenAPI 3.0 'style' and 'explode' say it",
}
"""Keys of 2.0 that objects of 3.x have elsewhere."""

IN_CONTENT = frozenset({"response", "request body"})
"""Objects whose schema stands below 'content' since 3.0."""

IN_SCHEMA = {
    owner: frozenset({"type", "items", "enum", "default", "format", "pattern", "minimum", "maximum"})
    for owner in ("parameter", "header")
}
"""Keys of 2.0 that stand in the schema of an object since 3.0."""

SINCE_31 = {
    "webhooks": "'webhooks' came with OpenAPI 3.1",
    "pathItems": "'pathItems' came with OpenAPI 3.1",
    "const": "'const' came with OpenAPI 3.1; write 'enum' with one value",
    "$defs": "'$defs' came with OpenAPI 3.1; put the schemas into 'components/schemas'",
    "prefixItems": "'prefixItems' came with OpenAPI 3.1; write 'items'",
    "dependentRequired": "'dependentRequired' came with OpenAPI 3.1",
    "contentEncoding": "'contentEncoding' came with OpenAPI 3.1; write 'format: byte' for base64",
    "contentMediaType": "'contentMediaType' came with OpenAPI 3.1",
    **{
        word: f"'{word}' came with OpenAPI 3.1"
        for word in ("if", "then", "else", "contains", "patternProperties", "propertyNames", "dependentSchemas")
    },
    **{
        word: f"'{word}' came with OpenAPI 3.1"
        for word in ("minContains", "maxContains", "unevaluatedItems", "unevaluatedProperties", "$id", "$anchor")
    },
}
"""Keys that documents of 2.0 and 3.0 lack."""


def other_version_hint(version: str, owner: str, key: str) -> str:
    """What to do about a key that another version has; ``""`` where none has it.

    :param version: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
    :param owner: what the object with the key is, as a message calls it.
    """
    if version == "2.0":
        return SINCE_30.get(key) or SINCE_31.get(key, "")
    if key == "schema" and owner in IN_CONTENT:
        return "since OpenAPI 3.0 it stands below 'content' and a media type"
    if key in IN_SCHEMA.get(owner, ()):
        return "since OpenAPI 3.0 it stands in 'schema'"
    return UNTIL_20.get(key) or (SINCE_31.get(key, "") if version == "3.0" else "")
