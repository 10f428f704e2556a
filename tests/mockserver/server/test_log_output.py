"""Standard error of ``mockserver run``: readers that do not read, a closed one, several workers, a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import httpx
import jsonschema_rs
import pytest

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "request-log.schema.json").read_text("utf-8"))
PATIENCE = 60
HEADERS = {"Authorization": "Bearer so_test_full"}

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start ``mockserver run``; its standard output ends with the banner."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, stderr: int | IO[Any] = subprocess.PIPE, **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "mockserver", "run", "--port", "0", "--api", "serverops", *arguments]
        environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
        environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
        started.append(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=environment, cwd=tmp_path, **more
            )
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Press Ctrl-C" in line:
            break
    return re.findall(r"http://127\.0\.0\.1:\d+", said)[0]


def send(url: str, number: int, target: str = "/cases/any") -> float:
    """Send requests on one connection; return the duration of the slowest in seconds."""
    slowest = 0.0
    with httpx.Client(base_url=url, headers=HEADERS, timeout=PATIENCE) as client:
        for _ in range(number):
            before = time.perf_counter()
            assert client.get(target).status_code == 200
            slowest = max(slowest, time.perf_counter() - before)
    return slowest


def end(process: subprocess.Popen[str]) -> str:
    """Stop a server; return the rest of its standard error."""
    process.send_signal(signal.SIGTERM)
    rest: str = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0
    return rest


def test_a_reader_that_does_not_read(start: Start) -> None:
    process = start()
    number = 2000  # 1.5 MB: more than a pipe and the server keep
    send(url_of(process), number, "/cases/any?x=" + "y" * 700)
    rest = end(process)
    lines = [line for line in rest.splitlines() if line.startswith("2")]
    assert all(re.fullmatch(r"\S+Z GET /cases/any\?x=y+ 200 \d+\.\d ms", line) for line in lines)
    dropped = re.search(r"note: the log is incomplete, .*; dropped entries: (\d+)\n", rest)
    assert dropped is not None
    assert len(lines) + int(dropped[1]) == number


def test_a_reader_that_never_reads(start: Start) -> None:
    process = start()
    url = url_of(process)
    send(url, 2000, "/cases/any?x=" + "y" * 700)
    before = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    assert process.returncode == 0
    assert time.perf_counter() - before < 10


def test_a_reader_that_closes_its_end(start: Start) -> None:
    process = start()
    url = url_of(process)
    assert process.stderr is not None
    process.stderr.close()
    send(url, 50)
    process.stderr = None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")], ids=["one", "workers"])
def test_without_standard_error(start: Start, arguments: tuple[str, ...]) -> None:
    process = start(*arguments, stderr=subprocess.DEVNULL, preexec_fn=lambda: os.close(2))
    send(url_of(process), 20)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_lines_of_workers_do_not_mix(start: Start, tmp_path: Path) -> None:
    process = start("--workers", "2", "--log-format", "json")
    url = url_of(process)
    with (tmp_path / "log").open("wb") as file:
        reader = subprocess.Popen(["cat"], stdin=process.stderr, stdout=file)
    clients = [httpx.Client(base_url=url, headers=HEADERS, timeout=PATIENCE) for _ in range(8)]
    for number in range(400):
        clients[number % 8].get("/cases/any", params={"limit": "x" * (number % 300)})
        clients[number % 8].get("/nothing")
    for client in clients:
        client.close()
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    reader.wait(PATIENCE)
    validator = jsonschema_rs.validator_for(SCHEMA)
    values = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    for value in values:
        validator.validate(value)
    assert len(values) == 800
    assert sum(value["status"] == 404 for value in values) == 400


def test_a_terminal(start: Start) -> None:
    reader, terminal = pty.openpty()
    process = start(stderr=terminal)
    os.close(terminal)
    send(url_of(process), 1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    output = b""
    try:
        while chunk := os.read(reader, 4096):
            output += chunk
    except OSError:  # the terminal has no writer any more
        pass
    os.close(reader)
    shown = output.replace(b"\x1b[", b"<")
    assert re.search(rb"<2m\d\d:\d\d:\d\d\.\d{3}<0m <1mGET<0m /cases/any <32m200<0m <2m\d+\.\d ms<0m", shown)


def test_a_file(start: Start, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as file:
        process = start("--reload", stderr=file)
        send(url_of(process), 3)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) == 3
    assert all(" GET /cases/any 200 " in line for line in lines)
