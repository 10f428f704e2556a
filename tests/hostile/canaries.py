"""Documents that refer to canaries: URLs and files that nothing may read, wherever the reference is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SECRET = "canary-7f3a"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._respond
        raise AttributeError(name)

    def _respond(self) -> None:
        server: Any = self.server
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        server.requests.append(f"{self.command} {self.path}\n{self.headers}\n".encode() + body)
        content = server.content
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name of the base class)
        """Log nothing."""


@dataclass
class RecordingServer:
    """A server that records requests and sends the same body for all of them."""

    url: str
    requests: list[bytes] = field(default_factory=list)


@contextmanager
def recording_server(content: Any) -> Iterator[RecordingServer]:
    """Run a server in a thread."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.requests = []
    server.content = json.dumps(content).encode()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield RecordingServer(f"http://127.0.0.1:{server.server_port}", server.requests)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Canaries:
    """Places that nothing may read.

    :param url: of a server that records requests.
    :param files: outside of the folder of the document.
    """

    url: str
    files: tuple[Path, ...]

    def targets(self, folder: Path) -> list[str]:
        """Return a URI of each kind that leads to a canary, as a document in a folder may write it."""
        beside, other = self.files
        return [
            f"{self.url}/schema.json#/definitions/A",
            f"//{self.url.removeprefix('http://')}/schema.json",
            beside.as_uri(),
            str(other),
            f"../{beside.relative_to(folder.parent).as_posix()}",
        ]


def with_all(make: Callable[[str], dict[str, Any]], uris: Sequence[str]) -> dict[str, Any]:
    """Return one document with the paths and components of those for all URIs."""
    whole: dict[str, Any] = {}
    for number, uri in enumerate(uris):
        text = json.dumps(make(uri))
        for name in _NAMES:
            text = text.replace(f'"{name}"', f'"{name}{number}"').replace(f'/{name}"', f'/{name}{number}"')
        part = json.loads(text)
        part["paths"] = {f"/{number}{path}": item for path, item in part["paths"].items()}
        _merge(whole, part)
    return whole


_NAMES = ("Pet", "Unused", "External", "Named", "Other", "getPet", "putPet", "createPet", "oidc", "oauth", "ref", "a")


def _merge(whole: dict[str, Any], part: dict[str, Any]) -> None:
    for key, value in part.items():
        if isinstance(value, dict) and isinstance(whole.get(key), dict):
            _merge(whole[key], value)
        else:
            whole.setdefault(key, value)


def unknown_places(uri: str) -> dict[str, Any]:
    """A valid document that has a URI only where it is no reference: in data, and in keywords without meaning."""
    reference = {"$ref": uri}
    schema = {
        "type": "object",
        "x-note": reference,
        "unknown": {"deep": [reference]},
        "definitions": {"A": reference, "B": {"type": "object", "properties": {"a": reference}}},
        "additionalItems": reference,
        "dependencies": {"a": reference},
        "default": reference,
        "example": {"name": reference},
        "examples": [reference, {"externalValue": uri}, {"name": "x"}],
        "properties": {
            "name": {"enum": ["x", reference, {"$dynamicRef": uri}], "default": reference},
            "kind": {"const": {"$ref": uri}},
            "$ref": {"type": "string", "x-example": reference},
            "example": {"type": "string", "x-note": {"allOf": [reference], "$schema": uri}},
            "examples": {"type": "array", "items": {"type": "string", "unknown": reference}},
            "default": {"type": "object", "definitions": {"C": reference}},
            "value": {"type": "string", "externalValue": uri},
        },
    }
    examples = {
        "one": {"externalValue": uri},
        "two": {"value": reference},
        "three": {"$ref": "#/components/examples/External"},
        "four": {"summary": "x", "externalValue": uri, "x-note": reference},
    }
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}, "examples": examples}}
    text = {"text/plain": {"schema": {"type": "string"}, "examples": examples}}
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "default": reference}},
        {"name": "q", "in": "query", "schema": {"type": "string"}, "examples": examples},
        {"name": "x-trace", "in": "header", "schema": {"type": "string", "unknown": reference}, "example": reference},
        {"name": "filter", "in": "query", "content": {"application/json": {"schema": schema, "example": reference}}},
    ]
    response = {
        "description": "a pet",
        "headers": {"x-rate": {"schema": {"type": "string", "definitions": {"D": reference}}, "examples": examples}},
        "content": body | text,
        "links": {
            "next": {"operationId": "getPet", "parameters": {"id": "$response.body#/name"}, "requestBody": reference}
        },
        "x-note": reference,
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Canaries", "version": "1", "x-note": reference},
        "x-note": reference,
        "tags": [{"name": "a", "externalDocs": {"url": f"{uri}"}, "x-note": reference}],
        "paths": {
            "/pets/{id}": {
                "x-note": reference,
                "get": {"operationId": "getPet", "parameters": parameters, "responses": {"200": response}},
                "put": {
                    "operationId": "putPet",
                    "parameters": parameters[:1],
                    "requestBody": {"content": body | text, "x-note": reference},
                    "responses": {"200": response},
                    "x-note": reference,
                },
            },
            "/pets": {
                "post": {
                    "operationId": "createPet",
                    "requestBody": {"content": body},
                    "responses": {"201": response, "default": {"description": "x", "x-note": reference}},
                }
            },
        },
        "components": {
            "schemas": {"Pet": schema, "Unused": schema},
            "examples": {"External": {"externalValue": uri}},
            "x-note": reference,
        },
    }


def reference_places(uri: str) -> dict[str, Any]:
    """A document that refers to a URI where references are allowed, and names it where tools read URLs."""
    reference = {"$ref": uri}
    parameter = {"name": "id", "in": "path", "required": True, "schema": reference}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Canaries", "version": "1"},
        "jsonSchemaDialect": uri,
        "paths": {
            "/pets/{id}": {
                "get": {
                    "operationId": "getPet",
                    "parameters": [parameter, reference],
                    "responses": {
                        "200": {
                            "description": "a pet",
                            "headers": {"x-a": reference},
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Pet"},
                                    "examples": {"a": reference},
                                }
                            },
                            "links": {"a": reference, "b": {"operationRef": uri}},
                        },
                        "404": reference,
                    },
                },
                "put": {
                    "operationId": "putPet",
                    "parameters": [parameter],
                    "requestBody": reference,
                    "callbacks": {"a": reference},
                    "responses": {"200": {"description": "x"}},
                },
            },
            "/all": reference,
        },
        "components": {
            "schemas": {
                "Pet": {
                    "$schema": uri,
                    "allOf": [reference, {"$dynamicRef": uri}],
                    "properties": {"a": reference, "b": {"items": reference}},
                    "$defs": {"A": reference},
                    "discriminator": {"propertyName": "kind", "mapping": {"cat": uri}},
                },
                "Named": {"$id": uri, "properties": {"a": {"$ref": "other.json"}}},
            },
            "securitySchemes": {
                "oidc": {"type": "openIdConnect", "openIdConnectUrl": uri},
                "oauth": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": uri, "refreshUrl": uri, "scopes": {}}},
                },
                "ref": reference,
            },
        },
        "security": [{"oidc": []}, {"oauth": []}],
    }


def swagger_places(uri: str) -> dict[str, Any]:
    """A document of Swagger 2.0 with a URI where it is, or looks like, a reference."""
    reference = {"$ref": uri}
    return {
        "swagger": "2.0",
        "info": {"title": "Canaries", "version": "1"},
        "paths": {
            "/pets": {
                "post": {
                    "operationId": "createPet",
                    "consumes": ["application/json"],
                    "produces": ["application/json"],
                    "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}}],
                    "responses": {
                        "200": {
                            "description": "a pet",
                            "schema": {"$ref": "#/definitions/Pet"},
                            "examples": {"application/json": reference},
                        }
                    },
                }
            }
        },
        "definitions": {
            "Pet": {"type": "object", "default": reference, "example": reference, "x-note": reference},
            "Other": {"type": "object", "properties": {"a": reference}},
        },
        "x-note": reference,
    }
