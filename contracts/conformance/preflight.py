"""Preflight: stop early if the server is unreachable, rejects every request, or serves another API.

Uses requests that the checks need anyway, and stops only if *all* of them fail in the same way: an implementation with
a single error must be tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contracts.conformance.session import Session
from contracts.errors import SubjectError, TransportError
from contracts.messages import Request, Response
from contracts.spec.model import Operation

MAX_OPERATIONS = 6
"""Maximum number of operations to try until one succeeds."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

UNKNOWN_PATH = "/casemock-no-such-path"

HTML = frozenset({"text/html", "application/xhtml+xml"})

UNKNOWN_PATH_STATUSES = frozenset({404, 405, 501})
"""Status codes for an unknown path; 405 and 501 are for an unknown method."""

GATEWAY = frozenset({502, 503, 504})

MIN_COMMON = 0.1
"""Minimum share of the documented property names that occur anywhere in a body of the right API."""


def run_preflight(session: Session) -> None:
    """Send requests to a few operations, and check that the responses may come from an implementation of the contract.

    :raises SubjectError: if there is nothing to test, with a hint what to do.
    """
    tried = sorted(session.operations, key=_risk)[:MAX_OPERATIONS]
    try:
        for operation in tried:
            session.success(operation)
            if _has_valid_response(operation, session.responses.get(operation.id, [])):
                return
    except SubjectError as error:
        cause = error.__cause__ if isinstance(error.__cause__, TransportError) else error
        base = session.transport.base
        message_prefix = "" if base in cause.message else f"{base}: "
        raise SubjectError(f"{message_prefix}{cause.message}", hint=cause.hint) from error
    by_operation = {one.id: session.responses[one.id] for one in tried if one.id in session.responses}
    responses = [response for responses_of_one in by_operation.values() for response in responses_of_one]
    if not responses:
        return
    base = session.transport.base
    _check_redirects(session, responses)
    _check_rejected(base, responses)
    _check_not_found(session, tried, responses)
    _check_other_api(base, tried, by_operation)


def _risk(operation: Operation) -> int:
    """Sort key: operations that only read come first, those that delete come last."""
    return 0 if operation.method in SAFE_METHODS else 2 if operation.method == "DELETE" else 1


def _has_valid_response(operation: Operation, by_operation: list[Response]) -> bool:
    """Whether a response is successful and resembles the document."""
    return any(response.is_success and not _is_unrelated(operation, response) for response in by_operation)


def _check_redirects(session: Session, responses: list[Response]) -> None:
    """Every path is redirected, even an unknown one: to a login page or another host."""
    if any(not 300 <= response.status < 400 for response in responses):
        return
    if 300 <= session.send(Request("GET", UNKNOWN_PATH)).status < 400:
        location = responses[0].header("location") or "no location"
        base = session.transport.base
        raise SubjectError(f"{base} redirects every request, to {location}", hint="use the final URL, after redirects")


def _check_rejected(base: str, responses: list[Response]) -> None:
    statuses = {response.status for response in responses}
    if statuses <= {401, 403} and 401 in statuses:
        hint = "pass valid credentials: --identity NAME=TOKEN, or NAME=$VARIABLE"
        raise SubjectError(f"{base} rejects every request with {responses[0].status}", hint=hint)


def _check_not_found(session: Session, tried: list[Operation], responses: list[Response]) -> None:
    """Every response is 404: the base URL is wrong if unknown paths get the same response, or else no id is known."""
    missing = [response for response in responses if response.status == 404]
    if not missing or any(response.status not in UNKNOWN_PATH_STATUSES for response in responses):
        return
    base = session.transport.base
    if hint := _one_prefix_away(session, tried[0]):
        raise SubjectError(
            f"{base} returns 404 for every request, but serves the paths of the document with another prefix", hint=hint
        )
    unknown = session.send(Request("GET", UNKNOWN_PATH))
    if (unknown.media_type, _shape(unknown)) == (missing[0].media_type, _shape(missing[0])):
        hint = "check the base URL; if it is correct, pass existing ids: --known PARAMETER=VALUE"
        raise SubjectError(f"{base} returns 404 for every request, as for an unknown path", hint=hint)
    if missing == responses:
        raise SubjectError(
            f"{base} returns 404 for every request: none of the tried ids exists",
            hint="pass existing ids: --known PARAMETER=VALUE",
        )


def _one_prefix_away(session: Session, operation: Operation) -> str:
    """Return a hint if the paths exist with, or without, the prefix of the API; otherwise ``""``."""
    prefix = operation.path.removesuffix(operation.native_path)
    request = session.request(operation)
    native = session.plan.native
    if not prefix or not (native or request.target.startswith(f"{prefix}/")):
        return ""
    other = prefix + request.target if native else request.target.removeprefix(prefix)
    if session.send(replace(request, target=other)).status == 404:
        return ""
    if native:
        return f"use the base URL {session.transport.base}{prefix}"
    return f"the server has the API without the prefix {prefix}: select it with --api"


def _check_other_api(base: str, tried: list[Operation], by_operation: dict[str, list[Response]]) -> None:
    """No response resembles the document: all are HTML pages, or have none of the documented properties."""
    pairs = [(operation, response) for operation in tried for response in by_operation.get(operation.id, [])]
    if not all(_is_unrelated(operation, response) for operation, response in pairs):
        return
    operation, response = pairs[0]
    if all(response.status in GATEWAY for _, response in pairs):
        hint = "check that the server behind the gateway is running"
        raise SubjectError(
            f"{base} returns {response.status} for every request: probably a gateway without its server", hint=hint
        )
    received = f"{response.status} {response.media_type or 'without a content type'}"
    raise SubjectError(
        f"{base} seems to serve another API: no response matches the document ({operation.id}: {received})",
        hint="check that the document, --api and --url belong to the same API",
    )


def _is_unrelated(operation: Operation, response: Response) -> bool:
    """Whether a response is an undocumented HTML page, or successful with hardly any documented property.

    Error responses with another body, and the error page of a crashed server, are left to the checks.
    """
    try:
        value = response.json
    except ValueError:
        is_page = response.media_type in HTML and response.status != 500
        return is_page and not any(_documents(operation, html) for html in HTML)
    if not response.is_success or not isinstance(value, dict | list) or not value:
        return False
    names = {
        _normalized(name)
        for documented in operation.responses
        if documented.status.startswith("2")
        for media in documented.content
        if media.schema is not None
        for name in _property_names(media.schema.resolve())
    }
    if not names:
        return operation.response(response.status) is None
    return len(names & {_normalized(key) for key in _keys(value)}) < MIN_COMMON * len(names)


def _documents(operation: Operation, media_type: str) -> bool:
    return any(
        media.name.partition(";")[0].strip().lower() in {media_type, "*/*", "text/*"}
        for documented in operation.responses
        for media in documented.content
    )


def _normalized(name: str) -> str:
    """Normalize a property name: ``created_at`` and ``createdAt`` are equal."""
    return "".join(filter(str.isalnum, name)).lower()


def _property_names(schema: Any) -> Iterator[str]:
    yield from schema.possible_properties
    if schema.items is not None:
        yield from schema.items.possible_properties


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for below in value.values():
            yield from _keys(below)
    elif isinstance(value, list):
        for below in value[:5]:
            yield from _keys(below)


def _shape(response: Response) -> Any:
    """Return the keys of a JSON body, by which responses from the same error handler are recognized."""
    try:
        return sorted(set(_keys(response.json)))
    except ValueError:
        return None
