"""A Redis server for tests, on a Unix socket, so that no port is needed, or on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from redis import Redis

SERVER = shutil.which("redis-server")

needs_redis = pytest.mark.skipif(
    SERVER is None and "CI" not in os.environ, reason="no Redis server here; in CI this is a failure"
)


class RedisServer:
    """A server process that can be stopped and started again; its data are in memory unless ``options`` say otherwise.

    :param options: of ``redis-server``.
    :param tcp: listen on a free port of 127.0.0.1, as a server for several machines does.
    """

    def __init__(self, *options: str, tcp: bool = False) -> None:
        self._options = options or ("--save", "", "--appendonly", "no")
        self.port = _free_port() if tcp else 0
        # Sockets have short names: a folder of pytest may be too deep.
        self._folder = tempfile.TemporaryDirectory(prefix="casemock-redis-")
        self._socket = Path(self._folder.name) / "redis.sock"
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The value of ``--store``."""
        return f"redis://127.0.0.1:{self.port}/0" if self.port else f"unix://{self._socket}"

    @property
    def client(self) -> Redis:
        """A client of the server."""
        return Redis.from_url(self.url)

    def start(self) -> None:
        """Start the server and wait until it accepts connections."""
        assert SERVER is not None, "install redis-server: .ci/run does"
        address = ["--bind", "127.0.0.1", "--port", str(self.port)]
        command = [SERVER, *address, "--unixsocket", str(self._socket), "--dir", self._folder.name]
        process = self._process = subprocess.Popen([*command, *self._options], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert any("eady to accept connections" in line for line in process.stdout)

    def stop(self) -> None:
        """Stop the server as ``kill -9`` does."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._folder.cleanup()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
