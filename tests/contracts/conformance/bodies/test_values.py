"""Values that forms and files can express."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.values import file_schema, form_object, is_complete, sendable
from contracts.conformance.request_builder import RequestBuilder
from contracts.generation.generate import Generators
from contracts.generation.media_types import FORM, MULTIPART
from contracts.messages import Request
from tests.contracts.conformance.bodies.test_encoding import media
from tests.contracts.conformance.checks.small import schema_of
from tests.mockserver.kit import load, only


def object_of(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def built(name: str, schema: Any, number: int = 0, **more: Any) -> Request:
    body = {"required": True, "content": {name: {"schema": schema, **more}}}
    operation = only(load({"/a": {"post": {"requestBody": body}}}))
    return RequestBuilder(Generators(seed=1), {}).build(operation, number)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "format": "binary"}, True),
        ({"type": "string", "contentMediaType": "application/pdf"}, True),
        ({"anyOf": [{"type": "string", "contentMediaType": "image/png"}, {"type": "null"}]}, True),
        ({"type": "string", "contentMediaType": "application/json"}, False),
        ({"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"}, False),
        ({"type": "string", "format": "byte", "contentEncoding": "base64"}, False),
        ({"type": "string"}, False),
        ({"type": "array", "items": {"type": "string", "format": "binary"}}, False),
    ],
)
def test_which_schemas_are_files(schema: Any, expected: bool) -> None:
    assert (file_schema(schema_of(schema)) is not None) is expected


def test_nulls_and_empty_lists_are_left_out() -> None:
    form = media(FORM, object_of([], a={"type": ["string", "null"]}, b={"type": "array"}, c={"type": "integer"}))
    assert form_object({"a": None, "b": [], "c": 0}, form, lambda schema, name: name) == {"c": 0}


def test_a_required_list_gets_an_item() -> None:
    form = media(FORM, object_of(["b"], b={"type": "array", "items": {"type": "string"}}))
    assert form_object({"b": []}, form, lambda schema, name: "item") == {"b": ["item"]}


def test_an_empty_form_is_not_complete() -> None:
    form = media(FORM, object_of([], a={"type": "integer"}))
    assert not is_complete({}, form)
    assert is_complete({"a": 1}, form)
    assert not is_complete({"a": "x"}, form)


def test_files_of_a_form_are_samples() -> None:
    binary = {"type": "string", "format": "binary"}
    form = media(MULTIPART, object_of([], one=binary, many={"type": "array", "items": binary}, text={"type": "string"}))
    value = sendable({"one": "x", "many": ["x", "y"], "text": "x"}, form, 3)
    assert [value["one"].name, *(file.name for file in value["many"])] == [
        "sample-3.bin",
        "sample-3.bin",
        "sample-4.bin",
    ]
    assert value["text"] == "x"


def test_a_sample_that_is_too_long_is_not_sent() -> None:
    form = media(MULTIPART, object_of([], f={"type": "string", "format": "binary", "maxLength": 3}))
    assert sendable({"f": "abc"}, form, 0)["f"] == FileContent(b"abc", "sample-0.bin")


def test_a_required_file_list_has_a_file() -> None:
    files = {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}}
    for number in range(6):
        request = built(MULTIPART, object_of(["files"], files=files), number)
        assert b'name="files"; filename="sample-' in request.body
        assert (request.header("content-type") or "").startswith("multipart/form-data; boundary=")


@pytest.mark.parametrize("name", [FORM, MULTIPART])
def test_no_field_is_null(name: str) -> None:
    schema = object_of(
        ["a", "b"], a={"type": ["integer", "null"]}, b={"anyOf": [{"type": "boolean"}, {"type": "null"}]}
    )
    for number in range(8):
        assert b"null" not in built(name, schema, number).body


def test_documented_examples_are_sent() -> None:
    examples = {"one": {"value": {"a": "first"}}, "two": {"value": {"a": "second"}}}
    schema = object_of(["a"], a={"type": "string"})
    assert [built(FORM, schema, number, examples=examples).body for number in (0, 1)] == [b"a=first", b"a=second"]
    assert built(FORM, schema, example="a=whole").body == b"a=whole"


def test_a_file_as_the_whole_body() -> None:
    assert built("image/png", {}).body.startswith(b"\x89PNG")
    assert built("application/octet-stream", {"type": "string", "format": "binary"}).body == b"sample file 0\n"
    assert built("text/csv", {"type": "string"}, 2).body == b"id,name\r\n2,sample\r\n"


def test_different_numbers_give_different_files() -> None:
    schema = object_of(["f"], f={"type": "string", "format": "binary"})
    assert built(MULTIPART, schema, 1).body != built(MULTIPART, schema, 2).body
