"""Whether a mutant is detectable: whether some request gets another response than from the correct server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.errors import TransportError
from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from contracts.transports.asgi import AsgiTransport
from mockserver.http.messages import Receive, Scope, Send
from mockserver.mutation.asgi import read_request, send_request, send_response
from mockserver.mutation.corpus import Corpus
from mockserver.mutation.mutated_app import MutatedApp
from mockserver.mutation.requests import all_identities


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A request whose response differs between a mutant and the correct server.

    :param request: the last request of the sequence that shows the difference.
    :param expected: response of the correct server.
    :param actual: response of the mutant.
    """

    request: Request
    expected: Response
    actual: Response


TRANSPORT_HEADERS = frozenset({"host", "user-agent", "content-length", "connection", "accept-encoding"})

BROKEN = Response(0)
"""Stands for a response that is not valid HTTP."""

Exchanges = Sequence[tuple[Request, Response]]


def record_exchanges(
    app: Any, contract: Contract, operations: Iterable[Operation], *, closed: bool = False
) -> list[tuple[Request, Response]]:
    """Send the corpus to the correct server; return the requests and responses in order.

    :param closed: whether only listed and created items exist.
    """
    exchanges: list[tuple[Request, Response]] = []
    transport = AsgiTransport(app)

    def send(request: Request) -> Response:
        response = transport.send(request)
        exchanges.append((request, response))
        return response

    try:
        Corpus(contract, all_identities(contract), send, closed=closed).send_all(operations)
    finally:
        transport.close()
    return exchanges


def find_counterexample(
    make_mutant: Callable[[Any], MutatedApp], server: Any, exchanges: Exchanges
) -> Counterexample | None:
    """Repeat recorded requests against a mutant, up to the first that differs; ``None`` if the mutant is equivalent.

    :param make_mutant: makes the mutant of a correct server.
    :param server: the correct server in its initial state; used only if the recorded responses do not suffice.
    """
    recording = RecordedServer(server, exchanges)
    app = make_mutant(recording)
    transport = AsgiTransport(app)
    try:
        for number, (request, expected) in enumerate(exchanges):
            if not app.affects(request) and not _changes_state(request, expected):
                continue
            recording.go_to(number)
            actual = _sent(transport, request)
            if actual != expected and _normalised(actual) != _normalised(expected):
                return Counterexample(request, expected, actual)
    finally:
        transport.close()
    return None


def _sent(transport: AsgiTransport, request: Request) -> Response:
    """The response to a request; one with the status 0 if it is not valid HTTP, such as with a wrong length."""
    try:
        return transport.send(request)
    except TransportError:
        return BROKEN


def _changes_state(request: Request, response: Response) -> bool:
    """Whether a request may have changed the items of the correct server."""
    return request.method not in {"GET", "HEAD", "OPTIONS"} and response.status < 400


class RecordedServer:
    """An ASGI application that repeats recorded responses until other requests than the recorded ones are sent.

    It then brings the correct server to the state of the current exchange, and sends all requests to it.
    """

    def __init__(self, server: Any, exchanges: Exchanges) -> None:
        self._server = server
        self._exchanges = exchanges
        self._current = 0
        self._is_sent = True
        self._is_live = False
        self._pending: list[Request] = []

    def go_to(self, number: int) -> None:
        """Repeat an exchange; the one before it ends."""
        if not self._is_sent and _changes_state(*self._exchanges[self._current]):
            self._go_live(self._current)  # the mutant did not send the write, so later responses differ
        self._current, self._is_sent = number, False

    def _go_live(self, number: int) -> None:
        """Send requests to the correct server from now on; first those before an exchange that changed items."""
        if not self._is_live:
            self._pending = [request for request, one in self._exchanges[:number] if _changes_state(request, one)]
            self._is_live = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the recorded response of the current exchange, or that of the correct server."""
        if scope["type"] != "http":
            return
        request = await read_request(scope, receive)
        expected, response = self._exchanges[self._current]
        if self._is_sent or _comparable(request) != _comparable(expected):
            self._go_live(self._current + int(self._is_sent))
        if self._is_live:
            response = await self._live_response(scope, request, self._server)
        self._is_sent = True
        await send_response(response, send)

    async def unchecked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response of the mock without the rules of the reference server."""
        request = await read_request(scope, receive)
        self._go_live(self._current + int(self._is_sent))
        self._is_sent = True
        await send_response(await self._live_response(scope, request, self._server.unchecked), send)

    async def _live_response(self, scope: Scope, request: Request, server: Any) -> Response:
        while self._pending:
            await send_request(self._server, scope, self._pending.pop(0))
        return await send_request(server, scope, request)


def _comparable(request: Request) -> tuple[str, str, bytes, list[tuple[str, str]]]:
    """A request without the headers that a transport adds."""
    headers = sorted((name.lower(), value.strip(" \t")) for name, value in request.headers)
    return request.method, request.target, request.body, [one for one in headers if one[0] not in TRANSPORT_HEADERS]


def _normalised(response: Response) -> tuple[int, list[tuple[str, str]], str | bytes, bool]:
    """A response without the order of headers and keys, and without JSON whitespace and its effect on the length."""
    headers = sorted((name.lower(), value) for name, value in response.headers)
    length = response.header("content-length")
    length_matches = length is None or not response.body or length == str(len(response.body))
    try:
        body: str | bytes = json.dumps(json.loads(response.body.decode("utf-8")), sort_keys=True)
    except (ValueError, RecursionError):
        return response.status, headers, response.body, length_matches
    return response.status, [pair for pair in headers if pair[0] != "content-length"], body, length_matches
