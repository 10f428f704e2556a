"""The pipeline: the order of the stages, bodies, preferences."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from contracts.failures import STAGES
from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, http_scope, json_content, load, path_parameter, response

ITEM = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
STATUSES = ["400", "401", "403", "404", "406", "413", "415", "422"]


def tree(order: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """An operation that needs all stages."""
    parts: dict[str, Any] = {"x-mock-order": order} if order else {}
    return document(
        {
            "/things/{id}": {
                "parameters": [path_parameter("id", {"type": "integer"})],
                "patch": {
                    "security": [{"oauth": ["write"]}],
                    "parameters": [{"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}],
                    "requestBody": {"required": True, "content": json_content(ITEM)},
                    "responses": {"200": response(ITEM), **{status: response({}) for status in STATUSES}},
                    **more,
                },
            }
        },
        components={"securitySchemes": {"oauth": {"type": "oauth2", "flows": {}}}},
        **parts,
    )


COMMON = [stage for stage in STAGES if stage != "vendor"]
"""The stages of an API without a vendor."""


def play(order: list[str] | None = None, *, mended: int = 0, **options: Any) -> Reply:
    """A request that passes the first ``mended`` stages, and fails all others."""
    right = set(COMMON[:mended]) if order is None else set(order[:mended])
    client = Client(create_app(tree(order), tokens={"reader": ("read",)}, max_body=100, **options))
    token = "writer" if "authorise" in right else "reader"
    headers = [("authorization", f"Bearer {token}" if {"identify", "authorise"} & right else "nonsense")]
    headers.append(("accept", "application/json" if "accept" in right else "image/png"))
    headers.append(("content-type", "application/json" if "content_type" in right else "text/plain"))
    body = b'{"id": 1, "name": "a"}' if "body" in right else b'{"name": 1}'
    if "parse" not in right and "body" not in right:
        body = b"{"
    if "size" not in right:
        body += b" " * 200
    identifier = 7 if "existence" in right else 404
    query = "n=1" if "parameters" in right else "n=x" if "presence" in right else ""
    return client("PATCH", f"/things/{identifier}?{query}", body, headers)


def test_stages_run_in_their_order() -> None:
    statuses = [play(mended=count).status for count in range(len(COMMON) + 1)]
    assert statuses == [401, 403, 406, 415, 413, 400, 422, 422, 404, 422, 200]


def test_the_document_can_change_the_order() -> None:
    assert play(["parameters"]).status == 422
    assert play(["size"]).status == 413
    assert play(["accept"]).status == 406
    assert play(["parameters", "existence"], mended=1).status == 404


def test_presence_comes_before_parameters_by_default() -> None:
    missing = "invalid_parameter query/n: this parameter is required"
    assert play(["parameters"]).header("x-mock-reason") == missing
    assert play(["presence", "identify"]).header("x-mock-reason") == missing
    assert play(["presence", "identify"], mended=1).status == 401
    assert play(["parameters", "identify"], mended=1).status == 401


def test_the_document_can_disable_accept() -> None:
    app = create_app(
        document({"/x": {"get": {"responses": {"200": response({"const": 1})}}}}, **{"x-mock-order": ["-accept"]})
    )
    reply = Client(app)("GET", "/x", headers={"accept": "text/html"})
    assert (reply.status, reply.header("content-type"), reply.json) == (200, "application/json", 1)


@pytest.mark.parametrize(("first", "second"), list(pairwise(reversed(STAGES))))
def test_any_order_gives_a_response(first: str, second: str) -> None:
    assert play([first, second]).status in {401, 403, 404, 406, 413, 415, 400, 422}


@pytest.mark.parametrize("stage", ["body", "parse", "size"])
def test_a_stage_without_input_passes(stage: str) -> None:
    assert play([stage], mended=1).status in {401, 413}


# ---------------------------------------------------------------------- bodies in chunks


def test_a_body_in_chunks() -> None:
    client = Client(create_app(document({"/x": {"post": {"requestBody": {"content": json_content(ITEM)}}}})))
    headers = {"content-type": "application/json"}
    assert client("POST", "/x", [b'{"id": 1,', b"", b' "name": "a"}'], headers).status == 200
    assert client("POST", "/x", [b'{"id": 1,', b' "name": 7}'], headers).status == 422


@pytest.mark.parametrize(("length", "status"), [(10, 200), (11, 413)])
def test_a_body_of_the_maximum_size(length: int, status: int) -> None:
    app = create_app(
        document({"/x": {"post": {"requestBody": {"content": {"text/plain": {}}}}}}),
        max_body=10,
    )
    assert Client(app)("POST", "/x", b"x" * length, {"content-type": "text/plain"}).status == status


@pytest.mark.parametrize("declared", ["999999999", "11", "99999999999999999999999999", "-5", "abc", ""])
def test_a_wrong_content_length(declared: str) -> None:
    app = create_app(document({"/x": {"post": {"requestBody": {"content": {"text/plain": {}}}}}}), max_body=10)
    headers = {"content-type": "text/plain", "content-length": declared}
    assert Client(app)("POST", "/x", b"short", headers).status in {200, 413}


def test_a_disconnected_client_gets_no_response() -> None:
    app = create_app(tree())
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(http_scope("PATCH", "/things/7"), receive, send))
    assert sent == []


def test_an_undocumented_body_is_not_read() -> None:
    async def receive() -> Any:
        raise AssertionError("the body was read")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(create_app(document({"/x": {"get": {}}}))(http_scope("GET", "/x"), receive, send))
    assert sent[0]["status"] == 200


# ---------------------------------------------------------------------- Prefer


EXAMPLES = {"first": {"value": {"id": 1, "name": "first"}}, "second": {"value": {"id": 2, "name": "second, really"}}}
READ = document(
    {
        "/things/{id}": {
            "parameters": [path_parameter("id", {"type": "integer"})],
            "get": {"responses": {"200": response(ITEM, examples=EXAMPLES), "404": response({"const": "none"})}},
        }
    }
)


@pytest.mark.parametrize(
    ("prefer", "status", "told", "applied"),
    [
        ("example=second", 200, {"id": 2, "name": "second, really"}, "example=second"),
        ("code=404", 404, "none", "code=404"),
        ("code=200, example=first", 200, {"id": 1, "name": "first"}, "code=200, example=first"),
        ("dynamic=false", 200, {"id": 7, "name": "first"}, "dynamic=false"),
    ],
)
def test_preferences(prefer: str, status: int, told: Any, applied: str) -> None:
    reply = Client(create_app(READ))("GET", "/things/7", headers={"prefer": prefer})
    assert (reply.status, reply.json) == (status, told)
    assert reply.header("preference-applied") == applied


def test_an_undocumented_preference_is_an_error() -> None:
    reply = Client(create_app(READ))("GET", "/things/7", headers={"prefer": "code=418"})
    reason = "the status code 418 is not documented; documented: 200, 404"
    assert reply.status == 404
    assert reply.header("x-mock-reason") == f"not_found header/prefer: {reason}"
    assert not reply.header("preference-applied")


def test_a_malformed_preference_is_an_error() -> None:
    reply = Client(create_app(READ))("GET", "/things/7", headers={"prefer": "code=abc"})
    assert reply.status == 400
    assert "not a status code" in reply.json["error"]


LOCKED = {
    "/locked": {
        "post": {
            "security": [{"key": []}],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}},
            },
            "responses": {
                "200": {"description": "ok", "content": {"application/json": {"examples": {"one": {"value": [1]}}}}},
                "202": {"description": "later"},
                "401": {"description": "who"},
                "5XX": {"description": "down", "content": {"application/json": {"example": {"down": True}}}},
            },
        }
    }
}
SCHEMES = {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}


@pytest.mark.parametrize(
    ("prefer", "status"),
    [("code=503", 503), ("code=202", 202), ("code=200", 401), ("example=one", 401), ("code=200, example=one", 401)],
)
def test_a_preferred_response_other_than_the_usual_one_needs_no_valid_request(prefer: str, status: int) -> None:
    client = Client(create_app(load(LOCKED, components=SCHEMES)))
    assert client("POST", "/locked", headers={"prefer": prefer}).status == status


def test_a_preferred_error_precedes_the_validation_of_the_body() -> None:
    client = Client(create_app(load(LOCKED, components=SCHEMES)))
    headers = {"prefer": "code=503", "authorization": "Bearer t", "content-type": "application/json"}
    reply = client("POST", "/locked", body=b"{", headers=headers)
    assert (reply.status, reply.json) == (503, {"down": True})
    assert reply.header("preference-applied") == "code=503"


def test_failures_precede_preferences() -> None:
    assert Client(create_app(READ))("GET", "/things/x", headers={"prefer": "code=200"}).status == 404


@pytest.mark.parametrize("value", ["a\r\nset-cookie: x=1", "é", "\x00", "\x7f"])
def test_preferences_cannot_inject_headers(value: str) -> None:
    reply = Client(create_app(READ))("GET", "/things/7", headers={"prefer": f'example=first, seed="{value}"'})
    assert all(character.isprintable() and character.isascii() for _, text in reply.headers for character in text)


# ---------------------------------------------------------------------- other


def test_head_is_get_without_a_body() -> None:
    client = Client(create_app(READ))
    get, head = client("GET", "/things/7"), client("HEAD", "/things/7")
    assert (head.status, head.body, sorted(head.headers)) == (200, b"", sorted(get.headers))


def test_the_location_of_a_created_item_replaces_the_documented_one() -> None:
    created = {**response(ITEM), "headers": {"Location": {"schema": {"type": "string"}, "example": "/nowhere"}}}
    app = create_app(
        document(
            {
                "/things": {"post": {"requestBody": {"content": json_content(ITEM)}, "responses": {"201": created}}},
                **READ["paths"],
            }
        )
    )
    assert Client(app)("POST", "/things", {"id": 9, "name": "a"}).header("location") == "/things/9"


def test_other_operations_send_the_documented_location() -> None:
    moved = {"description": "d", "headers": {"Location": {"schema": {"type": "string"}, "example": "/there"}}}
    reply = Client(create_app(document({"/x": {"get": {"responses": {"302": moved}}}})))("GET", "/x")
    assert (reply.status, reply.header("location")) == (302, "/there")
