"""Conditional requests: ``ETag``, ``If-Match``, ``If-None-Match``."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

NOTE = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "text": {"type": "string"}},
}
ETAG = {"headers": {"ETag": {"schema": {"type": "string"}}}}
BODY = {"requestBody": {"content": json_content(NOTE)}}


def header(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": {"type": "string"}, **more}


def client(*, etag: bool = True, required: bool = False, **statuses: bool) -> Client:
    """A mock of notes; ``s412=False`` leaves out a status code."""
    tag = ETAG if etag else {}
    kept = {status: {"description": "refused"} for status in ("304", "412", "428") if statuses.get(f"s{status}", True)}
    shown = {"200": {**response(NOTE), **tag}, **kept}
    write = {"parameters": [header("If-Match", required=required), header("If-None-Match")], "responses": shown}
    paths = {
        "/notes": {
            "get": {"responses": {"200": {**response({"type": "array", "items": NOTE}), **tag}, **kept}},
            "post": {**BODY, "responses": {"201": {**response(NOTE), **tag}}},
        },
        "/notes/{id}": {
            "parameters": [path_parameter("id", {"type": "integer"})],
            "get": {"parameters": [header("If-None-Match")], "responses": shown},
            "put": {**BODY, **write},
            "patch": {**BODY, **write},
            "delete": {**write, "responses": {"204": {"description": "gone"}, **kept}},
        },
    }
    return Client(create_app(document(paths)))


def test_tag_of_an_item_changes_with_the_item() -> None:
    send = client(s428=False)
    first = send("GET", "/notes/7").header("etag")
    assert first.startswith('"')
    assert first.endswith('"')
    assert send("HEAD", "/notes/7").header("etag") == first == send("GET", "/notes/7").header("etag")
    assert send("GET", "/notes/8").header("etag") != first
    changed = send("PUT", "/notes/7", {"text": "new"}, {"if-match": first})
    assert changed.status == 200
    assert changed.header("etag") == send("GET", "/notes/7").header("etag") != first


def test_created_item_has_the_tag_of_its_first_read() -> None:
    send = client()
    created = send("POST", "/notes", {"text": "a"})
    assert created.header("etag") == send("GET", f"/notes/{created.json['id']}").header("etag")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_not_modified(method: str) -> None:
    send = client()
    tag = send("GET", "/notes/7").header("etag")
    for sent in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        reply = send(method, "/notes/7", headers={"if-none-match": sent})
        assert (reply.status, reply.body, reply.header("etag")) == (304, b"", tag)
    assert send(method, "/notes/7", headers={"if-none-match": '"x"'}).status == 200
    assert send(method, "/notes/404", headers={"if-none-match": "*"}).status == 404


def test_not_modified_is_sent_only_if_documented() -> None:
    send = client(s304=False)
    tag = send("GET", "/notes/7").header("etag")
    reply = send("GET", "/notes/7", headers={"if-none-match": tag})
    assert (reply.status, reply.header("etag")) == (200, tag)


def test_lists_have_the_tag_of_their_body() -> None:
    send = client()
    tag = send("GET", "/notes").header("etag")
    assert send("GET", "/notes", headers={"if-none-match": tag}).status == 304
    send("POST", "/notes", {"text": "a"})
    reply = send("GET", "/notes", headers={"if-none-match": tag})
    assert reply.status == 200
    assert reply.header("etag") != tag


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_precondition_of_writes(method: str) -> None:
    send = client()
    before = send("GET", "/notes/7")
    tag = before.header("etag")
    for wrong in ('"x"', f"W/{tag}", ""):
        refused = send(method, "/notes/7", {"text": "new"}, {"if-match": wrong})
        assert refused.status == 412
        assert refused.header("x-mock-reason").startswith("precondition_failed header/if-match")
    assert send("GET", "/notes/7").body == before.body
    assert send(method, "/notes/7", {"text": "new"}, {"if-match": tag}).status in {200, 204}
    assert send(method, "/notes/8", {"text": "new"}, {"if-match": "*"}).status in {200, 204}


def test_lost_update_is_refused() -> None:
    send = client()
    tag = send("GET", "/notes/7").header("etag")
    assert send("PATCH", "/notes/7", {"text": "first"}, {"if-match": tag}).status == 200
    assert send("PATCH", "/notes/7", {"text": "second"}, {"if-match": tag}).status == 412
    assert send("GET", "/notes/7").json["text"] == "first"


def test_precondition_is_ignored_if_412_is_not_documented() -> None:
    assert client(s412=False)("PUT", "/notes/7", {"text": "new"}, {"if-match": '"x"'}).status == 200


@pytest.mark.parametrize("required", [False, True])
def test_missing_precondition(required: bool) -> None:
    send = client(required=required)
    refused = send("PUT", "/notes/7", {"text": "new"})
    assert refused.status == 428
    assert refused.header("x-mock-reason") == "precondition_required header/if-match: If-Match is required"
    assert send("PUT", "/notes/7", {"text": "new"}, {"if-match": "*"}).status == 200


def test_missing_precondition_without_a_documented_428() -> None:
    assert client(s428=False)("PUT", "/notes/7", {"text": "new"}).status == 200
    assert client(required=True, s428=False)("PUT", "/notes/7", {"text": "new"}).status == 422


def test_writes_that_must_not_replace_an_item() -> None:
    send = client()
    listed = send("GET", "/notes").json[0]["id"]
    assert send("PUT", f"/notes/{listed}", {"text": "new"}, {"if-none-match": "*"}).status == 412
    assert send("PUT", "/notes/7", {"text": "new"}, {"if-none-match": "*"}).status == 200
    assert send("PUT", "/notes/7", {"text": "new"}, {"if-none-match": "*"}).status == 412
    tag = send("GET", "/notes/7").header("etag")
    assert send("PUT", "/notes/7", {"text": "new"}, {"if-none-match": tag}).status == 412


def test_checks_of_the_request_come_first() -> None:
    send = client()
    assert send("PUT", "/notes/7", {"text": 1}, {"if-match": '"x"'}).status == 422
    assert send("PUT", "/notes/404", {"text": "new"}, {"if-match": '"x"'}).status == 404


def test_nothing_happens_without_documentation() -> None:
    send = Client(create_app(document({"/notes/{id}": {"parameters": [path_parameter("id")],
        "get": {"responses": {"200": response(NOTE)}},
        "put": {**BODY, "responses": {"200": response(NOTE)}}}})))  # fmt: skip
    assert send("GET", "/notes/7", headers={"if-none-match": "*"}).header("etag") == ""
    assert send("PUT", "/notes/7", {"text": "new"}, {"if-match": '"x"'}).status == 200


def test_documented_precondition_is_enough_for_the_tag() -> None:
    send = client(etag=False)
    tag = send("GET", "/notes/7").header("etag")
    assert send("PUT", "/notes/7", {"text": "new"}, {"if-match": tag}).status == 200


def test_operation_without_an_item() -> None:
    send = Client(create_app(document({"/now": {"get": {"responses": {"200": {**response({"type": "string"}), **ETAG},
        "304": {"description": "same"}}}}})))  # fmt: skip
    tag = send("GET", "/now").header("etag")
    assert send("GET", "/now", headers={"if-none-match": tag}).status == 304
