"""Requests and resets in this process, beside a transport that returns a constant."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import httpx

from benchmarks.stores.results import Figure
from mockserver.testing import MockServer

MOST_REQUEST_MS, MOST_RESET_MS = 0.6, 2.0

BODY = b'{"id":"case-1","title":"Port scan"}'

URL = "https://api.serverops.gg/v1"


def request_figures(seconds: float) -> Iterator[Figure]:
    """Yield the time of a request and of a reset.

    :param seconds: approximate time of each measurement.
    """
    with contextlib.ExitStack() as stack:
        mock = stack.enter_context(MockServer(api="serverops"))
        headers = mock.auth()
        peer = stack.enter_context(httpx.Client(transport=httpx.MockTransport(_constant)))
        stack.enter_context(mock.intercept(URL))
        client = stack.enter_context(httpx.Client())
        numbers = itertools.count()
        body = {"title": "Rotated the key"}

        def send(method: str, path: str, **content: Any) -> None:
            client.request(method, f"{URL}{path}", headers=headers, **content).raise_for_status()

        def write_and_reset() -> None:
            send("PATCH", "/cases/case-1", json=body)
            mock.reset()

        calls: list[tuple[str, Callable[[], object], float | None]] = [
            ("GET, httpx.MockTransport with a constant (peer)", lambda: peer.get(f"{URL}/cases/case-1"), None),
            ("GET of a known id", lambda: send("GET", "/cases/case-1"), MOST_REQUEST_MS),
            ("GET of new ids", lambda: send("GET", f"/cases/c{next(numbers)}"), MOST_REQUEST_MS),
            ("PATCH", lambda: send("PATCH", "/cases/case-1", json=body), MOST_REQUEST_MS),
            ("PATCH and reset", write_and_reset, MOST_RESET_MS),
        ]
        for name, call, most in calls:
            values = _milliseconds(call, seconds)
            detail = f"{len(values):,} calls; 99 %: {values[len(values) * 99 // 100]:.2f} ms"
            yield Figure("requests", name, median(values), most, is_minimum=False, unit=" ms", detail=detail)


def _constant(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=BODY, headers={"content-type": "application/json"})


def _milliseconds(call: Callable[[], object], seconds: float) -> list[float]:
    """Return the times of calls, sorted; the first hundred only warm up."""
    for _ in range(100):
        call()
    found: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        call()
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)
