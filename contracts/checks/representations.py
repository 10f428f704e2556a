"""Who accepts one documented media type only gets that one, where the document has a 406 for those who cannot."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.exchanges import asked, base_of
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "representations"


def run(session: Session) -> Iterator[Finding]:
    """Ask for each media type of the documented success alone; see :data:`CHECK`.

    HTTP lets a server leave ``Accept`` aside (RFC 9110, section 12.5.1). A document with 406 says that this one does
    not: it answers in what is accepted, or refuses.
    """
    for operation in session.operations:
        base = base_of(session, operation)
        if not base.sure or operation.method not in {"GET", "PUT", "PATCH"}:
            continue
        for name in _negotiated(operation):
            request = base.request.with_header("accept", name)
            exchange = asked(
                session, ID, operation, f"{operation.method} {operation.path} with Accept: {name}", request
            )
            given = exchange.response.media_type
            if exchange.response.is_success and exchange.response.body and given != name:
                message = f"answered with {given or 'no media type'}, which was not accepted"
                yield exchange.finding(session, ID, message, expected=f"{name}, or 406", got=given or "no media type")


def _negotiated(operation: Operation) -> list[str]:
    """The media types between which a client may choose; none where the document does not promise to look."""
    documented = operation.success
    if documented is None or not operation.documents(406):
        return []
    names = [media.name.partition(";")[0].strip().lower() for media in documented.content if "*" not in media.name]
    return names if len(set(names)) > 1 else []


CHECK = Check(
    id=ID,
    title="a documented media type is sent to who asks for it",
    why="A client that reads one of the documented media types only cannot read the answer in another.",
    good="GET /pets/7 with Accept: application/xml, documented beside JSON → 200 in application/xml, or 406",
    bad="GET /pets/7 with Accept: application/xml, documented beside JSON and 406 → 200 in application/json",
    run=run,
)
