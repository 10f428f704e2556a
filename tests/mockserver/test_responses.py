"""Documented responses, and lists of items."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from contracts.generation.generate import Generators
from contracts.spec.schemas import Schema
from mockserver.app import create_app
from mockserver.http.request import ABSENT
from mockserver.responses import ResponseRenderer, concrete_media_type, location_header, overlay
from tests.mockserver.kit import Client, document, load, only, response

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}


def plan(node: Any, *, static: bool = False, status: int = 200) -> ResponseRenderer:
    documented = only(load({"/x": {"get": {"responses": {"200": node}}}})).responses[0]
    return ResponseRenderer(status, documented, Generators(), static=static)


def key() -> str:
    return "key"


def schema(node: Any) -> Schema:
    return load({}, components={"schemas": {"S": node}}).schema("/components/schemas/S")


# ---------------------------------------------------------------------- bodies


def media(**schemas: Any) -> dict[str, Any]:
    """A response with a schema by subtype of ``application``; two underscores stand for a plus sign."""
    content = {f"application/{name.replace('__', '+')}": {"schema": node} for name, node in schemas.items()}
    return {"description": "a response", "content": content}


def test_json_text_is_sent_for_media_types_with_the_same_schema() -> None:
    made = plan(media(json=PET, v2__json=schema_of_keys(), v3__json=PET, xml=PET))
    text = b'{"name":"Rex"}'
    sent = {name: made.render_json(f"application/{name}", text) for name in ("json", "v2+json", "v3+json", "xml")}
    assert {name for name, answer in sent.items() if answer is not None} == {"json", "v3+json"}
    assert sent["json"] is not None
    assert (sent["json"].body, sent["json"].media_type) == (text, "application/json")


def schema_of_keys() -> dict[str, Any]:
    return {"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}}}


def test_the_body_schema_is_that_of_the_first_json_media_type() -> None:
    body = plan(media(xml=True, json=PET, v2__json=schema_of_keys())).body
    assert body is not None
    assert body.node == PET
    body = plan(media(xml=schema_of_keys())).body
    assert body is not None
    assert body.node == schema_of_keys()
    assert plan({"description": "nothing"}).body is None


def test_a_valid_value_is_sent() -> None:
    answer = plan(response(PET), status=201).render("", key, {"name": "Rex"})
    assert (answer.status, answer.media_type, answer.body) == (201, "application/json", b'{"name":"Rex"}')


@pytest.mark.parametrize("value", [{"name": 7}, [], None, ABSENT])
def test_an_invalid_value_is_replaced_by_a_generated_one(value: Any) -> None:
    answer = plan(response(PET)).render("", key, value)
    assert schema(PET).is_valid(orjson.loads(answer.body))


def test_generated_values_depend_on_the_key() -> None:
    made = plan(response(PET))
    assert made.render("", key).body == plan(response(PET)).render("", key).body
    assert made.render("", key).body != made.render("", lambda: "other").body


EXAMPLE = {"name": "Documented"}


@pytest.mark.parametrize(
    ("static", "dynamic", "documented"),
    [(False, None, False), (True, None, True), (False, False, True), (True, True, False)],
)
def test_example_or_generated(static: bool, dynamic: bool | None, documented: bool) -> None:
    answer = plan(response(PET, example=EXAMPLE), static=static).render("", key, dynamic=dynamic)
    assert (orjson.loads(answer.body) == EXAMPLE) is documented


def test_an_invalid_example_is_only_sent_as_static_response_and_with_a_reason() -> None:
    node = response(PET, example={"name": 7})
    static = plan(node, static=True).render("", key)
    assert orjson.loads(static.body) == {"name": 7}
    assert b"the example does not match its schema at /name" in dict(static.headers)[b"x-mock-reason"]
    dynamic = plan(node).render("", key)
    assert schema(PET).is_valid(orjson.loads(dynamic.body))
    assert not dynamic.headers


def test_without_a_schema_the_example_is_sent() -> None:
    node = {"description": "d", "content": {"application/json": {"example": [1]}}}
    assert plan(node).render("", key).body == b"[1]"


def test_without_schema_and_example_an_empty_object_is_sent() -> None:
    assert plan({"description": "d", "content": {"application/json": {}}}).render("", key).body == b"{}"


def test_without_content_the_body_is_empty() -> None:
    answer = plan({"description": "d"}).render("", key, {"name": "Rex"})
    assert (answer.body, answer.media_type) == (b"", "")


def test_shared_properties_of_the_request_are_echoed() -> None:
    answer = plan(response(PET)).render("", key, echo={"name": "Rex", "age": "no number", "x": 1})
    told = orjson.loads(answer.body)
    assert told["name"] == "Rex"
    assert "x" not in told
    assert schema(PET).is_valid(told)


# ---------------------------------------------------------------------- media types


BOTH = {"description": "d", "content": {"image/png": {}, "application/json": {"schema": PET}, "text/*": {}}}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("text/plain", "text/plain"),
        ("image/png", "image/png"),
        ("text/html", "text/html"),
        ("text/*", "text/plain"),
        ("*/*", "application/json"),
    ],
)
def test_the_preferred_media_type_is_sent(accept: str, media_type: str) -> None:
    assert plan(BOTH).render(accept, key).media_type == media_type


def test_files_are_offered_after_media_types_that_encode_values() -> None:
    offered = plan(BOTH).offered
    assert offered[:2] == ("application/json", "text/plain")
    assert offered[-1] == "image/png"
    only_image = {"description": "d", "content": {"image/png": {"schema": {"type": "string"}}}}
    assert plan(only_image).offered == ("image/png",)


@pytest.mark.parametrize(
    ("accept", "media_type", "start"),
    [
        ("", "image/png", b"\x89PNG"),
        ("image/*", "image/png", b"\x89PNG"),
        ("image/jpeg", "image/jpeg", b"\xff\xd8\xff"),
        ("image/gif", "image/gif", b"GIF89a"),
        ("image/webp", "image/webp", b"RIFF"),
        ("image/svg+xml", "image/svg+xml", b"<svg"),
    ],
)
def test_the_requested_type_of_a_media_range_is_sent(accept: str, media_type: str, start: bytes) -> None:
    node = {"description": "d", "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
    sent = plan(node).render(accept, key)
    assert (sent.media_type, sent.body[: len(start)]) == (media_type, start)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("TEXT/*", "text/plain"),
        ("image/*", "image/png"),
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
    ],
)
def test_concrete(name: str, found: str) -> None:
    assert concrete_media_type(name) == found


# ---------------------------------------------------------------------- named examples


def test_a_named_example_in_the_preferred_media_type() -> None:
    content = {
        "application/json": {"examples": {"a": {"value": 1}, "b": {"value": 2}}},
        "text/plain": {"examples": {"b": {"value": "two"}, "c": {"value": "three"}}},
    }
    made = plan({"description": "d", "content": content})
    found = [made.render_example(name, accept) for name, accept in
             [("b", ""), ("b", "text/plain"), ("c", ""), ("a", "text/plain")]]  # fmt: skip
    assert [answer.body if answer else None for answer in found] == [b"2", b"two", b"three", b"1"]
    assert made.render_example("d", "") is None


# ---------------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ({"schema": {"const": 7}}, b"7"),
        ({"schema": {"const": True}}, b"true"),
        ({"schema": {"type": "integer"}, "example": 9}, b"9"),
        ({"schema": {"type": "integer", "minimum": 1, "maximum": 1}, "example": 9}, b"1"),
        ({"schema": {"type": "array"}, "example": ["a", "b"]}, b"a,b"),
        ({"schema": {"type": "object"}, "example": {"R": 1, "G": 2}}, b"R,1,G,2"),
        ({"schema": {"type": "string"}, "example": "é\r\nx: y"}, b"%C3%A9%0D%0Ax: y"),
        ({"schema": {"type": "string"}, "example": 'W/"abc%20"'}, b'W/"abc%20"'),
    ],
)
def test_documented_headers(header: Any, value: bytes) -> None:
    answer = plan({"description": "d", "headers": {"X-It": header}}).render("", key)
    assert answer.headers == [(b"x-it", value)]


@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding", "Content-Encoding", "Connection", "Date"])
def test_headers_that_are_not_generated(name: str) -> None:
    assert plan({"description": "d", "headers": {name: {"schema": {"type": "string"}}}}).render("", key).headers == []


def test_a_documented_location_is_sent() -> None:
    node = {"description": "d", "headers": {"Location": {"schema": {"type": "string"}, "example": "/elsewhere"}}}
    assert plan(node).render("", key).headers == [(b"location", b"/elsewhere")]


@pytest.mark.parametrize(
    ("root", "path", "value"),
    [
        ("", "/pets/7", b"/pets/7"),
        ("", "/a%20b/pets/a%2Fb%20%C3%A9", b"/a%20b/pets/a%2Fb%20%C3%A9"),
        ("/mock", "/pets/7", b"/mock/pets/7"),
        ("/my mock/", "/pets/7", b"/my%20mock/pets/7"),
    ],
)
def test_location(root: str, path: str, value: bytes) -> None:
    assert location_header(root, path) == (b"location", value)


# ---------------------------------------------------------------------- overlay


@pytest.mark.parametrize(
    ("value", "item", "result"),
    [
        ({"name": "a"}, {"name": "b"}, {"name": "b"}),
        ({"name": "a"}, {"name": 7}, {"name": "a"}),
        ({"name": "a"}, {"age": 3}, {"name": "a", "age": 3}),
        ({"name": "a"}, {"color": "red"}, {"name": "a"}),
        ({"name": "a", "color": "blue"}, {"color": "red"}, {"name": "a", "color": "red"}),
        ([1], {"name": "b"}, [1]),
    ],
)
def test_overlay(value: Any, item: Any, result: Any) -> None:
    assert overlay(schema(PET), value, item) == result


@pytest.mark.parametrize("name", ["X\r\nSet-Cookie: a", "x y", "é", "\U000e86f4", "", "a:b"])
def test_names_that_are_no_header_names_are_not_sent(name: str) -> None:
    header = {"schema": {"const": "a"}, "required": True}
    operation = {"responses": {"200": {"description": "", "headers": {name: header, "X-Good": header}}}}
    reply = Client(create_app(document({"/x": {"get": operation}})))("GET", "/x")
    assert (reply.status, reply.header("x-good")) == (200, "a")
    assert {key for key, _ in reply.headers} <= {"x-good", "content-length", "etag"}


@pytest.mark.parametrize("name", ["application/jsoñ", "a/b\r\nX-Other: c", "application/json;a=\U000e86f4"])
def test_media_types_are_header_values_whatever_the_document_has(name: str) -> None:
    operation = {"responses": {"200": {"description": "", "content": {name: {"schema": {"const": "a"}}}}}}
    reply = Client(create_app(document({"/x": {"get": operation}})))("GET", "/x")
    assert reply.status == 200
    assert reply.header("x-other") == ""
    assert reply.header("content-type").isascii()
    assert reply.header("content-type").isprintable()
