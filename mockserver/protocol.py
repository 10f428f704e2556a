"""uvicorn's HTTP/1.1 protocol with a bound on how much a request may send before its body.

httptools reads request line and headers of any size into memory; a client that never ends them would fill it.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024
"""Bytes of request line and headers that are waited for; a head that arrives in one piece may be larger."""

_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 34\r\nconnection: close\r\n\r\n"
    b"request line or headers too large\n"
)
"""RFC 6585, section 5."""


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
        """Stop counting: the body has a bound of its own."""
        self.in_head = False
        super().on_headers_complete()
