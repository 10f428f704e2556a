"""Whether a mutant is detectable: whether some request gets another response than from the correct server."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from contracts.transports.asgi import AsgiTransport
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


def record_exchanges(app: Any, contract: Contract, operations: Iterable[Operation]) -> list[tuple[Request, Response]]:
    """Send the corpus to the correct server; return the requests and responses in order."""
    exchanges: list[tuple[Request, Response]] = []
    transport = AsgiTransport(app)

    def send(request: Request) -> Response:
        response = transport.send(request)
        exchanges.append((request, response))
        return response

    try:
        Corpus(contract, all_identities(contract), send).send_all(operations)
    finally:
        transport.close()
    return exchanges


def find_counterexample(app: Any, exchanges: Iterable[tuple[Request, Response]]) -> Counterexample | None:
    """Repeat recorded requests against a mutant, up to the first that differs; ``None`` if the mutant is equivalent.

    :param app: the mutant, an ASGI application.
    """
    transport = AsgiTransport(app)
    try:
        for request, expected in exchanges:
            actual = transport.send(request)
            if _normalised(actual) != _normalised(expected):
                return Counterexample(request, expected, actual)
    finally:
        transport.close()
    return None


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
