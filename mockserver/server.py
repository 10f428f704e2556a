"""uvicorn, told to come and go quietly."""

from __future__ import annotations

import contextlib
import gc
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

import uvicorn

from mockserver.protocol import BoundedProtocol

GRACE = 3
"""Seconds that requests on their way are given when the server is told to stop."""

KEEP_ALIVE = 75
"""Seconds that an idle connection is kept; uvicorn's 5 are fewer than clients' pools expect."""


class Server(uvicorn.Server):
    """A server that ends with the first signal and takes more of them calmly.

    uvicorn's own raises the signal anew once it has shut down, which ends the process before the exit code is chosen
    and shows a traceback where a second Ctrl-C arrives at the wrong moment.
    """

    stop_signals: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal; afterwards ignore it, because the process is about to end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        for number in self.stop_signals:
            signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number in self.stop_signals:
                signal.signal(number, signal.SIG_IGN)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 (uvicorn's signature)
        """Begin to stop; a second signal no longer waits for requests that are on their way."""
        self.force_exit = self.should_exit
        self.should_exit = True


def make_server(app: Any) -> Server:
    """A server for an ASGI application: no log but of errors, HTTP/1.1 by httptools, on uvloop where there is one."""
    return Server(
        uvicorn.Config(
            app,
            http=BoundedProtocol,
            ws="none",
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
        )
    )


def run_server(app: Any, listener: socket.socket, stop_signals: Sequence[signal.Signals] = Server.stop_signals) -> None:
    """Serve until one of the signals comes."""
    server = make_server(app)
    server.stop_signals = stop_signals
    # The document lives as long as we do. Looked through again and again by the garbage collector, it would hold up
    # some requests for 50 ms; now it is 5.
    gc.freeze()
    server.run(sockets=[listener])
