"""Mutants that accept input which the document does not allow."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutation.editing import parse_json, without_query_params
from mockserver.mutation.faults import VALIDATION_ERRORS, accept_violations_of
from mockserver.mutation.mutant import Call, MutantFamily, accepts_json, has_parameter
from mockserver.mutation.requests import for_existing_item, request_builder, valid_request

FAMILY = MutantFamily("validation")


@FAMILY.fault(
    "body-optional",
    "a request without the required body is accepted",
    why="A missing body is parsed as an empty object.",
    applies=lambda operation: operation.request_body is not None and operation.request_body.required,
)
async def body_optional(call: Call) -> Response:
    """Send a valid body if the body is missing."""
    response = await call.forward()
    other = valid_request(call) if response.status in {400, 415, 422} and not call.request.body else None
    return await call.forward(other) if other else response


@FAMILY.fault(
    "header-unchecked",
    "documented request headers are not validated",
    why="The service relies on the gateway to validate headers, and the gateway does not.",
    applies=has_parameter("header"),
)
async def header_unchecked(call: Call) -> Response:
    """Replace the documented headers of a rejected request by valid ones."""
    response = await call.forward()
    if response.status not in VALIDATION_ERRORS or call.matched is None:
        return response
    request = call.request
    for parameter in call.matched.parameters:
        if parameter.location == "header":
            request = request.with_header(parameter.name, str(request_builder().value(call.matched, parameter)))
    accepted = await call.forward(request)
    return accepted if accepted.is_success else response


@FAMILY.fault(
    "json-malformed-taken",
    "a body that is not valid JSON is accepted",
    why="The exception of the JSON parser is caught and ignored.",
    applies=accepts_json,
)
async def json_malformed_taken(call: Call) -> Response:
    """Send a valid body if the body is not JSON."""
    response = await call.forward()
    body = call.request.body
    malformed = body and parse_json(call.request) is None and body.strip() != b"null"
    other = valid_request(call) if response.status in VALIDATION_ERRORS and malformed else None
    return await call.forward(other) if other else response


@FAMILY.fault(
    "path-unchecked",
    "an invalid path parameter returns an item",
    why="Only the leading digits of an id are used, so '42abc' reads item 42.",
    applies=has_parameter("path"),
)
async def path_unchecked(call: Call) -> Response:
    """Repeat a rejected request for an item that exists."""
    response = await call.forward()
    rejected = response.status in VALIDATION_ERRORS and not call.request.body
    other = for_existing_item(call) if rejected else None
    return await call.forward(other) if other else response


@FAMILY.fault(
    "query-unchecked",
    "an invalid query parameter is ignored",
    why="A filter with a typing error returns every item.",
    applies=has_parameter("query"),
)
async def query_unchecked(call: Call) -> Response:
    """Repeat a rejected request without its query."""
    response = await call.forward()
    if response.status not in VALIDATION_ERRORS or call.matched is None:
        return response
    accepted = await call.forward(without_query_params(call.request, lambda _: True))
    return accepted if accepted.is_success else response


@FAMILY.fault(
    "validation-off",
    "every JSON body is accepted",
    why="Validation is switched off in production for performance.",
    applies=accepts_json,
)
async def off(call: Call) -> Response:
    """Send a valid body in place of a rejected one."""
    response = await call.forward()
    rejected = response.status in VALIDATION_ERRORS and parse_json(call.request) is not None
    other = valid_request(call) if rejected else None
    return await call.forward(other) if other else response


def _lenient(mutant_id: str, title: str, keywords: tuple[str, ...], *, why: str) -> None:
    """Declare a mutant that accepts bodies which violate these schema keywords."""
    FAMILY.add(mutant_id, title, why=why, applies=accepts_json, make_fault=accept_violations_of(*keywords))


_lenient(
    "validation-enum",
    "a body with a value outside an enum is accepted",
    ("enum", "const"),
    why="The column has a string type, and only the type is checked.",
)
_lenient(
    "validation-extra",
    "a body with an undocumented property is accepted although additional properties are forbidden",
    ("additionalProperties", "unevaluatedProperties"),
    why="A misspelt property has no effect, and the client gets no error.",
)
_lenient(
    "validation-length",
    "a body with a string that is too long or too short is accepted",
    ("maxLength", "minLength"),
    why="The database truncates the value silently.",
)
_lenient(
    "validation-pattern",
    "a body with a string that violates its pattern or format is accepted",
    ("pattern", "format"),
    why="Most validators ignore formats by default.",
)
_lenient(
    "validation-range",
    "a body with a number outside its range is accepted",
    ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    why="Only the form in the browser checks the bounds.",
)
_lenient(
    "validation-required",
    "a body without a required property is accepted",
    ("required",),
    why="The server has a default that is not documented.",
)
_lenient(
    "validation-type",
    "a body with a property of the wrong type is accepted",
    ("type",),
    why="Loosely typed languages silently convert 5 to '5'.",
)
