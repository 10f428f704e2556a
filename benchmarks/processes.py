"""Server processes: each runs in its own process group on one core and is measured through ``/proc`` (Linux only)."""

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

STOP_TIMEOUT = 5.0
"""Seconds to wait for a server to stop before it is killed."""

START_TIMEOUT = 60.0
"""Seconds to wait for the first correct response of a server."""


class BenchmarkError(Exception):
    """A figure cannot be measured; the message says why."""


class Server:
    """A running server; as a context manager it stops all its processes at the end.

    :param log: file for the output of the server.
    :param core: the core to run on; ``None``: any.
    :ivar port: the port on 127.0.0.1.
    :ivar started: time of the start, from ``time.perf_counter``.
    """

    def __init__(self, command: Sequence[str], port: int, log: Path, core: int | None) -> None:
        pinned = list(command) if core is None else ["taskset", "--cpu-list", str(core), *command]
        log.parent.mkdir(parents=True, exist_ok=True)
        self.port, self._log = port, log
        with log.open("wb") as sink:
            self.started = time.perf_counter()
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
        """Stop the server and its child processes, which are in the session with its process id."""
        self._signal(signal.SIGTERM)
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5 if kind else STOP_TIMEOUT)
        finally:  # also after a second Ctrl-C
            self.kill()

    def kill(self) -> None:
        """Kill all its processes with SIGKILL, which none of them can handle, and wait until they have ended."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._wait_for_children()

    def _wait_for_children(self) -> None:
        """Wait until killed processes have ended: they must not use the core during the next measurement."""
        until = time.perf_counter() + STOP_TIMEOUT
        while any(_session(self._process.pid)) and time.perf_counter() < until:
            time.sleep(0.005)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def wait_for(self, scenario: Scenario) -> float:
        """Send requests until a response is correct; return the seconds since the start.

        :raises BenchmarkError: if the server ends or takes longer than :data:`START_TIMEOUT`.
        """
        last = "no response"
        while time.perf_counter() - self.started < START_TIMEOUT:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, body = self.request(scenario, "start", 1)
                if status == scenario.status and isinstance(json.loads(body), dict):
                    return time.perf_counter() - self.started
                last = f"{status} {body[:60]!r}"
            if self.exit_code() is not None:
                raise BenchmarkError(f"server exited with code {self.exit_code()}: {self.tail()}")
            time.sleep(0.002)
        raise BenchmarkError(f"no correct response within {START_TIMEOUT:.0f} s: {last} {self.tail()}")

    def request(self, scenario: Scenario, salt: str, number: int) -> tuple[int, bytes]:
        """Send one request; return the status code and the body."""
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
        """Return the CPU time so far and the current memory of all its processes."""
        found = [_usage(pid) for pid in _session(self._process.pid)]
        return Usage(sum(each.cpu_s for each in found), sum(each.memory_mb for each in found))

    def peak_mb(self) -> float:
        """Return the largest resident memory of its processes so far, in MiB: ``VmHWM`` of ``/proc`` (proc(5))."""
        return sum(map(_peak_mb, _session(self._process.pid)))

    def exit_code(self) -> int | None:
        """Return the exit code, ``None`` while it runs."""
        return self._process.poll()

    def tail(self) -> str:
        """Return the end of its output."""
        return self._log.read_text("utf-8", "replace")[-600:].strip()


@dataclass(frozen=True)
class Usage:
    """CPU time (user and system) in seconds and resident memory in MiB; shared pages count once per process."""

    cpu_s: float
    memory_mb: float


def _session(leader: int) -> Iterator[int]:
    """Yield the ids of the running processes of a session: fields 6 and 3 of ``/proc/PID/stat`` (proc(5))."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            fields = _stat(int(entry.name))
            if fields and int(fields[3]) == leader and fields[0] not in "ZX":
                yield int(entry.name)


def _stat(pid: int) -> list[str]:
    """Return the fields of ``/proc/PID/stat`` after the name, which may contain spaces; ``[]`` if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def _usage(pid: int) -> Usage:
    """Read fields 14 and 15 (user and system time) and 24 (resident pages) of ``/proc/PID/stat`` (proc(5))."""
    fields = _stat(pid)
    if not fields:
        return Usage(0.0, 0.0)
    return Usage((int(fields[11]) + int(fields[12])) / _TICKS, int(fields[21]) * _PAGE / 2**20)


def _peak_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _environment() -> dict[str, str]:
    """Return the environment without settings of casemock, with the checkout on ``PYTHONPATH``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEMOCK_")}
    return kept | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def free_port() -> int:
    """Return a free TCP port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cores() -> tuple[int, int | None]:
    """Return the cores for wrk and for the server; ``None`` if there is only one, which they share."""
    allowed = sorted(os.sched_getaffinity(0))
    return (allowed[1], allowed[0]) if len(allowed) > 1 else (allowed[0], None)
