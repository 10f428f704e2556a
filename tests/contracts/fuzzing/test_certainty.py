"""Failures of the engine about bodies that are valid as the author means them."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.fuzzing.failure_classification import is_meant
from contracts.messages import Response
from tests.mockserver.kit import load, only, response

KIND = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
BRANCHES = {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}


@pytest.mark.parametrize(
    ("more", "body", "expected"),
    [
        ({"discriminator": {"propertyName": "kind"}}, b'{"kind": "A"}', True),
        ({"discriminator": {"propertyName": "kind"}}, b'{"kind": "C"}', False),
        ({"discriminator": {"propertyName": "kind"}}, b"not JSON", False),
        ({}, b'{"kind": "A"}', False),
    ],
)
def test_the_discriminator_decides(more: Any, body: bytes, expected: bool) -> None:
    documented = {"200": response({**BRANCHES, **more})}
    contract = load({"/x": {"get": {"responses": documented}}}, components={"schemas": {"A": KIND, "B": KIND}})
    reply = Response(200, (("content-type", "application/json"),), body)
    assert is_meant(only(contract), reply) is expected
