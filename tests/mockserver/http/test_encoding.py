"""Encoding of response bodies."""

from __future__ import annotations

from base64 import b64decode
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.findings import Location
from contracts.generation.xml_encoding import encode_xml
from contracts.spec.document import Document
from contracts.spec.schemas import SchemaSpace
from mockserver.http.encoding import encode, is_encodable, is_json, is_xml


@pytest.mark.parametrize(
    ("value", "media_type", "body"),
    [
        ({"a": "é"}, "application/json", '{"a":"é"}'),
        ("é", "application/json", '"é"'),
        ("é", "application/problem+json; charset=utf-8", '"é"'),
        ("é", "text/plain", "é"),
        (7, "text/plain", "7"),
        (None, "text/plain", "null"),
        ({"a": 1}, "text/csv", "a\r\n1\r\n"),
        ([{"a": 1, "b": 'x, "y"'}, {"b": None, "c": True}], "text/csv", 'a,b,c\r\n1,"x, ""y""",\r\n,,true\r\n'),
        ("a;b", "text/csv", "a;b"),
        ([{"a": 1}, 2], "application/x-ndjson", '{"a":1}\n2\n'),
        ([{"a": 1}, 2], "application/jsonl", '{"a":1}\n2\n'),
        ({"a": 1}, "application/json-seq", '\x1e{"a":1}\n'),
        ([{"a": 1}, "two\nlines"], "text/event-stream", 'data: {"a":1}\n\ndata: two\ndata: lines\n\n'),
        ({"event": "e", "data": {"a": 1}, "id": "7"}, "text/event-stream", 'event: e\nid: 7\ndata: {"a":1}\n\n'),
        (
            {"a": "x y", "b": [1, True], "c": None, "d": {"e": "&"}},
            "application/x-www-form-urlencoded",
            "a=x+y&b=1&b=true&d=%7B%22e%22%3A%22%26%22%7D",
        ),
        ({"a": "é", "b": [1]}, "application/yaml", "a: é\nb:\n- 1\n"),
        ("<p>é</p>", "text/html", "<p>é</p>"),
        ("raw", "application/octet-stream", "raw"),
        ("<a/>", "application/xml", "<a/>"),
    ],
)
def test_encode(value: Any, media_type: str, body: str) -> None:
    assert encode(value, media_type) == body.encode()


def test_a_page_shows_a_value_escaped() -> None:
    page = encode({"a": "<b>&"}, "text/html").decode()
    assert page.startswith("<!DOCTYPE html>")
    assert "<dt>a</dt><dd>&lt;b&gt;&amp;</dd>" in page
    assert "<p>5 &lt; 6</p>" in encode("5 < 6", "text/html").decode()


@pytest.mark.parametrize("media_type", ["application/xml", "text/csv", "text/html", "application/yaml", "image/png"])
def test_a_string_as_an_example_is_the_whole_body(media_type: str) -> None:
    assert encode("any; text", media_type, is_example=True) == b"any; text"


def test_a_generated_string_becomes_an_element() -> None:
    assert encode("a < b", "application/xml").endswith(b"<root>a &lt; b</root>")


def test_text_is_encoded_in_the_documented_charset() -> None:
    assert encode("é", "text/plain; charset=iso-8859-1") == b"\xe9"
    assert encode("é", "text/plain; charset=unknown") == "é".encode()


@pytest.mark.parametrize(
    ("media_type", "start"),
    [
        ("image/png", b"\x89PNG\r\n"),
        ("image/jpg", b"\xff\xd8\xff"),
        ("application/pdf", b"%PDF-1.4"),
        ("application/zip", b"PK"),
        ("audio/wav", b"RIFF"),
    ],
)
def test_files(media_type: str, start: bytes) -> None:
    data = encode("Weekly summary", media_type)
    assert data.startswith(start)
    assert data == encode({}, media_type)
    space = SchemaSpace(
        {"s": {"type": "string", "contentEncoding": "base64"}}, Document("d", "3.1.0", {}, (), lambda _: Location("d"))
    )
    assert b64decode(encode("x", media_type, space.at("/s"))) == data


def test_xml_media_types() -> None:
    assert encode({"a": 1}, "application/xml").startswith(b"<?xml")


@pytest.mark.parametrize(
    ("media_type", "json", "xml", "encodable"),
    [
        ("application/json", True, False, True),
        ("APPLICATION/JSON;x=y", True, False, True),
        ("application/hal+json", True, False, True),
        ("application/xml", False, True, True),
        ("text/xml", False, True, True),
        ("image/svg+xml", False, True, False),
        ("text/csv", False, False, True),
        ("application/x-www-form-urlencoded", False, False, True),
        ("text/html", False, False, True),
        ("image/png", False, False, False),
        ("application/jsonp", False, False, False),
    ],
)
def test_media_type_predicates(media_type: str, json: bool, xml: bool, encodable: bool) -> None:
    assert (is_json(media_type), is_xml(media_type), is_encodable(media_type)) == (json, xml, encodable)


DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"


def schema_of(node):
    tree = {"components": {"schemas": {"Pet": node}}}
    document = Document("<document>", "3.1.0", tree, (), lambda pointer: Location("<document>", pointer=pointer))
    return SchemaSpace(tree, document).at("/components/schemas/Pet")


@pytest.mark.parametrize(
    ("properties", "value", "inside"),
    [
        ({"id": {"type": "integer"}}, {"id": 7}, "<id>7</id>"),
        ({"id": {"xml": {"name": "number"}}}, {"id": 7}, "<number>7</number>"),
        ({"tame": {"type": "boolean"}}, {"tame": False}, "<tame>false</tame>"),
        ({"chip": {"type": ["string", "null"]}}, {"chip": None}, "<chip />"),
        ({"tags": {"type": "array", "items": {}}}, {"tags": ["a", "b"]}, "<tags>a</tags><tags>b</tags>"),
        (
            {"tags": {"type": "array", "xml": {"wrapped": True}, "items": {"xml": {"name": "tag"}}}},
            {"tags": ["a"]},
            "<tags><tag>a</tag></tags>",
        ),
        ({"owner": {"properties": {"name": {}}}}, {"owner": {"name": "Jo"}}, "<owner><name>Jo</name></owner>"),
        ({}, {"a b": "<&>"}, "<a_b>&lt;&amp;&gt;</a_b>"),
        ({}, {"1st": "\x00"}, "<_1st>\ufffd</_1st>"),
    ],
)
def test_properties(properties, value, inside):
    text = encode_xml(value, schema_of({"properties": properties})).removeprefix(DECLARATION).decode()
    assert text == f"<Pet>{inside}</Pet>"


def test_attributes_and_namespace():
    schema = schema_of(
        {
            "xml": {"name": "pet", "namespace": "urn:pets", "prefix": "p"},
            "properties": {"id": {"xml": {"attribute": True}}, "name": {}},
        }
    )
    root = ET.fromstring(encode_xml({"id": 7, "name": "Rex"}, schema))
    assert root.tag == "{urn:pets}pet"
    assert root.attrib == {"id": "7"}
    assert root.findtext("name") == "Rex"


def test_a_value_without_a_schema_has_a_default_root():
    assert encode_xml([1, 2], None) == DECLARATION + b"<root><item>1</item><item>2</item></root>"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON)
def test_every_value_gives_well_formed_xml(value):
    ET.fromstring(encode_xml(value, None))


@pytest.mark.parametrize("name", ["application/javascript", "application/x-javascript", "application/ecmascript"])
def test_former_names_of_javascript_are_text(name: str) -> None:
    assert is_encodable(name)
    assert encode({"a": 1}, name) == encode({"a": 1}, "text/javascript")
