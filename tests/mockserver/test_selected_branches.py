"""Requests and responses of schemas with a discriminator."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

REF = "#/components/schemas/"


def branch(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"id": {"type": "string", "readOnly": True}, "kind": {"type": "string"}, **properties},
    }


SCHEMAS = {
    "Job": {
        "oneOf": [{"$ref": f"{REF}Print"}, {"$ref": f"{REF}Scan"}],
        "discriminator": {"propertyName": "kind", "mapping": {"PRINT": f"{REF}Print", "SCAN": f"{REF}Scan"}},
    },
    "Print": branch(copies={"type": "integer"}, colour={"type": "boolean"}),
    "Scan": branch(pages={"type": "integer"}),
}
JOB = {"$ref": f"{REF}Job"}


@pytest.fixture(scope="module")
def client() -> Client:
    body = {"required": True, "content": json_content(JOB)}
    paths = {
        "/jobs": {
            "get": {"responses": {"200": response({"type": "array", "items": JOB})}},
            "post": {"requestBody": body, "responses": {"201": response(JOB), "400": {"description": "bad"}}},
        },
        "/jobs/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(JOB)}},
            "put": {"requestBody": body, "responses": {"200": response(JOB), "400": {"description": "bad"}}},
        },
        "/job": {
            "get": {"responses": {"200": response(JOB)}},
            "post": {"requestBody": body, "responses": {"200": response(JOB), "400": {"description": "bad"}}},
        },
    }
    return Client(create_app(document(paths, components={"schemas": SCHEMAS})))


KEYS = {"PRINT": {"id", "kind", "copies", "colour"}, "SCAN": {"id", "kind", "pages"}}


def test_generated_items_have_the_properties_of_their_kind(client: Client) -> None:
    jobs = [client("GET", f"/jobs/{number}").json for number in range(20)]
    assert {job["kind"] for job in jobs} == set(KEYS)
    assert all(set(job) == KEYS[job["kind"]] for job in jobs)


@pytest.mark.parametrize("kind", ["PRINT", "SCAN"])
@pytest.mark.parametrize("path", ["/jobs", "/job"])
def test_created_items_are_of_the_kind_that_was_sent(client: Client, kind: str, path: str) -> None:
    reply = client("POST", path, {"kind": kind})
    assert reply.status in (200, 201)
    assert reply.json["kind"] == kind
    assert set(reply.json) <= KEYS[kind]


def test_an_item_can_change_its_kind(client: Client) -> None:
    for body in ({"kind": "SCAN", "pages": 3}, {"kind": "PRINT", "copies": 2}):
        changed = client("PUT", "/jobs/7", body)
        assert (changed.status, changed.json) == (200, {"id": "7", **body})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"kind": "SCAN", "pages": "x"}, 'body/pages: "x" is not of type "integer"'),
        ({"kind": "FAX"}, 'body/kind: "FAX" is not one of "PRINT" or "SCAN"'),
        ({"pages": 3}, 'body: "kind" is a required property'),
    ],
)
def test_requests_are_validated_by_their_kind(client: Client, body: Any, reason: str) -> None:
    reply = client("POST", "/jobs", body)
    assert (reply.status, reply.header("x-mock-reason")) == (400, f"invalid_body {reason}")
