"""Forms by their encoding objects, and the collection formats of Swagger 2.0."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import contracts
from contracts.conformance.bodies.encoding import encode_body
from contracts.conformance.bodies.files import FileContent
from contracts.spec.model import MediaType, RequestBody
from mockserver.app import create_app
from mockserver.http.bodies import BodyStages
from mockserver.http.messages import Failure
from tests.mockserver.kit import Client, document, json_content, load, make_request, only, response

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
ITEM = {"type": "object", "properties": {"price": {"type": "string"}, "count": {"type": "integer"}}}


def media_of(kind: str, properties: dict[str, Any], encoding: dict[str, Any]) -> MediaType:
    content = {kind: {"schema": {"type": "object", "properties": properties}}}
    body = only(load({"/x": {"post": {"requestBody": {"required": True, "content": content}}}})).request_body
    assert body is not None
    return replace(body.content[0], encoding=encoding)


def received(media: MediaType, body: bytes, content_type: str) -> Any:
    """Return the payload of a body, or the reason why it is refused."""
    stages = BodyStages(RequestBody(True, (media,)), 100_000)
    request = make_request(headers={"content-type": content_type}, method="POST", body=body)
    for stage in (stages.content_type, stages.parse, stages.validate):
        failure = stage(request)
        if isinstance(failure, Failure):
            return failure.reason
    return request.payload


@pytest.mark.parametrize(
    ("schema", "encoding", "body", "value"),
    [
        (
            {"type": "object", "properties": {"zip": {"type": "integer"}}},
            {"style": "deepObject"},
            "p[zip]=7",
            {"zip": 7},
        ),
        (ITEM, {"style": "form", "explode": False}, "p=price,5,count,2", {"price": "5", "count": 2}),
        (ITEM, {}, 'p={"price":"5"}', {"price": "5"}),
        ({"type": "object", "properties": {"a": ITEM}}, {"style": "deepObject"}, "p[a][count]=3", {"a": {"count": 3}}),
        (
            {"type": "array", "items": ITEM},
            {"style": "deepObject"},
            "p[0][count]=1&p[1][count]=2",
            [{"count": 1}, {"count": 2}],
        ),
        ({"type": "array", "items": ITEM}, {}, "p[][price]=a&p[][price]=b", [{"price": "a"}, {"price": "b"}]),
        ({"anyOf": [{"type": "integer"}, ITEM]}, {"style": "deepObject"}, "p[count]=17", {"count": 17}),
        ({"anyOf": [{"type": "integer"}, ITEM]}, {"style": "deepObject"}, "p=17", 17),
        ({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"enum": [""]}]}, {}, "p[]=a&p[]=b", ["a", "b"]),
        ({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"enum": [""]}]}, {}, "p=", ""),
        ({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"enum": [""]}]}, {}, "p=a", ["a"]),
        ({"anyOf": [ITEM, {"enum": [""]}]}, {"style": "deepObject"}, "p=", ""),
        ({"type": "array", "items": {"type": "integer"}}, {"explode": False}, "p=1%2C2,3", [1, 2, 3]),
        ({"type": "array", "items": {"type": "integer"}}, {"style": "pipeDelimited"}, "p=1|2", [1, 2]),
        ({"type": "array", "items": {"type": "integer"}}, {"style": "spaceDelimited"}, "p=1+2%203", [1, 2, 3]),
        ({"type": "array", "items": {"type": "integer"}}, {}, "p=1&p=2", [1, 2]),
    ],
)
def test_styles(schema: Any, encoding: dict[str, Any], body: str, value: Any) -> None:
    media = media_of(FORM, {"p": schema}, {"p": encoding} if encoding else {})
    assert received(media, body.encode(), FORM) == {"p": value}


def test_a_wrong_value_has_its_location() -> None:
    media = media_of(FORM, {"p": {"type": "object", "properties": {"zip": {"type": "integer"}}}}, {})
    assert str(received(media, b"p[zip]=x", FORM)).startswith("invalid_body body/p/zip:")


PARTS: dict[str, Any] = {
    "meta": ITEM,
    "list": {"type": "array", "items": ITEM},
    "photo": {"type": "string", "format": "binary"},
    "note": {"type": "string"},
    "count": {"type": "integer"},
    "person": {**ITEM, "xml": {"name": "person"}},
}
ENCODING: dict[str, Any] = {
    "photo": {"contentType": "image/png, image/*"},
    "note": {"contentType": "application/json"},
    "person": {"contentType": "application/xml"},
}


def multipart(*parts: tuple[str, str, bytes]) -> bytes:
    """A body of parts with name, further headers and content."""
    rendered = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + data + b"\r\n"
        for name, more, data in parts
    ]
    return b"".join(rendered) + b"--b--\r\n"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (("meta", "\r\nContent-Type: application/json", '{"price":"é"}'.encode()), {"price": "é"}),
        (("meta", '; filename="m.json"\r\nContent-Type: application/json', '{"price":"é"}'.encode()), {"price": "é"}),
        (("meta", "", b'{"count":1}'), {"count": 1}),
        (("list", "\r\nContent-Type: application/json", b'[{"count":1}]'), [{"count": 1}]),
        (("list", "\r\nContent-Type: application/json", b'{"count":1}'), [{"count": 1}]),
        (("note", "\r\nContent-Type: application/json", b'"text"'), "text"),
        (("note", "\r\nContent-Type: application/json; charset=utf-8", b'"text"'), "text"),
        (("note", "", b"text"), "text"),
        (("count", "\r\nContent-Type: application/json", b"5"), 5),
        (("person", "\r\nContent-Type: application/xml", b"<person><count>2</count></person>"), {"count": 2}),
        (("photo", '; filename="p.png"\r\nContent-Type: image/png', b"\x89P"), "\x89P"),
        (("photo", '; filename="p.gif"\r\nContent-Type: IMAGE/GIF', b"GIF"), "GIF"),
    ],
)
def test_parts(part: tuple[str, str, bytes], value: Any) -> None:
    media = media_of(MULTIPART, PARTS, ENCODING)
    assert received(media, multipart(part), f"{MULTIPART}; boundary=b") == {part[0]: value}


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (
            ("photo", '; filename="p.txt"\r\nContent-Type: text/plain', b"x"),
            "unsupported_media_type body/photo: the media type text/plain is not one of image/png, image/*",
        ),
        (("meta", "\r\nContent-Type: application/json", b"{broken"), "invalid_body body/meta:"),
        (("meta", "\r\nContent-Type: application/json", b'{"count":"x"}'), "invalid_body body/meta/count:"),
        (("person", "\r\nContent-Type: application/xml", b"<person"), "malformed_body body: not XML"),
    ],
)
def test_refused_parts(part: tuple[str, str, bytes], reason: str) -> None:
    media = media_of(MULTIPART, PARTS, ENCODING)
    assert str(received(media, multipart(part), f"{MULTIPART}; boundary=b")).startswith(reason)


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
@pytest.mark.parametrize("style", ["form", "deepObject", "spaceDelimited", "pipeDelimited", "tabDelimited"])
@pytest.mark.parametrize("explode", [True, False])
def test_what_the_contract_test_sends_is_understood(kind: str, style: str, *, explode: bool) -> None:
    properties = {
        "numbers": {"type": "array", "items": {"type": "integer"}},
        "item": {
            "type": "object",
            "properties": {"price": {"type": "string"}, "deep": ITEM, "list": {"type": "array", "items": ITEM}},
        },
    }
    encoding: dict[str, Any] = {"numbers": {"style": style, "explode": explode}}
    value: dict[str, Any] = {"numbers": [1, 2]}
    if style == "deepObject":
        encoding["item"] = {"style": style, "explode": True}
        value["item"] = {"price": "a b", "deep": {"price": "x", "count": 1}, "list": [{"count": 1}, {"count": 2}]}
    elif style == "form" and not explode:
        encoding["item"] = {"style": style, "explode": False}
        value["item"] = {"price": "a b"}
    media = media_of(kind, properties, encoding)
    assert received(media, *encode_body(value, media)) == value


def test_the_parts_that_the_contract_test_sends_are_understood() -> None:
    media = media_of(MULTIPART, PARTS, ENCODING)
    value = {
        "meta": {"price": "é"},
        "list": [{"count": 1}],
        "note": "n",
        "count": 3,
        "person": {"price": "p", "count": 2},
    }
    body, content_type = encode_body({**value, "photo": FileContent(b"\x89", "a.png", "image/png")}, media)
    assert received(media, body, content_type) == {**value, "photo": "\x89"}


SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Forms", "version": "1"},
    "paths": {
        "/forms/{ids}": {
            "post": {
                "consumes": [FORM],
                "parameters": [
                    {
                        "in": "path",
                        "name": "ids",
                        "type": "array",
                        "required": True,
                        "collectionFormat": "pipes",
                        "items": {"type": "integer"},
                    },
                    {
                        "in": "header",
                        "name": "x-sizes",
                        "type": "array",
                        "collectionFormat": "ssv",
                        "items": {"type": "integer"},
                    },
                    {
                        "in": "query",
                        "name": "t",
                        "type": "array",
                        "collectionFormat": "tsv",
                        "items": {"type": "integer"},
                    },
                    {"in": "query", "name": "flag", "type": "boolean", "allowEmptyValue": True},
                    {"in": "formData", "name": "csv", "type": "array", "items": {"enum": ["a", "b"], "type": "string"}},
                    {
                        "in": "formData",
                        "name": "tsv",
                        "type": "array",
                        "collectionFormat": "tsv",
                        "items": {"type": "integer"},
                    },
                    {
                        "in": "formData",
                        "name": "multi",
                        "type": "array",
                        "collectionFormat": "multi",
                        "items": {"type": "integer"},
                    },
                    {"in": "formData", "name": "empty", "type": "integer", "allowEmptyValue": True},
                    {"in": "formData", "name": "full", "type": "integer"},
                ],
                "responses": {"200": {"description": "fine"}, "422": {"description": "invalid"}},
            }
        }
    },
}


@pytest.mark.parametrize(
    ("target", "body", "reason"),
    [
        ("/forms/1%7C2?t=1%092&flag", "csv=a,b&tsv=1%092&multi=1&multi=2&empty=&full=3", ""),
        ("/forms/1%7Cx", "", "invalid_parameter path/ids"),
        ("/forms/1?t=1%09x", "", "invalid_parameter query/t"),
        ("/forms/1?flag=", "csv=a%2Cb", ""),
        ("/forms/1?flag=x", "csv=a", "invalid_parameter query/flag"),
        ("/forms/1", "csv=a,x", "invalid_body body/csv/1"),
        ("/forms/1", "multi=1,2", "invalid_body body/multi/0"),
        ("/forms/1", "tsv=1%09x", "invalid_body body/tsv/1"),
        ("/forms/1", "full=", "invalid_body body/full"),
    ],
)
def test_collection_formats(target: str, body: str, reason: str) -> None:
    client = Client(create_app(SWAGGER))
    found = client("POST", target, body.encode(), headers={"content-type": FORM, "x-sizes": "1 2"})
    assert (found.status, found.header("x-mock-reason").split(":")[0]) == (422 if reason else 200, reason)


def test_tab_delimited_is_kept_in_the_contract() -> None:
    (operation,) = contracts.load(SWAGGER).operations
    styles = {one.name: (one.style, one.explode) for one in operation.parameters}
    assert (styles["ids"], styles["t"]) == (("pipeDelimited", False), ("tabDelimited", False))
    assert operation.request_body is not None
    assert operation.request_body.content[0].encoding["csv"] == {"style": "form", "explode": False}


LIMITS = {"gte": {"type": "integer"}, "in": {"type": "array", "items": {"type": "integer"}}, "deep": ITEM}
DEEP = {
    "name": "created",
    "in": "query",
    "style": "deepObject",
    "explode": True,
    "schema": {"anyOf": [{"type": "integer"}, {"type": "object", "properties": LIMITS}]},
}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("created=17", 200),
        ("created[gte]=17", 200),
        ("created%5Bgte%5D=17", 200),
        ("created[in]=1&created[in]=2", 200),
        ("created[deep][count]=1", 200),
        ("created=x", 422),
        ("created[gte]=x", 422),
        ("created[in]=x", 422),
        ("created[deep][count]=x", 422),
        ("created[gte]=1&created[gte][x]=1", 422),
        ("", 200),
    ],
)
def test_a_deep_object_that_may_be_a_number(query: str, status: int) -> None:
    responses = {"200": {"description": "fine"}, "422": {"description": "invalid"}}
    client = Client(create_app(document({"/x": {"get": {"parameters": [DEEP], "responses": responses}}})))
    assert client("GET", f"/x?{query}").status == status


def test_bytes_in_requests_are_base64() -> None:
    schema = {"type": "object", "properties": {"data": {"type": "string", "format": "byte"}}}
    answers = {"200": response(schema, example={"data": "not base64"}), "422": {"description": "invalid"}}
    client = Client(
        create_app(
            document({"/x": {"post": {"requestBody": {"content": json_content(schema)}, "responses": answers}}}),
            static=True,
        )
    )
    assert client("POST", "/x", {"data": "aGVsbG8="}).status == 200
    assert client("POST", "/x", {"data": "aGVs\r\nbG8="}).status == 200
    assert client("POST", "/x", {"data": ""}).status == 200
    for wrong in ("not base64", "aGVsbG8", "a===", "aGVs-G8="):
        assert client("POST", "/x", {"data": wrong}).status == 422, wrong


def test_text_for_an_object_is_not_refused() -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    content = {"text/plain": {"schema": schema}}
    client = Client(create_app(document({"/x": {"post": {"requestBody": {"required": True, "content": content}}}})))
    text = {"content-type": "text/plain"}
    assert client("POST", "/x", b"anything", headers=text).status == 200
    assert client("POST", "/x", json.dumps({"a": 1}).encode(), headers=text).status == 200
    assert client("POST", "/x", json.dumps({"a": "x"}).encode(), headers=text).status == 422
