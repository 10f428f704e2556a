"""uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

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


LARGEST_HEAD = 64 * 1024
"""Bytes of request line and headers that are waited for; a head that arrives in one piece may be larger."""

_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 34\r\nconnection: close\r\n\r\n"
    b"request line or headers too large\n"
)
"""RFC 6585, section 5."""


class WholeAnswer(asyncio.Transport):
    """The transport that one request is answered through: the head waits for what follows it."""

    __slots__ = ("_cycle", "_done", "_held", "_started", "_transport")

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle
        self._transport: asyncio.Transport = cycle.transport
        self._done = cycle.on_response
        self._held = b""
        self._started = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Hold the head back; send it with the first piece of the body. ``100 Continue`` is no head."""
        if self._started:
            self._transport.write(self._held + data if self._held else data)
            self._held = b""
        elif self._cycle.response_started:
            self._started, self._held = True, bytes(data)
        else:
            self._transport.write(data)

    def finish(self) -> None:
        """Send a head that had no body behind it, and go on with the connection."""
        self._flush()
        # The request lets go of this object, as this one holds the request: such a ring of all that belongs to a
        # request would lie about until the garbage collector comes.
        self._cycle.transport, self._cycle.on_response = self._transport, self._done
        self._done()

    def close(self) -> None:
        """Close the connection once everything is sent."""
        self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection is about to close."""
        return self._transport.is_closing()

    def _flush(self) -> None:
        if self._held:
            self._transport.write(self._held)
            self._held = b""


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    head = 0
    """Bytes received of a head that is not complete yet."""
    in_head = False

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived; refuse a head that has grown too large."""
        super().data_received(data)
        if self.in_head:
            self.head += len(data)
            if self.head > LARGEST_HEAD and not self.transport.is_closing():
                self.transport.write(_REFUSAL)
                self.transport.close()

    def on_message_begin(self) -> None:
        """Count anew."""
        self.head, self.in_head = 0, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting: the body has a bound of its own. Let the answer to this request leave as a whole."""
        self.in_head = False
        before = self.cycle
        super().on_headers_complete()
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle is not before:  # its task has not begun yet; an upgrade has none
            answer = WholeAnswer(cycle)
            cycle.transport, cycle.on_response = answer, answer.finish
