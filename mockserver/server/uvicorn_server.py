"""The uvicorn server: clean shutdown, a limit on request headers, and one write per response.

httptools buffers the request line and headers without a limit, so a client that never ends them would fill the memory.
uvicorn sends the head and the body of a response in two system calls; one call saves a seventh of the kernel time.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mockserver.http.connection import TRANSPORT

GRACE = 3
"""Seconds that running requests get to complete on shutdown."""

MARGIN = 0.5
"""Seconds after the grace period for what the shutdown does itself."""

KEEP_ALIVE = 75
"""Seconds until an idle connection is closed; uvicorn's default of 5 is shorter than connection pools expect."""


class UvicornServer(uvicorn.Server):
    """A server that stops on the first signal and ignores signals after shutdown.

    uvicorn raises the signal again after shutdown, which ends the process before we can set the exit code, and shows a
    traceback if a second Ctrl-C arrives at that time.
    """

    stop_signals: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM)
    _last_resort: threading.Timer | None = None
    end_streams: Callable[[], None] = staticmethod(lambda: None)
    """Ends the responses that end only when the client closes the connection."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and wait for running requests."""
        self.end_streams()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal; ignore further signals after shutdown, as the process is about to end."""
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
            if self._last_resort is not None:
                self._last_resort.cancel()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 (uvicorn's signature)
        """Start the shutdown; a second signal does not wait for running requests.

        The shutdown waits for the event loop. If a request occupies it, the process is ended after the grace period.
        """
        if self._last_resort is None:
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
    return UvicornServer(
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
    gc.freeze()
    server.run(sockets=[listener])


LARGEST_HEAD = 64 * 1024
"""Maximum size of request line and headers in bytes, unless they arrive in one piece."""

_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 34\r\nconnection: close\r\n\r\n"
    b"request line or headers too large\n"
)
"""RFC 6585, section 5."""


class WholeResponse(asyncio.Transport):
    """The transport of one response: it holds back the head and sends it together with the body."""

    __slots__ = ("_cycle", "_done", "_held", "_started", "_transport")

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle
        self._transport: asyncio.Transport = cycle.transport
        self._done = cycle.on_response
        self._held = b""
        self._started = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Hold back the head; send it with the first part of the body. ``100 Continue`` is sent immediately."""
        if self._started:
            self._transport.write(self._held + data if self._held else data)
            self._held = b""
        elif self._cycle.response_started:
            self._started, self._held = True, bytes(data)
        else:
            self._transport.write(data)

    def finish(self) -> None:
        """Send the head of a response without a body, and release the connection."""
        self._flush()
        # Break the reference cycle between this object and the request, which would need the garbage collector.
        self._cycle.transport, self._cycle.on_response = self._transport, self._done
        self._done()

    def close(self) -> None:
        """Send the rest and close the connection."""
        self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection is closing."""
        return self._transport.is_closing()

    def _flush(self) -> None:
        if self._held:
            self._transport.write(self._held)
            self._held = b""


class BoundedProtocol(HttpToolsProtocol):
    """One HTTP/1.1 connection, with a limit on the request head."""

    head = 0
    """Bytes received of an incomplete head."""
    in_head = False

    def data_received(self, data: bytes) -> None:
        """Parse received data; refuse a head that is too large."""
        super().data_received(data)
        if self.in_head:
            self.head += len(data)
            if self.head > LARGEST_HEAD and not self.transport.is_closing():
                self.transport.write(_REFUSAL)
                self.transport.close()

    def on_message_begin(self) -> None:
        """Restart the count."""
        self.head, self.in_head = 0, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop the count, as the body has its own limit, and install the transport of the response."""
        self.in_head = False
        before = self.cycle
        super().on_headers_complete()
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle is not before:  # its task has not started; an upgrade has no task
            cycle.scope[TRANSPORT] = self.transport  # type: ignore[literal-required] # an addition of ours
            response = WholeResponse(cycle)
            cycle.transport, cycle.on_response = response, response.finish
