"""ASGI middleware that hands each exchange to those who keep or show it, before the response is complete.

So a client that has received a response finds it in the journal, even if the server is killed afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from contracts.spec.model import Operation
from mockserver.exchange import MAX_BODY, Exchange
from mockserver.fallback import is_own_page
from mockserver.http.messages import REASON, Message, RawHeader, Receive, Scope, Send
from mockserver.http.notes import NOTES, Notes
from mockserver.http.route import ROUTE, Route, raw_path

__all__ = ["NOTES", "Log", "Notes", "Recorder", "Sink"]

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Sink = Callable[[Exchange], None]
"""Keeps or shows an exchange."""

Log = Callable[[Exchange, Sequence[str]], None]
"""Shows an exchange with all reasons why the request was refused."""


class Recorder:
    """Records requests and responses, except those of our own pages.

    :param handler_of: returns the operation that a request was routed to, and the name of its API.
    :param sinks: called with each exchange, in this order.
    :param sent_sinks: called with each exchange of a request that the mock has sent.
    """

    def __init__(
        self,
        app: Application,
        handler_of: Callable[[Scope], tuple[Operation, str] | None],
        sinks: Sequence[Sink],
        sent_sinks: Sequence[Sink] = (),
    ) -> None:
        self._app = app
        self._handler_of = handler_of
        self._sinks = tuple(sinks)
        self._sent_sinks = tuple(sent_sinks)
        self._log: Log | None = None
        self._logs_own_pages = False

    def log_to(self, log: Log, *, own_pages: bool) -> None:
        """Also call a log with each exchange, and with requests that got no response.

        :param own_pages: whether also with requests to our own pages.
        """
        self._log, self._logs_own_pages = log, own_pages

    def record_sent(self, exchange: Exchange) -> None:
        """Hand the exchange of a request that the mock has sent to its sinks and the log."""
        for sink in self._sent_sinks:
            sink(exchange)
        if self._log is not None and exchange.sent is not None:
            problems = [exchange.sent.error] if exchange.sent.error else []
            self._log(exchange, [*problems, *exchange.sent.violations])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if not self._sinks and self._log is None:
            await self._app(scope, receive, send)
            return
        recording = scope[NOTES] = Recording(self, scope, receive, send)
        try:
            await self._app(scope, recording.read, recording.write)
        finally:
            if not recording.is_recorded:  # a fault closed the connection, the client did, or the server failed
                self.record(recording, is_complete=bool(recording.fault))
            del scope[NOTES]  # a reference cycle would be left to the garbage collector, which takes longer

    def record(self, recording: Recording, *, is_complete: bool) -> None:
        """Hand an exchange to the sinks if it is complete, and in any case to the log."""
        scope = recording.scope
        route: Route[str] | None = scope.get(ROUTE)
        if route is None:  # routing failed
            path = raw_path(scope)
            route = scope[ROUTE] = Route(path, path)
        handler = self._handler_of(scope)
        is_own = handler is None and is_own_page(route.raw_path)
        sinks = self._sinks if is_complete and not is_own else ()
        log = None if is_own and not self._logs_own_pages else self._log
        if not sinks and log is None:
            return
        operation, api = handler or (None, "")
        query: bytes = scope["query_string"]
        status: int = recording.start.get("status", 0)
        headers: Sequence[RawHeader] = recording.start.get("headers", ())
        exchange = Exchange(
            time.time(),
            scope["method"],
            f"{route.raw_path}?{query.decode('latin-1')}" if query else route.raw_path,
            tuple(scope["headers"]),
            b"".join(recording.received),
            status,
            headers,
            b"".join(recording.sent),
            (time.perf_counter() - recording.started) * 1000,
            api,
            operation.id if operation is not None else "",
            operation.path if operation is not None else "",
            route.path_values,
            _reason(headers) if status >= 300 else "",
            recording.stub,
            recording.fault,
            violations=recording.failures,
        )
        for sink in sinks:
            sink(exchange)
        if log is not None:
            log(exchange, recording.violations)


class Recording(Notes):
    """The messages of a request, kept while they pass to the application and to the client.

    :ivar start: the message with status and headers of the response; empty before.
    :ivar received: the parts of the request body.
    :ivar sent: the parts of the response body; of streams of our own pages only the first ones, as they do not end.
    :ivar is_recorded: whether the response is complete.
    """

    __slots__ = (
        "_receive", "_recorder", "_send", "_size", "is_recorded", "received", "scope", "sent", "start", "started"
    )  # fmt: skip

    def __init__(self, recorder: Recorder, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__()
        self._recorder = recorder
        self._receive = receive
        self._send = send
        self._size = 0
        self.scope = scope
        self.started = time.perf_counter()
        self.start: Message = {}
        self.received: list[bytes] = []
        self.sent: list[bytes] = []
        self.is_recorded = False

    async def read(self) -> Message:
        """Return the next message from the client."""
        message = await self._receive()
        if body := message.get("body"):
            self.received.append(body)
        return message

    def write(self, message: Message) -> Awaitable[None]:
        """Return what sends a message to the client; not a coroutine function, as each costs time."""
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self._add(message.get("body", b""))
            if not message.get("more_body"):
                self.is_recorded = True
                self._recorder.record(self, is_complete=True)
        return self._send(message)

    def _add(self, sent: bytes) -> None:
        if self._size <= MAX_BODY or not self._is_own():
            self.sent.append(sent)
            self._size += len(sent)

    def _is_own(self) -> bool:
        route: Route[str] = self.scope[ROUTE]
        return route.target is None and is_own_page(route.raw_path)


def _reason(headers: Sequence[RawHeader]) -> str:
    for name, value in headers:
        if name == REASON:
            return value.decode("latin-1")
    return ""
