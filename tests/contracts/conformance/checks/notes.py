"""A small correct server of notes and its document; tests override methods to introduce errors.

It is independent of the mock, so a check without findings relies on the document only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

import contracts
from contracts.conformance.checks.check import Check
from contracts.conformance.restoration import put_back
from contracts.conformance.session import Session, SessionPlan
from contracts.findings import Finding
from contracts.messages import Request, Response

Note = dict[str, Any]
BASE = "http://notes.example"

PROPERTIES: dict[str, Any] = {
    "id": {"type": "string", "readOnly": True, "pattern": "^n[0-9]{3}$"},
    "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 60,
        "examples": ["Buy milk", "Call the vet", "Water plants"],
    },
    "text": {"type": ["string", "null"], "examples": ["Two litres, and bread", "Before noon, ask for Ada"]},
    "state": {"type": "string", "enum": ["open", "done"]},
    "stars": {"type": "integer", "minimum": 0, "maximum": 5},
    "due": {"type": "string", "format": "date-time"},
    "created_at": {"type": "string", "format": "date-time", "readOnly": True},
    "updated_at": {"type": "string", "format": "date-time", "readOnly": True},
}
MANDATORY = ["id", "title", "state", "created_at", "updated_at"]
SELECTABLE = ["title", "text", "stars", "due"]
JSON = "application/json"


def _answer(schema: Any) -> dict[str, Any]:
    return {"description": "OK", "content": {JSON: {"schema": schema}}}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def document() -> dict[str, Any]:
    """Return the document of the server; callers may modify it."""
    note, some = {"$ref": "#/components/schemas/Note"}, {"$ref": "#/components/schemas/SomeNote"}
    body = {"required": True, "content": {JSON: {"schema": {"$ref": "#/components/schemas/NoteChange"}}}}
    whole = {"required": True, "content": {JSON: {"schema": {"$ref": "#/components/schemas/NoteBody"}}}}
    wrong = {"400": {"description": "invalid request"}, "404": {"description": "not found"}}
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "examples": ["n001"]}}
    identifier["examples"] = {f"{number}": {"value": f"n{number:03}"} for number in (1, 4, 2, 5, 3, 6, 7, 8, 9, 10)}
    ids = {"name": "ids", "in": "path", "required": True}
    ids["schema"] = {"type": "string", "pattern": "^n[0-9]{3}(,n[0-9]{3}){0,9}$"}
    ids["examples"] = {"some": {"value": "n004,n001,n003"}, "more": {"value": "n002,n006,n005"}}
    fields = _query("fields", {"type": "array", "items": {"enum": SELECTABLE}}) | {"explode": False}
    listing = [
        _query("limit", {"type": "integer", "minimum": 1, "maximum": 20, "default": 20}),
        _query("offset", {"type": "integer", "minimum": 0}),
        _query("sort", {"type": "string", "enum": ["title", "stars", "state", "created_at"]}),
        _query("order", {"type": "string", "enum": ["asc", "desc"]}),
        _query("state", {"type": "string", "enum": ["open", "done"]}),
    ]
    writable = {name: schema for name, schema in PROPERTIES.items() if "readOnly" not in schema}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "paths": {
            "/notes": {
                "get": {
                    "operationId": "list",
                    "parameters": listing,
                    "responses": {"200": _answer({"type": "array", "items": note}), **wrong},
                },
                "post": {"operationId": "create", "requestBody": whole, "responses": {"201": _answer(note), **wrong}},
            },
            "/notes/{id}": {
                "parameters": [identifier],
                "get": {"operationId": "read", "parameters": [fields], "responses": {"200": _answer(some), **wrong}},
                "patch": {"operationId": "update", "requestBody": body, "responses": {"200": _answer(note), **wrong}},
                "put": {"operationId": "replace", "requestBody": whole, "responses": {"200": _answer(note), **wrong}},
                "delete": {"operationId": "delete", "responses": {"204": {"description": "gone"}, **wrong}},
            },
            "/several/{ids}": {
                "x-mock-resource": {"list": "notes", "id": "id"},
                "get": {
                    "operationId": "several",
                    "parameters": [ids],
                    "responses": {
                        "200": _answer(
                            {
                                "type": "object",
                                "required": ["notes"],
                                "properties": {"notes": {"type": "array", "items": note}},
                            }
                        ),
                        **wrong,
                    },
                },
            },
        },
        "components": {
            "schemas": {
                "Note": {"type": "object", "required": MANDATORY, "properties": PROPERTIES},
                "SomeNote": {"type": "object", "required": ["id", "state", "created_at"], "properties": PROPERTIES},
                "NoteBody": {"type": "object", "required": ["title", "state"], "properties": writable},
                "NoteChange": {"type": "object", "properties": writable},
            }
        },
    }


class Notes:
    """The server; tests may override each method."""

    base = BASE
    first = 12

    def __init__(self) -> None:
        self.clock = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
        self.notes: dict[str, Note] = {}
        self.number = 0
        for number in range(self.first):
            self.create(
                {"title": f"Note {(number * 5) % 12:02}", "state": ("open", "done")[number % 2], **_more(number)}
            )

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Handle a request."""
        path, _, query = request.target.partition("?")
        segments = [unquote(segment) for segment in path.strip("/").split("/")]
        return self.route(request, segments, dict(parse_qsl(query, keep_blank_values=True)))

    def close(self) -> None:
        """Nothing to close."""

    def route(self, request: Request, segments: list[str], query: dict[str, str]) -> Response:
        match (request.method, segments):
            case ("GET", ["notes"]):
                return self.list(query)
            case ("POST", ["notes"]):
                return self.with_body(request, self.created)
            case ("GET", ["several", ids]):
                return self.several(ids.split(","))
            case (_, ["notes", identifier]) if identifier not in self.notes:
                return Response(404)
            case ("GET", ["notes", identifier]):
                return self.read(identifier, query)
            case ("PATCH", ["notes", identifier]):
                return self.with_body(request, lambda body: self.patch(identifier, body))
            case ("PUT", ["notes", identifier]):
                return self.with_body(request, lambda body: self.put(identifier, body))
            case ("DELETE", ["notes", identifier]):
                return self.delete(identifier)
        return Response(404)

    def with_body(self, request: Request, act: Callable[[Note], Response]) -> Response:
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            return Response(400)
        known = contracts_schema().is_valid(body)
        return act(body) if known else Response(400)

    def now(self) -> str:
        self.clock += timedelta(minutes=7)
        return self.clock.isoformat().replace("+00:00", "Z")

    # ------------------------------------------------------------------ operations

    def create(self, body: Note) -> Note:
        self.number += 1
        now = self.now()
        note = {"id": f"n{self.number:03}", **self.taken(body), "created_at": now, "updated_at": now}
        self.notes[note["id"]] = note
        return note

    def taken(self, body: Note) -> Note:
        """Return the stored properties of a body."""
        return {
            name: value for name, value in body.items() if name in PROPERTIES and "readOnly" not in PROPERTIES[name]
        }

    def created(self, body: Note) -> Response:
        if not {"title", "state"} <= body.keys():
            return Response(400)
        note = self.create(body)
        return answer(self.shown(note), 201, location=f"/notes/{note['id']}")

    def shown(self, note: Note) -> Note:
        return dict(note)

    def read(self, identifier: str, query: dict[str, str]) -> Response:
        note = self.shown(self.notes[identifier])
        if "fields" not in query:
            return answer(note)
        asked = query["fields"].split(",")
        if not set(asked) <= set(SELECTABLE):
            return Response(400)
        return answer({name: value for name, value in note.items() if name in asked or name not in SELECTABLE})

    def patch(self, identifier: str, body: Note) -> Response:
        taken = self.taken(body)
        if taken:
            self.notes[identifier] = {**self.notes[identifier], **taken, "updated_at": self.now()}
        return answer(self.shown(self.notes[identifier]))

    def put(self, identifier: str, body: Note) -> Response:
        if not {"title", "state"} <= body.keys():
            return Response(400)
        old = self.notes[identifier]
        kept = {"id": old["id"], "created_at": old["created_at"]}
        self.notes[identifier] = {**kept, **self.taken(body), "updated_at": self.now()}
        return answer(self.shown(self.notes[identifier]))

    def delete(self, identifier: str) -> Response:
        del self.notes[identifier]
        return Response(204)

    def several(self, ids: list[str]) -> Response:
        if not all(one in self.notes for one in ids):
            return Response(404)
        if len(ids) > 10:
            return Response(400)
        return answer({"notes": [self.shown(self.notes[one]) for one in dict.fromkeys(ids)]})

    def list(self, query: dict[str, str]) -> Response:
        if not 1 <= _number(query.get("limit", "1")) <= 20 or _number(query.get("offset", "0")) < 0:
            return Response(400)
        notes = [self.shown(note) for note in self.notes.values()]
        notes = [note for note in notes if note["state"] == query.get("state", note["state"])]
        return answer(self.page(self.ordered(notes, query), query))

    def ordered(self, notes: Iterable[Note], query: dict[str, str]) -> list[Note]:
        by = query.get("sort", "")
        down = query.get("order") == "desc"
        if by not in PROPERTIES:
            return [*notes]
        return sorted(notes, key=lambda note: (by in note, note.get(by, "")), reverse=down)

    def page(self, notes: list[Note], query: dict[str, str]) -> list[Note]:
        start = int(query.get("offset", "0"))
        return notes[start : start + int(query.get("limit", "20"))]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else -1


def _more(number: int) -> Note:
    return {"text": f"Text {number}", "stars": (number * 7) % 6, "due": f"2026-05-{number + 1:02}T08:00:00Z"}


def contracts_schema() -> Any:
    return LOADED.schema("/components/schemas/NoteChange").request_validator


def answer(value: Any, status: int = 200, **headers: str) -> Response:
    """Return a JSON response."""
    return Response(status, (("content-type", JSON), *headers.items()), json.dumps(value).encode())


LOADED = contracts.load(document())


def session(server: Any, changed: dict[str, Any] | None = None, **plan: Any) -> Session:
    """Return a session with a server, with the document of the notes or a changed one."""
    return Session(contracts.load(changed) if changed else LOADED, server, SessionPlan(**plan))


def findings(check: Check, server: Any, changed: dict[str, Any] | None = None, **plan: Any) -> list[Finding]:
    """Return the findings of a check about a server, on which everything is then put back."""
    tested = session(server, changed, **plan)
    tested.items.take_snapshot()
    return [*check.run(tested), *put_back(tested)]


def rules(check: Check, server: Any, changed: dict[str, Any] | None = None, **plan: Any) -> list[str]:
    """Return the rules of the findings of a check about a server."""
    return [finding.rule for finding in findings(check, server, changed, **plan)]
