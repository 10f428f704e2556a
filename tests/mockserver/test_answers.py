"""A documented response into an answer: what is sent, with which headers, when the example, when a generated value."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from contracts.data.generate import Generators
from contracts.spec.schemas import Schema
from mockserver.answers import ResponsePlan, concrete, location_header, overlay
from mockserver.exchange import ABSENT
from tests.mockserver.kit import load, only, response

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}


def plan(node: Any, *, static: bool = False, status: int = 200) -> ResponsePlan:
    documented = only(load({"/x": {"get": {"responses": {"200": node}}}})).responses[0]
    return ResponsePlan(status, documented, Generators(), static=static)


def key() -> str:
    return "key"


def schema(node: Any) -> Schema:
    return load({}, components={"schemas": {"S": node}}).schema("/components/schemas/S")


# ---------------------------------------------------------------------- bodies


def media(**schemas: Any) -> dict[str, Any]:
    """A response with a schema by subtype of ``application``; a plus sign of the name is written as two underscores."""
    content = {f"application/{name.replace('__', '+')}": {"schema": node} for name, node in schemas.items()}
    return {"description": "a response", "content": content}


def test_a_text_is_sent_as_those_media_types_that_have_the_same_schema() -> None:
    made = plan(media(json=PET, v2__json=schema_of_keys(), v3__json=PET, xml=PET))
    text = b'{"name":"Rex"}'
    sent = {name: made.ready(f"application/{name}", text) for name in ("json", "v2+json", "v3+json", "xml")}
    assert {name for name, answer in sent.items() if answer is not None} == {"json", "v3+json"}
    assert sent["json"] is not None
    assert (sent["json"].body, sent["json"].media_type) == (text, "application/json")


def schema_of_keys() -> dict[str, Any]:
    return {"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}}}


def test_items_are_told_from_the_first_json_that_has_a_schema() -> None:
    body = plan(media(xml=True, json=PET, v2__json=schema_of_keys())).body
    assert body is not None
    assert body.node == PET
    body = plan(media(xml=schema_of_keys())).body
    assert body is not None
    assert body.node == schema_of_keys()
    assert plan({"description": "nothing"}).body is None


def test_a_given_value_is_sent() -> None:
    answer = plan(response(PET), status=201).answer("", key, {"name": "Rex"})
    assert (answer.status, answer.media_type, answer.body) == (201, "application/json", b'{"name":"Rex"}')


@pytest.mark.parametrize("value", [{"name": 7}, [], None, ABSENT])
def test_a_value_that_does_not_fit_is_replaced_by_one_that_does(value: Any) -> None:
    answer = plan(response(PET)).answer("", key, value)
    assert schema(PET).is_valid(orjson.loads(answer.body))


def test_a_generated_value_is_the_same_for_the_same_key() -> None:
    made = plan(response(PET))
    assert made.answer("", key).body == plan(response(PET)).answer("", key).body
    assert made.answer("", key).body != made.answer("", lambda: "other").body


EXAMPLE = {"name": "Documented"}


@pytest.mark.parametrize(
    ("static", "dynamic", "documented"),
    [(False, None, False), (True, None, True), (False, False, True), (True, True, False)],
)
def test_example_or_generated(static: bool, dynamic: bool | None, documented: bool) -> None:
    answer = plan(response(PET, example=EXAMPLE), static=static).answer("", key, dynamic=dynamic)
    assert (orjson.loads(answer.body) == EXAMPLE) is documented


def test_an_example_that_does_not_fit_is_not_sent() -> None:
    answer = plan(response(PET, example={"name": 7}), static=True).answer("", key)
    assert schema(PET).is_valid(orjson.loads(answer.body))


def test_without_a_schema_the_example_is_all_there_is() -> None:
    node = {"description": "d", "content": {"application/json": {"example": [1]}}}
    assert plan(node).answer("", key).body == b"[1]"


def test_without_anything_an_empty_object_is_sent() -> None:
    assert plan({"description": "d", "content": {"application/json": {}}}).answer("", key).body == b"{}"


def test_without_content_nothing_is_sent() -> None:
    answer = plan({"description": "d"}).answer("", key, {"name": "Rex"})
    assert (answer.body, answer.media_type) == (b"", "")


def test_what_was_sent_is_echoed() -> None:
    answer = plan(response(PET)).answer("", key, echo={"name": "Rex", "age": "no number", "x": 1})
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
        ("image/png", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_the_media_type_that_the_client_likes(accept: str, media_type: str) -> None:
    assert plan(BOTH).answer(accept, key).media_type == media_type


def test_a_format_that_values_cannot_be_written_in_is_offered_only_alone() -> None:
    assert plan(BOTH).offered == ("application/json", "text/plain")
    only_image = {"description": "d", "content": {"image/png": {"schema": {"type": "string"}}}}
    assert plan(only_image).offered == ("image/png",)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("TEXT/*", "text/plain"),
        ("image/*", "image/*"),
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
    ],
)
def test_concrete(name: str, found: str) -> None:
    assert concrete(name) == found


# ---------------------------------------------------------------------- named examples


def test_a_named_example_in_the_media_type_the_client_likes() -> None:
    content = {
        "application/json": {"examples": {"a": {"value": 1}, "b": {"value": 2}}},
        "text/plain": {"examples": {"b": {"value": "two"}, "c": {"value": "three"}}},
    }
    made = plan({"description": "d", "content": content})
    found = [made.example(name, accept) for name, accept in
             [("b", ""), ("b", "text/plain"), ("c", ""), ("a", "text/plain")]]  # fmt: skip
    assert [answer.body if answer else None for answer in found] == [b"2", b"two", b"three", b"1"]
    assert made.example("d", "") is None


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
    answer = plan({"description": "d", "headers": {"X-It": header}}).answer("", key)
    assert answer.headers == [(b"x-it", value)]


@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding", "Content-Encoding", "Connection", "Date"])
def test_headers_that_would_lie(name: str) -> None:
    assert plan({"description": "d", "headers": {name: {"schema": {"type": "string"}}}}).answer("", key).headers == []


def test_a_documented_location_is_sent() -> None:
    node = {"description": "d", "headers": {"Location": {"schema": {"type": "string"}, "example": "/elsewhere"}}}
    assert plan(node).answer("", key).headers == [(b"location", b"/elsewhere")]


@pytest.mark.parametrize(
    ("root", "path", "identifier", "value"),
    [
        ("", "/pets", "7", b"/pets/7"),
        ("", "/a%20b/pets", "a/b é", b"/a%20b/pets/a%2Fb%20%C3%A9"),
        ("/mock", "/pets", "7", b"/mock/pets/7"),
        ("/my mock/", "/pets", "7", b"/my%20mock/pets/7"),
        ("", "/pets", "\r\nset-cookie: a", b"/pets/%0D%0Aset-cookie%3A%20a"),
    ],
)
def test_location(root: str, path: str, identifier: str, value: bytes) -> None:
    assert location_header(root, path, identifier) == (b"location", value)


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
