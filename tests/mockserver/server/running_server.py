"""A server in a thread of the test process, so that a test can change its limits."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from mockserver.server.uvicorn_server import UvicornServer, make_server

PATIENCE = 30

IS_RECENT = tuple(map(int, uvicorn.__version__.split(".")[:2])) >= (0, 53)
"""Whether uvicorn says on shutdown that it closes connections, and creates no reference cycles for requests."""


class RunningServer:
    """A server that serves an application.

    :ivar address: host and port.
    """

    def __init__(
        self, app: Any, grace: float | None = None, end_streams: Callable[[], None] | None = None, port: int = 0
    ) -> None:
        listener = socket.create_server(("127.0.0.1", port))
        listener.setblocking(False)
        self.address = listener.getsockname()
        self.server: UvicornServer = make_server(app)
        if end_streams is not None:
            self.server.end_streams = end_streams
        if grace is not None:
            self.server.grace = grace
            self.server.config.timeout_graceful_shutdown = grace + 0.5  # type: ignore[assignment]
        self._thread = threading.Thread(target=lambda: asyncio.run(self.server.serve([listener])))
        self._thread.start()

    def stop(self) -> None:
        """Begin the shutdown."""
        self.server.should_exit = True

    def join(self) -> None:
        """Wait for the end."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def connect(self) -> socket.socket:
        """Return a connection."""
        return socket.create_connection(self.address, timeout=PATIENCE)

    def send(self, sent: bytes) -> bytes:
        """Return what the server sends until it closes a connection."""
        with self.connect() as client:
            client.sendall(sent)
            return drain(client)


def drain(client: socket.socket) -> bytes:
    """Return what a server sends until it closes the connection."""
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while part := client.recv(65536):
            received += part
    return received


@contextlib.contextmanager
def running(
    app: Any, grace: float | None = None, end_streams: Callable[[], None] | None = None, port: int = 0
) -> Iterator[RunningServer]:
    """Run a server in this block.

    :param end_streams: called on shutdown; see :class:`UvicornServer`.
    :param port: 0 for a free one.
    """
    server = RunningServer(app, grace, end_streams, port)
    try:
        yield server
    finally:
        server.stop()
        server.join()
