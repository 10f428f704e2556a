"""The mock server with options of the part, on a free port."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.processes import Server, free_port

JOURNAL_SIZE = 10_000
"""The default number of kept exchanges."""


def start(document: Path, folder: Path, *options: str, core: int | None = None) -> Server:
    """Start a mock server; it is not ready yet.

    :param folder: for its output.
    """
    port = free_port()
    command = [sys.executable, "-m", "mockserver", "run", str(document), "--port", str(port), *options]
    return Server(command, port, folder / f"{port}.log", core)
