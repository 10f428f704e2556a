"""Resident memory of the mock server per written item, with the store in memory."""

from __future__ import annotations

import http.client
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import log
from benchmarks.processes import BenchmarkError, Server
from benchmarks.scenarios import GET_NEW, PATCH, TOKEN
from benchmarks.stores.mock import MEMORY, start
from benchmarks.stores.rates import PATCH_NEW
from benchmarks.stores.results import Figure

MAX_RATIO = 3.0

WARM_UP = 2_000
"""Items that fill the caches and the pools of the allocator before the measurement."""


def memory_figures(document: Path, folder: Path, items: int) -> Iterable[Figure]:
    """Return the growth of the server by writing items, relative to the bytes of their JSON."""
    log(f"— memory of {items:,} items")
    with start(document, MEMORY, folder) as server:
        server.wait_for(GET_NEW)
        _write(server, "warm", WARM_UP)
        before = server.usage().memory_mb
        written = _write(server, "item", items)
        growth = (server.usage().memory_mb - before) * 2**20
    detail = f"{growth / items:,.0f} bytes for an item of {written / items:,.0f}, {items:,} items"
    log(f"  {detail}")
    return [
        Figure("memory", "growth / bytes of the items", growth / written, MAX_RATIO, is_minimum=False, detail=detail)
    ]


def _write(server: Server, salt: str, number: int) -> int:
    """Write items for the first time; return the bytes of their JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    written = 0
    for each in range(number):
        connection.request("PATCH", PATCH_NEW.path(salt, each), PATCH.body, headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != PATCH.status:
            raise BenchmarkError(f"PATCH: status {response.status}: {body[:200]!r}")
        written += len(body)
    connection.close()
    return written
