"""Each value that the document lists for a query parameter of a list, or for a property of a new item, is accepted.

Values are listed by ``enum``, for query parameters by ``boolean``, too; for properties with free text, ``maxLength`` is
a value as well. One value at a time is changed in a request that succeeds. A document cannot express that a value needs
another parameter or property, or excludes one, so a rejection is reported only if

- the value is rejected with all, and with the required other parameters or properties only;
- another value of the same parameter or property is accepted;
- the status code is one for invalid requests, not for conflicts, limits or missing rights.

Properties for the state or the kind of an item, and booleans, are not tested: servers may require the first state for a
new item, and other properties for items of another kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.item_fields import sent_item_schema, writable_fields
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.query_params import is_list, query_parameters
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.creation import Creation, with_changes
from contracts.conformance.request_builder import OMITTED, Values
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.name_words import words
from contracts.messages import Request, Response
from contracts.spec.keys import value_at
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, core

ID = "documented-values"
MAX_VALUES = 8
FAST_MAX_VALUES = 3
"""Maximum number of values per parameter or property."""

MAX_CASES = 24
"""Maximum number of values per operation."""

INVALID = frozenset({400, 405, 406, 415, 422, 501})
"""Status codes that say that the request, and not the caller or the state of the server, is the reason."""

STATES_AND_KINDS = frozenset(
    {"status", "state", "phase", "stage", "step", "type", "kind", "mode", "method", "strategy", "provider", "protocol",
     "scheme", "engine", "backend", "driver", "action", "operation"}
)  # fmt: skip
"""Words in names of properties whose values depend on each other in time, or on which other properties depend."""

FREE_TEXT = frozenset(
    {"title", "description", "note", "notes", "comment", "comments", "message", "subject", "text", "body", "content",
     "summary", "remark", "remarks", "reason", "details", "bio", "about", "label", "name"}
)  # fmt: skip
"""Last words of names of properties with text whose characters have no meaning to the server."""

MAX_LENGTH = 2000
"""Maximum length of a string to send."""

_TEXT = "casemock documented length "

_MINIMAL = 2
"""The kind of body of :meth:`Creation.body` with the required properties only."""


@dataclass(frozen=True)
class _Subject:
    """A parameter or property with listed values.

    :param schema: its schema, for the location of a finding.
    :param values: the values to send.
    :param requests: returns the request with a value: with all and with the required other parts.
    """

    name: str
    schema: Schema
    values: tuple[Any, ...]
    requests: Callable[[Any], Iterator[Request]]


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        if is_list(session, operation):
            yield from _check(session, operation, _parameters(session, operation))
    for operation in session.operations:
        creation = session.creation_by(operation)
        if creation is not None and session.success(operation) is not None:
            yield from _check(session, operation, _properties(session, operation, creation))


def _check(session: Session, operation: Operation, subjects: Iterator[_Subject]) -> Iterator[Finding]:
    left = MAX_CASES
    for subject in subjects:
        most = min(left, FAST_MAX_VALUES if session.plan.fast else MAX_VALUES)
        if most < 2:
            return
        values = subject.values[:most]
        left -= len(values)
        finding = _rejected(session, operation, subject, values)
        if finding is not None:
            yield finding


def _rejected(session: Session, operation: Operation, subject: _Subject, values: tuple[Any, ...]) -> Finding | None:
    """Return a finding for the first value that is rejected although another one is accepted."""
    rejected: list[tuple[Any, Request, Response]] = []
    accepted: Any = OMITTED
    for value in values:
        request, response = _send(session, operation, subject, value)
        if request is None or response is None:
            return None
        if response.is_success:
            accepted = value
        elif response.status in INVALID:
            rejected.append((value, request, response))
    for value, _, first in rejected if accepted is not OMITTED else ():
        request, response = _send(session, operation, subject, value)  # other checks may have used up a unique name
        if request is None or response is None or response.status != first.status:
            continue
        again = _send(session, operation, subject, accepted)[1]
        if again is not None and again.is_success:
            return session.finding(
                ID,
                operation,
                f"{subject.name} {_shown(value)} is rejected, although the document allows it",
                requests=(request,),
                response=response,
                expected=f"2XX as for {subject.name} {_shown(accepted)}",
                got=f"status {response.status}",
                pointer=subject.schema.pointer,
                cause=f"a documented value of {subject.name} is rejected",
            )
    return None


def _send(
    session: Session, operation: Operation, subject: _Subject, value: Any
) -> tuple[Request | None, Response | None]:
    """Send the requests with a value until one is not rejected; return the last request and its response."""
    request: Request | None = None
    response: Response | None = None
    for one in subject.requests(value):
        if request is not None and one.target == request.target and one.body == request.body:
            continue
        if not session.allows(one):
            return None, None
        request, response = one, session.send(one)
        session.asserted(ID, operation, response)
        if response.status not in INVALID:
            break
    return request, response


def _shown(value: Any) -> str:
    is_length = isinstance(value, str) and value.startswith(_TEXT[:1]) and len(value) > len(_TEXT)
    return f"with {len(value)} characters" if is_length else display(value)


def _enum(schema: Schema) -> tuple[Any, ...]:
    """Return the strings and integers of an ``enum``; empty if there are less than two."""
    node = core(schema).node
    values = node.get("enum", ()) if isinstance(node, dict) else ()
    found = [one for one in values if isinstance(one, str | int) and schema.request_validator.is_valid(one)]
    return tuple(found) if len(found) > 1 else ()


def _listed(schema: Schema) -> tuple[Any, ...]:
    """Return the values of an ``enum`` or of a boolean."""
    node = core(schema).node
    is_boolean = isinstance(node, dict) and node.get("type") == "boolean"
    return (False, True) if is_boolean else _enum(schema)


# ---------------------------------------------------------------------- parameters


def _parameters(session: Session, operation: Operation) -> Iterator[_Subject]:
    success = session.success(operation)
    if success is None:
        return
    required = {(one.location, one.name) for one in operation.parameters if one.required}
    least = {key: value for key, value in success.values.items() if key in required}
    for parameter in query_parameters(operation):
        schema = parameter.schema
        if schema is None or parameter.media_type:
            continue
        items = array_items(schema)
        listed = _listed(items if items is not None else schema)
        values = tuple([value] if items is not None else value for value in listed)
        values = tuple(value for value in values if schema.request_validator.is_valid(value))
        requests = _parameter_requests(session, operation, parameter, success.number, (success.values, least))
        yield _Subject(f"the query parameter {parameter.name}", schema, values, requests)


def _parameter_requests(
    session: Session, operation: Operation, parameter: Parameter, number: int, others: tuple[Values, ...]
) -> Callable[[Any], Iterator[Request]]:
    def requests(value: Any) -> Iterator[Request]:
        for known in others:
            yield session.request(operation, number, values={**known, (parameter.location, parameter.name): value})

    return requests


# ---------------------------------------------------------------------- properties


def _properties(session: Session, operation: Operation, creation: Creation) -> Iterator[_Subject]:
    item = sent_item_schema(operation)
    node = core(item).node if item is not None else {}
    if not isinstance(node, dict) or not {"oneOf", "anyOf", "discriminator"}.isdisjoint(node):
        return  # other values may need other properties
    for field in writable_fields(operation, creation.reader):
        if STATES_AND_KINDS.isdisjoint(words(field.name)):
            requests = _property_requests(session, operation, creation, field.name)
            values = _enum(field.sent) or _lengths(field.name, field.sent)
            yield _Subject(f"the property {field.name}", field.sent, values, requests)


def _lengths(name: str, schema: Schema) -> tuple[str, ...]:
    """Return a short text and one of ``maxLength``, in this order; empty if the characters may have a meaning."""
    node = core(schema).node
    longest = node.get("maxLength") if isinstance(node, dict) and "format" not in node else None
    is_free = (words(name) or ("",))[-1] in FREE_TEXT
    if not is_free or not isinstance(longest, int) or not len(_TEXT) < longest <= MAX_LENGTH:
        return ()
    text = (_TEXT * (longest // len(_TEXT) + 1))[: longest - 1] + "d"
    return tuple(one for one in (_TEXT.strip(), text) if schema.request_validator.is_valid(one))


def _property_requests(
    session: Session, operation: Operation, creation: Creation, name: str
) -> Callable[[Any], Iterator[Request]]:
    success = session.success(operation)
    values = success.values if success is not None else {}
    keys = (*(operation.resource.body_path if operation.resource else ()), name)

    def requests(value: Any) -> Iterator[Request]:
        for kind in (None, _MINIMAL):
            number, body = creation.prepare()
            if kind is not None:
                body = creation.body(kind, number)
            body = with_changes(operation, body, {name: value})
            if value_at(body, keys) == value:
                yield session.request(operation, number, values=values, body=body)

    return requests


CHECK = Check(
    id=ID,
    title="documented values of parameters and properties are accepted",
    why="A client that offers its users the values of an enum fails for those that the server rejects.",
    good='enum [low, high]: POST /cases with body {"priority": "high"} → 201',
    bad='enum [low, high]: POST /cases with body {"priority": "high"} → 422',
    run=_run,
    sends=frozenset({Sends.CREATE}),
)
