"""uvicorn's HTTP/1.1 protocol with a bound on how much a request may send before its body, and with whole answers.

httptools reads request line and headers of any size into memory; a client that never ends them would fill it. uvicorn
writes head and body of an answer one after the other, and each time asks the kernel to send: a seventh of the
kernel's part of the work.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

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
