"""A server and all that it has started are measured, and stopped."""

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
def family(tmp_path: Path) -> Server:
    """A process with a child, which is up."""
    pipe = tmp_path / "up"
    os.mkfifo(pipe)
    server = Server([sys.executable, "-c", PARENT, str(pipe)], free_port(), tmp_path / "server.log", None)
    pipe.read_bytes()  # returns when the child has opened and closed it
    return server


def test_nothing_is_left_behind(family):
    with family:
        assert family.usage().memory_mb > 1
        assert family.usage().cpu_s >= 0
    assert family.usage() == Usage(0, 0)


def interrupted(server: Server) -> None:
    with server:
        raise KeyboardInterrupt


def test_nothing_is_left_behind_by_a_failure(family):
    with pytest.raises(KeyboardInterrupt):
        interrupted(family)
    assert family.usage() == Usage(0, 0)


def test_a_server_that_ends_is_told_with_its_last_words(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such document')"]
    with (
        Server(command, free_port(), tmp_path / "server.log", None) as server,
        pytest.raises(BenchmarkError, match="ended with 1: no such document"),
    ):
        server.wait_for(GET_NEW)


def test_ids_are_new_or_come_again():
    assert GET_NEW.path("r1", 7) != GET_NEW.path("r2", 7)
    assert REFUSED.path("r1", 7) == REFUSED.path("r2", 307)
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
