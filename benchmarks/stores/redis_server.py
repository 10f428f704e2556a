"""A Redis server of its own, whose data survive ``kill -9``."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from benchmarks.processes import BenchmarkError, Server, free_port

START_TIMEOUT = 30.0
"""Seconds to wait until it has loaded its data."""

ALWAYS, EVERY_SECOND = "always", "everysec"
"""Values of ``appendfsync``: when Redis waits until its log is on the disk."""


def check_redis() -> None:
    """Check that Redis is installed.

    :raises BenchmarkError: if it is missing; the message says how to install it.
    """
    if _program() is None:
        raise BenchmarkError("redis-server is not installed: run apt-get install redis-server")


def _program() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


class RedisServer:
    """A running Redis or Valkey with ``appendonly yes``; as a context manager it is stopped at the end.

    :param folder: for its data and its output.
    :param appendfsync: :data:`ALWAYS` or :data:`EVERY_SECOND`.
    :param core: the core to run on; ``None``: any.
    :raises BenchmarkError: if it is not installed or does not start.
    """

    def __init__(self, folder: Path, appendfsync: str = EVERY_SECOND, core: int | None = None) -> None:
        check_redis()
        self._folder, self._appendfsync, self._core = folder, appendfsync, core
        self.port = free_port()
        self._server = self._start()

    def __enter__(self) -> RedisServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.__exit__(kind, error, at)

    def url(self, prefix: str) -> str:
        """Return the value of ``--store`` for the keys with a prefix."""
        return f"redis://127.0.0.1:{self.port}/0?prefix={prefix}"

    def cpu_s(self) -> float:
        """Return its CPU time so far, in seconds."""
        return self._server.usage().cpu_s

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        self._server.kill()

    def restart(self) -> None:
        """Start it again on the same port with the same data.

        :raises BenchmarkError: if it does not start.
        """
        self._server = self._start()

    def _start(self) -> Server:
        command = [str(_program()), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        command += ["--save", "", "--appendonly", "yes", "--appendfsync", self._appendfsync]
        server = Server(command, self.port, self._folder / "redis.log", self._core)
        try:
            self._wait(server)
        except BaseException:
            server.kill()
            raise
        return server

    def _wait(self, server: Server) -> None:
        """Wait until it accepts commands: while it loads its data, it refuses them."""
        while time.perf_counter() - server.started < START_TIMEOUT:
            if _ping(self.port) == b"+PONG":
                return
            if server.exit_code() is not None:
                raise BenchmarkError(f"Redis exited with code {server.exit_code()}: {server.tail()}")
            time.sleep(0.005)
        raise BenchmarkError(f"Redis accepted no command within {START_TIMEOUT:.0f} s: {server.tail()}")


def _ping(port: int) -> bytes:
    """Return the response to an inline command, ``b""`` without a connection."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).strip()
    except OSError:
        return b""


def redis_version() -> str:
    """Return what the program says about itself, without the numbers of its build; ``none`` if it is not installed."""
    if _program() is None:
        return "none"
    done = subprocess.run([str(_program()), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.partition(" sha=")[0].strip()
