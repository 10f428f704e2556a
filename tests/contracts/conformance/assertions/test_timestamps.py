"""Validation of date-times where the schema requires them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.conformance.assertions.timestamps import invalid_timestamps, is_timestamp
from tests.contracts.conformance.checks.small import schema_of

MOMENT = {"type": "string", "format": "date-time"}
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=st.just(UTC) | OFFSETS))
def test_isoformat_with_an_offset_is_a_date_time(moment: datetime) -> None:
    assert is_timestamp(moment.isoformat())


@given(st.datetimes())
def test_isoformat_without_an_offset_is_not_a_date_time(moment: datetime) -> None:
    assert not is_timestamp(moment.isoformat())


@pytest.mark.parametrize(
    "text", ["", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:00+0100",
             "2026-01-01T00:00:00.Z", "٢٠٢٦-01-01T00:00:00Z", "2026-01-01T00:00:00Z\n"]
)  # fmt: skip
def test_not_a_date_time(text: str) -> None:
    assert not is_timestamp(text)


def test_leap_seconds_are_date_times() -> None:
    assert is_timestamp("2016-12-31T23:59:60Z")


@pytest.mark.parametrize(
    ("schema", "is_one"),
    [
        (MOMENT, True),
        ({"type": ["string", "null"], "format": "date-time"}, True),
        ({"anyOf": [MOMENT, {"type": "null"}]}, True),
        ({"oneOf": [MOMENT, MOMENT]}, True),
        ({"allOf": [{"type": "string"}, MOMENT]}, True),
        ({"$ref": "#/components/schemas/Moment"}, True),
        ({"$ref": "#/components/schemas/Moment", "description": "the last change"}, True),
        ({"anyOf": [MOMENT, {"type": "string", "format": "date"}]}, False),
        ({"anyOf": [MOMENT, {}]}, False),
        ({"type": "string"}, False),
        ({"type": "string", "format": "date"}, False),
        (True, False),
    ],
)
def test_schemas_that_require_date_times(schema: Any, is_one: bool) -> None:
    found = schema_of({"properties": {"at": schema}}, Moment=MOMENT)
    assert list(invalid_timestamps(found, {"at": "yesterday"})) == ([("/at", "yesterday")] if is_one else [])
    assert not list(invalid_timestamps(found, {"at": "2026-03-01T08:30:00Z"}))
    assert not list(invalid_timestamps(found, {"at": None, "other": "yesterday"}))


def test_every_location_is_reported() -> None:
    entry = {"type": "object", "properties": {"at": MOMENT}}
    schema = schema_of({"type": "object", "properties": {"a/b": {"type": "array", "items": entry}}})
    wrong = {"a/b": [{"at": "2026-03-01T08:30:00Z"}, {"at": "noon"}, {}]}
    assert list(invalid_timestamps(schema, wrong)) == [("/a~1b/1/at", "noon")]


def test_recursive_schemas() -> None:
    node = {"properties": {"at": MOMENT, "next": {"$ref": "#/components/schemas/It"}}}
    assert list(invalid_timestamps(schema_of(node), {"next": {"next": {"at": "x"}}})) == [("/next/next/at", "x")]
