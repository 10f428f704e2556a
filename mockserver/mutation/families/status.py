"""Mutants that return another status code than the documented one."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import with_header, without_body
from mockserver.mutation.faults import VALIDATION_ERRORS
from mockserver.mutation.mutant import (
    Call,
    MutantFamily,
    accepts_json,
    has_role,
    requires_auth,
    requires_scopes,
    returns_json,
)
from mockserver.mutation.requests import for_existing_item, valid_request

FAMILY = MutantFamily("status")

OTHER_VALIDATION_ERROR = {400: 422, 422: 400}


@FAMILY.fault(
    "accept-ignored",
    "an Accept header that cannot be satisfied returns 200",
    why="The documented 406 was never implemented.",
    applies=lambda operation: operation.documents(406),
)
async def accept_ignored(call: Call) -> Response:
    """Repeat a request that got 406 without its Accept header."""
    response = await call.forward()
    return await call.forward(call.request.without("accept")) if response.status == 406 else response


@FAMILY.fault(
    "content-type-ignored",
    "a body with an undocumented media type is accepted",
    why="The body is parsed whatever its type, so browsers may send cross-origin writes without a CORS preflight.",
    applies=lambda operation: accepts_json(operation) and operation.response(415) is not None,
)
async def content_type_ignored(call: Call) -> Response:
    """Repeat a request that got 415 as JSON, with a valid body if necessary."""
    response = await call.forward()
    if response.status != 415:
        return response
    as_json = await call.forward(call.request.with_header("content-type", "application/json"))
    other = valid_request(call) if as_json.status >= 400 else None
    return await call.forward(other) if other else as_json


@FAMILY.transform(
    "status-accepted",
    "202 for a write that is documented as synchronous",
    why="Writes were moved to a queue without notice to clients.",
    applies=has_role("create", "update", "replace", "delete"),
)
def accepted(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace an undocumented success status by 202."""
    return replace(response, status=202) if response.is_success and not operation.documents(202) else response


@FAMILY.transform(
    "status-failure-as-success",
    "an error response has the status 200",
    why="Older APIs reserve the status code for the transport and report errors in the body only.",
)
def failure_as_success(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace 4xx by 200."""
    return replace(response, status=200) if 400 <= response.status < 500 else response


@FAMILY.transform(
    "status-forbidden-as-unauthorised",
    "401 for a valid credential that lacks a scope",
    why="Clients renew a valid token again and again.",
    applies=requires_scopes,
)
def forbidden_as_unauthorised(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace 403 by 401."""
    return replace(response, status=401) if response.status == 403 else response


@FAMILY.transform(
    "status-invalid-as-crash",
    "500 for invalid input",
    why="The input reaches the database before it is validated.",
)
def invalid_as_crash(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace 400 and 422 by 500."""
    return replace(response, status=500) if response.status in VALIDATION_ERRORS else response


@FAMILY.transform(
    "status-invalid-undocumented",
    "422 instead of the documented 400, or the reverse",
    why="Frameworks differ in which of the two they return.",
)
def invalid_undocumented(_call: Call, operation: Operation, response: Response) -> Response:
    """Exchange 400 and 422 if the other one is not documented."""
    other = OTHER_VALIDATION_ERROR.get(response.status)
    return replace(response, status=other) if other and operation.response(other) is None else response


@FAMILY.fault(
    "status-method-as-crash",
    "500 for a method that the path does not have",
    why="The error handler fails because there is no operation to take the error schema from.",
)
async def method_as_crash(call: Call) -> Response:
    """Replace 405 by 500."""
    response = await call.forward()
    return replace(response, status=500) if response.status == 405 else response


@FAMILY.fault(
    "status-method-as-missing",
    "404 for a method that the path does not have",
    why="Routers that match method and path in one step cannot tell the difference.",
)
async def method_as_missing(call: Call) -> Response:
    """Replace 405 by 404."""
    response = await call.forward()
    return replace(with_header(response, "allow", None), status=404) if response.status == 405 else response


@FAMILY.fault(
    "status-method-taken",
    "a method that the path does not have is processed as GET",
    why="The route is registered for all methods.",
    applies=lambda operation: operation.method == "GET",
)
async def method_taken(call: Call) -> Response:
    """Send the request with a method that the path has."""
    if call.wrong_method and call.operation and call.request.method != "OPTIONS":
        return await call.forward(replace(call.request, method=call.operation.method, body=b""))
    return await call.forward()


@FAMILY.transform(
    "status-missing-as-crash",
    "500 for an unknown id",
    why="The handler does not check whether the row was found.",
)
def missing_as_crash(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace 404 by 500."""
    return replace(response, status=500) if response.status == 404 else response


@FAMILY.transform(
    "status-missing-as-empty",
    "204 for an unknown id",
    why="An empty query result becomes an empty response, and clients fail to parse a body that is missing.",
)
def missing_as_empty(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace 404 by 204 if that is not documented."""
    return without_body(response, 204) if response.status == 404 and not operation.documents(204) else response


@FAMILY.transform(
    "status-missing-as-gone",
    "undocumented 410 for an unknown id",
    why="Clients handle only the documented status codes.",
)
def missing_as_gone(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace 404 by 410 if that is not documented."""
    return replace(response, status=410) if response.status == 404 and operation.response(410) is None else response


@FAMILY.fault(
    "status-missing-as-success",
    "an unknown id returns 200 and another item",
    why="The search falls back to the nearest match.",
    applies=has_role("read", "read_many", "update", "replace"),
)
async def missing_as_success(call: Call) -> Response:
    """Repeat a request that got 404 for an item that exists."""
    response = await call.forward()
    other = for_existing_item(call)
    return await call.forward(other) if response.status == 404 and other else response


@FAMILY.transform(
    "status-redirect",
    "GET is redirected to the same path with a trailing slash",
    why="Some routers redirect by default, and clients lose credentials or the body on the way.",
    applies=lambda operation: operation.method == "GET" and operation.response(307) is None,
)
def redirect(call: Call, _operation: Operation, response: Response) -> Response:
    """Replace success responses by a redirect."""
    if not response.is_success:
        return response
    return with_header(without_body(response, 307), "location", f"{call.path}/")


@FAMILY.transform(
    "status-success-other",
    "201 instead of 200, or 200 instead of 201 or 204",
    why="Clients often compare the exact status code.",
)
def success_other(_call: Call, operation: Operation, response: Response) -> Response:
    """Return another success status if it is not documented."""
    if not response.is_success:
        return response
    other = 201 if response.status == 200 else 200
    return response if operation.documents(other) else replace(response, status=other)


@FAMILY.transform(
    "status-success-without-body",
    "204 without a body where a body is documented",
    why="The body was removed to save bandwidth, although clients read it.",
    applies=returns_json,
)
def success_without_body(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace success responses by 204 if that is not documented."""
    return without_body(response, 204) if response.is_success and not operation.documents(204) else response


@FAMILY.transform(
    "status-unauthorised-as-forbidden",
    "403 for a missing or invalid credential",
    why="Clients renew their token only on 401.",
    applies=requires_auth,
)
def unauthorised_as_forbidden(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace 401 by 403."""
    return replace(response, status=403) if response.status == 401 else response
