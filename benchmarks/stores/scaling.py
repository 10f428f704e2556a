"""How several processes with one store scale: requests per second and CPU time, also that of Redis."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.load import run_round
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError, Server, free_port
from benchmarks.scenarios import GET_KNOWN, GET_NEW, PATCH, Scenario
from benchmarks.stores.mock import start
from benchmarks.stores.rates import PATCH_NEW
from benchmarks.stores.redis_server import RedisServer
from benchmarks.stores.results import Figure

GET_WRITTEN = replace(GET_KNOWN, name="get-written", title="GET, written items", examples=False)

# PATCH first: it writes what GET_WRITTEN reads.
SCENARIOS = (PATCH, GET_WRITTEN, GET_NEW, PATCH_NEW)

PART = "scaling"

SUBSCRIBERS = 100
MESSAGES = 10_000


@dataclass(frozen=True)
class Setup:
    """Server processes with a store.

    :param workers: of each of the servers.
    """

    name: str
    servers: int
    store: str
    workers: int = 1


SETUPS = (
    Setup("1 process, memory", 1, "memory"),
    Setup("2 workers, SQLite", 1, "sqlite", 2),
    Setup("1 process, Redis", 1, "redis"),
    Setup("2 processes, Redis", 2, "redis"),
    Setup("3 processes, Redis", 3, "redis"),
)


def scaling_figures(document: Path, folder: Path, rounds: int, seconds: float) -> Iterator[Figure]:
    """Yield the figures of each setup, and those of the announcements in Redis."""
    for number, setup in enumerate(SETUPS):
        yield from _setup_figures(setup, document, folder / f"setup-{number}", rounds, seconds)
    yield from _announcement_figures(folder / "announcements")


def _setup_figures(setup: Setup, document: Path, folder: Path, rounds: int, seconds: float) -> Iterator[Figure]:
    folder.mkdir()
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(RedisServer(folder / "redis")) if setup.store == "redis" else None
        store = redis.url("scaling") if redis else f"sqlite:{folder / 'items.sqlite'}"
        running = []
        for number in range(setup.servers):
            port, log_folder = free_port(), folder / str(number)
            if setup.workers > 1:
                server = _with_workers(document, store, log_folder, port, setup.workers)
            else:
                name = setup.store if setup.store == "memory" else store
                server = start(document, name, log_folder, port=port)
            running.append(stack.enter_context(server))
        for server in running:
            server.wait_for(GET_NEW)
        for scenario in SCENARIOS:
            log(f"— {setup.name}: {scenario.title}")
            found = [_window(running, redis, scenario, seconds, number) for number in range(rounds)]
            # The best window: other load on the machine makes requests slower and more expensive, never cheaper.
            rate, cpu, redis_cpu, p99 = max(found)
            shown = f", Redis {redis_cpu:.0f} µs" if redis else ""
            detail = f"CPU per request: servers {cpu:.0f} µs{shown}; p99 {p99:.0f} ms"
            yield Figure(PART, f"{scenario.title}: {setup.name}", round(rate), unit=" req/s", detail=detail)


def _with_workers(document: Path, store: str, folder: Path, port: int, workers: int) -> Server:
    command = [sys.executable, "-m", "mockserver", "run", str(document), "--port", str(port), "--store", store]
    return Server([*command, "--quiet", "--workers", str(workers)], port, folder / "workers.log", None)


def _window(
    running: Sequence[Server], redis: RedisServer | None, scenario: Scenario, seconds: float, number: int
) -> tuple[float, float, float, float]:
    """Load all servers at once; return the rate, and microseconds of the servers and of Redis per request, and p99."""
    before = redis.cpu_s() if redis else 0.0
    # The load generators and Redis share the cores with the servers, as in a deployment on one machine.
    load = partial(run_round, scenario=scenario, seconds=seconds, core=None)
    salts = [f"{scenario.name}{number}s{index}" for index in range(len(running))]
    with ThreadPoolExecutor(len(running)) as pool:
        rounds = [*pool.map(lambda server, salt: load(server, salt=salt), running, salts)]
    errors = sum(one.errors for one in rounds)
    if errors:
        raise BenchmarkError(f"{scenario.name}: {errors} wrong responses; {running[0].tail()}")
    requests = sum(one.requests for one in rounds)
    spent = sum(one.cpu_us * one.requests for one in rounds)
    redis_us = (redis.cpu_s() - before) * 1e6 / requests if redis else 0.0
    return sum(one.rps for one in rounds), spent / requests, redis_us, max(one.p99_ms for one in rounds)


def _announcement_figures(folder: Path) -> Iterator[Figure]:
    """Yield the CPU time of an announcement in Redis per subscriber, and in a process that receives it."""
    from redis import Redis  # noqa: PLC0415 (only this part needs it)

    from mockserver.state.stores.redis_keys import SharedKeys  # noqa: PLC0415 (as above)

    folder.mkdir()
    with RedisServer(folder / "redis") as server, contextlib.ExitStack() as stack:
        client = stack.enter_context(contextlib.closing(Redis(port=server.port)))
        keys = SharedKeys(client, "channel", "items")
        keys.refresh()
        _publish(client)  # warms up
        began = time.process_time()
        keys.refresh()
        spent = time.process_time() - began
        yield Figure(PART, "announcement received by a server", round(spent / MESSAGES * 1e6, 1), unit=" µs CPU")
        keys.close()

        alone = _cost(server, client)
        receivers = [stack.enter_context(_subscriber(server.port)) for _ in range(SUBSCRIBERS)]
        with ThreadPoolExecutor(1) as pool:
            draining = pool.submit(_drain, receivers)
            shared = _cost(server, client)
            client.publish("channel", "end")
            draining.result()
        each = (shared - alone) / MESSAGES / SUBSCRIBERS * 1e6
        yield Figure(PART, "announcement sent by Redis, per server", round(each, 2), unit=" µs CPU")


def _cost(server: RedisServer, client: object) -> float:
    """Return the CPU time of Redis for all messages, in seconds."""
    before = server.cpu_s()
    _publish(client)
    return server.cpu_s() - before


def _publish(client: object) -> None:
    """Publish messages of the size of a field, as many at once as concurrent writers do."""
    for first in range(0, MESSAGES, 10):
        pipeline = client.pipeline(transaction=False)  # type: ignore[attr-defined]
        for number in range(first, first + 10):
            pipeline.publish("channel", f"items serverops:/cases\0case-{number:012}")
        pipeline.execute()


def _subscriber(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(b"SUBSCRIBE channel\r\n")
    connection.recv(1000)
    return connection


def _drain(receivers: Sequence[socket.socket]) -> None:
    """Receive until the last message."""
    waiting = [*receivers]
    while waiting:
        waiting = [one for one in waiting if not one.recv(1 << 16).endswith(b"end\r\n")]
