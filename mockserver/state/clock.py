"""The clock for timestamps of writes. It ignores the time of day, so that runs are reproducible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Returns the time of a write."""

    def after(self, previous: datetime) -> datetime:
        """Return a time after the previous timestamp of the written item."""


class LogicalClock:
    """A clock that advances with writes: each is one minute after the item's last change."""

    STEP = timedelta(minutes=1)

    def after(self, previous: datetime) -> datetime:
        """See :meth:`Clock.after`."""
        return previous + self.STEP


def parse_timestamp(text: object) -> datetime | None:
    """Parse an RFC 3339 date-time, by default in UTC; return ``None`` if it is not valid."""
    try:
        timestamp = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)


def format_timestamp(timestamp: datetime) -> str:
    """Format a timestamp as RFC 3339 in UTC, with ``Z``, to the second."""
    return f"{timestamp.astimezone(UTC).isoformat()[:19]}Z"
