"""A server as a process group of its own: started on one core, measured from ``/proc``, stopped by its own id.

Linux only, as wrk and taskset are.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from benchmarks.document import ROOT
from benchmarks.scenarios import TOKEN, Scenario

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")

GRACE = 5.0
"""Seconds a server is given to end before it is killed."""

PATIENCE = 60.0
"""Seconds a server is given for its first correct answer."""


class BenchmarkError(Exception):
    """Something that makes a figure impossible; the message says what."""


class Server:
    """A running server; a context manager that leaves none of its processes behind.

    :param core: the core it may use; ``None``: any.
    :ivar port: where it listens on 127.0.0.1.
    :ivar begun: when it was started, on the clock of ``time.perf_counter``.
    """

    def __init__(self, command: Sequence[str], port: int, log: Path, core: int | None) -> None:
        pinned = list(command) if core is None else ["taskset", "--cpu-list", str(core), *command]
        log.parent.mkdir(parents=True, exist_ok=True)
        self.port, self._log = port, log
        with log.open("wb") as sink:
            self.begun = time.perf_counter()
            self._process = subprocess.Popen(
                pinned,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                cwd=log.parent,
                env=_environment(),
                start_new_session=True,
            )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the server and all that it has started: its session carries its process id."""
        self._signal(signal.SIGTERM)
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5 if kind else GRACE)
        finally:  # a second Ctrl-C does not spare it
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._wait_for_children()

    def _wait_for_children(self) -> None:
        """What was killed takes a moment to go, and the next measurement should not share the core with it."""
        until = time.perf_counter() + GRACE
        while any(_session(self._process.pid)) and time.perf_counter() < until:
            time.sleep(0.005)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def wait_for(self, scenario: Scenario) -> float:
        """Ask until the answer is right; the seconds since the start.

        :raises BenchmarkError: when it ends or takes longer than :data:`PATIENCE`.
        """
        answer = "no answer"
        while time.perf_counter() - self.begun < PATIENCE:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, body = self.ask(scenario, "start", 1)
                if status == scenario.status and isinstance(json.loads(body), dict):
                    return time.perf_counter() - self.begun
                answer = f"{status} {body[:60]!r}"
            if self._process.poll() is not None:
                raise BenchmarkError(f"it ended with {self._process.returncode}: {self._tail()}")
            time.sleep(0.002)
        raise BenchmarkError(f"no correct answer within {PATIENCE:.0f} s: {answer} {self._tail()}")

    def ask(self, scenario: Scenario, salt: str, number: int) -> tuple[int, bytes]:
        """One request; status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
        if scenario.body:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(scenario.method, scenario.path(salt, number), scenario.body or None, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def usage(self) -> Usage:
        """CPU time and memory of all its processes, now."""
        found = [_usage(pid) for pid in _session(self._process.pid)]
        return Usage(sum(each.cpu_s for each in found), sum(each.memory_mb for each in found))

    def _tail(self) -> str:
        return self._log.read_text("utf-8", "replace")[-600:].strip()


@dataclass(frozen=True)
class Usage:
    """CPU time in seconds, user and system; resident memory in MiB, shared pages counted once a process."""

    cpu_s: float
    memory_mb: float


def _session(leader: int) -> Iterator[int]:
    """Living processes of a session: fields 6 and 3 of ``/proc/PID/stat`` (proc(5))."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            fields = _stat(int(entry.name))
            if fields and int(fields[3]) == leader and fields[0] not in "ZX":
                yield int(entry.name)


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` from the third on: behind the name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []  # it has just ended


def _usage(pid: int) -> Usage:
    """Fields 14 and 15: user and system time; 24: resident pages (proc(5))."""
    fields = _stat(pid)
    if not fields:
        return Usage(0.0, 0.0)
    return Usage((int(fields[11]) + int(fields[12])) / _TICKS, int(fields[21]) * _PAGE / 2**20)


def _environment() -> dict[str, str]:
    """Ours without settings of a mock server, with the checkout to import from."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CASEMOCK_")}
    return ours | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def free_port() -> int:
    """A TCP port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cores() -> tuple[int, int | None]:
    """The core of the load and that of the server; ``None``: there is but one, which they share."""
    allowed = sorted(os.sched_getaffinity(0))
    return (allowed[1], allowed[0]) if len(allowed) > 1 else (allowed[0], None)
