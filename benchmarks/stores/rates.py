"""Requests per second on each store, in alternating windows, so that other load on the machine affects all equally."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.load import Round, run_round
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError, Server, cores
from benchmarks.scenarios import GET_NEW, PATCH, Scenario
from benchmarks.stores.mock import MEMORY, REDIS, SQLITE, STORES, start
from benchmarks.stores.redis_server import RedisServer
from benchmarks.stores.results import Figure

PATCH_NEW = replace(PATCH, name="patch-new", title="PATCH, first write of its item", new_ids=True)

REQUIRED_PATCH = {SQLITE: 0.5, REDIS: 0.3}
REQUIRED_GET = 0.95

Windows = Mapping[str, Sequence[Round]]
"""The windows of each store, in the order of the rounds."""


@contextlib.contextmanager
def servers(document: Path, folder: Path) -> Iterator[dict[str, Server]]:
    """Yield a running mock server for each store; they have one core, wrk the other one, and Redis any."""
    _, server_core = cores()
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(RedisServer(folder / "redis"))
        stores = {MEMORY: MEMORY, SQLITE: f"sqlite:{folder / 'items.sqlite'}", REDIS: redis.url("benchmark")}
        running = {}
        for name in STORES:
            running[name] = stack.enter_context(start(document, stores[name], folder, core=server_core))
            running[name].wait_for(GET_NEW)
        yield running


def measure(running: Mapping[str, Server], scenario: Scenario, rounds: int, seconds: float) -> Windows:
    """Return the windows of each server; every other round is in the reverse order.

    :raises BenchmarkError: if a response was wrong.
    """
    load_core, server_core = cores()
    core = None if server_core is None else load_core
    found: dict[str, list[Round]] = {name: [] for name in running}
    for number in range(rounds + 1):
        order = [*running.items()]
        for name, server in reversed(order) if number % 2 else order:
            window = run_round(server, scenario, seconds, f"{scenario.name}{number}", core)
            if window.errors:
                raise BenchmarkError(f"{scenario.name} on {name}: {window.errors} wrong responses; {server.tail()}")
            if number:  # the first round warms up
                found[name].append(window)
                log(f"  {number}/{rounds}  {name:<7} {window.rps:9,.0f} req/s  {window.cpu_us:6,.0f} µs CPU")
    return found


def patch_figures(running: Mapping[str, Server], rounds: int, seconds: float) -> Iterator[Figure]:
    """Yield the figures of PATCH on each store: of items that are written again, and for the first time."""
    for scenario in (PATCH, PATCH_NEW):
        log(f"— {scenario.title}")
        windows = measure(running, scenario, rounds, seconds)
        title = "PATCH again" if scenario is PATCH else "PATCH of a new item"
        yield from compared("patch", title, windows, REQUIRED_PATCH)


def get_figures(running: Mapping[str, Server], rounds: int, seconds: float) -> Iterator[Figure]:
    """Yield the figures of GET of items that were never written, while the stores have others."""
    log(f"— {GET_NEW.title}")
    for server in running.values():
        for number in range(300):
            server.request(PATCH, "written", number)
    windows = measure(running, GET_NEW, rounds, seconds)
    yield from compared("get", "GET, never written", windows, dict.fromkeys(REQUIRED_PATCH, REQUIRED_GET))


def compared(part: str, title: str, windows: Windows, required: Mapping[str, float]) -> Iterator[Figure]:
    """Yield the rate of memory, and the ratios of the others to it."""
    yield Figure(part, f"{title}, {MEMORY}", round(_median(windows[MEMORY], "rps")), unit=" req/s")
    for name, bound in required.items():
        ratios = [other.rps / memory.rps for other, memory in zip(windows[name], windows[MEMORY], strict=True)]
        spread = f"{min(ratios):.0%} to {max(ratios):.0%}"
        cpu = f"{_median(windows[name], 'cpu_us'):.0f} instead of {_median(windows[MEMORY], 'cpu_us'):.0f} µs CPU"
        detail = f"{_median(windows[name], 'rps'):,.0f} req/s, {spread}, {cpu}"
        yield Figure(part, f"{title}, {name} / {MEMORY}", median(ratios), bound, unit="%", detail=detail)


def _median(windows: Sequence[Round], figure: str) -> float:
    return float(median(getattr(one, figure) for one in windows))
