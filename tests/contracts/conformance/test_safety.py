"""The safety rules: which requests a contract test sends, whatever check or generator they come from."""

from __future__ import annotations

import pytest

import contracts
from contracts.conformance.safety import Safety, SafetyRules, is_destructive, without_password
from contracts.messages import Request
from contracts.spec.model import Contract, Operation

JSON = "application/json"
ANY = {"responses": {"200": {"description": "done"}}}
BODY = {
    "requestBody": {"content": {JSON: {"schema": {"type": "object", "properties": {"password": {"type": "string"}}}}}}
}


def _paths() -> dict[str, dict[str, object]]:
    identifier = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    return {
        "/things": {"get": {"operationId": "listThings", **ANY}, "delete": {"operationId": "emptyThings", **ANY}},
        "/things/{id}": {
            "parameters": identifier,
            "get": {"operationId": "readThing", **ANY},
            "put": {"operationId": "replaceThing", **ANY},
            "delete": {"operationId": "deleteThing", **ANY},
        },
        "/things/{id}/purge": {"parameters": identifier, "post": {"operationId": "purgeThing", **ANY}},
        "/things/{id}/parts": {"parameters": identifier, "delete": {"operationId": "emptyParts", **ANY}},
        "/cache": {"post": {"operationId": "flushCache", **ANY}},
        "/logout": {"post": {"operationId": "endSession", **ANY}},
        "/me": {"put": {"operationId": "updateMe", **ANY, **BODY}},
        "/accounts/{id}": {"parameters": identifier, "put": {"operationId": "updateAccount", **ANY}},
    }


CONTRACT: Contract = contracts.load(
    {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}, "paths": _paths()}
)
OPERATIONS: dict[str, Operation] = {one.id: one for one in CONTRACT.operations}
OWN = {"/things/own"}
ABSENT = {"/things/absent"}


def _objection(request: Request, rules: SafetyRules | None = None, excluded: tuple[str, ...] = ()) -> str:
    safety = Safety(
        CONTRACT.operations,
        rules or SafetyRules(),
        [OPERATIONS[name] for name in excluded],
        ["tester:secret"],
        native=False,
        owns=lambda path: any(path == own or path.startswith(f"{own}/") for own in OWN),
        is_absent=lambda request: request.path in ABSENT,
    )
    return safety.objection(request)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/things/7"),
        ("PUT", "/things/7"),
        ("DELETE", "/things/own"),
        ("DELETE", "/things/absent"),
        ("DELETE", "/things/own/parts"),
        ("POST", "/things/own/purge"),
        ("PUT", "/accounts/another"),
    ],
)
def test_requests_that_are_sent(method: str, path: str) -> None:
    assert _objection(Request(method, path)) == ""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/things/7"),
        ("DELETE", "/things"),
        ("DELETE", "/things/7/parts"),
        ("DELETE", "/undocumented/7"),
        ("POST", "/things/7/purge"),
        ("POST", "/cache"),
        ("POST", "/logout"),
        ("PUT", "/accounts/tester"),
    ],
)
def test_requests_that_are_withheld(method: str, path: str) -> None:
    assert _objection(Request(method, path))
    assert not _objection(Request(method, path), SafetyRules(allow_destructive=True))


def test_the_password_of_the_tester_is_not_changed() -> None:
    request = Request("PUT", "/me").with_body(b'{"password": "x"}', JSON)
    assert "password" in _objection(request)
    assert not _objection(request.with_body(b'{"name": "x"}', JSON))
    media = OPERATIONS["updateMe"].request_body
    schema = media.content[0].schema if media is not None else None
    assert schema is not None
    assert without_password(OPERATIONS["updateMe"], {"password": "x", "name": "y"}, schema) == {"name": "y"}


def test_read_only_and_no_delete() -> None:
    read_only, no_delete = SafetyRules(read_only=True), SafetyRules(no_delete=True)
    assert _objection(Request("PUT", "/things/7"), read_only) == "--read-only"
    assert not _objection(Request("HEAD", "/things/7"), read_only)
    assert _objection(Request("DELETE", "/things/own"), no_delete) == "--no-delete"
    assert not _objection(Request("PUT", "/things/own"), no_delete)


def test_excluded_operations_are_not_sent() -> None:
    assert "readThing" in _objection(Request("GET", "/things/7"), excluded=("readThing",))
    assert not _objection(Request("GET", "/things"), excluded=("readThing",))


def test_operations_that_delete_by_their_name() -> None:
    named = {name for name, operation in OPERATIONS.items() if is_destructive(operation)}
    assert named == {"emptyThings", "deleteThing", "purgeThing", "emptyParts", "flushCache", "endSession"}
