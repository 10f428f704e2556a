"""Stubs: which request gets which response, how often, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.json_encoding import encode_json
from mockserver.app import create_app
from mockserver.control.entries import MAX_ENTRIES
from tests.mockserver.control.kiosk import PATHS, Mock
from tests.mockserver.kit import Reply, document, json_content, path_parameter

ONE = {"operation": "getTicket"}
BODY = {"id": "7", "title": "Balcony"}


def test_an_own_body() -> None:
    mock = Mock()
    assert mock.stub(ONE, {"status": 200, "body": BODY, "headers": {"X-Row": 5}}).status == 201
    reply = mock.send("GET", "/tickets/7")
    assert (reply.status, reply.json, reply.header("x-row")) == (200, BODY, "5")
    assert reply.header("content-type") == "application/json"
    assert reply.header("content-length") == str(len(reply.body))
    assert mock.send("GET", "/tickets").json != BODY


def with_files(**content: Any) -> Mock:
    """The document with a file of each ticket."""
    operation = {"operationId": "getFile", "responses": {"200": {"description": "a file", "content": content}}}
    path = {"/tickets/{id}/file": {"parameters": [path_parameter("id")], "get": operation}}
    return Mock(create_app(document({**PATHS, **path}), journal_size=10))


def stub_file(mock: Mock, response: Any, **more: Any) -> Reply:
    return mock.stub({"operation": "getFile"}, response, **more)


def test_a_body_of_bytes() -> None:
    mock = with_files(**{"application/json": {"schema": {"type": "object"}}, "image/png": {}})
    assert stub_file(mock, {"body_base64": "iVBORw0KGgo="}).status == 201
    reply = mock.send("GET", "/tickets/7/file")
    assert (reply.body, reply.header("content-type")) == (b"\x89PNG\r\n\x1a\n", "image/png")
    stub_file(mock, {"body_base64": "eyJhIjoxfQ==", "headers": {"Content-Type": "application/json"}})
    assert mock.send("GET", "/tickets/7/file").json == {"a": 1}
    mock.stub({"path": "/unknown"}, {"body_base64": "AA=="}, validate=False)
    reply = mock.send("GET", "/unknown")
    assert (reply.body, reply.header("content-type")) == (b"\0", "application/octet-stream")


@pytest.mark.parametrize(
    ("response", "location", "message"),
    [
        ({"body_base64": "A"}, "body_base64", "must be a Base64 string"),
        ({"body_base64": "A A="}, "body_base64", "must be a Base64 string"),
        ({"body_base64": 7}, "body_base64", "must be a Base64 string"),
        ({"body_base64": "AA==", "body": 1}, "body_base64", "'body' and 'body_base64' exclude each other"),
        ({"body_base64": "AA==", "code": 200}, "code", "'body_base64' and 'code' exclude each other"),
        ({"body_base64": "AA=="}, "body_base64", "not JSON, as the response 200 of getFile is"),
        ({"body_base64": "W10="}, "body_base64", '[] is not of type "object" (getFile)'),
    ],
)
def test_bytes_that_are_refused(response: Any, location: str, message: str) -> None:
    mock = with_files(**json_content({"type": "object"}))
    reply = stub_file(mock, response)
    assert (reply.status, reply.json["location"]) == (422, f"/response/{location}")
    assert message in reply.json["error"]
    assert "getFile" not in message or stub_file(mock, response, validate=False).status == 201


def test_the_documented_response_with_a_code() -> None:
    mock = Mock()
    mock.stub(ONE, {"code": 404})
    reply = mock.send("GET", "/tickets/7")
    assert (reply.status, reply.json["code"]) == (404, 404)
    assert reply.header("x-mock-reason") == "stub 1"


def test_a_status_without_a_body_is_the_documented_response() -> None:
    mock = Mock()
    mock.stub(ONE, {"status": 503, "headers": {"Retry-After": "9"}})
    reply = mock.send("GET", "/tickets/7")
    assert (reply.status, reply.json["code"], reply.header("retry-after")) == (503, 503, "9")


def test_the_documented_example() -> None:
    mock = Mock()
    mock.stub(ONE, {"example": "gold"})
    assert mock.send("GET", "/tickets/7").json == {"id": "g1", "title": "Gold"}


def test_the_usual_code_is_the_usual_response() -> None:
    mock = Mock()
    usual = mock.send("GET", "/tickets/7").json
    mock.stub(ONE, [{"code": 503}, {"code": 200, "headers": {"X-Row": "5"}}])
    assert mock.statuses(1) == [503]
    reply = mock.send("GET", "/tickets/7")
    assert (reply.json, reply.header("x-row")) == (usual, "5")


def test_a_sequence_repeats_its_last_response() -> None:
    mock = Mock()
    mock.stub(ONE, [{"code": 503}, {"code": 404}, {"status": 200, "body": BODY}])
    assert mock.statuses(5) == [503, 404, 200, 200, 200]


def test_a_limited_number_of_times() -> None:
    mock = Mock()
    mock.stub(ONE, {"code": 404}, times=2)
    assert mock.statuses(4) == [404, 404, 200, 200]


def test_a_limited_sequence() -> None:
    mock = Mock()
    mock.stub(ONE, [{"code": 503}, {"code": 404}], times=3)
    assert mock.statuses(5) == [503, 404, 404, 200, 200]


def test_the_highest_priority_then_the_newest() -> None:
    mock = Mock()
    mock.stub(ONE, {"code": 404})
    mock.stub(ONE, {"code": 503})
    assert mock.statuses(1) == [503]
    mock.stub(ONE, {"code": 429}, priority=1)
    mock.stub(ONE, {"code": 404})
    assert mock.statuses(1) == [429]


def test_only_matching_requests() -> None:
    mock = Mock()
    mock.stub({"path": "/tickets/7", "headers": {"X-Test": "1"}}, {"code": 404})
    assert mock.send("GET", "/tickets/7").status == 200
    assert mock.send("GET", "/tickets/7", headers={"x-test": "1"}).status == 404
    assert mock.send("GET", "/tickets/8", headers={"x-test": "1"}).status == 200


def test_the_body_of_the_request_reaches_the_operation() -> None:
    mock = Mock()
    mock.stub({"operation": "createTicket", "body": {"title": "Circle"}}, {"code": 422})
    kept = mock.send("POST", "/tickets", [b'{"id": "9", ', b'"title": "Stalls"}'], {"content-type": "application/json"})
    assert (kept.status, kept.json["title"]) == (201, "Stalls")
    assert mock.send("POST", "/tickets", {"id": "9", "title": "Circle"}).status == 422


def test_a_large_body_is_refused_as_without_stubs() -> None:
    mock = Mock(max_body=100)
    large = encode_json({"id": "1", "title": "x" * 200})
    before = mock.send("POST", "/tickets", [large[:150], large[150:]], {"content-type": "application/json"})
    mock.stub(ONE, {"code": 404})
    after = mock.send("POST", "/tickets", [large[:150], large[150:]], {"content-type": "application/json"})
    assert (after.status, after.body) == (before.status, before.body)
    assert after.status == 413


def test_a_path_that_the_document_does_not_have() -> None:
    mock = Mock()
    assert mock.stub({"path": "/other"}, {"status": 202, "body": "yes"}).status == 422
    assert mock.stub({"path": "/other"}, {"status": 202, "body": "yes"}, validate=False).status == 201
    reply = mock.send("GET", "/other")
    assert (reply.status, reply.body, reply.header("content-type")) == (202, b"yes", "text/plain; charset=utf-8")


def test_bodies_are_not_templates() -> None:
    mock = Mock()
    body = {"id": "{{ request.path }}", "title": "${7*7} {% raw %}"}
    mock.stub(ONE, {"body": body})
    assert mock.send("GET", "/tickets/1").json == body


def test_our_own_pages_have_no_stubs() -> None:
    mock = Mock()
    mock.stub({}, {"status": 503}, validate=False)
    assert mock.statuses(1) == [503]
    assert mock.send("GET", "/nowhere").status == 503
    assert mock.admin("GET", "/health").status == 200


def test_a_preflight_has_no_stub() -> None:
    mock = Mock()
    mock.stub({}, {"status": 503}, validate=False)
    headers = {"origin": "https://shop.example", "access-control-request-method": "GET"}
    assert mock.send("OPTIONS", "/tickets/1", headers=headers).status == 204
    reply = mock.send("GET", "/tickets/1", headers={"origin": "https://shop.example"})
    assert (reply.status, reply.header("access-control-allow-origin")) == (503, "*")


def test_required_headers_are_added() -> None:
    operation = {
        "operationId": "read",
        "responses": {
            "200": {
                "description": "a text",
                "headers": {
                    "X-Version": {"required": True, "schema": {"type": "integer"}},
                    "X-Note": {"schema": {"type": "string"}},
                },
                "content": json_content({"type": "string"}),
            }
        },
    }
    mock = Mock(create_app(document({"/texts": {"get": operation}})))
    assert mock.stub({"operation": "read"}, {"body": "own"}).status == 201
    names = {name for name, _ in mock.send("GET", "/texts").headers}
    assert "x-version" in names
    assert "x-note" not in names


def test_other_media_types() -> None:
    content = {**json_content({"type": "string"}), "text/*": {"schema": {"type": "string"}}}
    operation = {"operationId": "read", "responses": {"200": {"description": "a text", "content": content}}}
    mock = Mock(create_app(document({"/texts": {"get": operation}})))
    mock.stub({"operation": "read"}, {"body": "a,b", "headers": {"Content-Type": "text/csv"}})
    reply = mock.send("GET", "/texts")
    assert (reply.body, reply.header("content-type")) == (b"a,b", "text/csv")
    found = mock.stub({"operation": "read"}, {"body": "a,b", "headers": {"Content-Type": "image/png"}})
    assert (found.status, found.json["location"]) == (422, "/response/headers")


def test_the_preferred_one_of_two_paths() -> None:
    mock = Mock()
    assert mock.stub({"path": "/tickets/mine", "method": "GET"}, {"status": 404}).json["error"].startswith("getMine ")
    assert mock.stub({"path": {"matches": "^/tickets/[^m]"}, "method": "GET"}, {"status": 404}).status == 201
    assert mock.statuses(1) == [404]


def test_only_the_operations_whose_document_allows_the_response() -> None:
    mock = Mock()
    mock.stub({"path": "/tickets/{name}"}, {"status": 404})
    assert mock.send("GET", "/tickets/7").status == 404
    assert mock.send("GET", "/tickets/mine").status == 200
    assert mock.send("DELETE", "/tickets/7").status == 204


# ---------------------------------------------------------------------- routes


def test_the_routes_of_stubs() -> None:
    mock = Mock()
    added = mock.stub(ONE, {"code": 404}, times=1)
    assert (added.status, added.header("location")) == (201, "/__mock__/admin/stubs/1")
    stub = {"id": "1", "request": ONE, "response": {"code": 404}, "times": 1, "enabled": True, "uses": 0}
    assert added.json == stub
    assert mock.admin("GET", "/stubs").json == {"stubs": [stub]}
    assert mock.admin("GET", "/stubs/1").json == stub
    assert mock.statuses(2) == [404, 200]
    # A replaced stub counts from the beginning.
    replaced = mock.admin("PUT", "/stubs/1", {**stub, "response": {"code": 503}})
    assert (replaced.status, replaced.json) == (200, {**stub, "response": {"code": 503}})
    assert mock.statuses(2) == [503, 200]
    assert mock.admin("DELETE", "/stubs/1").status == 204
    assert [mock.admin(method, "/stubs/1", body).status for method, body in
            (("GET", b""), ("DELETE", b""), ("PUT", stub))] == [404, 404, 404]  # fmt: skip
    assert mock.admin("GET", "/stubs").json == {"stubs": []}


def test_clear_removes_all() -> None:
    mock = Mock()
    mock.stub(ONE, {"code": 404})
    mock.control.stubs.entries.clear()
    assert mock.statuses(1) == [200]


def test_the_number_of_stubs_is_limited() -> None:
    mock = Mock()
    entries = mock.control.stubs.entries
    for _ in range(MAX_ENTRIES):
        entries._added.add({"request": {"path": "/x"}, "response": {"code": 200}, "version": 1})
    reply = mock.stub(ONE, {"code": 404})
    assert reply.status == 409
    assert "1000 stubs" in reply.json["error"]


def test_all_errors_of_a_body() -> None:
    reply = Mock().stub(ONE, {"status": 200, "body": {"id": 5, "seats": "two"}})
    assert reply.status == 422
    assert {one["location"] for one in reply.json["errors"]} == {
        "/response/body",
        "/response/body/id",
        "/response/body/seats",
    }
    assert '"validate": false' in reply.json["hint"]


def test_a_body_that_is_not_validated() -> None:
    mock = Mock()
    assert mock.stub(ONE, {"status": 418, "body": {"id": 5}}, validate=False).status == 201
    assert mock.statuses(1) == [418]


@pytest.mark.parametrize(
    ("stub", "location"),
    [
        ([], ""),
        ({"request": ONE}, "/response"),
        ({"response": {"code": 404}}, "/request"),
        ({"request": ONE, "response": {"code": 404}, "time": 1}, "/time"),
        ({"request": ONE, "response": {"code": 404}, "times": 0}, "/times"),
        ({"request": ONE, "response": {"code": 404}, "times": True}, "/times"),
        ({"request": ONE, "response": {"code": 404}, "priority": "high"}, "/priority"),
        ({"request": ONE, "response": {"code": 404}, "validate": "no"}, "/validate"),
        ({"request": ONE, "response": []}, "/response"),
        ({"request": ONE, "response": {}}, "/response"),
        ({"request": ONE, "response": "404"}, "/response"),
        ({"request": ONE, "response": {"code": 99}}, "/response/code"),
        ({"request": ONE, "response": {"code": "404"}}, "/response/code"),
        ({"request": ONE, "response": {"status": 600}}, "/response/status"),
        ({"request": ONE, "response": {"code": 418}}, "/response/code"),
        ({"request": ONE, "response": [{"code": 404}, {"status": 418}]}, "/response/1/status"),
        ({"request": ONE, "response": {"code": 404, "status": 404}}, "/response/code"),
        ({"request": ONE, "response": {"code": 404, "body": 1}}, "/response/code"),
        ({"request": ONE, "response": {"example": "gold", "body": 1}}, "/response/example"),
        ({"request": ONE, "response": {"example": "silver"}}, "/response/example"),
        ({"request": ONE, "response": {"example": 5}}, "/response/example"),
        ({"request": ONE, "response": {"status": 200, "bdy": 1}}, "/response/bdy"),
        ({"request": ONE, "response": {"status": 200, "body": 1, "headers": []}}, "/response/headers"),
        ({"request": ONE, "response": {"code": 404, "headers": {"a b": "1"}}}, "/response/headers/a b"),
        ({"request": ONE, "response": {"code": 404, "headers": {"a": "1\r\nb: 2"}}}, "/response/headers/a"),
        ({"request": ONE, "response": {"code": 404, "headers": {"a": {}}}}, "/response/headers/a"),
        ({"request": ONE, "response": {"code": 404, "headers": {"Content-Length": "1"}}},
         "/response/headers/Content-Length"),
        ({"request": ONE, "response": {"code": 200, "headers": {"X-RateLimit-Limit": "many"}}}, "/response/headers"),
        ({"request": {"operation": "deleteTicket"}, "response": {"status": 204, "body": 1}}, "/response/body"),
        ({"request": {"operation": "getTickets"}, "response": {"code": 404}}, "/request/operation"),
        ({"request": {"path": "/nowhere"}, "response": {"code": 404}}, "/request"),
        ({"request": {"path": {"matches": "("}}, "response": {"code": 404}}, "/request/path/matches"),
        ({"request": {"status": 200}, "response": {"code": 404}}, "/request/status"),
        ({"request": {}, "response": {"code": 418}}, "/response/code"),
    ],
)  # fmt: skip
def test_a_stub_that_is_not_valid(stub: Any, location: str) -> None:
    mock = Mock()
    reply = mock.admin("POST", "/stubs", stub)
    assert (reply.status, reply.json.get("location", "")) == (422, location)
    assert reply.json["error"]
    assert mock.admin("GET", "/stubs").json == {"stubs": []}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 200])
def test_a_body_that_is_not_json(body: bytes) -> None:
    assert Mock().admin("POST", "/stubs", body).status == 400


def test_requests_are_recorded_with_the_stub() -> None:
    mock = Mock()
    mock.stub(ONE, {"code": 404}, times=1)
    mock.statuses(2)
    recorded = mock.control.exchanges.read()
    assert [(one.status, one.stub) for one in recorded] == [(404, "1"), (200, "")]
