"""A document with operations that have callbacks."""

from __future__ import annotations

from typing import Any

from tests.mockserver.kit import document, json_content, path_parameter, response

EVENT = {
    "type": "object",
    "required": ["id", "text"],
    "additionalProperties": False,
    "properties": {"id": {"type": "integer"}, "text": {"type": "string", "minLength": 3}},
}
STREAM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "url": {"type": "string"}}}
RECEIVED = {"202": {"description": "received"}}


def event(**more: Any) -> dict[str, Any]:
    """The operation of a callback."""
    return {"requestBody": {"content": json_content(EVENT)}, "responses": RECEIVED, **more}


def query(name: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}


def streams(callbacks: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """The document.

    :param callbacks: of ``createStream``.
    """
    paths = {
        "/streams": {
            "post": {
                "operationId": "createStream",
                "parameters": [query("callbackUrl")],
                "requestBody": {"content": json_content({"type": "object", "properties": {"url": {"type": "string"}}})},
                "responses": {"201": response(STREAM), "400": response({"type": "object"})},
                "callbacks": callbacks or {"onData": {"{$request.query.callbackUrl}/data": {"post": event()}}},
            }
        },
        "/streams/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"operationId": "getStream", "responses": {"200": response(STREAM)}},
        },
    }
    return document(paths, **parts)
