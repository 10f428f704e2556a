"""Which status a contract means for which failure, as far as that is certain."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from contracts.failures import STATUSES, FailureKind
from contracts.judging.exchanges import Base
from contracts.judging.invalid_values import ANOTHER_TYPE, InvalidBody, as_text, invalid_bodies, of_another_type
from contracts.messages import Request
from contracts.probe.requests import NOTHING, body_media
from contracts.probe.session import Session
from contracts.spec.model import Operation, Parameter

_INSTEAD: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.UNAUTHENTICATED: (403,),
    FailureKind.FORBIDDEN: (401,),
    FailureKind.NOT_FOUND: (410,),
    FailureKind.UNSUPPORTED_MEDIA_TYPE: (400, 422),
}
"""What may stand for a failure in place of its own status."""

_KEPT_OUT = frozenset({FailureKind.UNAUTHENTICATED, FailureKind.FORBIDDEN, FailureKind.NOT_FOUND})
"""Failures for which a document that has not their own status means the other one."""

_BESIDE: dict[FailureKind, tuple[int, ...]] = {
    FailureKind.MISSING_BODY: (411, 415),  # an empty body has no length, and often no type
    FailureKind.NOT_FOUND: (410,),
    FailureKind.INVALID_PARAMETER: (414,),
}
"""What a subject may answer as well, where it is documented."""


ELSEWHERE = frozenset({401, 403, 404, 410})
"""What a valid request is answered with by a subject that does not know the caller or has not the thing."""


def meant_for(operation: Operation, kind: FailureKind) -> tuple[int, ...]:
    """The documented statuses that this failure may have; empty: the contract does not say.

    What the document says itself (``x-mock-errors``) goes before what is usual.
    """
    rule = operation.errors.get(kind.value)
    if rule is not None and rule.status:
        return (rule.status, *_documented(operation, _BESIDE.get(kind, ())))
    usual = _documented(operation, STATUSES[kind])
    if usual:
        return usual + _documented(operation, _BESIDE.get(kind, ()))
    return _documented(operation, _INSTEAD.get(kind, ()) if kind in _KEPT_OUT else ())


def is_usual(kind: FailureKind, status: int) -> bool:
    """Whether HTTP has this status for the failure, or servers that mean well."""
    return status in STATUSES[kind] + _INSTEAD.get(kind, ()) + _BESIDE.get(kind, ())


def refusal_documented(operation: Operation, kind: FailureKind) -> bool:
    """Whether the contract has a response for this failure, ``4XX`` and ``default`` included."""
    if meant_for(operation, kind):
        return True
    found = operation.response(STATUSES[kind][0])
    return found is not None and found is not operation.success


def _documented(operation: Operation, statuses: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(status for status in statuses if operation.documents(status))


UNKNOWN_TYPE = "application/x-casemock-unknown"
"""A media type that nobody offers or takes."""

_UNKNOWN_IDS: tuple[Any, ...] = ("missing-casemock-7f3a", "00000000-0000-0000-0000-000000000000", "404", 404, 0)
"""Ids that nothing has, or hardly anything; the first one that the schema takes is sent."""

_TELLING_IDS = frozenset(map(str, _UNKNOWN_IDS[:2]))
"""Those that no thing can have by chance, so that a success is wrong."""


@dataclass(frozen=True)
class Case:
    """A request with one thing wrong.

    :param title: what is wrong, a phrase that stands behind "with".
    :param must_fail: a success is a breach where the contract documents the failure.
    """

    kind: FailureKind
    title: str
    request: Request
    must_fail: bool


def failure_cases(session: Session, base: Base) -> Iterator[Case]:
    """The cases for an operation; with ``fast`` one of each sort."""
    each = 1 if session.plan.fast else 3
    yield from _accept(base)
    yield from _unknown_id(session, base)
    yield from islice(_parameters(session, base), 2 * each)
    yield from _lacking_parameters(session, base)
    if body_media(base.operation) is not None:
        yield from _unreadable_bodies(base)
        yield from _invalid_bodies(session, base, each)


def _accept(base: Base) -> Iterator[Case]:
    request = base.request.with_header("accept", UNKNOWN_TYPE)
    yield Case(FailureKind.NOT_ACCEPTABLE, f"Accept: {UNKNOWN_TYPE}", request, True)


def _unknown_id(session: Session, base: Base) -> Iterator[Case]:
    """The last path parameter: those before it may be looked for first."""
    parameters = [one for one in base.operation.parameters if one.location == "path"]
    identifier = parameters[-1] if parameters else None
    if identifier is None or identifier.schema is None:
        return
    value = next((one for one in _UNKNOWN_IDS if identifier.schema.request_validator.is_valid(one)), None)
    if value is None:
        return
    request = _with(session, base, identifier, value)
    certain = str(value) in _TELLING_IDS and base.operation.resource is not None
    yield Case(FailureKind.NOT_FOUND, f"the unknown {identifier.name} {value}", request, certain)


def _parameters(session: Session, base: Base) -> Iterator[Case]:
    for parameter in base.operation.parameters:
        if parameter.schema is None or parameter.strict_only or parameter.media_type:
            continue
        for title, text in as_text(parameter.schema):
            if not parameter.schema.request_validator.is_valid(text):
                where = f"{title} in the {parameter.location} parameter {parameter.name}"
                yield Case(FailureKind.INVALID_PARAMETER, where, _with(session, base, parameter, text), True)
                break


def _lacking_parameters(session: Session, base: Base) -> Iterator[Case]:
    for parameter in base.operation.parameters:
        if parameter.required and parameter.location != "path" and not parameter.strict_only:
            title = f"the {parameter.location} parameter {parameter.name} missing"
            yield Case(FailureKind.INVALID_PARAMETER, title, _with(session, base, parameter, NOTHING), True)


def _unreadable_bodies(base: Base) -> Iterator[Case]:
    request, body = base.request, base.operation.request_body
    media = body_media(base.operation)
    name = media.name if media else ""
    yield Case(FailureKind.MALFORMED_BODY, "malformed JSON", request.with_body(b'{"casemock": ', name), True)
    yield Case(FailureKind.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: {UNKNOWN_TYPE}",
               request.with_header("content-type", UNKNOWN_TYPE), True)  # fmt: skip
    if body is not None and body.required:
        yield Case(FailureKind.MISSING_BODY, "no body", request.with_body(b"", name), True)


def _invalid_bodies(session: Session, base: Base, each: int) -> Iterator[Case]:
    media = body_media(base.operation)
    schema = media.schema if media else None
    if schema is None:
        return
    wrong = of_another_type(schema)
    if wrong is not NOTHING:
        yield _invalid(session, base, "a body of another type", wrong)
    valid = json.loads(base.request.body)
    if isinstance(valid, dict):
        for found in _one_of_each(invalid_bodies(schema, valid), each):
            yield _invalid(session, base, f"{found.sort} ({found.member})", found.body)


def _one_of_each(bodies: Iterator[InvalidBody], each: int) -> Iterator[InvalidBody]:
    """One of each sort and a few with another type, at most ten, or four where few are asked for."""
    taken: Counter[str] = Counter()
    for found in bodies:
        few = taken[found.sort] < (each if found.sort == ANOTHER_TYPE else 1)
        if few and taken.total() < (4 if each == 1 else 10):
            taken[found.sort] += 1
            yield found


def _invalid(session: Session, base: Base, title: str, body: Any) -> Case:
    request = session.request(base.operation, base.number, values=base.values, body=body)
    return Case(FailureKind.INVALID_BODY, title, request, True)


def _with(session: Session, base: Base, parameter: Parameter, value: Any) -> Request:
    values = {**base.values, (parameter.location, parameter.name): value}
    return session.request(base.operation, base.number, values=values)
