"""The time limit of a contract test holds when the server hangs, or when generating data takes long."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket

import pytest

from contracts.fuzzing.interruption import ThreadInterrupter

LIMIT = 2
LATEST = LIMIT + 2
"""Seconds of the command, without the start of the interpreter."""

START = 20
"""Seconds for the start of the interpreter and imports on a busy machine."""

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Items", "version": "1"},
    "paths": {
        "/items": {"get": {"operationId": "listItems", "responses": {"200": {"description": "ok"}}}},
        "/tags": {"get": {"operationId": "listTags", "responses": {"200": {"description": "ok"}}}},
    },
}


@contextmanager
def slow_server(part: bytes, pause: float) -> Iterator[str]:
    """Serve connections that get a part of a response again and again, and never a complete one."""
    ended = threading.Event()

    def drip(connection: socket) -> None:
        with connection:
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n" if part else b"")
                while not ended.wait(pause):
                    connection.sendall(part)
            except OSError:
                return

    def accept(listener: socket) -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    with create_server(("127.0.0.1", 0), backlog=64) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        ended.set()


@pytest.mark.parametrize("part", [b"", b"x"], ids=["hangs", "drips"])
def test_time_limit_holds_when_the_server(part: bytes, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps(DOCUMENT))
    with slow_server(part, 0.1) as url:
        command = [sys.executable, "-m", "contracts", "test", str(path), "--url", url, "--max-time", str(LIMIT)]
        began = time.monotonic()
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        seconds = time.monotonic() - began
    assert seconds < LATEST + START, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert "stopped early" in run.stdout + run.stderr


def test_a_thread_that_computes_is_interrupted() -> None:
    interrupted = threading.Event()

    def compute() -> None:
        try:
            while True:
                sum(range(100))
        except KeyboardInterrupt:
            interrupted.set()

    thread = threading.Thread(target=compute, name="some_library_0", daemon=True)
    stopped = threading.Event()
    watch = ThreadInterrupter(("some_library",), time.monotonic() + 0.1, stopped.set)
    thread.start()
    watch.start()
    thread.join(30)
    watch.end()
    assert interrupted.is_set()
    assert stopped.is_set()
    assert watch.has_interrupted


def test_no_thread_is_interrupted_before_the_limit() -> None:
    watch = ThreadInterrupter(("MainThread",), time.monotonic() + 3600, lambda: None)
    watch.start()
    watch.end()
    assert not watch.has_interrupted
