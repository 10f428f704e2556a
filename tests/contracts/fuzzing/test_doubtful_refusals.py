"""Documented refusals of valid requests that a document cannot rule out, and items that need not exist yet."""

from __future__ import annotations

import json

import pytest

import contracts
from contracts.conformance.session import Session, SessionPlan
from contracts.fuzzing.certainty import must_exist
from contracts.fuzzing.state_dependence import updates_union
from contracts.messages import Response
from tests.contracts.fuzzing.shop import JSON, Shop, findings, problem


def creating(properties, refuses):
    """Return a session with a server that refuses bodies with 422 for a reason that the document cannot express."""
    schema = {"type": "object", "required": [*properties], "properties": properties}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    responses = {status: {"description": "a response"} for status in ("200", "400", "422")}
    paths = {"/trips": {"post": {"operationId": "plan", "requestBody": body, "responses": responses}}}
    document = {"openapi": "3.1.0", "info": {"title": "Trips", "version": "1"}, "paths": paths}
    loaded = contracts.load(document)
    validator = next(iter(loaded.operations)).request_body.content[0].schema.request_validator

    def serve(request, _):
        if request.method != "POST":
            return Response(405, (JSON, ("allow", "POST")), b"{}")
        try:
            value = json.loads(request.body)
        except ValueError:
            return problem(400)
        if not validator.is_valid(value):
            return problem(400)
        return problem(422) if refuses(value) else Response(200, (JSON,), b"{}")

    return Session(loaded, Shop(serve), SessionPlan())


DAY, SEATS = {"type": "string", "format": "date"}, {"type": "integer", "minimum": 1}
SEATS_BY_CAR = {"type": "object", "additionalProperties": SEATS}


@pytest.mark.parametrize(
    ("properties", "refuses"),
    [
        ({"first": DAY, "last": DAY}, lambda body: body["last"] < body["first"]),
        ({"first": {"anyOf": [DAY, {"type": "null"}]}}, lambda body: (body["first"] or "2999") < "2026"),
        ({"seats": SEATS}, lambda body: isinstance(body["seats"], float)),
        ({"seats_by_car": SEATS_BY_CAR}, lambda body: body["seats_by_car"]),
        ({"notes": {"type": "array", "items": {"type": "object"}}}, lambda body: {} in body["notes"]),
    ],
)
def test_refusals_that_are_not_judged(properties, refuses):
    found = findings(creating(properties, refuses), phases=("coverage", "fuzzing"))
    assert not any(one.rule == "valid-refused" for one in found)


def test_a_refusal_that_is_judged():
    found = findings(creating({"seats": SEATS}, lambda body: body["seats"] == 1), phases=("coverage", "fuzzing"))
    assert any(one.rule == "valid-refused" for one in found)


def operations(status):
    responses = {"200": {"description": "the result"}, "404": {"description": "not found"}}
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/jobs": {"post": {"operationId": "start", "responses": {status: {"description": "started"}}}},
        "/jobs/{id}": {"get": {"operationId": "read", "parameters": [identifier], "responses": responses}},
        "/jobs/{id}/result": {"get": {"operationId": "result", "parameters": [identifier], "responses": responses}},
    }
    document = {"openapi": "3.1.0", "info": {"title": "Jobs", "version": "1"}, "paths": paths}
    return {one.id: one for one in contracts.load(document).operations}


@pytest.mark.parametrize(
    ("status", "read", "expected"), [("201", "read", True), ("202", "read", False), ("201", "result", False)]
)
def test_what_must_exist_after_a_creation(status, read, expected):
    found = operations(status)
    assert must_exist(found["start"], found[read]) is expected


@pytest.mark.parametrize(("kinds", "expected"), [(2, True), (1, False)])
def test_an_update_of_one_of_several_kinds_may_be_refused(kinds, expected):
    names = ("loud", "quiet")[:kinds]
    parts = [{"type": "object", "properties": {"id": {"type": "string"}, name: {"type": "boolean"}}} for name in names]
    item = {"oneOf": parts}
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ok = {"200": {"description": "the item", "content": {"application/json": {"schema": item}}}}
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    patch = {"operationId": "update", "requestBody": body, "responses": {**ok, "422": {"description": "another kind"}}}
    path = {"parameters": [identifier], "get": {"operationId": "read", "responses": ok}, "patch": patch}
    document = {"openapi": "3.1.0", "info": {"title": "Events", "version": "1"}, "paths": {"/events/{id}": path}}
    found = {one.id: one for one in contracts.load(document).operations}
    assert updates_union(found["update"]) is expected
    assert not updates_union(found["read"])
