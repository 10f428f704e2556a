"""The clock for timestamps of writes. It ignores the time of day, so that runs are reproducible.

At first it is logical. The admin API can set a time, which all processes that share the store then use.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from contracts.generation.timestamps import WINDOW
from mockserver.state.stores.store import Store
from mockserver.state.tables import CONTROL

REFERENCE_TIME = datetime.fromtimestamp(WINDOW[1], UTC)
"""The time from which a logical clock is advanced: the end of the time range of generated data."""

_KEY = "clock"
_LOGICAL = b""
"""The stored value of a clock without a time."""


class Clock(Protocol):
    """Returns the time of a write."""

    def now(self) -> datetime | None:
        """Return the time that was set; ``None`` if the clock is logical."""

    def after(self, previous: datetime) -> datetime:
        """Return the time of a change of an item.

        :param previous: the last timestamp of the item; the time is not earlier.
        """


class LogicalClock:
    """A clock that advances with writes: each is one minute after the item's last change."""

    STEP = timedelta(minutes=1)

    def now(self) -> datetime | None:
        """See :meth:`Clock.now`."""
        return None

    def after(self, previous: datetime) -> datetime:
        """See :meth:`Clock.after`."""
        try:
            return previous + self.STEP
        except OverflowError:  # the year 9999
            return previous


class SharedClock(LogicalClock):
    """A logical clock that can be set, for all processes that share a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision: int | None = None
        self._now: datetime | None = None

    def now(self) -> datetime | None:
        """See :meth:`Clock.now`."""
        revision = self._store.revision()
        if revision != self._revision:
            self._now = _decoded(self._store.get(CONTROL, _KEY))
            self._revision = revision
        return self._now

    def after(self, previous: datetime) -> datetime:
        """See :meth:`Clock.after`."""
        now = self.now()
        return super().after(previous) if now is None else max(now, previous)

    def set(self, now: datetime | None) -> None:
        """Set the time, or make the clock logical again."""
        if now is not None or self._store.get(CONTROL, _KEY):
            self._store.change(CONTROL, _KEY, lambda _: _encoded(now))
            self._store.announce()

    def advance(self, step: timedelta) -> None:
        """Add to the time, or to the reference time if the clock is logical.

        Raises :class:`OverflowError` if the result is not a valid time.
        """
        self._store.change(CONTROL, _KEY, lambda stored: _encoded((_decoded(stored) or REFERENCE_TIME) + step))
        self._store.announce()


def _encoded(now: datetime | None) -> bytes:
    return _LOGICAL if now is None else now.isoformat().encode()


def _decoded(stored: bytes | None) -> datetime | None:
    return datetime.fromisoformat(stored.decode()) if stored else None


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
