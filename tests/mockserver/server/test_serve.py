"""``mockserver run`` in a process of its own: output, signals, workers, ports."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from contracts.errors import ServeError
from mockserver.server.serve import listen

ROOT = Path(__file__).parents[3]
CASE = "/serverops/cases/any"
LINE = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z GET {CASE} 200 \d+\.\d ms\n")
HEADERS = {"Authorization": "Bearer so_test_full"}
PATIENCE = 60
"""Timeout in seconds for a loaded machine; normally not reached."""


class Process:
    """``mockserver run`` in a new session, as a terminal starts it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        command = [sys.executable, "-m", "mockserver", "run", "--port", "0", *arguments]
        self.popen = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        self.said = ""
        self.read_until("Press Ctrl-C")
        self.url = re.findall(r"http://127\.0\.0\.1:\d+", self.said)[0] if "http://" in self.said else ""

    def read_until(self, text: str) -> None:
        assert self.popen.stdout is not None
        for line in self.popen.stdout:
            self.said += line
            if text in line:
                return

    def interrupt(self, *signals: signal.Signals) -> None:
        """Send signals to all its processes, as a terminal does."""
        for number in signals:
            os.killpg(self.popen.pid, number)

    def end(self) -> int:
        """Wait for its end; what it said last is in ``said``."""
        rest, _ = self.popen.communicate(timeout=60)
        self.said += rest
        return self.popen.returncode


Start = Callable[..., Process]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        started.append(Process(tmp_path, *arguments))
        return started[-1]

    yield start
    for process in started:
        if process.popen.poll() is None:
            os.killpg(process.popen.pid, signal.SIGKILL)
        process.popen.communicate()


@pytest.mark.parametrize("arguments", [(), ("--workers", "2"), ("--reload",)], ids=["one", "workers", "reload"])
@pytest.mark.parametrize(
    "signals",
    [[signal.SIGINT] * 3, [signal.SIGTERM]],
    ids=["interrupt-thrice", "terminate"],
)
def test_serves_and_stops_without_other_output_than_the_log(
    start: Start, arguments: tuple[str, ...], signals: list[signal.Signals], tmp_path: Path
) -> None:
    process = start(*arguments)
    said = process.said
    assert httpx.get(process.url + CASE, headers=HEADERS, timeout=PATIENCE).status_code == 200
    process.interrupt(*signals)
    assert process.end() == 0
    assert LINE.fullmatch(process.said.removeprefix(said))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("--workers", "2"), ("--verbose",)], ids=["one", "workers", "verbose"])
def test_quiet(start: Start, arguments: tuple[str, ...]) -> None:
    process = start("--quiet", *arguments)
    said = process.said
    assert httpx.get(process.url + CASE, headers=HEADERS, timeout=PATIENCE).status_code == 200
    process.interrupt(signal.SIGINT)
    assert process.end() == 0
    assert process.said == said


def test_the_banner_is_correct(start: Start) -> None:
    process = start()
    line = re.search(r"try +(curl .*)", process.said)
    assert line is not None
    target = re.search(r"http://\S+", line[1])
    header = re.search(r"-H '([^:]+): ([^']+)'", line[1])
    assert target is not None
    assert header is not None
    assert httpx.get(target[0], headers={header[1]: header[2]}, timeout=PATIENCE).status_code == 200
    for page in re.findall(r"(?:all operations|Swagger UI) +(\S+)", process.said):
        assert httpx.get(page, timeout=PATIENCE).status_code == 200


def test_running_requests_are_completed(start: Start) -> None:
    process = start()
    host, _, port = process.url.removeprefix("http://").partition(":")
    head = (
        f"PATCH {CASE} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer so_test_full\r\n"
        'Content-Type: application/json\r\nContent-Length: 19\r\n\r\n{"status":'
    )
    with socket.create_connection((host, int(port)), timeout=30) as client:
        client.sendall(head.encode())
        assert (
            httpx.get(process.url + CASE, headers=HEADERS, timeout=PATIENCE).status_code == 200
        )  # the head has arrived by now
        process.interrupt(signal.SIGINT)
        client.sendall(b' "open"}'.ljust(9))
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
    assert process.end() == 0


def test_writes_are_visible_to_all_workers(start: Start) -> None:
    process = start("--workers", "2")
    written = httpx.patch(process.url + CASE, headers=HEADERS, json={"title": "Seen by all"}, timeout=PATIENCE)
    assert written.status_code == 200
    for _ in range(20):  # a new connection each, so that either worker gets some
        assert httpx.get(process.url + CASE, headers=HEADERS, timeout=PATIENCE).json()["title"] == "Seen by all"


def test_tokens_are_never_printed(start: Start) -> None:
    process = start("--token", "so_test_hush=cases:read", "--verbose")
    assert "plus 1 credential from the settings" in process.said
    assert (
        httpx.get(process.url + CASE, headers={"Authorization": "Bearer so_test_hush"}, timeout=PATIENCE).status_code
        == 200
    )
    process.interrupt(signal.SIGINT)
    assert process.end() == 0
    assert LINE.search(process.said)
    assert "  > authorization: Bearer …\n" in process.said
    assert "hush" not in process.said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_invalid_document_is_an_error_at_startup(start: Start, workers: str, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("openapi: 3.1.0\npaths: {}\n")
    process = start("broken.yaml", "--workers", workers)
    assert process.end() == 2
    assert process.said.startswith("broken.yaml:1:1")
    assert "Traceback" not in process.said


def test_a_used_port(start: Start) -> None:
    first = start()
    port = first.url.rpartition(":")[2]
    second = start("--port", port)
    assert second.end() == 2
    assert second.said == (
        f"error: port {port} on 127.0.0.1 is in use\n  choose another port with --port, or a free one with --port 0\n"
    )


def test_port_zero_picks_a_free_port() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        assert listener.getsockname()[1] > 0


def test_a_port_in_use() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServeError) as caught:
            listen("127.0.0.1", port)
    assert caught.value.message == f"port {port} on 127.0.0.1 is in use"
    assert "--port 0" in caught.value.hint


def test_the_port_of_a_stopped_server_is_free() -> None:
    with listen("127.0.0.1", 0) as listener:
        address = listener.getsockname()
        client = socket.create_connection(address)
        listener.setblocking(True)
        listener.accept()[0].close()  # our end closes first, so that it lingers in TIME_WAIT
    client.close()
    with listen(*address) as again:
        assert again.getsockname() == address


def test_localhost_is_ipv4() -> None:
    with listen("localhost", 0) as listener:
        assert listener.family == socket.AF_INET


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("nowhere.invalid", "cannot listen on host 'nowhere.invalid': "),
        ("a" * 300, "cannot listen on host 'aaaaaaaaa"),
        ("192.0.2.1", "192.0.2.1 is not an address of this machine"),  # RFC 5737: nobody's address
    ],
)
def test_invalid_hosts(host: str, message: str) -> None:
    with pytest.raises(ServeError) as caught:
        listen(host, 0)
    assert caught.value.message.startswith(message)
    assert "--host" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.EACCES, "permission denied for port 80 on 127.0.0.1"),
        (errno.ENOBUFS, "cannot listen on port 80 on 127.0.0.1: no buffers"),
    ],
)
def test_other_socket_errors(number: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(*_: object) -> None:
        raise OSError(number, "no buffers")

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(ServeError, match=f"^{message}$"):
        listen("127.0.0.1", 80)
