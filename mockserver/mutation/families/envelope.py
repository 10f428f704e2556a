"""Mutants whose error responses do not have the documented body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import (
    documented_media,
    is_json,
    parse_json,
    violates,
    with_body,
    with_json,
    without_body,
)
from mockserver.mutation.faults import AUTH_ERRORS, VALIDATION_ERRORS
from mockserver.mutation.locations import BodyLocation, locations, replace_at, violating
from mockserver.mutation.mutant import Call, Fault, MutantFamily, returns_json, transforming

FAMILY = MutantFamily("envelope")

MESSAGE_KEYS = frozenset({"message", "error", "detail", "title", "description", "reason", "msg", "developerMessage"})
CODE_KEYS = frozenset({"code", "errorCode", "error_code", "type", "status"})
"""Keys that programs evaluate; messages for people may be equal for two errors."""


@FAMILY.transform(
    "envelope-empty-message",
    "the message of an error response is empty",
    why="The body matches its schema, but the caller cannot tell what to change.",
)
def empty_message(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the documented messages by empty strings."""
    media = documented_media(operation, response)
    if response.status < 400 or media is None:
        return response
    body = wrong = parse_json(response)
    for one in locations(media.schema, body):
        if one.schema is not None and isinstance(one.value, str) and one.path and one.path[-1] in MESSAGE_KEYS:
            wrong = replace_at(wrong, one.path, "")
    return response if wrong == body else with_json(response, wrong)


@FAMILY.transform(
    "envelope-flat",
    "the body of an error response is nested one level too little or too much",
    why="Services of the same team often nest their errors differently.",
)
def flat(_call: Call, operation: Operation, response: Response) -> Response:
    """Unwrap the first nested object, or wrap a flat body."""
    body = parse_json(response)
    if response.status < 400 or not isinstance(body, dict):
        return response
    inner = next((value for value in body.values() if isinstance(value, dict)), None)
    wrong = inner if inner is not None else {"error": body}
    return with_json(response, wrong) if violates(operation, response, wrong) else response


@FAMILY.transform(
    "envelope-html",
    "a 401 or 403 response is an HTML page",
    why="The gateway responds instead of the service, and only other errors were tested.",
)
def html_page(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace authentication errors by the page of a gateway."""
    if response.status not in AUTH_ERRORS or not is_json(response):
        return response
    return with_body(response, b"<html><body><h1>Denied</h1></body></html>", "text/html")


@FAMILY.transform(
    "envelope-in-list",
    "the body of an error response is wrapped in a list",
    why="Validators report several errors, and their list is returned unchanged.",
)
def in_list(_call: Call, operation: Operation, response: Response) -> Response:
    """Wrap the body in a list."""
    wrong = [parse_json(response)]
    return with_json(response, wrong) if response.status >= 400 and violates(operation, response, wrong) else response


@FAMILY.transform(
    "envelope-no-body",
    "error responses have no body",
    why="The developer considered the status code sufficient.",
)
def no_body(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the documented body."""
    if response.status < 400 or documented_media(operation, response) is None:
        return response
    return without_body(response, response.status)


@FAMILY.transform(
    "envelope-not-found-only",
    "only 404 responses have an undocumented body",
    why="The framework's own 404 is raised instead of the handler's.",
)
def not_found_only(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the body of 404 by that of a framework."""
    wrong = {"status": "Not Found", "path": "/"}
    return with_json(response, wrong) if response.status == 404 and violates(operation, response, wrong) else response


@FAMILY.transform(
    "envelope-of-another",
    "an error response has the documented code of another error",
    why="One error handler serves all errors, and its code is a constant.",
)
def of_another(_call: Call, operation: Operation, response: Response) -> Response:
    """Return the example of another documented error whose code differs."""
    media = documented_media(operation, response)
    if response.status < 400 or media is None or media.schema is None:
        return response
    codes = _codes(parse_json(response))
    for other in operation.responses:
        for content in other.content if not other.is_success and other.status != str(response.status) else ():
            example = content.example()
            other_codes = _codes(example.value) if example else codes
            if example and codes and other_codes and other_codes != codes and media.schema.is_valid(example.value):
                return with_json(response, example.value)
    return response


def _codes(body: Any) -> list[Any]:
    return [one.value for one in locations(None, body) if one.path and one.path[-1] in CODE_KEYS]


@FAMILY.transform(
    "envelope-other-key",
    "the body of an error response has a key with another name",
    why="Frameworks use their own names: 'message' instead of 'error', or 'detail' instead of both.",
)
def other_key(_call: Call, operation: Operation, response: Response) -> Response:
    """Rename the first key whose name matters."""
    body = parse_json(response)
    if response.status < 400 or not isinstance(body, dict):
        return response
    for name in body:
        wrong = {("failure" if key == name else key): value for key, value in body.items()}
        if violates(operation, response, wrong):
            return with_json(response, wrong)
    return response


@FAMILY.stateful(
    "envelope-success-body",
    "an error response has the body of the last success response, or an empty object",
    why="The status code is set, but the handler still renders the body.",
    applies=returns_json,
)
def success_body() -> Fault:
    """Keep the last success response of each operation."""
    last: dict[str, Response] = {}

    async def fault(call: Call) -> Response:
        response = await call.forward()
        operation = call.matched
        if operation is None or call.is_head:
            return response
        if response.is_success:
            last[operation.id] = response
        wrong = parse_json(last[operation.id]) if operation.id in last else {}
        failed = response.status >= 400
        return with_json(response, wrong) if failed and violates(operation, response, wrong) else response

    return fault


@FAMILY.transform(
    "envelope-text",
    "error responses are plain text instead of the documented JSON",
    why="Most frameworks send plain text unless the service installs its own error handler.",
)
def plain_text(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace JSON by plain text."""
    if response.status < 400 or not is_json(response):
        return response
    return with_body(response, b"something went wrong", "text/plain; charset=utf-8")


@FAMILY.fault(
    "envelope-unknown-route",
    "an unknown path returns an HTML page",
    why="A client with a wrong base URL fails in its JSON parser instead of reporting the error.",
)
async def unknown_route(call: Call) -> Response:
    """Replace the body for unknown paths."""
    response = await call.forward()
    if call.operation is not None or not is_json(response) or call.is_head:
        return response
    return with_body(response, b"<!DOCTYPE html><title>404</title><h1>Not found</h1>", "text/html")


@FAMILY.transform(
    "envelope-validation-only",
    "only 400 and 422 responses have an undocumented body",
    why="The validation library responds before the service's error handler is called.",
)
def validation_only(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the body of validation errors by that of a library."""
    wrong = {"issues": [{"at": "body", "text": "is not valid"}]}
    is_changed = response.status in VALIDATION_ERRORS and violates(operation, response, wrong)
    return with_json(response, wrong) if is_changed else response


def _other_type(location: BodyLocation) -> Iterator[Any]:
    if isinstance(location.value, str):
        yield {"text": location.value}
        yield 17
    elif isinstance(location.value, int):
        yield str(location.value)


FAMILY.add(
    "envelope-wrong-type",
    "a property of an error response has another type",
    why="An object with details replaces a string that clients display.",
    make_fault=transforming(violating(_other_type, errors=True)),
)
