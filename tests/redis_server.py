"""A Redis server for tests, on a Unix socket, so that no port is needed."""

from __future__ import annotations

import os
import shutil
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
    """

    def __init__(self, *options: str) -> None:
        self._options = options or ("--save", "", "--appendonly", "no")
        # Sockets have short names: a folder of pytest may be too deep.
        self._folder = tempfile.TemporaryDirectory(prefix="casemock-redis-")
        self._socket = Path(self._folder.name) / "redis.sock"
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The value of ``--store``."""
        return f"unix://{self._socket}"

    @property
    def client(self) -> Redis:
        """A client of the server."""
        return Redis.from_url(self.url)

    def start(self) -> None:
        """Start the server and wait until it accepts connections."""
        assert SERVER is not None, "install redis-server: .ci/run does"
        command = [SERVER, "--port", "0", "--unixsocket", str(self._socket), "--dir", self._folder.name]
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
