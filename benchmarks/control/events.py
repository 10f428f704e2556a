"""The delay of the events of ``GET /__mock__/admin/events``, and a reader that does not slow the server.

The server sends one event for each exchange (server-sent events). Requests are sent at a fixed rate; each has its
number in the query, by which its event is found.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.control.mock import start
from benchmarks.load import Round, run_round
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError, Server, cores
from benchmarks.scenarios import GET_KNOWN, GET_NEW, TOKEN
from benchmarks.stores.results import Figure

PATH = "/__mock__/admin/events"

MAX_DELAY_MS = 200.0
"""Maximum time from the end of a response to its event."""

MIN_RATIO = 0.95
"""Minimum throughput with a reader that does not read, relative to that without."""

PATIENCE = 5.0
"""Seconds to wait for the last events."""

_NUMBER = re.compile(rb"benchmark=(\d+)")


class Reader:
    """Reads events in a thread, and notes when each arrived; as a context manager, it closes the connection."""

    def __init__(self, port: int) -> None:
        self._socket = _connect(port)
        self.arrived: dict[int, float] = {}
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _read(self) -> None:
        rest = b""
        with contextlib.suppress(OSError):
            while chunk := self._socket.recv(65536):
                now = time.perf_counter()
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    if line.startswith(b"data:") and (found := _NUMBER.search(line)):
                        self.arrived.setdefault(int(found[1]), now)


def event_figures(document: Path, folder: Path, rate: int, seconds: float) -> Iterator[Figure]:
    """Yield the delay of events at a rate of requests, and the throughput with a reader that does not read.

    :raises BenchmarkError: if the server sends no events.
    """
    log(f"— events at {rate} requests per second")
    load_core, core = cores()
    with start(document, folder, core=core) as server:
        server.wait_for(GET_NEW)
        with Reader(server.port) as reader:
            sent = send_at_rate(server.port, rate, seconds)
            _wait_for(reader, len(sent))
        yield from delays(sent, reader.arrived, rate)
        yield slow_reader_figure(
            *_with_slow_reader(server, max(3, round(seconds / 4)), None if core is None else load_core)
        )


def send_at_rate(port: int, rate: int, seconds: float) -> dict[int, float]:
    """Send numbered requests at a rate; return when the response of each had arrived."""
    sent: dict[int, float] = {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    begin = time.perf_counter()
    for number in range(max(1, round(rate * seconds))):
        if (early := begin + number / rate - time.perf_counter()) > 0:
            time.sleep(early)
        connection.request("GET", f"{GET_KNOWN.path('', number)}?benchmark={number}", headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != GET_KNOWN.status:
            raise BenchmarkError(f"status {response.status} for a request with events")
        sent[number] = time.perf_counter()
    connection.close()
    actual = len(sent) / (time.perf_counter() - begin)
    log(f"  {len(sent):,} requests, {actual:.0f} per second")
    if actual < 0.9 * rate:
        raise BenchmarkError(f"only {actual:.0f} requests per second were sent; the machine is too busy")
    return sent


def delays(sent: Mapping[int, float], arrived: Mapping[int, float], rate: int) -> Iterator[Figure]:
    """Yield the number of lost events and the longest delay of the others.

    :raises BenchmarkError: if there was no event at all.
    """
    found = sorted((arrived[number] - at) * 1000 for number, at in sent.items() if number in arrived)
    if not found:
        raise BenchmarkError(f"{PATH} sent no events")
    yield Figure("events", "events that did not arrive", len(sent) - len(found), 0, is_minimum=False)
    detail = f"median {median(found):.1f} ms, {len(found):,} events at {rate} requests per second"
    # An event may arrive before the response, as it is sent first.
    yield Figure(
        "events", "longest delay", max(0.0, found[-1]), MAX_DELAY_MS, is_minimum=False, unit=" ms", detail=detail
    )


def _wait_for(reader: Reader, number: int) -> None:
    until = time.perf_counter() + PATIENCE
    while len(reader.arrived) < number and time.perf_counter() < until:
        time.sleep(0.01)


def _with_slow_reader(server: Server, rounds: int, core: int | None) -> tuple[list[Round], list[Round]]:
    """Return windows without and with a reader that does not read, in turn."""
    log("— a reader of events that does not read")
    without: list[Round] = []
    slow: list[Round] = []
    for number in range(rounds):
        without.append(run_round(server, GET_KNOWN, 1, f"without{number}", core))
        with _connect(server.port):
            slow.append(run_round(server, GET_KNOWN, 1, f"slow{number}", core))
        log(f"  {number + 1}/{rounds}  {without[-1].rps:9,.0f} req/s without, {slow[-1].rps:9,.0f} req/s with it")
    return without, slow


def slow_reader_figure(without: Sequence[Round], slow: Sequence[Round]) -> Figure:
    """Return the throughput with a reader that does not read, relative to that without."""
    ratios = [one.rps / other.rps for one, other in zip(slow, without, strict=True)]
    p99 = f"p99 {median(one.p99_ms for one in slow):.1f} instead of {median(one.p99_ms for one in without):.1f} ms"
    detail = f"{min(ratios):.0%} to {max(ratios):.0%}, {p99}"
    return Figure("events", "rate with a reader that does not read", median(ratios), MIN_RATIO, unit="%", detail=detail)


def _connect(port: int) -> socket.socket:
    """Request the events and read the head of the response, and nothing else.

    :raises BenchmarkError: if the server refuses the request.
    """
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        # One byte at a time, as what follows belongs to the reader.
        if not (byte := connection.recv(1)):
            break
        head += byte
    status = head.split(b"\r\n", 1)[0].decode("latin-1")
    if " 200" not in status:
        connection.close()
        raise BenchmarkError(f"{PATH}: {status or 'no response'}")
    connection.settimeout(None)
    return connection
