"""Requests that match no operation: unknown routes and undocumented methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts.conformance.assertions.probes import BaseRequest, base_request, deletions_last
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.messages import Request
from contracts.spec.model import Api, Contract, Operation

_CANDIDATES = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Methods to send if they are not documented, the least harmful first."""


def unknown_routes(session: Session) -> Iterator[tuple[Operation, Request]]:
    """Yield, for each tested API, a request with more path segments than any path, and an operation of that API.

    The request has the credentials of the operation, so that it is not rejected for missing credentials.
    """
    for api in session.contract.apis:
        operations = [one for one in session.operations if one.api == api.name]
        if operations:
            first = operations[0]
            request = Request("GET", _unknown_path(api, native=session.plan.native))
            yield first, session.authorised(first, request)


def _unknown_path(api: Api, *, native: bool) -> str:
    longest = max(operation.path.count("/") for operation in api.operations)
    return ("" if native else api.prefix) + "/casemock-no-such-route" * (longest + 1)


def wrong_methods(session: Session) -> Iterator[tuple[BaseRequest, Request]]:
    """Yield, for each tested path, the base request of an operation and a request with an undocumented method."""
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
    """Return the base request with an undocumented method; ``None`` if all methods are documented."""
    method = _undocumented(session.contract, base.operation, base.request.path, native=session.plan.native)
    return replace(base.request.without("content-type"), method=method, body=b"") if method else None


def _undocumented(contract: Contract, operation: Operation, path: str, *, native: bool) -> str:
    used = {
        one.method for one in contract.operations if matches_template(one.native_path if native else one.path, path)
    }
    return next((method for method in _CANDIDATES if method not in used | documented_methods(contract, operation)), "")


def matches_template(template: str, path: str) -> bool:
    """Whether a path may match a template; a segment with a parameter matches any value."""
    segments, expected = path.split("/"), template.split("/")
    return len(segments) == len(expected) and all(
        "{" in pattern or pattern == segment for pattern, segment in zip(expected, segments, strict=True)
    )


def documented_methods(contract: Contract, operation: Operation) -> set[str]:
    """Return the documented methods of the path of an operation."""
    return {one.method for one in contract.operations if one.path == operation.path}


def required_status(operation: Operation, contract: Contract, kind: FailureKind) -> int:
    """Return the documented status code for an unknown route or method; 0 if there is none."""
    rule = operation.errors.get(kind.value)
    if rule is not None and rule.status:
        return rule.status
    here = [one for one in contract.operations if one.path == operation.path]
    return 405 if kind is FailureKind.METHOD_NOT_ALLOWED and any(one.documents(405) for one in here) else 0
