"""Whether a mutant is detectable: whether some request gets another response than from the correct server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from contracts.transports.in_process import AsgiTransport
from mockserver.http.messages import Receive, Scope, Send
from mockserver.mutation.asgi import read_request, send_response
from mockserver.mutation.corpus import Corpus
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


Exchanges = Sequence[tuple[Request, Response]]


def record_exchanges(
    app: Any, contract: Contract, operations: Iterable[Operation], *, closed: bool = False
) -> list[tuple[Request, Response]]:
    """Send the corpus to the correct server; return the requests and responses in order.

    :param closed: whether the server has only the items that are created.
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


def find_counterexample(app: Any, exchanges: Iterable[tuple[Request, Response]]) -> Counterexample | None:
    """Repeat recorded requests against a mutant, up to the first that differs; ``None`` if the mutant is equivalent.

    :param app: the mutant, an ASGI application.
    """
    return next((one for one in _comparisons(app, exchanges) if one is not None), None)


def find_in_recording(make_app: Callable[[Any], Any], exchanges: Exchanges) -> Counterexample | None:
    """Find a counterexample with the recorded responses in place of the correct server, which is much faster.

    :param make_app: makes the mutant of a correct server.
    :raises DeviationError: if the mutant sends other requests than the recorded ones, so the server is needed.
    """
    recording = Recording(exchanges)
    for found in _comparisons(make_app(recording), exchanges):
        if recording.deviates:
            raise DeviationError
        if found is not None:
            return found
        recording.advance()
    return None


def _comparisons(app: Any, exchanges: Iterable[tuple[Request, Response]]) -> Iterator[Counterexample | None]:
    """Yield for each exchange ``None``, or the counterexample."""
    transport = AsgiTransport(app)
    try:
        for request, expected in exchanges:
            actual = transport.send(request)
            same = actual == expected or _normalised(actual) == _normalised(expected)
            yield None if same else Counterexample(request, expected, actual)
    finally:
        transport.close()


class DeviationError(Exception):
    """A mutant sends other requests to the correct server than the recorded ones."""


class Recording:
    """An ASGI application that repeats recorded responses, each as often as it is requested.

    :ivar deviates: whether another request than the recorded one was received.
    """

    def __init__(self, exchanges: Exchanges) -> None:
        self._exchanges = exchanges
        self._number = 0
        self._sent = False
        self.deviates = False

    def advance(self) -> None:
        """Go on to the next exchange."""
        self.deviates |= not self._sent
        self._number += 1
        self._sent = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the recorded response; 500 after a deviation. A second request to the server is a deviation too."""
        if scope["type"] != "http":
            return
        request = await read_request(scope, receive)
        expected, response = self._exchanges[self._number]
        own = {name.lower(): value for name, value in request.headers}
        same = (request.method, request.target, request.body) == (expected.method, expected.target, expected.body)
        same = same and all(own.get(name.lower()) == value for name, value in expected.headers)
        self.deviates |= self._sent or not same
        self._sent = True
        await send_response(Response(500) if self.deviates else response, send)


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
