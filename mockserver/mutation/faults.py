"""Kinds of faults that several mutants share: crashes on certain input, periodic defects, and lenient validation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import unquote_plus, unquote_to_bytes

from contracts.messages import Request, Response
from contracts.spec.schemas import Schema
from contracts.spec.validation_errors import errors_of
from mockserver.mutation.editing import CRASH, parse_json, with_request_json
from mockserver.mutation.mutant import Call, Fault
from mockserver.mutation.requests import json_request_media, valid_request

AUTH_ERRORS = frozenset({401, 403})
VALIDATION_ERRORS = frozenset({400, 422})


def crash_on(condition: Callable[[Call], bool]) -> Callable[[], Fault]:
    """Return the factory of a fault that returns 500 for authorised requests that meet a condition."""

    async def fault(call: Call) -> Response:
        response = await call.forward()
        reached = call.matched is not None and not call.is_head and response.status not in AUTH_ERRORS
        return CRASH if reached and condition(call) else response

    return lambda: fault


def every_nth_success(count: int, transform: Callable[[Call, Response], Awaitable[Response]]) -> Callable[[], Fault]:
    """Return the factory of a fault that transforms every n-th success response."""

    def make_fault() -> Fault:
        successes = 0

        async def fault(call: Call) -> Response:
            nonlocal successes
            response = await call.forward()
            if not response.is_success or call.matched is None or call.is_head:
                return response
            successes += 1
            return await transform(call, response) if successes % count == 0 else response

        return fault

    return make_fault


def accept_violations_of(*keywords: str) -> Callable[[], Fault]:
    """Return the factory of a fault that accepts bodies which violate only these keywords of their schema.

    The correct server receives the body without the invalid properties or, if that is invalid too, a valid body.
    """

    async def fault(call: Call) -> Response:
        response = await call.forward()
        body = parse_json(call.request)
        if response.status not in VALIDATION_ERRORS or body is None or not _violates_only(call, body, keywords):
            return response
        request = _with_valid_body(call, body)
        accepted = await call.forward(request) if request else response
        return accepted if accepted.is_success else response

    return lambda: fault


def _request_schema(call: Call) -> Schema | None:
    media = json_request_media(call)
    return media.schema if media else None


def _violates_only(call: Call, body: Any, keywords: tuple[str, ...]) -> bool:
    schema = _request_schema(call)
    if schema is None:
        return False
    violated = {_last_keyword(error.schema_path) for error in errors_of(schema.request_validator, body)}
    return bool(violated) and violated <= set(keywords)


def _last_keyword(path: list[str | int]) -> str:
    return next((token for token in reversed(path) if isinstance(token, str)), "")


def _with_valid_body(call: Call, body: Any) -> Request | None:
    schema = _request_schema(call)
    if schema is None:
        return None
    if isinstance(body, dict):
        errors = errors_of(schema.request_validator, body)
        invalid = {error.instance_path[0] for error in errors if error.instance_path}
        properties = schema.possible_properties
        valid = {name: value for name, value in body.items() if name not in invalid and name in properties}
        if schema.request_validator.is_valid(valid):
            return with_request_json(call.request, valid)
    return valid_request(call)


def input_values(call: Call) -> Iterator[Any]:
    """Yield what a handler receives: path parameters, query values, and every scalar and key of a JSON body."""
    yield from call.path_params.values()
    for part in call.request.target.partition("?")[2].split("&"):
        if part:
            yield unquote_plus(part.partition("=")[2])
    yield from _scalars(parse_json(call.request))


def input_numbers(call: Call) -> Iterator[float]:
    """Yield the input values that are numbers, or strings of digits."""
    numbers = (_as_number(value) for value in input_values(call))
    return (number for number in numbers if number is not None)


def input_strings(call: Call) -> Iterator[str]:
    """Yield the input values that are strings."""
    return (value for value in input_values(call) if isinstance(value, str))


def _scalars(value: Any) -> Iterator[Any]:
    """The scalars of a JSON value except ``null``, and the keys of its objects."""
    stack = [value]
    while stack:
        inner = stack.pop()
        if isinstance(inner, dict):
            stack += [*inner.keys(), *inner.values()]
        elif isinstance(inner, list):
            stack += inner
        elif inner is not None:
            yield inner


def _as_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value)
    digits = text.removeprefix("-")
    return float(text) if len(text) < 400 and digits.isdecimal() and digits.isascii() else None


def is_utf8_target(call: Call) -> bool:
    """Whether the percent-decoded path and query are valid UTF-8."""
    try:
        unquote_to_bytes(call.request.target).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
