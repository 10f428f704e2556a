"""Requests that a fault sends to the correct server in the place of the one that it got."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from contracts.data.generate import Generators
from contracts.errors import GenerationError
from contracts.messages import Request
from contracts.probe.identities import Identity, carried, chosen
from contracts.probe.requests import NOTHING, RequestBuilder
from contracts.spec.model import Operation, Parameter, SecurityScheme
from contracts.spec.schemas import Schema
from mockserver.judges.credentials import everyone
from mockserver.mutants.mutant import Call


@cache
def _generators() -> Generators:
    return Generators(seed=0)


@cache
def builder() -> RequestBuilder:
    """Makes valid requests; the same ones in every mutant."""
    return RequestBuilder(_generators(), {})


def drawn(schema: Schema, key: str) -> Any:
    """A value of a schema, one for each key. Raises :class:`GenerationError` where there is none."""
    return _generators().compile(schema)(key)


def authorised(call: Call, request: Request) -> Request:
    """The request with credentials that its operation accepts."""
    operation = call.operation
    if operation is None:
        return request
    for use, identity in chosen(operation.security, identities(call)) or ():
        request = carried(use.scheme, identity.secret, request)
    return request


def valid(call: Call, body: Any = NOTHING) -> Request | None:
    """A valid request to the same operation and item, with its credentials; ``None`` where none can be made.

    :param body: the JSON value to send; left out: an example or a generated one.
    """
    operation = call.operation
    if operation is None or call.misrouted:
        return None
    values = {("path", name): value for name, value in call.values.items()}
    try:
        made = builder().build(operation, values=values, body=body)
    except GenerationError:
        return None
    return authorised(call, made)


def at_known_item(call: Call) -> Request | None:
    """The request to an item that exists, whatever the path said; ``None`` where none can be made."""
    operation = call.operation
    if operation is None or call.misrouted:
        return None
    try:
        path = builder().build(operation, body=None).path
    except GenerationError:
        return None
    query = call.request.target.partition("?")[2]
    return replace(call.request, target=f"{path}?{query}" if query else path)


def identities(call: Call) -> tuple[Identity, ...]:
    """The credentials that the document names; for a scheme without any, one that the mock lets in."""
    return everyone(call.contract)


def carries_credential(operation: Operation, request: Request) -> bool:
    """Whether the request has anything where one of the operation's schemes wants its credential."""
    return any(carries(use.scheme, request) for rule in operation.security for use in rule.uses)


def carries(scheme: SecurityScheme, request: Request) -> bool:
    """Whether the request has anything where a scheme wants its credential."""
    if scheme.type != "apiKey":
        return request.header("authorization") is not None
    if scheme.location == "header":
        return request.header(scheme.name) is not None
    if scheme.location == "query":
        return scheme.name in {part.partition("=")[0] for part in request.target.partition("?")[2].split("&")}
    return scheme.name in {part.strip().partition("=")[0] for part in (request.header("cookie") or "").split(";")}


def anonymous(operation: Operation, request: Request) -> Request:
    """The request without the credentials of an operation, those in its query aside."""
    schemes = [use.scheme for rule in operation.security for use in rule.uses]
    names = {scheme.name for scheme in schemes if scheme.location == "header"}
    return request.without("authorization", "cookie", *names)


def shown(request: Request) -> str:
    """All that a request says outside of its body, in one text: where a credential may be looked for."""
    return " ".join(value for _, value in request.headers) + request.target


def reading(call: Call, path: str = "") -> Request | None:
    """The request that reads an item; ``None`` where no operation does.

    :param path: of the item; left out: that of the call.
    """
    resource = call.operation.resource if call.operation else None
    for one in call.contract.operations:
        if resource and one.resource and one.resource.role == "read" and one.resource.collection == resource.collection:
            asked = Request("GET", path or call.request.path)
            for use, identity in chosen(one.security, identities(call)) or ():
                asked = carried(use.scheme, identity.secret, asked)
            return asked
    return None


def at_other_item(call: Call) -> Request | None:
    """The same request to another item that exists; ``None`` where the path names none."""
    operation = call.operation
    resource = operation.resource if operation else None
    if operation is None or resource is None or call.misrouted:
        return None
    parameter = next((one for one in operation.parameters if one.name == resource.id_parameter), None)
    if parameter is None:
        return None
    values = {("path", name): value for name, value in call.values.items()}
    number = next((one for one in (11, 12) if str(_id(operation, parameter, one)) != call.values[parameter.name]), 13)
    values["path", parameter.name] = _id(operation, parameter, number)
    path = builder().build(operation, values=values, body=None).path
    query = call.request.target.partition("?")[2]
    return replace(call.request, target=f"{path}?{query}" if query else path)


def _id(operation: Operation, parameter: Parameter, number: int) -> Any:
    return builder().value(operation, parameter, number)
