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
from collections.abc import Callable, Iterator, Mapping, Sequence
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
"""Minimum throughput with a reader that does not read, relative to that with one that does."""

NONE, FAST, SLOW = "no reader", "a reader", "a reader that does not read"

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
    """Yield the delay of events at a rate of requests, and the throughput with readers.

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
        windows = _with_readers(server, max(3, round(seconds / 4)), None if core is None else load_core)
        yield from reader_figures(windows)


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


def _with_readers(server: Server, rounds: int, core: int | None) -> dict[str, list[Round]]:
    """Return windows without a reader of events, with one that reads, and with one that does not, in turn."""
    log("— readers of events")
    windows: dict[str, list[Round]] = {NONE: [], FAST: [], SLOW: []}
    readers: dict[str, Callable[[int], contextlib.AbstractContextManager[object]]] = {
        NONE: lambda _: contextlib.nullcontext(),
        FAST: Reader,
        SLOW: _connect,
    }
    for number in range(rounds):
        for name, reader in readers.items():
            with reader(server.port):
                windows[name].append(run_round(server, GET_KNOWN, 1, f"{name}{number}", core))
        shown = ", ".join(f"{found[-1].rps:,.0f} req/s with {name}" for name, found in windows.items())
        log(f"  {number + 1}/{rounds}  {shown}")
    return windows


def reader_figures(windows: Mapping[str, Sequence[Round]]) -> Iterator[Figure]:
    """Yield the throughput with a reader relative to that without, and with a slow one relative to the former."""
    yield _ratio(windows, FAST, NONE, None)
    yield _ratio(windows, SLOW, FAST, MIN_RATIO)


def _ratio(windows: Mapping[str, Sequence[Round]], one: str, other: str, required: float | None) -> Figure:
    pairs = [*zip(windows[one], windows[other], strict=True)]
    ratios = [found.rps / base.rps for found, base in pairs]
    p99, before = (median(found.p99_ms for found in windows[name]) for name in (one, other))
    detail = f"{min(ratios):.0%} to {max(ratios):.0%}, p99 {p99:.1f} instead of {before:.1f} ms"
    return Figure("events", f"rate, {one} / {other}", median(ratios), required, unit="%", detail=detail)


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
