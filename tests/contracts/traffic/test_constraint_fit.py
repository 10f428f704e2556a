"""Statistics of sent values decide whether they satisfy a new constraint; undecidable cases count as violations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.traffic.constraint_fit import constraint_violation
from contracts.traffic.schema_location import SchemaLocation
from contracts.traffic.value_stats import ValueStats, value_stats

ENUM = SchemaLocation({}, {"enum": ["open", "paid", 1, 2.5]})
SECRET = "…"


def stats(values: list[Any], location: SchemaLocation | None = None) -> ValueStats:
    found = ValueStats()
    for value in values:
        found.add(value, location, "enums")
    return value_stats(found.as_json())


@pytest.mark.parametrize(
    ("values", "limit", "fits"),
    [
        ([5, 50], {"maximum": 50}, True),
        ([5, 50], {"maximum": 49}, False),
        ([5, 50], {"exclusiveMaximum": 50}, False),
        ([5, 50], {"minimum": 5, "maximum": 50}, True),
        ([5, 50], {"minimum": 6}, False),
        ([5, 50], {"exclusiveMinimum": 5}, False),
        (["abc"], {"maximum": 1}, True),
        ([SECRET], {"maxLength": 100}, False),
        (["abc"], {"maxLength": 3, "minLength": 3}, True),
        (["abc"], {"maxLength": 2}, False),
        (["abc"], {"minLength": 4}, False),
        ([[1, 2]], {"maxItems": 2}, True),
        ([[1, 2]], {"maxItems": 1}, False),
        ([[]], {"minItems": 1}, False),
        ([[1]], {"uniqueItems": True}, True),
        ([[1, 1]], {"uniqueItems": True}, False),
        ([1, 2], {"type": ["integer"]}, True),
        ([1, 2.5], {"type": ["integer"]}, False),
        ([1], {"type": ["number"]}, True),
        ([1, None], {"type": ["integer"]}, False),
        ([1, None], {"type": ["integer", "null"]}, True),
        (["a", None], {"not": {"type": "null"}}, False),
        (["a"], {"not": {"type": "null"}}, True),
        (["2026-01-31"], {"format": "date"}, True),
        (["2026-01"], {"format": "date"}, False),
        ([2**31 - 1], {"format": "int32"}, True),
        ([2**31], {"format": "int32"}, False),
        (["AB-1", "CD-2"], {"pattern": "^[A-Z]{2}-[0-9]$"}, True),
        (["AB-1"], {"pattern": "^[AB]{2}-[0-9]$"}, True),
        (["AB-1", "CD-2"], {"pattern": "^AB-[0-9]$"}, False),
        (["ABCDE1"], {"pattern": "^[A-E]+[0-9]$"}, False),
        (["[x]"], {"pattern": "^.x"}, False),
        (["a b"], {"pattern": "^a"}, False),
        (["ab"], {"allOf": [{"pattern": "^[a-z]+$"}, {"pattern": "^.{2}$"}]}, True),
        (["ab"], {"enum": ["ab"]}, False),
        ([4], {"multipleOf": 2}, False),
        ([{"a": 1}], {"maxProperties": 1}, False),
        ([], {"maximum": 1}, True),
    ],
)
def test_decisions_from_statistics(values: list[Any], limit: dict[str, Any], fits: bool) -> None:
    assert (constraint_violation(json.dumps(limit), stats(values), is_text=False) == "") is fits


@pytest.mark.parametrize(
    ("values", "limit", "reason"),
    [
        (["open"], {"enum": ["open"]}, ""),
        (["open", "paid"], {"enum": ["open"]}, 'sends "paid" there'),
        ([True], {"type": ["string"]}, "sends true there"),
        ([1, 2.5], {"multipleOf": 0.5}, ""),
        (["open", None], {"type": ["string"]}, "sends null there"),
        ([1], {"format": "int8"}, ""),
        (["open", "paid", 1, 2.5], {"maxLength": 1, "maximum": 0}, 'sends "open", "paid", 1 and 1 more there'),
    ],
)
def test_decisions_from_known_values(values: list[Any], limit: dict[str, Any], reason: str) -> None:
    assert constraint_violation(json.dumps(limit), stats(values, ENUM), is_text=False) == reason


@pytest.mark.parametrize(
    ("values", "limit", "fits"),
    [
        ([1], {"type": ["string"]}, True),
        ([True], {"type": ["string"]}, True),
        (["12"], {"type": ["integer"]}, True),
        (["12", "x"], {"type": ["integer"]}, False),
        (["1.5"], {"type": ["integer"]}, False),
        (["1.5"], {"type": ["number"]}, True),
        ([[1]], {"type": ["string"]}, False),
    ],
)
def test_parameters_are_strings(values: list[Any], limit: dict[str, Any], fits: bool) -> None:
    assert (constraint_violation(json.dumps(limit), stats(values), is_text=True) == "") is fits
