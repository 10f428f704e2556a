"""Which status a contract means for which failure, as far as that is certain."""

from __future__ import annotations

from contracts.failures import STATUSES, FailureKind
from contracts.spec.model import Operation

_INSTEAD: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.UNAUTHENTICATED: (403,),
    FailureKind.FORBIDDEN: (401,),
    FailureKind.NOT_FOUND: (410,),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: (400, 422),
}
"""What may stand for a failure in place of its own status."""

_KEPT_OUT = frozenset({FailureKind.UNAUTHENTICATED, FailureKind.FORBIDDEN, FailureKind.NOT_FOUND})
"""Failures for which a document that has not their own status means the other one."""

_BESIDE: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.MISSING_BODY: (411, 415),  # an empty body has no length, and often no type
    FailureKind.NOT_FOUND: (410,),
    FailureKind.INVALID_PARAMETER: (414,),
}
"""What a subject may answer as well, where it is documented."""


ELSEWHERE = frozenset({401, 403, 404, 410})
"""What a valid request is answered with by a subject that does not know the caller or has not the thing."""


def meant_for(operation: Operation, kind: FailureKind) -> tuple[int, ...]:
    """The documented statuses that this failure may have; empty: the contract does not say.

    What the document says itself (``x-mock-errors``) goes before what is usual.
    """
    rule = operation.errors.get(kind.value)
    if rule is not None and rule.status:
        return (rule.status, *_documented(operation, _BESIDE.get(kind, ())))
    usual = _documented(operation, STATUSES[kind])
    if usual:
        return usual + _documented(operation, _BESIDE.get(kind, ()))
    return _documented(operation, _INSTEAD.get(kind, ()) if kind in _KEPT_OUT else ())


def is_usual(kind: FailureKind, status: int) -> bool:
    """Whether HTTP has this status for the failure, or servers that mean well."""
    return status in STATUSES[kind] + _INSTEAD.get(kind, ()) + _BESIDE.get(kind, ())


def refusal_documented(operation: Operation, kind: FailureKind) -> bool:
    """Whether the contract has a response for this failure, ``4XX`` and ``default`` included."""
    if meant_for(operation, kind):
        return True
    found = operation.response(STATUSES[kind][0])
    return found is not None and found is not operation.success


def _documented(operation: Operation, statuses: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(status for status in statuses if operation.documents(status))
