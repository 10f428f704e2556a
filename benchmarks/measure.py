"""The benchmark run. Each part writes its results as soon as it has them, so that an interrupted run keeps them."""

from __future__ import annotations

import contextlib
import http.client
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import generate, micro
from benchmarks.bodies import check_bodies
from benchmarks.document import convert_to_30, serverops, write
from benchmarks.load import Round, run_round
from benchmarks.peers.peer import Peer, UnavailableError
from benchmarks.peers.registry import WORKER_ROWS
from benchmarks.processes import BenchmarkError, Server, cores, free_port
from benchmarks.results import Load, Results
from benchmarks.scenarios import GET_NEW, SCENARIOS, WORKERS, Scenario
from benchmarks.timing import time_rounds

PARTS = ("cold", "bodies", *(scenario.name for scenario in SCENARIOS), WORKERS, "generate", "micro")

FAILURES = (BenchmarkError, OSError, http.client.HTTPException)
"""Exceptions that exclude one server; the run continues with the others."""


@dataclass(frozen=True)
class Plan:
    """What to measure, and how long.

    :param parts: some of :data:`PARTS`.
    :param seconds: length of a measurement window.
    :param rounds: number of windows, and of cold starts, per server.
    :param quick: smoke test: short warm-up and small samples.
    """

    cache: Path
    peers: Sequence[Peer]
    parts: Sequence[str]
    seconds: float
    rounds: int
    quick: bool

    def warm_up(self, peer: Peer) -> float:
        """Return the seconds of load before a server is measured."""
        return self.seconds if self.quick else max(self.seconds, peer.warm_up)


def log(message: str) -> None:
    """Print a progress message on standard error."""
    print(message, file=sys.stderr, flush=True)


class Run:
    """One run.

    :ivar results: the results so far.
    """

    def __init__(self, plan: Plan, results: Results) -> None:
        self._plan, self.results = plan, results
        self._load_core, self._server_core = cores()
        self._document = convert_to_30(serverops())
        self._file = write(self._document, plan.cache / "serverops.yaml")
        self._peers: list[Peer] = []

    def __call__(self) -> None:
        """Measure all parts of the plan."""
        servers = {"cold", "bodies", *(scenario.name for scenario in SCENARIOS)} & {*self._plan.parts}
        if servers:
            self._install()
        for part in self._plan.parts:
            log(f"— {part}")
            with self._on_core(self._server_core if part in {"generate", "micro"} else self._load_core):
                self._part(part)()

    def _part(self, name: str) -> Callable[[], None]:
        parts: dict[str, Callable[[], None]] = {
            "cold": self._cold,
            "bodies": self._bodies,
            WORKERS: self._workers,
            "generate": self._generate,
            "micro": self._micro,
        }
        parts |= {scenario.name: partial(self._scenario, scenario) for scenario in SCENARIOS}
        return parts[name]

    def _install(self) -> None:
        for peer in self._plan.peers:
            try:
                log(f"installing {peer.name}")
                peer.install(self._plan.cache)
            except UnavailableError as error:
                self._exclude(peer, str(error))
            else:
                self._peers.append(peer)
                self.results.versions[peer.name] = peer.version()

    def _peers_of(self, part: str) -> list[Peer]:
        return [peer for peer in self._peers if part not in peer.skips]

    def _exclude(self, peer: Peer, reason: str) -> None:
        self.results.left_out[peer.name] = reason
        log(f"{peer.name} is excluded: {reason}")

    @contextlib.contextmanager
    def _on_core(self, core: int | None) -> Iterator[None]:
        """Restrict this process and the processes it starts to one core; ``None``: no restriction."""
        allowed = os.sched_getaffinity(0)
        os.sched_setaffinity(0, allowed if core is None else {core})
        try:
            yield
        finally:
            os.sched_setaffinity(0, allowed)

    def _start(self, peer: Peer, *, examples: bool, pinned: bool = True) -> Server:
        port = free_port()
        command = peer.command(self._plan.cache, self._file, port, examples=examples)
        log_file = self._plan.cache / "run" / f"{peer.name}.log"
        return Server(command, port, log_file, self._server_core if pinned else None)

    # ------------------------------------------------------------------ parts

    def _cold(self) -> None:
        for number in range(self._plan.rounds):
            for peer in self._peers_of("cold"):
                with self._exclude_on_failure(peer), self._start(peer, examples=False) as server:
                    seconds = server.wait_for(GET_NEW)
                    self.results.cold.setdefault(peer.name, []).append(seconds)
                    log(f"  {number + 1}/{self._plan.rounds}  {peer.name:<16} {seconds:6.2f} s")

    def _bodies(self) -> None:
        for peer in self._peers_of("bodies"):
            with self._exclude_on_failure(peer), self._start(peer, examples=False) as server:
                server.wait_for(GET_NEW)
                found = check_bodies(server, self._document, 20 if self._plan.quick else 200)
                self.results.bodies[peer.name] = found
                log(f"  {peer.name:<16} {found.invalid} of {found.asked} invalid, {found.distinct} distinct")

    def _scenario(self, scenario: Scenario) -> None:
        self._compare(scenario, self._peers_of(scenario.name), scenario.name, pinned=True)

    def _workers(self) -> None:
        """Compare one and two workers. Server and wrk share all cores, so only the ratio of the rows is meaningful."""
        with self._on_core(None):
            self._compare(GET_NEW, WORKER_ROWS, WORKERS, pinned=False)

    def _compare(self, scenario: Scenario, peers: Sequence[Peer], name: str, *, pinned: bool) -> None:
        """Run all servers at once and measure them in turn; only one of them is under load at a time."""
        core = self._load_core if pinned and self._server_core is not None else None
        with contextlib.ExitStack() as stack:
            running = [(peer, self._running(stack, peer, scenario, name, pinned=pinned)) for peer in peers]
            ready = [(peer, *pair) for peer, pair in running if pair is not None]
            for peer, server, _ in ready:
                log(f"  warming up {peer.name}")
                with self._exclude_on_failure(peer):
                    run_round(server, scenario, self._plan.warm_up(peer), "warm", core)
            for number in range(self._plan.rounds):
                for peer, server, row in ready:
                    with self._exclude_on_failure(peer):
                        window = run_round(server, scenario, self._plan.seconds, f"r{number}", core)
                        row.rounds.append(window)
                        row.loaded_mb = server.usage().memory_mb
                        log(f"  {number + 1}/{self._plan.rounds}  {peer.name:<18} {_format_round(window)}")

    def _running(
        self, stack: contextlib.ExitStack, peer: Peer, scenario: Scenario, name: str, *, pinned: bool
    ) -> tuple[Server, Load] | None:
        """Start a server and add its row to the results; ``None`` if its response is wrong."""
        try:
            server = stack.enter_context(self._start(peer, examples=scenario.examples, pinned=pinned))
            server.wait_for(scenario)
        except FAILURES as error:
            self._exclude(peer, str(error))
            return None
        row = Load(peer.name, name, server.usage().memory_mb)
        self.results.loads.append(row)
        return server, row

    @contextlib.contextmanager
    def _exclude_on_failure(self, peer: Peer) -> Iterator[None]:
        """Exclude a server if the block fails."""
        try:
            yield
        except FAILURES as error:
            self._exclude(peer, str(error))

    def _generate(self) -> None:
        plan = self._plan
        number = 5_000 if plan.quick else 100_000
        rates = {
            generate.OURS: generate.generate_rates(plan.cache, number, plan.rounds),
            generate.FAKER: generate.faker_rates(plan.rounds, 0.2 if plan.quick else 2.0),
        }
        self.results.generate |= rates
        for name, figures in rates.items():
            log(f"  {name:<24} {max(figures):9,.0f} cases/s")

    def _micro(self) -> None:
        rounds, seconds = (1, 0.02) if self._plan.quick else (4, 0.5)
        for name, batch in micro.functions().items():
            self.results.micro[name] = figures = time_rounds(batch, rounds, seconds)
            log(f"  {name:<28} {min(figures):9.2f} µs")


def _format_round(window: Round) -> str:
    errors = f"  {window.errors} errors" if window.errors else ""
    return f"{window.rps:9,.0f} req/s  p99 {window.p99_ms:7.1f} ms  {window.cpu_us:6.0f} µs{errors}"
