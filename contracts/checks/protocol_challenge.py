"""``WWW-Authenticate`` on 401 (RFC 9110, sections 11.6.1 and 15.5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding, Severity
from contracts.judging.base_requests import base_of, deletions_last
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "protocol-challenge"
_CHALLENGING = frozenset({"http", "oauth2", "openIdConnect"})
"""Types of schemes whose credentials stand in ``Authorization``; for others HTTP knows no challenge."""


def run(session: Session) -> Iterator[Finding]:
    """Ask without credentials where ``Authorization`` is the only way to be let in; see :data:`CHECK`."""
    for operation in deletions_last(session):
        if not _is_challenging(operation):
            continue
        request = base_of(session, operation).bare
        response = session.send(request)
        session.looked(ID, operation, response)
        if response.status == 401 and not (response.header("www-authenticate") or "").strip():
            yield session.finding(
                ID,
                operation,
                f"{operation.method} {operation.path}: 401 without WWW-Authenticate",
                requests=[request],
                response=response,
                expected="WWW-Authenticate (RFC 9110, section 15.5.2)",
                got="no WWW-Authenticate",
                severity=Severity.WARNING,
            )


def _is_challenging(operation: Operation) -> bool:
    uses = [use for rule in operation.security for use in rule.uses]
    return (
        bool(uses)
        and all(use.scheme.type in _CHALLENGING for use in uses)
        and all(rule.uses for rule in operation.security)
    )


CHECK = Check(
    id=ID,
    title="401 says how to be let in",
    why="RFC 9110 has every 401 carry a challenge; HTTP libraries that answer challenges give up without one.",
    good="GET /pets without a token → 401, WWW-Authenticate: Bearer",
    bad="GET /pets without a token → 401 and no WWW-Authenticate",
    run=run,
)
