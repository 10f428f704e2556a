"""Servers that send given bytes and record requests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Responder = Callable[[Callable[[bytes], object]], None]
"""Sends a response in any number of calls."""

OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nhi"


class Server:
    """Sends the same response to every request.

    :ivar received: the bytes of each request.
    :ivar connections: number of accepted connections.
    """

    def __init__(self, response: bytes | Responder, greeting: bytes) -> None:
        self.received: list[bytes] = []
        self.connections = 0
        self._response = response
        self._greeting = greeting
        self._ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://localhost:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop accepting connections."""
        self._ended.set()
        with suppress(OSError):  # wakes the accepting thread on some systems; closing does on others
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection = self._socket.accept()[0]
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection as stream:
                stream.sendall(self._greeting)
                while message := _message(stream):
                    self.received.append(message)
                    if isinstance(self._response, bytes):
                        stream.sendall(self._response)
                    else:
                        self._response(stream.sendall)
        except OSError:
            return  # the client closed the connection


def _message(stream: socket.socket) -> bytes:
    """Read one request; ``b""`` at the end of the connection."""
    message = b""
    while b"\r\n\r\n" not in message:
        part = stream.recv(65536)
        if not part:
            return b""
        message += part
    head, _, body = message.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += stream.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def serving(response: bytes | Responder = OK, greeting: bytes = b"") -> Iterator[Server]:
    """Run a server on a free port; ``greeting`` is sent before the first request."""
    server = Server(response, greeting)
    try:
        yield server
    finally:
        server.close()
