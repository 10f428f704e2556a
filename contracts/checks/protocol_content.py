"""What a success carries: media type, charset, length, and a body that is what it calls itself."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.exchanges import Exchange, asked
from contracts.judging.successes import successes
from contracts.probe.session import Session

ID = "protocol-content"
_PARTS = frozenset({"length", "media-type", "body"})


def run(session: Session) -> Iterator[Finding]:
    """Look at a success of each operation, in each documented media type; see :data:`CHECK`."""
    for exchange in successes(session, ID):
        yield from exchange.departures(session, ID, _PARTS)
        for other in _in_other_media_types(session, exchange):
            if other.response.is_success:
                yield from other.departures(session, ID, _PARTS)


def _in_other_media_types(session: Session, exchange: Exchange) -> Iterator[Exchange]:
    """The same in the media types that come behind the first. Only what reads is asked again."""
    operation = exchange.operation
    documented = operation.success if operation and operation.method == "GET" else None
    names = [media.name for media in documented.content if "*" not in media.name] if documented else []
    for name in names[1:]:
        request = exchange.request.with_header("accept", name)
        yield asked(session, ID, operation, f"{exchange.title} with Accept: {name}", request)


CHECK = Check(
    id=ID,
    title="a success carries what is documented",
    why="A body of another type, charset or length than it says is read wrongly, or not at all, by strict clients.",
    good='GET /pets/7 → 200, Content-Type: application/json, Content-Length: 13, {"name":"Io"}',
    bad='GET /pets/7 → 200, Content-Type: text/html, {"name": "Io"}',
    run=run,
)
