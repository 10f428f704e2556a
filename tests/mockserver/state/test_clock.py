"""The logical clock, and timestamps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.state.clock import LogicalClock, format_timestamp, parse_timestamp


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.678Z", datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)),
        ("2026-01-02T05:04:05+02:00", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_parse(text: object, moment: datetime | None) -> None:
    assert parse_timestamp(text) == moment


def test_format_is_utc_to_the_second() -> None:
    east = timezone(timedelta(hours=2))
    assert format_timestamp(datetime(2026, 1, 2, 5, 4, 5, 678000, tzinfo=east)) == "2026-01-02T03:04:05Z"


@given(st.datetimes(datetime.fromisoformat("1000-01-01"), datetime.fromisoformat("9999-12-30"), timezones=st.just(UTC)))
def test_a_write_is_later_than_the_last_change(previous: datetime) -> None:
    written = parse_timestamp(format_timestamp(LogicalClock().after(previous)))
    assert written is not None
    assert written > previous


def test_the_clock_is_reproducible() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert LogicalClock().after(moment) == LogicalClock().after(moment) == moment + LogicalClock.STEP
