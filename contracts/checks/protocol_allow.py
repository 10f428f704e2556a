"""``Allow`` on 405 (RFC 9110, sections 10.2.1 and 15.5.6)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.outside_requests import methods_of, wrong_methods
from contracts.probe.session import Session

ID = "protocol-allow"


def run(session: Session) -> Iterator[Finding]:
    """Ask each path with a method that it does not take; see :data:`CHECK`."""
    for base, request in wrong_methods(session):
        response = session.send(request)
        session.looked(ID, base.operation, response)
        if response.status != 405:
            continue
        documented = methods_of(session.contract, base.operation)
        allow = response.header("allow")
        given = {method.strip().upper() for method in (allow or "").split(",")}
        if allow is None:
            message = "405 without Allow"
        elif documented - given:
            message = f"Allow lacks {', '.join(sorted(documented - given))}"
        elif request.method in given:
            message = f"Allow names {request.method}, which was just refused"
        else:
            continue
        yield session.finding(
            ID,
            base.operation,
            f"{request.method} {base.operation.path}: {message}",
            requests=[request],
            response=response,
            expected=f"Allow: {', '.join(sorted(documented))} (RFC 9110, section 15.5.6)",
            got=f"Allow: {allow}" if allow is not None else "no Allow",
        )


CHECK = Check(
    id=ID,
    title="405 names the methods that there are",
    why="RFC 9110 has a 405 carry Allow; a client or a proxy that reads it goes on with a method that works.",
    good="DELETE /pets → 405, Allow: GET, POST",
    bad="DELETE /pets → 405, Allow: GET, where POST is documented too",
    run=run,
)
