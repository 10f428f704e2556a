"""Checks of response headers, status codes and bodies against HTTP (RFC 9110) and the document.

Requests that HTTP defines as equivalent and HEAD requests have their own modules.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from urllib.parse import urljoin, urlsplit

from contracts.conformance.assertions.failure_cases import (
    UNKNOWN_CALLER_OR_ITEM,
    documented_methods,
    matches_template,
    wrong_methods,
)
from contracts.conformance.assertions.probes import Probe, base_request, deletions_last, read_of, send_probe, successes
from contracts.conformance.causes import INCOMPLETE_ALLOW, MAY_NOT_EXIST, NO_ALLOW, WRONG_ALLOW
from contracts.conformance.checks.check import EVERY_OPERATION, Check, Sends
from contracts.conformance.items.item_values import encoded_url
from contracts.conformance.request_builder import lacks_body
from contracts.conformance.routes import path_values_in
from contracts.conformance.safety import is_destructive
from contracts.conformance.session import Session
from contracts.findings import Finding, Severity
from contracts.messages import Request
from contracts.spec.model import Operation
from contracts.spec.path_selectors import selected_path
from contracts.spec.shapes import types_of


def _violations(check: str, parts: Collection[str]) -> Callable[[Session], Iterator[Finding]]:
    """Return a run function that validates these parts of a successful response of each operation."""

    def run(session: Session) -> Iterator[Finding]:
        for probe in successes(session, check):
            yield from probe.violations(session, check, parts)

    return run


# ---------------------------------------------------------------------- Allow


def _allow(session: Session) -> Iterator[Finding]:
    """Send an undocumented method to each path."""
    for base, request in wrong_methods(session):
        response = session.send(request)
        session.asserted("protocol-allow", base.operation, response)
        if response.status != 405:
            continue
        documented, allow = documented_methods(session.contract, base.operation), response.header("allow")
        message = _allow_error(allow, documented, request.method)
        if message:
            yield session.finding(
                "protocol-allow",
                base.operation,
                f"{request.method} {base.operation.path}: {message}",
                requests=[request],
                response=response,
                expected=f"Allow: {', '.join(sorted(documented))} (RFC 9110, section 15.5.6)",
                got=f"Allow: {allow}" if allow is not None else "no Allow",
                cause=_allow_cause(allow, documented),
            )


def _allow_error(allow: str | None, documented: set[str], refused: str) -> str:
    """Return what is wrong with the ``Allow`` header of a 405 response; ``""`` if nothing is."""
    if allow is None:
        return "405 without Allow"
    given = {method.strip().upper() for method in allow.split(",")}
    if documented - given:
        return f"Allow does not list {', '.join(sorted(documented - given))}"
    return f"Allow lists {refused}, which was just rejected" if refused in given else ""


def _allow_cause(allow: str | None, documented: set[str]) -> str:
    if allow is None:
        return NO_ALLOW
    return INCOMPLETE_ALLOW if documented - {method.strip().upper() for method in allow.split(",")} else WRONG_ALLOW


ALLOW = Check(
    id="protocol-allow",
    title="405 responses list the allowed methods in Allow",
    why="RFC 9110, section 15.5.6, requires Allow in every 405 response; clients and proxies use it to choose another "
    "method.",
    good="DELETE /pets → 405, Allow: GET, POST",
    bad="DELETE /pets → 405, Allow: GET, although POST is documented",
    run=_allow,
    sends=frozenset({Sends.INVALID}),
)


# ---------------------------------------------------------------------- WWW-Authenticate

_CHALLENGING = frozenset({"http", "oauth2", "openIdConnect"})
"""Types of security schemes that use ``Authorization``; HTTP defines no challenge for the others."""


def _challenge(session: Session) -> Iterator[Finding]:
    """Send requests without credentials to operations that accept credentials in ``Authorization`` only."""
    for operation in deletions_last(session):
        if not _is_challenging(operation):
            continue
        request = base_request(session, operation).anonymous
        response = session.send(request)
        session.asserted("protocol-challenge", operation, response)
        if response.status == 401 and not (response.header("www-authenticate") or "").strip():
            yield session.finding(
                "protocol-challenge",
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


CHALLENGE = Check(
    id="protocol-challenge",
    title="401 responses include WWW-Authenticate",
    why="RFC 9110, section 15.5.2, requires a challenge in every 401 response; HTTP libraries that respond to "
    "challenges fail without one.",
    good="GET /pets without a token → 401, WWW-Authenticate: Bearer",
    bad="GET /pets without a token → 401 without WWW-Authenticate",
    run=_challenge,
    sends=frozenset({Sends.INVALID}),
)


# ---------------------------------------------------------------------- content

_CONTENT_PARTS = frozenset({"length", "media-type", "body"})


def _content(session: Session) -> Iterator[Finding]:
    """Validate a successful response of each operation in each documented content type."""
    for probe in successes(session, "protocol-content"):
        yield from probe.violations(session, "protocol-content", _CONTENT_PARTS)
        for other in _in_other_content_types(session, probe):
            if other.response.is_success:
                yield from other.violations(session, "protocol-content", _CONTENT_PARTS)


def _in_other_content_types(session: Session, probe: Probe) -> Iterator[Probe]:
    """Repeat a GET request for each documented content type after the first one."""
    operation = probe.operation
    documented = operation.success if operation and operation.method == "GET" else None
    names = [media.name for media in documented.content if "*" not in media.name] if documented else []
    for name in names[1:]:
        request = probe.request.with_header("accept", name)
        yield send_probe(session, "protocol-content", operation, f"{probe.title} with Accept: {name}", request)


CONTENT = Check(
    id="protocol-content",
    title="successful responses have the documented content type and body",
    why="Strict clients reject or misread a body whose content type, charset or length is wrong.",
    good='GET /pets/7 → 200, Content-Type: application/json, Content-Length: 13, {"name":"Io"}',
    bad='GET /pets/7 → 200, Content-Type: text/html, {"name": "Io"}',
    run=_content,
    sends=EVERY_OPERATION,
)


# ---------------------------------------------------------------------- date-times and documented headers

DATES = Check(
    id="protocol-dates",
    title="date-time values include a UTC offset",
    why="RFC 3339 requires an offset; without one, a timestamp means a different time in each time zone. Validators "
    "that treat 'format' as an annotation do not report this.",
    good='{"created_at": "2026-03-01T08:30:00Z"}',
    bad='{"created_at": "2026-03-01T08:30:00"}',
    run=_violations("protocol-dates", {"date-time"}),
    sends=EVERY_OPERATION,
)

HEADERS = Check(
    id="protocol-headers",
    title="documented response headers are present and valid",
    why="Pagination, caching and rate limits use headers; clients read them without checking that they exist.",
    good="GET /pets → 200, X-Total-Count: 12",
    bad="GET /pets → 200, X-Total-Count: many",
    run=_violations("protocol-headers", {"header"}),
    sends=EVERY_OPERATION,
)


# ---------------------------------------------------------------------- Location


LATER = (0.1, 0.5)
"""Seconds to wait before a URL that does not exist yet is read again."""

LOCATED = frozenset({201, 202})
"""Status codes with which ``Location`` leads to what was created, or to the status of an accepted request."""


def _location(session: Session) -> Iterator[Finding]:
    """Create an item again, because an earlier one may have been deleted, and follow ``Location``."""
    for operation in session.operations:
        success = session.success(operation)
        if success is None or success.response.status not in LOCATED or success.response.header("location") is None:
            continue
        title = f"{operation.method} {operation.path}"
        probe = send_probe(session, "protocol-location", operation, title, success.request)
        if probe.response.status in LOCATED:
            yield from _follow(session, operation, probe)


def _follow(session: Session, operation: Operation, probe: Probe) -> Iterator[Finding]:
    location = probe.response.header("location") or ""
    if encoded_url(location) != location:
        expected = "a URI reference (RFC 9110, section 10.2.2)"
        yield probe.finding(session, "protocol-location", "Location is not a URL", expected=expected, got=location)
        return
    target = _target(session, probe.request, location)
    if not target:
        return
    response = session.send(_read_request(session, operation, target, probe.request))
    for pause in LATER:
        if response.status in {404, 410}:
            time.sleep(pause)
            response = session.send(_read_request(session, operation, target, probe.request))
    if response.status in {404, 410}:
        got = f"Location: {location}, which returns {response.status}"
        expected = "the URL of the created item (RFC 9110, sections 10.2.2 and 15.3.2)"
        yield probe.finding(session, "protocol-location", "Location cannot be read", expected=expected, got=got)


def _target(session: Session, request: Request, location: str) -> str:
    """Return the path and query of a ``Location`` relative to the base URL; ``""`` if it is outside of the base URL."""
    base = session.transport.base
    absolute = urljoin(base + request.target, location)
    return absolute.removeprefix(base) if absolute.startswith(f"{base}/") else ""


def _read_request(session: Session, creator: Operation, target: str, sent: Request) -> Request:
    """Return a GET request with the credentials of the operation at that path, or else those of the creator."""
    path, native = urlsplit(target).path, session.plan.native
    readers = (one for one in session.contract.operations if one.method == "GET")
    found = next((one for one in readers if matches_template(one.native_path if native else one.path, path)), creator)
    return read_of(session, found, target, sent)


LOCATION = Check(
    id="protocol-location",
    title="Location leads to the created item, or to the status of an accepted request",
    why="RFC 9110, section 15.3.2: a client that follows Location must find what it has just created.",
    good="POST /pets → 201, Location: /pets/8; GET /pets/8 → 200",
    bad="POST /pets → 201, Location: /internal/objects/8; GET /internal/objects/8 → 404",
    run=_location,
    sends=frozenset({Sends.CREATE}),
)


# ---------------------------------------------------------------------- status codes


def _status(session: Session) -> Iterator[Finding]:
    """Check the response to a valid request to each operation, a successful one if possible."""
    for operation in deletions_last(session):
        title = f"a valid {operation.method} {operation.path}"
        if session.success(operation) is None and "{" in operation.path:
            title = f"{operation.method} {operation.path} {MAY_NOT_EXIST}"
        success = session.success(operation)
        if success is None and (lacks_body(operation) or is_destructive(operation)):
            continue  # the request without a body, or for an unknown id, is not valid
        if success is None:
            request = base_request(session, operation).request
            if not session.allows(request) or not _has_valid_path(session, operation, request):
                continue
            probe = send_probe(session, "protocol-status", operation, title, request)
        else:
            probe = Probe(operation, title, success.request, success.response)
            session.asserted("protocol-status", operation, success.response)
        if probe.is_conclusive:
            yield from _check_status(session, operation, probe)


def _has_valid_path(session: Session, operation: Operation, request: Request) -> bool:
    """Whether the path values of a request match their schemas, which a documented example may not do."""
    selected = selected_path(session.builder.template(operation), operation.parameters)
    template = selected.path if selected is not None else session.builder.template(operation)
    values = path_values_in(template, request.path) or {}
    schemas = [(one.schema, values.get(("path", one.name))) for one in operation.parameters if one.location == "path"]
    texts = [
        (one, text) for one, text in schemas if one is not None and text is not None and types_of(one) == {"string"}
    ]
    return all(schema.request_validator.is_valid(text) for schema, text in texts)


def _check_status(session: Session, operation: Operation, probe: Probe) -> Iterator[Finding]:
    status = probe.response.status
    if operation.response(status) is None:
        if status in UNKNOWN_CALLER_OR_ITEM and (operation.security or "{" in operation.path):
            return  # the request is valid, but its credentials or ids may be unknown to the server
        yield from probe.violations(session, "protocol-status", {"status"})
    elif status >= 500:  # even if documented: a valid request must not make the server fail
        known = ", ".join(documented.status for documented in operation.responses if documented.is_success)
        yield probe.finding(
            session, "protocol-status", f"the response is {status}", expected=known or "a successful response"
        )


STATUS = Check(
    id="protocol-status",
    title="valid requests get documented status codes below 500",
    why="Generated clients handle documented status codes only.",
    good="POST /pets → 201, which is documented",
    bad="POST /pets → 200, although only 201 and 4XX are documented",
    run=_status,
    sends=EVERY_OPERATION,
)
