"""Requests to an ASGI application in this process, with the responses that a server such as uvicorn would send."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Future
from typing import Any
from urllib.parse import unquote

from contracts.errors import SubjectError, TransportError
from contracts.messages import Request, Response
from contracts.transports import transport as limits
from contracts.transports.asgi_exchange import AsgiExchange
from contracts.transports.event_loop import EventLoop
from contracts.transports.lifespan import Lifespan
from contracts.transports.wire_form import origin_form, require_valid, sent_headers

Asgi = Callable[[MutableMapping[str, Any], Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Any]

STARTUP_TIME = 60.0
"""Time limit in seconds for the startup of an application."""

HOST = b"localhost"


class AsgiTransport:
    """Calls an ASGI application on an event loop of its own, which runs until the transport is closed."""

    base = "http://localhost"
    deadline: float | None = None

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._loop: EventLoop | None = None
        self._lifespan = Lifespan(app)

    def send(self, request: Request, *, fresh: bool = False) -> Response:  # noqa: ARG002 - there are no connections
        """See ``Transport.send``. The first request starts the application.

        :raises SubjectError: if the startup of the application fails.
        :raises ValueError: for a request that HTTP/1.1 cannot express.
        """
        loop, scope = self._started(), _scope(request, self._lifespan.state)
        exchange = AsgiExchange(request)
        loop.start(lambda: exchange.run(self._app, scope))
        try:
            return exchange.result.result(limits.seconds_until(self.deadline, limits.TIMEOUT))
        except TimeoutError:
            loop.start(exchange.disconnect)
            raise TransportError(f"no complete response within {limits.TIMEOUT:.0f} seconds", kind="timeout") from None

    def close(self) -> None:
        """Shut the application down, and cancel what it still does."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.start(self._lifespan.shut_down)
            _wait(self._lifespan.stopped, limits.TIMEOUT)
            loop.close()

    def _started(self) -> EventLoop:
        """Return the event loop, after the startup of the application."""
        if self._loop is None:
            with self._lock:
                if self._loop is None:
                    self._lifespan = Lifespan(self._app)
                    loop = EventLoop()
                    loop.start(self._lifespan.run)
                    _wait(self._lifespan.started, STARTUP_TIME)
                    self._loop = loop
        if not self._lifespan.started.done():
            raise SubjectError(f"the application did not start within {STARTUP_TIME:.0f} seconds")
        self._lifespan.started.result()
        return self._loop


def _wait(future: Future[None], seconds: float) -> None:
    """Wait until a future is done, at most some seconds; ignore its exception."""
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    done.wait(seconds)


def _scope(request: Request, state: dict[str, Any]) -> dict[str, Any]:
    target = request.target or "/"
    headers = sent_headers(request, HOST)
    require_valid(request.method, target.encode("latin-1", "replace"), headers)
    path, query = origin_form(target)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "state": state.copy(),
    }
