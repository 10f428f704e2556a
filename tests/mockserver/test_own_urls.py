"""No URL of the documented servers leaves the mock, unless a client sent it or the settings keep them."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

SERVER = "https://{region}.acme.test/v1"
HOST = {"host": "mock.test"}
HOOK: dict[str, Any] = {
    "type": "object",
    "required": ["id", "self", "target"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "self": {"type": "string", "format": "uri", "readOnly": True, "example": "https://eu.acme.test/v1/hooks/7"},
        "target": {"type": "string", "format": "uri"},
    },
}
EXAMPLE = {"id": 7, "self": "https://eu.acme.test/v1/hooks/7", "target": "https://eu.acme.test/v1/ping"}
LINK = '<https://eu.acme.test/v1/hooks?since=7>; rel="next"'


def tree() -> dict[str, Any]:
    found = {"200": response(HOOK, example=EXAMPLE)}
    link = {"Link": {"schema": {"type": "string"}, "example": LINK}}
    return document(
        {
            "/hooks": {
                "get": {"responses": {"200": response({"type": "array", "items": HOOK})}},
                "post": {"requestBody": {"content": json_content(HOOK)}, "responses": {"201": response(HOOK)}},
            },
            "/status": {"get": {"responses": {"200": {"description": "fine", "headers": link}}}},
            "/hooks/{id}": {"parameters": [path_parameter("id", {"type": "integer"})], "get": {"responses": found}},
        },
        servers=[{"url": SERVER, "variables": {"region": {"default": "eu"}}}],
    )


def test_example_headers_and_bodies() -> None:
    send = Client(create_app(tree(), static=True))
    assert send("GET", "/status", headers=HOST).header("link") == '<http://mock.test/hooks?since=7>; rel="next"'
    item = send("GET", "/hooks/7", headers=HOST).json
    assert item == {"id": 7, "self": "http://mock.test/hooks/7", "target": "http://mock.test/ping"}


def test_generated_bodies() -> None:
    send = Client(create_app(tree()))
    assert b"acme.test" not in send("GET", "/hooks/8", headers=HOST).body
    assert b"acme.test" not in send("GET", "/hooks", headers=HOST).body


def test_urls_that_clients_sent_are_kept() -> None:
    send = Client(create_app(tree()))
    sent = "https://eu.acme.test/v1/mine?a=b"
    created = send("POST", "/hooks", {"target": sent}, HOST)
    assert created.json["target"] == sent
    assert send("GET", f"/hooks/{created.json['id']}", headers=HOST).json["target"] == sent
    assert sent in [item["target"] for item in send("GET", "/hooks", headers=HOST).json]


def test_settings_keep_the_urls() -> None:
    send = Client(create_app(tree(), static=True, keep_server_urls=True))
    assert send("GET", "/status", headers=HOST).header("link") == LINK
    assert send("GET", "/hooks/7", headers=HOST).json == EXAMPLE


def test_prefix_of_an_api() -> None:
    other = document({"/x": {"get": {}}}, info={"title": "Other", "version": "1"})
    send = Client(create_app(tree(), other, static=True))
    assert send("GET", "/kit/hooks/7", headers=HOST).json["self"] == "http://mock.test/kit/hooks/7"
    native = send("GET", "/hooks/7", headers={"host": "kit.localhost:80"})
    assert native.json["self"] == "http://kit.localhost:80/hooks/7"
