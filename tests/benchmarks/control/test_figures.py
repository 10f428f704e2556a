"""The figures of recording, memory and events, without a mock server."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.control import cli
from benchmarks.control.events import FAST, NONE, SLOW, Reader, delays, reader_figures, send_at_rate
from benchmarks.control.memory import deviation
from benchmarks.control.rates import BOTH, LOG, NEITHER, RECORDING, compared
from benchmarks.load import Round
from benchmarks.processes import BenchmarkError
from benchmarks.stores.results import Figure


def window(rps: float) -> Round:
    return Round(rps, 1.0, 2.0, 1e6 / rps, int(rps), 0)


def test_the_cost_of_recording_is_limited() -> None:
    windows = {
        NEITHER: [window(1000), window(500)],
        RECORDING: [window(890), window(445)],
        LOG: [window(800), window(400)],
        BOTH: [window(700), window(350)],
    }
    base, recording, log, both = compared("GET", windows)
    assert (base.value, base.required) == (750, None)
    assert (recording.value, recording.ok) == (pytest.approx(0.89), False)
    assert (log.value, log.ok, both.ok) == (pytest.approx(0.8), True, True)


def test_memory_is_flat() -> None:
    assert deviation([100, 104, 96, 100], 1).ok
    grown = deviation([90, 95, 100, 105, 112], 1)
    assert (grown.value, grown.ok) == (pytest.approx(0.12), False)


def test_delays_of_events() -> None:
    sent = {0: 1.0, 1: 2.0, 2: 3.0}
    lost, longest = delays(sent, {0: 1.1, 1: 1.9}, 500)
    assert (lost.value, lost.ok) == (1, False)
    assert (longest.value, longest.ok) == (pytest.approx(100), True)
    assert not list(delays(sent, {0: 1.0, 1: 2.0, 2: 3.3}, 500))[1].ok


def test_no_events() -> None:
    with pytest.raises(BenchmarkError, match="sent no events"):
        list(delays({0: 1.0}, {}, 500))


def test_a_slow_reader() -> None:
    for rate, is_ok in ((860, True), (850, False)):
        fast, slow = reader_figures({NONE: [window(1000)], FAST: [window(900)], SLOW: [window(rate)]})
        assert (fast.value, fast.required) == (pytest.approx(0.9), None)
        assert slow.ok is is_ok


@pytest.fixture
def events() -> Iterator[int]:
    """The port of a server that handles any request, and sends its target to the first client as an event."""
    listener = socket.create_server(("127.0.0.1", 0))
    readers: list[socket.socket] = []

    def handle(client: socket.socket) -> None:
        while request := client.recv(65536):
            target = request.split(b" ")[1]
            if target.endswith(b"/events"):
                readers.append(client)
                client.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: open\n\n")
                return
            for reader in readers:
                reader.sendall(b'data: {"target": "' + target[:-1])  # an event in two parts
                reader.sendall(target[-1:] + b'"}\n\n')
            client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=handle, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    port: int = listener.getsockname()[1]
    yield port
    listener.close()
    for reader in readers:
        reader.close()


def test_events_are_found(events: int) -> None:
    with Reader(events) as reader:
        sent = send_at_rate(events, 20, 1)
        until = time.monotonic() + 30
        while len(reader.arrived) < 20 and time.monotonic() < until:
            time.sleep(0.01)
    assert set(sent) == set(reader.arrived) == set(range(20))


def test_exit_code_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(cli, "check_wrk", lambda: None)
    monkeypatch.setattr(cli.machine, "facts", dict)
    monkeypatch.setattr(cli, "measure", lambda *_: iter([Figure("memory", "deviation", 0.1, 0.05, is_minimum=False)]))
    file = tmp_path / "figures.json"
    assert cli.main(["--part", "memory", "--requests", "5", "--json", str(file)]) == 1
    assert "Control" in capsys.readouterr().out
    assert json.loads(file.read_text())["figures"][0]["ok"] is False


def test_numbers_must_be_positive() -> None:
    with pytest.raises(SystemExit):
        cli.main(["--requests", "0"])
