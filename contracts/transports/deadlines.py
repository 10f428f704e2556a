"""Connections of httpcore that respect one deadline for a request and its response, and record how they were used."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

SHORTEST = 0.001
"""Shortest timeout in seconds: a timeout of 0 makes a socket non-blocking."""


class Deadlines(httpcore.NetworkBackend):
    """Opens connections that respect the deadline of the thread that uses them."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()
        self._local = threading.local()

    def begin(self, seconds: float) -> None:
        """Set the deadline of this thread to ``seconds`` from now, and forget what it opened and received."""
        self._local.deadline = time.monotonic() + seconds
        self._local.opened = self._local.received = False

    def left(self) -> float:
        """Seconds until the deadline of this thread. Raises :class:`httpcore.ReadTimeout` after it."""
        seconds: float = self._local.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("deadline exceeded")
        return max(seconds, SHORTEST)

    def is_unanswered_reuse(self) -> bool:
        """Whether this thread has used an open connection since :meth:`begin`, and has received nothing on it."""
        return not self._local.opened and not self._local.received

    def mark_received(self) -> None:
        """Record that this thread has received a part of a response."""
        self._local.received = True

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - replaced by the deadline, here and below
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection."""
        self._local.opened = True
        stream = self._backend.connect_tcp(host, port, self.left(), local_address, socket_options)
        return _Stream(stream, self)


class _Stream(httpcore.NetworkStream):
    """A connection that respects the deadline of the current thread."""

    def __init__(self, stream: httpcore.NetworkStream, deadlines: Deadlines) -> None:
        self._stream = stream
        self._deadlines = deadlines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        data = self._stream.read(max_bytes, self._deadlines.left())
        if data:
            self._deadlines.mark_received()
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadlines.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._deadlines.left()), self._deadlines)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
