"""Mutants that crash on certain input, or fail only sometimes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_plus

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import CRASH, parse_json, violates, with_json, with_path
from mockserver.mutation.faults import (
    AUTH_ERRORS,
    crash_on,
    every_nth_success,
    input_numbers,
    input_strings,
    is_utf8_target,
)
from mockserver.mutation.locations import locations, remove_at, replace_at, schema_nodes
from mockserver.mutation.mutant import (
    Call,
    Condition,
    Fault,
    MutantFamily,
    accepts_json,
    always,
    has_role,
    requires_auth,
    returns_json,
)
from mockserver.mutation.requests import for_other_item, has_credential, without_credentials

FAMILY = MutantFamily("stability")

MAX_LENGTH = 1000
ALLOWED_REQUESTS = 30
TOO_MANY_REQUESTS = Response(429, (("content-type", "text/plain"), ("content-length", "9")), b"slow down")


def _crash(
    mutant_id: str, title: str, condition: Callable[[Call], bool], *, why: str, applies: Condition = always
) -> None:
    """Declare a mutant that returns 500 for requests that meet a condition."""
    FAMILY.add(mutant_id, title, why=why, applies=applies, make_fault=crash_on(condition))


def _is_malformed(body: bytes) -> bool:
    return bool(body) and body.strip() != b"null"


def _has_unknown_query(call: Call) -> bool:
    known = {one.name for one in call.operation.parameters} if call.operation else set()
    schemes = call.contract.security_schemes.values()
    known |= {scheme.name for scheme in schemes if scheme.location == "query"}
    parts = (part for part in call.request.target.partition("?")[2].split("&") if part)
    return any(unquote_plus(part.partition("=")[0]) not in known for part in parts)


_crash(
    "crash-beyond-64-bits",
    "500 for a number that exceeds 64 bits",
    lambda call: any(abs(number) >= 2**63 for number in input_numbers(call)),
    why="Most databases and languages limit integers to 64 bits.",
)
_crash(
    "crash-blank",
    "500 for a string of whitespace",
    lambda call: any(value.isspace() for value in input_strings(call)),
    why="The string is stripped after the check that it is not empty.",
)
_crash(
    "crash-empty",
    "500 for an empty string",
    lambda call: any(value == "" for value in input_strings(call)),
    why="The first character is read without a check of the length.",
)
_crash(
    "crash-empty-object",
    "500 for an empty object as body",
    lambda call: bool(parse_json(call.request) == {}),
    why="'UPDATE … SET' without assignments is not valid SQL.",
    applies=accepts_json,
)
_crash(
    "crash-large-number",
    "500 for a number that exceeds 32 bits",
    lambda call: any(abs(number) >= 2**31 for number in input_numbers(call)),
    why="The column has the type INTEGER.",
)
_crash(
    "crash-long",
    "500 for a string of more than 1000 characters",
    lambda call: any(len(value) > MAX_LENGTH for value in input_strings(call)),
    why="The column is shorter than the document allows.",
)
_crash(
    "crash-malformed",
    "500 for a body that is not valid JSON",
    lambda call: _is_malformed(call.request.body) and parse_json(call.request) is None,
    why="The exception of the parser is not handled.",
    applies=accepts_json,
)
_crash(
    "crash-negative",
    "500 for a negative number",
    lambda call: any(number < 0 for number in input_numbers(call)),
    why="The number goes into the query as 'LIMIT -1'.",
)
_crash(
    "crash-non-ascii",
    "500 for characters outside ASCII",
    lambda call: not is_utf8_target(call) or any(not value.isascii() for value in input_strings(call)),
    why="A log or a database has another character encoding.",
)
_crash(
    "crash-not-an-object",
    "500 for a JSON body that is not an object",
    lambda call: not isinstance(parse_json(call.request), dict | None),
    why="The handler reads properties of a list.",
    applies=accepts_json,
)
_crash(
    "crash-null",
    "500 for null in a body",
    lambda call: isinstance(body := parse_json(call.request), dict) and None in body.values(),
    why="The handler calls a method of the value without a check for null.",
    applies=accepts_json,
)
_crash(
    "crash-null-character",
    "500 for the character U+0000",
    lambda call: any("\0" in value for value in input_strings(call)),
    why="PostgreSQL does not store it in strings.",
)
_crash(
    "crash-quote",
    "500 for an apostrophe",
    lambda call: any("'" in value for value in input_strings(call)),
    why="SQL is concatenated from strings, which usually allows injections.",
)
_crash(
    "crash-unknown-query",
    "500 for an unknown query parameter",
    _has_unknown_query,
    why="All parameters are passed to a function that does not have them.",
)


@FAMILY.fault(
    "crash-credential",
    "500 for an invalid credential",
    why="The exception of the token decoder is not handled.",
    applies=requires_auth,
)
async def crash_credential(call: Call) -> Response:
    """Return 500 for a rejected credential."""
    response = await call.forward()
    operation = call.matched
    if operation is None or call.is_head or response.status not in AUTH_ERRORS:
        return response
    return CRASH if has_credential(operation, call.request) else response


async def _crashed(_call: Call, _response: Response) -> Response:
    return CRASH


async def _denied(call: Call, response: Response) -> Response:
    if call.operation is None:
        return response
    return await call.forward(without_credentials(call.operation, call.request))


async def _incomplete(call: Call, response: Response) -> Response:
    body = parse_json(response)
    operation = call.operation
    if operation is None or not isinstance(body, dict):
        return response
    candidates = (remove_at(body, (name,)) for name in reversed(body))
    return next((with_json(response, wrong) for wrong in candidates if violates(operation, response, wrong)), response)


async def _other_item(call: Call, response: Response) -> Response:
    other = for_other_item(call)
    found = await call.forward(other) if other else response
    return found if found.is_success else response


FAMILY.add(
    "fiftieth-crashes",
    "500 instead of every 50th success response",
    why="A rare defect stays undetected for a long time.",
    make_fault=every_nth_success(50, _crashed),
)
FAMILY.add(
    "twentieth-crashes",
    "500 instead of every 20th success response",
    why="One of twenty machines is broken, or a connection pool is exhausted.",
    make_fault=every_nth_success(20, _crashed),
)
FAMILY.add(
    "twentieth-denied",
    "the valid credential of every 20th request is rejected",
    why="One of twenty machines has another key.",
    applies=requires_auth,
    make_fault=every_nth_success(20, _denied),
)
FAMILY.add(
    "twentieth-incomplete",
    "every 20th success response lacks a required property",
    why="One of twenty machines still runs the previous release.",
    applies=returns_json,
    make_fault=every_nth_success(20, _incomplete),
)
FAMILY.add(
    "twentieth-other-item",
    "every 20th read returns another item",
    why="The keys of a cache collide, or requests share a variable.",
    applies=has_role("read", "read_many"),
    make_fault=every_nth_success(20, _other_item),
)


def _has_integer_in_path(operation: Operation) -> bool:
    schemas = (parameter.schema for parameter in operation.parameters if parameter.location == "path")
    return any(node.get("type") == "integer" for schema in schemas for node in schema_nodes(schema))


@FAMILY.fault(
    "number-wraps",
    "an id that exceeds 32 bits returns another item",
    why="The id overflows silently.",
    applies=_has_integer_in_path,
)
async def number_wraps(call: Call) -> Response:
    """Truncate the id to 31 bits."""
    parent, _, last = call.path.rpartition("/")
    overflows = last.isascii() and last.isdecimal() and len(last) < 40 and int(last) >= 2**31
    if call.matched is None or not overflows:
        return await call.forward()
    return await call.forward(with_path(call.request, f"{parent}/{int(last) % 2**31 or 1}"))


@FAMILY.stateful(
    "second-stale",
    "every second read returns another value of a property",
    why="Two replicas behind one URL have different data.",
    applies=has_role("read"),
)
def second_stale() -> Fault:
    """Count the reads."""
    reads = 0

    async def fault(call: Call) -> Response:
        nonlocal reads
        response = await call.forward()
        if call.role != "read" or not response.is_success or call.operation is None:
            return response
        reads += 1
        return _with_other_string(call.operation, response) if reads % 2 == 0 else response

    return fault


def _with_other_string(operation: Operation, response: Response) -> Response:
    """The response with the first string changed whose new value the schema allows."""
    body = parse_json(response)
    for location in locations(None, body):
        if isinstance(location.value, str):
            wrong = replace_at(body, location.path, f"{location.value} (draft)")
            if not violates(operation, response, wrong):
                return with_json(response, wrong)
    return response


@FAMILY.stateful(
    "throttled",
    "undocumented 429 after 30 requests",
    why="A rate limit for interactive users is applied to an API for programs.",
)
def throttled() -> Fault:
    """Count the requests."""
    requests = 0

    async def fault(call: Call) -> Response:
        nonlocal requests
        requests += 1
        response = await call.forward()
        undocumented = call.operation is not None and call.operation.response(429) is None
        return TOO_MANY_REQUESTS if requests > ALLOWED_REQUESTS and undocumented and not call.is_head else response

    return fault
