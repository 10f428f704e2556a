"""Whether a mutant is wrong at all: a request that it answers otherwise than the correct server does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from contracts.transports.application import AsgiTransport
from mockserver.corpus import Corpus
from mockserver.judges.credentials import everyone


@dataclass(frozen=True, slots=True)
class Witness:
    """A request, the last of those that were played in their order, with the answer that it got and the right one."""

    request: Request
    right: Response
    wrong: Response


def recorded(app: Any, contract: Contract, operations: Iterable[Operation]) -> list[tuple[Request, Response]]:
    """Play the corpus to the correct server; what was asked and answered, in order."""
    exchanges: list[tuple[Request, Response]] = []
    transport = AsgiTransport(app)

    def ask(request: Request) -> Response:
        reply = transport.send(request)
        exchanges.append((request, reply))
        return reply

    try:
        Corpus(contract, everyone(contract), ask).play(operations)
    finally:
        transport.close()
    return exchanges


def witness(mutant: Any, exchanges: Iterable[tuple[Request, Response]]) -> Witness | None:
    """The first of these requests, played in their order, that a mutant answers otherwise; ``None``: none is."""
    transport = AsgiTransport(mutant)
    try:
        for request, right in exchanges:
            wrong = transport.send(request)
            if _said(wrong) != _said(right):
                return Witness(request, right, wrong)
    finally:
        transport.close()
    return None


def _said(reply: Response) -> tuple[int, list[tuple[str, str]], str | bytes, bool]:
    """What an answer says: the order of headers and of JSON members aside, and how the JSON is spaced."""
    headers = sorted((name.lower(), value) for name, value in reply.headers)
    length = reply.header("content-length")
    fits = length is None or not reply.body or length == str(len(reply.body))
    try:
        body: str | bytes = json.dumps(json.loads(reply.body.decode("utf-8")), sort_keys=True)
    except (ValueError, RecursionError):
        return reply.status, headers, reply.body, fits
    return reply.status, [pair for pair in headers if pair[0] != "content-length"], body, fits
