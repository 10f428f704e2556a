"""The uvicorn server: configuration and clean shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any

import uvicorn

from contracts import garbage_collection
from mockserver.http.request_limit import limited_requests
from mockserver.server.http_protocol import BoundedProtocol

GRACE = 3
"""Seconds that running requests get to complete on shutdown."""

END = 0.5
"""Seconds from the end of the grace period, when all connections are closed, until tasks are cancelled."""

MARGIN = 1.0
"""Seconds from the end of the grace period until the process is ended, if a request occupies the event loop."""

KEEP_ALIVE = 75
"""Seconds until an idle connection is closed; uvicorn's default of 5 is shorter than connection pools expect."""


class UvicornServer(uvicorn.Server):
    """A server that stops on the first signal and ignores signals after shutdown.

    uvicorn raises the signal again after shutdown, which ends the process before we can set the exit code, and shows a
    traceback if a second Ctrl-C arrives at that time.
    """

    stop_signals: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM)
    _last_resort: threading.Timer | None = None
    _ends_process = False  # only if it handles the signals of the process
    end_streams: Callable[[], None] = staticmethod(lambda: None)
    """Ends the responses that end only when the client closes the connection."""
    grace: float = GRACE

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and wait for running requests; after the grace period, close their connections."""
        self.end_streams()
        end = asyncio.get_running_loop().call_later(self.grace, self._close_connections)
        await super().shutdown(sockets)
        end.cancel()

    def _close_connections(self) -> None:
        """Close all connections, so that requests whose body is not complete end."""
        for connection in [*self.server_state.connections]:
            transport: asyncio.Transport | None = connection.transport
            if transport is not None:
                transport.close()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal; ignore further signals after shutdown, as the process is about to end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        for number in self.stop_signals:
            signal.signal(number, self.handle_exit)
        self._ends_process = True
        try:
            yield
        finally:
            for number in self.stop_signals:
                signal.signal(number, signal.SIG_IGN)
            self._ends_process = False
            if self._last_resort is not None:
                self._last_resort.cancel()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 (uvicorn's signature)
        """Start the shutdown; a second signal does not wait for running requests.

        The shutdown waits for the event loop. If a request occupies it, the process is ended after the grace period.
        """
        if self._ends_process and self._last_resort is None:
            self._last_resort = threading.Timer(GRACE + MARGIN, _end_process, (128 + sig,))
            self._last_resort.daemon = True
            self._last_resort.start()
        self.force_exit = self.should_exit
        self.should_exit = True


def _end_process(code: int) -> None:
    """End this process although a request is being processed; no buffer is written, as its owner may be stuck."""
    with contextlib.suppress(OSError):
        os.write(2, f"stopped after {GRACE + MARGIN:g} seconds while a request was being processed\n".encode())
    os._exit(code)


def make_server(app: Any) -> UvicornServer:
    """Return a server for an ASGI application: HTTP/1.1 with httptools, uvloop if installed, logs of errors only."""
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE + END,  # type: ignore[arg-type] # a number of seconds
    )
    logging.getLogger("uvicorn.error").addFilter(_NO_CANCELLATIONS)
    return UvicornServer(config)


class _NoCancellations(logging.Filter):
    """Drops the tracebacks of requests that were cancelled at the end of the grace period."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a message is logged."""
        return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


_NO_CANCELLATIONS = _NoCancellations()


def run_server(
    app: Any,
    listener: socket.socket,
    stop_signals: Sequence[signal.Signals] = UvicornServer.stop_signals,
    end_streams: Callable[[], None] = UvicornServer.end_streams,
) -> None:
    """Serve until one of the signals arrives.

    :param end_streams: called then; see :class:`UvicornServer`.
    """
    server = make_server(app)
    server.stop_signals = stop_signals
    server.end_streams = end_streams
    # Exclude the documents, which live until the end, from garbage collection: it would delay some requests by 50 ms.
    garbage_collection.freeze()
    with limited_requests():
        server.run(sockets=[listener])
