"""The request from which a check makes its own: one that is known to succeed, or the best guess there is."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.messages import Request
from contracts.probe.requests import Values
from contracts.probe.session import ATTEMPTS, Session
from contracts.spec.model import Operation


@dataclass(frozen=True)
class Base:
    """A valid request for an operation.

    :param request: with credentials that may make it, where such are known.
    :param bare: the same without credentials.
    :param number: the number that it was built with.
    :param values: values that it was built with.
    :param sure: the subject has answered it with a success, so that what is changed in it is all that can be wrong.
    """

    operation: Operation
    request: Request
    bare: Request
    number: int
    values: Values
    sure: bool


def deletions_last(session: Session) -> list[Operation]:
    """The operations under test in an order in which nothing is gone before it was looked at."""
    return sorted(session.operations, key=lambda operation: operation.method == "DELETE")


def base_of(session: Session, operation: Operation) -> Base:
    """The request that succeeded, or the first that can be built where none did."""
    success = session.success(operation)
    values: Values = success.values if success else {}
    for number in range(ATTEMPTS):
        bare = session.build(operation, number, values=values)
        request = session.authorised(operation, bare)
        if success is None or request == success.request:
            return Base(operation, request, bare, number, values, success is not None)
    raise AssertionError("a request is built from its number")


def still_succeeds(session: Session, base: Base) -> bool:
    """Whether the base request is answered with a success now; asked before a refusal is held against the subject.

    What it was about may be gone meanwhile: other checks write and delete. A deletion succeeds but once, so it never
    counts.
    """
    return base.sure and base.operation.method != "DELETE" and session.send(base.request).is_success
