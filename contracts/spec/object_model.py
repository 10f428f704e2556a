"""The object model of OpenAPI: which field contains which kind of object (OpenAPI 2.0 to 3.2)."""

from __future__ import annotations

from typing import NamedTuple

Kind = str
"""Kind of an object: ``schema``, ``parameter``, …, the keys of :data:`SHAPES`."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""Keys of a path item that are operations (OpenAPI 3.1, section 4.8.9.1; ``query`` since 3.2)."""

DOCUMENT: Kind = "document"

SWAGGER: Kind = "swagger"
"""The root of a Swagger 2.0 document; kinds that differ from OpenAPI 3 have this prefix."""

REFERABLE = frozenset(
    {"path-item", "parameter", "header", "request-body", "response", "media-type"}
    | {"example", "link", "callback", "security-scheme", "schema"}
    | {"swagger-path-item", "swagger-parameter", "swagger-response"}
)
"""Kinds that may be replaced by a ``$ref``; media types since 3.2."""


class ObjectType(NamedTuple):
    """The fields of one kind of object, with the kinds of the objects they contain.

    :param one: fields that contain one object.
    :param many: fields that contain a list of objects.
    :param named: fields that contain a mapping of names to objects.
    :param rest: kind of all other fields except extensions, for objects that are mappings of names to objects.
    """

    one: dict[str, Kind]
    many: dict[str, Kind]
    named: dict[str, Kind]
    rest: Kind = ""


def _shape(one: str = "", many: str = "", named: str = "", rest: Kind = "") -> ObjectType:
    tables = [dict(entry.split(":") for entry in fields.split()) for fields in (one, many, named)]
    return ObjectType(tables[0], tables[1], tables[2], rest)


OPERATIONS = METHODS
"""Fields of a path item that are operations; ``query`` since 3.2."""

SHAPES: dict[Kind, ObjectType] = {
    "document": _shape(one="paths:paths components:components", named="webhooks:path-item"),
    "components": _shape(
        named="schemas:schema responses:response parameters:parameter examples:example requestBodies:request-body "
        "headers:header securitySchemes:security-scheme links:link callbacks:callback pathItems:path-item "
        "mediaTypes:media-type"
    ),
    "paths": _shape(rest="path-item"),
    "path-item": _shape(
        one=" ".join(f"{method}:operation" for method in OPERATIONS),
        many="parameters:parameter",
        named="additionalOperations:operation",
    ),
    "operation": _shape(
        one="requestBody:request-body responses:responses", many="parameters:parameter", named="callbacks:callback"
    ),
    "responses": _shape(rest="response"),
    "callback": _shape(rest="path-item"),
    "parameter": _shape(one="schema:schema", named="content:media-type examples:example"),
    "header": _shape(one="schema:schema", named="content:media-type examples:example"),
    "request-body": _shape(named="content:media-type"),
    "response": _shape(named="headers:header content:media-type links:link"),
    "media-type": _shape(
        one="schema:schema itemSchema:schema itemEncoding:encoding",
        many="prefixEncoding:encoding",
        named="examples:example encoding:encoding",
    ),
    "encoding": _shape(
        one="itemEncoding:encoding", many="prefixEncoding:encoding", named="headers:header encoding:encoding"
    ),
    "example": _shape(),
    "link": _shape(),
    "security-scheme": _shape(),
    SWAGGER: _shape(
        one="paths:swagger-paths",
        named="definitions:schema parameters:swagger-parameter responses:swagger-response",
    ),
    "swagger-paths": _shape(rest="swagger-path-item"),
    "swagger-path-item": _shape(
        one=" ".join(f"{method}:swagger-operation" for method in OPERATIONS), many="parameters:swagger-parameter"
    ),
    "swagger-operation": _shape(one="responses:swagger-responses", many="parameters:swagger-parameter"),
    "swagger-responses": _shape(rest="swagger-response"),
    "swagger-response": _shape(one="schema:schema"),
    "swagger-parameter": _shape(one="schema:schema"),
    "schema": _shape(
        one="additionalProperties:schema items:schema not:schema if:schema then:schema else:schema contains:schema "
        "propertyNames:schema unevaluatedItems:schema unevaluatedProperties:schema contentSchema:schema",
        many="allOf:schema oneOf:schema anyOf:schema prefixItems:schema",
        named="properties:schema patternProperties:schema dependentSchemas:schema $defs:schema",
    ),
}
