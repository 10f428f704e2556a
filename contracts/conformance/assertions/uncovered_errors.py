"""Error responses to requests for which the document has no error response.

Many documents have only the successful responses, or some of the errors. An undocumented 404 for an unknown id, or 422
for an invalid body, is then a gap of the document rather than an error of the server: it is a note, not a finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from contracts.conformance.assertions.failure_cases import documents_failure, is_common_status
from contracts.failures import FailureKind
from contracts.spec.model import Operation

BODY_FAILURES = (
    FailureKind.INVALID_BODY,
    FailureKind.MALFORMED_BODY,
    FailureKind.MISSING_BODY,
    FailureKind.TOO_LARGE,
)
"""Failures that an invalid body of a documented media type may cause."""


def is_uncovered(operation: Operation, kinds: Iterable[FailureKind], status: int) -> bool:
    """Whether an undocumented status code is usual for one of these failures, which the operation does not document."""
    if operation.response(status) is not None:
        return False
    return any(is_common_status(kind, status) and not documents_failure(operation, kind) for kind in kinds)


def failures_of_valid_requests(operation: Operation) -> tuple[FailureKind, ...]:
    """Return the failures of requests that match the document: their ids or credentials may be unknown."""
    unknown_id = (FailureKind.NOT_FOUND,) if "{" in operation.path else ()
    return (*unknown_id, FailureKind.UNAUTHENTICATED, FailureKind.FORBIDDEN) if operation.security else unknown_id


def failures_at(operation: Operation, location: str) -> tuple[FailureKind, ...]:
    """Return the failures of requests that are invalid at a location, in addition to those of valid requests.

    :param location: ``body``, the location of a parameter (``query …``), or ``""`` if unknown.
    """
    in_parameter = () if location == "body" else (FailureKind.INVALID_PARAMETER,)
    in_body = BODY_FAILURES if operation.request_body is not None and location in {"body", ""} else ()
    return (*in_parameter, *in_body, *failures_of_valid_requests(operation))
