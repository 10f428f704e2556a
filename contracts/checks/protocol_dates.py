"""Date-times with their offset, wherever a schema calls a text one (RFC 3339, section 5.6)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.successes import successes
from contracts.probe.session import Session

ID = "protocol-dates"
_PARTS = frozenset({"date-time"})


def run(session: Session) -> Iterator[Finding]:
    """Look at a success of each operation; see :data:`CHECK`."""
    for exchange in successes(session, ID):
        yield from exchange.departures(session, ID, _PARTS)


CHECK = Check(
    id=ID,
    title="date-times have an offset",
    why="Without an offset a moment is another one in each time zone; validators that take format for a remark let "
    "it pass.",
    good='{"created_at": "2026-03-01T08:30:00Z"}',
    bad='{"created_at": "2026-03-01T08:30:00"}',
    run=run,
)
