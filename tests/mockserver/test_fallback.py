"""Requests that match no operation: OPTIONS, preflights, wrong methods, unknown routes, our own pages."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, response

ERROR = response({"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}})
ORIGIN = {"origin": "http://localhost:3000"}
PREFLIGHT = {**ORIGIN, "access-control-request-method": "PUT", "access-control-request-headers": "x-a"}


def client(paths: Any = None, **settings: Any) -> Client:
    paths = paths or {
        "/pets": {"get": {"responses": {"200": response({}), "400": ERROR}}, "post": {}},
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}],
            "delete": {},
        },
    }
    return Client(create_app(document(paths), **settings))


@pytest.mark.parametrize(("target", "allow"), [("/pets", "GET, HEAD, OPTIONS, POST"), ("/pets/7", "DELETE, OPTIONS")])
@pytest.mark.parametrize("method", ["PUT", "BREW", "get", "CONNECT", "TRACE"])
def test_a_wrong_method_is_405_with_allow(method: str, target: str, allow: str) -> None:
    reply = client()(method, target)
    assert (reply.status, reply.header("allow")) == (405, allow)
    assert reply.json["message"].startswith(f"{method} is not allowed; use ")


@pytest.mark.parametrize("target", ["/nowhere", "/pets/", "//pets", "/pets/7/x", "/Pets", "/__mocked__", "*", ""])
def test_an_unknown_route_is_404_in_the_format_of_the_api(target: str) -> None:
    reply = client()("GET", target)
    assert reply.status == 404
    assert "message" in reply.json


def test_the_default_error_format() -> None:
    reply = client({"/x": {"get": {}}})("GET", "/nowhere")
    assert (reply.status, reply.json) == (404, {"error": "no operation has the path /nowhere"})


def test_options_lists_the_methods() -> None:
    reply = client()("OPTIONS", "/pets")
    assert (reply.status, reply.header("allow"), reply.body) == (204, "GET, HEAD, OPTIONS, POST", b"")


def test_options_of_an_unknown_route() -> None:
    assert client()("OPTIONS", "/nowhere").status == 404


def test_a_preflight() -> None:
    reply = client()("OPTIONS", "/pets/7", headers=PREFLIGHT)
    assert reply.status == 204
    assert reply.header("access-control-allow-origin") == "http://localhost:3000"
    assert reply.header("access-control-allow-credentials") == "true"
    assert reply.header("access-control-allow-methods") == "DELETE, OPTIONS"
    assert reply.header("access-control-allow-headers") == "x-a"


def test_a_preflight_of_a_path_with_its_own_options_operation() -> None:
    paths = {"/x": {"get": {}, "options": {"responses": {"200": response({"const": "mine"})}}}}
    assert (
        client(paths)("OPTIONS", "/x", headers=PREFLIGHT).header("access-control-allow-methods") == "GET, HEAD, OPTIONS"
    )
    assert client(paths)("OPTIONS", "/x", headers=ORIGIN).json == "mine"
    assert client(paths, cors=False)("OPTIONS", "/x", headers=PREFLIGHT).json == "mine"


@pytest.mark.parametrize("target", ["/pets", "/nowhere", "/pets/7"])
def test_every_response_has_cors_headers(target: str) -> None:
    assert client()("GET", target, headers=ORIGIN).header("access-control-allow-origin") == "http://localhost:3000"
    without = client(cors=False)("GET", target, headers=ORIGIN)
    assert not [name for name, _ in without.headers if name.startswith("access-control")]


def test_without_cors_a_preflight_is_an_options_request() -> None:
    reply = client(cors=False)("OPTIONS", "/pets", headers=PREFLIGHT)
    assert (reply.status, reply.header("allow")) == (204, "GET, HEAD, OPTIONS, POST")
    assert not reply.header("access-control-allow-methods")


def test_head_of_an_unknown_route_has_no_body() -> None:
    reply = client()("HEAD", "/nowhere")
    assert (reply.status, reply.body) == (404, b"")
    assert int(reply.header("content-length")) > 0


def test_the_longest_prefix_selects_the_error_format() -> None:
    def failing(word: str) -> Any:
        return {"get": {"responses": {"200": response({}), "400": response({"const": word})}}}

    apis = [{"name": "a", "prefix": "/a"}, {"name": "ab", "prefix": "/a/b"}]
    app = create_app(document({"/a/x": failing("outer"), "/a/b/x": failing("inner")}, **{"x-mock-apis": apis}))
    play = Client(app)
    assert [play("GET", target).json for target in ("/a/b/nowhere", "/a/bc", "/a")] == ["inner", "outer", "outer"]
    assert play("GET", "/elsewhere").json == {"error": "no operation has the path /elsewhere"}


@pytest.mark.parametrize("target", ["/", "/__mock__"])
def test_operations_precede_our_pages(target: str) -> None:
    reply = client()("GET", target)
    assert reply.status < 400
    own = client({target: {"get": {"responses": {"200": response({"const": "mine"})}}}})("GET", target)
    assert own.json == "mine"


@pytest.mark.parametrize(
    ("template", "method"),
    [
        ("/{bucket}/{object}", "get"),
        ("/{bucket}/{object}", "post"),
        ("/{name}/health", "get"),
        ("/{prefix}__mock__/health", "get"),
        ("/{a}_{b}/health", "get"),
    ],
)
def test_names_in_paths_do_not_match_our_pages(template: str, method: str) -> None:
    operation = {"responses": {"200": response({"const": "mine"})}, "security": [{"key": []}]}
    schemes = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
    play = Client(create_app(document({template: {method: operation}}, components=schemes)))
    health = play("GET", "/__mock__/health")
    assert (health.status, health.json["status"]) == (200, "ok")
    assert play("GET", "/__mock__").status == 308
    assert play("GET", "/__mock__/nowhere").status == 404


@pytest.mark.parametrize("target", ["/__mock", "/__mock__s", "/___mock__"])
def test_similar_paths_are_not_reserved(target: str) -> None:
    operation = {"responses": {"200": response({"const": "mine"})}}
    assert client({"/{name}": {"get": operation}})("GET", target).json == "mine"


def test_a_document_with_a_literal_path_below_our_pages() -> None:
    operation = {"responses": {"200": response({"const": "mine"})}}
    play = client({"/__mock__/health": {"get": operation}, "/{a}/{b}": {"get": operation}})
    assert play("GET", "/__mock__/health").json == "mine"
