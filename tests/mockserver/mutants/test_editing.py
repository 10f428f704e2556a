"""Changed copies of answers and requests."""

from __future__ import annotations

from contracts.messages import Request, Response
from mockserver.mutants.editing import (
    breaks,
    is_json,
    query_without,
    with_bytes,
    with_header,
    with_json,
    with_json_body,
    without_body,
)
from tests.mockserver.kit import load, only, response

REPLY = Response(200, (("Content-Type", "application/problem+json"), ("content-length", "2")), b"{}")


def test_a_body_brings_its_length():
    assert with_bytes(REPLY, b"hello").header("content-length") == "5"
    assert with_json(REPLY, {"a": 1}).header("content-length") == "7"


def test_json_keeps_the_name_it_had():
    assert with_json(REPLY, []).media_type == "application/problem+json"
    assert with_json(with_bytes(REPLY, b"x", "text/plain"), []).media_type == "application/json"


def test_a_header_is_replaced_or_taken_away():
    assert with_header(REPLY, "content-type", "text/html").headers == (
        ("content-length", "2"),
        ("content-type", "text/html"),
    )
    assert with_header(REPLY, "content-type", None).header("content-type") is None


def test_204_has_no_length_and_other_statuses_have_0():
    assert without_body(REPLY, 204) == Response(204)
    assert without_body(REPLY, 404) == Response(404, (("content-length", "0"),))


def test_json_is_told_by_its_media_type():
    assert is_json(REPLY)
    assert not is_json(Response(200, (("content-type", "text/jsonish"),)))


def test_only_what_the_document_forbids_breaks_it():
    operation = only(load({"/x": {"get": {"responses": {"200": response({"type": "object"})}}}}))
    assert breaks(operation, REPLY, [])
    assert not breaks(operation, REPLY, {"a": 1})
    assert not breaks(operation, Response(404, REPLY.headers), [])


def test_query_parameters_are_taken_away_by_name():
    request = Request("GET", "/x?%24sort=id&a=1&b")
    assert query_without(request, lambda name: name == "$sort").target == "/x?a=1&b"
    assert query_without(request, lambda _: True).target == "/x"


def test_a_request_with_another_body_does_not_say_the_old_length():
    request = Request("PATCH", "/x", (("content-length", "9"),), b"123456789")
    assert with_json_body(request, {"a": None}) == Request("PATCH", "/x", (), b'{"a":null}')
