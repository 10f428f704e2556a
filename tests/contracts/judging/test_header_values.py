"""A header's text is read in every way that its schema may mean; one that fits is enough."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.judging.header_values import header_fault
from contracts.messages import Response
from contracts.spec.model import Header
from tests.contracts.checks.small import schema_of


@pytest.mark.parametrize(
    ("schema", "text", "fits"),
    [
        ({"type": "integer"}, "12", True),
        ({"type": "integer"}, " 12 ", True),
        ({"type": "integer"}, "1_2", False),
        ({"type": "integer"}, "twelve", False),
        ({"type": "number"}, "1.5", True),
        ({"type": "number"}, "nan", False),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "yes", False),
        ({"type": "string"}, "12", True),
        ({"type": "string", "format": "uuid"}, "no", False),
        ({"type": "array", "items": {"type": "string"}}, "a, b", True),
        ({"type": "array", "items": {"type": "integer"}}, "1,2", True),
        ({"type": "array", "items": {"type": "integer"}}, "1,b", False),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, "a,1", True),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, "a=1,b=x", True),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, "b=1", False),
        ({"enum": ["no-store"]}, "no-store", True),
    ],
)
def test_values(schema: Any, text: str, fits: bool) -> None:
    header = Header("X-It", False, schema_of(schema))
    fault = header_fault(header, Response(200, (("x-it", text),)))
    assert fault == (None if fits else ("X-It as its schema has it", f"X-It: {text}"))


def test_what_is_missing() -> None:
    assert header_fault(Header("X-It", True, None), Response(200)) == ("the header X-It", "none")
    assert header_fault(Header("X-It", False, None), Response(200)) is None
    assert header_fault(Header("X-It", True, None), Response(200, (("x-it", "anything"),))) is None


def test_content_type_means_nothing_there() -> None:
    assert header_fault(Header("Content-Type", True, None), Response(200)) is None
