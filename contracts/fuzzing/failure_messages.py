"""Messages, expected and actual values of the failures of the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemathesis.core.failures import ContentTypeServerError, Failure, ServerError
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    EnsureResourceAvailability,
    IgnoredAuth,
    MalformedMediaType,
    MissingContentType,
    MissingHeaderNotRejected,
    MissingHeaders,
    RejectedPositiveData,
    UndefinedContentType,
    UndefinedStatusCode,
    UnsupportedMethodResponse,
    UseAfterFree,
)

from contracts.messages import Response
from contracts.spec.model import Operation

Texts = tuple[str, str, str]
"""A message, the expected and the actual value."""


def _status(response: Response) -> str:
    return f"status {response.status}"


def _statuses(operation: Operation) -> str:
    return f"one of {', '.join(response.status for response in operation.responses)}"


def _media_types(operation: Operation, response: Response) -> str:
    documented = operation.response(response.status)
    return " or ".join(media.name for media in documented.content) if documented else ""


def _undocumented_status(_: Failure, operation: Operation, response: Response) -> Texts:
    message = f"returns undocumented status {response.status}"
    return message, _statuses(operation), _status(response)


def _media_type(_: Failure, operation: Operation, response: Response) -> Texts:
    got = response.header("content-type") or "no Content-Type"
    return f"returns a response with {got}", _media_types(operation, response), got


def _auth(failure: Any, _: Operation, response: Response) -> Texts:
    credentials = "without credentials" if failure.scenario == "no_auth" else "with unknown credentials"
    return f"accepts a request {credentials}", "status 401 or 403", _status(response)


def _missing_headers(failure: Any, _: Operation, __: Response) -> Texts:
    names = ", ".join(failure.missing_headers)
    return f"omits the required header {names}", f"header {names}", "no such header"


def _refused(_: Failure, __: Operation, response: Response) -> Texts:
    return "rejects a valid request", "a successful response", _status(response)


def _missing_header(failure: Any, _: Operation, response: Response) -> Texts:
    name = failure.header_name
    return f"accepts a request without the required header {name}", "a documented error response", _status(response)


def _method(failure: Any, _: Operation, response: Response) -> Texts:
    if failure.failure_reason == "missing_allow_header":
        return "405 without Allow (RFC 9110, section 15.5.6)", "an Allow header", "none"
    verb = "accepts" if response.is_success else f"responds with {response.status} to"
    return f"{verb} the undocumented method {failure.method}", "status 405", _status(response)


def _allow(failure: Any, __: Operation, response: Response) -> Texts:
    allow = response.header("allow") or ""
    if failure.missing_methods:
        return "Allow is incomplete", f"also {', '.join(failure.missing_methods)}", allow
    return "Allow lists undocumented methods", f"without {', '.join(failure.undocumented_methods)}", allow


MESSAGES: dict[type[Failure], Callable[[Any, Operation, Response], Texts]] = {
    ServerError: lambda _, __, response: ("fails with a server error", "a status below 500", _status(response)),
    ContentTypeServerError: lambda _, __, response: (
        "fails for an unknown Content-Type",
        "status 415 or 400",
        _status(response),
    ),
    UndefinedStatusCode: _undocumented_status,
    MissingContentType: _media_type,
    UndefinedContentType: _media_type,
    MalformedMediaType: _media_type,
    MissingHeaders: _missing_headers,
    RejectedPositiveData: _refused,
    MissingHeaderNotRejected: _missing_header,
    IgnoredAuth: _auth,
    UnsupportedMethodResponse: _method,
    AllowHeaderMismatch: _allow,
    UseAfterFree: lambda _, __, response: ("returns an item after its deletion", "status 404", _status(response)),
    EnsureResourceAvailability: lambda _, __, response: (
        "does not return an item that was just created",
        "a successful response",
        _status(response),
    ),
}
