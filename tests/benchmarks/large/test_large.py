"""The benchmark of large documents, with a small one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.large import cli
from benchmarks.large.documents import DOCUMENTS
from benchmarks.large.start import first_response
from benchmarks.peers.casemock import Casemock
from benchmarks.processes import BenchmarkError, free_port
from benchmarks.versions import NPM
from tests.conftest import DOCUMENTS as SMALL

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory is read from /proc")


def test_the_time_and_memory_of_a_start(tmp_path: Path) -> None:
    port = free_port()
    command = Casemock().command(tmp_path, SMALL / "notes.yaml", port, examples=False)
    found = first_response(command, port, "/__mock__/health", tmp_path / "log")
    assert found.seconds > 0
    assert 20 < found.megabytes < 2000


def test_a_server_that_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such document')"]
    with pytest.raises(BenchmarkError, match=r"no response to GET /: status 0, no such document"):
        first_response(command, free_port(), "/", tmp_path / "log")


def test_a_path_without_an_operation_is_no_response(tmp_path: Path) -> None:
    port = free_port()
    command = Casemock().command(tmp_path, SMALL / "notes.yaml", port, examples=False)
    with pytest.raises(BenchmarkError, match="status 404"):
        first_response(command, port, "/no/such/path", tmp_path / "log")


def test_the_packages_have_versions() -> None:
    assert {one.package for one in DOCUMENTS} <= NPM.keys()
    assert len({one.name for one in DOCUMENTS}) == len(DOCUMENTS)


def test_numbers_must_be_positive(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--rounds", "0"])
    assert stopped.value.code == 2
    assert "--rounds must be positive" in capsys.readouterr().err
