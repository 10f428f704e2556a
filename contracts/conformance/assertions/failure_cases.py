"""Requests that must fail: one invalid part each, unknown routes, and methods that a path does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from contracts.conformance.assertions.body_failures import UNKNOWN_TYPE, FailureCase, body_failures
from contracts.conformance.assertions.invalid_values import invalid_strings
from contracts.conformance.assertions.probes import (
    BaseRequest,
    base_request,
    deletions_last,
    may_create,
    unknown_id,
)
from contracts.conformance.request_builder import OMITTED
from contracts.conformance.safety import SAFE_METHODS, is_destructive
from contracts.conformance.session import Session
from contracts.conformance.unknown_ids import NIL, cannot_exist
from contracts.failures import STATUSES, SUBSTITUTES, FailureKind
from contracts.messages import Request
from contracts.spec.model import Api, Contract, Operation, Parameter
from contracts.spec.path_selectors import plain_path

_ALTERNATIVES = {**SUBSTITUTES, FailureKind.UNSUPPORTED_MEDIA_TYPE: (400, 422)}
"""Status codes that may be used instead of the usual one."""

_ADDITIONAL: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.MISSING_BODY: (411, 415),  # an empty body has no length, and often no type
    FailureKind.NOT_FOUND: (410,),
    FailureKind.INVALID_PARAMETER: (414,),
    FailureKind.PRECONDITION_REQUIRED: (400, 422),
}
"""Status codes that are also accepted if they are documented."""


UNKNOWN_CALLER_OR_ITEM = frozenset({401, 403, 404, 410})
"""Status codes for a valid request if the server does not know the caller or the item."""


def expected_statuses(operation: Operation, kind: FailureKind) -> tuple[int, ...]:
    """Return the documented status codes for a failure; empty if the document has none.

    A status code in ``x-mock-errors`` takes precedence over the usual ones.
    """
    rule = operation.errors.get(kind.value)
    if rule is not None and rule.status:
        return (rule.status, *_documented(operation, _ADDITIONAL.get(kind, ())))
    usual = _documented(operation, STATUSES[kind])
    if usual:
        return usual + _documented(operation, _ADDITIONAL.get(kind, ()))
    return () if covers_by_range(operation, kind) else _documented(operation, SUBSTITUTES.get(kind, ()))


def documents_success(operation: Operation) -> bool:
    """Whether the document has a response other than an error."""
    return any(one.status[0] not in "45" for one in operation.responses)


def covers_by_range(operation: Operation, kind: FailureKind) -> bool:
    """Whether ``4XX`` or ``default`` documents the usual status code of a failure."""
    found = operation.response(STATUSES[kind][0])
    return found is not None and found is not operation.success


def is_common_status(kind: FailureKind, status: int) -> bool:
    """Whether a status code is a common one for a failure, even if not documented."""
    return status in STATUSES[kind] + _ALTERNATIVES.get(kind, ()) + _ADDITIONAL.get(kind, ())


def documents_failure(operation: Operation, kind: FailureKind) -> bool:
    """Whether the document has a response for a failure, including ``4XX`` and ``default``."""
    if expected_statuses(operation, kind):
        return True
    return covers_by_range(operation, kind)


def _documented(operation: Operation, statuses: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(status for status in statuses if operation.documents(status))


def failure_cases(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    """Yield the cases for an operation; with ``fast``, one of each sort."""
    each = 1 if session.plan.fast else 3
    yield from _accept(base)
    yield from _unknown_id(session, base)
    if not session.plan.fast:
        yield from _unknown_parents(session, base)
    yield from islice(_parameters(session, base), 2 * each)
    yield from _missing_parameters(session, base)
    yield from body_failures(session, base, each)


def _accept(base: BaseRequest) -> Iterator[FailureCase]:
    request = base.request.with_header("accept", UNKNOWN_TYPE)
    has_content = base.operation.success is not None and bool(base.operation.success.content)
    yield FailureCase(FailureKind.NOT_ACCEPTABLE, f"Accept: {UNKNOWN_TYPE}", request, has_content)


def _unknown_id(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    """Use an unknown value for the last path parameter; the ones before it identify parents.

    PUT may create the item, and DELETE may succeed as often as it is sent (RFC 9110, section 9.2.2), unless 404 is
    documented.
    """
    parameters = [one for one in base.operation.parameters if one.location == "path"]
    identifier = parameters[-1] if parameters else None
    value = unknown_id(session, identifier, base.operation) if identifier is not None else None
    if value is None or identifier is None:
        return
    request = _with(session, base, identifier, value)
    may_succeed = may_create(base.operation) or (base.operation.method == "DELETE" and not _documents_absence(base))
    is_certain = (cannot_exist(value) or value == NIL) and not may_succeed and _names_item(session, base, identifier)
    yield FailureCase(FailureKind.NOT_FOUND, f"unknown {identifier.name} {value}", request, is_certain)


def _names_item(session: Session, base: BaseRequest, identifier: Parameter) -> bool:
    """Whether a path parameter is the id of an item that the document describes, not only a part of the path."""
    operation = base.operation
    if operation.resource is None:
        return False
    if operation.resource.id_parameter == identifier.name:
        return True
    name = f"{{{identifier.name}}}"
    item_path = operation.path[: operation.path.index(name) + len(name)] if name in operation.path else ""
    return any(one.path == item_path for one in session.contract.operations)


def _unknown_parents(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    """Use an unknown value for each path parameter before the last one.

    Only requests that cannot create anything below an unknown parent: those that read, and those that delete. Servers
    need not validate the parent of an item whose id is unique, so the request may succeed.
    """
    if base.operation.method not in SAFE_METHODS and not is_destructive(base.operation):
        return
    for parent in [one for one in base.operation.parameters if one.location == "path"][:-1]:
        value = unknown_id(session, parent, base.operation)
        if value is not None:
            request = _with(session, base, parent, value)
            yield FailureCase(FailureKind.NOT_FOUND, f"unknown {parent.name} {value}", request, False)


def _documents_absence(base: BaseRequest) -> bool:
    return base.operation.documents(404) or base.operation.documents(410)


def _parameters(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    for parameter in base.operation.parameters:
        if parameter.schema is None or parameter.strict_only or parameter.media_type:
            continue
        for title, text in invalid_strings(parameter.schema):
            if not parameter.schema.request_validator.is_valid(text):
                where = f"{title} in {parameter.location} parameter {parameter.name}"
                yield FailureCase(FailureKind.INVALID_PARAMETER, where, _with(session, base, parameter, text), True)
                break


def _missing_parameters(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    for parameter in base.operation.parameters:
        if parameter.required and parameter.location != "path" and not parameter.strict_only:
            title = f"{parameter.location} parameter {parameter.name} missing"
            kind = _kind_if_missing(base.operation, parameter)
            yield FailureCase(kind, title, _with(session, base, parameter, OMITTED), True)


def _kind_if_missing(operation: Operation, parameter: Parameter) -> FailureKind:
    """Return the kind of failure for a missing parameter: ``If-Match`` may have a status code of its own (428)."""
    conditional = parameter.location == "header" and parameter.name.lower() == "if-match" and operation.documents(428)
    return FailureKind.PRECONDITION_REQUIRED if conditional else FailureKind.INVALID_PARAMETER


def _with(session: Session, base: BaseRequest, parameter: Parameter, value: Any) -> Request:
    values = {**base.values, (parameter.location, parameter.name): value}
    return session.request(base.operation, base.number, values=values, body=base.body)


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
        if not base.succeeded and "{" in operation.path:
            continue  # an unknown id may be the reason of the response
        request = wrong_method(session, base)
        if request is not None:
            yield base, request


def wrong_method(session: Session, base: BaseRequest) -> Request | None:
    """Return the base request with an undocumented method; ``None`` if all methods are documented."""
    method = _undocumented(session.contract, base.operation, base.request.path, native=session.plan.native)
    if not method:
        return None
    request = replace(base.request.without("content-type"), method=method, body=b"")
    if method == "DELETE":  # a server that allows it must have nothing to delete
        request = next((replace(case.request, method=method) for case in _unknown_id(session, base)), request)
    return request if session.allows(request) else None


def _undocumented(contract: Contract, operation: Operation, path: str, *, native: bool) -> str:
    templates = (
        (one.method, plain_path(one.native_path if native else one.path, one.parameters)) for one in contract.operations
    )
    used = {method for method, template in templates if matches_template(template, path)}
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
