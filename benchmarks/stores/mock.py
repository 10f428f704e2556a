"""The mock server with a store, as users start it."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.processes import Server, free_port

MEMORY, SQLITE, REDIS = "memory", "sqlite", "redis"

STORES = (MEMORY, SQLITE, REDIS)
"""In the order in which they are measured in each round."""


def start(document: Path, store: str, folder: Path, *, port: int = 0, core: int | None = None) -> Server:
    """Start a mock server; it is not ready yet.

    :param store: the value of ``--store``.
    :param folder: for its output.
    :param port: 0 for a free one.
    """
    port = port or free_port()
    options = ["--port", str(port), "--store", store, "--quiet"]
    command = [sys.executable, "-m", "mockserver", "run", str(document), *options]
    return Server(command, port, folder / f"{store.partition(':')[0]}.log", core)
