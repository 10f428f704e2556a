"""Changed copies of responses and requests."""

from __future__ import annotations

from contracts.messages import Request, Response
from mockserver.mutation.editing import (
    is_json,
    parse_json,
    violates,
    with_body,
    with_header,
    with_json,
    with_path,
    with_query_param,
    with_request_json,
    without_body,
    without_query_params,
)
from tests.mockserver.kit import load, only, response

RESPONSE = Response(200, (("Content-Type", "application/problem+json"), ("content-length", "2")), b"{}")


def test_a_new_body_updates_the_length():
    assert with_body(RESPONSE, b"hello").header("content-length") == "5"
    assert with_json(RESPONSE, {"a": 1}).header("content-length") == "7"


def test_json_keeps_its_media_type():
    assert with_json(RESPONSE, []).media_type == "application/problem+json"
    assert with_json(with_body(RESPONSE, b"x", "text/plain"), []).media_type == "application/json"


def test_a_header_is_replaced_or_removed():
    assert with_header(RESPONSE, "content-type", "text/html").headers == (
        ("content-length", "2"),
        ("content-type", "text/html"),
    )
    assert with_header(RESPONSE, "content-type", None).header("content-type") is None


def test_an_empty_body_has_length_0_except_for_204():
    assert without_body(RESPONSE, 204) == Response(204)
    assert without_body(RESPONSE, 404) == Response(404, (("content-length", "0"),))


def test_json_is_recognised_by_its_media_type():
    assert is_json(RESPONSE)
    assert not is_json(Response(200, (("content-type", "text/jsonish"),)))


def test_json_that_cannot_be_parsed_or_encoded_is_none():
    assert parse_json(RESPONSE) == {}
    assert parse_json(Response(200, (), b"")) is None
    assert parse_json(Response(200, (), b"{")) is None
    assert parse_json(Response(200, (), b'"\\ud800"')) is None


def test_only_undocumented_values_violate_the_schema():
    operation = only(load({"/x": {"get": {"responses": {"200": response({"type": "object"})}}}}))
    assert violates(operation, RESPONSE, [])
    assert not violates(operation, RESPONSE, {"a": 1})
    assert not violates(operation, Response(404, RESPONSE.headers), [])


def test_query_parameters_are_removed_by_name():
    request = Request("GET", "/x?%24sort=id&a=1&b")
    assert without_query_params(request, lambda name: name == "$sort").target == "/x?a=1&b"
    assert without_query_params(request, lambda _: True).target == "/x"


def test_a_query_parameter_is_replaced_or_added():
    assert with_query_param(Request("GET", "/x?a=1&b=2"), "a", "3").target == "/x?b=2&a=3"
    assert with_query_param(Request("GET", "/x"), "a", "3").target == "/x?a=3"


def test_a_path_is_replaced_and_the_query_kept():
    assert with_path(Request("GET", "/x?a=1"), "/y").target == "/y?a=1"
    assert with_path(Request("GET", "/x"), "/y").target == "/y"


def test_a_request_with_another_body_drops_the_old_length():
    request = Request("PATCH", "/x", (("content-length", "9"),), b"123456789")
    assert with_request_json(request, {"a": None}) == Request("PATCH", "/x", (), b'{"a":null}')
