"""Starting an application with its seeded data, and stopping it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.applications.application import Application, Installation
from benchmarks.applications.client import Client
from benchmarks.processes import BenchmarkError, Server, free_port

START_TIMEOUT = 300.0
"""Seconds to wait for an application to start."""


@dataclass(frozen=True)
class Started:
    """A running application with its seeded data.

    :ivar url: the URL to test.
    :ivar known: values of parameters of seeded items.
    """

    application: Application
    installation: Installation
    client: Client
    server: Server
    known: dict[str, str]

    @property
    def url(self) -> str:
        """Return the URL to test."""
        return self.installation.origin + self.application.base


@contextlib.contextmanager
def started(application: Application, cache: Path, port: int | None = None, *, keep: bool = False) -> Iterator[Started]:
    """Start an application in a new temporary folder, seed it, and stop it at the end.

    :param port: the port; a free one if ``None``.
    :param keep: do not remove the folder.
    :raises BenchmarkError: if it does not start or refuses a seeded item.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"casemock-{application.name}-"))
    try:
        installation = Installation(cache, folder, port or free_port())
        log = folder.with_suffix(".log")
        with Server(application.command(installation), installation.port, log, None) as server:
            client = Client(installation.origin + application.base, application.headers)
            _wait(server, Client(installation.origin, application.headers), application.health)
            yield Started(application, installation, client, server, application.seed(client))
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(".log").unlink(missing_ok=True)


def _wait(server: Server, client: Client, path: str) -> None:
    """Wait until a path responds: with status 200, or 401 as long as credentials do not exist yet.

    :raises BenchmarkError: if the server ends or takes longer than :data:`START_TIMEOUT`.
    """
    while time.perf_counter() - server.started < START_TIMEOUT:
        with contextlib.suppress(OSError):
            if client.send("GET", path)[0] in (200, 401):
                return
        if server.exit_code() is not None:
            raise BenchmarkError(f"server exited with code {server.exit_code()}: {server.tail()}")
        time.sleep(0.1)
    raise BenchmarkError(f"server did not start within {START_TIMEOUT:.0f} s: {server.tail()}")
