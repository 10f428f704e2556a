"""Items of streams."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.conformance.assertions.response_checks import wrong_body
from contracts.conformance.assertions.sequences import items_of
from contracts.messages import Response

ITEM = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("media_type", "body", "expected"),
    [
        ("application/jsonl", b'{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ("application/x-ndjson", b'{"a": 1}\r\n\r\n2', [{"a": 1}, 2]),
        ("application/json-seq", b'\x1e{"a": 1}\n\x1e[2]\n', [{"a": 1}, [2]]),
        (
            "text/event-stream",
            b": hello\nevent: tick\ndata: one\ndata: two\nid: 7\nretry: 30\n\ndata:x\n",
            [{"event": "tick", "data": "one\ntwo", "id": "7", "retry": 30}, {"data": "x"}],
        ),
        ("application/jsonl", b"", []),
    ],
)
def test_items(media_type: str, body: bytes, expected: Any) -> None:
    assert items_of(media_type, body) == expected


def test_other_media_types_have_no_items() -> None:
    assert items_of("application/json", b"[1]") is None


@pytest.mark.parametrize(
    ("media_type", "body", "message"),
    [
        ("application/jsonl", b"{", "EOF|[Ee]xpect|unexpected"),
        ("application/json-seq", b"{}", "does not begin with a record separator"),
    ],
)
def test_broken_sequences(media_type: str, body: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        items_of(media_type, body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": 1}\n{"a": 2}\n', []),
        (b'{"a": 1}\n{"a": "x"}\n', ["item 1 of the body does not match its schema at /a"]),
        (b'{"a": 1}\n{', ["the body is not valid application/jsonl"]),
    ],
)
def test_the_items_of_a_response_are_validated(body: bytes, expected: list[str]) -> None:
    responses = {"200": {"description": "all", "content": {"application/jsonl": {"itemSchema": ITEM}}}}
    tree = {
        "openapi": "3.2.0",
        "info": {"title": "S", "version": "1"},
        "paths": {"/a": {"get": {"responses": responses}}},
    }
    operation = contracts.load(tree).operations[0]
    response = Response(200, (("content-type", "application/jsonl"),), body)
    found = [one.message for one in wrong_body(operation, operation.responses[0], response)]
    assert len(found) == len(expected)
    assert all(message.startswith(start) for message, start in zip(found, expected, strict=True))


LIST = {"type": "array", "minItems": 2, "items": ITEM}


@pytest.mark.parametrize(
    ("media_type", "schema", "body", "expected"),
    [
        ("application/x-ndjson", LIST, b'{"a": 1}\n{"a": 2}\n', []),
        ("application/x-ndjson", LIST, b'{"a": 1}\n', ["the body does not match its schema at the root"]),
        ("application/x-ndjson", LIST, b'{"a": 1}\n{', ["the body is not valid application/x-ndjson"]),
        (
            "application/x-ndjson",
            ITEM,
            b'{"a": 1}\n{"a": "x"}\n',
            ["item 1 of the body does not match its schema at /a"],
        ),
        ("application/x-ndjson", {"type": "string"}, b"a", []),
        ("application/json-seq", ITEM, b'\x1e{"a": "x"}\n', ["item 0 of the body does not match its schema at /a"]),
        ("application/yaml", ITEM, b"a: 1\n", []),
        ("application/yaml", ITEM, b"a: one\n", ["the body does not match its schema at /a"]),
        (
            "application/x-yaml",
            ITEM,
            b"a: [\n",
            ["the body is not valid YAML: did not find expected node content: line 2 column 1"],
        ),
        ("application/vnd.a+yaml", {"type": "string"}, b"a: 1\n", []),
    ],
)
def test_structured_responses_are_validated(media_type: str, schema: Any, body: bytes, expected: list[str]) -> None:
    responses = {"200": {"description": "all", "content": {media_type: {"schema": schema}}}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "S", "version": "1"},
        "paths": {"/a": {"get": {"responses": responses}}},
    }
    operation = contracts.load(tree).operations[0]
    response = Response(200, (("content-type", media_type),), body)
    found = [one.message for one in wrong_body(operation, operation.responses[0], response)]
    assert len(found) == len(expected)
    assert all(message.startswith(start) for message, start in zip(found, expected, strict=True))
