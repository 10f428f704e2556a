"""Mutants that lack a rule which documents state by a status code or header: references, idempotency, content types."""

from __future__ import annotations

from itertools import count
from uuid import NAMESPACE_URL, uuid5

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import CRASH, with_body
from mockserver.mutation.faults import VALIDATION_ERRORS
from mockserver.mutation.mutant import Call, Fault, MutantFamily, accepts_json, has_parameter, has_role
from mockserver.mutation.reference_server import idempotency_header
from mockserver.mutation.requests import valid_request

FAMILY = MutantFamily("validation")

LONG_ID = range(65, 257)
"""Lengths of ids that columns of databases often cannot hold, but URLs can."""


@FAMILY.fault(
    "reference-unknown-taken",
    "a foreign key that names no item is accepted although a refusal is documented",
    why="The database has no foreign key constraint.",
    applies=has_role("create", "update", "replace"),
)
async def reference_unknown_taken(call: Call) -> Response:
    """Leave out the rule of the reference server."""
    return await call.forward_unchecked()


@FAMILY.stateful(
    "idempotency-ignored",
    "a repeated idempotency key creates a second item",
    why="The header is documented for a gateway that is no longer used.",
    applies=lambda operation: bool(idempotency_header(operation)),
)
def idempotency_ignored() -> Fault:
    """Send another key for each request."""
    keys = count(1)

    async def fault(call: Call) -> Response:
        name = idempotency_header(call.matched) if call.matched else ""
        sent = call.request.header(name) if name else None
        if sent is None:
            return await call.forward()
        other = await call.forward(call.request.with_header(name, str(uuid5(NAMESPACE_URL, f"{sent} {next(keys)}"))))
        return other if other.is_success else await call.forward()

    return fault


@FAMILY.fault(
    "content-type-taken",
    "a body with another content type than the documented ones is accepted where 400 is documented",
    why="The parser of the body does not look at the header.",
    applies=lambda operation: accepts_json(operation) and not operation.documents(415) and operation.documents(400),
)
async def content_type_taken(call: Call) -> Response:
    """Send a valid body in place of one with an undocumented content type."""
    response = await call.forward()
    sent = (call.request.header("content-type") or "").partition(";")[0].strip().lower()
    documented = _content_types(call.matched) if call.matched else {sent}
    if not sent or sent in documented or response.status not in {*VALIDATION_ERRORS, 415}:
        return response
    other = valid_request(call)
    accepted = await call.forward(other) if other else response
    return accepted if accepted.is_success else response


def _content_types(operation: Operation) -> set[str]:
    content = operation.request_body.content if operation.request_body else ()
    return {one.name.partition(";")[0].strip().lower() for one in content}


def _has_long_id(call: Call) -> bool:
    return any(len(value) in LONG_ID for value in call.path_params.values())


@FAMILY.fault(
    "id-long-crashes",
    "500 for an id of 65 to 256 characters",
    why="The column has 64 characters, and the database rejects the query.",
    applies=has_parameter("path"),
)
async def id_long_crashes(call: Call) -> Response:
    """Return 500 for authorised requests with a long id."""
    response = await call.forward()
    reached = call.matched is not None and not call.is_head and response.status not in {401, 403}
    return CRASH if reached and _has_long_id(call) else response


@FAMILY.fault(
    "id-long-undocumented",
    "an undocumented 414 for an id of 65 to 256 characters",
    why="A proxy has a limit for segments of the path.",
    applies=lambda operation: has_parameter("path")(operation) and operation.response(414) is None,
)
async def id_long_undocumented(call: Call) -> Response:
    """Return 414 for requests with a long id."""
    response = await call.forward()
    reached = call.matched is not None and not call.is_head and response.status not in {401, 403}
    return with_body(Response(414), b"URI too long", "text/plain") if reached and _has_long_id(call) else response
