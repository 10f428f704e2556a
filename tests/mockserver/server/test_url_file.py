"""``--url-file``: the URL of the server for programs that have started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from contracts.errors import UsageError
from mockserver.server.url_file import url_file
from tests.conftest import ROOT

URL = "http://127.0.0.1:40123"
PATIENCE = 60


class Process:
    """``mockserver run`` on a free port, with a URL file."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.file = folder / "mock.url"
        command = [sys.executable, "-m", "mockserver", "run", "--port", "0", "--url-file", str(self.file), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.popen = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=folder
        )

    def wait_for_file(self) -> str:
        """Return the URL as soon as the banner is complete."""
        assert self.popen.stdout is not None
        lines = []
        for line in self.popen.stdout:
            lines.append(line)
            if "Press Ctrl-C" in line:
                return self.file.read_text("utf-8")
        raise AssertionError("the server did not start:\n" + "".join(lines))

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.popen.send_signal(number)
        self.popen.communicate(timeout=PATIENCE)
        return self.popen.returncode


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for process in started:
        if process.popen.poll() is None:
            process.popen.kill()
        process.popen.communicate()


@pytest.mark.parametrize("arguments", [(), ("--workers", "2"), ("--reload",)], ids=["one", "workers", "reload"])
def test_the_file_has_the_url_while_the_server_runs(
    processes: list[Process], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    process = Process(tmp_path, *arguments)
    processes.append(process)
    url = process.wait_for_file()
    assert url.endswith("\n")
    assert httpx.get(f"{url.strip()}/__mock__/health", timeout=PATIENCE).json()["status"] == "ok"
    assert process.end() == 0
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_killed_server_is_replaced(processes: list[Process], tmp_path: Path) -> None:
    killed = Process(tmp_path)
    processes.append(killed)
    stale = killed.wait_for_file()
    killed.end(signal.SIGKILL)
    assert killed.file.read_text("utf-8") == stale
    process = Process(tmp_path)
    processes.append(process)
    assert httpx.get(f"{process.wait_for_file().strip()}/__mock__/health", timeout=PATIENCE).status_code == 200


def test_a_server_that_does_not_start_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "mock.url"
    file.write_text(f"{URL}\n")
    command = [sys.executable, "-m", "mockserver", "run", "missing.yaml", "--port", "0", "--url-file", str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=ROOT)
    assert found.returncode == 2
    assert not file.exists()


@pytest.mark.parametrize("content", ["", f"{URL}\n", "https://mock.example.com"])
def test_files_that_are_replaced(tmp_path: Path, content: str) -> None:
    file = tmp_path / "mock.url"
    file.write_text(content)
    with url_file(str(file)) as publish:
        assert not file.exists()
        publish(URL)
        assert file.read_text("utf-8") == f"{URL}\n"
    assert not file.exists()


@pytest.mark.parametrize("content", ["openapi: 3.1.0\n", f"{URL}\n# notes\n", f"see {URL}", "http://a/" + "b" * 5000])
def test_other_files_are_kept(tmp_path: Path, content: str) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"cannot write the URL to .*openapi\.yaml: the file has other content"):
        url_file(str(file)).__enter__()
    assert file.read_text("utf-8") == content


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, reason in (("", "is a directory"), ("pipe", "not a file"), ("missing/mock.url", "no such file")):
        with pytest.raises(UsageError, match=reason):
            url_file(str(tmp_path / name)).__enter__()


def test_a_folder_that_is_not_writable_is_reported_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(UsageError, match="the folder is not writable"):
        url_file(str(tmp_path / "mock.url")).__enter__()


def test_the_file_of_another_server_is_kept_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "mock.url"
    with url_file(str(file)) as publish:
        publish(URL)
        file.write_text("http://127.0.0.1:40124\n")
    assert file.read_text("utf-8") == "http://127.0.0.1:40124\n"


def test_no_file_is_written_without_the_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with url_file("") as publish:
        publish(URL)
    assert list(tmp_path.iterdir()) == []
