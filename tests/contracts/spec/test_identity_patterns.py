"""The id of an item by the pattern of the path parameter."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.resources.identity import find_id
from tests.mockserver.kit import load

WORD = {"type": "string", "pattern": "^[-a-z0-9]*$"}
ARN = {"type": "string", "pattern": "^arn:[a-z]+$"}
TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"arn": ARN, "name": WORD}, ("name",)),
        ({"arn": WORD, "name": WORD}, ("arn",)),
        ({"arn": ARN, "name": TEXT}, ("arn",)),
        ({"feature": TEXT, "name": WORD}, ("feature",)),
    ],
)
def test_a_property_with_the_pattern_of_the_parameter_is_the_id(properties: Any, found: tuple[str, ...]) -> None:
    contract = load({}, components={"schemas": {"It": {"type": "object", "properties": properties}, "Word": WORD}})
    item, values = contract.schema("/components/schemas/It"), contract.schema("/components/schemas/Word")
    assert find_id(item, "feature", values, "features") == found
