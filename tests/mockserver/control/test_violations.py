"""``violations`` of exchanges: what a refused request breaks, and where that is in the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.mockserver.control.shop import Shop, sqlite
from tests.mockserver.kit import document, json_content, path_parameter

PET: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "discriminator": {"propertyName": "kind"},
    "properties": {"kind": {"type": "string"}, "name": {"type": "string", "minLength": 2, "pattern": "^[A-Z]"}},
}
SCHEMAS = {
    "Pet": PET,
    "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"volume": {"maximum": 9}}}]},
    "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["lives"]}]},
    "Tag": {"type": "string", "enum": ["a", "b"]},
    "Car": {"properties": {"kind": {"const": "Car"}, "doors": {"type": "integer"}}, "required": ["kind"]},
    "Boat": {"properties": {"kind": {"const": "Boat"}, "sails": {"type": "integer"}}, "required": ["kind"]},
}
OWN: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "minLength": 3},
        "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
        "pet": {"$ref": "#/components/schemas/Pet"},
        "a/b": {"type": "object", "properties": {"$ref": {"type": "integer"}}},
        "vehicle": {
            "oneOf": [{"$ref": "#/components/schemas/Car"}, {"$ref": "#/components/schemas/Boat"}],
            "discriminator": {"propertyName": "kind"},
        },
        "size": {"type": ["integer", "null"]},
        "secret": {"type": "string", "maxLength": 3},
    },
}
BODY = {
    "required": True,
    "content": {
        **json_content({"$ref": "#/components/schemas/Case"}),
        "text/*": {"schema": {"type": "string", "maxLength": 3}},
    },
}
PATHS: dict[str, Any] = {
    "/cases": {
        "parameters": [{"$ref": "#/components/parameters/Limit"}],
        "post": {
            "operationId": "createCase",
            "parameters": [
                {"name": "X-Trace", "in": "header", "required": True, "schema": {"$ref": "#/components/schemas/Tag"}},
                {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
            ],
            "requestBody": {"$ref": "#/components/requestBodies/Case"},
            "security": [],
            "responses": {"201": {"description": "made", "content": json_content({"type": "object"})}},
        },
    },
    "/cases/{id}": {
        "get": {
            "operationId": "getCase",
            "parameters": [path_parameter("id", {"type": "integer", "minimum": 10})],
            "responses": {"200": {"description": "a case", "content": json_content({"type": "object"})}},
        },
    },
}
PARTS: dict[str, Any] = {
    "components": {
        "schemas": {**SCHEMAS, "Case": OWN},
        "requestBodies": {"Case": BODY},
        "parameters": {
            "Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 5, "minimum": 1}}
        },
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
    },
    "security": [{"bearer": []}],
}
CASE = "/components/schemas/Case"
POST = "/paths/~1cases/post"
LONG = "a" * 101


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop(document(PATHS, **PARTS))


def last(shop: Shop) -> list[dict[str, Any]]:
    """The violations of the last request."""
    number = shop.admin("GET", "/requests?limit=1").json["requests"][0]["number"]
    reply = shop.admin("GET", f"/requests/{number}")
    assert reply.status == 200
    found: list[dict[str, Any]] = reply.json["violations"]
    return found


def broken(shop: Shop, body: Any) -> list[tuple[str, str]]:
    """Location and pointer of the violations of a body."""
    assert shop("POST", "/cases", body, **{"x-trace": "a"}).status == 422
    found = last(shop)
    assert {one["kind"] for one in found} == {"invalid_body"}
    return [(one["location"], one["pointer"]) for one in found]


@pytest.mark.parametrize(
    ("body", "location", "pointer"),
    [
        ({"title": "x"}, "body/title", f"{CASE}/properties/title/minLength"),
        ({}, "body", f"{CASE}/required"),
        ({"title": "abc", "x": 1}, "body", f"{CASE}/additionalProperties"),
        ({"title": "abc", "tags": ["a", "c"]}, "body/tags/1", "/components/schemas/Tag/enum"),
        ({"title": "abc", "tags": 1}, "body/tags", f"{CASE}/properties/tags/type"),
        ({"title": "abc", "size": "x"}, "body/size", f"{CASE}/properties/size/type"),
        ({"title": "abc", "a/b": 1}, "body/a~1b", f"{CASE}/properties/a~1b/type"),
        ({"title": "abc", "pet": {"kind": "Cow"}}, "body/pet/kind", "/components/schemas/Pet/properties/kind"),
        (
            {"title": "abc", "pet": {"kind": "Dog", "name": "X"}},
            "body/pet/name",
            "/components/schemas/Pet/properties/name/minLength",
        ),
        ({"title": "abc", "pet": {"kind": "Cat"}}, "body/pet", "/components/schemas/Cat/allOf/1/required"),
        (
            {"title": "abc", "pet": {"kind": "Dog", "volume": 10}},
            "body/pet/volume",
            "/components/schemas/Dog/allOf/1/properties/volume/maximum",
        ),
        ({"title": "abc", "pet": {}}, "body/pet", "/components/schemas/Pet/required"),
        (
            {"title": "abc", "vehicle": {"kind": "Car", "doors": "x"}},
            "body/vehicle/doors",
            "/components/schemas/Car/properties/doors/type",
        ),
        (
            {"title": "abc", "vehicle": {"kind": "Plane"}},
            "body/vehicle/kind",
            f"{CASE}/properties/vehicle/discriminator",
        ),
    ],
)
def test_the_keyword_of_a_body(shop: Shop, body: Any, location: str, pointer: str) -> None:
    assert (location, pointer) in broken(shop, body)


def test_all_violations_of_a_request(shop: Shop) -> None:
    body = {"title": "x", "tags": ["c"]}
    assert shop("POST", "/cases?limit=9&tags=1,x", body, **{"x-trace": "c"}).status == 422
    found = last(shop)
    assert [(one["kind"], one["location"], one["pointer"]) for one in found] == [
        ("invalid_parameter", "query/limit", "/components/parameters/Limit/schema/maximum"),
        ("invalid_parameter", "header/X-Trace", "/components/schemas/Tag/enum"),
        ("invalid_parameter", "query/tags", f"{POST}/parameters/1/schema/items/type"),
        ("invalid_body", "body/title", f"{CASE}/properties/title/minLength"),
        ("invalid_body", "body/tags/0", "/components/schemas/Tag/enum"),
    ]
    assert found[3]["message"] == '"x" is shorter than 3 characters'


CONTENT = "/components/requestBodies/Case/content"


@pytest.mark.parametrize(
    ("body", "headers", "kind", "pointer"),
    [
        (b"", {}, "missing_body", "/components/requestBodies/Case/required"),
        (b"{", {}, "malformed_body", f"{CONTENT}/application~1json"),
        (b"{}", {"content-type": "image/png"}, "unsupported_media_type", CONTENT),
        (b"long", {"content-type": "text/csv"}, "invalid_body", f"{CONTENT}/text~1*/schema/maxLength"),
        ({"title": "abc"}, {"accept": "text/html"}, "not_acceptable", f"{POST}/responses/201/content"),
        ({"title": "abc"}, {"x-trace": ""}, "invalid_parameter", "/components/schemas/Tag/enum"),
    ],
)
def test_other_violations(shop: Shop, body: Any, headers: dict[str, str], kind: str, pointer: str) -> None:
    assert shop("POST", "/cases", body, **{"x-trace": "a", **headers}).status >= 400
    assert [(one["kind"], one["pointer"]) for one in last(shop)] == [(kind, pointer)]


def test_a_missing_parameter(shop: Shop) -> None:
    assert shop("POST", "/cases", {"title": "abc"}).status == 422
    assert [(one["location"], one["pointer"]) for one in last(shop)] == [
        ("header/X-Trace", f"{POST}/parameters/0/required")
    ]


def test_a_path_parameter_and_credentials(shop: Shop) -> None:
    shop("GET", "/cases/3")
    assert [(one["kind"], one["pointer"]) for one in last(shop)] == [("unauthenticated", "/security")]
    token = {"authorization": "Bearer token"}
    shop("GET", "/cases/3", **token)
    schema = "/paths/~1cases~1{id}/get/parameters/0/schema"
    assert [(one["location"], one["pointer"]) for one in last(shop)] == [("path/id", f"{schema}/minimum")]
    shop("GET", "/cases/404", **token)
    shop("GET", "/cases/x", **token)
    assert [one["pointer"] for one in last(shop)] == [f"{schema}/type"]


def test_a_request_that_matches_no_operation(shop: Shop) -> None:
    shop("GET", "/nothing")
    (found,) = last(shop)
    assert (found["kind"], found["pointer"], found["document"]) == ("no_route", "", None)


def test_only_refused_requests_have_violations(shop: Shop) -> None:
    shop("POST", "/cases", {"title": "abc"}, **{"x-trace": "a"})
    assert last(shop) == []
    fault = shop.admin("POST", "/faults", {"request": {}, "fault": {"status": 503}}).json["id"]
    shop("POST", "/cases", {"title": "abc"}, **{"x-trace": "a"})
    assert last(shop) == []
    shop.admin("DELETE", f"/faults/{fault}")


def test_the_list_has_them_on_request(shop: Shop) -> None:
    shop("POST", "/cases", {}, **{"x-trace": "a"})
    (plain,) = shop.admin("GET", "/requests?limit=1").json["requests"]
    (full,) = shop.admin("GET", "/requests?limit=1&violations=true").json["requests"]
    assert "violations" not in plain
    assert full == {**plain, "violations": last(shop)}
    assert shop.admin("GET", f"/requests/{plain['number']}").json == full
    assert shop.admin("GET", "/requests?violations=1").json["location"] == "query/violations"


def test_exchanges_that_are_not_kept(shop: Shop) -> None:
    shop("GET", "/nothing")
    newest = shop.admin("GET", "/requests?limit=1").json["requests"][0]["number"]
    for number in ("0", str(newest + 1), "x", "9" * 18, "9" * 40):
        reply = shop.admin("GET", f"/requests/{number}")
        assert (reply.status, reply.json["location"]) == (404, "path"), number
    assert shop.admin("GET", "/requests/verify").status == 405
    assert Shop(document(PATHS, **PARTS), journal_size=0).admin("GET", "/requests/1").status == 409


def test_secrets_are_masked() -> None:
    body = {"requestBody": {"content": json_content({"properties": {"password": {"maxLength": 3}}})}}
    shop = Shop(document({"/login": {"post": body}}))
    shop("POST", "/login", {"password": "correct horse"})
    (found,) = last(shop)
    assert found["location"] == "body/password"
    assert "horse" not in found["message"]


def test_they_are_shared_by_the_processes_of_a_store(tmp_path: Path) -> None:
    one, other = (Shop(document(PATHS, **PARTS), store=sqlite(tmp_path)) for _ in range(2))
    one("POST", "/cases", {"title": "x"}, **{"x-trace": "a"})
    one.admin("GET", "/requests")  # its process writes what it has recorded
    assert [found["pointer"] for found in last(other)] == [f"{CASE}/properties/title/minLength"]


SPLIT = """\
openapi: 3.0.3
info: {title: Split, version: "1"}
paths:
  /cases:
    post:
      requestBody:
        content:
          application/json:
            schema:
              $ref: 'parts/case.yaml#/Case'
      responses: {"200": {description: fine}}
"""
PART = """\
Case:
  type: object
  properties:
    title:
      type: string
      minLength: 3
    size:
      type: integer
      nullable: true
      minimum: 3
      exclusiveMinimum: true
"""


def test_the_position_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "case.yaml").write_text(PART)
    (tmp_path / "openapi.yaml").write_text(SPLIT)
    shop = Shop(str(tmp_path / "openapi.yaml"))
    shop("POST", "/cases", {"title": "x", "size": 3})
    file = str(tmp_path / "parts" / "case.yaml")
    found = {one["location"]: (one["pointer"], one["document"]) for one in last(shop)}
    assert found["body/title"] == (
        "/Case/properties/title/minLength",
        {"file": file, "line": 6, "column": 7},
    )
    assert found["body/size"][1]["line"] == 11


def test_swagger(tmp_path: Path) -> None:
    body = {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Case"}}
    tree = {
        "swagger": "2.0",
        "info": {"title": "Kit", "version": "1"},
        "consumes": ["application/json"],
        "paths": {"/cases": {"post": {"parameters": [body], "responses": {"200": {"description": "fine"}}}}},
        "definitions": {"Case": {"type": "object", "properties": {"title": {"type": "string", "minLength": 3}}}},
    }
    shop = Shop(tree)
    shop("POST", "/cases", {"title": "x"})
    assert [one["pointer"] for one in last(shop)] == ["/definitions/Case/properties/title/minLength"]


def test_a_translated_pattern() -> None:
    code = {"type": "string", "pattern": "^[a-z]{3,90000}$"}
    schema = {"type": "object", "properties": {"code": code}}
    shop = Shop(document({"/x": {"post": {"requestBody": {"content": json_content(schema)}}}}))
    shop("POST", "/x", {"code": "a"})
    pointer = "/paths/~1x/post/requestBody/content/application~1json/schema/properties/code/pattern"
    assert {one["pointer"] for one in last(shop)} == {pointer}


def test_a_document_whose_schemas_are_equal() -> None:
    """Their validator is shared, but not their position."""
    parameters = [{"name": name, "in": "query", "schema": {"type": "integer", "minimum": 3}} for name in "ab"]
    shop = Shop(document({"/x": {"get": {"parameters": parameters}}}))
    shop("GET", "/x?a=1&b=2")
    assert [one["pointer"] for one in last(shop)] == [
        f"/paths/~1x/get/parameters/{index}/schema/minimum" for index in range(2)
    ]


def test_each_line_of_a_sequence() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}
    body = {"content": {"application/x-ndjson": {"itemSchema": schema}}}
    shop = Shop({**document({"/x": {"post": {"requestBody": body}}}), "openapi": "3.2.0"})
    shop("POST", "/x", b'{"n": 1}\n{"n": "x"}\n', **{"content-type": "application/x-ndjson"})
    (found,) = last(shop)
    assert found["location"] == "body/1/n"
    assert found["pointer"].endswith("/application~1x-ndjson/itemSchema/properties/n/type")
