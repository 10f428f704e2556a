"""A receiver of callbacks and webhooks: a real HTTP server in a thread."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class ReceivedRequest:
    """A request that a receiver got."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Receiver(ThreadingHTTPServer):
    """Records requests.

    :param statuses: of its responses, the last of which is repeated; 0 for none: the connection stays open until the
        receiver is closed.
    """

    daemon_threads = True

    def __init__(
        self, statuses: Sequence[int] = (202,), headers: Sequence[tuple[str, str]] = (), body: bytes = b""
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses = list(statuses)
        self.response_headers = headers
        self.response_body = body
        self.received: list[ReceivedRequest] = []
        self.arrived = threading.Semaphore(0)
        self.closing = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"

    def next_status(self) -> int:
        """Return the status of the next response."""
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = self.server.next_status()
        self.server.received.append(ReceivedRequest(self.command, self.path, headers, body))
        self.server.arrived.release()
        if not status:
            self.server.closing.wait(30)
            return
        self.send_response(status)
        for name, value in self.server.response_headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.response_body)))
        self.end_headers()
        self.wfile.write(self.server.response_body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_request  # noqa: N815 (names of http.server)

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def receiving(
    *statuses: int, headers: Sequence[tuple[str, str]] = (), body: bytes = b"", tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    """Yield a receiver that runs until the end of the block.

    :param tls: for a receiver with an https URL.
    """
    server = Receiver(statuses or (202,), headers, body)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.url = f"https://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def refusing() -> Iterator[str]:
    """Yield a URL of this machine that refuses connections: nothing listens on its port, nor can another process."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


def resolve_to_this_machine(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Give this machine another host name in this process."""
    original = socket.getaddrinfo

    def resolve(host: str, *arguments: Any, **named: Any) -> Any:
        return original("127.0.0.1" if host == name else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
