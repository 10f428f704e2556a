"""The ways in which a request can fail, and the statuses under which a contract usually documents each."""

from __future__ import annotations

from enum import StrEnum


class FailureKind(StrEnum):
    """Why a request is refused. The values are the keys of ``x-mock-errors``."""

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
    NO_ROUTE = "no_route"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    INTERNAL = "internal"


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
    FailureKind.NO_ROUTE: (404,),
    FailureKind.METHOD_NOT_ALLOWED: (405,),
    FailureKind.INTERNAL: (500,),
}
"""For each kind the statuses to look for in an operation's documented responses, the first one documented wins;
where none is, the first of them is sent. 422 before 400 for invalid input is Prism's published order."""

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
"""Names of the pipeline's checks in their default order; ``x-mock-order`` gives another."""

LEFT_OUT = "-"
"""What stands before the name of a check in ``x-mock-order`` that an API does not make."""

DISPENSABLE = ("accept",)
"""The checks that ``x-mock-order`` may leave out: what else would be answered than what there is?"""
