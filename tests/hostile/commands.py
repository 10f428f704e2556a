"""What is done with each hostile document: the main commands, and a served document that gets requests."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from contracts.cli import main as contracts_cli
from contracts.cli.support import write
from contracts.errors import CasemockError, render
from contracts.spec.processor_time import limited_processor_time
from contracts.transports import transport
from mockserver.app import create_app
from mockserver.cli import main as mockserver_cli
from mockserver.http import request_limit
from mockserver.http.request_limit import limited_requests
from tests.asgi_exchange import exchange

transport.TIMEOUT = 60.0  # the processor time is limited; a busy machine may take longer

MAX_TIME = 5.0
"""Seconds that the contract test may take."""

REQUESTED = 6
"""Maximum number of operations that a served document gets requests for."""

REQUEST_SECONDS = request_limit.SECONDS + 1
"""Processor time that a request to a served document may take."""

Command = Callable[[Path], int]
"""Does something with a document, prints a message, and returns an exit code."""


def _contracts(*arguments: str) -> Command:
    return lambda path: contracts_cli.main([one.replace("SPEC", str(path)) for one in arguments])


def _mockserver(*arguments: str) -> Command:
    return lambda path: mockserver_cli.main([one.replace("SPEC", str(path)) for one in arguments])


def serve(path: Path) -> int:
    """Serve the document in this process, and send two requests for each of its first operations."""
    try:
        with limited_processor_time():
            app = create_app(str(path))
    except CasemockError as error:
        write(f"{render(error)}\n")
        return 2
    # From the console's list, so that the paths are those that are served.
    operations = [one for api in app.apis for one in api.operations][:REQUESTED]
    slowest = 0.0
    with limited_requests():
        for one in operations:
            target = quote(one.path.replace("{id}", "1") or "/", safe="/{}")[:1000]
            has_body = one.operation.request_body is not None
            headers, body = (((b"content-type", b"application/json"),), b"{}") if has_body else ((), b"")
            for number in range(2):
                began = time.process_time()
                status, _, content = asyncio.run(exchange(app, one.operation.method, target, headers, body))
                seconds = time.process_time() - began
                slowest = max(slowest, seconds)
                write(f"{one.operation.method} {number}: {status}, {len(content)} bytes, {seconds:.1f} s\n")
        status, *_ = asyncio.run(exchange(app, "GET", "/__mock__/health"))
        write(f"health: {status}\n")
    return 3 if slowest > REQUEST_SECONDS else 0


class _Handler(BaseHTTPRequestHandler):
    """Answers every request with an empty object."""

    protocol_version = "HTTP/1.1"

    def respond(self) -> None:
        """Read the body, and send the response."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = respond  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Print nothing: the test closes connections."""


def contract_test(path: Path) -> int:
    """Test a small server against the document."""
    server = _Server(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    return contracts_cli.main(["test", str(path), "--url", url, "--max-time", f"{MAX_TIME:g}"])


COMMANDS: dict[str, Command] = {
    "validate": _contracts("validate", "SPEC"),
    "bundle": _contracts("bundle", "SPEC"),
    "diff": _contracts("diff", "SPEC", "SPEC"),
    "generate schema": _mockserver("generate", "SPEC", "--schema", "Item", "-n", "2"),
    "generate operation": _mockserver("generate", "SPEC", "--operation", "listItems"),
    "routes": _mockserver("routes", "SPEC"),
    "routes state": _mockserver("routes", "SPEC", "--state"),
    "serve": serve,
    "test": contract_test,
}
"""The commands by name."""

QUICK = ("validate", "bundle", "diff", "generate schema", "serve")
"""The commands of the quick selection."""


def _preload() -> None:
    """Import what the commands import when they run, so that a forked process need not."""
    import contracts.contract_test
    import contracts.fuzzing.engine
    import contracts.generation.generate
    import contracts.lint.validate  # noqa: F401

    json.dumps({})


_preload()
