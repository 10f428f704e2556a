"""``/operations`` of the admin API."""

from __future__ import annotations

import json
import shlex
import time
from typing import Any

import pytest

import contracts
from mockserver.app import create_app
from tests.conftest import ROOT
from tests.mockserver.control.shop import ADMIN, Shop
from tests.mockserver.kit import Client, document, path_parameter

PARAMETERS = [
    {"name": "limit", "in": "query", "description": "How many.", "schema": {"$ref": "#/components/schemas/Limit"}},
    {"name": "sort", "in": "query", "deprecated": True, "schema": {"type": ["null", "string"], "enum": ["a", "b"]}},
    {"name": "filter", "in": "query", "style": "deepObject", "explode": True, "schema": {"type": "object"}},
    {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 9}, "example": "t"},
]
FORM = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "enum": ["Rex"]}}}
CONTENT = {
    "application/json": {"schema": FORM, "examples": {"rex": {"value": {"name": "Rex"}}}},
    "application/x-www-form-urlencoded": {"schema": FORM},
    "multipart/form-data": {"schema": FORM, "example": {"name": "Rex"}},
    "application/xml": {"schema": {**FORM, "xml": {"name": "pet"}}},
}
SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "x-mock-credentials": {
            "samples": [
                {"value": "reader", "scopes": ["read"], "note": "may only read"},
                {"value": "writer", "scopes": ["read", "write"]},
                {"value": "old", "accepted": False, "note": "expired"},
            ]
        },
    },
    "key": {"type": "apiKey", "in": "query", "name": "api key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
}
OPERATIONS = {
    "/pets/{id}": {
        "parameters": [path_parameter("id", {"type": "integer"}), {**PARAMETERS[0], "description": "hidden"}],
        "put": {
            "operationId": "pets/put",
            "summary": "Replace a pet",
            "description": "All of it.",
            "tags": ["pets"],
            "deprecated": True,
            "parameters": PARAMETERS,
            "requestBody": {"required": True, "content": CONTENT},
            "security": [{"bearer": ["write"]}, {"key": [], "session": []}],
            "responses": {
                "200": {"description": "a pet", "content": {"application/json": {"examples": {"one": {"value": 1}}}}},
                "401": {"description": "who?"},
            },
        },
    },
    "/open": {"get": {"operationId": "open"}},
    "/news": {"get": {"operationId": "news", "security": [{"bearer": []}, {}]}},
}
PETS = document(
    OPERATIONS,
    components={"securitySchemes": SCHEMES, "schemas": {"Limit": {"type": "integer", "default": 3, "maximum": 9}}},
)


@pytest.fixture(scope="module")
def pets() -> Shop:
    return Shop(PETS)


@pytest.fixture(scope="module")
def put(pets: Shop) -> Any:
    reply = pets.admin("GET", "/operations/kit/pets%2Fput")
    assert reply.status == 200
    return reply.json


def test_the_list(pets: Shop) -> None:
    found = pets.admin("GET", "/operations").json["operations"]
    assert found[0] == {
        "key": "kit/pets/put",
        "api": "kit",
        "id": "pets/put",
        "method": "PUT",
        "path": "/pets/{id}",
        "summary": "Replace a pet",
        "tags": ["pets"],
        "deprecated": True,
        "security": ["bearer (write)", "key + session"],
    }
    assert [(one["id"], one["security"], one["deprecated"]) for one in found[1:]] == [
        ("open", [], False),
        ("news", ["bearer", "none"], False),
    ]


def test_the_paths_are_those_of_the_server() -> None:
    shop = Shop(PETS, base_path="/v1")
    assert {one["path"] for one in shop.admin("GET", "/operations").json["operations"]} == {
        "/pets/{id}",
        "/open",
        "/news",
    }
    both = Client(create_app(PETS, {**PETS, "info": {"title": "Other", "version": "1"}}))
    found = both("GET", f"{ADMIN}/operations", b"", {"host": "localhost"}).json["operations"]
    assert [one["key"] for one in found] == [
        f"{api}/{name}" for api in ("kit", "other") for name in ("pets/put", "open", "news")
    ]
    assert found[3]["path"] == "/other/pets/{id}"


def test_the_parameters(put: Any) -> None:
    by_name = {one["name"]: one for one in put["parameters"]}
    assert by_name["limit"] == {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "How many.",
        "deprecated": False,
        "type": "integer",
        "default": 3,
        "style": "form",
        "explode": True,
        "example": 3,
        "schema": {"$ref": "#/components/schemas/Limit"},
    }
    assert by_name["sort"]["enum"] == ["a", "b"]
    assert (by_name["sort"]["type"], by_name["sort"]["deprecated"]) == ("string", True)
    assert (by_name["filter"]["type"], by_name["filter"]["style"]) == ("object", "deepObject")
    assert (by_name["X-Trace"]["required"], by_name["X-Trace"]["example"]) == (True, "t")
    assert (by_name["id"]["in"], by_name["id"]["required"]) == ("path", True)
    assert isinstance(by_name["id"]["example"], int)


def test_bodies_are_texts_that_the_mock_accepts(pets: Shop, put: Any) -> None:
    media = {one["type"]: {each["name"]: each["text"] for each in one["examples"]} for one in put["body"]["media"]}
    assert put["body"]["required"] is True
    assert json.loads(media["application/json"]["rex"]) == {"name": "Rex"}
    assert json.loads(media["application/json"]["generated"]) == {"name": "Rex"}
    assert media["application/x-www-form-urlencoded"] == {"generated": "name=Rex"}
    assert json.loads(media["multipart/form-data"]["example"]) == {"name": "Rex"}
    assert "<pet><name>Rex</name></pet>" in media["application/xml"]["generated"]
    headers = {"x-trace": "t", "authorization": "Bearer writer"}
    for kind in ("application/json", "application/x-www-form-urlencoded", "application/xml"):
        body = media[kind]["generated"].encode()
        assert pets("PUT", "/pets/7", body, **headers, **{"content-type": kind}).status == 200, kind


def test_the_responses(put: Any) -> None:
    assert put["responses"] == [
        {"status": "200", "description": "a pet", "media": [{"type": "application/json", "examples": ["one"]}]},
        {"status": "401", "description": "who?", "media": []},
    ]


def test_the_credentials_say_what_the_mock_does_with_them(pets: Shop, put: Any) -> None:
    found = put["credentials"]
    assert [(one["scheme"], one["accepted"]) for one in found] == [
        ("bearer", True),
        ("bearer", False),
        ("bearer", False),
        ("key + session", True),
    ]
    assert [one["headers"] for one in found[:2]] == [
        [["Authorization", "Bearer writer"]],
        [["Authorization", "Bearer reader"]],
    ]
    assert (found[1]["scopes"], found[1]["note"]) == (
        ["read"],
        "may only read; the credential lacks the scope write",
    )
    assert (found[3]["query"], found[3]["cookies"]) == ([["api key", "demo-token"]], [["sid", "demo-token"]])
    for one in found:
        query = "&".join(f"{name.replace(' ', '%20')}={value}" for name, value in one["query"])
        headers = {name.lower(): value for name, value in one["headers"]}
        if one["cookies"]:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in one["cookies"])
        reply = pets("PUT", f"/pets/7?{query}", {"name": "Rex"}, **headers, **{"x-trace": "t"})
        assert (reply.status == 200) is one["accepted"], (one, reply.header("x-mock-reason"))


def test_optional_credentials(pets: Shop) -> None:
    found = pets.admin("GET", "/operations/kit/news").json["credentials"]
    assert [one["label"] for one in found] == ["bearer: reader", "bearer: writer", "bearer: old", "without credentials"]
    assert found[3] | {"accepted": True, "headers": [], "query": [], "cookies": [], "scopes": None} == found[3]


def test_an_operation_without_security(pets: Shop) -> None:
    found = pets.admin("GET", "/operations/kit/open").json
    assert (found["credentials"], found["body"], found["parameters"]) == ([], None, [])


def test_without_authentication_all_credentials_are_accepted() -> None:
    found = Shop(PETS, auth=False).admin("GET", "/operations/kit/pets%2Fput").json["credentials"]
    assert all(one["accepted"] for one in found)


def test_the_sample_is_what_curl_sends(pets: Shop, put: Any) -> None:
    sample = put["sample"]
    assert (sample["method"], sample["body"], sample["form"]) == ("PUT", '{"name":"Rex"}', [])
    assert shlex.split(put["curl"])[3] == f"http://localhost{sample['target']}"
    assert ["X-Trace", "t"] in sample["headers"]
    headers = {name.lower(): value for name, value in sample["headers"]}
    assert pets("PUT", sample["target"], sample["body"].encode(), **headers).status == 200


def test_the_location_in_the_document() -> None:
    shop = Shop(str(ROOT / "openapi.yaml"))
    key = shop.admin("GET", "/operations").json["operations"][0]["key"]
    found = shop.admin("GET", f"/operations/{key}").json
    contract = contracts.load(ROOT / "openapi.yaml")
    expected = contract.locate(found["pointer"])
    assert expected.line
    assert found["document"] == {"file": expected.file, "line": expected.line, "column": expected.column}


def test_every_operation_of_the_bundled_document() -> None:
    shop = Shop(str(ROOT / "openapi.yaml"))
    for one in shop.admin("GET", "/operations").json["operations"]:
        assert shop.admin("GET", f"/operations/{one['key']}").json["id"] == one["id"]


def test_unknown_operations(pets: Shop) -> None:
    reply = pets.admin("GET", "/operations/kit/opne")
    assert (reply.status, reply.json["location"]) == (404, "path")
    assert "'kit/open'" in reply.json["hint"]
    assert pets.admin("GET", "/operations/kit/" + "x" * 5000).status == 404
    assert pets.admin("GET", "/operations/kit").status == 404
    assert pets.admin("GET", "/operations?limit=1").status == 422


def test_a_list_of_5000_operations_compiles_nothing() -> None:
    paths = {
        f"/things{n}/{{id}}": {"get": {"operationId": f"get{n}", "parameters": [path_parameter("id")]}}
        for n in range(5000)
    }
    shop = Shop(document(paths))
    start = time.perf_counter()
    found = shop.admin("GET", "/operations").json["operations"]
    assert len(found) == 5000
    assert time.perf_counter() - start < 2
    assert not shop.app.contracts[0].schemas._shared  # no validator


def test_a_large_schema_is_not_shown() -> None:
    schema = {"type": "string", "enum": [str(n) * 10 for n in range(3000)]}
    parameter = {"name": "q", "in": "query", "schema": schema}
    shop = Shop(document({"/x": {"get": {"operationId": "x", "parameters": [parameter]}}}))
    (found,) = shop.admin("GET", "/operations/kit/x").json["parameters"]
    assert (found["schema"], len(found["enum"])) == ({"type": "string"}, 1000)


def test_json_content_without_a_schema() -> None:
    body = {"content": {"application/json": {}}}
    shop = Shop(document({"/x": {"post": {"operationId": "x", "requestBody": body}}}))
    (media,) = shop.admin("GET", "/operations/kit/x").json["body"]["media"]
    assert media == {"type": "application/json", "examples": [{"name": "generated", "text": "{}"}]}
