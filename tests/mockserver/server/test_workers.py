"""The supervisor of the workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.errors import ServeError
from mockserver.server import workers
from mockserver.server.serve import listen
from mockserver.settings import Settings

ROOT = Path(__file__).parents[3]

SUPERVISE = """
import os, sys, threading
from multiprocessing import connection
from mockserver.server import workers
from mockserver.settings import Settings
from mockserver.server.serve import listen

real = workers._start

def start(settings, listener):
    worker = real(settings, listener)
    print("worker", worker.pid, flush=True)
    return worker

if __name__ == "__main__":
    workers._start = start
    with listen("127.0.0.1", 0) as listener:
        workers.supervise(Settings(workers=2), listener)
    print("ended", flush=True)
"""
"""A supervisor that prints the names of its workers."""


@pytest.fixture
def supervisor(tmp_path: Path) -> subprocess.Popen[str]:
    script = tmp_path / "supervise.py"
    script.write_text(SUPERVISE)
    return subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def read_worker(supervisor: subprocess.Popen[str]) -> int:
    assert supervisor.stdout is not None
    for line in supervisor.stdout:
        if found := re.fullmatch(r"worker (\d+)\n", line):
            return int(found[1])
    raise AssertionError("the supervisor ended")


def test_a_killed_worker_is_restarted(supervisor: subprocess.Popen[str]) -> None:
    first, second = read_worker(supervisor), read_worker(supervisor)
    os.kill(first, signal.SIGKILL)
    third = read_worker(supervisor)
    assert len({first, second, third}) == 3
    supervisor.terminate()
    output, _ = supervisor.communicate(timeout=60)
    assert output.endswith("ended\n")
    assert supervisor.returncode == 0
    for worker in (second, third):
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_a_worker_that_cannot_start_stops_all(tmp_path: Path) -> None:
    settings = Settings(specs=(str(tmp_path / "gone.yaml"),), workers=2)
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        with listen("127.0.0.1", 0) as listener, pytest.raises(ServeError, match="worker exited with code 2"):
            workers.supervise(settings, listener)
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)


def test_tokens_are_not_in_the_arguments_of_a_worker(supervisor: subprocess.Popen[str]) -> None:
    worker = read_worker(supervisor)
    arguments = Path(f"/proc/{worker}/cmdline").read_bytes()
    supervisor.terminate()
    supervisor.communicate(timeout=60)
    assert b"Settings" not in arguments


def test_repeated_signals_are_harmless() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        with workers._stop_requests() as stop:
            for _ in range(100_000):
                signal.raise_signal(signal.SIGINT)
            assert stop.recv(1) == b"\0"
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)
