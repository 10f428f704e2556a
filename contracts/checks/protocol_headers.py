"""Documented response headers: there where they are required, and as their schema has them."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.successes import successes
from contracts.probe.session import Session

ID = "protocol-headers"
_PARTS = frozenset({"header"})


def run(session: Session) -> Iterator[Finding]:
    """Look at a success of each operation; see :data:`CHECK`."""
    for exchange in successes(session, ID):
        yield from exchange.departures(session, ID, _PARTS)


CHECK = Check(
    id=ID,
    title="documented headers are there and valid",
    why="Paging, caching and rate limits live in headers; clients read them without looking whether they are there.",
    good="GET /pets → 200, X-Total-Count: 12",
    bad="GET /pets → 200, X-Total-Count: many",
    run=run,
)
