"""A document with a bit of everything that the admin API changes, and requests to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mockserver.app import MockApp, create_app
from tests.mockserver.kit import Client, Reply, document, json_content, path_parameter, response

ADMIN = "/__mock__/admin"

TIME = {"type": "string", "format": "date-time", "readOnly": True}
PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "name": {"type": "string", "minLength": 1},
        "secret": {"type": "string", "writeOnly": True},
        "created_at": TIME,
        "updated_at": TIME,
    },
}
PET_BODY = {"requestBody": {"required": True, "content": json_content({**PET, "required": ["name"]})}}
NAME_BODY = {
    "requestBody": {"content": json_content({"type": "object", "properties": {"name": {"type": "string"}}})},
}
ME = {"type": "object", "required": ["email"], "properties": {"email": {"type": "string"}}}
VISIT = {
    "type": "object",
    "required": ["id", "reason"],
    "properties": {"id": {"type": "string"}, "reason": {"type": "string"}},
}
GONE = {"204": {"description": "deleted"}}


def shop(**parts: Any) -> dict[str, Any]:
    """The document; ``parts`` add keys to it."""
    number = path_parameter("id", {"type": "integer"})
    paths = {
        "/pets": {
            "get": {"operationId": "listPets", "responses": {"200": response({"type": "array", "items": PET})}},
            "post": {"operationId": "createPet", **PET_BODY, "responses": {"201": response(PET)}},
        },
        "/pets/{id}": {
            "parameters": [number],
            "get": {"operationId": "getPet", "responses": {"200": response(PET)}},
            "patch": {"operationId": "updatePet", **NAME_BODY, "responses": {"200": response(PET)}},
            "delete": {"operationId": "deletePet", "responses": GONE},
        },
        "/pets/{id}/visits": {
            "parameters": [number],
            "get": {"operationId": "listVisits", "responses": {"200": response({"type": "array", "items": VISIT})}},
            "post": {
                "operationId": "createVisit",
                "requestBody": {"content": json_content({**VISIT, "required": ["reason"]})},
                "responses": {"201": response(VISIT)},
            },
        },
        "/me": {
            "get": {"operationId": "getMe", "responses": {"200": response(ME)}},
            "patch": {
                "operationId": "updateMe",
                "requestBody": {"content": json_content(ME)},
                "responses": {"200": response(ME)},
            },
        },
        "/photos/{id}": {
            "parameters": [path_parameter("id")],
            "put": {
                "operationId": "putPhoto",
                "requestBody": {
                    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
                },
                "responses": {"200": response({"type": "object", "properties": {"id": {"type": "string"}}})},
            },
            "get": {
                "operationId": "getPhoto",
                "responses": {
                    "200": {
                        "description": "the photo",
                        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
                    }
                },
            },
        },
    }
    return document(paths, **parts)


class Shop:
    """A served document.

    :param settings: of the mock server.
    """

    def __init__(self, tree: dict[str, Any] | str | None = None, **settings: Any) -> None:
        self.app: MockApp = create_app(tree or shop(), **{"journal_size": 10_000, **settings})
        self._client = Client(self.app)

    def __call__(self, method: str, path: str, body: Any = b"", **headers: str) -> Reply:
        """Send a request to the API."""
        return self._client(method, path, body, headers)

    def admin(self, method: str, path: str, body: Any = b"", **headers: str) -> Reply:
        """Send a request to the admin API."""
        return self._client(method, f"{ADMIN}{path}", body, {"host": "localhost", **headers})

    def names(self) -> dict[int, str]:
        """The names of the listed pets by id."""
        return {pet["id"]: pet["name"] for pet in self("GET", "/pets").json}


def sqlite(folder: Path) -> str:
    """The URL of a store that two applications can share."""
    return f"sqlite:{folder / 'items.sqlite'}"
