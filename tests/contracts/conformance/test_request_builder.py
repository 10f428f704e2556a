"""Serialization of parameters as in OpenAPI 3.1.1, section 4.8.12.4, and documented or generated bodies."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.conformance.request_builder import OMITTED, RequestBuilder
from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.messages import Request
from contracts.spec.model import Contract, Operation
from mockserver.settings import bundled_document

STRING = "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def document(parameter: dict[str, Any], path: str = "/a") -> Contract:
    operation = {"operationId": "a", "parameters": [parameter], "responses": {"200": {"description": "ok"}}}
    return contracts.load(
        {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {path: {"get": operation}}}
    )


def builder(known: dict[str, tuple[str, ...]] | None = None) -> RequestBuilder:
    return RequestBuilder(Generators(seed=1), known or {})


def sent(value: Any, **parameter: Any) -> Request:
    schema = {"type": {str: "string", list: "array", dict: "object"}.get(type(value), "string")}
    node = {"name": "color", "schema": schema, **parameter}
    contract = document({**node, "required": node["in"] == "path"}, "/p{color}" if node["in"] == "path" else "/a")
    return builder().build(contract.operations[0], values={(node["in"], "color"): value})


@pytest.mark.parametrize(
    ("style", "explode", "string", "array", "pairs"),
    [
        ("matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ("label", False, ".blue", None, None),
        ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ],
)
def test_path_parameter_styles(style: str, explode: bool, string: str, array: str | None, pairs: str | None) -> None:
    for value, expected in ((STRING, string), (ARRAY, array), (OBJECT, pairs)):
        if expected is not None:
            assert sent(value, **{"in": "path"}, style=style, explode=explode).target == f"/p{expected}"


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("form", False, STRING, "color=blue"),
        ("form", False, ARRAY, "color=blue,black,brown"),
        ("form", False, OBJECT, "color=R,100,G,200,B,150"),
        ("form", True, STRING, "color=blue"),
        ("form", True, ARRAY, "color=blue&color=black&color=brown"),
        ("form", True, OBJECT, "R=100&G=200&B=150"),
        ("spaceDelimited", False, ARRAY, "color=blue%20black%20brown"),
        ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
        ("pipeDelimited", False, ARRAY, "color=blue%7Cblack%7Cbrown"),
        ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
        ("deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ],
)
def test_query_parameter_styles(style: str, explode: bool, value: Any, expected: str) -> None:
    assert sent(value, **{"in": "query"}, style=style, explode=explode).target == f"/a?{expected}"


@pytest.mark.parametrize(
    ("explode", "value", "expected"),
    [
        (False, ARRAY, "blue,black,brown"),
        (False, OBJECT, "R,100,G,200,B,150"),
        (True, OBJECT, "R=100,G=200,B=150"),
        (False, "two words", "two words"),
    ],
)
def test_headers_have_style_simple(explode: bool, value: Any, expected: str) -> None:
    assert sent(value, **{"in": "header"}, explode=explode).header("color") == expected


def test_cookies() -> None:
    assert sent("a;b", **{"in": "cookie"}, explode=False).header("cookie") == "color=a%3Bb"


def test_a_parameter_with_a_media_type_is_json() -> None:
    node = {"name": "f", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}}
    request = builder().build(document(node).operations[0], values={("query", "f"): {"a": [1, None]}})
    assert dict(parse_qsl(urlsplit(request.target).query)) == {"f": '{"a":[1,null]}'}


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false"), (None, "null"), (1.5, "1.5"), (7, "7")])
def test_scalars_are_serialized_as_json(value: Any, text: str) -> None:
    assert sent(value, **{"in": "query"}).target == f"/a?color={text}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_values_survive_a_round_trip(text: str) -> None:
    assert parse_qsl(urlsplit(sent(text, **{"in": "query"}).target).query, keep_blank_values=True) == [("color", text)]
    target = sent(text, **{"in": "path"}).target
    assert target.isascii()
    assert unquote(target) == f"/p{text}"
    assert target.count("/") == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
def test_commas_in_items_are_encoded(items: list[str]) -> None:
    query = sent(items, **{"in": "query"}, style="form", explode=False).target.partition("color=")[2]
    assert [unquote(part) for part in query.split(",")] == items


ITEM: dict[str, Any] = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
    "examples": {"one": {"value": 7}, "two": {"value": 8}},
}


def item() -> Operation:
    return document(ITEM, "/a/{id}").operations[0]


def test_known_values_come_first_then_documented_then_generated_ones() -> None:
    build = builder({"id": ("41", "42")}).build
    targets = [build(item(), number).target for number in range(6)]
    assert targets[:4] == ["/a/41", "/a/42", "/a/7", "/a/8"]
    assert len(set(targets)) == 6
    assert all(int(target[3:]) >= 1 for target in targets)


def test_the_same_number_gives_the_same_request() -> None:
    assert [builder().build(item(), number) for number in range(9)] == [
        builder().build(item(), number) for number in range(9)
    ]


def with_body(**body: Any) -> Operation:
    contract = document(ITEM, "/a/{id}")
    tree = {**contract.document.tree}
    operation = {**tree["paths"]["/a/{id}"]["get"], "operationId": "b", "requestBody": body}
    operation["parameters"] = [ITEM, {"name": "q", "in": "query", "schema": {"const": "x"}}]
    return contracts.load({**tree, "paths": {"/a/{id}": {"put": operation}}}).operations[0]


SCHEMA = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}, "additionalProperties": False}


def test_bodies_are_examples_first_then_generated() -> None:
    operation = with_body(content={"application/json": {"schema": SCHEMA, "example": {"n": 5}}})
    first, second = builder().build(operation), builder().build(operation, 1)
    assert (json.loads(first.body), first.header("content-type")) == ({"n": 5}, "application/json")
    assert isinstance(json.loads(second.body)["n"], int)
    assert builder().build(operation, body=[None]).body == b"[null]"


def test_optional_parameters_are_sent_if_requested() -> None:
    operation = with_body(content={"application/json": {"schema": SCHEMA}})
    assert "?" not in builder().build(operation).target
    assert builder().build(operation, optional=True).target.endswith("?q=x")
    assert "?" not in builder().build(operation, optional=True, values={("query", "q"): OMITTED}).target


def test_undocumented_parameters_can_be_sent() -> None:
    request = builder().build(item(), values={("query", "more"): ["a", "b"], ("header", "x-more"): "c"})
    assert request.target == "/a/7?more=a&more=b"
    assert request.header("X-More") == "c"


@pytest.mark.parametrize(("native", "start"), [(False, "/serverops/cases/"), (True, "/cases/")])
def test_native_paths_have_no_prefix(native: bool, start: str) -> None:
    operation = contracts.load(bundled_document()).operations[0]
    assert RequestBuilder(Generators(seed=1), {}, native=native).build(operation).target.startswith(start)


def test_if_match_is_any_tag_unless_it_is_known() -> None:
    parameter = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}, "example": '"33"'}
    (operation,) = document(parameter).operations
    for number in range(3):
        assert builder().build(operation, number).header("if-match") == "*"
    assert builder({"If-Match": ('"7"',)}).build(operation).header("if-match") == '"7"'


@pytest.mark.parametrize(
    ("location", "name", "value"),
    [
        ("header", "X bad", "a"),
        ("header", "ж", "a"),
        ("header", "X-A", "a\r\nb: c"),
        ("header", "X-A", "ж"),
        ("cookie", "a;b", "a"),
    ],
)
def test_what_http_cannot_express_is_omitted_or_impossible(location: str, name: str, value: str) -> None:
    parameter = {"name": name, "in": location, "schema": {"const": value}}
    (operation,) = document(parameter).operations
    assert builder().build(operation, optional=True).headers == ()
    (operation,) = document({**parameter, "required": True}).operations
    with pytest.raises(GenerationError, match="HTTP cannot express"):
        builder().build(operation)


@pytest.mark.parametrize(
    ("path", "target"), [("/a b", "/a%20b"), ("/ж", "/%D0%B6"), ("/a\x00\n", "/a%00%0A"), ("/a%20b", "/a%20b")]
)
def test_paths_are_encoded(path: str, target: str) -> None:
    (operation,) = document({"name": "q", "in": "query", "schema": {"const": "x"}}, path).operations
    assert builder().build(operation).target == target
