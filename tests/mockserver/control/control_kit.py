"""A small document, and exchanges as the recorder makes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Contract
from mockserver.exchange import Exchange
from tests.mockserver.kit import document, load, path_parameter, response

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "tags": {"type": "array"}},
}


def pets_document() -> dict[str, Any]:
    return document(_PATHS, **_PARTS)


def pets() -> Contract:
    return load(_PATHS, **_PARTS)


_BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
_PATHS: dict[str, Any] = {
    "/pets": {
        "get": {"operationId": "listPets", "responses": {"200": response({"type": "array", "items": PET})}},
        "post": {"operationId": "createPet", "requestBody": _BODY, "responses": {"201": response(PET)}},
    },
    "/pets/{petId}": {
        "parameters": [path_parameter("petId")],
        "get": {"operationId": "getPet", "responses": {"200": response(PET), "404": {"description": "not found"}}},
        "delete": {"operationId": "deletePet", "responses": {"204": {"description": "deleted"}}},
    },
}
_PARTS: dict[str, Any] = {"components": {"schemas": {"Pet": PET}}}


def exchange(
    method: str = "GET",
    target: str = "/pets/7",
    body: Any = b"",
    headers: Iterable[tuple[str, str]] = (),
    **more: Any,
) -> Exchange:
    """An exchange; a body that is not bytes is sent as JSON."""
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if not isinstance(body, bytes):
        body = encode_json(body)
        pairs.append((b"content-type", b"application/json"))
    values: dict[str, Any] = {
        "time": 1_700_000_000.5,
        "method": method,
        "target": target,
        "request_headers": tuple(pairs),
        "request_body": body,
        "status": 200,
        "response_headers": (),
        "response_body": b"",
        "milliseconds": 1.5,
    }
    return Exchange(**(values | more))


def get_pet(target: str = "/pets/7", **more: Any) -> Exchange:
    """An exchange of the operation ``getPet``."""
    path = target.partition("?")[0]
    values = {"petId": path.rpartition("/")[2]}
    return exchange("GET", target, operation="getPet", template="/pets/{petId}", path_values=values, api="api", **more)
