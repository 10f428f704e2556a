"""A client of one document: valid requests with credentials, and their responses as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from benchmarks.families.bodies import chosen_media, encode, is_form, is_raw
from contracts.conformance.credentials import Identity, add_credential, choose_credentials
from contracts.conformance.request_builder import OMITTED, RequestBuilder, Values
from contracts.errors import CasemockError
from contracts.generation.generate import Generators
from contracts.messages import Request, Response
from contracts.spec.model import Contract, MediaType, Operation, Parameter
from contracts.spec.schemas import Schema
from contracts.transports.transport import Transport

NO_JSON: Any = object()
"""The body of a response that is not JSON."""


@dataclass(frozen=True)
class Reply:
    """A response with its request."""

    request: Request
    response: Response

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status

    @cached_property
    def json(self) -> Any:
        """The JSON value in the body; ``NO_JSON`` if it is not JSON."""
        try:
            return json.loads(self.response.body) if self.response.body else NO_JSON
        except (ValueError, RecursionError):
            return NO_JSON

    def __str__(self) -> str:
        reason = self.response.header("x-mock-reason")
        return f"{self.status} ({reason[:160]})" if reason and not self.response.is_success else str(self.status)


class Client:
    """Sends requests to the operations of a document.

    :ivar sent: the number of requests.
    """

    def __init__(self, contract: Contract, transport: Transport) -> None:
        self._transport = transport
        self._generators = Generators(seed=1)
        self._builder = RequestBuilder(self._generators, {})
        self._identities = [
            Identity(key, _secret(scheme.scheme), scheme=key) for key, scheme in contract.security_schemes.items()
        ]
        self.sent = 0

    def send(self, operation: Operation, values: Values, body: Any = OMITTED, media: MediaType | None = None) -> Reply:
        """Send a request.

        :param values: values of parameters; required ones that are missing are generated.
        :param body: the JSON value to send, encoded as ``media``.
        """
        known = {(one.location, one.name) for one in operation.parameters}
        given = {key: value for key, value in values.items() if key in known}
        request = self._builder.build(operation, values=given, body=None)
        request = replace(request.without("content-type"), body=b"")
        if body is not OMITTED and media is not None:
            request = request.with_body(*encode(media, body))
        for use, identity in choose_credentials(operation.security, self._identities) or ():
            request = add_credential(use.scheme, identity.secret, request)
        return self.request(request)

    def request(self, request: Request) -> Reply:
        """Send a request without changes."""
        self.sent += 1
        return Reply(request, self._transport.send(request))

    def value(self, operation: Operation, parameter: Parameter) -> Any:
        """Return a valid value for a parameter."""
        return self._builder.value(operation, parameter)

    def bodies(self, operation: Operation, attempts: int) -> Iterator[Any]:
        """Yield valid bodies: documented examples first, then generated values; nothing if it has no body."""
        media = chosen_media(operation)
        for value in _candidates(self._generators, operation, media, attempts) if media else ():
            yield _without_nested(media, value) if media and is_form(media) else value

    def different(self, schema: Schema, current: Any, key: str) -> Iterator[Any]:
        """Yield valid values for a property that differ from the current one."""
        node = schema.resolve().node
        yield from (value for value in (node.get("enum", ()) if isinstance(node, dict) else ()) if value != current)
        try:
            generate = self._generators.compile(schema, "request")
            yield from (value for number in range(4) if (value := generate(f"{key}\0{number}")) != current)
        except CasemockError:
            return


def _secret(scheme: str) -> str:
    return "user:password" if scheme == "basic" else "benchmark-token-0123456789"


def _candidates(generators: Generators, operation: Operation, media: MediaType, attempts: int) -> Iterator[Any]:
    schema = media.schema
    if is_raw(media):
        yield from (f"benchmark {number}" for number in range(attempts))
        return
    examples = (example.value for example in media.examples)
    yield from (value for value in examples if schema is None or schema.request_validator.is_valid(value))
    if schema is None:
        yield {}
        return
    generate = generators.compile(schema, "request")
    yield from (generate(f"{operation.id}\0body\0{number}") for number in range(attempts))


def _without_nested(media: MediaType, value: Any) -> Any:
    """Return the body of a form without optional lists and objects, which have no common encoding."""
    if media.schema is None or not isinstance(value, dict):
        return value
    flat = {name: item for name, item in value.items() if not isinstance(item, dict | list)}
    return flat if media.schema.request_validator.is_valid(flat) else value


def path_values(client: Client, operation: Operation, given: Mapping[tuple[str, str], Any]) -> Values:
    """Return values for the path and the required other parameters of an operation; given ones are kept."""
    missing = (one for one in operation.parameters if one.required and (one.location, one.name) not in given)
    return {**given, **{(one.location, one.name): client.value(operation, one) for one in missing}}


def is_gone(reply: Reply, operation: Operation) -> bool:
    """Whether a response is 404 or 410, or another client error if 404 is not documented."""
    return reply.status in {404, 410} or (400 <= reply.status < 500 and not operation.documents(404))


def is_marked_deleted(reply: Reply) -> bool:
    """Whether the item has ``deleted: true``; some APIs keep deleted items so."""
    return reply.response.is_success and isinstance(reply.json, dict) and reply.json.get("deleted") is True


def if_match(operation: Operation, seen: Reply) -> Values:
    """Return the parameter ``If-Match`` with the ``ETag`` of a response, if the operation has it."""
    names = [one.name for one in operation.parameters if one.location == "header" and one.name.lower() == "if-match"]
    tag = seen.response.header("etag")
    return {("header", name): tag for name in names if tag}
