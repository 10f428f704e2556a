"""Servers that send exactly the bytes that a test wants, and keep what they were sent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[[Callable[[bytes], object]], None]
"""Sends an answer, with as many calls as it likes."""

OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nhi"


class Server:
    """One that answers every request alike.

    :ivar received: the bytes of each request.
    :ivar connections: how many were opened.
    """

    def __init__(self, answer: bytes | Answer, greeting: bytes) -> None:
        self.received: list[bytes] = []
        self.connections = 0
        self._answer = answer
        self._greeting = greeting
        self._ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://localhost:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._ended.set()
        with suppress(OSError):  # it wakes the thread that waits; some systems do it by closing alone
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
                    if isinstance(self._answer, bytes):
                        stream.sendall(self._answer)
                    else:
                        self._answer(stream.sendall)
        except OSError:
            return  # the client has gone, as it may


def _message(stream: socket.socket) -> bytes:
    """One request; ``b""`` where there is none any more."""
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
def serving(answer: bytes | Answer = OK, greeting: bytes = b"") -> Iterator[Server]:
    """A server on a free port, while the block lasts; what greets is sent before anything is asked."""
    server = Server(answer, greeting)
    try:
        yield server
    finally:
        server.close()
