"""A client of one document: valid requests with credentials, and their responses as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
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

    def value(self, operation: Operation, parameter: Parameter, number: int = 0) -> Any:
        """Return a valid value for a parameter; different numbers give different values."""
        return self._builder.value(operation, parameter, number)

    def bodies(self, operation: Operation, attempts: int) -> Iterator[Any]:
        """Yield valid bodies: documented examples first, then generated values; nothing if it has no body."""
        media = chosen_media(operation)
        if media is None:
            return
        for value in _candidates(self._generators, operation, media, attempts):
            yield form_body(media, value) if is_form(media) else value

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
    yield from (value for value in examples if schema is None or _is_usable(schema, value))
    if schema is None:
        yield {}
        return
    generate = generators.compile(schema, "request")
    for number in range(attempts):
        key = f"{operation.id}\0body\0{number}"
        value = generate(key)
        yield value if _is_usable(schema, value) else _by_property(generators, schema, key, value)


def _is_usable(schema: Schema, value: Any) -> bool:
    """Whether a value is valid, and has a documented property if there are any; some examples have another envelope."""
    known = schema.possible_properties.keys()
    unknown = isinstance(value, dict) and value and known and not known & value.keys()
    return not unknown and schema.request_validator.is_valid(value)


def _by_property(generators: Generators, schema: Schema, key: str, value: Any) -> Any:
    """Return an object with a generated value for each property, or the given value if the object is not valid."""
    made = {
        name: generators.compile(below, "request")(f"{key}\0{name}")
        for name, below in schema.possible_properties.items()
    }
    return made if schema.request_validator.is_valid(made) else value


def form_body(media: MediaType, value: Any) -> Any:
    """Return the body of a form without optional lists and objects, which have no common encoding.

    Empty lists and objects are omitted too: a form has no field for them.
    """
    if media.schema is None or not isinstance(value, dict):
        return value
    flat = {name: item for name, item in value.items() if not isinstance(item, dict | list)}
    if media.schema.request_validator.is_valid(flat):
        return flat
    return {name: item for name, item in value.items() if item not in ([], {})}


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
