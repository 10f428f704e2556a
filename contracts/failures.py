"""Kinds of rejected requests, the status codes usually documented for them, and the checks of the request pipeline."""

from __future__ import annotations

from enum import StrEnum


class FailureKind(StrEnum):
    """Why a request is rejected. The values are the keys of ``x-mock-errors``."""

    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_ACCEPTABLE = "not_acceptable"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    TOO_LARGE = "too_large"
    MALFORMED_BODY = "malformed_body"
    MISSING_BODY = "missing_body"
    INVALID_BODY = "invalid_body"
    INVALID_PARAMETER = "invalid_parameter"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "precondition_failed"
    PRECONDITION_REQUIRED = "precondition_required"
    NO_ROUTE = "no_route"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


STATUSES: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.UNAUTHENTICATED: (401,),
    FailureKind.FORBIDDEN: (403,),
    FailureKind.NOT_ACCEPTABLE: (406,),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: (415,),
    FailureKind.TOO_LARGE: (413,),
    FailureKind.MALFORMED_BODY: (400, 422),
    FailureKind.MISSING_BODY: (422, 400),
    FailureKind.INVALID_BODY: (422, 400),
    FailureKind.INVALID_PARAMETER: (422, 400, 404),
    FailureKind.NOT_FOUND: (404,),
    FailureKind.CONFLICT: (409,),
    FailureKind.PRECONDITION_FAILED: (412,),
    FailureKind.PRECONDITION_REQUIRED: (428,),
    FailureKind.NO_ROUTE: (404,),
    FailureKind.METHOD_NOT_ALLOWED: (405,),
    FailureKind.INTERNAL: (500,),
    FailureKind.UNAVAILABLE: (503,),
}
"""Status codes by kind, in order of preference.

The first one that the operation documents is sent, or the first of the list if it documents none of them. 422 before
400 for invalid input is Prism's documented order.
"""

SUBSTITUTES: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.UNAUTHENTICATED: (403,),
    FailureKind.FORBIDDEN: (401,),
    FailureKind.NOT_FOUND: (410,),
}
"""Status codes that are sent if an operation documents none of the usual ones, neither exactly nor by range."""

STAGES = (
    "identify",
    "authorise",
    "accept",
    "content_type",
    "size",
    "parse",
    "presence",
    "parameters",
    "vendor",
    "existence",
    "body",
)
"""Names of the pipeline's checks in their default order; ``x-mock-order`` changes it."""

LEFT_OUT = "-"
"""Prefix of a check in ``x-mock-order`` that the API skips."""

DISPENSABLE = ("accept",)
"""Checks that ``x-mock-order`` may skip: without ``accept``, the response has the documented media type anyway."""
