"""Which status a contract means for which failure, as far as that is certain."""

from __future__ import annotations

from contracts.failures import STATUSES, FailureKind
from contracts.spec.model import Operation

_INSTEAD: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.UNAUTHENTICATED: (403,),
    FailureKind.FORBIDDEN: (401,),
    FailureKind.NOT_FOUND: (410,),
}
"""What stands for a failure where its own status is not documented."""

_BESIDE: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.MISSING_BODY: (411, 415),  # an empty body has no length, and often no type
    FailureKind.NOT_FOUND: (410,),
    FailureKind.INVALID_PARAMETER: (414,),
}
"""What a subject may answer as well, where it is documented."""


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
    return _documented(operation, _INSTEAD.get(kind, ()))


def refusal_documented(operation: Operation, kind: FailureKind) -> bool:
    """Whether the contract has a response for this failure, ``4XX`` and ``default`` included."""
    if meant_for(operation, kind):
        return True
    found = operation.response(STATUSES[kind][0])
    return found is not None and found is not operation.success


def _documented(operation: Operation, statuses: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(status for status in statuses if operation.documents(status))
