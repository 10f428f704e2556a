"""The time limit of a contract test, against servers that do not respond in time and documents that need much work."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket
from typing import Any

from tests.hostile.documents import hostile_documents
from tests.soak.report import Row

LIMIT = 5
"""Seconds that each test may take, from its first request on."""

SURPLUS = 2.0
"""Seconds after the limit until the process must have ended."""

Respond = Callable[[socket], None]

SIMPLE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Items", "version": "1"},
    "paths": {
        path: {"get": {"operationId": f"get{path[1:]}", "responses": {"200": {"description": "ok"}}}}
        for path in ("/a", "/b", "/c")
    },
}

DOCUMENTS = ("counts:minItems of unique", "unions:9 oneOf of 3", "nested-arrays:10 to the 8", "patterns:with length")
"""Hostile documents whose data takes long to generate."""


def hang(connection: socket) -> None:
    """Read, and send nothing."""
    while connection.recv(1 << 16):
        pass


def drip(connection: socket) -> None:
    """Send a byte of the body from time to time; the pause is what a slow server does, nothing waits for it."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    while True:
        time.sleep(0.1)
        connection.sendall(b"x")


def respond(connection: socket) -> None:
    """Send an empty object for each request; bodies are taken for requests, which get responses, too."""
    while connection.recv(1 << 16):
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")


class Server:
    """A server on a free port; each connection has a thread.

    :ivar first: when the first connection came, in seconds of ``time.monotonic``.
    """

    def __init__(self, handle: Respond) -> None:
        self.first = 0.0
        self._handle = handle
        self._listener = create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.first = self.first or time.monotonic()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket) -> None:
        with connection:
            try:
                self._handle(connection)
            except OSError:
                return

    def close(self) -> None:
        """Stop accepting connections."""
        self._listener.close()


@contextmanager
def serving(handle: Respond) -> Iterator[Server]:
    """Run a server in this context."""
    server = Server(handle)
    try:
        yield server
    finally:
        server.close()


def time_limit() -> list[Row]:
    """Run contract tests with a time limit; return how long each took beyond it."""
    hostile = {one.name: one for one in hostile_documents() if one.name.startswith(DOCUMENTS)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        simple = folder / "simple.json"
        simple.write_text(json.dumps(SIMPLE))
        rows = [_row("a server that hangs", simple, hang), _row("a server that sends slowly", simple, drip)]
        rows += [_row(one.name, one.write(folder), respond) for one in hostile.values()]
    return rows


def _row(name: str, document: Path, handle: Respond) -> Row:
    with serving(handle) as server:
        command = [sys.executable, "-m", "contracts", "test", str(document), "--url", server.url]
        run = subprocess.run(
            [*command, "--max-time", str(LIMIT)], capture_output=True, text=True, timeout=600, check=False
        )
        surplus = time.monotonic() - server.first - LIMIT if server.first else 0.0
    is_good = surplus <= SURPLUS and "Traceback" not in run.stderr and run.returncode in {0, 1, 2}
    return Row("time limit", f"{name}: seconds beyond --max-time {LIMIT}", f"{surplus:.1f}", f"<= {SURPLUS:g}", is_good)
