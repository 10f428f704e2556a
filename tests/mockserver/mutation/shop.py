"""A document with what the four bundled APIs lack: items that are created, listed, replaced and deleted."""

from __future__ import annotations

from typing import Any

from tests.mockserver.kit import document, json_content, path_parameter, response

NAME = {"type": "string", "minLength": 2, "maxLength": 20, "pattern": "^[A-Za-z][A-Za-z ]*$"}
SENT = {
    "type": "object",
    "required": ["name", "price"],
    "additionalProperties": False,
    "properties": {
        "name": NAME,
        "price": {"type": "integer", "minimum": 1, "maximum": 900},
        "colour": {"enum": ["red", "green", "blue"]},
        "note": {"type": ["string", "null"]},
        "tags": {"type": "array", "uniqueItems": True, "items": {"type": "string"}, "minItems": 1},
    },
}
ITEM = {
    "type": "object",
    "required": ["id", "name", "price"],
    "properties": {"id": {"type": "string", "format": "uuid", "readOnly": True}, **SENT["properties"]},
}
ERROR = {
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {"message": {"type": "string"}},
}
REQUEST_ID = {"required": True, "schema": {"type": "string", "format": "uuid"}}
LOCATION = {"schema": {"type": "string", "format": "uri-reference"}}


def shop() -> dict[str, Any]:
    """The document."""
    failures = {str(status): response(ERROR) for status in (400, 401, 404, 406, 415, 500)}
    item = {**response(ITEM), "headers": {"X-Request-Id": REQUEST_ID}}
    body = {"required": True, "content": json_content(SENT)}
    change = {"required": True, "content": json_content({**SENT, "required": []})}
    source = {"name": "X-Source", "in": "header", "required": True, "schema": {"enum": ["till", "web"]}}
    page = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": ITEM}}}
    listed = [
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 3}},
        {"name": "colour", "in": "query", "schema": {"enum": ["red", "green", "blue"]}},
    ]
    return document(
        {
            "/items": {
                "get": {"operationId": "list", "parameters": listed, "responses": {"200": response(page), **failures}},
                "post": {
                    "operationId": "create",
                    "parameters": [source],
                    "requestBody": body,
                    "responses": {"201": {**response(ITEM), "headers": {"Location": LOCATION}}, **failures},
                },
            },
            "/items/{id}": {
                "parameters": [path_parameter("id", {"type": "string", "format": "uuid"})],
                "get": {"operationId": "read", "responses": {"200": item, **failures}},
                "patch": {"operationId": "change", "requestBody": change, "responses": {"200": item, **failures}},
                "put": {"operationId": "replace", "requestBody": body, "responses": {"200": item, **failures}},
                "delete": {"operationId": "remove", "responses": {"204": {"description": "gone"}, **failures}},
            },
        },
        components={"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        security=[{"token": []}],
    )
