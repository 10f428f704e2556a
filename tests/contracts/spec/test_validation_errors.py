"""All errors of small values are returned, and as many of large ones as there is memory for."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from contracts.spec.validation_errors import MAX_COPIES, MAX_PARTS, errors_of, first_error_of, has_many_parts

REQUIRED = Draft202012Validator({"type": "object", "required": [f"r{number}" for number in range(30)]})
NAMES = Draft202012Validator({"propertyNames": {"pattern": "^z"}})


def filled(parts: int) -> dict[str, Any]:
    return {f"k{number}": number for number in range(parts)}


@pytest.mark.parametrize("parts", [0, MAX_PARTS, MAX_COPIES // 30])
def test_all_errors_are_returned(parts: int) -> None:
    assert len(list(errors_of(REQUIRED, filled(parts)))) == 30


@pytest.mark.parametrize(
    ("validator", "parts"), [(REQUIRED, MAX_COPIES // 30 + 1), (NAMES, MAX_PARTS + 1)], ids=["required", "names"]
)
def test_one_error_is_returned_if_all_need_too_much_memory(validator: Draft202012Validator, parts: int) -> None:
    value = filled(parts)
    (error,) = errors_of(validator, value)
    first = first_error_of(validator, value)
    assert first is not None
    assert error.message == first.message


def test_a_valid_value_has_no_errors() -> None:
    assert list(errors_of(NAMES, {f"z{number}": 1 for number in range(MAX_PARTS + 1)})) == []
    assert first_error_of(NAMES, {}) is None


@pytest.mark.parametrize("value", [1, "text", None, [], {}, [[1], {"a": [2]}]])
def test_parts_are_counted(value: Any) -> None:
    number = {"[[1], {'a': [2]}]": 5}.get(str(value), 0)
    assert not has_many_parts(value, number)
    assert number == 0 or has_many_parts(value, number - 1)
