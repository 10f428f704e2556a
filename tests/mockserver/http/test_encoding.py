"""Encoding of response bodies."""

from __future__ import annotations

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
        ({"a": 1}, "text/csv", '{"a":1}'),
        ("raw", "application/octet-stream", "raw"),
        ("<a/>", "application/xml", "<a/>"),
    ],
)
def test_encode(value: Any, media_type: str, body: str) -> None:
    assert encode(value, media_type) == body.encode()


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
        ("image/svg+xml", False, True, True),
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
