"""Requests that no operation is documented for: unknown routes, and methods that a path does not take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts.failures import FailureKind
from contracts.judging.exchanges import BaseRequest, base_request, deletions_last
from contracts.messages import Request
from contracts.probe.session import Session
from contracts.spec.model import Api, Contract, Operation

_CANDIDATES = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Methods that are tried where they are not documented: the first changes nothing, the last most."""


def unknown_routes(session: Session) -> Iterator[tuple[Operation, Request]]:
    """For each API under test a request that has more segments than any path, and an operation of that API.

    It carries the credentials of that operation, so that what refuses it is not the lack of one.
    """
    for api in session.contract.apis:
        operations = [one for one in session.operations if one.api == api.name]
        if operations:
            first = operations[0]
            request = Request("GET", _nowhere(api, native=session.plan.native))
            yield first, session.authorised(first, request)


def _nowhere(api: Api, *, native: bool) -> str:
    longest = max(operation.path.count("/") for operation in api.operations)
    return ("" if native else api.prefix) + "/casemock-no-such-route" * (longest + 1)


def wrong_methods(session: Session) -> Iterator[tuple[BaseRequest, Request]]:
    """For each path under test a request with a method that it does not take, and the base of an operation there."""
    seen: set[str] = set()
    for operation in deletions_last(session):
        if operation.path in seen:
            continue
        seen.add(operation.path)
        base = base_request(session, operation)
        request = wrong_method(session, base)
        if request is not None:
            yield base, request


def wrong_method(session: Session, base: BaseRequest) -> Request | None:
    """The base request with a method that its path does not take; ``None`` where it takes them all."""
    method = _undocumented(session.contract, base.operation, base.request.path, native=session.plan.native)
    return replace(base.request.without("content-type"), method=method, body=b"") if method else None


def _undocumented(contract: Contract, operation: Operation, path: str, *, native: bool) -> str:
    taken = {
        one.method for one in contract.operations if matches_template(one.native_path if native else one.path, path)
    }
    return next((method for method in _CANDIDATES if method not in taken | documented_methods(contract, operation)), "")


def matches_template(template: str, path: str) -> bool:
    """Whether a path may be one of a template's; a segment with a parameter in it is taken for any."""
    segments, wanted = path.split("/"), template.split("/")
    return len(segments) == len(wanted) and all(
        "{" in pattern or pattern == segment for pattern, segment in zip(wanted, segments, strict=True)
    )


def documented_methods(contract: Contract, operation: Operation) -> set[str]:
    """The methods that are documented for an operation's path."""
    return {one.method for one in contract.operations if one.path == operation.path}


def required_status(operation: Operation, contract: Contract, kind: FailureKind) -> int:
    """The status that the document gives for a route or method that there is not; 0: it says nothing of it."""
    rule = operation.errors.get(kind.value)
    if rule is not None and rule.status:
        return rule.status
    here = [one for one in contract.operations if one.path == operation.path]
    return 405 if kind is FailureKind.METHOD_NOT_ALLOWED and any(one.documents(405) for one in here) else 0
