"""What the document sets as a limit is taken at the limit and refused beyond it.

Refusal is asked for where the document has a status for it (400, 422 or ``4XX``). That a value is taken at the limit is
asked for where nothing but the number can be wrong with it: the size of a page, and several ids that exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.data.naming import words
from contracts.findings import Finding
from contracts.judging.fields import asked, is_flagged
from contracts.judging.items import Subject, json_object, subjects
from contracts.judging.many import Many, readers_of_many
from contracts.judging.selectors import LIMITS
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema

ID = "limits"
MOST_IDS = 1000
"""Up to how many ids a document's limit is looked for."""

LONGEST = 4000
"""Characters beyond which a request's line may be refused for its own length."""

MOST = 12
UNJUDGED = frozenset({401, 403, 404, 409, 413, 414, 429, 431})
"""Statuses that say nothing of the limit."""


def _run(session: Session) -> Iterator[Finding]:
    for many in readers_of_many(session):
        yield from _ids(many)
    for operation in session.operations:
        if operation.method == "GET" and session.success(operation):
            yield from _parameters(session, operation)
    for subject in subjects(session, ID):
        if _refuses(subject.writer):
            yield from _body(subject)


def _refuses(operation: Operation) -> bool:
    """Whether an operation has a documented status for what is wrong with a request."""
    return any(response.status in {"400", "422", "4XX"} for response in operation.responses)


# ---------------------------------------------------------------------- several ids


def _ids(many: Many) -> Iterator[Finding]:
    known = many.known(2)
    limit = _most_ids(many, known)
    if not known or limit == 0:
        return
    row = [known[index % len(known)] for index in range(limit + 1)]
    few, full = many.ask(row[: min(limit, 3)]), many.ask(row[:limit])
    many.session.looked(ID, many.operation, full.response)
    refused = full.response.status >= 400 and full.response.status not in UNJUDGED
    if few.response.is_success and refused:
        got = f"status {full.response.status} for {limit} ids, {few.response.status} for {min(limit, 3)}"
        exchange = (full.request, full.response)
        yield _finding(many.session, many.operation, many.parameter.schema, exchange, ("at", f"{limit} ids", got))
    if not _refuses(many.operation):
        return
    over = many.ask(row)
    many.session.looked(ID, many.operation, over.response)
    if not 400 <= over.response.status < 500:
        exchange, got = (over.request, over.response), f"status {over.response.status}"
        yield _finding(many.session, many.operation, many.parameter.schema, exchange, ("over", f"{limit + 1} ids", got))


def _most_ids(many: Many, known: list[Any]) -> int:
    """The largest number of ids that the document lets one ask for; 0: none that is found."""
    if not known:
        return 0

    def fits(number: int) -> bool:
        return many.is_valid([known[index % len(known)] for index in range(number)])

    if not fits(2) or fits(MOST_IDS):
        return 0
    low, high = 2, MOST_IDS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


# ---------------------------------------------------------------------- parameters


def _parameters(session: Session, operation: Operation) -> Iterator[Finding]:
    success = session.success(operation)
    known = dict(success.values) if success else {}
    cases = [case for parameter in operation.parameters for case in _bounds(operation, parameter)]
    for parameter, value, is_over in cases[:MOST]:
        request = session.request(operation, values={**known, (parameter.location, parameter.name): value})
        response = session.send(request)
        session.looked(ID, operation, response)
        what = f"{parameter.name} of {_size(value)}"
        told = ("over" if is_over else "at", what, f"status {response.status}")
        wrong = not 400 <= response.status < 500 if is_over else response.status >= 400
        if wrong and (is_over or response.status not in UNJUDGED):
            yield _finding(session, operation, parameter.schema, (request, response), told)


def _bounds(operation: Operation, parameter: Parameter) -> Iterator[tuple[Parameter, Any, bool]]:
    """Values at the limit, where only the number can be wrong with them, and beyond it."""
    schema = parameter.schema
    if schema is None or parameter.media_type or parameter.location not in {"path", "query"}:
        return
    if words(parameter.name) in LIMITS and parameter.location == "query":
        maximum = _node(schema).get("maximum")
        if isinstance(maximum, int) and schema.request_validator.is_valid(maximum):
            yield parameter, maximum, False
    if _refuses(operation) and not parameter.strict_only:
        yield from ((parameter, value, True) for value in beyond(schema))


def beyond(schema: Schema) -> Iterator[Any]:
    """Values of the right type that only a limit of a schema rules out."""
    node = _node(schema)
    for keyword, step in (("maximum", 1), ("exclusiveMaximum", 0), ("minimum", -1), ("exclusiveMinimum", 0)):
        bound = node.get(keyword)
        if isinstance(bound, int) and not isinstance(bound, bool):
            yield from _invalid(schema, bound + step)
    longest, shortest = node.get("maxLength"), node.get("minLength")
    if isinstance(longest, int) and longest < LONGEST and "pattern" not in node:
        yield from _invalid(schema, "a" * (longest + 1))
    if isinstance(shortest, int) and shortest > 1 and "pattern" not in node:
        yield from _invalid(schema, "a" * (shortest - 1))
    most, items = node.get("maxItems"), schema.items
    choices = _node(items).get("enum", ()) if items is not None else ()
    if isinstance(most, int) and most < MOST_IDS and choices:
        yield from _invalid(schema, [choices[index % len(choices)] for index in range(most + 1)])


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


def _body(subject: Subject) -> Iterator[Finding]:
    """Properties beyond their limits in the body of an update."""
    seen = subject.read()[1]
    before, takes = json_object(seen), asked(subject.writer)
    if before is None or takes is None:
        return
    names = takes.possible_properties
    cases = [(n, value) for n, one in names.items() if not is_flagged(one, "readOnly") for value in beyond(one)]
    told = False
    for name, value in cases[:MOST]:
        body = {**(subject.body(before, {}) or {}), name: value}
        if takes.request_validator.is_valid(body):
            continue
        request, response = subject.write(body, seen)
        subject.session.looked(ID, subject.writer, response)
        if not 400 <= response.status < 500:
            told = True
            what = (f"over/{name}", f"{name} of {_size(value)}", f"status {response.status}")
            yield _finding(subject.session, subject.writer, names[name], (request, response), what)
    if told:
        subject.restore(before, seen)


def _finding(
    session: Session,
    operation: Operation,
    schema: Schema | None,
    exchange: tuple[Request, Response],
    told: tuple[str, str, str],
) -> Finding:
    part, what, got = told
    is_over = part.startswith("over")
    return session.finding(
        f"{ID}/{part.partition('/')[0]}",
        operation,
        f"{what}, beyond the limit, is not refused" if is_over else f"{what}, at the limit, is refused",
        requests=exchange[:1],
        response=exchange[1],
        expected="a 4XX" if is_over else "a 2XX",
        got=got,
        pointer=schema.pointer if schema is not None else "",
    )


CHECK = Check(
    id=ID,
    title="limits are where the document has them",
    why="Clients cut their requests by the documented limits: a lower one fails them, none lets one of them take all.",
    good="GET /cases?limit=100 → 200; GET /cases?limit=101 → 400",
    bad="GET /cases?limit=100 → 400",
    run=_run,
    writes=True,
)
