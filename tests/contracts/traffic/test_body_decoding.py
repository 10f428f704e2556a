"""XML bodies are decoded with a schema, or read at paths."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.traffic.body_decoding import texts_at, value_of

SHOP = {
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        "open": {"type": "boolean"},
        "name": {"type": "string"},
    },
}
ITEM = {"type": "object", "properties": {"id": {"type": "integer"}, "note": {"type": "string"}}}
CONTRACT = contracts.load(
    {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Shop": SHOP, "Item": ITEM}},
    }
)
BODY = b'<shop open="true"><items id="1"><note>a</note></items><items id="2"/><name>x</name></shop>'


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (BODY, {"open": True, "items": [{"id": 1, "note": "a"}, {"id": 2}], "name": "x"}),
        (b"<shop/>", {"items": []}),
        (b"<shop><items/><other>y</other></shop>", {"items": [{}], "other": "y"}),
    ],
)
def test_decoding_with_a_schema(body: bytes, value: dict[str, Any]) -> None:
    assert value_of(body, CONTRACT.schema("/components/schemas/Shop")) == value


def test_decoding_without_a_schema() -> None:
    assert value_of(b"<a>text</a>", None) == "text"


@pytest.mark.parametrize(
    ("path", "texts"),
    [("shop/items/note", ["a"]), ("shop/items/@id", ["1", "2"]), ("shop/@open", ["true"]), ("shop/items", ["", ""])],
)
def test_texts_at_a_path(path: str, texts: list[str]) -> None:
    assert texts_at(BODY, path) == texts


@pytest.mark.parametrize("body", [b"", b"<a>", b"{}", b"<a/><b/>", b"<a>&lol;</a>"])
def test_invalid_xml(body: bytes) -> None:
    with pytest.raises(ValueError, match="not valid XML"):
        value_of(body, None)
