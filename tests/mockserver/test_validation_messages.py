"""Validation messages: location, and bounded length."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from mockserver.http.messages import MAX_MESSAGE, first_error

SCHEMA = {"properties": {"a": {"type": "array", "items": {"type": "integer"}}, "b/c": {"const": 1}}, "maxProperties": 2}


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, "x"]}, "/a/1"),
        ({"b/c": 2}, "/b/c"),
        ({"x": 1, "y": 2, "z": 3}, ""),
    ],
)
def test_location_of_an_error(value: Any, place: str) -> None:
    found = first_error(Draft202012Validator(SCHEMA), value)
    assert found is not None
    assert found[0] == place
    assert found[1]


def test_a_valid_value_has_no_error() -> None:
    assert first_error(Draft202012Validator(SCHEMA), {"a": [1]}) is None


def test_long_messages_are_cut() -> None:
    found = first_error(Draft202012Validator({"type": "integer"}), "x" * 100_000)
    assert found is not None
    assert len(found[1]) == MAX_MESSAGE
    assert found[1].endswith("…")


def test_a_deeply_nested_value() -> None:
    deep: Any = []
    for _ in range(1_500):
        deep = [deep]
    found = first_error(Draft202012Validator({"type": "object"}), deep)
    assert found is not None
    assert found[1]
