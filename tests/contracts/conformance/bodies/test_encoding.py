"""Bodies by media type, with the encoding object of forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import pytest
import yaml

from contracts.conformance.bodies.encoding import encode_body
from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.media_types import is_writable, lacks_body, request_media
from contracts.generation.media_types import FORM, MULTIPART, family
from contracts.spec.model import MediaType
from tests.mockserver.kit import load, only


def media(name: str, schema: Any = None, **more: Any) -> MediaType:
    node = {"schema": schema if schema is not None else {"type": "object"}, **more}
    body = only(load({"/a": {"post": {"requestBody": {"content": {name: node}}}}})).request_body
    assert body is not None
    return body.content[0]


def form(value: Any, **encoding: Any) -> str:
    return encode_body(value, media(FORM, encoding=encoding))[0].decode()


def parts(value: Any, schema: Any = None, **encoding: Any) -> list[tuple[str, str]]:
    """Return the headers and the content of each part."""
    body, content_type = encode_body(value, media(MULTIPART, schema, encoding=encoding))
    boundary = content_type.partition("boundary=")[2]
    first, *sections, last = body.decode().split(f"--{boundary}")
    assert (first, last) == ("", "--\r\n")
    return [tuple(section[2:-2].split("\r\n\r\n", 1)) for section in sections]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "encoding", "expected"),
    [
        ({"a": "x y&z=ä", "b": 1.5, "c": True}, {}, "a=x%20y%26z%3D%C3%A4&b=1.5&c=true"),
        ({"a": None, "b": [None, 1], "c": []}, {}, "b=1"),
        ({"a": [1, 2]}, {}, "a=1&a=2"),
        ({"a": [1, 2]}, {"a": {"explode": False}}, "a=1,2"),
        ({"a": [1, 2]}, {"a": {"style": "pipeDelimited"}}, "a=1%7C2"),
        ({"a": [1, 2]}, {"a": {"style": "spaceDelimited"}}, "a=1%202"),
        ({"a": {"b": 1}}, {}, "a=%7B%22b%22%3A1%7D"),
        ({"a": {"b": 1, "c": [2, 3]}}, {"a": {"style": "deepObject"}}, "a%5Bb%5D=1&a%5Bc%5D=2&a%5Bc%5D=3"),
        ({"a": {"b": 1, "c": None}}, {"a": {"style": "form"}}, "b=1"),
        ({"a": "x/y:z"}, {"a": {"allowReserved": True}}, "a=x/y:z"),
        ({"a": FileContent(b"\xff")}, {}, "a=%FF"),
        ("a=1&b=2", {}, "a=1&b=2"),
        (None, {}, ""),
    ],
)
def test_urlencoded(value: Any, encoding: dict[str, Any], expected: str) -> None:
    assert form(value, **encoding) == expected


def test_strings_survive_a_form() -> None:
    value = {"ä": "+ %&=;\r\n\0"}
    assert parse_qsl(form(value), keep_blank_values=True) == [*value.items()]


def test_parts_of_fields_and_objects() -> None:
    assert parts({"a": "x", "b": {"c": [1]}, "d": None, "e": [1, 2]}) == [
        ('Content-Disposition: form-data; name="a"', "x"),
        ('Content-Disposition: form-data; name="b"\r\nContent-Type: application/json', '{"c":[1]}'),
        ('Content-Disposition: form-data; name="e"', "1"),
        ('Content-Disposition: form-data; name="e"', "2"),
    ]


def test_parts_of_files() -> None:
    file = FileContent(b"data", 'ä".txt', "text/plain")
    head = 'Content-Disposition: form-data; name="f"; filename="ä%22.txt"\r\nContent-Type: text/plain'
    assert parts({"f": [file, file]}) == [(head, "data")] * 2


def test_content_types_of_parts() -> None:
    schema = {"type": "object", "properties": {"x": {"type": "object", "xml": {"name": "row"}}}}
    found = parts(
        {"x": {"a": 1}, "t": "v", "j": "v"},
        schema,
        x={"contentType": "application/xml"},
        t={"contentType": "text/plain; charset=utf-8"},
        j={"contentType": "application/json"},
    )
    assert [head.partition("Content-Type: ")[2] for head, _ in found] == [
        "application/xml",
        "text/plain; charset=utf-8",
        "application/json",
    ]
    assert found[0][1].endswith("<row><a>1</a></row>")
    assert found[2][1] == '"v"'


def test_styles_of_parts_take_precedence_over_content_types() -> None:
    found = parts(
        {"a": [1, 2], "o": {"x": 1, "y": "ä b"}},
        a={"style": "pipeDelimited", "contentType": "application/json"},
        o={"style": "deepObject"},
    )
    assert [(head.partition("name=")[2], text) for head, text in found] == [
        ('"a"', "1|2"),
        ('"o[x]"', "1"),
        ('"o[y]"', "ä b"),
    ]


def test_headers_of_parts() -> None:
    headers = {
        "X-Example": {"schema": {"type": "string", "example": "e"}},
        "X-Number": {"required": True, "schema": {"type": "integer"}},
        "X-Enum": {"schema": {"enum": ["one", "two"]}},
        "X-Optional": {"schema": {"type": "string"}},
        "Content-Type": {"schema": {"default": "text/plain"}},
    }
    ((head, _),) = parts({"a": "x"}, a={"headers": headers})
    assert head.split("\r\n")[1:] == ["X-Example: e", "X-Number: 1", "X-Enum: one"]


def test_the_boundary_depends_on_the_content_only() -> None:
    one, two = (encode_body({"a": text}, media(MULTIPART)) for text in ("x", "y"))
    assert one == encode_body({"a": "x"}, media(MULTIPART))
    assert one[1] != two[1]


def test_xml_by_the_keywords_of_the_schema() -> None:
    properties = {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "tags": {"type": "array", "xml": {"wrapped": True}, "items": {"type": "string", "xml": {"name": "tag"}}},
    }
    schema = {"type": "object", "xml": {"name": "pet"}, "properties": properties}
    body, content_type = encode_body({"id": 7, "tags": ["a", "b"], "name": None}, media("application/xml", schema))
    root = ET.fromstring(body)
    assert content_type == "application/xml"
    assert (root.tag, root.attrib, [one.tag for one in root]) == ("pet", {"id": "7"}, ["tags"])
    assert [one.text for one in root[0]] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "value", "body"),
    [
        ("text/plain", "ä", "ä"),
        ("text/plain", 7, "7"),
        ("text/csv", [{"a": 1, "b": None}, {"a": "x,y", "c": True}], 'a,b,c\r\n1,,\r\n"x,y",,true\r\n'),
        ("text/csv", "a,b\r\n", "a,b\r\n"),
        ("application/x-ndjson", [{"a": 1}, 2], '{"a":1}\n2\n'),
        ("application/x-ndjson", {"a": 1}, '{"a":1}\n'),
        ("application/json-seq", [1], "\x1e1\n"),
        ("application/vnd.api+json", {"a": 1}, '{"a":1}'),
        ("application/xml", "<a/>", "<a/>"),
    ],
)
def test_other_media_types(name: str, value: Any, body: str) -> None:
    assert encode_body(value, media(name)) == (body.encode(), name)


def test_yaml() -> None:
    value = {"b": [1, None, "ä: x"], "a": {"c": True}}
    assert yaml.safe_load(encode_body(value, media("application/yaml"))[0]) == value


@pytest.mark.parametrize(
    ("name", "sent"), [("*/*", "application/json"), ("text/*", "text/plain"), ("image/*", "image/png")]
)
def test_media_ranges_are_replaced(name: str, sent: str) -> None:
    assert encode_body("x", media(name))[1] == sent


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("application/JSON; charset=utf-8", "json"),
        ("image/svg+xml", "binary"),
        ("application/atom+xml", "xml"),
        ("application/x-protobuf", ""),
        ("multipart/mixed", ""),
    ],
)
def test_families(name: str, expected: str) -> None:
    assert family(name) == expected


def test_the_media_type_that_is_sent() -> None:
    def content(*names: str) -> Any:
        body = {"required": True, "content": {name: {"schema": {}} for name in names}}
        return only(load({"/a": {"post": {"requestBody": body}}}))

    assert request_media(content("application/x-protobuf", MULTIPART, "a/b+json")).name == "a/b+json"  # type: ignore[union-attr]
    assert request_media(content("application/x-protobuf", MULTIPART, FORM)).name == MULTIPART  # type: ignore[union-attr]
    assert lacks_body(content("application/x-protobuf"))
    assert not lacks_body(content(FORM))


def test_an_example_makes_any_media_type_writable() -> None:
    assert is_writable(media("application/x-own", {"type": "string"}, example="@1"))
    assert not is_writable(media("application/x-own", {"type": "string"}))
