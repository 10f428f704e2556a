"""Requests that a fault sends to the correct server in place of the received one."""

from __future__ import annotations

from functools import cache
from typing import Any

from contracts.conformance.credentials import Identity, add_credential, choose_credentials, documented_identities
from contracts.conformance.request_builder import OMITTED, RequestBuilder
from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.messages import Request
from contracts.spec.model import Contract, MediaType, Operation, Parameter, SecurityScheme
from contracts.spec.schemas import Schema
from mockserver.mutation.editing import with_path
from mockserver.mutation.mutant import Call

USER = "score-user:score-password"
TOKEN = "score-token-0123456789"  # noqa: S105 (not a secret: the mock accepts every well-formed token)


def all_identities(contract: Contract) -> tuple[Identity, ...]:
    """The documented credentials; for a scheme without any, a well-formed one, which the mock accepts."""
    schemes = (scheme for scheme in contract.security_schemes.values() if not scheme.credentials.samples)
    made = (Identity(one.key, USER if one.scheme == "basic" else TOKEN, scheme=one.key) for one in schemes)
    return (*documented_identities(contract), *made)


@cache
def _generators() -> Generators:
    return Generators(seed=0)


@cache
def request_builder() -> RequestBuilder:
    """The builder of valid requests; all mutants build the same requests."""
    return RequestBuilder(_generators(), {})


def generate_value(schema: Schema, key: str) -> Any:
    """Return a value of a schema, a different one for each key. Raises :class:`GenerationError` if that fails."""
    return _generators().compile(schema)(key)


def json_request_media(call: Call) -> MediaType | None:
    """The documented JSON request body that has a schema; ``None`` if missing."""
    content = call.operation.request_body.content if call.operation and call.operation.request_body else ()
    return next((media for media in content if media.is_json and media.schema), None)


def with_credentials(call: Call, request: Request) -> Request:
    """Return the request with credentials that its operation accepts."""
    if call.operation is None:
        return request
    return authorised(call, call.operation, request)


def authorised(call: Call, operation: Operation, request: Request) -> Request:
    """Return the request with credentials that an operation accepts."""
    for use, identity in choose_credentials(operation.security, all_identities(call.contract)) or ():
        request = add_credential(use.scheme, identity.secret, request)
    return request


def valid_request(call: Call, body: Any = OMITTED) -> Request | None:
    """Return a valid, authorised request to the same operation and item; ``None`` if none can be generated.

    :param body: JSON value to send; by default an example or a generated one.
    """
    if call.matched is None:
        return None
    values = {("path", name): value for name, value in call.path_params.items()}
    try:
        request = request_builder().build(call.matched, values=values, body=body)
    except GenerationError:
        return None
    return with_credentials(call, request)


def for_existing_item(call: Call) -> Request | None:
    """Return the request for an item that exists, whatever its path was; ``None`` if none can be generated."""
    if call.matched is None:
        return None
    try:
        path = request_builder().build(call.matched, body=None).path
    except GenerationError:
        return None
    return with_path(call.request, path)


def for_other_item(call: Call) -> Request | None:
    """Return the request for another item that exists; ``None`` if the path has no item id."""
    operation = call.matched
    resource = operation.resource if operation else None
    if operation is None or resource is None:
        return None
    parameter = next((one for one in operation.parameters if one.name == resource.id_parameter), None)
    if parameter is None:
        return None
    values = {("path", name): value for name, value in call.path_params.items()}
    values["path", parameter.name] = _other_id(operation, parameter, call.path_params[parameter.name])
    return with_path(call.request, request_builder().build(operation, values=values, body=None).path)


def _other_id(operation: Operation, parameter: Parameter, known: str) -> Any:
    values = [request_builder().value(operation, parameter, number) for number in (11, 12, 13)]
    return next((value for value in values if str(value) != known), values[-1])


def read_request(call: Call, path: str = "") -> Request | None:
    """Return the authorised request that reads an item; ``None`` if no operation reads it.

    :param path: of the item; by default that of the call.
    """
    resource = call.operation.resource if call.operation else None
    for one in call.contract.operations:
        if resource and one.resource and one.resource.role == "read" and one.resource.collection == resource.collection:
            return authorised(call, one, Request("GET", path or call.path))
    return None


def has_credential(operation: Operation, request: Request) -> bool:
    """Whether the request has a value where one of the operation's security schemes expects its credential."""
    return any(has_credential_for(use.scheme, request) for rule in operation.security for use in rule.uses)


def has_credential_for(scheme: SecurityScheme, request: Request) -> bool:
    """Whether the request has a value where a security scheme expects its credential."""
    if scheme.type != "apiKey":
        return request.header("authorization") is not None
    if scheme.location == "header":
        return request.header(scheme.name) is not None
    if scheme.location == "query":
        return scheme.name in {part.partition("=")[0] for part in request.target.partition("?")[2].split("&")}
    return scheme.name in {part.strip().partition("=")[0] for part in (request.header("cookie") or "").split(";")}


def without_credentials(operation: Operation, request: Request) -> Request:
    """Return the request without the credentials in its headers; those in its query stay."""
    schemes = [use.scheme for rule in operation.security for use in rule.uses]
    names = {scheme.name for scheme in schemes if scheme.location == "header"}
    return request.without("authorization", "cookie", *names)


def headers_and_target(request: Request) -> str:
    """All header values and the target in one string, to search it for credentials."""
    return " ".join(value for _, value in request.headers) + request.target
