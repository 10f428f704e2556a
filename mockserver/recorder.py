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
        self._log: Log | None = None
        self._logs_own_pages = False

    def log_to(self, log: Log, *, own_pages: bool) -> None:
        """Also call a log with each exchange, and with requests that got no response.

        :param own_pages: whether also with requests to our own pages.
        """
        self._log, self._logs_own_pages = log, own_pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if not self._sinks and self._log is None:
            await self._app(scope, receive, send)
            return
        notes = scope[NOTES] = Notes()
        recording = Recording(time.perf_counter())
        is_recorded = False

        async def read() -> Message:
            message = await receive()
            if body := message.get("body"):
                recording.received.append(body)
            return message

        async def write(message: Message) -> None:
            nonlocal is_recorded
            if message["type"] == "http.response.start":
                recording.start = message
                recording.is_own = self._is_own(scope)
            elif message["type"] == "http.response.body":
                if not recording.is_own or self._logs_own_pages:
                    recording.add(message.get("body", b""))
                if not message.get("more_body"):
                    is_recorded = True
                    self._record(scope, recording, is_complete=True)
            await send(message)

        try:
            await self._app(scope, read, write)
        finally:
            if not is_recorded:  # a fault closed the connection, the client did, or the server failed
                recording.is_own = self._is_own(scope)
                self._record(scope, recording, is_complete=bool(notes.fault))

    def _is_own(self, scope: Scope) -> bool:
        route = scope.get(ROUTE)
        if route is None:  # routing failed
            path = raw_path(scope)
            route = scope[ROUTE] = Route(path, path)
        return self._handler_of(scope) is None and is_own_page(route.raw_path)

    def _record(self, scope: Scope, recording: Recording, *, is_complete: bool) -> None:
        """Hand an exchange to the sinks if it is complete, and in any case to the log."""
        sinks = self._sinks if is_complete and not recording.is_own else ()
        log = None if recording.is_own and not self._logs_own_pages else self._log
        if not sinks and log is None:
            return
        notes: Notes = scope[NOTES]
        route: Route[str] = scope[ROUTE]
        operation, api = self._handler_of(scope) or (None, "")
        query: str = scope["query_string"].decode("latin-1")
        headers: Sequence[RawHeader] = recording.start.get("headers", ())
        exchange = Exchange(
            time.time(),
            scope["method"],
            f"{route.raw_path}?{query}" if query else route.raw_path,
            tuple(scope["headers"]),
            b"".join(recording.received),
            recording.start.get("status", 0),
            headers,
            b"".join(recording.sent),
            (time.perf_counter() - recording.started) * 1000,
            api,
            operation.id if operation is not None else "",
            operation.path if operation is not None else "",
            route.path_values,
            _reason(headers),
            notes.stub,
            notes.fault,
        )
        for sink in sinks:
            sink(exchange)
        if log is not None:
            log(exchange, notes.violations)


class Recording:
    """What was received and sent of an exchange.

    :param started: from ``time.perf_counter``.
    :ivar is_own: whether the request is for one of our own pages.
    """

    __slots__ = ("is_own", "received", "sent", "size", "start", "started")

    def __init__(self, started: float) -> None:
        self.started = started
        self.received: list[bytes] = []
        self.sent: list[bytes] = []
        self.size = 0
        self.start: Message = {}
        self.is_own = False

    def add(self, sent: bytes) -> None:
        """Keep a part of the response; of our own pages only the start, as streams of events do not end."""
        if sent and not (self.is_own and self.size > MAX_BODY):
            self.sent.append(sent)
            self.size += len(sent)


def _reason(headers: Sequence[RawHeader]) -> str:
    for name, value in headers:
        if name == REASON:
            return value.decode("latin-1")
    return ""
