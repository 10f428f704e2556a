"""The requests by which a mutant is compared with the correct server.

They are valid requests, requests that violate one requirement of the document each, and sequences of writes and reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from contracts.conformance.credentials import Identity, add_credential, choose_credentials
from contracts.conformance.request_builder import RequestBuilder, body_media
from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.messages import Request, Response
from contracts.spec.model import Contract, MediaType, Operation, Parameter
from mockserver.mutation.corpus_forms import FormRequests
from mockserver.mutation.corpus_items import ItemSequences
from mockserver.mutation.corpus_lists import ListRequests
from mockserver.mutation.corpus_requests import CorpusRequests, Send
from mockserver.mutation.reference_server import idempotency_header

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ACCEPTS = (
    "image/png",
    "application/xml",
    "application/json",
    "text/html;q=0.1",
    "*/*",
    "application/json, text/csv;q=0.1",
)
REPETITIONS = 55
"""Repetitions of one GET request: enough for a defect of every fiftieth response."""

UNUSUAL_STRINGS = ("'", "\0", "é", " ", "x", "-1", "0", "2147483648", "9223372036854775808", "1" * 40, "x" * 2000)
UNKNOWN_IDS = ("missing-1", "404", "00000000-0000-0000-0000-000000000000", "999999999")
INVALID_BODIES = (b"{", b"nonsense", b"null", b"[]", b"{}", b'"x"', b"1")

UNUSUAL_VALUES: tuple[Any, ...] = (
    None, "", " ", "é", "'", "\0", "no-such-value", "x" * 5000, 7, -1, 1.5, 2**31, 2**63, 10**30, True, False, [], {},
    ["x"], {"x": 1},
)  # fmt: skip
"""JSON values of every type, tried for every property of a body."""

BOUNDARY_VALUES: tuple[Any, ...] = (None, "", False, 0, [], "Größe & <b>", "word " * 30)
"""Falsy values, and strings that servers often store wrongly."""

GENERATED_BODIES = 6
LONG_IDS = (64, 65, 130, 256)


class Corpus:
    """Sends the requests.

    :param identities: credentials, the one with the most rights first.
    :param send: sends one request to the correct server; its responses tell the paths of created items.
    :param closed: whether only listed and created items exist.
    """

    def __init__(
        self, contract: Contract, identities: tuple[Identity, ...], send: Send, *, closed: bool = False
    ) -> None:
        self._closed = closed
        self._existing: Callable[[Operation, int], dict[tuple[str, str], Any]] = lambda _operation, _number: {}
        self._contract = contract
        self._identities = identities
        self._send = send
        self._builder = RequestBuilder(Generators(seed=5), {})

    def send_all(self, operations: Iterable[Operation]) -> None:
        """Send all requests, those that only read first."""
        ordered = sorted(operations, key=lambda one: (one.method != "GET", one.method == "DELETE"))
        self._send_sequences(ordered)
        kinds = (self._valid, self._credentials, self._parameters, self._headers, self._bodies, self._routes)
        for operation in ordered:
            for kind in (*kinds, self._long_ids):
                for request in kind(operation):
                    self._send(request)
        for operation in ordered:
            self._send_writes(operation, ordered)

    def _send_sequences(self, operations: list[Operation]) -> None:
        """Send the requests that need several items; a closed server has no other items for later requests."""
        requests = CorpusRequests(self._contract, self._identities, self._send)
        sequences = ItemSequences(requests, operations)
        sequences.create_all()
        for request in (one for operation in operations for one in _idempotent(requests, operation)):
            self._send(request)
        ListRequests(requests, operations).send_all()
        FormRequests(requests, operations).send_all()
        sequences.change_all()
        if self._closed:
            self._existing = requests.path_values

    def _long_ids(self, operation: Operation) -> Iterator[Request]:
        for parameter in operation.parameters:
            if parameter.location == "path":
                for length in LONG_IDS:
                    yield self._request(operation, values={("path", parameter.name): "a" * length})

    def _request(self, operation: Operation, number: int = 0, **more: Any) -> Request:
        return self._authorised(operation, self._bare(operation, number, **more))

    def _bare(self, operation: Operation, number: int = 0, **more: Any) -> Request:
        """A valid request without credentials, for an item that exists."""
        values = {**self._existing(operation, number), **more.pop("values", {})}
        return self._builder.build(operation, number, values=values, **more)

    def _authorised(self, operation: Operation, request: Request) -> Request:
        for use, identity in choose_credentials(operation.security, self._identities) or ():
            request = add_credential(use.scheme, identity.secret, request)
        return request

    def _valid(self, operation: Operation) -> Iterator[Request]:
        request = self._request(operation)
        yield from (self._request(operation, number) for number in range(4))
        yield from (self._request(operation, number, optional=True) for number in range(4))
        yield replace(request, method="HEAD") if operation.method == "GET" else request
        yield from [request] * (REPETITIONS if operation.method == "GET" else 1)
        yield _with_query(request, "x-unknown=1")

    def _credentials(self, operation: Operation) -> Iterator[Request]:
        bare = self._bare(operation)
        yield bare
        if operation.method == "GET":
            yield replace(bare, method="HEAD")
        for use in (use for rule in operation.security for use in rule.uses):
            for identity in self._identities:
                if identity.belongs(use.scheme):
                    authorised = add_credential(use.scheme, identity.secret, bare)
                    yield authorised
                    yield bare.with_header("authorization", f"Token {identity.secret}")
                    yield authorised.with_header("authorization", (authorised.header("authorization") or "").lower())
                    yield add_credential(use.scheme, f"{identity.secret}/more", bare)
            yield _with_query(bare, "access_token=some-token")
            yield add_credential(use.scheme, "invalid", bare)
            yield add_credential(use.scheme, "not a token, é".encode().decode("latin-1"), bare)

    def _parameters(self, operation: Operation) -> Iterator[Request]:
        for parameter in operation.parameters:
            key = (parameter.location, parameter.name)
            unknown = UNKNOWN_IDS if parameter.location == "path" else ("",)
            for value in [*UNUSUAL_STRINGS, *unknown, *_id_lists(parameter)]:
                if parameter.location in {"path", "query"}:
                    yield self._request(operation, values={key: value})
            if parameter.location == "query":
                yield from self._query_combinations(operation, parameter)

    def _query_combinations(self, operation: Operation, parameter: Parameter) -> Iterator[Request]:
        """Requests with a query parameter for one and for several items, alone and with each other query parameter."""
        key = (parameter.location, parameter.name)
        others = [one for one in operation.parameters if one.location == "query" and one is not parameter]
        for path_number in (0, 1):
            for number in range(6):
                value = self._builder.value(operation, parameter, number)
                values = {**self._path_values(operation, path_number), key: value}
                yield self._request(operation, values=values)
                for other in others:
                    other_value = self._builder.value(operation, other, number)
                    yield self._request(operation, values={**values, (other.location, other.name): other_value})

    def _path_values(self, operation: Operation, number: int) -> dict[tuple[str, str], Any]:
        path_parameters = (one for one in operation.parameters if one.location == "path")
        values = {(one.location, one.name): self._builder.value(operation, one, number) for one in path_parameters}
        return {**values, **self._existing(operation, number)}

    def _headers(self, operation: Operation) -> Iterator[Request]:
        request = self._request(operation)
        yield from (request.with_header("accept", accept) for accept in ACCEPTS)
        yield request.with_header("content-type", "text/plain")
        yield replace(request.with_header("content-type", "application/xml"), body=b"<x/>")
        for parameter in operation.parameters:
            if parameter.location == "header":
                yield request.without(parameter.name)
                yield request.with_header(parameter.name, "nonsense")
                for number in range(4):
                    value = self._builder.value(operation, parameter, number)
                    yield request.with_header(parameter.name, str(value))

    def _bodies(self, operation: Operation) -> Iterator[Request]:
        if operation.request_body is None:
            return
        request = self._request(operation)
        yield replace(request, body=b"")
        yield replace(request.without("content-type"), body=b"")
        yield request.with_header("content-type", f"{request.header('content-type')}; charset=utf-8")
        media = body_media(operation)
        if media is None:
            return
        yield from (replace(request, body=body) for body in INVALID_BODIES)
        for value in changed_bodies(media, lambda number: self._builder.body(operation, number)):
            yield self._request(operation, body=value)

    def _routes(self, operation: Operation) -> Iterator[Request]:
        request = self._authorised(operation, replace(self._bare(operation), body=b""))
        yield from (replace(request, method=one) for one in METHODS if one != "DELETE" or not self._closed)
        yield replace(request, target=f"{request.path}/no-such-path")

    def _send_writes(self, operation: Operation, operations: list[Operation]) -> None:
        """Send writes of an item with all bodies; between them read the item, another item and the list."""
        resource = operation.resource
        if resource is None or resource.role not in {"create", "update", "replace", "delete"}:
            return
        siblings = [one for one in operations if one.resource and one.resource.collection == resource.collection]
        readers = [one for one in siblings if one.resource and one.resource.role in {"read", "list"}]
        media = body_media(operation)
        try:
            bodies = valid_bodies(media, lambda number: self._builder.body(operation, number)) if media else [None]
        except GenerationError:
            return
        for number, body in enumerate([*bodies, *bodies[:2], *self._read_only_bodies(operation, readers, bodies)]):
            self._read(readers, number % 2)
            request = self._request(operation, number % 2, body=body) if media else self._request(operation, number % 2)
            response = self._send(request)
            for reader in readers:
                self._read_created(reader, request, response)
            self._read(readers, number % 2)
            self._read(readers, (number + 1) % 2)

    def _read_only_bodies(self, operation: Operation, readers: list[Operation], bodies: list[Any]) -> Iterator[Any]:
        """Bodies with a property that only the server sets, such as the id."""
        first = next((body for body in bodies if isinstance(body, dict) and body), None)
        reader = next((one for one in readers if one.resource and one.resource.role == "read"), None)
        if first is None or reader is None or operation.method == "POST":
            return
        for number in range(2):
            response = self._send(self._request(reader, number))
            item = response.json if response.is_success else None
            for name, value in item.items() if isinstance(item, dict) else ():
                yield {**first, name: f"{value[:-1]}7" if isinstance(value, str) else value}

    def _read(self, readers: list[Operation], number: int) -> None:
        for reader in readers:
            self._send(self._request(reader, number))

    def _read_created(self, reader: Operation, request: Request, response: Response) -> None:
        resource = reader.resource
        try:
            body = response.json if response.is_success and request.method == "POST" else None
        except ValueError:
            body = None
        if resource and resource.role == "read" and isinstance(body, dict) and resource.id_field in body:
            target = f"{request.path}/{quote(str(body[resource.id_field]), safe='')}"
            self._send(self._authorised(reader, Request("GET", target)))


def _with_query(request: Request, parameter: str) -> Request:
    return replace(request, target=f"{request.target}{'&' if '?' in request.target else '?'}{parameter}")


def _id_lists(parameter: Parameter) -> Iterator[str]:
    """Comma-separated ids for a path parameter that accepts them."""
    lists = [one.value for one in parameter.examples if "," in str(one.value)]
    if parameter.location == "path" and lists:
        first = str(lists[0])
        yield from (f"{first},404", f"404,{first}", f"{first},{first}", "7,3,9", "9,3,7,5,12,40")
        yield from (",".join(str(number) for number in range(1, count)) for count in (31, 76, 77, 200))


def valid_bodies(media: MediaType, generate: Callable[[int], Any]) -> list[Any]:
    """Return valid JSON bodies: examples, generated ones, and bodies with a single property each.

    :param generate: returns the n-th generated body.
    """
    whole = [generate(number) for number in range(GENERATED_BODIES)]
    bodies: list[Any] = [
        *whole,
        *({name: value} for body in whole if isinstance(body, dict) for name, value in body.items()),
    ]
    for name in media.schema.possible_properties if media.schema else ():
        bodies += [{name: value} for value in BOUNDARY_VALUES]
    return [body for body in bodies if media.schema is None or media.schema.request_validator.is_valid(body)]


def changed_bodies(media: MediaType, generate: Callable[[int], Any]) -> Iterator[Any]:
    """Yield JSON bodies with one change: an added or missing property, or an unusual value of a property.

    Some of them are valid: how servers process an empty string matters too.
    """
    names = media.schema.possible_properties if media.schema else {}
    for number in range(2):
        body = generate(number)
        if not isinstance(body, dict):
            continue
        yield {**body, "no_such_property": 1}
        for name in body:
            yield {key: value for key, value in body.items() if key != name}
        for name in names:
            yield from ({**body, name: value} for value in UNUSUAL_VALUES)
            yield from ({name: value} for value in UNUSUAL_VALUES)


def _idempotent(requests: CorpusRequests, operation: Operation) -> Iterator[Request]:
    """Yield requests with an idempotency key, each twice; their foreign keys name created items."""
    name = idempotency_header(operation)
    for number in range(2) if name else ():
        try:
            request = requests.build(operation, number).with_header(name, str(uuid5(NAMESPACE_URL, f"key {number}")))
        except GenerationError:
            continue
        yield from (request, request)
