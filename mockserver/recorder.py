"""ASGI middleware that hands each exchange to those who keep or show it, before the response is complete.

So a client that has received a response finds it in the journal, even if the server is killed afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from contracts.spec.model import Operation
from mockserver.exchange import Exchange
from mockserver.fallback import is_own_page
from mockserver.http.messages import REASON, Message, RawHeader, Receive, Scope, Send
from mockserver.http.route import ROUTE, Route

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Sink = Callable[[Exchange], None]
"""Keeps or shows an exchange."""

NOTES = "casemock.notes"
"""Key of the :class:`Notes` in the ASGI scope."""


@dataclass(slots=True)
class Notes:
    """What the server did with a request, apart from its operation.

    :param stub: id of the stub that made the response, or ``""``.
    :param fault: id of the fault that was applied, or ``""``.
    """

    stub: str = ""
    fault: str = ""


class Recorder:
    """Records requests and responses, except those of our own pages.

    :param handler_of: returns the operation that a request was routed to, and the name of its API.
    :param sinks: called with each exchange, in this order.
    """

    def __init__(
        self,
        app: Application,
        handler_of: Callable[[Scope], tuple[Operation, str] | None],
        sinks: Sequence[Sink],
    ) -> None:
        self._app = app
        self._handler_of = handler_of
        self._sinks = tuple(sinks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        started = time.perf_counter()
        notes = scope[NOTES] = Notes()
        bodies: list[bytes] = []
        sent: list[bytes] = []
        start: Message = {}
        is_recorded = False

        async def read() -> Message:
            message = await receive()
            if body := message.get("body"):
                bodies.append(body)
            return message

        async def write(message: Message) -> None:
            nonlocal is_recorded, start
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                if body := message.get("body"):
                    sent.append(body)
                if not message.get("more_body"):
                    is_recorded = True
                    self._record(scope, started, _joined(bodies), start, _joined(sent))
            await send(message)

        try:
            await self._app(scope, read, write)
        finally:
            if not is_recorded and notes.fault:  # the fault closed the connection
                self._record(scope, started, _joined(bodies), start, _joined(sent))

    def _record(self, scope: Scope, started: float, body: bytes, start: Message, sent: bytes) -> None:
        notes: Notes = scope[NOTES]
        route: Route[str] = scope[ROUTE]
        handler = self._handler_of(scope)
        if handler is None and is_own_page(route.raw_path):
            return
        operation, api = handler or (None, "")
        query: str = scope["query_string"].decode("latin-1")
        headers: Sequence[RawHeader] = start.get("headers", ())
        exchange = Exchange(
            time.time(),
            scope["method"],
            f"{route.raw_path}?{query}" if query else route.raw_path,
            tuple(scope["headers"]),
            body,
            start.get("status", 0),
            headers,
            sent,
            (time.perf_counter() - started) * 1000,
            api,
            operation.id if operation is not None else "",
            operation.path if operation is not None else "",
            route.path_values,
            _reason(headers),
            notes.stub,
            notes.fault,
        )
        for sink in self._sinks:
            sink(exchange)


def _joined(parts: Sequence[bytes]) -> bytes:
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _reason(headers: Sequence[RawHeader]) -> str:
    for name, value in headers:
        if name == REASON:
            return value.decode("latin-1")
    return ""
