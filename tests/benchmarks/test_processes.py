"""Server processes and their children are measured and stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.processes import BenchmarkError, Server, Usage, free_port
from benchmarks.scenarios import GET_NEW, REFUSED, SCENARIOS

CHILD = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(600)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}, sys.argv[1]])"


@pytest.fixture
def server_with_child(tmp_path: Path) -> Server:
    """Start a process with a running child process."""
    pipe = tmp_path / "up"
    os.mkfifo(pipe)
    server = Server([sys.executable, "-c", PARENT, str(pipe)], free_port(), tmp_path / "server.log", None)
    pipe.read_bytes()  # returns when the child has opened and closed the pipe
    return server


def test_all_processes_are_stopped(server_with_child):
    with server_with_child:
        assert server_with_child.usage().memory_mb > 1
        assert server_with_child.usage().cpu_s >= 0
    assert server_with_child.usage() == Usage(0, 0)


def interrupted(server: Server) -> None:
    with server:
        raise KeyboardInterrupt


def test_all_processes_are_stopped_after_an_exception(server_with_child):
    with pytest.raises(KeyboardInterrupt):
        interrupted(server_with_child)
    assert server_with_child.usage() == Usage(0, 0)


def test_error_of_a_crashed_server_has_its_output(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such document')"]
    with (
        Server(command, free_port(), tmp_path / "server.log", None) as server,
        pytest.raises(BenchmarkError, match="server exited with code 1: no such document"),
    ):
        server.wait_for(GET_NEW)


def test_new_and_known_ids():
    assert GET_NEW.path("r1", 7) != GET_NEW.path("r2", 7)
    assert REFUSED.path("r1", 7) == REFUSED.path("r2", 307)
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
