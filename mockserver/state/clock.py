"""The one clock of all writes. It knows no wall clock, so that a run repeats to the byte."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Says when a write happens."""

    def after(self, previous: datetime) -> datetime:
        """A moment later than the previous one, of the item that is written."""


class LogicalClock:
    """Time passes by writes: each happens one minute after the last change of what it writes."""

    STEP = timedelta(minutes=1)

    def after(self, previous: datetime) -> datetime:
        """See :meth:`Clock.after`."""
        return previous + self.STEP


def parse_timestamp(text: object) -> datetime | None:
    """An RFC 3339 date-time, or ``None`` for anything else."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def format_timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with a ``Z``, to the second."""
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"
