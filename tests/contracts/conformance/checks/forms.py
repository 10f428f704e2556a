"""A small correct server of forms, files and several content types; tests override methods to introduce errors."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from python_multipart import FormParser
from python_multipart.multipart import parse_options_header

from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import answer

ERROR = {"description": "invalid", "content": {"application/json": {"schema": {"type": "object"}}}}
DONE = {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}
LOGIN = {
    "type": "object",
    "required": ["user", "age"],
    "properties": {
        "user": {"type": "string", "minLength": 1},
        "age": {"type": "integer"},
        "mode": {"enum": ["a", "b"]},
    },
}
UPLOAD = {
    "type": "object",
    "required": ["file", "title"],
    "properties": {"file": {"type": "string", "format": "binary"}, "title": {"type": "string"}},
}
FORM, MULTIPART, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"


def document(*failures: str) -> dict[str, Any]:
    """Return the document of the server.

    :param failures: the documented status codes of errors.
    """

    def operation(name: str, **content: Any) -> dict[str, Any]:
        body = {
            "required": True,
            "content": {kind.replace("__", "/"): {"schema": one} for kind, one in content.items()},
        }
        responses = {"200": DONE, **dict.fromkeys(failures or ("400",), ERROR)}
        return {"post": {"operationId": name, "requestBody": body, "responses": responses}}

    paths = {
        "/login": operation("login", **{FORM: LOGIN}),
        "/upload": operation("upload", **{MULTIPART: UPLOAD}),
        "/either": operation("either", **{JSON: LOGIN, FORM: LOGIN}),
        "/json": operation("json", **{JSON: LOGIN}),
    }
    return {"openapi": "3.1.0", "info": {"title": "Forms", "version": "1"}, "paths": paths}


class Forms:
    """The server; tests may override each method."""

    base = "http://forms.example"

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Handle a request."""
        if request.method != "POST":
            return answer({}, 405, allow="POST")
        try:
            return self.handle(request.path, request)
        except (ValueError, TypeError, RecursionError):
            return answer({}, 400)

    def close(self) -> None:
        """Nothing to close."""

    def handle(self, path: str, request: Request) -> Response:
        kind = (request.header("content-type") or "").partition(";")[0]
        allowed = {"/login": {FORM}, "/upload": {MULTIPART}, "/either": self.either(), "/json": {JSON}}
        if path not in allowed:
            return answer({}, 404)
        if kind not in allowed[path]:
            return self.unsupported(request)
        fields = self.fields(kind, request)
        return self.uploaded(fields) if path == "/upload" else self.logged_in(fields)

    def either(self) -> set[str]:
        """Return the content types of ``/either``."""
        return {FORM, JSON}

    def unsupported(self, request: Request) -> Response:
        return answer({}, 400)

    def fields(self, kind: str, request: Request) -> dict[str, Any]:
        """Return the fields of a body. Raises :class:`ValueError` for a malformed one."""
        if kind == JSON:
            value = json.loads(request.body)
            if not isinstance(value, dict):
                raise TypeError
            return value
        if kind == FORM:
            return dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        return {name: data for name, _, data in self.parts(request)}

    def parts(self, request: Request) -> list[tuple[str, str, bytes]]:
        """Return name, file name and content of each part. Raises :class:`ValueError` for a malformed body."""
        boundary = parse_options_header(request.header("content-type") or "")[1].get(b"boundary")
        if not boundary:
            raise ValueError("no boundary")
        found: list[tuple[str, str, bytes]] = []

        def add_field(field: Any) -> None:
            found.append((_text(field.field_name), "", field.value or b""))

        def add_file(file: Any) -> None:
            file.file_object.seek(0)
            found.append((_text(file.field_name), _text(file.file_name), file.file_object.read()))

        parser = FormParser(MULTIPART, add_field, add_file, boundary=boundary)
        parser.write(request.body)
        parser.finalize()
        parser.close()
        return found

    def logged_in(self, fields: dict[str, Any]) -> Response:
        user, age = fields.get("user"), fields.get("age", "")
        if not isinstance(user, str) or not user or isinstance(age, bool | list | dict):
            return answer({}, 400)
        int(age)
        return answer({}, 200 if fields.get("mode", "a") in {"a", "b"} else 400)

    def uploaded(self, fields: dict[str, Any]) -> Response:
        return answer({}, 200 if {"file", "title"} <= fields.keys() else 400)


def _text(name: bytes | None) -> str:
    return (name or b"").decode("utf-8", "replace")
