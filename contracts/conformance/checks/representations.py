"""A request that accepts one documented content type gets that type, if the document also has a 406 response."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.conformance.assertions.probes import base_request, send_probe
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.spec.model import Operation

ID = "representations"


def run(session: Session) -> Iterator[Finding]:
    """Request each content type of the documented success separately.

    Servers may ignore ``Accept`` (RFC 9110, section 12.5.1). A documented 406 response means that this server does not:
    it sends an accepted type, or 406.
    """
    for operation in session.operations:
        base = base_request(session, operation)
        if not base.succeeded or operation.method not in {"GET", "PUT", "PATCH"}:
            continue
        for name in _negotiated(operation):
            request = base.request.with_header("accept", name)
            probe = send_probe(
                session, ID, operation, f"{operation.method} {operation.path} with Accept: {name}", request
            )
            given = probe.response.media_type
            if probe.response.is_success and probe.response.body and given != name:
                message = f"the response has content type {given or 'none'}, which was not accepted"
                yield probe.finding(session, ID, message, expected=f"{name}, or 406", got=given or "no Content-Type")


def _negotiated(operation: Operation) -> list[str]:
    """Return the content types a client can choose from; empty if the document has no 406 response."""
    documented = operation.success
    if documented is None or not operation.documents(406):
        return []
    names = [media.name.partition(";")[0].strip().lower() for media in documented.content if "*" not in media.name]
    return names if len(set(names)) > 1 else []


CHECK = Check(
    id=ID,
    title="the accepted content type is returned",
    why="A client that supports only one of the documented content types cannot read the others.",
    good="GET /pets/7 with Accept: application/xml, documented beside JSON → 200 in application/xml, or 406",
    bad="GET /pets/7 with Accept: application/xml, documented beside JSON and 406 → 200 in application/json",
    run=run,
)
