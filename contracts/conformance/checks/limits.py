"""Values at a documented limit are accepted, values beyond it are rejected.

Rejection is required if the document has a status code for it (400, 422 or ``4XX``). Acceptance at the limit is
required where the value cannot be invalid otherwise: the size of a page, and the number of existing ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.item_fields import is_flagged, request_schema
from contracts.conformance.assertions.items import CheckedItem, checked_items
from contracts.conformance.assertions.multi_get import MultiGet, multi_gets
from contracts.conformance.assertions.query_params import LIMITS
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.name_words import words
from contracts.messages import Request, Response
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema

ID = "limits"
MAX_IDS = 1000
"""Maximum number of ids in a request when searching for the documented limit."""

MAX_LENGTH = 4000
"""Maximum length of a string value; a longer request line may be rejected for its length."""

MAX_CASES = 12
UNRELATED = frozenset({401, 403, 404, 409, 413, 414, 429, 431})
"""Status codes that are not related to the limit."""


def _run(session: Session) -> Iterator[Finding]:
    for many in multi_gets(session):
        yield from _ids(many)
    for operation in session.operations:
        if operation.method == "GET" and session.success(operation):
            yield from _parameters(session, operation)
    for subject in checked_items(session, ID):
        if _documents_rejection(subject.writer):
            yield from _body(subject)


def _documents_rejection(operation: Operation) -> bool:
    """Whether an operation documents a status code for invalid requests."""
    return any(response.status in {"400", "422", "4XX"} for response in operation.responses)


# ---------------------------------------------------------------------- number of ids


def _ids(many: MultiGet) -> Iterator[Finding]:
    known = many.known(2)
    limit = _max_ids(many, known)
    if not known or limit == 0:
        return
    row = [known[index % len(known)] for index in range(limit + 1)]
    few, full = many.ask(row[: min(limit, 3)]), many.ask(row[:limit])
    many.session.asserted(ID, many.operation, full.response)
    rejected = full.response.status >= 400 and full.response.status not in UNRELATED
    if few.response.is_success and rejected:
        got = f"status {full.response.status} for {limit} ids, {few.response.status} for {min(limit, 3)}"
        exchange = (full.request, full.response)
        yield _finding(many.session, many.operation, many.parameter.schema, exchange, ("at", f"{limit} ids", got))
    if not _documents_rejection(many.operation):
        return
    over = many.ask(row)
    many.session.asserted(ID, many.operation, over.response)
    if not 400 <= over.response.status < 500:
        exchange, got = (over.request, over.response), f"status {over.response.status}"
        yield _finding(many.session, many.operation, many.parameter.schema, exchange, ("over", f"{limit + 1} ids", got))


def _max_ids(many: MultiGet, known: list[Any]) -> int:
    """Return the maximum number of ids per request by the document; 0 if no limit is found."""
    if not known:
        return 0

    def fits(number: int) -> bool:
        return many.is_valid([known[index % len(known)] for index in range(number)])

    if not fits(2) or fits(MAX_IDS):
        return 0
    lower, upper = 2, MAX_IDS
    while upper - lower > 1:
        middle = (lower + upper) // 2
        lower, upper = (middle, upper) if fits(middle) else (lower, middle)
    return lower


# ---------------------------------------------------------------------- parameters


def _parameters(session: Session, operation: Operation) -> Iterator[Finding]:
    success = session.success(operation)
    known = dict(success.values) if success else {}
    cases = [case for parameter in operation.parameters for case in _bounds(operation, parameter)]
    for parameter, value, is_over in cases[:MAX_CASES]:
        request = session.request(operation, values={**known, (parameter.location, parameter.name): value})
        response = session.send(request)
        session.asserted(ID, operation, response)
        what = f"{parameter.name} of {_size(value)}"
        details = ("over" if is_over else "at", what, f"status {response.status}")
        wrong = not 400 <= response.status < 500 if is_over else response.status >= 400
        if wrong and (is_over or response.status not in UNRELATED):
            yield _finding(session, operation, parameter.schema, (request, response), details)


def _bounds(operation: Operation, parameter: Parameter) -> Iterator[tuple[Parameter, Any, bool]]:
    """Yield a parameter, a value, and whether it is beyond a limit."""
    schema = parameter.schema
    if schema is None or parameter.media_type or parameter.location not in {"path", "query"}:
        return
    if words(parameter.name) in LIMITS and parameter.location == "query":
        maximum = _node(schema).get("maximum")
        if isinstance(maximum, int) and schema.request_validator.is_valid(maximum):
            yield parameter, maximum, False
    if _documents_rejection(operation) and not parameter.strict_only:
        yield from ((parameter, value, True) for value in values_beyond(schema))


def values_beyond(schema: Schema) -> Iterator[Any]:
    """Yield values of the right type that are invalid only because of a limit."""
    node = _node(schema)
    for keyword, step in (("maximum", 1), ("exclusiveMaximum", 0), ("minimum", -1), ("exclusiveMinimum", 0)):
        bound = node.get(keyword)
        if isinstance(bound, int) and not isinstance(bound, bool):
            yield from _invalid(schema, bound + step)
    longest, shortest = node.get("maxLength"), node.get("minLength")
    if isinstance(longest, int) and longest < MAX_LENGTH and "pattern" not in node:
        yield from _invalid(schema, "a" * (longest + 1))
    if isinstance(shortest, int) and shortest > 1 and "pattern" not in node:
        yield from _invalid(schema, "a" * (shortest - 1))
    max_items, items = node.get("maxItems"), schema.items
    choices = _node(items).get("enum", ()) if items is not None else ()
    if isinstance(max_items, int) and max_items < MAX_IDS and choices:
        yield from _invalid(schema, [choices[index % len(choices)] for index in range(max_items + 1)])


def _invalid(schema: Schema, value: Any) -> Iterator[Any]:
    if not schema.request_validator.is_valid(value):
        yield value


def _node(schema: Schema) -> dict[str, Any]:
    node = schema.resolve().node
    return node if isinstance(node, dict) else {}


def _size(value: Any) -> str:
    if isinstance(value, str):
        return f"{len(value)} characters"
    return f"{len(value)} items" if isinstance(value, list) else str(value)


# ---------------------------------------------------------------------- bodies


def _body(subject: CheckedItem) -> Iterator[Finding]:
    """Send properties beyond their limits in the body of an update."""
    seen = subject.read()[1]
    before, body_schema = subject.item(seen), request_schema(subject.writer)
    if before is None or body_schema is None:
        return
    names = body_schema.possible_properties
    cases = [(n, value) for n, one in names.items() if not is_flagged(one, "readOnly") for value in values_beyond(one)]
    is_reported = False
    for name, value in cases[:MAX_CASES]:
        body = subject.extended(subject.body(before, {}), before, name, value)
        if body_schema.request_validator.is_valid(body):
            continue
        request = subject.write_request(body, seen)
        if not subject.session.allows(request):
            continue
        response = subject.session.send(request)
        subject.session.asserted(ID, subject.writer, response)
        if not 400 <= response.status < 500:
            is_reported = True
            what = (f"over/{name}", f"{name} of {_size(value)}", f"status {response.status}")
            yield _finding(subject.session, subject.writer, names[name], (request, response), what)
    if is_reported:
        subject.restore(before, seen)


def _finding(
    session: Session,
    operation: Operation,
    schema: Schema | None,
    exchange: tuple[Request, Response],
    details: tuple[str, str, str],
) -> Finding:
    part, what, got = details
    is_over = part.startswith("over")
    return session.finding(
        f"{ID}/{part.partition('/')[0]}",
        operation,
        f"{what}: beyond the limit, but accepted" if is_over else f"{what}: at the limit, but rejected",
        requests=exchange[:1],
        response=exchange[1],
        expected="4XX" if is_over else "2XX",
        got=got,
        pointer=schema.pointer if schema is not None else "",
    )


CHECK = Check(
    id=ID,
    title="documented limits are accepted and enforced",
    why="Clients split their requests by the documented limits: a lower limit makes them fail, and without a limit one "
    "client can overload the server.",
    good="GET /cases?limit=100 → 200; GET /cases?limit=101 → 400",
    bad="GET /cases?limit=100 → 400",
    run=_run,
    sends=frozenset({Sends.UPDATE, Sends.INVALID}),
)
