"""Forms that are invalid whichever way they are read, and forms that are not judged."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.assertions.invalid_forms import invalid_forms, malformed_parts, mistyped_files
from contracts.conformance.bodies.files import FileContent
from contracts.generation.media_types import FORM, MULTIPART
from tests.contracts.conformance.bodies.test_encoding import media


def found(schema: Any, valid: dict[str, Any], required: tuple[str, ...] = ()) -> list[tuple[str, str, Any]]:
    """Return sort of error, field and its value for each invalid form."""
    form = media(FORM, {"type": "object", "required": list(required), "properties": {"a": schema, "b": {}}})
    return [(one.sort, one.key, one.body.get(one.key)) for one in invalid_forms(form, valid)]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "integer"}, "casemock"),
        ({"type": ["boolean", "null"]}, "casemock"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "casemock"),
        ({"type": "array", "items": {"type": "integer"}}, "casemock"),
        ({"type": "string", "enum": ["red"]}, "casemock-none-of-these"),
        ({"anyOf": [{"enum": ["red"], "type": "string"}, {"type": "null"}]}, "casemock-none-of-these"),
        ({"type": "string", "maxLength": 3}, "xxxx"),
        ({"type": "integer", "minimum": 5}, "4"),
        ({"type": "string", "pattern": "^[a-z]$"}, "~casemock~"),
    ],
)
def test_invalid_texts(schema: Any, text: str) -> None:
    assert text in [value for _, _, value in found(schema, {"b": "x"})]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {},
        {"type": "string", "minLength": 1},
        {"type": "string", "format": "date"},
        {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        {"type": "string", "format": "binary"},
        {"type": "object"},
        {"type": "array", "items": {"type": "string"}},
    ],
)
def test_texts_that_are_not_judged(schema: Any) -> None:
    assert found(schema, {"b": "x"}) == []


def test_no_empty_value_is_invalid() -> None:
    schema = {"type": "string", "minLength": 1, "pattern": "^x+$", "enum": ["x", "xx"]}
    assert all(str(value).strip() for _, _, value in found(schema, {"b": "x"}))


def test_missing_fields() -> None:
    assert found({"type": "string"}, {"a": "x", "b": "y"}, ("a",)) == [("a required field missing", "a", None)]
    assert [sort for sort, _, _ in found({"type": "boolean"}, {"a": True}, ("a",))] == ["a value of the wrong type"]


def test_a_file_counts_as_a_string() -> None:
    form = media(
        MULTIPART, {"type": "object", "required": ["f"], "properties": {"f": {"type": "string", "format": "binary"}}}
    )
    (one,) = invalid_forms(form, {"f": FileContent(b"\xff")})
    assert (one.sort, one.body) == ("a required field missing", {})


def test_malformed_json_only_where_the_content_type_is_json() -> None:
    encoding = {"a": {"contentType": "application/json"}, "b": {"contentType": "application/json, text/plain"}}
    form = media(MULTIPART, encoding=encoding)
    (one,) = malformed_parts(form, {"a": {}, "b": {}, "c": {}})
    assert (one.key, one.body["a"]) == ("a", FileContent(b'{"casemock": ', "", "application/json"))


def test_files_of_other_content_types() -> None:
    encoding = {"a": {"contentType": "image/png, image/jpeg"}, "b": {"contentType": "image/*"}}
    file = FileContent(b"x", "x.png", "image/png")
    (one,) = mistyped_files(media(MULTIPART, encoding=encoding), {"a": file, "b": file, "c": file}, "a/b")
    assert (one.key, one.body["a"].media_type, one.body["b"]) == ("a", "a/b", file)
