"""A file name that is stored, and makes a later read fail, is found at that read."""

from __future__ import annotations

from typing import Any

import contracts
from contracts.conformance.checks import hostile_input
from contracts.conformance.session import Session, SessionPlan
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.forms import MULTIPART, UPLOAD, Forms
from tests.contracts.conformance.checks.notes import answer

FILE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
JSON = {"application/json": {"schema": FILE}}
BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
ERRORS = {status: {"description": "an error"} for status in ("400", "404")}


def operation(name: str, status: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": {status: {"description": "ok", "content": content}, **ERRORS}, **more}


DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Files", "version": "1"},
    "paths": {
        "/files": {
            "post": operation(
                "upload", "201", JSON, requestBody={"required": True, "content": {MULTIPART: {"schema": UPLOAD}}}
            )
        },
        "/files/{id}": {"get": operation("read", "200", JSON, parameters=[ID])},
        "/files/{id}/content": {"get": operation("download", "200", BYTES, parameters=[ID])},
    },
}


class Files(Forms):
    """Stores the names of files; ``is_correct`` is false if the download fails for names outside of Latin-1."""

    def __init__(self, *, is_correct: bool) -> None:
        self.names: list[str] = []
        self.is_correct = is_correct

    def handle(self, path: str, request: Request) -> Response:
        found = {name: filename for name, filename, _ in self.parts(request)}
        if path != "/files" or not {"file", "title"} <= found.keys():
            return answer({}, 400)
        self.names.append(found["file"])
        return answer({"id": len(self.names), "name": found["file"]}, 201)

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        if request.method != "GET":
            return super().send(request)
        number = request.path.split("/")[2]
        if (
            not number.isdecimal()
            or not number.isascii()
            or not 0 < int(number[:9]) <= len(self.names)
            or len(number) > 9
        ):
            return answer({}, 404)
        name = self.names[int(number) - 1]
        if not request.path.endswith("/content"):
            return answer({"id": int(number), "name": name})
        fails = not self.is_correct and any(ord(character) > 255 for character in name)
        return answer({}, 500) if fails else Response(200, (("content-type", "application/octet-stream"),), b"data")


def found(server: Files) -> list[tuple[str, str]]:
    session = Session(contracts.load(DOCUMENT), server, SessionPlan())
    findings = list(hostile_input.CHECK.run(session))
    return [(one.evidence.operation, one.message) for one in findings if one.evidence]


def test_a_name_that_makes_the_download_fail() -> None:
    assert found(Files(is_correct=False)) == [
        ("download", "the server fails for non-Latin characters in the file name of file")
    ]


def test_a_server_that_serves_all_names() -> None:
    assert found(Files(is_correct=True)) == []
