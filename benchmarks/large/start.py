"""Time from the start of a server process to its first response, and its memory then."""

from __future__ import annotations

import contextlib
import http.client
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import BenchmarkError, Server

LIMIT = 300.0
"""Seconds to wait for the first response."""


class Start(NamedTuple):
    """A start of a server.

    :param megabytes: the largest resident memory so far.
    """

    seconds: float
    megabytes: float


def first_response(command: Sequence[str], port: int, path: str, log: Path) -> Start:
    """Start a server, send requests until one has a response other than 404 and 5XX, and stop the server.

    :raises BenchmarkError: if it ends, or has no such response in :data:`LIMIT`.
    """
    status = 0
    with Server(command, port, log, None) as server:
        while time.perf_counter() - server.started < LIMIT:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status = _status(port, path)
                seconds = time.perf_counter() - server.started
                if status < 500 and status != 404:
                    return Start(seconds, server.peak_mb())
                break
            if server.exit_code() is not None:
                break
            time.sleep(0.01)
        raise BenchmarkError(f"no response to GET {path}: status {status}, {server.tail()[-300:]}")


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request("GET", path, headers={"Authorization": "Bearer token", "Accept": "application/json"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()
