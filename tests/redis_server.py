"""A real Redis server on a free port, for tests of the store that several processes share."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = shutil.which("redis-server")

needs_redis = pytest.mark.skipif(
    SERVER is None and "CI" not in os.environ, reason="no Redis server here; in CI this is a failure"
)

ATTEMPTS = 5
"""Another process may take the port between the choice and the start."""


@contextlib.contextmanager
def redis_server(folder: Path, *arguments: str, port: int = 0) -> Iterator[int]:
    """Run a Redis server, and yield its port on 127.0.0.1.

    :param folder: for its files.
    :param arguments: options in addition to those of a server that stores nothing on disk, which they replace.
    :param port: 0 for any free port.
    """
    assert SERVER is not None, "install redis-server: .ci/run does"
    for _ in range(ATTEMPTS):
        chosen = port or _free_port()
        command = [SERVER, "--bind", "127.0.0.1", "--port", str(chosen), "--save", "", "--appendonly", "no", *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as server:
            assert server.stdout is not None
            if any("eady to accept connections" in line for line in server.stdout):
                try:
                    yield chosen
                finally:
                    server.terminate()
                return
    raise AssertionError("the Redis server did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
