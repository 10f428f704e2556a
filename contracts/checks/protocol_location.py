"""``Location`` of what was created leads to it (RFC 9110, sections 10.2.2 and 15.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.exchanges import Exchange, asked
from contracts.judging.outside_requests import matches
from contracts.messages import Request
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "protocol-location"


def run(session: Session) -> Iterator[Finding]:
    """Create once more, for what was created may be gone, and follow ``Location``; see :data:`CHECK`."""
    for operation in session.operations:
        success = session.success(operation)
        if success is None or success.response.status != 201 or success.response.header("location") is None:
            continue
        title = f"{operation.method} {operation.path}"
        exchange = asked(session, ID, operation, title, success.request)
        if exchange.response.status == 201:
            yield from _follow(session, operation, exchange)


def _follow(session: Session, operation: Operation, exchange: Exchange) -> Iterator[Finding]:
    location = exchange.response.header("location") or ""
    target = _target(session, exchange.request, location)
    if not target:
        return
    response = session.send(_reading(session, operation, target))
    if response.status in {404, 410}:
        got = f"Location: {location}, which answers with {response.status}"
        wanted = "the address of what was created (RFC 9110, section 15.3.2)"
        yield exchange.finding(session, ID, "Location leads nowhere", expected=wanted, got=got)


def _target(session: Session, request: Request, location: str) -> str:
    """Path and query below the base URL that a ``Location`` stands for; ``""``: it is elsewhere."""
    base = session.transport.base
    absolute = urljoin(base + request.target, location)
    return absolute.removeprefix(base) if absolute.startswith(f"{base}/") else ""


def _reading(session: Session, creator: Operation, target: str) -> Request:
    """A GET with the credentials that the operation of that path wants; with the creator's where it is nobody's."""
    path, native = urlsplit(target).path, session.plan.native
    readers = (one for one in session.contract.operations if one.method == "GET")
    found = next((one for one in readers if matches(one.native_path if native else one.path, path)), creator)
    return session.authorised(found, Request("GET", target))


CHECK = Check(
    id=ID,
    title="what was created is where Location says",
    why="A client that follows Location loses what it has just created.",
    good="POST /pets → 201, Location: /pets/8; GET /pets/8 → 200",
    bad="POST /pets → 201, Location: /internal/objects/8; GET /internal/objects/8 → 404",
    run=run,
)
