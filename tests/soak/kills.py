"""Writes to two workers that are killed again and again: an acknowledged write is never lost."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections import Counter

from tests.soak.load import Connection
from tests.soak.report import Row
from tests.soak.server import Server, running
from tests.soak.traffic import Probe

EVERY = 200
"""Number of writes between two kills."""


async def kills(requests: int, connections: int, seconds: float) -> list[Row]:
    """Send writes and kill workers; then read all that was written. Return the figures."""
    with running("--workers", "2") as server:
        started = time.monotonic()
        acknowledged: dict[str, int] = {}
        unknown: dict[str, set[int]] = {}
        statuses: Counter[int] = Counter()
        lost = 0

        async def write(number: int) -> None:
            nonlocal lost
            connection = Connection(server.port)
            for count in range(requests // connections):
                if time.monotonic() - started > seconds:
                    break
                identifier = f"k{number}-{count % 50}"
                body = json.dumps({"name": "written", "price": count}).encode()
                try:
                    status, _ = await connection.send(Probe("PUT", f"/articles/{identifier}", body))
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    unknown.setdefault(identifier, set()).add(count)  # it may have been written
                    lost += 1
                    continue
                statuses[status] += 1
                if status == 200:
                    acknowledged[identifier] = count
                    unknown.pop(identifier, None)
            connection.close()

        killing = asyncio.create_task(_kill(server, statuses))
        await asyncio.gather(*(write(number) for number in range(connections)))
        killing.cancel()
        (killed,) = await asyncio.gather(killing)
        wrong = await _wrong(server.port, acknowledged, unknown)
        code = server.stop()
        output = server.log.read_text()
    others = sum(statuses.values()) - statuses[200]
    return [
        Row("kills", "writes", f"{sum(statuses.values()):,} in {time.monotonic() - started:.0f} s"),
        Row("kills", "killed workers", str(killed), "> 0", killed > 0),
        Row("kills", "requests whose connection was lost", str(lost)),
        Row("kills", "responses other than 200", str(others), "0", not others),
        Row("kills", "acknowledged writes that were lost", str(wrong), "0", wrong == 0),
        Row("kills", "exit code after SIGTERM", str(code), "0", code == 0),
        Row("kills", "tracebacks", str(output.count("Traceback")), "0", "Traceback" not in output),
    ]


async def _kill(server: Server, statuses: Counter[int]) -> int:
    """Kill a worker after each number of writes until this is cancelled; return how many were killed."""
    killed = following = 0
    try:
        while True:
            await asyncio.sleep(0.05)
            workers = server.workers()
            if len(workers) == 2 and sum(statuses.values()) >= following:
                os.kill(workers[killed % 2], signal.SIGKILL)
                killed += 1
                following = sum(statuses.values()) + EVERY
    except asyncio.CancelledError:
        return killed


async def _wrong(port: int, acknowledged: dict[str, int], unknown: dict[str, set[int]]) -> int:
    """Return the number of items that have neither the last acknowledged value nor a later one of unknown outcome."""
    connection, wrong = Connection(port), 0
    for identifier, count in acknowledged.items():
        status, body = 0, b""
        while not status:
            try:
                status, body = await connection.send(Probe("GET", f"/articles/{identifier}"))
            except (OSError, asyncio.IncompleteReadError):  # a connection of a killed worker
                await asyncio.sleep(0.1)
        wrong += json.loads(body).get("price") not in {count, *unknown.get(identifier, ())}
    connection.close()
    return wrong
