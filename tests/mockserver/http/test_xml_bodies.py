"""XML request bodies: the inverse of the encoding of XML, lenient readings, and refused documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generation.xml_encoding import encode_xml
from contracts.spec.schemas import Schema
from mockserver.app import create_app
from mockserver.http.xml_bodies import MAX_DEPTH, decode_xml
from tests.mockserver.kit import Client, document, load, only

PERSON: dict[str, Any] = {
    "type": "object",
    "required": ["id", "tags"],
    "xml": {"name": "Person"},
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "name": {"type": "string", "xml": {"namespace": "urn:names", "prefix": "n"}},
        "note": {"type": ["string", "null"]},
        "active": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string", "xml": {"name": "tag"}}},
        "sizes": {"type": "array", "items": {"type": "number"}, "xml": {"wrapped": True, "name": "Sizes"}},
        "home": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "integer"}}},
        "parts": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    },
}


def schema_of(node: Any, **schemas: Any) -> Schema:
    components = {"schemas": {"Root": node, **schemas}}
    contract = load({"/x": {"get": {}}}, components=components)
    return contract.schema("/components/schemas/Root")


def decoded(text: str, node: Any = PERSON) -> Any:
    return decode_xml(text.encode(), schema_of(node))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('<Person id="7"/>', {"id": 7, "tags": []}),
        ('<Person id="7"><tag>a</tag><tag>b</tag></Person>', {"id": 7, "tags": ["a", "b"]}),
        ('<p:Person xmlns:p="urn:p" id="7"><p:tag>a</p:tag></p:Person>', {"id": 7, "tags": ["a"]}),
        ('<Person xmlns="urn:p" id="7"><tag>a</tag></Person>', {"id": 7, "tags": ["a"]}),
        ('<Person id="7" xmlns:x="urn:names"><x:name>Ann</x:name></Person>', {"id": 7, "name": "Ann", "tags": []}),
        ("<Person><id>7</id><tag/></Person>", {"id": 7, "tags": [""]}),
        ('<Person id="x"><active> true </active></Person>', {"id": "x", "active": True, "tags": []}),
        ("<Person><active>0</active></Person>", {"active": False, "tags": []}),
        ("<Person>\n  <Sizes>\n <size>1</size><size>2.5</size> </Sizes></Person>", {"sizes": [1, 2.5], "tags": []}),
        ("<Person><Sizes/></Person>", {"sizes": [], "tags": []}),
        (
            "<Person><home><city>A &amp; <![CDATA[<B>]]></city></home></Person>",
            {"home": {"city": "A & <B>"}, "tags": []},
        ),
        ("<Person><home>text</home></Person>", {"home": "text", "tags": []}),
        ("<Person><name>a</name><name>b</name></Person>", {"name": ["a", "b"], "tags": []}),
        ('<Person><parts><n>1</n></parts><parts n="2"/></Person>', {"parts": [{"n": 1}, {"n": "2"}], "tags": []}),
        ('<Person color="red"><more><x>1</x></more></Person>', {"color": "red", "more": {"x": "1"}, "tags": []}),
        (
            '<Person xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="P"><note i:nil="true"/></Person>',
            {"note": None, "tags": []},
        ),
    ],
)
def test_values(text: str, value: Any) -> None:
    assert decoded(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not XML: no element found"),
        ("<Person", "not XML: unclosed token"),
        ("{}", "not XML"),
        ("<Person><n:name/></Person>", "not XML: unbound prefix"),
        ("<Other/>", "the root element must be Person, not Other"),
        ('<!DOCTYPE Person [<!ENTITY a "b">]><Person>&a;</Person>', "document type declaration"),
        ('<!DOCTYPE Person SYSTEM "file:///etc/passwd"><Person/>', "document type declaration"),
        ("<Person>" + "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH + "</Person>", f"deeper than {MAX_DEPTH} levels"),
        ("<?xml version='1.0' encoding='no-such'?><Person/>", "not XML: unknown encoding"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        decoded(text)


def test_the_root_is_named_by_the_component_or_by_nothing() -> None:
    assert decoded("<Root><a>1</a></Root>", {"type": "object", "properties": {"a": {"type": "integer"}}}) == {"a": 1}
    inline = only(
        load({"/x": {"post": {"requestBody": {"content": {"application/xml": {"schema": {"type": "object"}}}}}}})
    )
    assert inline.request_body is not None
    schema = inline.request_body.content[0].schema
    assert schema is not None
    assert decode_xml(b"<anything><a>1</a></anything>", schema) == {"a": "1"}


def test_the_alternative_that_fits_decides_the_types() -> None:
    cat = {"type": "object", "required": ["lives"], "properties": {"lives": {"type": "integer"}}}
    dog = {"type": "object", "required": ["lives", "tricks"], "properties": {"lives": {"type": "string"}}}
    node = {"oneOf": [cat, dog]}
    assert decoded("<Root><lives>9</lives></Root>", node) == {"lives": 9}
    assert decoded("<Root><lives>9</lives><tricks>1</tricks></Root>", {"oneOf": [dog, cat]}) == {
        "lives": "9",
        "tricks": "1",
    }


def test_a_property_in_the_text_of_its_element() -> None:
    price = {
        "type": "object",
        "properties": {
            "currency": {"type": "string", "xml": {"nodeType": "attribute"}},
            "amount": {"type": "number", "xml": {"nodeType": "text"}},
        },
    }
    assert decoded('<Root currency="EUR">1.5</Root>', price) == {"currency": "EUR", "amount": 1.5}
    assert encode_xml({"currency": "EUR", "amount": 1.5}, schema_of(price)).endswith(b'<Root currency="EUR">1.5</Root>')


NAMES = st.sampled_from(["a", "b", "camelCase", "with-dash", "x1"])
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t\n\r"), max_size=8
)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXTS.filter(lambda text: not any(c in text for c in "\ufffe\uffff")),
    "integer": st.integers(-(10**20), 10**20),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
}


@st.composite
def keywords(draw: st.DrawFn, *, attribute: bool = False, wrapped: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found["name"] = draw(st.sampled_from(["renamed", "other"]))
    if draw(st.booleans()):
        found |= {"namespace": "urn:test", **({"prefix": "t"} if draw(st.booleans()) else {})}
    if attribute and draw(st.booleans()):
        found["attribute"] = True
    if wrapped and draw(st.booleans()):
        found["wrapped"] = True
    return {"xml": found} if found else {}


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> tuple[dict[str, Any], Any]:
    """A schema, and a value of it that XML can express."""
    kind = draw(st.sampled_from([*SCALARS, *(["object", "array"] if depth else [])]))
    if kind in SCALARS:
        return {"type": kind, **draw(keywords(attribute=True))}, draw(SCALARS[kind])
    if kind == "array":
        items, first = draw(values(depth - 1))
        rest = draw(st.lists(SCALARS[items["type"]], max_size=2)) if items["type"] in SCALARS else []
        return {"type": "array", "items": items, **draw(keywords(wrapped=True))}, [first, *rest]
    return draw(objects(depth))


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> tuple[dict[str, Any], Any]:
    drawn = {name: draw(values(depth - 1)) for name in draw(st.lists(NAMES, unique=True, max_size=4))}
    properties, kept, used = {}, {}, set()
    for name, (node, value) in drawn.items():
        owner = node["items"] if node["type"] == "array" and not node.get("xml", {}).get("wrapped") else node
        written = owner.get("xml", {}).get("name") or node.get("xml", {}).get("name", name)
        if written not in used and name not in used:  # a document with two properties of one element is ambiguous
            used |= {written, name}
            properties[name], kept[name] = node, value
    return {"type": "object", "properties": properties, **draw(keywords())}, kept


@given(objects())
def test_decoding_is_the_inverse_of_encoding(drawn: tuple[dict[str, Any], Any]) -> None:
    node, value = drawn
    schema = schema_of(node)
    assert decode_xml(encode_xml(value, schema), schema) == value


def test_a_created_item_is_stored_and_returned() -> None:
    content = {"application/xml": {"schema": {"$ref": "#/components/schemas/Person"}}}
    answers = {"201": {"description": "made", "content": content}, "422": {"description": "invalid"}}
    read = {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]}
    paths = {
        "/people": {"post": {"requestBody": {"required": True, "content": content}, "responses": answers}},
        "/people/{id}": {"get": {**read, "responses": {"200": {"description": "one", "content": content}}}},
    }
    client = Client(create_app(document(paths, components={"schemas": {"Person": PERSON}})))
    xml = {"content-type": "application/xml"}
    sent = b'<Person id="7"><tag>a</tag><home><zip>1</zip></home></Person>'
    made = client("POST", "/people", sent, headers=xml)
    assert (made.status, made.body.partition(b"?>")[2].strip()) == (201, sent)
    location = made.header("location")
    assert client("GET", location).body.partition(b"?>")[2].strip() == sent
    assert client("POST", "/people", b"<Person", headers=xml).status == 422
    assert client("POST", "/people", b'<Person id="x"><tag>a</tag></Person>', headers=xml).status == 422
