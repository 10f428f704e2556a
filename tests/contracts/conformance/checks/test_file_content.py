"""Servers that damage uploaded files."""

from __future__ import annotations

from typing import Any

from contracts.conformance.checks import file_content
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import JSON, answer, rules

TEXT = (("content-type", "text/plain"),)


def document() -> dict[str, Any]:
    item = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    ok = {"description": "OK", "content": {JSON: {"schema": item}}}
    text = {"description": "OK", "content": {"text/plain": {"schema": {"type": "string"}}}}
    missing = {"404": {"description": "not found"}}
    upload = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
    identifier = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]

    def get(name: str, response: dict[str, Any]) -> dict[str, Any]:
        return {"parameters": identifier, "get": {"operationId": name, "responses": {"200": response, **missing}}}

    body = {"required": True, "content": {"multipart/form-data": {"schema": upload}}}
    paths = {
        "/files": {"post": {"operationId": "upload", "requestBody": body, "responses": {"201": ok}}},
        "/files/{id}": get("read", ok),
        "/files/{id}/content": get("download", text),
        "/files/{id}/note": get("note", text),
    }
    return {"openapi": "3.1.0", "info": {"title": "Files", "version": "1"}, "paths": paths}


class Files:
    """A server of files, each with an empty note."""

    base = "http://files.example"

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Handle a request."""
        key, _, below = request.path.removeprefix("/files").strip("/").partition("/")
        if request.method == "POST":
            key = f"f{len(self.files)}"
            self.files[key] = request.body.partition(b"\r\n\r\n")[2].partition(b"\r\n--")[0]
            return answer({"id": key}, 201)
        if key not in self.files:
            return Response(404)
        bodies = {"": b"", "content": self.content(key), "note": b""}
        return Response(200, TEXT, bodies[below]) if below else answer({"id": key})

    def close(self) -> None:
        """Nothing to close."""

    def content(self, key: str) -> bytes:
        return self.files[key]


class Cutting(Files):
    def content(self, key):
        return self.files[key][:-1]


def test_only_the_content_is_compared():
    assert rules(file_content.CHECK, Files(), document()) == []
    assert rules(file_content.CHECK, Cutting(), document()) == ["file-content"]
