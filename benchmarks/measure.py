"""The run itself: every part fills in its share of the results, so that an interrupted run keeps what it has."""

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
from benchmarks.bodies import judge
from benchmarks.document import form_3_0, serverops, write
from benchmarks.load import Round, run_round
from benchmarks.peers.peer import Peer, UnavailableError
from benchmarks.peers.registry import WORKER_ROWS
from benchmarks.processes import BenchmarkError, Server, cores, free_port
from benchmarks.results import Load, Results
from benchmarks.scenarios import GET_NEW, SCENARIOS, WORKERS, Scenario
from benchmarks.timing import time_rounds

PARTS = ("cold", "bodies", *(scenario.name for scenario in SCENARIOS), WORKERS, "generate", "micro")

FAILURES = (BenchmarkError, OSError, http.client.HTTPException)
"""How one server may fail without ending the run."""


@dataclass(frozen=True)
class Plan:
    """What to measure, and how long.

    :param parts: out of :data:`PARTS`.
    :param seconds: of one window of load.
    :param rounds: windows, and cold starts, of which the median counts.
    :param quick: no longer warm-up than a window, and smaller samples: to see that everything works.
    """

    cache: Path
    peers: Sequence[Peer]
    parts: Sequence[str]
    seconds: float
    rounds: int
    quick: bool

    def warm_up(self, peer: Peer) -> float:
        """Seconds of load before a server is measured."""
        return self.seconds if self.quick else max(self.seconds, peer.warm_up)


def say(text: str) -> None:
    """Show the progress."""
    print(text, file=sys.stderr, flush=True)


class Run:
    """One run.

    :ivar results: what there is of them.
    """

    def __init__(self, plan: Plan, results: Results) -> None:
        self._plan, self.results = plan, results
        self._load_core, self._server_core = cores()
        self._document = form_3_0(serverops())
        self._file = write(self._document, plan.cache / "serverops.yaml")
        self._peers: list[Peer] = []

    def __call__(self) -> None:
        """Measure all that is planned."""
        servers = {"cold", "bodies", *(scenario.name for scenario in SCENARIOS)} & {*self._plan.parts}
        if servers:
            self._install()
        for part in self._plan.parts:
            say(f"— {part}")
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
                say(f"installing {peer.name}")
                peer.install(self._plan.cache)
            except UnavailableError as error:
                self._leave_out(peer, str(error))
            else:
                self._peers.append(peer)
                self.results.versions[peer.name] = peer.version()

    def _taking_part(self, part: str) -> list[Peer]:
        return [peer for peer in self._peers if part not in peer.skips]

    def _leave_out(self, peer: Peer, why: str) -> None:
        self.results.left_out[peer.name] = why
        say(f"{peer.name} is left out: {why}")

    @contextlib.contextmanager
    def _on_core(self, core: int | None) -> Iterator[None]:
        """Keep this process, and what it starts, on one core."""
        allowed = os.sched_getaffinity(0)
        os.sched_setaffinity(0, allowed if core is None else {core})
        try:
            yield
        finally:
            os.sched_setaffinity(0, allowed)

    def _start(self, peer: Peer, *, examples: bool, pinned: bool = True) -> Server:
        port = free_port()
        command = peer.command(self._plan.cache, self._file, port, examples=examples)
        log = self._plan.cache / "run" / f"{peer.name}.log"
        return Server(command, port, log, self._server_core if pinned else None)

    # ------------------------------------------------------------------ the parts

    def _cold(self) -> None:
        for number in range(self._plan.rounds):
            for peer in self._taking_part("cold"):
                with self._kept_out(peer), self._start(peer, examples=False) as server:
                    seconds = server.wait_for(GET_NEW)
                    self.results.cold.setdefault(peer.name, []).append(seconds)
                    say(f"  {number + 1}/{self._plan.rounds}  {peer.name:<16} {seconds:6.2f} s")

    def _bodies(self) -> None:
        for peer in self._taking_part("bodies"):
            with self._kept_out(peer), self._start(peer, examples=False) as server:
                server.wait_for(GET_NEW)
                found = judge(server, self._document, 20 if self._plan.quick else 200)
                self.results.bodies[peer.name] = found
                say(f"  {peer.name:<16} {found.invalid} of {found.asked} invalid, {found.distinct} distinct")

    def _scenario(self, scenario: Scenario) -> None:
        self._compare(scenario, self._taking_part(scenario.name), scenario.name, pinned=True)

    def _workers(self) -> None:
        """Server and load share the cores here: only the ratio of the rows says something."""
        with self._on_core(None):
            self._compare(GET_NEW, WORKER_ROWS, WORKERS, pinned=False)

    def _compare(self, scenario: Scenario, peers: Sequence[Peer], name: str, *, pinned: bool) -> None:
        """All servers side by side, idle but for the one whose turn it is."""
        core = self._load_core if pinned and self._server_core is not None else None
        with contextlib.ExitStack() as stack:
            running = [(peer, self._running(stack, peer, scenario, name, pinned=pinned)) for peer in peers]
            ready = [(peer, *pair) for peer, pair in running if pair is not None]
            for peer, server, _ in ready:
                say(f"  warming up {peer.name}")
                with self._kept_out(peer):
                    run_round(server, scenario, self._plan.warm_up(peer), "warm", core)
            for number in range(self._plan.rounds):
                for peer, server, row in ready:
                    with self._kept_out(peer):
                        told = run_round(server, scenario, self._plan.seconds, f"r{number}", core)
                        row.rounds.append(told)
                        row.loaded_mb = server.usage().memory_mb
                        say(f"  {number + 1}/{self._plan.rounds}  {peer.name:<18} {_shown(told)}")

    def _running(
        self, stack: contextlib.ExitStack, peer: Peer, scenario: Scenario, name: str, *, pinned: bool
    ) -> tuple[Server, Load] | None:
        """Start a server, and its row of the results; ``None`` where it does not answer as it must."""
        try:
            server = stack.enter_context(self._start(peer, examples=scenario.examples, pinned=pinned))
            server.wait_for(scenario)
        except FAILURES as error:
            self._leave_out(peer, str(error))
            return None
        row = Load(peer.name, name, server.usage().memory_mb)
        self.results.loads.append(row)
        return server, row

    @contextlib.contextmanager
    def _kept_out(self, peer: Peer) -> Iterator[None]:
        """Note a server's failure and go on with the others."""
        try:
            yield
        except FAILURES as error:
            self._leave_out(peer, str(error))

    def _generate(self) -> None:
        plan = self._plan
        number = 5_000 if plan.quick else 100_000
        rates = {
            generate.OURS: generate.generate_rates(plan.cache, number, plan.rounds),
            generate.FAKER: generate.faker_rates(plan.rounds, 0.2 if plan.quick else 2.0),
        }
        self.results.generate |= rates
        for name, figures in rates.items():
            say(f"  {name:<24} {max(figures):9,.0f} cases/s")

    def _micro(self) -> None:
        rounds, seconds = (1, 0.02) if self._plan.quick else (4, 0.5)
        for name, batch in micro.functions().items():
            self.results.micro[name] = figures = time_rounds(batch, rounds, seconds)
            say(f"  {name:<28} {min(figures):9.2f} µs")


def _shown(told: Round) -> str:
    wrong = f"  {told.errors} errors" if told.errors else ""
    return f"{told.rps:9,.0f} req/s  p99 {told.p99_ms:7.1f} ms  {told.cpu_us:6.0f} µs{wrong}"
