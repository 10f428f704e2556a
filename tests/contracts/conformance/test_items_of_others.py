"""What a whole contract test writes: to items of its own, and never so that an item of others gets another name."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import contracts
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.messages import Request, Response
from contracts.run_result import Run
from contracts.spec.model import Contract

JSON = "application/json"
TEXT = {"type": "string", "minLength": 1, "maxLength": 40}


def _document() -> Contract:
    file = _item({"name": TEXT, "content": TEXT}, ["name", "content"])
    box = _item({"id": {"type": "string", "readOnly": True}, "label": TEXT}, ["label"])
    owner = _item({"id": {"type": "string", "readOnly": True}, "city": TEXT}, ["city"])
    machine = _item({"id": {"type": "string", "readOnly": True}, "owner_id": TEXT, "speed": TEXT}, ["owner_id"])
    paths = {
        "/files/{name}": {
            "parameters": [_path("name")],
            "get": _operation("readFile", answer=file),
            "put": _operation("replaceFile", body=file, answer=file),
            "patch": _operation("updateFile", body=_item({"name": TEXT, "content": TEXT}, []), answer=file),
        },
        "/boxes": {"post": _operation("createBox", body=box, answer=box, status="201")},
        "/boxes/{id}": {
            "parameters": [_path("id")],
            "get": _operation("readBox", answer=box),
            "put": _operation("replaceBox", body=box, answer=box),
        },
        "/owners": {"post": _operation("createOwner", body=owner, answer=owner, status="201")},
        "/owners/{id}": {"parameters": [_path("id")], "get": _operation("readOwner", answer=owner)},
        "/machines": {"post": _operation("createMachine", body=machine, answer=machine, status="201")},
        "/machines/{id}": {"parameters": [_path("id")], "get": _operation("readMachine", answer=machine)},
        "/machines/{id}/restart": {"parameters": [_path("id")], "post": _operation("restartMachine")},
    }
    return contracts.load({"openapi": "3.1.0", "info": {"title": "Rooms", "version": "1"}, "paths": paths})


def _item(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _operation(name: str, *, body: Any = None, answer: Any = None, status: str = "200") -> dict[str, Any]:
    ok = {"description": "done", **({"content": {JSON: {"schema": answer}}} if answer else {})}
    wrong = {code: {"description": "refused"} for code in ("400", "404", "405", "415", "422")}
    sent = {"requestBody": {"required": True, "content": {JSON: {"schema": body}}}} if body else {}
    return {"operationId": name, **sent, "responses": {status: ok, **wrong}}


REQUIRED = {"boxes": {"label"}, "owners": {"city"}, "machines": {"owner_id"}}


class Rooms:
    """A server whose files cannot be created, and whose boxes can be read by their label only."""

    base = "http://rooms.example"

    def __init__(self) -> None:
        self.items: dict[str, dict[str, dict[str, Any]]] = {
            "files": {"notes.txt": {"name": "notes.txt", "content": "first line"}},
            "boxes": {"b0": {"id": "b0", "label": "seeded"}},
            "owners": {"o0": {"id": "o0", "city": "Oslo"}},
            "machines": {"m0": {"id": "m0", "owner_id": "o0", "speed": "slow"}},
        }
        self.writes: list[str] = []
        self.owners: list[str] = []

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        status, value = self._respond(request)
        return Response(status, (("content-type", JSON), ("allow", "")), json.dumps(value).encode())

    def _respond(self, request: Request) -> tuple[int, Any]:
        kind, *rest = unquote(request.path).strip("/").split("/")
        items = self.items.get(kind)
        if items is None:
            return 404, {}
        body = self._body(request)
        if rest[1:] == ["restart"] and request.method == "POST" and rest[0] in items:
            self.writes.append(f"restart {rest[0]}")
            return 200, {}
        if request.method == "POST" and not rest and kind != "files":
            return self._create(kind, body)
        if len(rest) != 1 or request.method not in {"GET", "PUT", "PATCH"}:
            return 404 if request.method == "GET" else 405, {}
        return self._read(kind, rest[0]) if request.method == "GET" else self._write(kind, rest[0], body)

    @staticmethod
    def _body(request: Request) -> dict[str, Any] | None:
        try:
            value = json.loads(request.body)
        except (ValueError, RecursionError):
            return None
        is_text = isinstance(value, dict) and all(isinstance(one, str) and one.strip() for one in value.values())
        return value if is_text else None

    def _create(self, kind: str, body: dict[str, Any] | None) -> tuple[int, Any]:
        if body is None or not REQUIRED[kind] <= body.keys():
            return 422, {}
        if kind == "machines" and body["owner_id"] not in self.items["owners"]:
            return 422, {}
        identifier = f"{kind[0]}{len(self.items[kind])}"
        self.owners += [body["owner_id"]] if kind == "machines" else []
        self.items[kind][identifier] = {**body, "id": identifier}
        return 201, self.items[kind][identifier]

    def _read(self, kind: str, identifier: str) -> tuple[int, Any]:
        items = self.items[kind]
        if kind == "boxes":
            items = {str(item["label"]): item for item in items.values()}
        return (200, items[identifier]) if identifier in items else (404, {})

    def _write(self, kind: str, identifier: str, body: dict[str, Any] | None) -> tuple[int, Any]:
        if identifier not in self.items[kind]:
            return 404, {}
        if body is None:
            return 422, {}
        self.writes.append(identifier)
        item = {**self.items[kind].pop(identifier), **body}
        self.items[kind][item["name"] if kind == "files" else identifier] = item
        return 200, item


KNOWN = {"name": ("notes.txt",), "id": ("b0", "m0", "o0")}


def _tested(server: Rooms, **plan: Any) -> Run:
    session = Session(_document(), server, SessionPlan(known=KNOWN, **plan))
    run = ContractTestRun(session, ContractTestOptions(phases=("coverage",)))
    for _ in run.run():
        pass
    return run.result()


def test_items_of_others_are_unchanged() -> None:
    server = Rooms()
    result = _tested(server)
    assert not [note for note in result.notes if "internal error" in note]
    assert server.items["files"] == {"notes.txt": {"name": "notes.txt", "content": "first line"}}
    assert server.items["boxes"]["b0"] == {"id": "b0", "label": "seeded"}
    assert "notes.txt" in server.writes  # with its own name


def test_a_created_item_that_cannot_be_read_is_written() -> None:
    server = Rooms()
    notes = _tested(server).notes
    assert {one for one in server.writes if one.startswith("b")} - {"b0"}
    assert "b0" not in server.writes
    assert any(note.startswith("created by the test and not deleted") and "/boxes/" in note for note in notes)


def test_actions_and_references_use_created_items() -> None:
    server = Rooms()
    _tested(server)
    restarted = {one for one in server.writes if one.startswith("restart")}
    assert restarted
    assert "restart m0" not in restarted
    assert server.owners
    assert "o0" not in server.owners


def test_items_of_others_may_be_renamed_if_the_user_allows_it() -> None:
    server = Rooms()
    _tested(server, allow_destructive=True)
    assert "notes.txt" not in server.items["files"]
