"""Requests of every kind for the operations of a contract: what a correct and a wrong server are compared by.

They are valid ones, ones that break each thing that the document asks for, and sequences that write and read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from contracts.data.generate import Generators
from contracts.errors import GenerationError
from contracts.messages import Request, Response
from contracts.probe.identities import Identity, carried, chosen
from contracts.probe.requests import RequestBuilder, body_media
from contracts.spec.model import Contract, Operation, Parameter
from mockserver.bodies_broken import broken_bodies, valid_bodies

Ask = Callable[[Request], Response]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REPETITIONS = 55
"""How often one request is sent: enough for a fault that shows in one of fifty answers."""

HOSTILE = ("'", "\0", "é", " ", "x", "-1", "0", "2147483648", "9223372036854775808", "1" * 40, "x" * 2000)
ABSENT = ("missing-1", "404", "00000000-0000-0000-0000-000000000000", "999999999")


class Corpus:
    """Plays the requests.

    :param identities: who may call, the one that may do everything first.
    :param ask: sends one request to the correct server; what is created there is read by its answer.
    """

    def __init__(self, contract: Contract, identities: tuple[Identity, ...], ask: Ask) -> None:
        self._contract = contract
        self._identities = identities
        self._ask = ask
        self._builder = RequestBuilder(Generators(seed=5), {})

    def play(self, operations: Iterable[Operation]) -> None:
        """Send everything, what changes nothing first."""
        ordered = sorted(operations, key=lambda one: (one.method != "GET", one.method == "DELETE"))
        for operation in ordered:
            for part in (self._valid, self._credentials, self._parameters, self._headers, self._bodies, self._routes):
                for request in part(operation):
                    self._ask(request)
        for operation in ordered:
            self._life(operation, ordered)

    def _request(self, operation: Operation, number: int = 0, **more: Any) -> Request:
        return self._authorised(operation, self._builder.build(operation, number, **more))

    def _authorised(self, operation: Operation, request: Request) -> Request:
        for use, identity in chosen(operation.security, self._identities) or ():
            request = carried(use.scheme, identity.secret, request)
        return request

    def _valid(self, operation: Operation) -> Iterator[Request]:
        plain = self._request(operation)
        yield from (self._request(operation, number) for number in range(4))
        yield from (self._request(operation, number, optional=True) for number in range(4))
        yield replace(plain, method="HEAD") if operation.method == "GET" else plain
        yield from [plain] * (REPETITIONS if operation.method == "GET" else 1)
        yield replace(plain, target=f"{plain.target}{'&' if '?' in plain.target else '?'}x-nobody=1")

    def _credentials(self, operation: Operation) -> Iterator[Request]:
        bare = self._builder.build(operation)
        yield bare
        for use in (use for rule in operation.security for use in rule.uses):
            for identity in self._identities:
                if identity.belongs(use.scheme):
                    yield carried(use.scheme, identity.secret, bare)
                    yield bare.with_header("authorization", f"Token {identity.secret}")
                    right = carried(use.scheme, identity.secret, bare)
                    yield right.with_header("authorization", (right.header("authorization") or "").lower())
                    yield carried(use.scheme, f"{identity.secret}/more", bare)
            yield replace(bare, target=f"{bare.target}{'&' if '?' in bare.target else '?'}access_token=some-token")
            yield carried(use.scheme, "invalid", bare)
            yield carried(use.scheme, "not a token, é".encode().decode("latin-1"), bare)

    def _parameters(self, operation: Operation) -> Iterator[Request]:
        for parameter in operation.parameters:
            key = (parameter.location, parameter.name)
            for value in [*HOSTILE, *(ABSENT if parameter.location == "path" else ("",)), *self._lists(parameter)]:
                if parameter.location in {"path", "query"}:
                    yield self._request(operation, values={key: value})
            if parameter.location == "query":
                yield from self._together(operation, key)

    def _lists(self, parameter: Parameter) -> Iterator[str]:
        """Several values between commas, of a path parameter that takes them."""
        found = [one.value for one in parameter.examples if "," in str(one.value)]
        if parameter.location == "path" and found:
            first = str(found[0])
            yield from (f"{first},404", f"404,{first}", f"{first},{first}", "7,3,9", "9,3,7,5,12,40")
            yield from (",".join(str(number) for number in range(1, count)) for count in (31, 76, 77, 200))

    def _together(self, operation: Operation, key: tuple[str, str]) -> Iterator[Request]:
        """A query parameter beside each path value, alone and with all others."""
        parameter = next(one for one in operation.parameters if (one.location, one.name) == key)
        for many in (0, 1):
            for number in range(6):
                value = self._builder.value(operation, parameter, number)
                paths = {
                    (one.location, one.name): self._builder.value(operation, one, many)
                    for one in operation.parameters
                    if one.location == "path"
                }
                yield self._request(operation, values={**paths, key: value})
                others = [one for one in operation.parameters if one.location == "query" and one is not parameter]
                for other in others:
                    also = {(other.location, other.name): self._builder.value(operation, other, number)}
                    yield self._request(operation, values={**paths, key: value, **also})

    def _headers(self, operation: Operation) -> Iterator[Request]:
        plain = self._request(operation)
        for accept in (
            "image/png",
            "application/xml",
            "application/json",
            "text/html;q=0.1",
            "*/*",
            "application/json, text/csv;q=0.1",
        ):
            yield plain.with_header("accept", accept)
        yield plain.with_header("content-type", "text/plain")
        yield replace(plain.with_header("content-type", "application/xml"), body=b"<x/>")
        for parameter in operation.parameters:
            if parameter.location == "header":
                yield plain.without(parameter.name)
                yield plain.with_header(parameter.name, "nonsense")
                for number in range(4):
                    value = self._builder.value(operation, parameter, number)
                    yield plain.with_header(parameter.name, str(value))

    def _bodies(self, operation: Operation) -> Iterator[Request]:
        if operation.request_body is None:
            return
        plain = self._request(operation)
        yield replace(plain, body=b"")
        yield replace(plain.without("content-type"), body=b"")
        yield plain.with_header("content-type", f"{plain.header('content-type')}; charset=utf-8")
        media = body_media(operation)
        if media is None:
            return
        yield from (replace(plain, body=body) for body in (b"{", b"nonsense", b"null", b"[]", b"{}", b'"x"', b"1"))
        for value in broken_bodies(media, lambda number: self._builder.body(operation, number)):
            yield self._request(operation, body=value)

    def _routes(self, operation: Operation) -> Iterator[Request]:
        plain = self._authorised(operation, replace(self._builder.build(operation), body=b""))
        yield from (replace(plain, method=method) for method in METHODS)
        yield replace(plain, target=f"{plain.path}/no-such-thing")

    def _life(self, operation: Operation, operations: list[Operation]) -> None:
        """Write an item in every way, read it, its neighbour and its list in between."""
        resource = operation.resource
        if resource is None or resource.role not in {"create", "update", "replace", "delete"}:
            return
        beside = [one for one in operations if one.resource and one.resource.collection == resource.collection]
        readers = [one for one in beside if one.resource and one.resource.role in {"read", "list"}]
        media = body_media(operation)
        try:
            bodies = valid_bodies(media, lambda number: self._builder.body(operation, number)) if media else [None]
        except GenerationError:
            return
        for number, body in enumerate([*bodies, *bodies[:2], *self._beyond(operation, readers, bodies)]):
            self._read(readers, number % 2)
            request = self._request(operation, number % 2, body=body) if media else self._request(operation, number % 2)
            reply = self._ask(request)
            for reader in readers:
                self._read_created(reader, request, reply)
            self._read(readers, number % 2)
            self._read(readers, (number + 1) % 2)

    def _beyond(self, operation: Operation, readers: list[Operation], bodies: list[Any]) -> Iterator[Any]:
        """Bodies that also name what the server alone says of an item, such as its id."""
        first = next((body for body in bodies if isinstance(body, dict) and body), None)
        reader = next((one for one in readers if one.resource and one.resource.role == "read"), None)
        if first is None or reader is None or operation.method == "POST":
            return
        for number in range(2):
            reply = self._ask(self._request(reader, number))
            item = reply.json if reply.is_success else None
            for name, value in item.items() if isinstance(item, dict) else ():
                yield {**first, name: f"{value[:-1]}7" if isinstance(value, str) else value}

    def _read(self, readers: list[Operation], number: int) -> None:
        for reader in readers:
            self._ask(self._request(reader, number))

    def _read_created(self, reader: Operation, request: Request, reply: Response) -> None:
        resource = reader.resource
        try:
            body = reply.json if reply.is_success and request.method == "POST" else None
        except ValueError:
            body = None
        if resource and resource.role == "read" and isinstance(body, dict) and resource.id_field in body:
            target = f"{request.path}/{quote(str(body[resource.id_field]), safe='')}"
            self._ask(self._authorised(reader, Request("GET", target)))
