"""Memory under mixed requests: it must grow by what is stored only."""

from __future__ import annotations

import asyncio
import time

from tests.soak.load import Connection, Figures, send_all
from tests.soak.report import Row, megabytes
from tests.soak.server import running
from tests.soak.traffic import Probe, mixed

WARM = 20_000
"""Number of requests until all caches and the log of the last exchanges are full."""

PER_ITEM = 1_000
"""Bytes of memory that a stored item may take, with its keys."""

TOLERANCE = 16_000_000
"""Bytes that the allocator may keep."""

SAMPLES = 10


async def memory(requests: int, connections: int, seconds: float) -> list[Row]:
    """Send mixed requests to a server; return the figures."""
    with running() as server:
        started = time.monotonic()
        sizes: list[int] = []
        every = max(1, requests // SAMPLES)
        warm = (0, 0)

        def progress(figures: Figures) -> bool:
            nonlocal warm
            done = sum(figures.statuses.values())
            if done >= min(WARM, requests // 2) and not warm[0]:
                warm = (server.resident(), figures.statuses[201])
            if done % every == 0:
                sizes.append(server.resident())
            return time.monotonic() - started < seconds

        probing = asyncio.create_task(_probe(server.port))
        figures = await send_all(server.port, mixed(1), requests, connections, progress)
        took = time.monotonic() - started
        probing.cancel()
        slowest = max(await probing, default=0.0)
        end, stored = server.resident(), figures.statuses[201] - warm[1]
        code = server.stop()
        output = server.log.read_text()
    grown = end - warm[0]
    allowed = TOLERANCE + PER_ITEM * stored
    done = sum(figures.statuses.values())
    bad = sum(count for status, count in figures.statuses.items() if status >= 500)
    samples = ", ".join(str(size // 1_000_000) for size in sizes[:SAMPLES])
    return [
        Row("memory", "requests", f"{done:,} in {took:.0f} s ({done / took:,.0f}/s, {connections} connections)"),
        Row("memory", f"resident memory after each {every:,} requests in MB", samples),
        Row("memory", f"items stored after the first {min(WARM, requests // 2):,} requests", f"{stored:,}"),
        Row("memory", "growth since then", megabytes(grown), f"< {megabytes(allowed)}", grown < allowed),
        Row("memory", "slowest response to one more client", f"{slowest * 1000:.0f} ms"),
        Row("memory", "responses with 5xx", str(bad), "0", bad == 0),
        Row("memory", "unexpected responses", "; ".join(figures.unexpected) or "0", "0", not figures.unexpected),
        Row("memory", "lost connections", str(figures.lost), "0", not figures.lost),
        Row("memory", "exit code after SIGTERM", str(code), "0", code == 0),
        Row("memory", "tracebacks", str(output.count("Traceback")), "0", "Traceback" not in output),
    ]


async def _probe(port: int) -> list[float]:
    """Send a request now and then; return how long the responses took when it is cancelled."""
    found: list[float] = []
    connection = Connection(port)
    try:
        while True:
            await asyncio.sleep(0.5)
            before = time.monotonic()
            await connection.send(Probe("GET", "/articles/probe"))
            found.append(time.monotonic() - before)
    except asyncio.CancelledError:
        connection.close()
        return found
