"""A signal ends the process within the grace period, also while a request computes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mockserver.server.uvicorn_server import GRACE, MARGIN

ROOT = Path(__file__).parent.parent.parent.parent

PROGRAM = """
import socket, sys
from mockserver.server.uvicorn_server import run_server

async def app(scope, receive, send):
    if scope["type"] == "http":
        print("computing", flush=True)
        while True:
            sum(range(1000))

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
run_server(app, listener)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_although_a_request_computes(number: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        send = f"import socket; s = socket.create_connection(('127.0.0.1', {port})); " + (
            "s.sendall(b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'); s.recv(1)"
        )
        with subprocess.Popen([sys.executable, "-c", send], stderr=subprocess.DEVNULL):
            assert process.stdout.readline() == "computing\n"
            began = time.monotonic()
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
            assert time.monotonic() - began < GRACE + MARGIN + 5
    assert process.returncode == 128 + number
    assert errors == f"stopped after {GRACE + MARGIN:g} seconds while a request was being processed\n"
